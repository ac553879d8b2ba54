/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to structs for the screens. Each service has its steps, options, lines and words in arrays of exactly the
 * counted size; their texts point into the JSON.
 */
#include "ui/model/service.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"
#include <json-c/linkhash.h>
#include <stdlib.h>
#include <string.h>

static size_t length(struct json_object *from, const char *key) {
    struct json_object *list = json_child(from, key);
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

static struct json_object *entry(struct json_object *from, const char *key, size_t i) {
    return json_object_array_get_idx(json_child(from, key), i);
}

static void read_option(struct service_option *option, struct json_object *from) {
    const char *tag = length(from, "tags") ? json_object_get_string(entry(from, "tags", 0)) : NULL;
    int price = (int)json_integer(from, "price", -1);
    *option = (struct service_option){.id = json_text(from, "id", ""),
                                      .title = json_text(from, "title", ""),
                                      .note = json_text(from, "note", ""),
                                      .group = json_text(from, "group", ""),
                                      .day = json_text(from, "day", ""),
                                      .emoji = json_text(from, "emoji", ""),
                                      .image = json_text(from, "image", ""),
                                      .tag = tag ? tag : "",
                                      .price = price,
                                      .pay = (int)json_integer(from, "pay", price),
                                      .left = (int)json_integer(from, "left", -1),
                                      .usual = json_truth(from, "usual", false),
                                      .sold_out = json_truth(from, "sold_out", false),
                                      .say = json_child(from, "say")};
}

size_t service_read_options(struct service_option *to, size_t room, struct json_object *from) {
    size_t count = from && json_object_is_type(from, json_type_array) ? json_object_array_length(from) : 0;
    count = count < room ? count : room;
    for (size_t i = 0; i < count; i++)
        read_option(&to[i], json_object_array_get_idx(from, i));
    return count;
}

const char *service_say(const struct json_object *say, size_t index) {
    bool list = json_object_is_type(say, json_type_array);
    struct json_object *word =
        list && index < json_object_array_length(say) ? json_object_array_get_idx(say, index) : NULL;
    return word && json_object_is_type(word, json_type_string) ? json_object_get_string(word) : NULL;
}

bool service_option_open(const struct service_option *option) {
    return !option->sold_out && option->left != 0;
}

static enum step_kind read_kind(struct json_object *from) {
    static const char *const names[] = {
        [STEP_CHOOSE] = "choose", [STEP_CART] = "cart", [STEP_TIME] = "time", [STEP_SAY] = "say"};
    const char *kind = json_text(from, "kind", "");
    for (size_t i = STEP_CHOOSE; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], kind) == 0)
            return (enum step_kind)i;
    return STEP_UNKNOWN;
}

static void read_groups(struct service_step *step, struct json_object *from) {
    step->group_count = length(from, "groups");
    step->groups = memory_new(step->group_count, sizeof *step->groups);
    for (size_t i = 0; i < step->group_count; i++)
        step->groups[i] = (struct service_group){.id = json_text(entry(from, "groups", i), "id", ""),
                                                 .title = json_text(entry(from, "groups", i), "title", "")};
}

static void read_step(struct service_step *step, struct json_object *from) {
    struct json_object *when = json_child(from, "when");
    enum step_kind kind = read_kind(from);
    *step = (struct service_step){.id = json_text(from, "id", ""),
                                  .title = json_text(from, "title", ""),
                                  .label = json_text(from, "label", ""),
                                  .kind = kind,
                                  .from_hotline = json_child(from, "options_from") != NULL,
                                  .optional = kind == STEP_SAY || json_truth(from, "optional", false),
                                  .when_step = json_text(when, "step", ""),
                                  .when_option = json_text(when, "option", ""),
                                  .cutoff = json_text(from, "cutoff", ""),
                                  .unit = json_text(from, "unit", ""),
                                  .most = (int)json_integer(from, "max", 9),
                                  .min_pay = (int)json_integer(from, "min_pay", 0),
                                  .say = json_child(from, "say")};
    step->options = memory_new(length(from, "options"), sizeof *step->options);
    step->option_count = service_read_options(step->options, length(from, "options"), json_child(from, "options"));
    read_groups(step, from);
}

static unsigned read_states(struct json_object *from, const char *key) {
    unsigned states = 0;
    for (size_t i = 0; i < length(from, key); i++) {
        enum request_state state;
        if (request_state_from_name(json_object_get_string(entry(from, key, i)), &state))
            states |= 1U << state;
    }
    return states;
}

static void read_next(struct service_next *next, struct json_object *from) {
    struct json_object *answers = json_child(from, "answers");
    *next = (struct service_next){.title = json_text(from, "title", ""),
                                  .icon = json_text(from, "icon", "next"),
                                  .service = json_text(from, "service", ""),
                                  .states = read_states(from, "states")};
    if (!json_object_is_type(answers, json_type_object))
        return;
    json_object_object_foreach(answers, step, value) {
        if (next->answer_count == SERVICE_NEXT_ANSWERS_MAX || !json_object_is_type(value, json_type_string))
            return;
        next->answers[next->answer_count].step = step;
        next->answers[next->answer_count++].value = json_object_get_string(value);
    }
}

static size_t members(struct json_object *from) {
    return json_object_is_type(from, json_type_object) ? (size_t)json_object_object_length(from) : 0;
}

