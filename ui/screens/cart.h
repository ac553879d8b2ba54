/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_CART_H
#define STB_UI_SCREENS_CART_H
/* Inside the cart's screen (cart.c what keys do, cart_view.c how it looks): what is on the page, without words. */
#include "ui/order/order_flow.h"

enum { CART_ROWS_MAX = 6, CART_MAX = STEP_OPTIONS_CACHE_OPTIONS_MAX };
#define CART_CHECKOUT "checkout"
#define CART_AGAIN    "again"
#define CART_NEXT     "page-next"
#define CART_BEFORE   "page-before"

struct cart {
    const struct service *service;
    const struct service_step *step;
    struct order_flow_options list;
    bool groups; /* the page shows the groups, not the items of one */
    const struct service_group *shelves[8];
    size_t shelf_count;
    const struct service_option *items[CART_MAX]; /* those of the page's group, or all */
    size_t count;
    struct order_flow_sum sum;       /* of the cart alone */
    const char *day, *page_day;      /* that the basket is for, and what is on the page; "" = none, or any */
    const struct request_item *last; /* the order before, when there is one to repeat */
    size_t last_count;
};
/* False: the catalog has no such cart any more. */
bool cart_read(struct cart *cart, const struct model *model, const struct screen_step *at);
int cart_quantity(const struct order *order, const char *item);
/* Pieces chosen of a group's items. */
int cart_pieces(const struct cart *cart, const struct order *order, const char *group);
/* OPTION is of another day than what is in the basket: one order is for one day. */
bool cart_is_of_other_day(const struct cart *cart, const struct service_option *option);
int64_t cart_lacks(const struct cart *cart); /* fen to the minimum, 0 = enough */

void cart_draw(const struct screen *screen, const struct view *view, struct view_report *report);
#endif
