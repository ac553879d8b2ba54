/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_BACKOFF_H
#define STB_NET_TRANSPORT_BACKOFF_H
/* When to try again. Pure: time and chance are arguments. All times in ms; CHANCE is uniform in 0..65535. */
#include <stdbool.h>
#include <stdint.h>

enum { BACKOFF_SOS_FIRST_BYTE_MS = 800, BACKOFF_SOS_UNREACHED_MS = 10000, BACKOFF_SOS_RETRY_AFTER_MAX_S = 5 };

/* The pace of an unanswered SOS: the next try begins so long after try number BEGUN (1...) began, even if that one is
 * still under way. A round of tries meets each of the COUNT endpoints, 0.8 s apart (the first round of one endpoint
 * meets it twice); between the rounds are 1, 2, 4, then always 5 s, each shortened by up to 20 %. */
int64_t backoff_sos_pace(int begun, int count, uint16_t chance);
bool backoff_sos_in_round(int begun, int count); /* the try after number BEGUN belongs to the same round */
/* For what every box does by itself: full jitter (uniform in 0..bound), the bound doubles from 1 s to 60 s; with a
 * RETRY_AFTER_S, backoff_held(). */
int64_t backoff_delay(int tries, int retry_after_s, uint16_t chance);
/* For an order of this senior: as backoff_delay(), but RETRY_AFTER_S is spread over its own length only, since the
 * hotline told no other box the same moment. */
int64_t backoff_order_delay(int tries, int retry_after_s, uint16_t chance);
/* How long a box of a fleet that got Retry-After in the same second stays away: never less than RETRY_AFTER_S, and
 * spread over at least a minute after it. */
int64_t backoff_held(int retry_after_s, uint16_t chance);
/* RETRY_AFTER_S, shortened while an SOS is open: the connection that brings its answer must not wait. */
int backoff_retry_after(int retry_after_s, bool sos_open);
/* Until the line is opened again: 1-4 s if PERSON_WAITS (the channel is shown, or our own network was down); else full
 * jitter over 60 s, so that a fleet does not return at once. */
int64_t backoff_reconnect_delay(int tries, bool person_waits, uint16_t chance);
/* Until a fetch that every box was told of in the same second: full jitter over 60 s, or 1 s if PERSON_LOOKS at it. */
int64_t backoff_fetch_delay(bool person_looks, uint16_t chance);
/* Which of COUNT endpoints try number TRIES (0...) goes to: they alternate, FIRST first. */
int backoff_endpoint(int tries, int first, int count);
#endif
