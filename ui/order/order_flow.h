/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_ORDER_FLOW_H
#define STB_UI_ORDER_ORDER_FLOW_H
/*
 * The way through a service: which steps are asked, what was answered, what can be chosen, which step comes next. No
 * words and no drawing. SERVICE is the catalog's entry of ORDER's service; STEP an index in it.
 */
#include "ui/kit/screen.h"

const char *order_flow_answer(const struct order *order, const char *step); /* an option's id; NULL = not answered */
bool order_flow_set_answer(struct order *order, const char *step, const char *option); /* false: too many answers */
const char *order_flow_spoken(const struct order *order); /* the step whose answer was spoken; NULL = none */
/* The step belongs to this order: it has no condition, or that is met. */
bool order_flow_asked(const struct order *order, const struct service *service, size_t step);
/* It needs no asking any more. */
bool order_flow_done(const struct order *order, const struct service *service, size_t step);

struct order_flow_options {
    const struct service_option *options;
    size_t count;
    bool known;                                 /* false: the hotline has to be asked, or has not answered yet */
    const struct step_options_cache_list *live; /* NULL: they stand in the catalog, or it was never asked */
};
struct order_flow_options order_flow_options(const struct model *model, const struct order *order,
                                             const struct service *service, size_t step);
struct step_options_cache_key order_flow_key(const struct order *order, const struct service *service, size_t step);
/* The option chosen in the step named; NULL: none, or it is not known (any more). */
const struct service_option *order_flow_chosen(const struct model *model, const struct order *order,
                                               const struct service *service, const char *step);

/* ORDER goes on: the first step that is not done, or the confirm screen. */
struct screen order_flow_next(const struct model *model, const struct order *order, const struct service *service);
/* The first of the steps before STEP whose answer cannot be had any more: the screen to ask it again. False = all well.
 */
bool order_flow_mend(const struct model *model, const struct order *order, size_t step, struct screen *instead);

/* The cart among the steps; NULL = this service has none. */
const struct service_step *order_flow_cart(const struct service *service, size_t *index);
/* The items that can still be had, into OUT; returns how many. */
size_t order_flow_items(const struct model *model, const struct order *order, const struct service *service,
                        struct request_item out[REQUEST_ITEMS_MAX]);
/* All that was chosen is known: the order can be read out and sent. */
bool order_flow_known(const struct model *model, const struct order *order, const struct service *service);

struct order_flow_sum {
    int kinds, pieces;
    int64_t price, pay; /* fen */
    bool priced;        /* there is a price in it at all */
};
/* Of what can still be had; the cart alone, and with the prices of the other choices. */
struct order_flow_sum order_flow_cart_sum(const struct model *model, const struct order *order,
                                          const struct service *service);
struct order_flow_sum order_flow_sum(const struct model *model, const struct order *order,
                                     const struct service *service);
#endif
