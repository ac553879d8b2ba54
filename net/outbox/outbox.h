/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_H
#define STB_NET_OUTBOX_OUTBOX_H
/*
 * What survives a power cut, in SQLite (WAL, synchronous=FULL; outbox_db.c alone knows SQLite, outbox.c the tables):
 * - entries: each POST that the hotline has not answered yet, in order, with its body (JSON, or the sound of a spoken
 *   note), key, tries, next try and expiry;
 * - requests: what is known of each request (the newest 50), with what was asked;
 * - settings: small named values (last event id, sequence, catalog and profile with their etags).
 * A function returns after the commit. A damaged database is set aside as outbox.db.damaged-N and a new one begun; a
 * disk that takes nothing makes them return false, and the caller goes on from memory.
 */
#include "stb-app/ipc/request.h"

struct outbox;

enum outbox_entry_kind {
    OUTBOX_CREATE,
    OUTBOX_CONFIRM,
    OUTBOX_PRESSES,
    OUTBOX_CANCEL,
    OUTBOX_REPLY,
    OUTBOX_VOICE, /* what was spoken in STEP of a request */
    OUTBOX_ENTRY_KINDS
};
struct outbox_entry {
    int64_t number; /* given by outbox_add_entry(); a request's entries are delivered in this order */
    enum outbox_entry_kind kind;
    char request_id[REQUEST_ID_SIZE];
    char key[REQUEST_ID_SIZE]; /* the Idempotency-Key */
    bool urgent;               /* belongs to an SOS */
    int tries;
    bool reached;                 /* a try may have reached the hotline */
    int64_t next_try_ms;          /* since 1970, box's clock */
    int64_t expires_at_ms;        /* since 1970; 0 = never */
    char step[REQUEST_NAME_SIZE]; /* VOICE only */
    char *body;                   /* JSON or sound, owned by the entry: outbox_entry_clear() */
    size_t length;                /* of a sound; 0 = BODY is a text */
};
void outbox_entry_clear(struct outbox_entry *entry);

/* Opens or makes DIR/outbox.db (0600). NULL and a log line only when even a fresh one cannot be made. */
struct outbox *outbox_open(const char *dir);
void outbox_close(struct outbox *outbox);

/* REQUEST and its STATUS and the CREATE entry, in one transaction. ENTRY->number is set. Adding an id again changes
 * nothing, returns true and sets number to 0. */
bool outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        struct outbox_entry *entry);
/* The same with the entry of what was spoken for it, in that transaction; VOICE may be NULL. */
bool outbox_add_spoken_request(struct outbox *outbox, const struct request *request, const struct status *status,
                               struct outbox_entry *entry, struct outbox_entry *voice);
bool outbox_add_entry(struct outbox *outbox, struct outbox_entry *entry);
/* Tries, next try and reached of an entry; the whole entry when it was lost with a damaged file. False for number 0.
 */
bool outbox_keep_entry(struct outbox *outbox, const struct outbox_entry *entry);
/* The entry is done (answered or expired), and STATUS (may be NULL) is what it led to: one transaction. */
bool outbox_end_entry(struct outbox *outbox, int64_t number, const struct status *status);
/* Writes a status; one whose request is unknown here (asked on another day, or before a reset) is added. */
bool outbox_keep_status(struct outbox *outbox, const struct status *status);

/* Walks what is left, oldest first. False from FN ends the walk. */
typedef bool outbox_entry_fn(void *data, const struct outbox_entry *entry);
bool outbox_each_entry(struct outbox *outbox, outbox_entry_fn *fn, void *data);
/* Newest first, at most MOST. REQUEST is what was asked. */
typedef bool outbox_request_fn(void *data, const struct request *request, const struct status *status);
bool outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data);
bool outbox_find(struct outbox *outbox, const char *id, struct request *request, struct status *status);
/* The id of an order with the same service, answers and items made since SINCE_MS and not rejected, cancelled or
 * expired; false when there is none. */
bool outbox_find_same(struct outbox *outbox, const struct request *request, int64_t since_ms, char id[REQUEST_ID_SIZE]);
/* 1...; goes on from memory when the disk does not take it. No write: it was reserved with the request before. */
int64_t outbox_next_sequence(struct outbox *outbox);

/* Settings. outbox_setting() is malloc'ed, NULL when absent. A VALUE of NULL takes the setting away. */
bool outbox_set_setting(struct outbox *outbox, const char *name, const char *value);
char *outbox_setting(struct outbox *outbox, const char *name);
#endif
