/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a catalogue or a profile can be shown as it is: a table of rules for each kind of object, and a check of its
 * own where one member must agree with another (ids unique, pay not above price, a {token} that names a step). Members
 * that no table knows are passed over: an older box must not lose its services because a newer hotline says more.
 * Texts are counted in characters, as a person counts them. The trap: what is refused here is refused whole, since half
 * a price list is worse than yesterday's; so each rule must be one that an operator can see and mend from its sentence.
 */
#include "net/catalog.h"
#include "net/request.h"
#include "stb-app/json.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

enum { PLACE_SIZE = 128, NAME_MOST = 47, FEN_MOST = 1000000 };

enum rule_kind {
    RULE_NAME,  /* [a-z0-9_-]{1,47} */
    RULE_ID,    /* a name, unique in its list */
    RULE_TEXT,  /* min..max characters */
    RULE_PHONE, /* digits, blanks, + - * */
    RULE_WHOLE, /* min..max */
    RULE_TRUTH,
    RULE_CHOICE, /* one of CHOICES */
    RULE_LIST,   /* min..max objects by RULES, each passing CHECK */
    RULE_TAGS,   /* min..max texts of 1 to 12 characters */
    RULE_DAY,    /* "2026-11-23" */
    RULE_TIME,   /* "10:30" */
    RULE_STATES, /* 1 to 8 of the contract's states */
};
typedef bool check_fn(struct json_object *object, const char *place, char *why);
struct rule {
    const char *key;
    enum rule_kind kind;
    bool must;
    int min, max;
    const struct rule *rules; /* ended by a rule with a NULL key */
    check_fn *check;
    const char *const *choices;
};

static check_fn check_option, check_step, check_service, check_next;

static const char *const step_kinds[] = {"choose", "cart", "time", "say", NULL};
static const char *const option_sources[] = {"hotline", NULL};
static const char *const service_kinds[] = {"service", "callback", NULL};

static const struct rule option_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"price", RULE_WHOLE, false, 0, FEN_MOST, NULL, NULL, NULL},
    {"pay", RULE_WHOLE, false, 0, FEN_MOST, NULL, NULL, NULL},
    {"image", RULE_TEXT, false, 0, 80, NULL, NULL, NULL},
    {"emoji", RULE_TEXT, false, 0, 8, NULL, NULL, NULL},
    {"icon", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {"group", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {"tags", RULE_TAGS, false, 0, 6, NULL, NULL, NULL},
    {"usual", RULE_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"sold_out", RULE_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"day", RULE_DAY, false, 0, 0, NULL, NULL, NULL},
    {"left", RULE_WHOLE, false, 0, 999, NULL, NULL, NULL},
    {0},
};
static const struct rule group_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {0},
};
static const struct rule step_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"kind", RULE_CHOICE, true, 0, 0, NULL, NULL, step_kinds},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"label", RULE_TEXT, false, 0, 20, NULL, NULL, NULL},
    {"note", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"options", RULE_LIST, false, 1, 400, option_rules, check_option, NULL},
    {"options_from", RULE_CHOICE, false, 0, 0, NULL, NULL, option_sources},
    {"groups", RULE_LIST, false, 0, 8, group_rules, NULL, NULL},
    {"max", RULE_WHOLE, false, 1, 99, NULL, NULL, NULL},
    {"optional", RULE_TRUTH, false, 0, 0, NULL, NULL, NULL},
    {"min_pay", RULE_WHOLE, false, 0, FEN_MOST, NULL, NULL, NULL},
    {"cutoff", RULE_TIME, false, 0, 0, NULL, NULL, NULL},
    {"unit", RULE_TEXT, false, 1, 4, NULL, NULL, NULL},
    {0},
};
static const struct rule line_rules[] = {
    {"label", RULE_TEXT, true, 0, 20, NULL, NULL, NULL},
    {"value", RULE_TEXT, true, 1, 60, NULL, NULL, NULL},
    {0},
};
static const struct rule confirm_rules[] = {
    {"title", RULE_TEXT, false, 0, 40, NULL, NULL, NULL},
    {"button", RULE_TEXT, false, 0, 20, NULL, NULL, NULL},
    {"lines", RULE_LIST, false, 0, 12, line_rules, NULL, NULL},
    {0},
};
static const struct rule next_rules[] = {
    {"title", RULE_TEXT, true, 1, 12, NULL, NULL, NULL},
    {"icon", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {"states", RULE_STATES, true, 1, 8, NULL, NULL, NULL},
    {"service", RULE_NAME, true, 0, 0, NULL, NULL, NULL},
    {0},
};
static const struct rule topic_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"icon", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {0},
};
static const struct rule service_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"note", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"icon", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {"colour", RULE_NAME, false, 0, 0, NULL, NULL, NULL},
    {"home", RULE_WHOLE, false, 1, 4, NULL, NULL, NULL},
    {"kind", RULE_CHOICE, false, 0, 0, NULL, NULL, service_kinds},
    {"expires_s", RULE_WHOLE, false, 30, 86400, NULL, NULL, NULL},
    {"promise_minutes", RULE_WHOLE, false, 0, 240, NULL, NULL, NULL},
    {"cancel_note", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"papers", RULE_TEXT, false, 0, 60, NULL, NULL, NULL},
    {"next", RULE_LIST, false, 0, 4, next_rules, check_next, NULL},
    {"steps", RULE_LIST, true, 0, 10, step_rules, check_step, NULL},
    {0},
};
static const struct rule catalog_rules[] = {
    {"etag", RULE_TEXT, false, 0, 100, NULL, NULL, NULL},
    {"services", RULE_LIST, true, 0, 24, service_rules, check_service, NULL},
    {"topics", RULE_LIST, false, 0, 12, topic_rules, NULL, NULL},
    {0},
};

