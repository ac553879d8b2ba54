/* SPDX-License-Identifier: Apache-2.0 */
/* The catalog: what is refused and why, what is kept, and how it is fetched, over a hotline played by this file. */
#include "net/data/catalog.h"
#include "net/data/profile_schema.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/loop.h"

#include "tests/unit/net/own_outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the checks */

#define CONFIRM                                                                                                        \
    "\"confirm\":{\"title\":\"请核对\",\"button\":\"确认\",\"lines\":[{\"label\":\"到\",\"value\":\"{to}\"}]}"
#define TO                                                                                                             \
    "{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"去哪里?\",\"options\":[{\"id\":\"home\",\"title\":\"回家\"}]}"
#define TAXI                    "{\"id\":\"taxi\",\"title\":\"叫车\",\"home\":2,\"expires_s\":120,\"steps\":[" TO "]," CONFIRM "}"
#define SERVICES(list)          "{\"etag\":\"1\",\"services\":[" list "]}"
#define STEPS(list)             SERVICES("{\"id\":\"taxi\",\"title\":\"叫车\",\"steps\":[" list "]," CONFIRM "}")
#define OPTION(members)         STEPS("{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"options\":[{" members "}]}")
#define SERVICE(members)        SERVICES("{\"id\":\"taxi\",\"title\":\"叫车\",\"steps\":[" TO "]," members "}")
#define SERVICE_OF(id, members) "{\"id\":\"" id "\",\"title\":\"?\"," members "\"steps\":[" TO "]," CONFIRM "}"
#define VALUE(text)                                                                                                    \
    SERVICE("\"confirm\":{\"title\":\"a\",\"button\":\"b\",\"lines\":[{\"label\":\"\",\"value\":\"" text "\"}]}")
#define CHARACTERS_40 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"

typedef bool check_fn(struct json_object *document, char *error);

static bool check(check_fn *fn, const char *text, char *error) {
    struct json_object *json = json_parse(text, strlen(text), CATALOG_MAX, error);
    bool good = json && fn(json, error);
    json_object_put(json);
    return good;
}

static void good_catalogs_pass(void **unused) {
    (void)unused;
    static const char *const cases[] = {
        SERVICES(""),
        SERVICES(TAXI),
        SERVICE(CONFIRM ",\"new\":{\"member\":[1,2]}"),
        OPTION("\"id\":\"rice\",\"title\":\"" CHARACTERS_40 "\",\"price\":1000000,\"pay\":1000000"),
        OPTION("\"id\":\"rice\",\"title\":\"米\",\"price\":0,\"pay\":0,\"tags\":[\"低盐\"],\"emoji\":\"🍚\",\"usual\":"
               "true"),
        STEPS("{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\",\"options_from\":\"hotline\"}"),
        STEPS("{\"id\":\"to\",\"kind\":\"time\",\"title\":\"?\"},{\"id\":\"word\",\"kind\":\"say\",\"title\":\"?\","
              "\"optional\":true}"),
        STEPS("{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"max\":9,\"groups\":[{\"id\":\"hot\",\"title\":"
              "\"热菜\"}],"
              "\"options\":[{\"id\":\"a\",\"title\":\"a\",\"group\":\"hot\"}]}"),
        SERVICE("\"home\":1"),
        OPTION("\"id\":\"Putuo.1:2026-11-30T09:30\",\"title\":\"a\""),
        OPTION("\"id\":\"rice\",\"title\":\"a\",\"sold_out\":true,\"day\":\"2026-11-23\",\"left\":0"),
        STEPS("{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"options\":[{\"id\":\"a\",\"title\":\"a\"}],"
              "\"min_pay\":2000,\"cutoff\":\"10:30\",\"unit\":\"份\"}"),
        STEPS(TO ",{\"id\":\"b\",\"kind\":\"say\",\"title\":\"?\",\"when\":{\"step\":\"to\",\"option\":\"home\"}}"),
        SERVICE("\"kind\":\"callback\",\"promise_minutes\":10,\"cancel_note\":\"a\",\"papers\":\"b\""),
        SERVICE("\"next\":[{\"title\":\"叫车去\",\"icon\":\"taxi\",\"states\":[\"accepted\",\"done\"],\"service\":"
                "\"taxi\",\"answers\":{\"to\":\"{to}\",\"when\":\"now\"}}]"),
        SERVICE("\"milestones\":[\"accepted\",\"on_the_way\",\"arrived\"],\"words\":{\"zh-CN\":{\"chip.arrived\":"
                "\"车已到\","
                "\"message.duplicate.text\":\"{minutes} 分钟前叫过车了\",\"speech.arrived\":7},\"en\":{}}"),
        SERVICE("\"words\":{\"zh-CN\":{\"text.arrived\":\"" CHARACTERS_40 CHARACTERS_40 CHARACTERS_40 "\"}}"),
        "{\"services\":[],\"topics\":[{\"id\":\"policy\",\"title\":\"政策咨询\"}]}",
        SERVICE("\"confirm\":{}"),
        VALUE("从{home}到{to},{name}{phone}"),
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[JSON_ERROR_SIZE] = "";
        if (!check(catalog_check, cases[i], error))
            fail_msg("%s\nis refused: %s", cases[i], error);
    }
}

