/* SPDX-License-Identifier: Apache-2.0 */
#include "remote/lesson.h"

#include "remote/keymap.h"
#include "stb-app/base/memory.h"

#include <ctype.h>
#include <linux/input.h>
#include <stdarg.h>
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

/* KEY's name in the files: its own; for a key without a name, that of its action's first built-in key. */
static const char *name_of(const struct lesson_key *key, char buffer[16]) {
    return has_code(key) ? key_names_of(key->code, buffer) : keymap_default_key(key->action);
}

enum { TEXT_SIZE = 8192 }; /* LESSON_KEYS_MAX lines of less than 100 bytes, and a head */

__attribute__((format(printf, 2, 3))) static void append(char *text, const char *format, ...) {
    size_t length = strlen(text);
    va_list values;
    va_start(values, format);
    vsnprintf(text + length, TEXT_SIZE - length, format, values);
    va_end(values);
}

char *lesson_keymap(const struct lesson *lesson) {
    char *text = memory_new(TEXT_SIZE, 1), buffer[16];
    size_t written = 0;
    append(text, "{");
    for (size_t i = 0; i < lesson->count; i++)
        append(text, "%s\n  \"%s\": [\"%s\"]", written++ ? "," : "", action_word(lesson->keys[i].action),
               name_of(&lesson->keys[i], buffer));
    append(text, "\n}\n");
    if (written > 0)
        return text;
    free(text);
    return NULL;
}

/* "KEY_SOS" is "sos" in a hwdb. */
static void append_small(char *text, const char *name) {
    char small[32] = "";
    for (size_t i = 0; name[i + strlen("KEY_")] && i < sizeof small - 1; i++)
        small[i] = (char)tolower((unsigned char)name[i + strlen("KEY_")]);
    append(text, "%s\n", small);
}

char *lesson_hwdb(const struct lesson *lesson) {
    char *text = memory_new(TEXT_SIZE, 1), buffer[16];
    size_t written = 0;
    const struct lesson_device *device = &lesson->device;
    append(text, "# %s\nevdev:input:b%04Xv%04Xp%04X*\n", device->name, device->bus, device->vendor, device->product);
    for (size_t i = 0; i < lesson->count; i++) {
        const struct lesson_key *key = &lesson->keys[i];
        if (has_code(key) || !key->scanned || device->infrared)
            continue;
        append(text, " KEYBOARD_KEY_%x=", key->scan);
        append_small(text, name_of(key, buffer));
        written++;
    }
    if (written > 0)
        return text;
    free(text);
    return NULL;
}

char *lesson_rc_keymap(const struct lesson *lesson) {
    char buffer[16];
    if (!lesson->device.infrared || lesson->count == 0)
        return NULL;
    char *text = memory_new(TEXT_SIZE, 1);
    append(text,
           "# %s; the protocol is the one that `ir-keytable` shows as enabled\n[[protocols]]\nname = \"stb-app\"\n"
           "protocol = \"nec\"\n[protocols.scancodes]\n",
           lesson->device.name);
    for (size_t i = 0; i < lesson->count; i++)
        if (lesson->keys[i].scanned)
            append(text, "0x%x = \"%s\"\n", lesson->keys[i].scan, name_of(&lesson->keys[i], buffer));
    return text;
}
