/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a test says is worth nothing unless it went the alarm's own way, so it is sent exactly as an alarm is.
 *
 * The unseen one differs from the senior's in its end: nobody waits for it, so after a minute it has failed and is
 * dropped, or a hotline that comes back would find a fleet's tests of a day at its door, each at an alarm's pace. The
 * next is sent within the hour.
 */
#include "stb-app/sos/line_check.h"

#include "net/hotline.h"
#include "net/transport/random.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/sos/line_check_schedule.h"
#include "stb-app/sos/line_check_state.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAILED_MS = 60000, LOOK_MS = 60000 /* the clock may be set right meanwhile */ };

struct rehearsal {
    struct rehearsal_setup setup;
    struct line_test test, unseen;
    struct daily daily;
    struct loop_timer *timer;
};
static const char good_note[] = "last_test", turn_note[] = "daily_test";

static void send(struct rehearsal *rehearsal, struct line_test *test) {
    struct request request = {.kind = REQUEST_SOS, .trigger = TRIGGER_TEST, .presses = 1, .test = true};
    hotline_sos(rehearsal->setup.hotline, &request);
    line_test_begin(test, &request, loop_now_ms());
    log_info("test", "a test of the line: %s", request.id);
}

bool rehearsal_begin(struct rehearsal *rehearsal) {
    if (line_test_runs(&rehearsal->test))
        return false;
    send(rehearsal, &rehearsal->test);
    return true;
}

static void keep_good(struct rehearsal *rehearsal) {
    char when[24];
    snprintf(when, sizeof when, "%lld", (long long)rehearsal->test.good_at_ms);
    hotline_trouble(rehearsal->setup.hotline, TROUBLE_TEST, NULL);
    hotline_tested(rehearsal->setup.hotline, rehearsal->test.good_at_ms);
    if (!hotline_keep_note(rehearsal->setup.hotline, good_note, when))
        log_warning("test", "the time of the good test could not be stored");
}

/* --- the unseen one */

static void keep_turn(const struct rehearsal *rehearsal) {
    char text[DAILY_TEXT_SIZE];
    daily_write(&rehearsal->daily, text);
    if (!hotline_keep_note(rehearsal->setup.hotline, turn_note, text))
        log_warning("test", "the turn of the daily test could not be stored");
}

static int64_t wall_ms(const struct rehearsal *rehearsal) {
    return clock_now_ms(hotline_clock(rehearsal->setup.hotline));
}

static void send_unseen(struct rehearsal *rehearsal) {
    daily_begin(&rehearsal->daily, wall_ms(rehearsal), chance_draw());
    keep_turn(rehearsal); /* first: if the power goes now, it has failed */
    send(rehearsal, &rehearsal->unseen);
    loop_timer_start(rehearsal->timer, FAILED_MS, 0);
}

static void unseen_failed(struct rehearsal *rehearsal) {
    struct line_test *unseen = &rehearsal->unseen;
    char why[TROUBLE_WHY_SIZE];
    snprintf(why, sizeof why, "%s after %d s", request_state_name(unseen->state), FAILED_MS / 1000);
    log_warning("test", "the daily test of the line failed: %s", why);
    hotline_drop_test(rehearsal->setup.hotline, unseen->id);
    hotline_trouble(rehearsal->setup.hotline, TROUBLE_TEST, why);
    *unseen = (struct line_test){0};
}

static void look(void *data) {
    struct rehearsal *rehearsal = data;
    struct daily before = rehearsal->daily;
    if (line_test_runs(&rehearsal->unseen))
        unseen_failed(rehearsal);
    bool sure = clock_is_sure(hotline_clock(rehearsal->setup.hotline));
    int64_t left = sure ? daily_left_ms(&rehearsal->daily, wall_ms(rehearsal), chance_draw()) : LOOK_MS;
    if (rehearsal->daily.turn_ms != before.turn_ms || rehearsal->daily.again_ms != before.again_ms)
        keep_turn(rehearsal);
    if (left == 0 && !rehearsal->setup.sos_is_open(rehearsal->setup.data))
        send_unseen(rehearsal);
    else if (left >= 0)
        loop_timer_start(rehearsal->timer, left > 0 && left < LOOK_MS ? left : LOOK_MS, 0);
}

static void take_unseen(struct rehearsal *rehearsal, const struct status *status) {
    if (!line_test_take_status(&rehearsal->unseen, status, wall_ms(rehearsal)) || line_test_runs(&rehearsal->unseen))
        return;
    if (status->state != STATE_CLOSED) {
        unseen_failed(rehearsal);
    } else {
        log_info("test", "the daily test of the line is good");
        daily_passed(&rehearsal->daily);
        keep_turn(rehearsal);
        rehearsal->test.good_at_ms = rehearsal->unseen.good_at_ms;
        keep_good(rehearsal);
        rehearsal->setup.on_changed(rehearsal->setup.data);
    }
    look(rehearsal);
}

/* --- any of them */

void rehearsal_take_status(struct rehearsal *rehearsal, const struct status *status) {
    take_unseen(rehearsal, status);
    if (!line_test_take_status(&rehearsal->test, status, wall_ms(rehearsal)))
        return;
    log_info("test", "the test of the line is %s", request_state_name(status->state));
    if (status->state == STATE_CLOSED)
        keep_good(rehearsal);
    rehearsal->setup.on_changed(rehearsal->setup.data);
}

struct json_object *rehearsal_for_wire(const struct rehearsal *rehearsal) {
    return line_test_for_wire(&rehearsal->test, loop_now_ms());
}

void rehearsal_start(struct rehearsal *rehearsal) {
    look(rehearsal);
}

struct rehearsal *rehearsal_create(const struct rehearsal_setup *setup) {
    struct rehearsal *rehearsal = calloc(1, sizeof *rehearsal);
    if (!rehearsal)
        return NULL;
    rehearsal->setup = *setup;
    char *good = hotline_note(setup->hotline, good_note), *turn = hotline_note(setup->hotline, turn_note);
    rehearsal->daily = daily_create(setup->every_h, turn);
    rehearsal->test.good_at_ms = good ? strtoll(good, NULL, 10) : 0;
    hotline_tested(setup->hotline, rehearsal->test.good_at_ms);
    free(good);
    free(turn);
    rehearsal->timer = loop_timer_create(setup->loop, look, rehearsal);
    if (rehearsal->timer)
        return rehearsal;
    rehearsal_destroy(rehearsal);
    return NULL;
}

void rehearsal_destroy(struct rehearsal *rehearsal) {
    if (rehearsal)
        loop_timer_destroy(rehearsal->timer);
    free(rehearsal);
}
