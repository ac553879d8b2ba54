/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/screens/home_tiles.h"
#include <stdio.h>
#include <string.h>

enum { DIGIT_RIM = 22 };

void home_tiles_sos(const struct view *view, struct rect box) {
    bool focused = view_focused(view, "sos");
    colour fill = view_colour(view, COLOUR_SOS_TILE), focus = view_colour(view, COLOUR_SOS_FOCUS);
    colour bg = focused ? focus : fill, fg = view_colour(view, focused ? COLOUR_FOCUS_TEXT : COLOUR_SOS_TEXT);
    struct scene_item *tile = view_choice(view, "sos", ROLE_BUTTON, box, fill, focus);
    if (!tile)
        return;
    struct rect inner = rect_inset(box, view_pad(view), view_size(view, SIZE_PAD_X));
    int disc = view_compact(view) ? inner.w * 3 / 4 : view_px(view, 200), gap = view_size(view, SIZE_BLOCK_GAP);
    struct words title = {.px = view_text(view, SIZE_OPTION) * 6 / 5,
                          .least = view_text(view, SIZE_BODY),
                          .lines = 2,
                          .weight = TEXT_BOLD,
                          .align = TEXT_CENTRE,
                          .fg = fg,
                          .bg = bg};
    struct words note = {.px = view_text(view, SIZE_SMALL),
                         .least = view_text(view, SIZE_HINT),
                         .lines = 2,
                         .align = TEXT_CENTRE,
                         .fg = fg,
                         .bg = bg};
    const char *name = strings_get(view->strings, "home.sos"), *how = strings_get(view->strings, "home.sos.note");
    struct fit name_fit = view_fit(view, &title, name, inner.w, 0);
    if (name_fit.lines > 1) /* two halves at full size rather than one small line */
        name = view_words(view, "home.sos.lines", NULL), name_fit = view_fit(view, &title, name, inner.w, 0);
    int room = inner.h - name_fit.height - gap; /* the name stays; then the sign; then how to call without looking */
    disc = disc > room ? (room > view_px(view, 70) ? room : 0) : disc;
    gap = disc ? gap : 0;
    room -= disc + gap;
    struct fit how_fit = room > 0 ? view_fit(view, &note, how, inner.w, room) : (struct fit){.whole = false};
    int used = disc + gap + name_fit.height + (how_fit.whole ? gap + how_fit.height : 0);
    int y = inner.y + (inner.h - used) / 2, x = box.x + (box.w - disc) / 2;
    colour light = view_colour(view, COLOUR_SOS_DISC), mark = view_colour(view, COLOUR_SOS_TILE);
    if (disc)
        view_round(view, "", ROLE_NONE, (struct rect){x, y, disc, disc}, disc / 2, light);
    if (disc)
        view_icon(view, "sos", (struct rect){x + disc / 5, y + disc / 5, disc - 2 * (disc / 5), disc - 2 * (disc / 5)},
                  mark, light);
    tile->words = scene_keep(view->scene, name);
    tile->words_box = (struct rect){inner.x, y + disc + gap, inner.w, name_fit.height};
    tile->style = name_fit.style;
    tile->fg = fg;
    tile->bg = bg;
    if (how_fit.whole)
        view_put(view, "sos-note", ROLE_TEXT,
                 (struct rect){inner.x, y + disc + gap + name_fit.height + gap, inner.w, how_fit.height}, &note, how);
}

int home_tiles_digit_size(const struct view *view) {
    return view_text(view, SIZE_SMALL) + view_px(view, DIGIT_RIM);
}

static int digit_edge(const struct view *view) {
    return view_size(view, SIZE_PAD_X) * 3 / 4;
}

static struct fit title_fit(const struct view *view, const struct home_tiles_plan *plan, const char *title, int width,
                            int height) {
    int px = view_text(view, SIZE_OPTION) * (plan->form == HOME_TILES_STACKED ? 22 : 20) / 20;
    struct words one = {.px = px, .least = view_text(view, SIZE_OPTION), .lines = 1, .weight = TEXT_BOLD};
    struct words two = {.px = px, .least = view_text(view, SIZE_HINT), .lines = 2, .weight = TEXT_BOLD};
    struct fit fit = view_fit(view, &one, title, width, height);
    return fit.whole ? fit : view_fit(view, &two, title, width, height);
}

