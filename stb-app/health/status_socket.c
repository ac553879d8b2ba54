/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: the name of a socket has at most 107 bytes, a state directory may have more. So the folder is opened, and
 * the socket named through /proc. A text is smaller than what the kernel keeps for a reader, so one send is all of it;
 * who has made his buffer smaller gets what it takes.
 */
#include "stb-app/health/status_socket.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { ANSWERS_A_TURN = 4, WAITING_MAX = 8, TEXT_MAX = 256 << 10, PATIENCE_S = 5 };
static const char name[] = "status.sock";

struct status_socket {
    struct loop_fd *listener;
    int fd, folder;
    status_socket_fn *fn;
    void *data;
};

static struct sockaddr_un address_in(int folder) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, name);
    return address;
}

static void on_readable(void *data, int fd, unsigned events) {
    const struct status_socket *status = data;
    (void)events;
    for (int i = 0; i < ANSWERS_A_TURN; i++) {
        int asker = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (asker < 0)
            return;
        char *text = status->fn(status->data);
        if (send(asker, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
            log_debug("status", "who asked has gone: %s", strerror(errno));
        free(text);
        close(asker);
    }
}

/* One of an earlier life is in the way: the state directory is ours alone, so it is nobody's. */
static bool listen_in(struct status_socket *status, const char *dir) {
    status->folder = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    status->fd = status->folder < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (status->fd < 0)
        return false;
    struct sockaddr_un address = address_in(status->folder);
    unlinkat(status->folder, name, 0);
    return bind(status->fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
           fchmodat(status->folder, name, 0600, 0) == 0 && listen(status->fd, WAITING_MAX) == 0;
}

struct status_socket *status_socket_create(struct loop *loop, const char *dir, status_socket_fn *fn, void *data) {
    struct status_socket *status = memory_new(1, sizeof *status);
    status->fd = status->folder = -1;
    status->fn = fn;
    status->data = data;
    if (listen_in(status, dir)) {
        status->listener = loop_fd_create(loop, status->fd, LOOP_READABLE, on_readable, status);
        return status;
    }
    log_warning("status", "nobody can ask how stb-app is: %s/%s: %s", dir, name, strerror(errno));
    status_socket_destroy(status);
    return NULL;
}

void status_socket_destroy(struct status_socket *status) {
    if (!status)
        return;
    loop_fd_destroy(status->listener);
    if (status->listener)
        unlinkat(status->folder, name, 0);
    if (status->fd >= 0)
        close(status->fd);
    if (status->folder >= 0)
        close(status->folder);
    free(status);
}

/* --- the other end */

static int connect_in(const char *dir) {
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int folder = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int fd = folder < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = address_in(folder);
    bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
              connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    int reason = errno;
    if (folder >= 0)
        close(folder);
    if (!ok && fd >= 0)
        close(fd);
    errno = reason;
    return ok ? fd : -1;
}

char *status_socket_ask(const char *dir) {
    int fd = connect_in(dir);
    if (fd < 0)
        return NULL;
    char *text = memory_new(TEXT_MAX, 1);
    size_t length = 0;
    ssize_t got;
    while ((got = recv(fd, text + length, TEXT_MAX - 1 - length, 0)) > 0)
        length += (size_t)got;
    int reason = got < 0 ? errno : ECONNRESET;
    close(fd);
    if (got == 0 && length > 0)
        return text;
    free(text);
    errno = reason;
    return NULL;
}
