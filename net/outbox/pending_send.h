/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_PENDING_SEND_H
#define STB_NET_OUTBOX_PENDING_SEND_H
/*
 * Inside the submitter: one outbox entry that the hotline has not answered yet, in memory and in the outbox. It is in
 * its request's list; only the first of the list has attempts, and a spoken note that a later entry overtook.
 */
#include "net/outbox/outbox.h"
#include "net/outbox/request_queue.h"

struct attempts;

struct pending_send {
    struct pending_send *next;
    struct submitter *submitter;
    struct queued_request *queued;
    struct outbox_entry entry;
    struct attempts *attempts;    /* NULL until this is its request's first send */
    uint64_t look_up;             /* the GET that asks for the request's status; 0 = none */
    int64_t asked_at_us, sent_us; /* monotonic: key-down, and the last byte of the answered try */
    bool reached_before;          /* a try before the restart may have reached the hotline */
    bool complained;              /* the log says that the send is tried again */
    bool held;                    /* not sent until TICKET is committed, or the disk takes nothing */
    int64_t ticket;               /* outbox.h */
};

/* A new entry of QUEUED with a key of its own and a copy of BODY, after the others. */
struct pending_send *pending_send_new(struct queued_request *queued, struct submitter *submitter,
                                      enum outbox_entry_kind kind, const char *body);
/* The same for an existing ENTRY; takes over its body. A spoken note stays last: a cancel must not wait for it. */
struct pending_send *pending_send_add(struct submitter *submitter, struct queued_request *queued,
                                      const struct outbox_entry *entry);
void pending_send_free(struct pending_send *send); /* in memory only; ends its calls */

/* Stores SEND as a new entry. Unless it is an SOS's, no byte leaves before the commit. */
void pending_send_store(struct pending_send *send);
void pending_send_hold(struct pending_send *send); /* sends no byte before all changes are committed */
bool pending_send_is_held(struct pending_send *send);
void pending_send_keep(const struct pending_send *send); /* stores tries, next try and reached */
void pending_send_end(struct pending_send *send);        /* frees SEND, removes its entry, stores the status */
void pending_send_end_all(struct queued_request *queued);

struct pending_send *pending_send_of(const struct queued_request *queued, enum outbox_entry_kind kind); /* or NULL */
bool pending_send_tells_status(const struct pending_send *send); /* its answer is a Status of the request */
bool pending_send_busy(const struct pending_send *send);         /* a call is under way */
/* SEND is in its first try: its answer may come a moment after an event that says the same. */
bool pending_send_in_first_try(const struct pending_send *send);
bool pending_send_may_have_reached(const struct pending_send *send); /* the hotline may have SEND */
/* Tells the owner of STATE (a state that only the box knows) unless the hotline has told more. */
void pending_send_tell_passing(struct pending_send *send, enum request_state state);
#endif
