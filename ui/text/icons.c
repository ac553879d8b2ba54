/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file lies beside the icon font, which tools/make-fonts cut down to the characters that it names. An operator may
 * add a name. One bad entry refuses the whole file: a screen on which one icon is missing is worse than a screen
 * without icons.
 */
#include "ui/text/icons.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ICONS_MAX = 256, NAME_SIZE = 32, FILE_MAX = 64 << 10 };

struct icons {
    size_t count;
    struct icon {
        char name[NAME_SIZE];
        uint32_t character;
    } icons[ICONS_MAX];
};

/* Four to six hexadecimal digits, as Unicode writes its code points. */
static uint32_t character_of(struct json_object *value) {
    const char *digits = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    size_t length = strlen(digits);
    if (length < 4 || length > 6 || strspn(digits, "0123456789ABCDEFabcdef") != length)
        return 0;
    unsigned long character = strtoul(digits, NULL, 16);
    return character <= 0x10FFFF ? (uint32_t)character : 0;
}

static bool fill(struct icons *icons, struct json_object *from, const char *path) {
    struct json_object_iterator at = json_object_iter_begin(from), end = json_object_iter_end(from);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *name = json_object_iter_peek_name(&at);
        struct icon icon = {.character = character_of(json_object_iter_peek_value(&at))};
        int length = snprintf(icon.name, sizeof icon.name, "%s", name);
        if (icon.character == 0 || length >= NAME_SIZE || icons->count >= ICONS_MAX) {
            log_error("icons",
                      "%s: %.64s: expected at most %d names of fewer than %d bytes, each with a hexadecimal "
                      "code point",
                      path, name, ICONS_MAX, NAME_SIZE);
            return false;
        }
        icons->icons[icons->count++] = icon;
    }
    return true;
}

struct icons *icons_read(const char *path) {
    char error[JSON_ERROR_SIZE];
    struct json_object *from = json_read_file(path, FILE_MAX, error);
    if (from == NULL) {
        log_error("icons", "%s", error);
        return NULL;
    }
    struct icons *icons = memory_new(1, sizeof *icons);
    bool object = json_object_is_type(from, json_type_object);
    if (!object)
        log_error("icons", "%s: expected an object of names", path);
    if (!object || !fill(icons, from, path)) {
        free(icons);
        icons = NULL;
    }
    json_object_put(from);
    return icons;
}

void icons_destroy(struct icons *icons) {
    free(icons);
}

uint32_t icons_find(const struct icons *icons, const char *name) {
    for (size_t i = 0; icons != NULL && name != NULL && i < icons->count; i++)
        if (strcmp(icons->icons[i].name, name) == 0)
            return icons->icons[i].character;
    return 0;
}
