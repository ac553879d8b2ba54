/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_REQUEST_QUEUE_H
#define STB_NET_OUTBOX_REQUEST_QUEUE_H
/*
 * Inside the sender (submitter.c, dispatch.c, request_queue.c): a queued request for each request in motion, with what is known
 * of it and its jobs, one for each entry, in the order of their delivery. Only the first job of a queued request has a
 * delivery, and a spoken note that was on its way when something went before it.
 */
#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"

struct attempts;
struct loop_timer;

struct pending_send {
    struct pending_send *next;
    struct submitter *submitter;
    struct queued_request *queued;
    struct outbox_entry entry;
    struct attempts *attempts; /* NULL until it is the first of its queued request */
    uint64_t look_up;          /* the call that asks what the hotline knows */
    int64_t asked_at_us, sent_us;
    bool reached_before; /* in an earlier life */
    bool complained;
};

struct queued_request {
    struct queued_request *next;
    struct status status;
    bool of_this_life; /* asked in it, not taken up from the outbox */
    struct pending_send *jobs;
};

struct submitter {
    struct submitter_setup setup;
    struct queued_request *parcels; /* newest first */
    struct loop_timer *expiry;
    int64_t sequence; /* drawn ahead, so that an SOS need not wait for the disk */
};

/* NULL = unknown. Found in memory; known also from the outbox, and taken back into memory. */
struct queued_request *request_queue_find(const struct submitter *submitter, const char *id);
struct queued_request *request_queue_know(struct submitter *submitter, const char *id);
struct queued_request *request_queue_add(struct submitter *submitter,
                                         const struct status *status); /* NULL = no memory */
struct pending_send *request_queue_job(const struct queued_request *queued,
                                       enum outbox_entry_kind kind); /* the first of that kind, or NULL */
void request_queue_end_jobs(struct queued_request *queued);

/* A new entry of a queued request at the end of its jobs, with a key of its own; NULL = no memory. */
struct pending_send *pending_send_new(struct queued_request *queued, struct submitter *submitter,
                                      enum outbox_entry_kind kind, const char *body);
/* Takes the body. What was spoken is always last: a cancel must not wait for it. */
struct pending_send *pending_send_add(struct submitter *submitter, struct queued_request *queued,
                                      const struct outbox_entry *entry);
bool pending_send_tells_status(const struct pending_send *send); /* its answer is a Status of the request */
bool pending_send_busy(const struct pending_send *send);
bool pending_send_in_first_try(
    const struct pending_send *send); /* its answer may be a moment behind what an event says */
bool pending_send_may_have_reached(const struct pending_send *send);
bool pending_send_store(struct pending_send *send);      /* as a new entry; true also where there is no outbox */
void pending_send_keep(const struct pending_send *send); /* tries, next try and reached */
void pending_send_end(
    struct pending_send *send); /* in memory and on the disk, in one transaction with what it led to */
void pending_send_free(struct pending_send *send); /* in memory only */
/* A state that only the box knows, unless more is known already. */
void pending_send_tell_passing(struct pending_send *send, enum request_state state);

/* Not of a test: nobody looks it up, and a daily one would wear the flash and drive real ones out. */
void request_queue_keep_status(struct submitter *submitter, const struct status *status);
/* STATUS is the caller's copy: whoever is told may make the queued request go. */
void request_queue_tell(struct submitter *submitter, const struct status *status);
#endif
