/* SPDX-License-Identifier: Apache-2.0 */
/* One pool of connections, over real TLS: what is sent, what is taken, what is refused, and what never happens twice.
 */
#include "tests/unit/net/peer.h"

#include "net/api/hotline_clock.h"

#include <netdb.h>

struct heard {
    int answers, chunks, status;
    bool reached, here, too_large;
    int64_t sent_us;
    size_t length;
    int retry_after_s;
    uint64_t number;
    char error[160], etag[64], type[64];
    char body[4096];
    bool stop_reading;
};
static struct loop *loop;
static struct https *https;
static struct peer *peer;
static struct heard heard;

static void on_done(void *data, const struct https_answer *answer) {
    struct heard *to = data;
    to->answers++;
    to->number = answer->number;
    to->status = answer->status;
    to->reached = answer->reached;
    to->here = answer->unreachable_here;
    to->too_large = answer->too_large;
    to->sent_us = answer->sent_us;
    to->length = answer->length;
    to->retry_after_s = answer->retry_after_s;
    snprintf(to->error, sizeof to->error, "%s", answer->error);
    snprintf(to->etag, sizeof to->etag, "%s", answer->etag);
    snprintf(to->type, sizeof to->type, "%s", answer->content_type);
    if (answer->length > 0)
        snprintf(to->body, sizeof to->body, "%s", answer->body);
}

static bool on_chunk(void *data, const char *bytes, size_t length) {
    struct heard *to = data;
    to->chunks++;
    strncat(to->body, bytes, length);
    return !to->stop_reading;
}

static bool answered(void *data) {
    return ((struct heard *)data)->answers > 0;
}

static char *url_of(const char *path) {
    static char url[200];
    snprintf(url, sizeof url, "%s%s", peer->endpoint, path);
    return url;
}

static uint64_t start(struct https_call call) {
    memset(&heard, 0, sizeof heard);
    call.method = call.method ? call.method : "GET";
    call.url = call.url ? call.url : url_of("/v1/x");
    call.timeout_ms = call.timeout_ms ? call.timeout_ms : 5000;
    call.chunk_media = "text/event-stream";
    call.done = on_done;
    call.data = &heard;
    return https_start(https, &call);
}

static void ask(struct https_call call) {
    assert_int_not_equal(start(call), 0);
    assert_int_equal(heard.answers, 0); /* never from inside https_start() */
    assert_true(run_until(loop, answered, &heard, 8000));
}

/* The time as the box knows it: 0 = the real one; and what is past for certain. */
static int64_t judged_s, floor_s, peer_ends_s;
static int peer_told;
static char wrong[100];

static int64_t now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}
static void judge(void *data, int64_t *now, int64_t *floor) {
    (void)data;
    *now = judged_s ? judged_s : now_s();
    *floor = floor_s;
}
static void on_peer(void *data, int64_t ends_s, const char *error) {
    (void)data;
    peer_told++;
    peer_ends_s = ends_s;
    snprintf(wrong, sizeof wrong, "%s", error ? error : "");
}

static int begin_with(const char *certificate) {
    judged_s = floor_s = 0;
    peer_told = 0;
    loop = loop_create();
    peer = peer_start(certificate);
    https = peer_client(loop);
    return 0;
}
static int begin(void **state) {
    (void)state;
    return begin_with("server");
}
static int begin_stranger(void **state) {
    (void)state;
    return begin_with("stranger");
}
static int begin_old(void **state) {
    (void)state;
    return begin_with("old");
}
static int begin_nameless(void **state) {
    (void)state;
    return begin_with("nameless");
}
static int begin_rsa(void **state) {
    (void)state;
    return begin_with("rsa");
}
static int end(void **state) {
    (void)state;
    https_destroy(https);
    peer_stop(peer);
    loop_destroy(loop);
    return 0;
}

