/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of more than a struct has room for the first are taken; what is no such thing at all counts as none.
 */
#include "ui/model/model_json.h"
#include "stb-app/base/json.h"
#include <json-c/json_object.h>
#include <json-c/linkhash.h>
#include <stdio.h>

void model_json_text(char *to, size_t size, struct json_object *from, const char *key) {
    const char *text = json_text(from, key, NULL);
    if (text)
        snprintf(to, size, "%s", text);
}

static void read_details(struct status *status, struct json_object *from) {
    if (!from || !json_object_is_type(from, json_type_array))
        return;
    for (size_t i = 0; i < json_object_array_length(from) && i < REQUEST_DETAILS_MAX; i++) {
        struct json_object *detail = json_object_array_get_idx(from, i);
        model_json_text(status->details[i].label, sizeof status->details[i].label, detail, "label");
        model_json_text(status->details[i].value, sizeof status->details[i].value, detail, "value");
        status->details[i].role = request_role_from_name(json_text(detail, "role", NULL));
        status->detail_count = i + 1;
    }
}

void model_json_reached(int64_t reached[STATES], struct json_object *from) {
    if (!from || !json_object_is_type(from, json_type_object))
        return;
    json_object_object_foreach(from, name, at) {
        enum request_state state;
        if (request_state_from_name(name, &state))
            reached[state] = json_object_get_int64(at);
    }
}

size_t model_json_answers(struct request_answer *answers, size_t most, struct json_object *from) {
    size_t count = 0;
    if (!from || !json_object_is_type(from, json_type_object))
        return 0;
    json_object_object_foreach(from, step, option) {
        if (count == most || !json_object_is_type(option, json_type_string))
            break;
        snprintf(answers[count].step, sizeof answers[count].step, "%s", step);
        snprintf(answers[count].option, sizeof answers[count].option, "%s", json_object_get_string(option));
        count++;
    }
    return count;
}

size_t model_json_items(struct request_item *items, struct json_object *from) {
    size_t count = from && json_object_is_type(from, json_type_array) ? json_object_array_length(from) : 0;
    count = count < REQUEST_ITEMS_MAX ? count : REQUEST_ITEMS_MAX;
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(from, i);
        model_json_text(items[i].id, sizeof items[i].id, item, "id");
        items[i].quantity = (int)json_integer(item, "quantity", 1);
    }
    return count;
}

bool model_json_status(struct status *status, struct json_object *from) {
    *status = (struct status){.eta_minutes = -1};
    if (!request_kind_from_name(json_text(from, "kind", ""), &status->kind) ||
        !request_state_from_name(json_text(from, "status", ""), &status->state))
        return false;
    model_json_text(status->id, sizeof status->id, from, "id");
    model_json_text(status->service, sizeof status->service, from, "service");
    model_json_text(status->headline, sizeof status->headline, from, "headline");
    model_json_text(status->message, sizeof status->message, from, "message");
    status->created_at_ms = json_integer(from, "created_at_ms", 0);
    status->updated_at_ms = json_integer(from, "updated_at_ms", 0);
    status->eta_minutes = (int)json_integer(from, "eta_minutes", -1);
    status->can_cancel = json_truth(from, "can_cancel", false);
    model_json_text(status->retry_step, sizeof status->retry_step, from, "retry_step");
    status->cancel_asked = json_truth(from, "cancel_asked", false);
    read_details(status, json_child(from, "details"));
    model_json_reached(status->reached_at_ms, json_child(from, "reached"));
    return true;
}
