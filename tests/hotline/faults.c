/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A short list; the first fault that fits the path, is not over and whose share has come round wins. A fault's share is
 * a running sum: each call that fits adds `share`, and each whole one reached is a hit. The trap: floating sums of 0.1
 * never quite reach 1, so the comparison leaves a hair's width.
 */
#include "tests/hotline/faults.h"

#include <string.h>

const char *const fault_names[FAULT_KINDS + 1] = {"none", "drop", "delay", "stall",   "error",
                                                  "busy", "cut",  "reset", "rubbish", NULL};

bool fault_is_after(enum fault_kind kind) {
    return kind == FAULT_CUT || kind == FAULT_RESET || kind == FAULT_RUBBISH;
}

bool faults_add(struct faults *faults, const struct fault *fault) {
    if (faults->count == FAULTS_MAX)
        return false;
    faults->list[faults->count++] = *fault;
    return true;
}

void faults_clear(struct faults *faults) {
    faults->count = 0;
}

bool faults_expire(struct faults *faults, int64_t now_ms) {
    size_t kept = 0;
    for (size_t i = 0; i < faults->count; i++)
        if (now_ms < faults->list[i].until_ms)
            faults->list[kept++] = faults->list[i];
    bool changed = kept != faults->count;
    faults->count = kept;
    return changed;
}

static bool fits(const struct fault *fault, const char *path, int64_t now_ms) {
    return now_ms < fault->until_ms && strncmp(path, fault->path, strlen(fault->path)) == 0;
}

const struct fault *faults_meet(struct faults *faults, const char *path, int64_t now_ms) {
    for (size_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->list[i];
        if (!fits(fault, path, now_ms))
            continue;
        fault->owed += fault->share;
        if (fault->owed < 1 - 1e-9)
            continue;
        fault->owed -= 1;
        fault->hits++;
        return fault;
    }
    return NULL;
}

bool faults_has(const struct faults *faults, enum fault_kind kind, const char *path, int64_t now_ms) {
    for (size_t i = 0; i < faults->count; i++)
        if (faults->list[i].kind == kind && fits(&faults->list[i], path, now_ms))
            return true;
    return false;
}
