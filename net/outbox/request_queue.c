/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parcels and their jobs, in memory and on the disk. The disk may refuse, or not be there at all: memory is what the
 * sender works from, and a queued request stays in it for a while after its last job, so that a box without a disk still knows
 * its requests. The trap: a status that is told may come back as a call that adds or ends jobs, so it is told from a
 * copy, and last.
 */
#include "net/outbox/request_queue.h"

#include <stdlib.h>
#include <string.h>

#include "net/outbox/attempts.h"
#include "net/transport/https.h"
#include "stb-app/base/loop.h"

enum { RESTED_MAX = 16 };

struct queued_request *request_queue_find(const struct submitter *submitter, const char *id) {
    struct queued_request *queued = submitter->parcels;
    while (queued && strcmp(queued->status.id, id) != 0)
        queued = queued->next;
    return queued;
}

static void forget_rested(struct submitter *submitter) {
    int rested = 0;
    for (struct queued_request **place = &submitter->parcels; *place;) {
        struct queued_request *queued = *place;
        if (queued->jobs || ++rested <= RESTED_MAX) {
            place = &queued->next;
            continue;
        }
        *place = queued->next;
        free(queued);
    }
}

struct queued_request *request_queue_add(struct submitter *submitter, const struct status *status) {
    forget_rested(submitter);
    struct queued_request *queued = calloc(1, sizeof *queued);
    if (!queued)
        return NULL;
    queued->status = *status;
    queued->next = submitter->parcels;
    submitter->parcels = queued;
    return queued;
}

/* In memory, or taken back into it from the outbox. */
struct queued_request *request_queue_know(struct submitter *submitter, const char *id) {
    struct queued_request *queued = request_queue_find(submitter, id);
    struct request request;
    struct status status;
    if (queued || !submitter->setup.outbox || !outbox_find(submitter->setup.outbox, id, &request, &status))
        return queued;
    return request_queue_add(submitter, &status);
}

struct pending_send *pending_send_add(struct submitter *submitter, struct queued_request *queued,
                                      const struct outbox_entry *entry) {
    struct pending_send *send = calloc(1, sizeof *send);
    if (!send)
        return NULL;
    *send =
        (struct pending_send){.submitter = submitter, .queued = queued, .entry = *entry, .asked_at_us = loop_now_us()};
    struct pending_send **place = &queued->jobs;
    while (*place && (entry->kind == OUTBOX_VOICE || (*place)->entry.kind != OUTBOX_VOICE))
        place = &(*place)->next;
    send->next = *place;
    return *place = send;
}

void pending_send_free(struct pending_send *send) {
    struct pending_send **place = &send->queued->jobs;
    while (*place != send)
        place = &(*place)->next;
    *place = send->next;
    struct submitter_setup *setup = &send->submitter->setup;
    https_cancel(send->entry.urgent ? setup->urgent : setup->ordinary, send->look_up);
    attempts_destroy(send->attempts);
    outbox_entry_clear(&send->entry);
    free(send);
}

bool pending_send_busy(const struct pending_send *send) {
    return send->look_up || (send->attempts && attempts_busy(send->attempts));
}

bool pending_send_in_first_try(const struct pending_send *send) {
    return pending_send_busy(send) && attempts_tries(send->attempts) == 1;
}

bool pending_send_tells_status(const struct pending_send *send) {
    return send->entry.kind != OUTBOX_REPLY && send->entry.kind != OUTBOX_VOICE;
}

bool pending_send_may_have_reached(const struct pending_send *send) {
    return send->attempts ? attempts_reached(send->attempts) : send->reached_before;
}

struct pending_send *request_queue_job(const struct queued_request *queued, enum outbox_entry_kind kind) {
    struct pending_send *send = queued->jobs;
    while (send && send->entry.kind != kind)
        send = send->next;
    return send;
}

struct pending_send *pending_send_new(struct queued_request *queued, struct submitter *submitter,
                                      enum outbox_entry_kind kind, const char *body) {
    struct outbox_entry entry = {.kind = kind, .urgent = queued->status.kind == REQUEST_SOS, .reached = true};
    memcpy(entry.request_id, queued->status.id, sizeof entry.request_id);
    request_new_id(entry.key);
    entry.body = strdup(body);
    struct pending_send *send = entry.body ? pending_send_add(submitter, queued, &entry) : NULL;
    if (!send)
        outbox_entry_clear(&entry);
    return send;
}

bool pending_send_store(struct pending_send *send) {
    struct outbox *outbox = send->submitter->setup.outbox;
    return !outbox || outbox_add_entry(outbox, &send->entry);
}

/* --- telling and storing */

/* STATUS is the caller's copy: whoever is told may make the queued request go. */
void request_queue_tell(struct submitter *submitter, const struct status *status) {
    submitter->setup.on_status(submitter->setup.data, status);
}

void pending_send_tell_passing(struct pending_send *send, enum request_state state) {
    struct status *known = &send->queued->status;
    if (send->entry.kind != OUTBOX_CREATE || request_state_is_proved(known->state) || known->state >= state)
        return;
    known->state = state;
    struct status told = *known;
    request_queue_tell(send->submitter, &told);
}

void request_queue_keep_status(struct submitter *submitter, const struct status *status) {
    if (submitter->setup.outbox && !status->test)
        outbox_keep_status(submitter->setup.outbox, status);
}

void pending_send_keep(const struct pending_send *send) {
    if (send->submitter->setup.outbox && send->entry.number)
        outbox_keep_entry(send->submitter->setup.outbox, &send->entry);
}

/* The job is over, in memory and on the disk, in one transaction with what it led to. */
void pending_send_end(struct pending_send *send) {
    struct outbox *outbox = send->submitter->setup.outbox;
    const struct status *led_to = pending_send_tells_status(send) ? &send->queued->status : NULL;
    if (outbox && send->entry.number)
        outbox_end_entry(outbox, send->entry.number, led_to);
    else if (led_to) /* an SOS that could not be stored when it was pressed */
        request_queue_keep_status(send->submitter, led_to);
    pending_send_free(send);
}

void request_queue_end_jobs(struct queued_request *queued) {
    while (queued->jobs)
        pending_send_end(queued->jobs);
}
