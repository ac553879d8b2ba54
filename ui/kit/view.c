/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures, words and shapes: the ground that the blocks of buttons.c and the screens stand on. A size is always asked
 * for by its name in the theme; a text is always measured before it is placed.
 *
 * The trap: text grows with the senior's scale, boxes do not, and the picture may be 720 pixels wide. So words are
 * fitted: the wanted size first, then smaller ones down to the least allowed, never cut and never with dots. A test
 * goes over every screen, scale, size and language and fails where even the least size did not fit.
 */
#include "ui/kit/view.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

int view_px(const struct view *view, double design) {
    return theme_px(view->theme, design);
}

int view_size(const struct view *view, enum theme_size size) {
    return theme_size(view->theme, size);
}

int view_text(const struct view *view, enum theme_size size) {
    return theme_text(view->theme, size);
}

int view_pad(const struct view *view) {
    int pad = view_size(view, SIZE_PAD_X);
    return view_compact(view) ? pad * 3 / 4 : pad;
}

colour view_colour(const struct view *view, enum theme_colour name) {
    return theme_colour(view->theme, name);
}

bool view_compact(const struct view *view) {
    return theme_compact(view->theme);
}

bool view_narrow(const struct view *view) {
    return theme_narrow(view->theme);
}

void view_redraw_at(struct view_report *report, int64_t at_ms) {
    if (!report->redraw_at_ms || at_ms < report->redraw_at_ms)
        report->redraw_at_ms = at_ms;
}

bool view_focused(const struct view *view, const char *id) {
    return view->focus && strcmp(view->focus, id) == 0;
}

const char *view_words(const struct view *view, const char *key, ...) {
    char text[1024];
    va_list pairs;
    va_start(pairs, key);
    strings_fill_text(text, sizeof text, strings_get(view->strings, key), pairs);
    va_end(pairs);
    return scene_keep(view->scene, text);
}

const char *view_number(const struct view *view, int64_t number) {
    return scene_keepf(view->scene, "%lld", (long long)number);
}

const char *view_counted(const struct view *view, const char *key, int64_t number) {
    return view_words(view, number == 1 ? scene_keepf(view->scene, "%s.1", key) : key, "n", view_number(view, number),
                      NULL);
}

bool view_knows(const struct view *view, int64_t wall_ms) {
    static const int64_t first_box_ms = INT64_C(1767225600000); /* 2026 */
    return !view->model->clock_unsure && wall_ms >= first_box_ms;
}

const char *view_clock(const struct view *view, int64_t wall_ms) {
    if (!view_knows(view, wall_ms))
        return "";
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    return scene_keepf(view->scene, "%d:%02d", local.tm_hour, local.tm_min);
}

static struct fit measure(const struct view *view, const struct words *how, int px, const char *words, int width,
                          int height) {
    struct fit fit = {.style = {.px = px, .weight = how->weight, .align = how->align}};
    fit.lines = text_lines(view->text, fit.style, words, width, &fit.width, &fit.whole);
    fit.height = fit.lines * text_line_height(fit.style);
    fit.whole = fit.whole && (height <= 0 || fit.height <= height) && (how->lines <= 0 || fit.lines <= how->lines);
    return fit;
}

static struct fit with_width(const struct view *view, struct fit fit, const char *words, int width) {
    struct text_line lines[TEXT_LINES_MAX];
    int count = text_break(view->text, fit.style, words, width, lines, NULL);
    fit.width = 0;
    for (int i = 0; i < count; i++)
        fit.width = lines[i].width > fit.width ? lines[i].width : fit.width;
    return fit;
}

