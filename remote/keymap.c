/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key codes to actions. A table of 768 bytes, one for each code the kernel can have: looking a key up is one load, and
 * a code has one meaning by construction. The built-in table is always filled first; the operator's file is tried on a
 * copy, which takes the place of the table only when all of it was understood and SOS still has a key.
 */
#include "remote/keymap.h"
#include "stb-app/base/json.h"
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 << 10, KEYS_MAX = 32 };

struct keymap {
    unsigned char actions[KEY_CODE_MAX + 1];
};

static const struct {
    enum action action;
    const char *keys[6];
} defaults[] = {
    {ACTION_SOS, {"KEY_SOS", "KEY_F1"}},
    {ACTION_SERVICE, {"KEY_HOMEPAGE", "KEY_HOME", "KEY_MENU"}},
    {ACTION_VOICE_DOWN, {"KEY_VOICECOMMAND", "KEY_F2"}},
    {ACTION_UP, {"KEY_UP"}},
    {ACTION_DOWN, {"KEY_DOWN"}},
    {ACTION_LEFT, {"KEY_LEFT"}},
    {ACTION_RIGHT, {"KEY_RIGHT"}},
    {ACTION_OK, {"KEY_OK", "KEY_SELECT", "KEY_ENTER", "KEY_KPENTER"}},
    {ACTION_BACK, {"KEY_BACK", "KEY_EXIT", "KEY_ESC", "KEY_BACKSPACE"}},
    {ACTION_TV, {"KEY_TV", "KEY_F4"}},
    {ACTION_PERSON, {"KEY_PHONE", "KEY_HELP", "KEY_F3"}},
    {ACTION_REPEAT, {"KEY_INFO", "KEY_F5"}},
    {ACTION_DIGIT_0, {"KEY_0", "KEY_KP0", "KEY_NUMERIC_0"}},
    {ACTION_DIGIT_1, {"KEY_1", "KEY_KP1", "KEY_NUMERIC_1"}},
    {ACTION_DIGIT_2, {"KEY_2", "KEY_KP2", "KEY_NUMERIC_2"}},
    {ACTION_DIGIT_3, {"KEY_3", "KEY_KP3", "KEY_NUMERIC_3"}},
    {ACTION_DIGIT_4, {"KEY_4", "KEY_KP4", "KEY_NUMERIC_4"}},
    {ACTION_DIGIT_5, {"KEY_5", "KEY_KP5", "KEY_NUMERIC_5"}},
    {ACTION_DIGIT_6, {"KEY_6", "KEY_KP6", "KEY_NUMERIC_6"}},
    {ACTION_DIGIT_7, {"KEY_7", "KEY_KP7", "KEY_NUMERIC_7"}},
    {ACTION_DIGIT_8, {"KEY_8", "KEY_KP8", "KEY_NUMERIC_8"}},
    {ACTION_DIGIT_9, {"KEY_9", "KEY_KP9", "KEY_NUMERIC_9"}},
    {ACTION_VOLUME_UP, {"KEY_VOLUMEUP"}},
    {ACTION_VOLUME_DOWN, {"KEY_VOLUMEDOWN"}},
    {ACTION_MUTE, {"KEY_MUTE"}},
};

struct keymap *keymap_create(void) {
    struct keymap *keymap = calloc(1, sizeof *keymap);
    if (!keymap)
        return NULL;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        for (size_t k = 0; defaults[i].keys[k]; k++) {
            unsigned code;
            if (key_names_find(defaults[i].keys[k], &code))
                keymap->actions[code] = (unsigned char)defaults[i].action;
        }
    }
    return keymap;
}

void keymap_destroy(struct keymap *keymap) {
    free(keymap);
}

enum action keymap_action(const struct keymap *keymap, unsigned code) {
    return code <= KEY_CODE_MAX ? (enum action)keymap->actions[code] : ACTION_NONE;
}

/* In a keymap the two ends of the voice key are one: VOICE. */
static bool action_of_entry(const char *name, enum action *action) {
    if (strcmp(name, "VOICE") == 0) {
        *action = ACTION_VOICE_DOWN;
        return true;
    }
    return action_from_name(name, action) && *action != ACTION_VOICE_DOWN && *action != ACTION_VOICE_UP &&
           *action != ACTION_OK_BRIEF;
}

static bool code_of_entry(struct json_object *entry, unsigned *code) {
    if (json_object_is_type(entry, json_type_string))
        return key_names_find(json_object_get_string(entry), code);
    if (!json_object_is_type(entry, json_type_int))
        return false;
    int64_t number = json_object_get_int64(entry);
    if (number < 1 || number > KEY_CODE_MAX)
        return false;
    *code = (unsigned)number;
    return true;
}

/* GIVEN marks the codes that this file has named already. */
static bool take_keys(struct keymap *keymap, bool *given, const char *name, enum action action,
                      struct json_object *keys, char *error) {
    size_t count = json_object_is_type(keys, json_type_array) ? json_object_array_length(keys) : KEYS_MAX + 1;
    if (count > KEYS_MAX) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected a list of at most %d keys", name, KEYS_MAX);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct json_object *entry = json_object_array_get_idx(keys, i);
        unsigned code;
        if (!code_of_entry(entry, &code)) {
            snprintf(error, JSON_ERROR_SIZE, "%s: %.60s is no key: expected a KEY_ name or a number from 1 to %d", name,
                     json_object_to_json_string(entry), KEY_CODE_MAX);
            return false;
        }
        if (given[code]) {
            char buffer[16];
            snprintf(error, JSON_ERROR_SIZE, "%s: %s is listed twice", name, key_names_of(code, buffer));
            return false;
        }
        given[code] = true;
        keymap->actions[code] = (unsigned char)action;
    }
    return true;
}

static void forget_action(struct keymap *keymap, enum action action) {
    for (unsigned code = 0; code <= KEY_CODE_MAX; code++) {
        if (keymap->actions[code] == action)
            keymap->actions[code] = ACTION_NONE;
    }
}

static bool take_file(struct keymap *keymap, struct json_object *file, char *error) {
    bool given[KEY_CODE_MAX + 1] = {false};
    if (!json_object_is_type(file, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "expected an object of actions, each with its list of keys");
        return false;
    }
    json_object_object_foreach(file, name, keys) {
        enum action action;
        if (!action_of_entry(name, &action)) {
            snprintf(error, JSON_ERROR_SIZE, "unknown action \"%.40s\"", name);
            return false;
        }
        forget_action(keymap, action);
        if (!take_keys(keymap, given, name, action, keys, error))
            return false;
    }
    if (!memchr(keymap->actions, ACTION_SOS, sizeof keymap->actions)) {
        snprintf(error, JSON_ERROR_SIZE, "SOS: expected at least one key");
        return false;
    }
    return true;
}

bool keymap_load(struct keymap *keymap, const char *path, char *error) {
    struct json_object *file = json_read_file(path, FILE_MAX, error);
    if (!file)
        return false;
    struct keymap changed = *keymap;
    char reason[JSON_ERROR_SIZE];
    bool ok = take_file(&changed, file, reason);
    if (ok)
        *keymap = changed;
    else
        snprintf(error, JSON_ERROR_SIZE, "%.100s: %.150s", path, reason);
    json_object_put(file);
    return ok;
}