/* Where the name stands in a row: from the icon to the digit. */
static struct rect name_room(const struct view *view, const struct home_tiles_plan *plan, struct rect row) {
    int left = view_pad(view) + plan->disc + view_size(view, SIZE_ICON_GAP),
        right = home_tiles_digit_size(view) + digit_edge(view) + view_size(view, SIZE_ICON_GAP) / 2;
    return (struct rect){row.x + left, row.y, row.w - left - right, row.h};
}

static struct words note_words(const struct view *view) {
    int px = view_text(view, SIZE_SMALL);
    return (struct words){.px = px, .least = view_compact(view) ? px : view_text(view, SIZE_HINT), .lines = 2};
}

static int least_disc(const struct view *view) {
    return view_px(view, view_compact(view) ? 96 : 128);
}

/* The height that TILE's words leave for the icon above them; of a row, whatever its words leave above the note. */
static int left_of_words(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tile) {
    int width = plan->width - 2 * view_pad(view),
        room = plan->height - 3 * view_size(view, SIZE_PAD_Y) / 2 - plan->under;
    if (plan->form == HOME_TILES_BESIDE)
        return room - view_size(view, SIZE_PAD_Y);
    room -= view_pad(view) + view_size(view, SIZE_LINE_GAP) / 2;
    return room - title_fit(view, plan, tile->title, width, 0).height;
}

static bool stands(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tile) {
    struct words note = note_words(view);
    int width = plan->width - 2 * view_pad(view), left = left_of_words(view, plan, tile);
    struct rect row = name_room(view, plan, (struct rect){0, 0, plan->width, left});
    return left >= plan->disc && view_fit(view, &note, tile->note, width, 0).whole &&
           (plan->form == HOME_TILES_STACKED
                ? title_fit(view, plan, tile->title, width, 0).lines == 1
                : title_fit(view, plan, tile->title, row.w, row.h).style.px >= view_text(view, SIZE_OPTION));
}

/* Beside its icon each name stands in one line. */
static bool names_have_room(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tiles,
                            size_t count) {
    bool all = true;
    for (size_t i = 0; i < count && all; i++) {
        struct rect row = name_room(view, plan, (struct rect){0, 0, plan->width, plan->height});
        all = title_fit(view, plan, tiles[i].title, row.w, 0).lines == 1;
    }
    return all;
}

struct home_tiles_plan home_tiles_plan(const struct view *view, const struct home_tile *tiles, size_t count, int width,
                                       int height) {
    struct home_tiles_plan plan = {.form = HOME_TILES_STACKED, .width = width, .height = height};
    struct words note = note_words(view);
    for (size_t i = 0; i < count; i++) {
        struct fit fit = view_fit(view, &note, tiles[i].note, width - 2 * view_pad(view), 0);
        plan.under = fit.whole && fit.height > plan.under ? fit.height : plan.under;
    }
    int least = least_disc(view), most = view_px(view, 220), wanted = height / 3;
    wanted = wanted < least ? least : wanted > most ? most : wanted;
    for (bool all = false; view_compact(view) && !all && plan.form < HOME_TILES_BARE;) {
        plan.disc = least;
        all = true;
        for (size_t i = 0; i < count; i++)
            all = all && stands(view, &plan, &tiles[i]);
        plan.form += all ? 0 : 1;
    }
    int name = view_pad(view) + view_size(view, SIZE_LINE_GAP) / 2 + view_size(view, SIZE_PAD_Y) * 3 / 2 +
               text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)});
    if (!view_compact(view) && wanted > height - name) /* the name first */
        wanted = height > name ? height - name : 0;
    plan.disc = wanted;
    for (size_t i = 0; view_compact(view) && i < count && plan.form != HOME_TILES_BARE; i++) {
        int left = left_of_words(view, &plan, &tiles[i]);
        plan.disc = left < plan.disc ? left : plan.disc;
    }
    while (plan.form != HOME_TILES_STACKED && plan.disc > least && !names_have_room(view, &plan, tiles, count))
        plan.disc--; /* a larger icon is no reason to break a name */
    return plan;
}

