/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_ORDER_SUMMARY_H
#define STB_UI_ORDER_ORDER_SUMMARY_H
#include "ui/kit/view.h"

/* What was ordered, in a few words: the dishes and pieces, the destination, the hospital and department. From what the
 * box keeps of the request at PLACE in the model, and the catalog; "" = neither names it. Kept in the scene. */
const char *order_summary(const struct view *view, size_t place);
#endif
