/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kit/level_meter.h"

enum { BARS = 16 };

/* As many bars as the voice is loud. Each is an item of its own, so only those that change are drawn. */
void level_meter_draw(const struct view *view, struct rect area, int level) {
    int lit = (level * BARS + 99) / 100, step = area.w / BARS, bar = step * 3 / 5;
    for (int i = 0; i < BARS; i++) {
        int height = area.h * (i + BARS / 2) / (BARS + BARS / 2);
        struct rect box = {area.x + i * step, area.y + area.h - height, bar, height};
        view_round(view, "", ROLE_NONE, box, bar / 2, view_colour(view, i < lit ? COLOUR_NOW : COLOUR_BADGE));
    }
}
