/* SPDX-License-Identifier: Apache-2.0 */
/* Requests on their way, against a peer that answers, stalls, cuts and lies, with a real outbox on a real disk. */
#include "tests/unit/net/peer.h"

#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"

enum { TOLD_MAX = 64 };
static struct loop *loop;
static struct https *urgent, *ordinary;
static struct peer *first, *second;
static struct outbox *outbox;
static struct submitter *submitter;
static const char *endpoints[3];
static char state_dir[40];
static int64_t clock_ahead_ms;
static struct status told[TOLD_MAX];
static int told_count, traffic;
static char refused[300]; /* why an answer was; "" = all are fine */
static char refused_reply[REQUEST_ID_SIZE];
static char submitted_id[REQUEST_ID_SIZE]; /* of what was submitted and decided last */
static bool submitted_stored;

static int64_t wall_ms(void *data) {
    struct timespec now;
    (void)data;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + clock_ahead_ms;
}
static void on_status(void *data, const struct status *status) {
    (void)data;
    if (told_count < TOLD_MAX)
        told[told_count++] = *status;
}
static void on_traffic(void *data) {
    (void)data;
    traffic++;
}

static void on_refused(void *data, const char *error) {
    (void)data;
    snprintf(refused, sizeof refused, "%s", error ? error : "");
}

static void on_reply_refused(void *data, const char *notice_id) {
    (void)data;
    snprintf(refused_reply, sizeof refused_reply, "%s", notice_id);
}

static void on_submitted(void *data, const char *id, bool stored) {
    (void)data;
    snprintf(submitted_id, sizeof submitted_id, "%s", id);
    submitted_stored = stored;
}

static void on_stored(void *data) {
    (void)data;
    if (submitter)
        submitter_stored(submitter);
}

static void open_outbox(void) {
    outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = state_dir, .on_stored = on_stored});
}

static void begin_life(void) {
    submitted_id[0] = 0;
    refused_reply[0] = 0;
    urgent = peer_client(loop);
    ordinary = peer_client(loop);
    submitter = submitter_create(&(struct submitter_setup){.loop = loop,
                                                           .outbox = outbox,
                                                           .urgent = urgent,
                                                           .ordinary = ordinary,
                                                           .endpoints = endpoints,
                                                           .wall_ms = wall_ms,
                                                           .on_status = on_status,
                                                           .on_submitted = on_submitted,
                                                           .on_traffic = on_traffic,
                                                           .on_refused = on_refused,
                                                           .on_reply_refused = on_reply_refused});
    assert_non_null(submitter);
}
static void end_life(void) {
    submitter_destroy(submitter);
    https_destroy(urgent);
    https_destroy(ordinary);
    submitter = NULL;
}
static bool is_committed(void *ticket) {
    return outbox_look(outbox, *(int64_t *)ticket) == OUTBOX_STORED;
}

/* All until now is on the disk: a power cut sooner would be another story. */
static void committed(void) {
    int64_t ticket = outbox_ticket(outbox);
    assert_true(run_until(loop, is_committed, &ticket, 5000));
}

/* As after a power cut: nothing of memory remains, and of the disk what is committed at this moment. */
static void live_again(void) {
    char command[300], before[sizeof state_dir];
    memcpy(before, state_dir, sizeof before);
    snprintf(state_dir, sizeof state_dir, "/tmp/stb-submitter-XXXXXX");
    assert_non_null(mkdtemp(state_dir));
    snprintf(command, sizeof command, "sqlite3 %s/outbox.db '.timeout 5000' '.backup %s/outbox.db'", before, state_dir);
    assert_int_equal(system(command), 0);
    end_life();
    outbox_destroy(outbox);
    snprintf(command, sizeof command, "rm -rf %s", before);
    assert_int_equal(system(command), 0);
    open_outbox();
    told_count = 0;
    begin_life();
    submitter_resume(submitter);
}

static int begin(void **state) {
    (void)state;
    loop = loop_create();
    strcpy(state_dir, "/tmp/stb-submitter-XXXXXX");
    assert_non_null(mkdtemp(state_dir));
    open_outbox();
    first = peer_start("server");
    endpoints[0] = first->endpoint;
    endpoints[1] = endpoints[2] = NULL;
    told_count = traffic = 0;
    refused[0] = 0;
    clock_ahead_ms = 0;
    begin_life();
    return 0;
}
static int begin_with_two(void **state) {
    begin(state);
    second = peer_start("server");
    endpoints[1] = second->endpoint;
    return 0;
}
static int end(void **state) {
    char command[100];
    (void)state;
    end_life();
    outbox_destroy(outbox);
    outbox = NULL;
    peer_stop(first);
    peer_stop(second);
    second = NULL;
    loop_destroy(loop);
    snprintf(command, sizeof command, "rm -rf %s", state_dir);
    return system(command);
}

static struct request a_taxi(void) {
    struct request request = {.kind = REQUEST_SERVICE,
                              .service = "taxi",
                              .answers = {{"to", "hospital"}},
                              .answer_count = 1,
                              .trigger = TRIGGER_SCREEN,
                              .expires_s = 120};
    request_new_id(request.id);
    return request;
}
static struct request an_sos(void) {
    return (struct request){.kind = REQUEST_SOS, .trigger = TRIGGER_REMOTE, .presses = 1, .grace_s = 5};
}

