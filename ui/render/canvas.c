/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills and blits, clipped here as well as by the display: a piece that cannot be seen is not even asked for. Shapes
 * come from a small cache of masks with the colour's alpha already in them (canvas_shape.c).
 */
#include "ui/render/canvas.h"
#include "stb-app/base/memory.h"
#include "ui/render/frame_shm_writer.h"
#include "ui/render/shape_cache.h"
#include <stdlib.h>
#include <string.h>

enum { GROUND_WIDTH = 128, FLAT_RADIUS = 64 };

struct canvas {
    struct display *display;
    struct rect all, clip;
    struct display_surface *ground; /* NULL until there is a gradient */
    colour top, bottom;             /* of the ground */
    struct shape_cache *shapes;
    struct frame_shm_writer *shm; /* NULL: nobody asked for frames */
};

/* --- start and end */

struct canvas *canvas_create(const char *system, int width, int height) {
    struct display *display = display_open(system, width, height);
    if (display == NULL)
        return NULL;
    struct canvas *canvas = memory_new(1, sizeof *canvas);
    canvas->display = display;
    canvas->all = (struct rect){0, 0, display_width(display), display_height(display)};
    canvas->shapes = shape_cache_create(display);
    canvas_clip(canvas, NULL);
    return canvas;
}

void canvas_destroy(struct canvas *canvas) {
    if (canvas == NULL)
        return;
    shape_cache_destroy(canvas->shapes);
    frame_shm_writer_destroy(canvas->shm);
    display_surface_destroy(canvas->ground);
    display_close(canvas->display);
    free(canvas);
}

int canvas_width(const struct canvas *canvas) {
    return canvas->all.w;
}

int canvas_height(const struct canvas *canvas) {
    return canvas->all.h;
}

struct display *canvas_display(const struct canvas *canvas) {
    return canvas->display;
}

struct shape_cache *canvas_shapes(const struct canvas *canvas) {
    return canvas->shapes;
}

/* --- clip and fills */

void canvas_clip(struct canvas *canvas, const struct rect *clip) {
    canvas->clip = clip == NULL ? canvas->all : rect_common(*clip, canvas->all);
    if (!rect_empty(canvas->clip)) /* the display has no empty clip; is_visible() refuses instead */
        display_clip(canvas->display, canvas->clip);
}

static bool is_visible(const struct canvas *canvas, struct rect box, colour paint) {
    return paint >> 24 != 0 && !rect_empty(rect_common(box, canvas->clip));
}

/* A translucent area is laid with pieces of a mask, as the shapes are: mixed to the same bit, a box shows no seam. */
static void fill_translucent(struct canvas *canvas, struct rect box, colour fill) {
    struct shape flat = {.kind = SHAPE_KIND_FLAT, .radius = FLAT_RADIUS, .alpha = (uint8_t)(fill >> 24)};
    const struct canvas_mask *mask = shape_cache_mask(canvas->shapes, flat);
    const int side = 2 * FLAT_RADIUS;
    for (int y = 0; mask != NULL && y < box.h; y += side)
        for (int x = 0; x < box.w; x += side) {
            struct rect part = {0, 0, box.w - x < side ? box.w - x : side, box.h - y < side ? box.h - y : side};
            canvas_mask_draw(canvas, mask, part, box.x + x, box.y + y, fill | 0xFF000000U);
        }
}

void canvas_fill(struct canvas *canvas, struct rect box, colour fill) {
    if (!is_visible(canvas, box, fill))
        return;
    if (fill >> 24 == 255)
        display_fill(canvas->display, box, fill);
    else
        fill_translucent(canvas, box, fill);
}

/* The ground is kept as a strip GROUND_WIDTH wide, in the screen's own format: laying it is plain copying. */
static bool ground_ready(struct canvas *canvas, colour top, colour bottom) {
    int pitch;
    if (canvas->ground != NULL && canvas->top == top && canvas->bottom == bottom)
        return true;
    if (canvas->ground == NULL)
        canvas->ground = display_surface_create(canvas->display, GROUND_WIDTH, canvas->all.h, DISPLAY_AS_SCREEN);
    char *rows = canvas->ground != NULL ? display_surface_lock(canvas->ground, &pitch) : NULL;
    if (rows == NULL)
        return false;
    for (int y = 0; y < canvas->all.h; y++)
        pixels_gradient(display_format(canvas->display), top, bottom, y, canvas->all.h, rows + (ptrdiff_t)y * pitch,
                        GROUND_WIDTH);
    display_surface_unlock(canvas->ground);
    canvas->top = top;
    canvas->bottom = bottom;
    return true;
}

