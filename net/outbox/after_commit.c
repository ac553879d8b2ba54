/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: whoever is told may call back in and add or end requests. So each is looked for anew, from the begin, and
 * marked as done before it is told.
 */
#include "net/outbox/after_commit.h"

#include <string.h>

#include "net/outbox/dispatch.h"
#include "net/outbox/pending_send.h"

static bool is_under_way(const struct pending_send *send) {
    return outbox_look(send->submitter->setup.outbox, send->ticket) == OUTBOX_UNDER_WAY;
}

static struct pending_send *released_send(const struct submitter *submitter) {
    for (const struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        if (queued->sends && queued->sends->held && !is_under_way(queued->sends))
            return queued->sends;
    return NULL;
}

static struct queued_request *decided_request(const struct submitter *submitter) {
    struct queued_request *queued = submitter->requests;
    while (queued && (!queued->untold || outbox_look(submitter->setup.outbox, queued->ticket) == OUTBOX_UNDER_WAY))
        queued = queued->next;
    return queued;
}

static struct queued_request *newly_stored(const struct submitter *submitter) {
    struct queued_request *queued = submitter->requests;
    while (queued &&
           (!queued->status.not_stored || outbox_look(submitter->setup.outbox, queued->ticket) != OUTBOX_STORED))
        queued = queued->next;
    return queued;
}

/* A request whose end is committed, or cannot be: sooner, a power cut would bring it back and send it after all. */
static struct queued_request *ended_request(const struct submitter *submitter) {
    struct queued_request *queued = submitter->requests;
    while (queued &&
           (!queued->ended_untold || outbox_look(submitter->setup.outbox, queued->end_ticket) == OUTBOX_UNDER_WAY))
        queued = queued->next;
    return queued;
}

/* The bytes leave first. The owner may call back in, so each request is looked for anew. */
void after_commit_go_on(struct submitter *submitter) {
    struct queued_request *queued;
    while ((queued = newly_stored(submitter))) {
        queued->status.not_stored = false;
        struct status known = queued->status;
        if (!queued->untold) /* else sending it tells that too */
            request_queue_tell(submitter, &known);
    }
    for (struct pending_send *send; (send = released_send(submitter));) {
        send->held = false;
        dispatch_start(send->queued);
    }
    while ((queued = ended_request(submitter))) {
        struct status known = queued->status;
        queued->ended_untold = false;
        request_queue_tell(submitter, &known);
    }
    while ((queued = decided_request(submitter))) {
        char id[REQUEST_ID_SIZE];
        memcpy(id, queued->status.id, sizeof id);
        queued->untold = false;
        submitter->setup.on_submitted(submitter->setup.data, id, !queued->status.not_stored);
    }
}
