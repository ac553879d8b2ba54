/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_TEXT_CARD_H
#define STB_UI_KIT_TEXT_CARD_H
/*
 * A panel with a text to read. The text is as large as fits; where it would be too small for a senior to read, it is
 * shown page by page, and UP and DOWN turn the pages (screen_stack.c).
 */
#include "ui/kit/view.h"

struct text_card {
    const char *words;
    const char *icon; /* left of the words, or NULL */
    enum text_weight weight;
    const struct words *how; /* on another ground; NULL = as text_card_words() */
};

/* Only the panel; returns what is inside its padding. */
struct rect text_card_panel(const struct view *view, struct rect box);
/* How the words on it look: the largest wanted and the smallest allowed size, in the middle of the height. */
struct words text_card_words(const struct view *view);
bool text_card_fits(const struct view *view, struct rect room, const struct text_card *card); /* on one page */
/* Draws the page that VIEW wants, and tells it which that is, of how many. */
void text_card_text(const struct view *view, struct view_report *report, struct rect room,
                    const struct text_card *card);
void text_card_draw(const struct view *view, struct view_report *report, struct rect box,
                    const struct text_card *card); /* the panel, and the words on it */
/* The line at the bottom of ROOM that says which page it is, and of how many. */
struct rect text_card_position_line(const struct view *view, struct rect room);
void text_card_position(const struct view *view, struct rect line, colour fg, colour bg, int number, int count);
#endif
