/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json-c's own reader takes much that is no JSON, even when it is strict: NaN, -01, "1.", a line end in a text,
 * overlong UTF-8. So json_syntax.c decides what is JSON, and json-c only builds it.
 *
 * The trap that is left: json-c clamps a number beyond int64 without a word, and "1e400" becomes infinity; the tables'
 * ranges catch both. Of a repeated key the last one counts.
 */
#include "stb-app/base/json.h"

#include "stb-app/base/json_syntax.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/utf8.h"

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

/* TEXT is valid JSON. The value null becomes NULL, with an empty ERROR. */
static struct json_object *build(const char *text, size_t length, char *error) {
    struct json_tokener *tokener = memory_must(json_tokener_new_ex(2 * JSON_DEPTH_MAX), "json-c");
    struct json_object *built = json_tokener_parse_ex(tokener, text, (int)length);
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        built = json_tokener_parse_ex(tokener, "", 1); /* the end of a bare number */
    enum json_tokener_error failed = json_tokener_get_error(tokener);
    snprintf(error, JSON_ERROR_SIZE, "%s", failed ? json_tokener_error_desc(failed) : "");
    json_tokener_free(tokener);
    return built;
}

struct json_object *json_parse_at(const char *text, size_t length, size_t most, size_t *at, char *error) {
    *at = 0;
    if (length > most || length > INT32_MAX - 1) {
        snprintf(error, JSON_ERROR_SIZE, "%zu bytes, expected at most %zu", length, most);
        return NULL;
    }
    const char *reason;
    struct json_syntax bounds = bounds_of(most);
    if (!json_syntax_check(&bounds, text, length, at, &reason)) {
        snprintf(error, JSON_ERROR_SIZE, "no JSON at byte %zu: %s", *at, reason);
        return NULL;
    }
    struct json_object *parsed = build(text, length, error);
    if (!parsed && !error[0])
        snprintf(error, JSON_ERROR_SIZE, "null, expected a value");
    return parsed;
}

struct json_object *json_parse(const char *text, size_t length, size_t most, char *error) {
    size_t at;
    return json_parse_at(text, length, most, &at, error);
}

/* Some editors begin a file with a byte order mark; RFC 8259 lets a reader pass it over. Returns the length without. */
static size_t drop_mark(char *text, size_t length) {
    if (length < 3 || memcmp(text, "\xef\xbb\xbf", 3) != 0)
        return length;
    memmove(text, text + 3, length - 3);
    return length - 3;
}

/* Only a plain file: a pipe in its place would make us wait, and no key would be answered. */
char *json_read_text(const char *path, size_t most, size_t *length, char *error) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        snprintf(error, JSON_ERROR_SIZE, "%s: %s", path, fd < 0 ? strerror(errno) : "expected a plain file");
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    char *text = memory_new(most + 2, 1);
    ssize_t got = 0;
    *length = 0;
    while (*length <= most && (got = read(fd, text + *length, most + 1 - *length)) > 0)
        *length += (size_t)got;
    if (got < 0)
        snprintf(error, JSON_ERROR_SIZE, "%s: %s", path, strerror(errno));
    close(fd);
    if (got >= 0) {
        *length = drop_mark(text, *length);
        text[*length] = '\0';
        return text;
    }
    free(text);
    return NULL;
}

struct json_object *json_read_file(const char *path, size_t most, char *error) {
    size_t length;
    char *text = json_read_text(path, most, &length, error);
    if (!text)
        return NULL;
    char reason[JSON_ERROR_SIZE];
    struct json_object *parsed = json_parse(text, length, most, reason);
    free(text);
    if (!parsed)
        snprintf(error, JSON_ERROR_SIZE, "%.120s: %.120s", path, reason);
    return parsed;
}

/* Who is told of a fault, and whether there was one. */
struct filling {
    enum json_strictness strictness;
    json_fault_fn *on_fault;
    void *data;
    bool ok, stopped;
};

/* KEY of the object at WHERE; "" = the object itself. */
static void refuse(struct filling *filling, const char *where, const char *key, const char *expected) {
    char place[JSON_ERROR_SIZE];
    snprintf(place, sizeof place, "%s%s%s", where, *where && *key ? "." : "", key);
    filling->ok = false;
    filling->stopped = !filling->on_fault(filling->data, place, expected);
}

