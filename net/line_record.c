/* SPDX-License-Identifier: Apache-2.0 */
#include "net/line_record.h"

#include "net/api/api_time.h"
#include "net/outbox/outbox.h"
#include "net/transport/tls_identity.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

#define SOON_MS (INT64_C(30) * 86400 * 1000)
static const char setting[] = "delivery";

struct line_record {
    struct outbox *outbox;
    struct delivery delivery;
    int64_t certificate_ends_ms; /* since 1970; 0 = not known */
};

struct line_record *line_record_create(struct outbox *outbox) {
    struct line_record *record = memory_new(1, sizeof *record);
    record->outbox = outbox;
    const char *kept = outbox ? outbox_setting(outbox, setting) : NULL;
    delivery_read(&record->delivery, kept);
    return record;
}

void line_record_destroy(struct line_record *record) {
    free(record);
}

static void keep(const struct line_record *record) {
    if (!record->outbox)
        return;
    struct json_object *counts = delivery_write(&record->delivery);
    outbox_set_setting(record->outbox, setting, json_object_to_json_string_ext(counts, JSON_C_TO_STRING_PLAIN));
    json_object_put(counts);
}

/* Not kept now: nothing may stand between an SOS and the line, and the next delivery keeps both. */
void line_record_sent(struct line_record *record, bool test) {
    delivery_sent(&record->delivery, test);
}

void line_record_delivered(struct line_record *record, bool test, bool first) {
    if (first)
        delivery_first(&record->delivery, test);
    keep(record);
}

bool line_record_look_at_certificate(struct line_record *record, const char *path, int64_t now_ms,
                                     char error[LINE_RECORD_ERROR_SIZE]) {
    int64_t ends_s;
    char date[32];
    record->certificate_ends_ms = tls_identity_ends(path, &ends_s) ? ends_s * 1000 : 0;
    if (!record->certificate_ends_ms)
        return false; /* a file that cannot be read is a fault of its own */
    api_time_write(record->certificate_ends_ms, date);
    snprintf(error, LINE_RECORD_ERROR_SIZE, "this box's certificate %s on %.10s",
             record->certificate_ends_ms < now_ms ? "ended" : "ends", date);
    return record->certificate_ends_ms - now_ms < SOON_MS;
}

void line_record_write(const struct line_record *record, struct json_object *into) {
    char ends[32];
    json_object_object_add(into, "attempts", delivery_write(&record->delivery));
    if (!record->certificate_ends_ms)
        return;
    api_time_write(record->certificate_ends_ms, ends);
    json_put_text(into, "certificate_ends", ends);
}
