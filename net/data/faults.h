/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_FAULTS_H
#define STB_NET_DATA_FAULTS_H
/*
 * What is wrong with this box and its operator should know, though the senior need not: told with each heartbeat while
 * it lasts, one reason for each kind.
 */
#include <stdbool.h>
#include <stdint.h>

struct json_object;

enum trouble_kind {
    TROUBLE_CATALOG,
    TROUBLE_PROFILE,
    TROUBLE_TEST,
    TROUBLE_CHOICES, /* refused; each of these until one of its kind is good */
    TROUBLE_IMAGE,
    TROUBLE_EVENT,
    TROUBLE_ANSWER,
    TROUBLE_HEARTBEAT,
    TROUBLES
};
enum { TROUBLE_WHY_SIZE = 160 };

struct troubles { /* zero-initialise */
    struct {
        char why[TROUBLE_WHY_SIZE]; /* "" = all is well */
        int64_t since_ms;           /* since 1970 */
    } of[TROUBLES];
};
/* WHY is made fit for the contract (one line, cut between characters); NULL = it is over. True when that is news. */
bool troubles_set(struct troubles *troubles, enum trouble_kind kind, const char *why, int64_t wall_ms);
/* Told at once, not with the next heartbeat: what comes to every box in the same second is not. */
bool trouble_is_urgent(enum trouble_kind kind);
/* Adds the heartbeat's "troubles" to BODY; nothing while there are none. */
void troubles_write(const struct troubles *troubles, struct json_object *body);
#endif
