/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json-c's own reader takes much that is no JSON, even when it is strict: NaN, -01, "1.", a line end in a text, overlong
 * UTF-8. So json_syntax.c has the word on what is JSON, and json-c only builds it.
 *
 * The trap that is left: json-c clamps a number beyond int64 without a word, and "1e400" becomes infinity; the tables'
 * ranges catch both. Of a repeated key the last one counts.
 */
#include "stb-app/base/json.h"

#include "stb-app/base/json_syntax.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BOUND_MIN = 64 };

static size_t within(size_t min, size_t value, size_t max) {
    return value < min ? min : value > max ? max : value;
}

/* A document that is as large as it may be has an object or list in some 50 bytes and a value in 11. One that has more
 * of them is made to take memory: an empty object is 3 bytes, and some 800 when it was read. */
static struct json_syntax bounds_of(size_t most) {
    return (struct json_syntax){
        .depth_max = JSON_DEPTH_MAX,
        .containers_max = within(BOUND_MIN, most / 32, JSON_CONTAINERS_MAX),
        .values_max = within(BOUND_MIN, most / 8, JSON_VALUES_MAX),
    };
}

/* TEXT is JSON. NULL is what null becomes, with an empty ERROR. */
static struct json_object *build(const char *text, size_t length, char *error) {
    struct json_tokener *tokener = json_tokener_new_ex(2 * JSON_DEPTH_MAX);
    if (!tokener)
        abort();
    struct json_object *built = json_tokener_parse_ex(tokener, text, (int)length);
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        built = json_tokener_parse_ex(tokener, "", 1); /* the end of a bare number */
    enum json_tokener_error failed = json_tokener_get_error(tokener);
    snprintf(error, JSON_ERROR_SIZE, "%s", failed ? json_tokener_error_desc(failed) : "");
    json_tokener_free(tokener);
    return built;
}

struct json_object *json_parse(const char *text, size_t length, size_t most, char *error) {
    if (length > most || length > INT32_MAX - 1) {
        snprintf(error, JSON_ERROR_SIZE, "%zu bytes, expected at most %zu", length, most);
        return NULL;
    }
    size_t at;
    const char *reason;
    struct json_syntax bounds = bounds_of(most);
    if (!json_syntax_check(&bounds, text, length, &at, &reason)) {
        snprintf(error, JSON_ERROR_SIZE, "no JSON at byte %zu: %s", at, reason);
        return NULL;
    }
    struct json_object *parsed = build(text, length, error);
    if (!parsed && !error[0])
        snprintf(error, JSON_ERROR_SIZE, "null, expected a value");
    return parsed;
}

/* A plain file: a pipe in its place would be waited for, and no key answered. */
static char *read_bounded(const char *path, size_t most, size_t *length, char *error) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        snprintf(error, JSON_ERROR_SIZE, "%s: %s", path, fd < 0 ? strerror(errno) : "expected a plain file");
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    char *text = memory_new(most + 1, 1);
    ssize_t got = 0;
    *length = 0;
    while (*length <= most && (got = read(fd, text + *length, most + 1 - *length)) > 0)
        *length += (size_t)got;
    if (got < 0)
        snprintf(error, JSON_ERROR_SIZE, "%s: %s", path, strerror(errno));
    close(fd);
    if (got >= 0)
        return text;
    free(text);
    return NULL;
}

