/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_ORDER_WORDS_H
#define STB_UI_ORDER_ORDER_WORDS_H
/* What is said about an order of one service: the operator's words for it where the catalog has some, else our own. */
#include "ui/kit/view.h"

/* The words under KEY, with pairs of name and value ended by NULL: the catalog's for SERVICE (which may be NULL) in the
 * language of the screens; else those of assets/strings, for a call-back under "KEY.callback" where there are some.
 * Kept in the scene. */
const char *order_words(const struct view *view, const struct service *service, enum request_kind kind, const char *key,
                        ...) __attribute__((sentinel));
#endif
