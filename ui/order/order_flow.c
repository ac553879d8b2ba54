/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screen carries its order's answers with it, by step and option id; this file judges them against the catalog and
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

const char *order_flow_answer(const struct screen *screen, const char *step) {
    for (size_t i = 0; i < screen->answer_count; i++)
        if (strcmp(screen->answers[i].step, step) == 0)
            return screen->answers[i].option;
    return NULL;
}

const char *order_flow_spoken(const struct screen *screen) {
    for (size_t i = 0; i < screen->answer_count; i++)
        if (strcmp(screen->answers[i].option, REQUEST_SPOKEN) == 0)
            return screen->answers[i].step;
    return NULL;
}

static void drop_answer(struct screen *screen, const char *step) {
    for (size_t i = 0; i < screen->answer_count; i++)
        if (strcmp(screen->answers[i].step, step) == 0) {
            screen->answer_count--;
            memmove(&screen->answers[i], &screen->answers[i + 1],
                    (screen->answer_count - i) * sizeof screen->answers[0]);
            return;
        }
}

bool order_flow_set_answer(struct screen *screen, const char *step, const char *option) {
    drop_answer(screen, step);
    if (screen->answer_count == REQUEST_ANSWERS_MAX)
        return false;
    struct request_answer *answer = &screen->answers[screen->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step);
    snprintf(answer->option, sizeof answer->option, "%s", option);
    return true;
}

bool order_flow_asked(const struct screen *screen, const struct service *service, size_t step) {
    const struct service_step *at = &service->steps[step];
    const char *answer = at->when_step[0] ? order_flow_answer(screen, at->when_step) : NULL;
    return !at->when_step[0] || (answer && strcmp(answer, at->when_option) == 0);
}

bool order_flow_done(const struct screen *screen, const struct service *service, size_t step) {
    if (!order_flow_asked(screen, service, step))
        return true;
    if (service->steps[step].kind == STEP_CART)
        return screen->cart_done && screen->item_count > 0;
    return order_flow_answer(screen, service->steps[step].id) != NULL;
}

struct step_options_cache_key order_flow_key(const struct screen *screen, const struct service *service, size_t step) {
    struct step_options_cache_key key = {.answer_count = 0};
    snprintf(key.service, sizeof key.service, "%.47s", service->id);
    snprintf(key.step, sizeof key.step, "%.47s", service->steps[step].id);
    for (size_t i = 0; i < step && key.answer_count < REQUEST_ANSWERS_MAX; i++) {
        const char *answer = order_flow_answer(screen, service->steps[i].id);
        if (!answer || !order_flow_asked(screen, service, i) || strcmp(answer, SERVICE_NONE) == 0)
            continue;
        struct request_answer *to = &key.answers[key.answer_count++];
        snprintf(to->step, sizeof to->step, "%.47s", service->steps[i].id);
        snprintf(to->option, sizeof to->option, "%.47s", answer);
    }
    return key;
}

