/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_STATE_DIR_H
#define STB_STATE_DIR_H
/* The folder of what must survive a power cut. One program at a time owns it: two would send one outbox twice. */
#include <stdbool.h>

/* Makes the folder (0700) and claims it for this process until *LOCK is closed; the kernel frees it when the process
 * ends, however it ends. False after a line in the log: another stb-app has it. A folder that cannot be used is
 * logged and no reason to stop: then nothing survives a restart, and *LOCK is -1. */
bool state_dir_claim(const char *dir, int *lock);
/* Removes all that DIR keeps: the household's data and settings, and the copies of what was good last. False after a
 * line in the log: another stb-app uses DIR, DIR is no state directory, or the disk refused to remove something. */
bool state_dir_forget(const char *dir);
#endif
