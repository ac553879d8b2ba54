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
int64_t option_requests_screen(const struct screen_stack_setup *setup, struct screen *screen, int64_t now_ms);
/* The senior wants it asked once more. */
void option_requests_retry(const struct screen_stack_setup *setup, const struct screen *screen, int64_t now_ms);
/* After a key: a cart that is another than BEFORE is kept. */
void option_requests_draft(const struct screen_stack_setup *setup, const struct screen *before,
                           const struct screen *after);
/* The cart of SERVICE is not wanted any more. */
void option_requests_empty(const struct screen_stack_setup *setup, const char *service);
/* Whether all that CONFIRM stands on can still be had; else it must not be sent: option_requests_screen() leads it
 * back. */
bool option_requests_whole(const struct screen_stack_setup *setup, const struct screen_confirm *confirm);
void option_requests_listen(const struct screen_stack_setup *setup, enum ipc_listen_do what);
/* Before SCREEN is drawn: somebody listens from when its screen comes up, and never under another one. */
void option_requests_voice(const struct screen_stack_setup *setup, const struct screen *screen);
/* The members of SUBMIT that are an order's: answers and items, and which recording belongs to it. */
void option_requests_order(const struct screen_stack_setup *setup, const struct order *order,
                           struct ipc_submit *submit);
#endif
