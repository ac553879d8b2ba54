/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_IMAGE_DECODER_H
#define STB_UI_RENDER_IMAGE_DECODER_H
/*
 * Decodes a PNG or JPEG one row at a time, so that the caller can stop after any step and answer a key. The picture is
 * scaled on the way, to a square with round corners cut from its middle and turned upright, or whole in its own
 * proportion. It comes from outside: one that is too large, cut off or cannot be decoded row by row (interlaced,
 * progressive) is refused with a reason.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IMAGE_DECODER_BYTES_MAX = 512 << 10, IMAGE_DECODER_SIDE_MAX = 2048, IMAGE_DECODER_ERROR_SIZE = 96 };
enum image_decoder_state { IMAGE_DECODER_MORE, IMAGE_DECODER_DONE, IMAGE_DECODER_REFUSED };

/* How one format is read; the libraries are known to png_file.c and jpeg.c alone. */
struct image_decoder_kind {
    const char *magic;
    size_t magic_length;
    /* A reader of BYTES, which are borrowed until close(); NULL and ERROR (IMAGE_DECODER_ERROR_SIZE bytes). */
    void *(*open)(const uint8_t *bytes, size_t length, int *width, int *height, char *error);
    /* The next row: WIDTH times red, green, blue, alpha, not premultiplied. False and ERROR when there is none. */
    bool (*row)(void *reader, uint8_t *rgba, char *error);
    /* How the camera was held: Exif's orientation, 1 to 8, 1 = upright. NULL = the format does not say. */
    int (*orientation)(void *reader);
    void (*close)(void *reader);
};
extern const struct image_decoder_kind image_decoder_png, image_decoder_jpeg;

struct image_decoder;
enum image_decoder_cut {
    IMAGE_DECODER_SQUARE,
    IMAGE_DECODER_WHOLE /* at most IMAGE_DECODER_WIDEST times as wide as it is tall */
};
enum { IMAGE_DECODER_WIDEST = 4 };
/* BYTES are borrowed until image_decoder_destroy(). SIDE: the height wanted, RADIUS: that of the corners, in pixels.
 * NULL when SIDE is not 1 to IMAGE_DECODER_SIDE_MAX. */
struct image_decoder *image_decoder_create(const uint8_t *bytes, size_t length, int side, int radius,
                                           enum image_decoder_cut cut);
void image_decoder_destroy(struct image_decoder *decoder);
enum image_decoder_state image_decoder_step(struct image_decoder *decoder);
/* Once it is done: SIDE rows of premultiplied 0xAARRGGBB, the decoder's. */
const uint32_t *image_decoder_pixels(const struct image_decoder *decoder);
/* Once it is done: the size of the picture in the file. */
void image_decoder_shape(const struct image_decoder *decoder, int *width, int *height);
/* How wide a picture of WIDTH x HEIGHT is when it is SIDE pixels tall. */
int image_decoder_width(int width, int height, int side);
const char *image_decoder_error(const struct image_decoder *decoder); /* once it is refused */
#endif
