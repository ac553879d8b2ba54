/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_PHOTO_H
#define STB_UI_PHOTO_H
/* Pictures as an operator's tools write them, made for a test: any size, any colours, any kind that a box may meet. */
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

typedef uint32_t photo_colour_fn(int x, int y); /* 0xAARRGGBB */
struct photo {
    uint8_t *bytes;
    size_t length;
};

static inline void photo_free(struct photo *photo) {
    free(photo->bytes);
    *photo = (struct photo){.length = 0};
}

static inline void photo_append(png_structp png, png_bytep bytes, size_t count) {
    struct photo *photo = png_get_io_ptr(png);
    photo->bytes = realloc(photo->bytes, photo->length + count);
    memcpy(photo->bytes + photo->length, bytes, count);
    photo->length += count;
}

static inline void photo_flush(png_structp png) {
    (void)png;
}

/* KIND: PNG_COLOR_TYPE_*, of which only RGB, RGBA and GRAY (the green of COLOURS). INTERLACE: PNG_INTERLACE_*. COLOURS
 * of NULL: only the header is written, whatever the size. */
static inline struct photo photo_png_of(int kind, int width, int height, int interlace, photo_colour_fn *colours) {
    struct photo photo = {.length = 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    uint8_t *row = malloc(4 * (size_t)width);
    png_set_write_fn(png, &photo, photo_append, photo_flush);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, kind, interlace, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    int passes = colours ? png_set_interlace_handling(png) : 0;
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                uint32_t is = colours(x, y);
                uint8_t pixel[] = {(uint8_t)(is >> 16), (uint8_t)(is >> 8), (uint8_t)is, (uint8_t)(is >> 24)};
                size_t size = kind == PNG_COLOR_TYPE_RGBA ? 4 : kind == PNG_COLOR_TYPE_RGB ? 3 : 1;
                memcpy(row + size * (size_t)x, size == 1 ? pixel + 1 : pixel, size);
            }
            png_write_row(png, row);
        }
    if (colours)
        png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(row);
    return photo;
}

static inline struct photo photo_png(int width, int height, int interlace, photo_colour_fn *colours) {
    return photo_png_of(PNG_COLOR_TYPE_RGBA, width, height, interlace, colours);
}

static inline struct photo photo_jpeg(int width, int height, bool progressive, photo_colour_fn *colours) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct photo photo = {.length = 0};
    unsigned long length = 0;
    uint8_t *row = malloc(3 * (size_t)width);
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &photo.bytes, &length);
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    if (progressive)
        jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++)
                row[3 * x + c] = (uint8_t)(colours(x, y) >> (16 - 8 * c));
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    photo.length = length;
    free(row);
    return photo;
}

/* The frame header says another size than the picture has. */
static inline void photo_lie(struct photo *jpeg, int width, int height) {
    for (size_t i = 0; i + 9 < jpeg->length; i++)
        if (jpeg->bytes[i] == 0xFF && jpeg->bytes[i + 1] == 0xC0) {
            jpeg->bytes[i + 5] = (uint8_t)(height >> 8);
            jpeg->bytes[i + 6] = (uint8_t)height;
            jpeg->bytes[i + 7] = (uint8_t)(width >> 8);
            jpeg->bytes[i + 8] = (uint8_t)width;
            return;
        }
}

static inline void photo_write(const struct photo *photo, const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(photo->bytes, 1, photo->length, file) != photo->length)
        abort();
    fclose(file);
}
#endif
