/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list, newest first, in the form in which the screens get it; the same text is what the outbox keeps. What comes
 * from the hotline is read by tables into a struct, checked, and written anew, so nothing unchecked is ever kept or
 * passed on. A kind that this version does not know is shown as a plain message: a warning must not be lost because the
 * box is old.
 *
 * The trap is the full list: a notice that nobody has answered must outlive any number of newer ones that were. So the
 * oldest answered one makes room; only when all wait does the oldest of them go.
 */
#include "net/data/notices.h"
#include "net/api/schema.h"

#include "net/api/api_status.h"
#include "net/outbox/outbox.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/request.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_SIZE = 128, CHOICE_TITLE_SIZE = 64, KEPT_MAX = 256 << 10 };
static const char setting_name[] = "notices", seen[] = "seen";
static const char *const kinds[] = {"care", "weather", "fraud", "medicine", "alarm", "message", "reminder"};

struct notices {
    struct outbox *outbox;
    struct json_object *list; /* newest first; objects of ipc.h */
};

struct raw_notice {
    char id[REQUEST_ID_SIZE], kind[REQUEST_NAME_SIZE], icon[REQUEST_NAME_SIZE], title[TITLE_SIZE],
        text[REQUEST_TEXT_SIZE], at[40], reply[REQUEST_NAME_SIZE];
    struct json_object *choices;
    int64_t at_ms;
};
#define AT(member) offsetof(struct raw_notice, member)
static const struct json_field notice_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), REQUEST_ID_SIZE, 0, 0, NULL, NULL},
    {"kind", JSON_TEXT, JSON_MUST, AT(kind), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"icon", JSON_TEXT, JSON_MAY, AT(icon), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"title", JSON_TEXT, JSON_MUST, AT(title), TITLE_SIZE, 0, 0, NULL, NULL},
    {"text", JSON_TEXT, JSON_MAY, AT(text), REQUEST_TEXT_SIZE, 0, 0, NULL, NULL},
    {"choices", JSON_ANY, JSON_MAY, AT(choices), 0, 0, NOTICES_CHOICES_MAX, NULL, NULL},
    {"at", JSON_TEXT, JSON_MUST, AT(at), 40, 0, 0, NULL, NULL},
    {"reply", JSON_TEXT, JSON_MAY, AT(reply), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {0},
};
#undef AT

struct raw_choice {
    char id[REQUEST_NAME_SIZE], title[CHOICE_TITLE_SIZE], service[REQUEST_NAME_SIZE];
    struct json_object *answers;
};
#define AT(member) offsetof(struct raw_choice, member)
static const struct json_field choice_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"title", JSON_TEXT, JSON_MUST, AT(title), CHOICE_TITLE_SIZE, 0, 0, NULL, NULL},
    {"service", JSON_TEXT, JSON_MAY, AT(service), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"answers", JSON_ANY, JSON_MAY, AT(answers), 0, 0, REQUEST_ANSWERS_MAX, NULL, NULL},
    {0},
};
#undef AT

static bool refuse(char *error, const char *place, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s: %s", place, expected);
    return false;
}

static bool is_name(const char *text) {
    return schema_is_name(text, strlen(text));
}

/* It becomes a part of a path. */
static bool is_id(const char *text) {
    return text[0] && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == 0;
}

static struct json_object *find(const struct notices *notices, const char *id) {
    for (size_t i = 0; i < json_object_array_length(notices->list); i++) {
        struct json_object *notice = json_object_array_get_idx(notices->list, i);
        if (strcmp(json_text(notice, "id", ""), id) == 0)
            return notice;
    }
    return NULL;
}

static bool is_answered(struct json_object *notice) {
    return json_text(notice, "answered", "")[0] != 0;
}

/* --- what comes in */

static bool add_answers(struct json_object *to, struct json_object *answers, const char *place, char *error) {
    if (!answers)
        return true;
    if (!json_object_is_type(answers, json_type_object))
        return refuse(error, place, "expected answers {step: option}");
    struct json_object *kept = json_object_new_object();
    json_object_object_add(to, "answers", kept);
    json_object_object_foreach(answers, step, option) {
        const char *text = json_object_is_type(option, json_type_string) ? json_object_get_string(option) : "";
        if (!is_name(step) || strlen(step) >= REQUEST_NAME_SIZE || !is_name(text) || strlen(text) >= REQUEST_NAME_SIZE)
            return refuse(error, place, "expected answers of names, 1 to 47 of a-z, 0-9, - and _");
        json_put_text(kept, step, text);
    }
    return true;
}

static bool add_choice(struct json_object *to, struct json_object *from, const char *place, char *error) {
    struct raw_choice raw = {.id = ""};
    struct json_object *choice = json_object_new_object();
    json_object_array_add(to, choice);
    if (!json_fill(from, choice_fields, JSON_LENIENT, &raw, place, error))
        return false;
    if (!is_name(raw.id) || !raw.title[0] || (raw.service[0] && !is_name(raw.service)))
        return refuse(error, place, "expected an id, a title and perhaps a service");
    for (size_t i = 0; i + 1 < json_object_array_length(to); i++)
        if (strcmp(json_text(json_object_array_get_idx(to, i), "id", ""), raw.id) == 0)
            return refuse(error, place, "its id is there twice");
    json_put_text(choice, "id", raw.id);
    json_put_text(choice, "title", raw.title);
    if (raw.service[0])
        json_put_text(choice, "service", raw.service);
    return add_answers(choice, raw.answers, place, error);
}

static bool add_choices(struct json_object *to, struct json_object *from, char *error) {
    struct json_object *choices = json_object_new_array();
    json_object_object_add(to, "choices", choices);
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_array))
        return refuse(error, "choices", "expected a list");
    for (size_t i = 0; i < json_object_array_length(from); i++) {
        char place[32];
        snprintf(place, sizeof place, "choices[%zu]", i);
        if (!add_choice(choices, json_object_array_get_idx(from, i), place, error))
            return false;
    }
    return true;
}

