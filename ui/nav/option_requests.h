/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_OPTION_REQUESTS_H
#define STB_UI_NAV_OPTION_REQUESTS_H
/*
 * What the screens of an order need from the parent and give to it: choices that the hotline has to be asked for, the
 * cart as a draft, and an ear.
 */
#include "ui/nav/screen_stack.h"

/* Before SCREEN is drawn: asks for what it needs and does not have fresh, and leads it back to a step whose choice has
 * gone meanwhile. Returns when to look again (monotonic), 0 = never. */
int64_t supply_screen(const struct stack_setup *setup, struct screen *screen, int64_t now_ms);
/* The senior wants it asked once more. */
void supply_retry(const struct stack_setup *setup, const struct screen *screen, int64_t now_ms);
/* After a key: a cart that is another than BEFORE is kept. */
void supply_draft(const struct stack_setup *setup, const struct screen *before, const struct screen *after);
/* Whether all that CONFIRM stands on can still be had; else it must not be sent: supply_screen() leads it back. */
bool supply_whole(const struct stack_setup *setup, const struct screen *confirm);
/* WHAT: "begin" "enough" "drop". */
void supply_listen(const struct stack_setup *setup, const char *what);
/* Before SCREEN is drawn: somebody listens from when its screen comes up, and never under another one. */
void supply_voice(const struct stack_setup *setup, const struct screen *screen);
/* The members of a submit that are an order's: answers and items, and which recording belongs to it. */
void supply_order(const struct stack_setup *setup, const struct screen *confirm, struct json_object *message);
#endif
