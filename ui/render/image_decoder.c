/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only one row of the source and one of the target are ever in memory beside the result: a row is averaged into the
 * columns of the target, and the columns into the target's rows, each source pixel with the share of it that falls
 * there. The shares are whole numbers (a source pixel is WIDE across and SIDE down, a target pixel CUT_X and CUT_Y), so
 * nothing is rounded before the end, and the same sum serves a picture that is too small. The trap is the sum's size:
 * CUT_X * CUT_Y * 255 fits 32 bits up to IMAGE_SIDE_MAX.
 */
#include "ui/render/image_decoder.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((uint64_t)IMAGE_SIDE_MAX *IMAGE_SIDE_MAX * 255 <= UINT32_MAX, "the sums would not fit");

struct image {
    const uint8_t *bytes;
    size_t length;
    const struct image_kind *kind;
    void *reader;                          /* NULL: not opened yet */
    int width, height, side, wide, radius; /* the source; the target is SIDE tall and WIDE wide */
    enum image_cut shape;
    int cut_x, cut_y, left, top; /* the part of the source that is used */
    int row;                     /* the source's next */
    int done;                    /* rows of the target */
    uint8_t *rgba;               /* a row of the source */
    uint32_t *columns, *sums;    /* 4 for each column of the target: of this row, and of the target's row so far */
    uint32_t *pixels;
    char why[IMAGE_WHY_SIZE];
};

static const struct image_kind *const kinds[] = {&image_png, &image_jpeg};

struct image *image_create(const uint8_t *bytes, size_t length, int side, int radius, enum image_cut cut) {
    struct image *image = calloc(1, sizeof *image);
    if (image == NULL || side < 1 || side > IMAGE_SIDE_MAX) {
        free(image);
        return NULL;
    }
    image->bytes = bytes;
    image->length = length;
    image->side = side;
    image->radius = radius;
    image->shape = cut;
    return image;
}

void image_destroy(struct image *image) {
    if (image == NULL)
        return;
    if (image->reader != NULL)
        image->kind->close(image->reader);
    free(image->rgba);
    free(image->columns);
    free(image->sums);
    free(image->pixels);
    free(image);
}

static int lesser(int a, int b) {
    return a < b ? a : b;
}

static enum image_state refuse(struct image *image, const char *why) {
    if (image->why[0] == 0)
        snprintf(image->why, sizeof image->why, "%s", why);
    return IMAGE_REFUSED;
}

static const struct image_kind *kind_of(const struct image *image) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (image->length > kinds[i]->magic_length &&
            memcmp(image->bytes, kinds[i]->magic, kinds[i]->magic_length) == 0)
            return kinds[i];
    return NULL;
}

int image_wide(int width, int height, int side) {
    int wide = (side * width + height / 2) / height;
    return wide < 1 ? 1 : wide;
}

static void plan(struct image *image) {
    bool square = image->shape == IMAGE_SQUARE;
    int cut = lesser(image->width, image->height);
    image->cut_x = square ? cut : image->width;
    image->cut_y = square ? cut : image->height;
    image->wide = square ? image->side : image_wide(image->width, image->height, image->side);
    image->left = (image->width - image->cut_x) / 2;
    image->top = (image->height - image->cut_y) / 2;
}

static enum image_state begin(struct image *image) {
    image->kind = kind_of(image);
    if (image->length > IMAGE_BYTES_MAX || image->kind == NULL)
        return refuse(image, image->kind != NULL ? "it is larger than 512 KiB" : "it is neither PNG nor JPEG");
    image->reader = image->kind->open(image->bytes, image->length, &image->width, &image->height, image->why);
    if (image->reader == NULL)
        return refuse(image, "it cannot be read");
    if (image->width < 1 || image->height < 1 || image->width > IMAGE_SIDE_MAX || image->height > IMAGE_SIDE_MAX)
        return refuse(image, "its sides are not 1 to 2048 pixels");
    if (image->shape == IMAGE_WHOLE && image->width > IMAGE_WIDEST * image->height)
        return refuse(image, "it is more than four times as wide as it is tall");
    plan(image);
    size_t columns = 4 * (size_t)image->wide;
    image->rgba = malloc(4 * (size_t)image->width);
    image->columns = malloc(columns * sizeof *image->columns);
    image->sums = calloc(columns, sizeof *image->sums);
    image->pixels = malloc(columns * (size_t)image->side);
    bool room = image->rgba != NULL && image->columns != NULL && image->sums != NULL && image->pixels != NULL;
    return room ? IMAGE_MORE : refuse(image, "memory is out");
}

