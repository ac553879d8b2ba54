/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blocks that several screens share: buttons, chips, banner. Each takes an area, puts itself at one edge of it and
 * returns what is left, so a screen reads as a list of blocks from the outside in.
 */
#include "ui/kit/view.h"
#include <string.h>

enum { BUTTONS_MAX = 8, AHEAD_MOST_MS = 60000 };

const char *view_age(const struct view *view, int64_t wall_ms) {
    bool ahead = wall_ms - view->wall_ms > AHEAD_MOST_MS; /* two clocks may differ a little */
    return ahead || !view_knows(view, wall_ms) ? "" : view_since(view, view->wall_ms - wall_ms);
}

const char *view_with_age(const struct view *view, const char *words, int64_t wall_ms) {
    const char *age = view_age(view, wall_ms);
    return age[0] ? scene_keepf(view->scene, "%s · %s", words, age) : words;
}

const char *view_since(const struct view *view, int64_t passed_ms) {
    int64_t minutes = passed_ms / 60000;
    if (minutes < 1)
        return strings_get(view->strings, "age.now");
    if (minutes < 60)
        return view_counted(view, "age.minutes", minutes);
    if (minutes < 24 * 60)
        return view_counted(view, "age.hours", minutes / 60);
    return view_counted(view, "age.days", minutes / (24 * 60));
}

struct button view_button(const struct view *view, const char *id, const char *words, const char *icon) {
    return (struct button){.id = id,
                           .words = words,
                           .icon = icon,
                           .fill = view_colour(view, COLOUR_BUTTON),
                           .focus = view_colour(view, COLOUR_ROW_FOCUS),
                           .fg = view_colour(view, COLOUR_TEXT),
                           .focus_fg = view_colour(view, COLOUR_FOCUS_TEXT),
                           .weight = 2};
}

static void put_button(const struct view *view, const struct button *button, struct rect box) {
    bool focused = view_focused(view, button->id);
    struct scene_item *item = view_choice(view, button->id, ROLE_BUTTON, box, button->fill, button->focus);
    if (!item)
        return;
    colour fg = focused ? button->focus_fg : button->fg, bg = focused ? button->focus : button->fill;
    int px = view_text(view, SIZE_OPTION), icon = button->icon ? px : 0,
        gap = icon ? view_size(view, SIZE_ICON_GAP) : 0;
    struct words how = {.px = px, .least = view_text(view, SIZE_BODY), .weight = TEXT_BOLD, .lines = 2};
    int room = box.w - 2 * view_size(view, SIZE_CHIP_X);
    if (icon &&
        !view_fit(view, &(struct words){.px = px, .weight = TEXT_BOLD, .lines = 1}, button->words, room - icon - gap, 0)
             .whole)
        icon = gap = 0;
    struct fit fit = view_fit(view, &how, button->words, room - icon - gap, box.h - view_size(view, SIZE_PAD_Y));
    int left = box.x + (box.w - icon - gap - fit.width) / 2;
    if (icon) {
        item->icon = scene_keep(view->scene, button->icon);
        item->mark_box = (struct rect){left, box.y + (box.h - icon) / 2, icon, icon};
    }
    item->words = scene_keep(view->scene, button->words);
    item->words_box = (struct rect){left + icon + gap, box.y + (box.h - fit.height) / 2, fit.width, fit.height};
    item->style = fit.style;
    item->style.align = TEXT_CENTRE;
    item->fg = fg;
    item->bg = bg;
}

int view_bar_height(const struct view *view) {
    return text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}) + 3 * view_size(view, SIZE_PAD_Y);
}

/* The width that the button's words need, with its icon. */
static int width_needed(const struct view *view, const struct button *button) {
    struct text_style style = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    int icon = button->icon ? style.px + view_size(view, SIZE_ICON_GAP) : 0;
    return text_width(view->text, style, button->words) + icon + 2 * view_size(view, SIZE_CHIP_X);
}

