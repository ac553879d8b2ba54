/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table: a new setting is a row here, a row in settings.c and its words. A dial never remembers its value: the
 * parent says what holds, so what is seen is what is kept. The arrows beside a value are always there: a row must
 * not change its width when the focus comes.
 */
#include "ui/kit/setting_row.h"
#include <stdio.h>
#include <string.h>

enum { VALUES_MAX = 6 };
static const struct {
    const char *name, *icon, *member;
    const char *values[VALUES_MAX]; /* as JSON */
} dials[] = {
    [DIAL_TEXT] = {"text", "text_size", "text_scale", {"1.0", "1.25", "1.5", "1.75"}},
    [DIAL_CONTRAST] = {"contrast", "contrast", "contrast", {"\"normal\"", "\"high\""}},
    [DIAL_GUIDANCE] = {"guidance", "voice", "guidance", {"\"off\"", "\"on\""}},
    [DIAL_SPEED] = {"speed", "speed", "voice_speed", {"\"slow\"", "\"normal\"", "\"quick\""}},
    [DIAL_VOLUME] = {"volume", "volume", "voice_volume", {"\"low\"", "\"normal\"", "\"loud\""}},
    [DIAL_HAND] = {"hand", "hand", "hand", {"\"steady\"", "\"calm\"", "\"very_calm\""}},
    [DIAL_HOLD] = {"hold", "ok", "hold", {"\"off\"", "\"short\"", "\"long\""}},
    [DIAL_OVERSCAN] = {"overscan", "frame", "overscan_percent", {"0", "1", "2", "3", "4", "5"}},
    [DIAL_IDLE] = {"idle", "tv", "idle_home_s", {"60", "180", "0"}},
    [DIAL_MOTION] = {"motion", "motion", "motion", {"\"on\"", "\"off\""}},
    [DIAL_LANGUAGE] = {"language", "language", "language", {"\"zh-CN\"", "\"en\""}},
};
_Static_assert(sizeof dials / sizeof dials[0] == DIALS, "a dial has no row");

static size_t count_of(enum dial dial) {
    size_t count = 0;
    while (count < VALUES_MAX && dials[dial].values[count])
        count++;
    return count;
}

/* The value that holds; where the operator chose one between ours, the nearest below. */
static size_t now_of(enum dial dial, const struct model *model) {
    switch (dial) {
    case DIAL_TEXT:
        return model->text_scale > 1.6 ? 3 : model->text_scale > 1.4 ? 2 : model->text_scale > 1.1 ? 1 : 0;
    case DIAL_CONTRAST:
        return model->high_contrast;
    case DIAL_GUIDANCE:
        return model->voice.on;
    case DIAL_SPEED:
        return (size_t)model->voice.speed;
    case DIAL_VOLUME:
        return (size_t)model->voice.volume;
    case DIAL_HAND:
        return (size_t)model->hand;
    case DIAL_HOLD:
        return model->ok_hold_ms >= 600 ? 2 : model->ok_hold_ms > 0;
    case DIAL_OVERSCAN:
        return model->overscan_percent < 0 ? 0 : model->overscan_percent > 5 ? 5 : (size_t)model->overscan_percent;
    case DIAL_IDLE:
        return model->idle_home_s == 0 ? 2 : model->idle_home_s >= 180 ? 1 : 0;
    case DIAL_MOTION:
        return !model->motion;
    default:
        return strcmp(model->language, "en") == 0;
    }
}

const char *dial_name(enum dial dial) {
    return dials[dial].name;
}

const char *dial_icon(enum dial dial) {
    return dials[dial].icon;
}

bool dial_turn(enum dial dial, const struct model *model, int by, bool round, char set[DIAL_SET_SIZE]) {
    int count = (int)count_of(dial), next = (int)now_of(dial, model) + by;
    if (round)
        next = (next + count) % count;
    if (next < 0 || next >= count)
        return false;
    snprintf(set, DIAL_SET_SIZE, "{\"%s\":%s}", dials[dial].member, dials[dial].values[next]);
    return true;
}

const char *dial_title(struct view *view, enum dial dial) {
    char key[40];
    snprintf(key, sizeof key, "set.%s", dials[dial].name);
    return strings_get(view->strings, key);
}

const char *dial_note(struct view *view, enum dial dial) {
    char key[40];
    bool voice = dial == DIAL_GUIDANCE || dial == DIAL_SPEED || dial == DIAL_VOLUME;
    if (voice && view->model->voice.trouble != VOICE_WORKS)
        return strings_get(view->strings, "set.voice.none");
    snprintf(key, sizeof key, "set.%s.note", dials[dial].name);
    return strings_get(view->strings, key);
}

const char *dial_state(struct view *view, enum dial dial) {
    char key[40];
    snprintf(key, sizeof key, "set.%s.%zu", dials[dial].name, now_of(dial, view->model));
    return strings_get(view->strings, key);
}

const char *dial_value(struct view *view, enum dial dial) {
    return scene_keepf(view->scene, "◀ %s ▶", dial_state(view, dial));
}
