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
    BARREN_MOST = 2,
    REFUSED_MOST = 3,
    POLL_EVENTS_MOST = 500,
    POLL_MOST = 2 * SSE_MOST,
    RETRY_LEAST_MS = 1000,
    RETRY_MOST_MS = 60000,
};

struct events {
    struct events_setup setup;
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

static void open_call(struct events *events);

static void heard(struct events *events) {
    events->alive = true;
    events->told_lost = false;
    events->failed = 0;
    events->setup.on_traffic(events->setup.data);
}

static void on_sse(void *data, const char *event, const char *id, const char *text) {
    struct events *events = data;
    if (id[0]) /* an event without one keeps the newest, also over a reconnect */
        snprintf(events->last_id, sizeof events->last_id, "%s", id);
    events->setup.on_event(events->setup.data, event, events->last_id, text);
}

static int64_t bounded_retry(int64_t ms) {
    return ms < 0 ? 0 : ms < RETRY_LEAST_MS ? RETRY_LEAST_MS : ms > RETRY_MOST_MS ? RETRY_MOST_MS : ms;
}

static bool on_chunk(void *data, const char *bytes, size_t length) {
    struct events *events = data;
    events->barren = 0;
    heard(events);
    sse_feed(events->sse, bytes, length);
    events->retry_ms = bounded_retry(sse_retry_ms(events->sse));
    return true;
}

static void retry_later(struct events *events, int retry_after_s, bool ours) {
    int64_t delay = schedule_reconnect_delay(events->failed, events->person_waits || ours, chance_draw());
    if (delay < events->retry_ms)
        delay = events->retry_ms;
    if (delay < retry_after_s * INT64_C(1000))
        delay = retry_after_s * INT64_C(1000);
    int64_t patience = events->refused ? schedule_delay(events->refused, 0, UINT16_MAX) : 0;
    loop_timer_start(events->timer, delay + patience, 0); /* the same answer would come again */
}

static void lost(struct events *events, const struct https_answer *answer) {
    events->failed++;
    retry_later(events, answer->retry_after_s, answer->unreachable_here);
    if (events->told_lost)
        return;
    events->told_lost = true;
    if (answer->status == 0)
        log_info("net", "the event stream is lost: %s", answer->why);
    else
        log_info("net", "the event stream is lost: it ended with status %d", answer->status);
    events->setup.on_lost(events->setup.data, answer->unreachable_here);
}

static void note_barren(struct events *events, const struct https_answer *answer) {
    if (events->alive || !answer->reached || (answer->status != 0 && answer->status != 200))
        return;
    if (++events->barren < BARREN_MOST)
        return;
    log_warning("net", "%d event streams in a row brought nothing: asking by long poll", events->barren);
    events->barren = 0;
    events->poll_until_ms = loop_now_ms() + STREAM_AGAIN_MS;
}

static void on_stream_done(void *data, const struct https_answer *answer) {
    struct events *events = data;
    events->call = 0;
    note_barren(events, answer);
    lost(events, answer);
}

/* {"id","event","data"}; the data goes on as text, as from a stream. False = it is none, as said to the owner. */
static bool take_polled(struct events *events, struct json_object *one) {
    const char *event = json_text(one, "event", ""), *id = json_text(one, "id", "");
    struct json_object *content = json_child(one, "data");
    if (!event[0] || !content || strlen(event) >= SSE_NAME_SIZE || strlen(id) >= sizeof events->last_id ||
        strpbrk(id, "\r\n")) {
        events->setup.on_event(events->setup.data, "message", events->last_id, NULL);
        return false;
    }
    on_sse(events, event, id, json_object_to_json_string(content));
    return true;
}

/* *NEWS: one of them was an event, so the next poll will not find the same. WHY is left when it is refused. */
static bool take_poll(struct events *events, const struct https_answer *answer, bool *news, char *why) {
    struct json_object *whole = json_parse(answer->body, answer->length, POLL_MOST, why);
    struct json_object *list = whole ? json_child(whole, "events") : NULL;
    bool fine = json_object_is_type(list, json_type_array) && json_object_array_length(list) <= POLL_EVENTS_MOST;
    for (size_t i = 0; fine && i < json_object_array_length(list); i++)
        *news = take_polled(events, json_object_array_get_idx(list, i)) || *news;
    if (fine && json_object_array_length(list) == 0)
        events->one_by_one = false;
    if (!fine && whole)
        snprintf(why, JSON_WHY_SIZE, "expected {\"events\":[{\"id\",\"event\",\"data\"}]}");
    json_object_put(whole);
    return fine;
}

/* ETAG: the id in quotes. */
static bool pass_over(struct events *events, const char *etag) {
    char id[24];
    size_t digits = etag[0] == '"' ? strspn(etag + 1, "0123456789") : 0;
    if (digits < 1 || digits >= sizeof id || strcmp(etag + 1 + digits, "\"") != 0)
        return false;
    snprintf(id, sizeof id, "%.*s", (int)digits, etag + 1);
    bool further = strcmp(id, events->last_id) != 0;
    snprintf(events->last_id, sizeof events->last_id, "%s", id);
    return further;
}

static void refuse_poll(struct events *events, const struct https_answer *answer, const char *why) {
    log_warning("net", "a long poll's answer is refused: %s", why);
    bool passed = answer->too_large && events->one_by_one && pass_over(events, answer->etag);
    events->refused = passed ? 0 : events->refused + 1;
    events->one_by_one = true;
    if (events->refused > REFUSED_MOST) /* perhaps a stream gets past it */
        events->poll_until_ms = 0;
    events->setup.on_event(events->setup.data, "message", events->last_id, NULL);
    lost(events, answer);
}

static void on_poll_done(void *data, const struct https_answer *answer) {
    struct events *events = data;
    char why[JSON_WHY_SIZE];
    bool news = false;
    events->call = 0;
    bool fine = answer->status == 204 || (answer->status == 200 && take_poll(events, answer, &news, why));
    if (answer->too_large || (answer->status == 200 && !fine)) {
        refuse_poll(events, answer, answer->too_large ? answer->why : why);
        return;
    }
    if (!fine) {
        lost(events, answer);
        return;
    }
    events->refused = 0;
    heard(events);
    int64_t left = events->opened_ms + RETRY_LEAST_MS - loop_now_ms();
    if (!news && left > 0) /* it did not wait as it was asked to: whoever answers so would be asked without a pause */
        loop_timer_start(events->timer, left, 0);
    else if (!events->call)
        open_call(events);
}

static void open_call(struct events *events) {
    char url[400];
    const char *const *endpoints = events->setup.endpoints;
    int count = 0;
    while (endpoints[count])
        count++;
    int endpoint = schedule_endpoint(events->failed, https_prefer(events->setup.https, endpoints), count);
    events->polling = loop_now_ms() < events->poll_until_ms;
    events->alive = false;
    events->opened_ms = loop_now_ms();
    int length = events->polling ? snprintf(url, sizeof url, "%s/v1/events?wait=%d%s", endpoints[endpoint], POLL_WAIT_S,
                                            events->one_by_one ? "&most=1" : "")
                                 : snprintf(url, sizeof url, "%s/v1/events", endpoints[endpoint]);
    struct https_call call = {.method = "GET", .url = url, .fresh = events->failed > 0, .data = events};
    call.last_event_id = events->last_id[0] ? events->last_id : NULL;
    call.accept = events->polling ? "application/json" : "text/event-stream";
    call.most = POLL_MOST;
    if (events->polling) {
        call.timeout_ms = POLL_TIMEOUT_MS;
        call.done = on_poll_done;
    } else {
        sse_destroy(events->sse);
        events->sse = sse_create(on_sse, events);
        call.silence_ms = SILENCE_MS;
        call.chunk = on_chunk;
        call.done = on_stream_done;
    }
    bool ready = (events->sse || events->polling) && length > 0 && (size_t)length < sizeof url;
    events->call = ready ? https_start(events->setup.https, &call) : 0;
    if (!events->call)
        lost(events, &(struct https_answer){.why = "it could not be started"});
}

static void on_timer(void *data) {
    struct events *events = data;
    if (!events->call)
        open_call(events);
}

struct events *events_create(const struct events_setup *setup) {
    struct events *events = calloc(1, sizeof *events);
    if (!events)
        return NULL;
    events->setup = *setup;
    events->timer = loop_timer_create(setup->loop, on_timer, events);
    if (events->timer)
        return events;
    events_destroy(events);
    return NULL;
}

void events_destroy(struct events *events) {
    if (!events)
        return;
    https_cancel(events->setup.https, events->call);
    loop_timer_destroy(events->timer);
    sse_destroy(events->sse);
    free(events);
}

void events_start(struct events *events, const char *last_id) {
    https_cancel(events->setup.https, events->call);
    events->call = 0;
    events->started = true;
    bool fits = strlen(last_id) < sizeof events->last_id && !strpbrk(last_id, "\r\n");
    snprintf(events->last_id, sizeof events->last_id, "%s", fits ? last_id : "");
    open_call(events);
}

void events_person_waits(struct events *events, bool waits) {
    bool sooner = waits && !events->person_waits;
    events->person_waits = waits;
    if (sooner && events->started && !events->call)
        retry_later(events, 0, false);
}

void events_wake(struct events *events) {
    if (!events->started || events->call)
        return;
    loop_timer_stop(events->timer);
    open_call(events);
}
