/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_SCHEMA_H
#define STB_NET_API_SCHEMA_H
/*
 * Documents from the hotline (catalog, profile, choices) held against tables of rules: each member's kind and bounds,
 * and a check of its own where one has to do with another. Members that no table knows are passed over: an older box
 * must not lose its services because a newer hotline says more. Texts are counted in characters, as a person counts.
 */
#include <stdbool.h>
#include <stddef.h>

struct json_object;

enum { SCHEMA_PLACE_SIZE = 128 };

enum schema_kind {
    SCHEMA_NAME,  /* the contract's Name: [A-Za-z0-9_-:.]{1,47}, no dot first */
    SCHEMA_ID,    /* a name, unique in its list */
    SCHEMA_TEXT,  /* min..max characters */
    SCHEMA_PHONE, /* digits, blanks, + - * */
    SCHEMA_WHOLE, /* min..max */
    SCHEMA_TRUTH,
    SCHEMA_CHOICE, /* one of CHOICES */
    SCHEMA_LIST,   /* min..max objects by RULES, each passing CHECK */
    SCHEMA_TAGS,   /* min..max texts of 1 to 12 characters */
    SCHEMA_DAY,    /* "2026-11-23" */
    SCHEMA_TIME,   /* "10:30" */
    SCHEMA_STATES, /* 1 to 8 of the contract's states */
};
typedef bool schema_check_fn(struct json_object *object, const char *place, char *error);
struct schema_rule {
    const char *key;
    enum schema_kind kind;
    bool must;
    int min, max;
    const struct schema_rule *rules; /* ended by a rule with a NULL key */
    schema_check_fn *check;
    const char *const *choices;
};

/* OBJECT by RULES, which end with a NULL key. False: ERROR (JSON_ERROR_SIZE) names place and expectation. */
bool schema_check(struct json_object *object, const struct schema_rule *rules, const char *place, char *error);
bool schema_refuse(char *error, const char *place, const char *key, const char *expected); /* writes ERROR; false */
bool schema_is_name(const char *text, size_t length);                                      /* as SCHEMA_NAME */
bool schema_is_name_value(struct json_object *value);
bool schema_is_text(struct json_object *value, int min, int max); /* so many characters, none of them a control one */
bool schema_is_choice(struct json_object *value, const char *const *choices);
/* Whether an object before AT in LIST has the same value of KEY. */
bool schema_is_taken(struct json_object *list, size_t at, const char *key);
#endif
