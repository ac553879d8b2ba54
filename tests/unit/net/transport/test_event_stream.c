/* SPDX-License-Identifier: Apache-2.0 */
/* The hotline's voice over real TLS: what is heard, what a loss leads to, and where a proxy keeps the bytes, a poll. */
#include "tests/unit/net/peer.h"

#include "net/transport/event_stream.h"

#define STREAM "HTTP/1.1 200 x\r\nContent-Type: text/event-stream\r\n\r\n"

static struct loop *loop;
static struct https *https;
static struct peer *peer;
static struct event_stream *stream;
static const char *endpoints[2];
static char came[4096];
static int lost, traffic;
static bool ours;

static void on_event(void *data, const char *event, const char *id, const char *text) {
    size_t length = strlen(came);
    (void)data;
    snprintf(came + length, sizeof came - length, "%s/%s/%s;", event, id, text ? text : "(refused)");
}
static void on_traffic(void *data) {
    (void)data;
    traffic++;
}
static void on_lost(void *data, bool is_ours) {
    (void)data;
    lost++;
    ours = is_ours;
}

static int begin(void **state) {
    (void)state;
    loop = loop_create();
    peer = peer_start("server");
    https = peer_client(loop);
    endpoints[0] = peer->endpoint;
    came[0] = 0;
    lost = traffic = 0;
    stream = event_stream_create(&(struct event_stream_setup){.loop = loop,
                                                              .https = https,
                                                              .endpoints = endpoints,
                                                              .on_event = on_event,
                                                              .on_traffic = on_traffic,
                                                              .on_lost = on_lost});
    assert_non_null(stream);
    event_stream_person_waits(stream, true);
    return 0;
}
static int end(void **state) {
    (void)state;
    event_stream_destroy(stream);
    https_destroy(https);
    peer_stop(peer);
    loop_destroy(loop);
    return 0;
}

static bool came_is(void *data) {
    return !strcmp(came, data);
}
static bool lost_is(void *data) {
    return lost >= *(int *)data;
}
static bool seen_is(void *data) {
    return peer_seen(peer) >= *(int *)data;
}
static void hears_within(int ms, const char *expected) {
    if (!run_until(loop, came_is, (void *)(uintptr_t)expected, ms))
        fail_msg("expected \"%s\", came \"%s\"", expected, came);
}
static void hears(const char *expected) {
    hears_within(9000, expected);
}

/* Events come with their ids; after a loss the stream goes on behind the last one, and the loss is told once. */
static void a_lost_stream_goes_on_where_it_ended(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, STREAM ": ping\n\nevent: status\nid: 8\ndata: {\"a\":1}\n\n", 0, 0},
                {PEER_RAW, 0, NULL, STREAM "event: notice\ndata: x\n\n", 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    hears("status/8/{\"a\":1};notice/8/x;");
    assert_non_null(strstr(peer->seen[0], "\r\nLast-Event-ID: 7\r\n"));
    assert_non_null(strstr(peer->seen[0], "\r\nAccept: text/event-stream\r\n"));
    assert_non_null(strstr(peer->seen[1], "\r\nLast-Event-ID: 8\r\n"));
    assert_true(run_until(loop, seen_is, &(int){3}, 9000));
    assert_non_null(strstr(peer->seen[2], "\r\nLast-Event-ID: 8\r\n"));
    assert_int_equal(lost, 2);
    assert_true(traffic >= 2);
    assert_false(ours);
}

/* Nothing there: the loss is told once, however many tries fail. */
static void a_loss_is_told_once(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 503, NULL, "{}", 0, 0});
    event_stream_start(stream, "");
    assert_null(strstr(peer->seen[0], "Last-Event-ID"));
    for (int i = 0; i < 3; i++) {
        assert_true(run_until(loop, seen_is, &(int){i + 1}, 3000));
        run_until(loop, NULL, NULL, 100);
        event_stream_wake(stream);
    }
    assert_int_equal(lost, 1);
    assert_int_equal(traffic, 0);
}

