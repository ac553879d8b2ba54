/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_FAULTS_H
#define HOTLINE_FAULTS_H
/*
 * Trouble on demand: which of the calls that come in now is to meet which fault. Pure: time is an argument. The share
 * is kept by counting, not by chance (share 0.25 hits every fourth call), so that a test sees the same each time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_kind {
    FAULT_NONE,
    /* before the request is processed: it was never done */
    FAULT_DROP,  /* the connection is closed without an answer */
    FAULT_DELAY, /* waits delay_ms, then goes on as usual */
    FAULT_STALL, /* taken, never answered */
    FAULT_ERROR, /* 500 */
    FAULT_BUSY,  /* 503 with Retry-After */
    /* after it was processed: it was done, but the box does not hear it */
    FAULT_CUT,     /* the answer's body breaks off half-way */
    FAULT_RESET,   /* TCP RST instead of an answer */
    FAULT_RUBBISH, /* 200 with a body that is no JSON */
    FAULT_KINDS
};
extern const char *const fault_names[FAULT_KINDS + 1]; /* [FAULT_NONE] is "none"; ended by NULL */
bool fault_is_after(enum fault_kind kind);

struct fault {
    enum fault_kind kind;
    char path[64]; /* prefix; "" or "/" = every /v1 call */
    double share;  /* 0..1 of the calls that fit */
    int64_t until_ms;
    int delay_ms;
    double owed; /* share summed up; a whole one is a hit */
    unsigned hits;
};
enum { FAULTS_MAX = 16 };
struct faults {
    struct fault list[FAULTS_MAX];
    size_t count;
};
/* False when there are FAULTS_MAX already. */
bool faults_add(struct faults *faults, const struct fault *fault);
void faults_clear(struct faults *faults);
/* Drops what is over; true when something was. */
bool faults_expire(struct faults *faults, int64_t now_ms);
/* The fault this call meets, NULL = none. Borrowed until the next change. Counts. */
const struct fault *faults_meet(struct faults *faults, const char *path, int64_t now_ms);
/* Is a fault of KIND on for PATH? Does not count. */
bool faults_has(const struct faults *faults, enum fault_kind kind, const char *path, int64_t now_ms);
#endif
