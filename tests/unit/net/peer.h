/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PEER_H
#define PEER_H
/*
 * A hotline of a few lines for the tests of the transport: real TLS on a real port, in a thread of the test, that
 * answers its Nth request by the Nth step of a script (the last step repeats) and remembers every byte it was sent.
 * "@ID@" in a step's body becomes the id of the request it answers. Certificates are made in a temporary directory.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/transport/https.h"
#include "stb-app/base/loop.h"

#define PEER_STATUS(state)                                                                                             \
    "{\"id\":\"@ID@\",\"kind\":\"@KIND@\",\"service\":\"@SERVICE@\",\"status\":\"" state                               \
    "\",\"updated_at\":\"2026-11-21T09:32:00Z\",\"headline\":\"\",\"details\":[],\"message\":\"\","                    \
    "\"eta_minutes\":null,\"can_cancel\":true}"

#define PEER_PROBLEM(title) "{\"type\":\"about:blank\",\"title\":\"" title "\",\"status\":%d,\"detail\":\"\"}"

enum { PEER_STEPS_MAX = 32, PEER_SEEN_MAX = 64, PEER_TEXT = 8192 };
enum peer_do { PEER_ANSWER, PEER_STALL /* never answers */, PEER_CUT /* takes the request and closes */, PEER_RAW };
struct peer_step {
    enum peer_do what;
    int status;
    const char *headers; /* more of them, each ended by CR LF */
    const char *body;    /* for PEER_RAW: everything, the status line too */
    int delay_ms;
    int piece_ms; /* PEER_RAW: bytes one by one at this pace, 0 = at once */
};
struct peer {
    SSL_CTX *ctx;
    int listener, port;
    char endpoint[64];
    pthread_t thread;
    pthread_mutex_t lock;
    struct peer_step steps[PEER_STEPS_MAX];
    int step_count, taken;
    char seen[PEER_SEEN_MAX][PEER_TEXT];
    int seen_connection[PEER_SEEN_MAX];
    int seen_count, connections;
    _Atomic bool closing; /* read by the threads of all connections */
    int open[64], open_count;
};
struct peer_connection {
    struct peer *peer;
    int fd, number;
};

static char peer_dir[64];

__attribute__((unused)) static const char *peer_path(const char *name) {
    static char paths[8][128];
    static int turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", peer_dir, name);
    return path;
}

__attribute__((unused)) static void peer_shell(const char *script) {
    char command[4096];
    snprintf(command, sizeof command, "cd %s && { %s ; } >log 2>&1", peer_dir, script);
    if (system(command) != 0) {
        snprintf(command, sizeof command, "cat %s/log >&2", peer_dir);
        (void)!system(command);
        fail_msg("certificates could not be made");
    }
}

/* ca and other-ca; of ca: server (127.0.0.1), named (hotline.test), box, stranger (another host), old (its dates are
 * over since yesterday), ended (just now), nameless (only a common name), rsa (its key); of other-ca: box2. */
__attribute__((unused)) static int peer_certificates(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN); /* a box that hangs up while the peer writes */
    strcpy(peer_dir, "/tmp/stb-peer-XXXXXX");
    assert_non_null(mkdtemp(peer_dir));
    peer_shell(
        "EC='ec -pkeyopt ec_paramgen_curve:P-256';"
        "ca() { openssl req -x509 -newkey $EC -nodes -keyout $1.key -out $1.pem -subj /CN=$1 -days 2; };"
        "leaf() { openssl req -newkey ${5:-$EC} -nodes -keyout $1.key -out $1.csr -subj /CN=${6:-$1} && "
        "echo ${2:+subjectAltName=$2} >$1.ext && openssl x509 -req -in $1.csr -CA $3.pem -CAkey $3.key "
        "-CAcreateserial -extfile $1.ext -out $1.pem -days $4; };"
        "ca ca && ca other-ca && leaf server IP:127.0.0.1 ca 2 && leaf box DNS:box ca 2 && "
        "leaf named DNS:hotline.test ca 2 && leaf stranger DNS:elsewhere.example ca 2 && "
        "leaf old IP:127.0.0.1 ca -1 && leaf ended IP:127.0.0.1 ca 0 && leaf nameless '' ca 2 \"$EC\" 127.0.0.1 && "
        "leaf rsa IP:127.0.0.1 ca 2 rsa:2048");
    return 0;
}

__attribute__((unused)) static int peer_tidy(void **state) {
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", peer_dir);
    return system(command);
}

static void peer_between(const char *from, const char *before, char after, char *to, size_t size) {
    const char *found = strstr(from, before);
    to[0] = 0;
    if (!found)
        return;
    found += strlen(before);
    const char *end = strchr(found, after);
    snprintf(to, size, "%.*s", end ? (int)(end - found) : 0, found);
}

