/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call at a time: a stream, or where streams bring nothing a long poll, or the timer until the next of them.
 *
 *   DOWN --timer, wake--> STREAM --ends, fails, silent--> DOWN (told once, the delay grows)
 *                          after two barren streams: POLL --answered--> POLL ... --10 minutes--> STREAM
 *
 * A poll's answer that is too large or no list at all is refused, and the next is asked for one event alone: until
 * nothing is left, so that whatever is good is taken. One event that is too large by itself is passed over by the
 * ETag of its answer, as a stream passes over one.
 *
 * A stream that reached the hotline and brought not one byte is barren: something between us keeps the bytes. One that
 * never reached it says nothing about streams. The newest id lives here while the box runs; a caller that wants it to
 * outlive a restart keeps what on_event gives it.
 */
#include "net/transport/event_stream.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/api/api_answer.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "net/transport/sse.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

enum {
    SILENCE_MS = 40000, /* the hotline pings every 15 s: two and a half pings missed */
    POLL_WAIT_S = 25,
    POLL_TIMEOUT_MS = 40000,
    STREAM_AGAIN_MS = 10 * 60 * 1000,
    BARREN_MAX = 2,
    REFUSED_MAX = 3,
    POLL_EVENTS_MAX = 500,
    POLL_MAX = 2 * SSE_MAX,
    RETRY_LEAST_MS = 1000,
    RETRY_MOST_MS = 60000,
};

struct event_stream {
    struct event_stream_setup setup;
    struct loop_timer *timer;
    struct sse *sse;
    uint64_t call; /* 0 = down */
    bool polling, person_waits, started;
    bool alive;     /* this call has brought something */
    bool told_lost; /* since then nothing was heard */
    int failed;     /* calls in a row */
    int barren;     /* streams in a row */
    int refused;    /* answers to polls in a row */
    bool one_by_one;
    int64_t poll_until_ms, opened_ms;
    int64_t retry_ms; /* what the hotline asked for, 0 = nothing */
    char last_id[SSE_ID_SIZE];
};

static void open_call(struct event_stream *stream);

static void heard(struct event_stream *stream) {
    stream->alive = true;
    stream->told_lost = false;
    stream->failed = 0;
    stream->setup.on_traffic(stream->setup.data);
}

static void on_sse(void *data, const char *event, const char *id, const char *text) {
    struct event_stream *stream = data;
    if (id[0]) /* an event without one keeps the newest, also over a reconnect */
        snprintf(stream->last_id, sizeof stream->last_id, "%s", id);
    stream->setup.on_event(stream->setup.data, event, stream->last_id, text);
}

static int64_t bounded_retry(int64_t ms) {
    return ms < 0 ? 0 : ms < RETRY_LEAST_MS ? RETRY_LEAST_MS : ms > RETRY_MOST_MS ? RETRY_MOST_MS : ms;
}

static bool on_chunk(void *data, const char *bytes, size_t length) {
    struct event_stream *stream = data;
    stream->barren = 0;
    heard(stream);
    sse_feed(stream->sse, bytes, length);
    stream->retry_ms = bounded_retry(sse_retry_ms(stream->sse));
    return true;
}

static void retry_later(struct event_stream *stream, int retry_after_s, bool ours) {
    int64_t delay = backoff_reconnect_delay(stream->failed, stream->person_waits || ours, random_draw());
    if (delay < stream->retry_ms)
        delay = stream->retry_ms;
    if (delay < retry_after_s * INT64_C(1000))
        delay = retry_after_s * INT64_C(1000);
    int64_t patience = stream->refused ? backoff_delay(stream->refused, 0, UINT16_MAX) : 0;
    loop_timer_start(stream->timer, delay + patience, 0); /* the same answer would come again */
}