/* The words {key: text} of one language. */
static void read_language(struct service *service, const char *language, struct json_object *from) {
    size_t room = service->word_count + members(from);
    service->words = memory_resize(service->words, room * sizeof *service->words);
    if (members(from) == 0)
        return;
    json_object_object_foreach(from, key, text) {
        if (json_object_is_type(text, json_type_string))
            service->words[service->word_count++] =
                (struct service_word){.language = language, .key = key, .text = json_object_get_string(text)};
    }
}

static void read_words(struct service *service, struct json_object *from) {
    if (members(from) == 0)
        return;
    json_object_object_foreach(from, language, words) read_language(service, language, words);
}

static struct service_line read_line(struct json_object *from) {
    static const char *const roles[LINE_ROLES] = {"", "what", "when", "where", "cost", "note"};
    struct service_line line = {.label = json_text(from, "label", ""), .value = json_text(from, "value", "")};
    for (int i = LINE_UNSAID + 1; i < LINE_ROLES; i++)
        if (strcmp(roles[i], json_text(from, "role", "")) == 0)
            line.role = (enum service_line_role)i;
    return line;
}

static void read_lists(struct service *service, struct json_object *from) {
    struct json_object *confirm = json_child(from, "confirm");
    service->step_count = length(from, "steps");
    service->steps = memory_new(service->step_count, sizeof *service->steps);
    for (size_t i = 0; i < service->step_count; i++)
        read_step(&service->steps[i], entry(from, "steps", i));
    service->next_count = length(from, "next");
    service->next = memory_new(service->next_count, sizeof *service->next);
    for (size_t i = 0; i < service->next_count; i++)
        read_next(&service->next[i], entry(from, "next", i));
    service->line_count = length(confirm, "lines");
    service->lines = memory_new(service->line_count, sizeof *service->lines);
    for (size_t i = 0; i < service->line_count; i++)
        service->lines[i] = read_line(entry(confirm, "lines", i));
    read_words(service, json_child(from, "words"));
}

/* Of a service that does not say: what was arranged, and the end. */
static const unsigned usual_milestones = 1U << STATE_ACCEPTED | 1U << STATE_DONE;

void service_read(struct service *service, struct json_object *from) {
    struct json_object *confirm = json_child(from, "confirm");
    unsigned milestones = read_states(from, "milestones");
    *service = (struct service){.id = json_text(from, "id", ""),
                                .title = json_text(from, "title", ""),
                                .note = json_text(from, "note", ""),
                                .icon = json_text(from, "icon", "help"),
                                .colour = json_text(from, "colour", "grey"),
                                .home = (int)json_integer(from, "home", 0),
                                .callback = strcmp(json_text(from, "kind", ""), "callback") == 0,
                                .expires_s = (int)json_integer(from, "expires_s", 1800),
                                .promise_minutes = (int)json_integer(from, "promise_minutes", 0),
                                .cancel_note = json_text(from, "cancel_note", ""),
                                .papers = json_text(from, "papers", ""),
                                .say = json_child(from, "say"),
                                .milestones = milestones ? milestones : usual_milestones,
                                .confirm_title = json_text(confirm, "title", ""),
                                .confirm_button = json_text(confirm, "button", "")};
    read_lists(service, from);
}

void service_read_topic(struct service *service, struct json_object *from) {
    *service = (struct service){.id = json_text(from, "id", ""),
                                .title = json_text(from, "title", ""),
                                .note = json_text(from, "note", ""),
                                .icon = json_text(from, "icon", "person"),
                                .colour = "blue",
                                .callback = true,
                                .expires_s = 1800,
                                .cancel_note = "",
                                .papers = "",
                                .say = json_child(from, "say"),
                                .milestones = usual_milestones,
                                .confirm_title = "",
                                .confirm_button = ""};
}

void service_free(struct service *service) {
    for (size_t i = 0; i < service->step_count; i++) {
        free(service->steps[i].options);
        free(service->steps[i].groups);
    }
    free(service->steps);
    free(service->next);
    free(service->lines);
    free(service->words);
}

static bool can_be_done(const struct service_step *step) {
    return step->kind != STEP_UNKNOWN && (step->optional || step->from_hotline || step->option_count > 0);
}

bool service_usable(const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (!can_be_done(&service->steps[i]))
            return false;
    return service->step_count <= REQUEST_ANSWERS_MAX;
}

const struct service_step *service_step(const struct service *service, const char *id) {
    for (size_t i = 0; service && i < service->step_count; i++)
        if (strcmp(service->steps[i].id, id) == 0)
            return &service->steps[i];
    return NULL;
}

const struct service_option *service_option(const struct service_step *step, const char *id) {
    for (size_t i = 0; step && i < step->option_count; i++)
        if (strcmp(step->options[i].id, id) == 0)
            return &step->options[i];
    return NULL;
}

const char *service_words(const struct service *service, const char *language, const char *key) {
    for (size_t i = 0; service && i < service->word_count; i++)
        if (strcmp(service->words[i].key, key) == 0 && strcmp(service->words[i].language, language) == 0)
            return service->words[i].text;
    return NULL;
}

bool service_is_milestone(const struct service *service, enum request_state state) {
    return (service ? service->milestones : usual_milestones) >> state & 1;
}
