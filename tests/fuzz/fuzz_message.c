/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hotline sends, under rubbish (libFuzzer): the first byte chooses what it is taken for. Beyond not crashing:
 * a refusal has a reason, and a request that was accepted can be written out and read back.
 */
#include "net/api/api_request.h"
#include "net/api/api_status.h"
#include "net/data/catalog.h"
#include "net/data/notices.h"
#include "net/data/profile_schema.h"
#include "stb-app/base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool take_status(struct json_object *json, char *error) {
    struct status status;
    return api_status_read(json, &status, error);
}

static bool take_request(struct json_object *json, char *error) {
    struct request request, again;
    if (!api_request_read(json, &request, error))
        return false;
    char *text = api_request_write(&request);
    struct json_object *back = text ? json_parse(text, strlen(text), 1 << 20, error) : NULL;
    if (text && (!back || !api_request_read(back, &again, error)))
        abort();
    json_object_put(back);
    free(text);
    return true;
}

static bool take_notice(struct json_object *json, char *error) {
    bool news;
    struct notices *notices = notices_create(NULL);
    bool good = notices && notices_take(notices, json, &news, error);
    if (good != notices_waiting(notices))
        abort();
    notices_destroy(notices);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    static bool (*const takers[])(struct json_object * json, char *error) = {
        take_status, take_request, catalog_check, profile_schema_check, catalog_check_options};
    char error[JSON_ERROR_SIZE] = "";
    if (length == 0)
        return 0;
    struct json_object *json = json_parse((const char *)bytes + 1, length - 1, 1 << 20, error);
    if (json && !(bytes[0] >= 128 ? take_notice(json, error) : takers[bytes[0] % 5](json, error)) && !error[0])
        abort();
    json_object_put(json);
    return 0;
}
