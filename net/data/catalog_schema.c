/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a catalog can be shown as it is: a table of rules for each kind of object, and a check of its
 * own where one member must agree with another (ids unique, pay not above price, a {token} that names a step). Members
 * that no table knows are passed over: an older box must not lose its services because a newer hotline says more.
 * Texts are counted in characters, as a person counts them. The trap: what is refused here is refused whole, since half
 * a price list is worse than yesterday's; so each rule must be one that an operator can see and mend from its sentence.
 */
#include "net/api/schema.h"
#include "net/data/catalog.h"
#include "stb-app/base/json.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

enum { FEN_MAX = 1000000, LANGUAGES_MAX = 8, WORDS_MAX = 60, SAY_MAX = 8 };

static schema_check_fn check_option, check_step, check_service, check_next;

static const char *const step_kinds[] = {"choose", "cart", "time", "say", NULL};
static const char *const option_sources[] = {"hotline", NULL};
static const char *const line_roles[] = {"what", "when", "where", "cost", "note", NULL};
static const char *const service_kinds[] = {"service", "callback", NULL};

static const struct schema_rule option_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"price", SCHEMA_WHOLE, false, 0, FEN_MAX, NULL, NULL, NULL},
    {"pay", SCHEMA_WHOLE, false, 0, FEN_MAX, NULL, NULL, NULL},
    {"image", SCHEMA_TEXT, false, 0, 80, NULL, NULL, NULL},
    {"emoji", SCHEMA_TEXT, false, 0, 8, NULL, NULL, NULL},
    {"icon", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"group", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"tags", SCHEMA_TAGS, false, 0, 6, NULL, NULL, NULL},
    {"say", SCHEMA_TAGS, false, 0, SAY_MAX, NULL, NULL, NULL},
    {"usual", SCHEMA_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"sold_out", SCHEMA_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"day", SCHEMA_DAY, false, 0, 0, NULL, NULL, NULL},
    {"left", SCHEMA_WHOLE, false, 0, 999, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule group_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule step_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},
    {"kind", SCHEMA_CHOICE, true, 0, 0, NULL, NULL, step_kinds},
    {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"label", SCHEMA_TEXT, false, 0, 20, NULL, NULL, NULL},
    {"note", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"options", SCHEMA_LIST, false, 1, 400, option_rules, check_option, NULL},
    {"options_from", SCHEMA_CHOICE, false, 0, 0, NULL, NULL, option_sources},
    {"groups", SCHEMA_LIST, false, 0, 8, group_rules, NULL, NULL},
    {"max", SCHEMA_WHOLE, false, 1, 99, NULL, NULL, NULL},
    {"optional", SCHEMA_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"min_pay", SCHEMA_WHOLE, false, 0, FEN_MAX, NULL, NULL, NULL},
    {"cutoff", SCHEMA_TIME, false, 0, 0, NULL, NULL, NULL},
    {"unit", SCHEMA_TEXT, false, 1, 4, NULL, NULL, NULL},
    {"say", SCHEMA_TAGS, false, 0, SAY_MAX, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule line_rules[] = {
    {"label", SCHEMA_TEXT, true, 0, 20, NULL, NULL, NULL},
    {"value", SCHEMA_TEXT, true, 1, 60, NULL, NULL, NULL},
    {"role", SCHEMA_CHOICE, false, 0, 0, NULL, NULL, line_roles},
    {0},
};
static const struct schema_rule confirm_rules[] = {
    {"title", SCHEMA_TEXT, false, 0, 40, NULL, NULL, NULL},
    {"button", SCHEMA_TEXT, false, 0, 20, NULL, NULL, NULL},
    {"lines", SCHEMA_LIST, false, 0, 12, line_rules, NULL, NULL},
    {0},
};
static const struct schema_rule next_rules[] = {
    {"title", SCHEMA_TEXT, true, 1, 12, NULL, NULL, NULL},
    {"icon", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"states", SCHEMA_STATES, true, 1, 8, NULL, NULL, NULL},
    {"service", SCHEMA_NAME, true, 0, 0, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule topic_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},           {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},     {"icon", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"say", SCHEMA_TAGS, false, 0, SAY_MAX, NULL, NULL, NULL}, {0},
};
static const struct schema_rule service_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"icon", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"colour", SCHEMA_NAME, false, 0, 0, NULL, NULL, NULL},
    {"home", SCHEMA_WHOLE, false, 1, 4, NULL, NULL, NULL},
    {"kind", SCHEMA_CHOICE, false, 0, 0, NULL, NULL, service_kinds},
    {"expires_s", SCHEMA_WHOLE, false, 30, 86400, NULL, NULL, NULL},
    {"promise_minutes", SCHEMA_WHOLE, false, 0, 240, NULL, NULL, NULL},
    {"cancel_note", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"papers", SCHEMA_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"say", SCHEMA_TAGS, false, 0, SAY_MAX, NULL, NULL, NULL},
    {"milestones", SCHEMA_STATES, false, 1, 5, NULL, NULL, NULL},
    {"next", SCHEMA_LIST, false, 0, 4, next_rules, check_next, NULL},
    {"steps", SCHEMA_LIST, true, 0, 10, step_rules, check_step, NULL},
    {0},
};
static const struct schema_rule catalog_rules[] = {
    {"etag", SCHEMA_TEXT, false, 0, 100, NULL, NULL, NULL},
    {"services", SCHEMA_LIST, true, 0, 24, service_rules, check_service, NULL},
    {"topics", SCHEMA_LIST, false, 0, 12, topic_rules, NULL, NULL},
    {0},
};

