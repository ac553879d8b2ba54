/* SPDX-License-Identifier: Apache-2.0 */
/* Where a table's members are, and the writing of them. Reading is ipc_fields_read.c. */
#include "stb-app/ipc/ipc_fields.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const void *member(const struct ipc_field *field, const void *from) {
    return (const char *)from + field->offset;
}

size_t ipc_fields_bytes(const struct ipc_field *field) {
    return field->kind == IPC_TEXT ? field->size - 1 : field->bytes;
}

size_t ipc_fields_count(const struct ipc_field *field, const void *from) {
    size_t count;
    memcpy(&count, (const char *)from + field->count, sizeof count);
    return count;
}

/* A member that is a pointer, whatever it points to. */
static void *pointer(const void *at) {
    void *value;
    memcpy(&value, at, sizeof value);
    return value;
}

void *ipc_fields_element(const struct ipc_field *field, const void *from, size_t at) {
    const char *list = field->place == IPC_INSIDE ? member(field, from) : pointer(member(field, from));
    if (field->place == IPC_POINTERS)
        return pointer(list + at * sizeof(void *));
    return (char *)(uintptr_t)list + at * field->table->size;
}

static int64_t integer(const struct ipc_field *field, const void *from) {
    const void *at = member(field, from);
    return field->size == sizeof(int) ? *(const int *)at : *(const int64_t *)at;
}

static int64_t within(int64_t value, const struct ipc_field *field) {
    return (double)value < field->min ? (int64_t)field->min : (double)value > field->max ? (int64_t)field->max : value;
}

/* How many are written. */
static size_t bounded_count(const struct ipc_field *field, const void *from) {
    size_t count = ipc_fields_count(field, from);
    return (double)count > field->max ? (size_t)field->max : count;
}

static const char *borrowed(const struct ipc_field *field, const void *from) {
    const char *text = pointer(member(field, from));
    return text ? text : "";
}

static bool is_empty(const struct ipc_field *field, const void *from);

static bool all_are_empty(const struct ipc_table *table, const void *from) {
    for (const struct ipc_field *field = table->fields; field->name; field++)
        if (!is_empty(field, from))
            return false;
    return true;
}

static bool is_empty(const struct ipc_field *field, const void *from) {
    const struct ipc_raw *raw = member(field, from);
    switch (field->kind) {
    case IPC_TEXT:
        return *(const char *)member(field, from) == 0;
    case IPC_BORROWED:
        return borrowed(field, from)[0] == 0;
    case IPC_TRUTH:
        return !*(const bool *)member(field, from);
    case IPC_INTEGER:
    case IPC_CHOICE:
        return integer(field, from) == 0;
    case IPC_NUMBER:
        return *(const double *)member(field, from) == 0;
    case IPC_GROUP:
    case IPC_PART:
        return all_are_empty(field->table, member(field, from));
    case IPC_LIST:
    case IPC_PAIRS:
    case IPC_TEXTS:
        return ipc_fields_count(field, from) == 0;
    case IPC_TIMES:
        return false;
    case IPC_RAW_OBJECT:
    case IPC_RAW_LIST:
        return !raw->text && !raw->json;
    }
    return false;
}

static void add_comma(struct ipc_buffer *out) {
    char last = out->bytes[out->length - 1];
    if (last != '{' && last != '[')
        ipc_buffer_add(out, ",", 1);
}

static void add_name(struct ipc_buffer *out, const char *name, size_t most) {
    add_comma(out);
    ipc_buffer_add_string(out, name, most);
    ipc_buffer_add(out, ":", 1);
}

static void write_number(const struct ipc_field *field, double number, struct ipc_buffer *out) {
    char digits[40];
    snprintf(digits, sizeof digits, "%.15g",
             number < field->min   ? field->min
             : number > field->max ? field->max
                                   : number);
    ipc_buffer_add_text(out, digits);
}

static void write_list(const struct ipc_field *field, const void *from, struct ipc_buffer *out) {
    ipc_buffer_add(out, "[", 1);
    for (size_t i = 0; i < bounded_count(field, from); i++) {
        add_comma(out);
        ipc_fields_write(field->table, ipc_fields_element(field, from, i), out);
    }
    ipc_buffer_add(out, "]", 1);
}

static void write_pairs(const struct ipc_field *field, const void *from, struct ipc_buffer *out) {
    const struct ipc_field *first = &field->table->fields[0], *second = &field->table->fields[1];
    ipc_buffer_add(out, "{", 1);
    for (size_t i = 0; i < bounded_count(field, from); i++) {
        const void *pair = ipc_fields_element(field, from, i);
        add_name(out, member(first, pair), ipc_fields_bytes(first));
        ipc_buffer_add_string(out, member(second, pair), ipc_fields_bytes(second));
    }
    ipc_buffer_add(out, "}", 1);
}

