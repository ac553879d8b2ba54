/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of fields for every body, then the few rules that a table cannot say: an SOS has no service, presses and grace
 * belong to an SOS alone, answers are names. Strict on purpose: whatever the box sends wrongly is to be found here, in
 * a test, and not by a real hotline. Bounds of words are characters, those of names bytes.
 */
#include "tests/hotline/contract.h"

#include "tests/hotline/contract_health.h"

#include "stb-app/base/json.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

#define COUNT_MAX 9007199254740991.0 /* what every JSON reader keeps exactly */

static const char *const triggers[] = {"remote", "screen", "voice", "test", "box", NULL};
const char *const contract_notice_kinds[] = {"care",  "weather", "fraud",    "medicine",
                                             "alarm", "message", "reminder", NULL};

static bool refuse(char *error, const char *place, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s: %s", place, expected);
    return false;
}

/* --- single values */

bool contract_uuid(const char *text) {
    for (int i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f')))
            return false;
    }
    return !text[36];
}

bool contract_key(const char *header, char key[CONTRACT_ID_SIZE]) {
    if (!header || strlen(header) != 38 || header[0] != '"' || header[37] != '"')
        return false;
    memcpy(key, header + 1, 36);
    key[36] = 0;
    return contract_uuid(key);
}

bool contract_device(const char *text) {
    size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    return length >= 1 && length < CONTRACT_NAME_SIZE && !text[length];
}

/* Digits where the pattern has a 0, else the very same character. */
static bool looks_like(const char *text, const char *pattern) {
    for (; *pattern; text++, pattern++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return true;
}

bool contract_time(const char *text) {
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day, hour, minute, second;
    if (!looks_like(text, "0000-00-00T00:00:00") ||
        sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u", &year, &month, &day, &hour, &minute, &second) != 6)
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1] || hour > 23 || minute > 59 || second > 60)
        return false;
    text += 19;
    if (*text == '.') {
        size_t digits = strspn(text + 1, "0123456789");
        if (digits < 1 || digits > 9)
            return false;
        text += 1 + digits;
    }
    if (strcmp(text, "Z") == 0)
        return true;
    return (*text == '+' || *text == '-') && looks_like(text + 1, "00:00") && !text[6] &&
           sscanf(text + 1, "%2u:%2u", &hour, &minute) == 2 && hour < 24 && minute < 60;
}

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");
    return text[0] != '.' && length >= 1 && length < CONTRACT_NAME_SIZE && !text[length];
}

/* --- POST /v1/requests */

#define AT(member) offsetof(struct contract_request, member)
static const struct json_field request_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), CONTRACT_ID_SIZE, 0, 0, NULL, NULL},
    {"kind", JSON_CHOICE, JSON_MUST, AT(kind), 0, 0, 0, flow_kind_names, NULL},
    {"service", JSON_TEXT, JSON_MAY, AT(service), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
    {"answers", JSON_ANY, JSON_MAY, AT(answers), 0, 0, 12, NULL, NULL},
    {"items", JSON_ANY, JSON_MAY, AT(items), 0, 0, 60, NULL, NULL},
    {"created_at", JSON_TEXT, JSON_MUST, AT(created_at), 40, 0, 0, NULL, NULL},
    {"sequence", JSON_INTEGER, JSON_MUST, AT(sequence), 0, 0, COUNT_MAX, NULL, NULL},
    {"trigger", JSON_CHOICE, JSON_MUST, AT(trigger), 0, 0, 0, triggers, NULL},
    {"presses", JSON_INTEGER, JSON_MAY, AT(presses), 0, 1, 9999, NULL, NULL},
    {"grace_s", JSON_INTEGER, JSON_MAY, AT(grace_s), 0, 0, 30, NULL, NULL},
    {"test", JSON_TRUTH, JSON_MAY, AT(test), 0, 0, 0, NULL, NULL},
    {0}};
#undef AT

