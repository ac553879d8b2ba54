/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A box whose clock is wrong and a hotline over real TLS: the heartbeat passes, brings the time, and by it everything
 * else passes too; unless the certificate is out of date by the hotline's own time. The box's clock, which is that of
 * the test's first thread, is in the test's hand.
 */
#include "tests/unit/net/peer.h"

#include "tests/unit/net/own_outbox.h"

#include <sys/syscall.h>

#include "net/connection.h"
#include "stb-app/base/json.h"

static pthread_t box_thread;
static int64_t box_ahead_s;

int clock_gettime(clockid_t which, struct timespec *now) {
    int failed = (int)syscall(SYS_clock_gettime, which, now);
    if (which == CLOCK_REALTIME && pthread_equal(pthread_self(), box_thread))
        now->tv_sec += box_ahead_s;
    return failed;
}

static struct loop *loop;
static struct peer *peer;
static struct outbox *outbox;
static struct connection *connection;
static char state_dir[64], faults[2000];
static int steps;

static int pending(void *data) {
    (void)data;
    return 0;
}
static int64_t tested_ms(void *data) {
    (void)data;
    return 0;
}
static void add_faults(void *data, struct json_object *body) {
    (void)data;
    (void)body;
}
static void on_link(void *data, enum link_state link) {
    (void)data;
    (void)link;
}
static void on_clock(void *data, int64_t step_ms) {
    (void)data;
    (void)step_ms;
    steps++;
}
static void on_etags(void *data, const char *catalog, const char *profile) {
    (void)data;
    (void)catalog;
    (void)profile;
}
static bool on_event(void *data, const struct api_event *event, char *error) {
    (void)data;
    (void)event;
    (void)error;
    return true;
}
static void on_hears(void *data, bool hears) {
    (void)data;
    (void)hears;
}
static void on_missed(void *data, bool lost) {
    (void)data;
    (void)lost;
}
static void on_fault(void *data, enum fault_kind kind, const char *error) {
    (void)data;
    if (kind == FAULT_CLOCK)
        snprintf(faults + strlen(faults), sizeof faults - strlen(faults), "%s,", error ? error : "over");
}

static int64_t true_s(void) {
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    return now.tv_sec;
}

/* What the hotline says is the time, AHEAD_S of the true one. */
static void tells_the_time(int64_t ahead_s) {
    static char body[200];
    time_t told = (time_t)(true_s() + ahead_s);
    struct tm utc;
    strftime(body, sizeof body, "{\"time\":\"%Y-%m-%dT%H:%M:%SZ\"}", gmtime_r(&told, &utc));
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, body, 0, 0});
}

static void connect_by(const char *certificate, int64_t ahead_s) {
    const char *endpoints[2] = {NULL, NULL};
    box_ahead_s = 0; /* of the peer: that of the test */
    peer = peer_start(certificate);
    box_ahead_s = ahead_s;
    tells_the_time(0);
    endpoints[0] = peer->endpoint;
    connection = connection_create(
        &(struct connection_setup){.loop = loop,
                                   .identity = &(struct https_identity){.device_id = "PT-000123",
                                                                        .ca_file = peer_path("ca.pem"),
                                                                        .client_cert = peer_path("box.pem"),
                                                                        .client_key = peer_path("box.key")},
                                   .state_dir = state_dir,
                                   .endpoints = endpoints,
                                   .outbox = outbox,
                                   .heartbeat_s = 60,
                                   .pending = pending,
                                   .tested_ms = tested_ms,
                                   .add_faults = add_faults,
                                   .on_link = on_link,
                                   .on_clock = on_clock,
                                   .on_etags = on_etags,
                                   .on_event = on_event,
                                   .on_hears = on_hears,
                                   .on_missed = on_missed,
                                   .on_fault = on_fault});
    connection_person_waits(connection, true);
    connection_start(connection);
}
static void disconnect(void) {
    connection_destroy(connection);
    connection = NULL;
    peer_stop(peer);
    peer = NULL;
}

static int begin(void **state) {
    (void)state;
    box_thread = pthread_self();
    box_ahead_s = 0;
    strcpy(state_dir, "/tmp/stb-connection-XXXXXX");
    assert_non_null(mkdtemp(state_dir));
    loop = loop_create();
    outbox = own_outbox(loop, state_dir);
    faults[0] = 0;
    steps = 0;
    return 0;
}
static int end(void **state) {
    char command[128];
    (void)state;
    disconnect();
    outbox_destroy(outbox);
    loop_destroy(loop);
    snprintf(command, sizeof command, "rm -rf %s", state_dir);
    return system(command);
}

