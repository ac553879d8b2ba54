/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_DB_H
#define STB_NET_OUTBOX_OUTBOX_DB_H
/*
 * The statements between outbox_db.c, which knows SQLite and no rows, and outbox_tables.c, which knows the tables and
 * no SQLite. On the writer's thread only, except create and destroy.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    OUTBOX_DB_VERSION = 3,
    OUTBOX_DB_DONE = 0, /* of outbox_db_step(): done, and there is no row; OUTBOX_DB_ROW: there is; else it failed */
    OUTBOX_DB_ROW = 100,
};
enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    PUT_REQUEST,
    DROP_REQUEST,
    EACH_REQUEST,
    ADD_ENTRY,
    KEEP_ENTRY,
    DROP_ENTRY,
    EACH_ENTRY,
    PUT_SETTING,
    DROP_SETTING,
    EACH_SETTING,
    STATEMENTS
};
extern const char *const outbox_db_schema[OUTBOX_DB_VERSION]; /* SQL from each version to the next */
extern const char *const outbox_db_sql[STATEMENTS];

struct outbox_db;
struct outbox_db *outbox_db_create(const char *dir); /* touches no disk */
void outbox_db_destroy(struct outbox_db *db);
/* Opens or makes outbox.db. A damaged file is set aside as outbox.db.damaged-N and a fresh one begun. */
bool outbox_db_open(struct outbox_db *db);
void outbox_db_close(struct outbox_db *db);              /* the next step opens it again */
const char *outbox_db_error(const struct outbox_db *db); /* of the last call that failed */
/* The last request sequence that a file now set aside had given; 0 = no file was set aside. */
int64_t outbox_db_rescued_sequence(const struct outbox_db *db);
bool outbox_db_begun_fresh(struct outbox_db *db); /* true once after a fresh file was begun */

/* Binds the values by letters (i = int64_t, t = text, b = bytes and size_t) and steps once. */
int outbox_db_step(struct outbox_db *db, enum statement which, const char *letters, ...);
bool outbox_db_changed(const struct outbox_db *db); /* the last step changed something */
/* Steps to the first or next row of a query; none is left when it has no row. False: it failed. */
bool outbox_db_next(struct outbox_db *db, enum statement which);
bool outbox_db_has_row(const struct outbox_db *db);
/* Columns of the current row. Text is borrowed until the next step, never NULL. */
const char *outbox_db_text(struct outbox_db *db, enum statement which, int column);
/* Malloc'ed, with a 0 after the bytes that LENGTH does not count. */
char *outbox_db_bytes(struct outbox_db *db, enum statement which, int column, size_t *length);
int64_t outbox_db_integer(struct outbox_db *db, enum statement which, int column);

/* Erases deleted data from the file's log too; the log keeps its size. False: not now, a reader holds the file. */
bool outbox_db_erase(struct outbox_db *db);

/* FN in one transaction: it returns OUTBOX_DB_DONE, or what made it fail. Done again on a fresh file if this one proves
 * damaged. */
typedef int outbox_db_transaction_fn(struct outbox_db *db, const void *change);
bool outbox_db_transact(struct outbox_db *db, outbox_db_transaction_fn *fn, const void *change);
#endif
