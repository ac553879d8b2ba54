/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canvas's rounded boxes, rings, shadows and arcs: pieces of one small mask where the outline bends, plain fills
 * between them. Pieces never overlap, so that a translucent colour is laid exactly once everywhere.
 */
#include "ui/render/canvas.h"
#include "ui/render/shape_cache.h"

enum { BLUR_MAX = 256 };

static bool can_be_seen(colour paint) {
    return paint >> 24 != 0;
}

static int bounded_radius(struct rect box, int radius) {
    int most = (box.w < box.h ? box.w : box.h) / 2;
    return radius < 0 ? 0 : radius > most ? most : radius;
}

/* The four R x R corners of a 2R mask at the corners of the box. */
static void draw_corners(struct canvas *canvas, const struct canvas_mask *mask, struct rect box, int r, colour paint) {
    if (box.w == 2 * r && box.h == 2 * r) {
        canvas_mask_draw(canvas, mask, (struct rect){0, 0, 2 * r, 2 * r}, box.x, box.y, paint);
        return;
    }
    int right = box.x + box.w - r, bottom = box.y + box.h - r;
    canvas_mask_draw(canvas, mask, (struct rect){0, 0, r, r}, box.x, box.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){r, 0, r, r}, right, box.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){0, r, r, r}, box.x, bottom, paint);
    canvas_mask_draw(canvas, mask, (struct rect){r, r, r, r}, right, bottom, paint);
}

void canvas_round(struct canvas *canvas, struct rect box, int radius, colour fill) {
    if (!can_be_seen(fill))
        return;
    int r = bounded_radius(box, radius);
    struct shape disc = {.kind = SHAPE_KIND_DISC, .radius = r, .alpha = (uint8_t)(fill >> 24)};
    const struct canvas_mask *mask = r > 0 ? shape_cache_mask(canvas_shapes(canvas), disc) : NULL;
    if (mask == NULL) {
        canvas_fill(canvas, box, fill);
        return;
    }
    draw_corners(canvas, mask, box, r, fill | 0xFF000000U);
    canvas_fill(canvas, (struct rect){box.x + r, box.y, box.w - 2 * r, r}, fill);
    canvas_fill(canvas, (struct rect){box.x, box.y + r, box.w, box.h - 2 * r}, fill);
    canvas_fill(canvas, (struct rect){box.x + r, box.y + box.h - r, box.w - 2 * r, r}, fill);
}

void canvas_ring(struct canvas *canvas, struct rect box, int radius, int thickness, colour stroke) {
    int most = (box.w < box.h ? box.w : box.h) / 2;
    int t = thickness > most ? most : thickness;
    if (t <= 0 || !can_be_seen(stroke))
        return;
    int r = bounded_radius(box, radius > t ? radius : t);
    struct shape ring = {.kind = SHAPE_KIND_RING, .radius = r, .breadth = t, .alpha = (uint8_t)(stroke >> 24)};
    const struct canvas_mask *mask = shape_cache_mask(canvas_shapes(canvas), ring);
    if (mask == NULL)
        return;
    draw_corners(canvas, mask, box, r, stroke | 0xFF000000U);
    canvas_fill(canvas, (struct rect){box.x + r, box.y, box.w - 2 * r, t}, stroke);
    canvas_fill(canvas, (struct rect){box.x + r, box.y + box.h - t, box.w - 2 * r, t}, stroke);
    canvas_fill(canvas, (struct rect){box.x, box.y + r, t, box.h - 2 * r}, stroke);
    canvas_fill(canvas, (struct rect){box.x + box.w - t, box.y + r, t, box.h - 2 * r}, stroke);
}

/* One edge of a shadow: PIECE of the mask, a stretch of edge, repeated along EDGE. ACROSS: EDGE runs from left to
 * right, else from top to bottom. */
static void draw_edge(struct canvas *canvas, const struct canvas_mask *mask, struct rect piece, struct rect edge,
                      bool across, colour paint) {
    int length = across ? edge.w : edge.h;
    for (int done = 0; done < length; done += SHAPE_EDGE) {
        int step = length - done < SHAPE_EDGE ? length - done : SHAPE_EDGE;
        struct rect part = {piece.x, piece.y, across ? step : piece.w, across ? piece.h : step};
        canvas_mask_draw(canvas, mask, part, edge.x + (across ? done : 0), edge.y + (across ? 0 : done), paint);
    }
}

void canvas_shadow(struct canvas *canvas, struct rect box, int radius, int blur, colour shade) {
    struct rect whole = {box.x - blur, box.y - blur, box.w + 2 * blur, box.h + 2 * blur};
    int r = bounded_radius(box, radius);
    if (blur <= 0 || blur > BLUR_MAX || !can_be_seen(shade))
        return;
    struct shape shadow = {.kind = SHAPE_KIND_SHADOW, .radius = r, .breadth = blur, .alpha = (uint8_t)(shade >> 24)};
    const struct canvas_mask *mask = shape_cache_mask(canvas_shapes(canvas), shadow);
    if (mask == NULL)
        return;
    int c = blur + r, far = c + SHAPE_EDGE, right = whole.x + whole.w - c, bottom = whole.y + whole.h - c;
    int wide = whole.w - 2 * c, tall = whole.h - 2 * c, behind = 2 * c + SHAPE_EDGE - blur;
    colour paint = shade | 0xFF000000U;
    canvas_mask_draw(canvas, mask, (struct rect){0, 0, c, c}, whole.x, whole.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){far, 0, c, c}, right, whole.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){0, far, c, c}, whole.x, bottom, paint);
    canvas_mask_draw(canvas, mask, (struct rect){far, far, c, c}, right, bottom, paint);
    draw_edge(canvas, mask, (struct rect){c, 0, SHAPE_EDGE, blur}, (struct rect){whole.x + c, whole.y, wide, blur},
              true, paint);
    draw_edge(canvas, mask, (struct rect){c, behind, SHAPE_EDGE, blur},
              (struct rect){whole.x + c, box.y + box.h, wide, blur}, true, paint);
    draw_edge(canvas, mask, (struct rect){0, c, blur, SHAPE_EDGE}, (struct rect){whole.x, whole.y + c, blur, tall},
              false, paint);
    draw_edge(canvas, mask, (struct rect){behind, c, blur, SHAPE_EDGE},
              (struct rect){box.x + box.w, whole.y + c, blur, tall}, false, paint);
}

void canvas_arc(struct canvas *canvas, struct rect box, int thickness, int permille, colour stroke) {
    int r = (box.w < box.h ? box.w : box.h) / 2;
    if (r <= 0 || thickness <= 0 || permille <= 0 || !can_be_seen(stroke))
        return;
    struct shape arc = {.kind = SHAPE_KIND_ARC,
                        .radius = r,
                        .breadth = thickness < r ? thickness : r,
                        .permille = permille < 1000 ? permille : 1000,
                        .alpha = (uint8_t)(stroke >> 24)};
    const struct canvas_mask *mask = shape_cache_mask(canvas_shapes(canvas), arc);
    if (mask != NULL)
        canvas_mask_draw(canvas, mask, (struct rect){0, 0, 2 * r, 2 * r}, box.x + box.w / 2 - r, box.y + box.h / 2 - r,
                         stroke | 0xFF000000U);
}
