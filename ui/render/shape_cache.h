/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_SHAPE_CACHE_H
#define STB_UI_RENDER_SHAPE_CACHE_H
/* The shapes' masks that a canvas keeps; canvas_shape.c draws with them. */
#include "ui/render/canvas.h"
#include "ui/render/shape_raster.h"

struct shapes;
struct shapes *shapes_create(struct canvas *canvas);
void shapes_destroy(struct shapes *shapes);
/* Valid until the next call; NULL when memory is out. */
const struct canvas_mask *shapes_mask(struct shapes *shapes, struct shape shape);

/* A translucent area, mixed to the bit as the masks' pixels are: a box shows no seam. */
void shapes_lay(struct canvas *canvas, struct rect box, colour fill);
struct shapes *canvas_shapes(const struct canvas *canvas);
#endif
