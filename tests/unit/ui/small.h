/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SMALL_H
#define STB_UI_SMALL_H
/*
 * A picture averaged down to 640 pixels across, small enough to be kept in git, and how two of them are told apart.
 *
 * References are stored with a palette (palette.h), and another release of FreeType may round an edge elsewhere; so a
 * few pixels may be off by some levels. What a person would see must not pass: a shift by 4 pixels (2 of these) puts
 * whole strokes elsewhere, and another colour of a plain area moves the mean of every cell in it. Hence two measures,
 * each taken in cells of 20x20, since a small badge that is gone is nothing to a whole picture's mean:
 * - pixels that are off by more than SMALL_FAR levels in a channel: fewer than SMALL_FAR_PIXELS of the 400 (the palette
 *   alone puts none so far off);
 * - the mean of a channel: off by at most SMALL_MEAN levels (by the palette alone: less than 1).
 */
#include "palette.h"
#include "ui/render/canvas.h"
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL_WIDTH = 640, SMALL_CELL = 20, SMALL_FAR = 32, SMALL_FAR_PIXELS = 4, SMALL_HEIGHT_MAX = 512 };
static const double SMALL_MEAN = 2;

struct small {
    int width, height;
    uint8_t rgb[SMALL_WIDTH * SMALL_HEIGHT_MAX * 3];
};

struct small_row {
    struct small *small;
    int by, row;
    unsigned sums[SMALL_WIDTH * 3];
};

static inline bool small_add_row(void *data, const uint32_t *pixels, int width) {
    struct small_row *at = data;
    for (int x = 0; x < width / at->by * at->by; x++)
        for (int channel = 0; channel < 3; channel++)
            at->sums[x / at->by * 3 + channel] += pixels[x] >> (16 - 8 * channel) & 255;
    if (++at->row % at->by != 0)
        return true;
    int area = at->by * at->by, y = at->row / at->by - 1;
    for (int i = 0; i < at->small->width * 3; i++)
        at->small->rgb[y * at->small->width * 3 + i] = (uint8_t)((at->sums[i] + (unsigned)area / 2) / (unsigned)area);
    memset(at->sums, 0, sizeof at->sums);
    return true;
}

/* The presented picture, BY x BY pixels of it to one. The canvas is at most 640 x 512 times BY; the caller frees. */
static inline struct small *small_of(struct canvas *canvas, int by) {
    struct small *small = calloc(1, sizeof *small);
    struct small_row row = {.small = small, .by = by};
    small->width = canvas_width(canvas) / by;
    small->height = canvas_height(canvas) / by;
    if (small->width > SMALL_WIDTH || small->height > SMALL_HEIGHT_MAX || !canvas_read(canvas, small_add_row, &row))
        abort();
    return small;
}

/* NULL: no such picture, or none of a known size. The caller frees. */
static inline struct small *small_load(const char *path) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    struct small *small = calloc(1, sizeof *small);
    bool good =
        png_image_begin_read_from_file(&image, path) && image.width <= SMALL_WIDTH && image.height <= SMALL_HEIGHT_MAX;
    small->width = (int)image.width;
    small->height = (int)image.height;
    image.format = PNG_FORMAT_RGB;
    good = good && png_image_finish_read(&image, NULL, small->rgb, 0, NULL);
    png_image_free(&image);
    if (good)
        return small;
    free(small);
    return NULL;
}

static inline bool small_save_rgb(const char *path, const uint8_t *rgb, int width, int height) {
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB};
    return png_image_write_to_file(&image, path, 0, rgb, 0, NULL) != 0;
}

/* As a reference: with a palette. */
static inline bool small_save(const char *path, const struct small *small) {
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)small->width,
                       .height = (png_uint_32)small->height,
                       .format = PNG_FORMAT_RGB_COLORMAP,
                       .colormap_entries = PALETTE_COLOURS};
    uint8_t colours[PALETTE_COLOURS * 3], *places = calloc((size_t)small->width, (size_t)small->height);
    palette_make(small->rgb, (size_t)small->width * (size_t)small->height, colours, places);
    bool done = png_image_write_to_file(&image, path, 0, places, 0, colours) != 0;
    free(places);
    return done;
}

struct small_difference {
    int cells;       /* that are too far off */
    int x, y;        /* the worst one's corner */
    int far_pixels;  /* the most in one cell */
    double mean_off; /* the most of one cell */
};

static inline void small_compare_cell(const struct small *a, const struct small *b, int x0, int y0,
                                      struct small_difference *found) {
    int far = 0, pixels = 0, sums[3] = {0};
    for (int y = y0; y < y0 + SMALL_CELL && y < a->height; y++)
        for (int x = x0; x < x0 + SMALL_CELL && x < a->width; x++, pixels++) {
            int most = 0;
            for (int channel = 0; channel < 3; channel++) {
                int at = (y * a->width + x) * 3 + channel, off = a->rgb[at] - b->rgb[at];
                sums[channel] += off;
                most = abs(off) > most ? abs(off) : most;
            }
            far += most > SMALL_FAR;
        }
    double mean = 0;
    for (int channel = 0; channel < 3; channel++)
        mean = abs(sums[channel]) > mean * pixels ? (double)abs(sums[channel]) / pixels : mean;
    found->cells += far >= SMALL_FAR_PIXELS || mean > SMALL_MEAN;
    if (far > found->far_pixels || (far == found->far_pixels && mean > found->mean_off)) {
        found->x = x0;
        found->y = y0;
    }
    found->far_pixels = far > found->far_pixels ? far : found->far_pixels;
    found->mean_off = mean > found->mean_off ? mean : found->mean_off;
}

/* True: a person sees the same. FOUND is filled in either way; another size is a difference in every cell. */
static inline bool small_same(const struct small *a, const struct small *b, struct small_difference *found) {
    *found = (struct small_difference){.cells = 0};
    if (a->width != b->width || a->height != b->height) {
        found->cells = 1 + a->width * a->height / (SMALL_CELL * SMALL_CELL);
        return false;
    }
    for (int y = 0; y < a->height; y += SMALL_CELL)
        for (int x = 0; x < a->width; x += SMALL_CELL)
            small_compare_cell(a, b, x, y, found);
    return found->cells == 0;
}

static inline uint8_t small_spread(int a, int b) { /* a difference that the eye is to find */
    int off = 4 * abs(a - b);
    return (uint8_t)(off > 255 ? 255 : off);
}

/* Side by side: the reference, the picture now, and what differs, made four times as bright. Both of one height. */
static inline bool small_save_difference(const char *path, const struct small *reference, const struct small *now) {
    int width = reference->width + 2 * now->width, height = now->height;
    uint8_t *rgb = calloc((size_t)width * (size_t)height, 3);
    for (int y = 0; y < height; y++) {
        uint8_t *row = rgb + (size_t)y * (size_t)width * 3;
        const uint8_t *new_row = now->rgb + y * now->width * 3, *old_row = reference->rgb + y * reference->width * 3;
        if (y < reference->height)
            memcpy(row, old_row, (size_t)reference->width * 3);
        memcpy(row + reference->width * 3, new_row, (size_t)now->width * 3);
        for (int i = 0; i < now->width * 3; i++)
            row[(reference->width + now->width) * 3 + i] =
                y < reference->height && i < reference->width * 3 ? small_spread(old_row[i], new_row[i]) : 255;
    }
    bool done = small_save_rgb(path, rgb, width, height);
    free(rgb);
    return done;
}
#endif