static void peer_replace(char *text, size_t size, const char *token, const char *with) {
    char *found, *rest;
    while ((found = strstr(text, token))) {
        rest = strdup(found + strlen(token));
        snprintf(found, size - (size_t)(found - text), "%s%s", with, rest);
        free(rest);
    }
}

/* The id is the body's, or the path's; kind and service are the body's, or those of the request seen before. */
static void peer_fill(struct peer *peer, const char *request, char *text, size_t size) {
    char id[64], kind[32] = "", service[64] = "";
    peer_between(request, "\"id\":\"", '"', id, sizeof id);
    if (!id[0])
        peer_between(request, "/v1/requests/", '/', id, sizeof id);
    for (int i = 0; i < peer->seen_count && !kind[0]; i++)
        if (strstr(peer->seen[i], id)) {
            peer_between(peer->seen[i], "\"kind\":\"", '"', kind, sizeof kind);
            peer_between(peer->seen[i], "\"service\":\"", '"', service, sizeof service);
        }
    peer_replace(text, size, "@ID@", id);
    peer_replace(text, size, "@KIND@", kind[0] ? kind : "sos");
    peer_replace(text, size, "@SERVICE@", service);
}

static bool peer_read(SSL *ssl, char *text) {
    size_t have = 0, wanted = PEER_TEXT;
    while (have < wanted) {
        int got = SSL_read(ssl, text + have, (int)(PEER_TEXT - 1 - have));
        if (got <= 0)
            return false;
        have += (size_t)got;
        text[have] = 0;
        char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "content-length:");
        if (end)
            wanted = (size_t)(end + 4 - text) + (length ? strtoul(length + 15, NULL, 10) : 0);
    }
    return true;
}

static void peer_wait(struct peer *peer, int ms) {
    for (int i = 0; i < ms && !peer->closing; i++)
        usleep(1000);
}

/* As the contract has it, unless the step's headers say another. */
static const char *peer_type(const struct peer_step *step) {
    if (step->headers && strcasestr(step->headers, "content-type:"))
        return "";
    return step->status >= 400 ? "Content-Type: application/problem+json\r\n" : "Content-Type: application/json\r\n";
}

/* False = the connection ends here. */
static bool peer_do_step(struct peer *peer, SSL *ssl, const struct peer_step *step, const char *request) {
    char body[PEER_TEXT], text[PEER_TEXT * 2];
    peer_wait(peer, step->delay_ms);
    if (step->what == PEER_STALL)
        peer_wait(peer, 60000);
    if (step->what == PEER_STALL || step->what == PEER_CUT)
        return false;
    snprintf(body, sizeof body, "%s", step->body ? step->body : "");
    if (step->status >= 400 && !step->body)
        snprintf(body, sizeof body, PEER_PROBLEM("no"), step->status);
    pthread_mutex_lock(&peer->lock);
    peer_fill(peer, request, body, sizeof body);
    pthread_mutex_unlock(&peer->lock);
    if (step->what == PEER_RAW)
        snprintf(text, sizeof text, "%s", body);
    else
        snprintf(text, sizeof text, "HTTP/1.1 %d x\r\n%s%sContent-Length: %zu\r\n\r\n%s", step->status, peer_type(step),
                 step->headers ? step->headers : "", strlen(body), body);
    size_t length = strlen(text), piece = step->piece_ms ? 1 : length;
    for (size_t at = 0; at < length; at += piece) {
        if (SSL_write(ssl, text + at, (int)piece) <= 0)
            return false;
        peer_wait(peer, step->piece_ms);
    }
    return step->what == PEER_ANSWER;
}

static bool peer_serve(struct peer *peer, SSL *ssl, int connection) {
    char request[PEER_TEXT];
    if (!peer_read(ssl, request))
        return false;
    pthread_mutex_lock(&peer->lock);
    int at = peer->taken < peer->step_count ? peer->taken++ : peer->step_count - 1;
    struct peer_step step = peer->steps[at];
    if (peer->seen_count < PEER_SEEN_MAX) {
        peer->seen_connection[peer->seen_count] = connection;
        strcpy(peer->seen[peer->seen_count++], request);
    }
    pthread_mutex_unlock(&peer->lock);
    return peer_do_step(peer, ssl, &step, request);
}

static void *peer_connection_run(void *data) {
    struct peer_connection *connection = data;
    struct peer *peer = connection->peer;
    SSL *ssl = SSL_new(peer->ctx);
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    SSL_set_fd(ssl, connection->fd);
    if (SSL_accept(ssl) == 1)
        while (peer_serve(peer, ssl, connection->number))
            ;
    SSL_free(ssl);
    shutdown(connection->fd, SHUT_RDWR);
    free(connection);
    return NULL;
}