/* By their weights; of what one has to spare, those get something whose words need more. */
static void share_width(const struct view *view, const struct button *buttons, size_t count, int room, int *widths) {
    int shares = 0, lacking = 0, spare = 0, needed[BUTTONS_MAX];
    for (size_t i = 0; i < count; i++)
        shares += buttons[i].weight;
    for (size_t i = 0; i < count; i++) {
        widths[i] = shares ? room * buttons[i].weight / shares : 0;
        needed[i] = widths[i] ? width_needed(view, &buttons[i]) : 0;
        lacking += needed[i] > widths[i] ? needed[i] - widths[i] : 0;
        spare += needed[i] < widths[i] ? widths[i] - needed[i] : 0;
    }
    int moved = lacking < spare ? lacking : spare;
    for (size_t i = 0; i < count && moved > 0; i++)
        if (needed[i] > widths[i])
            widths[i] += (int)((int64_t)(needed[i] - widths[i]) * moved / lacking);
        else
            widths[i] -= (int)(((int64_t)(widths[i] - needed[i]) * moved + spare - 1) / spare);
}

static struct rect put_buttons(const struct view *view, struct rect area, const struct button *buttons, size_t count,
                               int height) {
    int gap = view_size(view, SIZE_GAP), shown = 0, x = area.x, widths[BUTTONS_MAX];
    count = count < BUTTONS_MAX ? count : BUTTONS_MAX;
    for (size_t i = 0; i < count; i++)
        shown += buttons[i].weight > 0;
    share_width(view, buttons, count, area.w - gap * (shown - 1), widths);
    for (size_t i = 0; i < count; i++) {
        if (widths[i] == 0)
            continue;
        put_button(view, &buttons[i], (struct rect){x, area.y + area.h - height, widths[i], height});
        x += widths[i] + gap;
    }
    return (struct rect){area.x, area.y, area.w, area.h - height - gap};
}

int view_buttons_height(const struct view *view) {
    bool roomy = !view_compact(view) || view_narrow(view);
    return view_bar_height(view) + (roomy ? 3 * view_size(view, SIZE_PAD_Y) : 0);
}

struct rect view_buttons(const struct view *view, struct rect area, const struct button *buttons, size_t count) {
    return put_buttons(view, area, buttons, count, view_buttons_height(view));
}

struct rect view_bar(const struct view *view, struct rect area, const struct button *buttons, size_t count) {
    return put_buttons(view, area, buttons, count, view_bar_height(view));
}

struct chip_look {
    colour fill, fg;
};
static struct chip_look chip_look(const struct view *view, enum chip_state state, bool red) {
    static const enum theme_colour looks[2][4][2] = {
        {{COLOUR_YES, COLOUR_TEXT},
         {COLOUR_PANEL, COLOUR_TEXT_DIM},
         {COLOUR_PANEL, COLOUR_TEXT_DIM},
         {COLOUR_BANNER, COLOUR_BANNER_TEXT}},
        {{COLOUR_YES, COLOUR_TEXT},
         {COLOUR_SOS_DARK, COLOUR_SOS_TEXT},
         {COLOUR_SOS_DARK, COLOUR_SOS_TEXT},
         {COLOUR_SOS_DARK, COLOUR_SOS_TEXT}},
    };
    return (struct chip_look){view_colour(view, looks[red][state][0]), view_colour(view, looks[red][state][1])};
}

/* What is still to come is an outline in plain words: only what was proved is filled, and bold. */
static void put_ground(const struct view *view, enum chip_state state, struct rect box, struct chip_look look) {
    struct scene_item *ground = view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS) * 2 / 3, look.fill);
    if (ground && (state == CHIP_NOW || state == CHIP_TODO)) {
        ground->ring = view_px(view, state == CHIP_NOW ? 4 : 2);
        ground->stroke = view_colour(view, COLOUR_EDGE);
    }
}

