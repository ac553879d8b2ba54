/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_CARRY_OUT_H
#define STB_UI_NAV_CARRY_OUT_H
/* Does what a screen answered to an action: another screen, a command to stb-app; and what stb-app's word leads to. */
#include "ui/nav/screen_layers.h"

/* OUT is SCREEN's, the one on top. */
void carry_out(struct screen_layers *layers, struct screen *screen, const struct outcome *out, int64_t now_ms);
/* The confirm screen of a call-back, over what is there. */
void carry_out_person(struct screen_layers *layers, enum request_trigger trigger);
/* stb-app's word on a request that was submitted. */
void carry_out_submitted(struct screen_layers *layers, const struct ipc_submitted *submitted);
/* stb-app's word on the answer to a notice may have come. */
void carry_out_reply(struct screen_layers *layers);
#endif
