/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last look before a request leaves: what it says in plain lines, one button to do it and one to leave it, both
 * plain to see. The request's id is made when this screen is opened, so however often OK is pressed it is one request.
 *
 * The traps: a second OK while the first waits for its word must do nothing; and the parent may be slow: at 1 s a busy
 * sign, at 3 s the phone number and a way out, at 10 s OK tries again, with the same id. And a catalog that comes
 * meanwhile may bring another price under the finger: that is another table, and OK waits until it can have been read.
 */
#include "ui/kit/detail_table.h"
#include "ui/kit/fingerprint.h"
#include "ui/kit/format_date.h"
#include "ui/kit/text_card.h"
#include "ui/order/order_lines.h"
#include <stdio.h>
#include <string.h>

enum { BUSY_MS = 1000, WORDS_MS = 3000, RETRY_MS = 10000, NAMED_MAX = 12 };
static const char *const NEXT = "next"; /* leads on to what is not seen yet */

struct screen confirm_screen(const struct order *order, enum request_kind kind) {
    struct screen screen = {.kind = SCREEN_CONFIRM,
                            .confirm = {.order = *order, .kind = kind, .trigger = TRIGGER_SCREEN}};
    request_new_id(screen.confirm.request);
    return screen;
}

static void add_answer(struct order *order, const char *step, const char *option) {
    struct request_answer *answer = &order->answers[order->answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step);
    snprintf(answer->option, sizeof answer->option, "%s", option);
}

struct screen confirm_callback(const char *screen_name, const char *service) {
    struct order order = {.service = ""};
    add_answer(&order, "screen", screen_name);
    if (service[0])
        add_answer(&order, "service", service);
    return confirm_screen(&order, REQUEST_CALLBACK);
}

/* The hotline's own button for a person; a topic of the catalog's is a call-back too, but a service's. */
static bool is_person(const struct screen_confirm *confirm) {
    return confirm->kind == REQUEST_CALLBACK && !confirm->order.service[0];
}

enum telling {
    TELL_ALL,
    TELL_LESS, /* without notes and the price of each thing: on one page all the same */
    TELL_PAGES /* the money first: nobody agrees to what is on a page not turned to; then thing by thing */
};

static void put_first(struct detail_table *table, size_t row) {
    struct detail_row first = table->rows[row];
    memmove(&table->rows[1], &table->rows[0], row * sizeof first);
    table->rows[0] = first;
}

static void add_items(const struct view *view, struct detail_table *table, const struct order_lines_cart *cart,
                      const char *label) {
    for (size_t i = 0; i < cart->count; i++, label = "")
        detail_table_add(table, label, order_lines_item(view, cart, i, true));
}

/* All of them, without what each costs. */
static const char *join_items(const struct view *view, const struct order_lines_cart *cart) {
    const char *joined = "";
    for (size_t i = 0; i < cart->count; i++)
        joined = scene_keepf(view->scene, "%s%s%s", joined, i ? strings_get(view->strings, "list.comma") : "",
                             order_lines_item(view, cart, i, false));
    return joined;
}

/* A cart is of one day, and nothing else on the screen may say which. */
static void add_day(const struct view *view, struct detail_table *table, const struct order_lines_cart *cart) {
    if (cart->count > 0 && cart->options[0]->day[0])
        detail_table_add(table, strings_get(view->strings, "confirm.day"),
                         format_date_words(view, cart->options[0]->day, false));
}

static void add_cart(const struct view *view, struct detail_table *table, const struct order *order,
                     const struct service *service, const char *label, const char *text, enum telling telling) {
    struct order_lines_cart cart;
    order_lines_cart(&cart, view, order, service);
    add_day(view, table, &cart);
    if (telling == TELL_PAGES)
        add_items(view, table, &cart, label);
    else
        detail_table_add(table, label,
                         telling == TELL_LESS ? join_items(view, &cart)
                                              : order_lines_expand(view, order, service, text, true));
}

static void add_row(const struct view *view, struct detail_table *table, const struct order *order,
                    const struct service *service, const char *label, const char *text, enum telling telling) {
    size_t before = table->count;
    bool money = strstr(text, "{total}");
    if (order_lines_is_cart(service, text))
        add_cart(view, table, order, service, label, text, telling);
    else
        detail_table_add(table, label, order_lines_expand(view, order, service, text, telling != TELL_LESS && !money));
    if (telling == TELL_PAGES && money && table->count > before)
        put_first(table, before);
}

static bool mentions(const struct service *service, const char *token) {
    bool found = false;
    for (size_t i = 0; i < service->line_count; i++)
        found = found || strstr(service->lines[i].value, token);
    return found || (service->line_count == 0 && strcmp(token, "{total}") != 0);
}

