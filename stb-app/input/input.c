/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keymap comes before the filter: two keys that mean the same (OK and ENTER) are one key to a trembling hand, so
 * the filter judges actions. Repeats of a held arrow are made here by one timer, asked for anew after each key.
 */
#include "stb-app/input/input.h"

#include "remote/key_filter.h"
#include "remote/keymap.h"
#include "remote/remote.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/config/config.h"
#include "stb-app/input/keyscript.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCREEN_GUARD_MS = 400 /* OK is ignored for so long after the screen changed */ };

struct input {
    struct input_setup setup;
    struct keymap *keymap;
    struct key_filter *filter;
    struct loop_timer *repeat;
    struct remote *remote;
    struct keyscript *script;
    int devices;
    char keymap_fault[FAULT_LIST_LINE_SIZE]; /* "" = there is none */
    struct key_filter_setup times;
    bool urgent;
    bool unknown[KEY_CODE_MAX + 1]; /* keys without an action that were logged, once each */
    int64_t told_hold_ms;           /* when OK counts, as on_hold() told; 0 = OK is not down */
};

/* Calls on_hold() once when a hold of OK begins, and once when it is over, whatever ended it. */
static void tell_hold(struct input *input, int64_t now_ms) {
    int64_t due_ms = key_filter_hold_ms(input->filter);
    if (due_ms == input->told_hold_ms)
        return;
    input->told_hold_ms = due_ms;
    input->setup.on_hold(input->setup.data, due_ms ? due_ms - now_ms : 0);
}

static void arm_repeat(struct input *input) {
    int64_t now_ms = loop_now_ms();
    tell_hold(input, now_ms);
    int64_t next_ms = key_filter_next_ms(input->filter, now_ms);
    if (next_ms < 0)
        loop_timer_stop(input->repeat);
    else
        loop_timer_start(input->repeat, next_ms - now_ms, 0);
}

static void act(struct input *input, enum action action, bool repeat, int64_t at_us) {
    if (action != ACTION_NONE)
        input->setup.on_action(input->setup.data, action, repeat, at_us);
    arm_repeat(input);
}

static void repeat_due(void *data) {
    struct input *input = data;
    enum action action = key_filter_repeat(input->filter, loop_now_ms());
    act(input, action, action != ACTION_OK && action != ACTION_OK_BRIEF, loop_now_us());
}

/* Logs CODE for a person who asks why a key of a new remote does nothing. */
static void say_unknown(struct input *input, unsigned code) {
    char name[16];
    if (code > KEY_CODE_MAX || input->unknown[code])
        return;
    input->unknown[code] = true;
    log_info("remote", "key %s (%u) means nothing here; remote.keymap can give it an action", key_names_of(code, name),
             code);
}

static void key_came(void *data, unsigned code, bool down, int64_t at_us) {
    struct input *input = data;
    enum action action = keymap_action(input->keymap, code);
    if (action == ACTION_NONE && down)
        say_unknown(input, code);
    if (action != ACTION_SOS)
        act(input, key_filter_key(input->filter, action, down, loop_now_ms()), false, at_us);
    else if (down)
        input->setup.on_sos(input->setup.data, at_us);
}

static void devices_changed(void *data, int count) {
    struct input *input = data;
    if (count < input->devices) /* the lost device's keys are up */
        act(input, key_filter_release_all(input->filter), false, loop_now_us());
    input->devices = count;
    log_info("remote", "%d device%s with keys", count, count == 1 ? "" : "s");
}

static void shot_wanted(void *data, const char *name) {
    struct input *input = data;
    input->setup.on_shot(input->setup.data, name);
}

static void script_ended(void *data, enum keyscript_end end) {
    struct input *input = data;
    if (end != KEYSCRIPT_ENDED)
        input->setup.on_quit(input->setup.data, end == KEYSCRIPT_QUIT);
}

