/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table is a column of pieces: a line of the text above, a row, a line of the foot. Its height, its pages and the
 * places of its pieces are worked out in the same way for all of them. Lines that follow each other are drawn as one
 * text, so that they are read out as one.
 *
 * The trap: the lines must be those that the drawing makes, so they are broken at the same size and width.
 */
#include "ui/kit/detail_table.h"
#include "ui/kit/text_card.h"
#include <stdio.h>
#include <string.h>

enum { PIECES_MAX = 96, LABEL_PERCENT = 40 };
enum piece_kind { PIECE_WORDS, PIECE_ROW, PIECE_FOOT };

struct piece {
    enum piece_kind kind;
    const struct detail_row *row;
    struct text_line line; /* of the words or the foot */
    int height, above;     /* ABOVE: the gap to the piece before it on the same page */
};
struct column {
    struct piece pieces[PIECES_MAX];
    size_t count;
    int px, width, label_width;
};

void detail_table_add(struct detail_table *table, const char *label, const char *value) {
    if (table->count < DETAIL_TABLE_ROWS_MAX && value[0])
        table->rows[table->count++] = (struct detail_row){label, value};
}

/* --- the pieces */

/* Where the values begin: rows without any label have no column for them. */
static int value_left(const struct column *column) {
    return column->label_width > 0 ? column->label_width + column->px * 4 / 5 : 0;
}

static struct words label_words(const struct view *view, int px) {
    return (struct words){.px = px, .fg = view_colour(view, COLOUR_TEXT_DIM), .bg = view_colour(view, COLOUR_PANEL)};
}

static struct words value_words(const struct view *view, int px) {
    return (struct words){
        .px = px, .weight = TEXT_BOLD, .fg = view_colour(view, COLOUR_TEXT), .bg = view_colour(view, COLOUR_PANEL)};
}

static struct words plain_words(const struct view *view, int px) {
    struct words words = value_words(view, px);
    words.weight = TEXT_REGULAR;
    return words;
}

static void add_piece(struct column *column, const struct piece *piece) {
    if (column->count == PIECES_MAX)
        return;
    struct piece *added = &column->pieces[column->count++];
    const struct piece *before = added > column->pieces ? added - 1 : NULL;
    *added = *piece;
    if (before && (before->kind == PIECE_ROW || piece->kind == PIECE_ROW))
        added->above = column->px / (before->kind == piece->kind ? 6 : 3);
}

static void add_lines(const struct view *view, struct column *column, enum piece_kind kind, const char *words) {
    struct text_style style = {.px = column->px};
    struct piece piece = {.kind = kind, .height = text_line_height(style)};
    while (words && *words) {
        struct text_line lines[TEXT_LINES_MAX];
        int count = text_break(view->text, style, words, column->width, lines, NULL), taken = count;
        if (count == TEXT_LINES_MAX) /* the last one may hold all the rest */
            taken--;
        for (int i = 0; i < taken; i++) {
            piece.line = lines[i];
            add_piece(column, &piece);
        }
        words = taken < count ? lines[taken].start : NULL;
    }
}

static void add_rows(const struct view *view, struct column *column, const struct detail_table *table) {
    struct words label = label_words(view, column->px), value = value_words(view, column->px);
    int most = column->width * LABEL_PERCENT / 100 - column->px * 4 / 5;
    for (size_t i = 0; i < table->count; i++) {
        int width = text_width(view->text, (struct text_style){.px = column->px}, table->rows[i].label);
        column->label_width = width > column->label_width ? width : column->label_width;
    }
    column->label_width = column->label_width < most ? column->label_width : most;
    int left = value_left(column);
    for (size_t i = 0; i < table->count; i++) {
        const struct detail_row *row = &table->rows[i];
        int name = view_fit(view, &label, row->label, column->label_width, 0).height;
        int what = view_fit(view, &value, row->value, column->width - left, 0).height;
        add_piece(column, &(struct piece){.kind = PIECE_ROW, .row = row, .height = name > what ? name : what});
    }
}

static void fill(const struct view *view, struct column *column, const struct detail_table *table, int px, int width) {
    *column = (struct column){.px = px, .width = width};
    add_lines(view, column, PIECE_WORDS, table->words);
    add_rows(view, column, table);
    add_lines(view, column, PIECE_FOOT, table->foot);
}

/* --- what stands where */

static int height_of(const struct column *column, size_t first, size_t end) {
    int height = 0;
    for (size_t i = first; i < end; i++)
        height += column->pieces[i].height + (i > first ? column->pieces[i].above : 0);
    return height;
}

/* How far a page reaches that begins with FIRST: as far as there is room, by one piece at least. */
static size_t page_end(const struct column *column, size_t first, int room) {
    size_t end = first + 1;
    while (end < column->count && height_of(column, first, end + 1) <= room)
        end++;
    return end;
}