static void put_chip(const struct view *view, const struct chip *chip, struct rect box, bool red) {
    struct chip_look look = chip_look(view, chip->state, red);
    put_ground(view, chip->state, box, look);
    int small = view_text(view, SIZE_SMALL), line = text_line_height((struct text_style){.px = small});
    bool wide = view_compact(view);
    struct rect inner = rect_inset(box, view_size(view, SIZE_CHIP_Y), view_size(view, SIZE_CHIP_Y));
    struct words how = {.px = small,
                        .least = view_text(view, SIZE_HINT),
                        .weight = chip->state == CHIP_NOW || chip->state == CHIP_TODO ? TEXT_REGULAR : TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .lines = 1,
                        .middle = true,
                        .fg = look.fg,
                        .bg = look.fill};
    const char *mark = chip->state == CHIP_DONE ? "✓ " : "", *note = chip->note ? chip->note : "";
    if (wide || (!note[0] && !mark[0])) {
        const char *words = scene_keepf(view->scene, "%s%s%s%s", mark, chip->words, note[0] ? " " : "", note);
        view_put(view, "chip", ROLE_BADGE, inner, &how, words);
        return;
    }
    view_put(view, "chip", ROLE_BADGE, (struct rect){inner.x, inner.y, inner.w, line}, &how, chip->words);
    how.weight = TEXT_REGULAR;
    view_put(view, "chip.note", ROLE_BADGE, (struct rect){inner.x, inner.y + line, inner.w, line}, &how,
             scene_keepf(view->scene, "%s%s", mark, note));
}

static int chip_height(const struct view *view) {
    int line = text_line_height((struct text_style){.px = view_text(view, SIZE_SMALL)});
    return (view_compact(view) ? line : 2 * line) + 2 * view_size(view, SIZE_CHIP_Y);
}

int view_chips_height(const struct view *view) {
    return chip_height(view) + view_size(view, SIZE_BLOCK_GAP);
}

struct rect view_chips(const struct view *view, struct rect area, const struct chip *chips, size_t count, bool red) {
    size_t first = 0, shown = count;
    if (view_compact(view) && count > 2) {
        for (size_t i = 0; i < count; i++)
            if (chips[i].state == CHIP_DONE || chips[i].state == CHIP_ENDED)
                first = i;
        first = first + 2 > count ? count - 2 : first;
        shown = 2;
    }
    int gap = view_size(view, SIZE_GAP), height = chip_height(view);
    int width = (area.w - gap * ((int)shown - 1)) / (int)(shown ? shown : 1);
    for (size_t i = 0; i < shown; i++) {
        struct rect box = {area.x + (int)i * (width + gap), area.y + area.h - height, width, height};
        put_chip(view, &chips[first + i], box, red);
    }
    return (struct rect){area.x, area.y, area.w, area.h - view_chips_height(view)};
}

struct rect view_banner(const struct view *view, const char *id, struct rect area, const char *icon,
                        const char *words) {
    colour fill = view_colour(view, COLOUR_BANNER);
    int px = view_text(view, SIZE_BODY), pad = view_size(view, SIZE_CHIP_X),
        mark = icon ? px + view_size(view, SIZE_ICON_GAP) : 0;
    struct words how = {.px = px,
                        .least = view_text(view, SIZE_SMALL), /* of what the hotline calls something */
                        .lines = view_compact(view) ? 1 : 2,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_BANNER_TEXT),
                        .bg = fill};
    struct fit fit = view_fit(view, &how, words, area.w - 2 * pad - mark, 0);
    struct rect box = {area.x, area.y, area.w, fit.height + 2 * view_size(view, SIZE_CHIP_Y)};
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS) * 2 / 3, fill);
    if (icon)
        view_icon(view, icon, (struct rect){box.x + pad, box.y + (box.h - px) / 2, px, px}, how.fg, fill);
    view_put(view, id, ROLE_BANNER, (struct rect){box.x + pad + mark, box.y, box.w - 2 * pad - mark, box.h}, &how,
             words);
    int used = box.h + view_size(view, SIZE_BLOCK_GAP);
    return (struct rect){area.x, area.y + used, area.w, area.h - used};
}
