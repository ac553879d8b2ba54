/* SPDX-License-Identifier: Apache-2.0 */
/* Choices that come from the hotline: when they are asked for, and whose answer an answer is. And money in words. */
#include "tests/unit/ui/told.h"
#include "ui/kit/format_money.h"
#include "ui/model/step_options_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct step_options_cache live;

static int fresh(void **unused) {
    (void)unused;
    step_options_cache_clear(&live);
    live = (struct step_options_cache){0};
    return 0;
}

static struct step_options_cache_key key_of(const char *step, const char *hospital) {
    struct step_options_cache_key key = {.service = "hospital", .answer_count = 1, .answers = {{.step = "hospital"}}};
    snprintf(key.step, sizeof key.step, "%s", step);
    snprintf(key.answers[0].option, sizeof key.answers[0].option, "%s", hospital);
    return key;
}

static void take(int64_t number, const char *rest, int64_t now_ms) {
    char text[400];
    struct ipc_message message;
    snprintf(text, sizeof text, "{\"n\":%lld,%s}", (long long)number, rest);
    told(NULL, IPC_OPTIONS, text, &message);
    step_options_cache_take(&live, &message.options, now_ms);
    ipc_message_free(&message);
}

#define GOOD(id) "\"ok\":true,\"age_ms\":0,\"options\":[{\"id\":\"" id "\",\"title\":\"a\",\"price\":1200,\"left\":0}]"

static void a_list_is_asked_for_once_and_again_when_it_is_stale(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "tongji");
    int64_t first = step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_AGAIN_MS, 1000);
    assert_true(first > 0);
    assert_int_equal(step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_AGAIN_MS, 1500), 0); /* on its way */
    take(first, GOOD("s1"), 2000);
    assert_int_equal(
        step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_AGAIN_MS, 2000 + STEP_OPTIONS_CACHE_AGAIN_MS - 1), 0);
    assert_true(step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_AGAIN_MS, 2000 + STEP_OPTIONS_CACHE_AGAIN_MS) >
                first);
}

static void other_answers_are_another_list(void **unused) {
    (void)unused;
    struct step_options_cache_key one = key_of("slot", "tongji"), two = key_of("slot", "liqun");
    take(step_options_cache_need(&live, &one, 1, 1000), GOOD("s1"), 1001);
    assert_null(step_options_cache_find(&live, &two));
    take(step_options_cache_need(&live, &two, 1, 1000), GOOD("s2"), 1001);
    assert_string_equal(step_options_cache_find(&live, &one)->options[0].id, "s1");
    assert_string_equal(step_options_cache_find(&live, &two)->options[0].id, "s2");
    assert_int_equal(step_options_cache_find(&live, &two)->options[0].pay, 1200);
    assert_false(service_option_open(&step_options_cache_find(&live, &two)->options[0]));
}

static void a_late_failure_leaves_the_good_options(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "tongji");
    take(step_options_cache_need(&live, &key, 0, 1000), GOOD("s1"), 1001);
    take(step_options_cache_need(&live, &key, 0, 5000), "\"ok\":false,\"problem\":\"busy\"", 5001);
    const struct step_options_cache_list *list = step_options_cache_find(&live, &key);
    assert_true(list->good && list->failed);
    assert_int_equal(list->option_count, 1);
    assert_int_equal(list->came_ms, 1001);
    assert_string_equal(list->problem, "busy");
    assert_int_equal(step_options_cache_need(&live, &key, 1000, 5500), 0); /* and it is not asked without end */
}

static void what_may_have_gone_is_forgotten_when_it_is_asked_for_anew(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "tongji"), other = key_of("slot", "liqun");
    take(step_options_cache_need(&live, &key, 1, 1000), GOOD("s1"), 1000);
    take(step_options_cache_need(&live, &other, 1, 1000), GOOD("s2"), 1000);
    step_options_cache_drop(&live, &key, 300, 1299);
    assert_true(step_options_cache_find(&live, &key)->good);
    step_options_cache_drop(&live, &key, 300, 1300);
    assert_false(step_options_cache_find(&live, &key)->good);
    assert_true(step_options_cache_find(&live, &other)->good);
    take(step_options_cache_need(&live, &key, 300, 1300), GOOD("s3"), 1320);
    assert_string_equal(step_options_cache_find(&live, &key)->options[0].id, "s3");
}