static enum request_state state_now(void) {
    return told_count > 0 ? told[told_count - 1].state : STATES;
}
static bool is_state(void *data) {
    return state_now() == *(enum request_state *)data;
}
static void comes_to(enum request_state state, int most_ms) {
    if (!run_until(loop, is_state, &state, most_ms))
        fail_msg("expected %s, it is %s", request_state_name(state), request_state_name(state_now()));
}
static bool is_refused(void *data) {
    (void)data;
    return refused[0] != 0;
}
static bool nothing_pending(void *data) {
    (void)data;
    return submitter_pending(submitter) == 0;
}
static void was_told(const char *expected) {
    char all[1000] = "";
    for (int i = 0; i < told_count; i++) {
        strcat(all, i ? " " : "");
        strcat(all, request_state_name(told[i].state));
    }
    assert_string_equal(all, expected);
}
static bool seen_by_first(void *data) {
    return peer_seen(first) >= *(int *)data;
}
static void first_has_seen(int count) {
    assert_true(run_until(loop, seen_by_first, &count, 10000));
}
/* One key and one body, whatever happened on the way. */
static void all_the_same(struct peer *one, int a, struct peer *other, int b) {
    char key[2][64];
    peer_between(one->seen[a], "Idempotency-Key: ", '\r', key[0], sizeof key[0]);
    peer_between(other->seen[b], "Idempotency-Key: ", '\r', key[1], sizeof key[1]);
    assert_string_equal(key[0], key[1]);
    assert_int_equal(strlen(key[0]), 38);
    assert_string_equal(strstr(one->seen[a], "\r\n\r\n"), strstr(other->seen[b], "\r\n\r\n"));
}

static const struct peer_step received = {PEER_ANSWER, 201, NULL, PEER_STATUS("received"), 0, 0};
static const struct peer_step cancelled = {PEER_ANSWER, 200, NULL, PEER_STATUS("cancelled"), 0, 0};
static const struct peer_step cut = {PEER_CUT, 0, NULL, NULL, 0, 0};
static const struct peer_step stall = {PEER_STALL, 0, NULL, NULL, 0, 0};
static const struct peer_step busy_now = {PEER_ANSWER, 503, NULL, "{\"title\":\"busy\"}", 0, 0};

static void an_order_is_saved_sent_and_received(void **state) {
    (void)state;
    PEER_SCRIPT(first, received);
    struct request taxi = a_taxi();
    assert_true(submitter_submit(submitter, &taxi));
    was_told("saved");
    assert_string_equal(submitted_id, ""); /* not before the commit */
    comes_to(STATE_RECEIVED, 3000);
    was_told("saved sending received");
    assert_string_equal(submitted_id, taxi.id);
    assert_true(submitted_stored);
    assert_int_equal(submitter_pending(submitter), 0);
    assert_int_equal(traffic, 1);
    assert_int_equal(peer_seen_with(first, taxi.id), 1);
    assert_true(taxi.created_at_ms > 0 && taxi.sequence > 0);
    struct request kept;
    struct status status;
    assert_true(outbox_find(outbox, taxi.id, &kept, &status));
    assert_int_equal(status.state, STATE_RECEIVED);
    submitted_id[0] = 0;
    assert_true(submitter_submit(submitter, &taxi)); /* the same id again is not done twice */
    assert_string_equal(submitted_id, taxi.id);
    run_until(loop, NULL, NULL, 100);
    assert_int_equal(peer_seen(first), 1);
}

/* The hotline took it, but its answer was lost: the same bytes with the same key, until the answer is there. */
static void an_order_whose_answer_was_cut_goes_again_with_its_key(void **state) {
    (void)state;
    PEER_SCRIPT(first, cut, cut, received);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_RECEIVED, 8000);
    was_told("saved sending waiting received");
    assert_int_equal(peer_seen(first), 3);
    all_the_same(first, 0, first, 1);
    all_the_same(first, 0, first, 2);
}

/* Only a Status for that very id is success. */
static void a_2xx_that_proves_nothing_is_tried_again(void **state) {
    (void)state;
    static const char other[] =
        "{\"id\":\"11111111-1111-4111-8111-111111111111\",\"kind\":\"service\",\"service\":\"taxi\","
        "\"status\":\"received\",\"updated_at\":\"2026-11-21T09:32:00Z\",\"can_cancel\":true}";
    PEER_SCRIPT(first, {PEER_ANSWER, 200, NULL, "<html>welcome</html>", 0, 0}, {PEER_ANSWER, 200, NULL, other, 0, 0},
                received);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_RECEIVED, 8000);
    assert_int_equal(peer_seen(first), 3);
    was_told("saved sending waiting received");
    assert_string_equal(refused, "");
}

/* Success that proves nothing is told to the operator, until an answer is good; a failure is no such thing. */
static void a_2xx_that_proves_nothing_is_told(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 500, NULL, "<html>", 0, 0}, {PEER_ANSWER, 200, NULL, "<html>", 0, 0}, stall);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    first_has_seen(1);
    assert_string_equal(refused, "");
    assert_true(run_until(loop, is_refused, NULL, 5000));
    assert_non_null(strstr(refused, "no JSON at byte 0"));
}

static void a_refused_order_says_why(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 422, NULL, "{\"title\":\"今天不送\",\"status\":422,\"detail\":\"\"}", 0, 0});
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_REJECTED, 3000);
    assert_non_null(strstr(told[told_count - 1].message, "今天不送"));
    assert_int_equal(submitter_pending(submitter), 0);
    assert_int_equal(peer_seen(first), 1);
}

