/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_HOME_DAY_H
#define STB_UI_SCREENS_HOME_DAY_H
/* How home's line about the day looks, and where OK on it leads. */
#include "ui/order/day_line.h"

/* Today, with its weekday and without; NULL = it is not known, or stands elsewhere. */
struct home_day_date {
    const char *whole, *brief;
};
int home_day_height(const struct view *view);
/* Into BOX; DATE before it, or NULL. It can be chosen, like a tile, if there is a LINE, and bears DIGIT. */
void home_day_draw(const struct view *view, struct rect box, const struct day_line *line,
                   const struct home_day_date *date, size_t digit);
bool home_day_is(const char *id); /* the id of an item that is such a line */
/* NEXT is what OK on the line ID opens; false: it is no such line. */
bool home_day_open(const struct model *model, const char *id, struct screen *next);
#endif