static const struct rule address_rules[] = {
    {"id", RULE_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"text", RULE_TEXT, true, 1, 120, NULL, NULL, NULL},
    {0},
};
static const struct rule contact_rules[] = {
    {"name", RULE_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"relation", RULE_TEXT, false, 0, 20, NULL, NULL, NULL},
    {0},
};
static const struct rule profile_rules[] = {
    {"etag", RULE_TEXT, false, 0, 100, NULL, NULL, NULL},
    {"name", RULE_TEXT, false, 0, 40, NULL, NULL, NULL},
    {"phone", RULE_PHONE, false, 0, 24, NULL, NULL, NULL},
    {"addresses", RULE_LIST, false, 0, 10, address_rules, NULL, NULL},
    {"contacts", RULE_LIST, false, 0, 10, contact_rules, NULL, NULL},
    {0},
};

static bool refuse(char *why, const char *place, const char *key, const char *expected) {
    snprintf(why, JSON_WHY_SIZE, "%s%s%s: %s", place, *place && *key ? "." : "", key, expected);
    return false;
}

static bool is_name(const char *text, size_t length) {
    return length >= 1 && length <= NAME_MOST && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

static bool is_name_value(struct json_object *value) {
    return json_object_is_type(value, json_type_string) &&
           is_name(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static bool is_text(struct json_object *value, int min, int max) {
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    int characters = 0;
    for (int i = 0; i < json_object_get_string_len(value); i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7f)
            return false;
        characters += (byte & 0xc0) != 0x80;
    }
    return characters >= min && characters <= max;
}

static bool is_phone(struct json_object *value, int max) {
    return is_text(value, 0, max) &&
           strspn(json_object_get_string(value), "0123456789+-* ") == (size_t)json_object_get_string_len(value);
}

static bool is_whole(struct json_object *value, int min, int max) {
    return json_object_is_type(value, json_type_int) && json_object_get_int64(value) >= min &&
           json_object_get_int64(value) <= max;
}

static bool is_choice(struct json_object *value, const char *const *choices) {
    for (; json_object_is_type(value, json_type_string) && *choices; choices++)
        if (strcmp(json_object_get_string(value), *choices) == 0)
            return true;
    return false;
}

static bool are_tags(struct json_object *value, size_t max) {
    if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) > max)
        return false;
    for (size_t i = 0; i < json_object_array_length(value); i++)
        if (!is_text(json_object_array_get_idx(value, i), 1, 12))
            return false;
    return true;
}

