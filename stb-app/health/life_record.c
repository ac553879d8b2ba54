/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/health/life_record.h"

#include "stb-app/base/json.h"

#include <stdio.h>
#include <string.h>

static const char *end_of(const char *ended, const char *boot_then, const char *boot_now) {
    if (*ended)
        return ended;
    return strcmp(boot_then, boot_now) == 0 ? "killed or crashed" : "the box was off or started anew";
}

struct life_record life_record_begin(const char *kept, const char *boot) {
    struct life_record record = {.starts = 1};
    char error[JSON_ERROR_SIZE];
    struct json_object *before = kept ? json_parse(kept, strlen(kept), LIFE_RECORD_SIZE, error) : NULL;
    snprintf(record.boot, sizeof record.boot, "%s", boot);
    if (before) {
        record.starts = json_integer(before, "starts", 0) + 1;
        snprintf(record.last_end, sizeof record.last_end, "%s",
                 end_of(json_text(before, "ended", ""), json_text(before, "boot", ""), boot));
    }
    json_object_put(before);
    return record;
}

void life_record_write(const struct life_record *record, const char *ended, char text[LIFE_RECORD_SIZE]) {
    struct json_object *whole = json_object_new_object();
    json_put_integer(whole, "starts", record->starts);
    json_put_text(whole, "boot", record->boot);
    json_put_text(whole, "ended", ended);
    snprintf(text, LIFE_RECORD_SIZE, "%s", json_object_to_json_string_ext(whole, JSON_C_TO_STRING_PLAIN));
    json_object_put(whole);
}
