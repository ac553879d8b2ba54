/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor_https PORT TLS_DIR COUNT PAUSE_MS warm|cold: the least that any native program needs to bring an SOS to the
 * hotline: OpenSSL on a blocking socket, one write, nothing stored, nothing watched. "warm" keeps one connection,
 * "cold" makes one for each SOS. For each it prints: id, the moment it began, the moment its last byte was handed to
 * the kernel (monotonic us).
 * The trap: every SOS is a new incident to the hotline, so whoever counts has to tell these from the box's by their id.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static int port;
static SSL_CTX *context;

static long long now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void need(bool ok, const char *what) {
    if (ok)
        return;
    fprintf(stderr, "floor_https: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static void open_context(const char *dir) {
    char ca[400], certificate[400], key[400];
    snprintf(ca, sizeof ca, "%s/ca.pem", dir);
    snprintf(certificate, sizeof certificate, "%s/box.pem", dir);
    snprintf(key, sizeof key, "%s/box.key", dir);
    context = SSL_CTX_new(TLS_client_method());
    need(context && SSL_CTX_load_verify_locations(context, ca, NULL) == 1, ca);
    need(SSL_CTX_use_certificate_chain_file(context, certificate) == 1, certificate);
    need(SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1, key);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

static SSL *connect_to_hotline(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    need(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "the hotline is not there");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    SSL *tls = SSL_new(context);
    need(tls && SSL_set_fd(tls, fd) == 1 && SSL_connect(tls) == 1, "no handshake");
    return tls;
}

static void disconnect(SSL *tls) {
    int fd = SSL_get_fd(tls);
    SSL_shutdown(tls);
    SSL_free(tls);
    close(fd);
}

static void new_id(char id[37]) {
    unsigned char random[16];
    need(getrandom(random, sizeof random, 0) == (ssize_t)sizeof random, "no random numbers");
    random[6] = (unsigned char)(0x40 | (random[6] & 0x0f));
    random[8] = (unsigned char)(0x80 | (random[8] & 0x3f));
    for (int i = 0, at = 0; i < 16; i++)
        at += snprintf(id + at, 37 - (size_t)at, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", random[i]);
}

static void post(SSL *tls, int number, const char *id) {
    char key[37], body[600], bytes[1400], at[32];
    time_t now = time(NULL);
    struct tm parts;
    new_id(key);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S.000Z", gmtime_r(&now, &parts));
    int length = snprintf(body, sizeof body,
                          "{\"id\":\"%s\",\"kind\":\"sos\",\"created_at\":\"%s\",\"sequence\":%d,"
                          "\"trigger\":\"remote\",\"presses\":1,\"grace_s\":5,\"test\":false}",
                          id, at, 100000 + number);
    int all = snprintf(bytes, sizeof bytes,
                       "POST /v1/requests HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: floor\r\n"
                       "X-Device-Id: PT-000123\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
                       "Idempotency-Key: \"%s\"\r\nContent-Length: %d\r\n\r\n%s",
                       port, key, length, body);
    need(SSL_write(tls, bytes, all) == all, "not sent");
}

/* Reads one answer whole and checks that the hotline took it. */
static void take_answer(SSL *tls) {
    char answer[16384];
    int length = 0, more;
    for (;;) {
        more = SSL_read(tls, answer + length, (int)sizeof answer - 1 - length);
        need(more > 0, "no answer");
        length += more;
        answer[length] = 0;
        const char *end = strstr(answer, "\r\n\r\n"), *size = strcasestr(answer, "Content-Length:");
        if (end && size && length >= end + 4 - answer + atoi(size + 15))
            break;
    }
    need(!strncmp(answer, "HTTP/1.1 201", 12), answer);
}

int main(int argc, char **argv) {
    if (argc != 6)
        return 2;
    port = atoi(argv[1]);
    int count = atoi(argv[3]), pause_ms = atoi(argv[4]);
    bool warm = !strcmp(argv[5], "warm");
    open_context(argv[2]);
    SSL *tls = warm ? connect_to_hotline() : NULL;
    for (int i = 0; i < count; i++) {
        char id[37];
        usleep((useconds_t)pause_ms * 1000);
        long long begun = now_us();
        new_id(id);
        if (!warm)
            tls = connect_to_hotline();
        post(tls, i, id);
        long long sent = now_us();
        printf("%s %lld %lld\n", id, begun, sent);
        take_answer(tls);
        if (!warm)
            disconnect(tls);
    }
    if (warm)
        disconnect(tls);
    SSL_CTX_free(context);
    return 0;
}
