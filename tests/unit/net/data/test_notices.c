/* SPDX-License-Identifier: Apache-2.0 */
/* Notices: what is taken and what is refused, that none is lost before it is answered, and that they survive. */
#include "net/data/notices.h"
#include "stb-app/base/json.h"

#include "tests/unit/net/own_outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CARE                                                                                                           \
    "{\"id\":\"n1\",\"kind\":\"care\",\"title\":\"您今天好吗?\",\"text\":\"请按一个数字。\",\"choices\":[" \
    "{\"id\":\"fine\",\"title\":\"很好\"},{\"id\":\"taxi\",\"title\":\"叫车\",\"service\":\"taxi\",\"answers\":"   \
    "{\"to\":\"tongji\"}}],\"at\":\"2026-11-21T09:32:00Z\"}"

static bool take(struct notices *notices, const char *text, char *error) {
    bool news;
    struct json_object *json = json_parse(text, strlen(text), 65536, error);
    assert_non_null(json);
    bool good = notices_take(notices, json, &news, error);
    json_object_put(json);
    return good;
}

static void take_plain(struct notices *notices, int number) {
    char text[200], error[JSON_ERROR_SIZE];
    snprintf(text, sizeof text,
             "{\"id\":\"m%d\",\"kind\":\"message\",\"title\":\"%d\",\"at\":\"2026-11-21T09:32:00Z\"}", number, number);
    if (!take(notices, text, error))
        fail_msg("%s", error);
}

static void one_is_told_as_it_came(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    assert_true(take(notices, CARE, error));
    const struct notice *one = notices_now(notices).list[0];
    assert_string_equal(one->kind, "care");
    assert_int_equal(one->at_ms, 1795253520000);
    assert_string_equal(one->answered, "");
    const struct notice_choice *second = &one->choices[1];
    assert_string_equal(second->service, "taxi");
    assert_int_equal(second->answer_count, 1);
    assert_string_equal(second->answers[0].step, "to");
    assert_string_equal(second->answers[0].option, "tongji");
    notices_destroy(notices);
}

static void what_breaks_the_contract_is_refused_with_its_place(void **state) {
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"{\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\"}", "id: is missing"},
        {"{\"id\":\"../x\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\"}", "id: expected"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"\",\"at\":\"2026-11-21T09:32:00Z\"}", "title: expected"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"noon\"}", "at: expected"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\",\"choices\":[{\"id\":\"x\"}]"
         "}",
         "choices[0].title: is missing"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\",\"choices\":[{\"id\":\"x\","
         "\"title\":\"a\"},{\"id\":\"x\",\"title\":\"b\"}]}",
         "choices[1]: its id is there twice"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\",\"choices\":[1,2,3,4,5,6,7]}",
         "choices[0]: expected"},
        {"{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\",\"choices\":[{\"id\":\"x\","
         "\"title\":\"a\",\"answers\":{\"to\":7}}]}",
         "choices[0]: expected answers of names"},
    };
    struct notices *notices = notices_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[JSON_ERROR_SIZE] = "";
        if (take(notices, cases[i].text, error) || strncmp(error, cases[i].error, strlen(cases[i].error)) != 0)
            fail_msg("case %zu: \"%s\" instead of \"%s\"", i, error, cases[i].error);
    }
    assert_false(notices_waiting(notices));
    notices_destroy(notices);
}

static void a_kind_of_tomorrow_is_shown_as_a_message(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    assert_true(
        take(notices,
             "{\"id\":\"a\",\"kind\":\"earthquake\",\"icon\":\"rain\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\"}",
             error));
    assert_string_equal(notices_now(notices).list[0]->kind, "message");
    assert_string_equal(notices_now(notices).list[0]->icon, "rain");
    notices_destroy(notices);
}

/* A notice of COUNT times CHARACTER; what is shown of it. */
static const struct notice *long_one(struct notices *notices, const char *character, size_t count) {
    static char words[32768], text[5 * sizeof words];
    static int number;
    char error[JSON_ERROR_SIZE];
    bool news;
    words[0] = 0;
    for (size_t i = 0, each = strlen(character); i < count; i++)
        memcpy(words + i * each, character, each + 1);
    snprintf(text, sizeof text,
             "{\"id\":\"l%d\",\"kind\":\"alarm\",\"icon\":\"%s\",\"title\":\"%s\",\"text\":\"%s\",\"choices\":[{\"id\":"
             "\"a\","
             "\"title\":\"%s\"}],\"at\":\"2026-11-21T09:32:00Z\"}",
             ++number, words, words, words, words);
    struct json_object *json = json_parse(text, strlen(text), sizeof text, error);
    if (!json || !notices_take(notices, json, &news, error))
        fail_msg("a warning of %zu times %s is never shown: %s", count, character, error);
    json_object_put(json);
    return notices_now(notices).list[0];
}

