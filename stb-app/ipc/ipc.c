/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines over a stream socket. Writing is tried at once (a key must not wait for the next turn); what the socket does
 * not take is kept and written when it does. The trap is a handler that destroys the wire while a line of the same read
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct buffer {
    char *bytes;
    size_t length, room;
};
struct ipc {
    int fd;
    struct loop_fd *watcher;
    struct buffer in, out;
    size_t searched; /* bytes of IN known to hold no line end */
    ipc_fn *fn;
    void *data;
    bool reading, gone, dead; /* inside the read function; the peer has gone; destroyed meanwhile */
    bool limited, broke_rules;
    struct budget bytes, work, rubbish; /* of a peer that is limited */
};

static const char *const type_names[] = {
    [IPC_HELLO] = "hello",       [IPC_KEY] = "key",       [IPC_PING] = "ping",           [IPC_PONG] = "pong",
    [IPC_LINK] = "link",         [IPC_CLOCK] = "clock",   [IPC_CATALOG] = "catalog",     [IPC_PROFILE] = "profile",
    [IPC_REQUESTS] = "requests", [IPC_SOS] = "sos",       [IPC_SUBMITTED] = "submitted", [IPC_NOTICES] = "notices",
    [IPC_SHOT] = "shot",         [IPC_QUIT] = "quit",     [IPC_READY] = "ready",         [IPC_SCREEN] = "screen",
    [IPC_SCENE] = "scene",       [IPC_FRAME] = "frame",   [IPC_SUBMIT] = "submit",       [IPC_CANCEL] = "cancel",
    [IPC_REPLY] = "reply",       [IPC_TV] = "tv",         [IPC_OPTIONS] = "options",     [IPC_DRAFT] = "draft",
    [IPC_DRAFTS] = "drafts",     [IPC_SET] = "set",       [IPC_TEST] = "test",           [IPC_IMAGES] = "images",
    [IPC_IMAGE] = "image",       [IPC_LISTEN] = "listen", [IPC_HOLD] = "hold",           [IPC_SPEAKS] = "speaks",
};
_Static_assert(sizeof type_names / sizeof type_names[0] == IPC_TYPES, "each message type has its name");

const char *ipc_type_name(enum ipc_type type) {
    return type < IPC_TYPES ? type_names[type] : "";
}

static enum ipc_type type_from_name(const char *name) {
    enum ipc_type type = 0;
    while (type < IPC_TYPES && strcmp(type_names[type], name) != 0)
        type++;
    return type;
}

/* What a message costs of the peer's work budget. Most of them are drawn from or logged; these make us do something. */
static int64_t work_of(enum ipc_type type) {
    switch (type) {
    case IPC_SUBMIT:
    case IPC_CANCEL:
    case IPC_REPLY:
    case IPC_SOS:
    case IPC_SET:
    case IPC_TEST:
    case IPC_DRAFT:
    case IPC_LISTEN:
    case IPC_OPTIONS:
        return IPC_ACT_WORK;
    default:
        return 1;
    }
}

static bool make_room(struct buffer *buffer, size_t more, size_t most) {
    size_t wanted = buffer->length + more;
    if (wanted <= buffer->room)
        return true;
    if (wanted > most)
        return false;
    size_t room = buffer->room ? buffer->room : 4096;
    while (room < wanted)
        room *= 2;
    buffer->bytes = memory_resize(buffer->bytes, room);
    buffer->room = room;
    return true;
}

