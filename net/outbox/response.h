/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_RESPONSE_H
#define STB_NET_OUTBOX_RESPONSE_H
/* What the hotline's answer to an entry means (submitter.h, net/hotline-api.yaml). Pure. */
#include "net/outbox/outbox.h"

struct https_answer;

enum response {
    RESPONSE_DONE,    /* a proved 2xx; STATUS is filled (not for OUTBOX_REPLY and OUTBOX_VOICE) */
    RESPONSE_AGAIN,   /* no answer, a busy or broken hotline: try again */
    RESPONSE_REFUSED, /* it will not do it, whatever we try */
    RESPONSE_UNKNOWN, /* it never had that request */
    RESPONSE_ASK,     /* it conflicts with what the hotline knows: ask for that */
    RESPONSE_TOLD,    /* it conflicts, and STATUS is what the hotline knows */
};
/* LINE (JSON_ERROR_SIZE bytes) gets the reason in one line, for the log, unless it is DONE. */
enum response response_of(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                          char *line);
/* Looks for ID in the answer to GET /v1/requests: DONE, UNKNOWN or AGAIN. */
enum response response_in_list(const char *id, const struct https_answer *answer, struct status *status, char *line);
/* What a refusal says to the senior, cut between characters; "" when it says nothing. */
void response_words(const struct https_answer *answer, char *words, size_t size);
#endif