/* --- what one member has to do with another */

static bool check_option(struct json_object *option, const char *place, char *error) {
    if (!json_child(option, "pay"))
        return true;
    if (!json_child(option, "price"))
        return schema_refuse(error, place, "price", "is missing, though there is a pay");
    return json_integer(option, "pay", 0) <= json_integer(option, "price", 0) ||
           schema_refuse(error, place, "pay", "expected no more than the price");
}

static bool has_id(struct json_object *list, const char *id, size_t length) {
    for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
        const char *found = json_text(json_object_array_get_idx(list, i), "id", "");
        if (strlen(found) == length && memcmp(found, id, length) == 0)
            return true;
    }
    return false;
}

static bool check_step(struct json_object *step, const char *place, char *error) {
    const char *kind = json_text(step, "kind", "");
    struct json_object *options = json_child(step, "options"), *groups = json_child(step, "groups");
    bool from_hotline = json_child(step, "options_from") != NULL;
    bool chooses = strcmp(kind, "choose") == 0 || strcmp(kind, "cart") == 0;
    if (options && from_hotline)
        return schema_refuse(error, place, "options", "expected either these or options_from");
    if (chooses && !options && !from_hotline)
        return schema_refuse(error, place, "options", "is missing, and there is no options_from");
    for (size_t i = 0; options && i < json_object_array_length(options); i++) {
        const char *group = json_text(json_object_array_get_idx(options, i), "group", "");
        char key[48];
        snprintf(key, sizeof key, "options[%zu].group", i);
        if (*group && !has_id(groups, group, strlen(group)))
            return schema_refuse(error, place, key, "expected one of the step's groups");
    }
    return true;
}

static bool is_token(const char *name, size_t length, struct json_object *steps) {
    static const char *const words[] = {"home", "name", "phone", "total"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i]) == length && memcmp(words[i], name, length) == 0)
            return true;
    return has_id(steps, name, length);
}

/* Every {token} is a step of the service or a word of the profile; {one|other} are two, the other for want of the one.
 */
static bool check_tokens(const char *text, struct json_object *steps, const char *place, char *error) {
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t whole = strcspn(open + 1, "}"), first = strcspn(open + 1, "|}");
        bool known = open[1 + whole] == '}' && is_token(open + 1, first, steps);
        if (first < whole)
            known = known && is_token(open + 2 + first, whole - first - 1, steps);
        if (!known)
            return schema_refuse(error, place, "value",
                                 "expected {a step of this service}, {home}, {name}, {phone}, {total} or {one|other}");
    }
    return true;
}

/* A step's WHEN: an option of a step before it, by which it is asked at all. */
static bool check_when(struct json_object *steps, size_t at, const char *place, char *error) {
    struct json_object *when;
    if (!json_object_object_get_ex(json_object_array_get_idx(steps, at), "when", &when))
        return true;
    const char *step = json_text(when, "step", ""), *option = json_text(when, "option", "");
    for (size_t i = 0; i < at; i++) {
        struct json_object *before = json_object_array_get_idx(steps, i);
        if (strcmp(json_text(before, "id", ""), step) == 0)
            return json_child(before, "options_from") ||
                   has_id(json_child(before, "options"), option, strlen(option)) ||
                   schema_refuse(error, place, "when.option", "expected an option of that step");
    }
    return schema_refuse(error, place, "when.step", "expected a step before this one");
}

static bool check_steps(struct json_object *steps, const char *place, char *error) {
    size_t carts = 0;
    for (size_t i = 0; i < json_object_array_length(steps); i++) {
        char at[SCHEMA_PLACE_SIZE];
        snprintf(at, sizeof at, "%.90s.steps[%zu]", place, i);
        if (!check_when(steps, i, at, error))
            return false;
        carts += strcmp(json_text(json_object_array_get_idx(steps, i), "kind", ""), "cart") == 0;
        if (carts > 1)
            return schema_refuse(error, at, "kind", "expected one cart in a service");
    }
    return true;
}