static bool stands(const struct view *view, struct column *column, const struct detail_table *table, struct rect room,
                   int px) {
    fill(view, column, table, px, room.w);
    return height_of(column, 0, column->count) <= room.h;
}

/* Leaves COLUMN at the size that it returns; 0 = at the smallest. */
static int largest(const struct view *view, struct column *column, const struct detail_table *table, struct rect room) {
    int low = table->least, high = table->px;
    if (stands(view, column, table, room, high))
        return high;
    if (!stands(view, column, table, room, low))
        return 0;
    while (low + 1 < high) {
        int middle = (low + high) / 2;
        if (stands(view, column, table, room, middle))
            low = middle;
        else
            high = middle;
    }
    fill(view, column, table, low, room.w);
    return low;
}

int detail_table_px(const struct view *view, struct rect room, const struct detail_table *table) {
    static struct column column; /* one thread; it is too large for the stack of a small box */
    return largest(view, &column, table, room);
}

/* --- drawing */

/* Lines of one kind from FIRST on as one text; returns the piece after them. */
static size_t put_lines(const struct view *view, const struct column *column, size_t first, size_t end,
                        struct rect box) {
    const struct piece *from = &column->pieces[first], *to = from;
    struct words how = plain_words(view, column->px);
    size_t at = first;
    for (; at < end && column->pieces[at].kind == from->kind; at++)
        to = &column->pieces[at];
    int bytes = (int)(to->line.start + to->line.bytes - from->line.start);
    box.h = (int)(at - first) * from->height;
    view_put(view, from->kind == PIECE_WORDS ? "text" : "line.foot", ROLE_TEXT, box, &how,
             scene_keepf(view->scene, "%.*s", bytes, from->line.start));
    return at;
}

static void put_row(const struct view *view, const struct column *column, const struct piece *piece, const char *id,
                    struct rect box) {
    struct words label = label_words(view, column->px), value = value_words(view, column->px);
    int left = value_left(column);
    view_put(view, "label", ROLE_TEXT, (struct rect){box.x, box.y, column->label_width, piece->height}, &label,
             piece->row->label);
    view_put(view, id, ROLE_TEXT, (struct rect){box.x + left, box.y, box.w - left, piece->height}, &value,
             piece->row->value);
}

/* In the middle of ROOM's height; what height is left goes between the pieces, as far as it holds them together. */
static void put_pieces(const struct view *view, const struct column *column, const struct detail_table *table,
                       size_t first, size_t end, struct rect room) {
    int gaps = 0, spare = room.h - height_of(column, first, end);
    for (size_t i = first + 1; i < end; i++)
        gaps += column->pieces[i].above > 0;
    int each = spare > 0 ? spare / (gaps + 2) : 0;
    each = each > column->px / 3 ? column->px / 3 : each;
    int y = room.y + (spare > 0 ? (spare - gaps * each) / 2 : 0);
    for (size_t i = first; i < end;) {
        const struct piece *piece = &column->pieces[i];
        char id[32];
        if (i > first)
            y += piece->above + (piece->above > 0 ? each : 0);
        size_t next = i + 1;
        if (piece->kind == PIECE_ROW) {
            snprintf(id, sizeof id, "line.%zu", (size_t)(piece->row - table->rows) + 1);
            put_row(view, column, piece, id, (struct rect){room.x, y, room.w, 0});
        } else {
            next = put_lines(view, column, i, end, (struct rect){room.x, y, room.w, 0});
        }
        for (; i < next; i++)
            y += column->pieces[i].height;
    }
}

static void draw_pages(const struct view *view, struct view_report *report, const struct column *column,
                       const struct detail_table *table, struct rect room) {
    struct rect line = text_card_position_line(view, room);
    int wanted = view->text_page - table->before, count = 0, number = 0;
    size_t first = 0, end = 0;
    room.h -= line.h;
    for (size_t at = 0; at < column->count; count++) {
        size_t next = page_end(column, at, room.h);
        if (count <= wanted) {
            first = at;
            end = next;
            number = count;
        }
        at = next;
    }
    put_pieces(view, column, table, first, end, room);
    text_card_position(view, line, view_colour(view, COLOUR_TEXT_DIM), view_colour(view, COLOUR_PANEL),
                       number + table->before, count + table->before);
    report->pages.text = number + table->before;
    report->pages.text_count = count + table->before;
}

void detail_table_draw(const struct view *view, struct view_report *report, struct rect room,
                       const struct detail_table *table) {
    static struct column column;
    struct rect above = room; /* the line that says which page it is */
    above.h -= table->before > 0 ? text_card_position_line(view, room).h : 0;
    if (largest(view, &column, table, above) == 0 || table->before > 0) {
        draw_pages(view, report, &column, table, room);
        return;
    }
    put_pieces(view, &column, table, 0, column.count, room);
    report->pages.text = 0;
    report->pages.text_count = 1;
}
