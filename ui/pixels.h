/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_PIXELS_H
#define STB_PIXELS_H
/* The three ways a screen keeps its pixels, to and from 0xAARRGGBB; and the ground's dithered gradient. Pure. */
#include <stdbool.h>
#include <stdint.h>

enum pixels_format { PIXELS_32, PIXELS_565 };

int pixels_bytes(enum pixels_format format); /* of one pixel */
/* One row to opaque 0xFFRRGGBB. FROM is in FORMAT. */
void pixels_read(enum pixels_format format, const void *from, uint32_t *to, int count);
/* Row Y of HEIGHT of the gradient from TOP to BOTTOM, dithered for FORMAT: the pattern repeats every 8 pixels. */
void pixels_gradient(enum pixels_format format, uint32_t top, uint32_t bottom, int y, int height, void *to, int count);
#endif
