/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: a reason may quote what was wrong, so it may hold anything. A heartbeat that breaks the contract would be
 * refused, and the line would seem down for the sake of a bad catalog.
 */
#include "net/data/faults.h"

#include "net/api/api_time.h"
#include "stb-app/base/json.h"

#include <string.h>

static const char *const names[FAULT_KINDS] = {
    [FAULT_CATALOG] = "catalog",
    [FAULT_PROFILE] = "profile",
    [FAULT_TEST] = "test",
    [FAULT_CHOICES] = "choices",
    [FAULT_IMAGE] = "image",
    [FAULT_EVENT] = "event",
    [FAULT_ANSWER] = "answer",
    [FAULT_HEARTBEAT] = "heartbeat",
    [FAULT_CLOCK] = "clock",
    [FAULT_CONFIG] = "config",
    [FAULT_IDENTITY] = "identity",
    [FAULT_KEYMAP] = "keymap",
    [FAULT_DATA] = "data",
    [FAULT_SCREEN] = "screen",
    [FAULT_SOUND] = "sound",
    [FAULT_REMOTE] = "remote",
    [FAULT_CERTIFICATE] = "certificate",
    [FAULT_DISK] = "disk",
};

bool faults_is_urgent(enum fault_kind kind) {
    return kind == FAULT_CATALOG || kind == FAULT_PROFILE || kind == FAULT_TEST || kind == FAULT_SCREEN ||
           kind == FAULT_REMOTE || kind == FAULT_DISK; /* each box has its own moment */
}

static void make_fit(char fit[FAULT_ERROR_SIZE], const char *error) {
    size_t length = strnlen(error, FAULT_ERROR_SIZE - 1);
    if (error[length])
        while (length > 0 && ((unsigned char)error[length] & 0xc0) == 0x80)
            length--; /* not in the middle of a character */
    for (size_t i = 0; i < length; i++)
        fit[i] = (unsigned char)error[i] < ' ' || error[i] == 0x7f ? ' ' : error[i];
    memset(fit + length, 0, FAULT_ERROR_SIZE - length);
}

bool faults_set(struct faults *faults, enum fault_kind kind, const char *error, int64_t wall_ms) {
    char fit[FAULT_ERROR_SIZE];
    make_fit(fit, error ? error : "");
    if (strcmp(fit, faults->of[kind].error) == 0)
        return false;
    if (!faults->of[kind].error[0])
        faults->of[kind].since_ms = wall_ms;
    memcpy(faults->of[kind].error, fit, sizeof fit);
    return true;
}

void faults_write(const struct faults *faults, struct json_object *body) {
    struct json_object *list = json_object_new_array();
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        char since[32];
        if (!faults->of[kind].error[0])
            continue;
        struct json_object *one = json_object_new_object();
        api_time_write(faults->of[kind].since_ms, since);
        json_put_text(one, "what", names[kind]);
        json_put_text(one, "why", faults->of[kind].error);
        json_put_text(one, "since", since);
        json_object_array_add(list, one);
    }
    if (json_object_array_length(list) > 0)
        json_object_object_add(body, "troubles", list);
    else
        json_object_put(list);
}
