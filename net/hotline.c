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
#include "net/outbox/outbox.h"
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
    if (hotline->requests && hotline->notices && hotline->options && hotline->images && hotline->drafts &&
        hotline->submitter && hotline->stream && hotline->heartbeat && hotline->catalog && hotline->overdue &&
        hotline->resync)
        return hotline;
    hotline_destroy(hotline);
    return NULL;
}

void hotline_destroy(struct hotline *hotline) {
    if (!hotline)
        return;
    resync_destroy(hotline->resync);
    overdue_destroy(hotline->overdue);
    step_options_destroy(hotline->options);
    image_fetch_destroy(hotline->images);
    cart_drafts_destroy(hotline->drafts);
    catalog_destroy(hotline->catalog);
    heartbeat_destroy(hotline->heartbeat);
    event_stream_destroy(hotline->stream);
    submitter_destroy(hotline->submitter);
    https_destroy(hotline->ordinary);
    https_destroy(hotline->urgent);
    notices_destroy(hotline->notices);
    request_log_destroy(hotline->requests);
    outbox_close(hotline->outbox);
    free(hotline);
}

void hotline_start(struct hotline *hotline) {
    hotline->started = true;
    submitter_resume(hotline->submitter);
    char *last_id = hotline->outbox ? outbox_setting(hotline->outbox, "last_event_id") : NULL;
    heartbeat_start(hotline->heartbeat);
    event_stream_start(hotline->stream, last_id ? last_id : "");
    free(last_id);
}

/* --- requests */

void hotline_sos(struct hotline *hotline, struct request *sos) {
    submitter_sos(hotline->submitter, sos);
    if (!sos->test)
        request_log_add(hotline->requests, sos);
}

void hotline_confirm(struct hotline *hotline, const char *id) {
    submitter_confirm(hotline->submitter, id);
}

void hotline_presses(struct hotline *hotline, const char *id, int presses) {
    submitter_presses(hotline->submitter, id, presses);
}

bool hotline_cancel(struct hotline *hotline, const char *id) {
    return submitter_cancel(hotline->submitter, id);
}

enum hotline_submit_result hotline_submit(struct hotline *hotline, struct request *request,
                                          const struct request_voice *voice, bool again, char same[REQUEST_ID_SIZE]) {
    int64_t since_ms = hotline_clock_now_ms(&hotline->clock) - SAME_ORDER_WITHIN_MS;
    if (!again && hotline->outbox && outbox_find_same(hotline->outbox, request, since_ms, same) &&
        strcmp(same, request->id) != 0)
        return HOTLINE_SAME;
    if (!submitter_submit_spoken(hotline->submitter, request, voice))
        return HOTLINE_NOT_SAVED;
    request_log_add(hotline->requests, request);
    cart_drafts_clear(hotline->drafts, request->service);
    return HOTLINE_SAVED;
}

bool hotline_reply(struct hotline *hotline, const char *id, const char *choice) {
    bool taken = notices_asks(hotline->notices, id, choice) && submitter_reply(hotline->submitter, id, choice);
    if (taken)
        notices_answer(hotline->notices, id, choice);
    hotline->setup.on_notices(hotline->setup.data, false);
    return taken;
}

/* --- what can be ordered */

void hotline_ask(struct hotline *hotline, const struct step_options_question *question) {
    step_options_ask(hotline->options, question);
}

void hotline_show_images(struct hotline *hotline, const char *const *names, size_t count) {
    image_fetch_show(hotline->images, names, count);
}

bool hotline_draft(struct hotline *hotline, struct json_object *message, char *error) {
    return cart_drafts_take(hotline->drafts, message, hotline_clock_now_ms(&hotline->clock), error);
}

struct json_object *hotline_drafts(struct hotline *hotline) {
    return cart_drafts_for_wire(hotline->drafts, hotline_clock_now_ms(&hotline->clock));
}

/* --- what is known */

enum link_state hotline_link(const struct hotline *hotline) {
    return heartbeat_state(hotline->heartbeat);
}

const struct hotline_clock *hotline_clock(const struct hotline *hotline) {
    return &hotline->clock;
}

int hotline_pending(const struct hotline *hotline) {
    return submitter_pending(hotline->submitter);
}

const char *hotline_catalog(const struct hotline *hotline) {
    return catalog_now(hotline->catalog);
}

const char *hotline_profile(const struct hotline *hotline) {
    return catalog_profile_now(hotline->catalog);
}

struct json_object *hotline_requests(const struct hotline *hotline) {
    return request_log_for_wire(hotline->requests, hotline_pending(hotline));
}

struct json_object *hotline_notices(const struct hotline *hotline) {
    return notices_for_wire(hotline->notices);
}

bool hotline_notice_waits(const struct hotline *hotline) {
    return notices_waiting(hotline->notices);
}

bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status) {
    return request_log_open_sos(hotline->requests, hotline_clock_now_ms(&hotline->clock), request, status);
}

void hotline_tested(struct hotline *hotline, int64_t at_ms) {
    hotline->tested_ms = at_ms;
}

void hotline_drop_test(struct hotline *hotline, const char *id) {
    submitter_drop(hotline->submitter, id);
}

void hotline_trouble(struct hotline *hotline, enum fault_kind kind, const char *error) {
    if (faults_set(&hotline->faults, kind, error, hotline_clock_now_ms(&hotline->clock)) && faults_is_urgent(kind) &&
        hotline->heartbeat)
        heartbeat_tell(hotline->heartbeat);
}

char *hotline_note(const struct hotline *hotline, const char *name) {
    return hotline->outbox ? outbox_setting(hotline->outbox, name) : NULL;
}

bool hotline_keep_note(struct hotline *hotline, const char *name, const char *value) {
    return hotline->outbox && outbox_set_setting(hotline->outbox, name, value);
}

int64_t hotline_heard_ago_ms(const struct hotline *hotline) {
    return heartbeat_heard_ago_ms(hotline->heartbeat);
}

void hotline_person_waits(struct hotline *hotline, bool waits) {
    event_stream_person_waits(hotline->stream, waits);
    heartbeat_person_waits(hotline->heartbeat, waits);
    catalog_person_looks(hotline->catalog, waits);
}
