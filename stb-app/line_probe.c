/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/line_probe.h"

#include "net/transport/https.h"
#include "stb-app/base/loop.h"
#include "stb-app/config/config.h"
#include "stb-app/ipc/request.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_MS = 5000, HEARTBEAT_MS = 8000 };

struct probe {
    struct loop *loop;
    const char *endpoint;
    int64_t asked_ms;
    bool answered;
};

/* "https://[::1]:8443" becomes "::1" and "8443"; without a port it is 443. */
static void split(const char *endpoint, char host[256], char port[8]) {
    const char *from = endpoint + strlen("https://");
    bool bracket = *from == '[';
    size_t length = bracket ? strcspn(from, "]") - 1 : strcspn(from, ":");
    const char *behind = from + length + (bracket ? 2 : 0);
    snprintf(host, 256, "%.*s", (int)length, from + bracket);
    snprintf(port, 8, "%s", *behind == ':' ? behind + 1 : "443");
}

/* 0, or the errno of the failed connection to ADDRESS. */
static int connect_to(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), error = 0;
    socklen_t size = sizeof error;
    if (fd < 0)
        return errno;
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0)
        error = errno;
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (error == EINPROGRESS && poll(&wait, 1, CONNECT_MS) == 1)
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    else if (error == EINPROGRESS)
        error = ETIMEDOUT;
    close(fd);
    return error;
}

/* Looks the name up and connects. False after a line that says what failed. */
static bool reach(const char *endpoint) {
    char host[256], port[8], address[64] = "";
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    split(endpoint, host, port);
    int error = getaddrinfo(host, port, &wanted, &found);
    if (error) {
        printf("%s: no address: %s\n", endpoint, gai_strerror(error));
        return false;
    }
    for (const struct addrinfo *at = found; at; at = at->ai_next) {
        getnameinfo(at->ai_addr, at->ai_addrlen, address, sizeof address, NULL, 0, NI_NUMERICHOST);
        error = connect_to(at);
        if (!error)
            break;
    }
    freeaddrinfo(found);
    if (error)
        printf("%s: address %s, no connection: %s\n", endpoint, address, strerror(error));
    else
        printf("%s: address %s, connected, ", endpoint, address);
    return error == 0;
}

static void answered(void *data, const struct https_answer *answer) {
    struct probe *probe = data;
    probe->answered = answer->status >= 200 && answer->status < 300;
    if (answer->status == 0)
        printf("no answer: %s\n", answer->error);
    else
        printf("TLS is fine, a heartbeat was answered with status %d after %d ms\n", answer->status,
               (int)(loop_now_ms() - probe->asked_ms));
    loop_stop(probe->loop);
}

static bool ask(struct loop *loop, struct https *https, const char *endpoint) {
    char url[400], key[REQUEST_ID_SIZE];
    struct probe probe = {.loop = loop, .endpoint = endpoint, .asked_ms = loop_now_ms()};
    if (!reach(endpoint))
        return false;
    snprintf(url, sizeof url, "%s/v1/heartbeat", endpoint);
    request_new_id(key);
    if (https_start(https, &(struct https_call){
                               .method = "POST",
                               .url = url,
                               .body = "{\"sequence\":0,\"version\":\"" STB_VERSION "\",\"uptime_s\":0,\"pending\":0}",
                               .idempotency_key = key,
                               .accept = "application/json",
                               .timeout_ms = HEARTBEAT_MS,
                               .fresh = true,
                               .done = answered,
                               .data = &probe,
                           }))
        loop_run(loop);
    else
        puts("the call could not be started");
    return probe.answered;
}

bool line_probe_run(const struct config *config) {
    struct loop *loop = loop_create();
    struct https *https = https_create(loop, &(struct https_identity){
                                                 .device_id = config->device_id,
                                                 .ca_file = config->ca_file,
                                                 .client_cert = config->client_cert,
                                                 .client_key = config->client_key,
                                                 .pins = (const char *const *)config->pins.word,
                                             });
    bool ok = https && config->endpoints.word[0];
    for (char *const *endpoint = config->endpoints.word; https && *endpoint; endpoint++)
        ok = ask(loop, https, *endpoint) && ok;
    https_destroy(https);
    loop_destroy(loop);
    return ok;
}
