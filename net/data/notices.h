/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_NOTICES_H
#define STB_NET_DATA_NOTICES_H
/*
 * What the hotline wants this household to hear: care checks, warnings, reminders. The newest twenty, kept over a power
 * cut; one that is not answered yet goes last. The submitter delivers the
 * answer.
 */
#include "stb-app/ipc/ipc_message.h"

struct json_object;
struct notices;
struct outbox;
/* Takes up what an earlier life kept in OUTBOX (may be NULL: then from memory only). */
struct notices *notices_create(struct outbox *outbox);
void notices_restore(struct notices *notices); /* the same, when the outbox was read late */
void notices_destroy(struct notices *notices);

/* A notice of the contract, checked whole. False = refused, ERROR (JSON_ERROR_SIZE) says what is wrong. NEWS: it was
 * not known before (a stream that begins again repeats itself), and the hotline has no answer to it yet. */
bool notices_take(struct notices *notices, struct json_object *notice, bool *news, char *error);
/* Whether CHOICE is an answer that notice ID asks for: one of its choices, or "seen" where it has none. */
bool notices_asks(const struct notices *notices, const char *id, const char *choice);
void notices_forget_before(struct notices *notices, int64_t moment_ms); /* those of before MOMENT_MS, answered or not */
void notices_answer(struct notices *notices, const char *id, const char *choice);
void notices_refuse(struct notices *notices,
                    const char *id);                 /* the hotline did not take that answer; the screen says so */
bool notices_waiting(const struct notices *notices); /* one is not answered yet */
/* Newest first, until the next of these calls; ALONE is the hub's. */
struct ipc_notices notices_now(const struct notices *notices);
#endif
