/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the cart looks: rows with picture, name, price before and after subsidy and what is chosen of it, as
 * cart_layout.c has arranged them; above them where we are and what has to be kept in mind (minimum, cut-off); below
 * them one large button that says the total, and those that turn the page.
 */
#include "ui/kit/format_date.h"
#include "ui/kit/format_money.h"
#include "ui/kit/list.h"
#include "ui/order/list_placeholder.h"
#include "ui/screens/cart_layout.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *money(const struct view *view, int64_t fen) {
    char out[FORMAT_MONEY_SIZE];
    return scene_keep(view->scene, format_money_words(out, view->strings, fen));
}

static struct words small_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_SMALL), .lines = 1, .middle = true};
}

/* --- a row, from the left: picture, name and note, price before and after, number */

static const char *part_id(const struct view *view, const struct service_option *item, const char *part) {
    return scene_keepf(view->scene, "%.50s.%s", item->id, part);
}

static void draw_note(const struct view *view, struct rect room, const struct service_option *item, struct words how) {
    const char *both = scene_keepf(view->scene, "%s · %s", item->tag, item->note);
    const char *tries[] = {item->tag[0] && item->note[0] ? both : item->note, item->tag, item->note};
    how.lines = 1;
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        if (tries[i][0] && view_fit(view, &how, tries[i], room.w, room.h).whole) {
            view_put(view, part_id(view, item, "note"), ROLE_TEXT, room, &how, tries[i]);
            return;
        }
}

/* A thin line through the words: the price before the subsidy. */
static void strike(const struct view *view, struct rect box, struct fit fit, colour fg) {
    int thick = fit.style.px / 14 > 2 ? fit.style.px / 14 : 2;
    struct rect line = {box.x + box.w - fit.width, box.y + (box.h - thick) / 2, fit.width, thick};
    view_round(view, "", ROLE_NONE, line, thick / 2, fg);
}

static void draw_prices(const struct view *view, struct rect before, struct rect after,
                        const struct service_option *item, struct words big, struct words small) {
    big.align = small.align = TEXT_RIGHT;
    if (item->price < 0)
        return;
    view_put(view, part_id(view, item, "pay"), ROLE_TEXT, after, &big, money(view, item->pay));
    if (item->pay < item->price)
        strike(view, before,
               view_put(view, part_id(view, item, "price"), ROLE_TEXT, before, &small, money(view, item->price)),
               small.fg);
}

/* The next column of WIDTH of the row that REST begins with; none when it has no width. */
static struct rect take_column(struct rect *rest, int width, int pad) {
    struct rect column = {rest->x, rest->y, width, rest->h};
    int used = width ? width + pad : 0;
    rest->x += used;
    rest->w -= used;
    return column;
}

/* Below the name they begin where it begins: what is to be paid first. */
static void draw_prices_below(const struct view *view, struct rect *rest, const struct cart_plan *plan,
                              const struct service_option *item, struct words big, struct words small) {
    if (item->price < 0)
        return;
    int used = view_put(view, part_id(view, item, "pay"), ROLE_TEXT, *rest, &big, money(view, item->pay)).width;
    take_column(rest, used, plan->pad);
    if (item->pay == item->price)
        return;
    struct fit fit = view_put(view, part_id(view, item, "price"), ROLE_TEXT, *rest, &small, money(view, item->price));
    strike(view, take_column(rest, fit.width, plan->pad), fit, small.fg);
}

static void draw_number(const struct view *view, struct rect box, const struct cart *cart,
                        const struct service_option *item, int quantity, bool focused, struct words how) {
    struct words none = cart_layout_body_words(view);
    const char *words = quantity > 0 ? cart_layout_pieces_words(view, cart, quantity) : NULL;
    how.align = none.align = TEXT_RIGHT;
    none.fg = how.fg;
    none.bg = how.bg;
    if (focused)
        words = scene_keepf(view->scene, "◀ %s ▶", cart_layout_pieces_words(view, cart, quantity));
    if (!service_option_open(item))
        words = strings_get(view->strings, "cart.sold_out");
    view_put(view, part_id(view, item, "quantity"), ROLE_TEXT, box, service_option_open(item) ? &how : &none, words);
}

