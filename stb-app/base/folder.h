/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_FOLDER_H
#define STB_APP_BASE_FOLDER_H
/* Moves or removes all entries of a folder. Each function waits for the disk. No link is followed. */
#include <stdbool.h>

/* Moves each entry of FROM but those named in STAY (NULL-ended, may be NULL) to the folder TO on the same disk, and
 * replaces entries of the same name. False after a line in the log: some entries may be in TO, the rest in FROM. */
bool folder_move_entries(const char *from, const char *to, const char *const *stay);
/* Removes each entry but those named in STAY, with all that is in it. False after a line in the log. */
bool folder_empty(const char *folder, const char *const *stay);
/* Removes PATH itself too; a PATH that does not exist is fine. */
bool folder_remove(const char *path);
/* Entries that were moved into FOLDER, or made there, survive a power cut after this. */
void folder_sync(const char *folder);
#endif
