/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_PIXELS_H
#define STB_UI_RENDER_PIXELS_H
/* How screens keep their pixels; the ground's dithered gradient; pictures made smaller. Pure. */
#include <stdbool.h>
#include <stdint.h>

enum pixels_format { PIXELS_32, PIXELS_565 };

int pixels_bytes(enum pixels_format format); /* of one pixel */
/* One row to opaque 0xFFRRGGBB. FROM is in FORMAT. */
void pixels_read(enum pixels_format format, const void *from, uint32_t *to, int count);
/* Row Y of HEIGHT of the gradient from TOP to BOTTOM, dithered for FORMAT: the pattern repeats every 8 pixels. */
void pixels_gradient(enum pixels_format format, uint32_t top, uint32_t bottom, int y, int height, void *to, int count);
/* Scales a premultiplied picture of four bytes a pixel, smaller by averaging, larger by mixing neighbours; TO is
 * packed, WIDTH x HEIGHT. */
void pixels_scale(const uint8_t *from, int pitch, int columns, int rows, uint8_t *to, int width, int height);
#endif