static void draw_picture(const struct view *view, struct rect column, const struct service_option *item) {
    struct rect square = {column.x, column.y + (column.h - column.w) / 2, column.w, column.w};
    if (column.w && (item->emoji[0] || item->image[0]))
        view_picture(view, part_id(view, item, "image"), square, item->image, item->emoji);
}

/* The name above, the rest below, both in the middle of the row. */
static void split(struct rect *name, struct rect *rest, int above, int below) {
    int top = rest->y + (rest->h - above - below) / 2;
    name->y = top;
    name->h = above;
    rest->y = top + above;
    rest->h = below;
}

static void draw_row(const struct view *view, const struct screen *screen, const struct cart_plan *plan,
                     const struct cart *cart, struct rect box, const struct service_option *item, bool stacked) {
    bool focused = view_focused(view, item->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *row = view_choice(view, item->id, ROLE_OPTION, box, fill, focus);
    if (!row)
        return;
    row->bg = focused ? focus : fill;
    struct words big = cart_layout_name_words(view), small = small_words(view);
    big.fg = row->fg;
    small.fg = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM);
    big.bg = small.bg = row->bg;
    int left = plan->picture ? view_px(view, CART_PICTURE_INSET) : plan->pad;
    struct rect rest = {box.x + left, box.y, box.w - left - plan->pad, box.h};
    draw_picture(view, take_column(&rest, plan->picture, plan->pad), item);
    struct rect name = stacked ? rest : take_column(&rest, plan->beside, plan->pad);
    struct fit fit =
        view_fit(view, &big, item->title, name.w, box.h - (stacked ? plan->line : 0) - view_size(view, SIZE_PAD_Y));
    if (stacked)
        split(&name, &rest, fit.height, plan->line);
    row->words = scene_keep(view->scene, item->title);
    row->words_box = (struct rect){name.x, name.y + (name.h - fit.height) / 2, fit.width, fit.height};
    row->style = fit.style;
    int used = fit.width + plan->pad;
    draw_note(view, (struct rect){name.x + used, name.y, name.w - used, name.h}, item, small);
    if (stacked) {
        draw_prices_below(view, &rest, plan, item, big, small);
    } else {
        struct rect before = take_column(&rest, plan->price, plan->pad);
        draw_prices(view, before, take_column(&rest, plan->pay, plan->pad), item, big, small);
    }
    draw_number(view, rest, cart, item, cart_quantity(&screen->step.order, item->id), focused, big);
}

/* --- above and below the rows */

/* The moment CUTOFF of the day that the basket, or the page, is for; "" = there is none to keep. What is over is not
 * said of dishes that can be had: they are another day's. */
static const char *cutoff_words(const struct view *view, struct view_report *report, const struct cart *cart) {
    bool basket = cart->groups && cart->day[0];
    const char *day = basket ? cart->day : cart->page_day, *time = cart->step->cutoff;
    int hour, minute, away = 0;
    if (sscanf(time, "%2d:%2d", &hour, &minute) != 2)
        return "";
    bool dated = format_date_days_away(view, day, &away);
    if (dated && away != 0)
        return view_words(view, "cart.cutoff.day", "day", format_date_words(view, day, true), "time", time, NULL);
    time_t now = (time_t)(view->wall_ms / 1000);
    struct tm local;
    localtime_r(&now, &local);
    bool over = !view->model->clock_unsure && local.tm_hour * 60 + local.tm_min >= hour * 60 + minute;
    view_redraw_at(report, view->now_ms + 60000 - view->wall_ms % 60000);
    if (over)
        return dated ? view_words(view, "cart.cutoff.over", "time", time, NULL) : "";
    return view_words(view, "cart.cutoff", "time", time, NULL);
}

/* "10:30 前可订 · 满 10元 起送" */
static const char *limits(const struct view *view, struct view_report *report, const struct cart *cart) {
    const char *cutoff = cutoff_words(view, report, cart), *least = "";
    if (cart->step->min_pay > 0)
        least = view_words(view, "cart.least", "money", money(view, cart->step->min_pay), NULL);
    return scene_keepf(view->scene, "%s%s%s", cutoff, cutoff[0] && least[0] ? " · " : "", least);
}

/* Where we are, and the limits; with large text these matter more than that there is more below. */
static void draw_line(const struct view *view, struct view_report *report, struct rect area, struct list_place place,
                      const struct cart *cart) {
    const char *words = limits(view, report, cart);
    if (view_compact(view) && words[0])
        place.pages = 1;
    list_line(view, report, area, &place, words);
}

