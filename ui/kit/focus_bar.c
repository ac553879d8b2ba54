/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kit/focus_bar.h"

enum { THICK = 12 };

void focus_bar_draw(const struct view *view, const struct scene_item *focus, const struct focus_bar *bar) {
    if (!focus)
        return;
    int thick = view_px(view, THICK), room = focus->box.w - 2 * (focus->radius > thick ? focus->radius : thick);
    struct rect box = {focus->box.x + (focus->box.w - room) / 2, focus->box.y + focus->box.h - thick * 3 / 2, room,
                       thick};
    colour words = focus->fg;
    view_round(view, "", ROLE_NONE, box, thick / 2, (words & 0xffffff) | 0x40000000);
    box.w = thick + (room - thick) * bar->permille / 1000;
    struct scene_item *item = view_round(view, bar->id, ROLE_IMAGE, box, thick / 2, words);
    if (item)
        item->alt = bar->alt;
}
