/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_PLATE_H
#define STB_UI_SCREENS_RESULT_PLATE_H
/* The number to look for in the street, larger than anything else, with the minutes beside and the rest below it. */
#include "ui/kit/view.h"

/* The detail that is a plate, while it matters; NULL = the hotline told none. */
const struct status_detail *result_plate_find(const struct status *status);
/* Draws the card; tells VIEW how many pages there are to read with those after it. */
void result_plate_draw(const struct view *view, struct view_report *report, struct rect card,
                       const struct status *status, const struct status_detail *plate);
#endif
