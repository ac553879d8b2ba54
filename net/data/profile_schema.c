/* SPDX-License-Identifier: Apache-2.0 */
#include "net/data/profile_schema.h"
#include "net/api/schema.h"
#include "stb-app/base/json.h"

#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

static const struct schema_rule address_rules[] = {
    {"id", SCHEMA_ID, true, 0, 0, NULL, NULL, NULL},
    {"title", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"text", SCHEMA_TEXT, true, 1, 120, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule contact_rules[] = {
    {"name", SCHEMA_TEXT, true, 1, 40, NULL, NULL, NULL},
    {"relation", SCHEMA_TEXT, false, 0, 20, NULL, NULL, NULL},
    {0},
};
static const struct schema_rule profile_rules[] = {
    {"etag", SCHEMA_TEXT, false, 0, 100, NULL, NULL, NULL},
    {"name", SCHEMA_TEXT, false, 0, 40, NULL, NULL, NULL},
    {"phone", SCHEMA_PHONE, false, 0, 24, NULL, NULL, NULL},
    {"addresses", SCHEMA_LIST, false, 0, 10, address_rules, NULL, NULL},
    {"contacts", SCHEMA_LIST, false, 0, 10, contact_rules, NULL, NULL},
    {0},
};

/* {step: option id} of one service. */
static bool check_answers(struct json_object *answers, const char *place, char *error) {
    if (!json_object_is_type(answers, json_type_object) || json_object_object_length(answers) > 12)
        return schema_refuse(error, place, "", "expected an object of at most 12 steps");
    json_object_object_foreach(answers, step, option) {
        if (!schema_is_name(step, strlen(step)) || !schema_is_name_value(option))
            return schema_refuse(error, place, "", "expected {step: option id}");
    }
    return true;
}

bool profile_schema_check(struct json_object *profile, char *error) {
    if (!schema_check(profile, profile_rules, "", error))
        return false;
    struct json_object *usual;
    if (!json_object_object_get_ex(profile, "usual", &usual))
        return true;
    if (!json_object_is_type(usual, json_type_object) || json_object_object_length(usual) > 24)
        return schema_refuse(error, "", "usual", "expected an object of at most 24 services");
    json_object_object_foreach(usual, service, answers) {
        char place[SCHEMA_PLACE_SIZE];
        snprintf(place, sizeof place, "usual.%.47s", schema_is_name(service, strlen(service)) ? service : "?");
        if (!schema_is_name(service, strlen(service)))
            return schema_refuse(error, place, "", "expected the id of a service");
        if (!check_answers(answers, place, error))
            return false;
    }
    return true;
}