/* A POST carries the device, the key in quotes, its body, and no Expect; the answer comes with its headers. */
static void a_post_says_all_and_the_answer_comes_whole(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 201, "ETag: \"7\"\r\nRetry-After: 5\r\n", "{\"fine\":true}", 0, 0});
    ask((struct https_call){
        .method = "POST", .body = "{\"a\":1}", .idempotency_key = "k-1", .accept = "application/json"});
    assert_int_equal(heard.status, 201);
    assert_string_equal(heard.body, "{\"fine\":true}");
    assert_string_equal(heard.etag, "\"7\"");
    assert_string_equal(heard.type, "application/json");
    assert_int_equal(heard.retry_after_s, 5);
    static const char *const said[] = {"POST /v1/x HTTP/1.1\r\n",
                                       "\r\nX-Device-Id: PT-000123\r\n",
                                       "\r\nIdempotency-Key: \"k-1\"\r\n",
                                       "\r\nContent-Type: application/json\r\n",
                                       "\r\nAccept: application/json\r\n",
                                       "\r\nUser-Agent: stb-app/",
                                       "\r\n\r\n{\"a\":1}"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_non_null(strstr(peer->seen[0], said[i]));
    assert_null(strstr(peer->seen[0], "Expect"));
}

/* On a warm connection the request's last byte is in the kernel when https_start() returns. */
static void a_warm_call_has_left_before_start_returns(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    uint64_t number = start((struct https_call){.method = "POST", .body = "{}"});
    int64_t returned_us = loop_now_us();
    assert_true(run_until(loop, answered, &heard, 3000));
    assert_int_equal(heard.number, number);
    assert_true(heard.sent_us > 0 && heard.sent_us <= returned_us);
    assert_int_equal(peer->connections, 1);
}

static void a_fresh_call_uses_no_old_connection(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    ask((struct https_call){.fresh = true});
    assert_int_equal(peer->connections, 2);
}

/* A call that timed out takes its connection with it: the next one gets another without asking. */
static void a_timed_out_connection_is_not_used_again(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0}, {PEER_STALL, 0, NULL, NULL, 0, 0},
                {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    ask((struct https_call){.timeout_ms = 200});
    assert_int_equal(heard.status, 0);
    assert_true(heard.reached);
    assert_true(strlen(heard.error) > 0);
    ask((struct https_call){0});
    assert_string_equal(heard.error, "");
    assert_int_equal(heard.status, 200);
    assert_int_equal(peer->connections, 2);
}

/* What is wrong with a certificate is said, and not one byte of the request reaches the other side. */
static void is_refused(const char *expected) {
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){.method = "POST", .body = "{\"secret\":1}"});
    assert_int_equal(heard.status, 0);
    if (!strstr(heard.error, expected))
        fail_msg("expected \"%s\" in \"%s\"", expected, heard.error);
    assert_false(heard.reached);
    assert_int_equal(peer_seen(peer), 0);
}
static void a_certificate_of_another_host_is_refused(void **state) {
    (void)state;
    is_refused("the hotline's certificate is not accepted: it is for another name");
}
static void an_expired_certificate_is_refused(void **state) {
    (void)state;
    is_refused("the hotline's certificate is not accepted: certificate has expired");
}
static void a_certificate_of_another_authority_is_refused(void **state) {
    (void)state;
    https_destroy(https);
    struct https_identity identity = {"PT-1", peer_path("other-ca.pem"), peer_path("box.pem"), peer_path("box.key"),
                                      NULL};
    https = https_create(loop, &identity);
    assert_non_null(https);
    is_refused("self-signed certificate in certificate chain");
}

/* The clock that https.c reads; 0 = the real one. */
static time_t clock_says;
time_t time(time_t *to) {
    struct timespec now = {.tv_sec = clock_says};
    if (!clock_says)
        clock_gettime(CLOCK_REALTIME, &now);
    if (to)
        *to = now.tv_sec;
    return now.tv_sec;
}
/* A box that starts in 1970 reaches the hotline; one whose clock was set and is wrong does not, nor does either reach
 * anybody else. */
