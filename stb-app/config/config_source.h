/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_SOURCE_H
#define STB_APP_CONFIG_CONFIG_SOURCE_H
/*
 * Which config is in use. The operator's files when they have no fault; else the last config that had none, kept whole
 * in the state directory; on a box that never had a good one, what can be read of the files. So a box starts whatever
 * a roll-out did to its files, and its alarm works as far as it can.
 */
#include <stdbool.h>

struct config;
struct config_source;

struct config_source *config_source_create(const char *path, const char *state_dir); /* both borrowed */
void config_source_destroy(struct config_source *source);

/* What to start with, never NULL; the caller's. Faults of the files are logged. */
struct config *config_source_first(struct config_source *source);
/* The files once more (SIGHUP). NULL = they have faults, which are logged: what is in use stays. */
struct config *config_source_again(struct config_source *source);
/* Refused files have been changed since: it is worth reading them again. */
bool config_source_changed(const struct config_source *source);
/* Why the files are not what is in use: the first fault and how many more there are; NULL = they are. Borrowed. */
const char *config_source_refused(const struct config_source *source);
/* What has been read from the files without a fault is kept for the next start. Waits for the disk. */
void config_source_keep(const struct config_source *source, const struct config *config);
#endif
