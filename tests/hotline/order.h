/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_ORDER_H
#define HOTLINE_ORDER_H
/* A request held against the catalog: is there such a service, step, option and item, and can it be had now? Pure. */
#include "tests/hotline/choices.h"

#include <stdbool.h>

enum order_verdict {
    ORDER_OK,
    ORDER_WRONG, /* ERROR (JSON_ERROR_SIZE) names the member: no catalog ever had it */
    ORDER_LOST,  /* it went meanwhile: LOST says what, and at which step to choose again */
};
struct order_lost {
    char step[CONTRACT_NAME_SIZE], headline[WORDS_HEADLINE_SIZE], message[WORDS_MESSAGE_SIZE];
};
enum order_verdict order_check(const struct choices *choices, const struct contract_request *request,
                               struct order_lost *lost, char *error);

/* The cart step of a service, NULL = it has none. */
struct json_object *order_cart(const struct choices *choices, const char *service);
/* What ID in that cart is (an option, for the caller to put) and how many are LEFT; NULL = nothing. */
struct json_object *order_item(const struct choices *choices, const char *service, struct json_object *answers,
                               const char *id, int *left);
#endif