static const char *checkout_words(const struct view *view, const struct cart *cart) {
    const char *pay = money(view, cart->sum.pay);
    if (cart->sum.pieces == 0)
        return strings_get(view->strings, "cart.empty");
    if (cart_lacks(cart) > 0)
        return view_words(view, "cart.lacks", "money", money(view, cart_lacks(cart)), NULL);
    if (!cart->sum.priced || cart->sum.price == 0)
        return view_words(view, "cart.check.free", "pieces", cart_layout_pieces_words(view, cart, cart->sum.pieces),
                          NULL);
    if (view_compact(view))
        return view_words(view, "cart.check.short", "money", pay, NULL);
    return view_words(view, cart->sum.pay < cart->sum.price ? "cart.check.subsidy" : "cart.check", "pieces",
                      cart_layout_pieces_words(view, cart, cart->sum.pieces), "money", pay, NULL);
}

/* As view_bar() will leave it; the rows are drawn first, so that digits count them. */
static struct rect above_bar(const struct view *view, struct rect area) {
    area.h -= view_bar_height(view) + view_size(view, SIZE_GAP);
    return area;
}

static void draw_bar(const struct view *view, struct rect area, const struct cart *cart, bool before, bool next) {
    struct button buttons[] = {view_button(view, CART_CHECKOUT, checkout_words(view, cart), NULL),
                               view_button(view, CART_AGAIN, strings_get(view->strings, "cart.again"), NULL),
                               view_button(view, CART_BEFORE, strings_get(view->strings, "cart.page.before"), NULL),
                               view_button(view, CART_NEXT, strings_get(view->strings, "cart.page.next"), NULL)};
    if (cart->sum.pieces > 0 && cart_lacks(cart) == 0) {
        buttons[0].fill = view_colour(view, COLOUR_YES);
        buttons[0].focus = view_colour(view, COLOUR_YES_FOCUS);
    }
    buttons[0].weight = before || next ? 5 : 3;
    buttons[1].weight = cart->last_count > 0 ? 3 : 0;
    buttons[2].weight = before ? 2 : 0;
    buttons[3].weight = next ? 2 : 0;
    view_bar(view, area, buttons, 4);
}

static void set_fallback(struct view_report *report, const struct cart *cart, const char *first) {
    report->focus_fallback = cart->sum.pieces > 0 ? CART_CHECKOUT : cart->last_count > 0 ? CART_AGAIN : first;
}

static bool is_shelf(const struct cart *cart, const char *id) {
    for (size_t i = 0; i < cart->shelf_count; i++)
        if (strcmp(cart->shelves[i]->id, id) == 0)
            return true;
    return false;
}

static void draw_groups(const struct view *view, struct view_report *report, const struct screen *screen,
                        struct rect area, const struct cart *cart) {
    struct list_row rows[8];
    assert(cart->shelf_count > 0);
    for (size_t i = 0; i < cart->shelf_count; i++) {
        int pieces = cart_pieces(cart, &screen->step.order, cart->shelves[i]->id);
        const char *note =
            pieces ? view_words(view, "cart.chosen", "pieces", cart_layout_pieces_words(view, cart, pieces), NULL) : "";
        rows[i] = (struct list_row){.id = cart->shelves[i]->id, .title = cart->shelves[i]->title, .note = note};
    }
    struct rect rest = above_bar(view, area);
    struct screen at = *screen; /* on a button: the page we were on */
    if (screen->pages.first < cart->shelf_count && !is_shelf(cart, screen->focus))
        screen_focus(&at, rows[screen->pages.first].id);
    struct list_place place = list_draw(view, report, &at, list_line_room(view, report, rest), rows, cart->shelf_count);
    draw_line(view, report, rest, place, cart);
    draw_bar(view, area, cart, false, false);
    set_fallback(report, cart, rows[0].id);
}

/* The row of the focus; when that is on a button, the first of the page we were on. */
static size_t find_row(const struct screen *screen, const struct cart *cart) {
    for (size_t i = 0; i < cart->count; i++)
        if (strcmp(cart->items[i]->id, screen->focus) == 0)
            return i;
    return screen->pages.first < cart->count ? screen->pages.first : cart->count - 1;
}

