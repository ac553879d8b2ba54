/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One heartbeat at a time, and one timer until the next.
 *
 *   CONNECTING --2xx--> CONNECTED --a heartbeat failed--> CONNECTING --the try after it failed too--> OFFLINE
 *   any state --2xx, of ours or of anybody's--> CONNECTED
 *
 * The second try goes at once, on a connection never used before and to the next endpoint: a dead connection must not
 * pass for a dead hotline. What others hear (an event, an answer) while a heartbeat fails outweighs the failure.
 * When nobody has heard the hotline for SILENCE_MS, a heartbeat goes before heartbeat_s is over: SILENCE_MS and two
 * tries are the 90 s within which the screen must say that the line is down.
 *
 * A 2xx with a body that take_answer() refuses proves no hotline, so it counts as a failure.
 */
#include "net/transport/heartbeat.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/api/api_answer.h"
#include "net/api/api_time.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/request.h"

enum {
    TRY_MS = 10000,
    SILENCE_MS = 65000,
    HEARTBEAT_LEAST_S = 20,
    HEARTBEAT_MOST_S = 300,
    ANSWER_MAX = 16 * 1024,
};

struct heartbeat {
    struct heartbeat_setup setup;
    struct loop_timer *timer;
    uint64_t call; /* 0 = none under way */
    enum link_state state;
    bool person_waits, sos, started;
    bool prove;    /* the next heartbeat has the hotline show its certificate */
    bool bad_pace; /* the last heartbeat_s of the hotline was refused */
    bool untold;   /* heartbeat_tell() was called, and no heartbeat has begun since */
    int failed;    /* heartbeats in a row */
    int heartbeat_s;
    int64_t sequence, started_at_ms;
    int64_t asked_at_ms;   /* when the heartbeat under way began, monotonic */
    int64_t due_ms;        /* when the next heartbeat is due, monotonic */
    int64_t heard_at_ms;   /* the last sign of life, monotonic; 0 = never */
    int64_t held_until_ms; /* the end of a Retry-After, monotonic */
};

enum link_state heartbeat_state(const struct heartbeat *heartbeat) {
    return heartbeat->state;
}

static void enter(struct heartbeat *heartbeat, enum link_state state) {
    if (heartbeat->state == state)
        return;
    log_info("net", "the line is %s", link_state_name(state));
    heartbeat->state = state;
    if (heartbeat->setup.on_link)
        heartbeat->setup.on_link(heartbeat->setup.data, state);
}

/* The timer sleeps until the next heartbeat is due or SILENCE_MS have passed, whichever comes first. */
static void sleep_until_due(struct heartbeat *heartbeat) {
    int64_t until = heartbeat->due_ms, silent = heartbeat->heard_at_ms + SILENCE_MS;
    if (heartbeat->state == LINK_CONNECTED && silent < until)
        until = silent;
    int64_t left = until - loop_now_ms();
    loop_timer_start(heartbeat->timer, left > 0 ? left : 0, 0);
}

static void next_try_in(struct heartbeat *heartbeat, int64_t delay_ms) {
    heartbeat->due_ms = loop_now_ms() + delay_ms;
    if (!heartbeat->call)
        sleep_until_due(heartbeat);
}

static char *heartbeat_body(struct heartbeat *heartbeat) {
    struct json_object *body = json_object_new_object();
    json_put_integer(body, "sequence", ++heartbeat->sequence);
    json_put_text(body, "version", heartbeat->setup.version);
    json_put_integer(body, "uptime_s", (loop_now_ms() - heartbeat->started_at_ms) / 1000);
    json_put_integer(body, "pending", heartbeat->setup.pending ? heartbeat->setup.pending(heartbeat->setup.data) : 0);
    int64_t tested_ms = heartbeat->setup.tested_ms ? heartbeat->setup.tested_ms(heartbeat->setup.data) : 0;
    if (tested_ms > 0) {
        char when[32];
        api_time_write(tested_ms, when);
        json_put_text(body, "last_test", when);
    }
    if (heartbeat->setup.add_faults)
        heartbeat->setup.add_faults(heartbeat->setup.data, body);
    char *text = memory_text(json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN));
    json_object_put(body);
    return text;
}

static int64_t wall_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The hotline wrote its time between asked_at_ms and now: the middle is the best guess. */
static void tell_clock(struct heartbeat *heartbeat, int64_t hotline_ms) {
    int64_t travelled = loop_now_ms() - heartbeat->asked_at_ms;
    if (heartbeat->setup.on_clock)
        heartbeat->setup.on_clock(heartbeat->setup.data, hotline_ms - (wall_ms() - travelled / 2));
}

