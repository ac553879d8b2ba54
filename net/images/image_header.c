/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only as much of the two formats as tells how large a picture wants to be: PNG says it in its first chunk, JPEG in the
 * first frame header, to which the segments before it have to be walked. A progressive JPEG and an interlaced PNG have
 * to be held whole before their first row is known; a box has no room for that.
 */
#include "net/images/image_header.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

bool image_header_check_name(const char *name) {
    static const char *const ends[] = {".png", ".jpg", ".jpeg"};
    size_t length = strlen(name);
    if (length >= IMAGE_NAME_SIZE || name[0] == '.' ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != length)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (length > strlen(ends[i]) && strcmp(name + length - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

static unsigned long number(const uint8_t *bytes, int count) {
    unsigned long value = 0;
    while (count-- > 0)
        value = value << 8 | *bytes++;
    return value;
}

static bool refuse(char *error, const char *reason) {
    snprintf(error, IMAGE_HEADER_ERROR_SIZE, "%s", reason);
    return false;
}

static bool check_sides(unsigned long width, unsigned long height, char *error) {
    bool good = width >= 1 && height >= 1 && width <= IMAGE_HEADER_SIDE_MAX && height <= IMAGE_HEADER_SIDE_MAX;
    if (!good)
        snprintf(error, IMAGE_HEADER_ERROR_SIZE, "it is %lux%lu; expected sides of 1 to %d", width, height,
                 IMAGE_HEADER_SIDE_MAX);
    return good;
}

/* Signature 8, length 4, "IHDR", width 4, height 4, depth, colour, compression, filter, interlace. */
static bool check_png(const uint8_t *bytes, size_t length, char *error) {
    if (length < 33 || memcmp(bytes + 12, "IHDR", 4) != 0)
        return refuse(error, "a PNG without its header");
    if (bytes[28] != 0)
        return refuse(error, "an interlaced PNG");
    return check_sides(number(bytes + 16, 4), number(bytes + 20, 4), error);
}

static bool is_frame(uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Segments: FF, marker, length 2 (its own two bytes too); a frame's has depth 1, height 2, width 2. */
static bool check_jpeg(const uint8_t *bytes, size_t length, char *error) {
    for (size_t at = 2; at + 4 <= length && bytes[at] == 0xFF;) {
        uint8_t marker = bytes[at + 1];
        size_t size = number(bytes + at + 2, 2);
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        if (is_frame(marker) && at + 9 <= length)
            return marker <= 0xC1 ? check_sides(number(bytes + at + 7, 2), number(bytes + at + 5, 2), error)
                                  : refuse(error, "a progressive JPEG");
        if (size < 2)
            break;
        at += 2 + size;
    }
    return refuse(error, "a JPEG without its header");
}

bool image_header_check(const void *content, size_t length, char error[IMAGE_HEADER_ERROR_SIZE]) {
    const uint8_t *bytes = content;
    if (length > IMAGE_HEADER_MAX)
        return refuse(error, "it is larger than 512 KiB");
    if (length > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
        return check_png(bytes, length, error);
    if (length > 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
        return check_jpeg(bytes, length, error);
    return refuse(error, "it is neither PNG nor JPEG");
}
