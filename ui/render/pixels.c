/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A dark gradient over 1080 rows has only some 20 levels of a colour, and the eye sees each step between two bands. An
 * ordered 8x8 dither (Bayer's matrix) mixes the two nearest levels instead. It depends only on the pixel's place, so a
 * repainted part fits the old picture without a seam.
 */
#include "ui/render/pixels.h"
#include <assert.h>
#include <stddef.h>

int pixels_bytes(enum pixels_format format) {
    return format == PIXELS_565 ? 2 : 4;
}

void pixels_read(enum pixels_format format, const void *from, uint32_t *to, int count) {
    const uint32_t *wide = from;
    const uint16_t *narrow = from;
    for (int i = 0; i < count; i++) {
        if (format == PIXELS_32) {
            to[i] = wide[i] | 0xFF000000U;
            continue;
        }
        uint32_t r = narrow[i] >> 11, g = narrow[i] >> 5 & 63U, b = narrow[i] & 31U;
        to[i] = 0xFF000000U | (r << 3 | r >> 2) << 16 | (g << 2 | g >> 4) << 8 | (b << 3 | b >> 2);
    }
}

/* Bayer's matrix at X,Y: the bits of X^Y and Y, interleaved from the lowest up. */
static unsigned threshold(unsigned x, unsigned y) {
    unsigned mixed = x ^ y, value = 0;
    for (unsigned bit = 0; bit < 3; bit++)
        value = value << 2 | (mixed >> bit & 1U) << 1 | (y >> bit & 1U);
    return value;
}

/* One colour channel of row Y in BITS bits: worked out in 64ths of a level, then rounded up or down by LIMIT. */
static uint32_t channel(uint32_t top, uint32_t bottom, int shift, int y, int height, unsigned bits, unsigned limit) {
    int from = (int)(top >> shift & 255U), to = (int)(bottom >> shift & 255U);
    int last = height > 1 ? height - 1 : 1;
    unsigned most = (1U << bits) - 1U;
    unsigned scaled = (unsigned)(((int64_t)from * (last - y) + (int64_t)to * y) * most * 64 / (255LL * last));
    unsigned level = (scaled + limit) / 64U;
    return level > most ? most : level;
}

void pixels_gradient(enum pixels_format format, uint32_t top, uint32_t bottom, int y, int height, void *to, int count) {
    unsigned green = format == PIXELS_565 ? 6 : 8, other = format == PIXELS_565 ? 5 : 8;
    uint32_t cell[8];
    for (unsigned x = 0; x < 8; x++) {
        unsigned limit = threshold(x, (unsigned)y & 7U);
        uint32_t r = channel(top, bottom, 16, y, height, other, limit);
        uint32_t g = channel(top, bottom, 8, y, height, green, limit);
        uint32_t b = channel(top, bottom, 0, y, height, other, limit);
        cell[x] = format == PIXELS_565 ? r << 11 | g << 5 | b : 0xFF000000U | r << 16 | g << 8 | b;
    }
    for (int i = 0; i < count; i++) {
        if (format == PIXELS_565)
            ((uint16_t *)to)[i] = (uint16_t)cell[i & 7];
        else
            ((uint32_t *)to)[i] = cell[i & 7];
    }
}

static void average(const uint8_t *from, int pitch, int left, int right, int top, int bottom, uint8_t to[4]) {
    unsigned sum[4] = {0}, count = 0;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++, count++)
            for (int c = 0; c < 4; c++)
                sum[c] += from[(ptrdiff_t)y * pitch + (ptrdiff_t)x * 4 + c];
    assert(count > 0);
    for (int c = 0; c < 4; c++)
        to[c] = (uint8_t)((sum[c] + count / 2) / count);
}

/* Where the middle of target pixel AT of SIZE falls among COUNT source pixels, in 1/256 pixel. */
static int middle(int at, int size, int count) {
    int place = (2 * at + 1) * count * 128 / size - 128, last = (count - 1) * 256;
    return place < 0 ? 0 : place > last ? last : place;
}

static void between(const uint8_t *from, int pitch, int columns, int rows, int x, int y, uint8_t to[4]) {
    int right = (x >> 8) + 1 < columns ? 4 : 0, u = x & 255, v = y & 255;
    const uint8_t *above = from + (ptrdiff_t)(y >> 8) * pitch + (ptrdiff_t)(x >> 8) * 4;
    const uint8_t *below = (y >> 8) + 1 < rows ? above + pitch : above;
    for (int c = 0; c < 4; c++) {
        int high = above[c] * (256 - u) + above[right + c] * u, low = below[c] * (256 - u) + below[right + c] * u;
        to[c] = (uint8_t)((high * (256 - v) + low * v + 32768) >> 16);
    }
}

void pixels_scale(const uint8_t *from, int pitch, int columns, int rows, uint8_t *to, int width, int height) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, to += 4) {
            int left = x * columns / width, right = (x + 1) * columns / width;
            int top = y * rows / height, bottom = (y + 1) * rows / height;
            if (width <= columns && height <= rows)
                average(from, pitch, left, right, top, bottom, to);
            else
                between(from, pitch, columns, rows, middle(x, width, columns), middle(y, height, rows), to);
        }
}