/* Busy is not success, and the hotline says when. */
static void retry_after_is_honoured(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 503, "Retry-After: 2\r\n", "{}", 0, 0}, received);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_WAITING, 3000);
    int64_t since = loop_now_ms();
    submitter_wake(submitter); /* not even the line's return is sooner */
    comes_to(STATE_RECEIVED, 8000);
    assert_true(loop_now_ms() - since >= 1900);
}

static void a_conflict_is_settled_by_what_the_hotline_knows(void **state) {
    (void)state;
    char list[1000];
    struct request taxi = a_taxi();
    snprintf(list, sizeof list,
             "{\"requests\":[{\"id\":\"%s\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"accepted\","
             "\"updated_at\":\"2026-11-21T09:32:00Z\",\"headline\":\"\",\"details\":[],\"message\":\"\","
             "\"eta_minutes\":null,\"can_cancel\":true}]}",
             taxi.id);
    PEER_SCRIPT(first, {PEER_ANSWER, 409, NULL, NULL, 0, 0}, {PEER_ANSWER, 200, NULL, list, 0, 0});
    submitter_submit(submitter, &taxi);
    comes_to(STATE_ACCEPTED, 3000);
    assert_int_equal(peer_seen_with(first, "GET /v1/requests?limit=10"), 1);
    assert_int_equal(submitter_pending(submitter), 0);
}

/* Too late to call off: the conflict carries what is true, as the problem's "status". */
static void a_cancel_that_comes_too_late_shows_what_is_true(void **state) {
    (void)state;
    PEER_SCRIPT(first, received,
                {PEER_ANSWER, 409, NULL,
                 "{\"title\":\"Too late\",\"detail\":\"\",\"status\":" PEER_STATUS("on_the_way") "}", 0, 0});
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_RECEIVED, 3000);
    submitter_cancel(submitter, taxi.id);
    comes_to(STATE_ON_THE_WAY, 3000);
    assert_false(told[told_count - 1].cancel_asked);
    assert_int_equal(submitter_pending(submitter), 0);
}

/* What never left ends at home: nobody is told of it. */
static void an_order_that_never_left_is_cancelled_at_home(void **state) {
    (void)state;
    endpoints[0] = "https://127.0.0.1:1";
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_WAITING, 3000);
    assert_true(submitter_cancel(submitter, taxi.id));
    comes_to(STATE_CANCELLED, 3000);
    assert_int_equal(submitter_pending(submitter), 0);
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
}

/* Called off while tries hang in a handshake: no byte of it has left, so all is over at once. */
static void an_sos_called_off_on_a_dead_line_is_not_sent_later(void **state) {
    (void)state;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char mute[64];
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); /* takes connections and says nothing */
    bind(listener, (struct sockaddr *)&address, sizeof address);
    listen(listener, 8);
    getsockname(listener, (struct sockaddr *)&address, &size);
    snprintf(mute, sizeof mute, "https://127.0.0.1:%d", ntohs(address.sin_port));
    endpoints[0] = mute;
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    run_until(loop, NULL, NULL, 1000); /* two are under way */
    assert_true(submitter_cancel(submitter, sos.id));
    comes_to(STATE_CANCELLED, 3000);
    assert_int_equal(submitter_pending(submitter), 0);
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
    close(listener);
}

/* What may have reached the hotline is called off there, after its own result. */
static void an_order_under_way_is_cancelled_after_its_result(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 201, NULL, PEER_STATUS("received"), 200, 0}, cancelled);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    first_has_seen(1);
    assert_true(submitter_cancel(submitter, taxi.id));
    assert_true(told[told_count - 1].cancel_asked);
    assert_int_equal(peer_seen(first), 1);
    comes_to(STATE_CANCELLED, 3000);
    assert_int_equal(peer_seen_with(first, "/cancel HTTP"), 1);
    assert_non_null(strstr(first->seen[1], "/cancel HTTP"));
}

static void an_order_that_never_left_expires(void **state) {
    (void)state;
    endpoints[0] = "https://127.0.0.1:1";
    struct request taxi = a_taxi();
    taxi.expires_s = 1;
    submitter_submit(submitter, &taxi);
    comes_to(STATE_EXPIRED, 4000);
    assert_int_equal(submitter_pending(submitter), 0);
}

/* Ordered in 1970, on a box that has no battery; then the hotline tells the time. It is as old as it was, not decades.
 */
static void an_order_does_not_expire_by_a_clock_that_is_set(void **state) {
    static const int64_t decades_ms = INT64_C(1767225600000);
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 503, "Retry-After: 1\r\n", "{}", 0, 0},
                {PEER_ANSWER, 201, NULL, PEER_STATUS("received"), 0, 0});
    struct request taxi = a_taxi();
    clock_ahead_ms = -decades_ms;
    submitter_submit(submitter, &taxi);
    comes_to(STATE_WAITING, 3000);
    clock_ahead_ms = 0;
    submitter_clock_stepped(submitter, decades_ms);
    comes_to(STATE_RECEIVED, 8000);
    assert_true(told[told_count - 1].created_at_ms > decades_ms);
}

