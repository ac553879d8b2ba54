/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list, newest first, as the screens get it; the outbox keeps it as JSON, by the same table. What comes from the
 * hotline is read by tables and checked into a notice, so nothing unchecked is ever kept or passed on. A kind that this
 * version does not know is shown as a plain message: a warning must not be lost because the box is old, nor because it
 * is long; its texts are cut, choices beyond the last that there is room for are left away.
 *
 * The trap is the full list: a notice that nobody has answered must outlive any number of newer ones that were. So the
 * oldest answered one makes room; only when all wait does the oldest of them go.
 */
#include "net/data/notices.h"
#include "net/api/schema.h"

#include "net/api/api_status.h"
#include "net/api/api_time.h"
#include "net/outbox/outbox.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES_MAX = 1 << 20 };
static const char setting[] = "notices", seen[] = "seen";
static const char *const kinds[] = {"care", "weather", "fraud", "medicine", "alarm", "message", "reminder"};

struct notices {
    struct outbox *outbox;
    struct notice *list[NOTICE_MAX]; /* newest first */
    size_t count;
};

struct raw_notice {
    char id[REQUEST_ID_SIZE], kind[REQUEST_NAME_SIZE], icon[REQUEST_NAME_SIZE],
        title[REQUEST_WORDS_SIZE(NOTICE_TITLE_MAX)], text[REQUEST_TEXT_SIZE], at[40], reply[REQUEST_NAME_SIZE];
    struct json_object *choices;
    int64_t at_ms;
};
#define WORDS(name, type, member, characters)                                                                          \
    .key = (name), .kind = JSON_WORDS, .offset = offsetof(type, member), .size = sizeof(((type *)0)->member),          \
    .max = (characters)
#define AT(member) offsetof(struct raw_notice, member)
static const struct json_field notice_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), REQUEST_ID_SIZE, 0, 0, NULL, NULL},
    {WORDS("kind", struct raw_notice, kind, REQUEST_NAME_SIZE), .rule = JSON_MUST},
    {WORDS("icon", struct raw_notice, icon, REQUEST_NAME_SIZE)},
    {WORDS("title", struct raw_notice, title, NOTICE_TITLE_MAX), .rule = JSON_MUST},
    {WORDS("text", struct raw_notice, text, REQUEST_TEXT_MAX)},
    {"choices", JSON_ANY, JSON_MAY, AT(choices), 0, 0, 0, NULL, NULL},
    {"at", JSON_TEXT, JSON_MUST, AT(at), 40, 0, 0, NULL, NULL},
    {"reply", JSON_TEXT, JSON_MAY, AT(reply), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {0},
};
#undef AT

