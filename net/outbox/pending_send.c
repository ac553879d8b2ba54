/* SPDX-License-Identifier: Apache-2.0 */
/* The trap: the owner that gets a status may add or end pending sends, so it gets a copy, and last. */
#include "net/outbox/pending_send.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "net/outbox/attempts.h"
#include "net/transport/https.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

/* --- in memory */

struct pending_send *pending_send_add(struct submitter *submitter, struct queued_request *queued,
                                      const struct outbox_entry *entry) {
    struct pending_send *send = memory_new(1, sizeof *send);
    *send =
        (struct pending_send){.submitter = submitter, .queued = queued, .entry = *entry, .asked_at_us = loop_now_us()};
    struct pending_send **place = &queued->sends;
    while (*place && (entry->kind == OUTBOX_VOICE || (*place)->entry.kind != OUTBOX_VOICE))
        place = &(*place)->next;
    send->next = *place;
    return *place = send;
}

struct pending_send *pending_send_new(struct queued_request *queued, struct submitter *submitter,
                                      enum outbox_entry_kind kind, const char *body) {
    struct outbox_entry entry = {.kind = kind, .urgent = queued->status.kind == REQUEST_SOS, .reached = true};
    memcpy(entry.request_id, queued->status.id, sizeof entry.request_id);
    request_new_id(entry.key);
    entry.body = memory_text(body);
    return pending_send_add(submitter, queued, &entry);
}

void pending_send_free(struct pending_send *send) {
    struct pending_send **place = &send->queued->sends;
    while (*place != send)
        place = &(*place)->next;
    *place = send->next;
    struct submitter_setup *setup = &send->submitter->setup;
    https_cancel(send->entry.urgent ? setup->urgent : setup->ordinary, send->look_up);
    attempts_destroy(send->attempts);
    outbox_entry_clear(&send->entry);
    free(send);
}

/* --- in the outbox */

void pending_send_hold(struct pending_send *send) {
    send->held = !send->entry.urgent;
    send->ticket = outbox_ticket(send->submitter->setup.outbox);
}

bool pending_send_is_held(struct pending_send *send) {
    send->held = send->held && outbox_look(send->submitter->setup.outbox, send->ticket) == OUTBOX_UNDER_WAY;
    return send->held;
}

void pending_send_store(struct pending_send *send) {
    if (send->queued->status.test)
        return;
    outbox_add_entry(send->submitter->setup.outbox, &send->entry);
    pending_send_hold(send);
}

void pending_send_keep(const struct pending_send *send) {
    outbox_keep_entry(send->submitter->setup.outbox, &send->entry);
}

void pending_send_end(struct pending_send *send) {
    const struct status *led_to = pending_send_tells_status(send) ? &send->queued->status : NULL;
    if (!send->queued->status.test)
        outbox_end_entry(send->submitter->setup.outbox, send->entry.key, led_to);
    pending_send_free(send);
}

void pending_send_end_all(struct queued_request *queued) {
    for (struct pending_send *first; (first = queued->sends);) {
        pending_send_end(first);
        assert(queued->sends != first);
    }
}

/* --- what is known of it */

struct pending_send *pending_send_of(const struct queued_request *queued, enum outbox_entry_kind kind) {
    struct pending_send *send = queued->sends;
    while (send && send->entry.kind != kind)
        send = send->next;
    return send;
}

bool pending_send_tells_status(const struct pending_send *send) {
    return send->entry.kind != OUTBOX_REPLY && send->entry.kind != OUTBOX_VOICE;
}

bool pending_send_busy(const struct pending_send *send) {
    return send->look_up || (send->attempts && attempts_busy(send->attempts));
}

bool pending_send_in_first_try(const struct pending_send *send) {
    return pending_send_busy(send) && attempts_tries(send->attempts) == 1;
}

bool pending_send_may_have_reached(const struct pending_send *send) {
    return send->attempts ? attempts_reached(send->attempts) : send->reached_before;
}

void pending_send_tell_passing(struct pending_send *send, enum request_state state) {
    struct status *known = &send->queued->status;
    if (send->entry.kind != OUTBOX_CREATE || request_state_is_proved(known->state) || known->state >= state)
        return;
    known->state = state;
    struct status told = *known;
    request_queue_tell(send->submitter, &told);
}
