/* SPDX-License-Identifier: Apache-2.0 */
/* The trap: WANTED is a copy whose lists are OPERATORS', so it is made anew whenever either changes. */
#include "stb-app/config/effective_config.h"

#include "net/hotline.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/config/config.h"
#include "stb-app/config/user_settings.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_MOST = 4096 };
struct preferences {
    struct config *operators, wanted;
    struct settings settings;
};
static const char note[] = "settings";

static void apply(struct preferences *preferences) {
    preferences->wanted = *preferences->operators;
    settings_apply(&preferences->settings, &preferences->wanted);
}

struct preferences *preferences_create(struct config *operators) {
    struct preferences *preferences = calloc(1, sizeof *preferences);
    if (!preferences)
        return NULL;
    preferences->operators = operators;
    preferences->settings = settings_none();
    apply(preferences);
    return preferences;
}

void preferences_destroy(struct preferences *preferences) {
    if (!preferences)
        return;
    config_destroy(preferences->operators);
    free(preferences);
}

void preferences_load(struct preferences *preferences, const struct hotline *hotline) {
    char why[JSON_WHY_SIZE];
    char *kept = hotline_note(hotline, note);
    struct json_object *chosen = kept ? json_parse(kept, strlen(kept), KEPT_MOST, why) : NULL;
    if (kept && (!chosen || !settings_take(&preferences->settings, chosen, why)))
        log_error("settings", "what was set cannot be read (%s): the operator's settings hold", why);
    json_object_put(chosen);
    free(kept);
    apply(preferences);
}

bool preferences_set(struct preferences *preferences, struct json_object *chosen) {
    char why[JSON_WHY_SIZE];
    if (!settings_take(&preferences->settings, chosen, why)) {
        log_error("settings", "stb-ui set what cannot be: %s", why);
        return false;
    }
    apply(preferences);
    return true;
}

void preferences_keep(const struct preferences *preferences, struct hotline *hotline) {
    struct json_object *all = settings_write(&preferences->settings);
    if (!hotline_keep_note(hotline, note, json_object_to_json_string_ext(all, JSON_C_TO_STRING_PLAIN)))
        log_error("settings", "a change could not be stored; it holds until the next start");
    json_object_put(all);
}

bool preferences_reload(struct preferences *preferences, const char *path) {
    char why[CONFIG_WHY_SIZE];
    struct config *fresh = config_read(path, why);
    if (!fresh) {
        log_error("config", "%s; the settings stay as they were", why);
        return false;
    }
    struct config old = *preferences->operators;
    *preferences->operators = *fresh;
    preferences->operators->endpoints = old.endpoints;
    old.endpoints = fresh->endpoints;
    *fresh = old;
    config_destroy(fresh);
    apply(preferences);
    log_info("config", "read again; a changed hotline or certificate counts from the next start");
    return true;
}

const struct config *preferences_operators(const struct preferences *preferences) {
    return preferences->operators;
}

const struct config *preferences_wanted(const struct preferences *preferences) {
    return &preferences->wanted;
}

const struct settings *preferences_settings(const struct preferences *preferences) {
    return &preferences->settings;
}
