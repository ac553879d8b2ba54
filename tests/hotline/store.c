/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite behind a few verbs. Statements are prepared at each use: a simulator has time, and nothing is left open.
 * Columns are bound by a format string, one letter a value: t text, i integer, b blob (pointer, length). The trap: the
 * file survives kill -9 of this program (WAL, synchronous NORMAL), which is what the tests do; it is not proof against
 * a power cut, which no test does to the hotline.
 */
#include "tests/hotline/store.h"

#include "stb-app/base/log.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct store {
    sqlite3 *db;
};

static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    "CREATE TABLE IF NOT EXISTS requests(n INTEGER PRIMARY KEY, id TEXT UNIQUE, device TEXT, service TEXT, kind INT,"
    " state INT, presses INT, grace_s INT, test INT, ringing INT, confirmed INT, received_at INT, updated_at INT,"
    " ring_at INT, stored_us INT, eta INT, headline TEXT, message TEXT, details TEXT, body TEXT);"
    "CREATE INDEX IF NOT EXISTS requests_state ON requests(state);"
    "CREATE INDEX IF NOT EXISTS requests_service ON requests(service);"
    "CREATE TABLE IF NOT EXISTS history(n INTEGER PRIMARY KEY, id TEXT, status TEXT, at INT, by TEXT);"
    "CREATE INDEX IF NOT EXISTS history_id ON history(id);"
    "CREATE TABLE IF NOT EXISTS answers(device TEXT, key TEXT, what BLOB, code INT, body TEXT, PRIMARY "
    "KEY(device,key));"
    "CREATE TABLE IF NOT EXISTS events(n INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT, event TEXT, data TEXT);"
    "CREATE INDEX IF NOT EXISTS events_device ON events(device, n);"
    "CREATE TABLE IF NOT EXISTS boxes(device TEXT PRIMARY KEY, seen INT, heartbeat TEXT);"
    "CREATE TABLE IF NOT EXISTS notices(n INTEGER PRIMARY KEY, id TEXT UNIQUE, device TEXT, body TEXT, at INT,"
    " reply TEXT DEFAULT '', reply_at INT DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS voices(n INTEGER PRIMARY KEY, id TEXT UNIQUE, device TEXT, sound BLOB, at INT,"
    " answer TEXT DEFAULT '');"
    "CREATE TABLE IF NOT EXISTS spoken(voice TEXT PRIMARY KEY, request TEXT, step TEXT, lasts INT);"
    "CREATE INDEX IF NOT EXISTS spoken_request ON spoken(request);";

static void check(struct store *store, bool ok, const char *what) {
    if (ok)
        return;
    log_error("store", "%s: %s", what, sqlite3_errmsg(store->db));
    exit(1);
}

static sqlite3_stmt *prepare_list(struct store *store, const char *sql, const char *format, va_list values) {
    sqlite3_stmt *statement = NULL;
    check(store, sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK, sql);
    for (int i = 1; *format; i++, format++) {
        if (*format == 't') {
            sqlite3_bind_text(statement, i, va_arg(values, const char *), -1, SQLITE_TRANSIENT);
        } else if (*format == 'i') {
            sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
        } else {
            const void *blob = va_arg(values, const void *);
            sqlite3_bind_blob64(statement, i, blob, va_arg(values, size_t), SQLITE_TRANSIENT);
        }
    }
    return statement;
}

static sqlite3_stmt *prepare(struct store *store, const char *sql, const char *format, ...) {
    va_list values;
    va_start(values, format);
    sqlite3_stmt *statement = prepare_list(store, sql, format, values);
    va_end(values);
    return statement;
}

static void run(struct store *store, const char *sql, const char *format, ...) {
    va_list values;
    va_start(values, format);
    sqlite3_stmt *statement = prepare_list(store, sql, format, values);
    va_end(values);
    check(store, sqlite3_step(statement) == SQLITE_DONE, sql);
    sqlite3_finalize(statement);
}

static bool step(struct store *store, sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    check(store, result == SQLITE_ROW || result == SQLITE_DONE, "reading");
    if (result == SQLITE_DONE)
        sqlite3_finalize(statement);
    return result == SQLITE_ROW;
}

static const char *text_at(sqlite3_stmt *statement, int column) {
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text ? (const char *)text : "";
}

static char *copy_at(sqlite3_stmt *statement, int column) {
    return strdup(text_at(statement, column));
}

static void fill(char *into, size_t size, sqlite3_stmt *statement, int column) {
    snprintf(into, size, "%s", text_at(statement, column));
}

