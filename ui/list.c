/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows, as many on a page as the measured words allow and never more than six. A note stands on the right of its title,
 * or below it in all rows as soon as one row is too long.
 *
 * The trap: all pages must agree on how many rows they have, or a step down would jump. So the tallest row of the whole
 * list sets the height of every row, and the rows then share what height is left.
 */
#include "ui/list.h"
#include <stdio.h>
#include <string.h>

enum { DIGIT_RIM = 28, MARK = 14, MARK_GAP = 12 };

struct row_plan {
    int height, badge, pad, picture; /* PICTURE 0 = no row has one */
    bool stacked;                    /* the note stands below the title */
    size_t per_page;
};

static struct words title_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_OPTION), .lines = 2, .weight = TEXT_BOLD, .middle = true};
}

static struct words note_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_SMALL), .lines = 2, .middle = true};
}

static int badge_size(const struct view *view) {
    return view_text(view, SIZE_SMALL) + view_px(view, DIGIT_RIM);
}

int list_width(const struct view *view, int words) {
    return words + badge_size(view) + 3 * view_pad(view);
}

/* Beside the ring of the row in focus. */
int list_marks_width(const struct view *view) {
    int ring = view_size(view, SIZE_RING) + view_size(view, SIZE_RING_GAP);
    return ring + view_px(view, MARK_GAP) + view_px(view, MARK);
}

static int icon_width(const struct view *view, const struct list_row *row) {
    return row->icon ? view_text(view, SIZE_OPTION) + view_size(view, SIZE_ICON_GAP) : 0;
}

static int mark_width(const struct view *view, const struct row_plan *plan, const struct list_row *row) {
    return plan->picture ? plan->picture + view_size(view, SIZE_ICON_GAP) : icon_width(view, row);
}

static int row_text_width(const struct view *view, const struct row_plan *plan, const struct list_row *row, int width) {
    return width - plan->badge - 3 * plan->pad - mark_width(view, plan, row);
}

/* The height of WORDS in ROOM; most take one line, which one measuring tells. */
static int height_of(struct view *view, const struct words *how, const char *words, int room, int *width) {
    struct text_style style = {.px = how->px, .weight = how->weight};
    *width = words[0] ? text_width(view->text, style, words) : 0;
    if (*width <= room)
        return words[0] ? text_line_height(style) : 0;
    return view_fit(view, how, words, room, 0).height;
}

/* Whether the notes must stand below, and the height of the tallest row then. */
static int tallest_row(struct view *view, struct row_plan *plan, int row_width, const struct list_row *rows,
                       size_t count) {
    struct words title = title_words(view), note = note_words(view);
    int beside = text_line_height((struct text_style){.px = title.px}), below = beside;
    for (size_t i = 0; i < count; i++) {
        int room = row_text_width(view, plan, &rows[i], row_width), title_width, note_width;
        int height = height_of(view, &title, rows[i].title, room, &title_width);
        int under = height_of(view, &note, rows[i].note, room, &note_width);
        plan->stacked = plan->stacked || (note_width && title_width + view_size(view, SIZE_GAP) + note_width > room);
        beside = height > beside ? height : beside;
        below = height + under > below ? height + under : below;
    }
    return plan->stacked ? below : beside;
}

static struct row_plan plan_rows(struct view *view, struct rect area, const struct list_row *rows, size_t count) {
    struct row_plan plan = {.badge = badge_size(view), .pad = view_pad(view)};
    for (size_t i = 0; i < count && !plan.picture; i++)
        plan.picture = rows[i].image ? view_text(view, SIZE_OPTION) * 3 / 2 : 0;
    int tallest = tallest_row(view, &plan, area.w, rows, count);
    tallest = tallest > plan.picture ? tallest : plan.picture;
    int gap = view_size(view, SIZE_ROW_GAP), pad = view_size(view, SIZE_PAD_Y);
    int least = tallest + (view_compact(view) ? pad : 2 * pad);
    int most = tallest + 4 * pad, fitting = (area.h + gap) / (least + gap);
    fitting = fitting < 1 ? 1 : fitting > LIST_ROWS_MAX ? LIST_ROWS_MAX : fitting;
    plan.height = (area.h + gap) / fitting - gap;
    plan.height = plan.height > most ? most : plan.height;
    plan.per_page = (size_t)fitting;
    return plan;
}

