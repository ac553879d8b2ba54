/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A parcel for each request that is in motion: what is known of it, and its errands in order. Only the first errand of
 * a parcel has a delivery; when that is settled, the next one starts. Parcels know nothing of each other, so nothing
 * ever waits for another request.
 *
 * The trap is the late surprise: a taxi that comes for an order that expired or was called off. So an errand's REACHED
 * is committed as true before its bytes can leave, and taken back only when the try provably never left; whoever ends
 * an errand that may have reached the hotline sends a cancel after it. An SOS is the other way round: its bytes leave
 * first and everything else, the commit too, comes after.
 *
 * The owner is told last, when all is consistent, so it may call back in; after telling, parcels are found again by id.
 */
#include "net/sender.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/chance.h"
#include "net/delivery.h"
#include "net/https.h"
#include "net/message.h"
#include "net/outbox.h"
#include "net/verdict.h"
#include "stb-app/json.h"
#include "stb-app/log.h"
#include "stb-app/loop.h"

enum {
    SPREAD_MS = 2000,      /* ordinary errands after the line came back */
    RESTED_MOST = 16,      /* parcels remembered after their last errand, for a box without a disk */
    CLOCK_LOOK_MS = 60000, /* expiry follows a clock that may be corrected */
    HELD_MOST_MS = 60000,  /* of a Retry-After from an earlier life */
    LOOK_UP_MS = 15000,
};

struct job {
    struct job *next;
    struct sender *sender;
    struct parcel *parcel;
    struct errand errand;
    struct delivery *delivery; /* NULL until it is the first of its parcel */
    uint64_t look_up;          /* the call that asks what the hotline knows */
    int64_t asked_at_us, sent_us;
    bool reached_before; /* in an earlier life */
    bool complained;
};

struct parcel {
    struct parcel *next;
    struct status status;
    struct job *jobs;
};

struct sender {
    struct sender_setup setup;
    struct parcel *parcels; /* newest first */
    struct loop_timer *expiry;
    int64_t sequence; /* drawn ahead, so that an SOS need not wait for the disk */
};

static const char *const paths[] = {"/v1/requests", "/v1/requests/%s/confirm", "/v1/requests/%s/presses",
                                    "/v1/requests/%s/cancel", "/v1/notices/%s/reply"};
_Static_assert(sizeof paths / sizeof *paths == ERRANDS, "every kind of errand has its path");
static const char *const kind_names[] = {"a request", "a confirmation", "a count of presses", "a cancellation",
                                         "a reply"};
_Static_assert(sizeof kind_names / sizeof *kind_names == ERRANDS, "every kind of errand has its name");

static void start_first(struct parcel *parcel);

/* --- parcels and jobs */

static struct parcel *find_parcel(const struct sender *sender, const char *id) {
    struct parcel *parcel = sender->parcels;
    while (parcel && strcmp(parcel->status.id, id) != 0)
        parcel = parcel->next;
    return parcel;
}

static void forget_rested(struct sender *sender) {
    int rested = 0;
    for (struct parcel **place = &sender->parcels; *place;) {
        struct parcel *parcel = *place;
        if (parcel->jobs || ++rested <= RESTED_MOST) {
            place = &parcel->next;
            continue;
        }
        *place = parcel->next;
        free(parcel);
    }
}

static struct parcel *add_parcel(struct sender *sender, const struct status *status) {
    forget_rested(sender);
    struct parcel *parcel = calloc(1, sizeof *parcel);
    if (!parcel)
        return NULL;
    parcel->status = *status;
    parcel->next = sender->parcels;
    sender->parcels = parcel;
    return parcel;
}

/* In memory, or taken back into it from the outbox. */
static struct parcel *know_parcel(struct sender *sender, const char *id) {
    struct parcel *parcel = find_parcel(sender, id);
    struct request request;
    struct status status;
    if (parcel || !sender->setup.outbox || !outbox_find(sender->setup.outbox, id, &request, &status))
        return parcel;
    return add_parcel(sender, &status);
}

static struct job *add_job(struct sender *sender, struct parcel *parcel, const struct errand *errand) {
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    *job = (struct job){.sender = sender, .parcel = parcel, .errand = *errand, .asked_at_us = loop_now_us()};
    struct job **place = &parcel->jobs;
    while (*place)
        place = &(*place)->next;
    return *place = job;
}