static void a_bad_catalog_is_refused_with_its_place(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"[]", "expected an object"},
        {"{}", "services: is missing"},
        {SERVICES("7"), "services[0]: expected an object"},
        {SERVICES(TAXI "," TAXI), "services[1].id: is there twice"},
        {SERVICES("{\"id\":\"Ta xi\"}"), "services[0].id: expected 1 to 47 of"},
        {SERVICES("{\"id\":\"..\"}"), "services[0].id: expected 1 to 47 of"},
        {SERVICES("{\"id\":\"\"}"), "services[0].id: expected 1 to 47 of"},
        {SERVICES("{\"id\":\"a\\u0000\"}"), "services[0].id: expected 1 to 47 of"},
        {SERVICES("{\"id\":\"123456789012345678901234567890123456789012345678\"}"), "services[0].id: expected"},
        {SERVICES("{\"id\":\"sos\",\"title\":\"a\",\"steps\":[]," CONFIRM "}"), "services[0].id: expected another"},
        {SERVICES("{\"id\":\"a\",\"title\":\"\"}"), "services[0].title: expected 1 to 40 characters"},
        {SERVICES("{\"id\":\"a\",\"title\":\"" CHARACTERS_40 "一\"}"),
         "services[0].title: expected 1 to 40 characters"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\\nb\"}"), "services[0].title: expected 1 to 40 characters"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"note\":\"" CHARACTERS_40 CHARACTERS_40 "\"}"),
         "services[0].note: expected"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\x7f\"}"), "services[0].title: expected 1 to 40 characters"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"icon\":\"../x.png\"}"), "services[0].icon"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"colour\":\"#FF0000\"}"), "services[0].colour"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"home\":5}"),
         "services[0].home: expected a whole number from 1 to 4"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"expires_s\":29}"), "services[0].expires_s"},
        {SERVICES("{\"id\":\"a\",\"title\":\"a\",\"expires_s\":86401}"), "services[0].expires_s"},
        {SERVICES(TAXI ",{\"id\":\"b\",\"title\":\"b\",\"home\":2,\"steps\":[" TO "]," CONFIRM "}"),
         "services[1].home: this place is taken"},
        {OPTION("\"id\":\"rice\",\"title\":\"a\",\"day\":\"2026-13-01\""), "options[0].day: expected a day"},
        {OPTION("\"id\":\"rice\",\"title\":\"a\",\"day\":\"tomorrow\""), "options[0].day: expected a day"},
        {OPTION("\"id\":\"rice\",\"title\":\"a\",\"left\":-1"), "options[0].left: expected"},
        {OPTION("\"id\":\"rice\",\"title\":\"a\",\"sold_out\":1"), "options[0].sold_out: expected"},
        {STEPS("{\"id\":\"to\",\"kind\":\"say\",\"title\":\"?\",\"cutoff\":\"24:00\"}"), "steps[0].cutoff: expected"},
        {STEPS("{\"id\":\"to\",\"kind\":\"say\",\"title\":\"?\",\"unit\":\"\"}"), "steps[0].unit: expected"},
        {STEPS("{\"id\":\"to\",\"kind\":\"say\",\"title\":\"?\",\"when\":{\"step\":\"to\",\"option\":\"a\"}}"),
         "steps[0].when.step: expected a step before"},
        {STEPS(TO ",{\"id\":\"b\",\"kind\":\"say\",\"title\":\"?\",\"when\":{\"step\":\"to\",\"option\":\"x\"}}"),
         "steps[1].when.option: expected an option"},
        {STEPS("{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"options_from\":\"hotline\"},{\"id\":\"b\",\"kind\":"
               "\"cart\",\"title\":\"?\",\"options_from\":\"hotline\"}"),
         "steps[1].kind: expected one cart"},
        {SERVICE("\"promise_minutes\":241"), "services[0].promise_minutes: expected"},
        {SERVICE("\"milestones\":[]"), "services[0].milestones: expected 1 to 5 states"},
        {SERVICE("\"milestones\":[\"seen\"]"), "services[0].milestones: expected"},
        {SERVICE("\"words\":[]"), "services[0].words: expected an object of at most 8 languages"},
        {SERVICE("\"words\":null"), "services[0].words: expected an object"},
        {SERVICE("\"words\":{\"1\":{},\"2\":{},\"3\":{},\"4\":{},\"5\":{},\"6\":{},\"7\":{},\"8\":{},\"9\":{}}"),
         "services[0].words: expected"},
        {SERVICE("\"words\":{\"en\":7}"), "services[0].words.en: expected an object of at most 60 texts"},
        {SERVICE("\"words\":{\"en\":{\"chip.arrived\":\"123456789012345678901\"}}"),
         "services[0].words.en.chip.arrived: expected 1 to 20 characters"},
        {SERVICE("\"words\":{\"en\":{\"button.cancel\":\"\"}}"), "words.en.button.cancel: expected 1 to 20"},
        {SERVICE("\"words\":{\"zh-CN\":{\"result.done\":\"" CHARACTERS_40 "一\"}}"),
         "words.zh-CN.result.done: expected 1 to 40"},
        {SERVICE("\"words\":{\"zh-CN\":{\"text.done\":\"" CHARACTERS_40 CHARACTERS_40 CHARACTERS_40 "一\"}}"),
         "words.zh-CN.text.done: expected 1 to 120"},
        {SERVICE("\"words\":{\"en\":{\"message.duplicate.now\":\"{hour} ago\"}}"),
         "duplicate.now: expected no braces but"},
        {SERVICE("\"next\":[{\"title\":\"a\",\"states\":[],\"service\":\"taxi\"}]"), "next[0].states: expected 1 to 8"},
        {SERVICE("\"next\":[{\"title\":\"a\",\"states\":[\"gone\"],\"service\":\"taxi\"}]"),
         "next[0].states: expected"},
        {SERVICE(
             "\"next\":[{\"title\":\"a\",\"states\":[\"done\"],\"service\":\"taxi\",\"answers\":{\"to\":\"{to\"}}]"),
         "next[0].answers: expected {step"},
        {"{\"services\":[],\"topics\":[{\"id\":\"a\",\"title\":\"\"}]}", "topics[0].title: expected"},
        {SERVICE("\"confirm\":7"), "services[0].confirm: expected an object"},
        {SERVICE("\"confirm\":null"), "services[0].confirm: expected an object"},
        {SERVICE("\"confirm\":{\"lines\":[{\"label\":\"a\"}]}"), "services[0].confirm.lines[0].value: is missing"},
        {STEPS(TO "," TO), "services[0].steps[1].id: is there twice"},
        {STEPS("{\"id\":\"to\",\"kind\":\"pay\",\"title\":\"?\"}"), "services[0].steps[0].kind: expected"},
        {STEPS("{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\"}"), "services[0].steps[0].options: is missing"},
        {STEPS("{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\",\"options\":[]}"), "expected a list of 1 to 400"},
        {STEPS("{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\",\"options_from\":\"http://x\"}"),
         "options_from: expected"},
        {STEPS("{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\",\"options_from\":\"hotline\",\"options\":[{\"id\":"
               "\"a\","
               "\"title\":\"a\"}]}"),
         "services[0].steps[0].options: expected either"},
        {STEPS("{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"options\":[{\"id\":\"a\",\"title\":\"a\",\"group\":"
               "\"hot\"}]}"),
         "services[0].steps[0].options[0].group: expected one of"},
        {OPTION("\"title\":\"a\""), "services[0].steps[0].options[0].id: is missing"},
        {OPTION("\"id\":\"a\",\"title\":\"a\"},{\"id\":\"a\",\"title\":\"b\""), "options[1].id: is there twice"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"price\":1000001"), "options[0].price: expected a whole number from 0"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"price\":-1"), "options[0].price"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"price\":18.5"), "options[0].price"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"price\":99999999999999999999"), "options[0].price"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"price\":100,\"pay\":101"), "options[0].pay: expected no more"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"pay\":1"), "options[0].price: is missing"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"usual\":1"), "options[0].usual: expected true or false"},
        {OPTION("\"id\":\"a\",\"title\":\"a\",\"tags\":[7]"), "options[0].tags"},
        {VALUE("{from}"), "services[0].confirm.lines[0].value: expected {a step"},
        {VALUE("{from|home}"), "services[0].confirm.lines[0].value: expected {a step"},
        {VALUE("{home|}"), "services[0].confirm.lines[0].value: expected {a step"},
        {VALUE("{to"), "services[0].confirm.lines[0].value"},
        {VALUE("{}"), "services[0].confirm.lines[0].value"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[JSON_ERROR_SIZE] = "";
        if (check(catalog_check, cases[i].text, error))
            fail_msg("taken: %s", cases[i].text);
        if (!strstr(error, cases[i].error))
            fail_msg("%s\nsays  \"%s\"\nand not \"%s\"", cases[i].text, error, cases[i].error);
    }
}

