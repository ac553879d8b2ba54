/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_PENDING_SEND_H
#define STB_NET_OUTBOX_PENDING_SEND_H
/*
 * Inside the submitter: one outbox entry that the hotline has not answered yet, in memory and in the outbox. It belongs
 * to its request's list; only the first of that list has attempts, and a spoken note that something overtook.
 */
#include "net/outbox/outbox.h"
#include "net/outbox/request_queue.h"

struct attempts;

struct pending_send {
    struct pending_send *next;
    struct submitter *submitter;
    struct queued_request *queued;
    struct outbox_entry entry;
    struct attempts *attempts;    /* NULL until it is its request's first */
    uint64_t look_up;             /* the call that asks what the hotline knows; 0 = none */
    int64_t asked_at_us, sent_us; /* monotonic: the key, and the last byte of the try that was answered */
    bool reached_before;          /* a try of an earlier life may have reached the hotline */
    bool complained;              /* that it is tried again is in the log */
    bool held;                    /* until TICKET is committed, or the disk takes nothing */
    int64_t ticket;               /* outbox.h */
};

/* A new entry of QUEUED with a key of its own and a copy of BODY, behind the others. */
struct pending_send *pending_send_new(struct queued_request *queued, struct submitter *submitter,
                                      enum outbox_entry_kind kind, const char *body);
/* The same for an ENTRY that exists; takes its body. A spoken note is always last: a cancel must not wait for it. */
struct pending_send *pending_send_add(struct submitter *submitter, struct queued_request *queued,
                                      const struct outbox_entry *entry);
void pending_send_free(struct pending_send *send); /* in memory only; its calls are ended */

/* As a new entry. But of an SOS no byte of it leaves before the commit. */
void pending_send_store(struct pending_send *send);
void pending_send_hold(struct pending_send *send); /* no byte of it leaves before all that changed is committed */
bool pending_send_is_held(struct pending_send *send);
void pending_send_keep(const struct pending_send *send); /* its tries, next try and reached */
void pending_send_end(struct pending_send *send);        /* frees it; in the outbox too, with the request's status */
void pending_send_end_all(struct queued_request *queued);

struct pending_send *pending_send_of(const struct queued_request *queued, enum outbox_entry_kind kind); /* or NULL */
bool pending_send_tells_status(const struct pending_send *send); /* its answer is a Status of the request */
bool pending_send_busy(const struct pending_send *send);         /* a call is under way */
/* In its first try: the answer may be a moment behind what an event says. */
bool pending_send_in_first_try(const struct pending_send *send);
bool pending_send_may_have_reached(const struct pending_send *send); /* the hotline may have it */
/* Tells STATE, one that only the box knows, unless more is known already. */
void pending_send_tell_passing(struct pending_send *send, enum request_state state);
#endif
