/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines over a stream socket. Writing is tried at once (a key must not wait for the next turn); what the socket does
 * not take is kept and written when it does. The trap is a handler that destroys the wire while a line of the same read
 * is still to come: destroy then only marks it, and the reading function frees it on its way out.
 */
#include "stb-app/ipc/ipc.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

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
struct wire {
    int fd;
    struct loop_fd *watcher;
    struct buffer in, out;
    size_t searched; /* bytes of IN known to hold no line end */
    wire_fn *fn;
    void *data;
    bool reading, gone, dead; /* inside the read function; the peer has gone; destroyed meanwhile */
};

static const char *const type_names[] = {
    [WIRE_HELLO] = "hello",       [WIRE_KEY] = "key",       [WIRE_PING] = "ping",           [WIRE_PONG] = "pong",
    [WIRE_LINK] = "link",         [WIRE_CLOCK] = "clock",   [WIRE_CATALOG] = "catalog",     [WIRE_PROFILE] = "profile",
    [WIRE_REQUESTS] = "requests", [WIRE_SOS] = "sos",       [WIRE_SUBMITTED] = "submitted", [WIRE_NOTICES] = "notices",
    [WIRE_SHOT] = "shot",         [WIRE_QUIT] = "quit",     [WIRE_READY] = "ready",         [WIRE_SCREEN] = "screen",
    [WIRE_SCENE] = "scene",       [WIRE_FRAME] = "frame",   [WIRE_SUBMIT] = "submit",       [WIRE_CANCEL] = "cancel",
    [WIRE_REPLY] = "reply",       [WIRE_TV] = "tv",         [WIRE_OPTIONS] = "options",     [WIRE_DRAFT] = "draft",
    [WIRE_DRAFTS] = "drafts",     [WIRE_SET] = "set",       [WIRE_TEST] = "test",           [WIRE_IMAGES] = "images",
    [WIRE_IMAGE] = "image",       [WIRE_LISTEN] = "listen", [WIRE_HOLD] = "hold",           [WIRE_SPEAKS] = "speaks",
};
_Static_assert(sizeof type_names / sizeof type_names[0] == WIRE_TYPES, "each message type has its name");

const char *wire_type_name(enum wire_type type) {
    return type < WIRE_TYPES ? type_names[type] : "";
}

