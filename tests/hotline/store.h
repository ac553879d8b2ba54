/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_STORE_H
#define HOTLINE_STORE_H
/*
 * Everything the simulator must not forget over a restart, in one SQLite file (and the only file that knows SQLite):
 * each request once and as received, its history, the answers that a replay gets again, the numbered events of each
 * box, notices, spoken messages, boxes. A failing statement ends the program with a logged reason: a hotline that
 * cannot keep records must not answer.
 */
#include "tests/hotline/contract.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct store *store_open(const char *path); /* NULL after a logged reason; makes the file, 0600 */
void store_close(struct store *store);
void store_begin(struct store *store);
void store_commit(struct store *store);

struct record {
    char id[CONTRACT_ID_SIZE], device[CONTRACT_NAME_SIZE], service[CONTRACT_NAME_SIZE];
    enum flow_kind kind;
    enum flow_state state;
    int presses, grace_s;
    bool test, ringing, confirmed;
    int64_t received_at_ms, updated_at_ms, ring_at_ms; /* since 1970; ring_at: when the grace ends, 0 = does not ring */
    int64_t stored_us;                                 /* CLOCK_MONOTONIC when it was stored */
    int eta;                                           /* -1 = not told */
    int number;                                        /* the how manieth of this service */
    unsigned told;                                     /* what time has brought it already: bits of the one who ticks */
    char headline[WORDS_HEADLINE_SIZE], message[WORDS_MESSAGE_SIZE];
    char retry_step[CONTRACT_NAME_SIZE]; /* where to choose again after a rejection, "" = nowhere */
    char *details, *body;                /* JSON; malloc'ed: record_clear() */
};
void record_clear(struct record *record);
bool store_find(struct store *store, const char *id, struct record *record);
void store_put(struct store *store, const struct record *record); /* new or changed */
typedef void store_record_fn(void *data, struct record *record);  /* cleared after the call */
int store_count(struct store *store, const char *service);        /* requests of that service so far */
/* Newest first. DEVICE NULL = all boxes; else of that one, without its tests of the path. */
void store_each(struct store *store, const char *device, int most, store_record_fn *fn, void *data);
/* Those that are not final, oldest first. */
void store_each_open(struct store *store, store_record_fn *fn, void *data);

void store_add_history(struct store *store, const char *id, const char *status, int64_t at_ms, const char *by);
typedef void store_history_fn(void *data, const char *status, int64_t at_ms, const char *by);
void store_each_history(struct store *store, const char *id, store_history_fn *fn, void *data);

/* The first answer to a POST. WHAT is its path, a line feed and its body. */
enum store_replay { REPLAY_NEW, REPLAY_SAME, REPLAY_OTHER };
enum store_replay store_find_answer(struct store *store, const char *device, const char *key, const char *what,
                                    size_t length, int *code, char **body);
void store_put_answer(struct store *store, const char *device, const char *key, const char *what, size_t length,
                      int code, const char *body);

int64_t store_add_event(struct store *store, const char *device, const char *event, const char *data);
/* The first event of DEVICE after AFTER: its number and malloc'ed DATA, or 0. */
int64_t store_next_event(struct store *store, const char *device, int64_t after, char event[16], char **data);
int64_t store_last_event(struct store *store); /* the highest number of all */

void store_seen_box(struct store *store, const char *device, int64_t at_ms, const char *heartbeat); /* NULL = none */
typedef void store_box_fn(void *data, const char *device, int64_t seen_ms, const char *heartbeat);
void store_each_box(struct store *store, store_box_fn *fn, void *data);

void store_put_notice(struct store *store, const char *id, const char *device, const char *body, int64_t at_ms);
/* Malloc'ed body of a notice to DEVICE; REPLY gets the choice taken so far. */
char *store_find_notice(struct store *store, const char *id, const char *device, char reply[CONTRACT_NAME_SIZE]);
void store_reply_notice(struct store *store, const char *id, const char *choice, int64_t at_ms);
typedef void store_notice_fn(void *data, const char *id, const char *device, const char *body, int64_t at_ms,
                             const char *reply, int64_t reply_ms);
/* DEVICE NULL = of every box. */
void store_each_notice(struct store *store, const char *device, int most, store_notice_fn *fn, void *data);

struct store_voice {
    const char *id, *device;
    const char *request, *step; /* what it belongs to; "" = nothing */
    int64_t at_ms, lasts_ms;
    const char *answer; /* JSON, "" = none yet; not for store_put_voice() */
};
/* False = that step of the request has one already. */
bool store_put_voice(struct store *store, const struct store_voice *voice, const void *sound, size_t length);
/* Malloc'ed sound, and DEVICE; NULL when there is none. */
void *store_find_voice(struct store *store, const char *id, size_t *length, char device[CONTRACT_NAME_SIZE]);
void store_answer_voice(struct store *store, const char *id, const char *answer);
typedef void store_voice_fn(void *data, const struct store_voice *voice);
/* Newest first. REQUEST NULL = whatever they belong to. */
void store_each_voice(struct store *store, const char *request, int most, store_voice_fn *fn, void *data);
#endif
