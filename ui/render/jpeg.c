/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a JPEG row by row with libjpeg-turbo. The library reports an error by calling a function that must not return,
 * so each call into it has a place to jump back to. A warning counts as an error: it means that the data ended early
 * and the rest would be grey. A picture with several scans (progressive) is refused, because it would be held whole in
 * memory before its first row.
 *
 * A telephone writes its picture as the chip lies, and beside it how it was held, in a TIFF file of its own inside of
 * the marker APP1. Only that number is looked for, and every offset in it is a stranger's.
 */
#include "stb-app/base/memory.h"
#include "ui/render/image_decoder.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf back;
    char error[JMSG_LENGTH_MAX];
};

static void on_error(j_common_ptr jpeg) {
    struct reader *reader = jpeg->client_data;
    jpeg->err->format_message(jpeg, reader->error);
    longjmp(reader->back, 1);
}

static void on_message(j_common_ptr jpeg, int level) {
    if (level < 0)
        on_error(jpeg);
}

static void reader_close(void *data) {
    struct reader *reader = data;
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader);
}

static unsigned number(const uint8_t *at, size_t bytes, bool big_endian) {
    unsigned value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (unsigned)at[i] << 8 * (big_endian ? bytes - 1 - i : i);
    return value;
}

/* Exif's tag 0x0112 in the first directory of TIFF; 1 = it is not there. */
static int tiff_orientation(const uint8_t *tiff, size_t length) {
    enum { HEAD = 8, ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3 };
    if (length < HEAD || (tiff[0] != 'I' && tiff[0] != 'M') || tiff[0] != tiff[1])
        return 1;
    bool big = tiff[0] == 'M';
    size_t at = number(tiff + 4, 4, big);
    if (at > length - 2)
        return 1;
    for (unsigned left = number(tiff + at, 2, big); left > 0 && at + 2 + ENTRY <= length; left--, at += ENTRY) {
        const uint8_t *entry = tiff + at + 2;
        if (number(entry, 2, big) == ORIENTATION && number(entry + 2, 2, big) == SHORT)
            return (int)number(entry + 8, 2, big);
    }
    return 1;
}

static int orientation(void *data) {
    static const char head[] = "Exif\0";
    const struct reader *reader = data;
    for (jpeg_saved_marker_ptr marker = reader->jpeg.marker_list; marker != NULL; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > sizeof head &&
            memcmp(marker->data, head, sizeof head) == 0)
            return tiff_orientation(marker->data + sizeof head, marker->data_length - sizeof head);
    return 1;
}

static bool read_header(struct reader *reader, const uint8_t *bytes, size_t length) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (setjmp(reader->back) != 0)
        return false;
    jpeg_create_decompress(jpeg);
    jpeg->client_data = reader;
    jpeg_mem_src(jpeg, bytes, (unsigned long)length);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 4096); /* it comes first, and is followed by a small picture */
    jpeg_read_header(jpeg, TRUE);
    bool plain = jpeg->num_components == 1 || jpeg->num_components == 3;
    if (!plain || jpeg_has_multiple_scans(jpeg) || jpeg->image_width > IMAGE_DECODER_SIDE_MAX ||
        jpeg->image_height > IMAGE_DECODER_SIDE_MAX) {
        snprintf(reader->error, sizeof reader->error, "a JPEG of %ux%u, %d colours, %s; expected a baseline one, to %d",
                 jpeg->image_width, jpeg->image_height, jpeg->num_components,
                 jpeg_has_multiple_scans(jpeg) ? "progressive" : "baseline", IMAGE_DECODER_SIDE_MAX);
        return false;
    }
    jpeg->out_color_space = JCS_EXT_RGBA;
    return jpeg_start_decompress(jpeg);
}

static void *reader_open(const uint8_t *bytes, size_t length, int *width, int *height, char *error) {
    struct reader *reader = memory_new(1, sizeof *reader);
    reader->jpeg.err = jpeg_std_error(&reader->errors);
    reader->jpeg.client_data = reader;
    reader->errors.error_exit = on_error;
    reader->errors.emit_message = on_message;
    if (read_header(reader, bytes, length)) {
        *width = (int)reader->jpeg.output_width;
        *height = (int)reader->jpeg.output_height;
        return reader;
    }
    snprintf(error, IMAGE_DECODER_ERROR_SIZE, "%.*s", IMAGE_DECODER_ERROR_SIZE - 1, reader->error);
    reader_close(reader);
    return NULL;
}

static bool read_row(void *data, uint8_t *rgba, char *error) {
    struct reader *reader = data;
    JSAMPROW rows[] = {rgba};
    if (setjmp(reader->back) == 0)
        return jpeg_read_scanlines(&reader->jpeg, rows, 1) == 1;
    snprintf(error, IMAGE_DECODER_ERROR_SIZE, "%.*s", IMAGE_DECODER_ERROR_SIZE - 1, reader->error);
    return false;
}

const struct image_decoder_kind image_decoder_jpeg = {"\xFF\xD8\xFF", 3,           reader_open,
                                                      read_row,       orientation, reader_close};