/* The hotline's own pace is kept: not sooner than its retry. */
static void the_pace_of_reconnecting_is_the_hotlines(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, STREAM "retry: 4000\n\n", 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "");
    assert_true(run_until(loop, lost_is, &(int){1}, 3000));
    int64_t since = loop_now_ms();
    assert_true(run_until(loop, seen_is, &(int){2}, 6000));
    assert_true(loop_now_ms() - since >= 3900);
}

/* Two streams that took the question and brought nothing: from then on it is asked, again and again. */
static void where_streams_bring_nothing_it_is_asked(void **state) {
    (void)state;
    static const char one[] = "{\"events\":[{\"id\":\"8\",\"event\":\"status\",\"data\":{\"a\":1}},{\"id\":\"9\","
                              "\"event\":\"notice\",\"data\":"
                              "{\"b\":2}}]}";
    PEER_SCRIPT(peer, {PEER_CUT, 0, NULL, NULL, 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0},
                {PEER_ANSWER, 200, NULL, one, 0, 0}, {PEER_ANSWER, 200, NULL, "{\"events\":[]}", 0, 0},
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    assert_true(run_until(loop, seen_is, &(int){1}, 3000));
    assert_true(run_until(loop, lost_is, &(int){1}, 3000));
    event_stream_wake(stream);
    hears("status/8/{ \"a\": 1 };notice/9/{ \"b\": 2 };");
    assert_true(run_until(loop, seen_is, &(int){5}, 3000));
    assert_non_null(strstr(peer->seen[2], "GET /v1/events?wait=25 HTTP"));
    assert_non_null(strstr(peer->seen[2], "\r\nAccept: application/json\r\n"));
    assert_non_null(strstr(peer->seen[2], "\r\nLast-Event-ID: 7\r\n"));
    assert_non_null(strstr(peer->seen[3], "\r\nLast-Event-ID: 9\r\n"));
}

/* An endpoint that is not there says nothing about streams: no poll. */
static void a_dead_line_does_not_lead_to_polling(void **state) {
    (void)state;
    endpoints[0] = "https://127.0.0.1:1";
    event_stream_start(stream, "");
    for (int i = 0; i < 4; i++) {
        run_until(loop, NULL, NULL, 60);
        event_stream_wake(stream);
    }
    run_until(loop, NULL, NULL, 60);
    assert_int_equal(lost, 1);
    endpoints[0] = peer->endpoint;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, STREAM "data: x\n\n", 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_wake(stream);
    hears("message//x;");
}

/* What breaks the bounds is passed over: the same event would come after each reconnect, and the next one never. */
static void an_event_beyond_bounds_does_not_hold_up_the_next(void **state) {
    (void)state;
    static char flood[7000];
    int length = snprintf(flood, sizeof flood, STREAM "id: 8\ndata: x\n\nevent: ");
    memset(flood + length, 'y', 6000);
    snprintf(flood + length + 6000, 100, "\ndata: z\n\nid: 9\ndata: w\n\n");
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, flood, 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "");
    hears("message/8/x;message/8/(refused);message/9/w;");
}

/* A long poll that does not wait must not make the box ask without a pause; one that brings something may. */
static void a_poll_that_does_not_wait_is_not_asked_without_a_pause(void **state) {
    (void)state;
    static const char one[] = "{\"events\":[{\"id\":\"5\",\"event\":\"status\",\"data\":{}},{\"id\":7}]}";
    PEER_SCRIPT(peer, {PEER_CUT, 0, NULL, NULL, 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0},
                {PEER_ANSWER, 200, NULL, one, 0, 0}, {PEER_ANSWER, 200, NULL, "{\"events\":[{\"id\":7}]}", 0, 0});
    event_stream_start(stream, "");
    hears("status/5/{ };message/5/(refused);message/5/(refused);"); /* at once after the one that brought something */
    run_until(loop, NULL, NULL, 1500);
    assert_int_equal(peer_seen(peer), 5); /* and not hundreds */
}

/* The hotline's answer to one poll: LENGTH bytes are told, which no box takes. */
#define TOO_LARGE(etag)                                                                                                \
    { PEER_RAW, 0, NULL, "HTTP/1.1 200 x\r\nContent-Length: 600000\r\n" etag "\r\n", 0, 0 }
