/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four faces, read a glyph at a time (font_file.h). A character is looked for in the faces in the order of its weight,
 * and the answer is remembered.
 *
 * The trap: an emoji is a bitmap of one fixed size, which we scale by averaging (never by the blitter, which takes the
 * nearest pixel), and FreeType gives it premultiplied.
 */
#include "ui/text/fonts.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "ui/render/pixels.h"
#include "ui/text/font_file.h"
#include "ui/text/glyph_fallback.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { CACHE_LEAST = 2 << 20, REMEMBERED = 1024 };

struct remembered {
    uint32_t character; /* 0: a free place */
    struct fonts_choice choice;
};

struct fonts {
    FT_Library library;
    FT_Face faces[FONTS_FACES];
    struct FT_StreamRec_ streams[FONTS_FACES];
    struct font_file files[FONTS_FACES];
    unsigned face_px[FONTS_FACES];
    struct remembered remembered[2][REMEMBERED]; /* regular, bold; by the character's remainder */
    struct glyph_cache *glyphs;
    bool failed; /* a glyph could not be rendered: logged once */
};

static const char *const face_files[FONTS_FACES] = {[FONTS_REGULAR] = "regular.otf",
                                                    [FONTS_BOLD] = "bold.otf",
                                                    [FONTS_ICONS] = "icons.ttf",
                                                    [FONTS_EMOJI] = "emoji.ttf"};

/* --- start and end */

/* FreeType's read function: a COUNT of 0 asks for a seek, and 0 says that it worked. */
static unsigned long read_font(FT_Stream stream, unsigned long offset, unsigned char *buffer, unsigned long count) {
    if (count == 0)
        return offset > stream->size;
    return font_file_read(stream->descriptor.pointer, offset, buffer, count);
}

static void close_font(FT_Stream stream) {
    font_file_close(stream->descriptor.pointer);
}

static FT_Error open_stream(struct fonts *fonts, int face, const char *path) {
    struct font_file *file = &fonts->files[face];
    if (!font_file_open(file, path))
        return FT_Err_Cannot_Open_Resource;
    FT_Stream stream = &fonts->streams[face];
    *stream = (struct FT_StreamRec_){.size = file->size, .read = read_font, .close = close_font};
    stream->descriptor.pointer = file;
    FT_Open_Args arguments = {.flags = FT_OPEN_STREAM, .stream = stream};
    return FT_Open_Face(fonts->library, &arguments, 0, &fonts->faces[face]); /* closes the stream if it fails */
}

static void drop_face(struct fonts *fonts, int face, const char *path, const char *error) {
    log_warning("text", "font %s %s: done without", path, error);
    if (fonts->faces[face] != NULL)
        FT_Done_Face(fonts->faces[face]);
    fonts->faces[face] = NULL;
}

static void open_face(struct fonts *fonts, int face, const char *fonts_dir) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", fonts_dir, face_files[face]);
    if (open_stream(fonts, face, path) != 0)
        drop_face(fonts, face, path, "cannot be opened");
    else if (fonts->faces[face]->units_per_EM == 0 && face != FONTS_EMOJI)
        drop_face(fonts, face, path, "has no outlines");
    else if (face == FONTS_EMOJI &&
             (fonts->faces[face]->num_fixed_sizes < 1 || FT_Select_Size(fonts->faces[face], 0) != 0))
        drop_face(fonts, face, path, "has no colour bitmaps");
}

/* Two MiB for a 1280x720 picture, more for a larger one as its letters are larger. */
static size_t cache_bytes(const struct canvas *canvas) {
    size_t pixels = (size_t)canvas_width(canvas) * (size_t)canvas_height(canvas);
    size_t bytes = pixels * 2 + (pixels >> 2);
    return bytes > CACHE_LEAST ? bytes : CACHE_LEAST;
}

struct fonts *fonts_open(struct canvas *canvas, const char *dir) {
    struct fonts *fonts = memory_new(1, sizeof *fonts);
    fonts->glyphs = glyph_cache_create(canvas, cache_bytes(canvas));
    if (FT_Init_FreeType(&fonts->library) != 0) {
        log_error("text", "FreeType does not start: nothing can be written");
        fonts_close(fonts);
        return NULL;
    }
    for (int face = 0; face < FONTS_FACES; face++)
        open_face(fonts, face, dir);
    if (fonts->faces[FONTS_REGULAR] != NULL || fonts->faces[FONTS_BOLD] != NULL)
        return fonts;
    log_error("text", "no text font in %s: nothing can be written", dir);
    fonts_close(fonts);
    return NULL;
}

void fonts_close(struct fonts *fonts) {
    if (fonts == NULL)
        return;
    for (int face = 0; face < FONTS_FACES; face++)
        if (fonts->faces[face] != NULL)
            FT_Done_Face(fonts->faces[face]);
    if (fonts->library != NULL)
        FT_Done_FreeType(fonts->library);
    glyph_cache_destroy(fonts->glyphs);
    free(fonts);
}

size_t fonts_cache_bytes(const struct fonts *fonts) {
    return glyph_cache_bytes(fonts->glyphs);
}

/* --- which glyph */