static void say_focus(const struct view *view, struct view_report *report, const struct screen *screen,
                      const struct cart *cart, const struct list_place *place) {
    const struct service_option *item = cart->items[place->at];
    if (strcmp(item->id, screen->focus) != 0)
        return;
    const char *price = item->price >= 0 ? money(view, item->pay) : "";
    const char *chosen = service_option_open(item)
                             ? cart_layout_pieces_words(view, cart, cart_quantity(&screen->step.order, item->id))
                             : strings_get(view->strings, "cart.sold_out");
    report->position_to_say = list_position(view, place);
    report->state_to_say = scene_keepf(view->scene, "%s %s", price, chosen);
}

static void draw_items(const struct view *view, struct view_report *report, const struct screen *screen,
                       struct rect area, const struct cart *cart) {
    struct rect rest = above_bar(view, area), list = list_line_room(view, report, rest);
    static struct cart_plan plan; /* one thread; it is too large for the stack of a small box */
    size_t rows = 0;
    cart_layout_plan(&plan, view, list, cart);
    struct list_place place = cart_layout_place(&plan, cart, list.h, find_row(screen, cart), &rows);
    report->pages.rows = (int)rows;
    report->pages.first = place.first;
    for (size_t i = place.first; i < place.first + rows; i++) {
        list.h = plan.rows[i].height;
        draw_row(view, screen, &plan, cart, list, cart->items[i], plan.rows[i].stacked);
        list.y += list.h + plan.gap;
    }
    draw_bar(view, area, cart, place.page > 0, place.page + 1 < place.pages);
    draw_line(view, report, rest, place, cart);
    say_focus(view, report, screen, cart, &place);
    set_fallback(report, cart, cart->items[place.first]->id);
    if (screen->step.group[0] && cart->shelf_count > 1) /* one has just been opened: its first row, not the way out */
        report->focus_fallback = cart->items[place.first]->id;
}

static const char *title_of(const struct cart *cart, const struct screen *screen) {
    for (size_t i = 0; !cart->groups && i < cart->shelf_count; i++)
        if (strcmp(cart->shelves[i]->id, screen->step.group) == 0)
            return cart->shelves[i]->title;
    return cart->step->title;
}

/* The basket is for one day, and this page for another. */
static struct rect draw_other_day(const struct view *view, struct rect area, const struct cart *cart) {
    if (cart->groups || !cart_is_of_other_day(cart, cart->items[0]))
        return area;
    return view_banner(view, "other-day", area, "info",
                       view_words(view, "cart.other_day", "day", format_date_words(view, cart->day, true), "other",
                                  format_date_words(view, cart->page_day, true), NULL));
}

/* What the keys do on the row in focus. */
static void draw_hints(const struct view *view, struct view_report *report, const struct cart *cart) {
    static const struct hint items[] = {{"key.sides", "hint.less_more"},
                                        {"key.ok", "hint.add"},
                                        {"key.back", "hint.before"},
                                        {"key.person", "hint.person"}};
    static const struct hint others[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.before"}, {"key.person", "hint.person"}};
    const struct service_option *item = NULL;
    for (size_t i = 0; i < cart->count && !item; i++)
        item = !cart->groups && view_focused(view, cart->items[i]->id) ? cart->items[i] : NULL;
    bool open = item && service_option_open(item) && !cart_is_of_other_day(cart, item);
    if (open)
        view_hints(view, report, items, 4);
    else
        view_hints(view, report, item ? others + 1 : others, item ? 2 : 3); /* nothing can be done with one sold out */
}

void cart_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    struct cart cart;
    if (!cart_read(&cart, view->model, &screen->step)) {
        list_placeholder_gone(view, report);
        return;
    }
    struct rect area = view_header(
        view, report,
        &(struct header){.icon = cart.service->icon, .title = title_of(&cart, screen), .no_hints = view_compact(view)});
    if (!list_placeholder_draw(view, report, area, &cart.list, cart.list.count, false)) {
        area = list_placeholder_age(view, area, &cart.list);
        if (screen->step.choice_lost)
            area = view_banner(view, "gone", area, "info", strings_get(view->strings, "step.lost"));
        area = draw_other_day(view, area, &cart);
        if (cart.groups)
            draw_groups(view, report, screen, area, &cart);
        else
            draw_items(view, report, screen, area, &cart);
    }
    if (!view_compact(view))
        draw_hints(view, report, &cart);
}