/* Expired is shown; the hotline, which may have it, is asked to forget it, and not to send a taxi late. */
static void an_expired_order_that_may_have_arrived_is_called_off(void **state) {
    (void)state;
    PEER_SCRIPT(first, cut, {PEER_ANSWER, 404, NULL, NULL, 0, 0});
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_WAITING, 3000);
    clock_ahead_ms = 121 * 1000;
    comes_to(STATE_EXPIRED, 8000);
    assert_true(run_until(loop, nothing_pending, NULL, 8000));
    assert_int_equal(peer_seen_with(first, "POST /v1/requests HTTP"), 1);
    assert_int_equal(peer_seen_with(first, "/cancel HTTP"), 1);
    assert_int_equal(state_now(), STATE_EXPIRED);
}

/* The power went after "saved": the next life sends it once, with the key of the first. */
static void an_order_outlives_a_power_cut(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, received);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    first_has_seen(1);
    live_again();
    assert_int_equal(submitter_pending(submitter), 1);
    comes_to(STATE_RECEIVED, 5000);
    all_the_same(first, 0, first, 1);
    committed();
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
}

/* It expired while the power was off, and its bytes may have left before: only the cancel goes. */
static void an_order_that_expired_in_the_dark_is_called_off(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, {PEER_ANSWER, 404, NULL, NULL, 0, 0});
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    first_has_seen(1);
    clock_ahead_ms = 3600 * 1000;
    live_again();
    assert_int_equal(state_now(), STATE_EXPIRED);
    assert_true(run_until(loop, nothing_pending, NULL, 5000));
    assert_int_equal(peer_seen_with(first, "POST /v1/requests HTTP"), 1);
    assert_int_equal(peer_seen_with(first, "/cancel HTTP"), 1);
}

/* On a warm connection an SOS is in the kernel when submitter_sos() returns, and it is on the disk too. */
static void warm(void) {
    PEER_SCRIPT(first, received);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    told_count = 0;
}
static void an_sos_leaves_at_once_and_is_stored(void **state) {
    (void)state;
    warm();
    PEER_SCRIPT(first, {PEER_ANSWER, 201, NULL, PEER_STATUS("received"), 300, 0});
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    for (int i = 0; i < 2000 && peer_seen(first) == 0; i++) /* the loop does not run */
        usleep(1000);
    assert_int_equal(peer_seen_with(first, sos.id), 1);
    was_told("sending");
    struct request kept;
    struct status status;
    assert_true(outbox_find(outbox, sos.id, &kept, &status));
    comes_to(STATE_RECEIVED, 3000);
    assert_int_equal(first->connections, 1);
}

/* A daily test would wear the flash and drive real requests out; and one that nobody waits for is not tried on. */
static void a_test_leaves_nothing_on_the_disk_and_can_be_dropped(void **state) {
    (void)state;
    struct request kept, test = an_sos();
    struct status status;
    test.test = true;
    PEER_SCRIPT(first, received);
    submitter_sos(submitter, &test);
    comes_to(STATE_RECEIVED, 3000);
    assert_true(told[told_count - 1].test);
    assert_false(outbox_find(outbox, test.id, &kept, &status));
    PEER_SCRIPT(first, stall);
    test = an_sos();
    test.test = true;
    submitter_sos(submitter, &test);
    first_has_seen(2);
    assert_int_equal(submitter_pending(submitter), 0); /* nothing that the senior waits for */
    submitter_drop(submitter, test.id);
    run_until(loop, NULL, NULL, 1500);
    assert_int_equal(peer_seen(first), 2);
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    submitter_drop(submitter, sos.id); /* a real one is not dropped */
    assert_int_equal(submitter_pending(submitter), 1);
}

static void lose_the_disk(void) {
    end_life();
    outbox_destroy(outbox);
    outbox = outbox_create(&(struct outbox_setup){.loop = loop, .dir = "/proc/nowhere", .on_stored = on_stored});
    begin_life();
}

/* It is sent all the same, and nobody says that it is stored. */
static void an_order_needs_no_disk_and_is_not_called_stored(void **state) {
    (void)state;
    lose_the_disk();
    PEER_SCRIPT(first, received);
    struct request taxi = a_taxi();
    assert_true(submitter_submit(submitter, &taxi));
    assert_string_equal(submitted_id, taxi.id);
    assert_false(submitted_stored);
    assert_true(told[told_count - 1].not_stored);
    comes_to(STATE_RECEIVED, 5000);
    assert_int_equal(peer_seen(first), 1);
}

static bool is_stored(void *data) {
    (void)data;
    return told_count > 0 && !told[told_count - 1].not_stored;
}

/* The folder comes late: what was made meanwhile is on the disk then, and that is told. */
static void what_was_not_stored_is_when_the_disk_comes_back(void **state) {
    char command[100];
    (void)state;
    endpoints[0] = "https://127.0.0.1:1";
    end_life();
    outbox_destroy(outbox);
    snprintf(command, sizeof command, "rm -rf %s && touch %s", state_dir, state_dir);
    assert_int_equal(system(command), 0);
    open_outbox();
    begin_life();
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    assert_false(submitted_stored);
    comes_to(STATE_WAITING, 3000);
    assert_true(told[told_count - 1].not_stored);
    snprintf(command, sizeof command, "rm %s", state_dir);
    assert_int_equal(system(command), 0);
    assert_true(run_until(loop, is_stored, NULL, 20000));
    live_again();
    assert_int_equal(submitter_pending(submitter), 1);
}

static void an_sos_needs_no_disk(void **state) {
    (void)state;
    lose_the_disk();
    PEER_SCRIPT(first, cut, received, cancelled);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 5000);
    assert_true(submitter_cancel(submitter, sos.id));
    comes_to(STATE_CANCELLED, 5000);
    all_the_same(first, 0, first, 1);
}

