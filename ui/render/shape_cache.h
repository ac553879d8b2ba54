/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_SHAPE_CACHE_H
#define STB_UI_RENDER_SHAPE_CACHE_H
/* The shapes' masks that a canvas keeps; canvas_shape.c draws with them. */
#include "ui/render/canvas.h"
#include "ui/render/shape_raster.h"

struct shape_cache;
struct shape_cache *shape_cache_create(struct canvas *canvas);
void shape_cache_destroy(struct shape_cache *shapes);
/* Valid until the next call; NULL when memory is out. */
const struct canvas_mask *shape_cache_mask(struct shape_cache *shapes, struct shape shape);

/* A translucent area, mixed to the bit as the masks' pixels are: a box shows no seam. */
void shape_cache_lay(struct canvas *canvas, struct rect box, colour fill);
struct shape_cache *canvas_shapes(const struct canvas *canvas);
#endif
