/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A press is felt at once: the key goes out on the way down, the tools act on the way up and only if the pointer is
 * still on them, as everywhere on a desktop. What changed its look joins the stale area, one rectangle that is painted
 * and emptied once a turn; that it may cover more than needed costs less than keeping a list.
 */
#include "stb-app/emulator/controls.h"

static int least(int a, int b) {
    return a < b ? a : b;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

/* Both areas in one, within the window. */
void emulator_controls_stale(struct emulator_controls *h, struct shapes_area a) {
    struct shapes_area *s = &h->stale;
    bool any = s->w > 0;
    int left = any ? least(s->x, a.x) : a.x, top = any ? least(s->y, a.y) : a.y;
    int right = any ? most(s->x + s->w, a.x + a.w) : a.x + a.w, bottom = any ? most(s->y + s->h, a.y + a.h) : a.y + a.h;
    left = most(left, 0);
    top = most(top, 0);
    *s = (struct shapes_area){left, top, least(right, h->layout.width) - left, least(bottom, h->layout.height) - top};
    if (s->w <= 0 || s->h <= 0)
        *s = (struct shapes_area){0};
    h->changed = true;
}

void emulator_controls_init(struct emulator_controls *h) {
    *h = (struct emulator_controls){.look = {.remote = &h->remote, .hover = TOOL_NONE, .held = TOOL_NONE}};
    emulator_remote_init(&h->remote);
}

static void button_changed(struct emulator_controls *h, int index) {
    if (index >= 0)
        emulator_controls_stale(h, emulator_room_button(&h->layout, index));
}

static void key_sent(struct emulator_controls *h, const char *key, bool down) {
    if (!key)
        return;
    button_changed(h, emulator_remote_index(key));
    h->on_key(h->data, key, down);
}

static void tool_used(struct emulator_controls *h, enum emulator_tool tool) {
    if (tool == TOOL_SAFE_AREA)
        h->look.on[tool] = !h->look.on[tool];
    else if (tool != TOOL_RESTART || h->look.ended)
        h->on_tool(h->data, tool);
    emulator_controls_stale(h, h->layout.tools[tool]);
}

static void tool_mark(struct emulator_controls *h, enum emulator_tool *mark, enum emulator_tool tool) {
    if (*mark == tool)
        return;
    if (*mark != TOOL_NONE)
        emulator_controls_stale(h, h->layout.tools[*mark]);
    if (tool != TOOL_NONE)
        emulator_controls_stale(h, h->layout.tools[tool]);
    *mark = tool;
}

void emulator_controls_moved(struct emulator_controls *h, float x, float y) {
    int before = h->remote.hover;
    float unit = h->layout.remote_unit;
    if (emulator_remote_hover(&h->remote, (x - (float)h->layout.remote.x) / unit,
                              (y - (float)h->layout.remote.y) / unit)) {
        button_changed(h, before);
        button_changed(h, h->remote.hover);
    }
    tool_mark(h, &h->look.hover, emulator_room_tool_at(&h->layout, h->look.ended, (int)x, (int)y));
}

void emulator_controls_pressed(struct emulator_controls *h, float x, float y) {
    float unit = h->layout.remote_unit;
    key_sent(h,
             emulator_remote_press(&h->remote, (x - (float)h->layout.remote.x) / unit,
                                   (y - (float)h->layout.remote.y) / unit),
             true);
    tool_mark(h, &h->look.held, emulator_room_tool_at(&h->layout, h->look.ended, (int)x, (int)y));
}

void emulator_controls_released(struct emulator_controls *h, float x, float y) {
    int index = h->remote.mouse;
    key_sent(h, emulator_remote_release(&h->remote), false);
    button_changed(h, index);
    enum emulator_tool held = h->look.held;
    tool_mark(h, &h->look.held, TOOL_NONE);
    if (held != TOOL_NONE && held == emulator_room_tool_at(&h->layout, h->look.ended, (int)x, (int)y))
        tool_used(h, held);
}

void emulator_controls_typed(struct emulator_controls *h, const char *name, bool down) {
    const char *key = emulator_remote_desktop_key(name);
    if (key)
        key_sent(h, emulator_remote_keyboard(&h->remote, key, down), down);
    enum emulator_tool tool = down ? emulator_room_shortcut(name) : TOOL_NONE;
    if (tool != TOOL_NONE)
        tool_used(h, tool);
}