/* No byte within 800 ms: a second try beside the first, on another endpoint, with the same key. The first answer wins.
 */
static void a_stalled_sos_takes_a_second_way(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall);
    PEER_SCRIPT(second, received);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    int64_t took = loop_now_ms() - since;
    assert_true(took >= 790 && took < 2500);
    all_the_same(first, 0, second, 0);
    run_until(loop, NULL, NULL, 1500);
    assert_int_equal(peer_seen(first) + peer_seen(second), 2); /* the other try was ended */
    was_told("sending received");
}

static void with_one_endpoint_the_second_way_is_a_fresh_connection(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, received);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    assert_int_equal(first->connections, 2);
    all_the_same(first, 0, first, 1);
}

/* A dead first endpoint costs nothing: the second is tried in the same breath. */
static void a_dead_endpoint_does_not_hold_an_sos(void **state) {
    (void)state;
    endpoints[0] = "https://127.0.0.1:1";
    PEER_SCRIPT(second, received);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    assert_true(loop_now_ms() - since < 700);
}

/* It takes every connection and says nothing. Its silence does not set the pace: 0.8, 1, 2, 4 s, then every 5 s, each
 * 80-100 % of that. Told from the first, since one that was seen late would make the next seem early. */
static void a_hotline_that_never_answers_does_not_hold_an_sos(void **state) {
    (void)state;
    static const int least_ms[] = {800, 1600, 3200, 6400, 10400, 14400},
                     most_ms[] = {800, 1800, 3800, 7800, 12800, 17800};
    enum { SEEN_LATE_MS = 800 };
    PEER_SCRIPT(first, stall);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    for (int i = 0; i < 6; i++) {
        first_has_seen(2 + i);
        assert_in_range(loop_now_ms() - since, least_ms[i] - 5, most_ms[i] + SEEN_LATE_MS);
        all_the_same(first, 0, first, 1 + i);
    }
    assert_int_equal(first->connections, 7);
    was_told("sending waiting");
    PEER_SCRIPT(first, received);
    comes_to(STATE_RECEIVED, 5500);
}

/* One endpoint takes everything and never answers, the other comes back after a while: it is met in every round. */
static void an_endpoint_that_swallows_everything_costs_a_second_at_each_round(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall);
    PEER_SCRIPT(second, stall, stall, received);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 9000); /* at 0 and 0.8 s, 1.8 and 2.6, 4.6 and 5.4 */
    assert_in_range(loop_now_ms() - since, 4700, 6200);
    assert_int_equal(peer_seen(first), 3);
    assert_int_equal(peer_seen(second), 3);
}

/* In the second round as in the first: what fails at once makes way at once. */
static void a_refusal_in_a_round_is_not_waited_for(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, busy_now);
    PEER_SCRIPT(second, stall, received);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 4000);
    assert_in_range(loop_now_ms() - since, 1600, 2350); /* and not 2400 and more */
}

static bool seen_by_second(void *data) {
    return peer_seen(second) >= *(int *)data;
}
static void count_answer(void *data, const struct https_answer *answer) {
    *(int *)data += answer->status == 200;
}
static bool is_set(void *data) {
    return *(int *)data > 0;
}

/* The heartbeat has found the one that lives: that is where the next try goes. */
static void a_line_that_is_back_is_used_where_it_is(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall);
    PEER_SCRIPT(second, stall, stall, {PEER_ANSWER, 200, NULL, "{}", 0, 0}, received);
    struct request sos = an_sos();
    char url[100];
    int two = 2, answers = 0;
    submitter_sos(submitter, &sos);
    assert_true(run_until(loop, seen_by_second, &two, 5000)); /* the next is the first one's, in 1.6 s or more */
    snprintf(url, sizeof url, "%s/v1/heartbeat", second->endpoint);
    https_start(urgent, &(struct https_call){.method = "POST", .url = url, .done = count_answer, .data = &answers});
    assert_true(run_until(loop, is_set, &answers, 700));
    run_until(loop, NULL, NULL, 850);
    submitter_wake(submitter);
    comes_to(STATE_RECEIVED, 1100);
    assert_int_equal(peer_seen(first), 2);
}

/* Silent tries make room for others, not the one whose answer is coming in byte by byte. */
static void an_answer_that_is_coming_in_is_heard_to_its_end(void **state) {
    (void)state;
    static const char slow[] =
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" PEER_STATUS("received");
    PEER_SCRIPT(first, {PEER_RAW, 0, NULL, slow, 0, 40}, stall);
    struct request sos = an_sos();
    int64_t since = loop_now_ms();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 20000);
    assert_true(loop_now_ms() - since > 9000);
    assert_int_equal(submitter_pending(submitter), 0);
    assert_in_range(peer_seen(first), 2, 4); /* the line was left to it for 8 s, but then it was tried beside */
}

static void a_line_that_is_back_is_not_kept_waiting(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, stall, stall, received);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    first_has_seen(3);
    submitter_wake(submitter); /* too soon after the last: that one may find the line as well */
    run_until(loop, NULL, NULL, 850);
    assert_int_equal(peer_seen(first), 3);
    submitter_wake(submitter);
    comes_to(STATE_RECEIVED, 600);
}

