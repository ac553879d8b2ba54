/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_COMMANDS_H
#define STB_UI_NAV_COMMANDS_H
/* What the senior wants, as messages to the parent: an order, a cancel, an answer, an alarm, a setting. */
#include "ui/nav/screen_stack.h"

/* CONFIRM's order; nothing is sent of one that cannot be had any more. AGAIN: in spite of the same one a moment ago. */
void post_submit(const struct stack_setup *setup, struct screen *confirm, bool again, int64_t now_ms);
void post_cancel(const struct stack_setup *setup, const char *request);
/* The item in focus is the answer to NOTICE. */
void post_reply(const struct stack_setup *setup, struct screen *notice, int64_t now_ms);
void post_sos(const struct stack_setup *setup, const char *what);      /* "press" "confirm" "cancel" */
void post_set(const struct stack_setup *setup, const char *set);       /* ipc.h's "set", as JSON */
void post_plain(const struct stack_setup *setup, enum wire_type type); /* what is said by its name: "tv", "test" */
#endif