static bool check_answers(struct json_object *answers, char *error) {
    if (!answers)
        return true;
    if (!json_object_is_type(answers, json_type_object))
        return refuse(error, "answers", "expected an object {step: option id}");
    json_object_object_foreach(answers, step, option) {
        const char *text = json_object_is_type(option, json_type_string) ? json_object_get_string(option) : "";
        if (!is_name(step) || !is_name(text))
            return refuse(error, "answers", "expected names of 1 to 47 letters, digits, or any of -_.:");
    }
    return true;
}

struct item {
    char id[CONTRACT_NAME_SIZE];
    int64_t quantity;
};
static const struct json_field item_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, offsetof(struct item, id), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
    {"quantity", JSON_INTEGER, JSON_MUST, offsetof(struct item, quantity), 0, 1, 99, NULL, NULL},
    {0}};

static bool check_items(struct json_object *items, char *error) {
    if (items && !json_object_is_type(items, json_type_array))
        return refuse(error, "items", "expected a list");
    for (size_t i = 0; items && i < json_object_array_length(items); i++) {
        struct item item;
        char place[64];
        snprintf(place, sizeof place, "items[%zu]", i);
        if (!json_fill(json_object_array_get_idx(items, i), item_fields, JSON_STRICT, &item, place, error))
            return false;
        if (!is_name(item.id))
            return refuse(error, place, "expected an id of letters, digits, or any of -_.:");
    }
    return true;
}

bool contract_request(struct json_object *body, struct contract_request *request, char *error) {
    *request = (struct contract_request){0};
    if (!json_fill(body, request_fields, JSON_STRICT, request, "", error))
        return false;
    if (!contract_uuid(request->id))
        return refuse(error, "id", "expected a UUID in lower case");
    if (!contract_time(request->created_at))
        return refuse(error, "created_at", "expected an RFC 3339 time");
    if (request->kind == FLOW_SOS) {
        if (request->service[0])
            return refuse(error, "service", "an SOS has none");
        if (!json_child(body, "presses") || !json_child(body, "grace_s"))
            return refuse(error, request->presses ? "grace_s" : "presses", "is missing, an SOS has it");
    } else if (request->presses || json_child(body, "grace_s")) {
        return refuse(error, request->presses ? "presses" : "grace_s", "only an SOS has it");
    }
    if (request->kind == FLOW_SERVICE ? !is_name(request->service) : request->service[0] && !is_name(request->service))
        return refuse(error, "service", "expected the id of a service of the catalog");
    return check_answers(request->answers, error) && check_items(request->items, error);
}

/* --- the other calls of the box */

bool contract_presses(struct json_object *body, int *presses, char *error) {
    int64_t count = 0;
    static const struct json_field fields[] = {{"presses", JSON_INTEGER, JSON_MUST, 0, 0, 1, 9999, NULL, NULL}, {0}};
    if (!json_fill(body, fields, JSON_STRICT, &count, "", error))
        return false;
    *presses = (int)count;
    return true;
}

bool contract_question(struct json_object *body, char *error) {
    static const struct json_field fields[] = {{"answers", JSON_ANY, JSON_MAY, 0, 0, 0, 0, NULL, NULL}, {0}};
    struct json_object *answers = NULL;
    return json_fill(body, fields, JSON_STRICT, &answers, "", error) && check_answers(answers, error);
}

bool contract_empty(struct json_object *body, char *error) {
    static const struct json_field fields[] = {{0}};
    return json_fill(body, fields, JSON_STRICT, NULL, "", error);
}

enum { WHY_MAX = 159, VERSION_MAX = 47 }; /* characters */

static bool is_trouble(struct json_object *from, size_t at, char *error) {
    static const char *const kinds[] = {"catalog",   "profile",     "test",     "choices", "image", "event", "answer",
                                        "heartbeat", "config",      "identity", "keymap",  "data",  "clock", "screen",
                                        "remote",    "certificate", "disk",     "sound",   NULL};
    struct trouble {
        int what;
        char error[4 * WHY_MAX + 1], since[40];
    } trouble = {0};
    static const struct json_field fields[] = {
        {"what", JSON_CHOICE, JSON_MUST, offsetof(struct trouble, what), 0, 0, 0, kinds, NULL},
        {"why", JSON_TEXT, JSON_MUST, offsetof(struct trouble, error), 4 * WHY_MAX + 1, 0, WHY_MAX, NULL, NULL},
        {"since", JSON_TEXT, JSON_MUST, offsetof(struct trouble, since), 40, 0, 0, NULL, NULL},
        {0}};
    char place[32];
    snprintf(place, sizeof place, "troubles[%zu]", at);
    return json_fill(from, fields, JSON_STRICT, &trouble, place, error) &&
           ((trouble.error[0] && contract_time(trouble.since)) ||
            refuse(error, place, "expected a reason and an RFC 3339 time"));
}

