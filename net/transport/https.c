/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool's calls, newest first. A call gets the address of its name (and waits for it, if need be), is handed to
 * libcurl (transfer.c), and gives out its chunks and its answer.
 *
 * The trap is re-entrance: an owner who gets an answer may start and cancel calls. So a call that gives something out
 * is found again by its number, and calls that are started meanwhile wait for the next turn of the loop: one that fails
 * at once cannot make deliver() spin.
 */
#include "net/transport/https.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/api/hotline_clock.h"
#include "net/transport/routes.h"
#include "net/transport/tls_identity.h"
#include "net/transport/transfer.h"
#include "net/transport/url.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

struct call {
    struct call *next;
    struct https *https;
    uint64_t number;
    struct transfer *transfer;
    struct loop_timer *name_timer;                                 /* runs while the call waits for the name server */
    char host[RESOLVER_HOST_SIZE], address[RESOLVER_ADDRESS_SIZE]; /* ADDRESS "" = not by the resolver */
    int port;
    bool another; /* wants another address than the tries before (resolver_pick()) */
    bool proved;
    https_chunk_fn *chunk;
    https_done_fn *done;
    void *data;
};

struct https {
    struct loop *loop;
    struct https_dating dating;
    struct routes routes; /* without a resolver libcurl looks names up */
    struct transfer_pool *pool;
    struct loop_timer *behind; /* gives out what became ready while a call was started */
    struct call *calls;
    uint64_t newest;
    bool identified;     /* the pool has an identity: calls may start */
    int64_t heard_ms;    /* when the hotline's last byte came, monotonic; 0 = never */
    char last_good[256]; /* the url that last got a 2xx */
};

/* --- calls */

static struct call **place_of(const struct https *https, uint64_t number) {
    struct call **place = (struct call **)&https->calls;
    while (*place && (*place)->number != number)
        place = &(*place)->next;
    return place;
}

static void call_free(struct call *call) {
    loop_timer_destroy(call->name_timer);
    transfer_destroy(call->transfer);
    free(call);
}

static struct call *call_create(struct https *https, const struct https_call *wanted) {
    assert(!wanted->chunk || wanted->chunk_media);
    struct transfer *transfer = transfer_create(https->pool, wanted);
    if (!transfer)
        return NULL;
    struct call *call = memory_new(1, sizeof *call);
    call->https = https;
    call->transfer = transfer;
    call->another = wanted->fresh;
    call->chunk = wanted->chunk;
    call->done = wanted->done;
    call->data = wanted->data;
    return call;
}

/* --- what is learnt of the hotline */

static struct tls_dates judge_dates(void *data) {
    const struct https *https = data;
    const struct https_dating *dating = &https->dating;
    int64_t now_s = time(NULL), floor_s = hotline_clock_released_s();
    if (dating->judge)
        dating->judge(dating->data, &now_s, &floor_s);
    return tls_dates_by(now_s, floor_s, dating->lenient);
}

static void tell_dates(const struct https *https, const struct call *call) {
    const struct tls_dates *dates = transfer_dates(call->transfer);
    if (dates->seen && https->dating.on_peer)
        https->dating.on_peer(https->dating.data, dates->ends_s, dates->forgiven ? dates->reason : NULL);
}

static void note_proof(struct https *https, struct call *call) {
    https->heard_ms = loop_now_ms();
    if (call->proved)
        return;
    call->proved = true;
    tell_dates(https, call);
    if (call->address[0])
        routes_proved(&https->routes, call->host, call->address);
}

static void note_failure(struct https *https, const struct call *call) {
    if (call->address[0])
        routes_failed(&https->routes, call->host, call->address);
}

static void remember_good(struct https *https, const struct call *call) {
    snprintf(https->last_good, sizeof https->last_good, "%s", transfer_url(call->transfer));
}

int https_prefer(const struct https *https, const char *const *endpoints) {
    int index = https ? url_endpoint(https->last_good, endpoints) : 0;
    return index < 0 ? 0 : index;
}

/* --- giving out */

static void give_chunk(struct https *https, struct call *call) {
    uint64_t number = call->number;
    size_t length;
    char *bytes = transfer_take_chunk(call->transfer, &length);
    remember_good(https, call);
    note_proof(https, call);
    bool more = call->chunk(call->data, bytes, length);
    free(bytes);
    call = *place_of(https, number);
    if (call && !more && !transfer_is_over(call->transfer))
        transfer_end(call->transfer, "the reader ended it");
}

static void give_answer(struct https *https, struct call *call) {
    struct https_answer answer;
    struct call **place = place_of(https, call->number);
    assert(*place == call);
    *place = call->next;
    transfer_answer(call->transfer, &answer);
    answer.number = call->number;
    if (transfer_is_answering(call->transfer))
        note_proof(https, call);
    else
        note_failure(https, call);
    if (answer.status >= 200 && answer.status < 300)
        remember_good(https, call);
    call->done(call->data, &answer);
    assert(https->calls != call && !*place_of(https, answer.number)); /* it is in no list any more */
    call_free(call);
}

static bool has_chunk(const struct call *call) {
    return call->chunk && transfer_has_chunk(call->transfer);
}

