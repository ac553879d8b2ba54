/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_IMAGES_IMAGE_HEADER_H
#define STB_NET_IMAGES_IMAGE_HEADER_H
/* Whether a picture's name and content may come in at all. Pure. What decodes it checks again, row by row. */
#include <stdbool.h>
#include <stddef.h>

enum { IMAGE_NAME_SIZE = 64, IMAGE_HEADER_MAX = 512 << 10, IMAGE_HEADER_SIDE_MAX = 2048, IMAGE_HEADER_ERROR_SIZE = 96 };

/* [a-z0-9._-], no dot at the beginning, ".png", ".jpg" or ".jpeg" at the end: a file's name and never a path. */
bool image_header_check_name(const char *name);
/* A PNG or a baseline JPEG, by its first bytes and its header, with sides of 1 to IMAGE_HEADER_SIDE_MAX. */
bool image_header_check(const void *content, size_t length, char error[IMAGE_HEADER_ERROR_SIZE]);
#endif
