/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mask is drawn once for each kind, radius, breadth and alpha, and kept. When there are too many, or they take too
 * many bytes, the one not used for longest is dropped. The bytes are bounded and not only the number, because a
 * countdown's arc is a new mask every second. The alpha is part of the mask, because DirectFB has a quick path for an
 * 8-bit mask in an opaque colour, and a general one, twice as slow, for everything else.
 *
 * The trap: asking for a second mask may drop the first.
 */
#include "ui/render/shape_cache.h"
#include "stb-app/base/memory.h"
#include <stdlib.h>

enum { SHAPES_MAX = 48, SHAPE_BYTES_MAX = 768 << 10 };

struct cached_shape {
    struct shape shape;
    struct canvas_mask *mask;
    unsigned used;
};

struct shape_cache {
    struct display *display;
    struct cached_shape cached[SHAPES_MAX];
    size_t bytes;
    unsigned clock;
};

struct shape_cache *shape_cache_create(struct display *display) {
    struct shape_cache *shapes = memory_new(1, sizeof *shapes);
    shapes->display = display;
    return shapes;
}

void shape_cache_destroy(struct shape_cache *shapes) {
    for (size_t i = 0; shapes != NULL && i < SHAPES_MAX; i++)
        canvas_mask_destroy(shapes->cached[i].mask);
    free(shapes);
}

static size_t bytes_of(const struct shape *shape) {
    return (size_t)shape_raster_side(shape) * (size_t)shape_raster_side(shape);
}

static void forget_shape(struct shape_cache *shapes, struct cached_shape *cached) {
    shapes->bytes -= bytes_of(&cached->shape);
    canvas_mask_destroy(cached->mask);
    *cached = (struct cached_shape){.used = 0};
}

static struct cached_shape *oldest_shape(struct shape_cache *shapes) {
    struct cached_shape *oldest = NULL;
    for (struct cached_shape *each = shapes->cached; each < shapes->cached + SHAPES_MAX; each++)
        if (each->mask != NULL && (oldest == NULL || each->used < oldest->used))
            oldest = each;
    return oldest;
}

static struct cached_shape *room_for_shape(struct shape_cache *shapes, size_t bytes) {
    while (shapes->bytes > 0 && shapes->bytes + bytes > SHAPE_BYTES_MAX)
        forget_shape(shapes, oldest_shape(shapes));
    for (struct cached_shape *each = shapes->cached; each < shapes->cached + SHAPES_MAX; each++)
        if (each->mask == NULL)
            return each;
    struct cached_shape *oldest = oldest_shape(shapes);
    forget_shape(shapes, oldest);
    return oldest;
}

static bool same_shape(const struct shape *a, const struct shape *b) {
    return a->kind == b->kind && a->radius == b->radius && a->breadth == b->breadth && a->permille == b->permille &&
           a->alpha == b->alpha;
}

const struct canvas_mask *shape_cache_mask(struct shape_cache *shapes, struct shape shape) {
    for (struct cached_shape *each = shapes->cached; each < shapes->cached + SHAPES_MAX; each++)
        if (each->mask != NULL && same_shape(&each->shape, &shape)) {
            each->used = ++shapes->clock;
            return each->mask;
        }
    size_t bytes = bytes_of(&shape);
    uint8_t *pixels = memory_new(1, bytes);
    shape_raster_render(&shape, pixels);
    int side = shape_raster_side(&shape);
    struct canvas_mask *mask = canvas_mask_create(shapes->display, side, side, side, pixels, false);
    free(pixels);
    if (mask == NULL)
        return NULL;
    struct cached_shape *room = room_for_shape(shapes, bytes);
    *room = (struct cached_shape){.shape = shape, .mask = mask, .used = ++shapes->clock};
    shapes->bytes += bytes;
    return mask;
}