static void lost(struct event_stream *stream, const struct https_answer *answer) {
    stream->failed++;
    retry_later(stream, answer->retry_after_s, answer->unreachable_here);
    if (stream->told_lost)
        return;
    stream->told_lost = true;
    if (answer->status == 0)
        log_info("net", "the event stream is lost: %s", answer->error);
    else
        log_info("net", "the event stream is lost: it ended with status %d", answer->status);
    stream->setup.on_lost(stream->setup.data, answer->unreachable_here);
}

static void note_barren(struct event_stream *stream, const struct https_answer *answer) {
    if (stream->alive || !answer->reached || (answer->status != 0 && answer->status != 200))
        return;
    if (++stream->barren < BARREN_MAX)
        return;
    log_warning("net", "%d event streams in a row brought nothing: asking by long poll", stream->barren);
    stream->barren = 0;
    stream->poll_until_ms = loop_now_ms() + STREAM_AGAIN_MS;
}

static void on_stream_done(void *data, const struct https_answer *answer) {
    struct event_stream *stream = data;
    stream->call = 0;
    note_barren(stream, answer);
    lost(stream, answer);
}

/* {"id","event","data"}; the data goes on as text, as from a stream. False = it is none, as said to the owner. */
static bool take_polled(struct event_stream *stream, struct json_object *one) {
    const char *event = json_text(one, "event", ""), *id = json_text(one, "id", "");
    struct json_object *content = json_child(one, "data");
    if (!event[0] || !content || strlen(event) >= SSE_NAME_SIZE || strlen(id) >= sizeof stream->last_id ||
        strpbrk(id, "\r\n")) {
        stream->setup.on_event(stream->setup.data, "message", stream->last_id, NULL);
        return false;
    }
    on_sse(stream, event, id, json_object_to_json_string(content));
    return true;
}

/* *NEWS: one of them was an event, so the next poll will not find the same. ERROR is left when it is refused. */
static bool take_poll(struct event_stream *stream, const struct https_answer *answer, bool *news, char *error) {
    struct json_object *whole = api_answer_json(answer->content_type, answer->body, answer->length, POLL_MAX, error);
    struct json_object *list = whole ? json_child(whole, "events") : NULL;
    bool ok = json_object_is_type(list, json_type_array) && json_object_array_length(list) <= POLL_EVENTS_MAX;
    for (size_t i = 0; ok && i < json_object_array_length(list); i++)
        *news = take_polled(stream, json_object_array_get_idx(list, i)) || *news;
    if (ok && json_object_array_length(list) == 0)
        stream->one_by_one = false;
    if (!ok && whole)
        snprintf(error, JSON_ERROR_SIZE, "expected {\"events\":[{\"id\",\"event\",\"data\"}]}");
    json_object_put(whole);
    return ok;
}

/* ETAG: the id in quotes. */
static bool pass_over(struct event_stream *stream, const char *etag) {
    char id[24];
    size_t digits = etag[0] == '"' ? strspn(etag + 1, "0123456789") : 0;
    if (digits < 1 || digits >= sizeof id || strcmp(etag + 1 + digits, "\"") != 0)
        return false;
    snprintf(id, sizeof id, "%.*s", (int)digits, etag + 1);
    bool further = strcmp(id, stream->last_id) != 0;
    snprintf(stream->last_id, sizeof stream->last_id, "%s", id);
    return further;
}

static void refuse_poll(struct event_stream *stream, const struct https_answer *answer, const char *error) {
    log_warning("net", "a long poll's answer is refused: %s", error);
    bool passed = answer->too_large && stream->one_by_one && pass_over(stream, answer->etag);
    stream->refused = passed ? 0 : stream->refused + 1;
    stream->one_by_one = true;
    if (stream->refused > REFUSED_MAX) /* perhaps a stream gets past it */
        stream->poll_until_ms = 0;
    stream->setup.on_event(stream->setup.data, "message", stream->last_id, NULL);
    lost(stream, answer);
}

