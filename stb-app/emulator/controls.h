/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_CONTROLS_H
#define STB_APP_EMULATOR_CONTROLS_H
/*
 * What mouse and keyboard do to the remote and to the tester's tools, and which part of the room must be painted again
 * for it. Pure: the window reports where the pointer is and which key moved, by SDL's names.
 */
#include "stb-app/emulator/room.h"

struct emulator_controls {
    struct emulator_layout layout;
    struct emulator_remote remote;
    struct emulator_look look;
    struct shapes_area stale; /* part of the room to paint again; nothing while its w is 0 */
    bool changed;             /* the window is to be drawn again */
    void (*on_key)(void *data, const char *key, bool down);
    void (*on_tool)(void *data, enum emulator_tool tool); /* not for the safe area, which is only a look */
    void *data;
};

/* CONTROLS must stay where it is: its look points at its remote. */
void emulator_controls_init(struct emulator_controls *controls);
void emulator_controls_stale(struct emulator_controls *controls, struct shapes_area area);
void emulator_controls_moved(struct emulator_controls *controls, float x, float y); /* in pixels of the window */
void emulator_controls_pressed(struct emulator_controls *controls, float x, float y);
void emulator_controls_released(struct emulator_controls *controls, float x, float y);
void emulator_controls_typed(struct emulator_controls *controls, const char *name, bool down);
#endif
