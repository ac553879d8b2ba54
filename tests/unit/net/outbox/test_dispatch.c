/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an answer and the end of a time do to a pending send, with time, line and disk in the test's hand: https.c, the
 * loop's timers and clock, and the outbox are replaced here by the linker. Every test holds the outbox to its promise
 * as well: no byte of an order leaves before it is committed that it may have reached the hotline.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/outbox/after_commit.h"
#include "net/outbox/dispatch.h"
#include "net/outbox/pending_send.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/loop.h"

enum { CALLS_MAX = 16, TIMERS_MAX = 8 };

/* --- time */

static struct loop_timer {
    loop_timer_fn *fn;
    void *data;
    int64_t due_ms; /* -1 = stopped */
    bool used;
} timers[TIMERS_MAX];
static int64_t now_ms;

int64_t loop_now_ms(void) {
    return now_ms;
}
int64_t loop_now_us(void) {
    return now_ms * 1000;
}
struct loop_timer *loop_timer_create(struct loop *loop, loop_timer_fn *fn, void *data) {
    struct loop_timer *free_one = timers;
    (void)loop;
    while (free_one->used)
        assert_true(++free_one < timers + TIMERS_MAX);
    *free_one = (struct loop_timer){fn, data, -1, true};
    return free_one;
}
void loop_timer_start(struct loop_timer *timer, int64_t delay_ms, int64_t repeat_ms) {
    assert_int_equal(repeat_ms, 0);
    timer->due_ms = now_ms + delay_ms;
}
void loop_timer_stop(struct loop_timer *timer) {
    timer->due_ms = -1;
}
void loop_timer_destroy(struct loop_timer *timer) {
    timer->used = false;
}
uint16_t random_draw(void) {
    return 65535; /* the longest of every delay: 1 s after an order's first try */
}

static void pass(int64_t ms) {
    int64_t until_ms = now_ms + ms;
    for (;;) {
        struct loop_timer *next = NULL;
        for (int i = 0; i < TIMERS_MAX; i++)
            if (timers[i].used && timers[i].due_ms >= 0 && timers[i].due_ms <= until_ms &&
                (!next || timers[i].due_ms < next->due_ms))
                next = &timers[i];
        if (!next)
            break;
        now_ms = next->due_ms;
        next->due_ms = -1;
        next->fn(next->data);
    }
    now_ms = until_ms;
}

/* --- the disk */

static struct row {
    char key[REQUEST_ID_SIZE];
    bool reached, ended;
    int64_t change;
    enum request_state led_to;
} rows[OUTBOX_ENTRY_KINDS]; /* one of a kind is enough */
static int64_t changes, committed;
static bool slow;

static void changed(struct row *row) {
    row->change = ++changes;
    if (!slow)
        committed = changes;
}
void outbox_entry_clear(struct outbox_entry *entry) {
    free(entry->body);
}
void outbox_add_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    struct row *row = &rows[entry->kind];
    (void)outbox;
    memcpy(row->key, entry->key, sizeof row->key);
    row->reached = entry->reached;
    changed(row);
}
void outbox_keep_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    (void)outbox;
    rows[entry->kind].reached = entry->reached;
    changed(&rows[entry->kind]);
}
void outbox_end_entry(struct outbox *outbox, const char *key, const struct status *status) {
    struct row *row = rows;
    (void)outbox;
    while (strcmp(row->key, key) != 0)
        assert_true(++row < rows + OUTBOX_ENTRY_KINDS);
    row->ended = true;
    row->led_to = status ? status->state : STATES;
    changed(row);
}
void outbox_keep_status(struct outbox *outbox, const struct status *status) {
    (void)outbox;
    (void)status;
}
bool outbox_find(const struct outbox *outbox, const char *id, struct request *request, struct status *status) {
    (void)outbox;
    (void)id;
    (void)request;
    (void)status;
    return false;
}
int64_t outbox_ticket(const struct outbox *outbox) {
    (void)outbox;
    return changes;
}
enum outbox_stored outbox_look(const struct outbox *outbox, int64_t ticket) {
    (void)outbox;
    return ticket <= committed ? OUTBOX_STORED : OUTBOX_UNDER_WAY;
}

