/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_EVENT_STREAM_H
#define STB_NET_TRANSPORT_EVENT_STREAM_H
/*
 * The hotline's voice to the box: GET /v1/events as Server-Sent Events, with Last-Event-ID so that nothing is missed
 * over a reconnect or a restart (the id is kept by the caller once the event is taken). Only a 200 in text/event-stream
 * is a stream, and only its well-formed lines are signs of life. A stream without its promised first ping in 5 s is
 * barren (a proxy buffers it): after two in a row, or at once while an SOS is open, long polls serve (long_poll.h), and
 * a stream is tried beside them.
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
    /* EVENT: "status" "notice" "catalog" "profile" "voice"; TEXT is its JSON, not checked yet; NULL = it was
     * larger than sse.h takes. ID is the position after the event. */
    void (*on_event)(void *data, const char *event, const char *id, const char *text);
    /* The position is ID now, without an event: the owner must fetch what happened before. "" = the position is not
     * known: the stream began without one. */
    void (*on_position)(void *data, const char *id);
    void (*on_traffic)(void *data); /* a sign of life: a line of a stream, an answer to a poll */
    /* The stream ended or failed, once for each loss; OURS = no network on our side. */
    void (*on_lost)(void *data, bool ours);
    void (*on_hears)(void *data, bool hears); /* event_stream_hears() changed; may be NULL */
    void *data;
};
struct event_stream *event_stream_create(const struct event_stream_setup *setup);
void event_stream_destroy(struct event_stream *stream);
/* Opens the stream after LAST_ID ("" = from now on). Reconnects by itself. Do not destroy it from its own callbacks.
 */
void event_stream_start(struct event_stream *stream, const char *last_id);
void event_stream_person_waits(struct event_stream *stream, bool waits); /* backoff_reconnect_delay() */
/* OPEN: a stream or poll that is not proved to hear is tried at once, and Retry-After delays neither for long. */
void event_stream_sos(struct event_stream *stream, bool open);
void event_stream_wake(struct event_stream *stream); /* a stream that is down is tried now */
/* Another call found the line dead: stream and poll begin anew, on a fresh connection. */
void event_stream_reopen(struct event_stream *stream);
/* An event would arrive now, as far as can be known: the last line of the stream, or answer to a poll, was in time. */
bool event_stream_hears(const struct event_stream *stream);
#endif
