/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_IMAGE_STORE_H
#define STB_UI_SCENE_IMAGE_STORE_H
/*
 * The catalog's pictures, from files that stb-app keeps. They are asked for as screens show them, decoded in small
 * slices between the loop's other work, and kept in the size they are drawn in, bounded in bytes. Until a picture is
 * there, and from when its file is refused, the emoji stands in its place.
 */
#include "ui/scene/scene.h"

enum { IMAGE_STORE_MAX = 48, IMAGE_STORE_SLICE_US = 300 };

struct image_store;
struct ipc_image;
struct loop;
struct image_store_setup {
    struct loop *loop;
    struct canvas *canvas;
    size_t bytes_max; /* of the pictures kept that are not on screen */
    void (*on_ask)(void *data, const char *const *names, size_t count); /* of the pictures on screen, from the top */
    void (*on_change)(void *data);                                      /* what is on screen is to be drawn anew */
    void *data;
};
struct image_store *image_store_create(const struct image_store_setup *setup);
void image_store_destroy(struct image_store *images);
/* Before SCENE is painted: asks for the pictures on it, and sets the drawing of each that is there. */
void image_store_resolve(struct image_store *images, struct scene *scene);
void image_store_take(struct image_store *images, const struct ipc_image *file); /* the answer to on_ask() */
/* The size of the picture in NAME's file; false, and 0, as long as it cannot be drawn. */
bool image_store_shape(const struct image_store *images, const char *name, int *width, int *height);
/* Draws the picture NAME so that it fills BOX, a square unless it is SCENE_LOGO. False: it is not there. */
bool image_store_draw(struct image_store *images, const char *name, struct rect box);
size_t image_store_bytes(const struct image_store *images);
#endif
