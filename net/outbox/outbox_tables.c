/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the outbox: entries, requests with what is known of each, and settings. The request (the body as it was
 * sent), its words and its status are JSON, so that a new member needs no new column; the columns are what a query
 * needs. A damaged page costs only the rows in it: the fresh file gets the rest.
 */
#include "net/outbox/outbox_tables.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const outbox_db_schema[OUTBOX_DB_VERSION] = {
    "CREATE TABLE requests (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, final INTEGER NOT NULL,"
    " expires_s INTEGER NOT NULL, asked TEXT NOT NULL, known TEXT NOT NULL);"
    "CREATE INDEX requests_by_age ON requests (created_at);"
    "CREATE TABLE errands (number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, request TEXT NOT NULL,"
    " key TEXT NOT NULL, urgent INTEGER NOT NULL, tries INTEGER NOT NULL, reached INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL);"
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
    ("ALTER TABLE errands ADD COLUMN step TEXT NOT NULL DEFAULT '';"
     "ALTER TABLE errands ADD COLUMN sound BLOB NOT NULL DEFAULT x'';"),
    "ALTER TABLE requests ADD COLUMN words TEXT NOT NULL DEFAULT '';",
};

#define ENTRY_COLUMNS "kind, request, key, urgent, tries, reached, next_try, expires_at, step, body, sound"
const char *const outbox_db_sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [PUT_REQUEST] = "INSERT INTO requests (id, created_at, final, expires_s, asked, known, words)"
                    " VALUES (?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, final = "
                    "excluded.final,"
                    " expires_s = excluded.expires_s, asked = excluded.asked, known = excluded.known,"
                    " words = excluded.words",
    [DROP_REQUEST] = "DELETE FROM requests WHERE id = ?",
    [EACH_REQUEST] = "SELECT id, created_at, final, expires_s, asked, known, words FROM requests"
                     " ORDER BY created_at, rowid",
    [ADD_ENTRY] = "INSERT INTO errands (" ENTRY_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    [KEEP_ENTRY] = "UPDATE errands SET tries = ?, reached = ?, next_try = ? WHERE key = ?",
    [DROP_ENTRY] = "DELETE FROM errands WHERE key = ?",
    [EACH_ENTRY] = "SELECT " ENTRY_COLUMNS " FROM errands ORDER BY number",
    [PUT_SETTING] = "INSERT INTO notes (name, value) VALUES (?,?)"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [DROP_SETTING] = "DELETE FROM notes WHERE name = ?",
    [EACH_SETTING] = "SELECT name, value FROM notes",
};

/* --- reading */

static bool read_entry(struct outbox_db *db, struct outbox_entry *entry) {
    int64_t kind = outbox_db_integer(db, EACH_ENTRY, 0);
    *entry = (struct outbox_entry){
        .kind = kind >= 0 && kind < OUTBOX_ENTRY_KINDS ? (enum outbox_entry_kind)kind : OUTBOX_ENTRY_KINDS,
        .urgent = outbox_db_integer(db, EACH_ENTRY, 3) != 0,
        .tries = (int)outbox_db_integer(db, EACH_ENTRY, 4),
        .reached = outbox_db_integer(db, EACH_ENTRY, 5) != 0,
        .next_try_ms = outbox_db_integer(db, EACH_ENTRY, 6),
        .expires_at_ms = outbox_db_integer(db, EACH_ENTRY, 7),
    };
    snprintf(entry->request_id, sizeof entry->request_id, "%s", outbox_db_text(db, EACH_ENTRY, 1));
    snprintf(entry->key, sizeof entry->key, "%s", outbox_db_text(db, EACH_ENTRY, 2));
    snprintf(entry->step, sizeof entry->step, "%s", outbox_db_text(db, EACH_ENTRY, 8));
    bool voice = entry->kind == OUTBOX_VOICE;
    entry->body =
        voice ? outbox_db_bytes(db, EACH_ENTRY, 10, &entry->length) : memory_text(outbox_db_text(db, EACH_ENTRY, 9));
    bool whole = !voice || (entry->step[0] && entry->length > 0 && entry->length <= REQUEST_VOICE_MAX);
    return whole && entry->kind != OUTBOX_ENTRY_KINDS && request_id_valid(entry->request_id) &&
           request_id_valid(entry->key);
}

static void take_entry(struct outbox_db *db, struct outbox_rows *rows) {
    struct outbox_entry entry;
    if (read_entry(db, &entry) && !outbox_rows_entry(rows, entry.key)) {
        outbox_rows_add_entry(rows, &entry);
        return;
    }
    log_warning("net", "an entry in the outbox cannot be read and is passed over");
    outbox_entry_clear(&entry);
}

