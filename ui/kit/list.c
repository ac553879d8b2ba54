/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows, as many on a page as the measured words allow and never more than six. A note stands on the right of its title,
 * or below it where both are too long for one line. A row is as high as its own words ask for, so that one long name
 * does not thin out the whole list; the lower rows of a page then share what height is left, up to the highest one.
 *
 * The trap: where a page ends must follow from the words and the room alone, never from the focus, or a step down would
 * jump. And a note that comes to be longer while it is looked at has its room from the start.
 */
#include "ui/kit/list.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
    DIGIT_RIM = 28,
    MARK = 14,
    MARK_LEAST = 8 /* pixels */,
    MARK_GAP = 12,
    ROW_TIMES = 11 /* quarters of a title's height, of a calm row */
};

struct columns {
    int badge, pad, picture; /* PICTURE 0 = no row has one */
};
struct row_size {
    int words, height; /* of title and note; the least of the row */
    bool below;        /* the note stands under the title */
};
struct page {
    size_t first, count;
    int level; /* rows that ask for less are as high as this */
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

/* On the smallest sets still to be seen. */
static int mark_size(const struct view *view) {
    int size = view_px(view, MARK);
    return size < MARK_LEAST ? MARK_LEAST : size;
}

/* Beside the ring of the row in focus. */
int list_marks_width(const struct view *view) {
    int ring = view_size(view, SIZE_RING) + view_size(view, SIZE_RING_GAP);
    return ring + view_px(view, MARK_GAP) + mark_size(view);
}

static int icon_width(const struct view *view, const struct list_row *row) {
    return row->icon ? view_text(view, SIZE_OPTION) + view_size(view, SIZE_ICON_GAP) : 0;
}

static int mark_width(const struct view *view, const struct columns *columns, const struct list_row *row) {
    return columns->picture ? columns->picture + view_size(view, SIZE_ICON_GAP) : icon_width(view, row);
}

static int row_text_width(const struct view *view, const struct columns *columns, const struct list_row *row,
                          int width) {
    return width - columns->badge - 3 * columns->pad - mark_width(view, columns, row);
}

/* The height of WORDS in ROOM; most take one line, which one measuring tells. */
static int height_of(const struct view *view, const struct words *how, const char *words, int room, int *width) {
    struct text_style style = {.px = how->px, .weight = how->weight};
    *width = words[0] ? text_width(view->text, style, words) : 0;
    if (*width <= room)
        return words[0] ? text_line_height(style) : 0;
    return view_fit(view, how, words, room, 0).height;
}

static struct row_size size_of(const struct view *view, const struct columns *columns, const struct list_row *row,
                               int row_width) {
    struct words title = title_words(view), note = note_words(view);
    int room = row_text_width(view, columns, row, row_width), title_width, note_width;
    int line = text_line_height((struct text_style){.px = title.px}), pad = view_size(view, SIZE_PAD_Y);
    int words = height_of(view, &title, row->title, room, &title_width);
    int under = height_of(view, &note, row->note, room, &note_width);
    struct row_size size = {.below = note_width && title_width + view_size(view, SIZE_GAP) + note_width > room};
    if (row->grows) {
        size.below = true;
        under = note.lines * text_line_height((struct text_style){.px = note.px});
    }
    words += size.below ? under : 0;
    size.words = words > line ? words : line;
    size.words = size.words > columns->picture ? size.words : columns->picture;
    size.height = size.words + (view_compact(view) ? pad : 2 * pad);
    return size;
}

/* Under a cart's list stand buttons, and the second of them is six presses from the first row too. */
static size_t rows_most(const struct screen *screen) {
    return screen->kind == SCREEN_CART ? LIST_ROWS_MAX - 1 : LIST_ROWS_MAX;
}

/* The rows from FIRST on that stand in HEIGHT, MOST at most, one at least. */
static struct page page_at(const struct view *view, const struct row_size *sizes, size_t count, size_t first,
                           size_t most, int height) {
    struct page page = {.first = first};
    int gap = view_size(view, SIZE_ROW_GAP);
    for (int left = height + gap; page.count < most && first + page.count < count; page.count++) {
        left -= sizes[first + page.count].height + gap;
        if (left < 0 && page.count > 0)
            break;
    }
    if (page.count > 2 && first + page.count + 1 == count) /* the last row is not left alone on a page */
        page.count--;
    return page;
}

/* The highest level at which PAGE's rows stand in HEIGHT, no more than calm rows need. */
static int level_of(const struct view *view, const struct row_size *sizes, const struct page *page, int height) {
    int gap = view_size(view, SIZE_ROW_GAP), level = view_text(view, SIZE_OPTION) * ROW_TIMES / 4, used;
    for (size_t i = page->first; i < page->first + page->count; i++) {
        int ample = sizes[i].words + 4 * view_size(view, SIZE_PAD_Y);
        level = ample > level ? ample : level;
    }
    do {
        used = -gap;
        for (size_t i = page->first; i < page->first + page->count; i++)
            used += (sizes[i].height > level ? sizes[i].height : level) + gap;
    } while (used > height && level-- > 0);
    return level;
}

struct pages {
    struct page before, here; /* BEFORE: without rows where HERE is the first one */
    size_t at, count;         /* the number of HERE, of how many */
};

/* The page of row AT. The last one's rows are no higher than those of the one before: a list does not grow at its end.
 */
static struct pages find_pages(const struct view *view, const struct row_size *sizes, size_t count, size_t at,
                               size_t most, int height) {
    struct pages pages = {.count = 0};
    int level = INT_MAX;
    for (size_t first = 0; first < count;) {
        struct page page = page_at(view, sizes, count, first, most, height);
        page.level = first <= at ? level_of(view, sizes, &page, height) : 0;
        if (first + page.count == count && page.level > level)
            page.level = level;
        level = page.level;
        if (first <= at) {
            pages.before = pages.here;
            pages.here = page;
            pages.at = pages.count;
        }
        pages.count++;
        first += page.count;
    }
    return pages;
}

static struct columns columns_of(const struct view *view, const struct list_row *rows, size_t count) {
    struct columns columns = {.badge = badge_size(view), .pad = view_pad(view)};
    for (size_t i = 0; i < count && !columns.picture; i++)
        columns.picture = rows[i].image ? view_text(view, SIZE_OPTION) * 3 / 2 : 0;
    return columns;
}

static void draw_digit(const struct view *view, const char *id, struct rect disc, size_t digit) {
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

static void draw_mark(const struct view *view, const struct columns *columns, struct rect box,
                      const struct list_row *row, const struct scene_item *item) {
    char id[SCENE_ID_SIZE + 8];
    int px = columns->picture ? columns->picture : view_text(view, SIZE_OPTION);
    struct rect mark = {box.x, box.y + (box.h - px) / 2, px, px};
    snprintf(id, sizeof id, "%.50s.image", row->id);
    if (row->image)
        view_picture(view, id, mark, row->image, row->emoji);
    else if (row->icon)
        view_icon(view, row->icon, mark, item->fg, item->bg);
}

static void draw_row(const struct view *view, const struct columns *columns, struct rect box, size_t digit,
                     const struct list_row *row, bool below) {
    bool focused = view_focused(view, row->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *item = view_choice(view, row->id, ROLE_OPTION, box, fill, focus);
    if (!item)
        return;
    item->bg = focused ? focus : fill;
    char id[SCENE_ID_SIZE + 8];
    snprintf(id, sizeof id, "%.50s.digit", row->id);
    struct rect disc = {box.x + columns->pad, box.y + (box.h - columns->badge) / 2, columns->badge, columns->badge};
    draw_digit(view, id, disc, digit);
    int left = disc.x + columns->badge + columns->pad, room = row_text_width(view, columns, row, box.w);
    draw_mark(view, columns, (struct rect){left, box.y, box.w, box.h}, row, item);
    left += mark_width(view, columns, row);
    struct words title = title_words(view), note = note_words(view);
    note.fg = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM);
    note.bg = item->bg;
    struct fit fit = view_fit(view, &title, row->title, room, 0), under = view_fit(view, &note, row->note, room, 0);
    int top = box.y + (box.h - fit.height - (below && row->note[0] ? under.height : 0)) / 2;
    item->words = scene_keep(view->scene, row->title);
    item->words_box = (struct rect){left, top, fit.width, fit.height};
    item->style = fit.style;
    snprintf(id, sizeof id, "%.50s.note", row->id);
    struct rect rest = {left, top + fit.height, room, under.height};
    if (!below) {
        note.align = TEXT_RIGHT;
        rest = (struct rect){left + fit.width, box.y, room - fit.width, box.h};
    }
    view_put(view, id, ROLE_TEXT, rest, &note, row->note);
}

static void draw_page_marks(const struct view *view, struct rect list, const struct list_place *place) {
    int size = mark_size(view), gap = view_px(view, MARK_GAP), pages = (int)place->pages;
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
    size_t place = screen->focus[0] ? screen->pages.first + screen->focus_place : 0;
    return place < count ? place : count ? count - 1 : 0;
}

struct list_place list_draw(const struct view *view, struct view_report *report, const struct screen *screen,
                            struct rect area, const struct list_row *rows, size_t count) {
    static struct row_size sizes[LIST_MAX]; /* one thread; it is large for the stack of a small box */
    struct columns columns = columns_of(view, rows, count);
    struct list_place place = {.at = index_of(screen, rows, count), .count = count};
    struct pages pages = {.count = 0};
    int marks = list_marks_width(view), right = view->theme->safe.x + view->theme->safe.w;
    for (bool again = true; again;) {
        for (size_t i = 0; i < count; i++)
            sizes[i] = size_of(view, &columns, &rows[i], area.w);
        pages = find_pages(view, sizes, count, place.at, rows_most(screen), area.h);
        again = pages.count > 1 && area.x + area.w > right - marks;
        area.w -= again ? marks : 0; /* the page marks stand beside it, within the margin */
    }
    place.page = pages.at;
    place.first = pages.here.first;
    place.pages = pages.count;
    report->pages.rows = (int)pages.here.count;
    report->pages.first = place.first;
    report->pages.before = pages.before.first;
    report->focus_fallback = count ? rows[place.at].id : NULL;
    report->position_to_say = list_position(view, &place);
    struct rect box = area;
    for (size_t i = 0; i < pages.here.count; i++) {
        const struct row_size *size = &sizes[place.first + i];
        box.h = size->height > pages.here.level ? size->height : pages.here.level;
        draw_row(view, &columns, box, i + 1, &rows[place.first + i], size->below);
        box.y += box.h + view_size(view, SIZE_ROW_GAP);
    }
    draw_page_marks(view, area, &place);
    return place;
}

const char *list_position(const struct view *view, const struct list_place *place) {
    return view_words(view, "list.position", "n", view_number(view, (int64_t)place->at + 1), "count",
                      view_number(view, (int64_t)place->count), NULL);
}

const char *list_more(const struct view *view, const struct list_place *place) {
    if (place->pages < 2)
        return "";
    return strings_get(view->strings, place->page + 1 == place->pages ? "list.up"
                                      : place->page                   ? "list.both"
                                                                      : "list.down");
}

static int line_px(const struct view *view, const struct view_report *report) {
    return view_text(view, report->crowded ? SIZE_HINT : SIZE_SMALL);
}

static int line_height(const struct view *view, const struct view_report *report) {
    return text_line_height((struct text_style){.px = line_px(view, report)});
}

struct rect list_line_room(const struct view *view, const struct view_report *report, struct rect area) {
    int height = line_height(view, report);
    return (struct rect){area.x, area.y + height, area.w, area.h - height};
}

void list_line(const struct view *view, const struct view_report *report, struct rect area,
               const struct list_place *place, const char *right) {
    struct words how = {.px = line_px(view, report),
                        .least = view_compact(view) ? 0 : view_text(view, SIZE_HINT),
                        .lines = 1,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    struct rect line = {area.x, area.y - view_size(view, SIZE_BLOCK_GAP) * 3 / 4, area.w, line_height(view, report)};
    const char *words = scene_keepf(view->scene, "%s  %s", list_position(view, place), list_more(view, place));
    if (!view_fit(view, &how, words, line.w, line.h).whole)
        words = list_position(view, place);
    int used = view_put(view, "position", ROLE_TEXT, line, &how, words).width + view_size(view, SIZE_COLUMN_GAP);
    struct rect rest = {line.x + used, line.y, line.w - used, line.h};
    how.align = TEXT_RIGHT;
    if (right && view_fit(view, &how, right, rest.w, rest.h).whole)
        view_put(view, "panel.step", ROLE_TEXT, rest, &how, right);
}

static size_t arrow_leads(const struct screen *screen, size_t at, size_t count, enum action action) {
    size_t next = screen->pages.first + (size_t)screen->pages.rows;
    if (action == ACTION_DOWN && at + 1 < count)
        return at + 1;
    if (action == ACTION_UP && at > 0)
        return at - 1;
    if (action == ACTION_RIGHT && next < count)
        return next;
    if (action == ACTION_LEFT && screen->pages.first > 0)
        return screen->pages.before;
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
        at = arrow_leads(screen, at, count, action);
    return arrow || *chosen ? ids[at] : NULL;
}