static void on_poll_done(void *data, const struct https_answer *answer) {
    struct event_stream *stream = data;
    char error[JSON_ERROR_SIZE];
    bool news = false;
    stream->call = 0;
    bool ok = answer->status == 204 || (answer->status == 200 && take_poll(stream, answer, &news, error));
    if (answer->too_large || (answer->status == 200 && !ok)) {
        refuse_poll(stream, answer, answer->too_large ? answer->error : error);
        return;
    }
    if (!ok) {
        lost(stream, answer);
        return;
    }
    stream->refused = 0;
    heard(stream);
    int64_t left = stream->opened_ms + RETRY_LEAST_MS - loop_now_ms();
    if (!news && left > 0) /* it did not wait as it was asked to: whoever answers so would be asked without a pause */
        loop_timer_start(stream->timer, left, 0);
    else if (!stream->call)
        open_call(stream);
}

static void open_call(struct event_stream *stream) {
    char url[400];
    const char *const *endpoints = stream->setup.endpoints;
    int count = 0;
    while (endpoints[count])
        count++;
    int endpoint = backoff_endpoint(stream->failed, https_prefer(stream->setup.https, endpoints), count);
    stream->polling = loop_now_ms() < stream->poll_until_ms;
    stream->alive = false;
    stream->opened_ms = loop_now_ms();
    int length = stream->polling ? snprintf(url, sizeof url, "%s/v1/events?wait=%d%s", endpoints[endpoint], POLL_WAIT_S,
                                            stream->one_by_one ? "&most=1" : "")
                                 : snprintf(url, sizeof url, "%s/v1/events", endpoints[endpoint]);
    struct https_call call = {.method = "GET", .url = url, .fresh = stream->failed > 0, .data = stream};
    call.last_event_id = stream->last_id[0] ? stream->last_id : NULL;
    call.accept = stream->polling ? "application/json" : "text/event-stream";
    call.most = POLL_MAX;
    if (stream->polling) {
        call.timeout_ms = POLL_TIMEOUT_MS;
        call.done = on_poll_done;
    } else {
        sse_destroy(stream->sse);
        stream->sse = sse_create(on_sse, stream);
        call.silence_ms = SILENCE_MS;
        call.chunk = on_chunk;
        call.done = on_stream_done;
    }
    bool ready = (stream->sse || stream->polling) && length > 0 && (size_t)length < sizeof url;
    stream->call = ready ? https_start(stream->setup.https, &call) : 0;
    if (!stream->call)
        lost(stream, &(struct https_answer){.error = "it could not be started"});
}

static void on_timer(void *data) {
    struct event_stream *stream = data;
    if (!stream->call)
        open_call(stream);
}

struct event_stream *event_stream_create(const struct event_stream_setup *setup) {
    struct event_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->setup = *setup;
    stream->timer = loop_timer_create(setup->loop, on_timer, stream);
    if (stream->timer)
        return stream;
    event_stream_destroy(stream);
    return NULL;
}

void event_stream_destroy(struct event_stream *stream) {
    if (!stream)
        return;
    https_cancel(stream->setup.https, stream->call);
    loop_timer_destroy(stream->timer);
    sse_destroy(stream->sse);
    free(stream);
}

void event_stream_start(struct event_stream *stream, const char *last_id) {
    https_cancel(stream->setup.https, stream->call);
    stream->call = 0;
    stream->started = true;
    bool fits = strlen(last_id) < sizeof stream->last_id && !strpbrk(last_id, "\r\n");
    snprintf(stream->last_id, sizeof stream->last_id, "%s", fits ? last_id : "");
    open_call(stream);
}

void event_stream_person_waits(struct event_stream *stream, bool waits) {
    bool sooner = waits && !stream->person_waits;
    stream->person_waits = waits;
    if (sooner && stream->started && !stream->call)
        retry_later(stream, 0, false);
}

void event_stream_wake(struct event_stream *stream) {
    if (!stream->started || stream->call)
        return;
    loop_timer_stop(stream->timer);
    open_call(stream);
}
