/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   IDLE --start--> WAITING --time--> ROUND --every try failed--> WAITING ...
 *                                       `--settled--> IDLE
 *
 * A round of an ordinary errand is one try. A round of an SOS is up to four: when the first has brought no byte within
 * 800 ms, or has failed, a second goes to the next endpoint on a connection of its own, beside the first; while all are
 * silent, a third after 1 s and a fourth after 2 s more. Whichever is answered whole settles it, and the others are
 * ended. The hotline sees one key, so it is done once.
 *
 * Times inside one life are monotonic: a clock that jumps neither hurries nor delays a try.
 */
#include "net/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/chance.h"
#include "net/https.h"
#include "net/schedule.h"
#include "stb-app/loop.h"

enum {
    AT_ONCE_MOST = 4,
    URGENT_FIRST_TRY_MS = 5000, /* the first round is short, so that the next one comes soon */
    URGENT_TRY_MS = 10000,
    TRY_MS = 15000,
    ANSWER_MOST = 64 * 1024,
};

struct delivery {
    struct delivery_setup setup;
    char path[120];
    struct loop_timer *timer; /* the next round, or the second try of this one */
    uint64_t calls[AT_ONCE_MOST];
    int tries_of_round, rounds_failed, tries;
    int first_endpoint, retry_after_s;
    int64_t not_before_ms;
    bool reached;
};

static void begin_round(struct delivery *delivery);

bool delivery_busy(const struct delivery *delivery) {
    for (int i = 0; i < AT_ONCE_MOST; i++)
        if (delivery->calls[i])
            return true;
    return false;
}

bool delivery_reached(const struct delivery *delivery) {
    return delivery->reached || delivery_busy(delivery);
}

int delivery_tries(const struct delivery *delivery) {
    return delivery->tries;
}

static void round_failed(struct delivery *delivery) {
    int64_t delay = delivery->setup.urgent
                        ? schedule_sos_delay(++delivery->rounds_failed, chance_draw())
                        : schedule_delay(++delivery->rounds_failed, delivery->retry_after_s, chance_draw());
    if (!delivery->setup.urgent)
        delivery->not_before_ms = loop_now_ms() + delivery->retry_after_s * INT64_C(1000);
    loop_timer_start(delivery->timer, delay, 0);
    delivery->setup.on_failed(delivery->setup.data, delay);
}

static void on_answer(void *data, const struct https_answer *answer);

static bool start_try(struct delivery *delivery) {
    const struct delivery_setup *setup = &delivery->setup;
    char url[400];
    int count = 0;
    while (setup->endpoints[count])
        count++;
    int endpoint = schedule_endpoint(delivery->tries++, delivery->first_endpoint, count);
    snprintf(url, sizeof url, "%s%s", setup->endpoints[endpoint], delivery->path);
    struct https_call call = {.method = "POST",
                              .url = url,
                              .body = setup->body,
                              .idempotency_key = setup->key,
                              .accept = "application/json",
                              .fresh = delivery->tries > 1,
                              .most = ANSWER_MOST,
                              .done = on_answer,
                              .data = delivery};
    bool first_round = delivery->rounds_failed == 0;
    call.timeout_ms = !setup->urgent ? TRY_MS : first_round ? URGENT_FIRST_TRY_MS : URGENT_TRY_MS;
    return (delivery->calls[delivery->tries_of_round++] = https_start(setup->https, &call)) != 0;
}

static bool answering(const struct delivery *delivery) {
    for (int i = 0; i < AT_ONCE_MOST; i++)
        if (https_answering(delivery->setup.https, delivery->calls[i]))
            return true;
    return false;
}

static bool may_try_beside(const struct delivery *delivery) {
    return delivery->setup.urgent && delivery->tries_of_round < AT_ONCE_MOST;
}

static void try_beside(struct delivery *delivery) {
    loop_timer_stop(delivery->timer);
    if (!start_try(delivery) && !delivery_busy(delivery))
        round_failed(delivery);
    else if (may_try_beside(delivery))
        loop_timer_start(delivery->timer, schedule_sos_delay(delivery->tries_of_round - 1, chance_draw()), 0);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct delivery *delivery = data;
    for (int i = 0; i < AT_ONCE_MOST; i++)
        if (delivery->calls[i] == answer->number)
            delivery->calls[i] = 0;
    delivery->reached = delivery->reached || answer->reached;
    if (delivery->setup.on_answer(delivery->setup.data, answer))
        return;
    delivery->retry_after_s = answer->retry_after_s;
    if (delivery->setup.urgent && delivery->tries_of_round == 1)
        try_beside(delivery); /* at once: the next endpoint may be well */
    else if (!delivery_busy(delivery))
        round_failed(delivery);
}

static void on_timer(void *data) {
    struct delivery *delivery = data;
    if (!delivery_busy(delivery))
        begin_round(delivery);
    else if (may_try_beside(delivery) && !answering(delivery))
        try_beside(delivery);
}

static void begin_round(struct delivery *delivery) {
    loop_timer_stop(delivery->timer);
    if (!delivery->setup.on_begin(delivery->setup.data))
        return;
    delivery->tries_of_round = 0;
    delivery->retry_after_s = 0;
    if (delivery->tries == 0)
        delivery->first_endpoint = https_prefer(delivery->setup.https, delivery->setup.endpoints);
    if (!start_try(delivery))
        round_failed(delivery);
    else if (delivery->setup.urgent)
        loop_timer_start(delivery->timer, SOS_FIRST_BYTE_MS, 0);
}

void delivery_start(struct delivery *delivery, int64_t delay_ms) {
    if (delivery_busy(delivery))
        return;
    int64_t held = delivery->not_before_ms - loop_now_ms();
    if (delay_ms < held)
        delay_ms = held;
    if (delay_ms > 0)
        loop_timer_start(delivery->timer, delay_ms, 0);
    else
        begin_round(delivery);
}

void delivery_stop(struct delivery *delivery) {
    loop_timer_stop(delivery->timer);
    for (int i = 0; i < AT_ONCE_MOST; i++) {
        https_cancel(delivery->setup.https, delivery->calls[i]);
        delivery->reached = delivery->reached || delivery->calls[i];
        delivery->calls[i] = 0;
    }
}

struct delivery *delivery_create(const struct delivery_setup *setup) {
    struct delivery *delivery = calloc(1, sizeof *delivery);
    if (!delivery)
        return NULL;
    delivery->setup = *setup;
    delivery->reached = setup->reached;
    int length = snprintf(delivery->path, sizeof delivery->path, "%s", setup->path);
    delivery->timer = loop_timer_create(setup->loop, on_timer, delivery);
    if (delivery->timer && length > 0 && (size_t)length < sizeof delivery->path)
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