static void a_clock_that_was_never_set_does_not_shut_the_box_out(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    clock_says = 1000;
    ask((struct https_call){0});
    clock_says = 0;
    assert_string_equal(heard.error, "");
    assert_int_equal(heard.status, 200);
    clock_says = hotline_clock_released_s(); /* of today at the earliest: the certificates are younger */
    ask((struct https_call){.fresh = true});
    clock_says = 0;
    assert_int_equal(heard.status, 0);
    assert_string_equal(heard.error, "the hotline's certificate is not accepted: certificate is not yet valid");
}
static void even_in_1970_another_authority_is_refused(void **state) {
    clock_says = 1000;
    a_certificate_of_another_authority_is_refused(state);
    clock_says = 0;
}
/* Turning back the time revives no key that was stolen when its certificate had ended. */
static void even_in_1970_an_ended_certificate_is_refused(void **state) {
    (void)state;
    clock_says = 1000;
    floor_s = now_s() + 86400;
    https_date_by(https, &(struct https_dating){.judge = judge});
    is_refused("certificate has expired");
    clock_says = 0;
}

/* --- what the clock says is wrong: an SOS and the heartbeat pass, and nothing else */

static void a_wrong_clock_stops_all_but_the_pool_of_the_sos(void **state) {
    static const int64_t days[] = {-400 /* weeks slow */, -2, 30 /* ahead */, 36500};
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    floor_s = now_s() - 500 * 86400;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        judged_s = now_s() + days[i] * 86400;
        https_date_by(https, &(struct https_dating){.judge = judge, .on_peer = on_peer});
        ask((struct https_call){.fresh = true, .shown_again = true});
        assert_int_equal(heard.status, 0);
        assert_int_equal(peer_told, 0);
        assert_non_null(strstr(heard.error, days[i] < 0 ? "not yet valid" : "has expired"));
        https_date_by(https, &(struct https_dating){.lenient = true, .judge = judge, .on_peer = on_peer});
        ask((struct https_call){.fresh = true, .shown_again = true});
        assert_int_equal(heard.status, 200);
        assert_int_equal(peer_told, 1);
        assert_string_equal(wrong, days[i] < 0 ? "the hotline's certificate is not yet valid"
                                               : "the hotline's certificate has expired");
        peer_told = 0;
    }
    judged_s = 0; /* the clock was mended: the next connection says so */
    ask((struct https_call){.fresh = true, .shown_again = true});
    assert_string_equal(wrong, "");
    assert_in_range(peer_ends_s, now_s() + 86400, now_s() + 3 * 86400);
}
/* Not what had ended when the time was last proved; nor another authority's, whatever the date. */
static void a_lenient_pool_forgives_nothing_but_a_date(void **state) {
    (void)state;
    https_date_by(https, &(struct https_dating){.lenient = true, .judge = judge});
    floor_s = now_s() + 30 * 86400;
    judged_s = floor_s;
    is_refused("certificate has expired");
    floor_s = now_s() - 1000 * 86400;
    judged_s = now_s() + 30 * 86400;
    https_destroy(https);
    struct https_identity identity = {"PT-1", peer_path("other-ca.pem"), peer_path("box.pem"), peer_path("box.key"),
                                      NULL};
    https = https_create(loop, &identity);
    https_date_by(https, &(struct https_dating){.lenient = true, .judge = judge});
    is_refused("self-signed certificate in certificate chain");
}
static void a_lenient_pool_wants_the_name(void **state) {
    (void)state;
    judged_s = now_s() + 30 * 86400;
    floor_s = now_s() - 1000 * 86400;
    https_date_by(https, &(struct https_dating){.lenient = true, .judge = judge});
    is_refused("it is for another name");
}

/* --- names, ciphers, and whose certificate it is */

