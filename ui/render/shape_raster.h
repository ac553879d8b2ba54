/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_SHAPE_RASTER_H
#define STB_UI_RENDER_SHAPE_RASTER_H
/*
 * The pixels of anti-aliased shapes, as 8-bit coverage. Pure. A box of any size is put together from pieces of one
 * small mask: its four corners and, for a shadow, a stretch of edge between them.
 */
#include <stdint.h>

enum shape_raster_kind {
    SHAPE_KIND_FLAT,   /* 2 radius wide, all covered: for translucent areas */
    SHAPE_KIND_DISC,   /* 2 radius wide: a rounded box's four corners */
    SHAPE_KIND_RING,   /* 2 radius wide, BREADTH thick inwards */
    SHAPE_KIND_SHADOW, /* a box of 2 radius + SHAPE_EDGE, faded over BREADTH pixels on every side; hollow */
    SHAPE_KIND_ARC     /* 2 radius wide, BREADTH thick, PERMILLE of the circle from 12 o'clock */
};
enum { SHAPE_EDGE = 64 };

struct shape {
    enum shape_raster_kind kind;
    int radius, breadth, permille;
    uint8_t alpha; /* of a pixel that is covered whole */
};

int shape_raster_side(const struct shape *shape); /* masks are square */
/* PIXELS: shape_raster_side() squared bytes. */
void shape_raster_render(const struct shape *shape, uint8_t *pixels);
#endif