/* Its answer is lost, but the event stream says that it arrived: nothing more to try. */
static void an_sos_that_the_event_stream_knows_is_not_tried_on(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    first_has_seen(2);
    struct status news = {.kind = REQUEST_SOS, .state = STATE_RECEIVED, .updated_at_ms = 2000};
    memcpy(news.id, sos.id, sizeof news.id);
    submitter_take_status(submitter, &news);
    assert_int_equal(state_now(), STATE_RECEIVED);
    assert_int_equal(submitter_pending(submitter), 0);
}

/* Whatever the answer, an SOS goes on: refused, busy with a long Retry-After, rubbish, cut. */
static void an_sos_is_never_given_up(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 403, NULL, NULL, 0, 0}, {PEER_ANSWER, 503, "Retry-After: 3600\r\n", "{}", 0, 0},
                {PEER_ANSWER, 200, NULL, "<html>", 0, 0}, cut, received);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 9000);
    assert_int_equal(peer_seen(first), 5);
    was_told("sending waiting received");
}

/* Presses, confirm and cancel wait for the create, then go in their order; a newer count takes an older one's place. */
static void what_follows_an_sos_keeps_its_order(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 201, NULL, PEER_STATUS("received"), 100, 0}, received, received, cancelled);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    first_has_seen(1);
    assert_true(submitter_confirm(submitter, sos.id));
    assert_true(submitter_confirm(submitter, sos.id));
    assert_true(submitter_presses(submitter, sos.id, 2));
    assert_true(submitter_presses(submitter, sos.id, 3));
    assert_true(submitter_cancel(submitter, sos.id));
    assert_true(submitter_cancel(submitter, sos.id));
    assert_int_equal(submitter_pending(submitter), 4);
    comes_to(STATE_CANCELLED, 3000);
    static const char *const order[] = {"POST /v1/requests HTTP", "/confirm HTTP", "{\"presses\":3}", "/cancel HTTP"};
    assert_int_equal(peer_seen(first), 4);
    for (int i = 0; i < 4; i++)
        assert_non_null(strstr(first->seen[i], order[i]));
    assert_int_equal(submitter_pending(submitter), 0);
}

/* An SOS and its cancel of an earlier life go on in their order. */
static void an_sos_outlives_a_power_cut(void **state) {
    (void)state;
    PEER_SCRIPT(first, cut, stall, stall, received, cancelled);
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    first_has_seen(1);
    assert_true(submitter_cancel(submitter, sos.id));
    first_has_seen(2);
    committed();
    PEER_SCRIPT(first, received, cancelled);
    live_again();
    comes_to(STATE_CANCELLED, 3000);
    assert_int_equal(peer_seen_with(first, "POST /v1/requests HTTP"), 1);
    assert_int_equal(peer_seen_with(first, "/cancel HTTP"), 1);
    assert_int_equal(peer_seen_with(first, sos.id), 2);
}

/* An SOS never waits for another request, however stuck that is. */
static void an_sos_overtakes_a_stuck_order(void **state) {
    (void)state;
    PEER_SCRIPT(first, stall, received);
    struct request taxi = a_taxi(), sos = an_sos();
    submitter_submit(submitter, &taxi);
    first_has_seen(1);
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    assert_string_equal(told[told_count - 1].id, sos.id);
    assert_int_equal(submitter_pending(submitter), 1); /* the order is stuck still */
}

/* The event stream knew first: the waiting create is done with, and an older word changes nothing. */
static void a_status_from_the_event_stream_counts(void **state) {
    (void)state;
    PEER_SCRIPT(first, cut, stall);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    comes_to(STATE_WAITING, 3000);
    struct status news = {.kind = REQUEST_SERVICE, .service = "taxi", .state = STATE_ACCEPTED, .updated_at_ms = 2000};
    memcpy(news.id, taxi.id, sizeof news.id);
    submitter_take_status(submitter, &news);
    assert_int_equal(state_now(), STATE_ACCEPTED);
    assert_int_equal(submitter_pending(submitter), 0);
    int told_before = told_count;
    news.state = STATE_RECEIVED;
    news.updated_at_ms = 1000;
    submitter_take_status(submitter, &news);
    assert_int_equal(told_count, told_before);
}

/* The line is back: an SOS goes at once, what else waits within two seconds. */
static void waking_sends_what_waits(void **state) {
    (void)state;
    PEER_SCRIPT(first, busy_now, busy_now, busy_now, busy_now, received);
    struct request taxi = a_taxi();
    submitter_submit(submitter, &taxi);
    for (int i = 0; i < 4; i++) {
        first_has_seen(i + 1);
        run_until(loop, NULL, NULL, 50);
        submitter_wake(submitter);
    }
    comes_to(STATE_RECEIVED, 2500);
}

static void a_reply_to_a_notice_is_delivered(void **state) {
    (void)state;
#define NOTICE "11111111-1111-4111-8111-111111111111"
    PEER_SCRIPT(first, cut, {PEER_ANSWER, 200, NULL, "{\"id\":\"" NOTICE "\",\"choice\":\"fine\"}", 0, 0});
    submitter_reply(submitter, NOTICE, "fine");
    first_has_seen(1);
    live_again();
    assert_int_equal(submitter_pending(submitter), 1);
    assert_true(run_until(loop, nothing_pending, NULL, 5000));
    assert_int_equal(peer_seen_with(first, "POST /v1/notices/11111111-1111-4111-8111-111111111111/reply"), 2);
    assert_int_equal(peer_seen_with(first, "\"choice\""), 2);
    assert_int_equal(told_count, 0);
}

