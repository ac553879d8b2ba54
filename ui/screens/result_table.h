/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_RESULT_TABLE_H
#define STB_UI_SCREENS_RESULT_TABLE_H
/* What there is to read of a request: the sentence, the order's card, the hotline's rows. */
#include "ui/kit/detail_table.h"

/* As much of it as ROOM holds on one page; where nothing makes one page of it, all of it. */
struct detail_table result_table(const struct view *view, struct rect room, const struct status *status);
/* The sentence, what was ordered and when, and the hotline's rows stand in ROOM on one page. */
bool result_table_fits(const struct view *view, struct rect room, const struct status *status);
#endif