static bool are_troubles(struct json_object *list, char *error) {
    if (list && !json_object_is_type(list, json_type_array))
        return refuse(error, "troubles", "expected a list");
    for (size_t i = 0; list && i < json_object_array_length(list); i++)
        if (!is_trouble(json_object_array_get_idx(list, i), i, error))
            return false;
    return true;
}

struct heartbeat {
    int64_t sequence, uptime_s, pending;
    char version[4 * VERSION_MAX + 1], last_test[40];
    struct json_object *troubles, *health;
};
bool contract_heartbeat(struct json_object *body, char *error) {
    static const struct json_field fields[] = {
        {"sequence", JSON_INTEGER, JSON_MUST, offsetof(struct heartbeat, sequence), 0, 0, COUNT_MAX, NULL, NULL},
        {"version", JSON_TEXT, JSON_MUST, offsetof(struct heartbeat, version), 4 * VERSION_MAX + 1, 0, VERSION_MAX,
         NULL, NULL},
        {"uptime_s", JSON_INTEGER, JSON_MUST, offsetof(struct heartbeat, uptime_s), 0, 0, 4294967295.0, NULL, NULL},
        {"pending", JSON_INTEGER, JSON_MUST, offsetof(struct heartbeat, pending), 0, 0, 100000, NULL, NULL},
        {"last_test", JSON_TEXT, JSON_MAY, offsetof(struct heartbeat, last_test), 40, 0, 0, NULL, NULL},
        {"troubles", JSON_ANY, JSON_MAY, offsetof(struct heartbeat, troubles), 0, 0, 24, NULL, NULL},
        {"health", JSON_ANY, JSON_MAY, offsetof(struct heartbeat, health), 0, 0, 0, NULL, NULL},
        {0}};
    struct heartbeat beat = {0};
    if (!json_fill(body, fields, JSON_STRICT, &beat, "", error) || !are_troubles(beat.troubles, error) ||
        (beat.health && !contract_health(beat.health, error)))
        return false;
    return !beat.last_test[0] || contract_time(beat.last_test) ||
           refuse(error, "last_test", "expected an RFC 3339 time");
}

bool contract_spoken(const char *request, const char *step, char *error) {
    if (!request || !step)
        return (!request && !step) || refuse(error, request ? "step" : "request", "is missing beside the other");
    if (strlen(request) != CONTRACT_ID_SIZE - 1 || !contract_uuid(request))
        return refuse(error, "request", "expected a UUID in lower case");
    return is_name(step) || refuse(error, "step", "expected the id of a step");
}

bool contract_reply(struct json_object *body, char choice[CONTRACT_NAME_SIZE], char *error) {
    static const struct json_field fields[] = {
        {"choice", JSON_TEXT, JSON_MUST, 0, CONTRACT_NAME_SIZE, 0, 0, NULL, NULL}, {0}};
    choice[0] = 0;
    return json_fill(body, fields, JSON_STRICT, choice, "", error) &&
           (is_name(choice) || refuse(error, "choice", "expected the id of one of the notice's choices"));
}

/* --- the desk */

struct detail {
    char label[WORDS_LABEL_SIZE], value[WORDS_HEADLINE_SIZE];
    int role;
};

