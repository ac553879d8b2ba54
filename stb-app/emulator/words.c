/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words are a list that is made anew for each picture from what is known then; there is nothing to keep in step.
 * The window keeps the pictures of words that come again, so a list costs next to nothing.
 *
 * Icons are of assets/icons.json, which decides what is cut into the icon font.
 */
#include "stb-app/emulator/words.h"
#include <math.h>
#include <stdio.h>

enum { ICON_SCREEN = 0xe333, ICON_CAMERA = 0xe412, ICON_CUT = 0xe648, ICON_AGAIN = 0xe627 };

/* The list is as long as it needs to be; a word too many is left out. */
static struct emulator_word *add(struct emulator_words *words, const char *text, float size, uint32_t colour, float x,
                                 float y, enum emulator_align align) {
    static struct emulator_word spare;
    struct emulator_word *word = words->count < EMULATOR_WORDS_MAX ? &words->list[words->count++] : &spare;
    *word = (struct emulator_word){.size = size, .colour = colour, .x = x, .y = y, .align = align};
    snprintf(word->text, sizeof(word->text), "%s", text);
    return word;
}

static struct emulator_word *add_middle(struct emulator_words *words, const struct shapes_area *a, const char *text,
                                        float size, uint32_t colour) {
    return add(words, text, size, colour, (float)a->x + (float)a->w / 2, (float)a->y + (float)a->h / 2, ALIGN_MIDDLE);
}

static void add_label(struct emulator_words *words, const struct emulator_layout *l, const struct emulator_button *b,
                      bool held, const struct labels *labels) {
    float unit = l->remote_unit, x = (float)l->remote.x + (b->x + b->w / 2) * unit;
    float y = (float)l->remote.y + (b->y + b->h / 2) * unit + (held ? 1 : 0);
    uint32_t ink = emulator_room_ink(b);
    const char *label = b->face[0] ? b->face : labels_text(labels, b->label);
    if (b->note != LABEL_NONE) {
        add(words, label, b->text_size * unit, ink, x, y - 15 * unit, ALIGN_MIDDLE)->bold = true;
        add(words, labels_text(labels, b->note), b->text_size * 0.42f * unit, ink, x, y + 33 * unit, ALIGN_MIDDLE);
        return;
    }
    struct emulator_word *word = add(words, label, b->text_size * unit, ink, x, y, ALIGN_MIDDLE);
    word->icon = b->icon;
    word->stacked = b->h > 80;
}

static void add_remote(struct emulator_words *words, const struct emulator_layout *l,
                       const struct emulator_remote *remote, const struct labels *labels) {
    size_t count;
    const struct emulator_button *buttons = emulator_remote_buttons(&count);
    for (size_t i = 0; i < count; i++)
        add_label(words, l, &buttons[i], emulator_remote_held(remote, (int)i), labels);
    add(words, labels_text(labels, LABEL_BRAND), 17 * l->remote_unit, 0xffa4adbb,
        (float)l->remote.x + (float)l->remote.w / 2, (float)l->remote.y + 1026 * l->remote_unit, ALIGN_MIDDLE);
}

static void add_strip(struct emulator_words *words, const struct emulator_layout *l, const struct emulator_view *view,
                      int64_t lag_us, const struct labels *labels) {
    static const enum label links[EMULATOR_LINKS] = {[EMULATOR_LINK_UNKNOWN] = LABEL_LINK_UNKNOWN,
                                                     [LINK_CONNECTED] = LABEL_LINK_CONNECTED,
                                                     [LINK_CONNECTING] = LABEL_LINK_CONNECTING,
                                                     [LINK_OFFLINE] = LABEL_LINK_OFFLINE};
    float p = l->point, y = (float)l->strip.y + (float)l->strip.h / 2, x = (float)(l->dot.x + l->dot.w) + 10 * p;
    char took[32] = "—", lag[96];
    if (lag_us >= 0)
        snprintf(took, sizeof(took), "%.1f ms", (double)lag_us / 1000);
    labels_fill(lag, sizeof(lag), labels, LABEL_LAG, took);
    add(words, labels_text(labels, links[view->link]), 17 * p, 0xfff2f4f7, x, y, ALIGN_LEFT);
    add(words, lag, 15 * p, 0xffa9b3c1, x + 92 * p, y, ALIGN_LEFT);
    bool said = view->message[0] != 0;
    float from = x + 260 * p, to = (float)l->tools[TOOL_SAFE_AREA].x - 14 * p;
    add(words, said ? view->message : view->screen, 15 * p, said ? 0xffffd98a : 0xffd5dbe4, from, y, ALIGN_LEFT)
        ->width = to - from;
}