/* A catalog with COUNT options, or steps, or services. */
static char *many(const char *before, const char *each, int count, const char *after) {
    char *text = malloc((size_t)count * 256 + 1024);
    char *at = text + sprintf(text, "%s", before);
    for (int i = 0; i < count; i++) {
        at += sprintf(at, "%s", i ? "," : "");
        for (const char *c = each; *c; c++)
            at += *c == '#' ? sprintf(at, "%d", i) : sprintf(at, "%c", *c);
    }
    strcpy(at, after);
    return text;
}

static void numbers_of_things_are_bounded(void **unused) {
    (void)unused;
    static const struct {
        const char *before, *each, *after, *error;
        int most;
    } cases[] = {
        {"{\"services\":[", "{\"id\":\"s#\",\"title\":\"a\",\"steps\":[" TO "]," CONFIRM "}", "]}",
         "services: expected", 24},
        {"{\"services\":[{\"id\":\"a\",\"title\":\"a\",\"steps\":[" TO ",",
         "{\"id\":\"s#\",\"kind\":\"say\",\"title\":\"a\"}", "]," CONFIRM "}]}", "services[0].steps: expected", 9},
        {"{\"services\":[{\"id\":\"a\",\"title\":\"a\",\"steps\":[{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\","
         "\"options\":[",
         "{\"id\":\"o#\",\"title\":\"a\"}", "]}]," CONFIRM "}]}", "services[0].steps[0].options: expected", 400},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[JSON_ERROR_SIZE] = "";
        char *text = many(cases[i].before, cases[i].each, cases[i].most, cases[i].after);
        if (!check(catalog_check, text, error))
            fail_msg("%d of them are refused: %s", cases[i].most, error);
        free(text);
        text = many(cases[i].before, cases[i].each, cases[i].most + 1, cases[i].after);
        assert_false(check(catalog_check, text, error));
        assert_non_null(strstr(error, cases[i].error));
        free(text);
    }
}

/* The largest catalog there can be, in the loop that an alarm needs: looking at it is no more work than reading it.
 */
static void a_check_does_not_hold_up_the_loop(void **unused) {
    (void)unused;
    char *text = malloc(CATALOG_MAX), error[JSON_ERROR_SIZE];
    size_t length = (size_t)sprintf(text, "{\"services\":[");
    for (int step = 0; step < 80; step++) {
        if (step % 10 == 0)
            length += (size_t)sprintf(text + length, "%s{\"id\":\"s%d\",\"title\":\"x\",\"steps\":[", step ? "]}," : "",
                                      step);
        else
            text[length++] = ',';
        length +=
            (size_t)sprintf(text + length, "{\"id\":\"t%d\",\"kind\":\"choose\",\"title\":\"x\",\"options\":[", step);
        for (int i = 0; i < 400; i++)
            length += (size_t)sprintf(text + length, "%s{\"id\":\"%d\",\"title\":\"x\"}", i ? "," : "", i);
        length += (size_t)sprintf(text + length, "]}");
    }
    length += (size_t)sprintf(text + length, "]}]}");
    clock_t begun = clock();
    struct json_object *json = json_parse(text, length, CATALOG_MAX, error);
    clock_t read = clock() - begun;
    assert_non_null(json);
    if (!catalog_check(json, error))
        fail_msg("%s", error);
    clock_t checked = clock() - begun - read;
    json_object_put(json);
    free(text);
    if (checked > 3 * read)
        fail_msg("read in %ld, checked in %ld us", (long)read, (long)checked);
}

