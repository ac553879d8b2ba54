/* SPDX-License-Identifier: Apache-2.0 */
/* The unseen test of the line: once a round, spread over the fleet, neither skipped nor repeated by a restart. */
#include "stb-app/sos/line_check_schedule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MINUTE = 60000, HOUR = 60 * MINUTE };
static const int64_t NOON = 1795233600000, DAY = 24 * (int64_t)HOUR;

static void a_fleet_draws_its_turns_over_the_whole_day(void **state) {
    int in_each_hour[24] = {0};
    (void)state;
    for (int box = 0; box < 24000; box++) {
        struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
        int64_t left = line_check_schedule_left_ms(&schedule, NOON, (uint16_t)(box * 65535LL / 24000));
        in_each_hour[left / HOUR]++;
    }
    for (int hour = 0; hour < 24; hour++)
        assert_in_range(in_each_hour[hour], 995, 1005);
}

static void its_turn_stays_at_its_time_of_day(void **state) {
    struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
    (void)state;
    int64_t turn = NOON + line_check_schedule_left_ms(&schedule, NOON, 20000);
    for (int day = 0; day < 30; day++, turn += DAY) {
        assert_int_equal(line_check_schedule_left_ms(&schedule, turn - 5, 999), 5);
        assert_int_equal(line_check_schedule_left_ms(&schedule, turn, 999), 0);
        line_check_schedule_begin(&schedule, turn + 700, (uint16_t)(day * 2000)); /* a timer is a little late */
        line_check_schedule_passed(&schedule);
        assert_int_equal(line_check_schedule_left_ms(&schedule, turn + 1000, 999), DAY - 1000);
    }
}

static void one_that_failed_is_tried_again_within_the_hour_and_the_turn_stays(void **state) {
    struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
    (void)state;
    int64_t turn = NOON + line_check_schedule_left_ms(&schedule, NOON, 0);
    static const uint16_t chances[] = {0, 30000, 65535};
    for (int i = 0; i < 3; i++) {
        line_check_schedule_begin(&schedule, turn, chances[i]);
        assert_in_range(line_check_schedule_left_ms(&schedule, turn, 0), 10 * MINUTE, HOUR);
    }
    int64_t again = turn + line_check_schedule_left_ms(&schedule, turn, 0);
    assert_int_equal(line_check_schedule_left_ms(&schedule, again, 0), 0);
    line_check_schedule_begin(&schedule, again, 0);
    line_check_schedule_passed(&schedule);
    assert_int_equal(line_check_schedule_left_ms(&schedule, again, 0), turn + DAY - again);
}

static struct line_check_schedule restarted(const struct line_check_schedule *schedule) {
    char text[LINE_CHECK_SCHEDULE_TEXT_SIZE];
    line_check_schedule_write(schedule, text);
    return line_check_schedule_create(24, text);
}

static void a_restart_neither_skips_nor_repeats_it(void **state) {
    struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
    (void)state;
    int64_t left = line_check_schedule_left_ms(&schedule, NOON, 40000), turn = NOON + left;
    schedule = restarted(&schedule);
    assert_int_equal(line_check_schedule_left_ms(&schedule, NOON + 1000, 7), left - 1000); /* not drawn anew */
    line_check_schedule_begin(&schedule, turn, 0);
    schedule = restarted(&schedule); /* in the middle of one: nobody knows how it ended */
    assert_in_range(line_check_schedule_left_ms(&schedule, turn + 1000, 7), 1, HOUR);
    line_check_schedule_passed(&schedule);
    schedule = restarted(&schedule);
    assert_int_equal(line_check_schedule_left_ms(&schedule, turn + 2000, 7), DAY - 2000);
}

/* Off for a week: it is made up for, but not in the second in which a whole district's power comes back. */
static void what_was_missed_is_made_up_for_within_a_minute(void **state) {
    struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
    (void)state;
    int64_t turn = NOON + line_check_schedule_left_ms(&schedule, NOON, 100), back = turn + 7 * DAY + 5000;
    int64_t left = line_check_schedule_left_ms(&schedule, back, 65535 / 2);
    assert_in_range(left, 29000, 30000);
    assert_int_equal(line_check_schedule_left_ms(&schedule, back + 1000, 3),
                     left - 1000); /* put off once, not for ever */
    line_check_schedule_begin(&schedule, back + left, 0);
    line_check_schedule_passed(&schedule);
    assert_int_equal(line_check_schedule_left_ms(&schedule, back + left, 0), turn + 8 * DAY - back - left);
}

static void a_clock_that_was_wrong_does_not_put_it_off_for_years(void **state) {
    struct line_check_schedule schedule = line_check_schedule_create(24, NULL);
    (void)state;
    line_check_schedule_left_ms(&schedule, NOON + 400 * DAY, 50000);
    line_check_schedule_begin(&schedule, NOON + 400 * DAY, 50000);
    assert_in_range(line_check_schedule_left_ms(&schedule, NOON, 65535), 0, DAY);
}

static void rubbish_is_drawn_anew_and_never_is_never(void **state) {
    static const char *const kept[] = {"", "x", "7", "-5 3", "5 -3", "99999999999999999999 0"};
    (void)state;
    for (int i = 0; i < 6; i++) {
        struct line_check_schedule schedule = line_check_schedule_create(24, kept[i]);
        assert_in_range(line_check_schedule_left_ms(&schedule, NOON, 30000), HOUR,
                        DAY); /* and not made up for at once */
    }
    struct line_check_schedule none = line_check_schedule_create(0, "5 5");
    assert_int_equal(line_check_schedule_left_ms(&none, NOON, 30000), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fleet_draws_its_turns_over_the_whole_day),
        cmocka_unit_test(its_turn_stays_at_its_time_of_day),
        cmocka_unit_test(one_that_failed_is_tried_again_within_the_hour_and_the_turn_stays),
        cmocka_unit_test(a_restart_neither_skips_nor_repeats_it),
        cmocka_unit_test(what_was_missed_is_made_up_for_within_a_minute),
        cmocka_unit_test(a_clock_that_was_wrong_does_not_put_it_off_for_years),
        cmocka_unit_test(rubbish_is_drawn_anew_and_never_is_never),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
