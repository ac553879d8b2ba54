/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_TWEEN_H
#define STB_UI_SCENE_TWEEN_H
/*
 * A rectangle on its way from one place to another: quick at first, slower towards the end. Pure: time is an argument.
 * The focus ring is one; of a page that comes in, the place of its left edge is one.
 */
#include "ui/render/rect.h"
#include <stdint.h>

enum { TWEEN_STEP_MS = 16 };
struct tween {
    struct rect from, to;
    int64_t begun_ms;
    int lasts_ms;
    bool runs;
};
/* A step has been made already at NOW_MS: the first picture shows that something moves. */
void tween_begin(struct tween *tween, struct rect from, struct rect to, int lasts_ms, int64_t now_ms);
/* Where it is; at the end it stops running. */
struct rect tween_at(struct tween *tween, int64_t now_ms);
#endif
