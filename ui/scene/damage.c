/* SPDX-License-Identifier: Apache-2.0 */
/* Two rectangles become one where painting the gap between them costs less than painting their overlap twice. */
#include "ui/scene/damage.h"

static long area(struct rect a) {
    return (long)a.w * a.h;
}

/* How many pixels more are painted when the two are painted as one. */
static long cost(struct rect a, struct rect b) {
    return area(rect_join(a, b)) - area(a) - area(b);
}

void damage_add(struct damage *damage, struct rect rect) {
    if (rect_empty(rect))
        return;
    for (size_t i = 0; i < damage->count;) {
        struct rect other = damage->rects[i];
        bool best = damage->count == DAMAGE_MAX; /* full: the nearest one has to take it */
        for (size_t k = 0; best && k < damage->count; k++)
            best = cost(rect, damage->rects[k]) >= cost(rect, other);
        if (!best && cost(rect, other) > 0) { /* painting an overlap twice is cheaper than a gap once */
            i++;
            continue;
        }
        rect = rect_join(rect, other);
        damage->rects[i] = damage->rects[--damage->count];
        i = 0; /* grown: it may now reach those before */
    }
    damage->rects[damage->count++] = rect;
}
