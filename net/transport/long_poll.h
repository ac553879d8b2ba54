/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_LONG_POLL_H
#define STB_NET_TRANSPORT_LONG_POLL_H
/*
 * One long poll of GET /v1/events, where a stream does not get through. The hotline answers as soon as there is an
 * event after the position, at the latest after the wait: {"events":[{"id":"8","event":"status","data":{...}}]}, empty
 * when nothing happened. An answer that is too large or no list is refused; the polls after it ask for one event alone,
 * until none is left, so that one bad event costs no other.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LONG_POLL_MAX_BYTES = 512 * 1024, LONG_POLL_GRACE_MS = 10000 };

struct https;
struct https_answer;
struct long_poll;

enum long_poll_result {
    LONG_POLL_TAKEN,   /* the answer was a list of events, as above */
    LONG_POLL_REFUSED, /* the answer was a 2xx, but too large or no list */
    LONG_POLL_FAILED,  /* there was no answer of success */
};
struct long_poll_setup {
    struct https *https;
    /* As event_stream.h's; ID is the event's own, "" = it has none. */
    void (*on_event)(void *data, const char *event, const char *id, const char *text);
    /* The position is ID now, without an event: the hotline named it, or an event that is too large was passed over. */
    void (*on_position)(void *data, const char *id);
    /* NEWS: an event was taken, so the next poll gets another answer. ERROR says why RESULT is not TAKEN. */
    void (*on_done)(void *data, enum long_poll_result result, bool news, const struct https_answer *answer,
                    const char *error);
    void *data;
};
struct long_poll *long_poll_create(const struct long_poll_setup *setup);
void long_poll_destroy(struct long_poll *poll);
/* Asks ENDPOINT once for events after LAST_ID ("" = from now on); it has WAIT_S seconds and LONG_POLL_GRACE_MS to
 * answer. FRESH: on a new connection. Does nothing while a poll is under way. */
void long_poll_ask(struct long_poll *poll, const char *endpoint, const char *last_id, int wait_s, bool fresh);
void long_poll_stop(struct long_poll *poll); /* the poll under way ends; no callback comes of it */
bool long_poll_busy(const struct long_poll *poll);
#endif
