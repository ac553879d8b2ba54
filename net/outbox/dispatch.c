/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes a request's first pending send to the hotline, acts on the answer, and goes on with the next. The trap is the
 * late surprise: a taxi that comes for an order that expired or was called off. So an entry's REACHED is committed as
 * true before its bytes can leave, and taken back only when the try provably never left; an order that expires although
 * it may have reached the hotline is called off there.
 *
 * Ending a pending send destroys its attempts, whose callbacks run here: code that ended one returns at once.
 */
#include "net/outbox/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "net/outbox/attempts.h"
#include "net/outbox/pending_send.h"
#include "net/outbox/response.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

enum {
    LOOK_AGAIN_MS = 2000, /* after a look-up that brought no answer */
    LOOK_UP_MS = 15000,
    CLOCK_LOOK_MS = 60000, /* expiry follows a clock that may be corrected */
};

static const char *const paths[] = {
    "/v1/requests",           "/v1/requests/%s/confirm", "/v1/requests/%s/presses",
    "/v1/requests/%s/cancel", "/v1/notices/%s/reply",    "/v1/voice?request=%s&step=%s"};
_Static_assert(sizeof paths / sizeof *paths == OUTBOX_ENTRY_KINDS, "every kind of entry has its path");
static const char *const kind_names[] = {"a request",      "a confirmation", "a count of presses",
                                         "a cancellation", "a reply",        "a spoken note"};
_Static_assert(sizeof kind_names / sizeof *kind_names == OUTBOX_ENTRY_KINDS, "every kind of entry has its name");

/* SEND is settled: the next one starts before anybody is told. */
static void settle(struct pending_send *send) {
    struct submitter *submitter = send->submitter;
    struct queued_request *queued = send->queued;
    struct status known = queued->status;
    bool told = pending_send_tells_status(send);
    pending_send_end(send);
    dispatch_start(queued);
    if (told)
        request_queue_tell(submitter, &known);
}

/* --- what an answer means */

static void take_status(struct pending_send *send, const struct status *status) {
    struct status *known = &send->queued->status;
    request_status_take(known, status);
    if (send->entry.kind == OUTBOX_CANCEL)
        known->cancel_asked = false; /* the hotline has decided */
}

static void tell_reply_refused(const struct pending_send *send) {
    const struct submitter_setup *setup = &send->submitter->setup;
    if (setup->on_reply_refused)
        setup->on_reply_refused(setup->data, send->entry.request_id);
}

static void refused(struct pending_send *send, const struct https_answer *answer, const char *line) {
    struct status *known = &send->queued->status;
    log_warning("net", "the hotline refused %s: %s", kind_names[send->entry.kind], line);
    if (send->entry.kind == OUTBOX_CREATE) {
        known->state = STATE_REJECTED;
        known->cancel_asked = false;
        response_words(answer, known->message, sizeof known->message);
        while (send->next) /* the entries after it have nothing to act on */
            pending_send_end(send->next);
    } else if (send->entry.kind == OUTBOX_CANCEL) {
        known->cancel_asked = false;
    } else if (send->entry.kind == OUTBOX_REPLY) {
        tell_reply_refused(send);
    }
    settle(send);
}

static void never_had(struct pending_send *send) {
    struct status *known = &send->queued->status;
    known->cancel_asked = false;
    if (!request_state_is_final(known->state))
        known->state = STATE_CANCELLED;
    settle(send);
}

static void say_delivered(const struct pending_send *send) {
    if (!send->entry.urgent || send->entry.kind != OUTBOX_CREATE)
        return;
    log_info("net", "an SOS was received after %lld ms, try %d; its last byte left after %lld us",
             (long long)(loop_now_us() - send->asked_at_us) / 1000, attempts_tries(send->attempts),
             (long long)(send->sent_us ? send->sent_us - send->asked_at_us : -1));
    log_debug("net", "%s: last byte sent at %lld us", send->entry.request_id, (long long)send->sent_us);
    const struct submitter_setup *setup = &send->submitter->setup;
    bool first = send->entry.tries == 0 && !send->reached_before && attempts_tries(send->attempts) == 1;
    if (setup->on_delivered)
        setup->on_delivered(setup->data, send->queued->status.test, first);
}

static void tell_detour(const struct pending_send *send) {
    const struct submitter_setup *setup = &send->submitter->setup;
    if (send->entry.urgent && attempts_detoured(send->attempts) && setup->on_detour)
        setup->on_detour(setup->data);
}

