/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_BUDGET_H
#define STB_APP_BASE_BUDGET_H
/*
 * A token bucket: PER_S units a second may be taken, and unused ones are saved up to SAVED_MAX. Pure: time is an
 * argument.
 */
#include <stdbool.h>
#include <stdint.h>

struct budget {
    int64_t per_s, saved_max; /* set these two; the others begin as 0, which is a full purse */
    int64_t spent;            /* how much of SAVED_MAX is taken */
    int64_t at_ms, rest;      /* the time of the last call; thousandths of a unit left over */
};

/* How many units can be taken now. NOW_MS (monotonic) never goes back. */
int64_t budget_left(struct budget *budget, int64_t now_ms);
/* Takes AMOUNT and returns true, or takes nothing and returns false. */
bool budget_take(struct budget *budget, int64_t amount, int64_t now_ms);
/* How long until AMOUNT, at most SAVED_MAX, can be taken. */
int64_t budget_wait_ms(struct budget *budget, int64_t amount, int64_t now_ms);
#endif