static bool is_states(struct json_object *value, size_t max) {
    size_t length = json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
    for (size_t i = 0; i < length; i++) {
        struct json_object *name = json_object_array_get_idx(value, i);
        enum request_state state;
        if (!json_object_is_type(name, json_type_string) ||
            !request_state_from_name(json_object_get_string(name), &state))
            return false;
    }
    return length >= 1 && length <= max;
}

/* As PATTERN has it: 0 for a digit, all else as it is; and the numbers between no more than those of MOST. */
static bool is_like(struct json_object *value, const char *pattern, int first_most, int second_most) {
    const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
    size_t length = strlen(pattern);
    if (strlen(text) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
            return false;
    int first = (text[length - 5] - '0') * 10 + text[length - 4] - '0';
    int second = (text[length - 2] - '0') * 10 + text[length - 1] - '0';
    return first <= first_most && second <= second_most;
}

static bool check_rules(struct json_object *object, const struct rule *rules, const char *place, char *why);

/* Whether an object before AT in LIST has the same value of KEY. */
static bool is_taken(struct json_object *list, size_t at, const char *key) {
    struct json_object *value = json_child(json_object_array_get_idx(list, at), key);
    for (size_t i = 0; value && i < at; i++)
        if (json_object_equal(json_child(json_object_array_get_idx(list, i), key), value))
            return true;
    return false;
}

static bool check_list(struct json_object *list, const struct rule *rule, const char *place, char *why) {
    char expected[48], at[PLACE_SIZE];
    snprintf(expected, sizeof expected, "expected a list of %d to %d", rule->min, rule->max);
    size_t length = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : SIZE_MAX;
    if (length < (size_t)rule->min || length > (size_t)rule->max)
        return refuse(why, place, rule->key, expected);
    for (size_t i = 0; i < length; i++) {
        struct json_object *object = json_object_array_get_idx(list, i);
        snprintf(at, sizeof at, "%s%s%s[%zu]", place, *place ? "." : "", rule->key, i);
        if (!check_rules(object, rule->rules, at, why))
            return false;
        if (rule->rules[0].kind == RULE_ID && is_taken(list, i, "id"))
            return refuse(why, at, "id", "is there twice");
        if (rule->check && !rule->check(object, at, why))
            return false;
    }
    return true;
}

static bool check_value(struct json_object *value, const struct rule *rule, char expected[96]) {
    switch (rule->kind) {
    case RULE_NAME:
    case RULE_ID:
        snprintf(expected, 96, "expected 1 to 47 of a-z, 0-9, - and _");
        return is_name_value(value);
    case RULE_TEXT:
        snprintf(expected, 96, "expected %d to %d characters", rule->min, rule->max);
        return is_text(value, rule->min, rule->max);
    case RULE_PHONE:
        snprintf(expected, 96, "expected a telephone number");
        return is_phone(value, rule->max);
    case RULE_WHOLE:
        snprintf(expected, 96, "expected a whole number from %d to %d", rule->min, rule->max);
        return is_whole(value, rule->min, rule->max);
    case RULE_TRUTH:
        snprintf(expected, 96, "expected true or false");
        return json_object_is_type(value, json_type_boolean);
    case RULE_CHOICE:
        snprintf(expected, 96, "expected \"%s\"%s", rule->choices[0], rule->choices[1] ? " or another known word" : "");
        return is_choice(value, rule->choices);
    case RULE_TAGS:
        snprintf(expected, 96, "expected at most %d tags of 1 to 12 characters", rule->max);
        return are_tags(value, (size_t)rule->max);
    case RULE_DAY:
        snprintf(expected, 96, "expected a day like 2026-11-23");
        return is_like(value, "0000-00-00", 12, 31);
    case RULE_TIME:
        snprintf(expected, 96, "expected a time of day like 10:30");
        return is_like(value, "00:00", 23, 59);
    case RULE_STATES:
        snprintf(expected, 96, "expected 1 to %d states of a request", rule->max);
        return is_states(value, (size_t)rule->max);
    case RULE_LIST:
        break;
    }
    return false;
}

static bool check_rules(struct json_object *object, const struct rule *rules, const char *place, char *why) {
    if (!json_object_is_type(object, json_type_object))
        return refuse(why, place, "", "expected an object {...}");
    for (const struct rule *rule = rules; rule->key; rule++) {
        struct json_object *value;
        char expected[96];
        if (!json_object_object_get_ex(object, rule->key, &value)) {
            if (rule->must)
                return refuse(why, place, rule->key, "is missing");
        } else if (rule->kind == RULE_LIST) {
            if (!check_list(value, rule, place, why))
                return false;
        } else if (!check_value(value, rule, expected)) {
            return refuse(why, place, rule->key, expected);
        }
    }
    return true;
}

/* --- what one member has to do with another */

static bool check_option(struct json_object *option, const char *place, char *why) {
    if (!json_child(option, "pay"))
        return true;
    if (!json_child(option, "price"))
        return refuse(why, place, "price", "is missing, though there is a pay");
    return json_integer(option, "pay", 0) <= json_integer(option, "price", 0) ||
           refuse(why, place, "pay", "expected no more than the price");
}

static bool has_id(struct json_object *list, const char *id, size_t length) {
    for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
        const char *found = json_text(json_object_array_get_idx(list, i), "id", "");
        if (strlen(found) == length && memcmp(found, id, length) == 0)
            return true;
    }
    return false;
}

