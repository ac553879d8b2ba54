/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One way for every change: alter the record, put it, add to its history, add the event, tell who listens. The record
 * in the store is the truth; nothing is kept in memory that a restart would lose. An SOS is `received` at once and
 * rings at the desk when its grace ends or a confirm comes, whichever is first; nothing the box does or fails to do
 * afterwards can stop that, only a cancel. A test never rings: when its grace ends it is closed, which proves the whole
 * path to whoever asked. The trap: two changes within one millisecond. A box takes a status only if it is later than
 * what it has, so updated_at always moves on.
 */
#include "tests/hotline/hotline.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/order.h"
#include "tests/hotline/tick.h"
#include "tests/hotline/ticket.h"

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

int64_t hotline_wall_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static int64_t monotonic_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

void hotline_new_id(char id[CONTRACT_ID_SIZE]) {
    unsigned char raw[16];
    if (getrandom(raw, sizeof raw, 0) != sizeof raw)
        abort();
    raw[6] = (unsigned char)((raw[6] & 0x0f) | 0x40); /* RFC 9562, version 4 */
    raw[8] = (unsigned char)((raw[8] & 0x3f) | 0x80);
    snprintf(id, CONTRACT_ID_SIZE, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", raw[0],
             raw[1], raw[2], raw[3], raw[4], raw[5], raw[6], raw[7], raw[8], raw[9], raw[10], raw[11], raw[12], raw[13],
             raw[14], raw[15]);
}

void hotline_time(int64_t ms, char text[32]) {
    time_t seconds = ms / 1000;
    struct tm utc;
    gmtime_r(&seconds, &utc);
    size_t used = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + used, 32 - used, ".%03dZ", (int)(ms % 1000));
}

struct json_object *hotline_status(const struct record *record) {
    struct json_object *status = json_object_new_object();
    char at[32];
    json_put_text(status, "id", record->id);
    json_put_text(status, "kind", flow_kind_names[record->kind]);
    if (record->service[0])
        json_put_text(status, "service", record->service);
    json_put_text(status, "status", flow_state_names[record->state]);
    hotline_time(record->updated_at_ms, at);
    json_put_text(status, "updated_at", at);
    json_put_text(status, "headline", record->headline);
    struct json_object *details = record->details ? json_tokener_parse(record->details) : NULL;
    json_object_object_add(status, "details", details ? details : json_object_new_array());
    json_put_text(status, "message", record->message);
    if (record->eta >= 0)
        json_put_integer(status, "eta_minutes", record->eta);
    if (record->retry_step[0])
        json_put_text(status, "retry_step", record->retry_step);
    if (record->test)
        json_put_truth(status, "test", true);
    json_put_truth(status, "can_cancel", flow_can_cancel(record->kind, record->service, record->state));
    return status;
}

void hotline_desk_changed(struct hotline *hotline) {
    hotline->version++;
    if (hotline->changed)
        hotline->changed(hotline->data, NULL);
}

