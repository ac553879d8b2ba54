/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_MODEL_PROFILE_H
#define STB_UI_MODEL_PROFILE_H
/*
 * What the hotline knows of this household: who lives here, where, whom to tell, and what was chosen last time. The
 * parent has validated it; of more entries than there is room for the first are kept.
 */
#include "stb-app/ipc/request.h"
#include <stddef.h>

struct json_object;

enum { PROFILE_ADDRESSES_MAX = 4, PROFILE_CONTACTS_MAX = 4, PROFILE_USUAL_MAX = 40 };
enum { PROFILE_NAME_SIZE = REQUEST_WORDS_SIZE(40), PROFILE_TEXT_SIZE = REQUEST_WORDS_SIZE(120) };

struct profile_address {
    char id[REQUEST_NAME_SIZE], title[PROFILE_NAME_SIZE], text[PROFILE_TEXT_SIZE];
};
struct profile_contact {
    char name[PROFILE_NAME_SIZE], relation[PROFILE_NAME_SIZE];
};
struct profile_usual {
    char service[REQUEST_NAME_SIZE], step[REQUEST_NAME_SIZE], option[REQUEST_NAME_SIZE];
};
struct profile {
    char name[PROFILE_NAME_SIZE], phone[REQUEST_NAME_SIZE];
    struct profile_address addresses[PROFILE_ADDRESSES_MAX];
    size_t address_count;
    struct profile_contact contacts[PROFILE_CONTACTS_MAX];
    size_t contact_count;
    struct profile_usual usual[PROFILE_USUAL_MAX];
    size_t usual_count;
};

/* FROM as the contract has it; what is missing is empty. */
void profile_read(struct profile *profile, struct json_object *from);
/* The id of the option chosen last time in that step; NULL = it does not say. */
const char *profile_answer(const struct profile *profile, const char *service, const char *step);
#endif