static bool check_step(struct json_object *step, const char *place, char *why) {
    const char *kind = json_text(step, "kind", "");
    struct json_object *options = json_child(step, "options"), *groups = json_child(step, "groups");
    bool from_hotline = json_child(step, "options_from") != NULL;
    bool chooses = strcmp(kind, "choose") == 0 || strcmp(kind, "cart") == 0;
    if (options && from_hotline)
        return refuse(why, place, "options", "expected either these or options_from");
    if (chooses && !options && !from_hotline)
        return refuse(why, place, "options", "is missing, and there is no options_from");
    for (size_t i = 0; options && i < json_object_array_length(options); i++) {
        const char *group = json_text(json_object_array_get_idx(options, i), "group", "");
        char key[48];
        snprintf(key, sizeof key, "options[%zu].group", i);
        if (*group && !has_id(groups, group, strlen(group)))
            return refuse(why, place, key, "expected one of the step's groups");
    }
    return true;
}

/* Every {token} is a step of the service or a word of the profile. */
static bool check_tokens(const char *text, struct json_object *steps, const char *place, char *why) {
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t length = strcspn(open + 1, "}");
        bool known = open[1 + length] == '}' && has_id(steps, open + 1, length);
        static const char *const words[] = {"home", "name", "phone", "total"};
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            known = known ||
                    (strlen(words[i]) == length && open[1 + length] == '}' && memcmp(words[i], open + 1, length) == 0);
        if (!known)
            return refuse(why, place, "value", "expected {a step of this service}, {home}, {name}, {phone} or {total}");
    }
    return true;
}

/* A step's WHEN: an option of a step before it, by which it is asked at all. */
static bool check_when(struct json_object *steps, size_t at, const char *place, char *why) {
    struct json_object *when;
    if (!json_object_object_get_ex(json_object_array_get_idx(steps, at), "when", &when))
        return true;
    const char *step = json_text(when, "step", ""), *option = json_text(when, "option", "");
    for (size_t i = 0; i < at; i++) {
        struct json_object *before = json_object_array_get_idx(steps, i);
        if (strcmp(json_text(before, "id", ""), step) == 0)
            return json_child(before, "options_from") ||
                   has_id(json_child(before, "options"), option, strlen(option)) ||
                   refuse(why, place, "when.option", "expected an option of that step");
    }
    return refuse(why, place, "when.step", "expected a step before this one");
}

static bool check_steps(struct json_object *steps, const char *place, char *why) {
    size_t carts = 0;
    for (size_t i = 0; i < json_object_array_length(steps); i++) {
        char at[PLACE_SIZE];
        snprintf(at, sizeof at, "%.90s.steps[%zu]", place, i);
        if (!check_when(steps, i, at, why))
            return false;
        carts += strcmp(json_text(json_object_array_get_idx(steps, i), "kind", ""), "cart") == 0;
        if (carts > 1)
            return refuse(why, at, "kind", "expected one cart in a service");
    }
    return true;
}

