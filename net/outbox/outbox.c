/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the outbox: entries, and requests with what is known of each. What was asked (the body as
 * it was sent), the words that it was asked in and what is known are kept as JSON, so that a new member needs no new
 * column; the columns are what a query needs. Rows are read one at a time and finished before anybody is told of them,
 * so whoever is told may write. The trap: pruning by the clock of a box that wakes up in 1970 would throw away what is
 * still open, so ages are measured from the newest request.
 */
#include "net/api/api_request.h"
#include "net/outbox/outbox_db.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/ipc_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 50, KEPT_MAX = 500, ROW_MAX = 65536 };
#define DAY_MS "86400000"

const char *const outbox_db_schema[OUTBOX_DB_VERSION] = {
    "CREATE TABLE requests (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, final INTEGER NOT NULL,"
    " expires_s INTEGER NOT NULL, asked TEXT NOT NULL, known TEXT NOT NULL);"
    "CREATE INDEX requests_by_age ON requests (created_at);"
    "CREATE TABLE errands (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, request TEXT NOT NULL,"
    " key TEXT NOT NULL, urgent INTEGER NOT NULL, tries INTEGER NOT NULL, reached INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL);"
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
    "ALTER TABLE errands ADD COLUMN step TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE errands ADD COLUMN sound BLOB NOT NULL DEFAULT x'';",
    "ALTER TABLE requests ADD COLUMN words TEXT NOT NULL DEFAULT '';",
};

#define NEWEST          "SELECT id FROM requests ORDER BY created_at DESC, rowid DESC LIMIT "
#define ENTRY_COLUMNS   "kind, request, key, urgent, tries, reached, next_try, expires_at, step, body, sound"
#define REQUEST_COLUMNS "SELECT asked, known, expires_s, words FROM requests "
const char *const outbox_db_sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [ADD_REQUEST] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known, words)"
                    " VALUES (?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING",
    /* A day before the newest request, not before now: the box's clock may be at 1970. */
    [PRUNE] =
        "DELETE FROM requests WHERE id NOT IN (" NEWEST "?1) AND id NOT IN (SELECT request FROM errands) AND"
        " (final OR created_at < (SELECT max(created_at) FROM requests) - " DAY_MS " OR id NOT IN (" NEWEST "?2))",
    [ADD_ENTRY] = "INSERT INTO errands (" ENTRY_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    /* Put back when it is not there: it was lost with a damaged file, and its owner still has it. */
    [KEEP_ENTRY] = "INSERT INTO errands (" ENTRY_COLUMNS ", number)"
                   " VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (number) DO UPDATE SET"
                   " tries = excluded.tries, reached = excluded.reached, next_try = excluded.next_try",
    [END_ENTRY] = "DELETE FROM errands WHERE number = ?",
    [EACH_ENTRY] = "SELECT number, " ENTRY_COLUMNS " FROM errands WHERE number > ? ORDER BY number LIMIT 1",
    [KEEP_STATUS] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known) VALUES (?,?,?,0,'',?)"
                    " ON CONFLICT (id) DO UPDATE SET final = excluded.final, known = excluded.known",
    [EACH_REQUEST] = REQUEST_COLUMNS "ORDER BY created_at DESC, rowid DESC LIMIT 1 OFFSET ?",
    [FIND_REQUEST] = REQUEST_COLUMNS "WHERE id = ?",
    [PUT_SETTING] = "INSERT INTO notes (name, value) VALUES (?,?)"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [DROP_SETTING] = "DELETE FROM notes WHERE name = ?",
    [GET_SETTING] = "SELECT value FROM notes WHERE name = ?",
};

void outbox_entry_clear(struct outbox_entry *entry) {
    free(entry->body);
    *entry = (struct outbox_entry){0};
}

/* What one transaction is to do, and what it found. */
struct change {
    const struct request *request;
    const struct status *status;
    struct outbox_entry *entry, *voice;
    int64_t number, voice_number;
    const char *asked, *known, *words;
};

/* --- what is written */

