/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coverage comes from the distance to the outline: a pixel whose centre is D outside is covered by 0.5 - D, kept
 * between 0 and 1. For the large, gently bent outlines of tiles and rings that looks the same as exact area coverage.
 *
 * A shadow is hollow from one pixel inside the outline on. The box that casts it covers that part; a translucent box
 * would otherwise look darker there.
 */
#include "ui/render/shape_raster.h"
#include <math.h>

static float held(float share) {
    return share < 0.0F ? 0.0F : share > 1.0F ? 1.0F : share;
}

/* Distance from the outline of a rounded box centred on 0,0 with half side HALF: negative inside. */
static float outside(float x, float y, float half, float radius) {
    float dx = fabsf(x) - (half - radius), dy = fabsf(y) - (half - radius);
    float ax = dx > 0.0F ? dx : 0.0F, ay = dy > 0.0F ? dy : 0.0F;
    float inner = dx > dy ? dx : dy;
    return sqrtf(ax * ax + ay * ay) + (inner < 0.0F ? inner : 0.0F) - radius;
}

static float band(float distance, float breadth) {
    return held(0.5F - distance) - held(0.5F - distance - breadth);
}

static float arc(float x, float y, float distance, const struct shape *shape) {
    float covered = band(distance, (float)shape->breadth);
    if (covered <= 0.0F || shape->permille >= 1000)
        return covered;
    float turn = atan2f(x, -y); /* 0 at 12 o'clock, clockwise */
    if (turn < 0.0F)
        turn += 2.0F * (float)M_PI;
    float end = (float)shape->permille * 2.0F * (float)M_PI / 1000.0F;
    return covered * held((end - turn) * hypotf(x, y) + 0.5F);
}

static float shade(float distance, float blur) {
    if (distance < -1.0F || distance >= blur)
        return 0.0F;
    float left = 1.0F - held(distance / blur);
    return left * left;
}

static float coverage(const struct shape *shape, float x, float y) {
    float radius = (float)shape->radius, breadth = (float)shape->breadth;
    switch (shape->kind) {
    case SHAPE_KIND_FLAT:
        return 1.0F;
    case SHAPE_KIND_DISC:
        return held(0.5F - outside(x, y, radius, radius));
    case SHAPE_KIND_RING:
        return band(outside(x, y, radius, radius), breadth);
    case SHAPE_KIND_SHADOW:
        return shade(outside(x, y, radius + SHAPE_EDGE / 2, radius), breadth);
    case SHAPE_KIND_ARC:
        return arc(x, y, outside(x, y, radius, radius), shape);
    }
    return 0.0F;
}

int shape_raster_side(const struct shape *shape) {
    return shape->kind == SHAPE_KIND_SHADOW ? 2 * (shape->radius + shape->breadth) + SHAPE_EDGE : 2 * shape->radius;
}

void shape_raster_render(const struct shape *shape, uint8_t *pixels) {
    int side = shape_raster_side(shape);
    float middle = (float)side / 2.0F;
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            *pixels++ = (uint8_t)lrintf(coverage(shape, (float)x + 0.5F - middle, (float)y + 0.5F - middle) *
                                        (float)shape->alpha);
}
