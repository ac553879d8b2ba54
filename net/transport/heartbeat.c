/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One heartbeat at a time, and one timer until the next.
 *
 *   CONNECTING --2xx--> CONNECTED --a heartbeat failed--> CONNECTING --the try after it failed too--> OFFLINE
 *   any state --2xx, of ours or of anybody's--> CONNECTED
 *
 * The second try goes at once, on a connection never used before and to the next endpoint: a dead connection must not
 * pass for a dead hotline. What others hear (an event, an answer) while a try is failing counts more than the failure.
 * With a long heartbeat the line asks out of turn when nobody has heard anything for SILENCE_MS: that and two tries are
 * the 90 s of the requirements.
 *
 * A body that is not the contract's proves nothing, so it counts as a failure.
 */
#include "net/transport/heartbeat.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/api/api_status.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

enum {
    TRY_MS = 10000,
    SILENCE_MS = 65000,
    HEARTBEAT_LEAST_S = 20,
    HEARTBEAT_MOST_S = 300,
    ANSWER_MOST = 16 * 1024,
};

struct line {
    struct line_setup setup;
    struct loop_timer *timer;
    uint64_t call; /* 0 = none under way */
    enum link state;
    bool person_waits, started;
    bool bad_pace; /* the hotline's last one was refused */
    bool untold;   /* there is news that no heartbeat has borne yet */
    int failed;    /* tries in a row */
    int heartbeat_s;
    int64_t sequence, started_at_ms;
    int64_t asked_at_ms; /* the try under way, monotonic */
    int64_t due_ms;      /* the next one */
    int64_t heard_at_ms; /* anything, monotonic; 0 = never */
};

static const char *const names[] = {"connecting", "connected", "offline"};
_Static_assert(sizeof names / sizeof *names == LINKS, "every link state has a name");

const char *link_name(enum link link) {
    return link < LINKS ? names[link] : "";
}

enum link line_state(const struct line *line) {
    return line->state;
}

static void enter(struct line *line, enum link state) {
    if (line->state == state)
        return;
    log_info("net", "the line is %s", names[state]);
    line->state = state;
    if (line->setup.on_link)
        line->setup.on_link(line->setup.data, state);
}

/* The timer sleeps until the next try or until everybody has been silent for too long, whichever comes first. */
static void sleep_until_due(struct line *line) {
    int64_t until = line->due_ms, silent = line->heard_at_ms + SILENCE_MS;
    if (line->state == LINK_CONNECTED && silent < until)
        until = silent;
    int64_t left = until - loop_now_ms();
    loop_timer_start(line->timer, left > 0 ? left : 0, 0);
}

static void next_try_in(struct line *line, int64_t delay_ms) {
    line->due_ms = loop_now_ms() + delay_ms;
    if (!line->call)
        sleep_until_due(line);
}

static char *heartbeat_body(struct line *line) {
    struct json_object *body = json_object_new_object();
    json_put_integer(body, "sequence", ++line->sequence);
    json_put_text(body, "version", line->setup.version);
    json_put_integer(body, "uptime_s", (loop_now_ms() - line->started_at_ms) / 1000);
    json_put_integer(body, "pending", line->setup.pending ? line->setup.pending(line->setup.data) : 0);
    int64_t tested_ms = line->setup.tested_ms ? line->setup.tested_ms(line->setup.data) : 0;
    if (tested_ms > 0) {
        char when[32];
        message_time_write(tested_ms, when);
        json_put_text(body, "last_test", when);
    }
    if (line->setup.add_troubles)
        line->setup.add_troubles(line->setup.data, body);
    char *text = strdup(json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN));
    json_object_put(body);
    return text;
}

static int64_t wall_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The hotline wrote its time somewhere between our question and now: half of that is the best guess. */
static void tell_clock(struct line *line, int64_t hotline_ms) {
    int64_t travelled = loop_now_ms() - line->asked_at_ms;
    if (line->setup.on_clock)
        line->setup.on_clock(line->setup.data, hotline_ms - (wall_ms() - travelled / 2));
}

/* One that is not told stays as it is, too. */
static void take_pace(struct line *line, struct json_object *whole) {
    char why[JSON_WHY_SIZE] = "heartbeat_s: expected a whole number of seconds";
    struct json_object *told = json_child(whole, "heartbeat_s");
    int64_t heartbeat_s = json_integer(whole, "heartbeat_s", 0);
    bool fine = !told || (heartbeat_s >= HEARTBEAT_LEAST_S && heartbeat_s <= HEARTBEAT_MOST_S);
    if (told && fine)
        line->heartbeat_s = (int)heartbeat_s;
    if (!fine && json_object_is_type(told, json_type_int))
        snprintf(why, sizeof why, "heartbeat_s: expected %d to %d, not %" PRId64, HEARTBEAT_LEAST_S, HEARTBEAT_MOST_S,
                 heartbeat_s);
    if (!fine && !line->bad_pace)
        log_warning("net", "%s; it stays at %d s", why, line->heartbeat_s);
    line->bad_pace = !fine;
    if (line->setup.on_pace)
        line->setup.on_pace(line->setup.data, fine ? NULL : why);
}