/* What a box shows in rows: label, value and perhaps what it is; none of them empty. */
static bool check_details(struct json_object *list, char *error) {
    static const char *const roles[] = {"plate", "eta", "phone", "place", "price", "worker", NULL};
    static const struct json_field fields[] = {
        {"label", JSON_TEXT, JSON_MUST, offsetof(struct detail, label), WORDS_LABEL_SIZE, 0, WORDS_LABEL_MAX, NULL,
         NULL},
        {"value", JSON_TEXT, JSON_MUST, offsetof(struct detail, value), WORDS_HEADLINE_SIZE, 0, WORDS_HEADLINE_MAX,
         NULL, NULL},
        {"role", JSON_CHOICE, JSON_MAY, offsetof(struct detail, role), 0, 0, 0, roles, NULL},
        {0}};
    if (!json_object_is_type(list, json_type_array) || json_object_array_length(list) > CONTRACT_DETAILS_MAX)
        return refuse(error, "details", "expected a short list");
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct detail detail = {0};
        char place[64];
        snprintf(place, sizeof place, "details[%zu]", i);
        if (!json_fill(json_object_array_get_idx(list, i), fields, JSON_STRICT, &detail, place, error))
            return false;
        if (!detail.label[0] || !detail.value[0])
            return refuse(error, place, "expected text that is not empty");
    }
    return true;
}

