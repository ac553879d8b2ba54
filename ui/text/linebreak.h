/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_LINEBREAK_H
#define STB_UI_TEXT_LINEBREAK_H
/*
 * Breaks a text into lines by the Chinese line rules (GB/T 15834, UAX #14's classes). Pure: the caller's function says
 * how wide a character is.
 */
#include <stdbool.h>
#include <stdint.h>

/* The advance of CHARACTER in 1/64 pixel. */
typedef int linebreak_advance_fn(void *data, uint32_t character);

struct linebreak_line {
    const char *start, *next; /* NEXT: the start of the following line; NULL after the last one */
    int bytes, width;         /* both without the spaces at the line's end; WIDTH in 1/64 pixel */
};

/* A line may end between these two neighbours. */
bool linebreak_allowed(uint32_t before, uint32_t after);
/* The line that starts at TEXT and is at most WIDTH (1/64 pixel) wide; at least one character is taken. */
struct linebreak_line linebreak_next(const char *text, int width, linebreak_advance_fn *advance, void *data);

struct linebreak_measure {
    linebreak_advance_fn *advance;
    void *data;
    int shortest; /* lines shorter than this are avoided, 1/64 pixel; 0 = the first place that fits is good enough */
};
/* Breaks TEXT into at most MOST lines. Where that takes no more lines, they end where a reader pauses. Returns how many
 * there are; the last one's NEXT is NULL or the text's end if they hold all of it. */
int linebreak_all(const char *text, int width, const struct linebreak_measure *measure, struct linebreak_line *lines,
                  int most);
#endif