/* A common name alone is no name (RFC 9525). */
static void a_certificate_without_a_subject_alt_name_is_refused(void **state) {
    (void)state;
    is_refused("the hotline's certificate is not accepted: ");
}
/* Without forward secrecy, or without AEAD, there is no connection (RFC 9325). */
static void weak_ciphers_are_refused(void **state) {
    static const char *const weak[] = {"AES128-GCM-SHA256" /* static RSA */, "ECDHE-RSA-AES128-SHA256" /* CBC */,
                                       "DHE-RSA-AES128-GCM-SHA256"};
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    SSL_CTX_set_max_proto_version(peer->ctx, TLS1_2_VERSION);
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        assert_int_equal(SSL_CTX_set_cipher_list(peer->ctx, weak[i]), 1);
        ask((struct https_call){.fresh = true});
        assert_int_equal(heard.status, 0);
        assert_int_equal(peer_seen(peer), 0);
    }
    assert_int_equal(SSL_CTX_set_cipher_list(peer->ctx, "ECDHE-RSA-AES128-GCM-SHA256"), 1);
    ask((struct https_call){.fresh = true});
    assert_int_equal(heard.status, 200);
}
/* One sentence says whose certificate it is that somebody does not take. */
static void a_hotline_that_refuses_the_box_is_named(void **state) {
    (void)state;
    https_destroy(https);
    struct https_identity identity = {"PT-1", peer_path("ca.pem"), peer_path("other-ca.pem"), peer_path("other-ca.key"),
                                      NULL};
    https = https_create(loop, &identity);
    assert_non_null(https);
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    assert_int_equal(heard.status, 0);
    assert_non_null(strstr(heard.error, "the hotline refuses this box's certificate: unknown ca"));
}

static void a_pin_that_does_not_match_is_refused(void **state) {
    (void)state;
    static const char *const pins[] = {"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                       "sha256//BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=", NULL};
    https_destroy(https);
    struct https_identity identity = {"PT-1", peer_path("ca.pem"), peer_path("box.pem"), peer_path("box.key"), pins};
    https = https_create(loop, &identity);
    is_refused("public key does not match");
}

/* One of two pins is enough: the other is the spare. */
static void a_pin_that_matches_is_accepted(void **state) {
    (void)state;
    char pin[100] = "sha256//";
    peer_shell("openssl x509 -in server.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256 "
               "-binary | openssl base64 -A >server.pin");
    FILE *file = fopen(peer_path("server.pin"), "r");
    assert_int_equal(fread(pin + 8, 1, 44, file), 44);
    fclose(file);
    const char *const pins[] = {"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", pin, NULL};
    https_destroy(https);
    struct https_identity identity = {"PT-1", peer_path("ca.pem"), peer_path("box.pem"), peer_path("box.key"), pins};
    https = https_create(loop, &identity);
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    assert_int_equal(heard.status, 200);
}

/* A box that cannot show who it is must hear so at start. */
static void a_broken_identity_is_told_at_start(void **state) {
    (void)state;
    peer_shell("echo rubbish >rubbish.pem");
    const char *ca = peer_path("ca.pem"), *box = peer_path("box.pem"), *key = peer_path("box.key");
    const char *rubbish = peer_path("rubbish.pem"), *missing = peer_path("missing.pem"),
               *other = peer_path("server.key");
    const struct https_identity cases[] = {{"a", rubbish, box, key, NULL},   {"a", missing, box, key, NULL},
                                           {"a", ca, rubbish, key, NULL},    {"a", ca, box, rubbish, NULL},
                                           {"a", ca, box, other, NULL},      {"a", ca, NULL, NULL, NULL},
                                           {"a\r\nb: c", ca, box, key, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_null(https_create(loop, &cases[i]));
}

/* An answer beyond its bound is refused, whether it says its size or not. */
static void an_answer_beyond_its_bound_is_refused(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, "ETag: \"7\"\r\n", "0123456789", 0, 0},
                {PEER_RAW, 0, NULL, "HTTP/1.1 200 x\r\n\r\n0123456789", 0, 0},
                {PEER_ANSWER, 502, NULL, "0123456789", 0, 0}, {PEER_ANSWER, 200, NULL, "0123456789", 0, 0});
    ask((struct https_call){.most = 9});
    assert_int_equal(heard.status, 0);
    assert_true(heard.too_large);
    assert_string_equal(heard.etag, "\"7\"");
    ask((struct https_call){.most = 9});
    assert_int_equal(heard.status, 0);
    assert_true(heard.too_large);
    assert_string_equal(heard.error, "the answer is larger than 9 bytes");
    ask((struct https_call){.most = 9}); /* a proxy's large page is not the hotline's word */
    assert_false(heard.too_large);
    ask((struct https_call){.most = 10});
    assert_int_equal(heard.status, 200);
    assert_int_equal(heard.length, 10);
}

static void an_answer_cut_short_is_no_answer(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, "HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\n{\"half\":", 0, 0});
    ask((struct https_call){.method = "POST", .body = "{}", .fresh = true});
    assert_int_equal(heard.status, 0);
    assert_true(heard.reached);
}

