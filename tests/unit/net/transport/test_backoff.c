/* SPDX-License-Identifier: Apache-2.0 */
/* When to try again: an SOS in seconds, the rest spread so that a fleet never returns as one. */
#include "net/transport/backoff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_first_byte_of_an_sos_is_waited_for_as_long_as_it_is(void **unused) {
    (void)unused;
    static const int begun[] = {INT32_MIN, -3, 0, 1};
    for (size_t i = 0; i < sizeof begun / sizeof begun[0]; i++)
        for (int count = 0; count <= 3; count++) {
            assert_int_equal(backoff_sos_pace(begun[i], count, 0), 800);
            assert_int_equal(backoff_sos_pace(begun[i], count, 65535), 800);
        }
}

static void an_sos_is_then_tried_after_1_2_4_then_every_5_seconds(void **unused) {
    (void)unused;
    static const struct {
        int begun;
        int64_t least, most;
    } cases[] = {{2, 800, 1000},  {3, 1600, 2000},       {4, 3200, 4000},        {5, 4000, 5000},
                 {6, 4000, 5000}, {1000000, 4000, 5000}, {INT32_MAX, 4000, 5000}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(backoff_sos_pace(cases[i].begun, 1, 0), cases[i].least);
        assert_int_equal(backoff_sos_pace(cases[i].begun, 1, 65535), cases[i].most);
        int64_t middle = backoff_sos_pace(cases[i].begun, 1, 32768);
        assert_true(middle > cases[i].least && middle < cases[i].most);
        assert_false(backoff_sos_in_round(cases[i].begun, 1));
    }
}

