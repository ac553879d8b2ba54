/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ordinary entry has one try at a time, and its failure sets the next:
 *
 *   IDLE --start--> WAITING --time--> TRYING --failed--> WAITING ...
 *                                        `--settled--> IDLE
 *
 * An SOS has a pace, and what becomes of its tries does not change it. With two endpoints:
 *
 *   IDLE --start--> a try --0.8 s--> a try --1 s--> a try --0.8 s--> a try --2 s--> ... --4 s--> ... --5 s--> ...
 *                     `--failed--------^              `--failed--------^     (at any time: settled --> IDLE)
 *
 * Each try goes to the next endpoint on a connection of its own, beside the tries before it, so a round meets all
 * endpoints, and one that swallows everything costs 0.8 s and not half of the tries. The first whole answer settles the
 * entry and ends the other tries; the hotline sees one key, so it acts once. The trap is a hotline that takes
 * connections and says nothing: if its silence had to time out first, it would set the pace. So when all places are
 * taken, a new try replaces the oldest silent one. A try whose answer is coming in stays, or a slow line would never
 * bring a whole answer. While a narrow line is carrying the newest try, no other begins beside it: both would share the
 * line, and a handshake over 8 kbit/s takes 4 s alone.
 *
 * Times inside one life are monotonic: a clock that jumps neither hurries nor delays a try.
 */
#include "net/outbox/attempts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    AT_ONCE_MAX = 4, /* at the pace of 5 s each try has 16 s or more, with two endpoints 9 s */
    URGENT_TRY_MS = 20000,
    ALONE_MAX_MS = 8000,    /* the newest try stays alone while its bytes move, but no longer */
    ALONE_OF_TWO_MS = 2500, /* the same if the next try has another endpoint: this one may only be dripping */
    LOOK_MS = 400,          /* between two checks whether it still moves */
    TRY_MS = 15000,
    ANSWER_MAX = 64 * 1024,
};

struct attempts {
    struct attempts_setup setup;
    char path[120];
    struct loop_timer *timer;    /* until the next try */
    uint64_t calls[AT_ONCE_MAX]; /* under way, the oldest first */
    int call_count;
    uint64_t first_call;
    bool detoured;
    int tries, begun; /* BEGUN: tries as backoff_sos_pace() counts, with those that had no place */
    int first_endpoint;
    int64_t not_before_ms, next_ms, begun_at_ms, started_ms; /* STARTED: when the newest call began */
    bool reached;
};

bool attempts_busy(const struct attempts *attempts) {
    return attempts->call_count > 0;
}

bool attempts_reached(const struct attempts *attempts) {
    bool reached = attempts->reached;
    for (int i = 0; i < attempts->call_count; i++)
        reached = reached || https_reached(attempts->setup.https, attempts->calls[i]);
    return reached;
}

int attempts_tries(const struct attempts *attempts) {
    return attempts->tries;
}

bool attempts_detoured(const struct attempts *attempts) {
    return attempts->detoured;
}

/* --- the tries under way */

static void forget(struct attempts *attempts, int at) {
    memmove(attempts->calls + at, attempts->calls + at + 1, sizeof *attempts->calls * (size_t)(AT_ONCE_MAX - at - 1));
    attempts->call_count--;
}

static void give_up(struct attempts *attempts, int at) {
    attempts->reached = attempts_reached(attempts);
    https_cancel(attempts->setup.https, attempts->calls[at]);
    forget(attempts, at);
}

static int oldest_silent(const struct attempts *attempts) {
    int at = 0;
    while (at < attempts->call_count && https_answering(attempts->setup.https, attempts->calls[at]))
        at++;
    return at;
}

static bool make_place(struct attempts *attempts) {
    int silent = oldest_silent(attempts);
    if (attempts->call_count == AT_ONCE_MAX && silent < AT_ONCE_MAX)
        give_up(attempts, silent);
    return attempts->call_count < AT_ONCE_MAX;
}

static void on_answer(void *data, const struct https_answer *answer);

static int endpoint_count(const struct attempts *attempts) {
    int count = 0;
    while (attempts->setup.endpoints[count])
        count++;
    return count;
}

/* The next try goes to the endpoint that was heard last; the tries after it alternate from there. */
static void prefer_what_answers(struct attempts *attempts) {
    int wanted = https_prefer(attempts->setup.https, attempts->setup.endpoints);
    attempts->first_endpoint = wanted - attempts->tries % endpoint_count(attempts);
}

static bool start_try(struct attempts *attempts) {
    const struct attempts_setup *setup = &attempts->setup;
    char url[400];
    if (attempts->tries == 0)
        prefer_what_answers(attempts);
    int endpoint = backoff_endpoint(attempts->tries++, attempts->first_endpoint, endpoint_count(attempts));
    snprintf(url, sizeof url, "%s%s", setup->endpoints[endpoint], attempts->path);
    uint64_t call = https_start(setup->https, &(struct https_call){.method = "POST",
                                                                   .url = url,
                                                                   .body = setup->body,
                                                                   .body_length = setup->body_length,
                                                                   .content_type = setup->content_type,
                                                                   .idempotency_key = setup->key,
                                                                   .accept = "application/json",
                                                                   .timeout_ms = setup->urgent ? URGENT_TRY_MS : TRY_MS,
                                                                   .fresh = attempts->tries > 1,
                                                                   .most = ANSWER_MAX,
                                                                   .done = on_answer,
                                                                   .data = attempts});
    if (call)
        attempts->calls[attempts->call_count++] = call;
    attempts->started_ms = loop_now_ms();
    if (attempts->tries == 1)
        attempts->first_call = call;
    return call != 0;
}

/* --- one after the other */

static void wait_for_next(struct attempts *attempts, int64_t delay_ms) {
    attempts->next_ms = loop_now_ms() + delay_ms;
    loop_timer_start(attempts->timer, delay_ms, 0);
}

static void try_failed(struct attempts *attempts, int retry_after_s) {
    int64_t delay = backoff_order_delay(attempts->tries, retry_after_s, random_draw());
    attempts->not_before_ms = loop_now_ms() + retry_after_s * INT64_C(1000);
    wait_for_next(attempts, delay);
    attempts->setup.on_waiting(attempts->setup.data, delay);
}

static void try_once(struct attempts *attempts) {
    loop_timer_stop(attempts->timer);
    if (attempts->setup.on_begin(attempts->setup.data) && !start_try(attempts))
        try_failed(attempts, 0);
}

/* --- at a pace */

static bool newest_moves(const struct attempts *attempts) {
    int64_t most_ms = endpoint_count(attempts) > 1 ? ALONE_OF_TWO_MS : ALONE_MAX_MS;
    return attempts_busy(attempts) && loop_now_ms() - attempts->started_ms < most_ms &&
           https_moves(attempts->setup.https, attempts->calls[attempts->call_count - 1]);
}

static void try_beside(struct attempts *attempts) {
    if (newest_moves(attempts)) {
        wait_for_next(attempts, LOOK_MS);
        return;
    }
    if (!attempts->setup.on_begin(attempts->setup.data))
        return;
    bool spared = attempts->begun == 1 && attempts_busy(attempts) && oldest_silent(attempts) > 0; /* it is answering */
    if (!spared && make_place(attempts))
        start_try(attempts);
    attempts->begun_at_ms = loop_now_ms();
    int64_t delay = backoff_sos_pace(++attempts->begun, endpoint_count(attempts), random_draw());
    wait_for_next(attempts, delay);
    if (!attempts_busy(attempts) || attempts->begun > 2)
        attempts->setup.on_waiting(attempts->setup.data, delay);
}

static void try_now(struct attempts *attempts) {
    if (attempts->setup.urgent)
        try_beside(attempts);
    else if (!attempts_busy(attempts))
        try_once(attempts);
}

static void on_timer(void *data) {
    try_now(data);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct attempts *attempts = data;
    int at = 0;
    while (at < attempts->call_count && attempts->calls[at] != answer->number)
        at++;
    bool newest = at == attempts->call_count - 1;
    if (at < attempts->call_count)
        forget(attempts, at);
    attempts->reached = attempts->reached || answer->reached;
    attempts->detoured = answer->number != attempts->first_call;
    if (attempts->setup.on_answer(attempts->setup.data, answer))
        return;
    if (!attempts->setup.urgent)
        try_failed(attempts, answer->retry_after_s);
    else if (newest && backoff_sos_in_round(attempts->begun, endpoint_count(attempts)))
        try_beside(attempts); /* at once: the next endpoint may work */
    else if (!attempts_busy(attempts))
        attempts->setup.on_waiting(attempts->setup.data, attempts->next_ms - loop_now_ms());
}

void attempts_start(struct attempts *attempts, int64_t delay_ms) {
    if (attempts_busy(attempts))
        return;
    int64_t held = attempts->not_before_ms - loop_now_ms();
    if (delay_ms < held)
        delay_ms = held;
    if (delay_ms > 0)
        wait_for_next(attempts, delay_ms);
    else
        try_now(attempts);
}

void attempts_hurry(struct attempts *attempts) {
    prefer_what_answers(attempts);
    if (!attempts_busy(attempts))
        attempts_start(attempts, 0);
    else if (attempts->setup.urgent && loop_now_ms() - attempts->begun_at_ms >= BACKOFF_SOS_FIRST_BYTE_MS)
        try_beside(attempts);
}

void attempts_stop(struct attempts *attempts) {
    loop_timer_stop(attempts->timer);
    while (attempts_busy(attempts))
        give_up(attempts, 0);
}

struct attempts *attempts_create(const struct attempts_setup *setup) {
    struct attempts *attempts = memory_new(1, sizeof *attempts);
    attempts->setup = *setup;
    attempts->reached = setup->reached;
    int length = snprintf(attempts->path, sizeof attempts->path, "%s", setup->path);
    attempts->timer = loop_timer_create(setup->loop, on_timer, attempts);
    assert(endpoint_count(attempts) > 0 && length > 0 && (size_t)length < sizeof attempts->path);
    return attempts;
}

void attempts_destroy(struct attempts *attempts) {
    if (!attempts)
        return;
    attempts_stop(attempts);
    loop_timer_destroy(attempts->timer);
    free(attempts);
}
