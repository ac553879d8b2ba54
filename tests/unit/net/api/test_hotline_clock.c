/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day, with the box's clock and the time since its start in the test's hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "net/api/hotline_clock.h"

static int64_t box_ms, boot_ms;

int clock_gettime(clockid_t which, struct timespec *now) {
    int64_t ms = which == CLOCK_BOOTTIME ? boot_ms : box_ms;
    assert_true(which == CLOCK_BOOTTIME || which == CLOCK_REALTIME);
    *now = (struct timespec){.tv_sec = (time_t)(ms / 1000), .tv_nsec = ms % 1000 * 1000000};
    return 0;
}

static const int64_t TRUE_MS = INT64_C(1900000000000); /* 2030-03-17 */
static struct hotline_clock clock_;
static int64_t step_ms;

static void passes(int64_t ms) {
    box_ms += ms;
    boot_ms += ms;
}
static int begin(void **state) {
    (void)state;
    box_ms = TRUE_MS;
    boot_ms = 7000;
    hotline_clock_begin(&clock_, 0);
    return 0;
}

/* It starts in 1970, the hotline tells it, and then the box's own time service sets its clock, to and fro. */
static void what_the_hotline_told_outlasts_the_boxs_clock(void **state) {
    (void)state;
    box_ms = 30000;
    hotline_clock_begin(&clock_, 0);
    assert_int_equal(hotline_clock_now_ms(&clock_), 30000);
    assert_false(hotline_clock_is_sure(&clock_));
    assert_true(hotline_clock_set(&clock_, TRUE_MS - box_ms, &step_ms));
    assert_int_equal(step_ms, TRUE_MS - 30000);
    assert_true(hotline_clock_is_sure(&clock_));
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS);
    passes(5000);
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 5000);
    box_ms = TRUE_MS + 5100; /* the time service */
    assert_false(hotline_clock_follow(&clock_, &step_ms));
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 5000);
    passes(5000);
    assert_false(hotline_clock_set(&clock_, -100, &step_ms)); /* the next heartbeat agrees */
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 10000);
    box_ms = 0;
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 10000);
}

/* Told something else by over a second it steps, and says by how much. */
static void a_step_is_told(void **state) {
    (void)state;
    assert_true(hotline_clock_set(&clock_, 0, &step_ms)); /* now it is told */
    assert_int_equal(step_ms, 0);
    assert_false(hotline_clock_set(&clock_, 900, &step_ms));
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS);
    assert_true(hotline_clock_set(&clock_, -60000, &step_ms));
    assert_int_equal(step_ms, -60000);
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS - 60000);
}

/* Standby: the monotonic clock stands, this one does not. What was asked for before is eight hours old. */
static void standby_is_time_that_passes(void **state) {
    (void)state;
    hotline_clock_set(&clock_, 0, &step_ms);
    passes(8 * 3600 * 1000);
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 8 * 3600 * 1000);
}

/* NTP corrects the box before the hotline has told the time: a step that is told, so that deadlines move along. */
static void a_correction_of_the_boxs_clock_is_a_step_too(void **state) {
    (void)state;
    passes(10000);
    assert_false(hotline_clock_follow(&clock_, &step_ms));
    box_ms += 140000;
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 10000); /* until it was looked at */
    assert_true(hotline_clock_follow(&clock_, &step_ms));
    assert_int_equal(step_ms, 140000);
    assert_int_equal(hotline_clock_now_ms(&clock_), TRUE_MS + 150000);
    box_ms -= 300000;
    assert_true(hotline_clock_follow(&clock_, &step_ms));
    assert_int_equal(step_ms, -300000);
}

/* What was proved only grows, and nothing is proved beyond the end of the certificate that says it. */
static void the_floor_is_the_newest_proved_time(void **state) {
    static const int64_t ENDS_S = TRUE_MS / 1000 + 100000;
    int64_t released_s = hotline_clock_released_s();
    (void)state;
    assert_int_equal(hotline_clock_floor_s(&clock_), released_s);
    hotline_clock_prove(&clock_, ENDS_S); /* nobody has told it yet */
    assert_int_equal(hotline_clock_floor_s(&clock_), released_s);
    hotline_clock_set(&clock_, 0, &step_ms);
    hotline_clock_prove(&clock_, ENDS_S);
    assert_int_equal(hotline_clock_floor_s(&clock_), TRUE_MS / 1000);
    hotline_clock_set(&clock_, -3600 * 1000, &step_ms);
    hotline_clock_prove(&clock_, ENDS_S);
    assert_int_equal(hotline_clock_floor_s(&clock_), TRUE_MS / 1000);
    hotline_clock_set(&clock_, INT64_C(100) * 365 * 86400 * 1000, &step_ms); /* a hotline gone mad */
    hotline_clock_prove(&clock_, ENDS_S);
    assert_int_equal(hotline_clock_floor_s(&clock_), TRUE_MS / 1000);
}

/* Of an earlier life: a clock that shows less is not sure. */
static void what_an_earlier_life_proved_counts(void **state) {
    (void)state;
    hotline_clock_begin(&clock_, TRUE_MS + 60000);
    assert_int_equal(hotline_clock_floor_s(&clock_), TRUE_MS / 1000 + 60);
    assert_false(hotline_clock_is_sure(&clock_));
    passes(60000);
    assert_true(hotline_clock_is_sure(&clock_));
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        STORY(what_the_hotline_told_outlasts_the_boxs_clock),
        STORY(a_step_is_told),
        STORY(standby_is_time_that_passes),
        STORY(a_correction_of_the_boxs_clock_is_a_step_too),
        STORY(the_floor_is_the_newest_proved_time),
        STORY(what_an_earlier_life_proved_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
