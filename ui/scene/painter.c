/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part is clipped, then painted with all items that reach into it, in their order: so translucent fills and shadows
 * come out the same as in a whole picture.
 */
#include "ui/scene/painter.h"
#include "stb-app/base/log.h"
#include "ui/scene/image_store.h"
#include "ui/scene/scene_diff.h"

static const colour SHADE = 0x66000000U;

static void paint_shape(struct canvas *canvas, const struct scene_item *item) {
    if (item->shape == SHAPE_ARC) {
        canvas_arc(canvas, item->box, item->ring, item->permille, item->stroke);
        return;
    }
    if (item->shape != SHAPE_ROUND)
        return;
    canvas_shadow(canvas, item->box, item->radius, item->shadow, SHADE);
    canvas_round(canvas, item->box, item->radius, item->fill);
    canvas_ring(canvas, item->box, item->radius, item->ring, item->stroke);
}

static bool paint_picture(const struct painter *painter, const struct scene_item *item) {
    return painter->images != NULL && item->drawing != 0 && image_store_draw(painter->images, item->picture, item->box);
}

static void paint_item(const struct painter *painter, const struct scene_item *item) {
    paint_shape(painter->canvas, item);
    if (paint_picture(painter, item))
        return;
    if (item->icon != NULL && !text_icon(painter->text, item->icon, item->mark_box, item->fg))
        log_debug("painter", "no icon \"%s\"", item->icon);
    if (item->emoji != NULL && !text_emoji(painter->text, item->emoji, item->mark_box))
        log_debug("painter", "no emoji for item \"%s\"", item->id);
    if (item->words != NULL)
        text_draw(painter->text, item->style, item->words, item->words_box, item->centred, item->fg);
}

void painter_paint(const struct painter *painter, const struct scene *scene, struct rect part,
                   const struct painter_ring *ring) {
    canvas_clip(painter->canvas, &part);
    canvas_gradient(painter->canvas, scene->top, scene->bottom);
    for (size_t i = 0; i < scene->item_count; i++)
        if ((ring == NULL || i != ring->item) && rect_touch(scene_diff_extent(painter->text, &scene->items[i]), part))
            paint_item(painter, &scene->items[i]);
    if (ring != NULL && rect_touch(ring->box, part))
        canvas_ring(painter->canvas, ring->box, scene->items[ring->item].radius, scene->items[ring->item].ring,
                    ring->stroke);
}
