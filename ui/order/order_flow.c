/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An order's answers are kept by step and option id; this file judges them against the catalog and
 * what the hotline said. Answers may be there before their step is reached (a return trip, the same once more): what is
 * valid is not asked again, and the confirm screen always comes.
 *
 * The trap: a choice that came from the hotline can be judged only once its list is here. It is taken on trust till
 * then, the confirm screen does not go on without it, and order_flow_mend() leads back to the step when it has gone.
 * Only a slot is never taken on trust: last week's is certainly gone.
 */
#include "ui/order/order_flow.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *order_flow_answer(const struct order *order, const char *step) {
    for (size_t i = 0; i < order->answer_count; i++)
        if (strcmp(order->answers[i].step, step) == 0)
            return order->answers[i].option;
    return NULL;
}

const char *order_flow_spoken(const struct order *order) {
    for (size_t i = 0; i < order->answer_count; i++)
        if (strcmp(order->answers[i].option, REQUEST_SPOKEN) == 0)
            return order->answers[i].step;
    return NULL;
}

static void drop_answer(struct order *order, const char *step) {
    for (size_t i = 0; i < order->answer_count; i++)
        if (strcmp(order->answers[i].step, step) == 0) {
            order->answer_count--;
            memmove(&order->answers[i], &order->answers[i + 1], (order->answer_count - i) * sizeof order->answers[0]);
            return;
        }
}

bool order_flow_set_answer(struct order *order, const char *step, const char *option) {
    drop_answer(order, step);
    if (order->answer_count == REQUEST_ANSWERS_MAX)
        return false;
    struct request_answer *answer = &order->answers[order->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step);
    snprintf(answer->option, sizeof answer->option, "%s", option);
    return true;
}

bool order_flow_asked(const struct order *order, const struct service *service, size_t step) {
    const struct service_step *at = &service->steps[step];
    const char *answer = at->when_step[0] ? order_flow_answer(order, at->when_step) : NULL;
    return !at->when_step[0] || (answer && strcmp(answer, at->when_option) == 0);
}

bool order_flow_done(const struct order *order, const struct service *service, size_t step) {
    if (!order_flow_asked(order, service, step))
        return true;
    if (service->steps[step].kind == STEP_CART)
        return order->cart_done && order->item_count > 0;
    return order_flow_answer(order, service->steps[step].id) != NULL;
}

struct step_options_cache_key order_flow_key(const struct order *order, const struct service *service, size_t step) {
    struct step_options_cache_key key = {.answer_count = 0};
    snprintf(key.service, sizeof key.service, "%.47s", service->id);
    snprintf(key.step, sizeof key.step, "%.47s", service->steps[step].id);
    for (size_t i = 0; i < step && key.answer_count < REQUEST_ANSWERS_MAX; i++) {
        const char *answer = order_flow_answer(order, service->steps[i].id);
        if (!answer || !order_flow_asked(order, service, i) || strcmp(answer, SERVICE_NONE) == 0)
            continue;
        struct request_answer *to = &key.answers[key.answer_count++];
        snprintf(to->step, sizeof to->step, "%.47s", service->steps[i].id);
        snprintf(to->option, sizeof to->option, "%.47s", answer);
    }
    return key;
}

struct order_flow_options order_flow_options(const struct model *model, const struct order *order,
                                             const struct service *service, size_t step) {
    assert(service && step < service->step_count);
    const struct service_step *at = &service->steps[step];
    if (!at->from_hotline)
        return (struct order_flow_options){at->options, at->option_count, true, NULL};
    struct step_options_cache_key key = order_flow_key(order, service, step);
    const struct step_options_cache_list *live = step_options_cache_find(&model->live, &key);
    if (!live || !live->good)
        return (struct order_flow_options){NULL, 0, false, live};
    return (struct order_flow_options){live->options, live->option_count, true, live};
}

static const struct service_option *find(const struct order_flow_options *list, const char *id) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->options[i].id, id) == 0)
            return &list->options[i];
    return NULL;
}

