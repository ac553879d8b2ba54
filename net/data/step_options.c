/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question is a POST that changes nothing: the answers so far say what ails whom, and a query would stand in the log
 * of every server that it passes. A hotline of the first contract does not know it (404, 405, 501) and is asked by a
 * GET, with the answers as its query. The path and the body are also the name of a question's place in the cache, so
 * the same choices after the same answers are one entry. Without a line, or when the hotline has no good answer in
 * eight seconds, what is kept is the answer, with its age; the screen then says how old it is. Names are of a small
 * alphabet (catalog_schema.c), yet each is still written percent-encoded: what is asked comes from stb-ui, which may be
 * broken.
 *
 * The trap: the cache is rewritten on the flash at each answer that differs, so what has not changed is not written,
 * and all of it is bounded as it is read: a cache that grew beyond that would be lost whole with the next start.
 */
#include "net/data/step_options.h"

#include "net/api/api_answer.h"
#include "net/data/catalog.h"
#include "net/outbox/outbox.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 8000, CALLS_MAX = 8, PATH_SIZE = 256, KEY_SIZE = 2048, WORTH_A_WRITE_MS = 600000 };
enum { URL_SIZE = PATH_SIZE + 300 + 3 * KEY_SIZE };
enum { ONE_MAX = STEP_OPTIONS_KEPT_MAX / 2 /* or one would push out all others */ };
static const char SETTING_NAME[] = "options";

struct kept {
    char key[KEY_SIZE]; /* path, a blank, the body */
    struct json_object *options;
    int64_t at_ms; /* since 1970 */
};
struct call {
    struct step_options *owner;
    uint64_t call; /* 0 = free */
    int64_t number;
    bool by_query;
    char key[KEY_SIZE], query[3 * KEY_SIZE];
};
struct step_options {
    struct step_options_setup setup;
    bool by_query;                       /* the hotline knows the first contract's question only */
    struct kept kept[STEP_OPTIONS_KEPT]; /* newest first */
    size_t kept_count;
    struct call calls[CALLS_MAX];
};

/* --- what is kept */

static void drop_from(struct step_options *options, size_t at) {
    while (options->kept_count > at)
        json_object_put(options->kept[--options->kept_count].options);
}

static struct json_object *write_one(const struct kept *kept) {
    struct json_object *one = json_object_new_object();
    json_put_text(one, "key", kept->key);
    json_put_integer(one, "at_ms", kept->at_ms);
    json_object_object_add(one, "options", json_object_get(kept->options));
    return one;
}

/* The newest that fit; in memory they take several times as much. */
static void keep_all(struct step_options *options) {
    struct json_object *list = json_object_new_array();
    size_t bytes = 2;
    for (size_t i = 0; i < options->kept_count; i++) {
        struct json_object *one = write_one(&options->kept[i]);
        bytes += strlen(json_object_to_json_string_ext(one, JSON_C_TO_STRING_PLAIN)) + 1;
        if (bytes > STEP_OPTIONS_KEPT_MAX) {
            json_object_put(one);
            drop_from(options, i);
        } else {
            json_object_array_add(list, one);
        }
    }
    if (options->setup.outbox)
        outbox_set_setting(options->setup.outbox, SETTING_NAME,
                           json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN));
    json_object_put(list);
}

static void load_one(struct step_options *options, struct json_object *one) {
    char error[JSON_ERROR_SIZE];
    const char *key = json_text(one, "key", "");
    if (options->kept_count == STEP_OPTIONS_KEPT || !*key || strlen(key) >= KEY_SIZE ||
        !catalog_check_options(one, error))
        return;
    struct kept *kept = &options->kept[options->kept_count++];
    snprintf(kept->key, sizeof kept->key, "%s", key);
    kept->at_ms = json_integer(one, "at_ms", 0);
    kept->options = json_object_get(json_child(one, "options"));
}

