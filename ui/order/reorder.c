/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "The same as last time" is the most frequent order of all, and is to cost no more than opening the service, OK and a
 * look at the confirm screen. So its answers come from the newest order of the service that this box knows; the times
 * are never last week's but the earliest that the hotline offers now.
 *
 * The traps: a trip back is no habit (nobody wants to be fetched home from home), so what another order's button filled
 * in is passed over. And "last time" is said only of what was chosen, never of what the catalog proposes to
 * everybody.
 */
#include "ui/order/reorder.h"
#include <stdio.h>
#include <string.h>

static const char *given(const struct model *model, size_t request, const char *step) {
    for (size_t i = 0; request < model->request_count && i < model->requests[request]->request.answer_count; i++)
        if (strcmp(model->requests[request]->request.answers[i].step, step) == 0)
            return model->requests[request]->request.answers[i].option;
    return NULL;
}

/* All that the button fills in by itself stands in the order. */
static bool is_made_by(const struct model *model, size_t request, const struct service_next *button) {
    size_t fixed = 0;
    for (size_t i = 0; i < button->answer_count; i++) {
        const char *answer = given(model, request, button->answers[i].step), *value = button->answers[i].value;
        if (value[0] == '{')
            continue;
        if (!answer || strcmp(answer, value) != 0)
            return false;
        fixed++;
    }
    return fixed > 0;
}

static bool is_follow_up(const struct model *model, size_t request) {
    for (size_t s = 0; s < service_catalog_count(model->catalog); s++) {
        const struct service *service = service_catalog_at(model->catalog, s);
        for (size_t n = 0; n < service->next_count; n++)
            if (strcmp(service->next[n].service, model->requests[request]->status.service) == 0 &&
                is_made_by(model, request, &service->next[n]))
                return true;
    }
    return false;
}

size_t reorder_request(const struct model *model, const struct service *service) {
    size_t step;
    bool cart = order_flow_cart(service, &step) != NULL;
    for (size_t i = 0; i < model->request_count; i++) {
        const struct status *status = &model->requests[i]->status;
        if (strcmp(status->service, service->id) == 0 && status->state != STATE_CANCELLED &&
            (cart ? model->requests[i]->request.item_count : model->requests[i]->request.answer_count) > 0 &&
            !is_follow_up(model, i))
            return i;
    }
    return MODEL_REQUESTS_MAX;
}

static const struct service_option *open_option(const struct order_flow_options *list, const char *id) {
    for (size_t i = 0; id && i < list->count; i++)
        if (strcmp(list->options[i].id, id) == 0 && service_option_open(&list->options[i]))
            return &list->options[i];
    return NULL;
}

const struct service_option *reorder_choice(const struct model *model, const struct service *service, size_t step,
                                            const struct order_flow_options *list, enum reorder_source *source) {
    const char *id = service->steps[step].id;
    const struct service_option *last = open_option(list, given(model, reorder_request(model, service), id));
    if (!last)
        last = open_option(list, profile_answer(&model->profile, service->id, id));
    *source = last ? REORDER_LAST : REORDER_NONE;
    for (size_t i = 0; !last && i < list->count; i++)
        if (list->options[i].usual && service_option_open(&list->options[i])) {
            *source = REORDER_CATALOG;
            return &list->options[i];
        }
    return last;
}

/* --- the whole order */

enum filled { FILLED, ASKS, FAILS };

static enum filled fill_choice(const struct model *model, const struct service *service, size_t step,
                               const struct order_flow_options *list, struct order *order) {
    enum reorder_source source;
    const struct service_step *at = &service->steps[step];
    const struct service_option *option = reorder_choice(model, service, step, list, &source);
    if (option && source == REORDER_LAST)
        return order_flow_set_answer(order, at->id, option->id) ? FILLED : FAILS;
    if (!at->optional && at->kind != STEP_SAY) /* what was spoken last time is told; now there is nothing to say */
        return FAILS;
    return order_flow_set_answer(order, at->id, SERVICE_NONE) ? FILLED : FAILS;
}