static void write_texts(const struct ipc_field *field, const void *from, struct ipc_buffer *out) {
    const char *const *texts = pointer(member(field, from));
    ipc_buffer_add(out, "[", 1);
    for (size_t i = 0; i < bounded_count(field, from); i++) {
        add_comma(out);
        ipc_buffer_add_string(out, texts[i], field->bytes);
    }
    ipc_buffer_add(out, "]", 1);
}

static void write_times(const struct ipc_field *field, const void *from, struct ipc_buffer *out) {
    const int64_t *times = member(field, from);
    ipc_buffer_add(out, "{", 1);
    for (int i = 0; field->choice(i); i++) {
        if (!times[i])
            continue;
        add_name(out, field->choice(i), SIZE_MAX - 1);
        ipc_buffer_add_integer(out, times[i]);
    }
    ipc_buffer_add(out, "}", 1);
}

static void write_raw(const struct ipc_raw *raw, bool list, struct ipc_buffer *out) {
    if (raw->text)
        ipc_buffer_add_text(out, raw->text);
    else if (raw->json)
        ipc_buffer_add_text(
            out, json_object_to_json_string_ext(raw->json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    else
        ipc_buffer_add_text(out, list ? "[]" : "{}");
}

static void write_value(const struct ipc_field *field, const void *from, struct ipc_buffer *out) {
    const char *name;
    switch (field->kind) {
    case IPC_TEXT:
        ipc_buffer_add_string(out, member(field, from), field->size - 1);
        break;
    case IPC_BORROWED:
        ipc_buffer_add_string(out, borrowed(field, from), field->bytes);
        break;
    case IPC_TRUTH:
        ipc_buffer_add_text(out, *(const bool *)member(field, from) ? "true" : "false");
        break;
    case IPC_INTEGER:
        ipc_buffer_add_integer(out, within(integer(field, from), field));
        break;
    case IPC_NUMBER:
        write_number(field, *(const double *)member(field, from), out);
        break;
    case IPC_CHOICE:
        name = field->choice((int)integer(field, from));
        assert(name);
        ipc_buffer_add_string(out, name, SIZE_MAX - 1);
        break;
    case IPC_GROUP:
        ipc_fields_write(field->table, member(field, from), out);
        break;
    case IPC_PART:
        ipc_fields_add(field->table, member(field, from), out);
        break;
    case IPC_LIST:
        write_list(field, from, out);
        break;
    case IPC_PAIRS:
        write_pairs(field, from, out);
        break;
    case IPC_TEXTS:
        write_texts(field, from, out);
        break;
    case IPC_TIMES:
        write_times(field, from, out);
        break;
    case IPC_RAW_OBJECT:
    case IPC_RAW_LIST:
        write_raw(member(field, from), field->kind == IPC_RAW_LIST, out);
        break;
    }
}

void ipc_fields_add(const struct ipc_table *table, const void *from, struct ipc_buffer *out) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        if (field->rule == IPC_OPTIONAL && is_empty(field, from))
            continue;
        if (field->kind != IPC_PART)
            add_name(out, field->name, SIZE_MAX - 1);
        write_value(field, from, out);
    }
}

void ipc_fields_write(const struct ipc_table *table, const void *from, struct ipc_buffer *out) {
    ipc_buffer_add(out, "{", 1);
    ipc_fields_add(table, from, out);
    ipc_buffer_add(out, "}", 1);
}

/* --- what was read */

static void free_list(const struct ipc_field *field, void *value) {
    for (size_t i = 0; i < ipc_fields_count(field, value); i++)
        ipc_fields_free(field->table, ipc_fields_element(field, value, i));
    if (field->place == IPC_POINTERS)
        for (size_t i = 0; i < ipc_fields_count(field, value); i++)
            free(ipc_fields_element(field, value, i));
    if (field->place != IPC_INSIDE)
        free(pointer(member(field, value)));
}

void ipc_fields_free(const struct ipc_table *table, void *value) {
    for (const struct ipc_field *field = table->fields; field->name; field++) {
        if (field->kind == IPC_GROUP || field->kind == IPC_PART)
            ipc_fields_free(field->table, (char *)value + field->offset);
        else if (field->kind == IPC_LIST || field->kind == IPC_PAIRS)
            free_list(field, value);
        else if (field->kind == IPC_TEXTS)
            free(pointer(member(field, value)));
    }
    memset(value, 0, table->size);
}
