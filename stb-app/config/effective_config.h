/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_EFFECTIVE_CONFIG_H
#define STB_APP_CONFIG_EFFECTIVE_CONFIG_H
/*
 * The operator's config and what the senior set, and what holds when one lies over the other. What was set is kept in
 * the hotline's notes.
 */
#include <stdbool.h>

struct config;
struct hotline;
struct ipc_set;
struct effective_config;
struct user_settings;

struct effective_config *effective_config_create(struct config *operators); /* takes it over */
void effective_config_destroy(struct effective_config *effective);
/* What an earlier life kept; what cannot be read is logged, and the operator's holds. */
void effective_config_load(struct effective_config *effective, const struct hotline *hotline);
/* What the senior chose now, unchecked. False = it cannot be (logged): nothing changed. */
bool effective_config_set(struct effective_config *effective, const struct ipc_set *set);
/* On disk; what it does not take is logged, and holds until the next start. */
void effective_config_keep(const struct effective_config *effective, struct hotline *hotline);
/* The operator's config was read again: takes it over in the place of the one before. */
void effective_config_replace(struct effective_config *effective, struct config *operators);

const struct config *effective_config_operators(const struct effective_config *effective);
const struct config *effective_config_wanted(const struct effective_config *effective); /* with the senior's over it */
const struct user_settings *effective_config_settings(const struct effective_config *effective);
#endif
