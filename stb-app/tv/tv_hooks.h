/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_TV_TV_HOOKS_H
#define STB_APP_TV_TV_HOOKS_H
/*
 * The operator's commands, which turn what is not ours: live television, that stops for the channel and comes back
 * after it, and its sound. They run beside us, those of one switch one after the other, each killed after 10 s. We
 * never wait for them, and none is started in the turn of the loop that a key came in.
 */
#include <stdbool.h>

struct hooks;
struct loop;

enum hook_switch {
    HOOK_CHANNEL, /* on: the channel is shown ("show"), off: live television is ("hide") */
    HOOK_SILENCE, /* on: television is mute ("mute"), off: it is heard ("unmute") */
    HOOK_SWITCHES
};
enum { HOOK_PATIENCE_MS = 10000, HOOK_AGAIN_MS = 2000, HOOK_TRIES = 4, HOOK_LAST_MS = 1000 };

struct hooks *hooks_create(struct loop *loop); /* NULL only when memory is out */
/* What runs is left to end by itself. Only television that is to be heard and is not yet is seen to, for HOOK_LAST_MS.
 */
void hooks_destroy(struct hooks *hooks);
/* How WHICH is to be from now on, and what makes it so: COMMAND is NULL-ended and copied, an empty one is none. Nothing
 * is run for what is so already; how it was at the start nobody knows. An "unmute" that fails is tried HOOK_TRIES
 * times. */
void hooks_want(struct hooks *hooks, enum hook_switch which, bool on, char *const command[]);
#endif
