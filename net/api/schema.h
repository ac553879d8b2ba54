/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_SCHEMA_H
#define STB_NET_API_SCHEMA_H
/*
 * Documents from the hotline (catalogue, profile, choices) held against tables of rules: each member's kind and bounds,
 * and a check of its own where one has to do with another. Members that no table knows are passed over: an older box
 * must not lose its services because a newer hotline says more. Texts are counted in characters, as a person counts.
 */
#include <stdbool.h>
#include <stddef.h>

struct json_object;

enum { RULES_PLACE_SIZE = 128 };

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
typedef bool rule_check_fn(struct json_object *object, const char *place, char *why);
struct rule {
    const char *key;
    enum rule_kind kind;
    bool must;
    int min, max;
    const struct rule *rules; /* ended by a rule with a NULL key */
    rule_check_fn *check;
    const char *const *choices;
};

/* OBJECT by RULES, which end with a NULL key. False: WHY (JSON_WHY_SIZE) names place and expectation. */
bool rules_check(struct json_object *object, const struct rule *rules, const char *place, char *why);
bool rules_refuse(char *why, const char *place, const char *key, const char *expected); /* writes WHY; false */
bool rules_is_name(const char *text, size_t length);                                    /* [a-z0-9_-]{1,47} */
bool rules_is_name_value(struct json_object *value);
bool rules_is_choice(struct json_object *value, const char *const *choices);
/* Whether an object before AT in LIST has the same value of KEY. */
bool rules_is_taken(struct json_object *list, size_t at, const char *key);
#endif
