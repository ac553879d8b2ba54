/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When an entry is tried and where, with time and network in the test's hand: https.c, the timers and the clock of the
 * loop are replaced here by the linker.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/outbox/attempts.h"
#include "net/transport/https.h"
#include "net/transport/random.h"

#include "tests/unit/net/hand_clock.h"

enum { CALLS_MAX = 64 };
static struct {
    bool under_way, answering, moves, reached, fresh;
    char url[60], key[20];
    https_done_fn *done;
    void *data;
    int64_t at_ms;
} calls[CALLS_MAX]; /* by number; 0 = none */
static uint64_t newest;
static int warm; /* the endpoint that the pool prefers */

uint16_t random_draw(void) {
    return 65535; /* the longest of every delay */
}
uint64_t https_start(struct https *https, const struct https_call *call) {
    (void)https;
    assert_true(++newest < CALLS_MAX);
    memset(&calls[newest], 0, sizeof calls[newest]);
    calls[newest].under_way = true;
    calls[newest].fresh = call->fresh;
    calls[newest].done = call->done;
    calls[newest].data = call->data;
    calls[newest].at_ms = now_ms;
    snprintf(calls[newest].url, sizeof calls[newest].url, "%s", call->url);
    snprintf(calls[newest].key, sizeof calls[newest].key, "%s", call->idempotency_key);
    return newest;
}
void https_cancel(struct https *https, uint64_t number) {
    (void)https;
    calls[number].under_way = false;
}
bool https_answering(const struct https *https, uint64_t number) {
    (void)https;
    return calls[number].answering;
}
bool https_moves(const struct https *https, uint64_t number) {
    (void)https;
    return calls[number].moves;
}
bool https_reached(const struct https *https, uint64_t number) {
    (void)https;
    return calls[number].reached;
}
int https_prefer(const struct https *https, const char *const *endpoints) {
    (void)https;
    (void)endpoints;
    return warm;
}

static struct attempts *attempts;
static const char *endpoints[3];
static bool settles, begins;
static int answers, waits;
static int64_t next_in_ms;

static bool on_begin(void *data) {
    (void)data;
    return begins;
}
static bool on_answer(void *data, const struct https_answer *answer) {
    (void)data;
    (void)answer;
    answers++;
    if (settles)
        attempts_stop(attempts);
    return settles;
}
static void on_waiting(void *data, int64_t next) {
    (void)data;
    waits++;
    next_in_ms = next;
}

static void open_attempts(bool urgent, const char *second) {
    endpoints[0] = "https://a";
    endpoints[1] = second;
    now_ms = 1000000;
    newest = 0;
    warm = answers = waits = 0;
    settles = false;
    begins = true;
    attempts = attempts_create(&(struct attempts_setup){.endpoints = endpoints,
                                                        .path = "/v1/requests",
                                                        .body = "{}",
                                                        .key = "one",
                                                        .urgent = urgent,
                                                        .on_begin = on_begin,
                                                        .on_answer = on_answer,
                                                        .on_waiting = on_waiting});
}

static int end(void **state) {
    (void)state;
    attempts_destroy(attempts);
    return 0;
}

static void answer(uint64_t number, int status, int retry_after_s) {
    const struct https_answer given = {.number = number, .status = status, .retry_after_s = retry_after_s};
    assert_true(calls[number].under_way);
    calls[number].under_way = false;
    calls[number].done(calls[number].data, &given);
}

static int under_way(void) {
    int count = 0;
    for (uint64_t i = 1; i <= newest; i++)
        count += calls[i].under_way;
    return count;
}

static void pass(int64_t ms) {
    int64_t until_ms = now_ms + ms;
    while (timer.due_ms >= 0 && timer.due_ms <= until_ms) {
        now_ms = timer.due_ms;
        timer.due_ms = -1;
        timer.fn(timer.data);
    }
    now_ms = until_ms;
}

static void an_order_is_tried_one_after_the_other(void **state) {
    (void)state;
    open_attempts(false, "https://b");
    attempts_start(attempts, 0);
    pass(60000);
    assert_int_equal(newest, 1); /* its silence is waited for */
    answer(1, 0, 0);
    assert_int_equal(next_in_ms, 1000);
    pass(999);
    assert_int_equal(newest, 1);
    pass(1);
    assert_int_equal(newest, 2);
    assert_string_equal(calls[1].url, "https://a/v1/requests");
    assert_string_equal(calls[2].url, "https://b/v1/requests");
    assert_string_equal(calls[2].key, "one");
    assert_false(calls[1].fresh);
    assert_true(calls[2].fresh);
    settles = true;
    answer(2, 201, 0);
    pass(600000);
    assert_int_equal(newest, 2);
}

static void nobody_goes_before_the_hotline_said(void **state) {
    (void)state;
    open_attempts(false, NULL);
    attempts_start(attempts, 0);
    answer(1, 503, 30);
    attempts_hurry(attempts);
    pass(29900);
    assert_int_equal(newest, 1);
    pass(40000);
    assert_int_equal(newest, 2);
}

