/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two lists alike, by a table: each is one call, repeated until it is answered. What it holds is told oldest first, so
 * that the newest is the last the screens hear. Beside them is the watch: calls of its own that wait for nobody.
 */
#include "net/data/resync.h"

#include "net/api/api_answer.h"
#include "net/api/api_status.h"
#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    TIMEOUT_MS = 15000,
    BYTES_MAX = 256 << 10,
    TRIES_MAX = 8, /* the link's own supervision asks again when it is back; here only passing troubles are sat out */
    WATCH_CALLS = 2,
    WATCH_LOOK_MS = 400,    /* whether a line still carries the call before */
    WATCH_ALONE_MS = 10000, /* so long at the most it is let alone for that */
    WATCH_SHARE = 3,        /* the watch leaves so many times of the line to others */
    WATCH_PAUSE_MAX_MS = 30000,
};
enum list_kind { REQUESTS, NOTICES, LISTS };

static bool take_request(struct resync *resync, struct json_object *one, char *error);
static bool take_notice(struct resync *resync, struct json_object *one, char *error);
static const struct {
    const char *path, *member;
    bool (*take)(struct resync *resync, struct json_object *one, char *error);
} kinds[LISTS] = {
    [REQUESTS] = {"/v1/requests?limit=10", "requests", take_request},
    [NOTICES] = {"/v1/notices?limit=20", "notices", take_notice},
};

struct list {
    struct resync *owner;
    enum list_kind kind;
    struct loop_timer *again;
    uint64_t call; /* 0 = none under way */
    int tries;
};
struct resync {
    struct resync_setup setup;
    struct list lists[LISTS];
    struct loop_timer *watch;
    uint64_t watch_calls[WATCH_CALLS]; /* the oldest first */
    int64_t watch_asked_ms;            /* the newest of them */
    int watched;                       /* how often in a row without an answer */
};

/* --- what came */

static bool take_request(struct resync *resync, struct json_object *one, char *error) {
    struct status status;
    if (!api_status_read(one, &status, error))
        return false;
    resync->setup.on_status(resync->setup.data, &status);
    return true;
}

static bool take_notice(struct resync *resync, struct json_object *one, char *error) {
    return resync->setup.on_notice(resync->setup.data, one, error);
}

static void refuse(const struct resync *resync, enum list_kind kind, const char *error) {
    log_warning("net", "GET /v1/%s: what is not the contract's is passed over: %s", kinds[kind].member, error);
    resync->setup.on_refused(resync->setup.data, error);
}

static bool take_all(struct resync *resync, enum list_kind kind, const struct https_answer *answer) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = api_answer_json(answer->content_type, answer->body, answer->length, BYTES_MAX, error);
    struct json_object *list = json_child(json, kinds[kind].member);
    bool ok = json_object_is_type(list, json_type_array);
    if (!ok)
        refuse(resync, kind, json ? "expected a list" : error);
    else
        resync->setup.on_refused(resync->setup.data, NULL);
    for (size_t i = ok ? json_object_array_length(list) : 0; i-- > 0;)
        if (!kinds[kind].take(resync, json_object_array_get_idx(list, i), error))
            refuse(resync, kind, error);
    json_object_put(json);
    return ok;
}

static bool take_answer(struct resync *resync, enum list_kind kind, const struct https_answer *answer) {
    if (answer->too_large)
        refuse(resync, kind, answer->error);
    if (answer->status != 200 || !take_all(resync, kind, answer))
        return false;
    if (resync->setup.on_traffic)
        resync->setup.on_traffic(resync->setup.data);
    return true;
}

/* A hotline that does not know the call (an older one) will not know it the next time. */
static bool is_unknown_call(const struct https_answer *answer) {
    struct json_object *problem =
        api_answer_problem(answer->status, answer->content_type, answer->body, answer->length);
    bool unknown = problem && (answer->status == 404 || answer->status == 405);
    json_object_put(problem);
    return unknown;
}

/* --- asking */

static uint64_t start(const struct resync *resync, struct https *https, enum list_kind kind, int tries,
                      struct https_call call) {
    const char *const *endpoints = resync->setup.endpoints;
    char url[320];
    int count = 0;
    while (endpoints[count])
        count++;
    int endpoint = backoff_endpoint(tries, https_prefer(https, endpoints), count);
    snprintf(url, sizeof url, "%s%s", endpoints[endpoint], kinds[kind].path);
    call.method = "GET";
    call.url = url;
    call.accept = "application/json";
    call.most = BYTES_MAX;
    return https_start(https, &call);
}

static void try_later(struct list *list, int retry_after_s) {
    if (++list->tries <= TRIES_MAX)
        loop_timer_start(list->again, backoff_delay(list->tries, retry_after_s, random_draw()), 0);
}