struct raw_choice {
    char id[REQUEST_NAME_SIZE], title[REQUEST_WORDS_SIZE(NOTICE_CHOICE_TITLE_MAX)], service[REQUEST_NAME_SIZE];
    struct json_object *answers;
};
#define AT(member) offsetof(struct raw_choice, member)
static const struct json_field choice_fields[] = {
    {"id", JSON_TEXT, JSON_MUST, AT(id), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {WORDS("title", struct raw_choice, title, NOTICE_CHOICE_TITLE_MAX), .rule = JSON_MUST},
    {"service", JSON_TEXT, JSON_MAY, AT(service), REQUEST_NAME_SIZE, 0, 0, NULL, NULL},
    {"answers", JSON_ANY, JSON_MAY, AT(answers), 0, 0, REQUEST_ANSWERS_MAX, NULL, NULL},
    {0},
};
#undef AT
#undef WORDS

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

static struct notice *find(const struct notices *notices, const char *id) {
    for (size_t i = 0; i < notices->count; i++)
        if (strcmp(notices->list[i]->id, id) == 0)
            return notices->list[i];
    return NULL;
}

static void free_notice(struct notice *notice) {
    ipc_fields_free(&ipc_notice_table, notice);
    free(notice);
}

/* --- what comes in */

static bool is_short_name(const char *text) {
    return is_name(text) && strlen(text) < REQUEST_NAME_SIZE;
}

static bool read_answers(struct notice_choice *choice, struct json_object *answers, const char *place, char *error) {
    if (!answers)
        return true;
    if (!json_object_is_type(answers, json_type_object))
        return refuse(error, place, "expected answers {step: option}");
    choice->answers = memory_new((size_t)json_object_object_length(answers), sizeof choice->answers[0]);
    json_object_object_foreach(answers, step, option) {
        const char *text = json_object_is_type(option, json_type_string) ? json_object_get_string(option) : "";
        if (!is_short_name(step) || !is_short_name(text))
            return refuse(error, place, "expected answers of names, 1 to 47 of a-z, 0-9, - and _");
        struct request_answer *answer = &choice->answers[choice->answer_count++];
        snprintf(answer->step, sizeof answer->step, "%s", step);
        snprintf(answer->option, sizeof answer->option, "%s", text);
    }
    return true;
}

static bool read_choice(struct notice *notice, struct json_object *from, const char *place, char *error) {
    struct raw_choice raw = {.id = ""};
    if (!json_fill(from, choice_fields, JSON_LENIENT, &raw, place, error))
        return false;
    if (!is_name(raw.id) || !raw.title[0] || (raw.service[0] && !is_name(raw.service)))
        return refuse(error, place, "expected an id, a title and perhaps a service");
    for (size_t i = 0; i < notice->choice_count; i++)
        if (strcmp(notice->choices[i].id, raw.id) == 0)
            return refuse(error, place, "its id is there twice");
    struct notice_choice *choice = &notice->choices[notice->choice_count++];
    memcpy(choice->id, raw.id, sizeof choice->id);
    memcpy(choice->title, raw.title, sizeof choice->title);
    memcpy(choice->service, raw.service, sizeof choice->service);
    return read_answers(choice, raw.answers, place, error);
}

static bool read_choices(struct notice *notice, struct json_object *from, char *error) {
    if (!from)
        return true;
    if (!json_object_is_type(from, json_type_array))
        return refuse(error, "choices", "expected a list");
    size_t count = json_object_array_length(from);
    count = count > NOTICE_CHOICES_MAX ? NOTICE_CHOICES_MAX : count;
    notice->choices = memory_new(count, sizeof notice->choices[0]);
    for (size_t i = 0; i < count; i++) {
        char place[32];
        snprintf(place, sizeof place, "choices[%zu]", i);
        if (!read_choice(notice, json_object_array_get_idx(from, i), place, error))
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
    if (!is_name(raw->icon))
        raw->icon[0] = 0; /* that of its kind will do */
    return api_time_parse(raw->at, &raw->at_ms) || refuse(error, "at", "expected an RFC 3339 time");
}

static const char *known_kind(const char *kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], kind) == 0)
            return kind;
    return "message";
}

/* NULL = refused. */
static struct notice *checked(struct json_object *from, char *error) {
    struct raw_notice raw = {.id = ""};
    struct json_object *tidied = api_status_tidy(from);
    bool good = read_notice(tidied, &raw, error);
    json_object_put(tidied); /* the choices are FROM's too */
    if (!good)
        return NULL;
    struct notice *notice = memory_new(1, sizeof *notice);
    memcpy(notice->id, raw.id, sizeof notice->id);
    snprintf(notice->kind, sizeof notice->kind, "%.15s", known_kind(raw.kind));
    memcpy(notice->icon, raw.icon, sizeof notice->icon);
    memcpy(notice->title, raw.title, sizeof notice->title);
    memcpy(notice->text, raw.text, sizeof notice->text);
    notice->at_ms = raw.at_ms;
    memcpy(notice->answered, raw.reply, sizeof notice->answered); /* the hotline may know more than this box */
    if (read_choices(notice, raw.choices, error))
        return notice;
    free_notice(notice);
    return NULL;
}

/* --- the list */

static void keep(const struct notices *notices) {
    struct ipc_buffer text = {0};
    ipc_buffer_add_text(&text, "[");
    for (size_t i = 0; i < notices->count; i++) {
        ipc_buffer_add_text(&text, i ? "," : "");
        ipc_fields_write(&ipc_notice_table, notices->list[i], &text);
    }
    ipc_buffer_add(&text, "]", sizeof "]");
    if (notices->outbox)
        outbox_set_setting(notices->outbox, setting, text.bytes);
    ipc_buffer_free(&text);
}

