/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_STEPS_H
#define STB_UI_SCREENS_RESULT_STEPS_H
/* The steps of a request: those proved so far with their times, and those that the catalog lets see ahead. */
#include "ui/kit/view.h"

enum { RESULT_STEPS_MAX = 7 };
/* Into STEPS, in their order; returns how many. */
size_t result_steps_collect(const struct view *view, const struct status *status, struct chip steps[RESULT_STEPS_MAX]);
#endif
