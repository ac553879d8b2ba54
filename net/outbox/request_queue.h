/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_REQUEST_QUEUE_H
#define STB_NET_OUTBOX_REQUEST_QUEUE_H
/*
 * Inside the sender (submitter.c, dispatch.c, request_queue.c): a parcel for each request in motion, with what is known
 * of it and its jobs, one for each errand, in the order of their delivery. Only the first job of a parcel has a
 * delivery, and a spoken note that was on its way when something went before it.
 */
#include "net/outbox/outbox_db.h"
#include "net/outbox/submitter.h"

struct delivery;
struct loop_timer;

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
    bool of_this_life; /* asked in it, not taken up from the outbox */
    struct job *jobs;
};

struct sender {
    struct sender_setup setup;
    struct parcel *parcels; /* newest first */
    struct loop_timer *expiry;
    int64_t sequence; /* drawn ahead, so that an SOS need not wait for the disk */
};

/* NULL = unknown. Found in memory; known also from the outbox, and taken back into memory. */
struct parcel *parcel_find(const struct sender *sender, const char *id);
struct parcel *parcel_know(struct sender *sender, const char *id);
struct parcel *parcel_add(struct sender *sender, const struct status *status); /* NULL = no memory */
struct job *parcel_job(const struct parcel *parcel, enum errand_kind kind);    /* the first of that kind, or NULL */
void parcel_end_jobs(struct parcel *parcel);

/* A new errand of a parcel at the end of its jobs, with a key of its own; NULL = no memory. */
struct job *job_new(struct parcel *parcel, struct sender *sender, enum errand_kind kind, const char *body);
/* Takes the body. What was spoken is always last: a cancel must not wait for it. */
struct job *job_add(struct sender *sender, struct parcel *parcel, const struct errand *errand);
bool job_tells_status(const struct job *job); /* its answer is a Status of the request */
bool job_busy(const struct job *job);
bool job_in_first_try(const struct job *job); /* its answer may be a moment behind what an event says */
bool job_may_have_reached(const struct job *job);
bool job_store(struct job *job);      /* as a new errand; true also where there is no outbox */
void job_keep(const struct job *job); /* tries, next try and reached */
void job_end(struct job *job);        /* in memory and on the disk, in one transaction with what it led to */
void job_free(struct job *job);       /* in memory only */
/* A state that only the box knows, unless more is known already. */
void job_tell_passing(struct job *job, enum request_state state);

/* Not of a test: nobody looks it up, and a daily one would wear the flash and drive real ones out. */
void parcel_keep_status(struct sender *sender, const struct status *status);
/* STATUS is the caller's copy: whoever is told may make the parcel go. */
void parcel_tell(struct sender *sender, const struct status *status);
#endif
