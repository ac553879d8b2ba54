/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_BUDGET_H
#define STB_APP_BASE_BUDGET_H
/*
 * How much somebody may have: so much a second, and what was not used is saved up to a bound (a token bucket). Pure:
 * time is an argument.
 */
#include <stdbool.h>
#include <stdint.h>

struct budget {
    int64_t per_s, saved_max; /* set these two; the others begin as 0, which is a full purse */
    int64_t spent;            /* of SAVED_MAX */
    int64_t at_ms, rest;      /* the time of the last look; thousandths that did not make a whole one */
};

/* What can be had now. NOW_MS never goes back. */
int64_t budget_left(struct budget *budget, int64_t now_ms);
/* Takes AMOUNT if it is there; else takes nothing and says so. */
bool budget_take(struct budget *budget, int64_t amount, int64_t now_ms);
/* How long until AMOUNT, at most SAVED_MAX, can be had. */
int64_t budget_wait_ms(struct budget *budget, int64_t amount, int64_t now_ms);
#endif
