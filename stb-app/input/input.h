/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_INPUT_INPUT_H
#define STB_APP_INPUT_INPUT_H
/*
 * Turns the senior's keys into actions: remotes (or a key script in their place) -> keymap -> filter -> action. An SOS
 * passes straight through on key-down.
 */
#include "stb-app/ipc/action.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct input;
struct json_object;
struct loop;
struct input_setup {
    struct loop *loop;
    const char *keys; /* a key script (path or "-") instead of remotes; NULL = remotes */
    void (*on_sos)(void *data, int64_t at_us);
    void (*on_action)(void *data, enum action action, bool repeat, int64_t at_us);
    void (*on_hold)(void *data, int64_t lasts_ms); /* OK is down and counts in LASTS_MS; 0 = the hold is over */
    void (*on_shot)(void *data, const char *name); /* then input_shot_done() */
    void (*on_quit)(void *data, bool met);         /* the script said quit; MET false = an until timed out */
    void *data;
};
/* NULL after a line on stderr: *BAD_SCRIPT says whether the key script is to blame. */
struct input *input_create(const struct input_setup *setup, const struct config *config, bool *bad_script);
void input_destroy(struct input *input);
void input_start(struct input *input);
/* Takes CONFIG, which was read again. */
void input_settings(struct input *input, const struct config *config);
void input_timing(struct input *input, const struct config *config); /* only the filter's times */
/* While URGENT (an SOS is open) OK counts at once, whatever the settings say. */
void input_urgent(struct input *input, bool urgent);
void input_screen_changed(struct input *input);
void input_scene(struct input *input, struct json_object *scene); /* borrowed */
void input_shot_done(struct input *input, bool ok);
/* The first fault of the operator's keymap, whose other entries count; NULL = it has none. Borrowed. */
const char *input_keymap_fault(const struct input *input);
/* Devices with keys; -1 = a key script plays in their place. */
int input_devices(const struct input *input);
bool input_wants_scenes(const struct input *input);
#endif
