/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub may ask of the hotline: each verb goes to the part whose it is; hotline_parts.c is how they are joined.
 */
#include "net/hotline_parts.h"

#include "net/data/cart_drafts.h"
#include "net/data/catalog.h"
#include "net/data/notices.h"
#include "net/data/overdue.h"
#include "net/data/request_log.h"
#include "net/data/resync.h"
#include "net/images/image_fetch.h"
#include "net/outbox/outbox_db.h"
#include "net/outbox/submitter.h"
#include "net/transport/event_stream.h"
#include "net/transport/https.h"

#include <stdlib.h>
#include <string.h>

enum { SAME_ORDER_WITHIN_MS = 180000 };

/* --- life */

struct hotline *hotline_create(const struct hotline_setup *setup) {
    struct hotline *hotline = calloc(1, sizeof *hotline);
    if (!hotline)
        return NULL;
    hotline->setup = *setup;
    hotline_open_parts(hotline);
    if (hotline->orders && hotline->notices && hotline->options && hotline->images && hotline->drafts &&
        hotline->sender && hotline->events && hotline->line && hotline->catalog && hotline->promise &&
        hotline->reconcile)
        return hotline;
    hotline_destroy(hotline);
    return NULL;
}

void hotline_destroy(struct hotline *hotline) {
    if (!hotline)
        return;
    reconcile_destroy(hotline->reconcile);
    promise_destroy(hotline->promise);
    options_destroy(hotline->options);
    images_destroy(hotline->images);
    drafts_destroy(hotline->drafts);
    catalog_destroy(hotline->catalog);
    line_destroy(hotline->line);
    events_destroy(hotline->events);
    sender_destroy(hotline->sender);
    https_destroy(hotline->ordinary);
    https_destroy(hotline->urgent);
    notices_destroy(hotline->notices);
    orders_destroy(hotline->orders);
    outbox_close(hotline->outbox);
    free(hotline);
}

void hotline_start(struct hotline *hotline) {
    hotline->started = true;
    sender_resume(hotline->sender);
    char *last_id = hotline->outbox ? outbox_note(hotline->outbox, "last_event_id") : NULL;
    line_start(hotline->line);
    events_start(hotline->events, last_id ? last_id : "");
    free(last_id);
}

/* --- requests */

void hotline_sos(struct hotline *hotline, struct request *sos) {
    sender_sos(hotline->sender, sos);
    if (!sos->test)
        orders_add(hotline->orders, sos);
}

void hotline_confirm(struct hotline *hotline, const char *id) {
    sender_confirm(hotline->sender, id);
}

void hotline_presses(struct hotline *hotline, const char *id, int presses) {
    sender_presses(hotline->sender, id, presses);
}

bool hotline_cancel(struct hotline *hotline, const char *id) {
    return sender_cancel(hotline->sender, id);
}

enum hotline_taken hotline_submit(struct hotline *hotline, struct request *request, const struct request_voice *voice,
                                  bool again, char same[REQUEST_ID_SIZE]) {
    int64_t since_ms = clock_now_ms(&hotline->clock) - SAME_ORDER_WITHIN_MS;
    if (!again && hotline->outbox && outbox_find_same(hotline->outbox, request, since_ms, same) &&
        strcmp(same, request->id) != 0)
        return HOTLINE_SAME;
    if (!sender_submit_spoken(hotline->sender, request, voice))
        return HOTLINE_NOT_SAVED;
    orders_add(hotline->orders, request);
    drafts_clear(hotline->drafts, request->service);
    return HOTLINE_SAVED;
}

bool hotline_reply(struct hotline *hotline, const char *id, const char *choice) {
    bool taken = notices_asks(hotline->notices, id, choice) && sender_reply(hotline->sender, id, choice);
    if (taken)
        notices_answer(hotline->notices, id, choice);
    hotline->setup.on_notices(hotline->setup.data, false);
    return taken;
}

/* --- what can be ordered */

void hotline_ask(struct hotline *hotline, const struct options_question *question) {
    options_ask(hotline->options, question);
}

void hotline_show_images(struct hotline *hotline, const char *const *names, size_t count) {
    images_show(hotline->images, names, count);
}

bool hotline_draft(struct hotline *hotline, struct json_object *message, char *why) {
    return drafts_take(hotline->drafts, message, clock_now_ms(&hotline->clock), why);
}

struct json_object *hotline_drafts(struct hotline *hotline) {
    return drafts_for_wire(hotline->drafts, clock_now_ms(&hotline->clock));
}

/* --- what is known */

enum link hotline_link(const struct hotline *hotline) {
    return line_state(hotline->line);
}

const struct clock *hotline_clock(const struct hotline *hotline) {
    return &hotline->clock;
}

int hotline_pending(const struct hotline *hotline) {
    return sender_pending(hotline->sender);
}

const char *hotline_catalog(const struct hotline *hotline) {
    return catalog_now(hotline->catalog);
}

const char *hotline_profile(const struct hotline *hotline) {
    return catalog_profile_now(hotline->catalog);
}

struct json_object *hotline_requests(const struct hotline *hotline) {
    return orders_for_wire(hotline->orders, hotline_pending(hotline));
}

struct json_object *hotline_notices(const struct hotline *hotline) {
    return notices_for_wire(hotline->notices);
}

bool hotline_notice_waits(const struct hotline *hotline) {
    return notices_waiting(hotline->notices);
}

bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status) {
    return orders_open_sos(hotline->orders, clock_now_ms(&hotline->clock), request, status);
}

void hotline_tested(struct hotline *hotline, int64_t at_ms) {
    hotline->tested_ms = at_ms;
}

void hotline_drop_test(struct hotline *hotline, const char *id) {
    sender_drop(hotline->sender, id);
}

void hotline_trouble(struct hotline *hotline, enum trouble_kind kind, const char *why) {
    if (troubles_set(&hotline->troubles, kind, why, clock_now_ms(&hotline->clock)) && trouble_is_urgent(kind) &&
        hotline->line)
        line_tell(hotline->line);
}

char *hotline_note(const struct hotline *hotline, const char *name) {
    return hotline->outbox ? outbox_note(hotline->outbox, name) : NULL;
}

bool hotline_keep_note(struct hotline *hotline, const char *name, const char *value) {
    return hotline->outbox && outbox_set_note(hotline->outbox, name, value);
}

int64_t hotline_heard_ago_ms(const struct hotline *hotline) {
    return line_heard_ago_ms(hotline->line);
}

void hotline_person_waits(struct hotline *hotline, bool waits) {
    events_person_waits(hotline->events, waits);
    line_person_waits(hotline->line, waits);
    catalog_person_looks(hotline->catalog, waits);
}
