/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list is asked for when a screen that shows it or stands on it comes up, unless it has just come, and
 * again every half minute while that screen stays: places that others take vanish while the senior thinks. The screens
 * themselves know nothing of asking; they draw what is there.
 */
#include "ui/nav/option_requests.h"
#include "ui/order/order_card.h"
#include "ui/order/reorder.h"
#include <stdio.h>
#include <string.h>

/* The answers of steps that were not passed over; returns how many. */
static size_t copy_answers(struct request_answer *to, const struct request_answer *answers, size_t count) {
    size_t copied = 0;
    for (size_t i = 0; i < count; i++)
        if (answers[i].option[0] && strcmp(answers[i].option, SERVICE_NONE) != 0)
            to[copied++] = answers[i];
    return copied;
}

static void ask(const struct screen_stack_setup *setup, const struct step_options_cache_key *key, int64_t number) {
    struct ipc_message message = {.type = IPC_QUESTION, .question = {.number = number}};
    struct ipc_question *question = &message.question;
    memcpy(question->service, key->service, sizeof question->service);
    memcpy(question->step, key->step, sizeof question->step);
    question->answer_count = copy_answers(question->answers, key->answers, key->answer_count);
    setup->send(setup->data, &message);
}

/* The step that SCREEN asks; SIZE_MAX = none, it stands on all of them. */
static size_t own_step(const struct screen *screen) {
    return screen->kind == SCREEN_CONFIRM ? SIZE_MAX : screen->step.index;
}

/* The steps whose lists are shown, or stood on: OWN and those answered. */
static bool needs(const struct order *order, const struct service *service, size_t own, size_t step) {
    bool cart = service->steps[step].kind == STEP_CART && order->cart_done;
    return service->steps[step].from_hotline && order_flow_asked(order, service, step) &&
           (step == own || cart || order_flow_answer(order, service->steps[step].id));
}

static const struct service *service_of(const struct screen_stack_setup *setup, const struct screen *screen) {
    bool order = screen->kind == SCREEN_STEP || screen->kind == SCREEN_CART || screen->kind == SCREEN_CONFIRM;
    return order ? service_catalog_find(setup->model->catalog, screen_order(screen)->service) : NULL;
}

static int64_t sooner(int64_t a_ms, int64_t b_ms) {
    return a_ms && (!b_ms || a_ms < b_ms) ? a_ms : b_ms;
}

struct asking {
    const struct service *service;
    size_t own; /* the step that is shown; SIZE_MAX = none */
    bool opens; /* its screen has just come up: what is known of OWN's list is not shown when it is stale */
    int64_t stale_ms, now_ms;
};

static int64_t ask_lists(const struct screen_stack_setup *setup, const struct order *order,
                         const struct asking *asking) {
    int64_t wake_ms = 0;
    for (size_t i = 0; i < asking->service->step_count; i++) {
        if (!needs(order, asking->service, asking->own, i))
            continue;
        struct step_options_cache_key key = order_flow_key(order, asking->service, i);
        if (asking->opens && i == asking->own)
            step_options_cache_drop(&setup->model->live, &key, asking->stale_ms, asking->now_ms);
        int64_t number = step_options_cache_need(&setup->model->live, &key, asking->stale_ms, asking->now_ms);
        if (number)
            ask(setup, &key, number);
        const struct step_options_cache_list *list = step_options_cache_find(&setup->model->live, &key);
        wake_ms = sooner(wake_ms, (list->number ? list->asked_ms : list->answered_ms) + STEP_OPTIONS_CACHE_AGAIN_MS);
    }
    return wake_ms;
}

/* What the screen needs, and what the same as last time would: that is known before it is wanted. */
static int64_t ask_all(const struct screen_stack_setup *setup, const struct screen *screen,
                       const struct service *service, int64_t stale_ms, int64_t now_ms) {
    struct reorder reorder;
    struct asking asking = {.service = service,
                            .own = own_step(screen),
                            .opens = !screen->shown_ms,
                            .stale_ms = stale_ms,
                            .now_ms = now_ms};
    int64_t wake_ms = ask_lists(setup, screen_order(screen), &asking);
    if (screen->kind != SCREEN_STEP || !reorder_order(setup->model, &screen->step, service, &reorder))
        return wake_ms;
    asking.own = reorder.asks == REORDER_ALL_KNOWN ? asking.own : reorder.asks;
    return sooner(wake_ms, ask_lists(setup, &reorder.order, &asking));
}

static bool is_submitted(const struct screen *screen) {
    return screen->kind == SCREEN_CONFIRM && screen->confirm.submitted_ms;
}

