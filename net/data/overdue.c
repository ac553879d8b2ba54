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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 60000 /* the clock may be corrected */, STALE_MS = 86400000 /* of another day */, EXPIRES_S = 1800 };

struct promise {
    struct promise_setup setup;
    struct loop_timer *timer;
    bool connected;
    int64_t connected_at_ms;
};

int64_t promise_due_ms(const struct status *status, int minutes) {
    int64_t until = status_promised_until(status, minutes);
    bool spoken = status->updated_at_ms >= until; /* it has handed it over, or says what else is the matter */
    return until && status->kind == REQUEST_SERVICE && !spoken ? until + PROMISE_GRACE_MS : 0;
}

static void add_answer(struct request *request, const char *step, const char *option) {
    struct request_answer *answer = &request->answers[request->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step);
    snprintf(answer->option, sizeof answer->option, "%s", option);
}

struct request promise_callback(const struct status *status) {
    struct request callback = {.kind = REQUEST_CALLBACK, .trigger = TRIGGER_BOX, .expires_s = EXPIRES_S};
    request_id_about(status->id, callback.id);
    add_answer(&callback, "screen", "overdue");
    add_answer(&callback, "service", status->service);
    add_answer(&callback, "request", status->id);
    return callback;
}

/* The first request whose promise is or will be over, and when; NULL = none. What was asked about already is over. */
static const struct status *next_due(const struct promise *promise, int64_t *due_ms) {
    const struct status *next = NULL;
    int64_t now = promise->setup.wall_ms(promise->setup.data);
    char about[REQUEST_ID_SIZE];
    for (size_t i = 0; i < orders_count(promise->setup.orders); i++) {
        const struct status *status = orders_at(promise->setup.orders, i);
        int64_t due = promise_due_ms(status, promise->setup.promised_minutes(promise->setup.data, status->service));
        request_id_about(status->id, about);
        bool stale = now - due > STALE_MS;
        if (due && !stale && (!next || due < *due_ms) && !orders_status(promise->setup.orders, about)) {
            next = status;
            *due_ms = due;
        }
    }
    return next;
}

static int64_t until_settled(const struct promise *promise) {
    int64_t left = promise->connected_at_ms + PROMISE_SETTLED_MS - loop_now_ms();
    return left > 0 ? left : 0;
}

static void look(void *data) {
    struct promise *promise = data;
    int64_t due_ms = 0;
    loop_timer_stop(promise->timer);
    const struct status *next = promise->connected ? next_due(promise, &due_ms) : NULL;
    if (!next)
        return;
    int64_t left = due_ms - promise->setup.wall_ms(promise->setup.data), settled = until_settled(promise);
    if (left < settled)
        left = settled;
    if (left > 0) {
        loop_timer_start(promise->timer, left < LOOK_MS ? left : LOOK_MS, 0);
        return;
    }
    struct request callback = promise_callback(next);
    log_info("net", "a promise is over without an answer: a person is asked for");
    promise->setup.ask(promise->setup.data, &callback);
    loop_timer_start(promise->timer, LOOK_MS, 0); /* another one, or this one if the disk did not take it */
}

void promise_line(struct promise *promise, bool connected) {
    if (connected && !promise->connected)
        promise->connected_at_ms = loop_now_ms();
    promise->connected = connected;
    promise_changed(promise);
}

/* Not on the spot: whoever says so may be in the middle of the change. */
void promise_changed(struct promise *promise) {
    loop_timer_start(promise->timer, 0, 0);
}

struct promise *promise_create(const struct promise_setup *setup) {
    struct promise *promise = calloc(1, sizeof *promise);
    if (!promise)
        return NULL;
    promise->setup = *setup;
    promise->timer = loop_timer_create(setup->loop, look, promise);
    if (promise->timer)
        return promise;
    promise_destroy(promise);
    return NULL;
}

void promise_destroy(struct promise *promise) {
    if (promise)
        loop_timer_destroy(promise->timer);
    free(promise);
}