static struct key_filter_setup filter_from(const struct config *config) {
    return (struct key_filter_setup){
        .ok_hold_ms = (int)config->ok_hold_ms,
        .bounce_ms = (int)config->bounce_ms,
        .ok_bounce_ms = (int)config->ok_bounce_ms,
        .repeat_delay_ms = (int)config->repeat_delay_ms,
        .repeat_per_s = (int)config->repeat_per_s,
        .screen_guard_ms = SCREEN_GUARD_MS,
    };
}

/* A wrong entry of the operator's file is passed over; a file that cannot be read leaves the built-in keys. */
static void load_keymap(struct input *input, const struct config *config) {
    struct fault_list faults = {0};
    struct keymap *keymap = keymap_create();
    if (config->keymap[0])
        keymap_load(keymap, config->keymap, &faults);
    if (input->setup.keys)
        keymap_add_desktop_keys(keymap);
    for (int i = 0; i < faults.count; i++)
        log_error("remote", "%s", faults.line[i]);
    const char *first = fault_list_first(&faults);
    snprintf(input->keymap_fault, sizeof input->keymap_fault, "%s", first ? first : "");
    fault_list_clear(&faults);
    keymap_destroy(input->keymap);
    input->keymap = keymap;
}

static bool open_keys(struct input *input, const struct config *config, bool *bad_script) {
    if (!input->setup.keys) { /* without a remote the box still has its screen; the reason is logged */
        input->remote = remote_create(input->setup.loop, config->remote_devices, config->remote_grab, key_came,
                                      devices_changed, input);
        return true;
    }
    struct keyscript_setup setup = {input->setup.loop, key_came, shot_wanted, script_ended, input};
    input->script = keyscript_create(&setup, input->setup.keys);
    *bad_script = !input->script;
    return input->script != NULL;
}

struct input *input_create(const struct input_setup *setup, const struct config *config, bool *bad_script) {
    struct input *input = memory_new(1, sizeof *input);
    input->times = filter_from(config);
    input->setup = *setup;
    load_keymap(input, config);
    input->filter = key_filter_create(&input->times);
    input->repeat = loop_timer_create(setup->loop, repeat_due, input);
    if (open_keys(input, config, bad_script))
        return input;
    input_destroy(input);
    return NULL;
}

void input_destroy(struct input *input) {
    if (!input)
        return;
    keyscript_destroy(input->script);
    remote_destroy(input->remote);
    loop_timer_destroy(input->repeat);
    key_filter_destroy(input->filter);
    keymap_destroy(input->keymap);
    free(input);
}

void input_start(struct input *input) {
    if (input->script)
        keyscript_start(input->script);
}

static void set_times(struct input *input) {
    struct key_filter_setup times = input->times;
    times.ok_hold_ms = input->urgent ? 0 : times.ok_hold_ms;
    key_filter_set(input->filter, &times);
    arm_repeat(input);
}

void input_urgent(struct input *input, bool urgent) {
    input->urgent = urgent;
    set_times(input);
}

void input_timing(struct input *input, const struct config *config) {
    input->times = filter_from(config);
    set_times(input);
}

void input_settings(struct input *input, const struct config *config) {
    input_timing(input, config);
    load_keymap(input, config);
}

void input_screen_changed(struct input *input) {
    key_filter_screen_changed(input->filter, loop_now_ms());
    arm_repeat(input);
}

void input_scene(struct input *input, struct json_object *scene) {
    if (input->script)
        keyscript_scene(input->script, scene);
}

void input_shot_done(struct input *input, bool ok) {
    if (input->script)
        keyscript_shot_done(input->script, ok);
}

const char *input_keymap_fault(const struct input *input) {
    return input->keymap_fault[0] ? input->keymap_fault : NULL;
}

int input_devices(const struct input *input) {
    return input->setup.keys ? -1 : input->devices;
}

bool input_wants_scenes(const struct input *input) {
    return input->script != NULL;
}