/* A heartbeat_s that is missing, or is refused, leaves the last good one. */
static void take_pace(struct heartbeat *heartbeat, struct json_object *whole) {
    char error[JSON_ERROR_SIZE] = "heartbeat_s: expected a whole number of seconds";
    struct json_object *told = json_child(whole, "heartbeat_s");
    int64_t heartbeat_s = json_integer(whole, "heartbeat_s", 0);
    bool ok = !told || (heartbeat_s >= HEARTBEAT_LEAST_S && heartbeat_s <= HEARTBEAT_MOST_S);
    if (told && ok)
        heartbeat->heartbeat_s = (int)heartbeat_s;
    if (!ok && json_object_is_type(told, json_type_int))
        snprintf(error, sizeof error, "heartbeat_s: expected %d to %d, not %" PRId64, HEARTBEAT_LEAST_S,
                 HEARTBEAT_MOST_S, heartbeat_s);
    if (!ok && !heartbeat->bad_pace)
        log_warning("net", "%s; it stays at %d s", error, heartbeat->heartbeat_s);
    heartbeat->bad_pace = !ok;
    if (heartbeat->setup.on_pace)
        heartbeat->setup.on_pace(heartbeat->setup.data, ok ? NULL : error);
}

/* {"time","heartbeat_s","catalog_etag","profile_etag"} */
static bool take_answer(struct heartbeat *heartbeat, const struct https_answer *answer, char *error) {
    struct json_object *whole = api_answer_json(answer->content_type, answer->body, answer->length, ANSWER_MAX, error);
    int64_t hotline_ms = 0;
    bool ok = whole && api_time_parse(json_text(whole, "time", ""), &hotline_ms);
    if (whole && !ok)
        snprintf(error, JSON_ERROR_SIZE, "time: expected an RFC 3339 time");
    if (ok) {
        take_pace(heartbeat, whole);
        tell_clock(heartbeat, hotline_ms);
        if (heartbeat->setup.on_etags)
            heartbeat->setup.on_etags(heartbeat->setup.data, json_text(whole, "catalog_etag", ""),
                                      json_text(whole, "profile_etag", ""));
    }
    json_object_put(whole);
    return ok;
}

static void ask(struct heartbeat *heartbeat);

static int endpoint_count(const struct heartbeat *heartbeat) {
    int count = 0;
    while (heartbeat->setup.endpoints[count])
        count++;
    return count;
}

static bool is_held(const struct heartbeat *heartbeat) {
    return loop_now_ms() < heartbeat->held_until_ms;
}

static bool heard_meanwhile(const struct heartbeat *heartbeat) {
    const struct heartbeat_setup *setup = &heartbeat->setup;
    return heartbeat->heard_at_ms > heartbeat->asked_at_ms || (setup->others_hear && setup->others_hear(setup->data));
}

static void hold(struct heartbeat *heartbeat, int retry_after_s) {
    if (retry_after_s <= 0)
        return;
    int64_t held_ms = heartbeat->sos ? backoff_retry_after(retry_after_s, true) * INT64_C(1000)
                                     : backoff_held(retry_after_s, random_draw());
    heartbeat->held_until_ms = loop_now_ms() + held_ms;
}

static void try_later(struct heartbeat *heartbeat, bool soon) {
    int64_t held = heartbeat->held_until_ms - loop_now_ms();
    int64_t delay = backoff_reconnect_delay(heartbeat->failed, soon, random_draw());
    next_try_in(heartbeat, delay > held ? delay : held);
}

/* One failure is not the end: at once again, on a fresh connection, to the next endpoint. */
static void first_failed(struct heartbeat *heartbeat) {
    enter(heartbeat, heartbeat->state == LINK_CONNECTED ? LINK_CONNECTING : heartbeat->state);
    if (!heartbeat->call)
        ask(heartbeat);
}

static void failed(struct heartbeat *heartbeat, const struct https_answer *answer, const char *error) {
    bool heard = heard_meanwhile(heartbeat);
    heartbeat->failed = heard ? 1 : heartbeat->failed + 1;
    hold(heartbeat, answer->retry_after_s);
    if (heartbeat->failed == 1 && heartbeat->state == LINK_CONNECTED)
        log_info("net", "a heartbeat failed: %s", error);
    if (heartbeat->failed == 1 && !heard && (!is_held(heartbeat) || endpoint_count(heartbeat) > 1)) {
        first_failed(heartbeat);
        return;
    }
    if (!heard) {
        if (heartbeat->state != LINK_OFFLINE)
            log_warning("net", "no endpoint answers the heartbeat: %s", error);
        enter(heartbeat, LINK_OFFLINE);
    }
    try_later(heartbeat, heartbeat->person_waits || heartbeat->sos || answer->unreachable_here || heard);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct heartbeat *heartbeat = data;
    char error[JSON_ERROR_SIZE];
    snprintf(error, sizeof error, "status %d", answer->status);
    heartbeat->call = 0;
    if (answer->status >= 200 && answer->status < 300 && take_answer(heartbeat, answer, error)) {
        heartbeat->failed = 0;
        heartbeat->held_until_ms = 0;
        heartbeat->heard_at_ms = loop_now_ms();
        enter(heartbeat, LINK_CONNECTED);
        next_try_in(heartbeat, heartbeat->heartbeat_s * INT64_C(1000));
        if (heartbeat->untold && !heartbeat->call) /* heartbeat_tell() came while this heartbeat was under way */
            ask(heartbeat);
        return;
    }
    failed(heartbeat, answer, answer->status == 0 ? answer->error : error);
}

