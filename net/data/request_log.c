/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A short array, newest first; twenty entries are all a screen or a restart ever asks for. What was asked (struct
 * request) stays beside what is known, so that "order again" and the duplicate question need no second look-up.
 */
#include "net/data/request_log.h"

#include "net/api/api_status.h"
#include "net/outbox/outbox_db.h"
#include "stb-app/base/json.h"

#include <stdlib.h>
#include <string.h>

struct order {
    struct request request;
    struct status status;
    bool of_this_life; /* asked in it */
};
struct orders {
    size_t count;
    struct order *order[ORDERS_MAX]; /* newest first */
};

struct orders *orders_create(void) {
    return calloc(1, sizeof(struct orders));
}

void orders_destroy(struct orders *orders) {
    if (!orders)
        return;
    for (size_t i = 0; i < orders->count; i++)
        free(orders->order[i]);
    free(orders);
}

static struct order *find(const struct orders *orders, const char *id) {
    for (size_t i = 0; i < orders->count; i++)
        if (strcmp(orders->order[i]->status.id, id) == 0)
            return orders->order[i];
    return NULL;
}

/* A zeroed order at its place by age; NULL when it is older than all we keep. */
static struct order *insert(struct orders *orders, int64_t created_at_ms) {
    size_t at = 0;
    while (at < orders->count && orders->order[at]->status.created_at_ms > created_at_ms)
        at++;
    if (at == ORDERS_MAX)
        return NULL;
    struct order *order = calloc(1, sizeof *order);
    if (!order)
        return NULL;
    if (orders->count == ORDERS_MAX)
        free(orders->order[--orders->count]);
    memmove(&orders->order[at + 1], &orders->order[at], (orders->count - at) * sizeof orders->order[0]);
    orders->order[at] = order;
    orders->count++;
    return order;
}

static bool load_one(void *data, const struct request *request, const struct status *status) {
    struct order *order = insert(data, status->created_at_ms);
    if (order) {
        order->request = *request;
        order->status = *status;
    }
    return true;
}

void orders_load(struct orders *orders, struct outbox *outbox) {
    if (outbox)
        outbox_each_request(outbox, ORDERS_MAX, load_one, orders);
}

void orders_add(struct orders *orders, const struct request *request) {
    struct order *order = find(orders, request->id);
    if (order) { /* its first news came before it: keep them */
        order->request = *request;
        order->of_this_life = true;
        return;
    }
    order = insert(orders, request->created_at_ms);
    if (!order)
        return;
    order->request = *request;
    order->of_this_life = true;
    order->status = (struct status){
        .kind = request->kind,
        .state = STATE_SAVED,
        .created_at_ms = request->created_at_ms,
        .eta_minutes = -1,
    };
    memcpy(order->status.id, request->id, sizeof order->status.id);
    memcpy(order->status.service, request->service, sizeof order->status.service);
}

const struct status *orders_take(struct orders *orders, const struct status *status) {
    struct order *order = find(orders, status->id);
    if (!order) {
        int64_t asked = status->created_at_ms ? status->created_at_ms : status->updated_at_ms;
        order = insert(orders, asked);
        if (!order)
            return status;
        memcpy(order->request.id, status->id, sizeof order->request.id);
        order->request.kind = status->kind;
        memcpy(order->request.service, status->service, sizeof order->request.service);
        order->request.created_at_ms = asked;
        order->request.presses = 1;
        order->status = *status;
        order->status.created_at_ms = asked;
        return &order->status;
    }
    /* The sender has already judged that it is newer, and kept created_at and the moments. */
    order->status = *status;
    if (!order->status.created_at_ms)
        order->status.created_at_ms = order->request.created_at_ms;
    return &order->status;
}

static int by_age(const void *one, const void *other) {
    int64_t a = (*(struct order *const *)one)->status.created_at_ms,
            b = (*(struct order *const *)other)->status.created_at_ms;
    return a < b ? 1 : a > b ? -1 : 0;
}

void orders_clock_stepped(struct orders *orders, int64_t step_ms) {
    for (size_t i = 0; i < orders->count; i++)
        if (orders->order[i]->of_this_life) {
            orders->order[i]->request.created_at_ms += step_ms;
            orders->order[i]->status.created_at_ms += step_ms;
        }
    qsort(orders->order, orders->count, sizeof orders->order[0], by_age);
}

const struct status *orders_status(const struct orders *orders, const char *id) {
    const struct order *order = find(orders, id);
    return order ? &order->status : NULL;
}

size_t orders_count(const struct orders *orders) {
    return orders->count;
}

const struct status *orders_at(const struct orders *orders, size_t at) {
    return &orders->order[at]->status;
}

bool orders_open_sos(const struct orders *orders, int64_t wall_ms, struct request *request, struct status *status) {
    for (size_t i = 0; i < orders->count; i++) {
        const struct order *order = orders->order[i];
        if (order->status.kind != REQUEST_SOS || order->request.test || order->status.test)
            continue;
        if (state_is_final(order->status.state) || wall_ms - order->status.created_at_ms > INT64_C(86400000))
            return false; /* the newest SOS decides */
        *request = order->request;
        *status = order->status;
        return true;
    }
    return false;
}

struct json_object *orders_for_wire(const struct orders *orders, int pending) {
    struct json_object *out = json_object_new_object();
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < orders->count; i++)
        json_object_array_add(list, message_status_for_wire(&orders->order[i]->status, &orders->order[i]->request));
    json_object_object_add(out, "requests", list);
    json_put_integer(out, "pending", pending);
    return out;
}
