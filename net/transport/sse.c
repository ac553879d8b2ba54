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

#include "stb-app/base/memory.h"

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
    bool id_told;            /* the event under way has an id */
    bool line_lost, refused; /* the rest of this line, of this event is passed over */
    size_t well_formed;      /* lines so far */
};

struct sse *sse_create(sse_fn *fn, void *data) {
    struct sse *sse = memory_new(1, sizeof *sse);
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
        buffer->bytes = memory_resize(buffer->bytes, room);
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

static bool take_data(struct sse *sse, const char *value) {
    return buffer_add(&sse->text, value, strlen(value)) && buffer_add(&sse->text, "\n", 1);
}

static bool take_event(struct sse *sse, const char *value) {
    return keep_name(sse->event, sizeof sse->event, value);
}

static bool take_id(struct sse *sse, const char *value) {
    sse->id_told = keep_name(sse->id, sizeof sse->id, value);
    return sse->id_told;
}

static bool take_retry(struct sse *sse, const char *value) {
    size_t length = strlen(value);
    if (length > 0 && length <= 9 && strspn(value, "0123456789") == length)
        sse->retry_ms = strtol(value, NULL, 10);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct sse *sse, const char *value);
} fields[] = {{"data", take_data}, {"event", take_event}, {"id", take_id}, {"retry", take_retry}};

/* A field that is not known is passed over. */
static bool take_field(struct sse *sse, const char *name, const char *value) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(name, fields[i].name) == 0) {
            sse->well_formed++;
            return fields[i].take(sse, value);
        }
    return true;
}

static void dispatch(struct sse *sse) {
    if (sse->refused) {
        sse->fn(sse->data, sse->event[0] ? sse->event : "message", sse->id, NULL);
    } else if (sse->text.length > 0) {
        sse->text.bytes[sse->text.length - 1] = 0; /* the newline of the last data line */
        sse->fn(sse->data, sse->event[0] ? sse->event : "message", sse->id, sse->text.bytes);
    } else if (sse->id_told && sse->id[0]) {
        sse->fn(sse->data, NULL, sse->id, NULL);
    }
    sse->text.length = 0;
    sse->event[0] = 0;
    sse->refused = sse->id_told = false;
}

static char *without_mark(struct sse *sse, char *line) {
    bool first = !sse->begun;
    sse->begun = true;
    return first && !strncmp(line, "\xEF\xBB\xBF", 3) ? line + 3 : line;
}

/* The line's text, which has no 0 inside; NULL = the line is refused. */
static char *whole_line(struct sse *sse) {
    bool whole = !sse->line_lost && buffer_add(&sse->line, "", 0) && !memchr(sse->line.bytes, 0, sse->line.length);
    sse->line_lost = false;
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
    if (colon == line) {
        sse->well_formed++; /* a comment */
        return true;
    }
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
    if (!sse->line_lost && !buffer_add(&sse->line, bytes, length))
        sse->line_lost = true;
}

size_t sse_feed(struct sse *sse, const char *bytes, size_t length) {
    const char *end = bytes + length;
    size_t before = sse->well_formed;
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
            break;
        sse->after_cr = *stop == '\r';
        end_line(sse);
        bytes = stop + 1;
    }
    return sse->well_formed - before;
}