static void no_redirect_is_followed(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 302, "Location: /elsewhere\r\n", "", 0, 0});
    ask((struct https_call){0});
    assert_int_equal(heard.status, 302);
    assert_int_equal(peer_seen(peer), 1);
}

/* A stream's pieces come as they arrive; a reader that has enough ends it; a silent one is found out. */
static void a_stream_gives_its_pieces(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL,
                       "HTTP/1.1 200 x\r\nContent-Type: text/event-stream\r\n\r\nabcdefghijklmnopqrstuvwxyz", 0, 5});
    ask((struct https_call){.chunk = on_chunk, .fresh = true});
    assert_string_equal(heard.body, "abcdefghijklmnopqrstuvwxyz");
    assert_true(heard.chunks >= 2);
    assert_int_equal(heard.status, 200);
    assert_int_equal(heard.length, 0);
}
static void a_reader_may_end_a_stream(void **state) {
    (void)state;
    PEER_SCRIPT(peer,
                {PEER_RAW, 0, NULL, "HTTP/1.1 200 x\r\nContent-Type: text/event-stream\r\n\r\nabcdefghij", 0, 20});
    start((struct https_call){.chunk = on_chunk});
    heard.stop_reading = true;
    assert_true(run_until(loop, answered, &heard, 3000));
    assert_int_equal(heard.chunks, 1);
    assert_int_equal(heard.status, 0);
}
/* Only a 200 in the media type that was asked for: not a maintenance page, nor another success. */
static void what_is_no_stream_gives_no_pieces(void **state) {
    (void)state;
    static const struct {
        const char *head, *error;
    } cases[] = {
        {"HTTP/1.1 200 x\r\nContent-Type: text/html; charset=utf-8\r\nRetry-After: 7\r\n\r\n",
         "expected text/event-stream, got 200 \"text/html; charset=utf-8\""},
        {"HTTP/1.1 200 x\r\nRetry-After: 7\r\n\r\n", "expected text/event-stream, got 200 \"\""},
        {"HTTP/1.1 202 x\r\nContent-Type: text/event-stream\r\nRetry-After: 7\r\n\r\n",
         "expected text/event-stream, got 202 \"text/event-stream\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char raw[300];
        snprintf(raw, sizeof raw, "%s: ping\n\n: ping\n\n", cases[i].head);
        PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, raw, 0, 1});
        ask((struct https_call){.chunk = on_chunk, .fresh = true});
        assert_int_equal(heard.chunks, 0);
        assert_int_equal(heard.status, 0);
        assert_int_equal(heard.retry_after_s, 7);
        assert_string_equal(heard.error, cases[i].error);
    }
}
static void the_words_of_an_error_are_no_stream(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 503, NULL, "{\"title\":\"busy\"}", 0, 0});
    ask((struct https_call){.chunk = on_chunk});
    assert_int_equal(heard.chunks, 0);
    assert_int_equal(heard.status, 503);
    assert_string_equal(heard.body, "{\"title\":\"busy\"}");
}