/* --- the line */

static struct https { int unused; } urgent, ordinary;
static struct line_call {
    struct https_call call;
    const struct https *https;
    bool under_way;
    char url[160];
} calls[CALLS_MAX]; /* by number; 0 = none */
static uint64_t newest;

static bool may_leave(const char *key) {
    for (int i = 0; i < OUTBOX_ENTRY_KINDS; i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].reached && rows[i].change <= committed;
    return false;
}
uint64_t https_start(struct https *https, const struct https_call *call) {
    assert_true(++newest < CALLS_MAX);
    if (https == &ordinary && call->idempotency_key)
        assert_true(may_leave(call->idempotency_key));
    calls[newest] = (struct line_call){.call = *call, .https = https, .under_way = true};
    snprintf(calls[newest].url, sizeof calls[newest].url, "%s %s", call->method, call->url);
    return newest;
}
void https_cancel(struct https *https, uint64_t number) {
    (void)https;
    calls[number].under_way = false;
}
bool https_answering(const struct https *https, uint64_t number) {
    (void)https;
    (void)number;
    return false;
}
bool https_moves(const struct https *https, uint64_t number) {
    (void)https;
    (void)number;
    return false;
}
bool https_reached(const struct https *https, uint64_t number) {
    (void)https;
    (void)number;
    return false; /* an answer says it */
}
int https_prefer(const struct https *https, const char *const *endpoints) {
    (void)https;
    (void)endpoints;
    return 0;
}

static void give(uint64_t number, struct https_answer answer) {
    assert_true(calls[number].under_way);
    calls[number].under_way = false;
    answer.number = number;
    answer.length = answer.body ? strlen(answer.body) : 0;
    calls[number].call.done(calls[number].call.data, &answer);
}
static void answer_ok(uint64_t number, const char *body) {
    give(number, (struct https_answer){.status = 200, .content_type = "application/json", .body = body});
}
static void answer_problem(uint64_t number, int status, const char *more) {
    char body[600];
    snprintf(body, sizeof body,
             "{\"type\":\"about:blank\",\"title\":\"Closed\",\"detail\":\"until 8\",\"status\":%d%s}", status, more);
    give(number, (struct https_answer){.status = status, .content_type = "application/problem+json", .body = body});
}
static void answer_nothing(uint64_t number, bool reached) {
    give(number, (struct https_answer){.reached = reached, .error = "no answer"});
}
static void assert_call(uint64_t number, const char *method, const char *path_end) {
    assert_int_equal(newest, number);
    assert_int_equal(strncmp(calls[number].url, method, strlen(method)), 0);
    assert_true(strlen(calls[number].url) > strlen(path_end));
    assert_string_equal(calls[number].url + strlen(calls[number].url) - strlen(path_end), path_end);
}

/* --- who is told */

static struct status told;
static int tellings, delivered, detours;
static uint64_t newest_when_told;
static bool delivered_first;
static char refused_reply[REQUEST_ID_SIZE];

static int64_t wall_ms(void *data) {
    (void)data;
    return now_ms;
}
static void on_status(void *data, const struct status *status) {
    (void)data;
    told = *status;
    newest_when_told = newest;
    tellings++;
}
static void on_traffic(void *data) {
    (void)data;
}
static void on_refused(void *data, const char *error) {
    (void)data;
    (void)error;
}
static void on_delivered(void *data, bool test, bool first) {
    (void)data;
    (void)test;
    delivered++;
    delivered_first = first;
}
static void on_reply_refused(void *data, const char *notice_id) {
    (void)data;
    snprintf(refused_reply, sizeof refused_reply, "%s", notice_id);
}
static void on_detour(void *data) {
    (void)data;
    detours++;
}

/* --- a request and its pending sends */

