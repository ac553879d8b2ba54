/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One timer, until the next promise that runs out; none is set while nothing was promised. The trap is a box that was
 * offline: what it shows as unanswered may have been answered long ago. So it waits until the line has been back for
 * long enough to hear of that.
 */
#include "net/data/overdue.h"

#include "net/data/request_log.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 60000 /* the clock may be corrected */, STALE_MS = 86400000 /* of another day */, EXPIRES_S = 1800 };

struct overdue {
    struct overdue_setup setup;
    struct loop_timer *timer;
    bool connected;
    int64_t connected_at_ms;
};

int64_t overdue_due_ms(const struct status *status, int minutes) {
    int64_t until = request_status_promised_until(status, minutes);
    bool spoken = status->updated_at_ms >= until; /* it has handed it over, or says what else is the matter */
    return until && status->kind == REQUEST_SERVICE && !spoken ? until + OVERDUE_GRACE_MS : 0;
}

static void add_answer(struct request *request, const char *step, const char *option) {
    struct request_answer *answer = &request->answers[request->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step);
    snprintf(answer->option, sizeof answer->option, "%s", option);
}

struct request overdue_callback(const struct status *status) {
    struct request callback = {.kind = REQUEST_CALLBACK, .trigger = TRIGGER_BOX, .expires_s = EXPIRES_S};
    request_id_about(status->id, callback.id);
    add_answer(&callback, "screen", "overdue");
    add_answer(&callback, "service", status->service);
    add_answer(&callback, "request", status->id);
    return callback;
}

/* The first request whose promise is or will be over, and when; NULL = none. What was asked about already is over. */
static const struct status *next_due(const struct overdue *overdue, int64_t *due_ms) {
    const struct status *next = NULL;
    int64_t now = overdue->setup.wall_ms(overdue->setup.data);
    char about[REQUEST_ID_SIZE];
    for (size_t i = 0; i < request_log_count(overdue->setup.requests); i++) {
        const struct status *status = request_log_at(overdue->setup.requests, i);
        int64_t due = overdue_due_ms(status, overdue->setup.promised_minutes(overdue->setup.data, status->service));
        request_id_about(status->id, about);
        bool stale = now - due > STALE_MS;
        if (due && !stale && (!next || due < *due_ms) && !request_log_status(overdue->setup.requests, about)) {
            next = status;
            *due_ms = due;
        }
    }
    return next;
}

static int64_t until_settled(const struct overdue *overdue) {
    int64_t left = overdue->connected_at_ms + OVERDUE_SETTLED_MS - loop_now_ms();
    return left > 0 ? left : 0;
}

static void look(void *data) {
    struct overdue *overdue = data;
    int64_t due_ms = 0;
    loop_timer_stop(overdue->timer);
    const struct status *next = overdue->connected ? next_due(overdue, &due_ms) : NULL;
    if (!next)
        return;
    int64_t left = due_ms - overdue->setup.wall_ms(overdue->setup.data), settled = until_settled(overdue);
    if (left < settled)
        left = settled;
    if (left > 0) {
        loop_timer_start(overdue->timer, left < LOOK_MS ? left : LOOK_MS, 0);
        return;
    }
    struct request callback = overdue_callback(next);
    log_info("net", "a promise is over without an answer: a person is asked for");
    overdue->setup.ask(overdue->setup.data, &callback);
    loop_timer_start(overdue->timer, LOOK_MS, 0); /* another one, or this one if the disk did not take it */
}

void overdue_line(struct overdue *overdue, bool connected) {
    if (connected && !overdue->connected)
        overdue->connected_at_ms = loop_now_ms();
    overdue->connected = connected;
    overdue_changed(overdue);
}

/* Not on the spot: whoever says so may be in the middle of the change. */
void overdue_changed(struct overdue *overdue) {
    loop_timer_start(overdue->timer, 0, 0);
}

struct overdue *overdue_create(const struct overdue_setup *setup) {
    struct overdue *overdue = memory_new(1, sizeof *overdue);
    overdue->setup = *setup;
    overdue->timer = loop_timer_create(setup->loop, look, overdue);
    return overdue;
}

void overdue_destroy(struct overdue *overdue) {
    if (overdue)
        loop_timer_destroy(overdue->timer);
    free(overdue);
}
