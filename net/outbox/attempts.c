/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ordinary errand has one try at a time, and its failure sets the next:
 *
 *   IDLE --start--> WAITING --time--> TRYING --failed--> WAITING ...
 *                                        `--settled--> IDLE
 *
 * An SOS has a pace, and what becomes of its tries does not change it. With two endpoints:
 *
 *   IDLE --start--> a try --0.8 s--> a try --1 s--> a try --0.8 s--> a try --2 s--> ... --4 s--> ... --5 s--> ...
 *                     `--failed--------^              `--failed--------^     (at any time: settled --> IDLE)
 *
 * Each goes to the next endpoint on a connection of its own, beside those before it, so that a round meets them all
 * and one that swallows everything costs 0.8 s and not half of the tries. Whichever is answered whole settles it, and
 * the others are ended; the hotline sees one key, so it is done once. The trap is a hotline that takes connections and
 * says nothing: if its silence had to time out first, it would set the pace. So when all places are taken the oldest
 * silent try is given up for the new one. A try whose answer is coming in is not, or a slow line would never hear the
 * end of any.
 *
 * Times inside one life are monotonic: a clock that jumps neither hurries nor delays a try.
 */
#include "net/outbox/attempts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/transport/backoff.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/loop.h"

enum {
    AT_ONCE_MOST = 4, /* at the pace of 5 s each has 16 s or more, with two endpoints 9 s */
    URGENT_TRY_MS = 20000,
    TRY_MS = 15000,
    ANSWER_MOST = 64 * 1024,
};

struct delivery {
    struct delivery_setup setup;
    char path[120];
    struct loop_timer *timer;     /* the next try */
    uint64_t calls[AT_ONCE_MOST]; /* under way, the oldest first */
    int call_count;
    int tries, begun; /* BEGUN: the pace's, with those that had no place */
    int endpoint_count, first_endpoint;
    int64_t not_before_ms, next_ms, begun_at_ms;
    bool reached;
};

bool delivery_busy(const struct delivery *delivery) {
    return delivery->call_count > 0;
}

bool delivery_reached(const struct delivery *delivery) {
    bool reached = delivery->reached;
    for (int i = 0; i < delivery->call_count; i++)
        reached = reached || https_reached(delivery->setup.https, delivery->calls[i]);
    return reached;
}

int delivery_tries(const struct delivery *delivery) {
    return delivery->tries;
}

/* --- the tries under way */

static void forget(struct delivery *delivery, int at) {
    memmove(delivery->calls + at, delivery->calls + at + 1, sizeof *delivery->calls * (size_t)(AT_ONCE_MOST - at - 1));
    delivery->call_count--;
}

static void give_up(struct delivery *delivery, int at) {
    delivery->reached = delivery_reached(delivery);
    https_cancel(delivery->setup.https, delivery->calls[at]);
    forget(delivery, at);
}

static int oldest_silent(const struct delivery *delivery) {
    int at = 0;
    while (at < delivery->call_count && https_answering(delivery->setup.https, delivery->calls[at]))
        at++;
    return at;
}

static bool make_place(struct delivery *delivery) {
    int silent = oldest_silent(delivery);
    if (delivery->call_count == AT_ONCE_MOST && silent < AT_ONCE_MOST)
        give_up(delivery, silent);
    return delivery->call_count < AT_ONCE_MOST;
}

static void on_answer(void *data, const struct https_answer *answer);

/* The next try goes to the endpoint that was heard last, those after it alternate from there. */
static void prefer_what_answers(struct delivery *delivery) {
    int wanted = https_prefer(delivery->setup.https, delivery->setup.endpoints);
    delivery->first_endpoint = wanted - delivery->tries % delivery->endpoint_count;
}

static bool start_try(struct delivery *delivery) {
    const struct delivery_setup *setup = &delivery->setup;
    char url[400];
    if (delivery->tries == 0)
        prefer_what_answers(delivery);
    int endpoint = schedule_endpoint(delivery->tries++, delivery->first_endpoint, delivery->endpoint_count);
    snprintf(url, sizeof url, "%s%s", setup->endpoints[endpoint], delivery->path);
    uint64_t call = https_start(setup->https, &(struct https_call){.method = "POST",
                                                                   .url = url,
                                                                   .body = setup->body,
                                                                   .body_length = setup->body_length,
                                                                   .content_type = setup->content_type,
                                                                   .idempotency_key = setup->key,
                                                                   .accept = "application/json",
                                                                   .timeout_ms = setup->urgent ? URGENT_TRY_MS : TRY_MS,
                                                                   .fresh = delivery->tries > 1,
                                                                   .most = ANSWER_MOST,
                                                                   .done = on_answer,
                                                                   .data = delivery});
    if (call)
        delivery->calls[delivery->call_count++] = call;
    return call != 0;
}

/* --- one after the other */

static void wait_for_next(struct delivery *delivery, int64_t delay_ms) {
    delivery->next_ms = loop_now_ms() + delay_ms;
    loop_timer_start(delivery->timer, delay_ms, 0);
}

static void try_failed(struct delivery *delivery, int retry_after_s) {
    int64_t delay = schedule_delay(delivery->tries, retry_after_s, chance_draw());
    delivery->not_before_ms = loop_now_ms() + retry_after_s * INT64_C(1000);
    wait_for_next(delivery, delay);
    delivery->setup.on_waiting(delivery->setup.data, delay);
}

static void try_once(struct delivery *delivery) {
    loop_timer_stop(delivery->timer);
    if (delivery->setup.on_begin(delivery->setup.data) && !start_try(delivery))
        try_failed(delivery, 0);
}

/* --- at a pace */

static void try_beside(struct delivery *delivery) {
    if (!delivery->setup.on_begin(delivery->setup.data))
        return;
    bool spared = delivery->begun == 1 && delivery_busy(delivery) && oldest_silent(delivery) > 0; /* it is answering */
    if (!spared && make_place(delivery))
        start_try(delivery);
    delivery->begun_at_ms = loop_now_ms();
    int64_t delay = schedule_sos_pace(++delivery->begun, delivery->endpoint_count, chance_draw());
    wait_for_next(delivery, delay);
    if (!delivery_busy(delivery) || delivery->begun > 2)
        delivery->setup.on_waiting(delivery->setup.data, delay);
}

static void try_now(struct delivery *delivery) {
    if (delivery->setup.urgent)
        try_beside(delivery);
    else if (!delivery_busy(delivery))
        try_once(delivery);
}

static void on_timer(void *data) {
    try_now(data);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct delivery *delivery = data;
    int at = 0;
    while (at < delivery->call_count && delivery->calls[at] != answer->number)
        at++;
    bool newest = at == delivery->call_count - 1;
    if (at < delivery->call_count)
        forget(delivery, at);
    delivery->reached = delivery->reached || answer->reached;
    if (delivery->setup.on_answer(delivery->setup.data, answer))
        return;
    if (!delivery->setup.urgent)
        try_failed(delivery, answer->retry_after_s);
    else if (newest && schedule_sos_in_round(delivery->begun, delivery->endpoint_count))
        try_beside(delivery); /* at once: the next endpoint may be well */
    else if (!delivery_busy(delivery))
        delivery->setup.on_waiting(delivery->setup.data, delivery->next_ms - loop_now_ms());
}

void delivery_start(struct delivery *delivery, int64_t delay_ms) {
    if (delivery_busy(delivery))
        return;
    int64_t held = delivery->not_before_ms - loop_now_ms();
    if (delay_ms < held)
        delay_ms = held;
    if (delay_ms > 0)
        wait_for_next(delivery, delay_ms);
    else
        try_now(delivery);
}

void delivery_hurry(struct delivery *delivery) {
    prefer_what_answers(delivery);
    if (!delivery_busy(delivery))
        delivery_start(delivery, 0);
    else if (delivery->setup.urgent && loop_now_ms() - delivery->begun_at_ms >= SOS_FIRST_BYTE_MS)
        try_beside(delivery);
}

void delivery_stop(struct delivery *delivery) {
    loop_timer_stop(delivery->timer);
    while (delivery_busy(delivery))
        give_up(delivery, 0);
}

struct delivery *delivery_create(const struct delivery_setup *setup) {
    struct delivery *delivery = calloc(1, sizeof *delivery);
    if (!delivery)
        return NULL;
    delivery->setup = *setup;
    delivery->reached = setup->reached;
    while (setup->endpoints[delivery->endpoint_count])
        delivery->endpoint_count++;
    int length = snprintf(delivery->path, sizeof delivery->path, "%s", setup->path);
    delivery->timer = loop_timer_create(setup->loop, on_timer, delivery);
    if (delivery->timer && delivery->endpoint_count > 0 && length > 0 && (size_t)length < sizeof delivery->path)
        return delivery;
    delivery_destroy(delivery);
    return NULL;
}

void delivery_destroy(struct delivery *delivery) {
    if (!delivery)
        return;
    if (delivery->timer)
        delivery_stop(delivery);
    loop_timer_destroy(delivery->timer);
    free(delivery);
}
