/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pen moves in 1/64 pixel and only the place where a glyph is drawn is rounded, so a line is exactly as wide as it
 * was measured, at whatever size. All faces stand on one baseline, 0.38 em below the middle of the line: Chinese
 * characters, capitals and digits are then all centred in it.
 */
#include "ui/text/text.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/utf8.h"
#include "ui/text/accents.h"
#include "ui/text/fonts.h"
#include "ui/text/icons.h"
#include "ui/text/linebreak.h"
#include "ui/text/linebreak_cache.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { EMOJI_IN_BOX_MAX = 4 };

struct text {
    struct canvas *canvas;
    struct fonts *fonts;
    struct linebreak_cache *cache;
    struct icons *icons; /* NULL = there are none */
};

struct text *text_create(struct canvas *canvas, const char *fonts_dir) {
    struct fonts *fonts = fonts_open(canvas, fonts_dir);
    char path[PATH_MAX];
    if (fonts == NULL)
        return NULL;
    struct text *text = memory_new(1, sizeof *text);
    snprintf(path, sizeof path, "%s/icons.json", fonts_dir);
    *text =
        (struct text){.canvas = canvas, .fonts = fonts, .cache = linebreak_cache_create(), .icons = icons_read(path)};
    return text;
}

void text_destroy(struct text *text) {
    if (text == NULL)
        return;
    icons_destroy(text->icons);
    linebreak_cache_destroy(text->cache);
    fonts_close(text->fonts);
    free(text);
}

size_t text_cache_bytes(const struct text *text) {
    return fonts_cache_bytes(text->fonts);
}

static int bounded_px(struct text_style style) {
    return style.px < 1 ? 1 : style.px > FONTS_PX_MAX ? FONTS_PX_MAX : style.px;
}

struct measure {
    struct text *text;
    struct text_style style;
};

static int measure_character(void *data, uint32_t character) {
    const struct measure *measure = data;
    if (character == '\t')
        character = ' ';
    if (character < ' ' || utf8_is_silent(character))
        return 0;
    struct fonts *fonts = measure->text->fonts;
    struct fonts_choice choice = fonts_choose(fonts, measure->style.weight == TEXT_BOLD, character);
    return fonts_advance(fonts, choice, bounded_px(measure->style), character);
}

/* --- lines */

static int whole_pixels(int width) {
    return (width + 63) / 64;
}

int text_width(struct text *text, struct text_style style, const char *words) {
    struct measure measure = {text, style};
    int width = 0;
    for (uint32_t character; (character = accents_next(&words)) != 0;)
        width += measure_character(&measure, character);
    return whole_pixels(width);
}

int text_line_height(struct text_style style) {
    return (bounded_px(style) * 135 + 50) / 100;
}

static int find_lines(struct text *text, struct text_style style, const char *words, int width, int shortest,
                      struct linebreak_line found[TEXT_LINES_MAX], bool *whole) {
    const struct linebreak_cache_how known = {style.px, (int)style.weight, width, shortest};
    struct linebreak_cache_lines lines = {.lines = found, .whole = true};
    if (words == NULL || linebreak_cache_find(text->cache, &known, words, &lines)) {
        *whole = lines.whole;
        return lines.count;
    }
    struct measure measure = {text, style};
    const struct linebreak_measure how = {measure_character, &measure, shortest};
    int bounded = width > INT_MAX / 64 ? INT_MAX : width * 64;
    lines.count = linebreak_all(words, bounded, &how, found, TEXT_LINES_MAX);
    lines.whole = lines.count == 0 || found[lines.count - 1].next == NULL || *found[lines.count - 1].next == 0;
    linebreak_cache_keep(text->cache, &known, words, &lines);
    *whole = lines.whole;
    return lines.count;
}

int text_lines(struct text *text, struct text_style style, const char *words, int width, int *widest, bool *whole) {
    struct linebreak_line found[TEXT_LINES_MAX];
    int count = find_lines(text, style, words, width, 0, found, whole);
    *widest = 0;
    for (int i = 0; i < count; i++) {
        int wide = whole_pixels(found[i].width);
        *widest = wide > *widest ? wide : *widest;
    }
    *whole = *whole && *widest <= width;
    return count;
}

int text_break(struct text *text, struct text_style style, const char *words, int width,
               struct text_line lines[TEXT_LINES_MAX], bool *whole) {
    struct linebreak_line found[TEXT_LINES_MAX];
    bool all;
    int count = find_lines(text, style, words, width, 3 * 64 * bounded_px(style), found, &all);
    for (int i = 0; i < count; i++)
        lines[i] = (struct text_line){found[i].start, found[i].bytes, whole_pixels(found[i].width)};
    if (whole != NULL)
        *whole = all;
    return count;
}

static void draw_missing(struct text *text, int px, int x, int baseline, int advance, colour paint) {
    int thick = px / 16 > 1 ? px / 16 : 1, gap = advance / 10 > 1 ? advance / 10 : 1, tall = px * 3 / 4;
    canvas_ring(text->canvas, (struct rect){x + gap, baseline - tall, advance - 2 * gap, tall}, thick, thick, paint);
}

