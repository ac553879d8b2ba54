/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_TV_MUTE_H
#define STB_APP_TV_TV_MUTE_H
/*
 * When television is to be silent: while the box reads aloud, while it listens, and while a call for help is on screen.
 * It is heard again a moment after the last of that, so that it does not come and go between two sentences, and at once
 * when live television is asked for.
 */
#include <stdbool.h>

struct loop;
struct silence;
enum silence_reason { SILENCE_SPEAKING, SILENCE_LISTENING, SILENCE_ALARM };
enum { SILENCE_HOLD_MS = 2500 /* more than the pause before a hint */ };

/* ON_CHANGE: television is to be silent, or heard. Comes once at the start too, from the loop: heard. */
struct silence *silence_create(struct loop *loop, void (*on_change)(void *data, bool silent), void *data);
void silence_destroy(struct silence *silence);
void silence_because(struct silence *silence, enum silence_reason reason, bool so);
void silence_over(struct silence *silence); /* whatever the reason was: to be heard now */
#endif
