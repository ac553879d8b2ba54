/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to structs for the screens. Everything of one catalog is made once when it comes, in arrays (steps, options,
 * lines and more) of exactly the counted size, so that drawing a list of any length touches no JSON.
 *
 * The trap: pointers into the catalog die with it. Only draw() and act() hold them, for the time of one call.
 */
#include "ui/model/service.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERVICES_MAX = 64 };

struct service_catalog {
    struct json_object *from;
    struct service *services;
    struct service_step *steps;
    struct service_option *options;
    struct service_line *lines;
    struct service_group *groups;
    struct service_next *next;
    size_t next_count;
    size_t service_count, step_count, option_count, line_count, group_count;
};

static struct json_object *list(struct json_object *from, const char *key) {
    struct json_object *child = json_child(from, key);
    return child && json_object_is_type(child, json_type_array) ? child : NULL;
}

static size_t length(struct json_object *from, const char *key) {
    struct json_object *child = list(from, key);
    return child ? json_object_array_length(child) : 0;
}

static struct json_object *entry(struct json_object *from, const char *key, size_t i) {
    return json_object_array_get_idx(list(from, key), i);
}

static void read_option(struct service_option *option, struct json_object *from) {
    struct json_object *tags = list(from, "tags");
    const char *tag = tags ? json_object_get_string(json_object_array_get_idx(tags, 0)) : NULL;
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
                                      .sold_out = json_truth(from, "sold_out", false)};
}

size_t service_read_options(struct service_option *to, size_t room, struct json_object *from) {
    size_t count = from && json_object_is_type(from, json_type_array) ? json_object_array_length(from) : 0;
    count = count < room ? count : room;
    for (size_t i = 0; i < count; i++)
        read_option(&to[i], json_object_array_get_idx(from, i));
    return count;
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

static const struct service_group *read_groups(struct service_catalog *c, struct json_object *from) {
    struct service_group *groups = c->groups + c->group_count;
    for (size_t i = 0; i < length(from, "groups"); i++)
        groups[i] = (struct service_group){json_text(entry(from, "groups", i), "id", ""),
                                           json_text(entry(from, "groups", i), "title", "")};
    c->group_count += length(from, "groups");
    return groups;
}

static void read_step(struct service_catalog *c, struct service_step *step, struct json_object *from) {
    size_t count = length(from, "options");
    struct service_option *options = c->options + c->option_count;
    c->option_count += service_read_options(options, count, list(from, "options"));
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
                                  .options = options,
                                  .option_count = count,
                                  .groups = read_groups(c, from),
                                  .group_count = length(from, "groups")};
}

static void read_next(struct service_next *next, struct json_object *from) {
    struct json_object *answers = json_child(from, "answers");
    *next = (struct service_next){.title = json_text(from, "title", ""),
                                  .icon = json_text(from, "icon", "next"),
                                  .service = json_text(from, "service", "")};
    for (size_t i = 0; i < length(from, "states"); i++) {
        enum request_state state;
        const char *name = json_object_get_string(entry(from, "states", i));
        if (name && request_state_from_name(name, &state))
            next->states |= 1U << state;
    }
    if (!answers || !json_object_is_type(answers, json_type_object))
        return;
    json_object_object_foreach(answers, step, value) {
        if (next->answer_count == SERVICE_NEXT_ANSWERS_MAX || !json_object_is_type(value, json_type_string))
            return;
        next->answers[next->answer_count].step = step;
        next->answers[next->answer_count++].value = json_object_get_string(value);
    }
}

static void read_service(struct service_catalog *c, struct service *service, struct json_object *from) {
    struct json_object *confirm = json_child(from, "confirm");
    struct service_step *steps = c->steps + c->step_count;
    struct service_line *lines = c->lines + c->line_count;
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
                                .next = c->next + c->next_count,
                                .next_count = length(from, "next"),
                                .steps = steps,
                                .step_count = length(from, "steps"),
                                .confirm_title = json_text(confirm, "title", ""),
                                .confirm_button = json_text(confirm, "button", ""),
                                .lines = lines,
                                .line_count = length(confirm, "lines")};
    c->step_count += service->step_count;
    c->line_count += service->line_count;
    for (size_t i = 0; i < service->next_count; i++)
        read_next(&c->next[c->next_count++], entry(from, "next", i));
    for (size_t i = 0; i < service->step_count; i++)
        read_step(c, &steps[i], entry(from, "steps", i));
    for (size_t i = 0; i < service->line_count; i++) {
        lines[i].label = json_text(entry(confirm, "lines", i), "label", "");
        lines[i].value = json_text(entry(confirm, "lines", i), "value", "");
    }
}

/* A topic is a service without steps whose request is one for a call-back. */
static void read_topic(struct service *service, struct json_object *from) {
    *service = (struct service){.id = json_text(from, "id", ""),
                                .title = json_text(from, "title", ""),
                                .note = json_text(from, "note", ""),
                                .icon = json_text(from, "icon", "person"),
                                .colour = "blue",
                                .callback = true,
                                .expires_s = 1800,
                                .cancel_note = "",
                                .papers = "",
                                .confirm_title = "",
                                .confirm_button = ""};
}