struct fit view_fit(const struct view *view, const struct words *how, const char *words, int width, int height) {
    int least = how->least > 0 && how->least < how->px ? how->least : how->px;
    int step = how->px / 24 > 1 ? how->px / 24 : 1;
    struct fit fit = measure(view, how, how->px, words, width, height);
    for (int px = how->px - step; !fit.whole && px > least; px -= step)
        fit = measure(view, how, px, words, width, height);
    if (!fit.whole && least < how->px)
        fit = measure(view, how, least, words, width, height);
    return fit.lines > 1 ? with_width(view, fit, words, width) : fit;
}

struct fit view_put(const struct view *view, const char *id, enum scene_role role, struct rect box,
                    const struct words *how, const char *words) {
    if (!words || !words[0])
        return (struct fit){.whole = true};
    struct fit fit = view_fit(view, how, words, box.w, box.h);
    int top = how->middle ? box.y + (box.h - fit.height) / 2 : box.y;
    int left = how->align == TEXT_RIGHT ? box.x + box.w - fit.width : box.x;
    left = how->align == TEXT_CENTRE ? box.x + (box.w - fit.width) / 2 : left;
    struct rect block = {left, top, fit.width, fit.height};
    struct scene_item *item = scene_add(view->scene, id, role, block);
    if (!item)
        return fit;
    item->words = scene_keep(view->scene, words);
    item->words_box = block;
    item->style = fit.style;
    item->fg = how->fg;
    item->bg = how->bg;
    return fit;
}

struct scene_item *view_round(const struct view *view, const char *id, enum scene_role role, struct rect box,
                              int radius, colour fill) {
    struct scene_item *item = scene_add(view->scene, id, role, box);
    if (!item)
        return NULL;
    item->shape = SHAPE_ROUND;
    item->radius = radius;
    item->fill = fill;
    item->bg = fill;
    return item;
}

void view_icon(const struct view *view, const char *icon, struct rect box, colour fg, colour bg) {
    struct scene_item *item = scene_add(view->scene, "", ROLE_NONE, box);
    if (!item)
        return;
    item->icon = scene_keep(view->scene, icon);
    item->mark_box = box;
    item->fg = fg;
    item->bg = bg;
}

void view_picture(const struct view *view, const char *id, struct rect box, const char *picture, const char *emoji) {
    int inset = box.w / 8;
    struct scene_item *item =
        view_round(view, id, ROLE_IMAGE, box, view_size(view, SIZE_RADIUS) * 2 / 3, view_colour(view, COLOUR_BUTTON));
    if (!item)
        return;
    item->picture = picture[0] ? scene_keep(view->scene, picture) : NULL;
    item->emoji = emoji[0] ? scene_keep(view->scene, emoji) : NULL;
    item->mark_box = rect_inset(box, inset, inset);
}

/* A row or a tile is seen as one without its fill, which is dark on dark. */
static int edge_width(const struct view *view) {
    int width = view_px(view, 3);
    return width < 2 ? 2 : width;
}

struct scene_item *view_choice(const struct view *view, const char *id, enum scene_role role, struct rect box,
                               colour fill, colour focus_fill) {
    bool focused = view_focused(view, id);
    int ring = view_size(view, SIZE_RING), out = ring + view_size(view, SIZE_RING_GAP);
    ring = ring < 6 ? 6 : ring;
    int radius = view_size(view, SIZE_RADIUS);
    if (focused) {
        struct rect around = rect_inset(box, -out, -out);
        struct scene_item *halo = view_round(view, "", ROLE_NONE, around, radius + out, 0);
        if (halo) {
            halo->ring = ring;
            halo->stroke = view_colour(view, COLOUR_RING);
            halo->shadow = view_size(view, SIZE_SHADOW);
        }
    }
    struct scene_item *item = view_round(view, id, role, box, radius, focused ? focus_fill : fill);
    if (item) {
        item->focusable = true;
        item->ring = focused ? 0 : edge_width(view);
        item->stroke = view_colour(view, COLOUR_EDGE);
        item->fg = view_colour(view, focused ? COLOUR_FOCUS_TEXT : COLOUR_TEXT);
    }
    return item;
}