static void add_tools(struct emulator_words *words, const struct emulator_layout *l, const struct emulator_look *look,
                      const struct labels *labels) {
    const struct {
        uint32_t icon;
        enum label label;
    } tools[] = {[TOOL_SAFE_AREA] = {ICON_SCREEN, LABEL_SAFE_AREA},
                 [TOOL_SHOT] = {ICON_CAMERA, LABEL_TAKE_PICTURE},
                 [TOOL_FAULTS] = {ICON_CUT, look->on[TOOL_FAULTS] ? LABEL_MEND_LINE : LABEL_CUT_LINE}};
    for (int i = TOOL_SAFE_AREA; i <= TOOL_FAULTS; i++)
        add_middle(words, &l->tools[i], labels_text(labels, tools[i].label), 15 * l->point,
                   look->on[i] ? 0xff1d1503 : 0xfff2f4f7)
            ->icon = tools[i].icon;
}

/* What the keyboard does, where there is room for it. */
static void add_legend(struct emulator_words *words, const struct emulator_layout *l, const struct labels *labels) {
    float below = (float)(l->tv.y + l->tv.h) + 14 * l->point, free = (float)l->strip.y - below;
    float size = fminf(15 * l->point, (float)l->tv.w / 56);
    if (free >= 40 * l->point && size > 10 * l->point)
        add(words, labels_text(labels, LABEL_LEGEND), size, 0xb0c3cbd8, (float)l->tv.x + (float)l->tv.w / 2,
            below + free * 0.56f, ALIGN_MIDDLE);
}

static void add_shaded(struct emulator_words *words, const char *text, float size, float x, float y,
                       enum emulator_align align) {
    add(words, text, size, 0x70000000, x + size / 16, y + size / 16, align)->bold = true;
    add(words, text, size, 0xf4ffffff, x, y, align)->bold = true;
}

static void add_broadcast(struct emulator_words *words, const struct emulator_layout *l,
                          const struct emulator_moment *moment, const struct labels *labels) {
    float unit = (float)l->tv.h / 720, left = (float)l->tv.x + 66 * unit, top = (float)l->tv.y + 66 * unit;
    char clock[16];
    snprintf(clock, sizeof(clock), "%02d:%02d", moment->hour % 24, moment->minute % 60);
    add_shaded(words, labels_text(labels, LABEL_BROADCAST), 32 * unit, left, top, ALIGN_LEFT);
    add_shaded(words, clock, 32 * unit, (float)(l->tv.x + l->tv.w) - 66 * unit, top, ALIGN_RIGHT);
    add(words, labels_text(labels, LABEL_BROADCAST_NOTE), 22 * unit, 0xd8ffffff, left,
        (float)(l->tv.y + l->tv.h) - 56 * unit, ALIGN_LEFT);
}

static void add_ended(struct emulator_words *words, const struct emulator_layout *l, const char *error,
                      const struct labels *labels) {
    float p = l->point, x = (float)l->tv.x + (float)l->tv.w / 2, y = (float)l->tv.y + (float)l->tv.h * 0.38f;
    add(words, labels_text(labels, LABEL_STOPPED), 34 * p, 0xfff2f4f7, x, y, ALIGN_MIDDLE);
    add(words, error, 18 * p, 0xffb4bdca, x, y + 46 * p, ALIGN_MIDDLE);
    add_middle(words, &l->tools[TOOL_RESTART], labels_text(labels, LABEL_RESTART), 20 * p, 0xffffffff)->icon =
        ICON_AGAIN;
}

void emulator_words_make(struct emulator_words *words, const struct emulator_layout *layout,
                         const struct emulator_look *look, const struct emulator_view *view,
                         const struct emulator_moment *moment, const struct labels *labels) {
    words->count = 0;
    if (look->ended)
        add_ended(words, layout, view->ended, labels);
    else if (moment->broadcast)
        add_broadcast(words, layout, moment, labels);
    add_remote(words, layout, look->remote, labels);
    add_legend(words, layout, labels);
    add_strip(words, layout, view, moment->lag_us, labels);
    add_tools(words, layout, look, labels);
}
