/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_CART_LAYOUT_H
#define STB_UI_SCREENS_CART_LAYOUT_H
/* Inside the cart's screen: where in its rows things stand, how tall each row is, and which rows make a page. */
#include "ui/kit/list.h"
#include "ui/screens/cart.h"

enum { CART_PICTURE_INSET = 8 };

struct cart_plan {
    int pad, picture, price, pay, number; /* widths; 0 = nobody has one */
    int beside, below;                    /* a name's width: with prices and number beside it, or below it */
    int line, gap;                        /* the height of a name that takes one line; between two rows */
    struct cart_row {
        int height;
        bool stacked; /* prices and number stand below the name */
    } rows[CART_MAX];
};
/* For all of the cart's rows, whichever has the focus. AREA is the page's. */
void cart_layout_plan(struct cart_plan *plan, const struct view *view, struct rect area, const struct cart *cart);

/* The page that row AT stands on, HEIGHT tall, and how many ROWS it has. */
struct list_place cart_layout_place(const struct cart_plan *plan, const struct cart *cart, int height, size_t at,
                                    size_t *rows);

/* How its words look; BODY is for what there is none of, which is not a note: it is why a row cannot be chosen. */
struct words cart_layout_name_words(const struct view *view);
struct words cart_layout_body_words(const struct view *view);
const char *cart_layout_pieces_words(const struct view *view, const struct cart *cart, int pieces);
#endif