static void draw_character(struct text *text, struct fonts_choice choice, int px, int x, int baseline, colour paint) {
    bool emoji = choice.face == FONTS_EMOJI;
    const struct glyph *glyph = fonts_glyph(text->fonts, choice, emoji ? px * 9 / 8 : px);
    if (glyph == NULL)
        return;
    int lift = emoji ? px * 38 / 100 + glyph->h / 2 : 0;
    fonts_draw(text->fonts, glyph, x, baseline - lift, paint);
}

static void draw_line(struct text *text, struct text_style style, struct text_line line, int x, int baseline,
                      colour paint) {
    int px = bounded_px(style), pen = x * 64;
    for (const char *at = line.start; at < line.start + line.bytes;) {
        uint32_t character = accents_next(&at);
        if (character < ' ' || utf8_is_silent(character))
            continue;
        struct fonts_choice choice = fonts_choose(text->fonts, style.weight == TEXT_BOLD, character);
        int advance = fonts_advance(text->fonts, choice, px, character), left = (pen + 32) >> 6;
        if (choice.face == FONTS_NONE)
            draw_missing(text, px, left, baseline, whole_pixels(advance), paint);
        else if (character != ' ')
            draw_character(text, choice, px, left, baseline, paint);
        pen += advance;
    }
}

struct layout {
    struct text_line lines[TEXT_LINES_MAX];
    int count, y;
};

static struct layout lay_out(struct text *text, struct text_style style, const char *words, struct rect box,
                             bool centred) {
    struct layout layout = {.y = box.y};
    layout.count = text_break(text, style, words, box.w, layout.lines, NULL);
    if (centred)
        layout.y += (box.h - layout.count * text_line_height(style)) / 2;
    return layout;
}

static int line_x(struct text_style style, struct rect box, int width) {
    int room = box.w - width;
    return box.x + (style.align == TEXT_CENTRE ? room / 2 : style.align == TEXT_RIGHT ? room : 0);
}

void text_draw(struct text *text, struct text_style style, const char *words, struct rect box, bool centred,
               colour paint) {
    struct layout layout = lay_out(text, style, words, box, centred);
    int height = text_line_height(style), baseline = layout.y + (height * 50 + bounded_px(style) * 38 + 50) / 100;
    for (int i = 0; i < layout.count; i++)
        draw_line(text, style, layout.lines[i], line_x(style, box, layout.lines[i].width), baseline + i * height,
                  paint);
}

struct rect text_extent(struct text *text, struct text_style style, const char *words, struct rect box, bool centred) {
    struct layout layout = lay_out(text, style, words, box, centred);
    struct rect extent = {box.x, layout.y, 0, layout.count * text_line_height(style)};
    for (int i = 0; i < layout.count; i++)
        if (layout.lines[i].width > extent.w) {
            extent.w = layout.lines[i].width;
            extent.x = line_x(style, box, extent.w);
        }
    int over = bounded_px(style) / 6 + 1; /* slanted ends and accents reach out of their advance */
    return (struct rect){extent.x - over, extent.y - over, extent.w + 2 * over, extent.h + 2 * over};
}

/* --- marks */

bool text_has_icon(const struct text *text, const char *name) {
    return icons_find(text->icons, name) != 0;
}

bool text_icon(struct text *text, const char *name, struct rect box, colour paint) {
    uint32_t character = icons_find(text->icons, name);
    int side = box.w < box.h ? box.w : box.h;
    struct fonts_choice choice = fonts_find(text->fonts, FONTS_ICONS, character);
    if (character == 0 || choice.face == FONTS_NONE || side < 1 || side > FONTS_PX_MAX)
        return false;
    const struct glyph *glyph = fonts_glyph(text->fonts, choice, side);
    if (glyph == NULL)
        return false;
    int top = (box.h - side) / 2 + fonts_icon_ascent(text->fonts, side);
    fonts_draw(text->fonts, glyph, box.x + (box.w - side) / 2, box.y + top, paint);
    return true;
}

bool text_emoji(struct text *text, const char *emoji, struct rect box) {
    struct fonts_choice choices[EMOJI_IN_BOX_MAX];
    int count = 0;
    for (uint32_t character; count < EMOJI_IN_BOX_MAX && (character = utf8_next(&emoji)) != 0;) {
        if (utf8_is_silent(character))
            continue;
        choices[count] = fonts_find(text->fonts, FONTS_EMOJI, character);
        if (choices[count].face == FONTS_NONE)
            return false;
        count++;
    }
    int side = count == 0 ? 0 : box.w / count < box.h ? box.w / count : box.h;
    if (side < 1 || side > FONTS_PX_MAX)
        return false;
    for (int i = 0; i < count; i++) {
        const struct glyph *glyph = fonts_glyph(text->fonts, choices[i], side);
        if (glyph == NULL)
            return false;
        fonts_draw(text->fonts, glyph, box.x + (box.w - count * side) / 2 + i * side, box.y + (box.h - glyph->h) / 2,
                   0xFF000000U);
    }
    return true;
}