static void take_request(struct outbox_db *db, struct outbox_rows *rows) {
    struct outbox_request_row row = {
        .created_at_ms = outbox_db_integer(db, EACH_REQUEST, 1),
        .final = outbox_db_integer(db, EACH_REQUEST, 2) != 0,
        .expires_s = outbox_db_integer(db, EACH_REQUEST, 3),
        .asked = memory_text(outbox_db_text(db, EACH_REQUEST, 4)),
        .known = memory_text(outbox_db_text(db, EACH_REQUEST, 5)),
        .words = memory_text(outbox_db_text(db, EACH_REQUEST, 6)),
    };
    snprintf(row.id, sizeof row.id, "%s", outbox_db_text(db, EACH_REQUEST, 0));
    outbox_rows_add_request(rows, &row);
}

static void take_setting(struct outbox_db *db, struct outbox_rows *rows) {
    outbox_rows_add_setting(rows, memory_text(outbox_db_text(db, EACH_SETTING, 0)),
                            memory_text(outbox_db_text(db, EACH_SETTING, 1)));
}

static void keep_rescued_sequence(const struct outbox_db *db, struct outbox_rows *rows) {
    int64_t sequence = outbox_db_rescued_sequence(db);
    char value[24];
    snprintf(value, sizeof value, "%lld", (long long)sequence);
    if (sequence && !outbox_rows_setting(rows, "sequence"))
        outbox_rows_add_setting(rows, memory_text("sequence"), memory_text(value));
}

bool outbox_tables_read(struct outbox_db *db, struct outbox_rows *rows) {
    static const struct {
        enum statement statement;
        void (*take)(struct outbox_db *, struct outbox_rows *);
    } tables[] = {{EACH_SETTING, take_setting}, {EACH_REQUEST, take_request}, {EACH_ENTRY, take_entry}};
    bool ok = outbox_db_open(db);
    for (size_t i = 0; ok && i < sizeof tables / sizeof *tables; i++) {
        while ((ok = outbox_db_next(db, tables[i].statement)) && outbox_db_has_row(db))
            tables[i].take(db, rows);
    }
    keep_rescued_sequence(db, rows);
    return ok;
}

/* --- writing */

static int put_request(struct outbox_db *db, const struct outbox_request_row *row) {
    return row->gone ? outbox_db_step(db, DROP_REQUEST, "t", row->id)
                     : outbox_db_step(db, PUT_REQUEST, "tiiittt", row->id, row->created_at_ms, (int64_t)row->final,
                                      row->expires_s, row->asked, row->known, row->words);
}

static int add_entry(struct outbox_db *db, const struct outbox_entry *entry) {
    bool sound = entry->length > 0;
    return outbox_db_step(db, ADD_ENTRY, "ittiiiiittb", (int64_t)entry->kind, entry->request_id, entry->key,
                          (int64_t)entry->urgent, (int64_t)entry->tries, (int64_t)entry->reached, entry->next_try_ms,
                          entry->expires_at_ms, entry->step, sound ? "" : entry->body, sound ? entry->body : "",
                          entry->length);
}

static int put_entry(struct outbox_db *db, const struct outbox_entry_row *row) {
    const struct outbox_entry *entry = &row->entry;
    if (row->gone)
        return outbox_db_step(db, DROP_ENTRY, "t", entry->key);
    int code = outbox_db_step(db, KEEP_ENTRY, "iiit", (int64_t)entry->tries, (int64_t)entry->reached,
                              entry->next_try_ms, entry->key);
    return code == OUTBOX_DB_DONE && !outbox_db_changed(db) ? add_entry(db, entry) : code;
}

static int put_setting(struct outbox_db *db, const struct outbox_setting_row *row) {
    return row->gone ? outbox_db_step(db, DROP_SETTING, "t", row->name)
                     : outbox_db_step(db, PUT_SETTING, "tt", row->name, row->value);
}

static int put_all(struct outbox_db *db, const void *data) {
    const struct outbox_rows *batch = data;
    int code = OUTBOX_DB_DONE;
    for (const struct outbox_request_row *row = batch->requests; row && code == OUTBOX_DB_DONE; row = row->next)
        code = put_request(db, row);
    for (const struct outbox_entry_row *row = batch->entries; row && code == OUTBOX_DB_DONE; row = row->next)
        code = put_entry(db, row);
    for (const struct outbox_setting_row *row = batch->settings; row && code == OUTBOX_DB_DONE; row = row->next)
        code = put_setting(db, row);
    return code;
}

bool outbox_tables_deletes(const struct outbox_rows *batch) {
    for (const struct outbox_request_row *row = batch->requests; row; row = row->next)
        if (row->gone)
            return true;
    for (const struct outbox_entry_row *row = batch->entries; row; row = row->next)
        if (row->gone)
            return true;
    return false;
}

bool outbox_tables_write(struct outbox_db *db, const struct outbox_rows *batch) {
    return outbox_db_transact(db, put_all, batch);
}