static bool is_connected(void *data) {
    (void)data;
    return connection_link(connection) == LINK_CONNECTED;
}
static bool asks_for_events(void *data) {
    (void)data;
    return peer_seen_with(peer, "GET /v1/events") > 0;
}
static bool faults_are(void *data) {
    return strcmp(faults, data) == 0;
}
static bool is_over(void *data) {
    (void)data;
    return strlen(faults) >= 5 && strcmp(faults + strlen(faults) - 5, "over,") == 0;
}
static int64_t kept_ms(void) {
    const char *text = outbox_setting(outbox, "proved_time_ms");
    return text ? strtoll(text, NULL, 10) : 0;
}

/* Weeks slow, a century ahead, in 1970: the line comes up whole, and the trouble with the clock is over. */
static void a_wrong_clock_is_mended_by_the_heartbeat(void **state) {
    static const int64_t wrong_s[] = {-7200, -40 * 86400, 90 * 86400, 36500 * INT64_C(86400), 0};
    (void)state;
    for (size_t i = 0; i < sizeof wrong_s / sizeof *wrong_s; i++) {
        faults[0] = 0;
        connect_by("server", i == 4 ? 1000 - true_s() : wrong_s[i]);
        if (!run_until(loop, is_connected, NULL, 8000))
            fail_msg("%lld s: not connected", (long long)wrong_s[i]);
        if (!run_until(loop, asks_for_events, NULL, 8000))
            fail_msg("%lld s: nothing but the heartbeat passes", (long long)wrong_s[i]);
        assert_true(llabs(connection_wall_ms(connection) / 1000 - true_s()) < 5);
        if (!run_until(loop, is_over, NULL, 5000))
            fail_msg("%lld s: %s", (long long)wrong_s[i], faults);
        assert_true(llabs(kept_ms() / 1000 - true_s()) < 30);
        disconnect();
        outbox_set_setting(outbox, "proved_time_ms", NULL);
    }
}

/* It ended by the hotline's own time: the heartbeat (and an SOS) still pass, it is told, and nothing else does. */
static void an_ended_certificate_lets_nothing_else_through(void **state) {
    (void)state;
    connect_by("ended", 0);
    assert_true(run_until(loop, is_connected, NULL, 8000));
    assert_true(run_until(loop, faults_are,
                          "the hotline's certificate has expired,the hotline's certificate has expired,", 8000));
    run_until(loop, NULL, NULL, 3000);
    assert_false(asks_for_events(NULL));
    assert_int_equal(kept_ms(), 0);
}

/* What was proved in an earlier life is past: no clock that is turned back makes such a certificate valid again. */
static void what_ended_before_the_proved_time_is_dead_for_an_sos_too(void **state) {
    char text[24];
    (void)state;
    snprintf(text, sizeof text, "%lld", (long long)true_s() * 1000);
    outbox_set_setting(outbox, "proved_time_ms", text);
    connect_by("old", -400 * 86400);
    run_until(loop, NULL, NULL, 3000);
    assert_int_not_equal(connection_link(connection), LINK_CONNECTED);
    assert_int_equal(peer_seen(peer), 0);
}

/* A hotline whose own clock is mad does not make every certificate an ended one, for good. */
static void no_time_beyond_the_certificate_is_kept(void **state) {
    (void)state;
    connect_by("server", 0);
    tells_the_time(36500 * INT64_C(86400));
    assert_true(run_until(loop, is_connected, NULL, 8000));
    run_until(loop, NULL, NULL, 500);
    assert_int_equal(kept_ms(), 0);
}

/* NTP sets the box's clock before the hotline is reached: told as a step, by which deadlines move. */
static void a_correction_before_the_hotline_is_heard_is_a_step(void **state) {
    (void)state;
    connect_by("server", 0);
    PEER_SCRIPT(peer, {PEER_STALL, 0, NULL, NULL, 0, 0});
    int64_t before_ms = connection_wall_ms(connection);
    box_ahead_s = 150;
    assert_true(connection_wall_ms(connection) - before_ms < 5000);
    run_until(loop, NULL, NULL, 6000);
    assert_int_equal(steps, 1);
    assert_true(connection_wall_ms(connection) - before_ms > 150000);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(a_wrong_clock_is_mended_by_the_heartbeat),
        STORY(an_ended_certificate_lets_nothing_else_through),
        STORY(what_ended_before_the_proved_time_is_dead_for_an_sos_too),
        STORY(no_time_beyond_the_certificate_is_kept),
        STORY(a_correction_before_the_hotline_is_heard_is_a_step),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