static void an_answer_that_comes_too_late_is_nobodys(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "first");
    int64_t number = step_options_cache_need(&live, &key, 1, 1000);
    for (int i = 0; i < STEP_OPTIONS_CACHE_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "h%d", i);
        struct step_options_cache_key other = key_of("slot", name);
        step_options_cache_need(&live, &other, 1, 1001 + i);
    }
    assert_null(step_options_cache_find(&live, &key)); /* the oldest has made room */
    take(number, GOOD("s1"), 2000);
    for (size_t i = 0; i < STEP_OPTIONS_CACHE_MAX; i++)
        assert_false(live.lists[i].good);
    take(999999, GOOD("s1"), 2000); /* nor is one that was never asked for anybody's */
}

/* One answer more is another question, however it begins. */
static void one_answer_more_is_another_list(void **unused) {
    (void)unused;
    struct step_options_cache_key one = key_of("slot", "tongji"), two = one;
    two.answer_count = 2;
    snprintf(two.answers[1].step, sizeof two.answers[1].step, "doctor");
    take(step_options_cache_need(&live, &one, 1, 1000), GOOD("s1"), 1001);
    assert_null(step_options_cache_find(&live, &two));
    take(step_options_cache_need(&live, &two, 1, 1000), GOOD("s2"), 1001);
    assert_string_equal(step_options_cache_find(&live, &one)->options[0].id, "s1");
}

static void an_answer_that_never_comes_is_asked_for_again(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "tongji");
    int64_t first = step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_FRESH_MS, 1000);
    assert_int_equal(
        step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_FRESH_MS, 1000 + STEP_OPTIONS_CACHE_AGAIN_MS - 1), 0);
    int64_t second =
        step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_FRESH_MS, 1000 + STEP_OPTIONS_CACHE_AGAIN_MS);
    assert_true(second > first);
    assert_int_equal(step_options_cache_find(&live, &key)->waiting_ms, 1000); /* it is still the same waiting */
    take(first, GOOD("s1"), 40000);                                           /* an answer to the question before */
    assert_false(step_options_cache_find(&live, &key)->good);
    take(second, GOOD("s2"), 40000);
    assert_true(step_options_cache_find(&live, &key)->good);
    step_options_cache_need(&live, &key, STEP_OPTIONS_CACHE_FRESH_MS, 50000);
    assert_int_equal(step_options_cache_find(&live, &key)->waiting_ms, 50000);
}

static void of_too_many_options_the_first_are_taken(void **unused) {
    (void)unused;
    struct step_options_cache_key key = key_of("slot", "tongji");
    struct json_object *options = json_object_new_array();
    for (int i = 0; i <= STEP_OPTIONS_CACHE_OPTIONS_MAX; i++) {
        struct json_object *option = json_object_new_object();
        json_put_text(option, "id", i < STEP_OPTIONS_CACHE_OPTIONS_MAX ? "one" : "too many");
        json_object_array_add(options, option);
    }
    struct ipc_options answer = {
        .number = step_options_cache_need(&live, &key, 1, 1000), .ok = true, .options = {.json = options}};
    step_options_cache_take(&live, &answer, 1001);
    json_object_put(options);
    assert_int_equal(step_options_cache_find(&live, &key)->option_count, STEP_OPTIONS_CACHE_OPTIONS_MAX);
}

static void money_reads_as_it_is_said(void **unused) {
    (void)unused;
    static const struct {
        int64_t fen;
        const char *words;
    } cases[] = {{0, "0元"}, {1200, "12元"}, {1250, "12.50元"}, {5, "0.05元"}, {60000000, "600000元"}};
    struct strings *strings = strings_load("assets/strings/zh-CN.json");
    assert_non_null(strings);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[FORMAT_MONEY_SIZE];
        assert_string_equal(format_money_write(out, strings, cases[i].fen), cases[i].words);
    }
    strings_destroy(strings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_list_is_asked_for_once_and_again_when_it_is_stale, fresh),
        cmocka_unit_test_setup(other_answers_are_another_list, fresh),
        cmocka_unit_test_setup(a_late_failure_leaves_the_good_options, fresh),
        cmocka_unit_test_setup(what_may_have_gone_is_forgotten_when_it_is_asked_for_anew, fresh),
        cmocka_unit_test_setup(an_answer_that_comes_too_late_is_nobodys, fresh),
        cmocka_unit_test_setup(one_answer_more_is_another_list, fresh),
        cmocka_unit_test_setup(an_answer_that_never_comes_is_asked_for_again, fresh),
        cmocka_unit_test_setup(of_too_many_options_the_first_are_taken, fresh),
        cmocka_unit_test(money_reads_as_it_is_said),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    step_options_cache_clear(&live);
    return failed;
}
