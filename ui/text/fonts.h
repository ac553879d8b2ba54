/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_TEXT_FONTS_H
#define STB_UI_TEXT_FONTS_H
/*
 * The fonts, and the only part that knows FreeType: which glyph a character is, how wide it is, and its picture. A
 * glyph is rendered once for each size and kept in a cache bounded in bytes. Each character is taken from the first
 * font that has it: Latin and Chinese, then icons, then colour emoji; for one that none has, another is drawn
 * (glyph_fallback.h).
 */
#include "ui/text/glyph_cache.h"

enum fonts_face { FONTS_REGULAR, FONTS_BOLD, FONTS_ICONS, FONTS_EMOJI, FONTS_FACES, FONTS_NONE = FONTS_FACES };
enum { FONTS_PX_MAX = 1000 };

/* A character's glyph. */
struct fonts_choice {
    enum fonts_face face; /* FONTS_NONE: no font has it */
    unsigned index;       /* in the face */
    int units;            /* its advance, in the face's own units */
};

struct fonts;
/* DIR holds regular.otf bold.otf icons.ttf emoji.ttf (tools/make-fonts). A missing one is logged once and done without;
 * NULL only if there is no text font at all. CANVAS is borrowed. */
struct fonts *fonts_open(struct canvas *canvas, const char *dir);
void fonts_close(struct fonts *fonts);
struct fonts_choice fonts_choose(struct fonts *fonts, bool bold, uint32_t character);
/* CHARACTER in FACE and in no other. */
struct fonts_choice fonts_find(const struct fonts *fonts, enum fonts_face face, uint32_t character);
/* How far the pen moves on, in 1/64 pixel, at PX pixels to the em. */
int fonts_advance(const struct fonts *fonts, struct fonts_choice choice, int px, uint32_t character);
/* From the top of an icon that is PX pixels tall to its baseline, in pixels. */
int fonts_icon_ascent(const struct fonts *fonts, int px);
/* Valid until the next call; NULL, with one log line for all, when it cannot be rendered. PX: 1..FONTS_PX_MAX. */
const struct glyph *fonts_glyph(struct fonts *fonts, struct fonts_choice choice, int px);
/* Draws it with the pen at X on the baseline Y. */
void fonts_draw(struct fonts *fonts, const struct glyph *glyph, int x, int y, colour paint);
size_t fonts_cache_bytes(const struct fonts *fonts);
#endif