static const char *const endpoints[] = {"https://a", NULL};
static struct submitter submitter;
static struct queued_request *queued;

static int begin(void **state) {
    (void)state;
    now_ms = 1000000;
    newest = 0;
    changes = committed = tellings = delivered = detours = 0;
    slow = delivered_first = false;
    refused_reply[0] = 0;
    memset(rows, 0, sizeof rows);
    memset(&told, 0, sizeof told);
    submitter = (struct submitter){.setup = {.urgent = &urgent,
                                             .ordinary = &ordinary,
                                             .endpoints = endpoints,
                                             .wall_ms = wall_ms,
                                             .on_status = on_status,
                                             .on_traffic = on_traffic,
                                             .on_delivered = on_delivered,
                                             .on_refused = on_refused,
                                             .on_reply_refused = on_reply_refused,
                                             .on_detour = on_detour}};
    submitter.expiry = loop_timer_create(NULL, dispatch_on_expiry, &submitter);
    return 0;
}

static int end(void **state) {
    (void)state;
    while (submitter.requests) {
        queued = submitter.requests;
        while (queued->sends)
            pending_send_free(queued->sends);
        submitter.requests = queued->next;
        free(queued);
    }
    loop_timer_destroy(submitter.expiry);
    return 0;
}

static void know(enum request_kind kind, enum request_state state) {
    struct status status = {.kind = kind, .service = "taxi", .state = state, .eta_minutes = -1};
    request_new_id(status.id);
    queued = request_queue_add(&submitter, &status);
}

static struct pending_send *add(enum outbox_entry_kind kind) {
    struct pending_send *send = pending_send_new(queued, &submitter, kind, "{}");
    pending_send_store(send);
    return send;
}

static void ask_to_cancel(void) {
    queued->status.cancel_asked = true;
    add(OUTBOX_CANCEL);
    dispatch_start(queued);
}

/* The contract's Status of the request. */
static const char *status_of(const char *state) {
    static char body[300];
    snprintf(body, sizeof body,
             "{\"id\":\"%s\",\"kind\":\"%s\",\"service\":\"taxi\",\"status\":\"%s\","
             "\"updated_at\":\"2026-11-22T08:00:00Z\"}",
             queued->status.id, request_kind_name(queued->status.kind), state);
    return body;
}

static const char *within(const char *before, const char *inner, const char *after) {
    static char body[400];
    snprintf(body, sizeof body, "%s%s%s", before, inner, after);
    return body;
}

/* --- answers */

static void the_next_entry_starts_before_anybody_is_told(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_SAVED);
    add(OUTBOX_CREATE);
    add(OUTBOX_CONFIRM);
    dispatch_start(queued);
    assert_call(1, "POST", "/v1/requests");
    assert_int_equal(told.state, STATE_SENDING);
    pass(60000);
    assert_int_equal(newest, 1); /* one at a time */
    answer_ok(1, status_of("received"));
    assert_call(2, "POST", "/confirm");
    assert_int_equal(told.state, STATE_RECEIVED);
    assert_int_equal(newest_when_told, 2);
    assert_true(rows[OUTBOX_CREATE].ended);
    assert_int_equal(rows[OUTBOX_CREATE].led_to, STATE_RECEIVED);
    assert_false(rows[OUTBOX_CONFIRM].ended);
}

static void a_refused_order_is_rejected_with_what_follows_it(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_SAVED);
    add(OUTBOX_CREATE);
    add(OUTBOX_CONFIRM);
    queued->status.cancel_asked = true;
    add(OUTBOX_CANCEL);
    dispatch_start(queued);
    answer_problem(1, 422, "");
    assert_int_equal(told.state, STATE_REJECTED);
    assert_string_equal(told.message, "Closed: until 8");
    assert_false(told.cancel_asked);
    assert_null(queued->sends);
    assert_int_equal(rows[OUTBOX_CREATE].led_to, STATE_REJECTED);
    assert_true(rows[OUTBOX_CREATE].ended && rows[OUTBOX_CONFIRM].ended && rows[OUTBOX_CANCEL].ended);
    pass(3600000);
    assert_int_equal(newest, 1);
}

