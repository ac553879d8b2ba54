/* SPDX-License-Identifier: Apache-2.0 */
/* What comes to the simulator, from a box or from its desk, under rubbish (libFuzzer): the first byte chooses what it
 * is taken for. Beyond not crashing: a refusal has a reason. */
#include "stb-app/base/json.h"
#include "tests/hotline/contract.h"

#include <json-c/json_object.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool is_request(struct json_object *body, char *error) {
    struct contract_request request;
    return contract_request(body, &request, error);
}
static bool is_presses(struct json_object *body, char *error) {
    int presses;
    return contract_presses(body, &presses, error);
}
static bool is_reply(struct json_object *body, char *error) {
    char choice[CONTRACT_NAME_SIZE];
    return contract_reply(body, choice, error);
}
static bool is_push(struct json_object *body, char *error) {
    struct contract_push push;
    return contract_push(body, &push, error);
}
static bool is_notice(struct json_object *body, char *error) {
    struct contract_notice notice;
    return contract_notice(body, &notice, error);
}
static bool is_fault(struct json_object *body, char *error) {
    struct fault fault;
    return contract_fault(body, 1, &fault, error);
}
static bool is_heard(struct json_object *body, char *error) {
    struct contract_heard heard;
    return contract_heard(body, &heard, error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    static bool (*const takers[])(struct json_object * body, char *error) = {
        is_request, is_presses, is_reply,           is_push,           is_notice,
        is_fault,   is_heard,   contract_heartbeat, contract_question, contract_empty};
    char error[JSON_ERROR_SIZE] = "";
    if (length == 0)
        return 0;
    struct json_object *body = json_parse((const char *)bytes + 1, length - 1, 1 << 20, error);
    if (body && !takers[bytes[0] % (sizeof takers / sizeof *takers)](body, error) && !error[0])
        abort();
    json_object_put(body);
    return 0;
}