static void draw_digit(struct view *view, const char *id, struct rect disc, size_t digit) {
    colour badge = view_colour(view, COLOUR_BADGE);
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_round(view, "", ROLE_NONE, disc, disc.w / 2, badge);
    view_put(view, id, ROLE_BADGE, disc, &how, view_number(view, (int64_t)digit));
}

static void draw_mark(struct view *view, const struct row_plan *plan, struct rect box, const struct list_row *row,
                      const struct scene_item *item) {
    char id[SCENE_ID_SIZE + 8];
    int px = plan->picture ? plan->picture : view_text(view, SIZE_OPTION);
    struct rect mark = {box.x, box.y + (box.h - px) / 2, px, px};
    snprintf(id, sizeof id, "%.50s.image", row->id);
    if (row->image)
        view_picture(view, id, mark, row->image, row->emoji);
    else if (row->icon)
        view_icon(view, row->icon, mark, item->fg, item->bg);
}

static void draw_row(struct view *view, const struct row_plan *plan, struct rect box, size_t digit,
                     const struct list_row *row) {
    bool focused = view_focused(view, row->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *item = view_choice(view, row->id, ROLE_OPTION, box, fill, focus);
    if (!item)
        return;
    item->bg = focused ? focus : fill;
    char id[SCENE_ID_SIZE + 8];
    snprintf(id, sizeof id, "%.50s.digit", row->id);
    struct rect disc = {box.x + plan->pad, box.y + (box.h - plan->badge) / 2, plan->badge, plan->badge};
    draw_digit(view, id, disc, digit);
    int left = disc.x + plan->badge + plan->pad, room = row_text_width(view, plan, row, box.w);
    draw_mark(view, plan, (struct rect){left, box.y, box.w, box.h}, row, item);
    left += mark_width(view, plan, row);
    struct words title = title_words(view), note = note_words(view);
    note.fg = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM);
    note.bg = item->bg;
    struct fit fit = view_fit(view, &title, row->title, room, 0), under = view_fit(view, &note, row->note, room, 0);
    int below = plan->stacked && row->note[0] ? under.height : 0, top = box.y + (box.h - fit.height - below) / 2;
    item->words = scene_keep(view->scene, row->title);
    item->words_box = (struct rect){left, top, fit.width, fit.height};
    item->style = fit.style;
    snprintf(id, sizeof id, "%.50s.note", row->id);
    struct rect rest = {left, top + fit.height, room, under.height};
    if (!plan->stacked) {
        note.align = TEXT_RIGHT;
        rest = (struct rect){left + fit.width, box.y, room - fit.width, box.h};
    }
    view_put(view, id, ROLE_TEXT, rest, &note, row->note);
}

static void draw_page_marks(struct view *view, struct rect list, const struct list_place *place) {
    int size = view_px(view, MARK), gap = view_px(view, MARK_GAP), pages = (int)place->pages;
    int top = list.y + (list.h - pages * size - (pages - 1) * gap) / 2;
    for (int i = 0; i < pages && pages > 1 && pages <= 12; i++) {
        bool here = (size_t)i == place->page;
        struct rect dot = {list.x + list.w + list_marks_width(view) - size, top + i * (size + gap), size, size};
        view_round(view, "", ROLE_NONE, dot, size / 2, view_colour(view, here ? COLOUR_NOW : COLOUR_BUTTON));
    }
}

/* The focus; where its row has gone, the row that took its place. */
static size_t index_of(const struct screen *screen, const struct list_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].id, screen->focus) == 0)
            return i;
    size_t place = screen->focus[0] ? screen->page_first + screen->focus_place : 0;
    return place < count ? place : count ? count - 1 : 0;
}

