/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the cart looks: rows with picture, name, price before and after subsidy and what is chosen of it, as many as the
 * measured words allow; above them where we are and what has to be kept in mind (minimum, cut-off); below them one
 * large button that says the total, and those that turn the page.
 *
 * The trap is the width: name, price and number stand in one row at every text step. So the price and the number get
 * what their longest words need, and the name wraps in what is left; all rows are as tall as the tallest.
 */
#include "ui/cart.h"
#include "ui/list.h"
#include "ui/money.h"
#include "ui/wait.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROW_GAP = 18 };

struct columns {
    int pad, picture, price, number, title; /* widths */
    int height;
    size_t per_page;
};

static const char *money(struct view *view, int64_t fen) {
    char out[MONEY_SIZE];
    return scene_keep(view->scene, money_write(out, fen));
}

static const char *unit_of(const struct cart *cart) {
    return cart->step->unit;
}

static const char *pieces_words(struct view *view, const struct cart *cart, int pieces) {
    return scene_keepf(view->scene, "%d %s", pieces, unit_of(cart));
}

static struct words title_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_OPTION), .lines = 2, .weight = TEXT_BOLD, .middle = true};
}

static struct words small_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_SMALL), .lines = 1, .middle = true};
}

/* "低盐 · 500克" */
static const char *note_of(struct view *view, const struct service_option *item) {
    bool both = item->tag[0] && item->note[0];
    return scene_keepf(view->scene, "%s%s%s", item->tag, both ? " · " : "", item->note);
}

static bool notes_shown(const struct view *view) {
    return !view_compact(view);
}

/* --- measures */

static void measure_prices(struct view *view, struct columns *columns, const struct cart *cart) {
    struct text_style big = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style small = {.px = view_text(view, SIZE_SMALL)};
    char out[MONEY_SIZE];
    for (size_t i = 0; i < cart->count; i++) {
        if (cart->items[i]->price < 0)
            continue;
        int pay = text_width(view->text, big, money_write(out, cart->items[i]->pay));
        int price = cart->items[i]->pay < cart->items[i]->price
                        ? text_width(view->text, small, money_write(out, cart->items[i]->price))
                        : 0;
        int width = price > pay ? price : pay;
        columns->price = width > columns->price ? width : columns->price;
    }
}

static const char *most_words(struct view *view, const struct cart *cart) {
    return scene_keepf(view->scene, "◀ 99 %s ▶", unit_of(cart));
}

static int tallest(struct view *view, const struct columns *columns, const struct cart *cart) {
    struct words title = title_words(view);
    struct text_style style = {.px = title.px, .weight = TEXT_BOLD};
    int line = text_line_height(style),
        small = text_line_height((struct text_style){.px = view_text(view, SIZE_SMALL)});
    int most = line;
    bool noted = false, subsidised = false;
    for (size_t i = 0; i < cart->count; i++) {
        const struct service_option *item = cart->items[i];
        noted = noted || item->note[0] || item->tag[0];
        subsidised = subsidised || item->pay < item->price;
        if (text_width(view->text, style, item->title) > columns->title) {
            int height = view_fit(view, &title, item->title, columns->title, 0).height;
            most = height > most ? height : most;
        }
    }
    int beside = line + (subsidised ? small : 0);
    most += noted && notes_shown(view) ? small : 0;
    return most > beside ? most : beside;
}

static struct columns plan(struct view *view, struct rect area, const struct cart *cart) {
    struct columns columns = {.pad = view_px(view, view_compact(view) ? 18 : 26)};
    struct text_style bold = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style small = {.px = view_text(view, SIZE_SMALL), .weight = TEXT_BOLD};
    columns.picture = view_compact(view) ? 0 : view_text(view, SIZE_OPTION) * 3 / 2;
    measure_prices(view, &columns, cart);
    int sold_out = text_width(view->text, small, strings_get(view->strings, "cart.sold_out"));
    columns.number = text_width(view->text, bold, most_words(view, cart));
    columns.number = sold_out > columns.number ? sold_out : columns.number;
    columns.title = area.w - columns.picture - columns.price - columns.number - (columns.picture ? 5 : 4) * columns.pad;
    int least = tallest(view, &columns, cart) + view_px(view, view_compact(view) ? 12 : 24),
        gap = view_px(view, ROW_GAP);
    int fitting = (area.h + gap) / (least + gap);
    fitting = fitting < 1 ? 1 : fitting > CART_ROWS_MAX ? CART_ROWS_MAX : fitting;
    columns.height = (area.h + gap) / fitting - gap;
    columns.height = columns.height > least + view_px(view, 28) ? least + view_px(view, 28) : columns.height;
    columns.per_page = (size_t)fitting;
    return columns;
}