static void ask(struct heartbeat *heartbeat) {
    char url[400];
    const char *const *endpoints = heartbeat->setup.endpoints;
    int endpoint =
        backoff_endpoint(heartbeat->failed, https_prefer(heartbeat->setup.https, endpoints), endpoint_count(heartbeat));
    snprintf(url, sizeof url, "%s/v1/heartbeat", endpoints[endpoint]);
    char *body = heartbeat_body(heartbeat), key[REQUEST_ID_SIZE];
    request_new_id(key);
    struct https_call call = {.method = "POST",
                              .url = url,
                              .body = body,
                              .idempotency_key = key,
                              .accept = "application/json",
                              .timeout_ms = TRY_MS,
                              .fresh = heartbeat->failed > 0 || heartbeat->prove,
                              .shown_again = heartbeat->prove,
                              .most = ANSWER_MAX,
                              .done = on_answer,
                              .data = heartbeat};
    loop_timer_stop(heartbeat->timer);
    heartbeat->asked_at_ms = loop_now_ms();
    heartbeat->untold = heartbeat->prove = false;
    heartbeat->call = https_start(heartbeat->setup.https, &call);
    free(body);
    if (!heartbeat->call) {
        if (++heartbeat->failed > 1)
            enter(heartbeat, LINK_OFFLINE);
        try_later(heartbeat, heartbeat->person_waits || heartbeat->sos);
    }
}

static void on_timer(void *data) {
    struct heartbeat *heartbeat = data;
    int64_t now = loop_now_ms();
    if (heartbeat->call)
        return;
    bool silent = heartbeat->state == LINK_CONNECTED && now - heartbeat->heard_at_ms >= SILENCE_MS;
    if (now >= heartbeat->due_ms || silent)
        ask(heartbeat);
    else
        sleep_until_due(heartbeat);
}

struct heartbeat *heartbeat_create(const struct heartbeat_setup *setup) {
    struct heartbeat *heartbeat = memory_new(1, sizeof *heartbeat);
    heartbeat->setup = *setup;
    heartbeat->heartbeat_s = setup->heartbeat_s;
    heartbeat->started_at_ms = loop_now_ms();
    heartbeat->timer = loop_timer_create(setup->loop, on_timer, heartbeat);
    return heartbeat;
}

void heartbeat_destroy(struct heartbeat *heartbeat) {
    if (!heartbeat)
        return;
    https_cancel(heartbeat->setup.https, heartbeat->call);
    loop_timer_destroy(heartbeat->timer);
    free(heartbeat);
}

void heartbeat_start(struct heartbeat *heartbeat) {
    heartbeat->started = true;
    if (!heartbeat->call)
        ask(heartbeat);
}

/* Somebody else heard the hotline. If the line was down, our own connection is cold or dead: a heartbeat warms it. */
void heartbeat_heard(struct heartbeat *heartbeat) {
    heartbeat->heard_at_ms = loop_now_ms();
    if (heartbeat->state == LINK_CONNECTED || !heartbeat->started)
        return;
    heartbeat->failed = 1;
    if (!heartbeat->call && !is_held(heartbeat))
        ask(heartbeat);
    enter(heartbeat, LINK_CONNECTED);
}

void heartbeat_lost(struct heartbeat *heartbeat, bool ours) {
    if (!heartbeat->started || heartbeat->call)
        return;
    if (heartbeat->state == LINK_OFFLINE && !ours)
        return; /* the loss is known, and heartbeats are trying */
    heartbeat->failed = heartbeat->state == LINK_OFFLINE ? heartbeat->failed : 1;
    if (is_held(heartbeat))
        enter(heartbeat, LINK_OFFLINE); /* the last heartbeat had failed */
    else
        ask(heartbeat);
}

void heartbeat_tell(struct heartbeat *heartbeat) {
    heartbeat->untold = true;
    if (heartbeat->started && !heartbeat->call && heartbeat->state == LINK_CONNECTED && !is_held(heartbeat))
        ask(heartbeat);
}

int64_t heartbeat_heard_ago_ms(const struct heartbeat *heartbeat) {
    return heartbeat->heard_at_ms ? loop_now_ms() - heartbeat->heard_at_ms : -1;
}

static void ask_sooner(struct heartbeat *heartbeat) {
    if (heartbeat->started && !heartbeat->call && heartbeat->state != LINK_CONNECTED && !is_held(heartbeat))
        ask(heartbeat);
}

void heartbeat_person_waits(struct heartbeat *heartbeat, bool waits) {
    bool sooner = waits && !heartbeat->person_waits;
    heartbeat->person_waits = waits;
    if (sooner)
        ask_sooner(heartbeat);
}

void heartbeat_prove(struct heartbeat *heartbeat) {
    heartbeat->prove = true;
    heartbeat_tell(heartbeat);
}

void heartbeat_sos(struct heartbeat *heartbeat, bool open) {
    bool sooner = open && !heartbeat->sos;
    heartbeat->sos = open;
    if (!sooner)
        return;
    heartbeat->held_until_ms = 0;
    ask_sooner(heartbeat);
}
