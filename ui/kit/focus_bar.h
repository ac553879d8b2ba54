/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_FOCUS_BAR_H
#define STB_UI_KIT_FOCUS_BAR_H
/* A bar along the lower edge of the item in focus, which fills while OK is on its way to count. */
#include "ui/kit/view.h"

struct focus_bar {
    const char *id, *alt; /* ALT: what it says to who cannot see it */
    int permille;         /* how full it is */
};
/* Over the finished scene, on the item in FOCUS (NULL = there is none). */
void focus_bar_draw(const struct view *view, const struct scene_item *focus, const struct focus_bar *bar);
#endif
