/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_LIST_H
#define STB_UI_KIT_LIST_H
/* A paged list of rows to choose from, as the steps, the orders and the further services show it. */
#include "ui/kit/screen.h"

enum { LIST_ROWS_MAX = 6, LIST_MAX = 512 };
struct list_row {
    const char *id, *title, *note, *icon; /* NOTE "" and ICON NULL when there is none */
    const char *image, *emoji;            /* a picture in place of the icon, NULL = none; and its stand-in */
    bool grows;                           /* the note may come to be longer: it has the room of all its lines now */
};
struct list_place {
    size_t at, count; /* the row in focus, of how many */
    size_t first, page, pages;
};
/* Draws the page of SCREEN's focus into AREA and tells VIEW about it. Where there are several pages, the position line
 * is the caller's to draw: list_position() and list_more(). */
struct list_place list_draw(const struct view *view, struct view_report *report, const struct screen *screen,
                            struct rect area, const struct list_row *rows, size_t count);
/* How wide a list has to be for rows with WORDS pixels of text and no icon; and how wide the page marks beside it
 * are. */
int list_width(const struct view *view, int words);
int list_marks_width(const struct view *view);
/* AREA without the line above a list that says where we are, which is drawn. RIGHT: words at its other end, or NULL. */
struct rect list_line_room(const struct view *view, const struct view_report *report, struct rect area);
void list_line(const struct view *view, const struct view_report *report, struct rect area,
               const struct list_place *place, const char *right);
const char *list_position(const struct view *view, const struct list_place *place);
const char *list_more(const struct view *view, const struct list_place *place); /* "" on an only page */

/* The id that an action leads to: an arrow over the whole list, a digit of the page shown; CHOSEN: it was a digit or
 * OK. NULL = none of its actions. The same id as before = the edge. */
const char *list_act(const struct screen *screen, const struct scene *shown, const char *const *ids, size_t count,
                     enum action action, bool *chosen);
#endif
