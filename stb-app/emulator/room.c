/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout: the strip along the bottom, the remote at the right as tall as there is room, the television in what is
 * left, in the middle. All of it is painted back to front with emulator_shapes; a single button is repainted by
 * painting everything with the clip set to the button, so that there is one order of layers and one look.
 */
#include "stb-app/emulator/room.h"
#include <math.h>
#include <string.h>

enum { STRIP_HIGH = 56, GAP = 26, BEZEL = 12, LEGEND_HIGH = 58, TOOL_WIDE = 124, TOOL_HIGH = 38, GLOW = 8 };

static const struct {
    uint32_t top, bottom, ink;
} tones[EMULATOR_TONES] = {
    [EMULATOR_PLAIN] = {0xff4c5462, 0xff373e4a, 0xfff2f4f7}, [EMULATOR_RED] = {0xffe8545a, 0xffb8262d, 0xfffff6f2},
    [EMULATOR_BLUE] = {0xff4a8ae0, 0xff2a5fb0, 0xfff5f9ff},  [EMULATOR_AMBER] = {0xfff7b955, 0xffd88a1e, 0xff2b1c05},
    [EMULATOR_PALE] = {0xfff0f3f8, 0xffc5ccd8, 0xff1d2430},
};
static const uint32_t dots[EMULATOR_LINKS] = {[EMULATOR_LINK_UNKNOWN] = 0xff7b8494,
                                              [LINK_CONNECTED] = 0xff3ecf8e,
                                              [LINK_CONNECTING] = 0xfff2b84b,
                                              [LINK_OFFLINE] = 0xfff06a6a};

uint32_t emulator_room_ink(const struct emulator_button *button) {
    return tones[button->tone].ink;
}

static int points(const struct emulator_layout *l, float count) {
    return (int)lrintf(count * l->point);
}

static void lay_out_strip(struct emulator_layout *l) {
    l->strip = (struct shapes_area){0, l->height - points(l, STRIP_HIGH), l->width, points(l, STRIP_HIGH)};
    int x = l->width - points(l, GAP - 6), y = l->strip.y + (l->strip.h - points(l, TOOL_HIGH)) / 2;
    for (int i = TOOL_FAULTS; i >= TOOL_SAFE_AREA; i--) {
        x -= points(l, TOOL_WIDE);
        l->tools[i] = (struct shapes_area){x, y, points(l, TOOL_WIDE), points(l, TOOL_HIGH)};
        x -= points(l, 10);
    }
    l->dot =
        (struct shapes_area){points(l, GAP), l->strip.y + l->strip.h / 2 - points(l, 6), points(l, 12), points(l, 12)};
}

static void lay_out_tv(struct emulator_layout *l, int tv_width, int tv_height) {
    int gap = points(l, GAP), bezel = points(l, BEZEL);
    int wide = l->remote.x - 2 * gap - 2 * bezel, high = l->strip.y - 2 * gap - 2 * bezel;
    float share = fminf((float)wide / (float)tv_width, (float)high / (float)tv_height);
    l->tv.w = (int)((float)tv_width * share);
    l->tv.h = (int)((float)tv_height * share);
    l->tv.x = gap + bezel + (wide - l->tv.w) / 2;
    int left = high - l->tv.h, legend = points(l, LEGEND_HIGH);
    l->tv.y = gap + bezel + (left > legend ? (left - legend) / 2 : left / 2);
    int button_w = points(l, 190), button_h = points(l, 52);
    l->tools[TOOL_RESTART] = (struct shapes_area){l->tv.x + (l->tv.w - button_w) / 2,
                                                  l->tv.y + l->tv.h * 62 / 100 - button_h / 2, button_w, button_h};
}

void emulator_room_layout(struct emulator_layout *l, int width, int height, float point, int tv_width, int tv_height) {
    *l = (struct emulator_layout){.point = point, .width = width, .height = height};
    lay_out_strip(l);
    int gap = points(l, GAP), high = l->strip.y - 2 * points(l, 18);
    l->remote_unit = (float)high / EMULATOR_REMOTE_HEIGHT;
    l->remote.w = (int)(EMULATOR_REMOTE_WIDTH * l->remote_unit);
    l->remote.h = high;
    l->remote.x = width - gap - l->remote.w;
    l->remote.y = points(l, 18);
    lay_out_tv(l, tv_width, tv_height);
}

static struct shapes_item box(const struct shapes_area *a, float grow, float radius, uint32_t top, uint32_t bottom) {
    return (struct shapes_item){.x = (float)a->x - grow,
                                .y = (float)a->y - grow,
                                .w = (float)a->w + 2 * grow,
                                .h = (float)a->h + 2 * grow,
                                .radius = radius,
                                .top = top,
                                .bottom = bottom};
}

static void paint_box(struct shapes_paper *paper, const struct shapes_area *a, float grow, float radius, uint32_t top,
                      uint32_t bottom) {
    struct shapes_item s = box(a, grow, radius, top, bottom);
    shapes_paint(paper, &s);
}