static void load(struct step_options *options) {
    char error[JSON_ERROR_SIZE];
    const char *note = options->setup.outbox ? outbox_setting(options->setup.outbox, SETTING_NAME) : NULL;
    struct json_object *list = note ? json_parse(note, strlen(note), STEP_OPTIONS_KEPT_MAX, error) : NULL;
    if (note && !json_object_is_type(list, json_type_array))
        log_warning("net", "the kept choices are not used: %s", list ? "expected a list" : error);
    else if (list)
        for (size_t i = 0; i < json_object_array_length(list); i++)
            load_one(options, json_object_array_get_idx(list, i));
    json_object_put(list);
}

static struct kept *find(struct step_options *options, const char *key) {
    for (size_t i = 0; i < options->kept_count; i++)
        if (strcmp(options->kept[i].key, key) == 0)
            return &options->kept[i];
    return NULL;
}

static void keep(struct step_options *options, const char *key, struct json_object *answer) {
    struct kept *known = find(options, key);
    int64_t now_ms = options->setup.wall_ms(options->setup.data);
    bool same = known && json_object_equal(known->options, answer);
    bool young = known && now_ms - known->at_ms >= 0 && now_ms - known->at_ms < WORTH_A_WRITE_MS;
    if ((same && young) || strlen(json_object_to_json_string_ext(answer, JSON_C_TO_STRING_PLAIN)) > ONE_MAX)
        return;
    size_t at = known ? (size_t)(known - options->kept) : options->kept_count;
    if (known || options->kept_count == STEP_OPTIONS_KEPT) {
        at = known ? at : STEP_OPTIONS_KEPT - 1;
        json_object_put(options->kept[at].options);
    } else {
        options->kept_count++;
    }
    memmove(&options->kept[1], &options->kept[0], at * sizeof options->kept[0]);
    options->kept[0] = (struct kept){.options = json_object_get(answer), .at_ms = now_ms};
    snprintf(options->kept[0].key, sizeof options->kept[0].key, "%s", key);
    keep_all(options);
}

/* --- answers */

static void tell_kept(struct step_options *options, int64_t number, const char *key, const char *problem) {
    const struct step_options_setup *setup = &options->setup;
    const struct kept *kept = find(options, key);
    int64_t age_ms = kept ? setup->wall_ms(setup->data) - kept->at_ms : 0;
    setup->on_answer(setup->data, number, kept ? kept->options : NULL, age_ms < 1 ? 1 : age_ms, problem);
}

static bool says_something(const struct https_answer *answer) {
    return answer->status == 200 || answer->too_large;
}

static void tell_refused(const struct step_options *options, const char *error) {
    if (options->setup.on_refused)
        options->setup.on_refused(options->setup.data, error);
}

/* The "options" of a good answer; NULL and ERROR. */
static struct json_object *read_answer(const struct https_answer *answer, struct json_object **whole, char *error) {
    *whole = NULL;
    if (answer->status != 200) {
        api_answer_failure(answer->status, answer->content_type, answer->body, answer->length, answer->error, error,
                           JSON_ERROR_SIZE);
        return NULL;
    }
    *whole = api_answer_json(answer->content_type, answer->body, answer->length, STEP_OPTIONS_MAX, error);
    return *whole && catalog_check_options(*whole, error) ? json_child(*whole, "options") : NULL;
}

static struct call *find_call(struct step_options *options, uint64_t number) {
    for (size_t i = 0; i < CALLS_MAX; i++)
        if (options->calls[i].call == number)
            return &options->calls[i];
    return NULL;
}

static bool start(struct step_options *options, struct call *call);

static bool is_unknown_question(const struct https_answer *answer) {
    return answer->status == 404 || answer->status == 405 || answer->status == 501;
}

static void answered(void *data, const struct https_answer *answer) {
    struct step_options *options = data;
    struct call *call = find_call(options, answer->number);
    char error[JSON_ERROR_SIZE] = "";
    if (!call)
        return;
    call->call = 0;
    if (!call->by_query && is_unknown_question(answer)) {
        call->by_query = true;
        if (start(options, call))
            return;
    }
    options->by_query = call->by_query && answer->status == 200;
    struct json_object *whole, *list = read_answer(answer, &whole, error);
    if (says_something(answer))
        tell_refused(options, list ? NULL : error);
    if (list) {
        keep(options, call->key, list);
        options->setup.on_answer(options->setup.data, call->number, list, 0, NULL);
    } else {
        log_warning("net", "choices are not to be had: %s", error);
        tell_kept(options, call->number, call->key, error);
    }
    json_object_put(whole);
}

