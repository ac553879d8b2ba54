/* SPDX-License-Identifier: Apache-2.0 */
#include "remote/lesson.h"

#include "remote/keymap.h"

#include <ctype.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_code(const struct lesson_key *key) {
    return key->code != 0 && key->code != KEY_UNKNOWN && key->code <= KEY_CODE_MAX;
}

static bool is_same(const struct lesson_key *one, const struct lesson_key *other) {
    if (has_code(one) || has_code(other))
        return one->code == other->code;
    return one->scan == other->scan;
}

static const char *action_word(enum action action) {
    return action == ACTION_VOICE_DOWN ? "VOICE" : action_name(action);
}

bool lesson_take(struct lesson *lesson, const struct lesson_key *key, char error[LESSON_ERROR_SIZE]) {
    if (!has_code(key) && !key->scanned) {
        snprintf(error, LESSON_ERROR_SIZE, "it has neither a name nor a scancode");
        return false;
    }
    for (size_t i = 0; i < lesson->count; i++) {
        if (!is_same(&lesson->keys[i], key))
            continue;
        snprintf(error, LESSON_ERROR_SIZE, "it is %s already", action_word(lesson->keys[i].action));
        return false;
    }
    if (lesson->count == LESSON_KEYS_MAX) {
        snprintf(error, LESSON_ERROR_SIZE, "there are %d keys already", LESSON_KEYS_MAX);
        return false;
    }
    lesson->keys[lesson->count++] = *key;
    return true;
}

/* The name that the files give it: its own, or for one without the first that the built-in keymap knows. */
static const char *name_of(const struct lesson_key *key, char buffer[16]) {
    return has_code(key) ? key_names_of(key->code, buffer) : keymap_default_key(key->action);
}

char *lesson_keymap(const struct lesson *lesson) {
    char *text = NULL, buffer[16];
    size_t size, written = 0;
    FILE *file = open_memstream(&text, &size);
    fputc('{', file);
    for (size_t i = 0; i < lesson->count; i++)
        fprintf(file, "%s\n  \"%s\": [\"%s\"]", written++ ? "," : "", action_word(lesson->keys[i].action),
                name_of(&lesson->keys[i], buffer));
    fputs("\n}\n", file);
    fclose(file);
    if (written > 0)
        return text;
    free(text);
    return NULL;
}

/* "KEY_SOS" is "sos" in a hwdb. */
static void put_small(FILE *file, const char *name) {
    for (const char *at = name + strlen("KEY_"); *at; at++)
        fputc(tolower((unsigned char)*at), file);
}

char *lesson_hwdb(const struct lesson *lesson) {
    char *text = NULL, buffer[16];
    size_t size, written = 0;
    FILE *file = open_memstream(&text, &size);
    const struct lesson_device *device = &lesson->device;
    fprintf(file, "# %s\nevdev:input:b%04Xv%04Xp%04X*\n", device->name, device->bus, device->vendor, device->product);
    for (size_t i = 0; i < lesson->count; i++) {
        const struct lesson_key *key = &lesson->keys[i];
        if (has_code(key) || !key->scanned || device->infrared)
            continue;
        fprintf(file, " KEYBOARD_KEY_%x=", key->scan);
        put_small(file, name_of(key, buffer));
        fputc('\n', file);
        written++;
    }
    fclose(file);
    if (written > 0)
        return text;
    free(text);
    return NULL;
}

char *lesson_rc_keymap(const struct lesson *lesson) {
    char *text = NULL, buffer[16];
    size_t size;
    if (!lesson->device.infrared || lesson->count == 0)
        return NULL;
    FILE *file = open_memstream(&text, &size);
    fprintf(file,
            "# %s; the protocol is the one that `ir-keytable` shows as enabled\n[[protocols]]\nname = \"stb-app\"\n"
            "protocol = \"nec\"\n[protocols.scancodes]\n",
            lesson->device.name);
    for (size_t i = 0; i < lesson->count; i++)
        if (lesson->keys[i].scanned)
            fprintf(file, "0x%x = \"%s\"\n", lesson->keys[i].scan, name_of(&lesson->keys[i], buffer));
    fclose(file);
    return text;
}
