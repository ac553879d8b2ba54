/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_DAMAGE_H
#define STB_UI_SCENE_DAMAGE_H
/* The few rectangles of a picture that have to be painted again, and what rectangles have to do with each other. */
#include "ui/render/canvas.h"

enum { DAMAGE_MAX = 8 };
struct damage {
    size_t count;
    struct rect rects[DAMAGE_MAX];
};
/* All of RECT will be painted, perhaps with more; nothing happens for an empty one. */
void damage_add(struct damage *damage, struct rect rect);

bool rect_empty(struct rect a);
struct rect rect_join(struct rect a, struct rect b); /* the smallest that holds both; an empty one counts for nothing */
bool rect_touch(struct rect a, struct rect b);
#endif