/* --- open and close */

/* Columns that came later; a file from before is taken along. */
static bool add_columns(struct store *store) {
    static const char *const added[][2] = {{"retry_step", "ALTER TABLE requests ADD COLUMN retry_step TEXT DEFAULT ''"},
                                           {"number", "ALTER TABLE requests ADD COLUMN number INT DEFAULT 0"},
                                           {"told", "ALTER TABLE requests ADD COLUMN told INT DEFAULT 0"}};
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        if (sqlite3_table_column_metadata(store->db, NULL, "requests", added[i][0], NULL, NULL, NULL, NULL, NULL) !=
                SQLITE_OK &&
            sqlite3_exec(store->db, added[i][1], NULL, NULL, NULL) != SQLITE_OK)
            return false;
    return true;
}

struct store *store_open(const char *path) {
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return NULL;
    mode_t before = umask(077);
    bool ok = sqlite3_open(path, &store->db) == SQLITE_OK && sqlite3_busy_timeout(store->db, 2000) == SQLITE_OK &&
              sqlite3_exec(store->db, schema, NULL, NULL, NULL) == SQLITE_OK && add_columns(store);
    umask(before);
    if (ok)
        return store;
    log_error("store", "%s: %s", path, sqlite3_errmsg(store->db));
    store_close(store);
    return NULL;
}

void store_close(struct store *store) {
    if (!store)
        return;
    sqlite3_close(store->db);
    free(store);
}

void store_begin(struct store *store) {
    run(store, "BEGIN IMMEDIATE", "");
}

void store_commit(struct store *store) {
    run(store, "COMMIT", "");
}

/* --- requests */

#define COLUMNS                                                                                                        \
    "id,device,service,kind,state,presses,grace_s,test,ringing,confirmed,received_at,updated_at,ring_at,stored_us,"    \
    "eta,headline,message,details,body,retry_step,number,told"

void record_clear(struct record *record) {
    free(record->details);
    free(record->body);
    record->details = record->body = NULL;
}

static void record_read(sqlite3_stmt *row, struct record *record) {
    *record = (struct record){.kind = (enum flow_kind)sqlite3_column_int(row, 3),
                              .state = (enum flow_state)sqlite3_column_int(row, 4),
                              .presses = sqlite3_column_int(row, 5),
                              .grace_s = sqlite3_column_int(row, 6),
                              .test = sqlite3_column_int(row, 7),
                              .ringing = sqlite3_column_int(row, 8),
                              .confirmed = sqlite3_column_int(row, 9),
                              .received_at_ms = sqlite3_column_int64(row, 10),
                              .updated_at_ms = sqlite3_column_int64(row, 11),
                              .ring_at_ms = sqlite3_column_int64(row, 12),
                              .stored_us = sqlite3_column_int64(row, 13),
                              .eta = sqlite3_column_int(row, 14),
                              .number = sqlite3_column_int(row, 20),
                              .told = (unsigned)sqlite3_column_int(row, 21)};
    fill(record->id, sizeof record->id, row, 0);
    fill(record->device, sizeof record->device, row, 1);
    fill(record->service, sizeof record->service, row, 2);
    fill(record->headline, sizeof record->headline, row, 15);
    fill(record->message, sizeof record->message, row, 16);
    record->details = copy_at(row, 17);
    record->body = copy_at(row, 18);
    fill(record->retry_step, sizeof record->retry_step, row, 19);
}

bool store_find(struct store *store, const char *id, struct record *record) {
    sqlite3_stmt *row = prepare(store, "SELECT " COLUMNS " FROM requests WHERE id=?", "t", id);
    if (!step(store, row))
        return false;
    record_read(row, record);
    sqlite3_finalize(row);
    return true;
}

void store_put(struct store *store, const struct record *record) {
    run(store,
        "INSERT INTO requests(" COLUMNS
        ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
        "state=excluded.state, presses=excluded.presses, ringing=excluded.ringing, confirmed=excluded.confirmed,"
        "updated_at=excluded.updated_at, ring_at=excluded.ring_at, eta=excluded.eta, headline=excluded.headline,"
        "message=excluded.message, details=excluded.details, retry_step=excluded.retry_step, told=excluded.told",
        "tttiiiiiiiiiiiitttttii", record->id, record->device, record->service, (int64_t)record->kind,
        (int64_t)record->state, (int64_t)record->presses, (int64_t)record->grace_s, (int64_t)record->test,
        (int64_t)record->ringing, (int64_t)record->confirmed, record->received_at_ms, record->updated_at_ms,
        record->ring_at_ms, record->stored_us, (int64_t)record->eta, record->headline, record->message,
        record->details ? record->details : "[]", record->body, record->retry_step, (int64_t)record->number,
        (int64_t)record->told);
}

