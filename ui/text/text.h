/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_TEXT_H
#define STB_UI_TEXT_TEXT_H
/*
 * Words on the canvas. Text is UTF-8; a broken byte counts as one U+FFFD. Chinese line rules (GB/T 15834, UAX #14
 * classes): closing punctuation never starts a line, an opening bracket never ends one, and a run of digits, Latin
 * letters and their marks (a plate, a phone number, a price) is never broken unless it is longer than a whole line.
 */
#include "ui/render/canvas.h"

struct text;
enum text_weight { TEXT_REGULAR, TEXT_BOLD };
enum text_align { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };
enum { TEXT_LINES_MAX = 12 };

struct text_style {
    int px; /* the em size in pixels */
    enum text_weight weight;
    enum text_align align;
};
struct text_line {
    const char *start; /* into the caller's string */
    int bytes, width;
};

/* FONTS_DIR holds regular.otf bold.otf icons.ttf icons.json emoji.ttf (tools/make-fonts). A missing one is logged once
 * and done without; NULL only if there is no text font at all. */
struct text *text_create(struct canvas *canvas, const char *fonts_dir);
void text_destroy(struct text *text);

/* Width in pixels of one line; no wrapping. */
int text_width(struct text *text, struct text_style style, const char *words);
int text_line_height(struct text_style style); /* 1.35 px, whole pixels */
/* How many lines text_break() makes of WORDS, found more quickly. *WHOLE: they hold all of it and fit into WIDTH.
 * *WIDEST is that of the widest line, exact when there is only one. */
int text_lines(struct text *text, struct text_style style, const char *words, int width, int *widest, bool *whole);
/* Breaks WORDS ('\n' forces a break) into at most TEXT_LINES_MAX lines no wider than WIDTH. Returns how many there are;
 * WHOLE (may be NULL) says whether they hold all of it. */
int text_break(struct text *text, struct text_style style, const char *words, int width,
               struct text_line lines[TEXT_LINES_MAX], bool *whole);
/* Draws into BOX from its top, lines centred/right-aligned as the style says, in PAINT. If CENTRED the lines stand in
 * the middle of the box's height. Nothing is drawn outside the canvas's clip; what does not fit in the box is still
 * drawn. */
void text_draw(struct text *text, struct text_style style, const char *words, struct rect box, bool centred,
               colour paint);
/* The rectangle that text_draw() would paint into, words that do not fit into BOX included. */
struct rect text_extent(struct text *text, struct text_style style, const char *words, struct rect box, bool centred);
bool text_has_icon(const struct text *text, const char *name);
/* An icon by its name in assets/icons.json ("taxi"), filling BOX; false when there is none of that name. */
bool text_icon(struct text *text, const char *name, struct rect box, colour paint);
/* An emoji (one character or sequence) scaled into BOX; false when the emoji font lacks it. */
bool text_emoji(struct text *text, const char *emoji, struct rect box);
/* Bytes that the glyph cache holds now. */
size_t text_cache_bytes(const struct text *text);
#endif
