/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A parcel for each request that is in motion: what is known of it, and its errands in order. When one is settled the
 * next one starts. Parcels know nothing of each other, so nothing ever waits for another request. Here is what comes in
 * (requests, errands, statuses, an earlier life); dispatch.c takes it to the hotline, request_queue.c keeps it.
 *
 * The trap is the order of sending and storing. An order is committed before its bytes leave; an SOS is the other way
 * round: its bytes leave first and everything else, the commit too, comes after, and may fail.
 *
 * The owner is told last, when all is consistent, so it may call back in; after telling, parcels are found again by id.
 */
#include "net/outbox/submitter.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/api/api_status.h"
#include "net/outbox/dispatch.h"
#include "net/outbox/request_queue.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

enum {
    SPREAD_MS = 2000,     /* ordinary errands after the line came back */
    HELD_MOST_MS = 60000, /* of a Retry-After from an earlier life */
    VOICE_LASTS_MS = 24 * 3600 * 1000,
};

int sender_pending(const struct sender *sender) {
    int count = 0;
    for (const struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        for (const struct job *job = parcel->jobs; job && !parcel->status.test; job = job->next)
            count++;
    return count;
}

/* --- new errands */

/* For an SOS the bytes leave before anything is stored, and whether it can be stored or not. */
static bool send_errand(struct sender *sender, struct parcel *parcel, enum errand_kind kind, const char *body) {
    struct job *job = job_new(parcel, sender, kind, body);
    if (!job)
        return false;
    if (job->errand.urgent)
        courier_launch(parcel);
    if (!job_store(job) && !job->errand.urgent) {
        job_free(job);
        return false;
    }
    courier_start(parcel);
    return true;
}

bool sender_confirm(struct sender *sender, const char *id) {
    struct parcel *parcel = parcel_know(sender, id);
    if (!parcel)
        return false;
    return parcel_job(parcel, ERRAND_CONFIRM) || send_errand(sender, parcel, ERRAND_CONFIRM, "{}");
}

bool sender_presses(struct sender *sender, const char *id, int presses) {
    struct parcel *parcel = parcel_know(sender, id);
    char body[40];
    if (!parcel)
        return false;
    struct job *older = parcel_job(parcel, ERRAND_PRESSES);
    while (older && older->delivery) /* on its way: its bytes stay what they are */
        older = older->next && older->next->errand.kind == ERRAND_PRESSES ? older->next : NULL;
    snprintf(body, sizeof body, "{\"presses\":%d}", presses);
    bool fine = send_errand(sender, parcel, ERRAND_PRESSES, body);
    if (fine && older)
        job_end(older); /* the newer count says it too */
    return fine;
}

bool sender_cancel(struct sender *sender, const char *id) {
    struct parcel *parcel = parcel_know(sender, id);
    if (!parcel)
        return false;
    if (state_is_final(parcel->status.state) || parcel_job(parcel, ERRAND_CANCEL))
        return true;
    struct job *first = parcel->jobs;
    bool never_left = first && first->errand.kind == ERRAND_CREATE && !job_may_have_reached(first);
    parcel->status.cancel_asked = !never_left;
    if (never_left) {
        parcel->status.state = STATE_CANCELLED;
        parcel_end_jobs(parcel);
    } else if (!send_errand(sender, parcel, ERRAND_CANCEL, "{}")) {
        parcel->status.cancel_asked = false;
        return false;
    } else {
        parcel_keep_status(sender, &parcel->status);
    }
    struct status known = parcel->status;
    parcel_tell(sender, &known);
    return true;
}

bool sender_reply(struct sender *sender, const char *notice_id, const char *choice) {
    struct status status = {.kind = REQUEST_SERVICE, .eta_minutes = -1};
    struct parcel *parcel = parcel_find(sender, notice_id);
    struct json_object *body = json_object_new_object();
    snprintf(status.id, sizeof status.id, "%s", notice_id);
    if (!parcel)
        parcel = parcel_add(sender, &status);
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
    status.test = request->test;
    status.can_cancel = request->kind != REQUEST_SOS; /* until the hotline says otherwise: it has not even got it */
    memcpy(status.id, request->id, sizeof status.id);
    memcpy(status.service, request->service, sizeof status.service);
    struct parcel *parcel = parcel_add(sender, &status);
    if (parcel)
        parcel->of_this_life = true;
    char *body = parcel ? message_from_request(request) : NULL;
    struct job *job = body ? job_new(parcel, sender, ERRAND_CREATE, body) : NULL;
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
    courier_launch(parcel);
    if (sender->setup.outbox && !sos->test &&
        !outbox_add_request(sender->setup.outbox, sos, &parcel->status, &job->errand))
        log_error("net", "an SOS could not be stored; it is sent all the same");
    draw_sequence(sender);
    courier_tell_sending(parcel);
}

static const char *answer_of(const struct request *request, const char *step) {
    for (size_t i = 0; i < request->answer_count; i++)
        if (strcmp(request->answers[i].step, step) == 0)
            return request->answers[i].option;
    return "";
}

/* Only what its request speaks of; the hotline would refuse it else. */
static struct job *add_voice(struct sender *sender, struct parcel *parcel, const struct request *request,
                             const struct request_voice *voice) {
    struct errand errand = {.kind = ERRAND_VOICE, .expires_at_ms = request->created_at_ms + VOICE_LASTS_MS};
    if (strcmp(answer_of(request, voice->step), REQUEST_SPOKEN) != 0 || !voice->length ||
        voice->length > REQUEST_VOICE_MAX)
        return NULL;
    memcpy(errand.request_id, request->id, sizeof errand.request_id);
    snprintf(errand.step, sizeof errand.step, "%s", voice->step);
    request_new_id(errand.key);
    errand.length = voice->length;
    errand.body = calloc(1, voice->length + 1);
    if (errand.body)
        memcpy(errand.body, voice->sound, voice->length);
    struct job *job = errand.body ? job_add(sender, parcel, &errand) : NULL;
    if (!job)
        errand_clear(&errand);
    return job;
}

static bool never_was(struct parcel *parcel) {
    while (parcel->jobs)
        job_free(parcel->jobs);
    parcel->status.id[0] = 0;
    return false;
}

bool sender_submit_spoken(struct sender *sender, struct request *request, const struct request_voice *voice) {
    struct outbox *outbox = sender->setup.outbox;
    if (parcel_know(sender, request->id))
        return true;
    stamp(sender, request);
    struct job *job = add_request(sender, request);
    if (!job)
        return false;
    struct parcel *parcel = job->parcel;
    struct job *spoken = voice ? add_voice(sender, parcel, request, voice) : NULL;
    if (voice && !spoken)
        return never_was(parcel);
    if (outbox &&
        !outbox_add_spoken_request(outbox, request, &parcel->status, &job->errand, spoken ? &spoken->errand : NULL))
        return never_was(parcel);
    draw_sequence(sender);
    struct status known = parcel->status;
    parcel_tell(sender, &known);
    parcel = parcel_find(sender, known.id);
    if (parcel)
        courier_start(parcel);
    courier_watch_expiry(sender);
    return true;
}

bool sender_submit(struct sender *sender, struct request *request) {
    return sender_submit_spoken(sender, request, NULL);
}

void sender_drop(struct sender *sender, const char *id) {
    struct parcel *parcel = parcel_find(sender, id);
    if (parcel && parcel->status.test)
        parcel_end_jobs(parcel);
}

/* --- what comes another way */

void sender_take_status(struct sender *sender, const struct status *status) {
    struct parcel *parcel = parcel_know(sender, status->id);
    struct status known = *status;
    if (parcel && !status_take(&parcel->status, status))
        return;
    if (parcel)
        known = parcel->status;
    parcel_keep_status(sender, &known);
    struct job *first = parcel ? parcel->jobs : NULL;
    if (first && first->errand.kind == ERRAND_CREATE && !job_in_first_try(first) && state_is_proved(known.state)) {
        job_end(first); /* the hotline has it: only its answer was lost */
        courier_start(parcel);
    }
    parcel_tell(sender, &known);
}

void sender_wake(struct sender *sender) {
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next) {
        if (parcel->jobs && parcel->jobs->errand.urgent)
            courier_hurry(parcel);
        else
            courier_launch_later(parcel, 1 + chance_draw() % SPREAD_MS);
    }
}

