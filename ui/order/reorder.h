/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_ORDER_REORDER_H
#define STB_UI_ORDER_REORDER_H
/*
 * What this household chooses as a rule: what it ordered last time from this box, else what the hotline's profile says,
 * else what the catalog calls usual. Of a step its choice; of a service the whole order, to be confirmed at once.
 */
#include "ui/order/order_flow.h"

#define REORDER_ROW "as-usual" /* its row in a list */
enum reorder_source { REORDER_NONE, REORDER_CATALOG, REORDER_LAST };

/* Of LIST, the options of STEP, the one to offer first: one that can be had. NULL = none, and SOURCE is REORDER_NONE.
 */
const struct service_option *reorder_choice(const struct model *model, const struct service *service, size_t step,
                                            const struct order_flow_options *list, enum reorder_source *source);
/* The order to repeat, as its place in MODEL's requests; MODEL_REQUESTS_MAX = none. A service with a cart: one that had
 * something in it. */
size_t reorder_request(const struct model *model, const struct service *service);

enum { REORDER_ALL_KNOWN = SIZE_MAX };
struct reorder {
    struct order order; /* as far as it is known */
    size_t asks;        /* the step whose list the hotline has to be asked for first; REORDER_ALL_KNOWN = none */
};
/* Fills in what ORDER still lacks as it was last time, and the earliest time there is. False = something has to be
 * chosen, or cannot be had: what comes before it is filled in. */
bool reorder_fill(const struct model *model, const struct service *service, struct reorder *reorder);
/* The same from nothing on, where AT is the beginning of SERVICE; false also where that would save no key. */
bool reorder_order(const struct model *model, const struct screen_step *at, const struct service *service,
                   struct reorder *reorder);
/* The last order of SERVICE once more, where all of it is known without asking. */
bool reorder_repeat(const struct model *model, const struct service *service, struct reorder *reorder);
#endif
