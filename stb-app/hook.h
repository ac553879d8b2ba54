/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HOOK_H
#define STB_HOOK_H
/* The operator's commands around showing the channel (stop and start live television, mute it). Run beside us, never
 * waited for; one that runs longer than 10 s is killed. An empty command is none. */
struct loop;
void hook_run(struct loop *loop, char *const command[]);
#endif
