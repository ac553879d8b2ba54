/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of the catalog's confirm screen has a role, or one that follows from what stands in it; its words go where the
 * role says. The day is kept as a day and put into words when they are shown: what was 明天 yesterday is 今天.
 *
 * The traps: an answer that only led on ("another hospital") is no answer, what was chosen after it is; and words are
 * kept as whole pieces, never cut in the midst of a name.
 */
#include "ui/order/order_card.h"
#include "ui/kit/format_date.h"
#include "ui/kit/format_money.h"
#include "ui/order/order_lines.h"
#include <stdio.h>
#include <string.h>

/* --- what is kept */

/* Behind what is there already; too long a piece is left out. */
static void append(char *out, size_t size, const char *between, const char *words) {
    size_t used = strlen(out);
    if (words[0] && used + strlen(used ? between : "") + strlen(words) < size)
        snprintf(out + used, size - used, "%s%s", used ? between : "", words);
}

/* The step whose {token} TEXT is, alone; NULL = it is something else. */
static const struct service_step *step_of(const struct service *service, const char *text) {
    char token[REQUEST_NAME_SIZE + 2];
    for (size_t i = 0; i < service->step_count; i++) {
        snprintf(token, sizeof token, "{%.47s}", service->steps[i].id);
        if (strcmp(token, text) == 0)
            return &service->steps[i];
    }
    return NULL;
}

static bool leads_on(const struct service *service, const char *step, const char *option) {
    for (size_t i = 0; i < service->step_count; i++)
        if (strcmp(service->steps[i].when_step, step) == 0 && strcmp(service->steps[i].when_option, option) == 0)
            return true;
    return false;
}

static enum service_line_role role_of(const struct service *service, const struct service_line *line) {
    const struct service_step *step = step_of(service, line->value);
    if (line->role != LINE_UNSAID)
        return line->role;
    if (strstr(line->value, "{total}"))
        return LINE_COST;
    if (strstr(line->value, "{home}"))
        return LINE_WHERE;
    return !step ? LINE_NOTE : step->kind == STEP_TIME ? LINE_WHEN : LINE_WHAT;
}

/* The words of a line by itself: of a choice its name without its day, which is kept beside it. */
static const char *line_words(const struct view *view, const struct order *order, const struct service *service,
                              const struct service_line *line) {
    const struct service_step *step = step_of(service, line->value);
    const struct service_option *option = step ? order_flow_chosen(view->model, order, service, step->id) : NULL;
    if (option)
        return leads_on(service, step->id, option->id) ? "" : option->title;
    const char *words = order_lines_expand(view, order, service, line->value, false);
    return strcmp(words, "…") == 0 ? "" : words;
}

static void keep_items(struct request_words *words, const struct view *view, const struct order *order,
                       const struct service *service) {
    struct order_lines_cart cart;
    order_lines_cart(&cart, view, order, service);
    const char *rest = view_words(view, "confirm.and_more", "n", view_number(view, (int64_t)cart.count), NULL);
    for (size_t i = 0; i < cart.count; i++) {
        size_t used = strlen(words->what), room = sizeof words->what - (i + 1 < cart.count ? strlen(rest) : 0);
        append(words->what, room, strings_get(view->strings, "list.comma"), order_lines_item(view, &cart, i, false));
        if (strlen(words->what) > used)
            continue;
        append(words->what, sizeof words->what, "", rest);
        return;
    }
    if (cart.count == 0 && order->item_count > 0) /* the list that names them is not known any more */
        append(words->what, sizeof words->what, "",
               view_counted(view, "step.as_usual.items", (int64_t)order->item_count));
}

static void keep_cost(struct request_words *words, const struct view *view, const struct order *order,
                      const struct service *service, const struct service_line *line) {
    char money[FORMAT_MONEY_SIZE];
    struct order_flow_sum sum = order_flow_sum(view->model, order, service);
    bool total = strstr(line->value, "{total}");
    if (!total)
        append(words->cost, sizeof words->cost, strings_get(view->strings, "list.comma"),
               line_words(view, order, service, line));
    else if (sum.priced)
        append(words->cost, sizeof words->cost, strings_get(view->strings, "list.comma"),
               format_money_words(money, view->strings, sum.pay));
}

/* "送到家", "从家": with the word that says which way. A place that was chosen has a name, and needs none. */
static void keep_place(struct request_words *words, const struct view *view, const struct order *order,
                       const struct service *service, const struct service_line *line) {
    const char *place = line_words(view, order, service, line);
    if (place[0] && strstr(line->value, "home}"))
        place = view_words(view, "card.where", "way", line->label, "place", place, NULL);
    append(words->where, sizeof words->where, strings_get(view->strings, "list.comma"), place);
}

static void keep_line(struct request_words *words, const struct view *view, const struct order *order,
                      const struct service *service, const struct service_line *line) {
    const char *comma = strings_get(view->strings, "list.comma");
    switch (role_of(service, line)) {
    case LINE_WHAT:
        if (order_lines_is_cart(service, line->value))
            keep_items(words, view, order, service);
        else
            append(words->what, sizeof words->what, comma, line_words(view, order, service, line));
        break;
    case LINE_WHEN:
        append(words->when, sizeof words->when, comma, line_words(view, order, service, line));
        break;
    case LINE_WHERE:
        keep_place(words, view, order, service, line);
        break;
    case LINE_COST:
        keep_cost(words, view, order, service, line);
        break;
    case LINE_UNSAID:
    case LINE_NOTE:
    case LINE_ROLES:
        break;
    }
}