static struct pending_send *send_looking_up(struct submitter *submitter, uint64_t number) {
    for (struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        for (struct pending_send *send = queued->sends; send; send = send->next)
            if (send->look_up == number)
                return send;
    return NULL;
}

static void on_list(void *data, const struct https_answer *answer) {
    struct submitter *submitter = data;
    struct pending_send *send = send_looking_up(submitter, answer->number);
    struct status status;
    char line[JSON_ERROR_SIZE] = "";
    if (!send)
        return;
    send->look_up = 0;
    switch (response_in_list(send->entry.request_id, answer, &status, line)) {
    case RESPONSE_DONE:
        take_status(send, &status);
        settle(send);
        break;
    case RESPONSE_UNKNOWN:
        refused(send, answer, "a conflict, and it does not know that request");
        break;
    default:
        log_info("net", "what the hotline knows is not to be had: %s", line);
        attempts_start(send->attempts, LOOK_AGAIN_MS);
    }
}

static void ask_what_it_knows(struct pending_send *send) {
    const struct submitter_setup *setup = &send->submitter->setup;
    struct https *https = send->entry.urgent ? setup->urgent : setup->ordinary;
    char url[400];
    snprintf(url, sizeof url, "%s/v1/requests?limit=10", setup->endpoints[https_prefer(https, setup->endpoints)]);
    attempts_stop(send->attempts);
    send->look_up = https_start(https, &(struct https_call){.method = "GET",
                                                            .url = url,
                                                            .accept = "application/json",
                                                            .timeout_ms = LOOK_UP_MS,
                                                            .done = on_list,
                                                            .data = send->submitter});
    if (!send->look_up)
        attempts_start(send->attempts, LOOK_AGAIN_MS);
}

/* Logs the reason once for each entry: an SOS may be tried for hours. */
static bool try_again(struct pending_send *send, const struct https_answer *answer, const char *line) {
    bool success = answer->status >= 200 && answer->status < 300;
    enum log_level level = send->complained ? LOG_LEVEL_DEBUG : success ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO;
    log_write(level, "net", "%s is to be tried again: %s", kind_names[send->entry.kind], line);
    send->complained = true;
    if (success || answer->too_large)
        send->submitter->setup.on_refused(send->submitter->setup.data, line);
    return false;
}

static bool on_answer(void *data, const struct https_answer *answer) {
    struct pending_send *send = data;
    struct submitter *submitter = send->submitter;
    struct status status;
    char line[JSON_ERROR_SIZE] = "";
    enum response response = response_of(&send->entry, answer, &status, line);
    if (response == RESPONSE_AGAIN)
        return try_again(send, answer, line);
    send->sent_us = answer->sent_us;
    attempts_stop(send->attempts);
    switch (response) {
    case RESPONSE_DONE:
    case RESPONSE_TOLD:
        say_delivered(send);
        tell_detour(send);
        if (pending_send_tells_status(send))
            take_status(send, &status);
        settle(send);
        break;
    case RESPONSE_UNKNOWN:
        never_had(send);
        break;
    case RESPONSE_ASK:
        ask_what_it_knows(send);
        break;
    default:
        refused(send, answer, line);
    }
    if (response == RESPONSE_DONE) {
        submitter->setup.on_refused(submitter->setup.data, NULL);
        submitter->setup.on_traffic(submitter->setup.data);
    }
    return true;
}

/* --- expiry */

/* Nobody will listen to the spoken note any more. */
static void drop_voice(struct pending_send *send, const char *error) {
    struct queued_request *queued = send->queued;
    log_warning("net", "a spoken note is dropped: %s", error);
    pending_send_end(send);
    dispatch_start(queued);
}

/* An order that never reached the hotline ends here; one that may have is cancelled there, so that nobody comes. */
static void expire(struct pending_send *send) {
    struct submitter *submitter = send->submitter;
    struct queued_request *queued = send->queued;
    if (send->entry.kind == OUTBOX_VOICE) {
        drop_voice(send, "it could not be delivered for a day");
        return;
    }
    log_info("net", "a request expired unanswered");
    if (!request_state_is_proved(queued->status.state))
        queued->status.state = STATE_EXPIRED;
    queued->status.cancel_asked = false;
    struct status known = queued->status;
    if (!pending_send_may_have_reached(send)) {
        pending_send_end_all(queued);
    } else {
        if (!pending_send_of(queued, OUTBOX_CANCEL))
            pending_send_store(pending_send_new(queued, submitter, OUTBOX_CANCEL, "{}"));
        pending_send_end(send);
        dispatch_start(queued);
    }
    request_queue_tell(submitter, &known);
}

static bool is_expired(const struct pending_send *send) {
    const struct submitter_setup *setup = &send->submitter->setup;
    return send->entry.expires_at_ms > 0 && setup->wall_ms(setup->data) >= send->entry.expires_at_ms;
}

/* A send under way does not expire, nor one that is not its request's first, except a spoken note. A send that cannot
 * expire now must not set the timer either, or the timer would fire without end. */
static bool can_expire(const struct pending_send *send) {
    bool has_its_turn = send == send->queued->sends || send->entry.kind == OUTBOX_VOICE;
    return send->entry.expires_at_ms > 0 && has_its_turn && !pending_send_busy(send);
}

static struct pending_send *expired_send(const struct submitter *submitter) {
    for (const struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        for (struct pending_send *send = queued->sends; send; send = send->next)
            if (can_expire(send) && is_expired(send))
                return send;
    return NULL;
}

void dispatch_watch_expiry(struct submitter *submitter) {
    int64_t least = -1, now = submitter->setup.wall_ms(submitter->setup.data);
    for (const struct queued_request *queued = submitter->requests; queued; queued = queued->next)
        for (const struct pending_send *send = queued->sends; send; send = send->next) {
            int64_t left = send->entry.expires_at_ms - now;
            if (can_expire(send) && (least < 0 || left < least))
                least = left > 0 ? left : 0;
        }
    if (least >= 0)
        loop_timer_start(submitter->expiry, least < CLOCK_LOOK_MS ? least : CLOCK_LOOK_MS, 0);
}

void dispatch_on_expiry(void *data) {
    struct submitter *submitter = data;
    for (struct pending_send *send; (send = expired_send(submitter));)
        expire(send);
    dispatch_watch_expiry(submitter);
}

/* --- tries */

static bool is_dead(enum request_state state) {
    return state == STATE_CANCELLED || state == STATE_REJECTED || state == STATE_EXPIRED;
}

static bool on_begin(void *data) {
    struct pending_send *send = data;
    if (is_expired(send)) {
        expire(send);
        return false;
    }
    if (send->entry.kind == OUTBOX_VOICE && is_dead(send->queued->status.state)) {
        drop_voice(send, "its request came to nothing");
        return false;
    }
    if (pending_send_is_held(send))
        return false;
    if (send->entry.urgent || send->entry.reached)
        return true;
    send->entry.reached = true;
    pending_send_keep(send);
    pending_send_hold(send);
    return !pending_send_is_held(send);
}

static void on_waiting(void *data, int64_t next_in_ms) {
    struct pending_send *send = data;
    struct submitter *submitter = send->submitter;
    bool reached = attempts_reached(send->attempts);
    /* An SOS is retried for hours: not each of its tries is worth a write to the flash. */
    bool news = reached != send->entry.reached || send->entry.tries < 3 || !send->entry.urgent;
    send->entry.tries++;
    send->entry.reached = reached;
    send->entry.next_try_ms = submitter->setup.wall_ms(submitter->setup.data) + next_in_ms;
    if (news)
        pending_send_keep(send);
    dispatch_watch_expiry(submitter);
    pending_send_tell_passing(send, STATE_WAITING);
}

static struct attempts *create_attempts(struct pending_send *send) {
    const struct submitter_setup *setup = &send->submitter->setup;
    char path[120];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(path, sizeof path, paths[send->entry.kind], send->entry.request_id, send->entry.step);
#pragma GCC diagnostic pop
    return attempts_create(&(struct attempts_setup){.loop = setup->loop,
                                                    .https = send->entry.urgent ? setup->urgent : setup->ordinary,
                                                    .endpoints = setup->endpoints,
                                                    .path = path,
                                                    .body = send->entry.body,
                                                    .body_length = send->entry.length,
                                                    .content_type = send->entry.length ? "audio/ogg" : NULL,
                                                    .key = send->entry.key,
                                                    .urgent = send->entry.urgent,
                                                    .reached = send->reached_before,
                                                    .on_begin = on_begin,
                                                    .on_answer = on_answer,
                                                    .on_waiting = on_waiting,
                                                    .data = send});
}

static void launch(struct queued_request *queued, int64_t delay_ms) {
    struct pending_send *send = queued->sends;
    if (!send || send->look_up || pending_send_is_held(send))
        return;
    if (!send->attempts)
        send->attempts = create_attempts(send);
    attempts_start(send->attempts, delay_ms);
}

void dispatch_launch(struct queued_request *queued) {
    launch(queued, 0);
}

void dispatch_hurry(struct queued_request *queued) {
    if (queued->sends && queued->sends->attempts && !queued->sends->look_up)
        attempts_hurry(queued->sends->attempts);
    else
        dispatch_launch(queued);
}

void dispatch_launch_later(struct queued_request *queued, int64_t delay_ms) {
    launch(queued, delay_ms);
}

void dispatch_tell_sending(struct queued_request *queued) {
    if (queued->sends && pending_send_busy(queued->sends))
        pending_send_tell_passing(queued->sends, STATE_SENDING);
}

void dispatch_start(struct queued_request *queued) {
    dispatch_launch(queued);
    dispatch_tell_sending(queued);
}
