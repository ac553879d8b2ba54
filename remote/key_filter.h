/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_KEY_FILTER_H
#define STB_REMOTE_KEY_FILTER_H
/*
 * Makes an old hand's key presses into what was meant: bounces dropped, holds repeated (arrows and volume only), OK
 * held back just after the screen changed, and, for a hand that touches OK without meaning it, OK only when it is held
 * for OK_HOLD_MS (0 = at once). Pure: time is an argument. An SOS passes untouched, always, on key-down.
 */
#include "stb-app/ipc/action.h"
#include <stdint.h>

struct key_filter_setup {
    int bounce_ms, ok_bounce_ms, repeat_delay_ms, repeat_per_s, screen_guard_ms, ok_hold_ms;
};
struct key_filter;
struct key_filter *key_filter_create(const struct key_filter_setup *setup);
void key_filter_destroy(struct key_filter *filter);
void key_filter_set(struct key_filter *filter, const struct key_filter_setup *setup);

/* A key of ACTION (as the keymap has it) went down or up at NOW_MS. Returns the action to perform, ACTION_NONE for
 * nothing. Ask key_filter_next_ms() again after every call: a release may want something later, too. */
enum action key_filter_key(struct key_filter *filter, enum action action, bool down, int64_t now_ms);
/* What is due at NOW_MS: a repeat, OK when it was held for long enough, OK_BRIEF when it was not, or the VOICE_UP that
 * follows a release as soon as it is sure to be one (40 ms), or ACTION_NONE. Ask again until it says NONE; what was
 * missed is dropped, not caught up. */
enum action key_filter_repeat(struct key_filter *filter, int64_t now_ms);
/* The moment when key_filter_repeat() wants to be asked next, NOW_MS if it is overdue; -1 = never. */
int64_t key_filter_next_ms(const struct key_filter *filter, int64_t now_ms);
/* When the OK that is down counts, if it stays down; 0 = none is. A screen that comes up, another key or other times
 * end a hold: what it was meant for is not there any more. */
int64_t key_filter_hold_ms(const struct key_filter *filter);
void key_filter_screen_changed(struct key_filter *filter, int64_t now_ms);
/* The remote vanished: no key is down any more. Returns ACTION_VOICE_UP if voice was being held, else ACTION_NONE. */
enum action key_filter_release_all(struct key_filter *filter);
#endif
