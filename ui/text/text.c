/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four faces, read a glyph at a time. A character is looked for in the chain of its weight and remembered; what is
 * rendered goes to the glyph cache and is blitted from there.
 * The pen moves in 1/64 pixel and only the place where a glyph is drawn is rounded, so a line is exactly as wide as it
 * was measured, at whatever size. All faces stand on one baseline, 0.38 em below the middle of the line: Chinese
 * characters, capitals and digits are then all centred in it.
 * The trap: an emoji is a bitmap of one fixed size, which we scale by averaging (never by the blitter, which takes the
 * nearest pixel), and FreeType gives it premultiplied.
 */
#include "ui/text/text.h"
#include "stb-app/base/log.h"
#include "stb-app/base/utf8.h"
#include "ui/render/pixels.h"
#include "ui/text/font_file.h"
#include "ui/text/glyph_cache.h"
#include "ui/text/glyph_fallback.h"
#include "ui/text/icons.h"
#include "ui/text/linebreak.h"
#include "ui/text/linebreak_cache.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FACE_REGULAR, FACE_BOLD, FACE_ICONS, FACE_EMOJI, FACE_COUNT };
enum { PX_MAX = 1000, EMOJI_IN_BOX_MAX = 4, CACHE_LEAST = 2 << 20, KNOWN = 1024 };

struct choice {
    int face; /* -1: no font has it */
    FT_UInt index;
    int units; /* its advance, in the face's units */
};

struct known {
    uint32_t character; /* 0: free */
    struct choice choice;
};

struct text {
    struct canvas *canvas;
    FT_Library library;
    FT_Face faces[FACE_COUNT];
    struct FT_StreamRec_ streams[FACE_COUNT];
    struct font_file files[FACE_COUNT];
    unsigned face_px[FACE_COUNT];
    struct known known[TEXT_BOLD + 1][KNOWN];
    struct glyph_cache *glyphs;
    struct linebreak_cache *cache;
    struct icons *icons;
    bool failed; /* a glyph could not be rendered: said once */
};

static const char *const face_files[FACE_COUNT] = {"regular.otf", "bold.otf", "icons.ttf", "emoji.ttf"};

/* --- start and end */

/* FreeType's way to read: COUNT 0 asks for a seek, where 0 means that it worked. */
static unsigned long read_font(FT_Stream stream, unsigned long offset, unsigned char *buffer, unsigned long count) {
    if (count == 0)
        return offset > stream->size;
    return font_file_read(stream->descriptor.pointer, offset, buffer, count);
}

static void close_font(FT_Stream stream) {
    font_file_close(stream->descriptor.pointer);
}

static FT_Error open_stream(struct text *text, int face, const char *path) {
    struct font_file *file = &text->files[face];
    if (!font_file_open(file, path))
        return FT_Err_Cannot_Open_Resource;
    FT_Stream stream = &text->streams[face];
    *stream = (struct FT_StreamRec_){.size = file->size, .read = read_font, .close = close_font};
    stream->descriptor.pointer = file;
    FT_Open_Args arguments = {.flags = FT_OPEN_STREAM, .stream = stream};
    return FT_Open_Face(text->library, &arguments, 0, &text->faces[face]); /* closes the stream if it fails */
}

static void drop_face(struct text *text, int face, const char *path, const char *error) {
    log_warning("text", "font %s %s: done without", path, error);
    if (text->faces[face] != NULL)
        FT_Done_Face(text->faces[face]);
    text->faces[face] = NULL;
}

static void open_face(struct text *text, int face, const char *fonts_dir) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", fonts_dir, face_files[face]);
    if (open_stream(text, face, path) != 0)
        drop_face(text, face, path, "cannot be opened");
    else if (text->faces[face]->units_per_EM == 0 && face != FACE_EMOJI)
        drop_face(text, face, path, "has no outlines");
    else if (face == FACE_EMOJI &&
             (text->faces[face]->num_fixed_sizes < 1 || FT_Select_Size(text->faces[face], 0) != 0))
        drop_face(text, face, path, "has no colour bitmaps");
}

/* Two MiB for a 1280x720 picture, more for a larger one as its letters are larger. */
static size_t cache_bytes(const struct canvas *canvas) {
    size_t pixels = (size_t)canvas_width(canvas) * (size_t)canvas_height(canvas);
    size_t bytes = pixels * 2 + (pixels >> 2);
    return bytes > CACHE_LEAST ? bytes : CACHE_LEAST;
}

