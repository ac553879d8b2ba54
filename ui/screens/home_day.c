/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the text is large the words are shorter before they are smaller: the order without what is in it, then the date
 * without its weekday, then no date.
 */
#include "ui/screens/home_day.h"
#include "ui/screens/home_tiles.h"
#include <string.h>

/* What OK opens stands in the item's id, for the line may be another when the key comes. */
static const char *const ids[] = {
    [DAY_LINE_DRAFT] = "day.draft.", [DAY_LINE_ORDER] = "day.order.", [DAY_LINE_CUTOFF] = "day.cutoff."};

int home_day_height(const struct view *view) {
    return text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}) + view_size(view, SIZE_CHIP_Y);
}

static struct words words_of(const struct view *view, colour fg, colour bg) {
    int px = view_text(view, SIZE_OPTION);
    return (struct words){.px = px, .least = px, .lines = 1, .middle = true, .fg = fg, .bg = bg};
}

/* What DATE takes of the width, 0 = there is none. */
static int date_width(const struct view *view, const char *date) {
    struct text_style style = {.px = view_text(view, SIZE_OPTION)};
    return date ? text_width(view->text, style, date) + view_size(view, SIZE_COLUMN_GAP) : 0;
}

struct wording {
    const char *date, *words;
};
/* The fullest that stands in WIDTH. */
static struct wording wording_of(const struct view *view, const struct day_line *line, const struct home_day_date *date,
                                 int width) {
    const struct home_day_date none = {NULL, NULL}, *at = date ? date : &none;
    const struct wording tries[] = {
        {at->whole, line->words}, {at->whole, line->brief}, {at->brief, line->brief}, {NULL, line->brief}};
    struct words how = words_of(view, 0, 0);
    enum { TRIES = sizeof tries / sizeof tries[0] };
    for (size_t i = 0; i + 1 < TRIES; i++)
        if (view_fit(view, &how, tries[i].words, width - date_width(view, tries[i].date), 0).whole)
            return tries[i];
    return tries[TRIES - 1];
}

void home_day_draw(const struct view *view, struct rect box, const struct day_line *line,
                   const struct home_day_date *date, size_t digit) {
    int px = view_text(view, SIZE_OPTION), pad = view_size(view, SIZE_CHIP_X), size = home_tiles_digit_size(view);
    if (line->kind == DAY_LINE_NONE) {
        struct words plain = words_of(view, view_colour(view, COLOUR_TEXT), view_colour(view, COLOUR_GROUND_TOP));
        view_put(view, "date", ROLE_TEXT, box, &plain, date ? date->whole : NULL);
        return;
    }
    const char *id = scene_keepf(view->scene, "%s%s", ids[line->kind], line->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *item = view_choice(view, id, ROLE_BUTTON, box, fill, focus);
    if (!item)
        return;
    item->bg = view_focused(view, id) ? focus : fill;
    int mark = px + view_size(view, SIZE_ICON_GAP);
    struct rect room = {box.x + pad, box.y, box.w - 3 * pad - size, box.h};
    struct wording wording = wording_of(view, line, date, room.w - mark);
    struct words how = words_of(view, item->fg, item->bg);
    how.least = view_text(view, SIZE_SMALL); /* of a service with a long name, when nothing else is left to go */
    view_put(view, "date", ROLE_TEXT, room, &how, wording.date);
    int left = date_width(view, wording.date);
    view_icon(view, line->icon, (struct rect){room.x + left, box.y + (box.h - px) / 2, px, px}, item->fg, item->bg);
    room.x += left + mark;
    room.w -= left + mark;
    struct fit fit = view_fit(view, &how, wording.words, room.w, room.h);
    item->words = scene_keep(view->scene, wording.words);
    item->words_box = (struct rect){room.x, box.y + (box.h - fit.height) / 2, room.w, fit.height};
    item->style = fit.style;
    home_tiles_digit(view, (struct rect){box.x + box.w - size - pad / 2, box.y + (box.h - size) / 2, size, size},
                     digit);
}

bool home_day_is(const char *id) {
    return strncmp(id, "day.", 4) == 0;
}

bool home_day_open(const struct model *model, const char *id, struct screen *next) {
    for (size_t i = DAY_LINE_DRAFT; i < sizeof ids / sizeof ids[0]; i++)
        if (strncmp(id, ids[i], strlen(ids[i])) == 0) {
            *next = day_line_open(model, (enum day_line_kind)i, id + strlen(ids[i]));
            return true;
        }
    return false;
}