int64_t option_requests_screen(const struct screen_stack_setup *setup, struct screen *screen, int64_t now_ms) {
    const struct service *service = service_of(setup, screen);
    struct screen instead;
    if (is_submitted(screen))
        return 0;
    if (!service && screen->kind == SCREEN_CONFIRM && screen->confirm.kind == REQUEST_SERVICE) {
        const struct order order = screen->confirm.order;
        screen->kind = SCREEN_STEP; /* the service has gone: it says so */
        screen->step = (struct screen_step){.order = order};
    }
    if (!service)
        return 0;
    int64_t wake_ms = ask_all(setup, screen, service,
                              screen->shown_ms ? STEP_OPTIONS_CACHE_AGAIN_MS : STEP_OPTIONS_CACHE_FRESH_MS, now_ms);
    if (!order_flow_mend(setup->model, screen_order(screen), own_step(screen), &instead))
        return wake_ms;
    *screen = instead;
    return ask_all(setup, screen, service, STEP_OPTIONS_CACHE_FRESH_MS, now_ms);
}

bool option_requests_whole(const struct screen_stack_setup *setup, const struct screen_confirm *confirm) {
    struct screen instead;
    if (confirm->kind != REQUEST_SERVICE)
        return true;
    return service_catalog_find(setup->model->catalog, confirm->order.service) &&
           !order_flow_mend(setup->model, &confirm->order, SIZE_MAX, &instead);
}

void option_requests_retry(const struct screen_stack_setup *setup, const struct screen *screen, int64_t now_ms) {
    const struct service *service = service_of(setup, screen);
    if (service)
        ask_all(setup, screen, service, 0, now_ms);
}

void option_requests_draft(const struct screen_stack_setup *setup, const struct screen *before,
                           const struct screen *after) {
    if (after->kind != SCREEN_CART || before->kind != SCREEN_CART)
        return;
    const struct order *was = &before->step.order, *order = &after->step.order;
    size_t size = order->item_count * sizeof order->items[0];
    if (was->item_count == order->item_count && memcmp(was->items, order->items, size) == 0)
        return;
    struct ipc_message message = {.type = IPC_DRAFT, .draft = {.item_count = order->item_count}};
    struct cart_draft *draft = &message.draft;
    memcpy(draft->service, order->service, sizeof draft->service);
    draft->answer_count = order->answer_count;
    memcpy(draft->answers, order->answers, sizeof draft->answers);
    memcpy(draft->items, order->items, size);
    model_keep_draft(setup->model, draft);
    draft->answer_count = copy_answers(draft->answers, order->answers, order->answer_count);
    setup->send(setup->data, &message);
}

void option_requests_empty(const struct screen_stack_setup *setup, const char *service) {
    const struct cart_draft *known = model_draft(setup->model, service);
    if (!known)
        return;
    struct ipc_message message = {.type = IPC_DRAFT, .draft = *known};
    message.draft.item_count = 0;
    message.draft.answer_count = copy_answers(message.draft.answers, known->answers, known->answer_count);
    setup->send(setup->data, &message);
    model_keep_draft(setup->model, &message.draft);
}

void option_requests_order(const struct screen_stack_setup *setup, const struct order *order,
                           struct ipc_submit *submit) {
    const struct service *service = service_catalog_find(setup->model->catalog, order->service);
    struct request *request = &submit->request;
    request->item_count = order_flow_items(setup->model, order, service, request->items);
    request->answer_count = copy_answers(request->answers, order->answers, order->answer_count);
    order_card_keep(&request->words, setup->strings, setup->model, order);
    const char *spoken = order_flow_spoken(order);
    if (!spoken)
        return;
    memcpy(submit->spoken.id, order->voice, sizeof submit->spoken.id);
    snprintf(submit->spoken.step, sizeof submit->spoken.step, "%s", spoken);
}

static void ask_to_listen(const struct screen_stack_setup *setup, enum ipc_listen_do what, enum mic_state state) {
    if (setup->model->listen.state != MIC_OFF) /* before stb-app says so: a screen that flickers frightens */
        setup->model->listen.state = state;
    setup->send(setup->data, &(struct ipc_message){.type = IPC_LISTEN, .listen = {.what = what}});
}

void option_requests_listen(const struct screen_stack_setup *setup, enum ipc_listen_do what) {
    static const enum mic_state then[] = {[IPC_LISTEN_BEGIN] = MIC_STARTING, [IPC_LISTEN_DROP] = MIC_READY};
    ask_to_listen(setup, what, what == IPC_LISTEN_ENOUGH ? setup->model->listen.state : then[what]);
}

void option_requests_voice(const struct screen_stack_setup *setup, const struct screen *screen) {
    const struct model *model = setup->model;
    bool say = screen->kind == SCREEN_VOICE_NOTE;
    if (say && !screen->shown_ms && !model_listens(model))
        option_requests_listen(setup, IPC_LISTEN_BEGIN);
    else if (!say && screen->kind != SCREEN_TALK && model_listens(model))
        option_requests_listen(setup, IPC_LISTEN_DROP);
}
