/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_LINE_CHECK_H
#define STB_UI_SCREENS_LINE_CHECK_H
/* How far the test of the line is, in words: for the screen of its own and for the first run. */
#include "ui/kit/view.h"

enum line_check_phase {
    LINE_CHECK_NONE,  /* none was begun since the box started */
    LINE_CHECK_RUNS,  /* on its way */
    LINE_CHECK_HEARD, /* the hotline has it; its answer to the whole is still to come */
    LINE_CHECK_GOOD,
    LINE_CHECK_LOST /* 10 s and the hotline has not said that it has it */
};
enum line_check_phase line_check_phase(const struct model *model, int64_t now_ms);
/* What it is, how far it is, when it was good last; fills AREA. */
void line_check_panel(const struct view *view, struct view_report *report, struct rect area);
#endif