static void free_job(struct job *job) {
    struct job **place = &job->parcel->jobs;
    while (*place != job)
        place = &(*place)->next;
    *place = job->next;
    struct sender_setup *setup = &job->sender->setup;
    https_cancel(job->errand.urgent ? setup->urgent : setup->ordinary, job->look_up);
    delivery_destroy(job->delivery);
    errand_clear(&job->errand);
    free(job);
}

static bool busy(const struct job *job) {
    return job->look_up || (job->delivery && delivery_busy(job->delivery));
}

static bool may_have_reached(const struct job *job) {
    return job->delivery ? delivery_reached(job->delivery) : job->reached_before;
}

static struct job *job_of_kind(const struct parcel *parcel, enum errand_kind kind) {
    struct job *job = parcel->jobs;
    while (job && job->errand.kind != kind)
        job = job->next;
    return job;
}

int sender_pending(const struct sender *sender) {
    int count = 0;
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        for (const struct job *job = parcel->jobs; job; job = job->next)
            count++;
    return count;
}

/* --- telling and storing */

/* STATUS is the caller's copy: whoever is told may make the parcel go. */
static void tell(struct sender *sender, const struct status *status) {
    sender->setup.on_status(sender->setup.data, status);
}

static void tell_passing(struct job *job, enum request_state state) {
    struct status *known = &job->parcel->status;
    if (job->errand.kind != ERRAND_CREATE || state_is_proved(known->state) || known->state >= state)
        return;
    known->state = state;
    struct status told = *known;
    tell(job->sender, &told);
}

static void keep_status(struct sender *sender, const struct status *status) {
    if (sender->setup.outbox)
        outbox_keep_status(sender->setup.outbox, status);
}

static void keep_errand(const struct job *job) {
    if (job->sender->setup.outbox && job->errand.number)
        outbox_keep_errand(job->sender->setup.outbox, &job->errand);
}

/* The job is over, in memory and on the disk, in one transaction with what it led to. */
static void end_job(struct job *job) {
    struct outbox *outbox = job->sender->setup.outbox;
    const struct status *led_to = job->errand.kind == ERRAND_REPLY ? NULL : &job->parcel->status;
    if (outbox && job->errand.number)
        outbox_end_errand(outbox, job->errand.number, led_to);
    else if (led_to) /* an SOS that could not be stored when it was pressed */
        keep_status(job->sender, led_to);
    free_job(job);
}

static void end_all_jobs(struct parcel *parcel) {
    while (parcel->jobs)
        end_job(parcel->jobs);
}

/* The job is settled: the next errand starts before anybody is told. */
static void settle(struct job *job) {
    struct sender *sender = job->sender;
    struct parcel *parcel = job->parcel;
    struct status known = parcel->status;
    bool reply = job->errand.kind == ERRAND_REPLY;
    end_job(job);
    start_first(parcel);
    if (!reply)
        tell(sender, &known);
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
            end_job(job->next);
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
        delivery_start(job->delivery, SPREAD_MS);
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
        delivery_start(job->delivery, SPREAD_MS);
}

/* Said once for each errand: an SOS may be tried for hours. */
static bool try_again(struct job *job, const struct https_answer *answer, const char *line) {
    bool success = answer->status >= 200 && answer->status < 300;
    enum log_level level = job->complained ? LOG_LEVEL_DEBUG : success ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO;
    log_write(level, "net", "%s is to be tried again: %s", kind_names[job->errand.kind], line);
    job->complained = true;
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
        if (job->errand.kind != ERRAND_REPLY)
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
    if (verdict == VERDICT_DONE)
        sender->setup.on_traffic(sender->setup.data);
    return true;
}

/* --- expiry */

static struct job *add_errand(struct parcel *parcel, struct sender *sender, enum errand_kind kind, const char *body);
static bool store_job(struct job *job);

/* What never reached the hotline simply ends; what may have is called off there, so that nobody comes. */
static void expire(struct job *job) {
    struct sender *sender = job->sender;
    struct parcel *parcel = job->parcel;
    log_info("net", "a request expired unanswered");
    if (!state_is_proved(parcel->status.state))
        parcel->status.state = STATE_EXPIRED;
    parcel->status.cancel_asked = false;
    struct status known = parcel->status;
    if (!may_have_reached(job)) {
        end_all_jobs(parcel);
    } else {
        struct job *cancel = job_of_kind(parcel, ERRAND_CANCEL);
        if (!cancel && (cancel = add_errand(parcel, sender, ERRAND_CANCEL, "{}")))
            store_job(cancel); /* if the disk does not take it, it is still sent */
        end_job(job);
        start_first(parcel);
    }
    tell(sender, &known);
}

