/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes the first job of a parcel to the hotline, acts on the answer, and goes on with the next. The trap is the late
 * surprise: a taxi that comes for an order that expired or was called off. So an errand's REACHED is committed as true
 * before its bytes can leave, and taken back only when the try provably never left; an order that expires although it
 * may have reached the hotline is called off there.
 *
 * A job's end is the end of its delivery, so whoever ended one returns without touching it again.
 */
#include "net/outbox/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "net/api/api_status.h"
#include "net/outbox/attempts.h"
#include "net/outbox/request_queue.h"
#include "net/outbox/response.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

enum {
    LOOK_AGAIN_MS = 2000, /* after what the hotline knows was not to be had */
    LOOK_UP_MS = 15000,
    CLOCK_LOOK_MS = 60000, /* expiry follows a clock that may be corrected */
};

static const char *const paths[] = {
    "/v1/requests",           "/v1/requests/%s/confirm", "/v1/requests/%s/presses",
    "/v1/requests/%s/cancel", "/v1/notices/%s/reply",    "/v1/voice?request=%s&step=%s"};
_Static_assert(sizeof paths / sizeof *paths == ERRANDS, "every kind of errand has its path");
static const char *const kind_names[] = {"a request",      "a confirmation", "a count of presses",
                                         "a cancellation", "a reply",        "a spoken note"};
_Static_assert(sizeof kind_names / sizeof *kind_names == ERRANDS, "every kind of errand has its name");

/* The job is settled: the next errand starts before anybody is told. */
static void settle(struct job *job) {
    struct sender *sender = job->sender;
    struct parcel *parcel = job->parcel;
    struct status known = parcel->status;
    bool told = job_tells_status(job);
    job_end(job);
    courier_start(parcel);
    if (told)
        parcel_tell(sender, &known);
}

/* --- what an answer means */

static void take_status(struct job *job, const struct status *status) {
    struct status *known = &job->parcel->status;
    status_take(known, status);
    if (job->errand.kind == ERRAND_CANCEL)
        known->cancel_asked = false; /* the hotline has decided */
}

static void refused(struct job *job, const struct https_answer *answer, const char *line) {
    struct status *known = &job->parcel->status;
    log_warning("net", "the hotline refused %s: %s", kind_names[job->errand.kind], line);
    if (job->errand.kind == ERRAND_CREATE) {
        known->state = STATE_REJECTED;
        known->cancel_asked = false;
        message_problem(answer->body, answer->length, known->message, sizeof known->message);
        while (job->next) /* what was to follow it has nothing to act on */
            job_end(job->next);
    } else if (job->errand.kind == ERRAND_CANCEL) {
        known->cancel_asked = false;
    }
    settle(job);
}

static void never_had(struct job *job) {
    struct status *known = &job->parcel->status;
    known->cancel_asked = false;
    if (!state_is_final(known->state))
        known->state = STATE_CANCELLED;
    settle(job);
}

static void say_delivered(const struct job *job) {
    if (!job->errand.urgent || job->errand.kind != ERRAND_CREATE)
        return;
    log_info("net", "an SOS was received after %lld ms, try %d; its last byte left after %lld us",
             (long long)(loop_now_us() - job->asked_at_us) / 1000, delivery_tries(job->delivery),
             (long long)(job->sent_us ? job->sent_us - job->asked_at_us : -1));
    log_debug("net", "%s: last byte sent at %lld us", job->errand.request_id, (long long)job->sent_us);
}

static struct job *job_looking_up(struct sender *sender, uint64_t number) {
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        for (struct job *job = parcel->jobs; job; job = job->next)
            if (job->look_up == number)
                return job;
    return NULL;
}

static void on_list(void *data, const struct https_answer *answer) {
    struct sender *sender = data;
    struct job *job = job_looking_up(sender, answer->number);
    struct status status;
    char line[JSON_WHY_SIZE] = "";
    if (!job)
        return;
    job->look_up = 0;
    switch (verdict_in_list(job->errand.request_id, answer, &status, line)) {
    case VERDICT_DONE:
        take_status(job, &status);
        settle(job);
        break;
    case VERDICT_UNKNOWN:
        refused(job, answer, "a conflict, and it does not know that request");
        break;
    default:
        log_info("net", "what the hotline knows is not to be had: %s", line);
        delivery_start(job->delivery, LOOK_AGAIN_MS);
    }
}

