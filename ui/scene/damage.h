/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_DAMAGE_H
#define STB_UI_SCENE_DAMAGE_H
/* The few rectangles of a picture that have to be painted again. Pure. */
#include "ui/render/rect.h"
#include <stddef.h>

enum { DAMAGE_MAX = 8 };
struct damage {
    size_t count;
    struct rect rects[DAMAGE_MAX];
};
/* All of RECT will be painted, perhaps with more; nothing happens for an empty one. */
void damage_add(struct damage *damage, struct rect rect);
#endif