static bool fill_text(struct json_object *value, const struct json_field *field, char *into, char *expected) {
    size_t most = field->max > 0 ? (size_t)field->max : field->size - 1;
    snprintf(expected, 128, "expected text of at most %zu %s without control characters", most,
             field->max > 0 ? "characters" : "bytes");
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    size_t length = (size_t)json_object_get_string_len(value);
    if (length >= field->size || utf8_fit(text, length, most, length) < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    memcpy(into, text, length + 1);
    return true;
}

static bool fill_words(struct json_object *value, const struct json_field *field, char *into, char *expected) {
    snprintf(expected, 128, "expected text");
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    size_t length = utf8_fit(text, (size_t)json_object_get_string_len(value), (size_t)field->max, field->size - 1);
    for (size_t i = 0; i < length; i++)
        into[i] = (char)((unsigned char)text[i] < 0x20 || text[i] == 0x7f ? ' ' : text[i]);
    into[length] = '\0';
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
    snprintf(expected, 128, "expected %.0f to %.0f members", field->min, field->max);
    size_t length = json_object_is_type(value, json_type_array)    ? json_object_array_length(value)
                    : json_object_is_type(value, json_type_object) ? (size_t)json_object_object_length(value)
                                                                   : SIZE_MAX;
    bool fits = field->max <= 0 || (length >= (size_t)field->min && length <= (size_t)field->max);
    if (fits)
        *into = value;
    return fits;
}

static void fill_object(struct filling *filling, struct json_object *from, const struct json_field *fields, char *into,
                        const char *where);

static void fill_group(struct filling *filling, struct json_object *value, const struct json_field *field, char *into,
                       const char *where) {
    char place[JSON_ERROR_SIZE];
    snprintf(place, sizeof place, "%s%s%s", where, *where ? "." : "", field->key);
    fill_object(filling, value, field->fields, into, place);
}

static bool fill_value(struct json_object *value, const struct json_field *field, char *into, char *expected) {
    switch (field->kind) {
    case JSON_TEXT:
        return fill_text(value, field, into + field->offset, expected);
    case JSON_WORDS:
        return fill_words(value, field, into + field->offset, expected);
    case JSON_INTEGER:
    case JSON_NUMBER:
        return fill_number(value, field, into + field->offset, expected);
    case JSON_TRUTH:
        snprintf(expected, 128, "expected true or false");
        if (!json_object_is_type(value, json_type_boolean))
            return false;
        *(bool *)(void *)(into + field->offset) = json_object_get_boolean(value);
        return true;
    case JSON_CHOICE:
        return fill_choice(value, field, (int *)(void *)(into + field->offset), expected);
    case JSON_ANY:
        return fill_any(value, field, (struct json_object **)(void *)(into + field->offset), expected);
    case JSON_GROUP:
        break; /* fill_group() */
    }
    return false;
}

static void fill_field(struct filling *filling, struct json_object *from, const struct json_field *field, char *into,
                       const char *where) {
    struct json_object *value;
    char expected[128] = "";
    if (!json_object_object_get_ex(from, field->key, &value)) {
        if (field->rule == JSON_MUST)
            refuse(filling, where, field->key, "is missing");
    } else if (field->kind == JSON_GROUP) {
        fill_group(filling, value, field, into, where);
    } else if (!fill_value(value, field, into, expected)) {
        refuse(filling, where, field->key, expected);
    }
}

static bool is_known(const struct json_field *fields, const char *key) {
    while (fields->key && strcmp(fields->key, key) != 0)
        fields++;
    return fields->key != NULL;
}

static void refuse_unknown(struct filling *filling, struct json_object *from, const struct json_field *fields,
                           const char *where) {
    json_object_object_foreach(from, key, ignored) {
        (void)ignored;
        char shown[64];
        snprintf(shown, sizeof shown, "%s", key);
        if (!filling->stopped && !is_known(fields, key))
            refuse(filling, where, shown, "unknown key");
    }
}

static void fill_object(struct filling *filling, struct json_object *from, const struct json_field *fields, char *into,
                        const char *where) {
    if (!json_object_is_type(from, json_type_object)) {
        refuse(filling, where, "", "expected an object {...}");
        return;
    }
    for (const struct json_field *field = fields; field->key && !filling->stopped; field++)
        fill_field(filling, from, field, into, where);
    if (filling->strictness == JSON_STRICT)
        refuse_unknown(filling, from, fields, where);
}

bool json_fill_all(struct json_object *from, const struct json_field *fields, enum json_strictness strictness,
                   void *into, json_fault_fn *on_fault, void *data) {
    struct filling filling = {.strictness = strictness, .on_fault = on_fault, .data = data, .ok = true};
    fill_object(&filling, from, fields, into, "");
    return filling.ok;
}

static bool keep_first(void *data, const char *place, const char *expected) {
    snprintf(data, JSON_ERROR_SIZE, "%s%s%s", place, *place ? ": " : "", expected);
    return false;
}

bool json_fill(struct json_object *from, const struct json_field *fields, enum json_strictness strictness, void *into,
               const char *where, char *error) {
    struct filling filling = {.strictness = strictness, .on_fault = keep_first, .data = error, .ok = true};
    fill_object(&filling, from, fields, into, where);
    return filling.ok;
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
