/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_ATTEMPTS_H
#define STB_NET_OUTBOX_ATTEMPTS_H
/*
 * The attempts to deliver one entry: tries, and when to try again, until the owner (dispatch.c) says that an answer
 * settled it. Every try carries the same key and the same bytes. What is stored and what an answer means is unknown
 * here.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct attempts;
struct https;
struct https_answer;
struct loop;

struct attempts_setup {
    struct loop *loop;
    struct https *https;
    const char *const *endpoints;
    const char *path;         /* "/v1/requests"; copied */
    const char *body, *key;   /* borrowed; must outlive the attempts */
    size_t body_length;       /* 0 = BODY is a text */
    const char *content_type; /* NULL = JSON; must outlive the attempts */
    bool urgent;              /* the pace of an SOS: tries beside silent tries */
    bool reached;             /* a try before the restart may have reached the hotline */
    /* A try is about to begin; false prevents it: the owner has destroyed the attempts, or will start them again. */
    bool (*on_begin)(void *data);
    /* True = ANSWER settles the entry: no more tries. The owner may destroy the attempts in here. */
    bool (*on_answer)(void *data, const struct https_answer *answer);
    /* No answer yet: every try has failed, or those of an SOS are silent. The next try's timer is set already. */
    void (*on_waiting)(void *data, int64_t next_in_ms);
    void *data;
};
struct attempts *attempts_create(const struct attempts_setup *setup);
void attempts_destroy(struct attempts *attempts);
/* Begins a try in DELAY_MS, 0 = before this returns. Never sooner than the hotline's Retry-After (an SOS has none).
 * Does nothing while a try is under way. */
void attempts_start(struct attempts *attempts, int64_t delay_ms);
/* The line is back: an SOS gets a try at once, beside its tries that have been silent. */
void attempts_hurry(struct attempts *attempts);
/* Ends the calls under way; nothing more happens until attempts_start(). */
void attempts_stop(struct attempts *attempts);
bool attempts_busy(const struct attempts *attempts);    /* a try is under way */
bool attempts_reached(const struct attempts *attempts); /* a try may have reached the hotline, one under way included */
int attempts_tries(const struct attempts *attempts);
bool attempts_detoured(const struct attempts *attempts); /* a later try than the first brought the newest answer */
#endif
