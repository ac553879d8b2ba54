/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the cart looks: rows with picture, name, price before and after subsidy and what is chosen of it, as many as the
 * measured words allow; above them where we are and what has to be kept in mind (minimum, cut-off); below them one
 * large button that says the total, and those that turn the page.
 *
 * The trap is the width: name, price and number have to stand in a row at every text step. So the price and the number
 * get what their longest words need, and the name wraps in what is left; all rows are as tall as the tallest. Where the
 * text is so large that names wrap or pictures have no place, prices may stand below the names.
 */
#include "ui/cart.h"
#include "ui/list.h"
#include "ui/money.h"
#include "ui/wait.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PICTURE_LEAST = 88, PICTURE_INSET = 8 };

struct columns {
    int pad, picture, title, price, pay, number; /* widths; 0 = nobody has one */
    int height;
    bool stacked; /* prices and number stand below the name */
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

/* Names are short; one of forty characters gets smaller and then takes more lines. */
static struct words title_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_OPTION),
                          .least = view_text(view, SIZE_HINT),
                          .lines = 2,
                          .weight = TEXT_BOLD,
                          .middle = true};
}

static struct words small_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_SMALL), .lines = 1, .middle = true};
}

/* --- measures */

static int wider(int width, int than) {
    return width > than ? width : than;
}

static void measure_prices(struct view *view, struct columns *columns, const struct cart *cart) {
    struct text_style big = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style small = {.px = view_text(view, SIZE_SMALL)};
    char out[MONEY_SIZE];
    for (size_t i = 0; i < cart->count; i++) {
        const struct service_option *item = cart->items[i];
        if (item->price >= 0)
            columns->pay = wider(text_width(view->text, big, money_write(out, item->pay)), columns->pay);
        if (item->pay < item->price)
            columns->price = wider(text_width(view->text, small, money_write(out, item->price)), columns->price);
    }
}

static void measure_number(struct view *view, struct columns *columns, const struct cart *cart) {
    struct text_style bold = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style small = {.px = view_text(view, SIZE_SMALL)};
    const char *most = scene_keepf(view->scene, "◀ %s ▶", pieces_words(view, cart, cart->step->most));
    const char *none = strings_get(view->strings, "cart.sold_out");
    columns->number = wider(text_width(view->text, bold, most), text_width(view->text, small, none));
}

/* Of all names at their size on one line, measured once for a drawing: which of them a column would wrap. */
struct names {
    int widths[CART_MOST], line;
};

static const struct names *measure_names(struct view *view, const struct cart *cart) {
    static struct names names; /* one thread; it is too large for the stack of a small box */
    struct text_style style = {.px = title_words(view).px, .weight = TEXT_BOLD};
    names.line = text_line_height(style);
    for (size_t i = 0; i < cart->count; i++)
        names.widths[i] = text_width(view->text, style, cart->items[i]->title);
    return &names;
}

static size_t names_wrapped(const struct names *names, const struct cart *cart, int width) {
    size_t wrapped = 0;
    for (size_t i = 0; i < cart->count; i++)
        wrapped += names->widths[i] > width;
    return wrapped;
}

static int tallest(struct view *view, const struct columns *columns, const struct cart *cart,
                   const struct names *names) {
    struct words title = title_words(view);
    int most = names->line;
    for (size_t i = 0; i < cart->count; i++)
        if (names->widths[i] > columns->title)
            most = wider(view_fit(view, &title, cart->items[i]->title, columns->title, 0).height, most);
    return most;
}

static bool has_pictures(const struct cart *cart) {
    for (size_t i = 0; i < cart->count; i++)
        if (cart->items[i]->emoji[0] || cart->items[i]->image[0])
            return true;
    return false;
}

/* What is left of WIDTH for the names: with prices and number beside them, or below. */
static void share_width(struct columns *columns, int width) {
    int beside[] = {columns->picture, columns->pay, columns->price, columns->number};
    columns->title = width - 2 * columns->pad;
    for (size_t i = 0; i < (columns->stacked ? 1 : sizeof beside / sizeof beside[0]); i++)
        columns->title -= beside[i] ? beside[i] + columns->pad : 0;
}

/* Everything below the names has its place in their width. */
static bool fits_below(const struct columns *columns) {
    int below[] = {columns->price, columns->pay, columns->number}, used = -columns->pad;
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++)
        used += below[i] ? below[i] + columns->pad : 0;
    return used <= columns->title;
}

static void share_height(struct view *view, struct columns *columns, int height, int least) {
    int gap = view_size(view, SIZE_ROW_GAP), most = least + 3 * view_size(view, SIZE_PAD_Y),
        fitting = (height + gap) / (least + gap);
    fitting = fitting < 1 ? 1 : fitting > CART_ROWS_MAX ? CART_ROWS_MAX : fitting;
    columns->height = (height + gap) / fitting - gap;
    columns->height = columns->height > most ? most : columns->height;
    columns->per_page = (size_t)fitting;
}

