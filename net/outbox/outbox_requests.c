/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was asked and what is known of it, as the JSON that the outbox keeps. The trap: pruning by the clock of a box
 * that wakes up in 1970 would throw away what is still open, so ages are measured from the newest request.
 */
#include "net/outbox/outbox_requests.h"

#include "net/api/api_request.h"
#include "net/outbox/same_order.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/ipc_message.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 50, KEPT_MAX = 500, ROW_MAX = 65536, DAY_MS = 86400000 };

/* --- what changes */

static char *text_of(const struct ipc_table *table, const void *from) {
    struct ipc_buffer text = {0};
    ipc_fields_write(table, from, &text);
    ipc_buffer_add(&text, "", 1);
    return text.bytes;
}

static char *known_text(const struct status *status) {
    struct status known = *status;
    known.not_stored = false; /* a status that can be read is stored */
    return text_of(&ipc_status_table, &known);
}

bool outbox_requests_add(struct outbox_rows *rows, const struct request *request, const struct status *status) {
    struct outbox_request_row row = {.changed = true,
                                     .created_at_ms = request->created_at_ms,
                                     .expires_s = request->expires_s,
                                     .final = request_state_is_final(status->state)};
    if (outbox_rows_request(rows, request->id))
        return false;
    memcpy(row.id, request->id, sizeof row.id);
    row.asked = api_request_write(request);
    row.known = known_text(status);
    row.words = text_of(&ipc_words_table, &request->words);
    outbox_rows_add_request(rows, &row);
    return true;
}

static void add_status(struct outbox_rows *rows, const struct status *status, char *known) {
    struct outbox_request_row row = {
        .changed = true, .known = known, .asked = memory_text(""), .words = memory_text("")};
    memcpy(row.id, status->id, sizeof row.id);
    row.created_at_ms = status->created_at_ms ? status->created_at_ms : status->updated_at_ms;
    row.final = request_state_is_final(status->state);
    outbox_rows_add_request(rows, &row);
}

void outbox_requests_put_status(struct outbox_rows *rows, const struct status *status) {
    struct outbox_request_row *row = outbox_rows_request(rows, status->id);
    char *known = known_text(status);
    if (!row) {
        add_status(rows, status, known);
    } else if (strcmp(row->known, known) == 0) {
        free(known);
    } else {
        free(row->known);
        row->known = known;
        row->final = request_state_is_final(status->state);
        row->changed = true;
    }
}

static bool has_entry(const struct outbox_rows *rows, const char *request_id) {
    for (const struct outbox_entry_row *row = rows->entries; row; row = row->next)
        if (!row->gone && strcmp(row->entry.request_id, request_id) == 0)
            return true;
    return false;
}

/* A request a day older than the newest is not waited for any more. */
void outbox_requests_prune(struct outbox_rows *rows) {
    int place = 0;
    int64_t newest_ms = 0;
    for (struct outbox_request_row *row = rows->requests; row; row = row->next) {
        if (row->gone)
            continue;
        if (place++ == 0)
            newest_ms = row->created_at_ms;
        bool over = row->final || row->created_at_ms < newest_ms - DAY_MS || place > KEPT_MAX;
        if (place > KEPT && over && !has_entry(rows, row->id))
            row->gone = row->changed = true;
    }
}

bool outbox_requests_forget_before(struct outbox_rows *rows, int64_t moment_ms) {
    bool any = false;
    for (struct outbox_request_row *row = rows->requests; row; row = row->next)
        if (!row->gone && row->created_at_ms < moment_ms && !has_entry(rows, row->id))
            any = row->gone = row->changed = true;
    return any;
}

/* --- what is asked */

/* TEXT is "" for a row of an older program, or wrong in a damaged row: WORDS stays empty. */
static void parse_words(const char *text, struct request_words *words) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = *text ? json_parse(text, strlen(text), ROW_MAX, error) : NULL;
    *words = (struct request_words){.what = ""};
    if (*text && (!json || !ipc_fields_read(&ipc_words_table, json, words, error)))
        log_warning("net", "what a request in the outbox was for cannot be read: %s", error);
    json_object_put(json);
}

static bool parse_row(const struct outbox_request_row *row, struct request *request, struct status *status) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = json_parse(row->known, strlen(row->known), ROW_MAX, error);
    *status = (struct status){.id = ""};
    bool good = json && ipc_fields_read(&ipc_status_table, json, status, error);
    json_object_put(json);
    if (good && *row->asked) {
        json = json_parse(row->asked, strlen(row->asked), ROW_MAX, error);
        good = json && api_request_read(json, request, error);
        json_object_put(json);
    } else if (good) { /* asked before a reset: only the hotline's status is known */
        *request = (struct request){.kind = status->kind, .created_at_ms = status->created_at_ms};
        memcpy(request->id, status->id, sizeof request->id);
        memcpy(request->service, status->service, sizeof request->service);
    }
    if (good) {
        request->expires_s = (int)row->expires_s;
        parse_words(row->words, &request->words);
        return true;
    }
    log_warning("net", "a request in the outbox cannot be read and is passed over: %s", error);
    return false;
}

bool outbox_requests_find(const struct outbox_rows *rows, const char *id, struct request *request,
                          struct status *status) {
    const struct outbox_request_row *row = outbox_rows_request(rows, id);
    return row && parse_row(row, request, status);
}

void outbox_requests_each(const struct outbox_rows *rows, int most, outbox_request_fn *fn, void *data) {
    for (const struct outbox_request_row *row = rows->requests; row && most > 0; row = row->next) {
        struct request request;
        struct status status;
        if (row->gone)
            continue;
        most--;
        if (parse_row(row, &request, &status) && !fn(data, &request, &status))
            break;
    }
}

struct search {
    const struct request *request;
    int64_t since_ms;
    char *id;
    bool found;
};

static bool compare(void *data, const struct request *request, const struct status *status) {
    struct search *search = data;
    if (request->created_at_ms < search->since_ms)
        return true; /* goes on: a request that only the hotline knows has no time */
    bool dead = status->state == STATE_REJECTED || status->state == STATE_CANCELLED || status->state == STATE_EXPIRED;
    search->found = !dead && same_order(request, search->request);
    if (search->found)
        memcpy(search->id, request->id, REQUEST_ID_SIZE);
    return !search->found;
}

bool outbox_requests_find_same(const struct outbox_rows *rows, const struct request *request, int64_t since_ms,
                               char id[REQUEST_ID_SIZE]) {
    struct search search = {.request = request, .since_ms = since_ms, .id = id};
    outbox_requests_each(rows, KEPT_MAX, compare, &search);
    return search.found;
}