int store_count(struct store *store, const char *service) {
    sqlite3_stmt *row = prepare(store, "SELECT count(*) FROM requests WHERE service=?", "t", service);
    int count = step(store, row) ? sqlite3_column_int(row, 0) : 0;
    sqlite3_finalize(row);
    return count;
}

static void each_record(struct store *store, sqlite3_stmt *row, store_record_fn *fn, void *data) {
    while (step(store, row)) {
        struct record record;
        record_read(row, &record);
        fn(data, &record);
        record_clear(&record);
    }
}

void store_each(struct store *store, const char *device, int most, store_record_fn *fn, void *data) {
    each_record(store,
                prepare(store,
                        "SELECT " COLUMNS
                        " FROM requests WHERE ?1='' OR (device=?1 AND NOT test) ORDER BY n DESC LIMIT ?2",
                        "ti", device ? device : "", (int64_t)most),
                fn, data);
}

void store_each_open(struct store *store, store_record_fn *fn, void *data) {
    each_record(store,
                prepare(store, "SELECT " COLUMNS " FROM requests WHERE state < ? ORDER BY n", "i", (int64_t)FLOW_DONE),
                fn, data);
}

void store_add_history(struct store *store, const char *id, const char *status, int64_t at_ms, const char *by) {
    run(store, "INSERT INTO history(id,status,at,by) VALUES(?,?,?,?)", "ttit", id, status, at_ms, by);
}

void store_each_history(struct store *store, const char *id, store_history_fn *fn, void *data) {
    sqlite3_stmt *row = prepare(store, "SELECT status,at,by FROM history WHERE id=? ORDER BY n", "t", id);
    while (step(store, row))
        fn(data, text_at(row, 0), sqlite3_column_int64(row, 1), text_at(row, 2));
}

/* --- answers, for replays */

enum store_replay store_find_answer(struct store *store, const char *device, const char *key, const char *what,
                                    size_t length, int *code, char **body) {
    sqlite3_stmt *row =
        prepare(store, "SELECT what,code,body FROM answers WHERE device=? AND key=?", "tt", device, key);
    if (!step(store, row))
        return REPLAY_NEW;
    bool same =
        (size_t)sqlite3_column_bytes(row, 0) == length && memcmp(sqlite3_column_blob(row, 0), what, length) == 0;
    if (same) {
        *code = sqlite3_column_int(row, 1);
        *body = copy_at(row, 2);
    }
    sqlite3_finalize(row);
    return same ? REPLAY_SAME : REPLAY_OTHER;
}

void store_put_answer(struct store *store, const char *device, const char *key, const char *what, size_t length,
                      int code, const char *body) {
    run(store, "INSERT INTO answers VALUES(?,?,?,?,?)", "ttbit", device, key, what, length, (int64_t)code, body);
}

/* --- events */

int64_t store_add_event(struct store *store, const char *device, const char *event, const char *data) {
    run(store, "INSERT INTO events(device,event,data) VALUES(?,?,?)", "ttt", device, event, data);
    return sqlite3_last_insert_rowid(store->db);
}

int64_t store_next_event(struct store *store, const char *device, int64_t after, char event[16], char **data) {
    sqlite3_stmt *row = prepare(store, "SELECT n,event,data FROM events WHERE device=? AND n>? ORDER BY n LIMIT 1",
                                "ti", device, after);
    if (!step(store, row))
        return 0;
    int64_t number = sqlite3_column_int64(row, 0);
    fill(event, 16, row, 1);
    *data = copy_at(row, 2);
    sqlite3_finalize(row);
    return number;
}

int64_t store_last_event(struct store *store) {
    sqlite3_stmt *row = prepare(store, "SELECT max(n) FROM events", "");
    int64_t number = step(store, row) ? sqlite3_column_int64(row, 0) : 0;
    sqlite3_finalize(row);
    return number;
}

/* --- boxes */

void store_seen_box(struct store *store, const char *device, int64_t at_ms, const char *heartbeat) {
    run(store,
        "INSERT INTO boxes VALUES(?1,?2,?3) ON CONFLICT(device) DO UPDATE SET seen=?2,"
        "heartbeat=CASE ?3 WHEN '' THEN heartbeat ELSE ?3 END",
        "tit", device, at_ms, heartbeat ? heartbeat : "");
}

