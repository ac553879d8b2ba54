/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_EVENT_STREAM_H
#define STB_NET_TRANSPORT_EVENT_STREAM_H
/*
 * The hotline's voice to the box: GET /v1/events as Server-Sent Events, with Last-Event-ID so that nothing is missed
 * over a reconnect or a restart (the id is kept by the caller once the event is taken). When streams fail twice in a
 * row without one event or ping (a proxy that buffers), a long poll serves, and a stream is tried again every 10
 * minutes. The long poll's answer: {"events":[{"id":"8","event":"status","data":{...}}]}, empty when nothing happened;
 * one that is refused is told as an event beyond all bounds, and asked for again with ever more patience.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_stream;
struct https;
struct loop;
struct event_stream_setup {
    struct loop *loop;
    struct https *https;
    const char *const *endpoints;
    /* EVENT: "status" "notice" "catalog" "profile" "voice"; TEXT is its JSON, not checked yet; NULL = there was one,
     * but beyond all bounds (sse.h). */
    void (*on_event)(void *data, const char *event, const char *id, const char *text);
    void (*on_traffic)(void *data); /* any byte of a 2xx stream: the line is alive */
    /* The stream ended or failed, once for each loss; OURS = no network on our side. */
    void (*on_lost)(void *data, bool ours);
    void *data;
};
struct event_stream *event_stream_create(const struct event_stream_setup *setup);
void event_stream_destroy(struct event_stream *stream);
/* Opens the stream after LAST_ID ("" = from now on). Reconnects by itself. Not to be destroyed from its own callbacks.
 */
void event_stream_start(struct event_stream *stream, const char *last_id);
void event_stream_person_waits(struct event_stream *stream, bool waits); /* backoff_reconnect_delay() */
void event_stream_wake(struct event_stream *stream);                     /* try now if it is down */
#endif
