/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key codes to actions. A table of 768 bytes, one for each code the kernel can have: looking a key up is one load, and
 * a code has one meaning by construction. The built-in table comes first, the operator's file goes over it entry by
 * entry, so a wrong entry costs no other. SOS is read before all others: in a conflict it
 * keeps the key, and its last key is never taken from it.
 *
 * F keys mean nothing here: on some set-top remotes they are an ordinary row of keys, and one press would call the
 * hotline. Only a desktop's keyboard, by key script, has them.
 */
#include "remote/keymap.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/base/json_place.h"
#include "stb-app/base/memory.h"
#include <assert.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 << 10, KEYS_MAX = 32 };

struct keymap {
    unsigned char actions[KEY_CODE_MAX + 1];
};

struct meaning {
    enum action action;
    const char *keys[12];
};
static const struct meaning defaults[] = {
    {ACTION_SOS, {"KEY_SOS"}},
    {ACTION_SERVICE,
     {"KEY_HOMEPAGE", "KEY_HOME", "KEY_MENU", "KEY_ROOT_MENU", "KEY_MEDIA_TOP_MENU", "KEY_CONTEXT_MENU",
      "KEY_DASHBOARD", "KEY_MEDIA", "KEY_FAVORITES", "KEY_SETUP", "KEY_OPTION"}},
    {ACTION_VOICE_DOWN, {"KEY_VOICECOMMAND", "KEY_ASSISTANT", "KEY_SEARCH"}},
    {ACTION_UP, {"KEY_UP"}},
    {ACTION_DOWN, {"KEY_DOWN"}},
    {ACTION_LEFT, {"KEY_LEFT"}},
    {ACTION_RIGHT, {"KEY_RIGHT"}},
    {ACTION_OK, {"KEY_OK", "KEY_SELECT", "KEY_ENTER", "KEY_KPENTER"}},
    {ACTION_BACK,
     {"KEY_BACK", "KEY_EXIT", "KEY_ESC", "KEY_BACKSPACE", "KEY_CANCEL", "KEY_CLOSE", "KEY_CLEAR", "KEY_LAST",
      "KEY_STOP"}},
    {ACTION_TV, {"KEY_TV"}},
    {ACTION_PERSON, {"KEY_PHONE", "KEY_HELP"}},
    {ACTION_REPEAT, {"KEY_INFO"}},
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

/* Keys of a desktop's keyboard; tests and the emulator press them. */
static const struct meaning desktop_keys[] = {
    {ACTION_SOS, {"KEY_F1"}}, {ACTION_VOICE_DOWN, {"KEY_F2"}}, {ACTION_PERSON, {"KEY_F3"}},
    {ACTION_TV, {"KEY_F4"}},  {ACTION_REPEAT, {"KEY_F5"}},
};

const char *keymap_default_key(enum action action) {
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        if (defaults[i].action == action)
            return defaults[i].keys[0];
    return NULL;
}

static void fill(struct keymap *keymap, const struct meaning *meanings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; meanings[i].keys[k]; k++) {
            unsigned code;
            bool known = key_names_find(meanings[i].keys[k], &code);
            assert(known);
            if (known && keymap->actions[code] == ACTION_NONE)
                keymap->actions[code] = (unsigned char)meanings[i].action;
        }
    }
}

struct keymap *keymap_create(void) {
    struct keymap *keymap = memory_new(1, sizeof *keymap);
    fill(keymap, defaults, sizeof defaults / sizeof defaults[0]);
    return keymap;
}

void keymap_add_desktop_keys(struct keymap *keymap) {
    fill(keymap, desktop_keys, sizeof desktop_keys / sizeof desktop_keys[0]);
}

void keymap_destroy(struct keymap *keymap) {
    free(keymap);
}

enum action keymap_action(const struct keymap *keymap, unsigned code) {
    return code <= KEY_CODE_MAX ? (enum action)keymap->actions[code] : ACTION_NONE;
}

/* A keymap names the voice key's down and up as one action: VOICE. */
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

struct file {
    const char *path, *text;
    struct fault_list *faults;
    bool given[KEY_CODE_MAX + 1]; /* codes that the file has named already */
};

static void add_fault(const struct file *file, const char *place, const char *fault) {
    fault_list_add(file->faults, "%.200s:%d: %.60s%s%s", file->path, json_place_line(file->text, place), place,
                   *place ? ": " : "", fault);
}