static void options_of_the_hotline_are_checked_like_the_catalogs(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *error; /* NULL = good */
    } cases[] = {
        {"{\"options\":[]}", NULL},
        {"{\"options\":[{\"id\":\"s1\",\"title\":\"9:30\",\"day\":\"2026-11-23\",\"left\":2}]}", NULL},
        {"{}", "options: is missing"},
        {"{\"options\":[{\"id\":\"s1\"}]}", "options[0].title: is missing"},
        {"{\"options\":[{\"id\":\"s1\",\"title\":\"a\",\"price\":1,\"pay\":2}]}", "options[0].pay: expected no more"},
        {"{\"options\":[{\"id\":\"s1\",\"title\":\"a\"},{\"id\":\"s1\",\"title\":\"b\"}]}", "options[1].id: is there"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[JSON_ERROR_SIZE] = "";
        bool good = check(catalog_check_options, cases[i].text, error);
        if (good != !cases[i].error || (cases[i].error && !strstr(error, cases[i].error)))
            fail_msg("%s: %s", cases[i].text, error);
    }
}

#define PROFILE                                                                                                              \
    "{\"etag\":\"p1\",\"name\":\"王阿姨\",\"phone\":\"021-6222 "                                                          \
    "9090\",\"addresses\":[{\"id\":\"home\",\"title\":\"家\","                                                              \
    "\"text\":\"兰溪路1号\"}],\"contacts\":[{\"name\":\"小王\",\"relation\":\"儿子\"}],\"usual\":{\"taxi\":{\"to\":" \
    "\"hospital\"}}}"
static void a_profile_is_checked_likewise(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *error; /* NULL = good */
    } cases[] = {
        {PROFILE, NULL},
        {"{}", NULL},
        {"{\"name\":7}", "name: expected"},
        {"{\"phone\":\"call me\"}", "phone: expected a telephone number"},
        {"{\"addresses\":[{\"id\":\"home\",\"title\":\"家\"}]}", "addresses[0].text: is missing"},
        {"{\"contacts\":{}}", "contacts: expected a list of 0 to 10"},
        {"{\"usual\":[]}", "usual: expected an object"},
        {"{\"usual\":{\"taxi\":\"hospital\"}}", "usual.taxi: expected an object"},
        {"{\"usual\":{\"taxi\":{\"to\":7}}}", "usual.taxi: expected {step: option id}"},
        {"{\"usual\":{\"a b\":{}}}", "usual.?: expected the id of a service"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[JSON_ERROR_SIZE] = "";
        bool good = check(profile_schema_check, cases[i].text, error);
        if (good != !cases[i].error || (!good && !strstr(error, cases[i].error)))
            fail_msg("%s: %s", cases[i].text, error);
    }
}

/* --- a hotline played by the test: calls are noted, answers are given by hand */

enum { CALLS = 64 };
static struct {
    struct https_call call;
    char url[128], condition[160];
    bool cancelled;
} calls[CALLS];
static int call_count, start_fails;

uint64_t https_start(struct https *https, const struct https_call *call) {
    (void)https;
    if (start_fails > 0) {
        start_fails--;
        return 0;
    }
    assert_true(call_count < CALLS);
    calls[call_count].call = *call;
    snprintf(calls[call_count].url, sizeof calls[0].url, "%s", call->url);
    snprintf(calls[call_count].condition, sizeof calls[0].condition, "%s",
             call->if_none_match ? call->if_none_match : "");
    calls[call_count].cancelled = false;
    return (uint64_t)++call_count;
}

void https_cancel(struct https *https, uint64_t number) {
    (void)https;
    calls[number - 1].cancelled = true;
}

int https_prefer(const struct https *https, const char *const *endpoints) {
    (void)https;
    (void)endpoints;
    return 0;
}

static uint16_t chance;

uint16_t random_draw(void) {
    return chance;
}

static void let_it_be_parsed(void);

static void answer(int at, int status, const char *body, const char *etag) {
    bool fine = status < 400;
    const char *problem = "{\"title\":\"unknown\",\"status\":404,\"detail\":\"\"}";
    struct https_answer given = {.status = status,
                                 .body = status == 404 && !*body ? problem : body,
                                 .content_type = fine ? "application/json" : "application/problem+json",
                                 .etag = etag};
    given.length = strlen(given.body);
    calls[at].call.done(calls[at].call.data, &given);
    let_it_be_parsed();
}

static void answer_too_large(int at, const char *etag) {
    struct https_answer given = {
        .too_large = true, .body = "", .content_type = "", .etag = etag, .error = "the answer is larger"};
    calls[at].call.done(calls[at].call.data, &given);
}

static void a_proxy_answers(int at, int status) {
    struct https_answer given = {
        .status = status, .body = "{\"services\":[]}", .length = 15, .content_type = "text/html", .etag = ""};
    calls[at].call.done(calls[at].call.data, &given);
}

/* --- what the hub hears */

static struct {
    int catalogs, profiles, refusals;
    char title[64], name[64], error[JSON_ERROR_SIZE];
} heard;

