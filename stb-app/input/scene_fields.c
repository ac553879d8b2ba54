/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/input/scene_fields.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_SIZE = 64 };

/* --- the names; docs/testing.md and docs/scene.schema.json say what they mean */

struct name {
    const char *name; /* NULL = any name: a number in a list, an item's id */
    const struct name *inside;
};
#define END                                                                                                            \
    { "", NULL }
static const struct name numbers[] = {{NULL, NULL}, END};
static const struct name item[] = {{"id", NULL},    {"role", NULL},   {"text", NULL},
                                   {"image", NULL}, {"box", numbers}, {"text_px", NULL},
                                   {"fg", NULL},    {"bg", NULL},     END};
static const struct name items[] = {{NULL, item}, END};
static const struct name request[] = {{"id", NULL}, {"kind", NULL}, {"status", NULL}, END};
static const struct name sos[] = {{"state", NULL}, {"seconds_left", NULL}, {"id", NULL}, END};
static const struct name voice[] = {{"state", NULL}, {"text", NULL}, {"score", NULL}, END};
static const struct name scene_names[] = {
    {"at_ms", NULL},   {"screen", NULL},  {"service", NULL},    {"step", NULL},
    {"title", NULL},   {"focus", NULL},   {"deaf_ms", NULL},    {"link", NULL},
    {"size", numbers}, {"items", items},  {"request", request}, {"sos", sos},
    {"voice", voice},  {"pending", NULL}, {"say", NULL},        END,
};

/* STEP gets the part of FIELD before the next dot; returns the rest, NULL = the part is too long. */
static const char *take_step(const char *field, char step[STEP_SIZE]) {
    size_t length = strcspn(field, ".");
    if (length == 0 || length >= STEP_SIZE)
        return NULL;
    memcpy(step, field, length);
    step[length] = '\0';
    return field + length + (field[length] == '.');
}

static const struct name *look_up(const struct name *names, const char *step) {
    for (; names && (!names->name || names->name[0]); names++)
        if (!names->name || strcmp(names->name, step) == 0)
            return names;
    return NULL;
}

bool scene_fields_known(const char *field) {
    const struct name *names = scene_names;
    char step[STEP_SIZE];
    size_t length = strlen(field);
    if (length == 0 || field[length - 1] == '.')
        return false;
    while (*field) {
        const struct name *found = (field = take_step(field, step)) ? look_up(names, step) : NULL;
        if (!found)
            return false;
        names = found->inside;
    }
    return true;
}

/* --- the values */

static struct json_object *by_id(struct json_object *list, const char *id) {
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *one = json_object_array_get_idx(list, i), *is;
        if (json_object_object_get_ex(one, "id", &is) && strcmp(json_object_get_string(is), id) == 0)
            return one;
    }
    return NULL;
}

static struct json_object *in_list(struct json_object *list, const char *step) {
    bool number = strspn(step, "0123456789") == strlen(step) && strlen(step) < 6;
    return number ? json_object_array_get_idx(list, (size_t)atoi(step)) : by_id(list, step);
}

static struct json_object *find(struct json_object *scene, const char *field) {
    char step[STEP_SIZE];
    while (scene && *field) {
        if (!(field = take_step(field, step)))
            return NULL;
        if (json_object_is_type(scene, json_type_array))
            scene = in_list(scene, step);
        else if (!json_object_object_get_ex(scene, step, &scene))
            return NULL;
    }
    return scene;
}

static const char *text_of(struct json_object *value) {
    if (!value)
        return "";
    if (json_object_is_type(value, json_type_string))
        return json_object_get_string(value);
    if ((json_object_is_type(value, json_type_array) && json_object_array_length(value) == 0) ||
        (json_object_is_type(value, json_type_object) && json_object_object_length(value) == 0))
        return "";
    return json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

const char *scene_fields_text(struct json_object *scene, const char *field) {
    return text_of(find(scene, field));
}

/* --- the tests */

static bool items_have(struct json_object *scene, const char *words) {
    struct json_object *list = find(scene, "items");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < count; i++)
        if (strstr(scene_fields_text(json_object_array_get_idx(list, i), "text"), words))
            return true;
    return false;
}

static bool is(struct json_object *scene, const char *field, const char *value) {
    const char *text = scene_fields_text(scene, field);
    return strcmp(value, "*") == 0 ? *text != '\0' : strcmp(value, text) == 0;
}

bool scene_fields_match(struct json_object *scene, const char *field, enum scene_fields_test test, const char *value) {
    switch (test) {
    case SCENE_FIELDS_IS:
        return is(scene, field, value);
    case SCENE_FIELDS_IS_NOT:
        return !is(scene, field, value);
    case SCENE_FIELDS_HAS:
        break;
    }
    return strcmp(field, "items") == 0 ? items_have(scene, value)
                                       : strstr(scene_fields_text(scene, field), value) != NULL;
}
