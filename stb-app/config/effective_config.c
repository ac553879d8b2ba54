/* SPDX-License-Identifier: Apache-2.0 */
/* The trap: WANTED is a copy whose lists belong to OPERATORS, so it is made anew whenever either changes. What is kept
 * may have been written by a newer program, so what is not known here is kept as it is. */
#include "stb-app/config/effective_config.h"

#include "net/hotline.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/config/user_settings.h"

#include <json-c/linkhash.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_MAX = 4096 };
struct effective_config {
    struct config *operators, wanted;
    struct user_settings settings;
    struct json_object *kept; /* all that was read, NULL = nothing */
};
static const char note[] = "settings";

static void apply(struct effective_config *effective) {
    effective->wanted = *effective->operators;
    user_settings_apply(&effective->settings, &effective->wanted);
}

struct effective_config *effective_config_create(struct config *operators) {
    struct effective_config *effective = memory_new(1, sizeof *effective);
    effective->operators = operators;
    effective->settings = user_settings_none();
    apply(effective);
    return effective;
}

void effective_config_destroy(struct effective_config *effective) {
    if (!effective)
        return;
    config_destroy(effective->operators);
    json_object_put(effective->kept);
    free(effective);
}

void effective_config_load(struct effective_config *effective, const struct hotline *hotline) {
    char error[JSON_ERROR_SIZE];
    const char *kept = hotline_setting(hotline, note);
    json_object_put(effective->kept);
    effective->kept = kept ? json_parse(kept, strlen(kept), KEPT_MAX, error) : NULL;
    if (kept && !effective->kept)
        log_error("settings", "what was set cannot be read (%s): the operator's settings hold", error);
    else if (kept && !user_settings_restore(&effective->settings, effective->kept, error))
        log_error("settings", "of what was set one thing at least cannot be read (%s): there the operator's holds",
                  error);
    apply(effective);
}

bool effective_config_set(struct effective_config *effective, const struct ipc_set *set) {
    char error[JSON_ERROR_SIZE];
    if (!user_settings_choose(&effective->settings, set, error)) {
        log_error("settings", "stb-ui set what cannot be: %s", error);
        return false;
    }
    apply(effective);
    return true;
}

void effective_config_keep(const struct effective_config *effective, struct hotline *hotline) {
    struct json_object *all = user_settings_write(&effective->settings);
    if (json_object_is_type(effective->kept, json_type_object)) {
        json_object_object_foreach(effective->kept, key, value) {
            if (!json_child(all, key))
                json_object_object_add(all, key, json_object_get(value));
        }
    }
    hotline_set_setting(hotline, note, json_object_to_json_string_ext(all, JSON_C_TO_STRING_PLAIN));
    json_object_put(all);
}

void effective_config_replace(struct effective_config *effective, struct config *operators) {
    config_destroy(effective->operators);
    effective->operators = operators;
    apply(effective);
}

const struct config *effective_config_operators(const struct effective_config *effective) {
    return effective->operators;
}

const struct config *effective_config_wanted(const struct effective_config *effective) {
    return &effective->wanted;
}

const struct user_settings *effective_config_settings(const struct effective_config *effective) {
    return &effective->settings;
}
