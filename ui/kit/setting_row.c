/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table: a new setting is a row here, a row in settings.c and its words. A dial never remembers its value: the
 * parent says what holds, so what is seen is what is kept. The arrows beside a value are always there: a row must
 * not change its width when the focus comes.
 */
#include "ui/kit/setting_row.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { VALUES_MAX = 6 };
static const struct {
    const char *name, *icon, *member;
    const char *values[VALUES_MAX]; /* as the config writes them */
} dials[] = {
    [SETTING_TEXT] = {"text", "text_size", "text_scale", {"1.0", "1.25", "1.5", "1.75"}},
    [SETTING_CONTRAST] = {"contrast", "contrast", "contrast", {"normal", "high"}},
    [SETTING_GUIDANCE] = {"guidance", "voice", "guidance", {"off", "on"}},
    [SETTING_SPEED] = {"speed", "speed", "voice_speed", {"slow", "normal", "quick"}},
    [SETTING_VOLUME] = {"volume", "volume", "voice_volume", {"low", "normal", "loud"}},
    [SETTING_HAND] = {"hand", "hand", "hand", {"steady", "calm", "very_calm"}},
    [SETTING_HOLD] = {"hold", "ok", "hold", {"off", "short", "long"}},
    [SETTING_OVERSCAN] = {"overscan", "frame", "overscan_percent", {"0", "1", "2", "3", "4", "5"}},
    [SETTING_IDLE] = {"idle", "tv", "idle_home_s", {"60", "180", "0"}},
    [SETTING_MOTION] = {"motion", "motion", "motion", {"on", "off"}},
    [SETTING_LANGUAGE] = {"language", "language", "language", {"zh-CN", "en"}},
};
_Static_assert(sizeof dials / sizeof dials[0] == SETTING_ROWS, "a dial has no row");

static size_t count_of(enum setting setting) {
    size_t count = 0;
    while (count < VALUES_MAX && dials[setting].values[count])
        count++;
    return count;
}

/* The value that holds; where the operator chose one between ours, the nearest below. */
static size_t now_of(enum setting setting, const struct model *model) {
    switch (setting) {
    case SETTING_TEXT:
        return model->text_scale > 1.6 ? 3 : model->text_scale > 1.4 ? 2 : model->text_scale > 1.1 ? 1 : 0;
    case SETTING_CONTRAST:
        return model->high_contrast;
    case SETTING_GUIDANCE:
        return model->voice.on;
    case SETTING_SPEED:
        return (size_t)model->voice.speed;
    case SETTING_VOLUME:
        return (size_t)model->voice.volume;
    case SETTING_HAND:
        return (size_t)model->hand;
    case SETTING_HOLD:
        return model->ok_hold_ms >= 600 ? 2 : model->ok_hold_ms > 0;
    case SETTING_OVERSCAN:
        return model->overscan_percent < 0 ? 0 : model->overscan_percent > 5 ? 5 : (size_t)model->overscan_percent;
    case SETTING_IDLE:
        return model->idle_home_s == 0 ? 2 : model->idle_home_s >= 180 ? 1 : 0;
    case SETTING_MOTION:
        return !model->motion;
    default:
        return strcmp(model->language, "en") == 0;
    }
}

const char *setting_row_name(enum setting setting) {
    return dials[setting].name;
}

const char *setting_row_icon(enum setting setting) {
    return dials[setting].icon;
}

bool setting_row_turn(enum setting setting, const struct model *model, int by, bool round, struct ipc_set *set) {
    int count = (int)count_of(setting), next = (int)now_of(setting, model) + by;
    assert(count > 0);
    if (round)
        next = (next + count) % count;
    if (next < 0 || next >= count)
        return false;
    *set = (struct ipc_set){.name = dials[setting].member, .value = dials[setting].values[next]};
    return true;
}

const char *setting_row_title(const struct view *view, enum setting setting) {
    char key[40];
    snprintf(key, sizeof key, "set.%s", dials[setting].name);
    return strings_get(view->strings, key);
}

const char *setting_row_note(const struct view *view, enum setting setting) {
    char key[40];
    bool voice = setting == SETTING_GUIDANCE || setting == SETTING_SPEED || setting == SETTING_VOLUME;
    if (voice && view->model->voice.trouble != VOICE_WORKS)
        return strings_get(view->strings, "set.voice.none");
    snprintf(key, sizeof key, "set.%s.note", dials[setting].name);
    return strings_get(view->strings, key);
}

const char *setting_row_state(const struct view *view, enum setting setting) {
    char key[40];
    snprintf(key, sizeof key, "set.%s.%zu", dials[setting].name, now_of(setting, view->model));
    return strings_get(view->strings, key);
}

const char *setting_row_value(const struct view *view, enum setting setting) {
    return scene_keepf(view->scene, "◀ %s ▶", setting_row_state(view, setting));
}
