/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_REMOTE_H
#define STB_APP_EMULATOR_REMOTE_H
/*
 * The drawn remote: its buttons as a table, which of them is under a point, and which keys are held by the mouse and by
 * the keyboard. Pure: places are in the remote's own units (REMOTE_WIDTH x REMOTE_HEIGHT), the window scales them.
 */
#include "stb-app/emulator/labels.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EMULATOR_REMOTE_WIDTH = 340, EMULATOR_REMOTE_HEIGHT = 1060, EMULATOR_REMOTE_BUTTONS_MAX = 32 };

enum emulator_shape {
    EMULATOR_PILL,     /* rounded rectangle with RADIUS; a circle when RADIUS is half of both sides */
    EMULATOR_WEDGE_UP, /* quarters of the ring round OK: X Y W H is the ring's box, RADIUS its hole's radius */
    EMULATOR_WEDGE_RIGHT,
    EMULATOR_WEDGE_DOWN,
    EMULATOR_WEDGE_LEFT,
};
enum emulator_tone { EMULATOR_PLAIN, EMULATOR_RED, EMULATOR_BLUE, EMULATOR_AMBER, EMULATOR_PALE, EMULATOR_TONES };

struct emulator_button {
    const char *key; /* as key scripts name it */
    enum emulator_shape shape;
    enum emulator_tone tone;
    float x, y, w, h, radius;
    uint32_t icon;          /* code point in the icon font, 0 = none */
    const char *face;       /* what is the same in all languages: a digit, a sign; "" = LABEL is on it */
    enum label label, note; /* NOTE is a smaller second line */
    float text_size;
};

/* The table; its order is the index that the functions below speak of. */
const struct emulator_button *emulator_remote_buttons(size_t *count);
/* The button under a point, -1 = none. */
int emulator_remote_at(float x, float y);
/* -1 for a key that the remote does not have. */
int emulator_remote_index(const char *key);
/* The remote's key for a key of a desktop keyboard, by SDL's names: "Return" -> "KEY_OK"; NULL = none. */
const char *emulator_remote_desktop_key(const char *name);

/* What is held. Zeroed (hover and mouse -1) by emulator_remote_init(). A key held by mouse and keyboard together goes
 * down once and comes up when the last of them lets go. */
struct emulator_remote {
    int hover, mouse;
    bool keyboard[EMULATOR_REMOTE_BUTTONS_MAX];
};
void emulator_remote_init(struct emulator_remote *remote);
bool emulator_remote_held(const struct emulator_remote *remote, int index);
/* Each returns the name of the key that now goes down or comes up, NULL when none does. */
const char *emulator_remote_press(struct emulator_remote *remote, float x, float y);
const char *emulator_remote_release(struct emulator_remote *remote);
const char *emulator_remote_keyboard(struct emulator_remote *remote, const char *key, bool down);
/* The pointer moved; true when another button is under it now. A held button stays held wherever the pointer goes. */
bool emulator_remote_hover(struct emulator_remote *remote, float x, float y);
#endif
