/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blocks that several screens share: header, hint line, buttons, chips, banner. Each takes an area, puts itself at
 * one edge of it and returns what is left, so a screen reads as a list of blocks from the outside in.
 *
 * The trap is the largest text step, where a title, the link's state and the clock do not fit side by side: the clock
 * always stays, the link's words move down into the hint line, and only then does the title shrink.
 */
#include "ui/image.h"
#include "ui/layout.h"
#include "ui/spoken.h"
#include <string.h>

enum { DOT = 20 };

static const struct {
    const char *key;
    enum theme_colour colour;
} link_looks[] = {
    [MODEL_CONNECTING] = {"link.connecting", COLOUR_LINK_WAIT},
    [MODEL_CONNECTED] = {"link.connected", COLOUR_LINK_GOOD},
    [MODEL_OFFLINE] = {"link.offline", COLOUR_LINK_BAD},
};

static int link_width(struct view *view) {
    struct text_style style = {.px = view_text(view, SIZE_SMALL)};
    return view_px(view, DOT) + view_size(view, SIZE_ICON_GAP) +
           text_width(view->text, style, strings_get(view->strings, link_looks[view->model->link].key));
}

/* Dot and words, the right end at RIGHT. */
static void put_link(struct view *view, int right, int top, int height) {
    colour fg = view_colour(view, link_looks[view->model->link].colour);
    colour bg = view_colour(view, COLOUR_GROUND_TOP);
    int dot = view_px(view, DOT), width = link_width(view);
    struct rect disc = {right - width, top + (height - dot) / 2, dot, dot};
    view_round(view, "", ROLE_NONE, disc, dot / 2, fg);
    struct words how = {.px = view_text(view, SIZE_SMALL), .align = TEXT_RIGHT, .middle = true, .fg = fg, .bg = bg};
    struct rect box = {right - width + dot, top, width - dot, height};
    view_put(view, "link", ROLE_BADGE, box, &how, strings_get(view->strings, link_looks[view->model->link].key));
    view->link_shown = true;
}

