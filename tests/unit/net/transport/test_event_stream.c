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
static char positions[400]; /* "117,", "?," = not known */
static int lost, traffic;
static bool ours, hears_now;

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

static void on_position(void *data, const char *id) {
    (void)data;
    strcat(strcat(positions, *id ? id : "?"), ",");
}
static void on_hears(void *data, bool hears) {
    (void)data;
    hears_now = hears;
}

static int begin(void **state) {
    (void)state;
    loop = loop_create();
    peer = peer_start("server");
    https = peer_client(loop);
    endpoints[0] = peer->endpoint;
    came[0] = positions[0] = 0;
    hears_now = false;
    lost = traffic = 0;
    stream = event_stream_create(&(struct event_stream_setup){.loop = loop,
                                                              .https = https,
                                                              .endpoints = endpoints,
                                                              .on_event = on_event,
                                                              .on_position = on_position,
                                                              .on_traffic = on_traffic,
                                                              .on_lost = on_lost,
                                                              .on_hears = on_hears});
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

/* More than a hotline has to say to one household: the red key would wait for it. What was not taken comes again, and
 * is asked for, since a stream without ids would not bring it. */
static void a_stream_that_floods_is_ended_and_goes_on_behind_what_was_taken(void **state) {
    char flood[PEER_TEXT] = STREAM;
    (void)state;
    for (int id = 1; id <= 450; id++) {
        size_t length = strlen(flood);
        snprintf(flood + length, sizeof flood - length, "id:%d\ndata:x\n\n", id);
    }
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, flood, 0, 0},
                {PEER_RAW, 0, NULL, STREAM "id: 401\nevent: notice\ndata: y\n\n", 0, 0},
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "0");
    assert_true(run_until(loop, seen_is, &(int){2}, 9000));
    assert_non_null(strstr(peer->seen[1], "\r\nLast-Event-ID: 400\r\n"));
    assert_true(run_until(loop, lost_is, &(int){2}, 9000));
    assert_string_equal(positions, "401,");
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

/* --- what is no stream */

static bool hears_is(void *data) {
    return hears_now == *(bool *)data;
}
static bool position_is(void *data) {
    return !strcmp(positions, data);
}

/* A maintenance page, whole or without an end, is no sign of life. */
static void a_page_is_no_stream(void **state) {
    (void)state;
    static const char page[] = "HTTP/1.1 200 x\r\nContent-Type: text/html\r\n\r\n<html>\n: ping\n\n: ping\n\n";
    static const char lying[] = STREAM "<html>\n<p>soon</p>\n\n<html>\n<p>soon</p>\n\n";
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, page, 0, 5}, {PEER_RAW, 0, NULL, lying, 0, 5},
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "");
    assert_true(run_until(loop, seen_is, &(int){2}, 9000));
    run_until(loop, NULL, NULL, 600);
    assert_int_equal(traffic, 0);
    assert_int_equal(lost, 1);
    assert_false(hears_now);
    assert_string_equal(came, "");
    assert_string_equal(positions, "");
}

/* The bytes of a page that go on and on do not keep it: 5 s without a line of an event stream are enough. */
static void bytes_that_are_no_lines_do_not_keep_a_stream(void **state) {
    (void)state;
    char drip[sizeof STREAM + 3000];
    int length = snprintf(drip, sizeof drip, STREAM);
    memset(drip + length, '\n', 2000);
    drip[length + 2000] = 0;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, drip, 0, 20}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "");
    int64_t since = loop_now_ms();
    assert_true(run_until(loop, lost_is, &(int){1}, 9000));
    assert_in_range(loop_now_ms() - since, 4500, 7500);
    assert_int_equal(traffic, 0);
}

/* Streams that are taken and never ping are barren after 5 s each; then it is asked. */
static void a_stream_without_its_first_ping_is_barren(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_STALL, 0, NULL, NULL, 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0}, LIST(EVENT("8")),
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    int64_t since = loop_now_ms();
    hears_within(20000, "status/8/{ };");
    assert_in_range(loop_now_ms() - since, 10000, 18000);
    assert_true(hears_now);
    assert_int_equal(lost, 1);
}

/* --- an open SOS */

/* Whoever waits for an answer does not wait for a proxy: the first answer comes by a poll, at once. */
static void while_an_sos_is_open_a_poll_goes_beside_the_stream(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_STALL, 0, NULL, NULL, 0, 0}, LIST(EVENT("8")), {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    assert_true(run_until(loop, seen_is, &(int){1}, 3000));
    int64_t since = loop_now_ms();
    event_stream_sos(stream, true);
    hears("status/8/{ };");
    assert_true(loop_now_ms() - since < 1500);
    assert_non_null(strstr(peer->seen[1], "GET /v1/events?wait=5 HTTP"));
    assert_non_null(strstr(peer->seen[1], "Last-Event-ID: 7\r\n"));
    assert_true(hears_now);
    event_stream_sos(stream, false);
    assert_false(hears_now); /* the stream has not proved itself */
}

