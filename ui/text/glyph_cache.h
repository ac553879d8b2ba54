/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_GLYPH_CACHE_H
#define STB_UI_TEXT_GLYPH_CACHE_H
/* Rendered glyphs, packed onto few masks ("pages") and bounded in bytes: the page longest unused gives way whole. */
#include "ui/render/canvas.h"

struct glyph_cache;
struct glyph_key {
    uint32_t index; /* in the face */
    uint16_t px;
    uint8_t face;
};
struct glyph {
    struct glyph_key key;
    int16_t left, top;        /* of its picture, from the pen on the baseline: right, up */
    uint16_t x, y, w, h;      /* where it lies on the page; w 0 = nothing to draw */
    struct glyphs_page *page; /* the cache's */
};

struct glyph_cache *glyph_cache_create(struct canvas *canvas, size_t bytes_max);
void glyph_cache_destroy(struct glyph_cache *glyphs);
/* NULL when it is not there. Valid until the next glyph_cache_add(). */
const struct glyph *glyph_cache_find(struct glyph_cache *glyphs, struct glyph_key key);
/* Takes GLYPH's key, left, top, w, h and its PIXELS (as canvas_mask_create()); NULL when memory is out. */
const struct glyph *glyph_cache_add(struct glyph_cache *glyphs, const struct glyph *glyph, int stride,
                                    const uint8_t *pixels, bool argb);
/* Draws it with the pen at X on the baseline Y. */
void glyph_cache_draw(struct glyph_cache *glyphs, const struct glyph *glyph, int x, int y, colour paint);
size_t glyph_cache_bytes(const struct glyph_cache *glyphs);
#endif
