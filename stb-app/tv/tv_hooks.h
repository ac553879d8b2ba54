/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_TV_HOOKS_H
#define STB_APP_TV_TV_HOOKS_H
/*
 * The operator's commands, which control live television: its picture, which stops for the channel and comes back after
 * it, and its sound. The commands run beside us, those of one switch one after the other, each killed after 10 s. We
 * never wait for them, and none starts in the turn of the loop that a key came in.
 */
#include <stdbool.h>

struct tv_hooks;
struct loop;

enum tv_hook_switch {
    TV_HOOK_CHANNEL, /* on: the channel is shown ("show"), off: live television is ("hide") */
    TV_HOOK_SILENCE, /* on: television is mute ("mute"), off: it is heard ("unmute") */
    TV_HOOK_SWITCHES
};
enum { TV_HOOK_PATIENCE_MS = 10000, TV_HOOK_AGAIN_MS = 2000, TV_HOOK_TRIES = 4, TV_HOOK_LAST_MS = 1000 };

struct tv_hooks *tv_hooks_create(struct loop *loop);
/* Commands that run end by themselves. Waits, for TV_HOOK_LAST_MS at most, only to unmute television that should be
 * heard.
 */
void tv_hooks_destroy(struct tv_hooks *hooks);
/* Turns WHICH on or off by COMMAND (NULL-ended, copied; empty = none). Runs nothing if WHICH is so already; its state
 * at the start is unknown. An "unmute" that fails is tried TV_HOOK_TRIES times. */
void tv_hooks_want(struct tv_hooks *hooks, enum tv_hook_switch which, bool on, char *const command[]);
#endif