/* Answers to fill in: {step: option id, or {step} of this request, or {home}}. */
static bool check_next(struct json_object *next, const char *place, char *why) {
    struct json_object *answers;
    if (!json_object_object_get_ex(next, "answers", &answers))
        return true;
    if (!json_object_is_type(answers, json_type_object) || json_object_object_length(answers) > 10)
        return refuse(why, place, "answers", "expected an object of at most 10 steps");
    json_object_object_foreach(answers, step, value) {
        const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
        size_t length = strlen(text);
        bool token = length > 2 && text[0] == '{' && text[length - 1] == '}';
        if (!is_name(step, strlen(step)) || !is_name(text + token, length - 2 * (size_t)token))
            return refuse(why, place, "answers", "expected {step: option id, or {step} or {home}}");
    }
    return true;
}

static bool check_service(struct json_object *service, const char *place, char *why) {
    static const char *const reserved[] = {"sos", "person", "orders", NULL}; /* home has its own of these */
    if (is_choice(json_child(service, "id"), reserved))
        return refuse(why, place, "id", "expected another than \"sos\", \"person\" and \"orders\"");
    if (!check_steps(json_child(service, "steps"), place, why))
        return false;
    char at[PLACE_SIZE];
    snprintf(at, sizeof at, "%.100s.confirm", place);
    struct json_object *confirm;
    if (!json_object_object_get_ex(service, "confirm", &confirm))
        return true;
    if (!check_rules(confirm, confirm_rules, at, why))
        return false;
    struct json_object *lines = json_child(confirm, "lines"), *steps = json_child(service, "steps");
    for (size_t i = 0; lines && i < json_object_array_length(lines); i++) {
        snprintf(at, sizeof at, "%.90s.confirm.lines[%zu]", place, i);
        if (!check_tokens(json_text(json_object_array_get_idx(lines, i), "value", ""), steps, at, why))
            return false;
    }
    return true;
}

bool catalog_check(struct json_object *catalog, char *why) {
    if (!check_rules(catalog, catalog_rules, "", why))
        return false;
    struct json_object *services = json_child(catalog, "services");
    for (size_t i = 0; i < json_object_array_length(services); i++) {
        char at[PLACE_SIZE];
        snprintf(at, sizeof at, "services[%zu]", i);
        if (is_taken(services, i, "home"))
            return refuse(why, at, "home", "this place is taken by another service");
    }
    return true;
}

bool catalog_check_options(struct json_object *answer, char *why) {
    static const struct rule rules[] = {
        {"options", RULE_LIST, true, 0, 400, option_rules, check_option, NULL},
        {0},
    };
    return check_rules(answer, rules, "", why);
}

/* {step: option id} of one service. */
static bool check_answers(struct json_object *answers, const char *place, char *why) {
    if (!json_object_is_type(answers, json_type_object) || json_object_object_length(answers) > 12)
        return refuse(why, place, "", "expected an object of at most 12 steps");
    json_object_object_foreach(answers, step, option) {
        if (!is_name(step, strlen(step)) || !is_name_value(option))
            return refuse(why, place, "", "expected {step: option id}");
    }
    return true;
}

bool profile_check(struct json_object *profile, char *why) {
    if (!check_rules(profile, profile_rules, "", why))
        return false;
    struct json_object *usual;
    if (!json_object_object_get_ex(profile, "usual", &usual))
        return true;
    if (!json_object_is_type(usual, json_type_object) || json_object_object_length(usual) > 24)
        return refuse(why, "", "usual", "expected an object of at most 24 services");
    json_object_object_foreach(usual, service, answers) {
        char place[PLACE_SIZE];
        snprintf(place, sizeof place, "usual.%.47s", is_name(service, strlen(service)) ? service : "?");
        if (!is_name(service, strlen(service)))
            return refuse(why, place, "", "expected the id of a service");
        if (!check_answers(answers, place, why))
            return false;
    }
    return true;
}
