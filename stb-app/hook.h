/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HOOK_H
#define STB_HOOK_H
/*
 * The operator's commands around showing the channel (stop and start live television, mute it): run beside us, one
 * after the other in the order of what happened, each killed after 10 s. We never wait for them.
 */
struct hooks;
struct loop;

enum { HOOKS_WAITING_MAX = 8, HOOK_PATIENCE_MS = 10000 };

struct hooks *hooks_create(struct loop *loop); /* NULL only when memory is out */
void hooks_destroy(struct hooks *hooks);       /* what runs is left to end by itself */
/* COMMAND: NULL-ended, copied; an empty one is none. When too many wait, the oldest two are passed over: a coming and
 * its going. */
void hooks_run(struct hooks *hooks, char *const command[]);
#endif