/* {"time","heartbeat_s","catalog_etag","profile_etag"} */
static bool take_answer(struct line *line, const struct https_answer *answer, char *why) {
    struct json_object *whole = json_parse(answer->body, answer->length, ANSWER_MOST, why);
    int64_t hotline_ms = 0;
    bool fine = whole && message_time_parse(json_text(whole, "time", ""), &hotline_ms);
    if (whole && !fine)
        snprintf(why, JSON_WHY_SIZE, "time: expected an RFC 3339 time");
    if (fine) {
        take_pace(line, whole);
        tell_clock(line, hotline_ms);
        if (line->setup.on_etags)
            line->setup.on_etags(line->setup.data, json_text(whole, "catalog_etag", ""),
                                 json_text(whole, "profile_etag", ""));
    }
    json_object_put(whole);
    return fine;
}

static void ask(struct line *line);

static void failed(struct line *line, const struct https_answer *answer, const char *why) {
    bool heard_since = line->heard_at_ms > line->asked_at_ms;
    line->failed = heard_since ? 1 : line->failed + 1;
    if (line->failed == 1 && line->state == LINK_CONNECTED)
        log_info("net", "a heartbeat failed: %s", why);
    if (line->failed == 1 && !heard_since) {
        enter(line, line->state == LINK_CONNECTED ? LINK_CONNECTING : line->state);
        if (!line->call)
            ask(line);
        return;
    }
    if (!heard_since) {
        if (line->state != LINK_OFFLINE)
            log_warning("net", "no endpoint answers the heartbeat: %s", why);
        enter(line, LINK_OFFLINE);
    }
    bool soon = line->person_waits || answer->unreachable_here || heard_since;
    int64_t delay = schedule_reconnect_delay(line->failed, soon, chance_draw());
    int64_t asked_for = answer->retry_after_s * INT64_C(1000);
    next_try_in(line, delay > asked_for ? delay : asked_for);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct line *line = data;
    char why[JSON_WHY_SIZE];
    snprintf(why, sizeof why, "status %d", answer->status);
    line->call = 0;
    if (answer->status >= 200 && answer->status < 300 && take_answer(line, answer, why)) {
        line->failed = 0;
        line->heard_at_ms = loop_now_ms();
        enter(line, LINK_CONNECTED);
        next_try_in(line, line->heartbeat_s * INT64_C(1000));
        if (line->untold && !line->call) /* it came while this one was on its way */
            ask(line);
        return;
    }
    failed(line, answer, answer->status == 0 ? answer->why : why);
}

static void ask(struct line *line) {
    char url[400];
    const char *const *endpoints = line->setup.endpoints;
    int count = 0;
    while (endpoints[count])
        count++;
    int endpoint = schedule_endpoint(line->failed, https_prefer(line->setup.https, endpoints), count);
    snprintf(url, sizeof url, "%s/v1/heartbeat", endpoints[endpoint]);
    char *body = heartbeat_body(line), key[REQUEST_ID_SIZE];
    request_new_id(key);
    struct https_call call = {.method = "POST",
                              .url = url,
                              .body = body,
                              .idempotency_key = key,
                              .accept = "application/json",
                              .timeout_ms = TRY_MS,
                              .fresh = line->failed > 0,
                              .most = ANSWER_MOST,
                              .done = on_answer,
                              .data = line};
    loop_timer_stop(line->timer);
    line->asked_at_ms = loop_now_ms();
    line->untold = false;
    line->call = body ? https_start(line->setup.https, &call) : 0;
    free(body);
    if (!line->call) {
        if (++line->failed > 1)
            enter(line, LINK_OFFLINE);
        next_try_in(line, schedule_reconnect_delay(line->failed, line->person_waits, chance_draw()));
    }
}

static void on_timer(void *data) {
    struct line *line = data;
    int64_t now = loop_now_ms();
    if (line->call)
        return;
    bool silent = line->state == LINK_CONNECTED && now - line->heard_at_ms >= SILENCE_MS;
    if (now >= line->due_ms || silent)
        ask(line);
    else
        sleep_until_due(line);
}

struct line *line_create(const struct line_setup *setup) {
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    line->setup = *setup;
    line->heartbeat_s = setup->heartbeat_s;
    line->started_at_ms = loop_now_ms();
    line->timer = loop_timer_create(setup->loop, on_timer, line);
    if (line->timer)
        return line;
    line_destroy(line);
    return NULL;
}

void line_destroy(struct line *line) {
    if (!line)
        return;
    https_cancel(line->setup.https, line->call);
    loop_timer_destroy(line->timer);
    free(line);
}

void line_start(struct line *line) {
    line->started = true;
    if (!line->call)
        ask(line);
}

/* Somebody else heard the hotline. If the line was down its own connection is cold or dead: a heartbeat warms it. */
void line_heard(struct line *line) {
    line->heard_at_ms = loop_now_ms();
    if (line->state == LINK_CONNECTED || !line->started)
        return;
    line->failed = 1;
    if (!line->call)
        ask(line);
    enter(line, LINK_CONNECTED);
}

void line_lost(struct line *line, bool ours) {
    if (!line->started || line->call)
        return;
    if (line->state == LINK_OFFLINE && !ours)
        return; /* known, and its own tries are under way */
    line->failed = line->state == LINK_OFFLINE ? line->failed : 1;
    ask(line);
}

void line_tell(struct line *line) {
    line->untold = true;
    if (line->started && !line->call && line->state == LINK_CONNECTED)
        ask(line);
}

int64_t line_heard_ago_ms(const struct line *line) {
    return line->heard_at_ms ? loop_now_ms() - line->heard_at_ms : -1;
}

void line_person_waits(struct line *line, bool waits) {
    bool sooner = waits && !line->person_waits;
    line->person_waits = waits;
    if (sooner && line->started && !line->call && line->state != LINK_CONNECTED)
        ask(line);
}