/* --- an earlier life */

static char *copy_body(const struct errand *errand) {
    size_t length = errand->length ? errand->length : strlen(errand->body);
    char *copy = malloc(length + 1);
    if (copy)
        memcpy(copy, errand->body, length + 1);
    return copy;
}

static bool take_up(void *data, const struct errand *kept) {
    struct sender *sender = data;
    struct errand errand = *kept;
    struct parcel *parcel = parcel_know(sender, errand.request_id);
    struct status blank = {.kind = errand.urgent ? REQUEST_SOS : REQUEST_SERVICE, .eta_minutes = -1};
    memcpy(blank.id, errand.request_id, sizeof blank.id);
    if (!parcel)
        parcel = parcel_add(sender, &blank);
    errand.body = copy_body(kept);
    struct job *job = parcel && errand.body && errand.kind < ERRANDS ? job_add(sender, parcel, &errand) : NULL;
    if (job)
        job->reached_before = errand.reached;
    else
        log_error("net", "an errand of an earlier life cannot be taken up");
    if (!job)
        errand_clear(&errand);
    return true;
}

static void shift(struct parcel *parcel, int64_t step_ms) {
    parcel->status.created_at_ms += step_ms;
    for (struct job *job = parcel->jobs; job; job = job->next) {
        job->errand.expires_at_ms += job->errand.expires_at_ms ? step_ms : 0;
        job->errand.next_try_ms += job->errand.next_try_ms ? step_ms : 0;
    }
}

