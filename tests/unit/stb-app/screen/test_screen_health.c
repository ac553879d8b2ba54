/* SPDX-License-Identifier: Apache-2.0 */
/* When the operator is told that there is no picture, and when no more; and how frame times are summed up. */
#include "stb-app/screen/screen_health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND };

static char error[SCREEN_HEALTH_ERROR_SIZE];

static void a_picture_in_time_is_no_fault(void **state) {
    struct screen_health health = {0};
    (void)state;
    screen_health_asked(&health, SECOND);
    assert_false(screen_health_fault(&health, 10 * SECOND, error));
    screen_health_ready(&health);
    assert_false(screen_health_fault(&health, 100 * MINUTE, error));
}

static void no_picture_is_a_fault_while_it_is_wanted(void **state) {
    struct screen_health health = {0};
    (void)state;
    screen_health_asked(&health, SECOND);
    assert_true(screen_health_fault(&health, 11 * SECOND, error));
    assert_string_equal(error, "there is no picture");
    screen_health_left(&health);
    assert_false(screen_health_fault(&health, 12 * SECOND, error));
}

static void one_death_that_is_followed_by_a_picture_is_none(void **state) {
    struct screen_health health = {0};
    (void)state;
    screen_health_died(&health, 0, 11, SECOND);
    screen_health_ready(&health);
    assert_false(screen_health_fault(&health, MINUTE, error));
    assert_int_equal(health.deaths, 1);
}

static void the_third_within_ten_minutes_is_one_until_they_are_over(void **state) {
    struct screen_health health = {0};
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_false(screen_health_fault(&health, i * MINUTE + 1, error));
        screen_health_died(&health, 0, 6, (i + 1) * MINUTE);
        screen_health_ready(&health);
    }
    assert_true(screen_health_fault(&health, 3 * MINUTE, error));
    assert_string_equal(error, "stb-ui keeps dying: signal 6, 3 times within 10 minutes");
    assert_false(screen_health_fault(&health, 11 * MINUTE + 1, error));
    screen_health_died(&health, 0, 6, 20 * MINUTE);
    assert_false(screen_health_fault(&health, 20 * MINUTE, error)); /* the ones before are too old */
}

static void the_reason_names_how_it_ended(void **state) {
    struct screen_health health = {0};
    (void)state;
    screen_health_died(&health, 3, 0, SECOND);
    assert_true(screen_health_fault(&health, 11 * SECOND, error));
    assert_string_equal(error, "there is no picture: stb-ui ended with exit status 3");
}

static void the_newest_frames_count(void **state) {
    struct frame_times times = {0};
    (void)state;
    assert_int_equal(frame_times_summary(&times).count, 0);
    frame_times_add(&times, -5);
    assert_int_equal(frame_times_summary(&times).count, 0);
    frame_times_add(&times, 7000000);
    for (int us = 1; us <= FRAME_TIMES_MAX; us++) /* push the slow one out */
        frame_times_add(&times, us * 10);
    struct frame_times_summary summary = frame_times_summary(&times);
    assert_int_equal(summary.count, 128);
    assert_int_equal(summary.median_us, 640);
    assert_int_equal(summary.p95_us, 1220);
    assert_int_equal(summary.worst_us, 1280);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_in_time_is_no_fault),
        cmocka_unit_test(no_picture_is_a_fault_while_it_is_wanted),
        cmocka_unit_test(one_death_that_is_followed_by_a_picture_is_none),
        cmocka_unit_test(the_third_within_ten_minutes_is_one_until_they_are_over),
        cmocka_unit_test(the_reason_names_how_it_ended),
        cmocka_unit_test(the_newest_frames_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
