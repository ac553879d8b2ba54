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
#include "stb-app/emulator_window.h"
#include "stb-app/emulator_frame.h"
#include "stb-app/emulator_scenery.h"
#include "stb-app/log.h"
#include <SDL2/SDL.h>
#include <SDL2/SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS_KEPT = 96, WIDTH_MIN = 980, HEIGHT_MIN = 580, WIDTH_START = 1440, HEIGHT_START = 860 };
enum face { FACE_TEXT, FACE_ICONS, FACES };
static const char *const face_files[FACES] = {"regular.otf", "icons.ttf"};
enum icon { ICON_SAFE_AREA = 0xe333, ICON_CAMERA = 0xe412, ICON_CUT = 0xe648, ICON_AGAIN = 0xe627 };

struct word {
    char text[EMULATOR_TEXT_SIZE];
    enum face face;
    int size, w, h;
    SDL_Texture *texture; /* NULL = nothing to draw */
    unsigned used;
};
struct emulator_window {
    struct emulator_window_setup setup;
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *room, *tv, *land;
    TTF_Font *faces[FACES];
    struct word words[WORDS_KEPT];
    unsigned word_clock;
    struct shapes_paper paper;
    struct shapes_area stale; /* part of the room to paint again */
    struct emulator_layout layout;
    struct emulator_remote remote;
    struct emulator_look look;
    struct emulator_view view;
    struct emulator_frame frame;
    const void *memory;
    bool shown, wrong_said, redraw;
    int64_t minute;
};

/* --- words */

static struct word *word_slot(struct emulator_window *w, enum face face, int size, const char *text, bool *found) {
    struct word *oldest = &w->words[0];
    for (int i = 0; i < WORDS_KEPT; i++) {
        struct word *word = &w->words[i];
        *found = word->used && word->face == face && word->size == size && strcmp(word->text, text) == 0;
        if (*found)
            return word;
        if (word->used < oldest->used)
            oldest = word;
    }
    return oldest;
}

static struct word *word_get(struct emulator_window *w, enum face face, float size, const char *text) {
    bool found;
    struct word *word = word_slot(w, face, (int)(size + 0.5f), text, &found);
    if (!found) {
        SDL_DestroyTexture(word->texture);
        *word = (struct word){.face = face, .size = (int)(size + 0.5f)};
        snprintf(word->text, sizeof(word->text), "%s", text);
        TTF_Font *font = w->faces[face];
        SDL_Surface *surface = NULL;
        if (font && text[0] && TTF_SetFontSize(font, word->size) == 0)
            surface = TTF_RenderUTF8_Blended(font, text, (SDL_Color){255, 255, 255, 255});
        if (surface) {
            word->texture = SDL_CreateTextureFromSurface(w->renderer, surface);
            word->w = surface->w;
            word->h = surface->h;
            SDL_FreeSurface(surface);
        }
    }
    word->used = ++w->word_clock;
    return word;
}

/* AT is the left edge (0), middle (1) or right edge (2) of the word; Y is its middle. Returns its width. */
static int word_draw(struct emulator_window *w, enum face face, float size, const char *text, uint32_t colour, float x,
                     float y, int at) {
    struct word *word = word_get(w, face, size, text);
    if (!word->texture)
        return 0;
    SDL_SetTextureColorMod(word->texture, colour >> 16 & 255, colour >> 8 & 255, colour & 255);
    SDL_SetTextureAlphaMod(word->texture, (Uint8)(colour >> 24));
    SDL_Rect to = {(int)(x - (float)(word->w * at) / 2), (int)(y - (float)word->h / 2 + 0.5f), word->w, word->h};
    SDL_RenderCopy(w->renderer, word->texture, NULL, &to);
    return word->w;
}

static const char *icon_text(uint32_t code, char text[4]) {
    text[0] = (char)(0xe0 | code >> 12);
    text[1] = (char)(0x80 | (code >> 6 & 63));
    text[2] = (char)(0x80 | (code & 63));
    text[3] = 0;
    return text;
}

static bool icon_known(const struct emulator_window *w, uint32_t code) {
    return code && w->faces[FACE_ICONS] && TTF_GlyphIsProvided32(w->faces[FACE_ICONS], code);
}