static void a_request_that_the_hotline_never_had_is_cancelled(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_RECEIVED);
    ask_to_cancel();
    assert_call(1, "POST", "/cancel");
    answer_problem(1, 404, "");
    assert_int_equal(told.state, STATE_CANCELLED);
    assert_false(told.cancel_asked);
    assert_int_equal(rows[OUTBOX_CANCEL].led_to, STATE_CANCELLED);
    know(REQUEST_SERVICE, STATE_DONE); /* what is over stays what it was */
    ask_to_cancel();
    answer_problem(2, 404, "");
    assert_int_equal(told.state, STATE_DONE);
}

static void a_conflict_that_says_what_is_true_is_believed(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_RECEIVED);
    ask_to_cancel();
    answer_problem(1, 409, within(",\"request\":", status_of("on_the_way"), ""));
    assert_int_equal(told.state, STATE_ON_THE_WAY);
    assert_false(told.cancel_asked);
    assert_null(queued->sends);
    assert_int_equal(newest, 1);
}

static void a_conflict_that_says_nothing_is_asked_about(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_RECEIVED);
    ask_to_cancel();
    int before = tellings;
    answer_problem(1, 409, "");
    assert_call(2, "GET", "/v1/requests?limit=10");
    assert_ptr_equal(calls[2].https, &ordinary);
    pass(10000);
    dispatch_start(queued);      /* another entry came */
    dispatch_hurry(queued);      /* the line is back */
    assert_int_equal(newest, 2); /* it is not sent beside that */
    assert_int_equal(tellings, before);
    answer_ok(2, within("{\"requests\":[", status_of("arrived"), "]}"));
    assert_int_equal(told.state, STATE_ARRIVED);
    assert_false(told.cancel_asked);
    assert_null(queued->sends);
}

static void a_conflict_over_what_is_not_known_there_is_a_refusal(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_SAVED);
    add(OUTBOX_CREATE);
    dispatch_start(queued);
    answer_problem(1, 409, "");
    answer_ok(2, "{\"requests\":[]}");
    assert_int_equal(told.state, STATE_REJECTED);
    assert_null(queued->sends);
}

static void what_the_hotline_does_not_say_now_is_tried_again(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_RECEIVED);
    ask_to_cancel();
    answer_problem(1, 409, "");
    answer_problem(2, 503, "");
    assert_non_null(queued->sends);
    assert_true(queued->status.cancel_asked);
    pass(1999);
    assert_int_equal(newest, 2);
    pass(1);
    assert_call(3, "POST", "/cancel");
    assert_string_equal(calls[3].call.idempotency_key, queued->sends->entry.key);
}

static void a_refused_reply_is_told_with_its_notice(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_SAVED);
    add(OUTBOX_REPLY);
    dispatch_start(queued);
    assert_call(1, "POST", "/reply");
    answer_problem(1, 410, "");
    assert_string_equal(refused_reply, queued->status.id);
    assert_int_equal(tellings, 0); /* a notice is no request */
    assert_null(queued->sends);
    assert_int_equal(rows[OUTBOX_REPLY].led_to, STATES);
}

static void no_refusal_ends_an_sos(void **state) {
    static const int codes[] = {400, 403, 404, 409, 422};
    (void)state;
    know(REQUEST_SOS, STATE_SAVED);
    add(OUTBOX_CREATE);
    dispatch_start(queued);
    assert_ptr_equal(calls[1].https, &urgent);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        uint64_t refused = newest;
        answer_problem(refused, codes[i], "");
        pass(5100);
        assert_true(newest > refused);
        assert_false(rows[OUTBOX_CREATE].ended);
        assert_int_equal(told.state, STATE_WAITING);
    }
    answer_ok(newest, status_of("received"));
    assert_int_equal(told.state, STATE_RECEIVED);
    assert_int_equal(delivered, 1);
    assert_false(delivered_first);
    assert_int_equal(detours, 1);
    assert_true(rows[OUTBOX_CREATE].ended);
}