/* What is ordered and what it costs stand there, whether the catalog's lines say so or not. */
static void add_money(const struct view *view, struct detail_table *table, const struct order *order,
                      const struct service *service, enum telling telling) {
    char token[REQUEST_NAME_SIZE + 2];
    size_t cart = 0;
    const struct service_step *step = order_flow_cart(service, &cart);
    if (step) {
        snprintf(token, sizeof token, "{%.47s}", step->id);
        if (!mentions(service, token))
            add_row(view, table, order, service,
                    step->label[0] ? step->label : strings_get(view->strings, "confirm.items"), token, telling);
    }
    if (!mentions(service, "{total}"))
        add_row(view, table, order, service, strings_get(view->strings, "confirm.total"), "{total}", telling);
}

/* Who will ring, where, and what that costs, as far as it is known; a topic has rows of its own, and room for one. */
static void add_call(const struct view *view, struct detail_table *table, bool topic) {
    const struct model *model = view->model;
    const char *phone = model->profile.phone;
    const char *who = model->hotline.name[0] ? model->hotline.name : model->hotline.phone;
    if (!topic && who[0])
        detail_table_add(table, strings_get(view->strings, "confirm.callback.who"), who);
    detail_table_add(table, strings_get(view->strings, "confirm.callback.to"),
                     topic && phone[0] ? view_words(view, "confirm.callback.to.free", "phone", phone, NULL) : phone);
    if (!topic || !phone[0])
        detail_table_add(table, strings_get(view->strings, "confirm.callback.cost"),
                         strings_get(view->strings, "confirm.callback.free"));
}

static struct detail_table collect(const struct view *view, const struct screen_confirm *confirm,
                                   const struct service *service, enum telling telling) {
    const struct order *order = &confirm->order;
    struct detail_table table = {.px = view_text(view, SIZE_OPTION), .least = view_text(view, SIZE_BODY)};
    for (size_t i = 0; service && i < service->line_count; i++)
        add_row(view, &table, order, service, service->lines[i].label, service->lines[i].value, telling);
    for (size_t i = 0; service && service->line_count == 0 && i < service->step_count; i++) {
        char token[REQUEST_NAME_SIZE + 2];
        snprintf(token, sizeof token, "{%.47s}", service->steps[i].id);
        add_row(view, &table, order, service, service->steps[i].label, token, telling);
    }
    if (service)
        add_money(view, &table, order, service, telling);
    if (confirm->kind == REQUEST_CALLBACK)
        add_call(view, &table, !is_person(confirm));
    return table;
}

/* A table that says something else is another one: its price or its hour was not read when OK was pressed. */
static const char *fingerprint(const struct view *view, const struct detail_table *table) {
    uint32_t sum = FINGERPRINT_BEGIN;
    for (size_t i = 0; i < table->count; i++)
        sum = fingerprint_add(sum, table->rows[i].value);
    return scene_keepf(view->scene, "table %08x", (unsigned)sum);
}

/* More things than one line can name are told one by one from the beginning. */
static bool has_many(const struct view *view, const struct order *order, const struct service *service) {
    struct order_lines_cart cart;
    if (!service)
        return false;
    order_lines_cart(&cart, view, order, service);
    return cart.count > NAMED_MAX;
}

/* The notes go before pages have to be turned; INNER is the room for it. */
static struct detail_table choose_table(const struct view *view, struct view_report *report, struct rect inner,
                                        const struct screen_confirm *confirm, const struct service *service) {
    enum telling telling = has_many(view, &confirm->order, service) ? TELL_PAGES : TELL_ALL;
    struct detail_table table = collect(view, confirm, service, telling);
    report->content_id = fingerprint(view, &table);
    while (telling < TELL_PAGES && detail_table_px(view, inner, &table) == 0)
        table = collect(view, confirm, service, ++telling);
    return table;
}

/* All of it was on the screen, or is now. Whoever waits for an answer has seen it. */
static bool is_read(const struct view *view, const struct screen *screen, struct rect inner,
                    const struct detail_table *table) {
    bool last = screen->pages.text_count > 0 && view->text_page + 1 >= screen->pages.text_count;
    return last || screen->confirm.submitted_ms || detail_table_px(view, inner, table) > 0;
}

/* The button's words while it waits; NULL = its own. */
static const char *wait_words(const struct view *view, struct view_report *report,
                              const struct screen_confirm *confirm) {
    static const int64_t stages[] = {BUSY_MS, WORDS_MS, RETRY_MS};
    int64_t waited = view->now_ms - confirm->submitted_ms;
    if (!confirm->submitted_ms)
        return NULL;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (waited < stages[i])
            view_redraw_at(report, confirm->submitted_ms + stages[i]);
    if (waited >= RETRY_MS)
        return strings_get(view->strings, "button.again");
    return waited >= BUSY_MS ? strings_get(view->strings, "confirm.busy") : NULL;
}