static int put_clock(struct view *view, struct rect line) {
    struct words how = {.px = view_text(view, SIZE_TITLE),
                        .weight = TEXT_BOLD,
                        .align = TEXT_RIGHT,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    struct fit fit = view_put(view, "clock", ROLE_BADGE, line, &how, view_clock(view, view->wall_ms));
    view_wake(view, view->now_ms + 60000 - view->wall_ms % 60000);
    return fit.width;
}

static void put_aside(struct view *view, const char *words, int left, int right, struct rect line) {
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .middle = true,
                        .lines = 1,
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    struct rect box = {left, line.y + line.h / 12, right - left, line.h - line.h / 12};
    if (words && view_fit(view, &how, words, box.w, box.h).whole)
        view_put(view, "aside", ROLE_TEXT, box, &how, words);
}

/* As high as the title, lower where that is what the ROOM for it asks; returns the width it took. Until it can be drawn
 * it is only hung, and takes none: one that is broken, or lower than half of that, leaves the header as it would be. */
static int put_logo(struct view *view, struct rect line, int room) {
    const struct model *model = view->model;
    int gap = view_size(view, SIZE_ICON_GAP), side = view_text(view, SIZE_TITLE), least = side / 2;
    bool known = model->logo_width > 0 && model->logo_height > 0;
    while (known && side >= least && image_wide(model->logo_width, model->logo_height, side) + gap > room)
        side--;
    bool shown = known && side >= least;
    int wide = shown ? image_wide(model->logo_width, model->logo_height, side) : 0;
    struct rect box = {line.x, line.y + (line.h - side) / 2, wide, side};
    struct scene_item *item =
        model->logo[0] ? scene_add(view->scene, "logo", shown ? ROLE_IMAGE : ROLE_NONE, box) : NULL;
    if (!item)
        return 0;
    item->picture = scene_keep(view->scene, VIEW_LOGO);
    item->alt = shown ? scene_keep(view->scene, model->hotline.name) : NULL;
    return shown ? wide + gap : 0;
}

struct rect view_header(struct view *view, const struct header *header) {
    struct rect safe = view->theme->safe;
    int px = view_text(view, SIZE_TITLE), height = text_line_height((struct text_style){.px = px});
    struct rect line = {safe.x, safe.y, safe.w, height};
    int gap = view_size(view, SIZE_COLUMN_GAP), left = safe.x, right = safe.x + safe.w - put_clock(view, line) - gap;
    const char *mark = view->hold_on ? "hand" : header->icon;
    if (mark) {
        struct rect icon = {left, line.y + (height - px) / 2, px, px};
        view_icon(view, mark, icon, view_colour(view, COLOUR_TEXT), view_colour(view, COLOUR_GROUND_TOP));
        left += px + view_size(view, SIZE_ICON_GAP);
    }
    const char *title = view->hold_on ? strings_get(view->strings, "hold.on") : header->title;
    struct words how = {.px = px,
                        .least = view_text(view, SIZE_OPTION),
                        .lines = 1,
                        .weight = TEXT_BOLD,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    int link_left = right - link_width(view);
    if (header->logo) { /* neither the title nor the link gives way to it */
        int wanted = text_width(view->text, (struct text_style){.px = px, .weight = TEXT_BOLD}, title);
        int with_link = link_left - gap - left - wanted, without = right - left - wanted;
        left += put_logo(view, line, with_link >= 0 ? with_link : without);
    }
    if (view_fit(view, &how, title, link_left - gap - left, height).style.px == px &&
        view_fit(view, &how, title, link_left - gap - left, height).whole) {
        put_link(view, right, line.y, height);
        right = link_left - gap;
    }
    if (!view_fit(view, &how, title, right - left, height).whole) {
        how.px = how.least;
        how.least = view_text(view, SIZE_HINT);
        how.lines = 2;
        line.h = height = 2 * text_line_height((struct text_style){.px = how.px});
    }
    struct fit fit =
        view_put(view, "title", ROLE_TITLE, (struct rect){left, line.y, right - left, height}, &how, title);
    view->scene->title = scene_keep(view->scene, header->title);
    put_aside(view, view->hold_on ? NULL : header->aside, left + fit.width + gap, right, line);
    int top = line.y + line.h + view_size(view, SIZE_BLOCK_GAP), end = safe.y + safe.h;
    end -= header->no_hints ? view_size(view, SIZE_RING) + view_size(view, SIZE_RING_GAP) /* of what stands last */
                            : view_hints_height(view) + view_size(view, SIZE_BLOCK_GAP);
    return (struct rect){safe.x, top, safe.w, end - top};
}

int view_hints_height(const struct view *view) {
    enum theme_size tallest = view->link_shown ? SIZE_HINT : SIZE_SMALL;
    return text_line_height((struct text_style){.px = view_text(view, tallest)}) + view_size(view, SIZE_CHIP_Y) / 2;
}

const char *view_age(struct view *view, int64_t wall_ms) {
    int64_t minutes = (view->wall_ms - wall_ms) / 60000;
    if (minutes < 1)
        return strings_get(view->strings, "age.now");
    if (minutes < 60)
        return view_counted(view, "age.minutes", minutes);
    if (minutes < 24 * 60)
        return view_counted(view, "age.hours", minutes / 60);
    return view_counted(view, "age.days", minutes / (24 * 60));
}

/* Draws one hint at X and returns its right end; -1 and nothing drawn when it would pass RIGHT. */
static int put_hint(struct view *view, const struct hint *hint, int x, int y, int height, int right) {
    struct text_style plain = {.px = view_text(view, SIZE_HINT)}, bold = {.px = plain.px, .weight = TEXT_BOLD};
    bool held = view->model->ok_hold_ms > 0 && strcmp(hint->cap, "key.ok") == 0;
    const char *cap = hint->cap[0] == '@' ? NULL : strings_get(view->strings, held ? "key.ok.held" : hint->cap);
    const char *words = strings_get(view->strings, hint->words);
    int pad = view_size(view, SIZE_CHIP_X);
    int cap_width = (cap ? text_width(view->text, bold, cap) : plain.px) + 2 * pad;
    int words_width = text_width(view->text, plain, words);
    struct rect pill = {x, y, cap_width, height};
    if (x + cap_width + pad + words_width > right)
        return -1;
    colour badge = view_colour(view, COLOUR_BUTTON);
    view_round(view, "", ROLE_NONE, pill, height / 2, badge);
    struct words how = {.px = plain.px,
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    if (cap)
        view_put(view, "cap", ROLE_HINT, pill, &how, cap);
    else
        view_icon(view, hint->cap + 1, (struct rect){x + pad, y + (height - plain.px) / 2, plain.px, plain.px}, how.fg,
                  badge);
    struct rect rest = {x + cap_width + pad, y, words_width + 1, height};
    how = (struct words){.px = plain.px,
                         .middle = true,
                         .fg = view_colour(view, COLOUR_TEXT_DIM),
                         .bg = view_colour(view, COLOUR_GROUND_BOTTOM)};
    view_put(view, "hint", ROLE_HINT, rest, &how, words);
    return rest.x + rest.w;
}

void view_hints(struct view *view, const struct hint *hints, size_t count) {
    struct rect safe = view->theme->safe;
    int height = view_hints_height(view), y = safe.y + safe.h - height;
    int x = safe.x, right = safe.x + safe.w;
    if (!view->link_shown) {
        put_link(view, right, y, height);
        right -= link_width(view) + view_size(view, SIZE_COLUMN_GAP);
    }
    for (size_t i = 0; i < count; i++)
        spoken_hint(view, &hints[i]);
    for (size_t i = 0; i < count && x >= 0; i++) {
        x = put_hint(view, &hints[i], x, y, height, right);
        if (x >= 0)
            x += view_size(view, SIZE_COLUMN_GAP);
    }
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

static void put_button(struct view *view, const struct button *button, struct rect box) {
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

static struct rect put_buttons(struct view *view, struct rect area, const struct button *buttons, size_t count,
                               int height) {
    int gap = view_size(view, SIZE_GAP);
    int shares = 0, shown = 0, x = area.x;
    for (size_t i = 0; i < count; i++) {
        shares += buttons[i].weight;
        shown += buttons[i].weight > 0;
    }
    int top = area.y + area.h - height, room = area.w - gap * (shown - 1);
    for (size_t i = 0; i < count; i++) {
        int width = shares ? room * buttons[i].weight / shares : 0;
        if (width == 0)
            continue;
        put_button(view, &buttons[i], (struct rect){x, top, width, height});
        x += width + gap;
    }
    return (struct rect){area.x, area.y, area.w, area.h - height - gap};
}

struct rect view_buttons(struct view *view, struct rect area, const struct button *buttons, size_t count) {
    bool roomy = !view_compact(view) || view_narrow(view);
    int tall = view_bar_height(view) + (roomy ? 3 * view_size(view, SIZE_PAD_Y) : 0);
    return put_buttons(view, area, buttons, count, tall);
}

struct rect view_bar(struct view *view, struct rect area, const struct button *buttons, size_t count) {
    return put_buttons(view, area, buttons, count, view_bar_height(view));
}

struct chip_look {
    colour fill, fg;
};
static struct chip_look chip_look(const struct view *view, enum chip_state state, bool red) {
    static const enum theme_colour looks[2][4][2] = {
        {{COLOUR_YES, COLOUR_TEXT},
         {COLOUR_BUTTON, COLOUR_TEXT},
         {COLOUR_ROW, COLOUR_TEXT_DIM},
         {COLOUR_BANNER, COLOUR_BANNER_TEXT}},
        {{COLOUR_YES, COLOUR_TEXT},
         {COLOUR_SOS_LIGHT, COLOUR_SOS_LIGHT_TEXT},
         {COLOUR_SOS_DARK, COLOUR_SOS_TEXT},
         {COLOUR_SOS_DARK, COLOUR_SOS_TEXT}},
    };
    return (struct chip_look){view_colour(view, looks[red][state][0]), view_colour(view, looks[red][state][1])};
}

static void put_chip(struct view *view, const struct chip *chip, struct rect box, bool red) {
    struct chip_look look = chip_look(view, chip->state, red);
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS) * 2 / 3, look.fill);
    int small = view_text(view, SIZE_SMALL), line = text_line_height((struct text_style){.px = small});
    bool wide = view_compact(view);
    struct rect inner = rect_inset(box, view_size(view, SIZE_CHIP_Y), view_size(view, SIZE_CHIP_Y));
    struct words how = {.px = small,
                        .least = view_text(view, SIZE_HINT),
                        .weight = TEXT_BOLD,
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

struct rect view_chips(struct view *view, struct rect area, const struct chip *chips, size_t count, bool red) {
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

struct rect view_banner(struct view *view, const char *id, struct rect area, const char *icon, const char *words) {
    colour fill = view_colour(view, COLOUR_BANNER);
    int px = view_text(view, SIZE_SMALL), pad = view_size(view, SIZE_CHIP_X),
        mark = icon ? px + view_size(view, SIZE_ICON_GAP) : 0;
    struct words how = {.px = px,
                        .least = view_text(view, SIZE_HINT),
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