static void ask_what_it_knows(struct job *job) {
    const struct sender_setup *setup = &job->sender->setup;
    struct https *https = job->errand.urgent ? setup->urgent : setup->ordinary;
    char url[400];
    snprintf(url, sizeof url, "%s/v1/requests?limit=10", setup->endpoints[https_prefer(https, setup->endpoints)]);
    delivery_stop(job->delivery);
    job->look_up = https_start(https, &(struct https_call){.method = "GET",
                                                           .url = url,
                                                           .accept = "application/json",
                                                           .timeout_ms = LOOK_UP_MS,
                                                           .done = on_list,
                                                           .data = job->sender});
    if (!job->look_up)
        delivery_start(job->delivery, LOOK_AGAIN_MS);
}

/* Said once for each errand: an SOS may be tried for hours. */
static bool try_again(struct job *job, const struct https_answer *answer, const char *line) {
    bool success = answer->status >= 200 && answer->status < 300;
    enum log_level level = job->complained ? LOG_LEVEL_DEBUG : success ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO;
    log_write(level, "net", "%s is to be tried again: %s", kind_names[job->errand.kind], line);
    job->complained = true;
    if (success || answer->too_large)
        job->sender->setup.on_refused(job->sender->setup.data, line);
    return false;
}

static bool on_answer(void *data, const struct https_answer *answer) {
    struct job *job = data;
    struct sender *sender = job->sender;
    struct status status;
    char line[JSON_WHY_SIZE] = "";
    enum verdict verdict = verdict_of(&job->errand, answer, &status, line);
    if (verdict == VERDICT_AGAIN)
        return try_again(job, answer, line);
    job->sent_us = answer->sent_us;
    delivery_stop(job->delivery);
    switch (verdict) {
    case VERDICT_DONE:
    case VERDICT_TOLD:
        say_delivered(job);
        if (job_tells_status(job))
            take_status(job, &status);
        settle(job);
        break;
    case VERDICT_UNKNOWN:
        never_had(job);
        break;
    case VERDICT_ASK:
        ask_what_it_knows(job);
        break;
    default:
        refused(job, answer, line);
    }
    if (verdict == VERDICT_DONE) {
        sender->setup.on_refused(sender->setup.data, NULL);
        sender->setup.on_traffic(sender->setup.data);
    }
    return true;
}

/* --- expiry */

/* Nobody will listen to it any more. */
static void drop_voice(struct job *job, const char *why) {
    struct parcel *parcel = job->parcel;
    log_warning("net", "a spoken note is dropped: %s", why);
    job_end(job);
    courier_start(parcel);
}

/* What never reached the hotline simply ends; what may have is called off there, so that nobody comes. */
static void expire(struct job *job) {
    struct sender *sender = job->sender;
    struct parcel *parcel = job->parcel;
    if (job->errand.kind == ERRAND_VOICE) {
        drop_voice(job, "it could not be delivered for a day");
        return;
    }
    log_info("net", "a request expired unanswered");
    if (!state_is_proved(parcel->status.state))
        parcel->status.state = STATE_EXPIRED;
    parcel->status.cancel_asked = false;
    struct status known = parcel->status;
    if (!job_may_have_reached(job)) {
        parcel_end_jobs(parcel);
    } else {
        struct job *cancel = parcel_job(parcel, ERRAND_CANCEL);
        if (!cancel && (cancel = job_new(parcel, sender, ERRAND_CANCEL, "{}")))
            job_store(cancel); /* if the disk does not take it, it is still sent */
        job_end(job);
        courier_start(parcel);
    }
    parcel_tell(sender, &known);
}

static bool is_expired(const struct job *job) {
    const struct sender_setup *setup = &job->sender->setup;
    return job->errand.expires_at_ms > 0 && setup->wall_ms(setup->data) >= job->errand.expires_at_ms;
}

static struct job *expired_job(const struct sender *sender) {
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        if (parcel->jobs && !job_busy(parcel->jobs) && is_expired(parcel->jobs))
            return parcel->jobs;
    return NULL;
}

