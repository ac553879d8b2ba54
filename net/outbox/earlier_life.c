/* SPDX-License-Identifier: Apache-2.0 */
/* After a restart the entries are sent with their old keys, so the hotline does nothing twice. */
#include "net/outbox/earlier_life.h"

#include <assert.h>
#include <string.h>

#include "net/outbox/dispatch.h"
#include "net/outbox/pending_send.h"
#include "net/transport/random.h"

enum {
    SPREAD_MS = 2000,     /* ordinary entries start within it */
    HELD_MOST_MS = 60000, /* the most that a Retry-After from before the restart counts */
};

static bool has_send(const struct queued_request *queued, const char *key) {
    const struct pending_send *send = queued->sends;
    while (send && strcmp(send->entry.key, key) != 0)
        send = send->next;
    return send;
}

static bool take_up(void *data, const struct outbox_entry *kept) {
    struct submitter *submitter = data;
    struct outbox_entry entry = *kept;
    assert(entry.kind < OUTBOX_ENTRY_KINDS);
    struct queued_request *queued = request_queue_know(submitter, entry.request_id);
    if (queued && has_send(queued, entry.key))
        return true;
    struct status blank = {.kind = entry.urgent ? REQUEST_SOS : REQUEST_SERVICE, .eta_minutes = -1};
    memcpy(blank.id, entry.request_id, sizeof blank.id);
    if (!queued)
        queued = request_queue_add(submitter, &blank);
    entry.body = outbox_entry_copy_body(kept);
    pending_send_add(submitter, queued, &entry)->reached_before = entry.reached;
    return true;
}

/* Urgent entries start at once; the others spread, and not before the hotline's Retry-After. */
static void start_again(struct queued_request *queued) {
    struct pending_send *send = queued->sends;
    struct submitter *submitter = send->submitter;
    if (send->entry.urgent) {
        dispatch_start(queued);
        return;
    }
    int64_t held = send->entry.next_try_ms - submitter->setup.wall_ms(submitter->setup.data);
    int64_t delay = 1 + random_draw() % SPREAD_MS;
    if (held > delay && held <= HELD_MOST_MS)
        delay = held;
    dispatch_launch_later(queued, delay);
    pending_send_tell_passing(send, STATE_WAITING);
}

void earlier_life_take_up(struct submitter *submitter) {
    outbox_each_entry(submitter->setup.outbox, take_up, submitter);
    for (struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        if (queued->sends && !queued->sends->attempts)
            start_again(queued);
    dispatch_on_expiry(submitter);
}
