/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line at a time: bytes are collected until CR, LF or CR LF, then the line is taken as a field. The trap is a CR LF
 * that is split between two pieces: the LF at the start of the next piece ends nothing, and waiting for it before
 * acting on the CR would hold an event back. So a CR ends the line at once and AFTER_CR passes over one LF.
 *
 * A NUL byte, a name that is too long, a line without an end: such an event is refused, not cut, since half an event
 * must not look like a whole one. But the stream goes on: the hotline would send the same one after each reconnect, and
 * nothing behind it would ever be heard.
 */
#include "net/transport/sse.h"

#include <stdlib.h>
#include <string.h>

struct buffer {
    char *bytes;
    size_t length, room;
};

struct sse {
    sse_fn *fn;
    void *data;
    struct buffer line, text;
    char event[SSE_NAME_SIZE], id[SSE_ID_SIZE];
    int64_t retry_ms;
    bool after_cr, begun;
    bool heartbeat_lost, refused; /* the line's rest is not wanted; nor is the event it belongs to */
};

struct sse *sse_create(sse_fn *fn, void *data) {
    struct sse *sse = calloc(1, sizeof *sse);
    if (sse)
        *sse = (struct sse){.fn = fn, .data = data, .retry_ms = -1};
    return sse;
}

void sse_destroy(struct sse *sse) {
    if (!sse)
        return;
    free(sse->line.bytes);
    free(sse->text.bytes);
    free(sse);
}

int64_t sse_retry_ms(const struct sse *sse) {
    return sse->retry_ms;
}

/* One byte is always left for the 0 that makes it a string. */
static bool buffer_add(struct buffer *buffer, const char *bytes, size_t length) {
    if (length > SSE_MAX - buffer->length)
        return false;
    size_t needed = buffer->length + length + 1;
    if (needed > buffer->room) {
        size_t room = needed < 512 ? 512 : needed * 2;
        char *grown = realloc(buffer->bytes, room);
        if (!grown)
            return false;
        buffer->bytes = grown;
        buffer->room = room;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = 0;
    return true;
}

static bool keep_name(char *name, size_t size, const char *value) {
    size_t length = strlen(value);
    if (length >= size)
        return false;
    memcpy(name, value, length + 1);
    return true;
}

static void take_retry(struct sse *sse, const char *value) {
    size_t length = strlen(value);
    if (length > 0 && length <= 9 && strspn(value, "0123456789") == length)
        sse->retry_ms = strtol(value, NULL, 10);
}

static bool take_field(struct sse *sse, const char *name, const char *value) {
    if (!strcmp(name, "data"))
        return buffer_add(&sse->text, value, strlen(value)) && buffer_add(&sse->text, "\n", 1);
    if (!strcmp(name, "event"))
        return keep_name(sse->event, sizeof sse->event, value);
    if (!strcmp(name, "id"))
        return keep_name(sse->id, sizeof sse->id, value);
    if (!strcmp(name, "retry"))
        take_retry(sse, value);
    return true;
}

static void dispatch(struct sse *sse) {
    if (sse->refused) {
        sse->fn(sse->data, sse->event[0] ? sse->event : "message", sse->id, NULL);
    } else if (sse->text.length > 0) {
        sse->text.bytes[sse->text.length - 1] = 0; /* the newline of the last data line */
        sse->fn(sse->data, sse->event[0] ? sse->event : "message", sse->id, sse->text.bytes);
    }
    sse->text.length = 0;
    sse->event[0] = 0;
    sse->refused = false;
}

static char *without_mark(struct sse *sse, char *line) {
    bool first = !sse->begun;
    sse->begun = true;
    return first && !strncmp(line, "\xEF\xBB\xBF", 3) ? line + 3 : line;
}

/* The line's text, which has no 0 inside; NULL = it is not to be used. */
static char *whole_line(struct sse *sse) {
    bool whole = !sse->heartbeat_lost && buffer_add(&sse->line, "", 0) && !memchr(sse->line.bytes, 0, sse->line.length);
    sse->heartbeat_lost = false;
    sse->line.length = 0;
    return whole ? without_mark(sse, sse->line.bytes) : NULL;
}

static bool take_line(struct sse *sse) {
    char *line = whole_line(sse);
    if (!line)
        return false;
    if (!line[0]) {
        dispatch(sse);
        return true;
    }
    char *colon = strchr(line, ':');
    if (colon == line)
        return true; /* a comment: a sign of life */
    if (!colon)
        return take_field(sse, line, "");
    *colon = 0;
    return take_field(sse, line, colon + (colon[1] == ' ' ? 2 : 1));
}

static void end_line(struct sse *sse) {
    if (!take_line(sse))
        sse->refused = true;
}

static void add_to_line(struct sse *sse, const char *bytes, size_t length) {
    if (!sse->heartbeat_lost && !buffer_add(&sse->line, bytes, length))
        sse->heartbeat_lost = true;
}

void sse_feed(struct sse *sse, const char *bytes, size_t length) {
    const char *end = bytes + length;
    while (bytes < end) {
        if (sse->after_cr && *bytes == '\n') {
            sse->after_cr = false;
            bytes++;
            continue;
        }
        sse->after_cr = false;
        const char *stop = bytes;
        while (stop < end && *stop != '\r' && *stop != '\n')
            stop++;
        add_to_line(sse, bytes, (size_t)(stop - bytes));
        if (stop == end)
            return;
        sse->after_cr = *stop == '\r';
        end_line(sse);
        bytes = stop + 1;
    }
}
