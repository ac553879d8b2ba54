/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request as the contract's body, and back again as the outbox keeps it. A table fills a raw struct of
 * texts and numbers; what a table cannot say (a UUID, a service where there must be one) is checked after. The trap:
 * what is not told must be as if it had never been there, so the request is read into a fresh one and given out whole
 * or not at all.
 */
#include "net/api/api_request.h"
#include "net/api/api_time.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

enum { PRESSES_MAX = 9999, EXPIRES_MOST_S = 86400 };

struct raw_item {
    char id[REQUEST_NAME_SIZE];
    int64_t quantity;
};
static const struct json_field item_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, offsetof(struct raw_item, id), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"quantity", JSON_INTEGER, JSON_MUST, offsetof(struct raw_item, quantity), 0, 1, 99, NULL, NULL},
    {0},
};

struct raw_request {
    char id[REQUEST_ID_SIZE], kind[16], trigger[16], created_at[40], service[REQUEST_NAME_SIZE];
    int64_t sequence, presses, grace_s, expires_s;
    bool test;
    struct json_object *answers, *items;
};
#define AT(member) offsetof(struct raw_request, member)
static const struct json_field request_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), REQUEST_ID_SIZE, 0, 0, NULL, NULL},
    {"kind", JSON_TEXT, JSON_MUST, AT(kind), 16, 0, 0, NULL, NULL},
    {"service", JSON_TEXT, JSON_MAY, AT(service), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"answers", JSON_ANY, JSON_MAY, AT(answers), 0, 0, REQUEST_ANSWERS_MAX, NULL, NULL},
    {"items", JSON_ANY, JSON_MAY, AT(items), 0, 0, REQUEST_ITEMS_MAX, NULL, NULL},
    {"created_at", JSON_TEXT, JSON_MAY, AT(created_at), 40, 0, 0, NULL, NULL},
    {"sequence", JSON_INTEGER, JSON_MAY, AT(sequence), 0, 0, 9007199254740991.0, NULL, NULL},
    {"trigger", JSON_TEXT, JSON_MUST, AT(trigger), 16, 0, 0, NULL, NULL},
    {"presses", JSON_INTEGER, JSON_MAY, AT(presses), 0, 1, PRESSES_MAX, NULL, NULL},
    {"grace_s", JSON_INTEGER, JSON_MAY, AT(grace_s), 0, 0, 30, NULL, NULL},
    {"expires_s", JSON_INTEGER, JSON_MAY, AT(expires_s), 0, 0, EXPIRES_MOST_S, NULL, NULL},
    {"test", JSON_TRUTH, JSON_MAY, AT(test), 0, 0, 0, NULL, NULL},
    {0},
};
#undef AT

static bool refuse(char *error, const char *place, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s: %s", place, expected);
    return false;
}

static struct json_object *write_answers(const struct request *request) {
    struct json_object *answers = json_object_new_object();
    for (size_t i = 0; i < request->answer_count; i++)
        json_put_text(answers, request->answers[i].step, request->answers[i].option);
    return answers;
}

static struct json_object *write_items(const struct request *request) {
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < request->item_count; i++) {
        struct json_object *item = json_object_new_object();
        json_put_text(item, "id", request->items[i].id);
        json_put_integer(item, "quantity", request->items[i].quantity);
        json_object_array_add(items, item);
    }
    return items;
}

char *api_request_write(const struct request *request) {
    struct json_object *body = json_object_new_object();
    char created_at[32];
    api_time_write(request->created_at_ms, created_at);
    json_put_text(body, "id", request->id);
    json_put_text(body, "kind", request_kind_name(request->kind));
    if (request->service[0])
        json_put_text(body, "service", request->service);
    if (request->answer_count)
        json_object_object_add(body, "answers", write_answers(request));
    if (request->item_count)
        json_object_object_add(body, "items", write_items(request));
    json_put_text(body, "created_at", created_at);
    json_put_integer(body, "sequence", request->sequence);
    json_put_text(body, "trigger", request_trigger_name(request->trigger));
    if (request->kind == REQUEST_SOS) {
        json_put_integer(body, "presses", request->presses);
        json_put_integer(body, "grace_s", request->grace_s);
    }
    json_put_truth(body, "test", request->test);
    const char *text = json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    char *copy = memory_text(text);
    json_object_put(body);
    return copy;
}

static bool fits(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    return length >= 1 && length < REQUEST_NAME_SIZE;
}

static bool read_answers(struct json_object *from, struct request *request, char *error) {
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_object))
        return refuse(error, "answers", "expected an object {step: option}");
    json_object_object_foreach(from, step, option) {
        const char *text = json_object_is_type(option, json_type_string) ? json_object_get_string(option) : "";
        if (!fits(step, strlen(step)) || !fits(text, (size_t)json_object_get_string_len(option)))
            return refuse(error, "answers", "expected steps and options of 1 to 47 bytes");
        struct request_answer *answer = &request->answers[request->answer_count++];
        snprintf(answer->step, sizeof answer->step, "%s", step);
        snprintf(answer->option, sizeof answer->option, "%s", text);
    }
    return true;
}

static bool read_items(struct json_object *from, struct request *request, char *error) {
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_array))
        return refuse(error, "items", "expected a list");
    for (size_t i = 0; i < json_object_array_length(from); i++) {
        struct raw_item raw = {0};
        char place[32];
        snprintf(place, sizeof place, "items[%zu]", i);
        if (!json_fill(json_object_array_get_idx(from, i), item_fields, JSON_LENIENT, &raw, place, error))
            return false;
        if (!raw.id[0])
            return refuse(error, place, "expected an id");
        struct request_item *item = &request->items[request->item_count++];
        memcpy(item->id, raw.id, sizeof item->id);
        item->quantity = (int)raw.quantity;
    }
    return true;
}

bool api_request_read(struct json_object *from, struct request *request, char *error) {
    struct raw_request raw = {0};
    struct request read = {0};
    if (!json_fill(from, request_fields, JSON_LENIENT, &raw, "", error))
        return false;
    if (!request_id_valid(raw.id))
        return refuse(error, "id", "expected a UUID in lower case");
    if (!request_kind_from_name(raw.kind, &read.kind))
        return refuse(error, "kind", "expected \"sos\", \"service\" or \"callback\"");
    if (!request_trigger_from_name(raw.trigger, &read.trigger))
        return refuse(error, "trigger", "expected \"remote\", \"screen\", \"voice\", \"test\" or \"box\"");
    if (read.kind == REQUEST_SERVICE ? !raw.service[0] : read.kind == REQUEST_SOS && raw.service[0])
        return refuse(error, "service", "expected one for a service, none for an SOS");
    if (raw.created_at[0] && !api_time_parse(raw.created_at, &read.created_at_ms))
        return refuse(error, "created_at", "expected an RFC 3339 time");
    if (!read_answers(raw.answers, &read, error) || !read_items(raw.items, &read, error))
        return false;
    memcpy(read.id, raw.id, sizeof read.id);
    memcpy(read.service, raw.service, sizeof read.service);
    read.sequence = raw.sequence;
    read.presses = raw.presses || read.kind != REQUEST_SOS ? (int)raw.presses : 1;
    read.grace_s = (int)raw.grace_s;
    read.expires_s = (int)raw.expires_s;
    read.test = raw.test;
    *request = read;
    return true;
}