static void words_drop(struct emulator_window *w) {
    for (int i = 0; i < WORDS_KEPT; i++) {
        SDL_DestroyTexture(w->words[i].texture);
        w->words[i] = (struct word){0};
    }
}

/* An icon and a label in one line or one above the other, in the middle of AREA. */
static void caption_draw(struct emulator_window *w, const struct shapes_area *a, uint32_t icon, const char *label,
                         float size, uint32_t ink, bool stacked) {
    float x = (float)a->x + (float)a->w / 2, y = (float)a->y + (float)a->h / 2;
    char glyph[4];
    if (!icon_known(w, icon)) {
        word_draw(w, FACE_TEXT, size, label, ink, x, y, 1);
    } else if (stacked) {
        word_draw(w, FACE_ICONS, size * 1.9f, icon_text(icon, glyph), ink, x, y - size * 0.68f, 1);
        word_draw(w, FACE_TEXT, size, label, ink, x, y + size * 1.12f, 1);
    } else {
        int wide = word_get(w, FACE_TEXT, size, label)->w;
        float icon_size = size * 1.2f, gap = size * 0.3f, left = x - (icon_size + gap + (float)wide) / 2;
        word_draw(w, FACE_ICONS, icon_size, icon_text(icon, glyph), ink, left, y, 0);
        word_draw(w, FACE_TEXT, size, label, ink, left + icon_size + gap, y, 0);
    }
}

/* --- what is drawn over the room */

static void draw_button_words(struct emulator_window *w) {
    size_t count;
    const struct emulator_button *buttons = emulator_remote_buttons(&count);
    float unit = w->layout.remote_unit;
    for (size_t i = 0; i < count; i++) {
        const struct emulator_button *b = &buttons[i];
        uint32_t ink = emulator_room_ink(b);
        struct shapes_area a = {w->layout.remote.x + (int)(b->x * unit), w->layout.remote.y + (int)(b->y * unit),
                                (int)(b->w * unit), (int)(b->h * unit)};
        if (emulator_remote_held(&w->remote, (int)i))
            a.y += 1;
        if (b->note[0]) {
            a.y -= (int)(15 * unit);
            caption_draw(w, &a, 0, b->label, b->text_size * unit, ink, false);
            a.y += (int)(48 * unit);
            caption_draw(w, &a, 0, b->note, b->text_size * 0.42f * unit, ink, false);
        } else {
            caption_draw(w, &a, b->icon, b->label, b->text_size * unit, ink, b->h > 80);
        }
    }
    const struct shapes_area *body = &w->layout.remote;
    word_draw(w, FACE_TEXT, 17 * unit, "为老服务热线 62229090", 0xffa4adbb, (float)body->x + (float)body->w / 2,
              (float)body->y + 1026 * unit, 1);
}

static void draw_strip(struct emulator_window *w) {
    static const char *const links[LINKS] = {"未知", "已连接", "正在连接", "已断开"};
    static const struct {
        uint32_t icon;
        const char *label;
    } tools[] = {{ICON_SAFE_AREA, "安全区 F6"}, {ICON_CAMERA, "截图 F7"}, {ICON_CUT, "断网 F8"}};
    const struct emulator_layout *l = &w->layout;
    float p = l->point, y = (float)l->strip.y + (float)l->strip.h / 2, x = (float)(l->dot.x + l->dot.w) + 10 * p;
    word_draw(w, FACE_TEXT, 17 * p, links[w->view.link], 0xfff2f4f7, x, y, 0);
    char lag[64] = "按键→画面 —";
    if (w->frame.key_us > 0 && w->frame.presented_us >= w->frame.key_us)
        snprintf(lag, sizeof(lag), "按键→画面 %.1f ms", (double)(w->frame.presented_us - w->frame.key_us) / 1000);
    word_draw(w, FACE_TEXT, 15 * p, lag, 0xffa9b3c1, x + 92 * p, y, 0);
    SDL_Rect room = {(int)(x + 270 * p), l->strip.y, 0, l->strip.h};
    room.w = l->tools[TOOL_SAFE_AREA].x - (int)(14 * p) - room.x;
    SDL_RenderSetClipRect(w->renderer, &room);
    const char *said = w->view.message[0] ? w->view.message : w->view.screen;
    word_draw(w, FACE_TEXT, 15 * p, said, w->view.message[0] ? 0xffffd98a : 0xffd5dbe4, (float)room.x, y, 0);
    SDL_RenderSetClipRect(w->renderer, NULL);
    for (int i = TOOL_SAFE_AREA; i <= TOOL_FAULTS; i++)
        caption_draw(w, &l->tools[i], tools[i].icon, i == TOOL_FAULTS && w->view.faults ? "恢复 F8" : tools[i].label,
                     15 * p, w->look.on[i] ? 0xff1d1503 : 0xfff2f4f7, false);
}

