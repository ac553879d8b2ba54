/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_LIST_PLACEHOLDER_H
#define STB_UI_ORDER_LIST_PLACEHOLDER_H
/*
 * What stands where a list from the hotline would: it is asked for, there is nothing in it, it cannot be had. A busy
 * sign at 1 s, words and a way out at 3 s, another try at 10 s; and the age of a list from memory.
 */
#include "ui/order/order_flow.h"

/* True when the list cannot be shown and this was drawn into AREA instead. OPEN: how many can be chosen. */
bool list_placeholder_draw(const struct view *view, struct view_report *report, struct rect area,
                           const struct order_flow_options *list, size_t open, bool slots);
/* The answer to OK on its buttons. */
struct outcome list_placeholder_act(const struct screen *screen, enum action action);
/* A strip that says how old the list is, when it is not of now. Returns what is left of AREA. */
struct rect list_placeholder_age(const struct view *view, struct rect area, const struct order_flow_options *list);
/* The same for what the hotline told the box by itself: without a line, it is of when that was last heard. */
struct rect list_placeholder_line(const struct view *view, struct rect area);
/* The whole screen of a service that the catalog has no more, and the way back. */
void list_placeholder_gone(const struct view *view, struct view_report *report);
#endif
