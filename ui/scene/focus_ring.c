/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene/focus_ring.h"
#include <string.h>

size_t focus_ring_find(const struct scene *scene) {
    for (size_t i = 0; i + 1 < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (item->role == ROLE_NONE && item->shape == SHAPE_ROUND && item->ring > 0 && item->fill == 0 &&
            item[1].focusable && scene->focus != NULL && strcmp(item[1].id, scene->focus) == 0)
            return i;
    }
    return scene->item_count;
}

static bool same_name(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The item that had the focus is still to be seen where it was. */
static bool still_there(const struct scene *last, const struct scene *next) {
    const struct scene_item *before = scene_find(last, last->focus), *now = scene_find(next, last->focus);
    return before != NULL && now != NULL && rect_equal(before->box, now->box) &&
           same_name(last->screen, next->screen) && same_name(last->step, next->step);
}

void focus_ring_follow(struct focus_ring *ring, const struct scene *last, const struct scene *next, int lasts_ms,
                       int64_t now_ms) {
    size_t before = focus_ring_find(last), now = focus_ring_find(next);
    bool moved = ring->tween.runs;
    ring->tween.runs = ring->flares = false;
    if (before == last->item_count || now == next->item_count || !still_there(last, next))
        return;
    struct rect from = moved ? ring->box : last->items[before].box, to = next->items[now].box;
    if (moved && rect_equal(ring->tween.to, to))
        ring->tween.runs = true;
    else if (!rect_equal(from, to))
        tween_begin(&ring->tween, from, to, lasts_ms, now_ms);
    if (!ring->tween.runs)
        return;
    ring->item = now;
    ring->box = tween_at(&ring->tween, now_ms);
}

void focus_ring_bump(struct focus_ring *ring, const struct scene *scene, size_t item, struct rect from, int lasts_ms,
                     int64_t now_ms) {
    ring->item = item;
    tween_begin(&ring->tween, from, scene->items[item].box, lasts_ms, now_ms);
    ring->box = tween_at(&ring->tween, now_ms);
}
