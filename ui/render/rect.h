/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_RECT_H
#define STB_UI_RENDER_RECT_H
/* Rectangles in pixels, and what they have to do with each other. One of no width or no height is empty. Pure. */
#include <stdbool.h>

struct rect {
    int x, y, w, h;
};

bool rect_empty(struct rect a);
bool rect_equal(struct rect a, struct rect b);
bool rect_touch(struct rect a, struct rect b);       /* they share at least one pixel */
struct rect rect_join(struct rect a, struct rect b); /* the smallest that holds both; an empty one counts for nothing */
struct rect rect_common(struct rect a, struct rect b); /* what lies in both; w or h is 0 when nothing does */
/* BOX without X pixels at its left and right side and Y at its top and bottom; a negative number makes it larger. */
struct rect rect_inset(struct rect box, int x, int y);
#endif
