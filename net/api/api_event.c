/* SPDX-License-Identifier: Apache-2.0 */
#include "net/api/api_event.h"

#include "net/api/api_status.h"
#include "stb-app/base/json.h"

#include <stdio.h>
#include <string.h>

enum { EVENT_JSON_MAX = 256 << 10 };

static const char *const names[] = {
    [API_EVENT_STATUS] = "status",
    [API_EVENT_NOTICE] = "notice",
    [API_EVENT_CATALOG] = "catalog",
    [API_EVENT_PROFILE] = "profile",
};
_Static_assert(sizeof names / sizeof *names == API_EVENT_UNKNOWN, "every known kind of event has its name");

static enum api_event_kind kind_of(const char *name) {
    int kind = 0;
    while (kind < API_EVENT_UNKNOWN && strcmp(name, names[kind]) != 0)
        kind++;
    return (enum api_event_kind)kind;
}

static bool read_content(struct json_object *json, struct api_event *event, char *error) {
    if (event->kind == API_EVENT_STATUS)
        return api_status_read(json, &event->status, error);
    if (event->kind == API_EVENT_NOTICE)
        event->notice = json_object_get(json);
    return true;
}

bool api_event_read(const char *name, const char *text, struct api_event *event, char *error) {
    *event = (struct api_event){.kind = kind_of(name)};
    if (!text) {
        snprintf(error, JSON_ERROR_SIZE, "larger than an event can be, or a name or a byte in it that cannot be");
        return false;
    }
    if (event->kind == API_EVENT_UNKNOWN)
        return true;
    struct json_object *json = json_parse(text, strlen(text), EVENT_JSON_MAX, error);
    bool ok = json && read_content(json, event, error);
    json_object_put(json);
    return ok;
}

void api_event_clear(struct api_event *event) {
    if (event->kind == API_EVENT_NOTICE)
        json_object_put(event->notice);
}
