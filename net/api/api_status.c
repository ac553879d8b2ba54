/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP contract's Status and problem: strict on every member that we know, deaf to those we do not, so that a newer
 * hotline can say more. Tables of fields fill a raw struct of texts and numbers; the checks that a table cannot say
 * (names, times, a state that fits its kind) come after. The trap: whoever types a message at the desk presses Enter,
 * and an answer to an SOS must not be refused for that, so line breaks and tabs become blanks and null counts as
 * absent. What only fills the screen (a text, minutes, rows) and is beyond its bound is brought back to it: whoever
 * lies on the floor must see that somebody answered, however much was typed.
 */
#include "net/api/api_status.h"
#include "net/api/api_time.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ETA_MINUTES_MAX = 10080 };

#define WORDS(name, type, member, characters)                                                                          \
    .key = (name), .kind = JSON_WORDS, .offset = offsetof(type, member), .size = sizeof(((type *)0)->member),          \
    .max = (characters)
static const struct json_field detail_fields[] = {
    {WORDS("label", struct status_detail, label, REQUEST_LABEL_MAX), .rule = JSON_MUST},
    {WORDS("value", struct status_detail, value, REQUEST_VALUE_MAX), .rule = JSON_MUST},
    {0},
};

struct raw_status {
    struct status status;
    char kind[16], state[16], created_at[40], updated_at[40];
    int64_t eta_minutes;
    struct json_object *details;
};
#define AT(member) offsetof(struct raw_status, member)
static const struct json_field contract_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(status.id), REQUEST_ID_SIZE, 0, 0, NULL, NULL},
    {"kind", JSON_TEXT, JSON_MUST, AT(kind), 16, 0, 0, NULL, NULL},
    {"service", JSON_TEXT, JSON_MAY, AT(status.service), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"status", JSON_TEXT, JSON_MUST, AT(state), 16, 0, 0, NULL, NULL},
    {WORDS("headline", struct raw_status, status.headline, REQUEST_HEADLINE_MAX)},
    {"details", JSON_ANY, JSON_MAY, AT(details), 0, 0, 0, NULL, NULL},
    {WORDS("message", struct raw_status, status.message, REQUEST_TEXT_MAX)},
    {"can_cancel", JSON_TRUTH, JSON_MAY, AT(status.can_cancel), 0, 0, 0, NULL, NULL},
    {"eta_minutes", JSON_INTEGER, JSON_MAY, AT(eta_minutes), 0, -1e300, 1e300, NULL, NULL},
    {"created_at", JSON_TEXT, JSON_MAY, AT(created_at), 40, 0, 0, NULL, NULL},
    {"updated_at", JSON_TEXT, JSON_MUST, AT(updated_at), 40, 0, 0, NULL, NULL},
    {"retry_step", JSON_TEXT, JSON_MAY, AT(status.retry_step), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"test", JSON_TRUTH, JSON_MAY, AT(status.test), 0, 0, 0, NULL, NULL},
    {0},
};
#undef AT
#undef WORDS

static bool refuse(char *error, const char *place, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s: %s", place, expected);
    return false;
}

static char *copy_blank(const char *text, int length) {
    char *copy = memory_new((size_t)length + 1, 1);
    for (int i = 0; i < length; i++)
        copy[i] = text[i] == '\n' || text[i] == '\r' || text[i] == '\t' ? ' ' : text[i];
    return copy;
}

struct json_object *api_status_tidy(struct json_object *from) {
    if (!json_object_is_type(from, json_type_object))
        return json_object_get(from);
    struct json_object *copy = json_object_new_object();
    json_object_object_foreach(from, key, value) {
        if (!json_object_is_type(value, json_type_string)) {
            if (value)
                json_object_object_add(copy, key, json_object_get(value));
            continue;
        }
        int length = json_object_get_string_len(value);
        char *text = copy_blank(json_object_get_string(value), length);
        json_object_object_add(copy, key, json_object_new_string_len(text, length));
        free(text);
    }
    return copy;
}

static bool read_details(struct json_object *from, struct status *status, char *error) {
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_array))
        return refuse(error, "details", "expected a list");
    for (size_t i = 0; i < json_object_array_length(from) && i < REQUEST_DETAILS_MAX; i++) {
        char place[32];
        snprintf(place, sizeof place, "details[%zu]", i);
        struct json_object *detail = api_status_tidy(json_object_array_get_idx(from, i));
        bool good = json_fill(detail, detail_fields, JSON_LENIENT, &status->details[i], place, error);
        /* A role that this box does not know is a newer hotline's, and costs no more than its place on the screen. */
        status->details[i].role = request_role_from_name(json_text(detail, "role", NULL));
        json_object_put(detail);
        if (!good)
            return false;
        status->detail_count++;
    }
    return true;
}

static bool read_status(struct json_object *from, struct raw_status *raw, char *error) {
    struct status *status = &raw->status;
    raw->eta_minutes = -1;
    if (!json_fill(from, contract_fields, JSON_LENIENT, raw, "", error))
        return false;
    if (!request_id_valid(status->id))
        return refuse(error, "id", "expected a UUID in lower case");
    if (!request_kind_from_name(raw->kind, &status->kind))
        return refuse(error, "kind", "expected \"sos\", \"service\" or \"callback\"");
    if (!request_state_from_name(raw->state, &status->state) || !request_state_fits(status->kind, status->state))
        return refuse(error, "status", "expected a state of this kind of request");
    status->eta_minutes = raw->eta_minutes >= 0 && raw->eta_minutes <= ETA_MINUTES_MAX ? (int)raw->eta_minutes : -1;
    return read_details(raw->details, status, error);
}

static bool read_contract(struct json_object *from, struct raw_status *raw, char *error) {
    if (!read_status(from, raw, error))
        return false;
    if (!request_state_is_proved(raw->status.state) && raw->status.state != STATE_EXPIRED)
        return refuse(error, "status", "expected a state that the hotline can tell");
    if (!api_time_parse(raw->updated_at, &raw->status.updated_at_ms) || raw->status.updated_at_ms == 0)
        return refuse(error, "updated_at", "expected an RFC 3339 time");
    if (raw->created_at[0] && !api_time_parse(raw->created_at, &raw->status.created_at_ms))
        return refuse(error, "created_at", "expected an RFC 3339 time");
    return true;
}

bool api_status_read(struct json_object *from, struct status *status, char *error) {
    struct raw_status raw = {0};
    struct json_object *tidied = api_status_tidy(from);
    bool good = read_contract(tidied, &raw, error);
    json_object_put(tidied);
    if (good)
        *status = raw.status;
    return good;
}
