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
#include <sys/wait.h>

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

static inline bool golden_wants(const struct golden_setting *setting, const char *situation) {
    if (!setting->only)
        return true;
    for (size_t i = 0; setting->only[i]; i++)
        if (strcmp(setting->only[i], situation) == 0)
            return true;
    return false;
}

/* DirectFB wants to be opened once a process (its dispatcher's thread may outlive the first picture and trip over the
 * second), so each setting has a process of its own. True when FN was true there. Before any other room is opened. */
static inline bool golden_apart(bool (*fn)(const struct golden_setting *, void *), const struct golden_setting *setting,
                                void *data) {
    int status = 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(fn(setting, data) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* The caller frees. */
static inline struct small *golden_take(struct room *room, struct paint *paint, const struct situation *situation) {
    room_fresh(room);
    situation->arrange(room);
    paint_forget(paint);
    paint_scene(paint, room_look(room), 0);
    return small_of(room->canvas, canvas_width(room->canvas) / SMALL_WIDTH);
}
#endif