struct list_place list_draw(struct view *view, const struct screen *screen, struct rect area,
                            const struct list_row *rows, size_t count) {
    struct row_plan plan = plan_rows(view, area, rows, count);
    if (count > plan.per_page && area.x + area.w > view->theme->safe.x + view->theme->safe.w - list_marks_width(view)) {
        area.w -= list_marks_width(view); /* its page marks stand beside it, within the margin */
        plan = plan_rows(view, area, rows, count);
    }
    struct list_place place = {.at = index_of(screen, rows, count), .count = count};
    place.page = place.at / plan.per_page;
    place.first = place.page * plan.per_page;
    place.pages = (count + plan.per_page - 1) / plan.per_page;
    view->page_rows = (int)plan.per_page;
    view->page_first = place.first;
    view->heir = count ? rows[place.at].id : NULL;
    view->position = list_position(view, &place);
    int gap = view_size(view, SIZE_ROW_GAP);
    for (size_t i = 0; i < plan.per_page && place.first + i < count; i++) {
        struct rect box = {area.x, area.y + (int)i * (plan.height + gap), area.w, plan.height};
        draw_row(view, &plan, box, i + 1, &rows[place.first + i]);
    }
    draw_page_marks(view, area, &place);
    return place;
}

const char *list_position(struct view *view, const struct list_place *place) {
    return view_words(view, "list.position", "n", view_number(view, (int64_t)place->at + 1), "count",
                      view_number(view, (int64_t)place->count), NULL);
}

const char *list_more(struct view *view, const struct list_place *place) {
    if (place->pages < 2)
        return "";
    return strings_get(view->strings, place->page + 1 == place->pages ? "list.up"
                                      : place->page                   ? "list.both"
                                                                      : "list.down");
}

static int line_height(const struct view *view) {
    return text_line_height((struct text_style){.px = view_text(view, SIZE_SMALL)});
}

struct rect list_line_room(const struct view *view, struct rect area) {
    int height = line_height(view);
    return (struct rect){area.x, area.y + height, area.w, area.h - height};
}

void list_line(struct view *view, struct rect area, const struct list_place *place, const char *right) {
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .least = view_compact(view) ? 0 : view_text(view, SIZE_HINT),
                        .lines = 1,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    struct rect line = {area.x, area.y - view_size(view, SIZE_BLOCK_GAP) * 3 / 4, area.w, line_height(view)};
    const char *words = scene_keepf(view->scene, "%s  %s", list_position(view, place), list_more(view, place));
    if (!view_fit(view, &how, words, line.w, line.h).whole)
        words = list_position(view, place);
    int used = view_put(view, "position", ROLE_TEXT, line, &how, words).width + view_size(view, SIZE_COLUMN_GAP);
    struct rect rest = {line.x + used, line.y, line.w - used, line.h};
    how.align = TEXT_RIGHT;
    if (right && view_fit(view, &how, right, rest.w, rest.h).whole)
        view_put(view, "panel.step", ROLE_TEXT, rest, &how, right);
}

static size_t arrow_leads(size_t at, size_t count, size_t rows, enum action action) {
    size_t page = at / rows;
    if (action == ACTION_DOWN && at + 1 < count)
        return at + 1;
    if (action == ACTION_UP && at > 0)
        return at - 1;
    if (action == ACTION_RIGHT && (page + 1) * rows < count)
        return (page + 1) * rows;
    if (action == ACTION_LEFT && page > 0)
        return (page - 1) * rows;
    return at;
}

const char *list_act(const struct screen *screen, const struct scene *shown, const char *const *ids, size_t count,
                     enum action action, bool *chosen) {
    int digit = action_digit(action);
    size_t at = 0;
    while (at < count && strcmp(ids[at], screen->focus) != 0)
        at++;
    *chosen = action == ACTION_OK || (digit >= 1 && (size_t)digit <= focus_count(shown));
    if (count == 0 || at == count)
        return NULL;
    if (digit >= 1 && *chosen)
        return focus_at(shown, (size_t)digit - 1)->id;
    bool arrow = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_LEFT || action == ACTION_RIGHT;
    if (arrow)
        at = arrow_leads(at, count, screen->page_rows > 0 ? (size_t)screen->page_rows : 1, action);
    return arrow || *chosen ? ids[at] : NULL;
}