void hotline_event(struct hotline *hotline, const char *device, const char *event, struct json_object *data) {
    store_add_event(hotline->store, device, event,
                    json_object_to_json_string_ext(data, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(data);
    hotline->version++;
    if (hotline->changed)
        hotline->changed(hotline->data, device);
}

struct json_object *hotline_notify(struct hotline *hotline, const char *device, struct json_object *notice) {
    char id[CONTRACT_ID_SIZE], at[32];
    int64_t now = hotline_wall_ms();
    hotline_new_id(id);
    hotline_time(now, at);
    json_put_text(notice, "id", id);
    json_put_text(notice, "at", at);
    store_put_notice(hotline->store, id, device, json_object_to_json_string(notice), now);
    hotline_event(hotline, device, "notice", json_object_get(notice));
    return notice;
}

void hotline_words(struct record *record) {
    words_headline(record->kind, record->service, record->state, record->eta, record->headline,
                   sizeof record->headline);
    snprintf(record->message, sizeof record->message, "%s",
             words_message(record->kind, record->service, record->state));
}

void hotline_keep(struct hotline *hotline, struct record *record, const char *by, bool told) {
    int64_t now = hotline_wall_ms();
    record->updated_at_ms = now > record->updated_at_ms ? now : record->updated_at_ms + 1;
    store_put(hotline->store, record);
    if (by)
        store_add_history(hotline->store, record->id, flow_state_names[record->state], record->updated_at_ms, by);
    if (told)
        hotline_event(hotline, record->device, "status", hotline_status(record));
    else
        hotline_desk_changed(hotline);
}

/* --- what can be chosen */

enum { ORDERS_MAX = 500 };

struct orders {
    struct json_object *list;
    const char *service;
};

/* An order holds its hour or its dishes until it is over without them. */
static void add_order(void *data, struct record *record) {
    struct orders *orders = data;
    bool gone = record->state == FLOW_REJECTED || record->state == FLOW_CANCELLED || record->state == FLOW_EXPIRED ||
                strcmp(record->service, orders->service) != 0;
    struct json_object *body = gone ? NULL : json_tokener_parse(record->body);
    if (!body)
        return;
    struct json_object *order = json_object_new_object();
    json_put_text(order, "service", record->service);
    json_object_object_add(order, "answers", json_object_get(json_child(body, "answers")));
    json_object_object_add(order, "items", json_object_get(json_child(body, "items")));
    json_object_object_add(order, "at_ms", json_object_new_int64(record->received_at_ms));
    json_object_array_add(orders->list, order);
    json_object_put(body);
}

struct choices hotline_choices(struct hotline *hotline, const char *service) {
    struct choices choices = {hotline->catalog.json, hotline->profile.json, NULL, hotline_wall_ms()};
    if (hotline->hour >= 0)
        choices.now_ms = calendar_midnight(choices.now_ms) + hotline->hour * INT64_C(3600000);
    struct orders orders = {NULL, service};
    if (service && (strcmp(service, "hospital") == 0 || strcmp(service, "meal") == 0)) {
        orders.list = choices.orders = json_object_new_array();
        store_each(hotline->store, NULL, ORDERS_MAX, add_order, &orders);
    }
    return choices;
}

/* --- what the box asks */

static void set_details(struct record *record, struct json_object *details) {
    if (!details)
        return;
    free(record->details);
    record->details = strdup(json_object_to_json_string_ext(details, JSON_C_TO_STRING_PLAIN));
    json_object_put(details);
}

/* What had gone before it came is rejected at once, with a sentence and the step to choose again at. */
static void write_lost(struct record *record, const struct order_lost *lost) {
    record->state = FLOW_REJECTED;
    memcpy(record->headline, lost->headline, sizeof record->headline);
    memcpy(record->message, lost->message, sizeof record->message);
    memcpy(record->retry_step, lost->step, sizeof record->retry_step);
}

static void write_new(struct hotline *hotline, const char *device, const struct contract_request *request,
                      const char *text, struct record *record) {
    *record = (struct record){.kind = (enum flow_kind)request->kind,
                              .presses = (int)request->presses,
                              .grace_s = (int)request->grace_s,
                              .test = request->test || request->trigger == 3,
                              .received_at_ms = hotline_wall_ms(),
                              .number = 1 + (request->service[0] ? store_count(hotline->store, request->service) : 0),
                              .eta = -1};
    memcpy(record->id, request->id, sizeof record->id);
    memcpy(record->service, request->service, sizeof record->service);
    snprintf(record->device, sizeof record->device, "%s", device);
    record->body = strdup(text);
    if (record->kind == FLOW_SOS)
        record->ring_at_ms = record->received_at_ms + request->grace_s * 1000;
    if (record->kind == FLOW_SOS && request->grace_s == 0 && !record->test)
        record->ringing = true;
    record->stored_us = monotonic_us();
    hotline_words(record);
}

static void write_total(struct record *record, const struct choices *choices) {
    struct json_object *body = json_tokener_parse(record->body);
    set_details(record, ticket_received(choices, record->service, body));
    json_object_put(body);
}

/* The box's own call-back is the hand-over of the request that it is about. */
static void hand_over_asked_about(struct hotline *hotline, const struct record *callback) {
    struct json_object *body = json_tokener_parse(callback->body);
    struct record about;
    if (store_find(hotline->store, json_text(json_child(body, "answers"), "request", ""), &about)) {
        if (strcmp(about.device, callback->device) == 0)
            tick_hand_over(hotline, &about, "box");
        record_clear(&about);
    }
    json_object_put(body);
}

enum hotline_taken hotline_take(struct hotline *hotline, const char *device, const struct contract_request *request,
                                const char *text, struct record *record, char *error) {
    struct order_lost lost = {0};
    if (store_find(hotline->store, request->id, record)) {
        if (strcmp(record->device, device) == 0 && strcmp(record->body, text) == 0)
            return TAKEN_KNOWN;
        record_clear(record);
        snprintf(error, JSON_ERROR_SIZE, "id: is that of another request");
        return TAKEN_OTHER;
    }
    struct choices choices = hotline_choices(hotline, request->service);
    enum order_verdict verdict = order_check(&choices, request, &lost, error);
    if (verdict != ORDER_WRONG) {
        write_new(hotline, device, request, text, record);
        if (request->items)
            write_total(record, &choices);
        if (verdict == ORDER_LOST)
            write_lost(record, &lost);
        hotline_keep(hotline, record, verdict == ORDER_LOST ? "stock" : "box", false);
        if (record->kind == FLOW_CALLBACK)
            hand_over_asked_about(hotline, record);
        log_info("hotline", "%s %s taken from %s", flow_kind_names[record->kind], record->id, device);
    }
    json_object_put(choices.orders);
    return verdict == ORDER_WRONG ? TAKEN_WRONG : TAKEN_NEW;
}

void hotline_confirm(struct hotline *hotline, struct record *record) {
    if (record->kind != FLOW_SOS || record->confirmed || flow_is_final(record->state))
        return;
    record->confirmed = true;
    record->ring_at_ms = hotline_wall_ms();
    record->ringing = !record->test && record->state == FLOW_RECEIVED;
    store_put(hotline->store, record);
    store_add_history(hotline->store, record->id, "confirm", hotline_wall_ms(), "box");
    hotline_desk_changed(hotline);
}

void hotline_presses(struct hotline *hotline, struct record *record, int presses) {
    if (presses <= record->presses)
        return;
    record->presses = presses;
    store_put(hotline->store, record);
    hotline_desk_changed(hotline);
}

bool hotline_cancel(struct hotline *hotline, struct record *record) {
    if (record->state == FLOW_CANCELLED)
        return true;
    if (!flow_can_cancel(record->kind, record->service, record->state))
        return false;
    record->state = FLOW_CANCELLED;
    record->ringing = false;
    record->eta = -1;
    hotline_words(record);
    hotline_keep(hotline, record, "box", true);
    return true;
}

/* --- what the desk does */

static bool differs(const struct record *record, const struct contract_push *push, const char *details) {
    return (push->headline[0] && strcmp(push->headline, record->headline) != 0) ||
           (push->message[0] && strcmp(push->message, record->message) != 0) ||
           (push->eta >= 0 && push->eta != record->eta) || (details && strcmp(details, record->details) != 0);
}

static bool refuse(char *error, const struct record *record, enum flow_state to) {
    bool again = record->state == to;
    snprintf(error, JSON_ERROR_SIZE,
             again ? "status: is %s already, and nothing about it changes"
                   : "status: a request that is %s cannot become %s",
             flow_state_names[record->state], flow_state_names[to]);
    return false;
}

static void write_ticket(struct hotline *hotline, struct record *record) {
    struct json_object *body = json_tokener_parse(record->body);
    struct choices choices = hotline_choices(hotline, NULL);
    set_details(record, ticket_accepted(&choices, record->service, body, 36 + (unsigned)record->number));
    json_object_put(body);
}

bool hotline_push(struct hotline *hotline, struct record *record, const struct contract_push *push, const char *by,
                  char *error) {
    enum flow_state to = (enum flow_state)push->state;
    const char *details = push->details ? json_object_to_json_string_ext(push->details, JSON_C_TO_STRING_PLAIN) : NULL;
    bool again = record->state == to;
    if (!flow_may(record->kind, record->state, to) || (again && !differs(record, push, details)))
        return refuse(error, record, to);
    record->state = to;
    record->ringing = false;
    memcpy(record->retry_step, push->retry_step, sizeof record->retry_step);
    if (flow_is_final(to) || to == FLOW_ARRIVED)
        record->eta = -1;
    else if (push->eta >= 0 || !again)
        record->eta = (int)push->eta;
    if (details) {
        free(record->details);
        record->details = strdup(details);
    } else if (to == FLOW_ACCEPTED && !again) {
        write_ticket(hotline, record);
    }
    hotline_words(record);
    if (push->headline[0])
        memcpy(record->headline, push->headline, sizeof record->headline);
    if (push->message[0])
        memcpy(record->message, push->message, sizeof record->message);
    hotline_keep(hotline, record, by, true);
    return true;
}