#define EVENT(id) "{\"id\":\"" id "\",\"event\":\"status\",\"data\":{}}"
#define LIST(stream)                                                                                                   \
    { PEER_ANSWER, 200, NULL, "{\"events\":[" stream "]}", 0, 0 }

/* Too much at once, and among it one that is too much by itself: whatever else is there is taken, each once. */
static void a_poll_that_is_too_large_is_asked_for_piece_by_piece(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_CUT, 0, NULL, NULL, 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0}, TOO_LARGE("ETag: \"9\"\r\n"),
                LIST(EVENT("8")), TOO_LARGE("ETag: \"9\"\r\n"), LIST(EVENT("10")), LIST(""), LIST(EVENT("11")),
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    hears_within(20000, "message/7/(refused);status/8/{ };message/9/(refused);status/10/{ };status/11/{ };");
    assert_true(run_until(loop, seen_is, &(int){9}, 3000));
    static const struct {
        const char *path, *last;
    } asked[] = {{"wait=25 ", "7"},        {"wait=25&most=1 ", "7"},  {"wait=25&most=1 ", "8"},
                 {"wait=25&most=1 ", "9"}, {"wait=25&most=1 ", "10"}, {"wait=25 ", "10"},
                 {"wait=25 ", "11"}};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        char last[40];
        snprintf(last, sizeof last, "Last-Event-ID: %s\r\n", asked[i].last);
        if (!strstr(peer->seen[i + 2], asked[i].path) || !strstr(peer->seen[i + 2], last))
            fail_msg("poll %zu: %s", i, peer->seen[i + 2]);
    }
}

/* It says nothing by which it could be passed over: with more and more patience, and then by a stream. */
static void a_poll_that_cannot_be_got_past_is_asked_for_with_patience(void **state) {
    static const char tags[][60] = {"",
                                    "ETag: \"x\"\r\n",
                                    "ETag: \"\"\r\n",
                                    "ETag: W/\"9\"\r\n",
                                    "ETag: \"7\"\r\n",
                                    "ETag: \"1234567890123456789012345\"\r\n"};
    char answers[6][200];
    struct peer_step steps[9] = {{PEER_CUT, 0, NULL, NULL, 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0}};
    (void)state;
    for (int i = 0; i < 6; i++) {
        snprintf(answers[i], sizeof answers[i], "HTTP/1.1 200 x\r\nContent-Length: 600000\r\n%s\r\n", tags[i]);
        steps[i + 2] = (struct peer_step){PEER_RAW, 0, NULL, answers[i], 0, 0};
    }
    steps[8] = (struct peer_step){PEER_STALL, 0, NULL, NULL, 0, 0};
    peer_script(peer, steps, 9);
    event_stream_start(stream, "7");
    assert_true(run_until(loop, seen_is, &(int){3}, 9000));
    for (int i = 0; i < 3; i++) {
        int64_t since = loop_now_ms();
        assert_true(run_until(loop, seen_is, &(int){4 + i}, 9000));
        assert_true(loop_now_ms() - since >= 1900 + (1000 << i) - 1000);
    }
    assert_non_null(strstr(peer->seen[5], "wait=25&most=1 "));
    assert_non_null(strstr(peer->seen[5], "Last-Event-ID: 7\r\n"));
    assert_true(run_until(loop, seen_is, &(int){7}, 15000));
    assert_non_null(strstr(peer->seen[6], "GET /v1/events HTTP"));
    assert_non_null(strstr(peer->seen[6], "Last-Event-ID: 7\r\n"));
    assert_string_equal(came, "message/7/(refused);message/7/(refused);message/7/(refused);message/7/(refused);");
    assert_int_equal(lost, 1);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(a_lost_stream_goes_on_where_it_ended),
        STORY(a_loss_is_told_once),
        STORY(the_pace_of_reconnecting_is_the_hotlines),
        STORY(where_streams_bring_nothing_it_is_asked),
        STORY(a_dead_line_does_not_lead_to_polling),
        STORY(an_event_beyond_bounds_does_not_hold_up_the_next),
        STORY(a_poll_that_does_not_wait_is_not_asked_without_a_pause),
        STORY(a_poll_that_is_too_large_is_asked_for_piece_by_piece),
        STORY(a_poll_that_cannot_be_got_past_is_asked_for_with_patience),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
