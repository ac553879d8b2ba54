/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_LINEBREAK_CACHE_H
#define STB_UI_TEXT_LINEBREAK_CACHE_H
/*
 * Remembers into which lines short texts were broken lately: a screen that is drawn anew has mostly the same words in
 * the same places. The words themselves are compared, not only their hash. Takes 43 KiB. Pure.
 */
#include "ui/text/linebreak.h"
#include <stdbool.h>

struct linebreak_cache;
/* What the lines depend on besides the words. */
struct linebreak_cache_how {
    int px, weight, width, shortest;
};
struct linebreak_cache_lines {
    struct linebreak_line *lines; /* room for as many as linebreak_all() was asked for */
    int count;
    bool whole; /* they hold all of the text */
};

struct linebreak_cache *linebreak_cache_create(void);
void linebreak_cache_destroy(struct linebreak_cache *cache);
/* False = it does not remember. The lines point into WORDS. */
bool linebreak_cache_find(const struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          struct linebreak_cache_lines *found);
/* Remembers LINES and forgets what had the same place. Long texts are not remembered. */
void linebreak_cache_keep(struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          const struct linebreak_cache_lines *lines);
#endif