static void a_refused_reply_is_told_and_a_proxys_page_is_not_believed(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 404, "Content-Type: text/html\r\n", "<html>404</html>", 0, 0},
                {PEER_ANSWER, 404, NULL, NULL, 0, 0});
    submitter_reply(submitter, NOTICE, "fine");
    first_has_seen(1);
    assert_string_equal(refused_reply, "");
    assert_true(run_until(loop, nothing_pending, NULL, 5000));
    assert_int_equal(peer_seen_with(first, "POST /v1/notices/" NOTICE "/reply"), 2);
    assert_string_equal(refused_reply, NOTICE);
}

/* The alarm would ring on while the screen says that nobody knows of it. */
static void a_proxys_page_does_not_end_a_cancel(void **state) {
    (void)state;
    PEER_SCRIPT(first, received, {PEER_ANSWER, 404, "Content-Type: text/html\r\n", "<html>404</html>", 0, 0},
                {PEER_ANSWER, 200, NULL, PEER_STATUS("cancelled"), 0, 0});
    struct request sos = an_sos();
    submitter_sos(submitter, &sos);
    comes_to(STATE_RECEIVED, 3000);
    assert_true(submitter_cancel(submitter, sos.id));
    comes_to(STATE_CANCELLED, 5000);
    assert_int_equal(peer_seen_with(first, "/cancel HTTP"), 2);
}

/* --- what was spoken */

static const char sound[] = "OggS\0 and what an old lady said";
static struct request a_spoken_taxi(void) {
    struct request request = a_taxi();
    request.answers[request.answer_count++] = (struct request_answer){"note", REQUEST_SPOKEN};
    return request;
}
static const struct request_voice voice = {"note", sound, sizeof sound};
static const struct peer_step listened = {PEER_ANSWER, 202, NULL, "{\"id\":\"3e0e2a54-05f7-4a51-9f5e-6a5b3c1b2d10\"}",
                                          0,           0};

static bool is_voice_of(const char *seen, const struct request *request) {
    char line[160], length[40];
    snprintf(line, sizeof line, "POST /v1/voice?request=%s&step=note HTTP/1.1\r\n", request->id);
    snprintf(length, sizeof length, "Content-Length: %zu\r\n", sizeof sound);
    return strncmp(seen, line, strlen(line)) == 0 && strstr(seen, "Content-Type: audio/ogg\r\n") &&
           strstr(seen, length) && strstr(seen, "\r\n\r\nOggS");
}

/* The request first, then what belongs to it, each with a key of its own. */
static void what_was_spoken_follows_its_request(void **state) {
    (void)state;
    PEER_SCRIPT(first, received, listened);
    struct request taxi = a_spoken_taxi();
    assert_true(submitter_submit_spoken(submitter, &taxi, &voice));
    assert_int_equal(submitter_pending(submitter), 2);
    assert_true(run_until(loop, nothing_pending, NULL, 3000));
    was_told("saved sending received");
    assert_int_equal(peer_seen(first), 2);
    assert_non_null(strstr(first->seen[0], "\"note\":\"spoken\""));
    assert_true(is_voice_of(first->seen[1], &taxi));
    char keys[2][64];
    for (int i = 0; i < 2; i++)
        peer_between(first->seen[i], "Idempotency-Key: \"", '"', keys[i], sizeof keys[i]);
    assert_true(request_id_valid(keys[1]));
    assert_string_not_equal(keys[0], keys[1]);
    committed();
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
}

/* The power goes between the two, and while the second is on its way: what was spoken comes with the same key. */
static void what_was_spoken_outlives_power_cuts(void **state) {
    (void)state;
    PEER_SCRIPT(first, received, stall, stall, listened);
    struct request taxi = a_spoken_taxi();
    submitter_submit_spoken(submitter, &taxi, &voice);
    for (int seen = 2; seen < 4; seen++) {
        first_has_seen(seen);
        committed();
        live_again();
        assert_int_equal(submitter_pending(submitter), 1);
    }
    assert_true(run_until(loop, nothing_pending, NULL, 8000));
    assert_int_equal(peer_seen_with(first, "POST /v1/requests HTTP"), 1);
    char keys[2][64];
    peer_between(first->seen[1], "Idempotency-Key: \"", '"', keys[0], sizeof keys[0]);
    peer_between(first->seen[3], "Idempotency-Key: \"", '"', keys[1], sizeof keys[1]);
    assert_string_equal(keys[0], keys[1]);
    assert_true(is_voice_of(first->seen[3], &taxi));
}

/* It is stuck; the cancel goes past it, and then nobody needs it any more. */
static void a_cancel_does_not_wait_for_what_was_spoken(void **state) {
    (void)state;
    PEER_SCRIPT(first, received, stall, cancelled);
    struct request taxi = a_spoken_taxi();
    submitter_submit_spoken(submitter, &taxi, &voice);
    first_has_seen(2);
    assert_true(submitter_cancel(submitter, taxi.id));
    comes_to(STATE_CANCELLED, 2000);
    committed();
    live_again();
    assert_true(run_until(loop, nothing_pending, NULL, 4000));
    assert_int_equal(peer_seen(first), 3);
}

static void what_was_spoken_is_kept_for_a_day(void **state) {
    (void)state;
    PEER_SCRIPT(first, received, busy_now);
    struct request taxi = a_spoken_taxi();
    submitter_submit_spoken(submitter, &taxi, &voice);
    first_has_seen(3);
    clock_ahead_ms = INT64_C(23) * 3600 * 1000;
    run_until(loop, NULL, NULL, 100);
    assert_int_equal(submitter_pending(submitter), 1);
    clock_ahead_ms = INT64_C(25) * 3600 * 1000;
    submitter_wake(submitter);
    assert_true(run_until(loop, nothing_pending, NULL, 4000));
    assert_int_equal(state_now(), STATE_RECEIVED);
}

