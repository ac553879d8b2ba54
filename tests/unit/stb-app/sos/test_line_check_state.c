/* SPDX-License-Identifier: Apache-2.0 */
/* The test of the line: one at a time, good when the hotline has closed it, and its time is kept. */
#include "stb-app/sos/line_check_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char id[] = "11111111-2222-4333-8444-555555555555";

static struct line_check_state begun(void) {
    struct line_check_state test = {.good_at_ms = 7};
    struct request request = {.kind = REQUEST_SOS, .test = true};
    strcpy(request.id, id);
    line_check_state_begin(&test, &request, 1000);
    return test;
}

static bool news(struct line_check_state *test, const char *of, enum request_state state) {
    struct status status = {.kind = REQUEST_SOS, .state = state};
    strcpy(status.id, of);
    return line_check_state_take_status(test, &status, 99);
}

static void it_runs_until_the_hotline_has_closed_it(void **state) {
    struct line_check_state test = {0};
    (void)state;
    assert_false(line_check_state_runs(&test));
    test = begun();
    assert_true(line_check_state_runs(&test));
    assert_true(news(&test, id, STATE_WAITING));
    assert_true(news(&test, id, STATE_RECEIVED));
    assert_true(line_check_state_runs(&test));
    assert_int_equal(test.good_at_ms, 7); /* received is only half of the way */
    assert_true(news(&test, id, STATE_CLOSED));
    assert_false(line_check_state_runs(&test));
    assert_int_equal(test.good_at_ms, 99);
}

static void news_of_others_and_old_news_change_nothing(void **state) {
    struct line_check_state test = begun(), none = {0};
    (void)state;
    assert_false(news(&test, "21111111-2222-4333-8444-555555555555", STATE_CLOSED));
    assert_false(news(&test, id, STATE_SENDING));
    assert_false(news(&none, "", STATE_CLOSED));
    assert_int_equal(test.good_at_ms, 7);
}

static void the_last_good_one_is_told_even_before_the_first(void **state) {
    struct line_check_state test = {.good_at_ms = 7};
    (void)state;
    struct ipc_line_check now = line_check_state_now(&test, 2500);
    assert_false(now.begun);
    assert_int_equal(now.good_at_ms, 7);
    test = begun();
    now = line_check_state_now(&test, 2500);
    assert_true(now.begun);
    assert_int_equal(now.state, STATE_SENDING);
    assert_int_equal(now.since_ms, 1500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_runs_until_the_hotline_has_closed_it),
        cmocka_unit_test(news_of_others_and_old_news_change_nothing),
        cmocka_unit_test(the_last_good_one_is_told_even_before_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
