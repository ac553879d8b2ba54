/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_ACTIONS_H
#define STB_UI_SCREENS_RESULT_ACTIONS_H
/* What can be done with a request now: the buttons under its result, and where each of them leads. */
#include "ui/kit/screen.h"

bool result_actions_can_cancel(const struct status *status);
/* Draws them at the bottom of AREA; returns what is left above. UNASKED: the screen came up by itself, so OK must do
 * nothing but take note. UNDOES: the order was just made, and is taken back without a question. */
struct rect result_actions_buttons(const struct view *view, struct view_report *report, struct rect area,
                                   const struct status *status, bool unasked, bool undoes);
/* OK on the button BUTTON. */
struct outcome result_actions_act(const struct model *model, const struct status *status, const char *button);
#endif
