/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_FOLDER_H
#define STB_APP_BASE_FOLDER_H
/* What lies in a folder, moved or removed as a whole. All of it waits for the disk. No link is followed. */
#include <stdbool.h>

/* Each entry of FROM but those named in STAY (NULL-ended, may be NULL) goes to the folder TO, which is on the same disk;
 * what bears its name there is replaced. False after a line in the log: some entries may be there, the rest here. */
bool folder_move_entries(const char *from, const char *to, const char *const *stay);
/* The same entries are removed, with all that is in them. False after a line in the log. */
bool folder_empty(const char *folder, const char *const *stay);
/* PATH itself too; what is not there is removed already. */
bool folder_remove(const char *path);
/* What was moved or made in it survives a power cut. */
void folder_sync(const char *folder);
#endif