static void a_warning_is_shown_however_long_it_is(void **state) {
    static const char *const characters[] = {"x", "您", "\U00020BB7"};
    static const size_t bounds[] = {NOTICE_CHOICE_TITLE_MAX, NOTICE_TITLE_MAX, REQUEST_TEXT_MAX};
    struct notices *notices = notices_create(NULL);
    (void)state;
    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++)
            for (size_t i = 0; i < 4; i++) {
                size_t count = i == 3 ? 10 * bounds[b] : bounds[b] + i - 1, each = strlen(characters[c]);
                const struct notice *one = long_one(notices, characters[c], count);
                const char *const shown[] = {one->choices[0].title, one->title, one->text};
                for (size_t t = 0; t < 3; t++)
                    assert_int_equal(strlen(shown[t]), each * (count < bounds[t] ? count : bounds[t]));
            }
    notices_destroy(notices);
}

static void more_choices_than_there_is_room_for_lose_the_last_ones(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    assert_true(take(notices,
                     "{\"id\":\"a\",\"kind\":\"care\",\"title\":\"a\",\"at\":\"2026-11-21T09:32:00Z\",\"choices\":["
                     "{\"id\":\"1\",\"title\":\"a\"},{\"id\":\"2\",\"title\":\"a\"},{\"id\":\"3\",\"title\":\"a\"},"
                     "{\"id\":\"4\",\"title\":\"a\"},{\"id\":\"5\",\"title\":\"a\"},{\"id\":\"6\",\"title\":\"a\"},"
                     "{\"id\":\"7\",\"title\":\"a\"}]}",
                     error));
    assert_int_equal(notices_now(notices).list[0]->choice_count, NOTICE_CHOICES_MAX);
    assert_true(notices_asks(notices, "a", "6"));
    assert_false(notices_asks(notices, "a", "7"));
    notices_destroy(notices);
}

static void a_repeated_event_is_no_news_and_keeps_the_answer(void **state) {
    char error[JSON_ERROR_SIZE];
    bool news = true;
    struct notices *notices = notices_create(NULL);
    (void)state;
    take(notices, CARE, error);
    notices_answer(notices, "n1", "fine");
    struct json_object *again = json_parse(CARE, strlen(CARE), 65536, error);
    assert_true(notices_take(notices, again, &news, error));
    json_object_put(again);
    assert_false(news);
    assert_false(notices_waiting(notices));
    notices_destroy(notices);
}

static void an_answer_that_was_refused_is_marked_until_it_is_given_again(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    take(notices, CARE, error);
    notices_answer(notices, "n1", "fine");
    notices_refuse(notices, "n1");
    assert_true(notices_now(notices).list[0]->refused);
    assert_false(notices_waiting(notices));
    notices_answer(notices, "n1", "call");
    assert_false(notices_now(notices).list[0]->refused);
    notices_refuse(notices, "nobody");
    notices_destroy(notices);
}

static void old_ones_have_an_end(void **state) {
    static const int64_t at_ms = INT64_C(1795253520000); /* 2026-11-21T09:32:00Z */
    struct notices *notices = notices_create(NULL);
    (void)state;
    take_plain(notices, 1);
    take_plain(notices, 2);
    notices_forget_before(notices, at_ms);
    assert_int_equal(notices_now(notices).count, 2);
    notices_forget_before(notices, at_ms + 1);
    assert_int_equal(notices_now(notices).count, 0);
    assert_false(notices_waiting(notices));
    notices_destroy(notices);
}

