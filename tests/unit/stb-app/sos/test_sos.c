/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the red key does, and in which order: hotline.c, the timers and the clock of the loop are replaced here by the
 * linker, and what is done is written down.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/hotline.h"
#include "stb-app/sos/sos.h"

#include "tests/unit/net/hand_clock.h"

static const char first_id[] = "11111111-2222-4333-8444-555555555555";
static const char other_id[] = "22222222-2222-4333-8444-555555555555";
static struct sos *sos;
static char done[1000];
static struct request sent, kept;
static struct status kept_status;
static bool is_kept; /* an earlier life left one open */

bool loop_timer_running(const struct loop_timer *which) {
    return which->due_ms >= 0;
}

static void wrote(const char *what) {
    strncat(done, what, sizeof done - strlen(done) - 2);
    strcat(done, " ");
}

static void take(const char *id, enum request_state state) {
    struct status status = {.kind = REQUEST_SOS, .state = state};
    snprintf(status.id, sizeof status.id, "%s", id);
    sos_take_status(sos, &status);
}

/* As the real one: the first states come from inside. */
void hotline_sos(struct hotline *hotline, struct request *request) {
    (void)hotline;
    wrote("sent");
    memcpy(request->id, first_id, sizeof first_id);
    sent = *request;
    take(first_id, STATE_SENDING);
}
void hotline_confirm(struct hotline *hotline, const char *id) {
    (void)hotline;
    assert_string_equal(id, first_id);
    wrote("confirmed");
}
void hotline_presses(struct hotline *hotline, const char *id, int presses) {
    char text[20];
    (void)hotline;
    assert_string_equal(id, first_id);
    snprintf(text, sizeof text, "presses=%d", presses);
    wrote(text);
}
bool hotline_cancel(struct hotline *hotline, const char *id) {
    (void)hotline;
    assert_string_equal(id, first_id);
    wrote("cancelled");
    return true;
}
bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status) {
    (void)hotline;
    *request = kept;
    *status = kept_status;
    return is_kept;
}
const struct hotline_clock *hotline_clock(const struct hotline *hotline) {
    static const struct hotline_clock clock;
    (void)hotline;
    return &clock;
}

static void on_show(void *data, int64_t at_us) {
    (void)data;
    wrote(at_us ? "shown-for-a-key" : "shown");
}
static void on_changed(void *data, int64_t at_us) {
    (void)data;
    (void)at_us;
    wrote("told");
}

static int begin(void **state) {
    (void)state;
    now_ms = 1000000;
    is_kept = false;
    done[0] = 0;
    sos = sos_create(&(struct sos_setup){.on_show = on_show, .on_changed = on_changed});
    return 0;
}

static int end(void **state) {
    (void)state;
    sos_destroy(sos);
    return 0;
}

static void assert_done(const char *what) {
    assert_string_equal(done, what);
    done[0] = 0;
}

static void press(void) {
    sos_press(sos, TRIGGER_REMOTE, 5, now_ms * 1000);
}

static void the_bytes_leave_before_anything_is_shown(void **state) {
    (void)state;
    assert_false(sos_is_open(sos));
    press();
    assert_done("sent shown-for-a-key told ");
    assert_true(sos_is_open(sos));
    assert_int_equal(sent.kind, REQUEST_SOS);
    assert_int_equal(sent.presses, 1);
    assert_int_equal(sent.grace_s, 5);
    assert_int_equal(sent.trigger, TRIGGER_REMOTE);
    assert_string_equal(sos_now(sos).id, first_id);
}

/* The second, on purpose, ends the grace; a stuck key is one message in so long. */
static void further_presses_are_counted_and_the_second_means_now(void **state) {
    (void)state;
    press();
    done[0] = 0;
    now_ms += 600;
    press();
    assert_non_null(strstr(done, "confirmed "));
    assert_null(strstr(done, "sent "));
    done[0] = 0;
    for (int i = 0; i < 20; i++, now_ms += 10)
        press();
    assert_null(strstr(done, "confirmed "));
    assert_true(timer.due_ms > now_ms);
    done[0] = 0;
    now_ms = timer.due_ms;
    timer.due_ms = -1;
    timer.fn(timer.data);
    assert_done("presses=22 ");
}

static void a_cancel_is_told_once_and_with_all_presses(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++, now_ms += 100)
        press();
    assert_non_null(strstr(done, "presses=2 "));
    assert_null(strstr(done, "presses=3 ")); /* not before a second is over */
    done[0] = 0;
    sos_cancel(sos, other_id);
    assert_done("");
    sos_cancel(sos, first_id);
    assert_done("presses=3 cancelled told ");
    sos_cancel(sos, first_id);
    assert_done("");
}

static void a_confirm_is_told_once(void **state) {
    (void)state;
    press();
    done[0] = 0;
    sos_confirm(sos, other_id);
    sos_confirm(sos, first_id);
    sos_confirm(sos, first_id);
    assert_done("confirmed told ");
}

/* Whoever has gone back to television sees that somebody answers, not that it was received. */
static void a_person_who_acts_brings_it_up(void **state) {
    (void)state;
    press();
    done[0] = 0;
    take(other_id, STATE_SENDING);
    assert_done("");
    take(first_id, STATE_RECEIVED);
    assert_done("told ");
    take(first_id, STATE_ANSWERED);
    assert_done("shown told ");
    take(first_id, STATE_ANSWERED);
    assert_done("");
    take(first_id, STATE_CLOSED);
    assert_done("told ");
    assert_false(sos_is_open(sos));
}

/* Its bytes left just before a power cut that took the disk along. */
static void one_that_only_the_hotline_knows_is_taken_up(void **state) {
    (void)state;
    take(other_id, STATE_WAITING); /* proved by nobody */
    take(other_id, STATE_CLOSED);
    assert_done("");
    assert_false(sos_is_open(sos));
    take(other_id, STATE_RECEIVED);
    assert_done("shown told ");
    assert_string_equal(sos_now(sos).id, other_id);
}

static void what_an_earlier_life_left_open_goes_on(void **state) {
    (void)state;
    sos_resume(sos);
    assert_false(sos_is_open(sos));
    is_kept = true;
    kept = (struct request){.kind = REQUEST_SOS, .presses = 3, .grace_s = 5};
    kept_status = (struct status){.kind = REQUEST_SOS, .state = STATE_ANSWERED};
    memcpy(kept.id, first_id, sizeof first_id);
    memcpy(kept_status.id, first_id, sizeof first_id);
    sos_resume(sos);
    assert_true(sos_is_open(sos));
    assert_int_equal(sos_now(sos).state, STATE_ANSWERED);
    press();
    assert_null(strstr(done, "sent ")); /* a further press of the same */
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(the_bytes_leave_before_anything_is_shown),
        STORY(further_presses_are_counted_and_the_second_means_now),
        STORY(a_cancel_is_told_once_and_with_all_presses),
        STORY(a_confirm_is_told_once),
        STORY(a_person_who_acts_brings_it_up),
        STORY(one_that_only_the_hotline_knows_is_taken_up),
        STORY(what_an_earlier_life_left_open_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
