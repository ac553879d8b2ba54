/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each group of the file ("normal", "high", "text", "spacing", "shapes", "durations") has a function that reads it by
 * the names of theme.h. A reading function returns false with ERROR (JSON_ERROR_SIZE bytes) filled.
 */
#include "ui/kit/theme_file.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "ui/kit/theme_check.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_colour(struct json_object *value, const char *name, colour *into, char *error) {
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    size_t length = strlen(text);
    if ((length != 7 && length != 9) || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != length - 1) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected a colour \"#RRGGBB\" or \"#AARRGGBB\"", name);
        return false;
    }
    colour parsed = (colour)strtoul(text + 1, NULL, 16);
    *into = length == 7 ? parsed | 0xff000000 : parsed;
    return true;
}

static bool read_colours(struct json_object *from, struct theme *theme, char *error) {
    json_object_object_foreach(from, key, value) {
        size_t i = 0;
        while (i < THEME_COLOURS && strcmp(theme_colour_name(i), key) != 0)
            i++;
        if (i == THEME_COLOURS) {
            snprintf(error, JSON_ERROR_SIZE, "colours.%.64s: there is no colour of this name", key);
            return false;
        }
        if (!read_colour(value, key, &theme->colours[i], error))
            return false;
    }
    return true;
}

/* FROM's numbers into INTO, each by its row of TABLE; FIRST to END - 1 are the rows of this group. */
static bool read_measures(struct json_object *from, const char *group, const struct theme_measure *table, int first,
                          int end, int *into, char *error) {
    json_object_object_foreach(from, key, value) {
        int i = first;
        while (i < end && strcmp(table[i].name, key) != 0)
            i++;
        if (i == end) {
            snprintf(error, JSON_ERROR_SIZE, "%s.%.64s: there is nothing of this name", group, key);
            return false;
        }
        int64_t number = json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
        if (number < table[i].least || number > table[i].most) {
            snprintf(error, JSON_ERROR_SIZE, "%s.%.64s: expected a whole number from %d to %d", group, key,
                     table[i].least, table[i].most);
            return false;
        }
        into[i] = (int)number;
    }
    return true;
}

static bool read_spacing(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "spacing", theme_size_table, 0, SIZE_RADIUS, theme->sizes, error);
}

static bool read_shapes(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "shapes", theme_size_table, SIZE_RADIUS, SIZE_HINT, theme->sizes, error);
}

static bool read_text(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "text", theme_size_table, SIZE_HINT, THEME_SIZES, theme->sizes, error);
}

static bool read_durations(struct json_object *from, struct theme *theme, char *error) {
    return read_measures(from, "durations", theme_duration_table, 0, THEME_DURATIONS, theme->durations, error);
}

/* The place of the service colour NAME, a new one where there is none; NULL = there is no room for it. */
static struct theme_service *place_of(struct theme *theme, const char *name) {
    for (size_t i = 0; i < theme->service_count; i++)
        if (strcmp(theme->services[i].name, name) == 0)
            return &theme->services[i];
    if (theme->service_count == THEME_SERVICES_MAX || strlen(name) >= THEME_NAME_SIZE)
        return NULL;
    struct theme_service *place = &theme->services[theme->service_count++];
    snprintf(place->name, sizeof place->name, "%s", name);
    return place;
}

static bool read_services(struct json_object *from, struct theme *theme, char *error) {
    json_object_object_foreach(from, key, value) {
        struct theme_service *place = place_of(theme, key);
        if (!place || !json_object_is_type(value, json_type_object)) {
            snprintf(error, JSON_ERROR_SIZE, "services.%.64s: expected {\"fill\",\"focus\"}, at most %d of them", key,
                     THEME_SERVICES_MAX);
            return false;
        }
        char name[2][THEME_NAME_SIZE + 20];
        snprintf(name[0], sizeof name[0], "services.%s.fill", place->name);
        snprintf(name[1], sizeof name[1], "services.%s.focus", place->name);
        if (!read_colour(json_child(value, "fill"), name[0], &place->fill, error) ||
            !read_colour(json_child(value, "focus"), name[1], &place->focus, error))
            return false;
    }
    return true;
}

typedef bool read_fn(struct json_object *from, struct theme *theme, char *error);
static bool read_group(struct json_object *from, const char *key, read_fn *fn, struct theme *theme, char *error) {
    struct json_object *group = json_child(from, key);
    if (!group)
        return true;
    if (!json_object_is_type(group, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "%s: expected an object", key);
        return false;
    }
    return fn(group, theme, error);
}

static bool knows_groups(struct json_object *from, const char *const *known, const char *of, char *error) {
    json_object_object_foreach(from, key, value) {
        size_t i = 0;
        (void)value;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i]) {
            snprintf(error, JSON_ERROR_SIZE, "%s%.64s: there is no group of this name", of, key);
            return false;
        }
    }
    return true;
}

static bool read_palette(struct json_object *from, struct theme *theme, char *error) {
    static const char *const groups[] = {"colours", "services", NULL};
    return knows_groups(from, groups, theme->high ? "high." : "normal.", error) &&
           read_group(from, "colours", read_colours, theme, error) &&
           read_group(from, "services", read_services, theme, error);
}

static bool read_theme(struct json_object *from, struct theme *theme, char *error) {
    static const char *const groups[] = {"normal", "high", "text", "spacing", "shapes", "durations", NULL};
    if (!json_object_is_type(from, json_type_object)) {
        snprintf(error, JSON_ERROR_SIZE, "expected an object");
        return false;
    }
    return knows_groups(from, groups, "", error) && read_group(from, "text", read_text, theme, error) &&
           read_group(from, "spacing", read_spacing, theme, error) &&
           read_group(from, "shapes", read_shapes, theme, error) &&
           read_group(from, "durations", read_durations, theme, error) &&
           read_group(from, theme->high ? "high" : "normal", read_palette, theme, error) &&
           theme_check_is_legible(theme, error, JSON_ERROR_SIZE) && theme_check_has_room(theme, error, JSON_ERROR_SIZE);
}

/* Reads both palettes, so that an error in the one not in use is told now and not when the senior turns to it. STAYS:
 * what the log line says is used instead. */
static bool read_over(struct theme *theme, const char *path, const char *stays) {
    char error[JSON_ERROR_SIZE] = "";
    struct theme next = *theme, other;
    theme_builtin(&other, !theme->high);
    struct json_object *from = json_read_file(path, 64 << 10, error);
    bool ok = from && read_theme(from, &next, error) && read_theme(from, &other, error);
    if (ok)
        *theme = next;
    else
        log_warning("theme", "%s%s%s; %s", from ? path : "", from ? ": " : "", error, stays);
    json_object_put(from);
    return ok;
}

bool theme_file_load(struct theme *theme, const char *path, bool high_contrast) {
    theme_builtin(theme, high_contrast);
    return read_over(theme, path, "the built-in look is used");
}

bool theme_file_lay_over(struct theme *theme, const char *path) {
    return read_over(theme, path, "our own look stands");
}