static void paint_frame(struct shapes_paper *paper, const struct shapes_area *a, float grow, float radius, float width,
                        uint32_t top, uint32_t bottom) {
    struct shapes_item s = box(a, grow, radius, top, bottom);
    s.kind = SHAPES_FRAME;
    s.width = width;
    shapes_paint(paper, &s);
}

static void paint_shadow(struct shapes_paper *paper, const struct shapes_area *a, float grow, float radius, float soft,
                         float down, uint32_t colour) {
    struct shapes_item s = box(a, grow, radius, colour, colour);
    s.soft = soft;
    s.y += down;
    shapes_paint(paper, &s);
}

static void paint_wall(struct shapes_paper *paper, const struct emulator_layout *l) {
    struct shapes_area wall = {0, 0, l->width, l->strip.y}, strip = l->strip;
    paint_box(paper, &wall, 0, 0, 0xff454d5c, 0xff2a303b);
    paint_shadow(paper, &l->tv, 10 * l->point, 80 * l->point, 110 * l->point, 0, 0x38a8c4e8);
    paint_box(paper, &strip, 0, 0, 0xff171b22, 0xff12151a);
    strip.h = points(l, 1);
    paint_box(paper, &strip, 0, 0, 0xff343b47, 0xff343b47);
}

static void paint_tv(struct shapes_paper *paper, const struct emulator_layout *l, bool ended) {
    float p = l->point;
    paint_shadow(paper, &l->tv, 10 * p, 18 * p, 26 * p, 14 * p, 0x90000000);
    paint_box(paper, &l->tv, BEZEL * p, 12 * p, 0xff262a31, 0xff0d0f12);
    paint_frame(paper, &l->tv, BEZEL * p, 12 * p, 1.2f * p, 0xff565d69, 0xff23272e);
    paint_frame(paper, &l->tv, 2 * p, 2 * p, 2 * p, 0xff050607, 0xff050607);
    paint_box(paper, &l->tv, 0, 0, 0xff0e1116, 0xff080a0d);
    if (!ended)
        return;
    struct shapes_area light = {l->tv.x + l->tv.w / 2 - points(l, 14), l->tv.y + l->tv.h + points(l, 5), points(l, 28),
                                points(l, 3)};
    paint_box(paper, &light, 0, 1.5f * p, 0xffd0474c, 0xffd0474c);
}

static void paint_tool(struct shapes_paper *paper, const struct emulator_layout *l, const struct emulator_look *look,
                       enum emulator_tool tool) {
    const struct shapes_area *a = &l->tools[tool];
    uint32_t colour = look->on[tool] ? 0xffe0a437 : tool == TOOL_RESTART ? 0xff2f6fc4 : 0xff2b323d;
    if (look->held == tool)
        colour = shapes_mix(colour, 0xff000000, 0.3f);
    else if (look->hover == tool)
        colour = shapes_mix(colour, 0xffffffff, 0.14f);
    paint_box(paper, a, 0, (float)a->h / 2, shapes_mix(colour, 0xffffffff, 0.06f), colour);
    paint_frame(paper, a, 0, (float)a->h / 2, l->point, 0x30ffffff, 0x18ffffff);
}

static struct shapes_area button_area(const struct emulator_layout *l, const struct emulator_button *b) {
    float unit = l->remote_unit;
    return (struct shapes_area){l->remote.x + (int)lrintf(b->x * unit), l->remote.y + (int)lrintf(b->y * unit),
                                (int)lrintf(b->w * unit), (int)lrintf(b->h * unit)};
}

static void paint_wedge(struct shapes_paper *paper, const struct emulator_layout *l, const struct emulator_button *b,
                        uint32_t top, uint32_t bottom, uint32_t arrow) {
    struct shapes_area a = button_area(l, b);
    struct shapes_item wedge = box(&a, 0, b->radius * l->remote_unit, top, bottom);
    wedge.kind = SHAPES_WEDGE;
    wedge.turn = (float)(b->shape - EMULATOR_WEDGE_UP);
    wedge.width = 2.2f * l->remote_unit;
    shapes_paint(paper, &wedge);
    float size = 26 * l->remote_unit, away = (b->w / 4 + b->radius / 2 + 3) * l->remote_unit;
    static const float way_x[] = {0, 1, 0, -1}, way_y[] = {-1, 0, 1, 0};
    int turn = b->shape - EMULATOR_WEDGE_UP;
    struct shapes_item tip = {
        .kind = SHAPES_ARROW, .w = size, .h = size * 0.8f, .turn = wedge.turn, .top = arrow, .bottom = arrow};
    tip.h = tip.w; /* the box is the same whichever way it points */
    tip.x = (float)a.x + (float)a.w / 2 + way_x[turn] * away - tip.w / 2;
    tip.y = (float)a.y + (float)a.h / 2 + way_y[turn] * away - tip.h / 2;
    shapes_paint(paper, &tip);
}

