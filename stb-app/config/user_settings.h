/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_USER_SETTINGS_H
#define STB_APP_CONFIG_USER_SETTINGS_H
/*
 * What the senior chose on the settings screen. It lies over the operator's config and survives a restart (a note of
 * the outbox, as JSON {name: value}); what was never chosen stays the operator's to decide.
 */
#include "stb-app/ipc/ipc_message.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct json_object;

enum { USER_SETTINGS_UNSET = -1 };
struct user_settings { /* USER_SETTINGS_UNSET = never chosen; for the scale, 0 */
    double text_scale;
    int contrast, motion, language, hand, hold, first_run; /* indices into the choices of settings.c */
    int guidance, voice_speed, voice_volume;
    int64_t overscan_percent, idle_home_s;
};

struct user_settings user_settings_none(void);
/* Takes over what FROM names. False: ERROR (JSON_ERROR_SIZE bytes) says what is wrong, and nothing was taken. */
bool user_settings_take(struct user_settings *settings, struct json_object *from, char *error);
/* What an earlier life wrote, or a newer program before this one: each value that is right is taken, whatever stands
 * beside it. False: ERROR says what is wrong with one that is not. */
bool user_settings_restore(struct user_settings *settings, struct json_object *from, char *error);
/* One value, as the settings screen asks for it. */
bool user_settings_choose(struct user_settings *settings, const struct ipc_set *set, char *error);
struct json_object *user_settings_write(const struct user_settings *settings); /* a new object: what was chosen */
/* Changes CONFIG, a copy of the operator's, to what the senior wants. */
void user_settings_apply(const struct user_settings *settings, struct config *config);
enum ipc_hand user_settings_hand(const struct user_settings *settings);
#endif