struct text *text_create(struct canvas *canvas, const char *fonts_dir) {
    struct text *text = calloc(1, sizeof *text);
    if (text == NULL)
        return NULL;
    text->canvas = canvas;
    text->glyphs = glyph_cache_create(canvas, cache_bytes(canvas));
    text->cache = linebreak_cache_create();
    if (text->glyphs == NULL || text->cache == NULL || FT_Init_FreeType(&text->library) != 0)
        goto failed;
    for (int face = 0; face < FACE_COUNT; face++)
        open_face(text, face, fonts_dir);
    if (text->faces[FACE_REGULAR] == NULL && text->faces[FACE_BOLD] == NULL) {
        log_error("text", "no text font in %s: nothing can be written", fonts_dir);
        goto failed;
    }
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/icons.json", fonts_dir);
    text->icons = icons_read(path);
    return text;
failed:
    text_destroy(text);
    return NULL;
}

void text_destroy(struct text *text) {
    if (text == NULL)
        return;
    for (int face = 0; face < FACE_COUNT; face++)
        if (text->faces[face] != NULL)
            FT_Done_Face(text->faces[face]);
    if (text->library != NULL)
        FT_Done_FreeType(text->library);
    icons_destroy(text->icons);
    linebreak_cache_destroy(text->cache);
    glyph_cache_destroy(text->glyphs);
    free(text);
}

size_t text_cache_bytes(const struct text *text) {
    return glyph_cache_bytes(text->glyphs);
}

/* --- which glyph */

static const int chains[][FACE_COUNT] = {
    [TEXT_REGULAR] = {FACE_REGULAR, FACE_BOLD, FACE_ICONS, FACE_EMOJI},
    [TEXT_BOLD] = {FACE_BOLD, FACE_REGULAR, FACE_ICONS, FACE_EMOJI},
};

static struct choice in_face(const struct text *text, int number, uint32_t character) {
    FT_Face face = text->faces[number];
    FT_UInt index = face == NULL ? 0 : FT_Get_Char_Index(face, character);
    FT_Fixed units = 0;
    if (index != 0 && number != FACE_EMOJI && FT_Get_Advance(face, index, FT_LOAD_NO_SCALE, &units) != 0)
        units = face->units_per_EM;
    return (struct choice){index == 0 ? -1 : number, index, (int)units};
}

static struct choice look_up(const struct text *text, enum text_weight weight, uint32_t character) {
    struct choice choice = {-1, 0, 0};
    for (int i = 0; i < FACE_COUNT && choice.face < 0; i++)
        choice = in_face(text, chains[weight][i], character);
    return choice;
}

static struct choice choose(struct text *text, enum text_weight weight, uint32_t character) {
    struct known *known = &text->known[weight][character % KNOWN];
    if (known->character == character)
        return known->choice;
    struct choice choice = look_up(text, weight, character);
    if (choice.face < 0)
        choice = look_up(text, weight, glyph_fallback_for(character));
    *known = (struct known){character, choice};
    return choice;
}

static bool is_wide(uint32_t character) {
    return character >= 0x2E80;
}

/* In 1/64 pixel. */
static int advance_of(const struct text *text, struct choice choice, int px, uint32_t character) {
    if (choice.face < 0)
        return (is_wide(character) ? px : px * 5 / 8) * 64;
    if (choice.face == FACE_EMOJI)
        return px * 75; /* its picture is as tall as the letters' ascent and descent together */
    int em = text->faces[choice.face]->units_per_EM;
    return (int)(((int64_t)choice.units * px * 64 + em / 2) / em);
}

static int bounded_px(struct text_style style) {
    return style.px < 1 ? 1 : style.px > PX_MAX ? PX_MAX : style.px;
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
    struct choice choice = choose(measure->text, measure->style.weight, character);
    return advance_of(measure->text, choice, bounded_px(measure->style), character);
}

/* --- rendering */