/* YES: the words of the button that orders; NULL = there is more to be read first. */
static void draw_buttons(const struct view *view, struct view_report *report, struct rect area, const char *yes,
                         const char *icon) {
    struct button buttons[] = {yes ? view_button(view, "confirm", yes, icon)
                                   : view_button(view, NEXT, strings_get(view->strings, "notice.next"), NULL),
                               view_button(view, "cancel", strings_get(view->strings, "confirm.cancel"), "close")};
    buttons[0].weight = 3;
    if (yes) {
        buttons[0].fill = view_colour(view, COLOUR_YES);
        buttons[0].focus = view_colour(view, COLOUR_YES_FOCUS);
    }
    report->focus_fallback = buttons[0].id;
    view_buttons(view, area, buttons, 2);
}

static void draw_hints(const struct view *view, struct view_report *report, bool read) {
    const char *ok = view_focused(view, "cancel") ? "confirm.cancel" : read ? "hint.submit" : "hint.read_on";
    const struct hint hints[] = {{"key.ok", ok}, {"key.back", "hint.back"}};
    view_hints(view, report, hints, 2);
}

static void confirm_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    const struct screen_confirm *confirm = &screen->confirm;
    const struct service *service = service_catalog_find(view->model->catalog, confirm->order.service);
    bool callback = is_person(confirm);
    if (callback)
        service = NULL;
    const char *title = service && service->confirm_title[0]
                            ? service->confirm_title
                            : strings_get(view->strings, callback ? "confirm.callback.title" : "confirm.title");
    const char *yes = service && service->confirm_button[0]
                          ? service->confirm_button
                          : strings_get(view->strings, callback ? "confirm.callback.button" : "confirm.button");
    struct rect area = view_header(view, report,
                                   &(struct header){.icon = callback  ? "person"
                                                            : service ? service->icon
                                                                      : "help",
                                                    .title = title,
                                                    .no_hints = view_compact(view)});
    const char *busy = wait_words(view, report, confirm);
    if (!busy && !order_flow_known(view->model, &confirm->order, service))
        busy = strings_get(view->strings, "wait.busy");
    bool slow = confirm->submitted_ms && view->now_ms - confirm->submitted_ms >= WORDS_MS;
    if (slow)
        area = view_banner(view, "slow", area, "clock",
                           view_words(view, "confirm.slow", "phone", view->model->hotline.phone, NULL));
    struct rect card = {area.x, area.y, area.w, area.h - view_buttons_height(view) - view_size(view, SIZE_GAP)};
    struct rect inner = rect_inset(card, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    struct detail_table table = choose_table(view, report, inner, confirm, service);
    bool read = is_read(view, screen, inner, &table);
    draw_buttons(view, report, area, read ? busy ? busy : yes : NULL, busy ? "clock" : "ok");
    detail_table_draw(view, report, text_card_panel(view, card), &table);
    if (!view_compact(view))
        draw_hints(view, report, read);
}

/* A call-back interrupted something, which goes on. A basket is kept, if nobody says that it is not to be. */
static struct outcome leave(const struct screen_confirm *confirm, const struct model *model) {
    const char *service = confirm->order.service;
    if (is_person(confirm))
        return screen_outcome(OUTCOME_BACK);
    if (confirm->submitted_ms || confirm->order.item_count == 0 || !model_draft(model, service))
        return screen_outcome(OUTCOME_HOME);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = dialog_screen(DIALOG_LEAVE_CART, service, "")};
}

static struct outcome confirm_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                  enum action action, int64_t now_ms) {
    (void)shown;
    const struct screen_confirm *confirm = &screen->confirm;
    int64_t waited = confirm->submitted_ms ? now_ms - confirm->submitted_ms : RETRY_MS;
    if (action == ACTION_BACK)
        return screen_outcome(waited < WORDS_MS ? OUTCOME_BUMP : OUTCOME_BACK);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (strcmp(screen->focus, NEXT) == 0) {
        screen->pages.text++;
        return screen_outcome(OUTCOME_CHANGED);
    }
    if (strcmp(screen->focus, "cancel") == 0)
        return waited < WORDS_MS ? screen_outcome(OUTCOME_BUMP) : leave(confirm, model);
    bool known = order_flow_known(model, &confirm->order, service_catalog_find(model->catalog, confirm->order.service));
    return screen_outcome(waited < RETRY_MS || !known ? OUTCOME_BUMP : OUTCOME_SUBMIT);
}

const struct screen_class confirm_class = {"confirm", confirm_draw, confirm_act};