static void *peer_run(void *data) {
    struct peer *peer = data;
    pthread_t threads[64];
    int count = 0;
    for (int fd; count < 64 && (fd = accept(peer->listener, NULL, NULL)) >= 0;) {
        struct peer_connection *connection = calloc(1, sizeof *connection);
        *connection = (struct peer_connection){peer, fd, ++peer->connections};
        peer->open[peer->open_count++] = fd;
        pthread_create(&threads[count++], NULL, peer_connection_run, connection);
    }
    for (int i = 0; i < peer->open_count; i++)
        shutdown(peer->open[i], SHUT_RDWR);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < peer->open_count; i++)
        close(peer->open[i]);
    return NULL;
}

__attribute__((unused)) static void peer_script(struct peer *peer, const struct peer_step *steps, int count) {
    pthread_mutex_lock(&peer->lock);
    memcpy(peer->steps, steps, sizeof *steps * (size_t)count);
    peer->step_count = count;
    peer->taken = 0;
    peer->seen_count = 0;
    pthread_mutex_unlock(&peer->lock);
}
#define PEER_SCRIPT(peer, ...)                                                                                         \
    do {                                                                                                               \
        struct peer_step script[] = {__VA_ARGS__};                                                                     \
        peer_script(peer, script, (int)(sizeof script / sizeof *script));                                              \
    } while (0)

/* CERTIFICATE: "server", "stranger", "old". The box must show a certificate of ca. */
__attribute__((unused)) static struct peer *peer_start(const char *certificate) {
    struct peer *peer = calloc(1, sizeof *peer);
    char name[64];
    pthread_mutex_init(&peer->lock, NULL);
    peer->ctx = SSL_CTX_new(TLS_server_method());
    snprintf(name, sizeof name, "%s.pem", certificate);
    assert_int_equal(SSL_CTX_use_certificate_chain_file(peer->ctx, peer_path(name)), 1);
    snprintf(name, sizeof name, "%s.key", certificate);
    assert_int_equal(SSL_CTX_use_PrivateKey_file(peer->ctx, peer_path(name), SSL_FILETYPE_PEM), 1);
    assert_int_equal(SSL_CTX_load_verify_locations(peer->ctx, peer_path("ca.pem"), NULL), 1);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* not time(): a test may have put its own in its place */
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(peer->ctx), now.tv_sec);
    SSL_CTX_set_session_id_context(peer->ctx, (const unsigned char *)"peer", 4);
    SSL_CTX_set_verify(peer->ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(peer->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(peer->listener, 16), 0);
    getsockname(peer->listener, (struct sockaddr *)&address, &size);
    peer->port = ntohs(address.sin_port);
    snprintf(peer->endpoint, sizeof peer->endpoint, "https://127.0.0.1:%d", peer->port);
    pthread_create(&peer->thread, NULL, peer_run, peer);
    return peer;
}

__attribute__((unused)) static void peer_stop(struct peer *peer) {
    if (!peer)
        return;
    peer->closing = true;
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->thread, NULL);
    close(peer->listener);
    SSL_CTX_free(peer->ctx);
    free(peer);
}

__attribute__((unused)) static int peer_seen(struct peer *peer) {
    pthread_mutex_lock(&peer->lock);
    int count = peer->seen_count;
    pthread_mutex_unlock(&peer->lock);
    return count;
}

/* How many of the requests seen hold TEXT. */
__attribute__((unused)) static int peer_seen_with(struct peer *peer, const char *text) {
    int count = 0;
    pthread_mutex_lock(&peer->lock);
    for (int i = 0; i < peer->seen_count; i++)
        count += strstr(peer->seen[i], text) != NULL;
    pthread_mutex_unlock(&peer->lock);
    return count;
}

/* --- the test's own side */

__attribute__((unused)) static struct https *peer_client(struct loop *loop) {
    struct https_identity identity = {.device_id = "PT-000123",
                                      .ca_file = peer_path("ca.pem"),
                                      .client_cert = peer_path("box.pem"),
                                      .client_key = peer_path("box.key")};
    struct https *https = https_create(loop, &identity);
    assert_non_null(https);
    return https;
}

struct peer_until {
    struct loop *loop;
    bool (*met)(void *data);
    void *data;
    int64_t until_ms;
};
static void peer_look(void *data) {
    struct peer_until *until = data;
    if (loop_now_ms() >= until->until_ms || (until->met && until->met(until->data)))
        loop_stop(until->loop);
}
/* Runs LOOP until MET (NULL = never) or for MOST_MS; whether it was met. */
__attribute__((unused)) static bool run_until(struct loop *loop, bool (*met)(void *data), void *data, int most_ms) {
    struct peer_until until = {loop, met, data, loop_now_ms() + most_ms};
    struct loop_timer *timer = loop_timer_create(loop, peer_look, &until);
    loop_timer_start(timer, 1, 1);
    loop_run(loop);
    loop_timer_destroy(timer);
    return met && met(data);
}
#endif