static char *text_of(const struct ipc_table *table, const void *from) {
    struct ipc_buffer text = {0};
    ipc_fields_write(table, from, &text);
    ipc_buffer_add(&text, "", 1);
    return text.bytes;
}

static int write_entry(struct outbox *outbox, struct outbox_entry *entry, enum statement which) {
    bool text = entry->body && !entry->length;
    return outbox_db_step(outbox, which, which == KEEP_ENTRY ? "ittiiiiittbi" : "ittiiiiittb", (int64_t)entry->kind,
                          entry->request_id, entry->key, (int64_t)entry->urgent, (int64_t)entry->tries,
                          (int64_t)entry->reached, entry->next_try_ms, entry->expires_at_ms, entry->step,
                          text ? entry->body : "", entry->length ? entry->body : "", entry->length, entry->number);
}

static int do_add_entry(struct outbox *outbox, void *data) {
    struct change *change = data;
    int code = write_entry(outbox, change->entry, ADD_ENTRY);
    change->number = outbox_db_last_number(outbox);
    return code;
}

static int do_add_request(struct outbox *outbox, void *data) {
    struct change *change = data;
    const struct request *request = change->request;
    change->number = change->voice_number = 0;
    int code = outbox_db_step(outbox, ADD_REQUEST, "tiiittt", request->id, request->created_at_ms,
                              (int64_t)request_state_is_final(change->status->state), (int64_t)request->expires_s,
                              change->asked, change->known, change->words);
    if (code != OUTBOX_DB_DONE || !outbox_db_changed(outbox))
        return code;
    code = do_add_entry(outbox, change);
    if (code == OUTBOX_DB_DONE && change->voice) {
        code = write_entry(outbox, change->voice, ADD_ENTRY);
        change->voice_number = outbox_db_last_number(outbox);
    }
    if (code == OUTBOX_DB_DONE)
        code = outbox_db_reserve_next(outbox);
    return code == OUTBOX_DB_DONE ? outbox_db_step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MAX) : code;
}

bool outbox_add_spoken_request(struct outbox *outbox, const struct request *request, const struct status *status,
                               struct outbox_entry *entry, struct outbox_entry *voice) {
    char *asked = api_request_write(request), *known = text_of(&ipc_status_table, status),
         *words = text_of(&ipc_words_table, &request->words);
    struct change change = {.request = request,
                            .status = status,
                            .entry = entry,
                            .voice = voice,
                            .asked = asked,
                            .known = known,
                            .words = words};
    bool done = outbox_db_transact(outbox, do_add_request, &change);
    if (done) {
        entry->number = change.number;
        if (voice)
            voice->number = change.voice_number;
        if (change.number)
            outbox_db_reserved_next(outbox);
    }
    free(asked);
    free(known);
    free(words);
    return done;
}

bool outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        struct outbox_entry *entry) {
    return outbox_add_spoken_request(outbox, request, status, entry, NULL);
}

bool outbox_add_entry(struct outbox *outbox, struct outbox_entry *entry) {
    struct change change = {.entry = entry};
    bool done = outbox_db_transact(outbox, do_add_entry, &change);
    if (done)
        entry->number = change.number;
    return done;
}

static int do_keep_entry(struct outbox *outbox, void *data) {
    struct change *change = data;
    return write_entry(outbox, change->entry, KEEP_ENTRY);
}

bool outbox_keep_entry(struct outbox *outbox, const struct outbox_entry *entry) {
    struct outbox_entry copy = *entry;
    struct change change = {.entry = &copy};
    return entry->number > 0 && outbox_db_transact(outbox, do_keep_entry, &change);
}

static int do_end_entry(struct outbox *outbox, void *data) {
    struct change *change = data;
    int code = change->number ? outbox_db_step(outbox, END_ENTRY, "i", change->number) : OUTBOX_DB_DONE;
    int64_t asked_at = change->status && change->status->created_at_ms ? change->status->created_at_ms
                       : change->status                                ? change->status->updated_at_ms
                                                                       : 0;
    if (code == OUTBOX_DB_DONE && change->status)
        code = outbox_db_step(outbox, KEEP_STATUS, "tiit", change->status->id, asked_at,
                              (int64_t)request_state_is_final(change->status->state), change->known);
    return code == OUTBOX_DB_DONE && change->status
               ? outbox_db_step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MAX)
               : code;
}

