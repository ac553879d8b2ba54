/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table for what may be chosen: it checks what stb-ui asks for and what an earlier life wrote alike. What stb-ui
 * asks for is refused whole when it is wrong in one place, so a senior never finds half of a change.
 *
 * The key times are three sets, not numbers: nobody who needs them wants to think in milliseconds. "calm" drops what a
 * tremor of 4 to 12 a second adds and repeats later and slower; "very_calm" is for a finger that rests on the key. The
 * steady hand has the operator's times.
 */
#include "stb-app/config/user_settings.h"

#include "stb-app/base/json.h"
#include "stb-app/config/config.h"
#include "stb-app/config/config_rules.h"

#include <stdio.h>
#include <string.h>

static const char *const switches[] = {"off", "on", NULL};
static const char *const holds[] = {"off", "short", "long", NULL};
static const char *const first_runs[] = {"wanted", "done", NULL};

enum { HANDS = 3 };
static const struct {
    int64_t bounce_ms, ok_bounce_ms, repeat_delay_ms, repeat_per_s;
} hand_times[HANDS] = {{0, 0, 0, 0}, {250, 700, 900, 3}, {400, 1200, 1500, 2}};

static const int64_t hold_times_ms[] = {0, 400, 800};

#define AT(member) offsetof(struct user_settings, member)
#define CHOICE(name, list)                                                                                             \
    { .key = #name, .kind = JSON_CHOICE, .offset = AT(name), .choices = (list) }
static const struct json_field fields[] = {
    {.key = "text_scale", .kind = JSON_NUMBER, .offset = AT(text_scale), .min = 1, .max = 1.75},
    CHOICE(contrast, ipc_contrast_names),
    CHOICE(motion, switches),
    CHOICE(language, config_languages),
    CHOICE(hand, ipc_hand_names),
    CHOICE(hold, holds),
    CHOICE(first_run, first_runs),
    CHOICE(guidance, switches),
    CHOICE(voice_speed, ipc_speed_names),
    CHOICE(voice_volume, ipc_volume_names),
    {.key = "overscan_percent", .kind = JSON_INTEGER, .offset = AT(overscan_percent), .min = 0, .max = 5},
    {.key = "idle_home_s", .kind = JSON_INTEGER, .offset = AT(idle_home_s), .min = 0, .max = 3600},
    {0},
};

struct user_settings user_settings_none(void) {
    return (struct user_settings){.contrast = USER_SETTINGS_UNSET,
                                  .motion = USER_SETTINGS_UNSET,
                                  .language = USER_SETTINGS_UNSET,
                                  .hand = USER_SETTINGS_UNSET,
                                  .hold = USER_SETTINGS_UNSET,
                                  .first_run = USER_SETTINGS_UNSET,
                                  .guidance = USER_SETTINGS_UNSET,
                                  .voice_speed = USER_SETTINGS_UNSET,
                                  .voice_volume = USER_SETTINGS_UNSET,
                                  .overscan_percent = USER_SETTINGS_UNSET,
                                  .idle_home_s = USER_SETTINGS_UNSET};
}

bool user_settings_take(struct user_settings *settings, struct json_object *from, char *error) {
    struct user_settings next = *settings;
    if (!json_fill(from, fields, JSON_STRICT, &next, "", error))
        return false;
    if (next.text_scale != 0 && !config_rules_text_scale(next.text_scale)) {
        snprintf(error, JSON_ERROR_SIZE, "text_scale: expected 1.0, 1.25, 1.5 or 1.75");
        return false;
    }
    *settings = next;
    return true;
}

static bool note_fault(void *error, const char *place, const char *expected) {
    snprintf(error, JSON_ERROR_SIZE, "%s: %s", place, expected);
    return true;
}

bool user_settings_restore(struct user_settings *settings, struct json_object *from, char *error) {
    struct user_settings next = *settings;
    bool ok = json_fill_all(from, fields, JSON_LENIENT, &next, note_fault, error);
    if (next.text_scale != 0 && !config_rules_text_scale(next.text_scale)) {
        next.text_scale = settings->text_scale;
        ok = note_fault(error, "text_scale", "expected 1.0, 1.25, 1.5 or 1.75") && false;
    }
    *settings = next;
    return ok;
}

/* A number where the table has one, else a text. */
static struct json_object *value_of(const struct ipc_set *set) {
    char error[JSON_ERROR_SIZE];
    for (const struct json_field *field = fields; field->key; field++)
        if (strcmp(field->key, set->name) == 0 && field->kind != JSON_CHOICE)
            return json_parse(set->value, strlen(set->value), SIZE_MAX, error);
    return json_object_new_string(set->value);
}

bool user_settings_choose(struct user_settings *settings, const struct ipc_set *set, char *error) {
    struct json_object *chosen = json_object_new_object();
    json_object_object_add(chosen, set->name, value_of(set));
    bool taken = user_settings_take(settings, chosen, error);
    json_object_put(chosen);
    return taken;
}

struct json_object *user_settings_write(const struct user_settings *settings) {
    struct json_object *out = json_object_new_object();
    if (settings->text_scale != 0)
        json_object_object_add(out, "text_scale", json_object_new_double(settings->text_scale));
    for (const struct json_field *field = fields; field->key; field++) {
        const char *at = (const char *)settings + field->offset;
        if (field->kind == JSON_CHOICE && *(const int *)at != USER_SETTINGS_UNSET)
            json_put_text(out, field->key, field->choices[*(const int *)at]);
        else if (field->kind == JSON_INTEGER && *(const int64_t *)at != USER_SETTINGS_UNSET)
            json_put_integer(out, field->key, *(const int64_t *)at);
    }
    return out;
}

static void apply_hand(int hand, struct config *config) {
    if (hand <= 0 || hand >= HANDS)
        return; /* the operator's */
    config->bounce_ms = hand_times[hand].bounce_ms;
    config->ok_bounce_ms = hand_times[hand].ok_bounce_ms;
    config->repeat_delay_ms = hand_times[hand].repeat_delay_ms;
    config->repeat_per_s = hand_times[hand].repeat_per_s;
}

void user_settings_apply(const struct user_settings *settings, struct config *config) {
    if (settings->text_scale != 0)
        config->text_scale = settings->text_scale;
    if (settings->contrast != USER_SETTINGS_UNSET)
        config->contrast = settings->contrast;
    if (settings->motion != USER_SETTINGS_UNSET)
        config->motion = settings->motion == 1;
    if (settings->language != USER_SETTINGS_UNSET)
        config->language = settings->language;
    if (settings->overscan_percent != USER_SETTINGS_UNSET)
        config->overscan_percent = settings->overscan_percent;
    if (settings->idle_home_s != USER_SETTINGS_UNSET)
        config->idle_home_s = settings->idle_home_s;
    if (settings->guidance != USER_SETTINGS_UNSET)
        config->guidance = settings->guidance == 1;
    if (settings->voice_speed != USER_SETTINGS_UNSET)
        config->voice_speed = settings->voice_speed;
    if (settings->voice_volume != USER_SETTINGS_UNSET)
        config->voice_volume = settings->voice_volume;
    if (settings->hold != USER_SETTINGS_UNSET)
        config->ok_hold_ms = hold_times_ms[settings->hold];
    if (settings->first_run != USER_SETTINGS_UNSET)
        config->first_run = config->first_run && settings->first_run == 0;
    apply_hand(settings->hand, config);
}

enum ipc_hand user_settings_hand(const struct user_settings *settings) {
    return settings->hand > 0 ? (enum ipc_hand)settings->hand : IPC_HAND_STEADY;
}
