/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines over a stream socket. Writing is tried at once (a key must not wait for the next turn); what the socket does
 * not take is kept and written when it does. The trap is a handler that destroys its ipc while a line of the same read
 * is still to come: destroy then only marks it, and the reading function frees it on its way out.
 */
#include "stb-app/ipc/ipc.h"

#include "stb-app/base/budget.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_BYTES = 4096 };

struct ipc {
    int fd;
    struct loop_fd *watcher;
    struct ipc_buffer in, out;
    size_t searched; /* bytes of IN known to hold no line end */
    ipc_fn *fn;
    void *data;
    bool reading, gone, dead; /* inside the read function; the peer has gone; destroyed meanwhile */
    bool limited, broke_rules;
    struct budget bytes, work, rubbish; /* of a peer that is limited */
};

/* What a message costs of the peer's work budget. Most of them are drawn from or logged; these make us do something. */
static int64_t work_of(enum ipc_type type) {
    switch (type) {
    case IPC_SUBMIT:
    case IPC_CANCEL:
    case IPC_REPLY:
    case IPC_SOS_DO:
    case IPC_SET:
    case IPC_CHECK_LINE:
    case IPC_DRAFT:
    case IPC_LISTEN:
    case IPC_QUESTION:
        return IPC_ACT_WORK;
    default:
        return 1;
    }
}

static void peer_gone(struct ipc *ipc) {
    if (ipc->gone)
        return;
    ipc->gone = true;
    loop_fd_destroy(ipc->watcher);
    ipc->watcher = NULL;
}

static void break_off(struct ipc *ipc, const char *what) {
    if (ipc->gone)
        return;
    log_warning("ipc", "%s: the peer breaks the rules", what);
    ipc->broke_rules = true;
    peer_gone(ipc);
}

/* False: it has spent more than it has, and the connection is broken. */
static bool afford(struct ipc *ipc, struct budget *budget, int64_t amount, const char *what) {
    if (!ipc->limited || budget_take(budget, amount, loop_now_ms()))
        return true;
    break_off(ipc, what);
    return false;
}

static void flush_out(struct ipc *ipc) {
    size_t sent = 0;
    while (sent < ipc->out.length) {
        ssize_t n = send(ipc->fd, ipc->out.bytes + sent, ipc->out.length - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    bool broken = sent < ipc->out.length && errno != EAGAIN && errno != EWOULDBLOCK;
    /* A broken pipe is noticed by the reader too, which tells the owner; here it is enough to stop writing. */
    ipc_buffer_drop(&ipc->out, broken ? ipc->out.length : sent);
    if (ipc->watcher)
        loop_fd_listen(ipc->watcher, LOOP_READABLE | (ipc->out.length ? LOOP_WRITABLE : 0));
}

static void take_line(struct ipc *ipc, const char *line, size_t length) {
    char error[JSON_ERROR_SIZE];
    struct ipc_message message;
    if (!ipc_message_decode(line, length, &message, error)) {
        if (afford(ipc, &ipc->rubbish, 1, "too many lines that mean nothing"))
            log_warning("ipc", "a line is passed over: %s", error);
        return;
    }
    if (afford(ipc, &ipc->work, work_of(message.type), "too many messages"))
        ipc->fn(ipc->data, &message);
    ipc_message_free(&message);
}

static void take_lines(struct ipc *ipc) {
    size_t start = 0;
    while (!ipc->dead && !ipc->gone) {
        size_t from = start > ipc->searched ? start : ipc->searched;
        char *end = memchr(ipc->in.bytes + from, '\n', ipc->in.length - from);
        if (!end)
            break;
        size_t length = (size_t)(end - (ipc->in.bytes + start));
        take_line(ipc, ipc->in.bytes + start, length);
        start += length + 1;
    }
    ipc_buffer_drop(&ipc->in, start);
    ipc->searched = ipc->in.length;
    if (!ipc->dead && ipc->in.length > IPC_LINE_MAX)
        break_off(ipc, "a line that is too long");
}

/* One piece; false: there is no more for now, or ever. */
static bool read_piece(struct ipc *ipc, size_t *taken) {
    ssize_t n;
    char *to = ipc_buffer_reserve(&ipc->in, READ_BYTES);
    do
        n = read(ipc->fd, to, ipc->in.room - ipc->in.length);
    while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return false;
    if (n <= 0) {
        peer_gone(ipc);
        return false;
    }
    *taken += (size_t)n;
    ipc->in.length += (size_t)n;
    if (afford(ipc, &ipc->bytes, n, "too many bytes"))
        take_lines(ipc);
    return !ipc->dead && !ipc->gone;
}

/* So much a turn and no more: a peer that writes without end must not keep the loop from the red key. What is left is
 * there in the next turn. */
static void read_in(struct ipc *ipc) {
    size_t taken = 0;
    while (taken < IPC_TURN_BYTES && read_piece(ipc, &taken))
        ;
}

static void free_ipc(struct ipc *ipc) {
    loop_fd_destroy(ipc->watcher);
    close(ipc->fd);
    ipc_buffer_free(&ipc->in);
    ipc_buffer_free(&ipc->out);
    free(ipc);
}

static void socket_ready(void *data, int fd, unsigned events) {
    (void)fd;
    struct ipc *ipc = data;
    ipc->reading = true;
    if (events & LOOP_WRITABLE)
        flush_out(ipc);
    if (events & (LOOP_READABLE | LOOP_BROKEN))
        read_in(ipc);
    if (ipc->gone && !ipc->dead)
        ipc->fn(ipc->data, NULL);
    ipc->reading = false;
    if (ipc->dead)
        free_ipc(ipc);
}

struct ipc *ipc_create(struct loop *loop, int fd, ipc_fn *fn, void *data) {
    struct ipc *ipc = memory_new(1, sizeof *ipc);
    *ipc = (struct ipc){.fd = fd, .fn = fn, .data = data};
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    ipc->watcher = loop_fd_create(loop, fd, LOOP_READABLE, socket_ready, ipc);
    if (ipc->watcher)
        return ipc;
    free_ipc(ipc);
    return NULL;
}

void ipc_limit(struct ipc *ipc) {
    ipc->limited = true;
    ipc->bytes = (struct budget){.per_s = IPC_BYTES_A_SECOND, .saved_max = IPC_BYTES_SAVED_MAX};
    ipc->work = (struct budget){.per_s = IPC_WORK_A_SECOND, .saved_max = IPC_WORK_SAVED_MAX};
    ipc->rubbish = (struct budget){.per_s = IPC_RUBBISH_A_SECOND, .saved_max = IPC_RUBBISH_SAVED_MAX};
}

bool ipc_broke_rules(const struct ipc *ipc) {
    return ipc->broke_rules;
}

bool ipc_send(struct ipc *ipc, const struct ipc_message *message) {
    if (ipc->gone)
        return false;
    ipc_message_encode(message, &ipc->out);
    if (ipc->out.length > IPC_BACKLOG_MAX) {
        log_warning("ipc", "the peer takes nothing any more");
        peer_gone(ipc);
        return false;
    }
    flush_out(ipc);
    return true;
}

bool ipc_send_plain(struct ipc *ipc, enum ipc_type type) {
    return ipc_send(ipc, &(struct ipc_message){.type = type});
}

void ipc_destroy(struct ipc *ipc) {
    if (!ipc)
        return;
    ipc->dead = true;
    peer_gone(ipc);
    if (!ipc->reading)
        free_ipc(ipc);
}
