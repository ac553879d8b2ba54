/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/model/profile.h"
#include "stb-app/base/json.h"
#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

/* The length of the list KEY, at most MOST; 0 when there is no such list. */
static size_t count_of(struct json_object *from, const char *key, size_t most) {
    struct json_object *list = json_child(from, key);
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    return count < most ? count : most;
}

static void copy(char *to, size_t size, struct json_object *from, const char *key) {
    snprintf(to, size, "%s", json_text(from, key, ""));
}

static void read_address(struct profile_address *address, struct json_object *from) {
    copy(address->id, sizeof address->id, from, "id");
    copy(address->title, sizeof address->title, from, "title");
    copy(address->text, sizeof address->text, from, "text");
}

static void read_contact(struct profile_contact *contact, struct json_object *from) {
    copy(contact->name, sizeof contact->name, from, "name");
    copy(contact->relation, sizeof contact->relation, from, "relation");
}

/* The answers {step: option} given last time to SERVICE. */
static void read_answers(struct profile *profile, const char *service, struct json_object *from) {
    if (!json_object_is_type(from, json_type_object))
        return;
    json_object_object_foreach(from, step, option) {
        if (profile->usual_count == PROFILE_USUAL_MAX || !json_object_is_type(option, json_type_string))
            return;
        struct profile_usual *usual = &profile->usual[profile->usual_count++];
        snprintf(usual->service, sizeof usual->service, "%s", service);
        snprintf(usual->step, sizeof usual->step, "%s", step);
        snprintf(usual->option, sizeof usual->option, "%s", json_object_get_string(option));
    }
}

static void read_usual(struct profile *profile, struct json_object *from) {
    if (!json_object_is_type(from, json_type_object))
        return;
    json_object_object_foreach(from, service, answers) read_answers(profile, service, answers);
}

void profile_read(struct profile *profile, struct json_object *from) {
    *profile = (struct profile){0};
    copy(profile->name, sizeof profile->name, from, "name");
    copy(profile->phone, sizeof profile->phone, from, "phone");
    profile->address_count = count_of(from, "addresses", PROFILE_ADDRESSES_MAX);
    for (size_t i = 0; i < profile->address_count; i++)
        read_address(&profile->addresses[i], json_object_array_get_idx(json_child(from, "addresses"), i));
    profile->contact_count = count_of(from, "contacts", PROFILE_CONTACTS_MAX);
    for (size_t i = 0; i < profile->contact_count; i++)
        read_contact(&profile->contacts[i], json_object_array_get_idx(json_child(from, "contacts"), i));
    read_usual(profile, json_child(from, "usual"));
}

const char *profile_answer(const struct profile *profile, const char *service, const char *step) {
    for (size_t i = 0; i < profile->usual_count; i++)
        if (strcmp(profile->usual[i].service, service) == 0 && strcmp(profile->usual[i].step, step) == 0)
            return profile->usual[i].option;
    return NULL;
}
