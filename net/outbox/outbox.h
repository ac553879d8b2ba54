/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_H
#define STB_NET_OUTBOX_OUTBOX_H
/*
 * What survives a power cut. The truth is in memory; a thread beside the loop (outbox_writer.c) brings it to the disk,
 * all that changed meanwhile in one commit, so nothing here waits for the disk:
 * - entries: each POST that the hotline has not answered yet, in order, with its body (JSON, or the sound of a spoken
 *   note), key, tries, next try and expiry;
 * - requests: what is known of each request (the newest 50), with what was asked;
 * - settings: small named values (last event id, sequence, catalog and profile with their etags).
 * A caller that must know when a change is on the disk draws a ticket after it. A disk that is silent or takes nothing
 * is tried again until it takes the change; meanwhile everything works from memory.
 */
#include "stb-app/ipc/request.h"

struct loop;
struct outbox;

enum outbox_entry_kind {
    OUTBOX_CREATE,
    OUTBOX_CONFIRM,
    OUTBOX_PRESSES,
    OUTBOX_CANCEL,
    OUTBOX_REPLY,
    OUTBOX_VOICE, /* the spoken note to STEP of a request */
    OUTBOX_ENTRY_KINDS
};
struct outbox_entry {
    enum outbox_entry_kind kind;
    char request_id[REQUEST_ID_SIZE];
    char key[REQUEST_ID_SIZE]; /* the Idempotency-Key, and the entry's id in the outbox */
    bool urgent;               /* belongs to an SOS */
    int tries;
    bool reached;                 /* a try may have reached the hotline */
    int64_t next_try_ms;          /* since 1970, box's clock */
    int64_t expires_at_ms;        /* since 1970; 0 = never */
    char step[REQUEST_NAME_SIZE]; /* VOICE only */
    char *body;                   /* JSON or sound, owned by the entry: outbox_entry_clear() */
    size_t length;                /* of a sound; 0 = BODY is a text */
};
char *outbox_entry_copy_body(const struct outbox_entry *entry); /* malloc'ed */
void outbox_entry_clear(struct outbox_entry *entry);

enum { OUTBOX_PATIENCE_MS = 2500 /* a disk that is silent for so long counts as one that takes nothing */ };

struct outbox_setup {
    struct loop *loop;
    const char *dir; /* the folder of outbox.db (0600); copied */
    /* The result of outbox_look() may have changed. May be NULL. */
    void (*on_stored)(void *data);
    /* ERROR says why the disk takes nothing; NULL = it works again. May be NULL. */
    void (*on_fault)(void *data, const char *error);
    /* The file was read late: its entries, requests and settings are there now. May be NULL. */
    void (*on_restored)(void *data);
    void *data;
};
/* Returns with the file's contents, if they can be read within a second. No callback comes from inside. */
struct outbox *outbox_create(const struct outbox_setup *setup);
void outbox_destroy(struct outbox *outbox); /* writes what changed, for two seconds at most */

/* A ticket for all changes until now, for outbox_look(). */
int64_t outbox_ticket(const struct outbox *outbox);
enum outbox_stored {
    OUTBOX_UNDER_WAY,
    OUTBOX_STORED,    /* committed */
    OUTBOX_NOT_STORED /* the disk takes nothing now; it may be stored later */
};
enum outbox_stored outbox_look(const struct outbox *outbox, int64_t ticket);
const char *outbox_fault(const struct outbox *outbox); /* on_fault()'s last ERROR */

/* REQUEST and its STATUS, the CREATE entry and that of what was spoken for it (may be NULL), in one commit; bodies are
 * copied. An id that is known already changes nothing. */
void outbox_add_request(struct outbox *outbox, const struct request *request, const struct status *status,
                        const struct outbox_entry *entry, const struct outbox_entry *voice);
void outbox_add_entry(struct outbox *outbox, const struct outbox_entry *entry);
/* Stores ENTRY's tries, next try and reached; an entry that is not there is passed over. */
void outbox_keep_entry(struct outbox *outbox, const struct outbox_entry *entry);
/* Removes the entry KEY, answered or expired, and stores the STATUS that follows (may be NULL), in one commit. */
void outbox_end_entry(struct outbox *outbox, const char *key, const struct status *status);
/* Stores STATUS; if its request is unknown here (asked before a reset, say) the status is added. */
void outbox_keep_status(struct outbox *outbox, const struct status *status);
/* Forgets the requests made before MOMENT_MS (since 1970) that have no entry left. */
void outbox_forget_before(struct outbox *outbox, int64_t moment_ms);

/* Walks the entries, the oldest first. False from FN ends the walk. */
typedef bool outbox_entry_fn(void *data, const struct outbox_entry *entry);
void outbox_each_entry(struct outbox *outbox, outbox_entry_fn *fn, void *data);
/* Walks the newest MOST requests, the newest first. REQUEST is what was asked. */
typedef bool outbox_request_fn(void *data, const struct request *request, const struct status *status);
void outbox_each_request(struct outbox *outbox, int most, outbox_request_fn *fn, void *data);
bool outbox_find(const struct outbox *outbox, const char *id, struct request *request, struct status *status);
/* The id of an order with the same service, answers and items made since SINCE_MS and not rejected, cancelled or
 * expired; false when there is none. */
bool outbox_find_same(const struct outbox *outbox, const struct request *request, int64_t since_ms,
                      char id[REQUEST_ID_SIZE]);
/* 1, 2, ...; the disk reserves some ahead, so that no number comes twice, even after a power cut. */
int64_t outbox_next_sequence(struct outbox *outbox);

/* Settings. A value is borrowed until NAME's next change, NULL when absent. A VALUE of NULL removes the setting. */
void outbox_set_setting(struct outbox *outbox, const char *name, const char *value);
/* The same for a value that changes often and may be a second old after a power cut. */
void outbox_set_setting_soon(struct outbox *outbox, const char *name, const char *value);
const char *outbox_setting(const struct outbox *outbox, const char *name);
#endif
