/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A short array, newest first; twenty entries are all a screen or a restart ever asks for. What was asked (struct
 * request) stays beside what is known, so that "order again" and the duplicate question need no second look-up.
 */
#include "net/data/request_log.h"

#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <string.h>

struct order {
    struct request_record record;
    bool of_this_life; /* asked in it */
};
struct request_log {
    size_t count;
    struct order *order[REQUEST_LOG_MAX]; /* newest first */
};

struct request_log *request_log_create(void) {
    return memory_new(1, sizeof(struct request_log));
}

void request_log_destroy(struct request_log *requests) {
    if (!requests)
        return;
    for (size_t i = 0; i < requests->count; i++)
        free(requests->order[i]);
    free(requests);
}

static struct order *find(const struct request_log *requests, const char *id) {
    for (size_t i = 0; i < requests->count; i++)
        if (strcmp(requests->order[i]->record.status.id, id) == 0)
            return requests->order[i];
    return NULL;
}

/* A zeroed order at its place by age; NULL when it is older than all we keep. */
static struct order *insert(struct request_log *requests, int64_t created_at_ms) {
    size_t at = 0;
    while (at < requests->count && requests->order[at]->record.status.created_at_ms > created_at_ms)
        at++;
    if (at == REQUEST_LOG_MAX)
        return NULL;
    struct order *order = memory_new(1, sizeof *order);
    if (requests->count == REQUEST_LOG_MAX)
        free(requests->order[--requests->count]);
    memmove(&requests->order[at + 1], &requests->order[at], (requests->count - at) * sizeof requests->order[0]);
    requests->order[at] = order;
    requests->count++;
    return order;
}

void request_log_restore(struct request_log *requests, const struct request *request, const struct status *status) {
    if (find(requests, request->id)) /* read late: it is known better by now */
        return;
    struct order *order = insert(requests, status->created_at_ms);
    if (order) {
        order->record.request = *request;
        order->record.status = *status;
    }
}

void request_log_add(struct request_log *requests, const struct request *request) {
    struct order *order = find(requests, request->id);
    if (order) { /* its first news came before it: keep them */
        order->record.request = *request;
        order->of_this_life = true;
        return;
    }
    order = insert(requests, request->created_at_ms);
    if (!order)
        return;
    order->record.request = *request;
    order->of_this_life = true;
    order->record.status = (struct status){
        .kind = request->kind,
        .state = STATE_SAVED,
        .created_at_ms = request->created_at_ms,
        .eta_minutes = -1,
    };
    memcpy(order->record.status.id, request->id, sizeof order->record.status.id);
    memcpy(order->record.status.service, request->service, sizeof order->record.status.service);
}

const struct status *request_log_take(struct request_log *requests, const struct status *status) {
    struct order *order = find(requests, status->id);
    if (!order) {
        int64_t asked = status->created_at_ms ? status->created_at_ms : status->updated_at_ms;
        order = insert(requests, asked);
        if (!order)
            return status;
        memcpy(order->record.request.id, status->id, sizeof order->record.request.id);
        order->record.request.kind = status->kind;
        memcpy(order->record.request.service, status->service, sizeof order->record.request.service);
        order->record.request.created_at_ms = asked;
        order->record.request.presses = 1;
        order->record.status = *status;
        order->record.status.created_at_ms = asked;
        return &order->record.status;
    }
    /* The submitter has already judged that it is newer, and kept created_at and the moments. */
    order->record.status = *status;
    if (!order->record.status.created_at_ms)
        order->record.status.created_at_ms = order->record.request.created_at_ms;
    return &order->record.status;
}

static int by_age(const void *one, const void *other) {
    int64_t a = (*(struct order *const *)one)->record.status.created_at_ms,
            b = (*(struct order *const *)other)->record.status.created_at_ms;
    return a < b ? 1 : a > b ? -1 : 0;
}

void request_log_clock_stepped(struct request_log *requests, int64_t step_ms) {
    for (size_t i = 0; i < requests->count; i++)
        if (requests->order[i]->of_this_life) {
            requests->order[i]->record.request.created_at_ms += step_ms;
            requests->order[i]->record.status.created_at_ms += step_ms;
        }
    qsort(requests->order, requests->count, sizeof requests->order[0], by_age);
}

const struct status *request_log_status(const struct request_log *requests, const char *id) {
    const struct order *order = find(requests, id);
    return order ? &order->record.status : NULL;
}

size_t request_log_count(const struct request_log *requests) {
    return requests->count;
}

const struct status *request_log_at(const struct request_log *requests, size_t at) {
    return &requests->order[at]->record.status;
}

bool request_log_open_sos(const struct request_log *requests, int64_t wall_ms, struct request *request,
                          struct status *status) {
    for (size_t i = 0; i < requests->count; i++) {
        const struct order *order = requests->order[i];
        if (order->record.status.kind != REQUEST_SOS || order->record.request.test || order->record.status.test)
            continue;
        if (request_state_is_final(order->record.status.state) ||
            wall_ms - order->record.status.created_at_ms > INT64_C(86400000))
            return false; /* the newest SOS decides */
        *request = order->record.request;
        *status = order->record.status;
        return true;
    }
    return false;
}

size_t request_log_records(const struct request_log *requests, struct request_record *records[REQUEST_LOG_MAX]) {
    for (size_t i = 0; i < requests->count; i++)
        records[i] = &requests->order[i]->record;
    return requests->count;
}
