/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parcels and their jobs, in memory and on the disk. The disk may refuse, or not be there at all: memory is what the
 * sender works from, and a parcel stays in it for a while after its last job, so that a box without a disk still knows
 * its requests. The trap: a status that is told may come back as a call that adds or ends jobs, so it is told from a
 * copy, and last.
 */
#include "net/outbox/request_queue.h"

#include <stdlib.h>
#include <string.h>

#include "net/outbox/attempts.h"
#include "net/transport/https.h"
#include "stb-app/base/loop.h"

enum { RESTED_MOST = 16 };

struct parcel *parcel_find(const struct sender *sender, const char *id) {
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

struct parcel *parcel_add(struct sender *sender, const struct status *status) {
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
struct parcel *parcel_know(struct sender *sender, const char *id) {
    struct parcel *parcel = parcel_find(sender, id);
    struct request request;
    struct status status;
    if (parcel || !sender->setup.outbox || !outbox_find(sender->setup.outbox, id, &request, &status))
        return parcel;
    return parcel_add(sender, &status);
}

struct job *job_add(struct sender *sender, struct parcel *parcel, const struct errand *errand) {
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    *job = (struct job){.sender = sender, .parcel = parcel, .errand = *errand, .asked_at_us = loop_now_us()};
    struct job **place = &parcel->jobs;
    while (*place && (errand->kind == ERRAND_VOICE || (*place)->errand.kind != ERRAND_VOICE))
        place = &(*place)->next;
    job->next = *place;
    return *place = job;
}

void job_free(struct job *job) {
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

bool job_busy(const struct job *job) {
    return job->look_up || (job->delivery && delivery_busy(job->delivery));
}

bool job_in_first_try(const struct job *job) {
    return job_busy(job) && delivery_tries(job->delivery) == 1;
}

bool job_tells_status(const struct job *job) {
    return job->errand.kind != ERRAND_REPLY && job->errand.kind != ERRAND_VOICE;
}

bool job_may_have_reached(const struct job *job) {
    return job->delivery ? delivery_reached(job->delivery) : job->reached_before;
}

struct job *parcel_job(const struct parcel *parcel, enum errand_kind kind) {
    struct job *job = parcel->jobs;
    while (job && job->errand.kind != kind)
        job = job->next;
    return job;
}

struct job *job_new(struct parcel *parcel, struct sender *sender, enum errand_kind kind, const char *body) {
    struct errand errand = {.kind = kind, .urgent = parcel->status.kind == REQUEST_SOS, .reached = true};
    memcpy(errand.request_id, parcel->status.id, sizeof errand.request_id);
    request_new_id(errand.key);
    errand.body = strdup(body);
    struct job *job = errand.body ? job_add(sender, parcel, &errand) : NULL;
    if (!job)
        errand_clear(&errand);
    return job;
}

bool job_store(struct job *job) {
    struct outbox *outbox = job->sender->setup.outbox;
    return !outbox || outbox_add_errand(outbox, &job->errand);
}

/* --- telling and storing */

/* STATUS is the caller's copy: whoever is told may make the parcel go. */
void parcel_tell(struct sender *sender, const struct status *status) {
    sender->setup.on_status(sender->setup.data, status);
}

void job_tell_passing(struct job *job, enum request_state state) {
    struct status *known = &job->parcel->status;
    if (job->errand.kind != ERRAND_CREATE || state_is_proved(known->state) || known->state >= state)
        return;
    known->state = state;
    struct status told = *known;
    parcel_tell(job->sender, &told);
}

void parcel_keep_status(struct sender *sender, const struct status *status) {
    if (sender->setup.outbox && !status->test)
        outbox_keep_status(sender->setup.outbox, status);
}

void job_keep(const struct job *job) {
    if (job->sender->setup.outbox && job->errand.number)
        outbox_keep_errand(job->sender->setup.outbox, &job->errand);
}

/* The job is over, in memory and on the disk, in one transaction with what it led to. */
void job_end(struct job *job) {
    struct outbox *outbox = job->sender->setup.outbox;
    const struct status *led_to = job_tells_status(job) ? &job->parcel->status : NULL;
    if (outbox && job->errand.number)
        outbox_end_errand(outbox, job->errand.number, led_to);
    else if (led_to) /* an SOS that could not be stored when it was pressed */
        parcel_keep_status(job->sender, led_to);
    job_free(job);
}

void parcel_end_jobs(struct parcel *parcel) {
    while (parcel->jobs)
        job_end(parcel->jobs);
}
