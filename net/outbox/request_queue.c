/* SPDX-License-Identifier: Apache-2.0 */
/* The submitter works from this list in memory; the outbox has it on the disk. */
#include "net/outbox/request_queue.h"

#include <stdlib.h>
#include <string.h>

#include "net/outbox/outbox.h"
#include "stb-app/base/memory.h"

enum { RESTED_MAX = 16 }; /* requests without a pending send */

struct queued_request *request_queue_find(const struct submitter *submitter, const char *id) {
    struct queued_request *queued = submitter->requests;
    while (queued && strcmp(queued->status.id, id) != 0)
        queued = queued->next;
    return queued;
}

static void forget_rested(struct submitter *submitter) {
    int rested = 0;
    for (struct queued_request **place = &submitter->requests; *place;) {
        struct queued_request *queued = *place;
        if (queued->sends || queued->untold || queued->ended_untold || ++rested <= RESTED_MAX) {
            place = &queued->next;
            continue;
        }
        *place = queued->next;
        free(queued);
    }
}

struct queued_request *request_queue_add(struct submitter *submitter, const struct status *status) {
    forget_rested(submitter);
    struct queued_request *queued = memory_new(1, sizeof *queued);
    queued->status = *status;
    queued->next = submitter->requests;
    return submitter->requests = queued;
}

struct queued_request *request_queue_know(struct submitter *submitter, const char *id) {
    struct queued_request *queued = request_queue_find(submitter, id);
    struct request request;
    struct status status;
    if (queued || !outbox_find(submitter->setup.outbox, id, &request, &status))
        return queued;
    return request_queue_add(submitter, &status);
}

void request_queue_keep_status(struct submitter *submitter, const struct status *status) {
    if (!status->test)
        outbox_keep_status(submitter->setup.outbox, status);
}

void request_queue_tell(struct submitter *submitter, const struct status *status) {
    submitter->setup.on_status(submitter->setup.data, status);
}