/* Of a full list: the place of the oldest that was answered, else of the oldest. */
static size_t whose_place_is_free(const struct notices *notices) {
    for (size_t i = notices->count; i-- > 0;)
        if (notices->list[i]->answered[0])
            return i;
    return notices->count - 1;
}

static void put_first(struct notices *notices, struct notice *notice) {
    size_t last = notices->count;
    if (last == NOTICE_MAX)
        free_notice(notices->list[last = whose_place_is_free(notices)]);
    else
        notices->count++;
    memmove(&notices->list[1], &notices->list[0], last * sizeof notices->list[0]);
    notices->list[0] = notice;
}

/* An answer that the hotline has and this box has lost. */
static void take_reply(const struct notices *notices, struct notice *known, const char *reply) {
    if (!*reply || known->answered[0])
        return;
    snprintf(known->answered, sizeof known->answered, "%s", reply);
    keep(notices);
}

bool notices_take(struct notices *notices, struct json_object *from, bool *news, char *error) {
    struct notice *notice = checked(from, error);
    *news = false;
    if (!notice)
        return false;
    struct notice *known = find(notices, notice->id);
    if (known) {
        take_reply(notices, known, notice->answered);
        free_notice(notice);
        return true;
    }
    *news = !notice->answered[0];
    put_first(notices, notice);
    keep(notices);
    return true;
}

bool notices_asks(const struct notices *notices, const char *id, const char *choice) {
    const struct notice *notice = find(notices, id);
    for (size_t i = 0; notice && i < notice->choice_count; i++)
        if (strcmp(notice->choices[i].id, choice) == 0)
            return true;
    return notice && notice->choice_count == 0 && strcmp(choice, seen) == 0;
}

void notices_answer(struct notices *notices, const char *id, const char *choice) {
    struct notice *notice = find(notices, id);
    if (!notice)
        return;
    snprintf(notice->answered, sizeof notice->answered, "%s", choice);
    notice->refused = false;
    keep(notices);
}

void notices_refuse(struct notices *notices, const char *id) {
    struct notice *notice = find(notices, id);
    if (!notice)
        return;
    notice->refused = true;
    keep(notices);
}

void notices_forget_before(struct notices *notices, int64_t moment_ms) {
    size_t kept = 0, before = notices->count;
    for (size_t i = 0; i < before; i++)
        if (notices->list[i]->at_ms < moment_ms)
            free_notice(notices->list[i]);
        else
            notices->list[kept++] = notices->list[i];
    notices->count = kept;
    if (kept != before)
        keep(notices);
}

bool notices_waiting(const struct notices *notices) {
    for (size_t i = 0; i < notices->count; i++)
        if (!notices->list[i]->answered[0])
            return true;
    return false;
}

struct ipc_notices notices_now(const struct notices *notices) {
    return (struct ipc_notices){.list = notices->list, .count = notices->count};
}

static void load_one(struct notices *notices, struct json_object *kept) {
    char error[JSON_ERROR_SIZE];
    struct notice *notice = memory_new(1, sizeof *notice);
    if (notices->count < NOTICE_MAX && ipc_fields_read(&ipc_notice_table, kept, notice, error))
        notices->list[notices->count++] = notice;
    else
        free_notice(notice);
}

static void load(struct notices *notices) {
    char error[JSON_ERROR_SIZE];
    const char *text = notices->outbox ? outbox_setting(notices->outbox, setting) : NULL;
    struct json_object *kept = text ? json_parse(text, strlen(text), KEPT_BYTES_MAX, error) : NULL;
    if (text && !json_object_is_type(kept, json_type_array))
        log_warning("net", "the kept notices are not used: %s", kept ? "expected a list" : error);
    else if (kept)
        for (size_t i = 0; i < json_object_array_length(kept); i++)
            load_one(notices, json_object_array_get_idx(kept, i));
    json_object_put(kept);
}

/* Once one has come since, the newer list is what is kept. */
void notices_restore(struct notices *notices) {
    if (notices->count == 0)
        load(notices);
}

struct notices *notices_create(struct outbox *outbox) {
    struct notices *notices = memory_new(1, sizeof *notices);
    notices->outbox = outbox;
    load(notices);
    return notices;
}

void notices_destroy(struct notices *notices) {
    if (!notices)
        return;
    while (notices->count)
        free_notice(notices->list[--notices->count]);
    free(notices);
}