static bool is_expired(const struct job *job) {
    const struct sender_setup *setup = &job->sender->setup;
    return job->errand.kind == ERRAND_CREATE && job->errand.expires_at_ms > 0 &&
           setup->wall_ms(setup->data) >= job->errand.expires_at_ms;
}

static struct job *expired_job(const struct sender *sender) {
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        if (parcel->jobs && !busy(parcel->jobs) && is_expired(parcel->jobs))
            return parcel->jobs;
    return NULL;
}

static void watch_expiry(struct sender *sender) {
    int64_t least = -1, now = sender->setup.wall_ms(sender->setup.data);
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        for (const struct job *job = parcel->jobs; job; job = job->next) {
            int64_t left = job->errand.expires_at_ms - now;
            if (job->errand.expires_at_ms > 0 && !busy(job) && (least < 0 || left < least))
                least = left > 0 ? left : 0;
        }
    if (least >= 0)
        loop_timer_start(sender->expiry, least < CLOCK_LOOK_MS ? least : CLOCK_LOOK_MS, 0);
}

static void on_expiry(void *data) {
    struct sender *sender = data;
    for (struct job *job; (job = expired_job(sender));)
        expire(job);
    watch_expiry(sender);
}

/* --- tries */

static bool on_begin(void *data) {
    struct job *job = data;
    if (is_expired(job)) {
        expire(job);
        return false;
    }
    if (job->errand.urgent || job->errand.reached)
        return true;
    job->errand.reached = true;
    keep_errand(job);
    return true;
}

static void on_failed(void *data, int64_t next_in_ms) {
    struct job *job = data;
    struct sender *sender = job->sender;
    bool reached = delivery_reached(job->delivery);
    /* An SOS is retried for hours: not each of its tries is worth a write to the flash. */
    bool news = reached != job->errand.reached || job->errand.tries < 3 || !job->errand.urgent;
    job->errand.tries++;
    job->errand.reached = reached;
    job->errand.next_try_ms = sender->setup.wall_ms(sender->setup.data) + next_in_ms;
    if (news)
        keep_errand(job);
    watch_expiry(sender);
    tell_passing(job, STATE_WAITING);
}

static bool create_delivery(struct job *job) {
    const struct sender_setup *setup = &job->sender->setup;
    char path[120];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(path, sizeof path, paths[job->errand.kind], job->errand.request_id);
#pragma GCC diagnostic pop
    job->delivery =
        delivery_create(&(struct delivery_setup){.loop = setup->loop,
                                                 .https = job->errand.urgent ? setup->urgent : setup->ordinary,
                                                 .endpoints = setup->endpoints,
                                                 .path = path,
                                                 .body = job->errand.body,
                                                 .key = job->errand.key,
                                                 .urgent = job->errand.urgent,
                                                 .reached = job->reached_before,
                                                 .on_begin = on_begin,
                                                 .on_answer = on_answer,
                                                 .on_failed = on_failed,
                                                 .data = job});
    return job->delivery;
}

/* The parcel's first errand goes now, if it is not on its way. Nobody is told yet. */
static void launch_first(struct parcel *parcel) {
    struct job *job = parcel->jobs;
    if (!job || job->look_up)
        return;
    if (job->delivery || create_delivery(job))
        delivery_start(job->delivery, 0);
    else
        log_error("net", "no memory to send %s", kind_names[job->errand.kind]);
}

static void tell_sending(struct parcel *parcel) {
    if (parcel->jobs && busy(parcel->jobs))
        tell_passing(parcel->jobs, STATE_SENDING);
}

static void start_first(struct parcel *parcel) {
    launch_first(parcel);
    tell_sending(parcel);
}

/* --- new errands */

static struct job *add_errand(struct parcel *parcel, struct sender *sender, enum errand_kind kind, const char *body) {
    struct errand errand = {.kind = kind, .urgent = parcel->status.kind == REQUEST_SOS, .reached = true};
    memcpy(errand.request_id, parcel->status.id, sizeof errand.request_id);
    request_new_id(errand.key);
    errand.body = strdup(body);
    struct job *job = errand.body ? add_job(sender, parcel, &errand) : NULL;
    if (!job)
        errand_clear(&errand);
    return job;
}

static bool store_job(struct job *job) {
    struct outbox *outbox = job->sender->setup.outbox;
    return !outbox || outbox_add_errand(outbox, &job->errand);
}