/* Answers to fill in: {step: option id, or {step} of this request, or {home}}. */
static bool check_next(struct json_object *next, const char *place, char *error) {
    struct json_object *answers;
    if (!json_object_object_get_ex(next, "answers", &answers))
        return true;
    if (!json_object_is_type(answers, json_type_object) || json_object_object_length(answers) > 10)
        return schema_refuse(error, place, "answers", "expected an object of at most 10 steps");
    json_object_object_foreach(answers, step, value) {
        const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
        size_t length = strlen(text);
        bool token = length > 2 && text[0] == '{' && text[length - 1] == '}';
        if (!schema_is_name(step, strlen(step)) || !schema_is_name(text + token, length - 2 * (size_t)token))
            return schema_refuse(error, place, "answers", "expected {step: option id, or {step} or {home}}");
    }
    return true;
}

/* How many characters the operator's words may have, by the beginning of their key in assets/strings. */
static const struct word_bound {
    const char *begin;
    int max;
} word_bounds[] = {
    {"chip.", 20},    /* a step on the way, one of up to seven side by side */
    {"button.", 20},  /* what a button does */
    {"result.", 40},  /* a headline */
    {"text.", 120},   /* the sentence below it */
    {"message.", 120} /* questions and their answers */
};

static int word_max(const char *key) {
    for (size_t i = 0; i < sizeof word_bounds / sizeof word_bounds[0]; i++)
        if (strncmp(key, word_bounds[i].begin, strlen(word_bounds[i].begin)) == 0)
            return word_bounds[i].max;
    return 0;
}

/* Only what the box can fill in stands in braces. */
static bool has_good_braces(const char *text) {
    static const char *const names[] = {"{minutes}", "{phone}", "{service}", "{limit}"};
    for (text = strchr(text, '{'); text; text = strchr(text + 1, '{')) {
        bool known = false;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            known = known || strncmp(text, names[i], strlen(names[i])) == 0;
        if (!known)
            return false;
    }
    return true;
}

/* The words {key: text} of one language. Keys that are not known are a newer hotline's. */
static bool check_language(struct json_object *words, const char *place, char *error) {
    char expected[64];
    if (!json_object_is_type(words, json_type_object) || json_object_object_length(words) > WORDS_MAX)
        return schema_refuse(error, place, "", "expected an object of at most 60 texts");
    json_object_object_foreach(words, key, text) {
        int max = word_max(key);
        snprintf(expected, sizeof expected, "expected 1 to %d characters", max);
        if (max && !schema_is_text(text, 1, max))
            return schema_refuse(error, place, key, expected);
        if (max && !has_good_braces(json_object_get_string(text)))
            return schema_refuse(error, place, key, "expected no braces but {minutes}, {phone}, {service}, {limit}");
    }
    return true;
}

/* {language: {key: text}} */
static bool check_words(struct json_object *service, const char *place, char *error) {
    struct json_object *words;
    if (!json_object_object_get_ex(service, "words", &words))
        return true;
    if (!json_object_is_type(words, json_type_object) || json_object_object_length(words) > LANGUAGES_MAX)
        return schema_refuse(error, place, "words", "expected an object of at most 8 languages");
    json_object_object_foreach(words, language, texts) {
        char at[SCHEMA_PLACE_SIZE];
        snprintf(at, sizeof at, "%.90s.words.%.16s", place, language);
        if (!check_language(texts, at, error))
            return false;
    }
    return true;
}

static bool check_service(struct json_object *service, const char *place, char *error) {
    static const char *const reserved[] = {"sos", "person", "orders", NULL}; /* home has its own of these */
    if (schema_is_choice(json_child(service, "id"), reserved))
        return schema_refuse(error, place, "id", "expected another than \"sos\", \"person\" and \"orders\"");
    if (!check_steps(json_child(service, "steps"), place, error) || !check_words(service, place, error))
        return false;
    char at[SCHEMA_PLACE_SIZE];
    snprintf(at, sizeof at, "%.100s.confirm", place);
    struct json_object *confirm;
    if (!json_object_object_get_ex(service, "confirm", &confirm))
        return true;
    if (!schema_check(confirm, confirm_rules, at, error))
        return false;
    struct json_object *lines = json_child(confirm, "lines"), *steps = json_child(service, "steps");
    for (size_t i = 0; lines && i < json_object_array_length(lines); i++) {
        snprintf(at, sizeof at, "%.90s.confirm.lines[%zu]", place, i);
        if (!check_tokens(json_text(json_object_array_get_idx(lines, i), "value", ""), steps, at, error))
            return false;
    }
    return true;
}

bool catalog_check(struct json_object *catalog, char *error) {
    if (!schema_check(catalog, catalog_rules, "", error))
        return false;
    struct json_object *services = json_child(catalog, "services");
    for (size_t i = 0; i < json_object_array_length(services); i++) {
        char at[SCHEMA_PLACE_SIZE];
        snprintf(at, sizeof at, "services[%zu]", i);
        if (schema_is_taken(services, i, "home"))
            return schema_refuse(error, at, "home", "this place is taken by another service");
    }
    return true;
}

bool catalog_check_options(struct json_object *answer, char *error) {
    static const struct schema_rule rules[] = {
        {"options", SCHEMA_LIST, true, 0, 400, option_rules, check_option, NULL},
        {0},
    };
    return schema_check(answer, rules, "", error);
}
