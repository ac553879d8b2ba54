/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_SHAPES_H
#define STB_APP_EMULATOR_SHAPES_H
/*
 * Smooth shapes painted into memory: the emulator's room, television and remote are made of these. Pure.
 * Colours are 0xAARRGGBB; what is painted on is taken to be opaque.
 */
#include <stdint.h>

struct shapes_area {
    int x, y, w, h;
};
struct shapes_paper {
    uint32_t *pixels; /* width * height, borrowed */
    int width, height;
    struct shapes_area clip; /* nothing is painted outside of it */
};

enum shapes_kind {
    SHAPES_BOX /* RADIUS rounds its corners */,
    SHAPES_FRAME /* the outline of it, WIDTH thick */,
    SHAPES_WEDGE /* a quarter of a ring with a hole of RADIUS; TURN quarters clockwise from up */,
    SHAPES_ARROW /* a triangle in the box, pointing TURN quarters clockwise from up */
};
struct shapes_item {
    enum shapes_kind kind;
    float x, y, w, h, radius;
    float width, turn;
    float soft;           /* how far the edge fades, in pixels; 0 = just smooth. For shadows and glows */
    uint32_t top, bottom; /* the colour runs from one to the other; equal for a plain one */
};
void shapes_paint(struct shapes_paper *paper, const struct shapes_item *shape);
/* A over B as a number from 0 (all A) to 1 (all B), alpha included. */
uint32_t shapes_mix(uint32_t a, uint32_t b, float share);
/* Lays COLOUR, its alpha times COVER (0..1), over one pixel. */
void shapes_lay(uint32_t *pixel, uint32_t colour, float cover);
#endif
