/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes in: requests, what follows them, statuses, an earlier life. request_queue.c and pending_send.c keep it,
 * dispatch.c takes it to the hotline. Requests know nothing of each other, so none ever waits for another.
 *
 * The trap is the order of sending and storing. An order is committed before its bytes leave: it is held until its
 * ticket is (outbox.h), or the disk takes nothing. An SOS is the other way round: its bytes leave first and everything
 * else comes after, and may fail.
 *
 * The owner is told last, when all is consistent, so it may call back in; after telling, a request is found by its id
 * again.
 */
#include "net/outbox/submitter.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/api/api_request.h"
#include "net/outbox/after_commit.h"
#include "net/outbox/dispatch.h"
#include "net/outbox/earlier_life.h"
#include "net/outbox/pending_send.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    SPREAD_MS = 2000, /* ordinary entries start within it after the line came back */
    VOICE_LASTS_MS = 24 * 3600 * 1000,
};

int submitter_pending(const struct submitter *submitter) {
    int count = 0;
    for (const struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        for (const struct pending_send *send = queued->sends; send && !queued->status.test; send = send->next)
            count++;
    return count;
}

/* --- new entries */

/* For an SOS the bytes leave before anything is stored, and whether it can be stored or not. */
static void add_entry(struct submitter *submitter, struct queued_request *queued, enum outbox_entry_kind kind,
                      const char *body) {
    struct pending_send *send = pending_send_new(queued, submitter, kind, body);
    if (send->entry.urgent)
        dispatch_launch(queued);
    pending_send_store(send);
    dispatch_start(queued);
}

bool submitter_confirm(struct submitter *submitter, const char *id) {
    struct queued_request *queued = request_queue_know(submitter, id);
    if (!queued)
        return false;
    if (!pending_send_of(queued, OUTBOX_CONFIRM))
        add_entry(submitter, queued, OUTBOX_CONFIRM, "{}");
    return true;
}

bool submitter_presses(struct submitter *submitter, const char *id, int presses) {
    struct queued_request *queued = request_queue_know(submitter, id);
    char body[40];
    if (!queued)
        return false;
    struct pending_send *older = pending_send_of(queued, OUTBOX_PRESSES);
    while (older && older->attempts) /* on its way: its bytes must not change */
        older = older->next && older->next->entry.kind == OUTBOX_PRESSES ? older->next : NULL;
    snprintf(body, sizeof body, "{\"presses\":%d}", presses);
    add_entry(submitter, queued, OUTBOX_PRESSES, body);
    if (older)
        pending_send_end(older); /* the newer count includes this one */
    return true;
}

bool submitter_cancel(struct submitter *submitter, const char *id) {
    struct queued_request *queued = request_queue_know(submitter, id);
    if (!queued)
        return false;
    if (request_state_is_final(queued->status.state) || pending_send_of(queued, OUTBOX_CANCEL))
        return true;
    struct pending_send *first = queued->sends;
    bool never_left = first && first->entry.kind == OUTBOX_CREATE && !pending_send_may_have_reached(first);
    queued->status.cancel_asked = !never_left;
    if (never_left) {
        queued->status.state = STATE_CANCELLED;
        pending_send_end_all(queued);
        queued->ended_untold = true;
        queued->end_ticket = outbox_ticket(submitter->setup.outbox);
        submitter_stored(submitter);
    } else {
        request_queue_keep_status(submitter, &queued->status);
        add_entry(submitter, queued, OUTBOX_CANCEL, "{}");
        struct status known = queued->status;
        request_queue_tell(submitter, &known);
    }
    return true;
}

void submitter_reply(struct submitter *submitter, const char *notice_id, const char *choice) {
    struct status status = {.kind = REQUEST_SERVICE, .eta_minutes = -1};
    struct queued_request *queued = request_queue_find(submitter, notice_id);
    struct json_object *body = json_object_new_object();
    snprintf(status.id, sizeof status.id, "%s", notice_id);
    if (!queued)
        queued = request_queue_add(submitter, &status);
    json_put_text(body, "choice", choice);
    add_entry(submitter, queued, OUTBOX_REPLY, json_object_to_json_string(body));
    json_object_put(body);
}

/* --- new requests */

static void stamp(struct submitter *submitter, struct request *request) {
    request->created_at_ms = submitter->setup.wall_ms(submitter->setup.data);
    request->sequence = submitter->sequence;
}

static void draw_sequence(struct submitter *submitter) {
    submitter->sequence = outbox_next_sequence(submitter->setup.outbox);
}

static struct pending_send *add_request(struct submitter *submitter, const struct request *request) {
    struct status status = {.kind = request->kind, .created_at_ms = request->created_at_ms, .eta_minutes = -1};
    status.test = request->test;
    status.not_stored = request->kind != REQUEST_SOS;
    status.can_cancel = request->kind != REQUEST_SOS; /* until the hotline, which has not got it yet, says otherwise */
    memcpy(status.id, request->id, sizeof status.id);
    memcpy(status.service, request->service, sizeof status.service);
    struct queued_request *queued = request_queue_add(submitter, &status);
    queued->of_this_life = true;
    char *body = api_request_write(request);
    struct pending_send *send = pending_send_new(queued, submitter, OUTBOX_CREATE, body);
    free(body);
    if (request->expires_s > 0)
        send->entry.expires_at_ms = request->created_at_ms + request->expires_s * INT64_C(1000);
    return send;
}

void submitter_sos(struct submitter *submitter, struct request *sos) {
    int64_t asked_at_us = loop_now_us();
    request_new_id(sos->id);
    stamp(submitter, sos);
    struct pending_send *send = add_request(submitter, sos);
    struct queued_request *queued = send->queued;
    send->asked_at_us = asked_at_us;
    dispatch_launch(queued);
    if (!sos->test)
        outbox_add_request(submitter->setup.outbox, sos, &queued->status, &send->entry, NULL);
    draw_sequence(submitter);
    dispatch_tell_sending(queued);
}

static const char *answer_of(const struct request *request, const char *step) {
    for (size_t i = 0; i < request->answer_count; i++)
        if (strcmp(request->answers[i].step, step) == 0)
            return request->answers[i].option;
    return "";
}

/* NULL = REQUEST does not name VOICE, and the hotline would refuse it. */
static struct pending_send *add_voice(struct submitter *submitter, struct queued_request *queued,
                                      const struct request *request, const struct request_voice *voice) {
    struct outbox_entry entry = {.kind = OUTBOX_VOICE, .expires_at_ms = request->created_at_ms + VOICE_LASTS_MS};
    if (strcmp(answer_of(request, voice->step), REQUEST_SPOKEN) != 0 || !voice->length ||
        voice->length > REQUEST_VOICE_MAX)
        return NULL;
    memcpy(entry.request_id, request->id, sizeof entry.request_id);
    snprintf(entry.step, sizeof entry.step, "%s", voice->step);
    request_new_id(entry.key);
    entry.length = voice->length;
    entry.body = memory_copy(voice->sound, voice->length);
    return pending_send_add(submitter, queued, &entry);
}

static bool never_was(struct queued_request *queued) {
    while (queued->sends)
        pending_send_free(queued->sends);
    queued->status.id[0] = 0;
    return false;
}

bool submitter_submit_spoken(struct submitter *submitter, struct request *request, const struct request_voice *voice) {
    struct queued_request *known = request_queue_know(submitter, request->id);
    if (known) {
        known->untold = true;
        submitter_stored(submitter);
        return true;
    }
    stamp(submitter, request);
    struct pending_send *send = add_request(submitter, request);
    struct queued_request *queued = send->queued;
    struct pending_send *spoken = voice ? add_voice(submitter, queued, request, voice) : NULL;
    if (voice && !spoken)
        return never_was(queued);
    outbox_add_request(submitter->setup.outbox, request, &queued->status, &send->entry, spoken ? &spoken->entry : NULL);
    pending_send_hold(send);
    if (spoken)
        pending_send_hold(spoken);
    queued->untold = true;
    queued->ticket = send->ticket;
    draw_sequence(submitter);
    dispatch_watch_expiry(submitter);
    struct status told = queued->status;
    request_queue_tell(submitter, &told);
    submitter_stored(submitter); /* no wait for a disk that takes nothing */
    return true;
}

bool submitter_submit(struct submitter *submitter, struct request *request) {
    return submitter_submit_spoken(submitter, request, NULL);
}

void submitter_drop(struct submitter *submitter, const char *id) {
    struct queued_request *queued = request_queue_find(submitter, id);
    if (queued && queued->status.test)
        pending_send_end_all(queued);
}

/* --- what comes another way */

void submitter_take_status(struct submitter *submitter, const struct status *status) {
    struct queued_request *queued = request_queue_know(submitter, status->id);
    struct status known = *status;
    if (queued && !request_status_take(&queued->status, status))
        return;
    if (queued)
        known = queued->status;
    request_queue_keep_status(submitter, &known);
    struct pending_send *first = queued ? queued->sends : NULL;
    if (first && first->entry.kind == OUTBOX_CREATE && !pending_send_in_first_try(first) &&
        request_state_is_proved(known.state)) {
        pending_send_end(first); /* the hotline has the request: only its answer was lost */
        dispatch_start(queued);
    }
    request_queue_tell(submitter, &known);
}

void submitter_wake(struct submitter *submitter) {
    for (struct queued_request *queued = submitter->requests; queued; queued = queued->next) {
        if (queued->sends && queued->sends->entry.urgent)
            dispatch_hurry(queued);
        else
            dispatch_launch_later(queued, 1 + random_draw() % SPREAD_MS);
    }
}

/* --- life */

static void shift(struct queued_request *queued, int64_t step_ms) {
    queued->status.created_at_ms += step_ms;
    for (struct pending_send *send = queued->sends; send; send = send->next) {
        send->entry.expires_at_ms += send->entry.expires_at_ms ? step_ms : 0;
        send->entry.next_try_ms += send->entry.next_try_ms ? step_ms : 0;
    }
}

void submitter_clock_stepped(struct submitter *submitter, int64_t step_ms) {
    for (struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        if (queued->of_this_life)
            shift(queued, step_ms);
    dispatch_watch_expiry(submitter);
}

void submitter_stored(struct submitter *submitter) {
    after_commit_go_on(submitter);
}

void submitter_resume(struct submitter *submitter) {
    earlier_life_take_up(submitter);
}

struct submitter *submitter_create(const struct submitter_setup *setup) {
    struct submitter *submitter = memory_new(1, sizeof *submitter);
    submitter->setup = *setup;
    submitter->expiry = loop_timer_create(setup->loop, dispatch_on_expiry, submitter);
    draw_sequence(submitter);
    return submitter;
}

void submitter_destroy(struct submitter *submitter) {
    if (!submitter)
        return;
    while (submitter->requests) {
        struct queued_request *queued = submitter->requests;
        while (queued->sends)
            pending_send_free(queued->sends);
        submitter->requests = queued->next;
        free(queued);
    }
    loop_timer_destroy(submitter->expiry);
    free(submitter);
}
