/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the outbox: errands, and requests with what is known of each. What was asked and what is known are kept
 * as the JSON of api_status.h, so that a new member needs no new column; the columns are what a query needs. Rows are
 * read one at a time and finished before anybody is told of them, so whoever is told may write. The trap: pruning by
 * the clock of a box that wakes up in 1970 would throw away what is still open, so ages are measured from the newest
 * request.
 */
#include "net/api/api_status.h"
#include "net/outbox/outbox_db_private.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 50, KEPT_MOST = 500, ROW_MOST = 65536 };
#define DAY_MS "86400000"

const char *const outbox_schema[OUTBOX_VERSION] = {
    "CREATE TABLE requests (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, final INTEGER NOT NULL,"
    " expires_s INTEGER NOT NULL, asked TEXT NOT NULL, known TEXT NOT NULL);"
    "CREATE INDEX requests_by_age ON requests (created_at);"
    "CREATE TABLE errands (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, request TEXT NOT NULL,"
    " key TEXT NOT NULL, urgent INTEGER NOT NULL, tries INTEGER NOT NULL, reached INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL);"
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
    "ALTER TABLE errands ADD COLUMN step TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE errands ADD COLUMN sound BLOB NOT NULL DEFAULT x'';",
};

#define NEWEST          "SELECT id FROM requests ORDER BY created_at DESC, rowid DESC LIMIT "
#define ERRAND_COLUMNS  "kind, request, key, urgent, tries, reached, next_try, expires_at, step, body, sound"
#define REQUEST_COLUMNS "SELECT asked, known, expires_s FROM requests "
const char *const outbox_sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [ADD_REQUEST] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known) VALUES (?,?,?,?,?,?)"
                    " ON CONFLICT (id) DO NOTHING",
    /* A day before the newest request, not before now: the box's clock may be at 1970. */
    [PRUNE] =
        "DELETE FROM requests WHERE id NOT IN (" NEWEST "?1) AND id NOT IN (SELECT request FROM errands) AND"
        " (final OR created_at < (SELECT max(created_at) FROM requests) - " DAY_MS " OR id NOT IN (" NEWEST "?2))",
    [ADD_ERRAND] = "INSERT INTO errands (" ERRAND_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    /* Put back when it is not there: it was lost with a damaged file, and its owner still has it. */
    [KEEP_ERRAND] = "INSERT INTO errands (" ERRAND_COLUMNS ", number)"
                    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (number) DO UPDATE SET"
                    " tries = excluded.tries, reached = excluded.reached, next_try = excluded.next_try",
    [END_ERRAND] = "DELETE FROM errands WHERE number = ?",
    [EACH_ERRAND] = "SELECT number, " ERRAND_COLUMNS " FROM errands WHERE number > ? ORDER BY number LIMIT 1",
    [KEEP_STATUS] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known) VALUES (?,?,?,0,'',?)"
                    " ON CONFLICT (id) DO UPDATE SET final = excluded.final, known = excluded.known",
    [EACH_REQUEST] = REQUEST_COLUMNS "ORDER BY created_at DESC, rowid DESC LIMIT 1 OFFSET ?",
    [FIND_REQUEST] = REQUEST_COLUMNS "WHERE id = ?",
    [SET_NOTE] = "INSERT INTO notes (name, value) VALUES (?,?)"
                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [TAKE_NOTE] = "DELETE FROM notes WHERE name = ?",
    [NOTE] = "SELECT value FROM notes WHERE name = ?",
};

void errand_clear(struct errand *errand) {
    free(errand->body);
    *errand = (struct errand){0};
}

/* What one transaction is to do, and what it found. */
struct job {
    const struct request *request;
    const struct status *status;
    struct errand *errand, *voice;
    int64_t number, voice_number;
    const char *asked, *known;
};

/* --- what is written */

