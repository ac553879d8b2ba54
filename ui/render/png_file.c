/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes what is on screen, for testers, and reads the catalog's pictures row by row (image_decoder.h): both here,
 * because one file knows libpng. A file is written beside its place and renamed, so that whoever waits for it never
 * reads half of it. It is compressed little, because a key script waits.
 *
 * The trap: libpng reports errors by longjmp(). What is set after setjmp() and read after the jump must live in a
 * struct; a local variable may have been in a register.
 */
#include "ui/render/png_file.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "ui/render/image_decoder.h"
#include <errno.h>
#include <limits.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writing {
    FILE *file;
    png_structp png;
    png_infop info;
    uint8_t *row;
    char error[96];
};

static void on_error(png_structp png, png_const_charp error) {
    struct writing *writing = png_get_error_ptr(png);
    snprintf(writing->error, sizeof writing->error, "%s", error);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp error) {
    (void)png;
    log_debug("png", "libpng: %s", error);
}

static bool write_row(void *data, const uint32_t *pixels, int width) {
    struct writing *writing = data;
    for (int x = 0; x < width; x++) {
        writing->row[3 * x] = (uint8_t)(pixels[x] >> 16);
        writing->row[3 * x + 1] = (uint8_t)(pixels[x] >> 8);
        writing->row[3 * x + 2] = (uint8_t)pixels[x];
    }
    if (setjmp(png_jmpbuf(writing->png)) != 0)
        return false;
    png_write_row(writing->png, writing->row);
    return true;
}

static bool begin(struct writing *writing, int width, int height) {
    if (setjmp(png_jmpbuf(writing->png)) != 0)
        return false;
    png_init_io(writing->png, writing->file);
    png_set_compression_level(writing->png, 3);
    png_set_IHDR(writing->png, writing->info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writing->png, writing->info);
    return true;
}

static bool end(struct writing *writing) {
    if (setjmp(png_jmpbuf(writing->png)) != 0)
        return false;
    png_write_end(writing->png, NULL);
    return true;
}

static bool write_file(struct canvas *canvas, FILE *file, char error[96]) {
    struct writing writing = {.file = file};
    writing.row = memory_new((size_t)canvas_width(canvas), 3);
    writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writing, on_error, on_warning);
    writing.info = writing.png == NULL ? NULL : png_create_info_struct(writing.png);
    snprintf(writing.error, sizeof writing.error, "out of memory");
    bool done = false;
    if (writing.info != NULL) {
        snprintf(writing.error, sizeof writing.error, "the picture cannot be read");
        done = begin(&writing, canvas_width(canvas), canvas_height(canvas)) &&
               canvas_read(canvas, write_row, &writing) && end(&writing);
    }
    png_destroy_write_struct(&writing.png, &writing.info);
    free(writing.row);
    memcpy(error, writing.error, sizeof writing.error);
    return done;
}

bool png_file_write(struct canvas *canvas, const char *path) {
    char beside[PATH_MAX], error[96];
    int length = snprintf(beside, sizeof beside, "%s.new", path);
    FILE *file = (size_t)length < sizeof beside ? fopen(beside, "wb") : NULL;
    if (file == NULL) {
        log_error("png", "%s: %s", path, strerror(errno));
        return false;
    }
    bool done = write_file(canvas, file, error);
    bool closed = fclose(file) == 0;
    if (done && closed && rename(beside, path) == 0)
        return true;
    log_error("png", "%s: %s", path, done ? strerror(errno) : error);
    remove(beside);
    return false;
}

/* --- reading */

struct reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t left;
    char error[IMAGE_DECODER_ERROR_SIZE];
};

static void on_bad_image(png_structp png, png_const_charp error) {
    struct reader *reader = png_get_error_ptr(png);
    snprintf(reader->error, sizeof reader->error, "%s", error);
    png_longjmp(png, 1);
}

static void give_bytes(png_structp png, png_bytep to, size_t count) {
    struct reader *reader = png_get_io_ptr(png);
    if (count > reader->left)
        png_error(png, "the file ends too early");
    memcpy(to, reader->bytes, count);
    reader->bytes += count;
    reader->left -= count;
}

static void reader_close(void *data) {
    struct reader *reader = data;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}

/* Whatever the file holds becomes rows of four bytes a pixel. What is not the picture (profiles, texts) is skipped. */
static bool read_header(struct reader *reader) {
    if (setjmp(png_jmpbuf(reader->png)) != 0)
        return false;
    png_set_read_fn(reader->png, reader, give_bytes);
    png_set_user_limits(reader->png, IMAGE_DECODER_SIDE_MAX, IMAGE_DECODER_SIDE_MAX);
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER,
                                (png_const_bytep) "iCCP\0zTXt\0iTXt\0tEXt\0sPLT\0eXIf", 6);
    png_read_info(reader->png, reader->info);
    if (png_get_interlace_type(reader->png, reader->info) != PNG_INTERLACE_NONE)
        png_error(reader->png, "an interlaced PNG; expected one that is not");
    png_set_expand(reader->png);
    png_set_scale_16(reader->png);
    png_set_gray_to_rgb(reader->png);
    png_set_add_alpha(reader->png, 255, PNG_FILLER_AFTER);
    png_read_update_info(reader->png, reader->info);
    return true;
}

static void *reader_open(const uint8_t *bytes, size_t length, int *width, int *height, char *error) {
    struct reader *reader = memory_new(1, sizeof *reader);
    reader->bytes = bytes;
    reader->left = length;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_bad_image, on_warning);
    reader->info = reader->png == NULL ? NULL : png_create_info_struct(reader->png);
    if (reader->info != NULL && read_header(reader)) {
        *width = (int)png_get_image_width(reader->png, reader->info);
        *height = (int)png_get_image_height(reader->png, reader->info);
        return reader;
    }
    memcpy(error, reader->error, IMAGE_DECODER_ERROR_SIZE);
    reader_close(reader);
    return NULL;
}

static bool read_row(void *data, uint8_t *rgba, char *error) {
    struct reader *reader = data;
    if (setjmp(png_jmpbuf(reader->png)) == 0) {
        png_read_row(reader->png, rgba, NULL);
        return true;
    }
    memcpy(error, reader->error, IMAGE_DECODER_ERROR_SIZE);
    return false;
}

const struct image_decoder_kind image_decoder_png = {"\x89PNG\r\n\x1a\n", 8, reader_open, read_row, NULL, reader_close};
