/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_CANVAS_H
#define STB_UI_RENDER_CANVAS_H
/*
 * The picture. Drawing goes to the back of the screen; canvas_present() shows what lies in one rectangle. Shapes are
 * anti-aliased: 8-bit masks made once, kept, and blitted with a colour.
 */
#include "ui/render/canvas_mask.h"

struct canvas;
struct shape_cache;

/* SYSTEM: DirectFB's system ("dummy", "fbdev"), NULL = directfbrc decides. WIDTHxHEIGHT 0x0 = what the screen has.
 * NULL and one log line when there is no picture to be had. */
struct canvas *canvas_create(const char *system, int width, int height);
void canvas_destroy(struct canvas *canvas);
int canvas_width(const struct canvas *canvas);
int canvas_height(const struct canvas *canvas);
struct display *canvas_display(const struct canvas *canvas);    /* for canvas_mask_create() */
struct shape_cache *canvas_shapes(const struct canvas *canvas); /* for canvas_shape.c */

/* All drawing is clipped to this rectangle until the next call; NULL = everything. */
void canvas_clip(struct canvas *canvas, const struct rect *clip);
void canvas_fill(struct canvas *canvas, struct rect box, colour fill);
/* Fills the clip with its part of a vertical gradient that is as tall as the canvas: the ground of a screen. */
void canvas_gradient(struct canvas *canvas, colour top, colour bottom);
/* RADIUS counts as at most half the box. */
void canvas_round(struct canvas *canvas, struct rect box, int radius, colour fill);
void canvas_ring(struct canvas *canvas, struct rect box, int radius, int thickness, colour stroke); /* inside the box */
/* A soft shadow around the box, BLUR pixels wide. */
void canvas_shadow(struct canvas *canvas, struct rect box, int radius, int blur, colour shade);
/* An arc of a ring, from 12 o'clock clockwise, PERMILLE of the whole circle (countdowns). */
void canvas_arc(struct canvas *canvas, struct rect box, int thickness, int permille, colour stroke);

/* Blits SOURCE, a part of the mask, with its corner at X,Y. PAINT: the colour of coverage; for ARGB only its alpha
 * counts. */
void canvas_mask_draw(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, int x, int y,
                      colour paint);
/* As above, scaled into TARGET. */
void canvas_mask_stretch(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, struct rect target,
                         colour paint);

/* Moves HEIGHT rows from TOP on by DX pixels to the right, or left when DX is negative. The side that they leave keeps
 * its old pixels. False when the picture cannot be reached. */
bool canvas_shift(struct canvas *canvas, int top, int height, int dx);
/* Shows what was drawn inside CHANGED; NULL = everywhere. KEY_US: when the key went down that caused it, as in
 * frame_shm.h; 0 = no key did. */
void canvas_present(struct canvas *canvas, const struct rect *changed, int64_t key_us);
/* From now on each presented frame is also left in the shared memory FD (frame_shm.h). False and a log line if it
 * cannot.
 */
bool canvas_share(struct canvas *canvas, int fd);

/* Reads the presented picture: FN gets each row from the top, WIDTH pixels of 0xAARRGGBB. False when FN returned false,
 * or the picture cannot be reached. */
typedef bool canvas_row_fn(void *data, const uint32_t *pixels, int width);
bool canvas_read(struct canvas *canvas, canvas_row_fn *fn, void *data);
#endif