static char *status_text(const struct status *status) {
    struct json_object *known = message_status_for_wire(status, NULL);
    char *text = strdup(json_object_to_json_string_ext(known, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(known);
    return text;
}

static int write_errand(struct outbox *outbox, struct errand *errand, enum statement which) {
    bool text = errand->body && !errand->length;
    return outbox_step(outbox, which, which == KEEP_ERRAND ? "ittiiiiittbi" : "ittiiiiittb", (int64_t)errand->kind,
                       errand->request_id, errand->key, (int64_t)errand->urgent, (int64_t)errand->tries,
                       (int64_t)errand->reached, errand->next_try_ms, errand->expires_at_ms, errand->step,
                       text ? errand->body : "", errand->length ? errand->body : "", errand->length, errand->number);
}

static int do_add_errand(struct outbox *outbox, void *data) {
    struct job *job = data;
    int code = write_errand(outbox, job->errand, ADD_ERRAND);
    job->number = outbox_last_number(outbox);
    return code;
}

static int do_add_request(struct outbox *outbox, void *data) {
    struct job *job = data;
    const struct request *request = job->request;
    job->number = job->voice_number = 0;
    int code =
        outbox_step(outbox, ADD_REQUEST, "tiiitt", request->id, request->created_at_ms,
                    (int64_t)state_is_final(job->status->state), (int64_t)request->expires_s, job->asked, job->known);
    if (code != OUTBOX_DONE || !outbox_changed(outbox))
        return code;
    code = do_add_errand(outbox, job);
    if (code == OUTBOX_DONE && job->voice) {
        code = write_errand(outbox, job->voice, ADD_ERRAND);
        job->voice_number = outbox_last_number(outbox);
    }
    if (code == OUTBOX_DONE)
        code = outbox_reserve_next(outbox);
    return code == OUTBOX_DONE ? outbox_step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MOST) : code;
}

bool outbox_add_spoken_request(struct outbox *outbox, const struct request *request, const struct status *status,
                               struct errand *errand, struct errand *voice) {
    char *asked = message_from_request(request), *known = status_text(status);
    struct job job = {
        .request = request, .status = status, .errand = errand, .voice = voice, .asked = asked, .known = known};
    bool done = asked && known && outbox_transact(outbox, do_add_request, &job);
    if (done) {
        errand->number = job.number;
        if (voice)
            voice->number = job.voice_number;
        if (job.number)
            outbox_reserved_next(outbox);
    }
    free(asked);
    free(known);
    return done;
}

bool outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        struct errand *errand) {
    return outbox_add_spoken_request(outbox, request, status, errand, NULL);
}

bool outbox_add_errand(struct outbox *outbox, struct errand *errand) {
    struct job job = {.errand = errand};
    bool done = outbox_transact(outbox, do_add_errand, &job);
    if (done)
        errand->number = job.number;
    return done;
}

static int do_keep_errand(struct outbox *outbox, void *data) {
    struct job *job = data;
    return write_errand(outbox, job->errand, KEEP_ERRAND);
}

bool outbox_keep_errand(struct outbox *outbox, const struct errand *errand) {
    struct errand copy = *errand;
    struct job job = {.errand = &copy};
    return errand->number > 0 && outbox_transact(outbox, do_keep_errand, &job);
}

static int do_end_errand(struct outbox *outbox, void *data) {
    struct job *job = data;
    int code = job->number ? outbox_step(outbox, END_ERRAND, "i", job->number) : OUTBOX_DONE;
    int64_t asked_at = job->status && job->status->created_at_ms ? job->status->created_at_ms
                       : job->status                             ? job->status->updated_at_ms
                                                                 : 0;
    if (code == OUTBOX_DONE && job->status)
        code = outbox_step(outbox, KEEP_STATUS, "tiit", job->status->id, asked_at,
                           (int64_t)state_is_final(job->status->state), job->known);
    return code == OUTBOX_DONE && job->status ? outbox_step(outbox, PRUNE, "ii", (int64_t)KEPT, (int64_t)KEPT_MOST)
                                              : code;
}

bool outbox_end_errand(struct outbox *outbox, int64_t number, const struct status *status) {
    char *known = status ? status_text(status) : NULL;
    struct job job = {.number = number, .status = status, .known = known};
    bool done = (known || !status) && outbox_transact(outbox, do_end_errand, &job);
    free(known);
    return done;
}

bool outbox_keep_status(struct outbox *outbox, const struct status *status) {
    return outbox_end_errand(outbox, 0, status);
}

/* --- what is read */

