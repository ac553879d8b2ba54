/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_LINEBREAK_CACHE_H
#define STB_UI_TEXT_LINEBREAK_CACHE_H
/*
 * Into which lines short texts were broken lately: a screen that is drawn anew says mostly the same words in the same
 * places. Pure, and exact: words are compared, not only their sum. 43 KiB.
 */
#include "ui/text/linebreak.h"
#include <stdbool.h>

struct linebreak_cache;
/* All on which the lines depend besides the words. */
struct linebreak_cache_how {
    int px, weight, width, shortest;
};
struct linebreak_cache_lines {
    struct linebreak_line *lines; /* room for as many as linebreak_all() was asked for */
    int count;
    bool whole; /* that was all of the text */
};

struct linebreak_cache *linebreak_cache_create(void); /* NULL: memory */
void linebreak_cache_destroy(struct linebreak_cache *cache);
/* False = not known. The lines point into WORDS. */
bool linebreak_cache_find(const struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          struct linebreak_cache_lines *found);
/* In the place of an older one. What is long is not kept. */
void linebreak_cache_keep(struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          const struct linebreak_cache_lines *lines);
#endif