void courier_watch_expiry(struct sender *sender) {
    int64_t least = -1, now = sender->setup.wall_ms(sender->setup.data);
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        for (const struct job *job = parcel->jobs; job; job = job->next) {
            int64_t left = job->errand.expires_at_ms - now;
            if (job->errand.expires_at_ms > 0 && !job_busy(job) && (least < 0 || left < least))
                least = left > 0 ? left : 0;
        }
    if (least >= 0)
        loop_timer_start(sender->expiry, least < CLOCK_LOOK_MS ? least : CLOCK_LOOK_MS, 0);
}

void courier_on_expiry(void *data) {
    struct sender *sender = data;
    for (struct job *job; (job = expired_job(sender));)
        expire(job);
    courier_watch_expiry(sender);
}

/* --- tries */

static bool is_dead(enum request_state state) {
    return state == STATE_CANCELLED || state == STATE_REJECTED || state == STATE_EXPIRED;
}

static bool on_begin(void *data) {
    struct job *job = data;
    if (is_expired(job)) {
        expire(job);
        return false;
    }
    if (job->errand.kind == ERRAND_VOICE && is_dead(job->parcel->status.state)) {
        drop_voice(job, "its request came to nothing");
        return false;
    }
    if (job->errand.urgent || job->errand.reached)
        return true;
    job->errand.reached = true;
    job_keep(job);
    return true;
}

static void on_waiting(void *data, int64_t next_in_ms) {
    struct job *job = data;
    struct sender *sender = job->sender;
    bool reached = delivery_reached(job->delivery);
    /* An SOS is retried for hours: not each of its tries is worth a write to the flash. */
    bool news = reached != job->errand.reached || job->errand.tries < 3 || !job->errand.urgent;
    job->errand.tries++;
    job->errand.reached = reached;
    job->errand.next_try_ms = sender->setup.wall_ms(sender->setup.data) + next_in_ms;
    if (news)
        job_keep(job);
    courier_watch_expiry(sender);
    job_tell_passing(job, STATE_WAITING);
}

static bool create_delivery(struct job *job) {
    const struct sender_setup *setup = &job->sender->setup;
    char path[120];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(path, sizeof path, paths[job->errand.kind], job->errand.request_id, job->errand.step);
#pragma GCC diagnostic pop
    job->delivery =
        delivery_create(&(struct delivery_setup){.loop = setup->loop,
                                                 .https = job->errand.urgent ? setup->urgent : setup->ordinary,
                                                 .endpoints = setup->endpoints,
                                                 .path = path,
                                                 .body = job->errand.body,
                                                 .body_length = job->errand.length,
                                                 .content_type = job->errand.length ? "audio/ogg" : NULL,
                                                 .key = job->errand.key,
                                                 .urgent = job->errand.urgent,
                                                 .reached = job->reached_before,
                                                 .on_begin = on_begin,
                                                 .on_answer = on_answer,
                                                 .on_waiting = on_waiting,
                                                 .data = job});
    return job->delivery;
}

static void launch(struct parcel *parcel, int64_t delay_ms) {
    struct job *job = parcel->jobs;
    if (!job || job->look_up)
        return;
    if (job->delivery || create_delivery(job))
        delivery_start(job->delivery, delay_ms);
    else
        log_error("net", "no memory to send %s", kind_names[job->errand.kind]);
}

void courier_launch(struct parcel *parcel) {
    launch(parcel, 0);
}

void courier_hurry(struct parcel *parcel) {
    if (parcel->jobs && parcel->jobs->delivery && !parcel->jobs->look_up)
        delivery_hurry(parcel->jobs->delivery);
    else
        courier_launch(parcel);
}

void courier_launch_later(struct parcel *parcel, int64_t delay_ms) {
    launch(parcel, delay_ms);
}

void courier_tell_sending(struct parcel *parcel) {
    if (parcel->jobs && job_busy(parcel->jobs))
        job_tell_passing(parcel->jobs, STATE_SENDING);
}

void courier_start(struct parcel *parcel) {
    courier_launch(parcel);
    courier_tell_sending(parcel);
}