static void what_was_spoken_to_a_refused_order_goes_with_it(void **state) {
    (void)state;
    PEER_SCRIPT(first, {PEER_ANSWER, 422, NULL, NULL, 0, 0});
    struct request taxi = a_spoken_taxi();
    submitter_submit_spoken(submitter, &taxi, &voice);
    comes_to(STATE_REJECTED, 3000);
    assert_int_equal(submitter_pending(submitter), 0);
    assert_int_equal(peer_seen(first), 1);
}

/* Nothing of it is stored or sent. */
static void what_was_spoken_must_belong_to_its_request(void **state) {
    (void)state;
    static char long_sound[REQUEST_VOICE_MAX + 1];
    static const struct request_voice wrong[] = {{"to", sound, sizeof sound},
                                                 {"where", sound, sizeof sound},
                                                 {"note", sound, 0},
                                                 {"note", long_sound, sizeof long_sound}};
    PEER_SCRIPT(first, received);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct request taxi = a_spoken_taxi();
        assert_false(submitter_submit_spoken(submitter, &taxi, &wrong[i]));
    }
    live_again();
    assert_int_equal(submitter_pending(submitter), 0);
    assert_int_equal(peer_seen(first), 0);
}

static void nothing_is_done_for_an_unknown_request(void **state) {
    (void)state;
    PEER_SCRIPT(first, received);
    assert_false(submitter_cancel(submitter, "11111111-1111-4111-8111-111111111111"));
    assert_false(submitter_confirm(submitter, "11111111-1111-4111-8111-111111111111"));
    assert_false(submitter_presses(submitter, "11111111-1111-4111-8111-111111111111", 2));
    assert_int_equal(submitter_pending(submitter), 0);
}

int main(void) {
#define STORY(name)     cmocka_unit_test_setup_teardown(name, begin, end)
#define STORY_TWO(name) cmocka_unit_test_setup_teardown(name, begin_with_two, end)
    const struct CMUnitTest tests[] = {
        STORY(an_order_is_saved_sent_and_received),
        STORY(an_order_whose_answer_was_cut_goes_again_with_its_key),
        STORY(a_2xx_that_proves_nothing_is_tried_again),
        STORY(a_2xx_that_proves_nothing_is_told),
        STORY(a_refused_order_says_why),
        STORY(retry_after_is_honoured),
        STORY(a_conflict_is_settled_by_what_the_hotline_knows),
        STORY(a_cancel_that_comes_too_late_shows_what_is_true),
        STORY(an_order_that_never_left_is_cancelled_at_home),
        STORY(an_sos_called_off_on_a_dead_line_is_not_sent_later),
        STORY(an_order_under_way_is_cancelled_after_its_result),
        STORY(an_order_that_never_left_expires),
        STORY(an_order_does_not_expire_by_a_clock_that_is_set),
        STORY(an_expired_order_that_may_have_arrived_is_called_off),
        STORY(an_order_outlives_a_power_cut),
        STORY(an_order_that_expired_in_the_dark_is_called_off),
        STORY(an_sos_leaves_at_once_and_is_stored),
        STORY(a_test_leaves_nothing_on_the_disk_and_can_be_dropped),
        STORY(an_sos_needs_no_disk),
        STORY(an_order_needs_no_disk_and_is_not_called_stored),
        STORY(what_was_not_stored_is_when_the_disk_comes_back),
        STORY_TWO(a_stalled_sos_takes_a_second_way),
        STORY(with_one_endpoint_the_second_way_is_a_fresh_connection),
        STORY_TWO(a_dead_endpoint_does_not_hold_an_sos),
        STORY(a_hotline_that_never_answers_does_not_hold_an_sos),
        STORY(an_answer_that_is_coming_in_is_heard_to_its_end),
        STORY_TWO(an_endpoint_that_swallows_everything_costs_a_second_at_each_round),
        STORY_TWO(a_refusal_in_a_round_is_not_waited_for),
        STORY_TWO(a_line_that_is_back_is_used_where_it_is),
        STORY(a_line_that_is_back_is_not_kept_waiting),
        STORY(an_sos_that_the_event_stream_knows_is_not_tried_on),
        STORY(an_sos_is_never_given_up),
        STORY(what_follows_an_sos_keeps_its_order),
        STORY(an_sos_outlives_a_power_cut),
        STORY(an_sos_overtakes_a_stuck_order),
        STORY(a_status_from_the_event_stream_counts),
        STORY(waking_sends_what_waits),
        STORY(a_reply_to_a_notice_is_delivered),
        STORY(a_refused_reply_is_told_and_a_proxys_page_is_not_believed),
        STORY(a_proxys_page_does_not_end_a_cancel),
        STORY(what_was_spoken_follows_its_request),
        STORY(what_was_spoken_outlives_power_cuts),
        STORY(a_cancel_does_not_wait_for_what_was_spoken),
        STORY(what_was_spoken_is_kept_for_a_day),
        STORY(what_was_spoken_to_a_refused_order_goes_with_it),
        STORY(what_was_spoken_must_belong_to_its_request),
        STORY(nothing_is_done_for_an_unknown_request),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
