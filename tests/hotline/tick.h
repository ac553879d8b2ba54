/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_TICK_H
#define HOTLINE_TICK_H
/*
 * What time brings, called every HOTLINE_TICK_MS: alarms ring when their grace ends, minutes count down, a promise that
 * was not kept goes to a person, reminders go out, the staff that plays itself moves, changed documents are announced.
 */
#include "tests/hotline/hotline.h"

/* In a record's `told`: what was said once and is not said again. */
enum { TICK_HANDED_OVER = 1, TICK_EVENING = 2, TICK_TWO_HOURS = 4 };

void tick(struct hotline *hotline);
/* To a person, once: its promise is over, or the box asked for one. BY: whose doing. False = it was before. */
bool tick_hand_over(struct hotline *hotline, struct record *record, const char *by);
/* Until when the senior was promised an answer (the catalog's promise_minutes); 0 = nothing was promised. */
int64_t tick_promise(const struct hotline *hotline, const struct record *record);
#endif