const struct service_option *order_flow_chosen(const struct model *model, const struct order *order,
                                               const struct service *service, const char *step) {
    const char *answer = order_flow_answer(order, step);
    for (size_t i = 0; answer && service && i < service->step_count; i++)
        if (strcmp(service->steps[i].id, step) == 0 && order_flow_asked(order, service, i)) {
            struct order_flow_options list = order_flow_options(model, order, service, i);
            return find(&list, answer);
        }
    return NULL;
}

/* --- what comes next */

static struct screen at_step(const struct model *model, const struct order *order, const struct service *service,
                             size_t step) {
    bool cart = service->steps[step].kind == STEP_CART;
    struct screen next = {.kind = cart ? SCREEN_CART : SCREEN_STEP, .step = {.order = *order, .index = step}};
    struct order *to = &next.step.order;
    const struct cart_draft *draft = model_draft(model, service->id);
    to->cart_done = to->cart_done && !cart;
    if (cart && to->item_count == 0 && draft) {
        memcpy(to->items, draft->items, sizeof to->items);
        to->item_count = draft->item_count;
    }
    return next;
}

/* Answers to questions that this order does not ask are not part of it. */
static void drop_unasked(struct order *order, const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (!order_flow_asked(order, service, i))
            drop_answer(order, service->steps[i].id);
}

struct screen order_flow_next(const struct model *model, const struct order *order, const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (!order_flow_done(order, service, i))
            return at_step(model, order, service, i);
    struct order whole = *order;
    drop_unasked(&whole, service);
    return confirm_screen(&whole, service->callback ? REQUEST_CALLBACK : REQUEST_SERVICE);
}

static bool is_valid(const struct model *model, const struct order *order, const struct service *service, size_t step,
                     const char *answer) {
    const struct service_step *at = &service->steps[step];
    if (at->kind == STEP_CART || at->kind == STEP_UNKNOWN)
        return false;
    if (at->optional && strcmp(answer, SERVICE_NONE) == 0)
        return true;
    if (at->kind == STEP_SAY && strcmp(answer, REQUEST_SPOKEN) == 0) /* until something else is recorded */
        return model->listen.state == MIC_HEARD && strcmp(model->listen.id, order->voice) == 0;
    struct order_flow_options list = order_flow_options(model, order, service, step);
    const struct service_option *option = find(&list, answer);
    return option ? service_option_open(option) : !list.known && at->kind == STEP_CHOOSE;
}

static const char *given(const struct request_answer *answers, size_t count, const char *step) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(answers[i].step, step) == 0)
            return answers[i].option;
    return NULL;
}

struct screen order_flow_open_order(const struct model *model, const char *id, const struct request_answer *answers,
                                    size_t count, const struct request_item *items, size_t item_count) {
    const struct service *service = service_catalog_find(model->catalog, id);
    struct order order = {.item_count = item_count < REQUEST_ITEMS_MAX ? item_count : REQUEST_ITEMS_MAX};
    if (!service || !service_usable(service))
        return dialog_screen(DIALOG_BY_PERSON, id, "");
    snprintf(order.service, sizeof order.service, "%.47s", service->id);
    for (size_t i = 0; i < service->step_count; i++) {
        const char *answer = given(answers, count, service->steps[i].id);
        if (answer && order_flow_asked(&order, service, i) && is_valid(model, &order, service, i, answer))
            order_flow_set_answer(&order, service->steps[i].id, answer);
    }
    if (item_count > 0)
        memcpy(order.items, items, order.item_count * sizeof *items);
    return order_flow_next(model, &order, service);
}

struct screen order_flow_open_with(const struct model *model, const char *id, const struct request_answer *answers,
                                   size_t count) {
    return order_flow_open_order(model, id, answers, count, NULL, 0);
}

struct screen order_flow_first(const struct model *model, const char *id) {
    return order_flow_open_order(model, id, NULL, 0, NULL, 0);
}