static bool read_errand(struct outbox *outbox, struct errand *errand) {
    int64_t kind = outbox_integer(outbox, EACH_ERRAND, 1);
    *errand = (struct errand){
        .number = outbox_integer(outbox, EACH_ERRAND, 0),
        .kind = kind >= 0 && kind < ERRANDS ? (enum errand_kind)kind : ERRANDS,
        .urgent = outbox_integer(outbox, EACH_ERRAND, 4) != 0,
        .tries = (int)outbox_integer(outbox, EACH_ERRAND, 5),
        .reached = outbox_integer(outbox, EACH_ERRAND, 6) != 0,
        .next_try_ms = outbox_integer(outbox, EACH_ERRAND, 7),
        .expires_at_ms = outbox_integer(outbox, EACH_ERRAND, 8),
    };
    snprintf(errand->request_id, sizeof errand->request_id, "%s", outbox_text(outbox, EACH_ERRAND, 2));
    snprintf(errand->key, sizeof errand->key, "%s", outbox_text(outbox, EACH_ERRAND, 3));
    snprintf(errand->step, sizeof errand->step, "%s", outbox_text(outbox, EACH_ERRAND, 9));
    bool voice = errand->kind == ERRAND_VOICE;
    errand->body =
        voice ? outbox_bytes(outbox, EACH_ERRAND, 11, &errand->length) : strdup(outbox_text(outbox, EACH_ERRAND, 10));
    outbox_finish(outbox, EACH_ERRAND);
    bool whole = !voice || (errand->step[0] && errand->length > 0 && errand->length <= REQUEST_VOICE_MAX);
    return whole && errand->kind != ERRANDS && request_id_valid(errand->request_id) && request_id_valid(errand->key) &&
           errand->body;
}

bool outbox_each_errand(struct outbox *outbox, outbox_errand_fn *fn, void *data) {
    bool on = true;
    int64_t last = 0;
    enum fetched fetched = FETCHED_NONE;
    while (on && (fetched = outbox_fetch(outbox, EACH_ERRAND, "i", last, NULL)) == FETCHED_ROW) {
        struct errand errand;
        if (read_errand(outbox, &errand))
            on = fn(data, &errand);
        else
            log_warning("net", "an errand in the outbox cannot be read and is passed over");
        last = errand.number ? errand.number : INT64_MAX;
        errand_clear(&errand);
    }
    return fetched != FETCHED_FAILED;
}

static bool parse_row(const char *asked, const char *known, struct request *request, struct status *status) {
    char why[JSON_WHY_SIZE];
    struct json_object *json = json_parse(known, strlen(known), ROW_MOST, why);
    bool good = json && message_status_from_wire(json, status, why);
    json_object_put(json);
    if (good && *asked) {
        json = json_parse(asked, strlen(asked), ROW_MOST, why);
        good = json && message_to_request(json, request, why);
        json_object_put(json);
    } else if (good) { /* asked before a reset: only what the hotline says of it is known */
        *request = (struct request){.kind = status->kind, .created_at_ms = status->created_at_ms};
        memcpy(request->id, status->id, sizeof request->id);
        memcpy(request->service, status->service, sizeof request->service);
    }
    if (!good)
        log_warning("net", "a request in the outbox cannot be read and is passed over: %s", why);
    return good;
}

static bool read_request(struct outbox *outbox, enum statement which, struct request *request, struct status *status) {
    bool good = parse_row(outbox_text(outbox, which, 0), outbox_text(outbox, which, 1), request, status);
    if (good)
        request->expires_s = (int)outbox_integer(outbox, which, 2);
    outbox_finish(outbox, which);
    return good;
}

bool outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data) {
    bool on = true;
    enum fetched fetched = FETCHED_NONE;
    for (int64_t at = 0; on && at < most; at++) {
        struct request request;
        struct status status;
        fetched = outbox_fetch(outbox, EACH_REQUEST, "i", at, NULL);
        if (fetched != FETCHED_ROW)
            break;
        if (read_request(outbox, EACH_REQUEST, &request, &status))
            on = fn(data, &request, &status);
    }
    return fetched != FETCHED_FAILED;
}

bool outbox_find(struct outbox *outbox, const char *id, struct request *request, struct status *status) {
    return outbox_fetch(outbox, FIND_REQUEST, "t", 0, id) == FETCHED_ROW &&
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
    outbox_each_request(outbox, KEPT_MOST, compare, &search);
    return search.found;
}
