/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_LINEBREAK_H
#define STB_UI_TEXT_LINEBREAK_H
/*
 * Where a text may be broken into lines: Chinese line rules (GB/T 15834, UAX #14's classes). Pure: how wide a
 * character is, is asked of the caller.
 */
#include <stdbool.h>
#include <stdint.h>

/* The advance of CHARACTER in 1/64 pixel. */
typedef int linebreak_advance_fn(void *data, uint32_t character);

struct linebreak_line {
    const char *start, *next; /* NEXT: where the following line starts; NULL after the last */
    int bytes, width;         /* without the spaces at its end; WIDTH in 1/64 pixel */
};

/* May a line end between these two neighbours? */
bool linebreak_allowed(uint32_t before, uint32_t after);
/* The line that starts at TEXT and is at most WIDTH (1/64 pixel) wide; at least one character is taken. */
struct linebreak_line linebreak_next(const char *text, int width, linebreak_advance_fn *advance, void *data);

struct linebreak_measure {
    linebreak_advance_fn *advance;
    void *data;
    int shortest; /* a line shorter than this is avoided; 0 = only how many lines it takes is asked */
};
/* All of TEXT in at most MOST lines, ended where a reader pauses if that takes no more lines. Returns how many; the
 * last one's NEXT is NULL if that was all of it. */
int linebreak_all(const char *text, int width, const struct linebreak_measure *measure, struct linebreak_line *lines,
                  int most);
#endif