void canvas_gradient(struct canvas *canvas, colour top, colour bottom) {
    const struct rect *clip = &canvas->clip;
    if (rect_empty(*clip))
        return;
    if (top == bottom || !ground_ready(canvas, top, bottom)) {
        canvas_fill(canvas, *clip, top | 0xFF000000U);
        return;
    }
    struct rect source = {0, clip->y, GROUND_WIDTH, clip->h};
    for (int x = clip->x - clip->x % GROUND_WIDTH; x < clip->x + clip->w; x += GROUND_WIDTH)
        display_blit(canvas->display, canvas->ground, source, x, clip->y, 0);
}

/* --- masks */

void canvas_mask_draw(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, int x, int y,
                      colour paint) {
    if (is_visible(canvas, (struct rect){x, y, source.w, source.h}, paint))
        display_blit(canvas->display, canvas_mask_surface(mask), source, x, y, paint);
}

void canvas_mask_stretch(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, struct rect target,
                         colour paint) {
    if (is_visible(canvas, target, paint))
        display_stretch(canvas->display, canvas_mask_surface(mask), source, target, paint);
}

bool canvas_shift(struct canvas *canvas, int top, int height, int dx) {
    struct rect part = rect_common((struct rect){0, top, canvas->all.w, height}, canvas->all);
    size_t each = (size_t)pixels_bytes(display_format(canvas->display)), far = (size_t)(dx < 0 ? -dx : dx);
    int pitch;
    uint8_t *rows = far < (size_t)canvas->all.w ? display_lock(canvas->display, true, &pitch) : NULL;
    if (rows == NULL)
        return false;
    for (int y = part.y; y < part.y + part.h; y++) {
        uint8_t *row = rows + (ptrdiff_t)y * pitch;
        size_t moved = ((size_t)canvas->all.w - far) * each;
        memmove(dx > 0 ? row + far * each : row, dx > 0 ? row : row + far * each, moved);
    }
    display_unlock(canvas->display);
    return true;
}

/* --- showing, sharing, reading */

typedef void row_fn(void *data, int y, const void *pixels);

static bool each_row(struct canvas *canvas, struct rect part, row_fn *fn, void *data) {
    size_t each = (size_t)pixels_bytes(display_format(canvas->display));
    int pitch;
    const uint8_t *rows = display_lock(canvas->display, false, &pitch);
    if (rows == NULL)
        return false;
    for (int y = part.y; y < part.y + part.h; y++)
        fn(data, y, rows + (ptrdiff_t)y * pitch + (size_t)part.x * each);
    display_unlock(canvas->display);
    return true;
}

struct sharing {
    struct frame_shm_writer *shm;
    struct rect part;
    enum pixels_format format;
};

static void share_row(void *data, int y, const void *pixels) {
    const struct sharing *sharing = data;
    pixels_read(sharing->format, pixels, frame_shm_writer_pixel(sharing->shm, sharing->part.x, y), sharing->part.w);
}

static void share_frame(struct canvas *canvas, struct rect changed, int64_t key_us) {
    struct rect part = frame_shm_writer_begin(canvas->shm, changed);
    struct sharing sharing = {canvas->shm, part, display_format(canvas->display)};
    each_row(canvas, part, share_row, &sharing);
    frame_shm_writer_end(canvas->shm, key_us);
}

void canvas_present(struct canvas *canvas, const struct rect *changed, int64_t key_us) {
    struct rect part = changed == NULL ? canvas->all : rect_common(*changed, canvas->all);
    if (rect_empty(part))
        return;
    display_flip(canvas->display, part);
    if (canvas->shm != NULL)
        share_frame(canvas, part, key_us);
}

bool canvas_share(struct canvas *canvas, int fd) {
    struct frame_shm_writer *shm = frame_shm_writer_create(fd, canvas->all.w, canvas->all.h);
    if (shm == NULL)
        return false;
    frame_shm_writer_destroy(canvas->shm);
    canvas->shm = shm;
    return true;
}

struct reading {
    canvas_row_fn *fn;
    void *data;
    uint32_t *row;
    enum pixels_format format;
    int width;
    bool wanted;
};

static void read_row(void *data, int y, const void *pixels) {
    struct reading *reading = data;
    (void)y;
    if (!reading->wanted)
        return;
    pixels_read(reading->format, pixels, reading->row, reading->width);
    reading->wanted = reading->fn(reading->data, reading->row, reading->width);
}

bool canvas_read(struct canvas *canvas, canvas_row_fn *fn, void *data) {
    struct reading reading = {.fn = fn,
                              .data = data,
                              .row = memory_new((size_t)canvas->all.w, 4),
                              .format = display_format(canvas->display),
                              .width = canvas->all.w,
                              .wanted = true};
    bool done = each_row(canvas, canvas->all, read_row, &reading);
    free(reading.row);
    return done && reading.wanted;
}