/* Some editors begin a file with a byte order mark; RFC 8259 lets a reader pass it over. */
static size_t mark_length(const char *text, size_t length) {
    return length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

struct json_object *json_read_file(const char *path, size_t most, char *error) {
    size_t length;
    char *text = read_bounded(path, most, &length, error);
    if (!text)
        return NULL;
    char reason[JSON_ERROR_SIZE];
    size_t begin = mark_length(text, length);
    struct json_object *parsed = json_parse(text + begin, length - begin, most, reason);
    free(text);
    if (!parsed)
        snprintf(error, JSON_ERROR_SIZE, "%.120s: %.120s", path, reason);
    return parsed;
}

static bool refuse(char *error, const char *where, const char *key, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s%s%s: %s", where, *where ? "." : "", key, expected);
    return false;
}

static bool fill_text(struct json_object *value, const struct json_field *field, char *into, char *expected) {
    snprintf(expected, 128, "expected text of at most %zu bytes without control characters", field->size - 1);
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    size_t length = (size_t)json_object_get_string_len(value);
    if (length >= field->size)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    memcpy(into, text, length + 1);
    return true;
}

static bool fill_number(struct json_object *value, const struct json_field *field, void *into, char *expected) {
    bool whole = field->kind == JSON_INTEGER;
    snprintf(expected, 128, "expected a %snumber from %.15g to %.15g", whole ? "whole " : "", field->min, field->max);
    if (!json_object_is_type(value, json_type_int) && (whole || !json_object_is_type(value, json_type_double)))
        return false;
    double number = json_object_get_double(value);
    if (!isfinite(number) || number < field->min || number > field->max)
        return false;
    if (whole)
        *(int64_t *)into = json_object_get_int64(value);
    else
        *(double *)into = number;
    return true;
}

static bool fill_choice(struct json_object *value, const struct json_field *field, int *into, char *expected) {
    int used = snprintf(expected, 128, "expected one of");
    for (int i = 0; field->choices[i]; i++) {
        if (json_object_is_type(value, json_type_string) &&
            strcmp(json_object_get_string(value), field->choices[i]) == 0) {
            *into = i;
            return true;
        }
        if (used < 128)
            used += snprintf(expected + used, (size_t)(128 - used), " \"%s\"", field->choices[i]);
    }
    return false;
}

static bool fill_any(struct json_object *value, const struct json_field *field, struct json_object **into,
                     char *expected) {
    *into = value;
    if (field->max <= 0)
        return true;
    snprintf(expected, 128, "expected %.0f to %.0f members", field->min, field->max);
    size_t length = json_object_is_type(value, json_type_array)    ? json_object_array_length(value)
                    : json_object_is_type(value, json_type_object) ? (size_t)json_object_object_length(value)
                                                                   : SIZE_MAX;
    return length >= (size_t)field->min && length <= (size_t)field->max;
}

static bool fill_one(struct json_object *value, const struct json_field *field, enum json_strictness strictness,
                     char *into, const char *where, char *error) {
    char expected[128] = "";
    bool fits = false;
    switch (field->kind) {
    case JSON_TEXT:
        fits = fill_text(value, field, into + field->offset, expected);
        break;
    case JSON_INTEGER:
    case JSON_NUMBER:
        fits = fill_number(value, field, into + field->offset, expected);
        break;
    case JSON_TRUTH:
        snprintf(expected, sizeof expected, "expected true or false");
        if ((fits = json_object_is_type(value, json_type_boolean)))
            *(bool *)(void *)(into + field->offset) = json_object_get_boolean(value);
        break;
    case JSON_CHOICE:
        fits = fill_choice(value, field, (int *)(void *)(into + field->offset), expected);
        break;
    case JSON_ANY:
        fits = fill_any(value, field, (struct json_object **)(void *)(into + field->offset), expected);
        break;
    case JSON_GROUP: {
        char place[JSON_ERROR_SIZE];
        snprintf(place, sizeof place, "%s%s%s", where, *where ? "." : "", field->key);
        return json_fill(value, field->fields, strictness, into, place, error);
    }
    }
    return fits || refuse(error, where, field->key, expected);
}

bool json_fill(struct json_object *from, const struct json_field *fields, enum json_strictness strictness, void *into,
               const char *where, char *error) {
    if (!json_object_is_type(from, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "%s%sexpected an object {...}", where, *where ? ": " : "");
        return false;
    }
    for (const struct json_field *field = fields; field->key; field++) {
        struct json_object *value;
        if (json_object_object_get_ex(from, field->key, &value)) {
            if (!fill_one(value, field, strictness, into, where, error))
                return false;
        } else if (field->rule == JSON_MUST) {
            return refuse(error, where, field->key, "is missing");
        }
    }
    if (strictness == JSON_LENIENT)
        return true;
    json_object_object_foreach(from, key, ignored) {
        (void)ignored;
        const struct json_field *field = fields;
        while (field->key && strcmp(field->key, key) != 0)
            field++;
        if (!field->key) {
            char shown[64];
            snprintf(shown, sizeof shown, "%s", key);
            return refuse(error, where, shown, "unknown key");
        }
    }
    return true;
}

struct json_object *json_child(struct json_object *from, const char *key) {
    struct json_object *value = NULL;
    if (json_object_is_type(from, json_type_object))
        json_object_object_get_ex(from, key, &value);
    return value;
}

const char *json_text(struct json_object *from, const char *key, const char *fallback) {
    struct json_object *value = json_child(from, key);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : fallback;
}

int64_t json_integer(struct json_object *from, const char *key, int64_t fallback) {
    struct json_object *value = json_child(from, key);
    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : fallback;
}

bool json_truth(struct json_object *from, const char *key, bool fallback) {
    struct json_object *value = json_child(from, key);
    return json_object_is_type(value, json_type_boolean) ? json_object_get_boolean(value) : fallback;
}

void json_put_text(struct json_object *to, const char *key, const char *text) {
    if (text)
        json_object_object_add(to, key, json_object_new_string(text));
}

void json_put_integer(struct json_object *to, const char *key, int64_t value) {
    json_object_object_add(to, key, json_object_new_int64(value));
}

void json_put_truth(struct json_object *to, const char *key, bool value) {
    json_object_object_add(to, key, json_object_new_boolean(value));
}
