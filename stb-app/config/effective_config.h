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
struct json_object;
struct preferences;
struct settings;

struct preferences *preferences_create(struct config *operators); /* takes it over; NULL only when memory is out */
void preferences_destroy(struct preferences *preferences);
/* What an earlier life kept; what cannot be read is logged, and the operator's holds. */
void preferences_load(struct preferences *preferences, const struct hotline *hotline);
/* What the senior chose now (borrowed, unchecked). False = it cannot be (logged): nothing changed. */
bool preferences_set(struct preferences *preferences, struct json_object *chosen);
/* On disk; what it does not take is logged, and holds until the next start. */
void preferences_keep(const struct preferences *preferences, struct hotline *hotline);
/* The operator's files once more. False = they are wrong (logged): all stays. The hotline's addresses stay as they
 * were at the start: net/ holds these very words. */
bool preferences_reload(struct preferences *preferences, const char *path);

const struct config *preferences_operators(const struct preferences *preferences);
const struct config *preferences_wanted(const struct preferences *preferences); /* with the senior's over it */
const struct settings *preferences_settings(const struct preferences *preferences);
#endif
