/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Beside the result only one row of the source and one of the target are in memory. A source row is averaged into the
 * columns of the target, and these into the target's rows, each source pixel by the share of it that falls there. The
 * shares are whole numbers (a source pixel counts as WIDE across and SIDE down, a target pixel as CUT_X and CUT_Y), so
 * nothing is rounded before the end; and the same sum enlarges a picture that is too small.
 *
 * The trap is the size of the sum: CUT_X * CUT_Y * 255 fits into 32 bits up to IMAGE_DECODER_SIDE_MAX.
 */
#include "ui/render/image_decoder.h"
#include "stb-app/base/memory.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((uint64_t)IMAGE_DECODER_SIDE_MAX *IMAGE_DECODER_SIDE_MAX * 255 <= UINT32_MAX, "the sums would not fit");

struct image_decoder {
    const uint8_t *bytes;
    size_t length;
    const struct image_decoder_kind *kind;
    void *reader;                          /* NULL: not opened yet */
    int width, height, side, wide, radius; /* the source; the target is SIDE tall and WIDE wide */
    enum image_decoder_cut shape;
    int cut_x, cut_y, left, top; /* the part of the source that is used */
    int row;                     /* the source's next */
    int done;                    /* rows of the target */
    uint8_t *rgba;               /* a row of the source */
    uint32_t *columns, *sums;    /* 4 for each column of the target: of this row, and of the target's row so far */
    uint32_t *pixels;
    char error[IMAGE_DECODER_ERROR_SIZE];
};

static const struct image_decoder_kind *const kinds[] = {&image_decoder_png, &image_decoder_jpeg};

struct image_decoder *image_decoder_create(const uint8_t *bytes, size_t length, int side, int radius,
                                           enum image_decoder_cut cut) {
    if (side < 1 || side > IMAGE_DECODER_SIDE_MAX)
        return NULL;
    struct image_decoder *decoder = memory_new(1, sizeof *decoder);
    decoder->bytes = bytes;
    decoder->length = length;
    decoder->side = side;
    decoder->radius = radius;
    decoder->shape = cut;
    return decoder;
}

void image_decoder_destroy(struct image_decoder *decoder) {
    if (decoder == NULL)
        return;
    if (decoder->reader != NULL)
        decoder->kind->close(decoder->reader);
    free(decoder->rgba);
    free(decoder->columns);
    free(decoder->sums);
    free(decoder->pixels);
    free(decoder);
}

static int lesser(int a, int b) {
    return a < b ? a : b;
}

static enum image_decoder_state refuse(struct image_decoder *decoder, const char *error) {
    if (decoder->error[0] == 0)
        snprintf(decoder->error, sizeof decoder->error, "%s", error);
    return IMAGE_DECODER_REFUSED;
}

static const struct image_decoder_kind *kind_of(const struct image_decoder *decoder) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (decoder->length > kinds[i]->magic_length &&
            memcmp(decoder->bytes, kinds[i]->magic, kinds[i]->magic_length) == 0)
            return kinds[i];
    return NULL;
}

int image_decoder_width(int width, int height, int side) {
    int wide = (side * width + height / 2) / height;
    return wide < 1 ? 1 : wide;
}

static void plan(struct image_decoder *decoder) {
    bool square = decoder->shape == IMAGE_DECODER_SQUARE;
    int cut = lesser(decoder->width, decoder->height);
    decoder->cut_x = square ? cut : decoder->width;
    decoder->cut_y = square ? cut : decoder->height;
    decoder->wide = square ? decoder->side : image_decoder_width(decoder->width, decoder->height, decoder->side);
    decoder->left = (decoder->width - decoder->cut_x) / 2;
    decoder->top = (decoder->height - decoder->cut_y) / 2;
}

static enum image_decoder_state begin(struct image_decoder *decoder) {
    decoder->kind = kind_of(decoder);
    if (decoder->length > IMAGE_DECODER_BYTES_MAX || decoder->kind == NULL)
        return refuse(decoder, decoder->kind != NULL ? "it is larger than 512 KiB" : "it is neither PNG nor JPEG");
    decoder->reader =
        decoder->kind->open(decoder->bytes, decoder->length, &decoder->width, &decoder->height, decoder->error);
    if (decoder->reader == NULL)
        return refuse(decoder, "it cannot be read");
    if (decoder->width < 1 || decoder->height < 1 || decoder->width > IMAGE_DECODER_SIDE_MAX ||
        decoder->height > IMAGE_DECODER_SIDE_MAX)
        return refuse(decoder, "its sides are not 1 to 2048 pixels");
    if (decoder->shape == IMAGE_DECODER_WHOLE && decoder->width > IMAGE_DECODER_WIDEST * decoder->height)
        return refuse(decoder, "it is more than four times as wide as it is tall");
    plan(decoder);
    size_t columns = 4 * (size_t)decoder->wide;
    decoder->rgba = memory_new((size_t)decoder->width, 4);
    decoder->columns = memory_new(columns, sizeof *decoder->columns);
    decoder->sums = memory_new(columns, sizeof *decoder->sums);
    decoder->pixels = memory_new((size_t)decoder->wide * (size_t)decoder->side, sizeof *decoder->pixels);
    return IMAGE_DECODER_MORE;
}