/* A cart of which nothing is left. */
static bool mend_cart(const struct model *model, const struct order *order, const struct service *service,
                      struct screen *instead) {
    size_t cart = 0;
    if (!order->cart_done || !order_flow_cart(service, &cart))
        return false;
    struct order_flow_options list = order_flow_options(model, order, service, cart);
    bool lost = !list.known && list.live && list.live->failed;
    if (!lost && (!list.known || order_flow_cart_sum(model, order, service).pieces > 0))
        return false;
    *instead = at_step(model, order, service, cart);
    instead->step.choice_lost = !lost;
    return true;
}

bool order_flow_mend(const struct model *model, const struct order *order, size_t step, struct screen *instead) {
    const struct service *service = service_catalog_find(model->catalog, order->service);
    for (size_t i = 0; service && i < service->step_count && i < step; i++) {
        const char *answer = order_flow_answer(order, service->steps[i].id);
        if (!answer || !order_flow_asked(order, service, i))
            continue;
        struct order_flow_options list = order_flow_options(model, order, service, i);
        bool asked = service->steps[i].from_hotline, lost = asked && !list.known && list.live && list.live->failed,
             gone = (list.known || !asked) && !is_valid(model, order, service, i, answer);
        if (!gone && !lost)
            continue;
        struct order without = *order;
        for (size_t later = i; later < service->step_count; later++)
            if (later == i || service->steps[later].from_hotline)
                drop_answer(&without, service->steps[later].id);
        *instead = at_step(model, &without, service, i);
        instead->step.order.cart_done = order->cart_done;
        instead->step.choice_lost = gone;
        return true;
    }
    return mend_cart(model, order, service, instead);
}

/* --- the cart */

const struct service_step *order_flow_cart(const struct service *service, size_t *index) {
    for (size_t i = 0; service && i < service->step_count; i++)
        if (service->steps[i].kind == STEP_CART) {
            *index = i;
            return &service->steps[i];
        }
    return NULL;
}

size_t order_flow_items(const struct model *model, const struct order *order, const struct service *service,
                        struct request_item out[REQUEST_ITEMS_MAX]) {
    size_t cart = 0, count = 0;
    if (!order_flow_cart(service, &cart))
        return 0;
    struct order_flow_options list = order_flow_options(model, order, service, cart);
    for (size_t i = 0; i < order->item_count; i++) {
        const struct service_option *option = find(&list, order->items[i].id);
        if (option && service_option_open(option))
            out[count++] = order->items[i];
    }
    return count;
}

bool order_flow_known(const struct model *model, const struct order *order, const struct service *service) {
    for (size_t i = 0; service && i < service->step_count; i++) {
        const struct service_step *step = &service->steps[i];
        const char *answer = order_flow_answer(order, step->id);
        bool matters = step->kind == STEP_CART || (answer && strcmp(answer, SERVICE_NONE) != 0);
        if (matters && order_flow_asked(order, service, i) && !order_flow_options(model, order, service, i).known)
            return false;
    }
    return true;
}

static void add(struct order_flow_sum *sum, const struct service_option *option, int pieces) {
    if (option->price < 0)
        return;
    sum->priced = true;
    sum->price += (int64_t)option->price * pieces;
    sum->pay += (int64_t)option->pay * pieces;
}

struct order_flow_sum order_flow_cart_sum(const struct model *model, const struct order *order,
                                          const struct service *service) {
    struct order_flow_sum sum = {0};
    size_t cart = 0;
    if (order_flow_cart(service, &cart)) {
        struct order_flow_options list = order_flow_options(model, order, service, cart);
        for (size_t i = 0; i < order->item_count; i++) {
            const struct service_option *option = find(&list, order->items[i].id);
            if (!option || !service_option_open(option))
                continue;
            sum.kinds++;
            sum.pieces += order->items[i].quantity;
            add(&sum, option, order->items[i].quantity);
        }
    }
    return sum;
}

struct order_flow_sum order_flow_sum(const struct model *model, const struct order *order,
                                     const struct service *service) {
    struct order_flow_sum sum = order_flow_cart_sum(model, order, service);
    for (size_t i = 0; service && i < service->step_count; i++) {
        const struct service_option *option = order_flow_chosen(model, order, service, service->steps[i].id);
        if (option)
            add(&sum, option, 1);
    }
    return sum;
}