static void answered(void *data, const struct https_answer *answer) {
    struct list *list = data;
    list->call = 0;
    if (!take_answer(list->owner, list->kind, answer) && !is_unknown_call(answer))
        try_later(list, answer->retry_after_s);
}

static void ask(void *data) {
    struct list *list = data;
    list->call = start(list->owner, list->owner->setup.https, list->kind, list->tries,
                       (struct https_call){.timeout_ms = TIMEOUT_MS, .done = answered, .data = list});
    if (!list->call)
        try_later(list, 0);
}

static void ask_again(struct list *list, int64_t within_ms) {
    https_cancel(list->owner->setup.https, list->call);
    list->call = 0;
    list->tries = 0;
    loop_timer_start(list->again, within_ms * random_draw() / UINT16_MAX, 0);
}

void resync_ask(struct resync *resync, int64_t within_ms) {
    for (int i = 0; i < LISTS; i++)
        ask_again(&resync->lists[i], within_ms);
}

/* --- the watch */

static void forget_watch(struct resync *resync, uint64_t call) {
    for (int i = 0; i < WATCH_CALLS; i++)
        if (resync->watch_calls[i] == call)
            resync->watch_calls[i] = 0;
}

/* On a narrow line an answer of 3 s is followed by a pause of 9 s, so that the event stream gets through beside it. */
static void watch_answered(void *data, const struct https_answer *answer) {
    struct resync *resync = data;
    bool newest = answer->number == resync->watch_calls[WATCH_CALLS - 1];
    forget_watch(resync, answer->number);
    if (!take_answer(resync, REQUESTS, answer))
        return;
    resync->watched = 0;
    int64_t took_ms = loop_now_ms() - resync->watch_asked_ms, pause_ms = WATCH_SHARE * took_ms;
    if (newest && loop_timer_running(resync->watch) && took_ms + pause_ms > RESYNC_WATCH_MS)
        loop_timer_start(resync->watch, pause_ms < WATCH_PAUSE_MAX_MS ? pause_ms : WATCH_PAUSE_MAX_MS, 0);
}

static bool watch_is_carried(const struct resync *resync) {
    return loop_now_ms() - resync->watch_asked_ms < WATCH_ALONE_MS &&
           https_moves(resync->setup.watch_https, resync->watch_calls[WATCH_CALLS - 1]);
}

static void on_watch(void *data) {
    struct resync *resync = data;
    struct https *https = resync->setup.watch_https;
    if (watch_is_carried(resync)) {
        loop_timer_start(resync->watch, WATCH_LOOK_MS, 0);
        return;
    }
    bool fresh = resync->watched > 0 || !https_is_warm(https, RESYNC_WATCH_MS);
    https_cancel(https, resync->watch_calls[0]);
    resync->watch_calls[0] = resync->watch_calls[1];
    resync->watch_asked_ms = loop_now_ms();
    resync->watch_calls[1] =
        start(resync, https, REQUESTS, resync->watched++,
              (struct https_call){.timeout_ms = TIMEOUT_MS, .fresh = fresh, .done = watch_answered, .data = resync});
    loop_timer_start(resync->watch, RESYNC_WATCH_MS, 0);
}

static void stop_watch(struct resync *resync) {
    loop_timer_stop(resync->watch);
    for (int i = 0; i < WATCH_CALLS; i++) {
        https_cancel(resync->setup.watch_https, resync->watch_calls[i]);
        resync->watch_calls[i] = 0;
    }
}

void resync_watch(struct resync *resync, bool on) {
    if (on == loop_timer_running(resync->watch))
        return;
    if (!on) {
        stop_watch(resync);
        return;
    }
    resync->watched = 0;
    loop_timer_start(resync->watch, 0, 0);
}

/* --- life */

struct resync *resync_create(const struct resync_setup *setup) {
    struct resync *resync = memory_new(1, sizeof *resync);
    resync->setup = *setup;
    resync->watch = loop_timer_create(setup->loop, on_watch, resync);
    for (int i = 0; i < LISTS; i++) {
        struct list *list = &resync->lists[i];
        *list = (struct list){.owner = resync, .kind = (enum list_kind)i};
        list->again = loop_timer_create(setup->loop, ask, list);
    }
    return resync;
}

void resync_destroy(struct resync *resync) {
    if (!resync)
        return;
    stop_watch(resync);
    loop_timer_destroy(resync->watch);
    for (int i = 0; i < LISTS; i++) {
        https_cancel(resync->setup.https, resync->lists[i].call);
        loop_timer_destroy(resync->lists[i].again);
    }
    free(resync);
}
