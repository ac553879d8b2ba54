/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading: each value is checked before anything is taken of it. Where a value stands ("requests[3].details[0].label")
 * is a chain of places on the stack, which costs nothing until something is wrong.
 */
#include "stb-app/ipc/ipc_fields.h"

#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

#include <json-c/linkhash.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_LIST = -1 };
struct place {
    const struct place *outer; /* NULL = the whole */
    const char *name;
    int at; /* number of a list's element; NO_LIST */
};

static void write_place(const struct place *place, char *to, size_t size) {
    if (!place)
        return;
    write_place(place->outer, to, size);
    size_t used = strlen(to);
    if (place->at == NO_LIST)
        snprintf(to + used, size - used, "%s%.40s", used ? "." : "", place->name);
    else
        snprintf(to + used, size - used, "[%d]", place->at);
}

__attribute__((format(printf, 3, 4))) static bool refuse(const struct place *place, char *error, const char *format,
                                                         ...) {
    char where[120] = "", expected[128];
    va_list values;
    va_start(values, format);
    vsnprintf(expected, sizeof expected, format, values);
    va_end(values);
    write_place(place, where, sizeof where);
    snprintf(error, JSON_ERROR_SIZE, "%s%s%s", where, where[0] ? ": " : "", expected);
    return false;
}

