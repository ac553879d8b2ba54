/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both lists of items are walked side by side: an item of the new scene that is also further on in the old one is kept,
 * what was passed over on the way is gone, and what has no equal is new. Everything not matched is repainted, so a poor
 * match costs time and never gives a wrong picture. The trap is what reaches out of an item's box: the damage is of its
 * extent, not of its box.
 */
#include "ui/scene/scene_diff.h"
#include <string.h>

/* The extent without the shadow. */
static struct rect extent_inside(struct text *text, const struct scene_item *item) {
    struct rect whole = item->box;
    if (item->icon != NULL || item->emoji != NULL)
        whole = rect_join(whole, item->mark_box);
    if (item->words != NULL && *item->words != 0)
        whole = rect_join(whole, text_extent(text, item->style, item->words, item->words_box, item->centred));
    return whole;
}

struct rect scene_diff_extent(struct text *text, const struct scene_item *item) {
    int shadow = item->shape == SHAPE_ROUND && item->shadow > 0 ? item->shadow : 0;
    return rect_join(extent_inside(text, item), rect_inset(item->box, -shadow, -shadow));
}

/* The same item with the same outline: a focus came or went, and the shadow stays as it is. */
static bool same_outline(const struct scene_item *a, const struct scene_item *b) {
    return rect_equal(a->box, b->box) && a->shape == b->shape && a->radius == b->radius && a->shadow == b->shadow &&
           strcmp(a->id, b->id) == 0;
}

/* Where in LAST, from OLD on, an equal of ITEM is; item_count when nowhere. */
static size_t find_equal(const struct scene *last, size_t old, const struct scene_item *item) {
    while (old < last->item_count && !scene_item_equal(&last->items[old], item))
        old++;
    return old;
}

void scene_diff_find(struct text *text, const struct scene *last, const struct scene *next, struct damage *damage) {
    size_t old = 0;
    for (size_t i = 0; i < next->item_count; i++) {
        const struct scene_item *item = &next->items[i];
        size_t match = find_equal(last, old, item);
        if (match < last->item_count) {
            for (; old < match; old++)
                damage_add(damage, scene_diff_extent(text, &last->items[old]));
            old = match + 1;
        } else if (old < last->item_count && same_outline(&last->items[old], item)) {
            damage_add(damage, rect_join(extent_inside(text, &last->items[old++]), extent_inside(text, item)));
        } else {
            damage_add(damage, scene_diff_extent(text, item));
        }
    }
    for (; old < last->item_count; old++)
        damage_add(damage, scene_diff_extent(text, &last->items[old]));
}