/* As soon as a stream is proved the polls end. */
static void a_proved_stream_ends_the_polls(void **state) {
    (void)state;
    static const char late[] = STREAM ": ping\n\n";
    char slow[sizeof late + 16000];
    snprintf(slow, sizeof slow, "%s", late);
    for (int i = 0; i < 300; i++)
        strcat(slow, ": a ping of a line\n");
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, slow, 700, 1}, LIST(""), LIST(""), LIST(""), LIST(""), LIST(""), LIST(""));
    event_stream_start(stream, "7");
    assert_true(run_until(loop, seen_is, &(int){1}, 3000));
    event_stream_sos(stream, true);
    assert_true(run_until(loop, seen_is, &(int){2}, 3000));
    run_until(loop, NULL, NULL, 2000);
    int asked = peer_seen(peer);
    run_until(loop, NULL, NULL, 2500);
    assert_int_equal(peer_seen(peer), asked);
    assert_true(hears_now);
}

/* Told to come back in an hour, it comes back in seconds. */
static void while_an_sos_is_open_retry_after_is_capped(void **state) {
    (void)state;
    struct peer_step busy = {PEER_ANSWER, 503, "Retry-After: 3600\r\n", NULL, 0, 0};
    PEER_SCRIPT(peer, busy, busy, {PEER_RAW, 0, NULL, STREAM ": ping\n\nid: 8\nevent: status\ndata: x\n\n", 0, 0},
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_sos(stream, true);
    event_stream_start(stream, "7");
    int64_t since = loop_now_ms();
    hears("status/8/x;");
    assert_true(loop_now_ms() - since < 7000);
}

/* A way that proved dead elsewhere is not waited for: a fresh connection, from where it was. */
static void a_stream_can_be_opened_anew(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, STREAM ": ping\n\nid: 8\nevent: status\ndata: x\n\n", 0, 60},
                {PEER_RAW, 0, NULL, STREAM ": ping\n\nid: 9\nevent: status\ndata: y\n\n", 0, 0},
                {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "7");
    assert_true(run_until(loop, hears_is, &(bool){true}, 5000));
    event_stream_reopen(stream);
    assert_false(hears_now);
    hears("status/9/y;");
    assert_true(peer->connections >= 2);
    assert_non_null(strstr(peer->seen[1], "Last-Event-ID: 7\r\n"));
}

/* --- where it begins */

/* Without a position, or where the hotline tells another one: what was said before has to be asked for. */
static void a_stream_that_begins_elsewhere_is_told(void **state) {
    (void)state;
    static const struct {
        const char *last_id, *stream, *positions, *next;
    } cases[] = {
        {"", STREAM ": ping\n\n", "?,", NULL},               /* a hotline that tells none */
        {"", STREAM ": ping\n\nid: 117\n\n", "117,", "117"}, /* one that does */
        {"", STREAM "id: 117\n\n: ping\n\n", "117,", "117"},
        {"900", STREAM ": ping\n\nid: 117\n\n", "117,", "117"}, /* it never gave 900 */
        {"117", STREAM ": ping\n\nid: 117\n\n", "", "117"},     /* as we know */
        {"117", STREAM ": ping\n\n", "", "117"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[60];
        positions[0] = 0;
        PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, cases[i].stream, 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
        event_stream_start(stream, cases[i].last_id);
        assert_true(run_until(loop, seen_is, &(int){2}, 9000));
        if (strcmp(positions, cases[i].positions) != 0)
            fail_msg("case %zu: %s", i, positions);
        snprintf(expected, sizeof expected, "Last-Event-ID: %s\r\n", cases[i].next ? cases[i].next : "");
        assert_int_equal(strstr(peer->seen[1], cases[i].next ? expected : "Last-Event-ID") != NULL,
                         cases[i].next != NULL);
    }
}

/* So is one by polls: the empty answer's ETag is the position, and nothing is missed between two of them. */
static void a_poll_without_a_position_gets_one(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_CUT, 0, NULL, NULL, 0, 0}, {PEER_CUT, 0, NULL, NULL, 0, 0},
                {PEER_ANSWER, 200, "ETag: \"117\"\r\n", "{\"events\":[]}", 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0});
    event_stream_start(stream, "");
    assert_true(run_until(loop, position_is, "117,", 9000));
    assert_true(run_until(loop, seen_is, &(int){4}, 3000));
    assert_non_null(strstr(peer->seen[3], "Last-Event-ID: 117\r\n"));
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(a_lost_stream_goes_on_where_it_ended),
        STORY(a_stream_that_floods_is_ended_and_goes_on_behind_what_was_taken),
        STORY(a_loss_is_told_once),
        STORY(the_pace_of_reconnecting_is_the_hotlines),
        STORY(where_streams_bring_nothing_it_is_asked),
        STORY(a_dead_line_does_not_lead_to_polling),
        STORY(an_event_beyond_bounds_does_not_hold_up_the_next),
        STORY(a_poll_that_does_not_wait_is_not_asked_without_a_pause),
        STORY(a_poll_that_is_too_large_is_asked_for_piece_by_piece),
        STORY(a_poll_that_cannot_be_got_past_is_asked_for_with_patience),
        STORY(a_page_is_no_stream),
        STORY(bytes_that_are_no_lines_do_not_keep_a_stream),
        STORY(a_stream_without_its_first_ping_is_barren),
        STORY(while_an_sos_is_open_a_poll_goes_beside_the_stream),
        STORY(a_proved_stream_ends_the_polls),
        STORY(while_an_sos_is_open_retry_after_is_capped),
        STORY(a_stream_can_be_opened_anew),
        STORY(a_stream_that_begins_elsewhere_is_told),
        STORY(a_poll_without_a_position_gets_one),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
