/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an arrow leads: to the nearest item that can be chosen in that direction, measured between edges, with distance
 * to the side counting double. Nothing wraps: at the edge there is no next item, and the screen stays as it is.
 *
 * The trap is overlap: the tall SOS tile lies beside two rows of tiles. Items that overlap across the direction have no
 * sideways distance at all, and among equals the one drawn first wins, so LEFT and RIGHT always come back.
 */
#include "ui/kit/focus.h"
#include <string.h>

const struct scene_item *focus_find(const struct scene *scene, const char *id) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].focusable && strcmp(scene->items[i].id, id) == 0)
            return &scene->items[i];
    return NULL;
}

size_t focus_count(const struct scene *scene) {
    size_t count = 0;
    for (size_t i = 0; i < scene->item_count; i++)
        count += scene->items[i].focusable;
    return count;
}

const struct scene_item *focus_at(const struct scene *scene, size_t place) {
    const struct scene_item *last = NULL;
    size_t seen = 0;
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].focusable) {
            last = &scene->items[i];
            if (seen++ == place)
                return last;
        }
    return last;
}

size_t focus_place(const struct scene *scene, const char *id) {
    size_t place = 0;
    for (size_t i = 0; i < scene->item_count; i++) {
        if (!scene->items[i].focusable)
            continue;
        if (strcmp(scene->items[i].id, id) == 0)
            return place;
        place++;
    }
    return 0;
}

/* The gap between [a, a+an] and [b, b+bn], 0 when they overlap. */
static int between(int a, int an, int b, int bn) {
    if (b >= a + an)
        return b - (a + an);
    return a >= b + bn ? a - (b + bn) : 0;
}

static long cost(struct rect from, struct rect to, enum action arrow) {
    bool across = arrow == ACTION_LEFT || arrow == ACTION_RIGHT;
    int ahead = 0;
    switch (arrow) {
    case ACTION_UP:
        ahead = (from.y + from.h / 2) - (to.y + to.h / 2);
        break;
    case ACTION_DOWN:
        ahead = (to.y + to.h / 2) - (from.y + from.h / 2);
        break;
    case ACTION_LEFT:
        ahead = (from.x + from.w / 2) - (to.x + to.w / 2);
        break;
    default:
        ahead = (to.x + to.w / 2) - (from.x + from.w / 2);
        break;
    }
    int gap = across ? between(from.x, from.w, to.x, to.w) : between(from.y, from.h, to.y, to.h);
    int aside = across ? between(from.y, from.h, to.y, to.h) : between(from.x, from.w, to.x, to.w);
    bool beside = across ? between(from.x, from.w, to.x, to.w) > 0 : between(from.y, from.h, to.y, to.h) > 0;
    return ahead > 0 && beside ? gap + 2L * aside : -1;
}

const struct scene_item *focus_next(const struct scene *scene, const char *id, enum action arrow) {
    const struct scene_item *from = focus_find(scene, id), *best = NULL;
    long least = 0;
    for (size_t i = 0; from && i < scene->item_count; i++) {
        const struct scene_item *to = &scene->items[i];
        long price = to->focusable && to != from ? cost(from->box, to->box, arrow) : -1;
        if (price >= 0 && (!best || price < least)) {
            best = to;
            least = price;
        }
    }
    return best;
}