static bool make_room(struct service_catalog *c) {
    size_t services = length(c->from, "services"), steps = 0, options = 0, lines = 0, groups = 0, next = 0;
    c->service_count = services < SERVICES_MAX ? services : SERVICES_MAX;
    for (size_t i = 0; i < c->service_count; i++) {
        struct json_object *service = entry(c->from, "services", i);
        steps += length(service, "steps");
        lines += length(json_child(service, "confirm"), "lines");
        next += length(service, "next");
        for (size_t s = 0; s < length(service, "steps"); s++) {
            options += length(entry(service, "steps", s), "options");
            groups += length(entry(service, "steps", s), "groups");
        }
    }
    c->services = calloc(c->service_count + length(c->from, "topics") + 1, sizeof *c->services);
    c->steps = calloc(steps + 1, sizeof *c->steps);
    c->options = calloc(options + 1, sizeof *c->options);
    c->lines = calloc(lines + 1, sizeof *c->lines);
    c->groups = calloc(groups + 1, sizeof *c->groups);
    c->next = calloc(next + 1, sizeof *c->next);
    return c->next && c->services && c->steps && c->options && c->lines && c->groups;
}

struct service_catalog *service_catalog_create(struct json_object *from) {
    if (!list(from, "services")) {
        log_warning("ui", "a catalog without services came and is not used");
        return NULL;
    }
    struct service_catalog *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->from = json_object_get(from);
    if (!make_room(c)) {
        service_catalog_destroy(c);
        return NULL;
    }
    for (size_t i = 0; i < c->service_count; i++)
        read_service(c, &c->services[i], entry(from, "services", i));
    for (size_t i = 0; i < length(from, "topics") && c->service_count < SERVICES_MAX; i++)
        read_topic(&c->services[c->service_count++], entry(from, "topics", i));
    return c;
}

void service_catalog_destroy(struct service_catalog *c) {
    if (!c)
        return;
    free(c->services);
    free(c->steps);
    free(c->options);
    free(c->lines);
    free(c->groups);
    free(c->next);
    json_object_put(c->from);
    free(c);
}

size_t service_catalog_count(const struct service_catalog *c) {
    return c ? c->service_count : 0;
}

const struct service *service_catalog_at(const struct service_catalog *c, size_t index) {
    return index < service_catalog_count(c) ? &c->services[index] : NULL;
}

const struct service *service_catalog_find(const struct service_catalog *c, const char *id) {
    for (size_t i = 0; i < service_catalog_count(c); i++)
        if (strcmp(c->services[i].id, id) == 0)
            return &c->services[i];
    return NULL;
}

size_t service_catalog_home(const struct service_catalog *c, const struct service *home[SERVICE_HOME_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < service_catalog_count(c); i++) {
        const struct service *service = &c->services[i];
        size_t at = count;
        if (service->home <= 0)
            continue;
        while (at > 0 && home[at - 1]->home > service->home)
            at--;
        if (at == SERVICE_HOME_MAX)
            continue;
        if (count < SERVICE_HOME_MAX)
            count++;
        memmove(&home[at + 1], &home[at], (count - 1 - at) * sizeof *home);
        home[at] = service;
    }
    return count;
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

static void copy(char *to, size_t size, struct json_object *from, const char *key) {
    snprintf(to, size, "%s", json_text(from, key, ""));
}

static void read_usual(struct profile *profile, const char *service, struct json_object *steps) {
    if (!json_object_is_type(steps, json_type_object))
        return;
    json_object_object_foreach(steps, step, option) {
        if (profile->usual_count == PROFILE_USUAL_MAX || !json_object_is_type(option, json_type_string))
            return;
        size_t i = profile->usual_count++;
        snprintf(profile->usual[i].service, sizeof profile->usual[i].service, "%s", service);
        snprintf(profile->usual[i].step, sizeof profile->usual[i].step, "%s", step);
        snprintf(profile->usual[i].option, sizeof profile->usual[i].option, "%s", json_object_get_string(option));
    }
}

void profile_read(struct profile *profile, struct json_object *from) {
    *profile = (struct profile){0};
    copy(profile->name, sizeof profile->name, from, "name");
    copy(profile->phone, sizeof profile->phone, from, "phone");
    for (size_t i = 0; i < length(from, "addresses") && i < PROFILE_ADDRESSES_MAX; i++) {
        copy(profile->addresses[i].id, REQUEST_NAME_SIZE, entry(from, "addresses", i), "id");
        copy(profile->addresses[i].title, PROFILE_TEXT_SIZE, entry(from, "addresses", i), "title");
        copy(profile->addresses[i].text, PROFILE_TEXT_SIZE, entry(from, "addresses", i), "text");
        profile->address_count = i + 1;
    }
    for (size_t i = 0; i < length(from, "contacts") && i < PROFILE_CONTACTS_MAX; i++) {
        copy(profile->contacts[i].name, PROFILE_TEXT_SIZE, entry(from, "contacts", i), "name");
        copy(profile->contacts[i].relation, PROFILE_TEXT_SIZE, entry(from, "contacts", i), "relation");
        profile->contact_count = i + 1;
    }
    struct json_object *usual = json_child(from, "usual");
    if (!usual || !json_object_is_type(usual, json_type_object))
        return;
    json_object_object_foreach(usual, service, steps) read_usual(profile, service, steps);
}

const char *profile_answer(const struct profile *profile, const char *service, const char *step) {
    for (size_t i = 0; i < profile->usual_count; i++)
        if (strcmp(profile->usual[i].service, service) == 0 && strcmp(profile->usual[i].step, step) == 0)
            return profile->usual[i].option;
    return NULL;
}
