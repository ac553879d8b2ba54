/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCENE_PAINTER_H
#define STB_UI_SCENE_PAINTER_H
/* Paints one part of a scene, from the ground up. */
#include "ui/scene/scene.h"

struct image_store;
struct painter { /* all borrowed */
    struct canvas *canvas;
    struct text *text;
    struct image_store *images; /* NULL: emoji stand for all pictures */
};
/* The focus ring on its way: instead of in its place it is drawn at BOX, on top of all items. */
struct painter_ring {
    size_t item; /* the ring's index in the scene */
    struct rect box;
    colour stroke;
};
/* RING: NULL = it is in its place. Leaves the canvas clipped to PART. */
void painter_paint(const struct painter *painter, const struct scene *scene, struct rect part,
                   const struct painter_ring *ring);
#endif