/* For an SOS the bytes leave before anything is stored, and whether it can be stored or not. */
static bool send_errand(struct sender *sender, struct parcel *parcel, enum errand_kind kind, const char *body) {
    struct job *job = add_errand(parcel, sender, kind, body);
    if (!job)
        return false;
    if (job->errand.urgent)
        launch_first(parcel);
    if (!store_job(job) && !job->errand.urgent) {
        free_job(job);
        return false;
    }
    start_first(parcel);
    return true;
}

bool sender_confirm(struct sender *sender, const char *id) {
    struct parcel *parcel = know_parcel(sender, id);
    if (!parcel)
        return false;
    return job_of_kind(parcel, ERRAND_CONFIRM) || send_errand(sender, parcel, ERRAND_CONFIRM, "{}");
}

bool sender_presses(struct sender *sender, const char *id, int presses) {
    struct parcel *parcel = know_parcel(sender, id);
    char body[40];
    if (!parcel)
        return false;
    struct job *older = job_of_kind(parcel, ERRAND_PRESSES);
    while (older && older->delivery) /* on its way: its bytes stay what they are */
        older = older->next && older->next->errand.kind == ERRAND_PRESSES ? older->next : NULL;
    snprintf(body, sizeof body, "{\"presses\":%d}", presses);
    bool fine = send_errand(sender, parcel, ERRAND_PRESSES, body);
    if (fine && older)
        end_job(older); /* the newer count says it too */
    return fine;
}

bool sender_cancel(struct sender *sender, const char *id) {
    struct parcel *parcel = know_parcel(sender, id);
    if (!parcel)
        return false;
    if (state_is_final(parcel->status.state) || job_of_kind(parcel, ERRAND_CANCEL))
        return true;
    struct job *first = parcel->jobs;
    bool never_left = first && first->errand.kind == ERRAND_CREATE && !busy(first) && !may_have_reached(first);
    parcel->status.cancel_asked = !never_left;
    if (never_left) {
        parcel->status.state = STATE_CANCELLED;
        end_all_jobs(parcel);
    } else if (!send_errand(sender, parcel, ERRAND_CANCEL, "{}")) {
        parcel->status.cancel_asked = false;
        return false;
    } else {
        keep_status(sender, &parcel->status);
    }
    struct status known = parcel->status;
    tell(sender, &known);
    return true;
}

bool sender_reply(struct sender *sender, const char *notice_id, const char *choice) {
    struct status status = {.kind = REQUEST_SERVICE, .eta_minutes = -1};
    struct parcel *parcel = find_parcel(sender, notice_id);
    struct json_object *body = json_object_new_object();
    snprintf(status.id, sizeof status.id, "%s", notice_id);
    if (!parcel)
        parcel = add_parcel(sender, &status);
    json_put_text(body, "choice", choice);
    bool fine = parcel && send_errand(sender, parcel, ERRAND_REPLY, json_object_to_json_string(body));
    json_object_put(body);
    return fine;
}

/* --- new requests */

static void stamp(struct sender *sender, struct request *request) {
    request->created_at_ms = sender->setup.wall_ms(sender->setup.data);
    request->sequence = sender->sequence;
}

static void draw_sequence(struct sender *sender) {
    struct outbox *outbox = sender->setup.outbox;
    sender->sequence = outbox ? outbox_next_sequence(outbox) : sender->sequence + 1;
}

static struct job *add_request(struct sender *sender, const struct request *request) {
    struct status status = {.kind = request->kind, .created_at_ms = request->created_at_ms, .eta_minutes = -1};
    memcpy(status.id, request->id, sizeof status.id);
    memcpy(status.service, request->service, sizeof status.service);
    struct parcel *parcel = add_parcel(sender, &status);
    char *body = parcel ? message_from_request(request) : NULL;
    struct job *job = body ? add_errand(parcel, sender, ERRAND_CREATE, body) : NULL;
    free(body);
    if (job && request->expires_s > 0)
        job->errand.expires_at_ms = request->created_at_ms + request->expires_s * INT64_C(1000);
    return job;
}

void sender_sos(struct sender *sender, struct request *sos) {
    int64_t asked_at_us = loop_now_us();
    request_new_id(sos->id);
    stamp(sender, sos);
    struct job *job = add_request(sender, sos);
    if (!job) {
        log_error("net", "no memory for an SOS");
        return;
    }
    struct parcel *parcel = job->parcel;
    job->asked_at_us = asked_at_us;
    launch_first(parcel);
    if (sender->setup.outbox && !outbox_add_request(sender->setup.outbox, sos, &parcel->status, &job->errand))
        log_error("net", "an SOS could not be stored; it is sent all the same");
    draw_sequence(sender);
    tell_sending(parcel);
}