void store_each_box(struct store *store, store_box_fn *fn, void *data) {
    sqlite3_stmt *row = prepare(store, "SELECT device,seen,heartbeat FROM boxes ORDER BY device", "");
    while (step(store, row))
        fn(data, text_at(row, 0), sqlite3_column_int64(row, 1), text_at(row, 2));
}

/* --- notices */

void store_put_notice(struct store *store, const char *id, const char *device, const char *body, int64_t at_ms) {
    run(store, "INSERT INTO notices(id,device,body,at) VALUES(?,?,?,?)", "ttti", id, device, body, at_ms);
}

char *store_find_notice(struct store *store, const char *id, const char *device, char reply[CONTRACT_NAME_SIZE]) {
    sqlite3_stmt *row = prepare(store, "SELECT body,reply FROM notices WHERE id=? AND device=?", "tt", id, device);
    if (!step(store, row))
        return NULL;
    char *body = copy_at(row, 0);
    fill(reply, CONTRACT_NAME_SIZE, row, 1);
    sqlite3_finalize(row);
    return body;
}

void store_reply_notice(struct store *store, const char *id, const char *choice, int64_t at_ms) {
    run(store, "UPDATE notices SET reply=?, reply_at=? WHERE id=?", "tit", choice, at_ms, id);
}

void store_each_notice(struct store *store, const char *device, int most, store_notice_fn *fn, void *data) {
    sqlite3_stmt *row = prepare(store,
                                "SELECT id,device,body,at,reply,reply_at FROM notices WHERE ?1='' OR device=?1 "
                                "ORDER BY n DESC LIMIT ?2",
                                "ti", device ? device : "", (int64_t)most);
    while (step(store, row))
        fn(data, text_at(row, 0), text_at(row, 1), text_at(row, 2), sqlite3_column_int64(row, 3), text_at(row, 4),
           sqlite3_column_int64(row, 5));
}

/* --- spoken messages */

static bool is_spoken(struct store *store, const char *request, const char *step_id) {
    sqlite3_stmt *row =
        prepare(store, "SELECT 1 FROM spoken WHERE request=? AND step=? AND request<>''", "tt", request, step_id);
    bool found = step(store, row);
    if (found)
        sqlite3_finalize(row);
    return found;
}

bool store_put_voice(struct store *store, const struct store_voice *voice, const void *sound, size_t length) {
    if (is_spoken(store, voice->request, voice->step))
        return false;
    run(store, "INSERT INTO voices(id,device,sound,at) VALUES(?,?,?,?)", "ttbi", voice->id, voice->device, sound,
        length, voice->at_ms);
    run(store, "INSERT INTO spoken(voice,request,step,lasts) VALUES(?,?,?,?)", "ttti", voice->id, voice->request,
        voice->step, voice->lasts_ms);
    return true;
}

void *store_find_voice(struct store *store, const char *id, size_t *length, char device[CONTRACT_NAME_SIZE]) {
    sqlite3_stmt *row = prepare(store, "SELECT sound,device FROM voices WHERE id=?", "t", id);
    if (!step(store, row))
        return NULL;
    *length = (size_t)sqlite3_column_bytes(row, 0);
    void *sound = malloc(*length + 1);
    if (sound)
        memcpy(sound, sqlite3_column_blob(row, 0), *length);
    fill(device, CONTRACT_NAME_SIZE, row, 1);
    sqlite3_finalize(row);
    return sound;
}

void store_answer_voice(struct store *store, const char *id, const char *answer) {
    run(store, "UPDATE voices SET answer=? WHERE id=?", "tt", answer, id);
}

void store_each_voice(struct store *store, const char *request, int most, store_voice_fn *fn, void *data) {
    sqlite3_stmt *row = prepare(store,
                                "SELECT id,device,at,answer,request,step,lasts FROM voices LEFT JOIN spoken ON "
                                "voice=id WHERE ?1='' OR request=?1 ORDER BY n DESC LIMIT ?2",
                                "ti", request ? request : "", (int64_t)most);
    while (step(store, row))
        fn(data, &(struct store_voice){.id = text_at(row, 0),
                                       .device = text_at(row, 1),
                                       .at_ms = sqlite3_column_int64(row, 2),
                                       .answer = text_at(row, 3),
                                       .request = text_at(row, 4),
                                       .step = text_at(row, 5),
                                       .lasts_ms = sqlite3_column_int64(row, 6)});
}