static bool read_notice(struct json_object *from, struct raw_notice *raw, char *error) {
    if (!json_fill(from, notice_fields, JSON_LENIENT, raw, "", error))
        return false;
    if (!is_id(raw->id))
        return refuse(error, "id", "expected 1 to 36 letters, digits and -");
    if (!raw->title[0])
        return refuse(error, "title", "expected text");
    if (raw->icon[0] && !is_name(raw->icon))
        return refuse(error, "icon", "expected a name, a-z, 0-9, - and _");
    return api_time_parse(raw->at, &raw->at_ms) || refuse(error, "at", "expected an RFC 3339 time");
}

static const char *known_kind(const char *kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], kind) == 0)
            return kind;
    return "message";
}

/* The checked notice, written anew; NULL = refused. */
static struct json_object *checked(struct json_object *from, char *error) {
    struct raw_notice raw = {.id = ""};
    struct json_object *tidied = api_tidy(from);
    bool good = read_notice(tidied, &raw, error);
    json_object_put(tidied); /* the choices are FROM's too */
    if (!good)
        return NULL;
    struct json_object *notice = json_object_new_object();
    json_put_text(notice, "id", raw.id);
    json_put_text(notice, "kind", known_kind(raw.kind));
    if (raw.icon[0])
        json_put_text(notice, "icon", raw.icon);
    json_put_text(notice, "title", raw.title);
    json_put_text(notice, "text", raw.text);
    json_put_integer(notice, "at_ms", raw.at_ms);
    json_put_text(notice, "answered", raw.reply); /* the hotline may know more than this box */
    if (add_choices(notice, raw.choices, error))
        return notice;
    json_object_put(notice);
    return NULL;
}

/* --- the list */

static void keep(const struct notices *notices) {
    if (notices->outbox && !outbox_set_setting(notices->outbox, setting_name,
                                               json_object_to_json_string_ext(notices->list, JSON_C_TO_STRING_PLAIN)))
        log_warning("net", "the notices could not be stored; they are kept until the next restart");
}

static size_t whose_place_is_free(const struct notices *notices) {
    size_t count = json_object_array_length(notices->list);
    for (size_t i = count; i-- > 0;)
        if (is_answered(json_object_array_get_idx(notices->list, i)))
            return i;
    return count - 1;
}

static void put_first(struct notices *notices, struct json_object *notice) {
    size_t count = json_object_array_length(notices->list);
    size_t without = count >= NOTICES_MAX ? whose_place_is_free(notices) : count;
    struct json_object *list = json_object_new_array();
    json_object_array_add(list, notice);
    for (size_t i = 0; i < count; i++)
        if (i != without)
            json_object_array_add(list, json_object_get(json_object_array_get_idx(notices->list, i)));
    json_object_put(notices->list);
    notices->list = list;
}

/* An answer that the hotline has and this box has lost. */
static void take_reply(const struct notices *notices, struct json_object *known, const char *reply) {
    if (!*reply || is_answered(known))
        return;
    json_put_text(known, "answered", reply);
    keep(notices);
}

bool notices_take(struct notices *notices, struct json_object *from, bool *news, char *error) {
    struct json_object *notice = checked(from, error);
    *news = false;
    if (!notice)
        return false;
    struct json_object *known = find(notices, json_text(notice, "id", ""));
    if (known) {
        take_reply(notices, known, json_text(notice, "answered", ""));
        json_object_put(notice);
        return true;
    }
    *news = !is_answered(notice);
    put_first(notices, notice);
    keep(notices);
    return true;
}

bool notices_asks(const struct notices *notices, const char *id, const char *choice) {
    struct json_object *notice = find(notices, id), *choices = json_child(notice, "choices");
    size_t count = choices ? json_object_array_length(choices) : 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(json_text(json_object_array_get_idx(choices, i), "id", ""), choice) == 0)
            return true;
    return notice && count == 0 && strcmp(choice, seen) == 0;
}

void notices_answer(struct notices *notices, const char *id, const char *choice) {
    struct json_object *notice = find(notices, id);
    if (!notice)
        return;
    json_put_text(notice, "answered", choice);
    json_object_object_del(notice, "refused");
    keep(notices);
}

void notices_refuse(struct notices *notices, const char *id) {
    struct json_object *notice = find(notices, id);
    if (!notice)
        return;
    json_put_truth(notice, "refused", true);
    keep(notices);
}

bool notices_waiting(const struct notices *notices) {
    for (size_t i = 0; i < json_object_array_length(notices->list); i++)
        if (!is_answered(json_object_array_get_idx(notices->list, i)))
            return true;
    return false;
}

struct json_object *notices_for_wire(const struct notices *notices) {
    struct json_object *out = json_object_new_object();
    json_object_object_add(out, "notices", json_object_get(notices->list));
    return out;
}

static struct json_object *load(struct outbox *outbox) {
    char error[JSON_ERROR_SIZE];
    char *text = outbox ? outbox_setting(outbox, setting_name) : NULL;
    struct json_object *list = text ? json_parse(text, strlen(text), KEPT_MAX, error) : NULL;
    free(text);
    if (json_object_is_type(list, json_type_array))
        return list;
    json_object_put(list);
    return json_object_new_array();
}

struct notices *notices_create(struct outbox *outbox) {
    struct notices *notices = memory_new(1, sizeof *notices);
    notices->outbox = outbox;
    notices->list = load(outbox);
    return notices;
}

void notices_destroy(struct notices *notices) {
    if (!notices)
        return;
    json_object_put(notices->list);
    free(notices);
}
