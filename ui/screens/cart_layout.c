/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name, price and number have to stand in a row at every text step. So the price and the number get what their longest
 * words need, and the name wraps in what is left; where a row is lower so, they stand below the name. With pictures or
 * without: as it takes fewer pages.
 *
 * A row is as tall as what it holds and a page as many rows as stand on it, at most six. The trap is the focus: neither
 * a height nor the place where a page ends may depend on it, or rows would jump under the senior's eyes.
 */
#include "ui/screens/cart_layout.h"
#include "ui/kit/format_money.h"
#include <stdint.h>

enum { PICTURE_LEAST = 88 };

/* A name takes as many lines as it needs, and gets smaller only where a whole page would not hold it. */
struct words cart_layout_name_words(const struct view *view) {
    return (struct words){
        .px = view_text(view, SIZE_OPTION), .least = view_text(view, SIZE_HINT), .weight = TEXT_BOLD, .middle = true};
}

struct words cart_layout_body_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_BODY), .lines = 1, .middle = true};
}

const char *cart_layout_pieces_words(const struct view *view, const struct cart *cart, int pieces) {
    return scene_keepf(view->scene, "%d %s", pieces, cart->step->unit);
}

/* --- measures */

static int wider(int width, int than) {
    return width > than ? width : than;
}

static void measure_prices(const struct view *view, struct cart_plan *plan, const struct cart *cart) {
    struct text_style big = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style small = {.px = view_text(view, SIZE_SMALL)};
    char out[FORMAT_MONEY_SIZE];
    for (size_t i = 0; i < cart->count; i++) {
        const struct service_option *item = cart->items[i];
        if (item->price >= 0)
            plan->pay =
                wider(text_width(view->text, big, format_money_words(out, view->strings, item->pay)), plan->pay);
        if (item->pay < item->price)
            plan->price =
                wider(text_width(view->text, small, format_money_write(out, view->strings, item->price)), plan->price);
    }
}

static void measure_number(const struct view *view, struct cart_plan *plan, const struct cart *cart) {
    struct text_style bold = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct text_style body = {.px = view_text(view, SIZE_BODY)};
    const char *most = scene_keepf(view->scene, "◀ %s ▶", cart_layout_pieces_words(view, cart, cart->step->most));
    const char *none = strings_get(view->strings, "cart.sold_out");
    plan->number = wider(text_width(view->text, bold, most), text_width(view->text, body, none));
}

/* Of all names at their size on one line, measured once for a drawing. */
static void measure_names(const struct view *view, const struct cart *cart, int widths[CART_MAX]) {
    struct text_style style = {.px = cart_layout_name_words(view).px, .weight = TEXT_BOLD};
    for (size_t i = 0; i < cart->count; i++)
        widths[i] = text_width(view->text, style, cart->items[i]->title);
}

static bool has_pictures(const struct cart *cart) {
    for (size_t i = 0; i < cart->count; i++)
        if (cart->items[i]->emoji[0] || cart->items[i]->image[0])
            return true;
    return false;
}

/* --- one way to arrange the rows */

/* What is left of WIDTH for the names. */
static void share_width(struct cart_plan *plan, int width) {
    int taken[] = {plan->pay, plan->price, plan->number};
    plan->below = width - 2 * plan->pad - (plan->picture ? plan->picture + plan->pad : 0);
    plan->beside = plan->below;
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        plan->beside -= taken[i] ? taken[i] + plan->pad : 0;
}

/* Everything below the names has its place in their width. */
static bool fits_below(const struct cart_plan *plan) {
    int below[] = {plan->price, plan->pay, plan->number}, used = -plan->pad;
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++)
        used += below[i] ? below[i] + plan->pad : 0;
    return used <= plan->below;
}

/* A plain row's: so many share AREA's height that the page is full of them. */
static int plain_height(const struct view *view, const struct cart_plan *plan, int height) {
    int pad = view_size(view, SIZE_PAD_Y), tall = plan->picture + 2 * view_px(view, CART_PICTURE_INSET);
    int least = wider(plan->line + pad, plan->picture ? tall : 0), most = least + 3 * pad;
    int fitting = (height + plan->gap) / (least + plan->gap);
    fitting = fitting < 1 ? 1 : fitting > CART_ROWS_MAX ? CART_ROWS_MAX : fitting;
    int shared = (height + plan->gap) / fitting - plan->gap;
    return shared > most ? most : shared;
}