/* Adds the pixel, premultiplied, to each column that it reaches into, by the part that falls there. */
static void spread_pixel(struct image_decoder *decoder, int at, const uint8_t rgba[4]) {
    int begin = at * decoder->wide, end = begin + decoder->wide;
    uint32_t value[4] = {(rgba[2] * rgba[3] + 127U) / 255U, (rgba[1] * rgba[3] + 127U) / 255U,
                         (rgba[0] * rgba[3] + 127U) / 255U, rgba[3]};
    for (int column = begin / decoder->cut_x; begin < end; column++) {
        int next = lesser((column + 1) * decoder->cut_x, end);
        for (int c = 0; c < 4; c++)
            decoder->columns[4 * column + c] += value[c] * (uint32_t)(next - begin);
        begin = next;
    }
}

/* How much of a pixel lies inside the round corner, in 255ths. */
static uint32_t coverage(const struct image_decoder *decoder, int x, int y) {
    double across = decoder->radius - 0.5 - lesser(x, decoder->wide - 1 - x),
           down = decoder->radius - 0.5 - lesser(y, decoder->side - 1 - y);
    if (across <= 0 || down <= 0)
        return 255;
    double inside = decoder->radius + 0.5 - sqrt(across * across + down * down);
    return inside <= 0 ? 0 : inside >= 1 ? 255 : (uint32_t)(inside * 255);
}

static void end_target_row(struct image_decoder *decoder) {
    uint32_t whole = (uint32_t)decoder->cut_x * (uint32_t)decoder->cut_y;
    uint32_t *to = decoder->pixels + (size_t)decoder->done * (size_t)decoder->wide;
    for (int x = 0; x < decoder->wide; x++) {
        uint32_t pixel = 0, part = coverage(decoder, x, decoder->done);
        for (int c = 3; c >= 0; c--)
            pixel = pixel << 8 | (decoder->sums[4 * x + c] / whole * part + 127U) / 255U;
        to[x] = pixel;
    }
    memset(decoder->sums, 0, 4 * (size_t)decoder->wide * sizeof *decoder->sums);
    decoder->done++;
}

/* The row AT of the part used, into each row of the target that it reaches into. */
static void spread_row(struct image_decoder *decoder, int at) {
    int begin = at * decoder->side, end = begin + decoder->side;
    size_t columns = 4 * (size_t)decoder->wide;
    memset(decoder->columns, 0, columns * sizeof *decoder->columns);
    for (int x = 0; x < decoder->cut_x; x++)
        spread_pixel(decoder, x, decoder->rgba + 4 * (size_t)(decoder->left + x));
    while (begin < end) {
        int next = lesser((decoder->done + 1) * decoder->cut_y, end);
        for (size_t i = 0; i < columns; i++)
            decoder->sums[i] += decoder->columns[i] * (uint32_t)(next - begin);
        begin = next;
        if (begin == (decoder->done + 1) * decoder->cut_y)
            end_target_row(decoder);
    }
}

/* Where the pixel at X, Y of an upright square of SIDE lies in one that was taken with ORIENTATION. */
static size_t source_of(int orientation, int side, int x, int y) {
    bool swapped = orientation >= 5;
    int across = swapped ? y : x, down = swapped ? x : y;
    bool mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool upside_down = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    across = mirrored ? side - 1 - across : across;
    down = upside_down ? side - 1 - down : down;
    return (size_t)down * (size_t)side + (size_t)across;
}

/* Exif: 2 mirrored, 3 upside down, 6 a quarter turn to the left of upright, 8 to the right, 5 and 7 these mirrored. */
static void turn_upright(struct image_decoder *decoder) {
    int side = decoder->side;
    int orientation = decoder->kind->orientation != NULL ? decoder->kind->orientation(decoder->reader) : 1;
    if (orientation <= 1 || orientation > 8 || decoder->shape != IMAGE_DECODER_SQUARE)
        return;
    uint32_t *upright = memory_new((size_t)side * (size_t)side, sizeof *upright);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            upright[(size_t)y * (size_t)side + (size_t)x] = decoder->pixels[source_of(orientation, side, x, y)];
    free(decoder->pixels);
    decoder->pixels = upright;
}

enum image_decoder_state image_decoder_step(struct image_decoder *decoder) {
    if (decoder->error[0] != 0)
        return IMAGE_DECODER_REFUSED;
    if (decoder->pixels == NULL)
        return begin(decoder);
    if (decoder->done == decoder->side)
        return IMAGE_DECODER_DONE;
    if (!decoder->kind->row(decoder->reader, decoder->rgba, decoder->error))
        return refuse(decoder, "it is damaged");
    int at = decoder->row++ - decoder->top;
    if (at >= 0 && at < decoder->cut_y)
        spread_row(decoder, at);
    if (decoder->done < decoder->side)
        return IMAGE_DECODER_MORE;
    turn_upright(decoder);
    return IMAGE_DECODER_DONE;
}

const uint32_t *image_decoder_pixels(const struct image_decoder *decoder) {
    return decoder->pixels;
}

void image_decoder_shape(const struct image_decoder *decoder, int *width, int *height) {
    *width = decoder->width;
    *height = decoder->height;
}

const char *image_decoder_error(const struct image_decoder *decoder) {
    return decoder->error;
}
