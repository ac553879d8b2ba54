/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_ROWS_H
#define STB_NET_OUTBOX_OUTBOX_ROWS_H
/*
 * The rows of the outbox. The truth in memory (outbox.c), the file's contents at the start, and each batch to write are
 * lists of them. Inside the outbox only.
 */
#include "net/outbox/outbox.h"

struct outbox_request_row {
    struct outbox_request_row *next;
    bool changed, gone; /* CHANGED: to be written; GONE: to be deleted */
    char id[REQUEST_ID_SIZE];
    int64_t created_at_ms, expires_s;
    bool final;
    /* JSON of api_request.h, ipc_status_table, ipc_words_table; ASKED "" = only the hotline knows, WORDS "" = none */
    char *asked, *known, *words;
};
struct outbox_entry_row {
    struct outbox_entry_row *next;
    bool changed, gone;
    struct outbox_entry entry;
};
struct outbox_setting_row {
    struct outbox_setting_row *next;
    bool changed, gone;
    char *name, *value;
};
struct outbox_rows {                     /* zero-initialise */
    struct outbox_request_row *requests; /* newest first */
    struct outbox_entry_row *entries;    /* oldest first */
    struct outbox_setting_row *settings;
};

/* NULL = there is no such row, or it is GONE. */
struct outbox_request_row *outbox_rows_request(const struct outbox_rows *rows, const char *id);
struct outbox_entry_row *outbox_rows_entry(const struct outbox_rows *rows, const char *key);
struct outbox_setting_row *outbox_rows_setting(const struct outbox_rows *rows, const char *name);

/* Adds ROW at its place, not marked as CHANGED. Takes over its texts and body. */
struct outbox_request_row *outbox_rows_add_request(struct outbox_rows *rows, const struct outbox_request_row *row);
struct outbox_entry_row *outbox_rows_add_entry(struct outbox_rows *rows, const struct outbox_entry *entry);
struct outbox_setting_row *outbox_rows_add_setting(struct outbox_rows *rows, char *name, char *value);

bool outbox_rows_any_changed(const struct outbox_rows *rows);
void outbox_rows_change_all(struct outbox_rows *rows);
/* Copies of the CHANGED rows, NULL = none. In ROWS the mark goes, and GONE rows are freed. The caller frees. */
struct outbox_rows *outbox_rows_take_changes(struct outbox_rows *rows);
/* Adds LATER, the file's rows that were read late, to ROWS, which are newer and win. LATER is empty afterwards. */
void outbox_rows_merge(struct outbox_rows *rows, struct outbox_rows *later);
void outbox_rows_clear(struct outbox_rows *rows);
#endif
