/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_KITCHEN_H
#define HOTLINE_KITCHEN_H
/* The community canteens, played: which dishes today and tomorrow, how many are left, when the order book closes, who
 * is closed on which day, and the hours of delivery of canteens and shops. */
#include "tests/hotline/choices.h"

enum { KITCHEN_CUTOFF = 10 * 60 + 30 /* minutes: today's dinner at noon is ordered until then */ };

const char *kitchen_canteen(struct json_object *answers); /* its id, NULL = not said yet */
/* Why that canteen cooks nothing on the day of MS ("星期日休息"), NULL = it is open. */
const char *kitchen_closed(const char *canteen, int64_t ms);
/* The dishes that can be seen now; one that is sold out says so. */
struct json_object *kitchen_dish_options(const struct choices *choices, struct json_object *answers);
/* A dish by its id in an order ("today-braised-pork"), whether or not it can be had: the caller puts it. NULL = there
 * is no such dish. LEFT gets how many. */
struct json_object *kitchen_dish(const struct choices *choices, const char *canteen, const char *id, int *left);

struct json_object *kitchen_window_options(const struct choices *choices, struct json_object *answers); /* meals */
struct json_object *kitchen_shop_options(const struct choices *choices, struct json_object *answers);   /* groceries */
/* "20261122-1400": when a shop brings it. */
bool kitchen_window(const char *id, int64_t *at_ms);
#endif
