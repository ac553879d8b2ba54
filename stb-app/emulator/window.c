/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three textures and some words. The room (everything with a shape) is painted in memory by emulator_room and uploaded
 * where it changed; the frame is uploaded where it changed; the landscape is made once. Words are rendered once each
 * and kept, white, and coloured when they are drawn.
 *
 * Traps: no vertical sync, because waiting for the screen would hold up the loop and with it the keys; SDL's own key
 * repeats are dropped, since the real remote sends none; text input is off, so that no input method eats the digits; a
 * lost graphics device takes every texture with it, so all of them can be made again at any time.
 */
#include "stb-app/emulator/window.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "stb-app/emulator/controls.h"
#include "stb-app/emulator/frame.h"
#include "stb-app/emulator/scenery.h"
#include "stb-app/emulator/text.h"
#include <SDL2/SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PICTURES_KEPT = 96, WIDTH_MIN = 980, HEIGHT_MIN = 580, WIDTH_START = 1440, HEIGHT_START = 860 };

struct picture {
    char text[EMULATOR_TEXT_SIZE];
    enum emulator_face face;
    int size, w, h;
    SDL_Texture *texture; /* NULL = nothing to draw */
    unsigned used;
};
struct emulator_window {
    struct emulator_window_setup setup;
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *room, *tv, *land;
    struct emulator_text *text;
    struct picture pictures[PICTURES_KEPT];
    unsigned picture_clock;
    struct emulator_words words;
    struct shapes_paper paper;
    struct emulator_controls controls;
    struct emulator_view view;
    struct emulator_frame frame;
    const void *memory;
    bool shown, wrong_said;
    int64_t minute;
};

/* --- textures */

static SDL_Texture *texture_new(struct emulator_window *w, int width, int height) {
    SDL_Texture *texture =
        SDL_CreateTexture(w->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, width, height);
    if (!texture)
        log_error("window", "no texture of %dx%d: %s", width, height, SDL_GetError());
    else
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
    return texture;
}

static void texture_fill(SDL_Texture *texture, const uint32_t *pixels, int width, const struct shapes_area *a) {
    SDL_Rect at = {a->x, a->y, a->w, a->h};
    if (texture && a->w > 0 && a->h > 0)
        SDL_UpdateTexture(texture, &at, pixels + (size_t)a->y * (size_t)width + a->x, width * 4);
}

/* --- words */

static struct picture *picture_slot(struct emulator_window *w, enum emulator_face face, int size, const char *text,
                                    bool *found) {
    struct picture *oldest = &w->pictures[0];
    for (int i = 0; i < PICTURES_KEPT; i++) {
        struct picture *p = &w->pictures[i];
        *found = p->used && p->face == face && p->size == size && strcmp(p->text, text) == 0;
        if (*found)
            return p;
        if (p->used < oldest->used)
            oldest = p;
    }
    return oldest;
}

static void picture_make(struct emulator_window *w, struct picture *p) {
    uint32_t *pixels = emulator_text_render(w->text, p->face, p->size, p->text, &p->w, &p->h);
    if (!pixels)
        return;
    p->texture = texture_new(w, p->w, p->h);
    texture_fill(p->texture, pixels, p->w, &(struct shapes_area){0, 0, p->w, p->h});
    SDL_SetTextureBlendMode(p->texture, SDL_BLENDMODE_BLEND);
    free(pixels);
}

static struct picture *picture_get(struct emulator_window *w, enum emulator_face face, float size, const char *text) {
    bool found;
    int whole = (int)(size + 0.5f);
    struct picture *p = picture_slot(w, face, whole, text, &found);
    if (!found) {
        SDL_DestroyTexture(p->texture);
        *p = (struct picture){.face = face, .size = whole};
        snprintf(p->text, sizeof(p->text), "%s", text);
        picture_make(w, p);
    }
    p->used = ++w->picture_clock;
    return p;
}

static void pictures_drop(struct emulator_window *w) {
    for (int i = 0; i < PICTURES_KEPT; i++) {
        SDL_DestroyTexture(w->pictures[i].texture);
        w->pictures[i] = (struct picture){0};
    }
}

