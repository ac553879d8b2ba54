/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_KEPT_FILE_H
#define STB_APP_BASE_KEPT_FILE_H
/*
 * Copies of what was good last (config, certificates), whole, in the folder last-good of the state directory: a box
 * whose own files were broken by an update starts with these. Readable by the box alone (0600, the folder 0700).
 */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* The path of the copy of that NAME ("config.json"). */
void kept_file_path(char path[PATH_MAX], const char *state_dir, const char *name);
/* Writes the copy so that a power cut leaves the old or the new one, whole; does not write an equal copy again. Waits
 * for the disk. False after a line in the log. */
bool kept_file_write(const char *state_dir, const char *name, const char *bytes, size_t length);
#endif