bool outbox_end_entry(struct outbox *outbox, int64_t number, const struct status *status) {
    char *known = status ? text_of(&ipc_status_table, status) : NULL;
    struct change change = {.number = number, .status = status, .known = known};
    bool done = outbox_db_transact(outbox, do_end_entry, &change);
    free(known);
    return done;
}

bool outbox_keep_status(struct outbox *outbox, const struct status *status) {
    return outbox_end_entry(outbox, 0, status);
}

/* --- what is read */

static bool read_entry(struct outbox *outbox, struct outbox_entry *entry) {
    int64_t kind = outbox_db_integer(outbox, EACH_ENTRY, 1);
    *entry = (struct outbox_entry){
        .number = outbox_db_integer(outbox, EACH_ENTRY, 0),
        .kind = kind >= 0 && kind < OUTBOX_ENTRY_KINDS ? (enum outbox_entry_kind)kind : OUTBOX_ENTRY_KINDS,
        .urgent = outbox_db_integer(outbox, EACH_ENTRY, 4) != 0,
        .tries = (int)outbox_db_integer(outbox, EACH_ENTRY, 5),
        .reached = outbox_db_integer(outbox, EACH_ENTRY, 6) != 0,
        .next_try_ms = outbox_db_integer(outbox, EACH_ENTRY, 7),
        .expires_at_ms = outbox_db_integer(outbox, EACH_ENTRY, 8),
    };
    snprintf(entry->request_id, sizeof entry->request_id, "%s", outbox_db_text(outbox, EACH_ENTRY, 2));
    snprintf(entry->key, sizeof entry->key, "%s", outbox_db_text(outbox, EACH_ENTRY, 3));
    snprintf(entry->step, sizeof entry->step, "%s", outbox_db_text(outbox, EACH_ENTRY, 9));
    bool voice = entry->kind == OUTBOX_VOICE;
    entry->body = voice ? outbox_db_bytes(outbox, EACH_ENTRY, 11, &entry->length)
                        : memory_text(outbox_db_text(outbox, EACH_ENTRY, 10));
    outbox_db_finish(outbox, EACH_ENTRY);
    bool whole = !voice || (entry->step[0] && entry->length > 0 && entry->length <= REQUEST_VOICE_MAX);
    return whole && entry->kind != OUTBOX_ENTRY_KINDS && request_id_valid(entry->request_id) &&
           request_id_valid(entry->key);
}

bool outbox_each_entry(struct outbox *outbox, outbox_entry_fn *fn, void *data) {
    bool on = true;
    int64_t last = 0;
    enum fetched fetched = OUTBOX_DB_FETCHED_NONE;
    while (on && (fetched = outbox_db_fetch(outbox, EACH_ENTRY, "i", last, NULL)) == OUTBOX_DB_FETCHED_ROW) {
        struct outbox_entry entry;
        if (read_entry(outbox, &entry))
            on = fn(data, &entry);
        else
            log_warning("net", "an entry in the outbox cannot be read and is passed over");
        last = entry.number ? entry.number : INT64_MAX;
        outbox_entry_clear(&entry);
    }
    return fetched != OUTBOX_DB_FETCHED_FAILED;
}

static bool parse_row(const char *asked, const char *known, struct request *request, struct status *status) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = json_parse(known, strlen(known), ROW_MAX, error);
    *status = (struct status){.id = ""};
    bool good = json && ipc_fields_read(&ipc_status_table, json, status, error);
    json_object_put(json);
    if (good && *asked) {
        json = json_parse(asked, strlen(asked), ROW_MAX, error);
        good = json && api_request_read(json, request, error);
        json_object_put(json);
    } else if (good) { /* asked before a reset: only what the hotline says of it is known */
        *request = (struct request){.kind = status->kind, .created_at_ms = status->created_at_ms};
        memcpy(request->id, status->id, sizeof request->id);
        memcpy(request->service, status->service, sizeof request->service);
    }
    if (!good)
        log_warning("net", "a request in the outbox cannot be read and is passed over: %s", error);
    return good;
}