/* --- questions */

/* TEXT has SIZE bytes. */
static bool add(char *text, size_t size, const char *before, const char *name) {
    size_t used = strlen(text);
    int wrote = snprintf(text + used, size - used, "%s", before);
    for (; wrote >= 0 && (size_t)wrote < size - used && *name; name++) {
        used = strlen(text);
        bool plain = strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", *name) != NULL;
        wrote = snprintf(text + used, size - used, plain ? "%c" : "%%%02X", (unsigned char)*name);
    }
    return wrote >= 0 && (size_t)wrote < size - used;
}

static bool write_path(const struct ipc_question *question, char path[PATH_SIZE]) {
    path[0] = 0;
    return add(path, PATH_SIZE, "/v1/services/", question->service) &&
           add(path, PATH_SIZE, "/steps/", question->step) && add(path, PATH_SIZE, "/options", "");
}

/* "?hospital=tongji&department=eye"; a key that has room has room for it here too. */
static void write_query(const struct ipc_question *question, struct call *call) {
    call->query[0] = 0;
    for (size_t i = 0; i < question->answer_count; i++) {
        add(call->query, sizeof call->query, i ? "&" : "?", question->answers[i].step);
        add(call->query, sizeof call->query, "=", question->answers[i].option);
    }
}

/* "/v1/services/hospital/steps/slot/options {"answers":{"hospital":"tongji"}}" */
static bool write_key(const struct ipc_question *question, char key[KEY_SIZE]) {
    char path[PATH_SIZE];
    struct json_object *body = json_object_new_object(), *answers = json_object_new_object();
    for (size_t i = 0; i < question->answer_count; i++)
        json_put_text(answers, question->answers[i].step, question->answers[i].option);
    json_object_object_add(body, "answers", answers);
    bool good = write_path(question, path);
    int length = snprintf(key, KEY_SIZE, "%s %s", path, json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN));
    json_object_put(body);
    return good && length > 0 && length < KEY_SIZE;
}

static bool start(struct step_options *options, struct call *call) {
    const struct step_options_setup *setup = &options->setup;
    const char *endpoint = setup->endpoints[https_prefer(setup->https, setup->endpoints)];
    char url[URL_SIZE];
    size_t path = strcspn(call->key, " ");
    snprintf(url, sizeof url, "%s%.*s%s", endpoint, (int)path, call->key, call->by_query ? call->query : "");
    call->call = https_start(setup->https, &(struct https_call){.method = call->by_query ? "GET" : "POST",
                                                                .url = url,
                                                                .body = call->by_query ? NULL : call->key + path + 1,
                                                                .accept = "application/json",
                                                                .timeout_ms = TIMEOUT_MS,
                                                                .most = STEP_OPTIONS_MAX,
                                                                .done = answered,
                                                                .data = options});
    return call->call != 0;
}

void step_options_ask(struct step_options *options, const struct ipc_question *question) {
    const struct step_options_setup *setup = &options->setup;
    char key[KEY_SIZE];
    if (!write_key(question, key)) {
        setup->on_answer(setup->data, question->number, NULL, 0, "too many answers before it");
        return;
    }
    struct call *call = setup->connected(setup->data) ? find_call(options, 0) : NULL;
    if (call) {
        call->number = question->number;
        call->by_query = options->by_query;
        write_query(question, call);
        snprintf(call->key, sizeof call->key, "%s", key);
    }
    if (!call || !start(options, call))
        tell_kept(options, question->number, key, "no line to the hotline");
}

struct step_options *step_options_create(const struct step_options_setup *setup) {
    struct step_options *options = memory_new(1, sizeof *options);
    options->setup = *setup;
    load(options);
    return options;
}

void step_options_destroy(struct step_options *options) {
    if (!options)
        return;
    for (size_t i = 0; i < CALLS_MAX; i++)
        if (options->calls[i].call)
            https_cancel(options->setup.https, options->calls[i].call);
    drop_from(options, 0);
    free(options);
}
