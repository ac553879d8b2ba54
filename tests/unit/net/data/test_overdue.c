/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ten-minute promise: over without a word of the hotline, the box asks for a person, once. Time is the test's: the
 * loop's clock and timer are replaced here by the linker.
 */
#include "net/data/overdue.h"
#include "net/data/request_log.h"

#include "tests/unit/net/hand_clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MINUTE = 60000 };
static const char taxi_id[] = "11111111-2222-4333-8444-555555555555";
static const char callback_id[] = "11111111-2222-8333-8444-555555555555";
static const int64_t PRESSED = 1795224720000;

static int64_t ahead_ms; /* AHEAD: what the clock was corrected by */

static struct overdue *overdue;
static struct request_log *requests;
static struct request asked[4];
static int asked_count;
static bool disk_is_full;

static int promised_minutes(void *data, const char *service) {
    (void)data;
    return strcmp(service, "taxi") == 0 ? 10 : 0;
}
static int64_t wall_ms(void *data) {
    (void)data;
    return PRESSED + now_ms + ahead_ms;
}
static void ask(void *data, struct request *callback) {
    (void)data;
    asked[asked_count++ % 4] = *callback;
    if (!disk_is_full)
        request_log_add(requests, callback);
}

static int begin(void **state) {
    (void)state;
    now_ms = ahead_ms = asked_count = 0;
    disk_is_full = false;
    requests = request_log_create();
    overdue = overdue_create(&(struct overdue_setup){
        .requests = requests, .promised_minutes = promised_minutes, .wall_ms = wall_ms, .ask = ask});
    return overdue ? 0 : -1;
}
static int end(void **state) {
    (void)state;
    overdue_destroy(overdue);
    request_log_destroy(requests);
    return 0;
}

static void time_goes_to(int64_t until_ms) {
    while (timer.due_ms >= 0 && timer.due_ms <= until_ms) {
        now_ms = timer.due_ms;
        timer.due_ms = -1;
        timer.fn(timer.data);
    }
    now_ms = until_ms;
}
/* The hotline says of the taxi (or the meal): this, at that time after the press. */
static void news(const char *service, enum request_state state, int64_t at_ms) {
    struct status status = {.kind = REQUEST_SERVICE, .state = state, .created_at_ms = PRESSED, .eta_minutes = -1};
    strcpy(status.id, taxi_id);
    strcpy(status.service, service);
    status.updated_at_ms = PRESSED + at_ms;
    status.reached_at_ms[STATE_RECEIVED] = PRESSED;
    request_log_take(requests, &status);
    overdue_changed(overdue);
}

static void nobody_answered_so_a_person_is_asked_for_once(void **state) {
    (void)state;
    overdue_line(overdue, true);
    news("taxi", STATE_RECEIVED, 0);
    time_goes_to(10 * MINUTE + OVERDUE_GRACE_MS - 1);
    assert_int_equal(asked_count, 0);
    time_goes_to(10 * MINUTE + OVERDUE_GRACE_MS);
    assert_int_equal(asked_count, 1);
    assert_string_equal(asked[0].id, callback_id);
    assert_int_equal(asked[0].kind, REQUEST_CALLBACK);
    assert_int_equal(asked[0].trigger, TRIGGER_BOX);
    static const char *const answers[][2] = {{"screen", "overdue"}, {"service", "taxi"}, {"request", taxi_id}};
    assert_int_equal(asked[0].answer_count, 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(asked[0].answers[i].step, answers[i][0]);
        assert_string_equal(asked[0].answers[i].option, answers[i][1]);
    }
    overdue_changed(overdue);
    time_goes_to(180 * MINUTE);
    assert_int_equal(asked_count, 1);
    assert_int_equal(timer.due_ms, -1); /* nothing to wait for: the box sleeps */
}

static void whoever_got_an_answer_is_not_asked_for(void **state) {
    (void)state;
    static const struct {
        const char *service;
        enum request_state state;
        int64_t at_ms;
    } cases[] = {{"taxi", STATE_ACCEPTED, 3 * MINUTE},
                 {"taxi", STATE_REJECTED, 3 * MINUTE},
                 {"taxi", STATE_CANCELLED, 3 * MINUTE},
                 {"taxi", STATE_RECEIVED, 10 * MINUTE}, /* the hotline has handed it over */
                 {"meal", STATE_RECEIVED, 0}};          /* nothing was promised */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        end(NULL);
        begin(NULL);
        overdue_line(overdue, true);
        news(cases[i].service, cases[i].state, cases[i].at_ms);
        time_goes_to(60 * MINUTE);
        assert_int_equal(asked_count, 0);
    }
}

/* Words in between ("a second round") do not put the promise off. */
static void words_before_the_end_do_not_count(void **state) {
    (void)state;
    overdue_line(overdue, true);
    news("taxi", STATE_RECEIVED, 0);
    news("taxi", STATE_RECEIVED, 7 * MINUTE);
    time_goes_to(11 * MINUTE);
    assert_int_equal(asked_count, 1);
}

/* What it shows as unanswered may have been answered long ago: it hears of that before it acts. */
static void a_box_that_was_offline_listens_first(void **state) {
    (void)state;
    overdue_line(overdue, true);
    news("taxi", STATE_RECEIVED, 0);
    time_goes_to(5 * MINUTE);
    overdue_line(overdue, false);
    time_goes_to(30 * MINUTE);
    overdue_line(overdue, true);
    time_goes_to(30 * MINUTE + OVERDUE_SETTLED_MS - 1);
    assert_int_equal(asked_count, 0);
    news("taxi", STATE_ACCEPTED, 6 * MINUTE);
    time_goes_to(60 * MINUTE);
    assert_int_equal(asked_count, 0);
}

static void of_another_day_it_is_not_asked_any_more(void **state) {
    (void)state;
    news("taxi", STATE_RECEIVED, 0);
    time_goes_to(25 * 60 * MINUTE);
    overdue_line(overdue, true);
    time_goes_to(26 * 60 * MINUTE);
    assert_int_equal(asked_count, 0);
}

/* The clock was 20 minutes slow, and nobody says when it was put right. */
static void a_clock_that_was_corrected_is_noticed_within_a_minute(void **state) {
    (void)state;
    overdue_line(overdue, true);
    news("taxi", STATE_RECEIVED, 0);
    time_goes_to(MINUTE);
    ahead_ms = 20 * MINUTE;
    time_goes_to(2 * MINUTE);
    assert_int_equal(asked_count, 1);
}

static void a_full_disk_is_tried_again(void **state) {
    (void)state;
    disk_is_full = true;
    overdue_line(overdue, true);
    news("taxi", STATE_RECEIVED, 0);
    time_goes_to(11 * MINUTE);
    assert_int_equal(asked_count, 1);
    disk_is_full = false;
    time_goes_to(14 * MINUTE);
    assert_int_equal(asked_count, 2);
    assert_string_equal(asked[0].id, asked[1].id);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(nobody_answered_so_a_person_is_asked_for_once),
        STORY(whoever_got_an_answer_is_not_asked_for),
        STORY(words_before_the_end_do_not_count),
        STORY(a_box_that_was_offline_listens_first),
        STORY(of_another_day_it_is_not_asked_any_more),
        STORY(a_clock_that_was_corrected_is_noticed_within_a_minute),
        STORY(a_full_disk_is_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