/* A row whose name wraps, as low as it can be in at most HEIGHT; returns whether the name stands in its full size. */
static bool measure_row(const struct view *view, const struct cart_plan *plan, int height, const char *name,
                        struct cart_row *row) {
    struct words how = cart_layout_name_words(view);
    int pad = view_size(view, SIZE_PAD_Y), inner = height - pad;
    struct fit beside = {.height = height}, below = {.height = height};
    if (plan->beside > plan->line)
        beside = view_fit(view, &how, name, plan->beside, inner);
    if (fits_below(plan))
        below = view_fit(view, &how, name, plan->below, inner - plan->line);
    bool small = beside.style.px < below.style.px, low = beside.style.px == below.style.px;
    row->stacked = small || (low && below.height + plan->line < beside.height);
    int needed = (row->stacked ? below.height + plan->line : beside.height) + pad;
    row->height = needed > height ? height : wider(needed, row->height);
    return (row->stacked ? below : beside).style.px == how.px;
}

/* Every row's height; returns how many names get smaller. */
static size_t measure_rows(const struct view *view, struct cart_plan *plan, int height, const struct cart *cart,
                           const int *widths) {
    int plain = plain_height(view, plan, height);
    size_t shrunk = 0;
    for (size_t i = 0; i < cart->count; i++) {
        plan->rows[i] = (struct cart_row){plain, false};
        if (widths[i] > plan->beside)
            shrunk += !measure_row(view, plan, height, cart->items[i]->title, &plan->rows[i]);
    }
    return shrunk;
}

/* --- pages */

static size_t rows_from(const struct cart_plan *plan, const struct cart *cart, int height, size_t first) {
    size_t rows = 0;
    int used = 0;
    while (first + rows < cart->count && rows < CART_ROWS_MAX) {
        used += plan->rows[first + rows].height;
        if (rows > 0 && used > height)
            break;
        used += plan->gap;
        rows++;
    }
    return rows;
}

struct list_place cart_layout_place(const struct cart_plan *plan, const struct cart *cart, int height, size_t at,
                                    size_t *rows) {
    struct list_place place = {.at = at, .count = cart->count};
    for (size_t first = 0, standing; first < cart->count; first += standing, place.pages++) {
        standing = rows_from(plan, cart, height, first);
        if (at < first)
            continue;
        place.first = first;
        place.page = place.pages;
        *rows = standing;
    }
    return place;
}

/* --- the best way */

/* The picture as tall as a plain row, if that wraps no name that does not wrap anyhow. */
static void enlarge_picture(const struct view *view, struct cart_plan *plan, struct rect area, const struct cart *cart,
                            const int *widths) {
    int picture = plan->picture, beside = plan->beside, widest = 0;
    for (size_t i = 0; i < cart->count; i++)
        widest = widths[i] > widest && widths[i] <= beside ? widths[i] : widest;
    plan->picture = wider(picture, plain_height(view, plan, area.h) - 2 * view_px(view, CART_PICTURE_INSET));
    share_width(plan, area.w);
    if (plan->beside < widest || plan->beside < plan->line)
        plan->picture = picture;
    share_width(plan, area.w);
}

static struct cart_plan measure_all(const struct view *view, const struct cart *cart) {
    struct cart_plan plan = {.pad = view_pad(view), .gap = view_size(view, SIZE_ROW_GAP)};
    plan.line = text_line_height((struct text_style){.px = cart_layout_name_words(view).px});
    measure_prices(view, &plan, cart);
    measure_number(view, &plan, cart);
    return plan;
}

void cart_layout_plan(struct cart_plan *plan, const struct view *view, struct rect area, const struct cart *cart) {
    static struct cart_plan way; /* one thread; they are too large for the stack of a small box */
    static int widths[CART_MAX];
    const int pictures[] = {has_pictures(cart) ? view_px(view, PICTURE_LEAST) : 0, 0};
    size_t least_shrunk = SIZE_MAX, least_pages = SIZE_MAX, rows;
    way = measure_all(view, cart);
    measure_names(view, cart, widths);
    for (size_t i = 0; i < (pictures[0] ? 2 : 1); i++) {
        way.picture = pictures[i];
        share_width(&way, area.w);
        if (way.picture)
            enlarge_picture(view, &way, area, cart, widths);
        size_t shrunk = measure_rows(view, &way, area.h, cart, widths);
        size_t pages = cart_layout_place(&way, cart, area.h, 0, &rows).pages;
        if (pages > least_pages || (pages == least_pages && shrunk >= least_shrunk))
            continue;
        least_shrunk = shrunk;
        least_pages = pages;
        *plan = way;
    }
}