/* LEFT and Y, the line's middle. The fonts carry more room above a line than below: hence the nudge. */
static void picture_draw(struct emulator_window *w, const struct picture *p, uint32_t colour, float left, float y) {
    if (!p->texture)
        return;
    SDL_SetTextureColorMod(p->texture, colour >> 16 & 255, colour >> 8 & 255, colour & 255);
    SDL_SetTextureAlphaMod(p->texture, (Uint8)(colour >> 24));
    float nudge = p->face == EMULATOR_ICONS ? 0 : (float)p->size * 0.05f;
    SDL_Rect to = {(int)(left + 0.5f), (int)(y - (float)p->h / 2 - nudge + 0.5f), p->w, p->h};
    SDL_RenderCopy(w->renderer, p->texture, NULL, &to);
}

static void utf8_from_icon(uint32_t code, char text[4]) {
    text[0] = (char)(0xe0 | code >> 12);
    text[1] = (char)(0x80 | (code >> 6 & 63));
    text[2] = (char)(0x80 | (code & 63));
    text[3] = 0;
}

static void draw_word(struct emulator_window *w, const struct emulator_word *word) {
    struct picture *label = picture_get(w, word->bold ? EMULATOR_BOLD : EMULATOR_REGULAR, word->size, word->text);
    float left = word->x - (float)label->w * (float)word->align / 2;
    if (word->width > 0) {
        SDL_Rect clip = {(int)word->x, (int)(word->y - word->size), (int)word->width, (int)(word->size * 2)};
        SDL_RenderSetClipRect(w->renderer, &clip);
    }
    if (!emulator_text_has(w->text, EMULATOR_ICONS, word->icon)) {
        picture_draw(w, label, word->colour, left, word->y);
        SDL_RenderSetClipRect(w->renderer, NULL);
        return;
    }
    char glyph[4];
    utf8_from_icon(word->icon, glyph);
    float size = word->size * (word->stacked ? 1.9f : 1.2f), gap = word->size * 0.3f;
    struct picture *icon = picture_get(w, EMULATOR_ICONS, size, glyph);
    if (word->stacked) {
        picture_draw(w, icon, word->colour, word->x - (float)icon->w / 2, word->y - word->size * 0.68f);
        picture_draw(w, label, word->colour, left, word->y + word->size * 1.12f);
    } else {
        picture_draw(w, icon, word->colour, left - (size + gap) / 2, word->y);
        picture_draw(w, label, word->colour, left + (size + gap) / 2, word->y);
    }
}

static void draw_words(struct emulator_window *w) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    bool lag = w->frame.key_us > 0 && w->frame.presented_us >= w->frame.key_us;
    struct emulator_moment moment = {.lag_us = lag ? w->frame.presented_us - w->frame.key_us : -1,
                                     .broadcast = !w->shown,
                                     .hour = local.tm_hour,
                                     .minute = local.tm_min};
    emulator_words_make(&w->words, &w->controls.layout, &w->controls.look, &w->view, &moment, w->setup.labels);
    for (size_t i = 0; i < w->words.count; i++)
        draw_word(w, &w->words.list[i]);
}

/* --- the glass */

