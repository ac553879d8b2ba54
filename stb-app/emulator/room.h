/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_ROOM_H
#define STB_APP_EMULATOR_ROOM_H
/*
 * Where everything in the emulator's window is, and everything in it that has a shape: the room, the television's
 * bezel, the remote with its buttons, the tester's strip. Pure; words and the television's picture are the window's.
 */
#include "stb-app/emulator/remote.h"
#include "stb-app/emulator/shapes.h"
#include "stb-app/ipc/link_state.h"

enum emulator_tool { TOOL_SAFE_AREA, TOOL_SHOT, TOOL_FAULTS, TOOL_RESTART, TOOLS, TOOL_NONE = -1 };
/* A link_state of the box, or nothing heard of it yet. */
enum { EMULATOR_LINK_UNKNOWN = LINK_STATES, EMULATOR_LINKS };

struct emulator_layout {
    float point;       /* pixels of one point of the window system (HiDPI) */
    float remote_unit; /* pixels of one unit of the remote */
    int width, height; /* of the window, in pixels, as is everything below */
    struct shapes_area tv, remote, strip, tools[TOOLS], dot;
};
struct emulator_look {
    const struct emulator_remote *remote;
    int link; /* enum link_state or EMULATOR_LINK_UNKNOWN */
    enum emulator_tool hover, held;
    bool on[TOOLS]; /* lit */
    bool ended;     /* the television's glass is dark and TOOL_RESTART is on it */
};
/* TV_WIDTH:TV_HEIGHT is the picture's shape. */
void emulator_room_layout(struct emulator_layout *layout, int width, int height, float point, int tv_width,
                          int tv_height);
/* Only what lies inside of PAPER's clip. */
void emulator_room_paint(struct shapes_paper *paper, const struct emulator_layout *layout,
                         const struct emulator_look *look);
/* Where a button is drawn, its glow included: what to paint again when it changes. */
struct shapes_area emulator_room_button(const struct emulator_layout *layout, int index);
enum emulator_tool emulator_room_tool_at(const struct emulator_layout *layout, bool ended, int x, int y);
/* TOOL_NONE for a key that is none's; by SDL's names. */
enum emulator_tool emulator_room_shortcut(const char *name);
/* The colour for words on the button. */
uint32_t emulator_room_ink(const struct emulator_button *button);
#endif
