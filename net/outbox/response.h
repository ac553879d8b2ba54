/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_RESPONSE_H
#define STB_NET_OUTBOX_RESPONSE_H
/* What the hotline's answer to an errand means (submitter.h, net/hotline-api.yaml). Pure. */
#include "net/outbox/outbox_db.h"

struct https_answer;

enum verdict {
    VERDICT_DONE,    /* a proved 2xx; STATUS is filled (not for ERRAND_REPLY and ERRAND_VOICE) */
    VERDICT_AGAIN,   /* no answer, a busy or broken hotline: try again */
    VERDICT_REFUSED, /* it will not do it, whatever we try */
    VERDICT_UNKNOWN, /* it never had that request */
    VERDICT_ASK,     /* it conflicts with what the hotline knows: ask for that */
    VERDICT_TOLD,    /* it conflicts, and STATUS is what the hotline knows */
};
/* LINE (JSON_WHY_SIZE bytes) gets the reason in one line, for the log, unless it is DONE. */
enum verdict verdict_of(const struct errand *errand, const struct https_answer *answer, struct status *status,
                        char *line);
/* Looks for ID in the answer to GET /v1/requests: DONE, UNKNOWN or AGAIN. */
enum verdict verdict_in_list(const char *id, const struct https_answer *answer, struct status *status, char *line);
#endif
