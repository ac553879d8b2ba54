/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_SUBMITTER_H
#define STB_NET_OUTBOX_SUBMITTER_H
/*
 * Empties the outbox over HTTPS: what to send, over which pool, when again. One entry of a request at a time, in
 * order; requests are independent of each other. A 2xx with a Status for that very id is success; 200 on replay too.
 * 408, 425, 429, 5xx, no answer, or an answer that is not the contract's: try again. Any other 4xx: the hotline refused
 * (the request becomes REJECTED with the problem's words; 404 for a cancel = it never had it, so CANCELLED; 409 = read
 * the Status in the body or GET it). An SOS is never given up: whatever the answer, it is tried until it is received or
 * the senior has cancelled it.
 */
#include "stb-app/ipc/request.h"

struct https;
struct loop;
struct outbox;
struct submitter;

struct submitter_setup {
    struct loop *loop;
    struct outbox *outbox;
    struct https *urgent, *ordinary;
    const char *const *endpoints;   /* "https://host:port", NULL-ended; must outlive the submitter */
    int64_t (*wall_ms)(void *data); /* ms since 1970, corrected */
    /* The state of a request changed. Also for STATE_SENDING and STATE_WAITING. Comes from inside submitter_sos(),
     * submitter_submit() and the like too, at their end; it may call back in, but not destroy the submitter. */
    void (*on_status)(void *data, const struct status *status);
    /* A request that was submitted is committed, or (not STORED) the disk takes nothing; it is sent in either case. */
    void (*on_submitted)(void *data, const char *id, bool stored);
    /* An answer came (2xx): the line is alive. SENT_US of https.h, for the log and the bench. */
    void (*on_traffic)(void *data);
    /* The hotline received an SOS, or a TEST; FIRST: by its first try. May be NULL. */
    void (*on_delivered)(void *data, bool test, bool first);
    /* An answer of success broke the contract, ERROR says how; NULL = an answer was good. */
    void (*on_refused)(void *data, const char *error);
    /* The hotline refused the senior's answer to a notice, for good. May be NULL. */
    void (*on_reply_refused)(void *data, const char *notice_id);
    /* An SOS was received only by another try than the first: the connections before are dead. May be NULL. */
    void (*on_detour)(void *data);
    void *data;
};
struct submitter *submitter_create(const struct submitter_setup *setup);
void submitter_destroy(struct submitter *submitter);
/* Takes up the entries from before the restart; call it again when the outbox was read late. */
void submitter_resume(struct submitter *submitter);
/* The clock jumped ahead by STEP_MS: requests asked since the start are no older for that, and do not expire. */
void submitter_clock_stepped(struct submitter *submitter, int64_t step_ms);

/* An SOS: the bytes go out first, then it is stored, in this call; it goes out even if it cannot be stored. Fills id,
 * created_at, sequence. A test is not stored at all. */
void submitter_sos(struct submitter *submitter, struct request *sos);
/* Drops a test that nobody waits for any more: no more tries, no callback. */
void submitter_drop(struct submitter *submitter, const char *id);
/* Anything else: committed, then on_submitted(), then sent. False = its spoken note is not one. Fills created_at,
 * sequence. The id is the caller's; an id that is known already is not done twice (true, and told again). */
bool submitter_submit(struct submitter *submitter, struct request *request);
/* The same with its spoken note VOICE, copied: committed with REQUEST, delivered after it, beside later entries. */
bool submitter_submit_spoken(struct submitter *submitter, struct request *request, const struct request_voice *voice);
/* Further entries of a request: committed, then sent; for an SOS at once. False = the request is not known. */
bool submitter_confirm(struct submitter *submitter, const char *id);
bool submitter_presses(struct submitter *submitter, const char *id, int presses);
bool submitter_cancel(struct submitter *submitter, const char *id);

/* The senior's answer to a notice. */
void submitter_reply(struct submitter *submitter, const char *notice_id, const char *choice);

/* For the outbox's on_stored(): sends what waited for the disk. */
void submitter_stored(struct submitter *submitter);
/* A status that came another way (event stream, GET /v1/requests): checked against what is known, stored, told. */
void submitter_take_status(struct submitter *submitter, const struct status *status);
/* The line is back: tries waiting entries now (those of no SOS spread over 2 s). */
void submitter_wake(struct submitter *submitter);
int submitter_pending(const struct submitter *submitter); /* entries not answered yet, but for tests */
#endif
