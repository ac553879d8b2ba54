/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_GLYPH_CACHE_H
#define STB_UI_TEXT_GLYPH_CACHE_H
/* Rendered glyphs, packed onto a few masks ("pages") and bounded in bytes: when these are used up, the page that was
 * unused for longest is emptied. */
#include "ui/render/canvas.h"

struct glyph_cache;
struct glyph_key {
    uint32_t index; /* in the face */
    uint16_t px;
    uint8_t face;
};
struct glyph {
    struct glyph_key key;
    int16_t left, top;        /* where its picture begins, from the pen on the baseline: to the right, upwards */
    uint16_t x, y, w, h;      /* where it lies on the page; w 0 = nothing to draw */
    struct glyphs_page *page; /* the cache's */
};

struct glyph_cache *glyph_cache_create(struct canvas *canvas, size_t bytes_max);
void glyph_cache_destroy(struct glyph_cache *glyphs);
/* NULL when it is not in the cache. Valid until the next glyph_cache_add(). */
const struct glyph *glyph_cache_find(struct glyph_cache *glyphs, struct glyph_key key);
/* Adds a glyph of GLYPH's key, left, top, w and h with its PIXELS (as for canvas_mask_create()). NULL when the display
 * has no memory for it. */
const struct glyph *glyph_cache_add(struct glyph_cache *glyphs, const struct glyph *glyph, int stride,
                                    const uint8_t *pixels, bool argb);
/* Draws it with the pen at X on the baseline Y. */
void glyph_cache_draw(struct glyph_cache *glyphs, const struct glyph *glyph, int x, int y, colour paint);
size_t glyph_cache_bytes(const struct glyph_cache *glyphs);
#endif