/* --- expiry, and what may have left */

static struct pending_send *order_for(int64_t lasts_ms) {
    know(REQUEST_SERVICE, STATE_SAVED);
    struct pending_send *send = add(OUTBOX_CREATE);
    send->entry.expires_at_ms = now_ms + lasts_ms;
    return send;
}

static void an_expired_order_that_may_have_left_is_called_off(void **state) {
    (void)state;
    order_for(500);
    dispatch_start(queued);
    answer_nothing(1, true);
    slow = true;
    pass(499);
    assert_int_equal(told.state, STATE_WAITING);
    pass(1);
    assert_int_equal(told.state, STATE_EXPIRED);
    assert_int_equal(rows[OUTBOX_CREATE].led_to, STATE_EXPIRED);
    assert_int_equal(newest, 1); /* not before the disk has it */
    committed = changes;
    after_commit_go_on(&submitter);
    assert_call(2, "POST", "/cancel");
}

static void an_expired_order_that_never_left_just_ends(void **state) {
    (void)state;
    order_for(500);
    dispatch_start(queued);
    answer_nothing(1, false);
    pass(3600000);
    assert_int_equal(told.state, STATE_EXPIRED);
    assert_null(queued->sends);
    assert_int_equal(newest, 1);
}

static void an_order_under_way_does_not_expire_before_its_answer(void **state) {
    (void)state;
    order_for(500);
    dispatch_watch_expiry(&submitter);
    dispatch_start(queued);
    pass(10000);
    assert_int_equal(told.state, STATE_SENDING);
    answer_ok(1, status_of("received"));
    assert_int_equal(told.state, STATE_RECEIVED);
    pass(3600000);
    assert_int_equal(told.state, STATE_RECEIVED);
    assert_int_equal(newest, 1);
}

static void an_order_of_an_earlier_life_is_not_tried_after_its_time(void **state) {
    (void)state;
    order_for(0)->reached_before = true;
    dispatch_start(queued);
    assert_int_equal(told.state, STATE_EXPIRED);
    assert_call(1, "POST", "/cancel");
}

static void that_it_may_have_left_is_stored_before_it_can(void **state) {
    (void)state;
    know(REQUEST_SERVICE, STATE_SAVED);
    add(OUTBOX_CREATE);
    dispatch_start(queued);
    answer_nothing(1, false);
    assert_false(rows[OUTBOX_CREATE].reached); /* provably not */
    slow = true;
    pass(60000);
    assert_true(rows[OUTBOX_CREATE].reached);
    assert_int_equal(newest, 1);
    committed = changes;
    after_commit_go_on(&submitter);
    assert_int_equal(newest, 2);
    slow = false;
    answer_nothing(2, true);
    assert_true(rows[OUTBOX_CREATE].reached);
    pass(10000);
    answer_nothing(3, false);
    assert_true(rows[OUTBOX_CREATE].reached); /* a later try does not take back what an earlier one did */
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(the_next_entry_starts_before_anybody_is_told),
        STORY(a_refused_order_is_rejected_with_what_follows_it),
        STORY(a_request_that_the_hotline_never_had_is_cancelled),
        STORY(a_conflict_that_says_what_is_true_is_believed),
        STORY(a_conflict_that_says_nothing_is_asked_about),
        STORY(a_conflict_over_what_is_not_known_there_is_a_refusal),
        STORY(what_the_hotline_does_not_say_now_is_tried_again),
        STORY(a_refused_reply_is_told_with_its_notice),
        STORY(no_refusal_ends_an_sos),
        STORY(an_expired_order_that_may_have_left_is_called_off),
        STORY(an_expired_order_that_never_left_just_ends),
        STORY(an_order_under_way_does_not_expire_before_its_answer),
        STORY(an_order_of_an_earlier_life_is_not_tried_after_its_time),
        STORY(that_it_may_have_left_is_stored_before_it_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
