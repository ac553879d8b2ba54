/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_GOLDEN_H
#define STB_UI_GOLDEN_H
/*
 * The settings at which every screen has a reference picture in tests/golden/SETTING/SITUATION.png: what most seniors
 * see, all of it; and what goes most wrong elsewhere (the largest text in high contrast, the longer words of English),
 * a screen of each kind. `make golden` writes them anew.
 */
#include "fixture.h"
#include "small.h"

struct golden_setting {
    const char *name;
    int width, height;
    double scale;
    bool high;
    const char *language;
    const char *const *only; /* the situations, ended by NULL; NULL = every one */
};

static const char *const golden_some[] = {"home",
                                          "home_offline",
                                          "step",
                                          "step_later",
                                          "confirm",
                                          "result_accepted",
                                          "result_rejected",
                                          "orders",
                                          "notice_care",
                                          "slots_days",
                                          "slots_day",
                                          "dishes",
                                          "order_dishes",
                                          "sos_grace",
                                          "sos_received",
                                          "sos_lost",
                                          "settings",
                                          "line_test",
                                          "first_run",
                                          NULL};
static const struct golden_setting golden_settings[] = {
    {"1280x720-1.25-normal-zh-CN", 1280, 720, 1.25, false, "zh-CN", NULL},
    {"1920x1080-1.75-high-zh-CN", 1920, 1080, 1.75, true, "zh-CN", golden_some},
    {"1280x720-1.00-normal-en", 1280, 720, 1.0, false, "en", golden_some}};
enum { GOLDEN_SETTINGS = sizeof golden_settings / sizeof golden_settings[0] };

static inline bool golden_wants(const struct golden_setting *setting, const struct situation *situation) {
    if (!setting->only)
        return !situation->alike;
    for (size_t i = 0; setting->only[i]; i++)
        if (strcmp(setting->only[i], situation->name) == 0)
            return true;
    return false;
}

/* The caller frees. */
static inline struct small *golden_take(struct room *room, struct renderer *renderer,
                                        const struct situation *situation) {
    const struct scene *scene = situation_look(room, situation);
    renderer_forget(renderer);
    renderer_scene(renderer, scene, 0);
    return small_of(room->canvas, canvas_width(room->canvas) / SMALL_WIDTH);
}
#endif
