/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json-c does not keep where a value stood, so the text is walked once more, along the steps of the place. Only valid
 * JSON comes here: a value ends where its brackets and quotes say. The trap: a string may hold brackets and an escaped
 * quote.
 */
#include "stb-app/base/json_place.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int json_place_line_at(const char *text, size_t at) {
    int line = 1;
    for (size_t i = 0; i < at && text[i]; i++)
        line += text[i] == '\n';
    return line;
}

static const char *skip_blanks(const char *at) {
    return at + strspn(at, " \t\r\n");
}

/* AT is the opening quote; returns the place after the closing one. */
static const char *skip_text(const char *at) {
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at + 1 : at;
}

static const char *skip_value(const char *at) {
    int depth = 0;
    do {
        if (*at == '"') {
            at = skip_text(at);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    } while (*at && (depth > 0 || !strchr(",]} \t\r\n", *at)));
    return at;
}

static bool is_key(const char *quoted, const char *behind, const char *key, size_t length) {
    return (size_t)(behind - quoted) == length + 2 && strncmp(quoted + 1, key, length) == 0;
}

/* The value of KEY in the object at AT; *KEY_AT gets the key's place; NULL = no such key. Of equal keys the last
 * counts, as for json-c. */
static const char *member(const char *at, const char *key, size_t length, const char **key_at) {
    const char *found = NULL;
    if (*at != '{')
        return NULL;
    for (at = skip_blanks(at + 1); *at == '"';) {
        const char *name = at, *behind = skip_text(at), *value = skip_blanks(skip_blanks(behind) + 1);
        if (is_key(name, behind, key, length)) {
            found = value;
            *key_at = name;
        }
        at = skip_blanks(skip_value(value));
        at = skip_blanks(at + (*at == ','));
    }
    return found;
}

static const char *element(const char *at, long index) {
    if (*at != '[')
        return NULL;
    for (at = skip_blanks(at + 1); index > 0 && *at && *at != ']'; index--) {
        at = skip_blanks(skip_value(at));
        at = skip_blanks(at + (*at == ','));
    }
    return *at && *at != ']' ? at : NULL;
}

int json_place_line(const char *text, const char *place) {
    const char *value = skip_blanks(text), *named = value;
    while (*place) {
        bool in_list = *place == '[';
        size_t length = strcspn(place + in_list, ".[]");
        const char *key_at = NULL;
        const char *next =
            in_list ? element(value, strtol(place + 1, NULL, 10)) : member(value, place, length, &key_at);
        if (!next)
            break;
        named = in_list ? next : key_at;
        value = next;
        place += length + (in_list ? 2 : 0);
        place += *place == '.';
    }
    return json_place_line_at(text, (size_t)(named - text));
}
