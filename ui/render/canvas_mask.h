/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_CANVAS_MASK_H
#define STB_UI_RENDER_CANVAS_MASK_H
/* A small picture that canvas_mask_draw() (canvas.h) puts on the canvas: 8-bit coverage, or premultiplied ARGB. */
#include "ui/render/display.h"

struct canvas_mask;
/* PIXELS: HEIGHT rows of STRIDE bytes, one byte of coverage a pixel or (ARGB) a premultiplied 0xAARRGGBB; NULL = all
 * clear. NULL, with a log line, when the display has no memory for it. */
struct canvas_mask *canvas_mask_create(struct display *display, int width, int height, int stride,
                                       const uint8_t *pixels, bool argb);
void canvas_mask_destroy(struct canvas_mask *mask);
/* Replaces the part of the mask that AT names; PIXELS as above. False when AT is not inside it, or it cannot be
 * written. */
bool canvas_mask_write(struct canvas_mask *mask, struct rect at, int stride, const uint8_t *pixels);
const struct display_surface *canvas_mask_surface(const struct canvas_mask *mask); /* the mask's own */
#endif
