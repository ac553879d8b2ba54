/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PNG of what is on screen, for testers: written beside its place and renamed, so whoever waits for the file never
 * reads half of it. libpng reports trouble by longjmp: what is set after setjmp and read after the jump lives in the
 * struct, not in a register. It is in a hurry (a key script waits), so it compresses little.
 */
#include "ui/picture.h"
#include "stb-app/log.h"
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
    char why[96];
};

static void on_error(png_structp png, png_const_charp why) {
    struct writing *writing = png_get_error_ptr(png);
    snprintf(writing->why, sizeof writing->why, "%s", why);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp why) {
    (void)png;
    log_debug("picture", "libpng: %s", why);
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

static bool write_file(struct canvas *canvas, FILE *file, char why[96]) {
    struct writing writing = {.file = file};
    writing.row = malloc((size_t)canvas_width(canvas) * 3);
    writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writing, on_error, on_warning);
    writing.info = writing.png == NULL ? NULL : png_create_info_struct(writing.png);
    snprintf(writing.why, sizeof writing.why, "out of memory");
    bool done = false;
    if (writing.row != NULL && writing.info != NULL) {
        snprintf(writing.why, sizeof writing.why, "the picture cannot be read");
        done = begin(&writing, canvas_width(canvas), canvas_height(canvas)) &&
               canvas_read(canvas, write_row, &writing) && end(&writing);
    }
    png_destroy_write_struct(&writing.png, &writing.info);
    free(writing.row);
    memcpy(why, writing.why, sizeof writing.why);
    return done;
}

bool picture_write(struct canvas *canvas, const char *path) {
    char beside[PATH_MAX], why[96];
    int length = snprintf(beside, sizeof beside, "%s.new", path);
    FILE *file = (size_t)length < sizeof beside ? fopen(beside, "wb") : NULL;
    if (file == NULL) {
        log_error("picture", "%s: %s", path, strerror(errno));
        return false;
    }
    bool done = write_file(canvas, file, why);
    bool closed = fclose(file) == 0;
    if (done && closed && rename(beside, path) == 0)
        return true;
    log_error("picture", "%s: %s", path, done ? strerror(errno) : why);
    remove(beside);
    return false;
}