static int count_keys(const struct keymap *keymap, enum action action) {
    int count = 0;
    for (unsigned code = 0; code <= KEY_CODE_MAX; code++)
        count += keymap->actions[code] == action;
    return count;
}

/* False: CODE is taken (a fault was added), so the entry goes without it. */
static bool is_free(const struct keymap *keymap, const struct file *file, const char *place, unsigned code,
                    enum action action) {
    char key[16], fault[120];
    bool twice = file->given[code];
    bool last_of_sos =
        action != ACTION_SOS && keymap->actions[code] == ACTION_SOS && count_keys(keymap, ACTION_SOS) == 1;
    if (!twice && !last_of_sos)
        return true;
    snprintf(fault, sizeof fault, "%s is %s", key_names_of(code, key),
             twice ? "listed twice" : "the only key of SOS, which keeps it");
    add_fault(file, place, fault);
    return false;
}

/* Reads the usable codes of KEYS; the others are faults. */
static int read_codes(const struct keymap *keymap, struct file *file, const char *name, enum action action,
                      struct json_object *keys, unsigned codes[KEYS_MAX]) {
    int count = 0;
    for (size_t i = 0; i < json_object_array_length(keys); i++) {
        struct json_object *entry = json_object_array_get_idx(keys, i);
        char place[96], fault[160];
        unsigned code;
        snprintf(place, sizeof place, "%.60s[%zu]", name, i);
        snprintf(fault, sizeof fault, "%.60s is no key: expected a KEY_ name or a number from 1 to %d",
                 json_object_to_json_string(entry), KEY_CODE_MAX);
        if (!code_of_entry(entry, &code))
            add_fault(file, place, fault);
        else if (is_free(keymap, file, place, code, action)) {
            file->given[code] = true;
            codes[count++] = code;
        }
    }
    return count;
}

static void forget_action(struct keymap *keymap, enum action action) {
    for (unsigned code = 0; code <= KEY_CODE_MAX; code++) {
        if (keymap->actions[code] == action)
            keymap->actions[code] = ACTION_NONE;
    }
}

/* The action NAME gets the usable ones of KEYS; if none is, it keeps its keys, unless the list is empty. */
static void take_entry(struct keymap *keymap, struct file *file, const char *name, struct json_object *keys) {
    unsigned codes[KEYS_MAX];
    enum action action;
    char fault[80];
    if (!action_of_entry(name, &action)) {
        add_fault(file, name, "unknown action");
        return;
    }
    size_t length = json_object_is_type(keys, json_type_array) ? json_object_array_length(keys) : KEYS_MAX + 1;
    snprintf(fault, sizeof fault, "expected a list of %d to %d keys", action == ACTION_SOS, KEYS_MAX);
    if (length > KEYS_MAX || (length == 0 && action == ACTION_SOS)) {
        add_fault(file, name, fault);
        return;
    }
    int count = read_codes(keymap, file, name, action, keys, codes);
    if (count == 0 && length > 0)
        return;
    forget_action(keymap, action);
    for (int i = 0; i < count; i++)
        keymap->actions[codes[i]] = (unsigned char)action;
}

static void take_file(struct keymap *keymap, struct file *file, struct json_object *json) {
    struct json_object *sos = json_child(json, "SOS");
    if (!json_object_is_type(json, json_type_object)) {
        add_fault(file, "", "expected an object of actions, each with its list of keys");
        return;
    }
    if (sos)
        take_entry(keymap, file, "SOS", sos);
    json_object_object_foreach(json, name, keys) {
        if (strcmp(name, "SOS") != 0 || !sos)
            take_entry(keymap, file, name, keys);
    }
}

void keymap_load(struct keymap *keymap, const char *path, struct fault_list *faults) {
    char error[JSON_ERROR_SIZE];
    size_t length, at;
    char *text = json_read_text(path, FILE_MAX, &length, error);
    if (!text) {
        fault_list_add(faults, "%s", error);
        return;
    }
    struct file file = {.path = path, .text = text, .faults = faults};
    struct json_object *json = json_parse_at(text, length, FILE_MAX, &at, error);
    if (json)
        take_file(keymap, &file, json);
    else
        fault_list_add(faults, "%.200s:%d: %s", path, json_place_line_at(text, at), error);
    json_object_put(json);
    free(text);
}
