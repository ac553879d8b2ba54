/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_MINUTES_H
#define STB_UI_SCREENS_RESULT_MINUTES_H
/* How long something still takes, in the largest type, and in small type what that is. */
#include "ui/kit/view.h"

/* The hotline told when it will be there, and that still matters. */
bool result_minutes_known(const struct status *status);
/* "about", and the MINUTES until it is there as large as they stand in BOX; none left = it is there. */
void result_minutes_draw_arrival(const struct view *view, struct rect box, int minutes, colour fg, colour bg);
/* "within" the MINUTES that the hotline's promise still runs, and that it is an answer that comes, not a car. */
void result_minutes_draw_promise(const struct view *view, struct rect box, int minutes, colour fg, colour bg);
#endif
