/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list is asked for when a screen that shows it or stands on it comes up, unless it has just come, and
 * again every half minute while that screen stays: places that others take vanish while the senior thinks. The screens
 * themselves know nothing of asking; they draw what is there.
 */
#include "ui/nav/option_requests.h"
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

static bool is_own(const struct screen *screen, size_t step) {
    return screen->kind != SCREEN_CONFIRM && step == screen->step;
}

/* The steps whose lists SCREEN shows, or stands on: its own and those answered. */
static bool needs(const struct screen *screen, const struct service *service, size_t step) {
    bool cart = service->steps[step].kind == STEP_CART && screen->cart_done;
    return service->steps[step].from_hotline && order_flow_asked(screen, service, step) &&
           (is_own(screen, step) || cart || order_flow_answer(screen, service->steps[step].id));
}

static const struct service *service_of(const struct screen_stack_setup *setup, const struct screen *screen) {
    bool order = screen->kind == SCREEN_STEP || screen->kind == SCREEN_CART || screen->kind == SCREEN_CONFIRM;
    return order ? service_catalog_find(setup->model->catalog, screen->service) : NULL;
}

static int64_t sooner(int64_t a_ms, int64_t b_ms) {
    return a_ms && (!b_ms || a_ms < b_ms) ? a_ms : b_ms;
}

static int64_t ask_lists(const struct screen_stack_setup *setup, const struct screen *screen,
                         const struct service *service, int64_t stale_ms, int64_t now_ms) {
    int64_t wake_ms = 0;
    for (size_t i = 0; i < service->step_count; i++) {
        if (!needs(screen, service, i))
            continue;
        struct step_options_cache_key key = order_flow_key(screen, service, i);
        if (!screen->shown_ms && is_own(screen, i))
            step_options_cache_drop(&setup->model->live, &key, stale_ms, now_ms);
        int64_t number = step_options_cache_need(&setup->model->live, &key, stale_ms, now_ms);
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
    int64_t wake_ms = ask_lists(setup, screen, service, stale_ms, now_ms);
    if (screen->kind == SCREEN_STEP && reorder_order(setup->model, screen, service, &reorder))
        wake_ms = sooner(wake_ms, ask_lists(setup, &reorder.order, service, stale_ms, now_ms));
    return wake_ms;
}

int64_t option_requests_screen(const struct screen_stack_setup *setup, struct screen *screen, int64_t now_ms) {
    const struct service *service = service_of(setup, screen);
    struct screen instead;
    if (screen->submitted_ms)
        return 0;
    if (!service && screen->kind == SCREEN_CONFIRM && screen->request_kind == REQUEST_SERVICE)
        screen->kind = SCREEN_STEP; /* the service has gone: it says so */
    if (!service)
        return 0;
    int64_t wake_ms = ask_all(setup, screen, service,
                              screen->shown_ms ? STEP_OPTIONS_CACHE_AGAIN_MS : STEP_OPTIONS_CACHE_FRESH_MS, now_ms);
    if (!order_flow_mend(setup->model, screen, &instead))
        return wake_ms;
    *screen = instead;
    return ask_all(setup, screen, service, STEP_OPTIONS_CACHE_FRESH_MS, now_ms);
}

bool option_requests_whole(const struct screen_stack_setup *setup, const struct screen *confirm) {
    struct screen instead;
    if (confirm->request_kind != REQUEST_SERVICE)
        return true;
    return service_of(setup, confirm) && !order_flow_mend(setup->model, confirm, &instead);
}

void option_requests_retry(const struct screen_stack_setup *setup, const struct screen *screen, int64_t now_ms) {
    const struct service *service = service_of(setup, screen);
    if (service)
        ask_all(setup, screen, service, 0, now_ms);
}

void option_requests_draft(const struct screen_stack_setup *setup, const struct screen *before,
                           const struct screen *after) {
    size_t size = after->item_count * sizeof after->items[0];
    if (after->kind != SCREEN_CART || before->kind != SCREEN_CART ||
        (before->item_count == after->item_count && memcmp(before->items, after->items, size) == 0))
        return;
    struct ipc_message message = {.type = IPC_DRAFT, .draft = {.item_count = after->item_count}};
    struct cart_draft *draft = &message.draft;
    memcpy(draft->service, after->service, sizeof draft->service);
    draft->answer_count = after->answer_count;
    memcpy(draft->answers, after->answers, sizeof draft->answers);
    memcpy(draft->items, after->items, size);
    model_keep_draft(setup->model, draft);
    draft->answer_count = copy_answers(draft->answers, after->answers, after->answer_count);
    setup->send(setup->data, &message);
}

void option_requests_order(const struct screen_stack_setup *setup, const struct screen *confirm,
                           struct ipc_submit *submit) {
    const struct service *service = service_catalog_find(setup->model->catalog, confirm->service);
    struct request *request = &submit->request;
    request->item_count = order_flow_items(setup->model, confirm, service, request->items);
    request->answer_count = copy_answers(request->answers, confirm->answers, confirm->answer_count);
    const char *spoken = order_flow_spoken(confirm);
    if (!spoken)
        return;
    memcpy(submit->spoken.id, confirm->voice, sizeof submit->spoken.id);
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
    else if (!say && model_listens(model))
        option_requests_listen(setup, IPC_LISTEN_DROP);
}
