/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_TV_MUTE_H
#define STB_APP_TV_TV_MUTE_H
/*
 * When television is to be silent: while the box reads aloud, while it listens, and while a call for help is on screen.
 * It is heard again TV_MUTE_HOLD_MS after the last reason ended, so that it does not come and go between two sentences,
 * and at once when the senior goes back to live television.
 */
#include <stdbool.h>

struct loop;
struct tv_mute;
enum tv_mute_reason { TV_MUTE_SPEAKING, TV_MUTE_LISTENING, TV_MUTE_ALARM };
enum { TV_MUTE_HOLD_MS = 2500 /* more than the pause before a hint */ };

/* ON_CHANGE: make television silent, or heard. Comes once at the start too, from the loop: heard. */
struct tv_mute *tv_mute_create(struct loop *loop, void (*on_change)(void *data, bool silent), void *data);
void tv_mute_destroy(struct tv_mute *mute);
void tv_mute_because(struct tv_mute *mute, enum tv_mute_reason reason, bool so);
void tv_mute_over(struct tv_mute *mute); /* drops all reasons: heard at once */
#endif