/* --- a row */

/* A thin line through the words: the price before the subsidy. */
static void strike(struct view *view, struct rect box, struct fit fit, colour fg) {
    int thick = fit.style.px / 14 > 2 ? fit.style.px / 14 : 2;
    struct rect line = {box.x + box.w - fit.width, box.y + (box.h - thick) / 2, fit.width, thick};
    view_round(view, "", ROLE_NONE, line, thick / 2, fg);
}

static void draw_price(struct view *view, struct rect box, const struct service_option *item, colour fg, colour dim,
                       colour bg) {
    if (item->price < 0)
        return;
    char id[SCENE_ID_SIZE + 8];
    struct words big = title_words(view), small = small_words(view);
    bool less = item->pay < item->price;
    int under = less ? text_line_height((struct text_style){.px = small.px}) : 0;
    int over = text_line_height((struct text_style){.px = big.px, .weight = TEXT_BOLD});
    int top = box.y + (box.h - over - under) / 2;
    big.align = small.align = TEXT_RIGHT;
    big.fg = fg;
    small.fg = dim;
    big.bg = small.bg = bg;
    snprintf(id, sizeof id, "%.50s.pay", item->id);
    view_put(view, id, ROLE_TEXT, (struct rect){box.x, top, box.w, over}, &big, money(view, item->pay));
    if (!less)
        return;
    struct rect below = {box.x, top + over, box.w, under};
    snprintf(id, sizeof id, "%.50s.price", item->id);
    strike(view, below, view_put(view, id, ROLE_TEXT, below, &small, money(view, item->price)), dim);
}

static void draw_number(struct view *view, struct rect box, const struct cart *cart, const struct service_option *item,
                        int quantity, bool focused, const struct scene_item *row) {
    char id[SCENE_ID_SIZE + 8];
    struct words how = title_words(view);
    how.align = TEXT_RIGHT;
    how.lines = 1;
    how.fg = row->fg;
    how.bg = row->bg;
    const char *words = NULL;
    if (!option_open(item)) {
        how.px = view_text(view, SIZE_SMALL);
        words = strings_get(view->strings, "cart.sold_out");
    } else if (focused) {
        words = scene_keepf(view->scene, "◀ %s ▶", pieces_words(view, cart, quantity));
    } else if (quantity > 0) {
        words = pieces_words(view, cart, quantity);
    }
    snprintf(id, sizeof id, "%.50s.quantity", item->id);
    view_put(view, id, ROLE_TEXT, box, &how, words);
}

static void draw_picture(struct scene_item *row, struct view *view, struct rect box, int size,
                         const struct service_option *item) {
    if (!item->emoji[0] || size == 0)
        return;
    row->emoji = scene_keep(view->scene, item->emoji);
    row->mark_box = (struct rect){box.x, box.y + (box.h - size) / 2, size, size};
}