bool contract_push(struct json_object *body, struct contract_push *push, char *error) {
#define AT(member) offsetof(struct contract_push, member)
    static const struct json_field fields[] = {
        {"status", JSON_CHOICE, JSON_MUST, AT(state), 0, 0, 0, flow_state_names, NULL},
        {"headline", JSON_TEXT, JSON_MAY, AT(headline), WORDS_HEADLINE_SIZE, 0, WORDS_HEADLINE_MAX, NULL, NULL},
        {"message", JSON_TEXT, JSON_MAY, AT(message), WORDS_MESSAGE_SIZE, 0, WORDS_MESSAGE_MAX, NULL, NULL},
        {"eta_minutes", JSON_INTEGER, JSON_MAY, AT(eta), 0, 0, 10080, NULL, NULL},
        {"details", JSON_ANY, JSON_MAY, AT(details), 0, 0, CONTRACT_DETAILS_MAX, NULL, NULL},
        {"retry_step", JSON_TEXT, JSON_MAY, AT(retry_step), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
        {0}};
#undef AT
    *push = (struct contract_push){.eta = -1};
    return json_fill(body, fields, JSON_STRICT, push, "", error) &&
           (!push->details || check_details(push->details, error));
}

struct notice_choice {
    char id[CONTRACT_NAME_SIZE], title[WORDS_CHOICE_SIZE], service[CONTRACT_NAME_SIZE];
    struct json_object *answers;
};

/* What a notice can be answered with; one may open a service, with answers filled in. */
static bool check_choices(struct json_object *list, char *error) {
#define AT(member) offsetof(struct notice_choice, member)
    static const struct json_field fields[] = {
        {"id", JSON_TEXT, JSON_MUST, AT(id), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
        {"title", JSON_TEXT, JSON_MUST, AT(title), WORDS_CHOICE_SIZE, 0, WORDS_CHOICE_MAX, NULL, NULL},
        {"service", JSON_TEXT, JSON_MAY, AT(service), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
        {"answers", JSON_ANY, JSON_MAY, AT(answers), 0, 0, 12, NULL, NULL},
        {0}};
#undef AT
    if (!json_object_is_type(list, json_type_array))
        return refuse(error, "choices", "expected a short list");
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct notice_choice choice = {0};
        char place[64];
        snprintf(place, sizeof place, "choices[%zu]", i);
        if (!json_fill(json_object_array_get_idx(list, i), fields, JSON_STRICT, &choice, place, error))
            return false;
        if (!is_name(choice.id) || !choice.title[0])
            return refuse(error, place, "expected an id and a title");
        if (!check_answers(choice.answers, error))
            return false;
    }
    return true;
}

bool contract_notice(struct json_object *body, struct contract_notice *notice, char *error) {
#define AT(member) offsetof(struct contract_notice, member)
    static const struct json_field fields[] = {
        {"device", JSON_TEXT, JSON_MUST, AT(device), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
        {"kind", JSON_CHOICE, JSON_MUST, AT(kind), 0, 0, 0, contract_notice_kinds, NULL},
        {"icon", JSON_TEXT, JSON_MAY, AT(icon), CONTRACT_NAME_SIZE, 0, 0, NULL, NULL},
        {"title", JSON_TEXT, JSON_MUST, AT(title), WORDS_HEADLINE_SIZE, 0, WORDS_HEADLINE_MAX, NULL, NULL},
        {"text", JSON_TEXT, JSON_MAY, AT(text), WORDS_MESSAGE_SIZE, 0, WORDS_MESSAGE_MAX, NULL, NULL},
        {"choices", JSON_ANY, JSON_MAY, AT(choices), 0, 0, 6, NULL, NULL},
        {0}};
#undef AT
    *notice = (struct contract_notice){0};
    if (!json_fill(body, fields, JSON_STRICT, notice, "", error))
        return false;
    if (!contract_device(notice->device))
        return refuse(error, "device", "expected a device id");
    if (!notice->title[0])
        return refuse(error, "title", "expected text that is not empty");
    if (notice->icon[0] && !is_name(notice->icon))
        return refuse(error, "icon", "expected a name of assets/icons.json");
    return !notice->choices || check_choices(notice->choices, error);
}

struct raw_fault {
    int kind;
    char path[64];
    double share, seconds;
    int64_t delay_ms;
};
bool contract_fault(struct json_object *body, int64_t now_ms, struct fault *fault, char *error) {
#define AT(member) offsetof(struct raw_fault, member)
    static const struct json_field fields[] = {
        {"kind", JSON_CHOICE, JSON_MUST, AT(kind), 0, 0, 0, fault_names + 1, NULL},
        {"path", JSON_TEXT, JSON_MAY, AT(path), 64, 0, 0, NULL, NULL},
        {"share", JSON_NUMBER, JSON_MAY, AT(share), 0, 0, 1, NULL, NULL},
        {"seconds", JSON_NUMBER, JSON_MAY, AT(seconds), 0, 0, 86400, NULL, NULL},
        {"delay_ms", JSON_INTEGER, JSON_MAY, AT(delay_ms), 0, 0, 120000, NULL, NULL},
        {0}};
#undef AT
    struct raw_fault raw = {.path = "/v1/", .share = 1, .seconds = 10};
    if (!json_fill(body, fields, JSON_STRICT, &raw, "", error))
        return false;
    if (strncmp(raw.path, "/v1", 3) != 0)
        return refuse(error, "path", "expected one that begins with /v1");
    *fault = (struct fault){.kind = (enum fault_kind)(raw.kind + 1),
                            .share = raw.share,
                            .until_ms = now_ms + (int64_t)(raw.seconds * 1000),
                            .delay_ms = (int)raw.delay_ms};
    memcpy(fault->path, raw.path, sizeof fault->path);
    return true;
}

bool contract_heard(struct json_object *body, struct contract_heard *heard, char *error) {
#define AT(member) offsetof(struct contract_heard, member)
    static const struct json_field fields[] = {
        {"text", JSON_TEXT, JSON_MUST, AT(text), WORDS_MESSAGE_SIZE, 0, WORDS_MESSAGE_MAX, NULL, NULL},
        {"intent", JSON_ANY, JSON_MAY, AT(intent), 0, 1, 2, NULL, NULL},
        {0}};
#undef AT
    *heard = (struct contract_heard){0};
    if (!json_fill(body, fields, JSON_STRICT, heard, "", error))
        return false;
    if (!heard->intent)
        return true;
    char service[CONTRACT_NAME_SIZE] = "";
    static const struct json_field intent_fields[] = {
        {"service", JSON_TEXT, JSON_MUST, 0, CONTRACT_NAME_SIZE, 0, 0, NULL, NULL}, {0}};
    if (!json_fill(heard->intent, intent_fields, JSON_LENIENT, service, "intent", error))
        return false;
    return is_name(service) ? check_answers(json_child(heard->intent, "answers"), error)
                            : refuse(error, "intent.service", "expected the id of a service");
}