struct fonts_choice fonts_find(const struct fonts *fonts, enum fonts_face face, uint32_t character) {
    FT_Face from = fonts->faces[face];
    FT_UInt index = from == NULL ? 0 : FT_Get_Char_Index(from, character);
    FT_Fixed units = 0;
    if (index != 0 && face != FONTS_EMOJI && FT_Get_Advance(from, index, FT_LOAD_NO_SCALE, &units) != 0)
        units = from->units_per_EM;
    return (struct fonts_choice){index == 0 ? FONTS_NONE : face, index, (int)units};
}

static struct fonts_choice look_up(const struct fonts *fonts, bool bold, uint32_t character) {
    static const enum fonts_face orders[][FONTS_FACES] = {{FONTS_REGULAR, FONTS_BOLD, FONTS_ICONS, FONTS_EMOJI},
                                                          {FONTS_BOLD, FONTS_REGULAR, FONTS_ICONS, FONTS_EMOJI}};
    struct fonts_choice choice = {FONTS_NONE, 0, 0};
    for (int i = 0; i < FONTS_FACES && choice.face == FONTS_NONE; i++)
        choice = fonts_find(fonts, orders[bold][i], character);
    return choice;
}

struct fonts_choice fonts_choose(struct fonts *fonts, bool bold, uint32_t character) {
    struct remembered *place = &fonts->remembered[bold][character % REMEMBERED];
    if (place->character == character)
        return place->choice;
    struct fonts_choice choice = look_up(fonts, bold, character);
    if (choice.face == FONTS_NONE)
        choice = look_up(fonts, bold, glyph_fallback_for(character));
    *place = (struct remembered){character, choice};
    return choice;
}

static bool is_wide(uint32_t character) {
    return character >= 0x2E80; /* where Chinese begins */
}

int fonts_advance(const struct fonts *fonts, struct fonts_choice choice, int px, uint32_t character) {
    if (choice.face == FONTS_NONE)
        return (is_wide(character) ? px : px * 5 / 8) * 64;
    if (choice.face == FONTS_EMOJI)
        return px * 75; /* its picture is as tall as the letters' ascent and descent together */
    int em = fonts->faces[choice.face]->units_per_EM;
    return (int)(((int64_t)choice.units * px * 64 + em / 2) / em);
}

int fonts_icon_ascent(const struct fonts *fonts, int px) {
    FT_Face face = fonts->faces[FONTS_ICONS];
    return face == NULL ? 0 : px * face->ascender / face->units_per_EM;
}

/* --- rendering */

static const struct glyph *render_emoji(struct fonts *fonts, struct glyph glyph) {
    FT_Face face = fonts->faces[FONTS_EMOJI];
    if (FT_Load_Glyph(face, glyph.key.index, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || face->glyph->bitmap.width == 0)
        return NULL;
    const FT_Bitmap *bitmap = &face->glyph->bitmap;
    int width = glyph.key.px, height = (int)(bitmap->rows * glyph.key.px / bitmap->width);
    if (height < 1)
        height = 1;
    uint8_t *pixels = memory_new((size_t)width * (size_t)height, 4);
    pixels_scale(bitmap->buffer, bitmap->pitch, (int)bitmap->width, (int)bitmap->rows, pixels, width, height);
    glyph.w = (uint16_t)width;
    glyph.h = (uint16_t)height;
    const struct glyph *added = glyph_cache_add(fonts->glyphs, &glyph, width * 4, pixels, true);
    free(pixels);
    return added;
}

static const struct glyph *render_outline(struct fonts *fonts, struct glyph glyph) {
    int number = glyph.key.face;
    FT_Face face = fonts->faces[number];
    if (fonts->face_px[number] != glyph.key.px) {
        if (FT_Set_Pixel_Sizes(face, 0, glyph.key.px) != 0)
            return NULL;
        fonts->face_px[number] = glyph.key.px;
    }
    /* Light: only heights are fitted to the pixels, so strokes lie crisp and widths stay as measured. */
    FT_Int32 flags = number == FONTS_ICONS ? FT_LOAD_NO_HINTING : FT_LOAD_TARGET_LIGHT;
    if (FT_Load_Glyph(face, glyph.key.index, FT_LOAD_RENDER | FT_LOAD_NO_BITMAP | flags) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY)
        return NULL;
    const FT_Bitmap *bitmap = &face->glyph->bitmap;
    glyph.left = (int16_t)face->glyph->bitmap_left;
    glyph.top = (int16_t)face->glyph->bitmap_top;
    glyph.w = (uint16_t)bitmap->width;
    glyph.h = (uint16_t)bitmap->rows;
    return glyph_cache_add(fonts->glyphs, &glyph, bitmap->pitch, bitmap->buffer, false);
}

const struct glyph *fonts_glyph(struct fonts *fonts, struct fonts_choice choice, int px) {
    struct glyph wanted = {.key = {.index = choice.index, .px = (uint16_t)px, .face = (uint8_t)choice.face}};
    const struct glyph *glyph = glyph_cache_find(fonts->glyphs, wanted.key);
    if (glyph == NULL)
        glyph = choice.face == FONTS_EMOJI ? render_emoji(fonts, wanted) : render_outline(fonts, wanted);
    if (glyph == NULL && !fonts->failed) {
        log_error("text", "a glyph of %s cannot be rendered at %d pixels", face_files[choice.face], px);
        fonts->failed = true;
    }
    return glyph;
}

void fonts_draw(struct fonts *fonts, const struct glyph *glyph, int x, int y, colour paint) {
    glyph_cache_draw(fonts->glyphs, glyph, x, y, paint);
}