void home_tiles_digit(const struct view *view, struct rect box, size_t digit) {
    char id[32];
    snprintf(id, sizeof id, "digit.%zu", digit);
    colour badge = view_colour(view, COLOUR_BADGE);
    view_round(view, "", ROLE_NONE, box, box.w / 2, badge);
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_put(view, id, ROLE_BADGE, box, &how, view_number(view, (int64_t)digit));
}

static void draw_digit(const struct view *view, const struct home_tiles_plan *plan, struct rect row, size_t digit) {
    int size = home_tiles_digit_size(view), edge = digit_edge(view);
    int top = plan->form == HOME_TILES_STACKED ? edge : (row.h - size) / 2;
    home_tiles_digit(view, (struct rect){row.x + row.w - size - edge, row.y + top, size, size}, digit);
}

static void put_note(const struct view *view, const struct home_tile *tile, struct rect box, colour fg, colour bg) {
    struct words how = note_words(view);
    char id[SCENE_ID_SIZE + 8];
    how.fg = fg;
    how.bg = bg;
    snprintf(id, sizeof id, "%.50s.note", tile->id);
    if (box.h > 0 && view_fit(view, &how, tile->note, box.w, box.h).whole)
        view_put(view, id, ROLE_TEXT, box, &how, tile->note);
}

static void put_title(const struct view *view, const struct home_tiles_plan *plan, struct scene_item *item,
                      struct rect box, const char *title) {
    struct fit fit = title_fit(view, plan, title, box.w, box.h);
    bool middle = plan->form != HOME_TILES_STACKED;
    item->words = scene_keep(view->scene, title);
    item->words_box = (struct rect){box.x, middle ? box.y + (box.h - fit.height) / 2 : box.y, box.w, fit.height};
    item->style = fit.style;
}

/* The words stand at the bottom, names side by side on one line. */
static void put_words_below(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tile,
                            struct scene_item *item, struct rect box, int top) {
    int pad = view_pad(view), end = box.y + box.h - view_size(view, SIZE_PAD_Y) * 3 / 2;
    struct rect words = {box.x + pad, top, box.w - 2 * pad, end - top};
    struct words note = note_words(view);
    int line = text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION) * 22 / 20});
    put_title(view, plan, item, words, tile->title);
    line = item->words_box.h > line ? item->words_box.h : line;
    int under = plan->under <= words.h - line ? plan->under : text_line_height((struct text_style){.px = note.px});
    int drop = words.h - line - under > 0 ? words.h - line - under : 0;
    item->words_box.y += drop;
    words.y += drop + line;
    words.h -= drop + line;
    put_note(view, tile, words, item->fg, item->bg);
}

void home_tiles_draw(const struct view *view, const struct home_tiles_plan *plan, const struct home_tile *tile,
                     struct rect box, size_t digit) {
    bool focused = view_focused(view, tile->id);
    struct scene_item *item = view_choice(view, tile->id, ROLE_BUTTON, box, tile->look->fill, tile->look->focus);
    if (!item)
        return;
    item->bg = focused ? tile->look->focus : tile->look->fill;
    int pad = view_pad(view), disc = plan->disc, foot = view_size(view, SIZE_PAD_Y),
        under = plan->form == HOME_TILES_BESIDE ? plan->under : 0;
    struct rect row = {box.x, box.y, box.w, box.h - (under ? under + foot : 0)};
    struct rect icon = {row.x + pad, plan->form == HOME_TILES_STACKED ? row.y + pad : row.y + (row.h - disc) / 2, disc,
                        disc};
    view_round(view, "", ROLE_NONE, icon, disc / 2, focused && view->theme->high ? 0x24000000 : 0x2effffff);
    view_icon(view, tile->icon, rect_inset(icon, disc / 5, disc / 5), item->fg, item->bg);
    if (plan->form == HOME_TILES_STACKED)
        put_words_below(view, plan, tile, item, box, icon.y + disc + view_size(view, SIZE_LINE_GAP) / 2);
    else
        put_title(view, plan, item, name_room(view, plan, row), tile->title);
    if (under)
        put_note(view, tile, (struct rect){box.x + pad, row.y + row.h, box.w - 2 * pad, under}, item->fg, item->bg);
    draw_digit(view, plan, row, digit);
}
