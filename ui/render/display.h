/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_DISPLAY_H
#define STB_UI_RENDER_DISPLAY_H
/*
 * The screen, and the only part that knows DirectFB: its back buffer is filled and blitted to, and shown part by part.
 * What the picture looks like is canvas.h's.
 */
#include "ui/render/pixels.h"
#include "ui/render/rect.h"
#include <stddef.h>

typedef uint32_t colour; /* 0xAARRGGBB, not premultiplied */

enum { DISPLAY_SIDE_MAX = 8192 }; /* pixels, of the screen and of each surface */

struct display;
/* SYSTEM: DirectFB's system ("dummy", "fbdev"), NULL = directfbrc decides. WIDTHxHEIGHT 0x0 = what the screen has.
 * NULL and one log line when there is no picture to be had. */
struct display *display_open(const char *system, int width, int height);
void display_close(struct display *display);
int display_width(const struct display *display);
int display_height(const struct display *display);
enum pixels_format display_format(const struct display *display);

/* All drawing is clipped to CLIP, which is not empty, until the next call. */
void display_clip(struct display *display, struct rect clip);
void display_fill(struct display *display, struct rect box, colour fill); /* opaque */
void display_flip(struct display *display, struct rect part);             /* shows PART of what was drawn */
/* The back buffer's first row, *PITCH bytes before the next one, to be read, and to be WRITTEN; NULL and a log line
 * when it cannot be reached. Followed by display_unlock(). */
void *display_lock(struct display *display, bool written, int *pitch);
void display_unlock(struct display *display);

/* Pixels in memory that DirectFB blits fast from. */
enum display_pixels {
    DISPLAY_COVERAGE,      /* 8 bits each; a blit paints them in a colour */
    DISPLAY_PREMULTIPLIED, /* 0xAARRGGBB */
    DISPLAY_AS_SCREEN      /* the screen's own format, copied as they are */
};
struct display_surface;
/* NULL and a log line when there is no memory for it. Its pixels are whatever the memory held. */
struct display_surface *display_surface_create(struct display *display, int width, int height,
                                               enum display_pixels pixels);
void display_surface_destroy(struct display_surface *surface);
void display_surface_clear(struct display_surface *surface); /* all transparent */
/* As display_lock(), for reading and writing. */
void *display_surface_lock(struct display_surface *surface, int *pitch);
void display_surface_unlock(struct display_surface *surface);
/* SOURCE of it with its corner at X,Y. PAINT: the colour of coverage; of premultiplied pixels only its alpha counts, of
 * the screen's own nothing. */
void display_blit(struct display *display, const struct display_surface *surface, struct rect source, int x, int y,
                  colour paint);
/* The same, scaled into TARGET. */
void display_stretch(struct display *display, const struct display_surface *surface, struct rect source,
                     struct rect target, colour paint);
#endif
