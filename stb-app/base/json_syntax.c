/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 8259's grammar, a function for each of its rules; each consumes what it stands for or leaves a reason. The trap
 * is recursion on what comes from outside: DEPTH_MAX ends it.
 */
#include "stb-app/base/json_syntax.h"

#include "stb-app/base/utf8.h"

#include <string.h>

struct reader {
    const struct json_syntax *bounds;
    const char *text;
    size_t length, at;
    size_t depth, containers, values;
    const char *reason; /* NULL = all is well so far */
};

static bool refuse(struct reader *reader, const char *reason) {
    reader->reason = reader->at < reader->length ? reason : "it ends too early";
    return false;
}

/* Not one for which there is no room; so it is not said that the text ends too early. */
static bool refuse_size(struct reader *reader, const char *reason) {
    reader->reason = reason;
    return false;
}

/* The next byte; 0 at the end, which no rule takes for anything. */
static char next(const struct reader *reader) {
    return reader->at < reader->length ? reader->text[reader->at] : 0;
}

static bool skip(struct reader *reader, char c) {
    bool there = reader->at < reader->length && reader->text[reader->at] == c;
    reader->at += there;
    return there;
}

static void skip_space(struct reader *reader) {
    while (skip(reader, ' ') || skip(reader, '\t') || skip(reader, '\n') || skip(reader, '\r'))
        ;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool digits(struct reader *reader) {
    if (!is_digit(next(reader)))
        return refuse(reader, "expected a digit");
    while (is_digit(next(reader)))
        reader->at++;
    return true;
}

static bool number(struct reader *reader) {
    skip(reader, '-');
    if (!skip(reader, '0') && !digits(reader))
        return false;
    if (skip(reader, '.') && !digits(reader))
        return false;
    if (!skip(reader, 'e') && !skip(reader, 'E'))
        return true;
    if (!skip(reader, '+'))
        skip(reader, '-');
    return digits(reader);
}

static bool literal(struct reader *reader, const char *word) {
    for (; *word; word++)
        if (!skip(reader, *word))
            return refuse(reader, "expected a value");
    return true;
}

/* Takes an escape after its backslash. */
static bool escape(struct reader *reader) {
    if (!skip(reader, 'u')) {
        if (!next(reader) || !strchr("\"\\/bfnrt", next(reader)))
            return refuse(reader, "expected an escape");
        reader->at++;
        return true;
    }
    for (int i = 0; i < 4; i++, reader->at++)
        if (!is_hex(next(reader)))
            return refuse(reader, "expected four hexadecimal digits");
    return true;
}

static bool character(struct reader *reader) {
    const char *at = reader->text + reader->at;
    size_t length = utf8_length(at, reader->length - reader->at);
    if (length == 0)
        return refuse(reader, "no UTF-8");
    if ((unsigned char)*at < 0x20)
        return refuse(reader, "a control character in a text");
    reader->at += length;
    return true;
}

static bool text(struct reader *reader) {
    if (!skip(reader, '"'))
        return refuse(reader, "expected a text in double quotes");
    while (!skip(reader, '"'))
        if (skip(reader, '\\') ? !escape(reader) : !character(reader))
            return false;
    return true;
}

static bool value(struct reader *reader);

static bool member(struct reader *reader) {
    skip_space(reader);
    if (!text(reader))
        return false;
    skip_space(reader);
    if (!skip(reader, ':'))
        return refuse(reader, "expected a colon");
    return value(reader);
}

/* What stands between BEGIN, which is the next byte, and END: members or values with commas between. */
static bool container(struct reader *reader, char end, bool (*element)(struct reader *)) {
    if (++reader->depth > reader->bounds->depth_max)
        return refuse_size(reader, "too many objects and lists in each other");
    if (++reader->containers > reader->bounds->containers_max)
        return refuse_size(reader, "too many objects and lists");
    reader->at++;
    skip_space(reader);
    if (!skip(reader, end)) {
        do
            if (!element(reader))
                return false;
        while (skip(reader, ','));
        if (!skip(reader, end))
            return refuse(reader, end == '}' ? "expected , or }" : "expected , or ]");
    }
    reader->depth--;
    return true;
}

static bool bare_value(struct reader *reader) {
    switch (next(reader)) {
    case '{':
        return container(reader, '}', member);
    case '[':
        return container(reader, ']', value);
    case '"':
        return text(reader);
    case 't':
        return literal(reader, "true");
    case 'f':
        return literal(reader, "false");
    case 'n':
        return literal(reader, "null");
    default:
        return next(reader) == '-' || is_digit(next(reader)) ? number(reader) : refuse(reader, "expected a value");
    }
}

static bool value(struct reader *reader) {
    skip_space(reader);
    if (++reader->values > reader->bounds->values_max)
        return refuse_size(reader, "too many values");
    if (!bare_value(reader))
        return false;
    skip_space(reader);
    return true;
}

bool json_syntax_check(const struct json_syntax *bounds, const char *bytes, size_t length, size_t *at,
                       const char **reason) {
    struct reader reader = {.bounds = bounds, .text = bytes, .length = length};
    bool good = value(&reader);
    if (good && reader.at < length) {
        reader.reason = "something follows the value";
        good = false;
    }
    *at = reader.at;
    *reason = reader.reason;
    return good;
}
