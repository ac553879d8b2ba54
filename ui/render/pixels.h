/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_PIXELS_H
#define STB_UI_RENDER_PIXELS_H
/* Pixels in the two formats of screens: read, filled with a dithered gradient, scaled. Pure. */
#include <stdbool.h>
#include <stdint.h>

enum pixels_format { PIXELS_32, PIXELS_565 };

int pixels_bytes(enum pixels_format format); /* of one pixel */
/* Converts COUNT pixels FROM, in FORMAT, to opaque 0xFFRRGGBB. */
void pixels_read(enum pixels_format format, const void *from, uint32_t *to, int count);
/* Writes COUNT pixels of row Y of the gradient from TOP to BOTTOM, HEIGHT rows tall, in FORMAT. It is dithered: the
 * pattern repeats every 8 pixels. */
void pixels_gradient(enum pixels_format format, uint32_t top, uint32_t bottom, int y, int height, void *to, int count);
/* Scales a picture of premultiplied pixels of four bytes, COLUMNS x ROWS with PITCH bytes a row, to WIDTH x HEIGHT
 * without gaps between rows: averaged where it becomes smaller, mixed from neighbours where it becomes larger. */
void pixels_scale(const uint8_t *from, int pitch, int columns, int rows, uint8_t *to, int width, int height);
#endif