/* A catalog may have needed megabytes once; the next key needs a hundred bytes. */
static void give_back(struct buffer *buffer) {
    if (buffer->length == 0 && buffer->room > 16384) {
        free(buffer->bytes);
        *buffer = (struct buffer){0};
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

/* False: it has spent more than it has, and the wire is broken. */
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
    memmove(ipc->out.bytes, ipc->out.bytes + sent, ipc->out.length - sent);
    ipc->out.length -= sent;
    give_back(&ipc->out);
    /* A broken pipe is noticed by the reader too, which tells the owner; here it is enough to stop writing. */
    if (broken)
        ipc->out.length = 0;
    if (ipc->watcher)
        loop_fd_listen(ipc->watcher, LOOP_READABLE | (ipc->out.length ? LOOP_WRITABLE : 0));
}

static void take_line(struct ipc *ipc, const char *line, size_t length) {
    char error[JSON_ERROR_SIZE];
    struct json_object *message = json_parse(line, length, IPC_LINE_MAX, error);
    enum ipc_type type = message ? type_from_name(json_text(message, "type", "")) : IPC_TYPES;
    if (type == IPC_TYPES && afford(ipc, &ipc->rubbish, 1, "too many lines that mean nothing"))
        log_warning("ipc", "a line is passed over: %s%.32s", message ? "no message has the type " : error,
                    message ? json_text(message, "type", "") : "");
    if (type != IPC_TYPES && afford(ipc, &ipc->work, work_of(type), "too many messages"))
        ipc->fn(ipc->data, type, message);
    json_object_put(message);
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
    memmove(ipc->in.bytes, ipc->in.bytes + start, ipc->in.length - start);
    ipc->in.length -= start;
    ipc->searched = ipc->in.length;
    give_back(&ipc->in);
    if (!ipc->dead && ipc->in.length > IPC_LINE_MAX)
        break_off(ipc, "a line that is too long");
}

/* One piece; false: there is no more for now, or ever. */
static bool read_piece(struct ipc *ipc, size_t *taken) {
    ssize_t n = -1;
    if (make_room(&ipc->in, 4096, IPC_LINE_MAX + 65536))
        do
            n = read(ipc->fd, ipc->in.bytes + ipc->in.length, ipc->in.room - ipc->in.length);
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

static void free_wire(struct ipc *ipc) {
    loop_fd_destroy(ipc->watcher);
    close(ipc->fd);
    free(ipc->in.bytes);
    free(ipc->out.bytes);
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
        ipc->fn(ipc->data, IPC_TYPES, NULL);
    ipc->reading = false;
    if (ipc->dead)
        free_wire(ipc);
}

struct ipc *ipc_create(struct loop *loop, int fd, ipc_fn *fn, void *data) {
    struct ipc *ipc = memory_new(1, sizeof *ipc);
    *ipc = (struct ipc){.fd = fd, .fn = fn, .data = data};
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    ipc->watcher = loop_fd_create(loop, fd, LOOP_READABLE, socket_ready, ipc);
    if (!ipc->watcher) {
        free_wire(ipc);
        return NULL;
    }
    return ipc;
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

bool ipc_send_text(struct ipc *ipc, enum ipc_type type, const char *text, int length) {
    if (ipc->gone || length < 2 || text[0] != '{')
        return false;
    char head[64];
    bool empty = text[1 + strspn(text + 1, " ")] == '}';
    int head_length = snprintf(head, sizeof head, "{\"type\":\"%s\"%s", ipc_type_name(type), empty ? "" : ",");
    size_t more = (size_t)head_length + (size_t)length;
    if (!make_room(&ipc->out, more, IPC_BACKLOG_MAX)) {
        log_warning("ipc", "the peer takes nothing any more");
        peer_gone(ipc);
        return false;
    }
    memcpy(ipc->out.bytes + ipc->out.length, head, (size_t)head_length);
    memcpy(ipc->out.bytes + ipc->out.length + head_length, text + 1, (size_t)length - 1);
    ipc->out.length += more;
    ipc->out.bytes[ipc->out.length - 1] = '\n';
    if (!ipc->watcher)
        return false;
    flush_out(ipc);
    return true;
}

bool ipc_send(struct ipc *ipc, enum ipc_type type, struct json_object *message) {
    if (!message)
        return ipc_send_text(ipc, type, "{}", 2);
    size_t length;
    const char *text =
        json_object_to_json_string_length(message, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    bool sent = ipc_send_text(ipc, type, text, (int)length);
    json_object_put(message);
    return sent;
}

void ipc_destroy(struct ipc *ipc) {
    if (!ipc)
        return;
    ipc->dead = true;
    peer_gone(ipc);
    if (!ipc->reading)
        free_wire(ipc);
}
