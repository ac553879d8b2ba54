/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_DETAIL_TABLE_H
#define STB_UI_KIT_DETAIL_TABLE_H
/*
 * A text with rows of label and value below it, the values in one column. It is as large as fits as a whole, else it is
 * shown page by page like a text card; a row is never divided between two pages.
 */
#include "ui/kit/view.h"

enum { DETAIL_TABLE_ROWS_MAX = 80 };
struct detail_row {
    const char *label, *value;
};
struct detail_table {
    const char *words, *foot; /* texts above and below the rows; NULL or "" = none */
    struct detail_row rows[DETAIL_TABLE_ROWS_MAX];
    size_t count;
    int px, least; /* the text size wanted, and the smallest one allowed */
    int before;    /* how many pages the caller draws before these, in another form */
};

/* A row without a value, or one too many, is left out. */
void detail_table_add(struct detail_table *table, const char *label, const char *value);
/* The text size at which all of it stands in ROOM; 0 = it takes pages. */
int detail_table_px(const struct view *view, struct rect room, const struct detail_table *table);
/* On a panel that is there already. Draws the page that VIEW wants, and tells it which that is, of how many. */
void detail_table_draw(const struct view *view, struct view_report *report, struct rect room,
                       const struct detail_table *table);
#endif