/* One way to arrange the rows; false where it does not do: a name wraps because of the picture, or no place is left. */
static bool arrange(struct view *view, struct columns *columns, struct rect area, const struct cart *cart,
                    const struct names *names) {
    share_width(columns, area.w);
    if ((columns->title < names->line && columns->picture) || (columns->stacked && !fits_below(columns)))
        return false;
    if (view_compact(view) && !columns->stacked && columns->picture && names_wrapped(names, cart, columns->title) > 0)
        return false;
    int inner = tallest(view, columns, cart, names) + (columns->stacked ? names->line : 0);
    int tall = columns->picture ? columns->picture + 2 * view_px(view, PICTURE_INSET) : 0;
    share_height(view, columns, area.h, wider(inner + view_size(view, SIZE_PAD_Y), tall));
    return true;
}

/* The picture as tall as the row, if that wraps no name. */
static void enlarge_picture(struct view *view, struct columns *columns, struct rect area, const struct cart *cart,
                            const struct names *names) {
    struct columns larger = *columns;
    larger.picture = columns->height - 2 * view_px(view, PICTURE_INSET);
    share_width(&larger, area.w);
    if (larger.picture > columns->picture && larger.title > 0 && names_wrapped(names, cart, larger.title) == 0 &&
        (!larger.stacked || fits_below(&larger)))
        *columns = larger;
}

/* With large text: the way that has the most rows on a page, of these the first that has a picture. */
static struct columns plan(struct view *view, struct rect area, const struct cart *cart) {
    bool compact = view_compact(view);
    int side = has_pictures(cart) ? view_px(view, PICTURE_LEAST) : 0;
    const struct columns ways[] = {{.picture = side}, {.picture = side, .stacked = true}, {.picture = 0}};
    const struct names *names = measure_names(view, cart);
    struct columns best = {.per_page = 0}, columns = {.pad = view_pad(view)};
    measure_prices(view, &columns, cart);
    measure_number(view, &columns, cart);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!compact && (ways[i].stacked || best.per_page > 0))
            continue;
        columns.picture = ways[i].picture;
        columns.stacked = ways[i].stacked;
        if (arrange(view, &columns, area, cart, names) && columns.per_page > best.per_page)
            best = columns;
    }
    if (best.picture)
        enlarge_picture(view, &best, area, cart, names);
    return best;
}

/* --- a row, from the left: picture, name and note, price before and after, number */

static const char *part_id(struct view *view, const struct service_option *item, const char *part) {
    return scene_keepf(view->scene, "%.50s.%s", item->id, part);
}

