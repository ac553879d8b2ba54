/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_BACKOFF_H
#define STB_NET_TRANSPORT_BACKOFF_H
/* When to try again. Pure: time and chance are arguments. All times in ms; CHANCE is uniform in 0..65535. */
#include <stdbool.h>
#include <stdint.h>

enum { BACKOFF_SOS_FIRST_BYTE_MS = 800, BACKOFF_SOS_UNREACHED_MS = 10000, BACKOFF_SOS_RETRY_AFTER_MAX_S = 5 };

/* SOS, unanswered: so long after try number BEGUN (1...) began comes the next, whatever became of it. Each round of
 * tries meets every one of the COUNT endpoints, 0.8 s apart (the first round of one endpoint meets it twice); between
 * the rounds are 1, 2, 4, then always 5 s, each of these 80-100 % of that. */
int64_t backoff_sos_pace(int begun, int count, uint16_t chance);
bool backoff_sos_in_round(int begun, int count); /* the next try belongs to the same round */
/* What every box does by itself: full jitter (uniform in 0..bound), bound 1 s doubling to 60 s; with RETRY_AFTER_S
 * backoff_held(). */
int64_t backoff_delay(int tries, int retry_after_s, uint16_t chance);
/* What this senior ordered: the same, but Retry-After is spread over its own length only, since no other box was told
 * it for the same moment. */
int64_t backoff_order_delay(int tries, int retry_after_s, uint16_t chance);
/* How long Retry-After keeps a fleet away that was told it in the same second: never less than RETRY_AFTER_S, and
 * spread over at least a minute after it. */
int64_t backoff_held(int retry_after_s, uint16_t chance);
/* RETRY_AFTER_S as it counts for this box: while an SOS is open the way of its answer waits for nobody. */
int backoff_retry_after(int retry_after_s, bool sos_open);
/* The line: seen by a person (channel shown) or cut off on our own side, 1-4 s; else full jitter over 60 s, so that a
 * fleet does not return as one. */
int64_t backoff_reconnect_delay(int tries, bool person_waits, uint16_t chance);
/* What every box was told of in the same second: full jitter over 60 s, or 1 s where a person looks at it. */
int64_t backoff_fetch_delay(bool person_looks, uint16_t chance);
/* Which of COUNT endpoints try number TRIES (0...) goes to: they alternate, FIRST first. */
int backoff_endpoint(int tries, int first, int count);
#endif
