/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_KEY_FILTER_H
#define STB_REMOTE_KEY_FILTER_H
/*
 * Turns an old hand's key presses into the actions that were meant: drops bounces, repeats holds (arrows and volume
 * only), drops OK just after the screen changed, and, for a hand that touches OK by mistake, takes OK only when it is
 * held for OK_HOLD_MS (0 = at once). Pure: time is an argument. An SOS always passes at once, on key-down.
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
 * nothing. Ask key_filter_next_ms() again after every call: a release may make something due, too. */
enum action key_filter_key(struct key_filter *filter, enum action action, bool down, int64_t now_ms);
/* The action due at NOW_MS: a repeat, OK when it was held for long enough, OK_BRIEF when it was not, or VOICE_UP once a
 * release is sure (40 ms without another press), or ACTION_NONE. Ask again until it returns NONE; missed repeats are
 * dropped, not caught up. */
enum action key_filter_repeat(struct key_filter *filter, int64_t now_ms);
/* When to call key_filter_repeat() next, NOW_MS if that is overdue; -1 = never. */
int64_t key_filter_next_ms(const struct key_filter *filter, int64_t now_ms);
/* When the held OK will count, if it stays down; 0 = no OK is down. A new screen, another key or new times end a hold:
 * the senior meant the screen before. */
int64_t key_filter_hold_ms(const struct key_filter *filter);
void key_filter_screen_changed(struct key_filter *filter, int64_t now_ms);
/* The remote vanished: no key is down any more. Returns ACTION_VOICE_UP if the voice key was down, else ACTION_NONE. */
enum action key_filter_release_all(struct key_filter *filter);
#endif