static struct json_object *parsed(const char *line) {
    char error[JSON_ERROR_SIZE];
    assert_null(strchr(line, '\n')); /* it goes over the wire as it is, where a line is a message */
    struct json_object *json = json_parse(line, strlen(line), CATALOG_MAX, error);
    assert_non_null(json);
    return json;
}

static void on_catalog(void *data, const char *catalog) {
    (void)data;
    heard.catalogs++;
    struct json_object *json = parsed(catalog);
    struct json_object *first = json_object_array_get_idx(json_child(json, "services"), 0);
    snprintf(heard.title, sizeof heard.title, "%s", json_text(first, "title", ""));
    json_object_put(json);
}

static void on_profile(void *data, const char *profile) {
    (void)data;
    heard.profiles++;
    struct json_object *json = parsed(profile);
    snprintf(heard.name, sizeof heard.name, "%s", json_text(json, "name", ""));
    json_object_put(json);
}

static void on_refused(void *data, enum fault_kind kind, const char *error) {
    (void)data;
    heard.refusals += error != NULL;
    snprintf(heard.error, sizeof heard.error, "%s %s", kind == FAULT_CATALOG ? "catalog" : "profile",
             error ? error : "fine");
}

/* --- the stage */

static char dir[64], built_in[96];
static struct loop *loop;
static struct outbox *outbox;
static struct catalog *catalog;

static void open_catalog(void) {
    static const char *const endpoints[] = {"https://one:1", "https://two:2", NULL};
    memset(&heard, 0, sizeof heard);
    call_count = 0;
    struct catalog_setup setup = {.loop = loop,
                                  .outbox = outbox,
                                  .endpoints = endpoints,
                                  .built_in = built_in,
                                  .on_catalog = on_catalog,
                                  .on_profile = on_profile,
                                  .on_refused = on_refused};
    catalog = catalog_create(&setup);
    assert_non_null(catalog);
}

static void write_built_in(const char *text) {
    FILE *file = fopen(built_in, "w");
    fputs(text, file);
    fclose(file);
}

static int build_stage(void **unused) {
    (void)unused;
    strcpy(dir, "/tmp/test-catalog-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(built_in, sizeof built_in, "%s/built-in.json", dir);
    write_built_in(SERVICES("{\"id\":\"old\",\"title\":\"旧\",\"steps\":[" TO "]," CONFIRM "}"));
    loop = loop_create();
    outbox = own_outbox(loop, dir);
    start_fails = 0;
    chance = 0;
    open_catalog();
    return 0;
}

static int strike_stage(void **unused) {
    (void)unused;
    catalog_destroy(catalog);
    outbox_destroy(outbox);
    loop_destroy(loop);
    static const char *const names[] = {"built-in.json", "outbox.db", "outbox.db-wal", "outbox.db-shm"};
    char path[128];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    return rmdir(dir);
}

static void stop_loop(void *data) {
    loop_stop(data);
}

/* Lets the timers that are due run: chance is 0, so a try again is due at once. */
static void let_time_pass(int64_t ms) {
    struct loop_timer *timer = loop_timer_create(loop, stop_loop, loop);
    loop_timer_start(timer, ms, 0);
    loop_run(loop);
    loop_timer_destroy(timer);
}

static void nothing(void *data) {
    (void)data;
}

/* What was put beside the loop before is done, and so are its news. */
static void let_it_be_parsed(void) {
    assert_true(loop_aside(loop, nothing, stop_loop, loop));
    loop_run(loop);
}

/* An event says so; with a chance of 0 it is fetched in the next turn of the loop. */
static void fetch_catalog(void) {
    catalog_changed(catalog);
    let_time_pass(2);
}

static void fetch_profile(void) {
    catalog_profile_changed(catalog);
    let_time_pass(2);
}

static void restart(void) {
    catalog_destroy(catalog);
    open_catalog();
}

static void the_first_start_offline_shows_the_built_in_catalog(void **unused) {
    (void)unused;
    assert_int_equal(heard.catalogs, 1);
    assert_string_equal(heard.title, "旧");
    assert_int_equal(heard.profiles, 0);
    assert_non_null(catalog_now(catalog));
    assert_null(catalog_profile_now(catalog));
}

static void a_broken_built_in_catalog_leaves_none(void **unused) {
    (void)unused;
    write_built_in("{\"services\":7}");
    restart();
    assert_null(catalog_now(catalog));
    assert_int_equal(heard.catalogs, 0);
}

static void what_came_is_told_and_kept_over_a_restart(void **unused) {
    (void)unused;
    fetch_catalog();
    fetch_profile();
    assert_string_equal(calls[0].url, "https://one:1/v1/catalog");
    assert_string_equal(calls[1].url, "https://one:1/v1/profile");
    assert_string_equal(calls[0].condition, "");
    answer(0, 200, SERVICES(TAXI), "\"7\"");
    answer(1, 200, PROFILE, "\"p1\"");
    assert_string_equal(heard.title, "叫车");
    assert_string_equal(heard.name, "王阿姨");
    restart();
    assert_string_equal(heard.title, "叫车");
    assert_string_equal(heard.name, "王阿姨");
    catalog_compare(catalog, "7", "p1");
    catalog_compare(catalog, "", "");
    assert_int_equal(call_count, 0);
    catalog_compare(catalog, "8", "p1");
    assert_int_equal(call_count, 1);
    assert_string_equal(calls[0].condition, "\"7\"");
    answer(0, 304, "", "\"7\"");
    assert_int_equal(heard.catalogs, 1);
}

static void what_came_in_many_lines_is_told_in_one(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 200, "{\r\n \"etag\": \"1\",\n \"services\": [\n" TAXI "\n]\n}\n", "\"7\"");
    assert_string_equal(heard.title, "叫车");
    assert_string_equal(catalog_now(catalog), SERVICES(TAXI));
    restart();
    assert_string_equal(catalog_now(catalog), SERVICES(TAXI));
}

