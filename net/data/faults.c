/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: a reason may quote what was wrong, so it may hold anything. A heartbeat that breaks the contract would be
 * refused, and the line would seem down for the sake of a bad catalogue.
 */
#include "net/data/faults.h"

#include "net/api/api_status.h"
#include "stb-app/base/json.h"

#include <string.h>

static const char *const names[TROUBLES] = {
    [TROUBLE_CATALOG] = "catalog", [TROUBLE_PROFILE] = "profile",     [TROUBLE_TEST] = "test",
    [TROUBLE_CHOICES] = "choices", [TROUBLE_IMAGE] = "image",         [TROUBLE_EVENT] = "event",
    [TROUBLE_ANSWER] = "answer",   [TROUBLE_HEARTBEAT] = "heartbeat",
};

bool trouble_is_urgent(enum trouble_kind kind) {
    return kind == TROUBLE_CATALOG || kind == TROUBLE_PROFILE || kind == TROUBLE_TEST; /* each box has its own moment */
}

static void make_fit(char fit[TROUBLE_WHY_SIZE], const char *why) {
    size_t length = strnlen(why, TROUBLE_WHY_SIZE - 1);
    if (why[length])
        while (length > 0 && ((unsigned char)why[length] & 0xc0) == 0x80)
            length--; /* not in the middle of a character */
    for (size_t i = 0; i < length; i++)
        fit[i] = (unsigned char)why[i] < ' ' || why[i] == 0x7f ? ' ' : why[i];
    memset(fit + length, 0, TROUBLE_WHY_SIZE - length);
}

bool troubles_set(struct troubles *troubles, enum trouble_kind kind, const char *why, int64_t wall_ms) {
    char fit[TROUBLE_WHY_SIZE];
    make_fit(fit, why ? why : "");
    if (strcmp(fit, troubles->of[kind].why) == 0)
        return false;
    if (!troubles->of[kind].why[0])
        troubles->of[kind].since_ms = wall_ms;
    memcpy(troubles->of[kind].why, fit, sizeof fit);
    return true;
}

void troubles_write(const struct troubles *troubles, struct json_object *body) {
    struct json_object *list = json_object_new_array();
    for (int kind = 0; kind < TROUBLES; kind++) {
        char since[32];
        if (!troubles->of[kind].why[0])
            continue;
        struct json_object *one = json_object_new_object();
        message_time_write(troubles->of[kind].since_ms, since);
        json_put_text(one, "what", names[kind]);
        json_put_text(one, "why", troubles->of[kind].why);
        json_put_text(one, "since", since);
        json_object_array_add(list, one);
    }
    if (json_object_array_length(list) > 0)
        json_object_object_add(body, "troubles", list);
    else
        json_object_put(list);
}