/* The day of the slot that was chosen, else of what is in the cart. */
static const char *day_of(const struct view *view, const struct order *order, const struct service *service) {
    struct order_lines_cart cart;
    for (size_t i = 0; i < service->step_count; i++) {
        const struct service_option *option = order_flow_chosen(view->model, order, service, service->steps[i].id);
        if (option && option->day[0])
            return option->day;
    }
    order_lines_cart(&cart, view, order, service);
    return cart.count > 0 ? cart.options[0]->day : "";
}

static void keep(struct request_words *words, const struct view *view, const struct order *order,
                 const struct service *service) {
    *words = (struct request_words){.what = ""};
    for (size_t i = 0; i < service->line_count; i++)
        keep_line(words, view, order, service, &service->lines[i]);
    for (size_t i = 0; service->line_count == 0 && i < service->step_count; i++) {
        char token[REQUEST_NAME_SIZE + 2];
        snprintf(token, sizeof token, "{%.47s}", service->steps[i].id);
        keep_line(words, view, order, service, &(struct service_line){.label = "", .value = token});
    }
    if (!words->what[0])
        keep_items(words, view, order, service);
    append(words->day, sizeof words->day, "", day_of(view, order, service));
}

void order_card_keep(struct request_words *words, const struct strings *strings, const struct model *model,
                     const struct order *order) {
    static struct scene scratch; /* one thread; it is too large for the stack of a small box */
    const struct service *service = service_catalog_find(model->catalog, order->service);
    *words = (struct request_words){.what = ""};
    scene_reset(&scratch, 0, 0);
    if (service)
        keep(words, &(struct view){.scene = &scratch, .strings = strings, .model = model}, order, service);
}

/* --- what is shown */

static struct order order_of(const struct request_record *record) {
    struct order order = {.cart_done = true};
    snprintf(order.service, sizeof order.service, "%s", record->status.service);
    order.answer_count = record->request.answer_count;
    memcpy(order.answers, record->request.answers, order.answer_count * sizeof order.answers[0]);
    order.item_count = record->request.item_count;
    memcpy(order.items, record->request.items, order.item_count * sizeof order.items[0]);
    return order;
}

static struct request_words words_of(const struct view *view, const struct request_record *record,
                                     const struct service *service) {
    struct request_words words = record->request.words;
    if (words.what[0] || words.when[0] || words.where[0] || !service)
        return words;
    struct order order = order_of(record);
    keep(&words, view, &order, service);
    return words;
}

static const char *when_words(const struct view *view, const struct request_words *words, bool brief) {
    if (!words->day[0])
        return scene_keep(view->scene, words->when);
    const char *day = format_date_words(view, words->day, brief);
    return scene_keepf(view->scene, "%s%s%s", day, words->when[0] ? " " : "", words->when);
}

/* By the clock and not in minutes, so that it stays true while it stands there. */
static const char *next_words(const struct view *view, const struct status *status, const struct service *service) {
    int64_t promised = service ? request_status_promised_until(status, service->promise_minutes) : 0;
    bool coming = status->eta_minutes >= 0 && status->state < STATE_ARRIVED;
    if (request_state_is_final(status->state) || status->cancel_asked)
        return "";
    int64_t arrives = status->updated_at_ms + status->eta_minutes * INT64_C(60000);
    if (coming && view_knows(view, arrives))
        return arrives <= view->wall_ms
                   ? strings_get(view->strings, "card.next.arrives.now")
                   : view_words(view, "card.next.arrives", "time", view_clock(view, arrives), NULL);
    if (!promised || !view_knows(view, promised))
        return "";
    return promised <= view->wall_ms ? strings_get(view->strings, "card.next.overdue")
                                     : view_words(view, "card.next.promise", "time", view_clock(view, promised), NULL);
}

struct order_card order_card_of(const struct view *view, const struct request_record *record) {
    const struct status *status = &record->status;
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    bool call = status->kind == REQUEST_CALLBACK;
    struct request_words words = words_of(view, record, service);
    return (struct order_card){
        .icon = service ? service->icon
                : call  ? "person"
                        : "orders",
        .title = service ? service->title : strings_get(view->strings, call ? "service.callback" : "service.unknown"),
        .what = scene_keep(view->scene, words.what),
        .where = scene_keep(view->scene, words.where),
        .cost = scene_keep(view->scene, words.cost),
        .when = when_words(view, &words, false),
        .when_brief = when_words(view, &words, true),
        .next = next_words(view, status, service)};
}

const char *order_card_line(const struct view *view, const struct order_card *card) {
    bool both = card->what[0] && card->when_brief[0];
    return scene_keepf(view->scene, "%s%s%s", card->what, both ? strings_get(view->strings, "result.comma") : "",
                       card->when_brief);
}
