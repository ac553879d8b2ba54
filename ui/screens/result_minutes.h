/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_MINUTES_H
#define STB_UI_SCREENS_RESULT_MINUTES_H
/* How long something still takes, in the largest type, with the words of a key above it. */
#include "ui/kit/view.h"

/* The hotline told when it will be there, and that still matters. */
bool result_minutes_known(const struct status *status);
/* MINUTES as large as they stand in BOX, LABEL's words above; none left = it is there. */
void result_minutes_draw(const struct view *view, struct rect box, const char *label, int minutes, colour fg,
                         colour bg);
#endif
