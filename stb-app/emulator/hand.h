/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_HAND_H
#define STB_APP_EMULATOR_HAND_H
/*
 * What mouse and keyboard do to the remote and to the tester's tools, and which part of the room must be painted again
 * for it. Pure: the window reports where the pointer is and which key moved, by SDL's names.
 */
#include "stb-app/emulator/room.h"

struct emulator_hand {
    struct emulator_layout layout;
    struct emulator_remote remote;
    struct emulator_look look;
    struct shapes_area stale; /* part of the room to paint again; nothing while its w is 0 */
    bool changed;             /* the window is to be drawn again */
    void (*on_key)(void *data, const char *key, bool down);
    void (*on_tool)(void *data, enum emulator_tool tool); /* not for the safe area, which is only a look */
    void *data;
};

/* HAND must stay where it is: its look points at its remote. */
void emulator_hand_init(struct emulator_hand *hand);
void emulator_hand_stale(struct emulator_hand *hand, struct shapes_area area);
void emulator_hand_moved(struct emulator_hand *hand, float x, float y); /* in pixels of the window */
void emulator_hand_pressed(struct emulator_hand *hand, float x, float y);
void emulator_hand_released(struct emulator_hand *hand, float x, float y);
void emulator_hand_typed(struct emulator_hand *hand, const char *name, bool down);
#endif