void sender_clock_stepped(struct sender *sender, int64_t step_ms) {
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        if (parcel->of_this_life)
            shift(parcel, step_ms);
    courier_watch_expiry(sender);
}

/* Urgent ones at once; the others spread, and not before the hotline's Retry-After. */
static void start_again(struct parcel *parcel) {
    struct job *job = parcel->jobs;
    struct sender *sender = job->sender;
    if (job->errand.urgent) {
        courier_start(parcel);
        return;
    }
    int64_t held = job->errand.next_try_ms - sender->setup.wall_ms(sender->setup.data);
    int64_t delay = 1 + chance_draw() % SPREAD_MS;
    if (held > delay && held <= HELD_MOST_MS)
        delay = held;
    courier_launch_later(parcel, delay);
    job_tell_passing(job, STATE_WAITING);
}

void sender_resume(struct sender *sender) {
    if (!sender->setup.outbox)
        return;
    if (!outbox_each_errand(sender->setup.outbox, take_up, sender))
        log_warning("net", "the outbox could not be read to its end");
    for (struct parcel *parcel = sender->parcels; parcel; parcel = parcel->next)
        if (parcel->jobs && !parcel->jobs->delivery)
            start_again(parcel);
    courier_on_expiry(sender);
}

struct sender *sender_create(const struct sender_setup *setup) {
    struct sender *sender = calloc(1, sizeof *sender);
    if (!sender)
        return NULL;
    sender->setup = *setup;
    sender->expiry = loop_timer_create(setup->loop, courier_on_expiry, sender);
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
            job_free(parcel->jobs);
        sender->parcels = parcel->next;
        free(parcel);
    }
    loop_timer_destroy(sender->expiry);
    free(sender);
}
