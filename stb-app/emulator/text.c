/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fonts are those of the television (share/fonts, made at build time). The emulator must run without them too, as
 * the keys matter more than their labels: a face that is missing renders nothing, bold falls back to regular.
 */
#include "stb-app/emulator/text.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include <SDL2/SDL_ttf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE_AT_FIRST = 24 };
static const char *const files[EMULATOR_FACES] = {"regular.otf", "bold.otf", "icons.ttf"};

struct emulator_text {
    TTF_Font *fonts[EMULATOR_FACES];
};

static TTF_Font *open_font(const char *dir, const char *file) {
    char path[PATH_MAX + 32];
    snprintf(path, sizeof(path), "%.*s/%s", PATH_MAX, dir, file);
    TTF_Font *font = TTF_OpenFont(path, SIZE_AT_FIRST);
    if (font)
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT);
    else
        log_warning("window", "%s cannot be read; the remote goes without", path);
    return font;
}

struct emulator_text *emulator_text_create(const char *fonts_dir) {
    struct emulator_text *text = memory_new(1, sizeof(*text));
    if (TTF_Init() != 0) {
        log_warning("window", "no words on the remote: %s", TTF_GetError());
        return text;
    }
    for (int i = 0; i < EMULATOR_FACES; i++)
        text->fonts[i] = open_font(fonts_dir, files[i]);
    return text;
}

static TTF_Font *font_of(const struct emulator_text *text, enum emulator_face face) {
    TTF_Font *font = text->fonts[face];
    return font || face != EMULATOR_BOLD ? font : text->fonts[EMULATOR_REGULAR];
}

uint32_t *emulator_text_render(struct emulator_text *text, enum emulator_face face, int size, const char *words, int *w,
                               int *h) {
    TTF_Font *font = font_of(text, face);
    if (!font || !words[0] || TTF_SetFontSize(font, size) != 0)
        return NULL;
    SDL_Surface *surface = TTF_RenderUTF8_Blended(font, words, (SDL_Color){255, 255, 255, 255});
    if (!surface)
        return NULL;
    uint32_t *pixels = memory_new((size_t)surface->w * (size_t)surface->h * 4, 1);
    for (int y = 0; y < surface->h; y++)
        memcpy(pixels + (size_t)y * (size_t)surface->w,
               (const char *)surface->pixels + (size_t)y * (size_t)surface->pitch, (size_t)surface->w * 4);
    *w = surface->w;
    *h = surface->h;
    SDL_FreeSurface(surface);
    return pixels;
}

bool emulator_text_has(const struct emulator_text *text, enum emulator_face face, uint32_t code) {
    TTF_Font *font = font_of(text, face);
    return code && font && TTF_GlyphIsProvided32(font, code);
}

void emulator_text_destroy(struct emulator_text *text) {
    if (!text)
        return;
    for (int i = 0; i < EMULATOR_FACES; i++)
        if (text->fonts[i])
            TTF_CloseFont(text->fonts[i]);
    if (TTF_WasInit())
        TTF_Quit();
    free(text);
}