bool sender_submit(struct sender *sender, struct request *request) {
    struct outbox *outbox = sender->setup.outbox;
    if (know_parcel(sender, request->id))
        return true;
    stamp(sender, request);
    struct job *job = add_request(sender, request);
    if (!job)
        return false;
    struct parcel *parcel = job->parcel;
    if (outbox && !outbox_add_request(outbox, request, &parcel->status, &job->errand)) {
        free_job(job);
        parcel->status.id[0] = 0; /* never was */
        return false;
    }
    draw_sequence(sender);
    struct status known = parcel->status;
    tell(sender, &known);
    parcel = find_parcel(sender, known.id);
    if (parcel)
        start_first(parcel);
    watch_expiry(sender);
    return true;
}

/* --- what comes another way */

void sender_take_status(struct sender *sender, const struct status *status) {
    struct parcel *parcel = know_parcel(sender, status->id);
    struct status known = *status;
    if (parcel && !status_take(&parcel->status, status))
        return;
    if (parcel)
        known = parcel->status;
    keep_status(sender, &known);
    struct job *first = parcel ? parcel->jobs : NULL;
    if (first && first->errand.kind == ERRAND_CREATE && !busy(first) && state_is_proved(known.state)) {
        end_job(first); /* the hotline has it: only its answer was lost */
        start_first(parcel);
    }
    tell(sender, &known);
}

void sender_wake(struct sender *sender) {
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next) {
        struct job *job = parcel->jobs;
        if (job && job->errand.urgent)
            launch_first(parcel);
        else if (job && job->delivery && !job->look_up)
            delivery_start(job->delivery, 1 + chance_draw() % SPREAD_MS);
    }
}

/* --- an earlier life */

static bool take_up(void *data, const struct errand *kept) {
    struct sender *sender = data;
    struct errand errand = *kept;
    struct parcel *parcel = know_parcel(sender, errand.request_id);
    struct status blank = {.kind = errand.urgent ? REQUEST_SOS : REQUEST_SERVICE, .eta_minutes = -1};
    memcpy(blank.id, errand.request_id, sizeof blank.id);
    if (!parcel)
        parcel = add_parcel(sender, &blank);
    errand.body = kept->body ? strdup(kept->body) : NULL;
    struct job *job = parcel && errand.body && errand.kind < ERRANDS ? add_job(sender, parcel, &errand) : NULL;
    if (job)
        job->reached_before = errand.reached;
    else
        log_error("net", "an errand of an earlier life cannot be taken up");
    if (!job)
        errand_clear(&errand);
    return true;
}

/* Urgent ones at once; the others spread, and not before the hotline's Retry-After. */
static void start_again(struct parcel *parcel) {
    struct job *job = parcel->jobs;
    struct sender *sender = job->sender;
    if (job->errand.urgent) {
        start_first(parcel);
        return;
    }
    int64_t held = job->errand.next_try_ms - sender->setup.wall_ms(sender->setup.data);
    int64_t delay = 1 + chance_draw() % SPREAD_MS;
    if (held > delay && held <= HELD_MOST_MS)
        delay = held;
    if (create_delivery(job))
        delivery_start(job->delivery, delay);
    tell_passing(job, STATE_WAITING);
}

void sender_resume(struct sender *sender) {
    if (!sender->setup.outbox)
        return;
    if (!outbox_each_errand(sender->setup.outbox, take_up, sender))
        log_warning("net", "the outbox could not be read to its end");
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        if (parcel->jobs && !parcel->jobs->delivery)
            start_again(parcel);
    on_expiry(sender);
}

struct sender *sender_create(const struct sender_setup *setup) {
    struct sender *sender = calloc(1, sizeof *sender);
    if (!sender)
        return NULL;
    sender->setup = *setup;
    sender->expiry = loop_timer_create(setup->loop, on_expiry, sender);
    if (!sender->expiry) {
        sender_destroy(sender);
        return NULL;
    }
    draw_sequence(sender);
    return sender;
}

void sender_destroy(struct sender *sender) {
    if (!sender)
        return;
    while (sender->parcels) {
        struct parcel *parcel = sender->parcels;
        while (parcel->jobs)
            free_job(parcel->jobs);
        sender->parcels = parcel->next;
        free(parcel);
    }
    loop_timer_destroy(sender->expiry);
    free(sender);
}