static void the_promised_minutes_are_of_the_catalog_that_counts(void **unused) {
    (void)unused;
    assert_int_equal(catalog_promised_minutes(catalog, "taxi"), 0);
    fetch_catalog();
    answer(0, 200, SERVICES(SERVICE_OF("taxi", "\"promise_minutes\":10,") "," SERVICE_OF("meal", "")), "\"7\"");
    assert_int_equal(catalog_promised_minutes(catalog, "taxi"), 10);
    assert_int_equal(catalog_promised_minutes(catalog, "meal"), 0);
    fetch_catalog();
    answer(1, 200, SERVICES("{\"id\":\"a bad one\"}"), "\"8\"");
    restart();
    assert_int_equal(catalog_promised_minutes(catalog, "taxi"), 10);
    fetch_catalog();
    answer(0, 200, SERVICES(SERVICE_OF("meal", "\"promise_minutes\":5,")), "\"9\"");
    assert_int_equal(catalog_promised_minutes(catalog, "taxi"), 0);
    assert_int_equal(catalog_promised_minutes(catalog, "meal"), 5);
}

static void without_a_header_the_etag_inside_counts(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 200, SERVICES(TAXI), "");
    catalog_compare(catalog, "1", "");
    assert_int_equal(call_count, 2); /* only the profile, which never came */
    assert_string_equal(calls[1].url, "https://one:1/v1/profile");
    fetch_catalog();
    assert_string_equal(calls[2].condition, "\"1\"");
}

static void a_refusal_is_told_once_and_not_fetched_again(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 200, SERVICES(TAXI), "\"7\"");
    fetch_catalog();
    answer(1, 200, SERVICES("{\"id\":\"a bad one\"}"), "\"8\"");
    assert_int_equal(heard.refusals, 1);
    assert_non_null(strstr(heard.error, "catalog services[0].id: expected"));
    assert_string_equal(heard.title, "叫车");
    fetch_profile();
    answer(2, 404, "", "");
    for (int heartbeat = 0; heartbeat < 5; heartbeat++)
        catalog_compare(catalog, "8", "");
    let_time_pass(20);
    assert_int_equal(call_count, 3);
    catalog_compare(catalog, "9", "");
    assert_int_equal(call_count, 4);
    answer(3, 200, SERVICES("{\"id\":\"b\",\"title\":\"新\",\"steps\":[" TO "]," CONFIRM "}"), "\"9\"");
    assert_string_equal(heard.title, "新");
    assert_string_equal(heard.error, "catalog fine");
    restart();
    assert_string_equal(heard.title, "新");
}

/* Too large is refused as a wrong one is: told, and not fetched at each heartbeat. */
static void one_that_is_too_large_is_refused_until_another_comes(void **unused) {
    (void)unused;
    fetch_catalog();
    answer_too_large(0, "\"8\"");
    assert_string_equal(heard.error, "catalog the answer is larger");
    fetch_profile();
    answer(1, 404, "", "");
    catalog_compare(catalog, "8", "");
    let_time_pass(20);
    assert_int_equal(call_count, 2);
    catalog_compare(catalog, "9", "");
    answer(2, 200, SERVICES(TAXI), "\"9\"");
    assert_string_equal(heard.error, "catalog fine");
}

/* Half a file at the operator's own server looks like a proxy's page at first; not for long. */
static void what_is_no_json_time_and_again_is_told(void **unused) {
    (void)unused;
    fetch_catalog();
    for (int try = 0; try < 3; try++) {
        assert_int_equal(heard.refusals, 0);
        answer(try, 200, "{\"services\":[", "\"8\"");
        let_time_pass(20);
    }
    assert_string_equal(heard.error, "catalog no JSON at byte 13: it ends too early");
    assert_string_equal(heard.title, "旧");
    answer(3, 200, SERVICES(TAXI), "\"8\"");
    assert_string_equal(heard.error, "catalog fine");
}

static void a_refusal_of_what_has_no_etag_is_over_too(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 200, SERVICES("{\"id\":\"a bad one\"}"), "");
    assert_int_equal(heard.refusals, 1);
    fetch_catalog();
    answer(1, 200, SERVICES(TAXI), "");
    assert_string_equal(heard.error, "catalog fine");
}

/* An etag goes into a header and into the note before its text: one that cannot is as good as none. */
static void an_etag_that_can_be_none_is_passed_over(void **unused) {
    (void)unused;
    static const char *const bad[] = {"a\nb", "a\r\nX-Evil: 1", "a b", "\xE8\x8F\x9C",
                                      "1234567890123456789012345678901234567890123456789012345678901234567890"
                                      "1234567890123456789012345678901234567890123456789012345678"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        catalog_compare(catalog, bad[i], "");
        if (i == 0) { /* neither has ever come */
            assert_int_equal(call_count, 2);
            answer(0, 200, "{\"services\":[" TAXI "]}", bad[4]);
            answer(1, 404, "", "");
        }
        restart();
        assert_string_equal(heard.title, "叫车");
        catalog_compare(catalog, bad[i], "");
        assert_int_equal(call_count, 1); /* the profile; not the catalog at each heartbeat */
        assert_non_null(strstr(calls[0].url, "profile"));
    }
    fetch_catalog();
    assert_string_equal(calls[1].condition, "");
}