/* As GET /v1/notices tells it to a box that lost what it knew. */
static void an_answer_that_the_hotline_has_is_taken_with_it(void **state) {
    static const char replied[] =
        "{\"id\":\"n9\",\"kind\":\"care\",\"title\":\"您今天好吗?\",\"choices\":[{\"id\":\"fine\","
        "\"title\":\"很好\"}],\"at\":\"2026-11-21T09:36:00Z\",\"reply\":\"fine\"}";
    char error[JSON_ERROR_SIZE];
    bool news = true;
    struct notices *notices = notices_create(NULL);
    (void)state;
    struct json_object *json = json_parse(replied, strlen(replied), 65536, error);
    assert_true(notices_take(notices, json, &news, error));
    assert_false(news);
    assert_false(notices_waiting(notices));
    json_put_text(json, "id", "n10");
    json_object_object_del(json, "reply");
    assert_true(notices_take(notices, json, &news, error));
    assert_true(news);
    assert_true(notices_waiting(notices));
    json_put_text(json, "reply", "fine");
    assert_true(notices_take(notices, json, &news, error));
    assert_false(news);
    assert_false(notices_waiting(notices));
    json_object_put(json);
    notices_destroy(notices);
}

static void only_its_own_answers_are_asked_for(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    take(notices, CARE, error);
    take_plain(notices, 1);
    assert_true(notices_asks(notices, "n1", "fine"));
    assert_false(notices_asks(notices, "n1", "seen"));
    assert_false(notices_asks(notices, "n1", "other"));
    assert_true(notices_asks(notices, "m1", "seen"));
    assert_false(notices_asks(notices, "unknown", "seen"));
    notices_destroy(notices);
}

static void the_unanswered_one_outlives_newer_ones_that_were_answered(void **state) {
    char error[JSON_ERROR_SIZE];
    struct notices *notices = notices_create(NULL);
    (void)state;
    take(notices, CARE, error);
    for (int i = 0; i < 3 * NOTICE_MAX; i++) {
        char id[16];
        take_plain(notices, i);
        snprintf(id, sizeof id, "m%d", i);
        notices_answer(notices, id, "seen");
    }
    assert_int_equal(notices_now(notices).count, NOTICE_MAX);
    assert_true(notices_asks(notices, "n1", "fine"));
    for (int i = 100; i < 100 + NOTICE_MAX; i++)
        take_plain(notices, i); /* nobody answers: the oldest has to go at last */
    assert_false(notices_asks(notices, "n1", "fine"));
    assert_true(notices_asks(notices, "m100", "seen"));
    notices_destroy(notices);
}

static void they_and_their_answers_survive_a_power_cut(void **state) {
    char dir[] = "/tmp/stb-notices-XXXXXX", error[JSON_ERROR_SIZE], path[64];
    (void)state;
    assert_non_null(mkdtemp(dir));
    struct loop *loop = loop_create();
    struct outbox *outbox = own_outbox(loop, dir);
    struct notices *notices = notices_create(outbox);
    take(notices, CARE, error);
    take_plain(notices, 7);
    notices_answer(notices, "m7", "seen");
    notices_destroy(notices);
    outbox_destroy(outbox);
    outbox = own_outbox(loop, dir);
    notices = notices_create(outbox);
    assert_true(notices_waiting(notices));
    assert_string_equal(notices_now(notices).list[1]->choices[1].answers[0].option, "tongji");
    notices_answer(notices, "n1", "fine");
    assert_false(notices_waiting(notices));
    outbox_set_setting(outbox, "notices", "[{]");
    notices_destroy(notices);
    notices = notices_create(outbox); /* a damaged note is an empty list, not an end */
    assert_false(notices_waiting(notices));
    notices_destroy(notices);
    outbox_destroy(outbox);
    loop_destroy(loop);
    static const char *const files[] = {"outbox.db", "outbox.db-wal", "outbox.db-shm"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_told_as_it_came),
        cmocka_unit_test(what_breaks_the_contract_is_refused_with_its_place),
        cmocka_unit_test(a_kind_of_tomorrow_is_shown_as_a_message),
        cmocka_unit_test(a_warning_is_shown_however_long_it_is),
        cmocka_unit_test(more_choices_than_there_is_room_for_lose_the_last_ones),
        cmocka_unit_test(a_repeated_event_is_no_news_and_keeps_the_answer),
        cmocka_unit_test(an_answer_that_the_hotline_has_is_taken_with_it),
        cmocka_unit_test(an_answer_that_was_refused_is_marked_until_it_is_given_again),
        cmocka_unit_test(old_ones_have_an_end),
        cmocka_unit_test(only_its_own_answers_are_asked_for),
        cmocka_unit_test(the_unanswered_one_outlives_newer_ones_that_were_answered),
        cmocka_unit_test(they_and_their_answers_survive_a_power_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
