/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_ORDER_LINES_H
#define STB_UI_ORDER_ORDER_LINES_H
/*
 * What was chosen, in the words of the catalog's confirm lines: {step}, {home}, {total} and the like are put into their
 * values. The confirm screen shows them as they are, an order's card keeps what it needs of them.
 */
#include "ui/order/order_flow.h"

/* TEXT with what its {tokens} stand for, kept in the scene; NOTES: with the options' notes and up to a dozen things of
 * a cart, else without and with three. "" = nothing of it is known. */
const char *order_lines_expand(const struct view *view, const struct order *order, const struct service *service,
                               const char *text, bool notes);
bool order_lines_is_cart(const struct service *service, const char *text); /* TEXT is the cart's token and no more */

/* What is in the cart and can still be had, thing by thing. */
struct order_lines_cart {
    struct request_item items[REQUEST_ITEMS_MAX];
    const struct service_option *options[REQUEST_ITEMS_MAX];
    size_t count;
    const char *unit;
};
void order_lines_cart(struct order_lines_cart *cart, const struct view *view, const struct order *order,
                      const struct service *service);
/* "红烧肉饭 2份"; MONEY: and what they cost, "红烧肉饭 2份 24元". Kept in the scene. */
const char *order_lines_item(const struct view *view, const struct order_lines_cart *cart, size_t i, bool money);
#endif