/* The operator took the bad one back: what the box has kept is the hotline's again, and nothing need be fetched. */
static void a_refused_one_that_was_taken_back_is_no_trouble_any_more(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 200, SERVICES(TAXI), "\"7\"");
    assert_string_equal(heard.error, ""); /* none was refused, so none is told to be fine */
    fetch_profile();
    answer(1, 404, "", "");
    catalog_compare(catalog, "8", "");
    answer(2, 200, SERVICES("{\"id\":\"a bad one\"}"), "\"8\"");
    assert_int_equal(heard.refusals, 1);
    catalog_compare(catalog, "7", "");
    assert_string_equal(heard.error, "catalog fine");
    assert_int_equal(call_count, 3);
    catalog_compare(catalog, "8", ""); /* bad again: looked at again */
    assert_int_equal(call_count, 4);
}

static void what_fails_is_tried_at_the_next_endpoint(void **unused) {
    (void)unused;
    fetch_catalog();
    answer(0, 0, "", "");
    let_time_pass(20);
    assert_int_equal(call_count, 2);
    assert_string_equal(calls[1].url, "https://two:2/v1/catalog");
    answer(1, 503, "busy", "");
    let_time_pass(20);
    assert_string_equal(calls[2].url, "https://one:1/v1/catalog");
    answer(2, 200, "<html>please log in</html>", "");
    let_time_pass(20);
    assert_int_equal(call_count, 4);
    answer(3, 200, SERVICES(TAXI), "\"7\"");
    let_time_pass(20);
    assert_int_equal(call_count, 4);
    assert_string_equal(heard.title, "叫车");
    assert_int_equal(heard.refusals, 0);
}

static void a_call_that_cannot_start_is_started_later(void **unused) {
    (void)unused;
    start_fails = 1;
    catalog_changed(catalog);
    let_time_pass(20);
    assert_int_equal(start_fails, 0);
    assert_int_equal(call_count, 1);
}

static void a_change_during_a_fetch_is_fetched_after_it(void **unused) {
    (void)unused;
    fetch_catalog();
    fetch_catalog();
    fetch_catalog();
    assert_int_equal(call_count, 1);
    answer(0, 200, SERVICES(TAXI), "\"7\"");
    assert_int_equal(call_count, 2);
    assert_string_equal(calls[1].condition, "\"7\"");
    answer(1, 304, "", "\"7\"");
    assert_int_equal(call_count, 2);
}

/* The event comes to 20,000 boxes in the same second: a megabyte for each, but not in that second. */
static void a_change_is_fetched_by_lot_and_at_once_where_somebody_looks(void **unused) {
    (void)unused;
    chance = 65535; /* the longest of every delay: a minute */
    catalog_changed(catalog);
    catalog_profile_changed(catalog);
    catalog_compare(catalog, "8", "p2"); /* the heartbeat says it too: that does not hurry it */
    let_time_pass(1100);
    assert_int_equal(call_count, 0);
    chance = 0;
    catalog_person_looks(catalog, true);
    let_time_pass(20);
    assert_int_equal(call_count, 2);
    answer(0, 200, SERVICES(TAXI), "\"8\"");
    answer(1, 200, PROFILE, "\"p2\"");
    chance = 65535;
    catalog_changed(catalog);
    let_time_pass(500);
    assert_int_equal(call_count, 2);
    let_time_pass(600);
    assert_int_equal(call_count, 3);
    answer(2, 304, "", "\"8\"");
    catalog_person_looks(catalog, true); /* nothing waits: nothing is fetched */
    let_time_pass(20);
    assert_int_equal(call_count, 3);
}

/* What failed keeps its own, longer pace, whoever looks. */
static void looking_does_not_hurry_what_failed(void **unused) {
    (void)unused;
    fetch_catalog();
    chance = 65535;
    answer(0, 503, "busy", "");
    catalog_person_looks(catalog, true);
    let_time_pass(500);
    assert_int_equal(call_count, 1);
}

static void a_household_without_a_profile_is_asked_about_once(void **unused) {
    (void)unused;
    catalog_compare(catalog, "1", "");
    assert_int_equal(call_count, 2);
    answer(0, 200, SERVICES(TAXI), "\"1\"");
    answer(1, 404, "", "");
    catalog_compare(catalog, "1", "");
    assert_int_equal(call_count, 2);
    catalog_compare(catalog, "1", "p1");
    assert_int_equal(call_count, 3);
}

/* Its page is no household unknown to the hotline, and no catalog, whatever is in it. */
static void a_proxys_page_is_no_answer(void **unused) {
    (void)unused;
    catalog_compare(catalog, "1", "p1");
    assert_int_equal(call_count, 2);
    a_proxy_answers(0, 200);
    a_proxy_answers(1, 404);
    let_time_pass(20);
    assert_int_equal(call_count, 4);
    assert_string_equal(heard.title, "旧");
    answer(3, 404, "", "");
    let_time_pass(20);
    assert_int_equal(call_count, 4);
}

static void a_damaged_kept_catalog_gives_way_to_the_built_in(void **unused) {
    (void)unused;
    outbox_set_setting(outbox, "catalog", "\"7\"\n{\"services\":");
    outbox_set_setting(outbox, "profile", "no line feed");
    restart();
    assert_string_equal(heard.title, "旧");
    assert_int_equal(heard.profiles, 0);
    catalog_compare(catalog, "7", "");
    assert_int_equal(call_count, 2);
    assert_string_equal(calls[0].condition, "");
}

/* A megabyte, as lawful as can be, and one with a fault at its end: a timer of 1 ms goes on beside. */
static struct { int64_t newest_us, longest_us; } beat;

static void on_beat(void *data) {
    (void)data;
    int64_t now_us = loop_now_us(), turn_us = now_us - beat.newest_us;
    beat.longest_us = beat.newest_us && turn_us > beat.longest_us ? turn_us : beat.longest_us;
    beat.newest_us = now_us;
}

