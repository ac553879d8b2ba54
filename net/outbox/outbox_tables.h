/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_TABLES_H
#define STB_NET_OUTBOX_OUTBOX_TABLES_H
/* The rows of the outbox in the tables of its file. On the writer's thread only. */
#include "net/outbox/outbox_db.h"
#include "net/outbox/outbox_rows.h"

/* Reads all rows. A row that cannot be understood is logged and passed over. False: outbox_db_error(). */
bool outbox_tables_read(struct outbox_db *db, struct outbox_rows *rows);
/* BATCH deletes private data of the household: outbox_db_erase() should follow. */
bool outbox_tables_deletes(const struct outbox_rows *batch);
bool outbox_tables_write(struct outbox_db *db, const struct outbox_rows *batch); /* in one transaction */
#endif
