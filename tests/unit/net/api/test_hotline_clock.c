/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day, with the box's clock and the monotonic one in the test's hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "net/api/hotline_clock.h"

#include "tests/unit/net/hand_clock.h"

static int64_t box_ms;

int clock_gettime(clockid_t which, struct timespec *now) {
    (void)which;
    *now = (struct timespec){.tv_sec = (time_t)(box_ms / 1000), .tv_nsec = box_ms % 1000 * 1000000};
    return 0;
}

static const int64_t TRUE_MS = INT64_C(1795224720000); /* 2026-11-21 */
static void passes(int64_t ms) {
    box_ms += ms;
    now_ms += ms;
}

/* It starts in 1970, the hotline tells it, and then the box's own time service sets its clock, to and fro. */
static void what_the_hotline_told_outlasts_the_boxs_clock(void **state) {
    struct hotline_clock clock = {0};
    int64_t step_ms;
    (void)state;
    box_ms = 30000;
    now_ms = 7000;
    assert_int_equal(hotline_clock_now_ms(&clock), 30000);
    assert_false(hotline_clock_is_sure(&clock));
    assert_true(hotline_clock_set(&clock, TRUE_MS - box_ms, &step_ms));
    assert_int_equal(step_ms, TRUE_MS - 30000);
    assert_true(hotline_clock_is_sure(&clock));
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS);
    passes(5000);
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS + 5000);
    box_ms = TRUE_MS + 5100; /* the time service */
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS + 5000);
    passes(5000);
    assert_false(hotline_clock_set(&clock, -100, &step_ms)); /* the next heartbeat agrees */
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS + 10000);
    box_ms = 0;
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS + 10000);
}

/* Told something else by over a second it steps, and says by how much. */
static void a_step_is_told(void **state) {
    struct hotline_clock clock = {0};
    int64_t step_ms;
    (void)state;
    box_ms = TRUE_MS;
    now_ms = 7000;
    assert_true(hotline_clock_set(&clock, 0, &step_ms)); /* now it is proved */
    assert_int_equal(step_ms, 0);
    assert_false(hotline_clock_set(&clock, 900, &step_ms));
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS);
    assert_true(hotline_clock_set(&clock, -60000, &step_ms));
    assert_int_equal(step_ms, -60000);
    assert_int_equal(hotline_clock_now_ms(&clock), TRUE_MS - 60000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_hotline_told_outlasts_the_boxs_clock),
        cmocka_unit_test(a_step_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