/* The text of VALUE; NULL = it is none, or longer, or not clean. */
static const char *clean_text(struct json_object *value, size_t bytes) {
    if (!json_object_is_type(value, json_type_string) || (size_t)json_object_get_string_len(value) > bytes)
        return NULL;
    const char *text = json_object_get_string(value);
    for (int i = 0; i < json_object_get_string_len(value); i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return NULL;
    return text;
}

static bool refuse_text(const struct place *place, char *error, size_t bytes) {
    return refuse(place, error, "expected text of at most %zu bytes without control characters", bytes);
}

/* Into a member that is a pointer, whatever it points to. */
static void put_pointer(void *whole, size_t offset, const void *value) {
    memcpy((char *)whole + offset, &value, sizeof value);
}

static bool read_text(const struct ipc_field *field, struct json_object *value, void *into, const struct place *place,
                      char *error) {
    const char *text = clean_text(value, ipc_fields_bytes(field));
    if (!text)
        return refuse_text(place, error, ipc_fields_bytes(field));
    if (field->kind == IPC_TEXT)
        memcpy(into, text, strlen(text) + 1);
    else
        put_pointer(into, 0, text);
    return true;
}

static bool read_truth(struct json_object *value, bool *into, const struct place *place, char *error) {
    if (!json_object_is_type(value, json_type_boolean))
        return refuse(place, error, "expected true or false");
    *into = json_object_get_boolean(value);
    return true;
}

static bool read_number(const struct ipc_field *field, struct json_object *value, void *into, const struct place *place,
                        char *error) {
    bool whole = field->kind == IPC_INTEGER;
    double number = json_object_get_double(value);
    bool is_number =
        json_object_is_type(value, json_type_int) || (!whole && json_object_is_type(value, json_type_double));
    if (!is_number || !isfinite(number) || number < field->min || number > field->max)
        return refuse(place, error, "expected a %snumber from %.15g to %.15g", whole ? "whole " : "", field->min,
                      field->max);
    if (!whole)
        *(double *)into = number;
    else if (field->size == sizeof(int))
        *(int *)into = json_object_get_int(value);
    else
        *(int64_t *)into = json_object_get_int64(value);
    return true;
}

/* -1 = none of the names. */
static int find_choice(const struct ipc_field *field, const char *name) {
    for (int i = 0; field->choice(i); i++)
        if (strcmp(field->choice(i), name) == 0)
            return i;
    return -1;
}

static bool read_choice(const struct ipc_field *field, struct json_object *value, int *into, const struct place *place,
                        char *error) {
    int found = json_object_is_type(value, json_type_string) ? find_choice(field, json_object_get_string(value)) : -1;
    if (found < 0)
        return refuse(place, error, "expected a name such as \"%s\"", field->choice(1));
    *into = found;
    return true;
}

static bool read_struct(const struct ipc_table *table, struct json_object *from, void *into, const struct place *place,
                        char *error);

/* The place for one more struct of the list; it is counted at once, so that ipc_fields_free() finds it. */
static void *add_element(const struct ipc_field *field, void *whole, size_t count) {
    size_t *counted = (size_t *)(void *)((char *)whole + field->count);
    if (*counted == 0 && field->place != IPC_INSIDE)
        put_pointer(whole, field->offset,
                    memory_new(count, field->place == IPC_POINTERS ? sizeof(void *) : field->table->size));
    if (field->place == IPC_POINTERS) {
        void *list;
        memcpy(&list, (char *)whole + field->offset, sizeof list);
        put_pointer(list, *counted * sizeof(void *), memory_new(1, field->table->size));
    }
    return ipc_fields_element(field, whole, (*counted)++);
}

static bool read_list(const struct ipc_field *field, struct json_object *value, void *whole, const struct place *place,
                      char *error) {
    if (!json_object_is_type(value, json_type_array) || (double)json_object_array_length(value) > field->max)
        return refuse(place, error, "expected a list of at most %.0f", field->max);
    size_t count = json_object_array_length(value);
    for (size_t i = 0; i < count; i++) {
        struct place here = {place, NULL, (int)i};
        if (!read_struct(field->table, json_object_array_get_idx(value, i), add_element(field, whole, count), &here,
                         error))
            return false;
    }
    return true;
}

static bool read_pairs(const struct ipc_field *field, struct json_object *value, void *whole, const struct place *place,
                       char *error) {
    const struct ipc_field *first = &field->table->fields[0], *second = &field->table->fields[1];
    if (!json_object_is_type(value, json_type_object) || json_object_object_length(value) > field->max)
        return refuse(place, error, "expected an object of at most %.0f texts", field->max);
    json_object_object_foreach(value, key, text) {
        struct place here = {place, key, NO_LIST};
        size_t length = strlen(key);
        const char *clean = clean_text(text, ipc_fields_bytes(second));
        if (length == 0 || length > ipc_fields_bytes(first) || !clean || !clean[0])
            return refuse(&here, error, "expected texts of 1 to %zu bytes", ipc_fields_bytes(second));
        char *pair = add_element(field, whole, (size_t)json_object_object_length(value));
        memcpy(pair + first->offset, key, length + 1);
        memcpy(pair + second->offset, clean, strlen(clean) + 1);
    }
    return true;
}

static bool read_texts(const struct ipc_field *field, struct json_object *value, void *whole, const struct place *place,
                       char *error) {
    if (!json_object_is_type(value, json_type_array) || (double)json_object_array_length(value) > field->max)
        return refuse(place, error, "expected a list of at most %.0f", field->max);
    size_t count = json_object_array_length(value);
    const char **texts = memory_new(count, sizeof *texts);
    put_pointer(whole, field->offset, texts);
    *(size_t *)(void *)((char *)whole + field->count) = count;
    for (size_t i = 0; i < count; i++) {
        struct place here = {place, NULL, (int)i};
        texts[i] = clean_text(json_object_array_get_idx(value, i), field->bytes);
        if (!texts[i])
            return refuse_text(&here, error, field->bytes);
    }
    return true;
}

static bool read_times(const struct ipc_field *field, struct json_object *value, int64_t *into,
                       const struct place *place, char *error) {
    if (!json_object_is_type(value, json_type_object))
        return refuse(place, error, "expected an object of times");
    json_object_object_foreach(value, key, time) {
        struct place here = {place, key, NO_LIST};
        int which = find_choice(field, key);
        if (which < 0)
            return refuse(&here, error, "expected a name such as \"%s\"", field->choice(0));
        if (!json_object_is_type(time, json_type_int) || json_object_get_int64(time) < 0 ||
            (double)json_object_get_int64(time) > field->max)
            return refuse(&here, error, "expected a whole number from 0 to %.15g", field->max);
        into[which] = json_object_get_int64(time);
    }
    return true;
}

static bool read_raw(const struct ipc_field *field, struct json_object *value, struct ipc_raw *into,
                     const struct place *place, char *error) {
    bool list = field->kind == IPC_RAW_LIST;
    if (!json_object_is_type(value, list ? json_type_array : json_type_object))
        return refuse(place, error, list ? "expected a list [...]" : "expected an object {...}");
    into->json = value;
    return true;
}

static bool read_value(const struct ipc_field *field, struct json_object *value, void *whole, const struct place *place,
                       char *error) {
    void *into = (char *)whole + field->offset;
    switch (field->kind) {
    case IPC_TEXT:
    case IPC_BORROWED:
        return read_text(field, value, into, place, error);
    case IPC_TRUTH:
        return read_truth(value, into, place, error);
    case IPC_INTEGER:
    case IPC_NUMBER:
        return read_number(field, value, into, place, error);
    case IPC_CHOICE:
        return read_choice(field, value, into, place, error);
    case IPC_GROUP:
    case IPC_PART:
        return read_struct(field->table, value, into, place, error);
    case IPC_LIST:
        return read_list(field, value, whole, place, error);
    case IPC_PAIRS:
        return read_pairs(field, value, whole, place, error);
    case IPC_TEXTS:
        return read_texts(field, value, whole, place, error);
    case IPC_TIMES:
        return read_times(field, value, into, place, error);
    case IPC_RAW_OBJECT:
    case IPC_RAW_LIST:
        return read_raw(field, value, into, place, error);
    }
    return false;
}

/* Nobody has to look for NULL in a text. */
static void empty_texts(const struct ipc_table *table, void *into) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        if (field->kind == IPC_BORROWED)
            put_pointer(into, field->offset, "");
        else if (field->kind == IPC_GROUP || field->kind == IPC_PART)
            empty_texts(field->table, (char *)into + field->offset);
    }
}

static bool read_struct(const struct ipc_table *table, struct json_object *from, void *into, const struct place *place,
                        char *error) {
    if (!json_object_is_type(from, json_type_object))
        return refuse(place, error, "expected an object {...}");
    empty_texts(table, into);
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        struct place here = {place, field->name, NO_LIST};
        struct json_object *value = from;
        if (field->kind == IPC_PART || json_object_object_get_ex(from, field->name, &value)) {
            if (!read_value(field, value, into, field->kind == IPC_PART ? place : &here, error))
                return false;
        } else if (field->rule == IPC_REQUIRED) {
            return refuse(&here, error, "is missing");
        }
    }
    const char *expected = table->check ? table->check(into) : NULL;
    return !expected || refuse(place, error, "%s", expected);
}

bool ipc_fields_read(const struct ipc_table *table, struct json_object *from, void *into, char *error) {
    struct place whole = {NULL, table->name, NO_LIST};
    if (read_struct(table, from, into, &whole, error))
        return true;
    ipc_fields_free(table, into);
    return false;
}
