/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keymap comes before the filter: two keys that mean the same (OK and ENTER) are one key to a trembling hand, so
 * the filter judges actions. Repeats of a held arrow are made here by one timer, asked for anew after each key.
 */
#include "stb-app/input/input.h"

#include "remote/key_filter.h"
#include "remote/keymap.h"
#include "remote/remote.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/config/config.h"
#include "stb-app/input/keyscript.h"

#include <stdlib.h>

enum { SCREEN_GUARD_MS = 400 /* OK is ignored so long after the screen changed: design section 3 */ };

struct hand {
    struct hand_setup setup;
    struct keymap *keymap;
    struct filter *filter;
    struct loop_timer *repeat;
    struct remote *remote;
    struct keyscript *script;
    int devices;
    struct filter_setup times;
    bool urgent;
    int64_t told_hold_ms; /* when OK counts, as was told; 0 = it is not down */
};

/* Once when a hold of OK begins, once when it is over, whatever ended it. */
static void tell_hold(struct hand *hand, int64_t now_ms) {
    int64_t due_ms = filter_hold_ms(hand->filter);
    if (due_ms == hand->told_hold_ms)
        return;
    hand->told_hold_ms = due_ms;
    hand->setup.on_hold(hand->setup.data, due_ms ? due_ms - now_ms : 0);
}

static void arm_repeat(struct hand *hand) {
    int64_t now_ms = loop_now_ms();
    tell_hold(hand, now_ms);
    int64_t next_ms = filter_next_ms(hand->filter, now_ms);
    if (next_ms < 0)
        loop_timer_stop(hand->repeat);
    else
        loop_timer_start(hand->repeat, next_ms - now_ms, 0);
}

static void act(struct hand *hand, enum action action, bool repeat, int64_t at_us) {
    if (action != ACTION_NONE)
        hand->setup.on_action(hand->setup.data, action, repeat, at_us);
    arm_repeat(hand);
}

static void repeat_due(void *data) {
    struct hand *hand = data;
    enum action action = filter_repeat(hand->filter, loop_now_ms());
    act(hand, action, action != ACTION_OK && action != ACTION_OK_BRIEF, loop_now_us());
}

static void key_came(void *data, unsigned code, bool down, int64_t at_us) {
    struct hand *hand = data;
    enum action action = keymap_action(hand->keymap, code);
    if (action != ACTION_SOS)
        act(hand, filter_key(hand->filter, action, down, loop_now_ms()), false, at_us);
    else if (down)
        hand->setup.on_sos(hand->setup.data, at_us);
}

static void devices_changed(void *data, int count) {
    struct hand *hand = data;
    if (count < hand->devices) /* what was held is held no longer */
        act(hand, filter_release_all(hand->filter), false, loop_now_us());
    hand->devices = count;
    log_info("remote", "%d device%s with keys", count, count == 1 ? "" : "s");
}

static void shot_wanted(void *data, const char *name) {
    struct hand *hand = data;
    hand->setup.on_shot(hand->setup.data, name);
}

static void script_ended(void *data, enum keyscript_end end) {
    struct hand *hand = data;
    if (end != KEYSCRIPT_ENDED)
        hand->setup.on_quit(hand->setup.data, end == KEYSCRIPT_QUIT);
}

static struct filter_setup filter_from(const struct config *config) {
    return (struct filter_setup){
        .ok_hold_ms = (int)config->ok_hold_ms,
        .bounce_ms = (int)config->bounce_ms,
        .ok_bounce_ms = (int)config->ok_bounce_ms,
        .repeat_delay_ms = (int)config->repeat_delay_ms,
        .repeat_per_s = (int)config->repeat_per_s,
        .screen_guard_ms = SCREEN_GUARD_MS,
    };
}

/* A keymap that cannot be read costs the operator's keys, never the SOS: the built-in ones stay. */
static void load_keymap(struct hand *hand, const struct config *config) {
    char why[JSON_WHY_SIZE];
    if (config->keymap[0] && !keymap_load(hand->keymap, config->keymap, why))
        log_error("remote", "%s; the keys stay as they were", why);
}

static bool open_keys(struct hand *hand, const struct config *config, bool *bad_script) {
    if (!hand->setup.keys) { /* without any remote there is still the screen, and the log has said why */
        hand->remote = remote_create(hand->setup.loop, config->remote_devices, key_came, devices_changed, hand);
        return true;
    }
    struct keyscript_setup setup = {hand->setup.loop, key_came, shot_wanted, script_ended, hand};
    hand->script = keyscript_create(&setup, hand->setup.keys);
    *bad_script = !hand->script;
    return hand->script != NULL;
}

struct hand *hand_create(const struct hand_setup *setup, const struct config *config, bool *bad_script) {
    struct hand *hand = calloc(1, sizeof *hand);
    if (!hand)
        return NULL;
    hand->times = filter_from(config);
    hand->setup = *setup;
    hand->keymap = keymap_create();
    hand->filter = filter_create(&hand->times);
    hand->repeat = loop_timer_create(setup->loop, repeat_due, hand);
    if (hand->keymap && hand->filter && hand->repeat && open_keys(hand, config, bad_script)) {
        load_keymap(hand, config);
        return hand;
    }
    hand_destroy(hand);
    return NULL;
}

void hand_destroy(struct hand *hand) {
    if (!hand)
        return;
    keyscript_destroy(hand->script);
    remote_destroy(hand->remote);
    loop_timer_destroy(hand->repeat);
    filter_destroy(hand->filter);
    keymap_destroy(hand->keymap);
    free(hand);
}

void hand_start(struct hand *hand) {
    if (hand->script)
        keyscript_start(hand->script);
}

static void set_times(struct hand *hand) {
    struct filter_setup times = hand->times;
    times.ok_hold_ms = hand->urgent ? 0 : times.ok_hold_ms;
    filter_set(hand->filter, &times);
    arm_repeat(hand);
}

void hand_urgent(struct hand *hand, bool urgent) {
    hand->urgent = urgent;
    set_times(hand);
}

void hand_timing(struct hand *hand, const struct config *config) {
    hand->times = filter_from(config);
    set_times(hand);
}

void hand_settings(struct hand *hand, const struct config *config) {
    hand_timing(hand, config);
    load_keymap(hand, config);
}

void hand_screen_changed(struct hand *hand) {
    filter_screen_changed(hand->filter, loop_now_ms());
    arm_repeat(hand);
}

void hand_scene(struct hand *hand, struct json_object *scene) {
    if (hand->script)
        keyscript_scene(hand->script, scene);
}

void hand_shot_done(struct hand *hand) {
    if (hand->script)
        keyscript_shot_done(hand->script);
}

bool hand_wants_scenes(const struct hand *hand) {
    return hand->script != NULL;
}