static void draw_note(struct view *view, struct rect room, const struct service_option *item, struct words how) {
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
static void strike(struct view *view, struct rect box, struct fit fit, colour fg) {
    int thick = fit.style.px / 14 > 2 ? fit.style.px / 14 : 2;
    struct rect line = {box.x + box.w - fit.width, box.y + (box.h - thick) / 2, fit.width, thick};
    view_round(view, "", ROLE_NONE, line, thick / 2, fg);
}

static void draw_prices(struct view *view, struct rect before, struct rect after, const struct service_option *item,
                        struct words big, struct words small) {
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
static void draw_prices_below(struct view *view, struct rect *rest, const struct columns *columns,
                              const struct service_option *item, struct words big, struct words small) {
    if (item->price < 0)
        return;
    int used = view_put(view, part_id(view, item, "pay"), ROLE_TEXT, *rest, &big, money(view, item->pay)).width;
    take_column(rest, used, columns->pad);
    if (item->pay == item->price)
        return;
    struct fit fit = view_put(view, part_id(view, item, "price"), ROLE_TEXT, *rest, &small, money(view, item->price));
    strike(view, take_column(rest, fit.width, columns->pad), fit, small.fg);
}

static void draw_number(struct view *view, struct rect box, const struct cart *cart, const struct service_option *item,
                        int quantity, bool focused, struct words big, struct words small) {
    const char *words = quantity > 0 ? pieces_words(view, cart, quantity) : NULL;
    big.align = small.align = TEXT_RIGHT;
    if (focused)
        words = scene_keepf(view->scene, "◀ %s ▶", pieces_words(view, cart, quantity));
    if (!option_open(item))
        words = strings_get(view->strings, "cart.sold_out");
    view_put(view, part_id(view, item, "quantity"), ROLE_TEXT, box, option_open(item) ? &big : &small, words);
}

static void draw_picture(struct view *view, struct rect column, const struct service_option *item) {
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

static void draw_row(struct view *view, const struct screen *screen, const struct columns *columns,
                     const struct cart *cart, struct rect box, const struct service_option *item) {
    bool focused = view_focused(view, item->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *row = view_choice(view, item->id, ROLE_OPTION, box, fill, focus);
    if (!row)
        return;
    row->bg = focused ? focus : fill;
    struct words big = title_words(view), small = small_words(view);
    big.fg = row->fg;
    small.fg = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM);
    big.bg = small.bg = row->bg;
    int left = columns->picture ? view_px(view, PICTURE_INSET) : columns->pad;
    struct rect rest = {box.x + left, box.y, box.w - left - columns->pad, box.h};
    draw_picture(view, take_column(&rest, columns->picture, columns->pad), item);
    struct rect name = columns->stacked ? rest : take_column(&rest, columns->title, columns->pad);
    struct fit fit = view_fit(view, &big, item->title, name.w, 0);
    if (columns->stacked)
        split(&name, &rest, fit.height, text_line_height((struct text_style){.px = big.px, .weight = TEXT_BOLD}));
    row->words = scene_keep(view->scene, item->title);
    row->words_box = (struct rect){name.x, name.y + (name.h - fit.height) / 2, fit.width, fit.height};
    row->style = fit.style;
    int used = fit.width + columns->pad;
    draw_note(view, (struct rect){name.x + used, name.y, name.w - used, name.h}, item, small);
    if (columns->stacked) {
        draw_prices_below(view, &rest, columns, item, big, small);
    } else {
        struct rect before = take_column(&rest, columns->price, columns->pad);
        draw_prices(view, before, take_column(&rest, columns->pay, columns->pad), item, big, small);
    }
    draw_number(view, rest, cart, item, cart_quantity(screen, item->id), focused, big, small);
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

/* Where we are, and the limits; with large text these matter more than that there is more below. */
static void draw_line(struct view *view, struct rect area, struct list_place place, const struct cart *cart) {
    const char *words = limits(view, cart);
    if (view_compact(view) && words[0])
        place.pages = 1;
    list_line(view, area, &place, words);
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

/* As view_bar() will leave it; the rows are drawn first, so that digits count them. */
static struct rect above_bar(const struct view *view, struct rect area) {
    area.h -= view_bar_height(view) + view_size(view, SIZE_GAP);
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
    view_bar(view, area, buttons, 4);
}

static void set_heir(struct view *view, const struct cart *cart, const char *first) {
    view->heir = cart->sum.pieces > 0 ? CART_CHECKOUT : cart->last_count > 0 ? CART_AGAIN : first;
}

static bool is_shelf(const struct cart *cart, const char *id) {
    for (size_t i = 0; i < cart->shelf_count; i++)
        if (strcmp(cart->shelves[i]->id, id) == 0)
            return true;
    return false;
}

static void draw_groups(struct view *view, const struct screen *screen, struct rect area, const struct cart *cart) {
    struct list_row rows[8];
    for (size_t i = 0; i < cart->shelf_count; i++) {
        int pieces = cart_pieces(cart, screen, cart->shelves[i]->id);
        const char *note =
            pieces ? view_words(view, "cart.chosen", "pieces", pieces_words(view, cart, pieces), NULL) : "";
        rows[i] = (struct list_row){.id = cart->shelves[i]->id, .title = cart->shelves[i]->title, .note = note};
    }
    struct rect rest = above_bar(view, area);
    struct screen at = *screen; /* on a button: the page we were on */
    if (screen->page_first < cart->shelf_count && !is_shelf(cart, screen->focus))
        screen_focus(&at, rows[screen->page_first].id);
    struct list_place place = list_draw(view, &at, list_line_room(view, rest), rows, cart->shelf_count);
    draw_line(view, rest, place, cart);
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

static void say_focus(struct view *view, const struct screen *screen, const struct cart *cart,
                      const struct list_place *place) {
    const struct service_option *item = cart->items[place->at];
    if (strcmp(item->id, screen->focus) != 0)
        return;
    const char *price = item->price >= 0 ? money(view, item->pay) : "";
    const char *chosen = option_open(item) ? pieces_words(view, cart, cart_quantity(screen, item->id))
                                           : strings_get(view->strings, "cart.sold_out");
    view->position = list_position(view, place);
    view->state_to_say = scene_keepf(view->scene, "%s %s", price, chosen);
}

static void draw_items(struct view *view, const struct screen *screen, struct rect area, const struct cart *cart) {
    struct rect rest = above_bar(view, area), list = list_line_room(view, rest);
    struct columns columns = plan(view, list, cart);
    struct list_place place = find_place(screen, &columns, cart);
    view->page_rows = (int)columns.per_page;
    view->page_first = place.first;
    int gap = view_size(view, SIZE_ROW_GAP);
    for (size_t i = 0; i < columns.per_page && place.first + i < cart->count; i++) {
        struct rect box = {list.x, list.y + (int)i * (columns.height + gap), list.w, columns.height};
        draw_row(view, screen, &columns, cart, box, cart->items[place.first + i]);
    }
    draw_bar(view, area, cart, place.page > 0, place.page + 1 < place.pages);
    draw_line(view, rest, place, cart);
    say_focus(view, screen, cart, &place);
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
        if (screen->gone)
            area = view_banner(view, "gone", area, "info", strings_get(view->strings, "step.lost"));
        if (cart.groups)
            draw_groups(view, screen, area, &cart);
        else
            draw_items(view, screen, area, &cart);
    }
    if (!view_compact(view))
        view_hints(view, cart.groups ? groups : items, cart.groups ? 3 : 4);
}
