/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_RESPONSE_H
#define STB_NET_OUTBOX_RESPONSE_H
/* What the hotline's answer to an entry means (submitter.h, net/hotline-api.yaml). Pure. */
#include "net/outbox/outbox.h"

struct https_answer;

enum response {
    RESPONSE_DONE,    /* a proved 2xx; STATUS is filled (not for OUTBOX_REPLY and OUTBOX_VOICE) */
    RESPONSE_AGAIN,   /* no answer, a busy or broken hotline: try again */
    RESPONSE_REFUSED, /* the hotline will not do it, however often we try */
    RESPONSE_UNKNOWN, /* the hotline never had that request */
    RESPONSE_ASK,     /* the entry conflicts with the hotline's status: GET that */
    RESPONSE_TOLD,    /* the entry conflicts, and STATUS is the hotline's */
};
/* LINE (JSON_ERROR_SIZE bytes) gets the reason in one line, for the log, unless the result is DONE. */
enum response response_of(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                          char *line);
/* Looks for ID in the answer to GET /v1/requests: DONE, UNKNOWN or AGAIN. */
enum response response_in_list(const char *id, const struct https_answer *answer, struct status *status, char *line);
/* WORDS gets what a refusal says to the senior, cut between characters; "" when it says nothing. */
void response_words(const struct https_answer *answer, char *words, size_t size);
#endif
