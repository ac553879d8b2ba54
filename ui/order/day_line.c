/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/order/day_line.h"
#include "ui/kit/format_date.h"
#include "ui/order/order_card.h"
#include "ui/order/order_flow.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { CUTOFF_AHEAD_MINUTES = 240 }; /* lunch is no news at five in the morning */

static struct day_line line_of(enum day_line_kind kind, const char *id, const char *icon, const char *words,
                               const char *brief) {
    struct day_line line = {.kind = kind, .icon = icon, .words = words, .brief = brief};
    snprintf(line.id, sizeof line.id, "%s", id);
    return line;
}

/* --- the order left half done */

static struct day_line draft_line(const struct view *view) {
    for (size_t i = 0; i < CART_DRAFT_MAX; i++) {
        const struct cart_draft *draft = &view->model->drafts[i];
        const struct service *service =
            draft->service[0] ? service_catalog_find(view->model->catalog, draft->service) : NULL;
        if (!service || draft->item_count == 0)
            continue;
        struct order order = {.item_count = draft->item_count, .answer_count = draft->answer_count};
        struct request_words words;
        snprintf(order.service, sizeof order.service, "%s", draft->service);
        memcpy(order.items, draft->items, sizeof order.items);
        memcpy(order.answers, draft->answers, sizeof order.answers);
        order_card_keep(&words, view->strings, view->model, &order);
        return line_of(DAY_LINE_DRAFT, service->id, service->icon,
                       view_words(view, "home.day.draft", "service", service->title, "what", words.what, NULL),
                       view_words(view, "home.day.draft", "service", service->title, "what", "", NULL));
    }
    return (struct day_line){.kind = DAY_LINE_NONE};
}

/* --- what is under way */

/* How soon it matters: a car on its way, a promise, an appointment of today, one of tomorrow; 0 = not today. */
static int urgency(const struct view *view, const struct request_record *record, const struct order_card *card) {
    const struct status *status = &record->status;
    int ahead;
    bool soon = format_date_days_away(view, record->request.words.day, &ahead) && (ahead == 0 || ahead == 1);
    if (request_state_is_final(status->state) || status->kind == REQUEST_SOS)
        return 0;
    if (card->next[0])
        return status->eta_minutes >= 0 ? 5 : 4;
    if (status->kind == REQUEST_CALLBACK)
        return 3;
    return soon ? 2 - ahead : 0;
}

static const char *order_line(const struct view *view, const struct request_record *record,
                              const struct order_card *card, bool brief) {
    if (card->next[0])
        return view_words(view, "home.day.order", "service", card->title, "next", card->next, NULL);
    if (record->status.kind == REQUEST_CALLBACK)
        return strings_get(view->strings, "home.day.call");
    return view_words(view, "home.day.visit", "when", card->when_brief, "service", card->title, "what",
                      brief ? "" : card->what, NULL);
}

static struct day_line request_line(const struct view *view) {
    struct day_line best = {.kind = DAY_LINE_NONE};
    int most = 0;
    for (size_t i = 0; i < view->model->request_count; i++) {
        const struct request_record *record = view->model->requests[i];
        struct order_card card = order_card_of(view, record);
        int urgent = urgency(view, record, &card);
        if (urgent <= most)
            continue;
        most = urgent;
        best = line_of(DAY_LINE_ORDER, record->status.id, card.icon, order_line(view, record, &card, false),
                       order_line(view, record, &card, true));
    }
    return best;
}

/* --- until when it can be ordered */

static bool is_ordered(const struct model *model, const char *service) {
    for (size_t i = 0; i < model->request_count; i++)
        if (strcmp(model->requests[i]->status.service, service) == 0 &&
            !request_state_is_final(model->requests[i]->status.state))
            return true;
    return false;
}

static struct day_line cutoff_of(const struct view *view, const struct service *service,
                                 const struct service_step *cart) {
    const char *words = view_words(view, "home.day.cutoff", "service", service->title, "time", cart->cutoff, NULL);
    return line_of(DAY_LINE_CUTOFF, service->id, service->icon, words, words);
}

static struct day_line cutoff_line(const struct view *view) {
    const struct service *home[SERVICE_HOME_MAX];
    size_t count = service_catalog_home(view->model->catalog, home), at;
    time_t now = (time_t)(view->wall_ms / 1000);
    struct tm local;
    localtime_r(&now, &local);
    for (size_t i = 0; i < count && !view->model->clock_unsure; i++) {
        const struct service_step *cart = order_flow_cart(home[i], &at);
        int hour, minute;
        if (!cart || sscanf(cart->cutoff, "%2d:%2d", &hour, &minute) != 2 || is_ordered(view->model, home[i]->id))
            continue;
        int left = hour * 60 + minute - local.tm_hour * 60 - local.tm_min;
        if (left > 0 && left <= CUTOFF_AHEAD_MINUTES)
            return cutoff_of(view, home[i], cart);
    }
    return (struct day_line){.kind = DAY_LINE_NONE};
}

struct day_line day_line_of(const struct view *view) {
    struct day_line line = draft_line(view);
    if (line.kind == DAY_LINE_NONE)
        line = request_line(view);
    return line.kind == DAY_LINE_NONE ? cutoff_line(view) : line;
}

struct screen day_line_open(const struct model *model, enum day_line_kind kind, const char *id) {
    const struct cart_draft *draft = kind == DAY_LINE_DRAFT ? model_draft(model, id) : NULL;
    if (draft) /* where she left it, with what she had chosen before */
        return order_flow_open_order(model, id, draft->answers, draft->answer_count, draft->items, draft->item_count);
    return kind == DAY_LINE_ORDER ? result_screen(id) : order_flow_first(model, id);
}
