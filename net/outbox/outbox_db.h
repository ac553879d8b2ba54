/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_DB_H
#define STB_NET_OUTBOX_OUTBOX_DB_H
/*
 * Between outbox_db.c, which knows SQLite and nothing of entries, and outbox.c, which knows the tables and nothing of
 * SQLite. For these two files only.
 */
#include "net/outbox/outbox.h"

enum {
    OUTBOX_DB_VERSION = 3,
    OUTBOX_DB_DONE =
        0, /* of outbox_db_step(): done, and there is no row; OUTBOX_DB_ROW: finish it; anything else: it failed */
    OUTBOX_DB_ROW = 100,
};
enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    PUT_SETTING,
    DROP_SETTING,
    GET_SETTING,
    ADD_REQUEST,
    PRUNE,
    ADD_ENTRY,
    KEEP_ENTRY,
    END_ENTRY,
    EACH_ENTRY,
    KEEP_STATUS,
    EACH_REQUEST,
    FIND_REQUEST,
    STATEMENTS
};
extern const char *const outbox_db_schema[OUTBOX_DB_VERSION]; /* the steps from each version to the next */
extern const char *const outbox_db_sql[STATEMENTS];

/* Binds the values by letters (i = int64_t, t = text, b = bytes and size_t) and steps once. */
int outbox_db_step(struct outbox *outbox, enum statement which, const char *letters, ...);
void outbox_db_finish(struct outbox *outbox, enum statement which);
/* Of the row: text is borrowed until it is finished, never NULL. */
const char *outbox_db_text(struct outbox *outbox, enum statement which, int column);
/* Malloc'ed, with a 0 behind it that LENGTH does not count. */
char *outbox_db_bytes(struct outbox *outbox, enum statement which, int column, size_t *length);
int64_t outbox_db_integer(struct outbox *outbox, enum statement which, int column);
bool outbox_db_changed(const struct outbox *outbox);        /* the last step changed something */
int64_t outbox_db_last_number(const struct outbox *outbox); /* of the row that was inserted last */

/* FN in one transaction: it returns OUTBOX_DB_DONE, or what made it fail. Done again on a fresh file if this one proves
 * damaged. */
typedef int outbox_db_transaction_fn(struct outbox *outbox, void *change);
bool outbox_db_transact(struct outbox *outbox, outbox_db_transaction_fn *fn, void *change);
/* The first row for one NUMBER or TEXT (the other is not used when LETTER is not its own). */
enum fetched { OUTBOX_DB_FETCHED_ROW, OUTBOX_DB_FETCHED_NONE, OUTBOX_DB_FETCHED_FAILED };
enum fetched outbox_db_fetch(struct outbox *outbox, enum statement which, const char *letter, int64_t number,
                             const char *text);

/* To be kept in the transaction of a request: the number after the one that was given last. */
int outbox_db_reserve_next(struct outbox *outbox);
void outbox_db_reserved_next(struct outbox *outbox); /* that transaction was committed */
#endif