static void draw_legend(struct emulator_window *w) {
    const struct emulator_layout *l = &w->layout;
    float below = (float)(l->tv.y + l->tv.h) + 14 * l->point, free = (float)l->strip.y - below;
    if (free < 44 * l->point)
        return;
    word_draw(w, FACE_TEXT, 15 * l->point,
              "方向键 · Enter 确定 · Esc 返回 · F1 SOS · F2 按住说话 · F3 人工 · F4 看电视 · F5 再读 · Home 一键通 · + "
              "− 音量",
              0xb0c3cbd8, (float)l->tv.x + (float)l->tv.w / 2, below + free * 0.56f, 1);
}

static void draw_broadcast(struct emulator_window *w, const SDL_Rect *tv) {
    SDL_RenderCopy(w->renderer, w->land, NULL, tv);
    float unit = (float)tv->h / 720, left = (float)tv->x + 64 * unit, top = (float)tv->y + 66 * unit;
    word_draw(w, FACE_TEXT, 34 * unit, "普陀社区频道", 0x70000000, left + 2 * unit, top + 2 * unit, 0);
    word_draw(w, FACE_TEXT, 34 * unit, "普陀社区频道", 0xf4ffffff, left, top, 0);
    char text[16];
    time_t now = time(NULL);
    struct tm local;
    strftime(text, sizeof(text), "%H:%M", localtime_r(&now, &local));
    float right = (float)(tv->x + tv->w) - 64 * unit;
    word_draw(w, FACE_TEXT, 34 * unit, text, 0x70000000, right + 2 * unit, top + 2 * unit, 2);
    word_draw(w, FACE_TEXT, 34 * unit, text, 0xf4ffffff, right, top, 2);
    word_draw(w, FACE_TEXT, 22 * unit, "电视节目示意 · 按“一键通”打开服务", 0xd8ffffff, left,
              (float)(tv->y + tv->h) - 58 * unit, 0);
}

static void draw_ended(struct emulator_window *w, const SDL_Rect *tv) {
    float p = w->layout.point, x = (float)tv->x + (float)tv->w / 2, y = (float)tv->y + (float)tv->h * 0.38f;
    word_draw(w, FACE_TEXT, 34 * p, "stb-app 已经停止", 0xfff2f4f7, x, y, 1);
    word_draw(w, FACE_TEXT, 18 * p, w->view.ended, 0xffb4bdca, x, y + 46 * p, 1);
    caption_draw(w, &w->layout.tools[TOOL_RESTART], ICON_AGAIN, "重新启动 (R)", 20 * p, 0xffffffff, false);
}

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
    const struct shapes_area *a = &w->layout.tv;
    SDL_Rect tv = {a->x, a->y, a->w, a->h};
    if (w->look.ended)
        draw_ended(w, &tv);
    else if (w->shown && w->tv)
        SDL_RenderCopy(w->renderer, w->tv, NULL, &tv);
    else
        draw_broadcast(w, &tv);
    if (w->look.on[TOOL_SAFE_AREA] && !w->look.ended)
        draw_safe_area(w, &tv);
}

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

static void make_land(struct emulator_window *w) {
    int width = 1280, height = 1280 * w->setup.tv_height / w->setup.tv_width;
    uint32_t *pixels = malloc((size_t)width * (size_t)height * 4);
    if (!pixels)
        abort();
    struct shapes_area all = {0, 0, width, height};
    struct shapes_paper paper = {pixels, width, height, all};
    emulator_scenery_paint(&paper);
    w->land = texture_new(w, width, height);
    texture_fill(w->land, pixels, width, &all);
    free(pixels);
}

