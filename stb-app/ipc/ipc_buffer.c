/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/ipc/ipc_buffer.h"

#include "stb-app/base/memory.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A key's line has a hundred bytes, a catalog's may have a million: a buffer larger than this is not kept. */
enum { FIRST_ROOM = 1024, KEPT_ROOM = 16384 };

char *ipc_buffer_reserve(struct ipc_buffer *buffer, size_t more) {
    size_t room = buffer->room ? buffer->room : FIRST_ROOM;
    while (room < buffer->length + more)
        room *= 2;
    if (room != buffer->room)
        buffer->bytes = memory_resize(buffer->bytes, room);
    buffer->room = room;
    return buffer->bytes + buffer->length;
}

void ipc_buffer_add(struct ipc_buffer *buffer, const char *bytes, size_t length) {
    memcpy(ipc_buffer_reserve(buffer, length), bytes, length);
    buffer->length += length;
}

void ipc_buffer_add_text(struct ipc_buffer *buffer, const char *text) {
    ipc_buffer_add(buffer, text, strlen(text));
}

void ipc_buffer_add_integer(struct ipc_buffer *buffer, int64_t value) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    ipc_buffer_add(buffer, digits, (size_t)length);
}

/* Not within a character of several bytes. */
static size_t cut(const char *text, size_t most) {
    size_t length = strnlen(text, most + 1);
    if (length <= most)
        return length;
    for (length = most; length && ((unsigned char)text[length] & 0xc0) == 0x80;)
        length--;
    return length;
}

static bool is_plain(char c) {
    return (unsigned char)c >= 0x20 && c != 0x7f && c != '"' && c != '\\';
}

void ipc_buffer_add_string(struct ipc_buffer *buffer, const char *text, size_t most) {
    size_t length = cut(text, most);
    ipc_buffer_add(buffer, "\"", 1);
    for (size_t from = 0, at = 0; at <= length; at++) {
        if (at < length && is_plain(text[at]))
            continue;
        ipc_buffer_add(buffer, text + from, at - from);
        from = at + 1;
        if (at < length && (text[at] == '"' || text[at] == '\\'))
            ipc_buffer_add(buffer, text[at] == '"' ? "\\\"" : "\\\\", 2);
        else if (at < length)
            ipc_buffer_add(buffer, " ", 1);
    }
    ipc_buffer_add(buffer, "\"", 1);
}

void ipc_buffer_drop(struct ipc_buffer *buffer, size_t length) {
    buffer->length -= length;
    if (buffer->length)
        memmove(buffer->bytes, buffer->bytes + length, buffer->length);
    else if (buffer->room > KEPT_ROOM)
        ipc_buffer_free(buffer);
}

void ipc_buffer_free(struct ipc_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct ipc_buffer){0};
}
