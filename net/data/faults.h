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

enum fault_kind {
    FAULT_CATALOG,
    FAULT_PROFILE,
    FAULT_TEST,
    FAULT_CHOICES, /* refused; each of these until one of its kind is good */
    FAULT_IMAGE,
    FAULT_EVENT,
    FAULT_ANSWER,
    FAULT_HEARTBEAT,
    FAULT_CONFIG,   /* the operator's files have faults: the last good config is in use, or what could be read */
    FAULT_IDENTITY, /* the same for the certificates and the key */
    FAULT_KEYMAP,
    FAULT_DATA,        /* theme, texts, fonts */
    FAULT_SCREEN,      /* no picture where one is wanted */
    FAULT_REMOTE,      /* no device with keys */
    FAULT_SOUND,       /* nothing is read aloud that should be */
    FAULT_CERTIFICATE, /* the box's own ends soon, or has ended */
    FAULT_DISK,        /* nothing can be kept: what is confirmed now is sent, and lost with the power */
    FAULT_CLOCK,       /* of the hotline's certificate, by this box's clock: only an SOS and the heartbeat pass */
    FAULT_KINDS
};
enum { FAULT_ERROR_SIZE = 160 };

struct faults { /* zero-initialise */
    struct {
        char error[FAULT_ERROR_SIZE]; /* "" = all is well */
        int64_t since_ms;             /* since 1970 */
    } of[FAULT_KINDS];
};
/* ERROR is made fit for the contract (one line, cut between characters); NULL = it is over. True when that is news. */
bool faults_set(struct faults *faults, enum fault_kind kind, const char *error, int64_t wall_ms);
/* Told at once, not with the next heartbeat: what comes to every box in the same second is not. */
bool faults_is_urgent(enum fault_kind kind);
/* Adds the heartbeat's "troubles" to BODY; nothing while there are none. */
void faults_write(const struct faults *faults, struct json_object *body);
#endif
