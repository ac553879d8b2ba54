/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_LINEBREAK_CACHE_H
#define STB_UI_TEXT_LINEBREAK_CACHE_H
/*
 * Into which lines short texts were broken lately: a screen that is drawn anew says mostly the same words in the same
 * places. Pure, and exact: words are compared, not only their sum. 43 KiB.
 */
#include "ui/text/linebreak.h"
#include <stdbool.h>

struct memo;
/* All on which the lines depend besides the words. */
struct memo_how {
    int px, weight, width, shortest;
};
struct memo_lines {
    struct linebreak_line *lines; /* room for as many as linebreak_all() was asked for */
    int count;
    bool whole; /* that was all of the text */
};

struct memo *memo_create(void); /* NULL: memory */
void memo_destroy(struct memo *memo);
/* False = not known. The lines point into WORDS. */
bool memo_find(const struct memo *memo, const struct memo_how *how, const char *words, struct memo_lines *found);
/* In the place of an older one. What is long is not kept. */
void memo_keep(struct memo *memo, const struct memo_how *how, const char *words, const struct memo_lines *lines);
#endif
