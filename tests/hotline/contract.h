/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CONTRACT_H
#define HOTLINE_CONTRACT_H
/*
 * What a box, or the desk, may send (net/hotline-api.yaml), checked strictly: an unknown member, a wrong type, a value
 * out of bounds is refused, and ERROR (JSON_ERROR_SIZE bytes) says "member: what was expected". Pure. Members of type
 * json_object are borrowed from the body.
 */
#include "tests/hotline/faults.h"
#include "tests/hotline/flow.h"
#include "tests/hotline/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

enum { CONTRACT_ID_SIZE = 37, CONTRACT_NAME_SIZE = 48, CONTRACT_DETAILS_MAX = 10 };
#define CONTRACT_SPOKEN "spoken" /* the answer of a step of kind "say" whose words come as POST /v1/voice */

struct contract_request {
    char id[CONTRACT_ID_SIZE], service[CONTRACT_NAME_SIZE], created_at[40];
    int kind, trigger;
    int64_t sequence, presses, grace_s;
    bool test;
    struct json_object *answers, *items;
};
bool contract_request(struct json_object *body, struct contract_request *request, char *error);
bool contract_presses(struct json_object *body, int *presses, char *error);
bool contract_question(struct json_object *body, char *error); /* {"answers":{...}}, the answers before a step */
bool contract_empty(struct json_object *body, char *error);    /* {} */
bool contract_heartbeat(struct json_object *body, char *error);
/* POST /v1/voice?request=&step=: both, or neither (NULL). */
bool contract_spoken(const char *request, const char *step, char *error);
bool contract_reply(struct json_object *body, char choice[CONTRACT_NAME_SIZE], char *error);

/* What the desk sends. HEADLINE etc. are "" and ETA -1 when absent. */
struct contract_push {
    int state;
    char headline[WORDS_HEADLINE_SIZE], message[WORDS_MESSAGE_SIZE];
    char retry_step[CONTRACT_NAME_SIZE];
    int64_t eta;
    struct json_object *details; /* NULL = absent */
};
bool contract_push(struct json_object *body, struct contract_push *push, char *error);
struct contract_notice {
    char device[CONTRACT_NAME_SIZE], icon[CONTRACT_NAME_SIZE], title[WORDS_HEADLINE_SIZE], text[WORDS_MESSAGE_SIZE];
    int kind;
    struct json_object *choices;
};
extern const char *const contract_notice_kinds[];
bool contract_notice(struct json_object *body, struct contract_notice *notice, char *error);
bool contract_fault(struct json_object *body, int64_t now_ms, struct fault *fault, char *error);
/* {"text","intent":{"service","answers"}}: what a spoken message meant; INTENT NULL = not understood. */
struct contract_heard {
    char text[WORDS_MESSAGE_SIZE];
    struct json_object *intent;
};
bool contract_heard(struct json_object *body, struct contract_heard *heard, char *error);

bool contract_uuid(const char *text);                              /* lower case, 8-4-4-4-12 */
bool contract_key(const char *header, char key[CONTRACT_ID_SIZE]); /* Idempotency-Key: "<uuid>", quotes and all */
bool contract_time(const char *text);                              /* RFC 3339 */
bool contract_device(const char *text);                            /* 1 to 47 letters, digits, '-', '_', '.' */
#endif