struct order_flow_options order_flow_options(const struct model *model, const struct screen *screen,
                                             const struct service *service, size_t step) {
    assert(service && step < service->step_count);
    const struct service_step *at = &service->steps[step];
    if (!at->from_hotline)
        return (struct order_flow_options){at->options, at->option_count, true, NULL};
    struct step_options_cache_key key = order_flow_key(screen, service, step);
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

const struct service_option *order_flow_chosen(const struct model *model, const struct screen *screen,
                                               const struct service *service, const char *step) {
    const char *answer = order_flow_answer(screen, step);
    for (size_t i = 0; answer && service && i < service->step_count; i++)
        if (strcmp(service->steps[i].id, step) == 0 && order_flow_asked(screen, service, i)) {
            struct order_flow_options list = order_flow_options(model, screen, service, i);
            return find(&list, answer);
        }
    return NULL;
}

/* --- what comes next */

static struct screen at_step(const struct model *model, const struct screen *from, const struct service *service,
                             size_t step) {
    struct screen next = {.kind = service->steps[step].kind == STEP_CART ? SCREEN_CART : SCREEN_STEP, .step = step};
    snprintf(next.service, sizeof next.service, "%.47s", service->id);
    memcpy(next.answers, from->answers, sizeof next.answers);
    next.answer_count = from->answer_count;
    memcpy(next.items, from->items, sizeof next.items);
    next.item_count = from->item_count;
    next.cart_done = from->cart_done && next.kind != SCREEN_CART;
    memcpy(next.voice, from->voice, sizeof next.voice);
    next.voice_s = from->voice_s;
    const struct cart_draft *draft = model_draft(model, service->id);
    if (next.kind == SCREEN_CART && next.item_count == 0 && draft) {
        memcpy(next.items, draft->items, sizeof next.items);
        next.item_count = draft->item_count;
    }
    return next;
}

/* Answers to questions that this order does not ask are not part of it. */
static void drop_unasked(struct screen *screen, const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (!order_flow_asked(screen, service, i))
            drop_answer(screen, service->steps[i].id);
}

struct screen order_flow_next(const struct model *model, const struct screen *from, const struct service *service) {
    for (size_t i = 0; i < service->step_count; i++)
        if (!order_flow_done(from, service, i))
            return at_step(model, from, service, i);
    struct screen order = *from;
    drop_unasked(&order, service);
    struct screen next = confirm_screen(service->id, order.answers, order.answer_count);
    next.request_kind = service->callback ? REQUEST_CALLBACK : REQUEST_SERVICE;
    memcpy(next.items, from->items, sizeof next.items);
    next.item_count = from->item_count;
    next.cart_done = from->cart_done;
    memcpy(next.voice, from->voice, sizeof next.voice);
    next.voice_s = from->voice_s;
    return next;
}

static bool is_valid(const struct model *model, const struct screen *screen, const struct service *service, size_t step,
                     const char *answer) {
    const struct service_step *at = &service->steps[step];
    if (at->kind == STEP_CART || at->kind == STEP_UNKNOWN)
        return false;
    if (at->optional && strcmp(answer, SERVICE_NONE) == 0)
        return true;
    if (at->kind == STEP_SAY && strcmp(answer, REQUEST_SPOKEN) == 0) /* until something else is recorded */
        return model->listen.state == MIC_HEARD && strcmp(model->listen.id, screen->voice) == 0;
    struct order_flow_options list = order_flow_options(model, screen, service, step);
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
    struct screen screen = {.kind = SCREEN_STEP};
    if (!service || !service_usable(service))
        return dialog_screen(DIALOG_BY_PERSON, id, "");
    for (size_t i = 0; i < service->step_count; i++) {
        const char *answer = given(answers, count, service->steps[i].id);
        if (answer && order_flow_asked(&screen, service, i) && is_valid(model, &screen, service, i, answer))
            order_flow_set_answer(&screen, service->steps[i].id, answer);
    }
    screen.item_count = item_count < REQUEST_ITEMS_MAX ? item_count : REQUEST_ITEMS_MAX;
    if (item_count > 0)
        memcpy(screen.items, items, screen.item_count * sizeof *items);
    return order_flow_next(model, &screen, service);
}

struct screen order_flow_open_with(const struct model *model, const char *id, const struct request_answer *answers,
                                   size_t count) {
    return order_flow_open_order(model, id, answers, count, NULL, 0);
}

struct screen order_flow_first(const struct model *model, const char *id) {
    return order_flow_open_order(model, id, NULL, 0, NULL, 0);
}

/* A cart of which nothing is left. */
static bool mend_cart(const struct model *model, const struct screen *screen, const struct service *service,
                      struct screen *instead) {
    size_t cart = 0;
    if (!screen->cart_done || !order_flow_cart(service, &cart))
        return false;
    struct order_flow_options list = order_flow_options(model, screen, service, cart);
    bool lost = !list.known && list.live && list.live->failed;
    if (!lost && (!list.known || order_flow_cart_sum(model, screen, service).pieces > 0))
        return false;
    *instead = at_step(model, screen, service, cart);
    instead->choice_lost = !lost;
    return true;
}

bool order_flow_mend(const struct model *model, const struct screen *screen, struct screen *instead) {
    const struct service *service = service_catalog_find(model->catalog, screen->service);
    size_t last = screen->kind == SCREEN_CONFIRM ? SIZE_MAX : screen->step;
    for (size_t i = 0; service && i < service->step_count && i < last; i++) {
        const char *answer = order_flow_answer(screen, service->steps[i].id);
        if (!answer || !order_flow_asked(screen, service, i))
            continue;
        struct order_flow_options list = order_flow_options(model, screen, service, i);
        bool asked = service->steps[i].from_hotline, lost = asked && !list.known && list.live && list.live->failed,
             gone = (list.known || !asked) && !is_valid(model, screen, service, i, answer);
        if (!gone && !lost)
            continue;
        struct screen without = *screen;
        for (size_t later = i; later < service->step_count; later++)
            if (later == i || service->steps[later].from_hotline)
                drop_answer(&without, service->steps[later].id);
        *instead = at_step(model, &without, service, i);
        instead->cart_done = screen->cart_done;
        instead->choice_lost = gone;
        return true;
    }
    return mend_cart(model, screen, service, instead);
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

size_t order_flow_items(const struct model *model, const struct screen *screen, const struct service *service,
                        struct request_item out[REQUEST_ITEMS_MAX]) {
    size_t cart = 0, count = 0;
    if (!order_flow_cart(service, &cart))
        return 0;
    struct order_flow_options list = order_flow_options(model, screen, service, cart);
    for (size_t i = 0; i < screen->item_count; i++) {
        const struct service_option *option = find(&list, screen->items[i].id);
        if (option && service_option_open(option))
            out[count++] = screen->items[i];
    }
    return count;
}

bool order_flow_known(const struct model *model, const struct screen *screen, const struct service *service) {
    for (size_t i = 0; service && i < service->step_count; i++) {
        const struct service_step *step = &service->steps[i];
        const char *answer = order_flow_answer(screen, step->id);
        bool matters = step->kind == STEP_CART || (answer && strcmp(answer, SERVICE_NONE) != 0);
        if (matters && order_flow_asked(screen, service, i) && !order_flow_options(model, screen, service, i).known)
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

struct order_flow_sum order_flow_cart_sum(const struct model *model, const struct screen *screen,
                                          const struct service *service) {
    struct order_flow_sum sum = {0};
    size_t cart = 0;
    if (order_flow_cart(service, &cart)) {
        struct order_flow_options list = order_flow_options(model, screen, service, cart);
        for (size_t i = 0; i < screen->item_count; i++) {
            const struct service_option *option = find(&list, screen->items[i].id);
            if (!option || !service_option_open(option))
                continue;
            sum.kinds++;
            sum.pieces += screen->items[i].quantity;
            add(&sum, option, screen->items[i].quantity);
        }
    }
    return sum;
}

struct order_flow_sum order_flow_sum(const struct model *model, const struct screen *screen,
                                     const struct service *service) {
    struct order_flow_sum sum = order_flow_cart_sum(model, screen, service);
    for (size_t i = 0; service && i < service->step_count; i++) {
        const struct service_option *option = order_flow_chosen(model, screen, service, service->steps[i].id);
        if (option)
            add(&sum, option, 1);
    }
    return sum;
}
