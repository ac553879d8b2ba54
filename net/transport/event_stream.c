/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two ways side by side, each with its own timer:
 *
 *   stream: DOWN --timer, wake--> OPENING --a well-formed line within 5 s--> ALIVE --silent 40 s, ended--> DOWN
 *                                     `--none: barren--> DOWN
 *   poll:   OFF --two barren streams, or an SOS is open and no stream is alive--> asks, again and again
 *               <--a stream is alive--
 *
 * on_lost is called once a loss, however many tries fail after it. A stream that never reached the hotline says nothing
 * of streams and is not barren. The newest id is here while the box runs; a caller that wants it to outlive a restart
 * keeps what on_event and on_position give it.
 *
 * The trap is the second way's life beside the first: both may bring the same event, so the poll is stopped as soon as
 * the stream has proved itself, and whoever takes the events must bear one twice.
 */
#include "net/transport/event_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/long_poll.h"
#include "net/transport/random.h"
#include "net/transport/sse.h"
#include "stb-app/base/budget.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    FIRST_LINE_MS = 5000, /* the hotline pings as soon as the stream stands */
    LOOK_MS = 1000,
    CARRIED_MAX_MS = 10000, /* FIRST_LINE_MS instead, while bytes of the stream's handshake still move */
    SILENCE_MS = 40000,     /* the hotline pings every 15 s: two and a half pings missed */
    PING_DUE_MS = 20000,    /* one ping is missed: an open SOS does not rely on the stream any more */
    POLL_WAIT_S = 25,
    POLL_WAIT_SOS_S = 5, /* short: a line that dies during a poll is noticed soon */
    STREAM_AGAIN_MS = 10 * 60 * 1000,
    STREAM_AGAIN_SOS_MS = 30 * 1000,
    BARREN_MAX = 2,
    REFUSED_MAX = 3,
    RETRY_LEAST_MS = 1000,
    RETRY_MOST_MS = 60000,
    EVENTS_A_SECOND = 100, /* far more than a hotline has to say to one household */
    EVENTS_SAVED_UP = 400, /* the burst after a long time without a line */
};

struct event_stream {
    struct event_stream_setup setup;
    struct sse *sse;
    struct long_poll *poll;
    struct loop_timer *open_timer; /* until the next stream is opened */
    struct loop_timer *line_timer; /* until the stream's next line is overdue */
    struct loop_timer *poll_timer; /* until the next poll */
    uint64_t call;                 /* the stream's; 0 = down */
    bool started, person_waits, sos, hears;
    bool alive;                    /* this stream has brought a well-formed line */
    bool polling;                  /* polls serve, because streams are barren */
    bool unknown;                  /* this stream began without a position */
    bool fresh, poll_fresh;        /* the next stream, the next poll takes a fresh connection */
    bool told_lost;                /* on_lost was called, and nothing was heard since */
    int failed;                    /* streams in a row that failed */
    int barren;                    /* streams in a row that were barren */
    int poll_failed, poll_refused; /* polls in a row */
    int64_t opened_ms, sent_ms, line_ms;
    bool poll_answers; /* the last poll that ended was answered */
    int64_t asked_ms;  /* when the newest poll began, monotonic */
    int64_t retry_ms;  /* the stream's "retry:", 0 = none */
    struct budget events;
    bool floods; /* this stream exceeded EVENTS_A_SECOND: its events are not taken any more */
    char last_id[SSE_ID_SIZE];
};

/* --- what is known */

static bool stream_hears(const struct event_stream *stream) {
    return stream->call && stream->alive && loop_now_ms() - stream->line_ms < PING_DUE_MS;
}

static int poll_wait_s(const struct event_stream *stream) {
    return stream->sos ? POLL_WAIT_SOS_S : POLL_WAIT_S;
}

static bool poll_hears(const struct event_stream *stream) {
    int64_t due_ms = stream->asked_ms + poll_wait_s(stream) * INT64_C(1000) + FIRST_LINE_MS;
    return stream->poll_answers && loop_now_ms() < due_ms;
}

bool event_stream_hears(const struct event_stream *stream) {
    return stream_hears(stream) || poll_hears(stream);
}

static bool wants_poll(const struct event_stream *stream) {
    return stream->polling || (stream->sos && !stream_hears(stream));
}

static const char *endpoint_of(const struct event_stream *stream, int tries) {
    const char *const *endpoints = stream->setup.endpoints;
    int count = 0;
    while (endpoints[count])
        count++;
    return endpoints[backoff_endpoint(tries, https_prefer(stream->setup.https, endpoints), count)];
}

/* After each change: starts or stops the polls, and tells the owner whether events are heard. */
static void settle(struct event_stream *stream) {
    if (!stream->started)
        return;
    if (!wants_poll(stream)) {
        long_poll_stop(stream->poll);
        loop_timer_stop(stream->poll_timer);
        stream->poll_answers = false;
    } else if (!long_poll_busy(stream->poll) && !loop_timer_running(stream->poll_timer)) {
        loop_timer_start(stream->poll_timer, 0, 0);
    }
    bool hears = event_stream_hears(stream);
    if (hears == stream->hears)
        return;
    stream->hears = hears;
    if (stream->setup.on_hears)
        stream->setup.on_hears(stream->setup.data, hears);
}

static void heard(struct event_stream *stream) {
    stream->told_lost = false;
    stream->setup.on_traffic(stream->setup.data);
}

static void tell_lost(struct event_stream *stream, const char *error, bool ours) {
    if (stream->told_lost)
        return;
    stream->told_lost = true;
    log_info("net", "the event stream is lost: %s", error);
    stream->setup.on_lost(stream->setup.data, ours);
}

static void take_position(void *data, const char *id) {
    struct event_stream *stream = data;
    stream->unknown = false;
    snprintf(stream->last_id, sizeof stream->last_id, "%s", id);
    stream->setup.on_position(stream->setup.data, stream->last_id);
}

/* An event without an id keeps the newest, also over a reconnect. */
static void take_event(void *data, const char *event, const char *id, const char *text) {
    struct event_stream *stream = data;
    if (id[0])
        snprintf(stream->last_id, sizeof stream->last_id, "%s", id);
    stream->setup.on_event(stream->setup.data, event, stream->last_id, text);
}

/* --- the stream */

static int64_t bounded_retry(int64_t ms) {
    return ms < 0 ? 0 : ms < RETRY_LEAST_MS ? RETRY_LEAST_MS : ms > RETRY_MOST_MS ? RETRY_MOST_MS : ms;
}

static void open_later(struct event_stream *stream, int retry_after_s, bool ours) {
    bool soon = stream->person_waits || stream->sos || ours;
    int64_t delay = backoff_reconnect_delay(stream->failed, soon, random_draw());
    int64_t asked_for = stream->sos         ? backoff_retry_after(retry_after_s, true) * INT64_C(1000)
                        : retry_after_s > 0 ? backoff_held(retry_after_s, random_draw())
                                            : stream->retry_ms;
    if (stream->polling)
        asked_for = stream->sos ? STREAM_AGAIN_SOS_MS : STREAM_AGAIN_MS;
    loop_timer_start(stream->open_timer, delay > asked_for ? delay : asked_for, 0);
}

static void stream_heard(struct event_stream *stream) {
    stream->alive = true;
    stream->line_ms = loop_now_ms();
    stream->failed = stream->barren = 0;
    stream->polling = false;
    loop_timer_start(stream->line_timer, PING_DUE_MS, 0);
    heard(stream);
}

static void on_sse(void *data, const char *event, const char *id, const char *text) {
    struct event_stream *stream = data;
    stream->floods = stream->floods || !budget_take(&stream->events, 1, loop_now_ms());
    if (stream->floods)
        return;
    stream_heard(stream); /* before on_event, which may ask event_stream_hears() */
    if (event)
        take_event(stream, event, id, text);
    else if (strcmp(id, stream->last_id) != 0)
        take_position(stream, id);
}

static void end_stream(struct event_stream *stream, const char *error);

/* Each event costs the loop a moment, for which the red key waits. Events that are not taken come again with the next
 * stream, which begins after the last one taken. */
static bool stop_flood(struct event_stream *stream) {
    log_warning("net", "the event stream floods: it is ended, and begun again later");
    end_stream(stream, "it floods");
    return false;
}

static bool on_chunk(void *data, const char *bytes, size_t length) {
    struct event_stream *stream = data;
    uint64_t call = stream->call;
    if (sse_feed(stream->sse, bytes, length) > 0)
        stream_heard(stream);
    if (stream->floods)
        return stream->call == call && stop_flood(stream);
    if (stream->unknown && stream->alive) {
        stream->unknown = false;
        stream->setup.on_position(stream->setup.data, stream->last_id);
    }
    stream->retry_ms = bounded_retry(sse_retry_ms(stream->sse));
    settle(stream);
    return stream->call == call; /* an event may have led to another stream */
}

static void note_barren(struct event_stream *stream) {
    if (++stream->barren < BARREN_MAX || stream->polling)
        return;
    log_warning("net", "%d event streams in a row brought nothing: asking by long poll", stream->barren);
    stream->polling = true;
}

static void stream_lost(struct event_stream *stream, const char *error, int retry_after_s, bool ours) {
    stream->call = 0;
    loop_timer_stop(stream->line_timer);
    stream->failed++;
    open_later(stream, retry_after_s, ours);
    if (!poll_hears(stream))
        tell_lost(stream, error, ours);
    settle(stream);
}

static void on_stream_done(void *data, const struct https_answer *answer) {
    struct event_stream *stream = data;
    char error[200];
    if (answer->status == 0)
        snprintf(error, sizeof error, "%s", answer->error);
    else
        snprintf(error, sizeof error, "it ended with status %d", answer->status);
    if (!stream->alive && answer->reached && (answer->status == 0 || answer->status == 200))
        note_barren(stream);
    stream_lost(stream, error, answer->retry_after_s, answer->unreachable_here);
}

static void end_stream(struct event_stream *stream, const char *error) {
    https_cancel(stream->setup.https, stream->call);
    stream_lost(stream, error, 0, false);
}

/* FIRST_LINE_MS runs from when the request has left: a slow line is no barren stream. */
static void wait_for_first_line(struct event_stream *stream) {
    int64_t now_ms = loop_now_ms();
    if (!stream->sent_ms && https_reached(stream->setup.https, stream->call))
        stream->sent_ms = now_ms - stream->opened_ms > LOOK_MS ? now_ms : stream->opened_ms;
    if (stream->sent_ms && now_ms - stream->sent_ms >= FIRST_LINE_MS) {
        note_barren(stream);
        end_stream(stream, "no ping within 5 s");
    } else {
        loop_timer_start(stream->line_timer, LOOK_MS / 2, 0);
    }
}

static void on_line_overdue(void *data) {
    struct event_stream *stream = data;
    int64_t silent_ms = loop_now_ms() - stream->line_ms;
    if (!stream->alive) {
        wait_for_first_line(stream);
    } else if (silent_ms >= SILENCE_MS) {
        end_stream(stream, "silent for 40 s");
    } else {
        loop_timer_start(stream->line_timer, SILENCE_MS - silent_ms, 0);
        settle(stream);
    }
}

static void open_stream(struct event_stream *stream) {
    char url[400];
    snprintf(url, sizeof url, "%s/v1/events", endpoint_of(stream, stream->failed));
    loop_timer_stop(stream->open_timer);
    stream->alive = false;
    stream->unknown = !stream->last_id[0] || stream->floods; /* one without ids does not come again: it is asked for */
    stream->floods = false;
    stream->opened_ms = loop_now_ms();
    stream->sent_ms = 0;
    sse_destroy(stream->sse);
    stream->sse = sse_create(on_sse, stream);
    stream->call = https_start(stream->setup.https,
                               &(struct https_call){.method = "GET",
                                                    .url = url,
                                                    .accept = "text/event-stream",
                                                    .last_event_id = stream->last_id[0] ? stream->last_id : NULL,
                                                    .fresh = stream->failed > 0 || stream->fresh,
                                                    .most = 2 * SSE_MAX,
                                                    .chunk = on_chunk,
                                                    .chunk_media = "text/event-stream",
                                                    .done = on_stream_done,
                                                    .data = stream});
    stream->fresh = false;
    if (stream->call)
        loop_timer_start(stream->line_timer, LOOK_MS / 2, 0);
    else
        stream_lost(stream, "it could not be started", 0, false);
}

static void on_open_due(void *data) {
    struct event_stream *stream = data;
    if (!stream->call)
        open_stream(stream);
}

/* --- the polls */

static void poll_later(struct event_stream *stream, const struct https_answer *answer) {
    bool soon = stream->person_waits || stream->sos || answer->unreachable_here;
    int64_t delay = backoff_reconnect_delay(stream->poll_failed, soon, random_draw());
    int retry_after_s = answer->retry_after_s;
    int64_t asked_for = stream->sos         ? backoff_retry_after(retry_after_s, true) * INT64_C(1000)
                        : retry_after_s > 0 ? backoff_held(retry_after_s, random_draw())
                                            : 0;
    /* A refused answer would come again at once. */
    int64_t patience = stream->poll_refused ? backoff_delay(stream->poll_refused, 0, UINT16_MAX) : 0;
    loop_timer_start(stream->poll_timer, (delay > asked_for ? delay : asked_for) + patience, 0);
}

/* A hotline that does not wait as asked, and answers with nothing, would else be polled without a pause. */
static void poll_taken(struct event_stream *stream, bool news) {
    int64_t left = stream->asked_ms + RETRY_LEAST_MS - loop_now_ms();
    stream->poll_failed = stream->poll_refused = 0;
    stream->poll_answers = true;
    heard(stream);
    if (wants_poll(stream))
        loop_timer_start(stream->poll_timer, !news && left > 0 ? left : 0, 0);
}

static void poll_refused(struct event_stream *stream, bool passed_over, const struct https_answer *answer,
                         const char *error) {
    log_warning("net", "a long poll's answer is refused: %s", error);
    stream->poll_refused = passed_over ? 0 : stream->poll_refused + 1;
    stream->poll_answers = false;
    if (stream->poll_refused > REFUSED_MAX && stream->polling && !stream->call) { /* perhaps a stream gets past it */
        stream->polling = false;
        open_later(stream, 0, false);
    } else {
        poll_later(stream, answer);
    }
    tell_lost(stream, error, false);
}

static void on_poll_done(void *data, enum long_poll_result result, bool news, const struct https_answer *answer,
                         const char *error) {
    struct event_stream *stream = data;
    if (result == LONG_POLL_TAKEN) {
        poll_taken(stream, news);
    } else if (result == LONG_POLL_REFUSED) {
        poll_refused(stream, news, answer, error);
    } else {
        stream->poll_failed++;
        stream->poll_answers = false;
        poll_later(stream, answer);
        if (!stream_hears(stream))
            tell_lost(stream, error, answer->unreachable_here);
    }
    settle(stream);
}

static void ask_poll(struct event_stream *stream) {
    bool fresh = stream->poll_failed > 0 || stream->poll_fresh;
    stream->asked_ms = loop_now_ms();
    stream->poll_fresh = false;
    long_poll_ask(stream->poll, endpoint_of(stream, stream->poll_failed), stream->last_id, poll_wait_s(stream), fresh);
}

/* The stream's bytes still move, slowly: a poll beside it would only delay both. */
static bool stream_is_carried(const struct event_stream *stream) {
    return stream->call && !stream->alive && !stream->polling && loop_now_ms() - stream->opened_ms < CARRIED_MAX_MS &&
           https_moves(stream->setup.https, stream->call);
}

static void on_poll_due(void *data) {
    struct event_stream *stream = data;
    if (stream_is_carried(stream))
        loop_timer_start(stream->poll_timer, LOOK_MS / 2, 0);
    else if (wants_poll(stream))
        ask_poll(stream);
}

/* --- verbs */

void event_stream_start(struct event_stream *stream, const char *last_id) {
    bool fits = strlen(last_id) < sizeof stream->last_id && !strpbrk(last_id, "\r\n");
    https_cancel(stream->setup.https, stream->call);
    stream->started = true;
    snprintf(stream->last_id, sizeof stream->last_id, "%s", fits ? last_id : "");
    open_stream(stream);
}

void event_stream_person_waits(struct event_stream *stream, bool waits) {
    bool sooner = waits && !stream->person_waits;
    stream->person_waits = waits;
    if (sooner && stream->started && !stream->call && !stream->polling)
        open_later(stream, 0, false);
}

static void poll_anew(struct event_stream *stream) {
    long_poll_stop(stream->poll);
    loop_timer_stop(stream->poll_timer); /* settle() asks at once if it is wanted */
    stream->poll_answers = false;
}

void event_stream_sos(struct event_stream *stream, bool open) {
    bool opened = open && !stream->sos;
    stream->sos = open;
    if (opened && stream->started && !stream->call && !stream->polling)
        open_stream(stream);
    if (opened)
        poll_anew(stream); /* with the short POLL_WAIT_SOS_S */
    settle(stream);
}

void event_stream_wake(struct event_stream *stream) {
    if (!stream->started)
        return;
    if (stream->polling && !long_poll_busy(stream->poll))
        loop_timer_start(stream->poll_timer, 0, 0);
    else if (!stream->call && !stream->polling)
        open_stream(stream);
}

void event_stream_reopen(struct event_stream *stream) {
    if (!stream->started)
        return;
    https_cancel(stream->setup.https, stream->call);
    stream->call = 0;
    stream->fresh = stream->poll_fresh = true;
    loop_timer_stop(stream->line_timer);
    loop_timer_start(stream->open_timer, 0, 0); /* not from within a stream's own event */
    poll_anew(stream);
    settle(stream);
}

struct event_stream *event_stream_create(const struct event_stream_setup *setup) {
    struct event_stream *stream = memory_new(1, sizeof *stream);
    stream->setup = *setup;
    stream->events = (struct budget){.per_s = EVENTS_A_SECOND, .saved_max = EVENTS_SAVED_UP};
    stream->open_timer = loop_timer_create(setup->loop, on_open_due, stream);
    stream->line_timer = loop_timer_create(setup->loop, on_line_overdue, stream);
    stream->poll_timer = loop_timer_create(setup->loop, on_poll_due, stream);
    stream->poll = long_poll_create(&(struct long_poll_setup){.https = setup->https,
                                                              .on_event = take_event,
                                                              .on_position = take_position,
                                                              .on_done = on_poll_done,
                                                              .data = stream});
    return stream;
}

void event_stream_destroy(struct event_stream *stream) {
    if (!stream)
        return;
    https_cancel(stream->setup.https, stream->call);
    long_poll_destroy(stream->poll);
    loop_timer_destroy(stream->open_timer);
    loop_timer_destroy(stream->line_timer);
    loop_timer_destroy(stream->poll_timer);
    sse_destroy(stream->sse);
    free(stream);
}
