/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line check proves something only if it goes the way of an SOS, so it is sent exactly as one.
 *
 * The unseen check differs from the senior's in its end: nobody waits for it, so after FAILED_MS it has failed and is
 * dropped. Otherwise a hotline that comes back would be met by the day's checks of all boxes, each retried as fast as
 * an SOS. The next one is sent within the hour.
 */
#include "stb-app/sos/line_check.h"

#include "net/hotline.h"
#include "net/transport/random.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/sos/line_check_schedule.h"
#include "stb-app/sos/line_check_state.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAILED_MS = 60000, LOOK_MS = 60000 /* the longest sleep: the clock may be set right meanwhile */ };

struct line_check {
    struct line_check_setup setup;
    struct line_check_state test, unseen;
    struct line_check_schedule schedule;
    struct loop_timer *timer;
};
static const char good_setting[] = "last_test", turn_setting[] = "daily_test";

static void send(struct line_check *check, struct line_check_state *test) {
    struct request request = {.kind = REQUEST_SOS, .trigger = TRIGGER_TEST, .presses = 1, .test = true};
    hotline_sos(check->setup.hotline, &request);
    line_check_state_begin(test, &request, loop_now_ms());
    log_info("test", "a test of the line: %s", request.id);
}

bool line_check_begin(struct line_check *check) {
    if (line_check_state_runs(&check->test))
        return false;
    send(check, &check->test);
    return true;
}

static void keep_good(struct line_check *check) {
    char when[24];
    snprintf(when, sizeof when, "%lld", (long long)check->test.good_at_ms);
    hotline_fault(check->setup.hotline, FAULT_TEST, NULL);
    hotline_tested(check->setup.hotline, check->test.good_at_ms);
    hotline_set_setting(check->setup.hotline, good_setting, when);
}

/* --- the unseen one */

static void keep_turn(const struct line_check *check) {
    char text[LINE_CHECK_SCHEDULE_TEXT_SIZE];
    line_check_schedule_write(&check->schedule, text);
    hotline_set_setting(check->setup.hotline, turn_setting, text);
}

static int64_t wall_ms(const struct line_check *check) {
    return hotline_clock_now_ms(hotline_clock(check->setup.hotline));
}

static void send_unseen(struct line_check *check) {
    line_check_schedule_begin(&check->schedule, wall_ms(check), random_draw());
    keep_turn(check); /* first: if the power goes now, the check has failed */
    send(check, &check->unseen);
    loop_timer_start(check->timer, FAILED_MS, 0);
}

static void unseen_failed(struct line_check *check) {
    struct line_check_state *unseen = &check->unseen;
    char error[FAULT_ERROR_SIZE];
    snprintf(error, sizeof error, "%s after %d s", request_state_name(unseen->state), FAILED_MS / 1000);
    log_warning("test", "the daily test of the line failed: %s", error);
    hotline_drop_test(check->setup.hotline, unseen->id);
    hotline_fault(check->setup.hotline, FAULT_TEST, error);
    *unseen = (struct line_check_state){0};
}

static void look(void *data) {
    struct line_check *check = data;
    struct line_check_schedule before = check->schedule;
    if (line_check_state_runs(&check->unseen))
        unseen_failed(check);
    bool sure = hotline_clock_is_sure(hotline_clock(check->setup.hotline));
    int64_t left = sure ? line_check_schedule_left_ms(&check->schedule, wall_ms(check), random_draw()) : LOOK_MS;
    if (check->schedule.turn_ms != before.turn_ms || check->schedule.again_ms != before.again_ms)
        keep_turn(check);
    if (left == 0 && !check->setup.sos_incident_is_open(check->setup.data))
        send_unseen(check);
    else if (left >= 0)
        loop_timer_start(check->timer, left > 0 && left < LOOK_MS ? left : LOOK_MS, 0);
}

static void take_unseen(struct line_check *check, const struct status *status) {
    if (!line_check_state_take_status(&check->unseen, status, wall_ms(check)) || line_check_state_runs(&check->unseen))
        return;
    if (status->state != STATE_CLOSED) {
        unseen_failed(check);
    } else {
        log_info("test", "the daily test of the line is good");
        line_check_schedule_passed(&check->schedule);
        keep_turn(check);
        check->test.good_at_ms = check->unseen.good_at_ms;
        keep_good(check);
        check->setup.on_changed(check->setup.data);
    }
    look(check);
}

/* --- any of them */

void line_check_take_status(struct line_check *check, const struct status *status) {
    take_unseen(check, status);
    if (!line_check_state_take_status(&check->test, status, wall_ms(check)))
        return;
    log_info("test", "the test of the line is %s", request_state_name(status->state));
    if (status->state == STATE_CLOSED)
        keep_good(check);
    check->setup.on_changed(check->setup.data);
}

struct ipc_line_check line_check_now(const struct line_check *check) {
    return line_check_state_now(&check->test, loop_now_ms());
}

void line_check_start(struct line_check *check) {
    look(check);
}

struct line_check *line_check_create(const struct line_check_setup *setup) {
    struct line_check *check = memory_new(1, sizeof *check);
    check->setup = *setup;
    const char *good = hotline_setting(setup->hotline, good_setting);
    const char *turn = hotline_setting(setup->hotline, turn_setting);
    check->schedule = line_check_schedule_create(setup->every_h, turn);
    check->test.good_at_ms = good ? strtoll(good, NULL, 10) : 0;
    hotline_tested(setup->hotline, check->test.good_at_ms);
    check->timer = loop_timer_create(setup->loop, look, check);
    return check;
}

void line_check_destroy(struct line_check *check) {
    if (check)
        loop_timer_destroy(check->timer);
    free(check);
}