static struct call *ready_call(const struct https *https, uint64_t newest) {
    for (struct call *call = https->calls; call; call = call->next)
        if (call->number <= newest && (transfer_is_over(call->transfer) || has_chunk(call)))
            return call;
    return NULL;
}

static void deliver_behind(struct https *https) {
    if (ready_call(https, UINT64_MAX))
        loop_timer_start(https->behind, 0, 0);
}

static void deliver(void *data) {
    struct https *https = data;
    uint64_t newest = https->newest;
    for (struct call *call; (call = ready_call(https, newest));) {
        if (has_chunk(call))
            give_chunk(https, call);
        else
            give_answer(https, call);
    }
    deliver_behind(https);
}

/* --- starting one */

static bool launch(struct https *https, struct call *call) {
    if (!transfer_start(call->transfer, call->host, call->port, call->address[0] ? call->address : NULL))
        return false;
    deliver_behind(https);
    return true;
}

static bool pick_address(const struct https *https, struct call *call) {
    return routes_pick(&https->routes, call->host, call->another, call->address);
}

static void on_name_overdue(void *data) {
    struct call *call = data;
    transfer_end_unnamed(call->transfer, call->host, "the name server does not answer");
    deliver(call->https);
}

static void wait_for_name(const struct https *https, struct call *call, int timeout_ms) {
    bool sooner = timeout_ms > 0 && timeout_ms < TRANSFER_CONNECT_MS;
    call->name_timer = loop_timer_create(https->loop, on_name_overdue, call);
    loop_timer_start(call->name_timer, sooner ? timeout_ms : TRANSFER_CONNECT_MS, 0);
}

/* Calls that waited for HOST start now; with ERROR they fail. */
static void on_name(void *data, const char *host, const char *error) {
    struct https *https = data;
    for (struct call *call = https->calls; call; call = call->next) {
        if (!call->name_timer || transfer_is_over(call->transfer) || strcmp(call->host, host) != 0)
            continue;
        loop_timer_destroy(call->name_timer);
        call->name_timer = NULL;
        if (error)
            transfer_end_unnamed(call->transfer, host, error);
        else if (!pick_address(https, call) || !launch(https, call))
            transfer_end(call->transfer, "it cannot start");
    }
    deliver(https);
}

static uint64_t cannot_start(const struct https_call *wanted) {
    log_error("net", "%s %s cannot start", wanted->method, wanted->url);
    return 0;
}

/* The call enters the list before it starts: what starting it brings is looked for there. */
uint64_t https_start(struct https *https, const struct https_call *wanted) {
    if (!https || !https->identified)
        return 0;
    struct call *call = call_create(https, wanted);
    if (!call)
        return cannot_start(wanted);
    call->number = ++https->newest;
    call->next = https->calls;
    https->calls = call;
    if (https->routes.resolver && url_host(wanted->url, call->host, sizeof call->host, &call->port) &&
        !pick_address(https, call)) {
        wait_for_name(https, call, wanted->timeout_ms);
    } else if (!launch(https, call)) {
        https_cancel(https, call->number);
        return cannot_start(wanted);
    }
    return call->number;
}

void https_cancel(struct https *https, uint64_t number) {
    if (!https)
        return;
    struct call **place = place_of(https, number);
    struct call *call = *place;
    if (!call)
        return;
    *place = call->next;
    call_free(call);
}

bool https_answering(const struct https *https, uint64_t number) {
    const struct call *call = https ? *place_of(https, number) : NULL;
    return call && transfer_is_answering(call->transfer);
}

bool https_reached(const struct https *https, uint64_t number) {
    const struct call *call = https ? *place_of(https, number) : NULL;
    return call && transfer_reached(call->transfer);
}

bool https_moves(const struct https *https, uint64_t number) {
    const struct call *call = https ? *place_of(https, number) : NULL;
    return call && transfer_moves(call->transfer);
}

bool https_is_warm(const struct https *https, int64_t within_ms) {
    return https && https->heard_ms && loop_now_ms() - https->heard_ms < within_ms;
}

/* --- life */

void https_date_by(struct https *https, const struct https_dating *dating) {
    if (https)
        https->dating = *dating;
}

void https_resolve_with(struct https *https, struct resolver *resolver) {
    if (!https)
        return;
    https->routes.resolver = resolver;
    resolver_listen(resolver, on_name, https);
}

bool https_use(struct https *https, const struct https_identity *identity, char *error) {
    bool taken = transfer_pool_use(https->pool, identity, error);
    https->identified = https->identified || taken;
    return taken;
}

struct https *https_create(struct loop *loop, const struct https_identity *identity) {
    char error[TLS_IDENTITY_ERROR_SIZE];
    struct https *https = memory_new(1, sizeof *https);
    https->loop = loop;
    https->behind = loop_timer_create(loop, deliver, https);
    https->pool = transfer_pool_create(
        &(struct transfer_pool_setup){.loop = loop, .on_ready = deliver, .judge_dates = judge_dates, .data = https});
    if (https->pool && (!identity || https_use(https, identity, error)))
        return https;
    if (https->pool)
        log_error("net", "%s", error);
    https_destroy(https);
    return NULL;
}

void https_destroy(struct https *https) {
    if (!https)
        return;
    while (https->calls)
        https_cancel(https, https->calls->number);
    transfer_pool_destroy(https->pool);
    loop_timer_destroy(https->behind);
    free(https);
}
