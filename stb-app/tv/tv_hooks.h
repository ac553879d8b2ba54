/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_TV_HOOKS_H
#define STB_APP_TV_TV_HOOKS_H
/*
 * The operator's commands, which turn what is not ours: live television, that stops for the channel and comes back
 * after it, and its sound. They run beside us, those of one switch one after the other, each killed after 10 s. We
 * never wait for them, and none is started in the turn of the loop that a key came in.
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
/* What runs is left to end by itself. Only television that is to be heard and is not yet is seen to, for
 * TV_HOOK_LAST_MS.
 */
void tv_hooks_destroy(struct tv_hooks *hooks);
/* How WHICH is to be from now on, and what makes it so: COMMAND is NULL-ended and copied, an empty one is none. Nothing
 * is run for what is so already; how it was at the start nobody knows. An "unmute" that fails is tried TV_HOOK_TRIES
 * times. */
void tv_hooks_want(struct tv_hooks *hooks, enum tv_hook_switch which, bool on, char *const command[]);
#endif