static void draw_row(struct view *view, const struct screen *screen, const struct columns *columns,
                     const struct cart *cart, struct rect box, const struct service_option *item) {
    bool focused = view_focused(view, item->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *row = view_choice(view, item->id, ROLE_OPTION, box, fill, focus);
    if (!row)
        return;
    row->bg = focused ? focus : fill;
    colour dim = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM), fg = row->fg, bg = row->bg;
    int x = box.x + columns->pad, size = columns->picture < box.h - 8 ? columns->picture : box.h - 8;
    draw_picture(row, view, (struct rect){x, box.y, size, box.h}, size, item);
    x += columns->picture ? columns->picture + columns->pad : 0;
    struct words title = title_words(view), small = small_words(view);
    title.fg = row->fg;
    small.least = view_text(view, SIZE_HINT);
    small.fg = dim;
    small.bg = bg;
    const char *note = notes_shown(view) ? note_of(view, item) : "";
    struct fit fit = view_fit(view, &title, item->title, columns->title, 0), under = {0};
    if (note[0])
        under = view_fit(view, &small, note, columns->title, 0);
    bool fits = note[0] && under.whole && fit.height + under.height <= box.h;
    int top = box.y + (box.h - fit.height - (fits ? under.height : 0)) / 2;
    row->words = scene_keep(view->scene, item->title);
    row->words_box = (struct rect){x, top, fit.width, fit.height};
    row->style = fit.style;
    const struct scene_item copy = {.fg = fg, .bg = bg};
    if (fits)
        view_put(view, "note", ROLE_TEXT, (struct rect){x, top + fit.height, columns->title, under.height}, &small,
                 note);
    x += columns->title + columns->pad;
    draw_price(view, (struct rect){x, box.y, columns->price, box.h}, item, fg, dim, bg);
    x += columns->price + columns->pad;
    draw_number(view, (struct rect){x, box.y, columns->number, box.h}, cart, item, cart_quantity(screen, item->id),
                focused, &copy);
}

/* --- above and below the rows */

/* "10:30 前可订 · 满 ¥10 起送" */
static const char *limits(struct view *view, const struct cart *cart) {
    const char *cutoff = "", *least = "";
    int hour, minute;
    if (sscanf(cart->step->cutoff, "%2d:%2d", &hour, &minute) == 2) {
        time_t now = (time_t)(view->wall_ms / 1000);
        struct tm local;
        localtime_r(&now, &local);
        bool over = local.tm_hour * 60 + local.tm_min >= hour * 60 + minute;
        cutoff = view_words(view, over ? "cart.cutoff.over" : "cart.cutoff", "time", cart->step->cutoff, NULL);
        view_wake(view, view->now_ms + 60000 - view->wall_ms % 60000);
    }
    if (cart->step->min_pay > 0)
        least = view_words(view, "cart.least", "money", money(view, cart->step->min_pay), NULL);
    return scene_keepf(view->scene, "%s%s%s", cutoff, cutoff[0] && least[0] ? " · " : "", least);
}

static const char *checkout_words(struct view *view, const struct cart *cart) {
    const char *pay = money(view, cart->sum.pay);
    if (cart->sum.pieces == 0)
        return strings_get(view->strings, "cart.empty");
    if (cart_lacks(cart) > 0)
        return view_words(view, "cart.lacks", "money", money(view, cart_lacks(cart)), NULL);
    if (!cart->sum.priced)
        return view_words(view, "cart.check.free", "pieces", pieces_words(view, cart, cart->sum.pieces), NULL);
    if (view_compact(view))
        return view_words(view, "cart.check.short", "money", pay, NULL);
    return view_words(view, cart->sum.pay < cart->sum.price ? "cart.check.subsidy" : "cart.check", "pieces",
                      pieces_words(view, cart, cart->sum.pieces), "money", pay, NULL);
}

/* As view_buttons() will leave it; the rows are drawn first, so that digits count them. */
static struct rect above_bar(struct view *view, struct rect area) {
    area.h -= text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}) +
              view_px(view, view_compact(view) ? 36 : 76) + view_size(view, SIZE_GAP);
    return area;
}

static void draw_bar(struct view *view, struct rect area, const struct cart *cart, bool before, bool next) {
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
    view_buttons(view, area, buttons, 4);
}

static void set_heir(struct view *view, const struct cart *cart, const char *first) {
    view->heir = cart->sum.pieces > 0 ? CART_CHECKOUT : cart->last_count > 0 ? CART_AGAIN : first;
}

static void draw_groups(struct view *view, const struct screen *screen, struct rect area, const struct cart *cart) {
    struct list_row rows[8];
    for (size_t i = 0; i < cart->shelf_count; i++) {
        int pieces = cart_pieces(cart, screen, cart->shelves[i]->id);
        const char *note =
            pieces ? view_words(view, "cart.chosen", "pieces", pieces_words(view, cart, pieces), NULL) : "";
        rows[i] = (struct list_row){cart->shelves[i]->id, cart->shelves[i]->title, note, NULL};
    }
    struct rect rest = above_bar(view, area);
    struct list_place place = list_draw(view, screen, list_line_room(view, rest), rows, cart->shelf_count);
    list_line(view, rest, &place, limits(view, cart));
    draw_bar(view, area, cart, false, false);
    set_heir(view, cart, rows[0].id);
}

