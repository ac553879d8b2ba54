/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_COMMANDS_H
#define STB_UI_NAV_COMMANDS_H
/* What the senior wants, as messages to stb-app: an order, a cancel, an answer, an SOS, a setting. */
#include "ui/nav/screen_stack.h"

/* CONFIRM's order; nothing is sent of one that cannot be had any more. AGAIN: in spite of the same one a moment ago. */
void commands_submit(const struct screen_stack_setup *setup, struct screen_confirm *confirm, bool again,
                     int64_t now_ms);
void commands_cancel(const struct screen_stack_setup *setup, const char *request);
void commands_reply(const struct screen_stack_setup *setup, struct screen_notice *notice, const char *choice,
                    int64_t now_ms);
void commands_sos(const struct screen_stack_setup *setup, enum ipc_sos_do what);
void commands_set(const struct screen_stack_setup *setup, const struct ipc_set *set);
void commands_plain(const struct screen_stack_setup *setup, enum ipc_type type); /* a message without fields */
#endif
