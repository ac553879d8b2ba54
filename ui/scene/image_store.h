/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_IMAGE_STORE_H
#define STB_UI_SCENE_IMAGE_STORE_H
/*
 * The catalogue's pictures, from the files that stb-app keeps: asked for as screens show them, decoded in small slices
 * between the loop's other work, kept in the size they are drawn in, bounded in bytes. Until a picture is there the
 * emoji stands in its place; and when its file is refused, from then on, whatever that file held before.
 */
#include "ui/scene/scene.h"

enum { GALLERY_MOST = 48, GALLERY_SLICE_US = 300 };

struct gallery;
struct json_object;
struct loop;
struct gallery_setup {
    struct loop *loop;
    struct canvas *canvas;
    size_t bytes_max;                                        /* of the pictures kept that are not on screen */
    void (*on_ask)(void *data, struct json_object *message); /* ipc.h's "images"; it takes MESSAGE */
    void (*on_change)(void *data);                           /* what is on screen is to be drawn anew */
    void *data;
};
struct gallery *gallery_create(const struct gallery_setup *setup); /* NULL when memory is out */
void gallery_destroy(struct gallery *gallery);
/* Before SCENE is painted: asks for the pictures on it, and sets the drawing of each that is there. */
void gallery_dress(struct gallery *gallery, struct scene *scene);
void gallery_take(struct gallery *gallery, struct json_object *message); /* ipc.h's "image" */
/* The shape of NAME's file; false, and 0, as long as it cannot be drawn. */
bool gallery_shape(const struct gallery *gallery, const char *name, int *width, int *height);
/* The picture of NAME that fills BOX, a square unless it is VIEW_LOGO's. False: it is not there. */
bool gallery_draw(struct gallery *gallery, const char *name, struct rect box);
size_t gallery_bytes(const struct gallery *gallery);
#endif