/* Of a request that is known without them: a box that was updated, or a row that was damaged. */
static void parse_words(const char *text, struct request_words *words) {
    char error[JSON_ERROR_SIZE];
    struct json_object *json = *text ? json_parse(text, strlen(text), ROW_MAX, error) : NULL;
    *words = (struct request_words){.what = ""};
    if (*text && (!json || !ipc_fields_read(&ipc_words_table, json, words, error)))
        log_warning("net", "what a request in the outbox was for cannot be read: %s", error);
    json_object_put(json);
}

static bool read_request(struct outbox *outbox, enum statement which, struct request *request, struct status *status) {
    bool good = parse_row(outbox_db_text(outbox, which, 0), outbox_db_text(outbox, which, 1), request, status);
    if (good) {
        request->expires_s = (int)outbox_db_integer(outbox, which, 2);
        parse_words(outbox_db_text(outbox, which, 3), &request->words);
    }
    outbox_db_finish(outbox, which);
    return good;
}

bool outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data) {
    bool on = true;
    enum fetched fetched = OUTBOX_DB_FETCHED_NONE;
    for (int64_t at = 0; on && at < most; at++) {
        struct request request;
        struct status status;
        fetched = outbox_db_fetch(outbox, EACH_REQUEST, "i", at, NULL);
        if (fetched != OUTBOX_DB_FETCHED_ROW)
            break;
        if (read_request(outbox, EACH_REQUEST, &request, &status))
            on = fn(data, &request, &status);
    }
    return fetched != OUTBOX_DB_FETCHED_FAILED;
}

bool outbox_find(struct outbox *outbox, const char *id, struct request *request, struct status *status) {
    return outbox_db_fetch(outbox, FIND_REQUEST, "t", 0, id) == OUTBOX_DB_FETCHED_ROW &&
           read_request(outbox, FIND_REQUEST, request, status);
}

static bool has_answer(const struct request *request, const struct request_answer *answer) {
    for (size_t i = 0; i < request->answer_count; i++)
        if (strcmp(request->answers[i].step, answer->step) == 0)
            return strcmp(request->answers[i].option, answer->option) == 0;
    return false;
}

static bool has_item(const struct request *request, const struct request_item *item) {
    for (size_t i = 0; i < request->item_count; i++)
        if (strcmp(request->items[i].id, item->id) == 0)
            return request->items[i].quantity == item->quantity;
    return false;
}

static bool same_order(const struct request *one, const struct request *two) {
    if (one->kind != two->kind || strcmp(one->service, two->service) != 0 || one->test != two->test ||
        one->answer_count != two->answer_count || one->item_count != two->item_count || strcmp(one->id, two->id) == 0)
        return false;
    for (size_t i = 0; i < one->answer_count; i++)
        if (!has_answer(two, &one->answers[i]))
            return false;
    for (size_t i = 0; i < one->item_count; i++)
        if (!has_item(two, &one->items[i]))
            return false;
    return true;
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
        return true; /* not the end: of what only the hotline knows, the time is not known */
    bool dead = status->state == STATE_REJECTED || status->state == STATE_CANCELLED || status->state == STATE_EXPIRED;
    search->found = !dead && same_order(request, search->request);
    if (search->found)
        memcpy(search->id, request->id, REQUEST_ID_SIZE);
    return !search->found;
}

bool outbox_find_same(struct outbox *outbox, const struct request *request, int64_t since_ms,
                      char id[REQUEST_ID_SIZE]) {
    struct search search = {.request = request, .since_ms = since_ms, .id = id};
    outbox_each_request(outbox, KEPT_MAX, compare, &search);
    return search.found;
}
