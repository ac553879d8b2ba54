/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table says who knows the choices of which step. A step that is not in it has the options of the catalog, or
 * none: an operator may add services that this simulator has never heard of.
 */
#include "tests/hotline/choices.h"

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/clinic.h"
#include "tests/hotline/kitchen.h"

#include <json-c/json_object.h>
#include <stdio.h>
#include <string.h>

unsigned choices_mix(const char *const *words, int count) {
    unsigned hash = 2166136261u;
    for (int i = 0; i < count; i++) {
        for (const char *at = words[i]; *at; at++)
            hash = (hash ^ (unsigned char)*at) * 16777619u;
        hash = (hash ^ 0xffu) * 16777619u;
    }
    hash ^= hash >> 15; /* FNV's low bits follow the last letters too closely for dice */
    hash *= 0x2c1b3c6du;
    return hash ^ hash >> 12;
}

struct json_object *choices_find(struct json_object *list, const char *id) {
    for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
        struct json_object *entry = json_object_array_get_idx(list, i);
        if (strcmp(json_text(entry, "id", ""), id) == 0)
            return entry;
    }
    return NULL;
}

struct json_object *choices_service(const struct choices *choices, const char *service) {
    return choices_find(json_child(choices->catalog, "services"), service);
}

struct json_object *choices_step(const struct choices *choices, const char *service, const char *step) {
    struct json_object *found = choices_service(choices, service);
    return found ? choices_find(json_child(found, "steps"), step) : NULL;
}

/* A note has at most 60 characters; an address may have more, and is then known by its title. */
static bool is_short(const char *text) {
    int characters = 0;
    for (; *text; text++)
        characters += ((unsigned char)*text & 0xc0) != 0x80;
    return characters <= 60;
}

/* Where a taxi can start: the household's addresses, then the places it can go to. */
static struct json_object *from_options(const struct choices *choices, struct json_object *answers) {
    (void)answers;
    struct json_object *options = json_object_new_array();
    struct json_object *addresses = json_child(choices->profile, "addresses");
    struct json_object *to = json_child(choices_step(choices, "taxi", "to"), "options");
    for (size_t i = 0; addresses && i < json_object_array_length(addresses); i++) {
        struct json_object *address = json_object_array_get_idx(addresses, i), *option = json_object_new_object();
        json_put_text(option, "id", json_text(address, "id", ""));
        json_put_text(option, "title", json_text(address, "title", ""));
        const char *text = json_text(address, "text", "");
        json_put_text(option, "note", is_short(text) ? text : NULL);
        json_object_array_add(options, option);
    }
    for (size_t i = 0; to && i < json_object_array_length(to); i++) {
        struct json_object *place = json_object_array_get_idx(to, i);
        const char *id = json_text(place, "id", "");
        if (!choices_find(options, id) && strcmp(id, "home") != 0 && strcmp(id, "tell-driver") != 0)
            json_object_array_add(options, json_object_get(place));
    }
    return options;
}

static const struct {
    const char *service, *step;
    struct json_object *(*fn)(const struct choices *, struct json_object *answers);
} known[] = {
    {"hospital", "doctor", clinic_doctor_options}, {"hospital", "slot", clinic_slot_options},
    {"meal", "dishes", kitchen_dish_options},      {"meal", "window", kitchen_window_options},
    {"grocery", "window", kitchen_shop_options},   {"taxi", "from", from_options},
};

struct json_object *choices_options(const struct choices *choices, const char *service, const char *step,
                                    struct json_object *answers) {
    struct json_object *found = choices_step(choices, service, step), *options = json_child(found, "options");
    if (options)
        return json_object_get(options);
    for (size_t i = 0; found && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].service, service) == 0 && strcmp(known[i].step, step) == 0)
            return known[i].fn(choices, answers);
    return NULL;
}

static bool is_step(const char *service, const char *step, const char *known_service, const char *known_step) {
    return strcmp(service, known_service) == 0 && strcmp(step, known_step) == 0;
}

/* An hour is open as long as that doctor has a place in it, whoever is offered first. */
static enum choice slot_state(const struct choices *choices, struct json_object *answers, const char *option) {
    struct clinic_visit visit;
    struct clinic_slot slot;
    if (!clinic_visit(answers, &visit) || !clinic_slot(option, &slot) || !clinic_has(&visit, &slot))
        return CHOICE_NEVER;
    return clinic_left(choices, &visit, &slot) > 0 ? CHOICE_OPEN : CHOICE_GONE;
}

enum choice choices_state(const struct choices *choices, const char *service, const char *step,
                          struct json_object *answers, const char *option) {
    int64_t at_ms;
    if (is_step(service, step, "hospital", "slot"))
        return slot_state(choices, answers, option);
    struct json_object *options = choices_options(choices, service, step, answers);
    struct json_object *found = choices_find(options, option);
    enum choice state = !options || (found && !json_truth(found, "sold_out", false)) ? CHOICE_OPEN
                        : found                                                      ? CHOICE_GONE
                                                                                     : CHOICE_NEVER;
    if (state == CHOICE_NEVER && is_step(service, step, "grocery", "window") && kitchen_window(option, &at_ms))
        state = CHOICE_GONE;
    json_object_put(options);
    return state;
}

void choices_words(const struct choices *choices, const char *service, const char *step, struct json_object *answers,
                   const char *option, char words[CHOICES_WORDS_SIZE]) {
    struct clinic_visit visit;
    struct clinic_slot slot;
    int64_t at_ms = 0;
    char when[CALENDAR_WORDS_SIZE];
    snprintf(words, CHOICES_WORDS_SIZE, "%s", option);
    if (is_step(service, step, "hospital", "slot") && clinic_visit(answers, &visit) && clinic_slot(option, &slot) &&
        clinic_has(&visit, &slot)) {
        struct clinic_doctor doctor;
        clinic_doctor(&visit, slot.doctor, &doctor);
        calendar_words(slot.at_ms, choices->now_ms, when);
        snprintf(words, CHOICES_WORDS_SIZE, "%s %s %s", when, doctor.name, doctor.rank);
    } else if (is_step(service, step, "grocery", "window") && kitchen_window(option, &at_ms)) {
        calendar_words(at_ms, choices->now_ms, when);
        snprintf(words, CHOICES_WORDS_SIZE, "%s 起两小时内", when);
    } else {
        struct json_object *options = choices_options(choices, service, step, answers);
        struct json_object *found = choices_find(options, option);
        if (found)
            snprintf(words, CHOICES_WORDS_SIZE, "%s", json_text(found, "title", option));
        json_object_put(options);
    }
}