static enum filled fill_time(const struct service_step *step, const struct order_flow_options *list,
                             struct order *order) {
    for (size_t i = 0; i < list->count; i++)
        if (service_option_open(&list->options[i]))
            return order_flow_set_answer(order, step->id, list->options[i].id) ? FILLED : FAILS;
    return FAILS;
}

/* What was in the last cart and can be had, if that is enough for an order. */
static enum filled fill_cart(const struct model *model, const struct service *service, size_t step,
                             struct order *order) {
    size_t last = reorder_request(model, service);
    if (last == MODEL_REQUESTS_MAX)
        return FAILS;
    memcpy(order->items, model->requests[last]->request.items, sizeof order->items);
    order->item_count = model->requests[last]->request.item_count;
    order->item_count = order_flow_items(model, order, service, order->items);
    struct order_flow_sum sum = order_flow_cart_sum(model, order, service);
    order->cart_done = sum.pieces > 0 && sum.pay >= service->steps[step].min_pay;
    return order->cart_done ? FILLED : FAILS;
}

static enum filled fill_step(const struct model *model, const struct service *service, size_t step,
                             struct order *order) {
    const struct service_step *at = &service->steps[step];
    struct order_flow_options list = order_flow_options(model, order, service, step);
    if (list.live && (list.live->failed || list.live->age_ms > 0))
        return FAILS; /* what is offered now is not known: its own page says from when it is */
    if (!list.known)
        return ASKS;
    switch (at->kind) {
    case STEP_CHOOSE:
    case STEP_SAY:
        return fill_choice(model, service, step, &list, order);
    case STEP_TIME:
        return fill_time(at, &list, order);
    case STEP_CART:
        return fill_cart(model, service, step, order);
    case STEP_UNKNOWN:
        break;
    }
    return FAILS;
}

bool reorder_fill(const struct model *model, const struct service *service, struct reorder *reorder) {
    reorder->asks = REORDER_ALL_KNOWN;
    for (size_t i = 0; i < service->step_count; i++) {
        if (order_flow_done(&reorder->order, service, i))
            continue;
        enum filled filled = fill_step(model, service, i, &reorder->order);
        if (filled == FILLED)
            continue;
        if (filled == ASKS)
            reorder->asks = i;
        return filled == ASKS;
    }
    return true;
}

/* From nothing on; what was only passed over is no order. */
static bool fill_all(const struct model *model, const struct service *service, struct reorder *reorder) {
    size_t chosen = 0;
    reorder->order = (struct order){.answer_count = 0};
    snprintf(reorder->order.service, sizeof reorder->order.service, "%.47s", service->id);
    if (!reorder_fill(model, service, reorder))
        return false;
    for (size_t i = 0; i < reorder->order.answer_count; i++)
        chosen += strcmp(reorder->order.answers[i].option, SERVICE_NONE) != 0;
    return chosen > 0;
}

bool reorder_order(const struct model *model, const struct screen_step *at, const struct service *service,
                   struct reorder *reorder) {
    size_t cart;
    const struct service_step *basket = order_flow_cart(service, &cart);
    if (at->order.answer_count > 0 || at->group[0] || model_draft(model, service->id) ||
        (basket && reorder_request(model, service) == MODEL_REQUESTS_MAX) || !fill_all(model, service, reorder))
        return false;
    size_t saved = reorder->order.answer_count + reorder->order.cart_done + (reorder->asks != REORDER_ALL_KNOWN);
    return saved > 1 && order_flow_answer(&reorder->order, service->steps[at->index].id);
}

bool reorder_repeat(const struct model *model, const struct service *service, struct reorder *reorder) {
    return reorder_request(model, service) < MODEL_REQUESTS_MAX && fill_all(model, service, reorder) &&
           reorder->asks == REORDER_ALL_KNOWN;
}
