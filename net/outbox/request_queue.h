/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_REQUEST_QUEUE_H
#define STB_NET_OUTBOX_REQUEST_QUEUE_H
/*
 * Inside the submitter: the requests in motion, each with its status and its pending sends in the order in which they
 * go out. A request without pending sends stays for a while, so that it need not be read again.
 */
#include "net/outbox/submitter.h"

struct loop_timer;
struct pending_send;

struct queued_request {
    struct queued_request *next;
    struct status status;
    bool of_this_life; /* asked since the start, not taken up from the outbox */
    int64_t ticket;    /* of its first commit (outbox.h); 0 = from before the restart */
    bool untold;       /* on_submitted() has not told of that commit yet */
    bool ended_untold; /* the box ended the request, and tells it when END_TICKET is committed */
    int64_t end_ticket;
    struct pending_send *sends; /* the first one is on its way, the others wait for it */
};

struct submitter {
    struct submitter_setup setup;
    struct queued_request *requests; /* newest first */
    struct loop_timer *expiry;
    int64_t sequence; /* of the next request */
};

struct queued_request *request_queue_find(const struct submitter *submitter, const char *id); /* NULL = not in memory */
/* As request_queue_find(), but reads a request that only the outbox has back into memory. */
struct queued_request *request_queue_know(struct submitter *submitter, const char *id);
/* A new request with STATUS, never NULL. May forget requests that have had no pending send for long. */
struct queued_request *request_queue_add(struct submitter *submitter, const struct status *status);

/* Stores STATUS, except a test's: nobody looks it up, and one a day would wear the flash and push real ones out. */
void request_queue_keep_status(struct submitter *submitter, const struct status *status);
/* Tells the submitter's owner. STATUS is the caller's copy: the owner may call back in, and the request may go. */
void request_queue_tell(struct submitter *submitter, const struct status *status);
#endif