static void paint_pill(struct shapes_paper *paper, const struct emulator_layout *l, const struct emulator_button *b,
                       bool held, uint32_t top, uint32_t bottom) {
    struct shapes_area a = button_area(l, b);
    float unit = l->remote_unit, radius = b->radius * unit;
    if (!held)
        paint_shadow(paper, &a, 0, radius, 5 * unit, 4 * unit, 0xa0000000);
    paint_box(paper, &a, 0, radius, top, bottom);
    paint_frame(paper, &a, 0, radius, 1.4f * unit, held ? 0x30000000 : 0x60ffffff, held ? 0x10ffffff : 0x08ffffff);
    if (held)
        paint_frame(paper, &a, 5 * unit, radius + 5 * unit, 3 * unit, 0xffffd54a, 0xffffd54a);
}

static void paint_button(struct shapes_paper *paper, const struct emulator_layout *l, const struct emulator_look *look,
                         int index) {
    size_t count;
    const struct emulator_button *b = &emulator_remote_buttons(&count)[index];
    bool held = emulator_remote_held(look->remote, index);
    uint32_t top = tones[b->tone].top, bottom = tones[b->tone].bottom;
    if (held) {
        uint32_t swap = shapes_mix(top, 0xff000000, 0.12f);
        top = shapes_mix(bottom, 0xff000000, 0.22f);
        bottom = swap;
    } else if (look->remote->hover == index) {
        top = shapes_mix(top, 0xffffffff, 0.16f);
        bottom = shapes_mix(bottom, 0xffffffff, 0.16f);
    }
    if (b->shape == EMULATOR_PILL)
        paint_pill(paper, l, b, held, top, bottom);
    else
        paint_wedge(paper, l, b, top, bottom, held ? 0xffffd54a : 0xfff2f4f7);
}

static void paint_remote(struct shapes_paper *paper, const struct emulator_layout *l,
                         const struct emulator_look *look) {
    float unit = l->remote_unit;
    paint_shadow(paper, &l->remote, 0, 66 * unit, 30 * unit, 14 * unit, 0xa0000000);
    paint_box(paper, &l->remote, 0, 62 * unit, 0xff2d323b, 0xff16191e);
    paint_frame(paper, &l->remote, 0, 62 * unit, 1.6f * unit, 0xff6a7281, 0xff2a2f38);
    struct shapes_area eye = {l->remote.x + l->remote.w / 2 - (int)(15 * unit), l->remote.y + (int)(24 * unit),
                              (int)(30 * unit), (int)(10 * unit)};
    paint_box(paper, &eye, 0, 5 * unit, 0xff3b1216, 0xff5c1b20);
    struct shapes_area ring = {l->remote.x + (int)(48 * unit), l->remote.y + (int)(310 * unit), (int)(244 * unit),
                               (int)(244 * unit)};
    paint_box(paper, &ring, 0, 122 * unit, 0xff121418, 0xff1d2127);
    size_t count;
    emulator_remote_buttons(&count);
    for (int i = (int)count - 1; i >= 0; i--)
        paint_button(paper, l, look, i);
}

void emulator_room_paint(struct shapes_paper *paper, const struct emulator_layout *l,
                         const struct emulator_look *look) {
    paint_wall(paper, l);
    paint_tv(paper, l, look->ended);
    paint_remote(paper, l, look);
    for (int i = 0; i < TOOLS; i++)
        if (i != TOOL_RESTART || look->ended)
            paint_tool(paper, l, look, (enum emulator_tool)i);
    paint_shadow(paper, &l->dot, 2, 8 * l->point, 6 * l->point, 0, dots[look->link] & 0x60ffffff);
    paint_box(paper, &l->dot, 0, (float)l->dot.h / 2, dots[look->link], dots[look->link]);
}

struct shapes_area emulator_room_button(const struct emulator_layout *l, int index) {
    size_t count;
    struct shapes_area a = button_area(l, &emulator_remote_buttons(&count)[index]);
    int more = (int)ceilf(GLOW * l->remote_unit) + 4;
    return (struct shapes_area){a.x - more, a.y - more, a.w + 2 * more, a.h + 2 * more};
}

enum emulator_tool emulator_room_tool_at(const struct emulator_layout *l, bool ended, int x, int y) {
    for (int i = 0; i < TOOLS; i++) {
        const struct shapes_area *a = &l->tools[i];
        if (x >= a->x && x < a->x + a->w && y >= a->y && y < a->y + a->h && (i != TOOL_RESTART || ended))
            return (enum emulator_tool)i;
    }
    return TOOL_NONE;
}

enum emulator_tool emulator_room_shortcut(const char *name) {
    static const char *const keys[TOOLS] = {
        [TOOL_SAFE_AREA] = "F6", [TOOL_SHOT] = "F7", [TOOL_FAULTS] = "F8", [TOOL_RESTART] = "R"};
    for (int i = 0; i < TOOLS; i++)
        if (strcmp(keys[i], name) == 0)
            return (enum emulator_tool)i;
    return TOOL_NONE;
}
