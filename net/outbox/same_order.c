/* SPDX-License-Identifier: Apache-2.0 */
#include "net/outbox/same_order.h"

#include <string.h>

static bool has_answer(const struct request *request, const struct request_answer *answer) {
    for (size_t i = 0; i < request->answer_count; i++)
        if (strcmp(request->answers[i].step, answer->step) == 0)
            return strcmp(request->answers[i].option, answer->option) == 0;
    return false;
}

static bool has_item(const struct request *request, const struct request_item *item) {
    for (size_t i = 0; i < request->item_count; i++)
        if (strcmp(request->items[i].id, item->id) == 0)
            return request->items[i].quantity == item->quantity;
    return false;
}

bool same_order(const struct request *one, const struct request *two) {
    if (one->kind != two->kind || strcmp(one->service, two->service) != 0 || one->test != two->test ||
        one->answer_count != two->answer_count || one->item_count != two->item_count || strcmp(one->id, two->id) == 0)
        return false;
    for (size_t i = 0; i < one->answer_count; i++)
        if (!has_answer(two, &one->answers[i]))
            return false;
    for (size_t i = 0; i < one->item_count; i++)
        if (!has_item(two, &one->items[i]))
            return false;
    return true;
}
