/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/render/canvas_mask.h"
#include "stb-app/base/memory.h"
#include <stdlib.h>
#include <string.h>

struct canvas_mask {
    struct display_surface *surface;
    int width, height;
    size_t pixel_bytes;
};

static bool fill(struct canvas_mask *mask, int stride, const uint8_t *pixels) {
    if (pixels != NULL)
        return canvas_mask_write(mask, (struct rect){0, 0, mask->width, mask->height}, stride, pixels);
    display_surface_clear(mask->surface);
    return true;
}

struct canvas_mask *canvas_mask_create(struct display *display, int width, int height, int stride,
                                       const uint8_t *pixels, bool argb) {
    if (width <= 0 || height <= 0 || width > DISPLAY_SIDE_MAX || height > DISPLAY_SIDE_MAX)
        return NULL;
    struct canvas_mask *mask = memory_new(1, sizeof *mask);
    *mask = (struct canvas_mask){.width = width, .height = height, .pixel_bytes = argb ? 4 : 1};
    mask->surface = display_surface_create(display, width, height, argb ? DISPLAY_PREMULTIPLIED : DISPLAY_COVERAGE);
    if (mask->surface != NULL && fill(mask, stride, pixels))
        return mask;
    canvas_mask_destroy(mask);
    return NULL;
}

void canvas_mask_destroy(struct canvas_mask *mask) {
    if (mask == NULL)
        return;
    display_surface_destroy(mask->surface);
    free(mask);
}

bool canvas_mask_write(struct canvas_mask *mask, struct rect at, int stride, const uint8_t *pixels) {
    int pitch;
    if (!rect_equal(rect_common(at, (struct rect){0, 0, mask->width, mask->height}), at))
        return false;
    uint8_t *rows = display_surface_lock(mask->surface, &pitch);
    if (rows == NULL)
        return false;
    for (int y = 0; y < at.h; y++)
        memcpy(rows + (ptrdiff_t)(at.y + y) * pitch + (size_t)at.x * mask->pixel_bytes, pixels + (ptrdiff_t)y * stride,
               (size_t)at.w * mask->pixel_bytes);
    display_surface_unlock(mask->surface);
    return true;
}

const struct display_surface *canvas_mask_surface(const struct canvas_mask *mask) {
    return mask->surface;
}