static void silence_does_not_set_the_pace_of_an_sos(void **state) {
    (void)state;
    open_attempts(true, NULL);
    attempts_start(attempts, 0);
    static const int64_t at_ms[] = {0, 800, 1800, 3800, 7800, 12800, 17800};
    pass(18000);
    assert_int_equal(newest, 7);
    for (int i = 0; i < 7; i++)
        assert_in_range(calls[i + 1].at_ms - 1000000, at_ms[i], at_ms[i] + 20);
    assert_int_equal(under_way(), 4); /* the oldest made room */
    assert_false(calls[3].under_way);
    assert_true(calls[4].under_way);
    assert_true(waits > 0);
    settles = true;
    answer(5, 201, 0);
    assert_int_equal(under_way(), 0);
    assert_true(attempts_detoured(attempts));
}

/* A narrow line: two handshakes would only share it. */
static void while_the_line_carries_a_try_none_is_begun_beside_it(void **state) {
    (void)state;
    open_attempts(true, NULL);
    attempts_start(attempts, 0);
    calls[1].moves = true;
    pass(5000);
    assert_int_equal(newest, 1);
    calls[1].moves = false;
    pass(410);
    assert_int_equal(newest, 2);
    calls[2].moves = true;
    pass(7500);
    assert_int_equal(newest, 2);
    pass(1000); /* 8 s are enough for one */
    assert_int_equal(newest, 3);
}

/* It says a byte now and then: whether the line is narrow or the endpoint ill, the other endpoint is not kept from it.
 * */
static void an_endpoint_that_drips_does_not_keep_the_other_waiting(void **state) {
    (void)state;
    open_attempts(true, "https://b");
    attempts_start(attempts, 0);
    calls[1].moves = true;
    pass(2400);
    assert_int_equal(newest, 1);
    pass(600);
    assert_int_equal(newest, 2);
    assert_string_equal(calls[2].url, "https://b/v1/requests");
}

static void the_answer_that_is_coming_in_spares_the_second_try(void **state) {
    (void)state;
    open_attempts(true, NULL);
    attempts_start(attempts, 0);
    calls[1].answering = true;
    pass(1700);
    assert_int_equal(newest, 1);
    pass(400);
    assert_int_equal(newest, 2);
    pass(60000);
    assert_true(calls[1].under_way); /* whatever made room, it was not that one */
}

static void a_failure_goes_to_the_next_endpoint_at_once(void **state) {
    (void)state;
    open_attempts(true, "https://b");
    warm = 1;
    attempts_start(attempts, 0);
    assert_string_equal(calls[1].url, "https://b/v1/requests");
    answer(1, 0, 0);
    assert_int_equal(newest, 2);
    assert_string_equal(calls[2].url, "https://a/v1/requests");
    answer(2, 503, 600); /* of an SOS no Retry-After counts */
    pass(1100);
    assert_int_equal(newest, 3);
}

static void a_line_that_is_back_is_used_at_once_but_once(void **state) {
    (void)state;
    open_attempts(true, NULL);
    attempts_start(attempts, 0);
    pass(4000);
    int before = (int)newest;
    attempts_hurry(attempts);
    attempts_hurry(attempts);
    assert_in_range(newest, before, before + 1);
    pass(900);
    attempts_hurry(attempts);
    assert_int_equal(newest, before + 1);
}

static void who_has_no_wish_to_begin_is_not_tried(void **state) {
    (void)state;
    open_attempts(true, NULL);
    begins = false;
    attempts_start(attempts, 0);
    pass(60000);
    assert_int_equal(newest, 0);
}

static void what_may_have_been_sent_is_remembered(void **state) {
    (void)state;
    open_attempts(true, NULL);
    attempts_start(attempts, 0);
    assert_false(attempts_reached(attempts));
    calls[1].reached = true;
    assert_true(attempts_reached(attempts));
    attempts_stop(attempts);
    assert_false(attempts_busy(attempts));
    assert_true(attempts_reached(attempts));
    pass(60000);
    assert_int_equal(newest, 1);
}

int main(void) {
#define STORY(name) cmocka_unit_test_teardown(name, end)
    const struct CMUnitTest tests[] = {
        STORY(an_order_is_tried_one_after_the_other),
        STORY(nobody_goes_before_the_hotline_said),
        STORY(silence_does_not_set_the_pace_of_an_sos),
        STORY(while_the_line_carries_a_try_none_is_begun_beside_it),
        STORY(an_endpoint_that_drips_does_not_keep_the_other_waiting),
        STORY(the_answer_that_is_coming_in_spares_the_second_try),
        STORY(a_failure_goes_to_the_next_endpoint_at_once),
        STORY(a_line_that_is_back_is_used_at_once_but_once),
        STORY(who_has_no_wish_to_begin_is_not_tried),
        STORY(what_may_have_been_sent_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