static void stale_add(struct emulator_window *w, struct shapes_area a) {
    struct shapes_area *s = &w->stale;
    int right = SDL_max(s->x + s->w, a.x + a.w), bottom = SDL_max(s->y + s->h, a.y + a.h);
    if (s->w > 0) {
        a.x = SDL_min(a.x, s->x);
        a.y = SDL_min(a.y, s->y);
        a.w = right - a.x;
        a.h = bottom - a.y;
    }
    SDL_Rect whole = {0, 0, w->layout.width, w->layout.height}, part = {a.x, a.y, a.w, a.h};
    if (SDL_IntersectRect(&whole, &part, &part))
        *s = (struct shapes_area){part.x, part.y, part.w, part.h};
    w->redraw = true;
}

static void resize(struct emulator_window *w) {
    int width, height, window_width;
    SDL_GetRendererOutputSize(w->renderer, &width, &height);
    SDL_GetWindowSize(w->window, &window_width, NULL);
    int tv_width = w->frame.pixels ? w->frame.width : w->setup.tv_width;
    int tv_height = w->frame.pixels ? w->frame.height : w->setup.tv_height;
    emulator_room_layout(&w->layout, width, height, (float)width / (float)window_width, tv_width, tv_height);
    uint32_t *pixels = realloc(w->paper.pixels, (size_t)width * (size_t)height * 4);
    if (!pixels)
        abort();
    w->paper = (struct shapes_paper){.pixels = pixels, .width = width, .height = height};
    SDL_DestroyTexture(w->room);
    w->room = texture_new(w, width, height);
    words_drop(w);
    w->stale = (struct shapes_area){0};
    stale_add(w, (struct shapes_area){0, 0, width, height});
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

static void button_changed(struct emulator_window *w, int index) {
    if (index >= 0)
        stale_add(w, emulator_room_button(&w->layout, index));
}

static void key_sent(struct emulator_window *w, const char *key, bool down) {
    if (!key)
        return;
    button_changed(w, emulator_remote_index(key));
    w->setup.on_key(w->setup.data, key, down);
}

static void tool_used(struct emulator_window *w, enum emulator_tool tool) {
    if (tool == TOOL_SAFE_AREA)
        w->look.on[tool] = !w->look.on[tool];
    else if (tool != TOOL_RESTART || w->look.ended)
        w->setup.on_tool(w->setup.data, tool);
    stale_add(w, w->layout.tools[tool]);
}

static void tool_mark(struct emulator_window *w, enum emulator_tool *mark, enum emulator_tool tool) {
    if (*mark == tool)
        return;
    if (*mark != TOOL_NONE)
        stale_add(w, w->layout.tools[*mark]);
    if (tool != TOOL_NONE)
        stale_add(w, w->layout.tools[tool]);
    *mark = tool;
}

static void pointer_moved(struct emulator_window *w, float x, float y) {
    int before = w->remote.hover;
    float unit = w->layout.remote_unit;
    if (emulator_remote_hover(&w->remote, (x - (float)w->layout.remote.x) / unit,
                              (y - (float)w->layout.remote.y) / unit)) {
        button_changed(w, before);
        button_changed(w, w->remote.hover);
    }
    tool_mark(w, &w->look.hover, emulator_room_tool_at(&w->layout, w->look.ended, (int)x, (int)y));
}

static void pointer_pressed(struct emulator_window *w, float x, float y) {
    float unit = w->layout.remote_unit;
    key_sent(w,
             emulator_remote_press(&w->remote, (x - (float)w->layout.remote.x) / unit,
                                   (y - (float)w->layout.remote.y) / unit),
             true);
    tool_mark(w, &w->look.held, emulator_room_tool_at(&w->layout, w->look.ended, (int)x, (int)y));
}

static void pointer_released(struct emulator_window *w, float x, float y) {
    int index = w->remote.mouse;
    key_sent(w, emulator_remote_release(&w->remote), false);
    button_changed(w, index);
    enum emulator_tool held = w->look.held;
    tool_mark(w, &w->look.held, TOOL_NONE);
    if (held != TOOL_NONE && held == emulator_room_tool_at(&w->layout, w->look.ended, (int)x, (int)y))
        tool_used(w, held);
}

static const struct {
    SDL_Keycode code;
    const char *key;
} keyboard[] = {
    {SDLK_UP, "KEY_UP"},
    {SDLK_DOWN, "KEY_DOWN"},
    {SDLK_LEFT, "KEY_LEFT"},
    {SDLK_RIGHT, "KEY_RIGHT"},
    {SDLK_RETURN, "KEY_OK"},
    {SDLK_KP_ENTER, "KEY_OK"},
    {SDLK_ESCAPE, "KEY_BACK"},
    {SDLK_BACKSPACE, "KEY_BACK"},
    {SDLK_F1, "KEY_SOS"},
    {SDLK_F2, "KEY_VOICECOMMAND"},
    {SDLK_F3, "KEY_PHONE"},
    {SDLK_F4, "KEY_TV"},
    {SDLK_F5, "KEY_INFO"},
    {SDLK_HOME, "KEY_HOMEPAGE"},
    {SDLK_PLUS, "KEY_VOLUMEUP"},
    {SDLK_EQUALS, "KEY_VOLUMEUP"},
    {SDLK_KP_PLUS, "KEY_VOLUMEUP"},
    {SDLK_MINUS, "KEY_VOLUMEDOWN"},
    {SDLK_KP_MINUS, "KEY_VOLUMEDOWN"},
    {SDLK_0, "KEY_0"},
    {SDLK_1, "KEY_1"},
    {SDLK_2, "KEY_2"},
    {SDLK_3, "KEY_3"},
    {SDLK_4, "KEY_4"},
    {SDLK_5, "KEY_5"},
    {SDLK_6, "KEY_6"},
    {SDLK_7, "KEY_7"},
    {SDLK_8, "KEY_8"},
    {SDLK_9, "KEY_9"},
    {SDLK_KP_0, "KEY_0"},
    {SDLK_KP_1, "KEY_1"},
    {SDLK_KP_2, "KEY_2"},
    {SDLK_KP_3, "KEY_3"},
    {SDLK_KP_4, "KEY_4"},
    {SDLK_KP_5, "KEY_5"},
    {SDLK_KP_6, "KEY_6"},
    {SDLK_KP_7, "KEY_7"},
    {SDLK_KP_8, "KEY_8"},
    {SDLK_KP_9, "KEY_9"},
};
static const struct {
    SDL_Keycode code;
    enum emulator_tool tool;
} shortcuts[] = {{SDLK_F6, TOOL_SAFE_AREA}, {SDLK_F7, TOOL_SHOT}, {SDLK_F8, TOOL_FAULTS}, {SDLK_r, TOOL_RESTART}};

static void keyboard_used(struct emulator_window *w, SDL_Keycode code, bool down) {
    for (size_t i = 0; i < SDL_arraysize(keyboard); i++)
        if (keyboard[i].code == code)
            key_sent(w, emulator_remote_keyboard(&w->remote, keyboard[i].key, down), down);
    for (size_t i = 0; down && i < SDL_arraysize(shortcuts); i++)
        if (shortcuts[i].code == code)
            tool_used(w, shortcuts[i].tool);
}

static void window_event(struct emulator_window *w, const SDL_WindowEvent *event) {
    if (event->event == SDL_WINDOWEVENT_SIZE_CHANGED || event->event == SDL_WINDOWEVENT_DISPLAY_CHANGED)
        resize(w);
    else if (event->event == SDL_WINDOWEVENT_EXPOSED)
        w->redraw = true;
    else if (event->event == SDL_WINDOWEVENT_LEAVE)
        pointer_moved(w, -1, -1);
}

static void event_taken(struct emulator_window *w, const SDL_Event *event) {
    float p = w->layout.point;
    switch (event->type) {
    case SDL_QUIT:
        w->setup.on_close(w->setup.data);
        break;
    case SDL_WINDOWEVENT:
        window_event(w, &event->window);
        break;
    case SDL_MOUSEMOTION:
        pointer_moved(w, (float)event->motion.x * p, (float)event->motion.y * p);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button == SDL_BUTTON_LEFT)
            pointer_pressed(w, (float)event->button.x * p, (float)event->button.y * p);
        break;
    case SDL_MOUSEBUTTONUP:
        if (event->button.button == SDL_BUTTON_LEFT)
            pointer_released(w, (float)event->button.x * p, (float)event->button.y * p);
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        if (!event->key.repeat)
            keyboard_used(w, event->key.keysym.sym, event->type == SDL_KEYDOWN);
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
    enum emulator_frame_news news = w->memory ? emulator_frame_take(&w->frame, w->memory, &changed) : FRAME_SAME;
    if (news == FRAME_WRONG && !w->wrong_said)
        log_error("window", "the shared picture is not as stb-app/frames.h says; not shown");
    w->wrong_said = news == FRAME_WRONG;
    if (news == FRAME_RESIZED) {
        SDL_DestroyTexture(w->tv);
        w->tv = texture_new(w, w->frame.width, w->frame.height);
        resize(w);
    }
    if (news == FRAME_CHANGED || news == FRAME_RESIZED) {
        texture_fill(w->tv, w->frame.pixels, w->frame.width, &changed);
        w->redraw = true;
    }
    shown = shown && news != FRAME_WRONG && w->frame.sequence != 0;
    w->redraw |= shown != w->shown;
    w->shown = shown;
}

static void room_refresh(struct emulator_window *w) {
    if (w->stale.w <= 0)
        return;
    w->paper.clip = w->stale;
    emulator_room_paint(&w->paper, &w->layout, &w->look);
    texture_fill(w->room, w->paper.pixels, w->paper.width, &w->stale);
    w->stale = (struct shapes_area){0};
}

void emulator_window_turn(struct emulator_window *w) {
    SDL_Event event;
    while (SDL_PollEvent(&event))
        event_taken(w, &event);
    frame_fetch(w);
    int64_t minute = time(NULL) / 60;
    w->redraw |= minute != w->minute && !w->shown;
    w->minute = minute;
    if (!w->redraw || !w->room)
        return;
    room_refresh(w);
    SDL_RenderCopy(w->renderer, w->room, NULL, NULL);
    draw_glass(w);
    draw_button_words(w);
    draw_legend(w);
    draw_strip(w);
    SDL_RenderPresent(w->renderer);
    w->redraw = false;
}

void emulator_window_frames(struct emulator_window *w, const void *memory) {
    w->memory = memory;
    w->frame.sequence = 0;
    w->frame.key_us = w->frame.presented_us = 0;
    w->redraw = true;
}

void emulator_window_view(struct emulator_window *w, const struct emulator_view *view) {
    bool ended = view->ended[0] != 0;
    if (ended != w->look.ended)
        stale_add(w, (struct shapes_area){0, 0, w->layout.width, w->layout.height});
    if (view->link != w->look.link || view->faults != w->look.on[TOOL_FAULTS])
        stale_add(w, w->layout.strip);
    w->look.ended = ended;
    w->look.link = view->link;
    w->look.on[TOOL_FAULTS] = view->faults;
    w->view = *view;
    w->redraw = true;
}

/* --- opening and closing */

static void open_fonts(struct emulator_window *w) {
    if (TTF_Init() != 0) {
        log_warning("window", "no words on the remote: %s", TTF_GetError());
        return;
    }
    for (int i = 0; i < FACES; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", w->setup.fonts_dir, face_files[i]);
        w->faces[i] = TTF_OpenFont(path, 24);
        if (!w->faces[i])
            log_warning("window", "%s cannot be read; the remote goes without", path);
        else
            TTF_SetFontHinting(w->faces[i], TTF_HINTING_LIGHT);
    }
}

static bool open_window(struct emulator_window *w) {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
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

struct emulator_window *emulator_window_create(const struct emulator_window_setup *setup, char *why) {
    struct emulator_window *w = calloc(1, sizeof(*w));
    if (!w)
        abort();
    w->setup = *setup;
    emulator_remote_init(&w->remote);
    w->look = (struct emulator_look){.remote = &w->remote, .hover = TOOL_NONE, .held = TOOL_NONE};
    if (!open_window(w)) {
        snprintf(why, EMULATOR_TEXT_SIZE, "%s", SDL_GetError());
        emulator_window_destroy(w);
        return NULL;
    }
    open_fonts(w);
    textures_again(w);
    return w;
}

void emulator_window_destroy(struct emulator_window *w) {
    if (!w)
        return;
    words_drop(w);
    for (int i = 0; i < FACES; i++)
        if (w->faces[i])
            TTF_CloseFont(w->faces[i]);
    if (TTF_WasInit())
        TTF_Quit();
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
