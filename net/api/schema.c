/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each kind of rule is one small question about a value, and its expectation one sentence: the operator who wrote the
 * document reads it. The trap is a text that ends early or holds line breaks: lengths are asked of the JSON, not of C.
 * Another is time: all this happens in the loop that an alarm needs, so no list is walked once for each of its members.
 */
#include "net/api/schema.h"
#include "stb-app/base/json.h"
#include "stb-app/ipc/request.h"

#include <json-c/linkhash.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX = 47 };

bool schema_refuse(char *error, const char *place, const char *key, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s%s%s: %s", place, *place && *key ? "." : "", key, expected);
    return false;
}

bool schema_is_name(const char *text, size_t length) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:";
    return length >= 1 && length <= NAME_MAX && text[0] != '.' && strspn(text, allowed) == length;
}

bool schema_is_name_value(struct json_object *value) {
    return json_object_is_type(value, json_type_string) &&
           schema_is_name(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

bool schema_is_text(struct json_object *value, int min, int max) {
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    int characters = 0;
    for (int i = 0; i < json_object_get_string_len(value); i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7f)
            return false;
        characters += (byte & 0xc0) != 0x80;
    }
    return characters >= min && characters <= max;
}

static bool is_phone(struct json_object *value, int max) {
    return schema_is_text(value, 0, max) &&
           strspn(json_object_get_string(value), "0123456789+-* ") == (size_t)json_object_get_string_len(value);
}

static bool is_whole(struct json_object *value, int min, int max) {
    return json_object_is_type(value, json_type_int) && json_object_get_int64(value) >= min &&
           json_object_get_int64(value) <= max;
}

bool schema_is_choice(struct json_object *value, const char *const *choices) {
    for (; json_object_is_type(value, json_type_string) && *choices; choices++)
        if (strcmp(json_object_get_string(value), *choices) == 0)
            return true;
    return false;
}

static bool are_tags(struct json_object *value, size_t max) {
    if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) > max)
        return false;
    for (size_t i = 0; i < json_object_array_length(value); i++)
        if (!schema_is_text(json_object_array_get_idx(value, i), 1, 12))
            return false;
    return true;
}

static bool is_states(struct json_object *value, size_t max) {
    size_t length = json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
    for (size_t i = 0; i < length; i++) {
        struct json_object *name = json_object_array_get_idx(value, i);
        enum request_state state;
        if (!json_object_is_type(name, json_type_string) ||
            !request_state_from_name(json_object_get_string(name), &state))
            return false;
    }
    return length >= 1 && length <= max;
}

/* As PATTERN has it: 0 for a digit, all else as it is; and the numbers between no more than those of MOST. */
static bool is_like(struct json_object *value, const char *pattern, int first_most, int second_most) {
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    size_t length = strlen(pattern);
    if (strlen(text) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
            return false;
    int first = (text[length - 5] - '0') * 10 + text[length - 4] - '0';
    int second = (text[length - 2] - '0') * 10 + text[length - 1] - '0';
    return first <= first_most && second <= second_most;
}

bool schema_is_taken(struct json_object *list, size_t at, const char *key) {
    struct json_object *value = json_child(json_object_array_get_idx(list, at), key);
    for (size_t i = 0; value && i < at; i++)
        if (json_object_equal(json_child(json_object_array_get_idx(list, i), key), value))
            return true;
    return false;
}

/* False = there is such an id in IDS already. */
static bool add_id(struct lh_table *ids, struct json_object *object) {
    const char *id = json_text(object, "id", "");
    return !lh_table_lookup_entry(ids, id) && lh_table_insert(ids, id, NULL) == 0;
}

static bool check_members(struct json_object *list, const struct schema_rule *rule, struct lh_table *ids,
                          const char *place, char *error) {
    char at[SCHEMA_PLACE_SIZE];
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *object = json_object_array_get_idx(list, i);
        snprintf(at, sizeof at, "%s%s%s[%zu]", place, *place ? "." : "", rule->key, i);
        if (!schema_check(object, rule->rules, at, error))
            return false;
        if (rule->rules[0].kind == SCHEMA_ID && !add_id(ids, object))
            return schema_refuse(error, at, "id", "is there twice");
        if (rule->check && !rule->check(object, at, error))
            return false;
    }
    return true;
}

static bool check_list(struct json_object *list, const struct schema_rule *rule, const char *place, char *error) {
    char expected[48];
    snprintf(expected, sizeof expected, "expected a list of %d to %d", rule->min, rule->max);
    size_t length = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : SIZE_MAX;
    if (length < (size_t)rule->min || length > (size_t)rule->max)
        return schema_refuse(error, place, rule->key, expected);
    struct lh_table *ids = lh_kchar_table_new((int)length * 2 + 8, NULL); /* borrows the keys */
    bool good = ids ? check_members(list, rule, ids, place, error)
                    : schema_refuse(error, place, rule->key, "there is no memory to check it");
    if (ids)
        lh_table_free(ids);
    return good;
}

static bool check_value(struct json_object *value, const struct schema_rule *rule, char expected[96]) {
    switch (rule->kind) {
    case SCHEMA_NAME:
    case SCHEMA_ID:
        snprintf(expected, 96, "expected 1 to 47 of A-Z, a-z, 0-9 and _ - : . (no dot first)");
        return schema_is_name_value(value);
    case SCHEMA_TEXT:
        snprintf(expected, 96, "expected %d to %d characters", rule->min, rule->max);
        return schema_is_text(value, rule->min, rule->max);
    case SCHEMA_PHONE:
        snprintf(expected, 96, "expected a telephone number");
        return is_phone(value, rule->max);
    case SCHEMA_WHOLE:
        snprintf(expected, 96, "expected a whole number from %d to %d", rule->min, rule->max);
        return is_whole(value, rule->min, rule->max);
    case SCHEMA_TRUTH:
        snprintf(expected, 96, "expected true or false");
        return json_object_is_type(value, json_type_boolean);
    case SCHEMA_CHOICE:
        snprintf(expected, 96, "expected \"%s\"%s", rule->choices[0], rule->choices[1] ? " or another known word" : "");
        return schema_is_choice(value, rule->choices);
    case SCHEMA_TAGS:
        snprintf(expected, 96, "expected at most %d tags of 1 to 12 characters", rule->max);
        return are_tags(value, (size_t)rule->max);
    case SCHEMA_DAY:
        snprintf(expected, 96, "expected a day like 2026-11-23");
        return is_like(value, "0000-00-00", 12, 31);
    case SCHEMA_TIME:
        snprintf(expected, 96, "expected a time of day like 10:30");
        return is_like(value, "00:00", 23, 59);
    case SCHEMA_STATES:
        snprintf(expected, 96, "expected 1 to %d states of a request", rule->max);
        return is_states(value, (size_t)rule->max);
    case SCHEMA_LIST:
        break;
    }
    return false;
}

bool schema_check(struct json_object *object, const struct schema_rule *rules, const char *place, char *error) {
    if (!json_object_is_type(object, json_type_object))
        return schema_refuse(error, place, "", "expected an object {...}");
    for (const struct schema_rule *rule = rules; rule->key; rule++) {
        struct json_object *value;
        char expected[96];
        if (!json_object_object_get_ex(object, rule->key, &value)) {
            if (rule->must)
                return schema_refuse(error, place, rule->key, "is missing");
        } else if (rule->kind == SCHEMA_LIST) {
            if (!check_list(value, rule, place, error))
                return false;
        } else if (!check_value(value, rule, expected)) {
            return schema_refuse(error, place, rule->key, expected);
        }
    }
    return true;
}