/* Tries of a round are 0.8 s apart, so that however many endpoints are dead, one that lives is met soon. */
static void each_round_of_an_sos_meets_every_endpoint(void **unused) {
    (void)unused;
    static const struct {
        int count;
        int64_t pace[9];
    } cases[] = {{2, {800, 1000, 800, 2000, 800, 4000, 800, 5000, 800}},
                 {3, {800, 800, 1000, 800, 800, 2000, 800, 800, 4000}},
                 {5, {800, 800, 800, 800, 1000, 800, 800, 800, 800}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int begun = 1; begun <= 9; begun++) {
            assert_int_equal(backoff_sos_pace(begun, cases[i].count, 65535), cases[i].pace[begun - 1]);
            assert_int_equal(backoff_sos_in_round(begun, cases[i].count), cases[i].pace[begun - 1] == 800);
        }
    assert_int_equal(backoff_sos_pace(1000000, 2, 65535), 5000);
    assert_in_range(backoff_sos_pace(INT32_MAX, 3, 65535), 800, 5000);
}

static void the_others_draw_from_nothing_up_to_a_bound_that_doubles(void **unused) {
    (void)unused;
    static const struct {
        int tries;
        int64_t most;
    } cases[] = {{0, 1000},  {1, 1000},  {2, 2000},   {3, 4000},         {6, 32000},
                 {7, 60000}, {8, 60000}, {99, 60000}, {INT32_MAX, 60000}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(backoff_delay(cases[i].tries, 0, 0), 0);
        assert_int_equal(backoff_delay(cases[i].tries, 0, 65535), cases[i].most);
    }
}

static void retry_after_is_a_floor_with_a_fleets_jitter_on_top(void **unused) {
    (void)unused;
    assert_int_equal(backoff_delay(1, 30, 0), 30000);
    assert_int_equal(backoff_delay(1, 30, 65535), 90000);
    assert_int_equal(backoff_delay(3, 3600, 65535), 7200000);
    assert_int_equal(backoff_delay(1, -5, 65535), 1000);
    assert_int_equal(backoff_held(2, 0), 2000);
    assert_int_equal(backoff_held(2, 65535), 62000);
}

/* Told the same 70 s in the same second, 20,000 boxes come back as evenly as after any other loss. */
static void a_fleet_that_was_told_the_same_moment_spreads_over_a_minute(void **unused) {
    (void)unused;
    int in_each_second[141] = {0};
    for (int box = 0; box < 20000; box++)
        in_each_second[backoff_held(70, (uint16_t)(box * 65536LL / 20000)) / 1000]++;
    for (int second = 0; second < 140; second++)
        assert_in_range(in_each_second[second], second < 70 ? 0 : 280, second < 70 ? 0 : 290);
}

static void an_order_waits_for_retry_after_and_as_long_again_at_the_most(void **unused) {
    (void)unused;
    assert_int_equal(backoff_order_delay(1, 0, 65535), 1000);
    assert_int_equal(backoff_order_delay(1, 2, 0), 2000);
    assert_int_equal(backoff_order_delay(1, 2, 65535), 4000);
    assert_int_equal(backoff_order_delay(6, 2, 65535), 34000);
    assert_int_equal(backoff_order_delay(1, 3600, 65535), 3660000);
    assert_int_equal(backoff_order_delay(1, -5, 65535), 1000);
}

static void an_open_sos_waits_for_no_retry_after(void **unused) {
    (void)unused;
    assert_int_equal(backoff_retry_after(3600, false), 3600);
    assert_int_equal(backoff_retry_after(3600, true), 5);
    assert_int_equal(backoff_retry_after(3, true), 3);
    assert_int_equal(backoff_retry_after(0, true), 0);
}

static void a_person_in_front_of_the_screen_waits_seconds(void **unused) {
    (void)unused;
    for (int tries = 0; tries < 50; tries++) {
        assert_in_range(backoff_reconnect_delay(tries, true, 0), 1000, 4000);
        assert_in_range(backoff_reconnect_delay(tries, true, 65535), 1000, 4000);
    }
    assert_true(backoff_reconnect_delay(1, true, 65535) < backoff_reconnect_delay(5, true, 65535));
}

static void a_fleet_spreads_over_a_minute(void **unused) {
    (void)unused;
    int in_each_second[61] = {0};
    for (int box = 0; box < 20000; box++)
        in_each_second[backoff_reconnect_delay(1, false, (uint16_t)(box * 65536LL / 20000)) / 1000]++;
    for (int second = 0; second < 60; second++)
        assert_in_range(in_each_second[second], 330, 337);
}

static void a_fleet_fetches_over_a_minute_and_whoever_looks_within_a_second(void **unused) {
    (void)unused;
    int in_each_second[61] = {0};
    for (int box = 0; box < 20000; box++) {
        uint16_t chance = (uint16_t)(box * 65536LL / 20000);
        in_each_second[backoff_fetch_delay(false, chance) / 1000]++;
        assert_in_range(backoff_fetch_delay(true, chance), 0, 1000);
    }
    for (int second = 0; second < 60; second++)
        assert_in_range(in_each_second[second], 330, 337);
}

static void endpoints_alternate(void **unused) {
    (void)unused;
    static const struct {
        int tries, first, count, expected;
    } cases[] = {{0, 0, 1, 0}, {7, 0, 1, 0}, {0, 0, 2, 0}, {1, 0, 2, 1}, {2, 0, 2, 0},        {0, 1, 2, 1},
                 {1, 1, 2, 0}, {4, 2, 3, 0}, {0, 0, 0, 0}, {1, 5, 3, 0}, {INT32_MAX, 1, 2, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(backoff_endpoint(cases[i].tries, cases[i].first, cases[i].count), cases[i].expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_byte_of_an_sos_is_waited_for_as_long_as_it_is),
        cmocka_unit_test(an_sos_is_then_tried_after_1_2_4_then_every_5_seconds),
        cmocka_unit_test(each_round_of_an_sos_meets_every_endpoint),
        cmocka_unit_test(the_others_draw_from_nothing_up_to_a_bound_that_doubles),
        cmocka_unit_test(retry_after_is_a_floor_with_a_fleets_jitter_on_top),
        cmocka_unit_test(a_fleet_that_was_told_the_same_moment_spreads_over_a_minute),
        cmocka_unit_test(an_order_waits_for_retry_after_and_as_long_again_at_the_most),
        cmocka_unit_test(an_open_sos_waits_for_no_retry_after),
        cmocka_unit_test(a_person_in_front_of_the_screen_waits_seconds),
        cmocka_unit_test(a_fleet_spreads_over_a_minute),
        cmocka_unit_test(a_fleet_fetches_over_a_minute_and_whoever_looks_within_a_second),
        cmocka_unit_test(endpoints_alternate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
