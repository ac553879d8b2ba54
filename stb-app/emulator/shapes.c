/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every shape is a function that tells how far a point is from its edge (negative inside); how much of a pixel the
 * shape covers follows from the distance of the pixel's centre, which gives smooth edges at every size and, spread
 * over more pixels, shadows. Inside of a large shape the distance is far below zero and the pixel is simply laid.
 *
 * The trap: this is called for every pixel of the window when it is resized, so the clip and the shape's own box bound
 * the loops before anything is computed.
 */
#include "stb-app/emulator/shapes.h"
#include <math.h>

static float box_distance(const struct shapes_item *s, float dx, float dy) {
    float qx = fabsf(dx) - s->w / 2 + s->radius, qy = fabsf(dy) - s->h / 2 + s->radius;
    return hypotf(fmaxf(qx, 0), fmaxf(qy, 0)) + fminf(fmaxf(qx, qy), 0) - s->radius;
}

static float frame_distance(const struct shapes_item *s, float dx, float dy) {
    float d = box_distance(s, dx, dy);
    return fmaxf(d, -d - s->width);
}

/* So that the shape points up, whatever its TURN. */
static void turn_back(const struct shapes_item *s, float *dx, float *dy) {
    for (int i = 0; i < (int)s->turn; i++) {
        float x = *dx;
        *dx = *dy;
        *dy = -x;
    }
}

static float wedge_distance(const struct shapes_item *s, float dx, float dy) {
    turn_back(s, &dx, &dy);
    float far = hypotf(dx, dy), side = (fabsf(dx) + dy) * 0.70710678f;
    return fmaxf(fmaxf(far - s->w / 2, s->radius - far), side + s->width);
}

static float arrow_distance(const struct shapes_item *s, float dx, float dy) {
    turn_back(s, &dx, &dy);
    float half = s->w / 2, high = s->h / 2, slope = hypotf(half, 2 * high);
    float side = (fabsf(dx) * 2 * high - (dy + high) * half) / slope;
    return fmaxf(side, dy - high);
}

static float (*const distances[])(const struct shapes_item *, float, float) = {
    [SHAPES_BOX] = box_distance,
    [SHAPES_FRAME] = frame_distance,
    [SHAPES_WEDGE] = wedge_distance,
    [SHAPES_ARROW] = arrow_distance,
};

uint32_t shapes_mix(uint32_t a, uint32_t b, float share) {
    uint32_t mixed = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        float from = (float)(a >> shift & 255), to = (float)(b >> shift & 255);
        mixed |= (uint32_t)lrintf(from + (to - from) * share) << shift;
    }
    return mixed;
}

void shapes_lay(uint32_t *pixel, uint32_t colour, float cover) {
    float share = cover * (float)(colour >> 24) / 255;
    if (share > 0)
        *pixel = shapes_mix(*pixel, colour, share) | 0xff000000;
}

/* Half a step of noise hides the bands that a long, gentle gradient would show in 8 bits. */
static uint32_t gradient(const struct shapes_item *s, float y, int px, int py) {
    if (s->top == s->bottom)
        return s->top;
    float noise = (float)((px * 7 + py * 13 + (px ^ py) * 5) % 16) / 16 - 0.5f;
    float share = (y - s->y + noise * s->h / 64) / s->h;
    return shapes_mix(s->top, s->bottom, fminf(fmaxf(share, 0), 1));
}

static float cover(float distance, float soft) {
    if (soft <= 1)
        return fminf(fmaxf(0.5f - distance, 0), 1);
    float t = fminf(fmaxf(0.5f - distance / (2 * soft), 0), 1);
    return t * t * (3 - 2 * t);
}

static int at_least(int a, int b) {
    return a > b ? a : b;
}

static int at_most(int a, int b) {
    return a < b ? a : b;
}

void shapes_paint(struct shapes_paper *paper, const struct shapes_item *s) {
    const struct shapes_area *clip = &paper->clip;
    float reach = s->soft + 1;
    int left = at_least((int)floorf(s->x - reach), at_least(clip->x, 0));
    int top = at_least((int)floorf(s->y - reach), at_least(clip->y, 0));
    int right = at_most((int)ceilf(s->x + s->w + reach), at_most(clip->x + clip->w, paper->width));
    int bottom = at_most((int)ceilf(s->y + s->h + reach), at_most(clip->y + clip->h, paper->height));
    float mid_x = s->x + s->w / 2 - 0.5f, mid_y = s->y + s->h / 2 - 0.5f;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            float c = cover(distances[s->kind](s, (float)x - mid_x, (float)y - mid_y), s->soft);
            if (c > 0)
                shapes_lay(&paper->pixels[(long)y * paper->width + x], gradient(s, (float)y, x, y), c);
        }
}
