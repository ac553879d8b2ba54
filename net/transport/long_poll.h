/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_LONG_POLL_H
#define STB_NET_TRANSPORT_LONG_POLL_H
/*
 * One long poll of GET /v1/events, where a stream does not get through. The hotline answers as soon as there is an
 * event after the position, at the latest after the wait: {"events":[{"id":"8","event":"status","data":{...}}]}, empty
 * when nothing happened. An answer that is too large or no list is refused, and the next is asked for one event alone,
 * until nothing is left, so that whatever is good is taken.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LONG_POLL_MAX_BYTES = 512 * 1024, LONG_POLL_GRACE_MS = 10000 };

struct https;
struct https_answer;
struct long_poll;

enum long_poll_result {
    LONG_POLL_TAKEN,   /* it was the contract's answer */
    LONG_POLL_REFUSED, /* it was an answer of success, but too large or no list */
    LONG_POLL_FAILED,  /* there was none */
};
struct long_poll_setup {
    struct https *https;
    /* As event_stream.h's; ID is the event's own, "" = it has none. */
    void (*on_event)(void *data, const char *event, const char *id, const char *text);
    /* The position moved without an event: the hotline told it, or an event too large by itself was passed over. */
    void (*on_position)(void *data, const char *id);
    /* NEWS: an event was taken, so the same question is not answered the same. ERROR is the reason unless TAKEN. */
    void (*on_done)(void *data, enum long_poll_result result, bool news, const struct https_answer *answer,
                    const char *error);
    void *data;
};
struct long_poll *long_poll_create(const struct long_poll_setup *setup);
void long_poll_destroy(struct long_poll *poll);
/* Asks ENDPOINT once, and gives it LONG_POLL_GRACE_MS beyond the wait; nothing while one is under way. LAST_ID "" = from now on. FRESH: on a connection of its own. */
void long_poll_ask(struct long_poll *poll, const char *endpoint, const char *last_id, int wait_s, bool fresh);
void long_poll_stop(struct long_poll *poll); /* the one under way is not heard of any more */
bool long_poll_busy(const struct long_poll *poll);
#endif