/* What lies outside of the 5 % margins is dimmed, and their line drawn. */
static void draw_safe_area(struct emulator_window *w, const SDL_Rect *tv) {
    int mx = tv->w / 20, my = tv->h / 20;
    const SDL_Rect sides[] = {{tv->x, tv->y, tv->w, my},
                              {tv->x, tv->y + tv->h - my, tv->w, my},
                              {tv->x, tv->y + my, mx, tv->h - 2 * my},
                              {tv->x + tv->w - mx, tv->y + my, mx, tv->h - 2 * my}};
    SDL_SetRenderDrawBlendMode(w->renderer, SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(w->renderer, 255, 64, 160, 70);
    SDL_RenderFillRects(w->renderer, sides, 4);
    SDL_Rect line = {tv->x + mx, tv->y + my, tv->w - 2 * mx, tv->h - 2 * my};
    SDL_SetRenderDrawColor(w->renderer, 255, 96, 180, 255);
    SDL_RenderDrawRect(w->renderer, &line);
}

static void draw_glass(struct emulator_window *w) {
    const struct shapes_area *a = &w->controls.layout.tv;
    SDL_Rect tv = {a->x, a->y, a->w, a->h};
    if (w->controls.look.ended)
        return;
    SDL_RenderCopy(w->renderer, w->shown ? w->tv : w->land, NULL, &tv);
    if (w->controls.look.on[TOOL_SAFE_AREA])
        draw_safe_area(w, &tv);
}

/* --- making things again */

static void make_land(struct emulator_window *w) {
    int width = 1280, height = 1280 * w->setup.tv_height / w->setup.tv_width;
    uint32_t *pixels = memory_new((size_t)width * (size_t)height * 4, 1);
    struct shapes_area all = {0, 0, width, height};
    struct shapes_paper paper = {pixels, width, height, all};
    emulator_scenery_paint(&paper);
    w->land = texture_new(w, width, height);
    texture_fill(w->land, pixels, width, &all);
    free(pixels);
}

static void resize(struct emulator_window *w) {
    int width, height, window_width;
    SDL_GetRendererOutputSize(w->renderer, &width, &height);
    SDL_GetWindowSize(w->window, &window_width, NULL);
    int tv_width = w->frame.pixels ? w->frame.width : w->setup.tv_width;
    int tv_height = w->frame.pixels ? w->frame.height : w->setup.tv_height;
    emulator_room_layout(&w->controls.layout, width, height, (float)width / (float)window_width, tv_width, tv_height);
    uint32_t *pixels = memory_resize(w->paper.pixels, (size_t)width * (size_t)height * 4);
    w->paper = (struct shapes_paper){.pixels = pixels, .width = width, .height = height};
    SDL_DestroyTexture(w->room);
    w->room = texture_new(w, width, height);
    pictures_drop(w);
    w->controls.stale = (struct shapes_area){0};
    emulator_controls_stale(&w->controls, (struct shapes_area){0, 0, width, height});
}

static void textures_again(struct emulator_window *w) {
    SDL_DestroyTexture(w->tv);
    SDL_DestroyTexture(w->land);
    w->tv = NULL;
    make_land(w);
    if (w->frame.pixels) {
        struct shapes_area all = {0, 0, w->frame.width, w->frame.height};
        w->tv = texture_new(w, all.w, all.h);
        texture_fill(w->tv, w->frame.pixels, all.w, &all);
    }
    resize(w);
}

/* --- mouse and keyboard */

static void window_event(struct emulator_window *w, const SDL_WindowEvent *event) {
    if (event->event == SDL_WINDOWEVENT_SIZE_CHANGED || event->event == SDL_WINDOWEVENT_DISPLAY_CHANGED)
        resize(w);
    else if (event->event == SDL_WINDOWEVENT_EXPOSED)
        w->controls.changed = true;
    else if (event->event == SDL_WINDOWEVENT_LEAVE)
        emulator_controls_moved(&w->controls, -1, -1);
}

static void event_taken(struct emulator_window *w, const SDL_Event *event) {
    float p = w->controls.layout.point;
    switch (event->type) {
    case SDL_QUIT:
        w->setup.on_close(w->setup.data);
        break;
    case SDL_WINDOWEVENT:
        window_event(w, &event->window);
        break;
    case SDL_MOUSEMOTION:
        emulator_controls_moved(&w->controls, (float)event->motion.x * p, (float)event->motion.y * p);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button == SDL_BUTTON_LEFT)
            emulator_controls_pressed(&w->controls, (float)event->button.x * p, (float)event->button.y * p);
        break;
    case SDL_MOUSEBUTTONUP:
        if (event->button.button == SDL_BUTTON_LEFT)
            emulator_controls_released(&w->controls, (float)event->button.x * p, (float)event->button.y * p);
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        if (!event->key.repeat)
            emulator_controls_typed(&w->controls, SDL_GetKeyName(event->key.keysym.sym), event->type == SDL_KEYDOWN);
        break;
    case SDL_RENDER_DEVICE_RESET:
        textures_again(w);
        break;
    default:
        break;
    }
}

/* --- one turn */

static void frame_fetch(struct emulator_window *w) {
    struct shapes_area changed;
    bool shown = w->memory && emulator_frame_shown(w->memory);
    enum emulator_frame_change change = w->memory ? emulator_frame_take(&w->frame, w->memory, &changed) : FRAME_SAME;
    if (change == FRAME_WRONG && !w->wrong_said)
        log_error("window", "the header of the shared picture is wrong; not shown");
    w->wrong_said = change == FRAME_WRONG;
    if (change == FRAME_RESIZED) {
        SDL_DestroyTexture(w->tv);
        w->tv = texture_new(w, w->frame.width, w->frame.height);
        resize(w);
    }
    if (change == FRAME_CHANGED || change == FRAME_RESIZED) {
        texture_fill(w->tv, w->frame.pixels, w->frame.width, &changed);
        w->controls.changed = true;
    }
    shown = shown && change != FRAME_WRONG && w->frame.sequence != 0;
    w->controls.changed |= shown != w->shown;
    w->shown = shown;
}