static const struct glyph *render_emoji(struct text *text, struct glyph glyph) {
    FT_Face face = text->faces[FACE_EMOJI];
    if (FT_Load_Glyph(face, glyph.key.index, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || face->glyph->bitmap.width == 0)
        return NULL;
    const FT_Bitmap *bitmap = &face->glyph->bitmap;
    int width = glyph.key.px, height = (int)(bitmap->rows * glyph.key.px / bitmap->width);
    if (height < 1)
        height = 1;
    uint8_t *pixels = malloc((size_t)width * (size_t)height * 4);
    if (pixels == NULL)
        return NULL;
    pixels_scale(bitmap->buffer, bitmap->pitch, (int)bitmap->width, (int)bitmap->rows, pixels, width, height);
    glyph.w = (uint16_t)width;
    glyph.h = (uint16_t)height;
    const struct glyph *added = glyph_cache_add(text->glyphs, &glyph, width * 4, pixels, true);
    free(pixels);
    return added;
}

static const struct glyph *render_outline(struct text *text, struct glyph glyph) {
    int number = glyph.key.face;
    FT_Face face = text->faces[number];
    if (text->face_px[number] != glyph.key.px) {
        if (FT_Set_Pixel_Sizes(face, 0, glyph.key.px) != 0)
            return NULL;
        text->face_px[number] = glyph.key.px;
    }
    /* Light: only heights are fitted to the pixels, so strokes lie crisp and widths stay as measured. */
    FT_Int32 flags = number == FACE_ICONS ? FT_LOAD_NO_HINTING : FT_LOAD_TARGET_LIGHT;
    if (FT_Load_Glyph(face, glyph.key.index, FT_LOAD_RENDER | FT_LOAD_NO_BITMAP | flags) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY)
        return NULL;
    const FT_Bitmap *bitmap = &face->glyph->bitmap;
    glyph.left = (int16_t)face->glyph->bitmap_left;
    glyph.top = (int16_t)face->glyph->bitmap_top;
    glyph.w = (uint16_t)bitmap->width;
    glyph.h = (uint16_t)bitmap->rows;
    return glyph_cache_add(text->glyphs, &glyph, bitmap->pitch, bitmap->buffer, false);
}

static const struct glyph *glyph_of(struct text *text, struct choice choice, int px) {
    struct glyph wanted = {.key = {.index = choice.index, .px = (uint16_t)px, .face = (uint8_t)choice.face}};
    const struct glyph *glyph = glyph_cache_find(text->glyphs, wanted.key);
    if (glyph == NULL)
        glyph = choice.face == FACE_EMOJI ? render_emoji(text, wanted) : render_outline(text, wanted);
    if (glyph == NULL && !text->failed) {
        log_error("text", "a glyph of %s cannot be rendered at %d pixels", face_files[choice.face], px);
        text->failed = true;
    }
    return glyph;
}

/* --- lines */

static int whole_pixels(int width) {
    return (width + 63) / 64;
}

int text_width(struct text *text, struct text_style style, const char *words) {
    struct measure measure = {text, style};
    int width = 0;
    for (uint32_t character; (character = utf8_next(&words)) != 0;)
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

static void draw_character(struct text *text, struct choice choice, int px, int x, int baseline, colour paint) {
    bool emoji = choice.face == FACE_EMOJI;
    const struct glyph *glyph = glyph_of(text, choice, emoji ? px * 9 / 8 : px);
    if (glyph == NULL)
        return;
    int lift = emoji ? px * 38 / 100 + glyph->h / 2 : 0;
    glyph_cache_draw(text->glyphs, glyph, x, baseline - lift, paint);
}

static void draw_line(struct text *text, struct text_style style, struct text_line line, int x, int baseline,
                      colour paint) {
    int px = bounded_px(style), pen = x * 64;
    for (const char *at = line.start; at < line.start + line.bytes;) {
        uint32_t character = utf8_next(&at);
        if (character < ' ' || utf8_is_silent(character))
            continue;
        struct choice choice = choose(text, style.weight, character);
        int advance = advance_of(text, choice, px, character), left = (pen + 32) >> 6;
        if (choice.face < 0)
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
    struct choice choice = in_face(text, FACE_ICONS, character);
    if (character == 0 || choice.face < 0 || side < 1 || side > PX_MAX)
        return false;
    const struct glyph *glyph = glyph_of(text, choice, side);
    FT_Face face = text->faces[FACE_ICONS];
    if (glyph == NULL)
        return false;
    int top = (box.h - side) / 2 + side * face->ascender / face->units_per_EM;
    glyph_cache_draw(text->glyphs, glyph, box.x + (box.w - side) / 2, box.y + top, paint);
    return true;
}

bool text_emoji(struct text *text, const char *emoji, struct rect box) {
    struct choice choices[EMOJI_IN_BOX_MAX];
    int count = 0;
    for (uint32_t character; count < EMOJI_IN_BOX_MAX && (character = utf8_next(&emoji)) != 0;) {
        if (utf8_is_silent(character))
            continue;
        choices[count] = in_face(text, FACE_EMOJI, character);
        if (choices[count].face < 0)
            return false;
        count++;
    }
    int side = count == 0 ? 0 : box.w / count < box.h ? box.w / count : box.h;
    if (side < 1 || side > PX_MAX)
        return false;
    for (int i = 0; i < count; i++) {
        const struct glyph *glyph = glyph_of(text, choices[i], side);
        if (glyph == NULL)
            return false;
        glyph_cache_draw(text->glyphs, glyph, box.x + (box.w - count * side) / 2 + i * side,
                         box.y + (box.h - glyph->h) / 2, 0xFF000000U);
    }
    return true;
}
