/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_FRAME_REPORT_H
#define STB_UI_FRAME_REPORT_H
/*
 * What stb-app is told of a frame that was drawn: the screen, if another one is seen, then when the frame answers which
 * key, once that stb-ui is ready, and the scene line, for whoever reads them.
 */
#include "ui/scene/scene.h"

#include <stdbool.h>
#include <stdint.h>

struct ipc;
struct model;
struct frame_report {
    char on_screen[SCENE_VISIBLE_KEY_SIZE]; /* what the senior sees */
    bool ready;                             /* the first frame was told */
};
/* KEY_US: the key that the frame answers, monotonic; 0 = none. */
void frame_report_drawn(struct frame_report *report, struct ipc *ipc, const struct scene *scene, int64_t key_us);
/* REQUEST: the id of the one that SCENE is about, or NULL. */
void frame_report_scene(struct ipc *ipc, const struct scene *scene, const struct model *model, const char *request);
#endif