static enum wire_type type_from_name(const char *name) {
    enum wire_type type = 0;
    while (type < WIRE_TYPES && strcmp(type_names[type], name) != 0)
        type++;
    return type;
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
    char *bytes = realloc(buffer->bytes, room);
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

/* A catalogue may have needed megabytes once; the next key needs a hundred bytes. */
static void give_back(struct buffer *buffer) {
    if (buffer->length == 0 && buffer->room > 16384) {
        free(buffer->bytes);
        *buffer = (struct buffer){0};
    }
}

static void peer_gone(struct wire *wire) {
    if (wire->gone)
        return;
    wire->gone = true;
    loop_fd_destroy(wire->watcher);
    wire->watcher = NULL;
}

static void flush_out(struct wire *wire) {
    size_t sent = 0;
    while (sent < wire->out.length) {
        ssize_t n = send(wire->fd, wire->out.bytes + sent, wire->out.length - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    bool broken = sent < wire->out.length && errno != EAGAIN && errno != EWOULDBLOCK;
    memmove(wire->out.bytes, wire->out.bytes + sent, wire->out.length - sent);
    wire->out.length -= sent;
    give_back(&wire->out);
    /* A broken pipe is noticed by the reader too, which tells the owner; here it is enough to stop writing. */
    if (broken)
        wire->out.length = 0;
    if (wire->watcher)
        loop_fd_listen(wire->watcher, LOOP_READABLE | (wire->out.length ? LOOP_WRITABLE : 0));
}

static void take_line(struct wire *wire, const char *line, size_t length) {
    char why[JSON_WHY_SIZE];
    struct json_object *message = json_parse(line, length, WIRE_LINE_MAX, why);
    if (!message) {
        log_warning("wire", "a line is passed over: %s", why);
        return;
    }
    enum wire_type type = type_from_name(json_text(message, "type", ""));
    if (type == WIRE_TYPES)
        log_warning("wire", "a message of unknown type \"%.32s\" is passed over", json_text(message, "type", ""));
    else
        wire->fn(wire->data, type, message);
    json_object_put(message);
}

static void take_lines(struct wire *wire) {
    size_t start = 0;
    while (!wire->dead) {
        size_t from = start > wire->searched ? start : wire->searched;
        char *end = memchr(wire->in.bytes + from, '\n', wire->in.length - from);
        if (!end)
            break;
        size_t length = (size_t)(end - (wire->in.bytes + start));
        take_line(wire, wire->in.bytes + start, length);
        start += length + 1;
    }
    memmove(wire->in.bytes, wire->in.bytes + start, wire->in.length - start);
    wire->in.length -= start;
    wire->searched = wire->in.length;
    give_back(&wire->in);
    if (wire->in.length > WIRE_LINE_MAX) {
        log_warning("wire", "a line longer than %d bytes: the peer breaks the rules", WIRE_LINE_MAX);
        peer_gone(wire);
    }
}

static void read_in(struct wire *wire) {
    for (;;) {
        if (!make_room(&wire->in, 4096, WIRE_LINE_MAX + 65536)) {
            peer_gone(wire);
            return;
        }
        ssize_t n = read(wire->fd, wire->in.bytes + wire->in.length, wire->in.room - wire->in.length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (n <= 0) {
            peer_gone(wire);
            return;
        }
        wire->in.length += (size_t)n;
        take_lines(wire);
        if (wire->dead || wire->gone)
            return;
    }
}

static void free_wire(struct wire *wire) {
    loop_fd_destroy(wire->watcher);
    close(wire->fd);
    free(wire->in.bytes);
    free(wire->out.bytes);
    free(wire);
}

static void socket_ready(void *data, int fd, unsigned events) {
    (void)fd;
    struct wire *wire = data;
    wire->reading = true;
    if (events & LOOP_WRITABLE)
        flush_out(wire);
    if (events & (LOOP_READABLE | LOOP_BROKEN))
        read_in(wire);
    if (wire->gone && !wire->dead)
        wire->fn(wire->data, WIRE_TYPES, NULL);
    wire->reading = false;
    if (wire->dead)
        free_wire(wire);
}

struct wire *wire_create(struct loop *loop, int fd, wire_fn *fn, void *data) {
    struct wire *wire = calloc(1, sizeof *wire);
    if (!wire) {
        close(fd);
        return NULL;
    }
    *wire = (struct wire){.fd = fd, .fn = fn, .data = data};
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    wire->watcher = loop_fd_create(loop, fd, LOOP_READABLE, socket_ready, wire);
    if (!wire->watcher) {
        free_wire(wire);
        return NULL;
    }
    return wire;
}

bool wire_send_text(struct wire *wire, enum wire_type type, const char *text, int length) {
    if (wire->gone || length < 2 || text[0] != '{')
        return false;
    char head[64];
    bool empty = text[1 + strspn(text + 1, " ")] == '}';
    int head_length = snprintf(head, sizeof head, "{\"type\":\"%s\"%s", wire_type_name(type), empty ? "" : ",");
    size_t more = (size_t)head_length + (size_t)length;
    if (!make_room(&wire->out, more, WIRE_BACKLOG_MAX)) {
        log_warning("wire", "the peer takes nothing any more");
        peer_gone(wire);
        return false;
    }
    memcpy(wire->out.bytes + wire->out.length, head, (size_t)head_length);
    memcpy(wire->out.bytes + wire->out.length + head_length, text + 1, (size_t)length - 1);
    wire->out.length += more;
    wire->out.bytes[wire->out.length - 1] = '\n';
    if (!wire->watcher)
        return false;
    flush_out(wire);
    return true;
}

bool wire_send(struct wire *wire, enum wire_type type, struct json_object *message) {
    if (!message)
        return wire_send_text(wire, type, "{}", 2);
    size_t length;
    const char *text =
        json_object_to_json_string_length(message, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    bool sent = wire_send_text(wire, type, text, (int)length);
    json_object_put(message);
    return sent;
}

void wire_destroy(struct wire *wire) {
    if (!wire)
        return;
    wire->dead = true;
    peer_gone(wire);
    if (!wire->reading)
        free_wire(wire);
}