static void a_cancelled_call_is_never_heard_of(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 50, 0});
    uint64_t number = start((struct https_call){0});
    https_cancel(https, number);
    https_cancel(https, number);
    https_cancel(https, 4711);
    run_until(loop, NULL, NULL, 200);
    assert_int_equal(heard.answers, 0);
    assert_false(https_answering(https, number));
}

/* A slow line and a silent hotline are told apart, both before a byte of the answer has come. */
static void what_the_line_carries_moves_and_what_nobody_answers_does_not(void **state) {
    (void)state;
    PEER_SCRIPT(peer, {PEER_RAW, 0, NULL, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 0, 100});
    uint64_t number = start((struct https_call){0});
    run_until(loop, NULL, NULL, 3000); /* of 4.1 s */
    assert_true(https_moves(https, number));
    assert_false(https_answering(https, 4711) || https_moves(https, 4711));
    https_cancel(https, number);
    PEER_SCRIPT(peer, {PEER_STALL, 0, NULL, NULL, 0, 0});
    number = start((struct https_call){.fresh = true});
    run_until(loop, NULL, NULL, 2600);
    assert_true(https_reached(https, number));
    assert_false(https_moves(https, number));
    https_cancel(https, number);
}

static void a_pool_is_warm_for_a_while_after_it_was_heard(void **state) {
    (void)state;
    assert_false(https_is_warm(https, INT32_MAX));
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    ask((struct https_call){0});
    assert_true(https_is_warm(https, 1000));
    run_until(loop, NULL, NULL, 120);
    assert_false(https_is_warm(https, 100));
}

/* Nobody listens: nothing has left, and the fault is not ours. */
static void a_dead_endpoint_was_never_reached(void **state) {
    (void)state;
    ask((struct https_call){.url = "https://127.0.0.1:1/v1/x"});
    assert_int_equal(heard.status, 0);
    assert_false(heard.reached);
    assert_false(heard.here);
    assert_int_equal(heard.sent_us, 0);
}

/* The resolver of every name here: it hangs, as one does whose servers cannot be reached. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    (void)service;
    (void)hints;
    *found = NULL;
    if (!strcmp(name, "hangs.example"))
        sleep(3);
    return EAI_NONAME;
}

/* Neither a time-out nor a cancel waits for a resolver that hangs: the loop has an SOS key to hear. */
static void a_name_that_hangs_does_not_hold_the_loop(void **state) {
    (void)state;
    int64_t since = loop_now_ms();
    ask((struct https_call){.url = "https://hangs.example/v1/x", .timeout_ms = 100});
    assert_int_equal(heard.status, 0);
    uint64_t number = start((struct https_call){.url = "https://hangs.example/v1/x"});
    run_until(loop, NULL, NULL, 20);
    https_cancel(https, number);
    assert_true(loop_now_ms() - since < 1000);
    run_until(loop, NULL, NULL, 3200); /* until the resolver's threads have gone by themselves */
}

static void a_name_that_is_unknown_is_our_own_fault(void **state) {
    (void)state;
    ask((struct https_call){.url = "https://unknown.example/v1/x"});
    assert_int_equal(heard.status, 0);
    assert_true(heard.here);
    assert_false(heard.reached);
}

static void only_whole_https_calls_start(void **state) {
    (void)state;
    assert_int_equal(start((struct https_call){.url = "http://127.0.0.1:1/"}), 0);
    assert_int_equal(start((struct https_call){.url = "file:///etc/passwd"}), 0);
    assert_int_equal(start((struct https_call){.method = "PUT"}), 0);
    assert_int_equal(start((struct https_call){.last_event_id = "1\r\nX-Evil: 1"}), 0);
}

