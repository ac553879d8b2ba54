/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_STEP_PANEL_H
#define STB_UI_ORDER_STEP_PANEL_H
/* The steps of a service beside the list of one of them: what was chosen so far, the one we are at, those to come. */
#include "ui/kit/list.h"

int step_panel_width(const struct view *view);
/* PLACE: where we are in the list, said at the panel's foot. */
void step_panel_draw(const struct view *view, struct rect box, const struct screen_step *screen,
                     const struct service *service, const struct list_place *place);
/* The same in one line, "第 2 步，共 4 步", for where there is no room for a panel. */
const char *step_panel_progress(const struct view *view, const struct screen_step *screen,
                                const struct service *service);
#endif