/* The page of the focus; when that is on a button, the page we were on. */
static struct list_place find_place(const struct screen *screen, const struct columns *columns,
                                    const struct cart *cart) {
    struct list_place place = {.count = cart->count, .at = screen->page_first};
    for (size_t i = 0; i < cart->count; i++)
        if (strcmp(cart->items[i]->id, screen->focus) == 0)
            place.at = i;
    if (place.at >= cart->count)
        place.at = cart->count - 1;
    place.page = place.at / columns->per_page;
    place.first = place.page * columns->per_page;
    place.pages = (cart->count + columns->per_page - 1) / columns->per_page;
    return place;
}

static const char *focus_words(struct view *view, const struct screen *screen, const struct cart *cart,
                               const struct list_place *place) {
    const struct service_option *item = cart->items[place->at];
    if (strcmp(item->id, screen->focus) != 0)
        return NULL;
    const char *price = item->price >= 0 ? money(view, item->pay) : "";
    const char *chosen = option_open(item) ? pieces_words(view, cart, cart_quantity(screen, item->id))
                                           : strings_get(view->strings, "cart.sold_out");
    return scene_keepf(view->scene, "%s %s %s", price, chosen, list_position(view, place));
}

static void draw_items(struct view *view, const struct screen *screen, struct rect area, const struct cart *cart) {
    struct rect rest = above_bar(view, area), list = list_line_room(view, rest);
    struct columns columns = plan(view, list, cart);
    struct list_place place = find_place(screen, &columns, cart);
    view->page_rows = (int)columns.per_page;
    view->page_first = place.first;
    int gap = view_px(view, ROW_GAP);
    for (size_t i = 0; i < columns.per_page && place.first + i < cart->count; i++) {
        struct rect box = {list.x, list.y + (int)i * (columns.height + gap), list.w, columns.height};
        draw_row(view, screen, &columns, cart, box, cart->items[place.first + i]);
    }
    draw_bar(view, area, cart, place.page > 0, place.page + 1 < place.pages);
    list_line(view, rest, &place, limits(view, cart));
    view->position = focus_words(view, screen, cart, &place);
    set_heir(view, cart, cart->items[place.first]->id);
    if (screen->part[0] && cart->shelf_count > 1) /* one has just been opened: its first row, not the way out */
        view->heir = cart->items[place.first]->id;
}

static const char *title_of(const struct cart *cart, const struct screen *screen) {
    for (size_t i = 0; !cart->groups && i < cart->shelf_count; i++)
        if (strcmp(cart->shelves[i]->id, screen->part) == 0)
            return cart->shelves[i]->title;
    return cart->step->title;
}

static void draw_gone(struct view *view) {
    struct rect area =
        view_header(view, &(struct header){.icon = "info", .title = strings_get(view->strings, "step.gone.title")});
    struct button button = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    view_buttons(view, area, &button, 1);
}

void cart_draw(const struct screen *screen, struct view *view) {
    static const struct hint items[] = {{"key.sides", "hint.less_more"},
                                        {"key.ok", "hint.add"},
                                        {"key.back", "hint.before"},
                                        {"@person", "hint.person"}};
    static const struct hint groups[] = {
        {"key.ok", "hint.open"}, {"key.back", "hint.before"}, {"@person", "hint.person"}};
    struct cart cart;
    if (!cart_read(&cart, view->model, screen)) {
        draw_gone(view);
        return;
    }
    struct rect area = view_header(
        view,
        &(struct header){.icon = cart.service->icon, .title = title_of(&cart, screen), .no_hints = view_compact(view)});
    if (!wait_draw(view, area, &cart.list, cart.list.count, false)) {
        area = wait_age(view, area, &cart.list);
        if (cart.groups)
            draw_groups(view, screen, area, &cart);
        else
            draw_items(view, screen, area, &cart);
    }
    if (!view_compact(view))
        view_hints(view, cart.groups ? groups : items, cart.groups ? 3 : 4);
}