/* The pool knows which endpoint answered last: there a connection is warm. */
static void the_warm_endpoint_is_remembered(void **state) {
    (void)state;
    const char *const endpoints[] = {"https://127.0.0.1:1", peer->endpoint, NULL};
    PEER_SCRIPT(peer, {PEER_ANSWER, 200, NULL, "{}", 0, 0});
    assert_int_equal(https_prefer(https, endpoints), 0);
    ask((struct https_call){0});
    assert_int_equal(https_prefer(https, endpoints), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_post_says_all_and_the_answer_comes_whole, begin, end),
        cmocka_unit_test_setup_teardown(a_warm_call_has_left_before_start_returns, begin, end),
        cmocka_unit_test_setup_teardown(a_fresh_call_uses_no_old_connection, begin, end),
        cmocka_unit_test_setup_teardown(a_timed_out_connection_is_not_used_again, begin, end),
        cmocka_unit_test_setup_teardown(a_certificate_of_another_host_is_refused, begin_stranger, end),
        cmocka_unit_test_setup_teardown(an_expired_certificate_is_refused, begin_old, end),
        cmocka_unit_test_setup_teardown(a_certificate_of_another_authority_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_clock_that_was_never_set_does_not_shut_the_box_out, begin, end),
        cmocka_unit_test_setup_teardown(even_in_1970_another_authority_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(even_in_1970_an_ended_certificate_is_refused, begin_old, end),
        cmocka_unit_test_setup_teardown(a_wrong_clock_stops_all_but_the_pool_of_the_sos, begin, end),
        cmocka_unit_test_setup_teardown(a_lenient_pool_forgives_nothing_but_a_date, begin, end),
        cmocka_unit_test_setup_teardown(a_lenient_pool_wants_the_name, begin_stranger, end),
        cmocka_unit_test_setup_teardown(a_certificate_without_a_subject_alt_name_is_refused, begin_nameless, end),
        cmocka_unit_test_setup_teardown(weak_ciphers_are_refused, begin_rsa, end),
        cmocka_unit_test_setup_teardown(a_hotline_that_refuses_the_box_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_pin_that_does_not_match_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_pin_that_matches_is_accepted, begin, end),
        cmocka_unit_test_setup_teardown(a_broken_identity_is_told_at_start, begin, end),
        cmocka_unit_test_setup_teardown(an_answer_beyond_its_bound_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(an_answer_cut_short_is_no_answer, begin, end),
        cmocka_unit_test_setup_teardown(no_redirect_is_followed, begin, end),
        cmocka_unit_test_setup_teardown(a_stream_gives_its_pieces, begin, end),
        cmocka_unit_test_setup_teardown(a_reader_may_end_a_stream, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_stream_gives_no_pieces, begin, end),
        cmocka_unit_test_setup_teardown(the_words_of_an_error_are_no_stream, begin, end),
        cmocka_unit_test_setup_teardown(a_cancelled_call_is_never_heard_of, begin, end),
        cmocka_unit_test_setup_teardown(what_the_line_carries_moves_and_what_nobody_answers_does_not, begin, end),
        cmocka_unit_test_setup_teardown(a_pool_is_warm_for_a_while_after_it_was_heard, begin, end),
        cmocka_unit_test_setup_teardown(a_dead_endpoint_was_never_reached, begin, end),
        cmocka_unit_test_setup_teardown(a_name_that_hangs_does_not_hold_the_loop, begin, end),
        cmocka_unit_test_setup_teardown(a_name_that_is_unknown_is_our_own_fault, begin, end),
        cmocka_unit_test_setup_teardown(only_whole_https_calls_start, begin, end),
        cmocka_unit_test_setup_teardown(the_warm_endpoint_is_remembered, begin, end),
    };
    return cmocka_run_group_tests(tests, peer_certificates, peer_tidy);
}
