/* SPDX-License-Identifier: Apache-2.0 */
/* What a box asks for that could not hear, over real TLS: its requests and its notices, patiently; and while somebody
 * waits for the answer to an SOS, at one endpoint beside the other. */
#include "tests/unit/net/peer.h"

#include "net/data/resync.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"

#define ID(n) n "1111111-2222-4333-8444-555555555555"
#define SOS(n, state)                                                                                                  \
    "{\"id\":\"" ID(n) "\",\"kind\":\"sos\",\"status\":\"" state "\",\"updated_at\":\"2026-11-21T09:32:00Z\"}"
#define REQUESTS(list) "{\"requests\":[" list "]}"

static struct loop *loop;
static struct https *https;
static struct peer *first, *second;
static struct resync *resync;
static const char *endpoints[3];
static char came[400], refused[300];
static int traffic;

uint16_t random_draw(void) {
    return 0;
}

static void on_status(void *data, const struct status *status) {
    (void)data;
    snprintf(came + strlen(came), sizeof came - strlen(came), "%c %s,", status->id[0],
             request_state_name(status->state));
}
static bool on_notice(void *data, struct json_object *notice, char *error) {
    (void)data;
    snprintf(error, JSON_ERROR_SIZE, "title: is missing");
    snprintf(came + strlen(came), sizeof came - strlen(came), "%s,", json_text(notice, "title", ""));
    return *json_text(notice, "title", "");
}
static void on_refused(void *data, const char *error) {
    (void)data;
    snprintf(refused, sizeof refused, "%s", error ? error : "");
}
static void on_traffic(void *data) {
    (void)data;
    traffic++;
}

static int begin(void **state) {
    (void)state;
    loop = loop_create();
    first = peer_start("server");
    second = NULL;
    https = peer_client(loop);
    endpoints[0] = first->endpoint;
    endpoints[1] = NULL;
    came[0] = refused[0] = 0;
    traffic = 0;
    resync = resync_create(&(struct resync_setup){.loop = loop,
                                                  .https = https,
                                                  .watch_https = https,
                                                  .endpoints = endpoints,
                                                  .on_status = on_status,
                                                  .on_notice = on_notice,
                                                  .on_refused = on_refused,
                                                  .on_traffic = on_traffic});
    return 0;
}
static int end(void **state) {
    (void)state;
    resync_destroy(resync);
    https_destroy(https);
    peer_stop(first);
    peer_stop(second);
    loop_destroy(loop);
    return 0;
}

static bool came_has(void *data) {
    return strstr(came, data) != NULL;
}
static void hears(const char *what, int ms) {
    if (!run_until(loop, came_has, (void *)(uintptr_t)what, ms))
        fail_msg("expected %s, came %s", what, came);
}

/* One script for both calls: each takes from the answer what is its own, and what lacks it is tried again. */
static void both_lists_are_asked_for_and_told_oldest_first(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 200, NULL,
                        "{\"requests\":[" SOS("2", "answered") "," SOS(
                            "1", "closed") "],"
                                           "\"notices\":[{\"title\":\"new\"},{\"title\":\"old\"}]}",
                        0, 0});
    resync_ask(resync, 0);
    hears("1 closed,2 answered,", 3000);
    hears("old,new,", 3000);
    assert_int_equal(peer_seen_with(first, "GET /v1/requests?limit=10 "), 1);
    assert_int_equal(peer_seen_with(first, "GET /v1/notices?limit=20 "), 1);
    assert_int_equal(traffic, 2);
    assert_string_equal(refused, "");
}

static void what_is_not_the_contracts_is_tried_again(void **state) {
    (void)state;
    struct peer_step page = {PEER_ANSWER, 200, "Content-Type: text/html\r\n", REQUESTS(SOS("9", "answered")), 0, 0};
    struct peer_step good = {PEER_ANSWER, 200, NULL, REQUESTS(SOS("1", "answered")), 0, 0};
    PEER_SCRIPT(first, page, page, good, good);
    resync_ask(resync, 0);
    hears("1 answered,", 5000);
    assert_null(strstr(came, "9 answered"));
}

/* A hotline of before has no notices to ask for. */
static void a_call_that_the_hotline_does_not_know_is_asked_once(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 404, NULL, NULL, 0, 0});
    resync_ask(resync, 0);
    run_until(loop, NULL, NULL, 1500);
    assert_int_equal(peer_seen(first), 2);
}

static void one_bad_notice_does_not_cost_the_others(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 200, NULL,
                        "{\"requests\":[],\"notices\":[{\"title\":\"new\"},{},{\"title\":\"old\"}]}", 0, 0});
    resync_ask(resync, 0);
    hears("old,,new,", 3000);
    assert_string_equal(refused, "title: is missing");
}

/* The endpoint that was warm has died silently: the other one's answer is not held up by it. */
static void a_silent_endpoint_does_not_hold_up_the_watch(void **state) {
    (void)state;
    second = peer_start("server");
    endpoints[1] = second->endpoint;
    endpoints[2] = NULL;
    PEER_SCRIPT(first, {PEER_STALL, 0, NULL, NULL, 0, 0});
    PEER_SCRIPT(second, {PEER_ANSWER, 200, NULL, REQUESTS(SOS("1", "received")), 0, 0},
                {PEER_ANSWER, 200, NULL, REQUESTS(SOS("1", "answered")), 0, 0});
    int64_t since = loop_now_ms();
    resync_watch(resync, true);
    hears("1 received,", 6000);
    hears("1 answered,", 6000);
    assert_true(loop_now_ms() - since < 2 * RESYNC_WATCH_MS + 2000);
    resync_watch(resync, false);
    int asked = peer_seen(first) + peer_seen(second);
    run_until(loop, NULL, NULL, RESYNC_WATCH_MS + 500);
    assert_int_equal(peer_seen(first) + peer_seen(second), asked);
}

/* A narrow line, on which the answer takes 3.6 s: none is asked for beside it, and then it is left to others. */
static void the_watch_leaves_a_slow_line_to_others(void **state) {
    (void)state;
    static const char slowly[] = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nContent-Type: application/json\r\n\r\n"
                                 "{\"requests\":[]}";
    PEER_SCRIPT(first, {PEER_RAW, 0, NULL, slowly, 0, 40},
                {PEER_ANSWER, 200, NULL, REQUESTS(SOS("1", "answered")), 0, 0});
    resync_watch(resync, true);
    run_until(loop, NULL, NULL, RESYNC_WATCH_MS + 400);
    assert_int_equal(traffic, 0);
    assert_int_equal(peer_seen(first), 1);
    run_until(loop, NULL, NULL, RESYNC_WATCH_MS + 1000);
    assert_int_equal(traffic, 1);
    assert_int_equal(peer_seen(first), 1);
    resync_watch(resync, false);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(both_lists_are_asked_for_and_told_oldest_first),      STORY(what_is_not_the_contracts_is_tried_again),
        STORY(a_call_that_the_hotline_does_not_know_is_asked_once), STORY(one_bad_notice_does_not_cost_the_others),
        STORY(a_silent_endpoint_does_not_hold_up_the_watch),        STORY(the_watch_leaves_a_slow_line_to_others),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
