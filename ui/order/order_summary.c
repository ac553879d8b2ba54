/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answers of a request are ids; their words are the catalog's, and for what the hotline was asked those of its list,
 * as long as that is known. The trap is an answer that only led on ("another hospital"): what was chosen after it counts.
 */
#include "ui/order/order_summary.h"
#include "ui/order/order_flow.h"
#include <stdio.h>
#include <string.h>

enum { NAMED_MAX = 2, SUMMARY_SIZE = 256 };

struct summary {
    char words[SUMMARY_SIZE];
    size_t named;
};

static void name(const struct view *view, struct summary *summary, const char *words) {
    size_t used = strlen(summary->words);
    if (summary->named == NAMED_MAX || used + strlen(words) + 48 >= sizeof summary->words)
        return;
    snprintf(summary->words + used, sizeof summary->words - used, "%s%s",
             used ? strings_get(view->strings, "list.comma") : "", words);
    summary->named++;
}

static bool leads_on(const struct service *service, const char *step, const char *option) {
    for (size_t i = 0; i < service->step_count; i++)
        if (strcmp(service->steps[i].when_step, step) == 0 && strcmp(service->steps[i].when_option, option) == 0)
            return true;
    return false;
}

static void name_items(const struct view *view, struct summary *summary, const struct order *order,
                       const struct service *service, size_t cart) {
    struct order_flow_options list = order_flow_options(view->model, order, service, cart);
    for (size_t i = 0; i < order->item_count; i++)
        for (size_t o = 0; o < list.count; o++)
            if (strcmp(list.options[o].id, order->items[i].id) == 0)
                name(view, summary,
                     scene_keepf(view->scene, "%s %d%s", list.options[o].title, order->items[i].quantity,
                                 service->steps[cart].unit));
    if (summary->named == 0) /* the hotline's list is not known: after a restart, and what was on it yesterday */
        name(view, summary, view_counted(view, "step.as_usual.items", (int64_t)order->item_count));
    else if (summary->named < order->item_count) /* the first ones, and how many there are */
        snprintf(summary->words + strlen(summary->words), sizeof summary->words - strlen(summary->words), "%s",
                 view_words(view, "confirm.and_more", "n", view_number(view, (int64_t)order->item_count), NULL));
}

static void name_step(const struct view *view, struct summary *summary, const struct order *order,
                      const struct service *service, size_t step) {
    const struct service_step *at = &service->steps[step];
    const struct service_option *option = order_flow_chosen(view->model, order, service, at->id);
    if (at->kind == STEP_CHOOSE && option && !leads_on(service, at->id, option->id))
        name(view, summary, option->title);
}

static struct order order_of(const struct model *model, size_t place) {
    struct order order = {.cart_done = true};
    snprintf(order.service, sizeof order.service, "%s", model->requests[place]->status.service);
    order.answer_count = model->requests[place]->request.answer_count;
    memcpy(order.answers, model->requests[place]->request.answers, order.answer_count * sizeof order.answers[0]);
    order.item_count = model->requests[place]->request.item_count;
    memcpy(order.items, model->requests[place]->request.items, order.item_count * sizeof order.items[0]);
    return order;
}

const char *order_summary(const struct view *view, size_t place) {
    struct order order = order_of(view->model, place);
    const struct service *service = service_catalog_find(view->model->catalog, order.service);
    struct summary summary = {.words = ""};
    size_t cart = 0;
    if (order_flow_cart(service, &cart) && order.item_count > 0)
        name_items(view, &summary, &order, service, cart);
    for (size_t i = 0; service && i < service->step_count && !order.item_count; i++)
        name_step(view, &summary, &order, service, i);
    return scene_keep(view->scene, summary.words);
}