static char *a_megabyte(const char *last) {
    static const char service[] = "%s{\"id\":\"s%d\",\"title\":\"a\"," CONFIRM
                                  ",\"steps\":[{\"id\":\"to\",\"kind\":\"cart\",\"title\":\"?\",\"options\":[";
    char *text = malloc(CATALOG_MAX + 4096), *at = text + sprintf(text, "{\"services\":[");
    for (int s = 0; s < 23 && at - text < CATALOG_MAX - 60000; s++) {
        at += sprintf(at, service, s ? "," : "", s);
        for (int o = 0; o < 400; o++)
            at += sprintf(at, "%s{\"id\":\"o%d\",\"title\":\"" CHARACTERS_40 "\"}", o ? "," : "", o);
        at += sprintf(at, "]}]}");
    }
    sprintf(at, ",%s]}", last);
    assert_in_range(strlen(text), CATALOG_MAX * 9 / 10, CATALOG_MAX);
    return text;
}

static void a_megabyte_does_not_hold_up_the_red_key(void **unused) {
    (void)unused;
    struct loop_timer *timer = loop_timer_create(loop, on_beat, NULL);
    struct outbox *disk = outbox;
    outbox = NULL; /* what a disk takes to keep it is another matter */
    restart();
    for (int good = 0; good < 2; good++) {
        char *text = a_megabyte(good ? TAXI : "{\"id\":\"taxi\"}");
        int64_t begun_us = loop_now_us(), parsed_us;
        char error[JSON_ERROR_SIZE];
        assert_int_equal(check(catalog_check, text, error), good);
        parsed_us = loop_now_us() - begun_us;
        fetch_catalog();
        memset(&beat, 0, sizeof beat);
        loop_timer_start(timer, 1, 1);
        answer(good, 200, text, good ? "\"good\"" : "\"bad\"");
        loop_timer_stop(timer);
        print_message("parsed in %lld us, the longest turn meanwhile %lld us\n", (long long)parsed_us,
                      (long long)beat.longest_us);
        assert_true(beat.longest_us > 0);
        assert_true(beat.longest_us < parsed_us / 2);
        assert_int_equal(heard.catalogs, 1 + good);
        assert_int_equal(heard.refusals, 1);
        free(text);
    }
    loop_timer_destroy(timer);
    outbox = disk;
}

static void ending_while_one_is_parsed_is_fine(void **unused) {
    (void)unused;
    fetch_catalog();
    struct https_answer given = {
        .status = 200, .body = SERVICES(TAXI), .content_type = "application/json", .etag = "\"7\""};
    given.length = strlen(given.body);
    calls[0].call.done(calls[0].call.data, &given);
    catalog_destroy(catalog);
    let_it_be_parsed();
    assert_int_equal(heard.catalogs, 1); /* the built-in one */
    open_catalog();
}

static void what_changes_while_one_is_parsed_is_fetched_after_it(void **unused) {
    (void)unused;
    fetch_catalog();
    struct https_answer given = {
        .status = 200, .body = SERVICES(TAXI), .content_type = "application/json", .etag = "\"7\""};
    given.length = strlen(given.body);
    calls[0].call.done(calls[0].call.data, &given);
    catalog_changed(catalog);
    assert_int_equal(call_count, 1);
    let_it_be_parsed();
    assert_string_equal(heard.title, "叫车");
    assert_int_equal(call_count, 2);
    assert_string_equal(calls[1].condition, "\"7\"");
}

static void ending_ends_the_calls(void **unused) {
    (void)unused;
    fetch_catalog();
    catalog_destroy(catalog);
    assert_true(calls[0].cancelled);
    catalog_destroy(NULL);
    open_catalog();
}

#define story(name) cmocka_unit_test_setup_teardown(name, build_stage, strike_stage)
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_catalogs_pass),
        cmocka_unit_test(a_bad_catalog_is_refused_with_its_place),
        cmocka_unit_test(numbers_of_things_are_bounded),
        cmocka_unit_test(a_check_does_not_hold_up_the_loop),
        cmocka_unit_test(options_of_the_hotline_are_checked_like_the_catalogs),
        cmocka_unit_test(a_profile_is_checked_likewise),
        story(the_first_start_offline_shows_the_built_in_catalog),
        story(a_broken_built_in_catalog_leaves_none),
        story(what_came_is_told_and_kept_over_a_restart),
        story(what_came_in_many_lines_is_told_in_one),
        story(the_promised_minutes_are_of_the_catalog_that_counts),
        story(without_a_header_the_etag_inside_counts),
        story(a_refusal_is_told_once_and_not_fetched_again),
        story(a_refused_one_that_was_taken_back_is_no_trouble_any_more),
        story(one_that_is_too_large_is_refused_until_another_comes),
        story(what_is_no_json_time_and_again_is_told),
        story(a_refusal_of_what_has_no_etag_is_over_too),
        story(an_etag_that_can_be_none_is_passed_over),
        story(what_fails_is_tried_at_the_next_endpoint),
        story(a_call_that_cannot_start_is_started_later),
        story(a_change_during_a_fetch_is_fetched_after_it),
        story(a_change_is_fetched_by_lot_and_at_once_where_somebody_looks),
        story(looking_does_not_hurry_what_failed),
        story(a_household_without_a_profile_is_asked_about_once),
        story(a_proxys_page_is_no_answer),
        story(a_damaged_kept_catalog_gives_way_to_the_built_in),
        story(a_megabyte_does_not_hold_up_the_red_key),
        story(ending_while_one_is_parsed_is_fine),
        story(what_changes_while_one_is_parsed_is_fetched_after_it),
        story(ending_ends_the_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
