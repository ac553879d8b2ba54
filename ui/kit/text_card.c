/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page is as many lines as stand above the line that says which page it is. Where a page begins follows from the
 * words, the size and the width alone, so turning back leads to the same lines. The page is remembered by its number:
 * the trap is a text or a size that changes underneath, and a number past the end means the last page.
 */
#include "ui/kit/text_card.h"
#include <string.h>

struct rect text_card_panel(const struct view *view, struct rect box) {
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    return rect_inset(box, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
}

struct words text_card_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_OPTION) * 6 / 5,
                          .least = view_text(view, SIZE_BODY),
                          .middle = true,
                          .fg = view_colour(view, COLOUR_TEXT),
                          .bg = view_colour(view, COLOUR_PANEL)};
}

/* What is left beside the icon. */
static struct rect beside_icon(const struct view *view, struct rect inner, const struct text_card *card) {
    int used = card->icon ? text_card_words(view).px + view_size(view, SIZE_ICON_GAP) : 0;
    return (struct rect){inner.x + used, inner.y, inner.w - used, inner.h};
}

static struct words how_of(const struct view *view, const struct text_card *card) {
    struct words how = card->how ? *card->how : text_card_words(view);
    how.weight = card->weight;
    return how;
}

bool text_card_fits(const struct view *view, struct rect room, const struct text_card *card) {
    struct words how = how_of(view, card);
    room = beside_icon(view, room, card);
    return view_fit(view, &how, card->words, room.w, room.h).whole;
}

struct page {
    const char *start; /* into the card's words */
    size_t bytes;
    int number, count;
};

/* The lines of the page wanted, LINES to each. */
static struct page find_page(const struct view *view, const char *words, struct text_style style, int width, int lines,
                             int wanted) {
    struct text_line line[TEXT_LINES_MAX];
    struct page page = {words, 0, 0, 0};
    lines = lines < 1 ? 1 : lines >= TEXT_LINES_MAX ? TEXT_LINES_MAX - 1 : lines;
    while (*words) {
        int count = text_break(view->text, style, words, width, line, NULL);
        const char *next = count > lines ? line[lines].start : words + strlen(words);
        if (page.count <= wanted)
            page = (struct page){words, (size_t)(next - words), page.count, page.count};
        page.count++;
        words = next;
    }
    return page;
}

struct rect text_card_position_line(const struct view *view, struct rect room) {
    int height = text_line_height((struct text_style){.px = view_text(view, SIZE_SMALL)});
    return (struct rect){room.x, room.y + room.h - height, room.w, height};
}

void text_card_position(const struct view *view, struct rect line, colour fg, colour bg, int number, int count) {
    const char *more = count < 2 ? "" : number + 1 == count ? "list.up" : number > 0 ? "list.both" : "list.down";
    struct words how = {.px = view_text(view, SIZE_SMALL), .lines = 1, .middle = true, .fg = fg, .bg = bg};
    const char *place =
        view_words(view, "card.page", "n", view_number(view, number + 1), "count", view_number(view, count), NULL);
    const char *whole = scene_keepf(view->scene, "%s  %s", place, strings_get(view->strings, more));
    bool fits = view_fit(view, &how, whole, line.w, line.h).whole;
    view_put(view, "page", ROLE_TEXT, line, &how, fits ? whole : strings_get(view->strings, more));
}

static void draw_page(const struct view *view, struct view_report *report, struct rect room,
                      const struct text_card *card) {
    struct words how = how_of(view, card);
    struct rect line = text_card_position_line(view, room);
    struct text_style style = {.px = how.least, .weight = how.weight};
    struct page page =
        find_page(view, card->words, style, room.w, (room.h - line.h) / text_line_height(style), view->text_page);
    int bytes = (int)page.bytes;
    while (bytes > 0 && (page.start[bytes - 1] == '\n' || page.start[bytes - 1] == ' '))
        bytes--;
    how.px = how.least;
    struct rect text = {room.x, room.y, room.w, room.h - line.h};
    view_put(view, "text", ROLE_TEXT, text, &how, scene_keepf(view->scene, "%.*s", bytes, page.start));
    text_card_position(view, line, card->how ? how.fg : view_colour(view, COLOUR_TEXT_DIM), how.bg, page.number,
                       page.count);
    report->pages.text = page.number;
    report->pages.text_count = page.count;
}

void text_card_text(const struct view *view, struct view_report *report, struct rect room,
                    const struct text_card *card) {
    struct words how = how_of(view, card);
    if (card->icon)
        view_icon(view, card->icon, (struct rect){room.x, room.y + (room.h - how.px) / 2, how.px, how.px}, how.fg,
                  how.bg);
    room = beside_icon(view, room, card);
    if (!view_fit(view, &how, card->words, room.w, room.h).whole) {
        draw_page(view, report, room, card);
        return;
    }
    view_put(view, "text", ROLE_TEXT, room, &how, card->words);
    report->pages.text = 0;
    report->pages.text_count = 1;
}

void text_card_draw(const struct view *view, struct view_report *report, struct rect box,
                    const struct text_card *card) {
    text_card_text(view, report, text_card_panel(view, box), card);
}