static void room_refresh(struct emulator_window *w) {
    if (w->controls.stale.w <= 0)
        return;
    w->paper.clip = w->controls.stale;
    emulator_room_paint(&w->paper, &w->controls.layout, &w->controls.look);
    texture_fill(w->room, w->paper.pixels, w->paper.width, &w->controls.stale);
    w->controls.stale = (struct shapes_area){0};
}

bool emulator_window_turn(struct emulator_window *w) {
    SDL_Event event;
    bool busy = false;
    for (; SDL_PollEvent(&event); busy = true)
        event_taken(w, &event);
    frame_fetch(w);
    int64_t minute = time(NULL) / 60;
    w->controls.changed |= minute != w->minute && !w->shown;
    w->minute = minute;
    if (!w->controls.changed || !w->room)
        return busy;
    room_refresh(w);
    SDL_RenderCopy(w->renderer, w->room, NULL, NULL);
    draw_glass(w);
    draw_words(w);
    SDL_RenderPresent(w->renderer);
    w->controls.changed = false;
    return true;
}

void emulator_window_frames(struct emulator_window *w, const void *memory) {
    w->memory = memory;
    w->frame.sequence = 0;
    w->frame.key_us = w->frame.presented_us = 0;
    w->controls.changed = true;
}

void emulator_window_view(struct emulator_window *w, const struct emulator_view *view) {
    bool ended = view->ended[0] != 0;
    if (ended != w->controls.look.ended)
        emulator_controls_stale(&w->controls,
                                (struct shapes_area){0, 0, w->controls.layout.width, w->controls.layout.height});
    if (view->link != w->controls.look.link || view->faults != w->controls.look.on[TOOL_FAULTS])
        emulator_controls_stale(&w->controls, w->controls.layout.strip);
    w->controls.look.ended = ended;
    w->controls.look.link = view->link;
    w->controls.look.on[TOOL_FAULTS] = view->faults;
    w->view = *view;
    w->controls.changed = true;
}

/* --- opening and closing */

/* With no display at controls SDL falls back to drivers that show nothing; that is for whoever asks for one by name. */
static bool display_real(void) {
    const char *driver = SDL_GetCurrentVideoDriver();
    if (getenv("SDL_VIDEODRIVER") || (strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0))
        return true;
    SDL_SetError("there is no display");
    return false;
}

static bool open_window(struct emulator_window *w) {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0 || !display_real())
        return false;
    SDL_EnableScreenSaver();
    SDL_StopTextInput();
    SDL_Rect most = {0, 0, WIDTH_START, HEIGHT_START};
    SDL_GetDisplayUsableBounds(0, &most);
    w->window =
        SDL_CreateWindow("stb-emulator", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, SDL_min(most.w, WIDTH_START),
                         SDL_min(most.h, HEIGHT_START), SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!w->window)
        return false;
    SDL_SetWindowMinimumSize(w->window, WIDTH_MIN, HEIGHT_MIN);
    w->renderer = SDL_CreateRenderer(w->window, -1, 0);
    return w->renderer != NULL;
}

struct emulator_window *emulator_window_create(const struct emulator_window_setup *setup, char *error) {
    struct emulator_window *w = memory_new(1, sizeof(*w));
    w->setup = *setup;
    emulator_controls_init(&w->controls);
    w->controls.on_key = setup->on_key;
    w->controls.on_tool = setup->on_tool;
    w->controls.data = setup->data;
    if (!open_window(w)) {
        snprintf(error, EMULATOR_TEXT_SIZE, "%s", SDL_GetError());
        emulator_window_destroy(w);
        return NULL;
    }
    w->text = emulator_text_create(setup->fonts_dir);
    textures_again(w);
    return w;
}

void emulator_window_destroy(struct emulator_window *w) {
    if (!w)
        return;
    pictures_drop(w);
    emulator_text_destroy(w->text);
    SDL_DestroyTexture(w->room);
    SDL_DestroyTexture(w->tv);
    SDL_DestroyTexture(w->land);
    if (w->renderer)
        SDL_DestroyRenderer(w->renderer);
    if (w->window)
        SDL_DestroyWindow(w->window);
    SDL_Quit();
    emulator_frame_clear(&w->frame);
    free(w->paper.pixels);
    free(w);
}
