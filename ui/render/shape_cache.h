/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_RENDER_SHAPE_CACHE_H
#define STB_UI_RENDER_SHAPE_CACHE_H
/* The masks of the shapes that were drawn lately; canvas.c and canvas_shape.c draw with them. */
#include "ui/render/canvas_mask.h"
#include "ui/render/shape_raster.h"

struct shape_cache;
struct shape_cache *shape_cache_create(struct display *display); /* DISPLAY is borrowed */
void shape_cache_destroy(struct shape_cache *shapes);
/* Valid until the next call; NULL, with a log line, when the display has no memory for it. */
const struct canvas_mask *shape_cache_mask(struct shape_cache *shapes, struct shape shape);
#endif