/* Adds the pixel, premultiplied, to each column that it reaches into, by the part that falls there. */
static void spread_pixel(struct image *image, int at, const uint8_t rgba[4]) {
    int begin = at * image->wide, end = begin + image->wide;
    uint32_t value[4] = {(rgba[2] * rgba[3] + 127U) / 255U, (rgba[1] * rgba[3] + 127U) / 255U,
                         (rgba[0] * rgba[3] + 127U) / 255U, rgba[3]};
    for (int column = begin / image->cut_x; begin < end; column++) {
        int next = lesser((column + 1) * image->cut_x, end);
        for (int c = 0; c < 4; c++)
            image->columns[4 * column + c] += value[c] * (uint32_t)(next - begin);
        begin = next;
    }
}

/* How much of a pixel lies inside the round corner, in 255ths. */
static uint32_t coverage(const struct image *image, int x, int y) {
    double across = image->radius - 0.5 - lesser(x, image->wide - 1 - x),
           down = image->radius - 0.5 - lesser(y, image->side - 1 - y);
    if (across <= 0 || down <= 0)
        return 255;
    double inside = image->radius + 0.5 - sqrt(across * across + down * down);
    return inside <= 0 ? 0 : inside >= 1 ? 255 : (uint32_t)(inside * 255);
}

static void end_target_row(struct image *image) {
    uint32_t whole = (uint32_t)image->cut_x * (uint32_t)image->cut_y;
    uint32_t *to = image->pixels + (size_t)image->done * (size_t)image->wide;
    for (int x = 0; x < image->wide; x++) {
        uint32_t pixel = 0, part = coverage(image, x, image->done);
        for (int c = 3; c >= 0; c--)
            pixel = pixel << 8 | (image->sums[4 * x + c] / whole * part + 127U) / 255U;
        to[x] = pixel;
    }
    memset(image->sums, 0, 4 * (size_t)image->wide * sizeof *image->sums);
    image->done++;
}

/* The row AT of the part used, into each row of the target that it reaches into. */
static void spread_row(struct image *image, int at) {
    int begin = at * image->side, end = begin + image->side;
    size_t columns = 4 * (size_t)image->wide;
    memset(image->columns, 0, columns * sizeof *image->columns);
    for (int x = 0; x < image->cut_x; x++)
        spread_pixel(image, x, image->rgba + 4 * (size_t)(image->left + x));
    while (begin < end) {
        int next = lesser((image->done + 1) * image->cut_y, end);
        for (size_t i = 0; i < columns; i++)
            image->sums[i] += image->columns[i] * (uint32_t)(next - begin);
        begin = next;
        if (begin == (image->done + 1) * image->cut_y)
            end_target_row(image);
    }
}

enum image_state image_step(struct image *image) {
    if (image->why[0] != 0)
        return IMAGE_REFUSED;
    if (image->pixels == NULL)
        return begin(image);
    if (image->done == image->side)
        return IMAGE_DONE;
    if (!image->kind->row(image->reader, image->rgba, image->why))
        return refuse(image, "it is damaged");
    int at = image->row++ - image->top;
    if (at >= 0 && at < image->cut_y)
        spread_row(image, at);
    return image->done == image->side ? IMAGE_DONE : IMAGE_MORE;
}

const uint32_t *image_pixels(const struct image *image) {
    return image->pixels;
}

void image_shape(const struct image *image, int *width, int *height) {
    *width = image->width;
    *height = image->height;
}

const char *image_why(const struct image *image) {
    return image->why;
}
