/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The remote is data: a new button is a new row. The arrows are quarters of a ring whose hole is the OK button, so they
 * are told apart by angle, not by rectangles; everything else is a rounded rectangle.
 *
 * The trap is the release: the pointer may be anywhere by then, even outside of the window, and the keyboard may hold
 * the same key. So what is held is remembered by button, and a release never asks where the pointer is.
 */
#include "stb-app/emulator/remote.h"
#include <math.h>
#include <string.h>

#define RING           54, 316, 232, 232, 62
#define PAIR(row)      36 + 140 * 0, 572 + 76 * (row), 128, 62, 31
#define PAIR_2(row)    36 + 140 * 1, 572 + 76 * (row), 128, 62, 31
#define GRID(col, row) 36 + 92 * (col), 740 + 68 * (row), 84, 56, 28

/* Icons are of assets/icons.json, which decides what is cut into the icon font: mic home tv back person repeat volume.
 */
static const struct emulator_button buttons[] = {
    {"KEY_SOS", EMULATOR_PILL, EMULATOR_RED, 36, 58, 268, 116, 58, 0, "SOS", LABEL_NONE, LABEL_SOS_NOTE, 50},
    {"KEY_VOICECOMMAND", EMULATOR_PILL, EMULATOR_BLUE, 36, 198, 128, 92, 34, 0xe029, "", LABEL_HOLD_TO_SPEAK,
     LABEL_NONE, 21},
    {"KEY_HOMEPAGE", EMULATOR_PILL, EMULATOR_AMBER, 176, 198, 128, 92, 34, 0xe88a, "", LABEL_ONE_KEY, LABEL_NONE, 21},
    {"KEY_OK", EMULATOR_PILL, EMULATOR_PALE, 114, 376, 112, 112, 56, 0, "", LABEL_OK, LABEL_NONE, 32},
    {"KEY_UP", EMULATOR_WEDGE_UP, EMULATOR_PLAIN, RING, 0, "", LABEL_NONE, LABEL_NONE, 0},
    {"KEY_RIGHT", EMULATOR_WEDGE_RIGHT, EMULATOR_PLAIN, RING, 0, "", LABEL_NONE, LABEL_NONE, 0},
    {"KEY_DOWN", EMULATOR_WEDGE_DOWN, EMULATOR_PLAIN, RING, 0, "", LABEL_NONE, LABEL_NONE, 0},
    {"KEY_LEFT", EMULATOR_WEDGE_LEFT, EMULATOR_PLAIN, RING, 0, "", LABEL_NONE, LABEL_NONE, 0},
    {"KEY_BACK", EMULATOR_PILL, EMULATOR_PLAIN, PAIR(0), 0xe5c4, "", LABEL_BACK, LABEL_NONE, 24},
    {"KEY_TV", EMULATOR_PILL, EMULATOR_PLAIN, PAIR_2(0), 0xe333, "", LABEL_TV, LABEL_NONE, 24},
    {"KEY_PHONE", EMULATOR_PILL, EMULATOR_PLAIN, PAIR(1), 0xe61d, "", LABEL_PERSON, LABEL_NONE, 24},
    {"KEY_INFO", EMULATOR_PILL, EMULATOR_PLAIN, PAIR_2(1), 0xe042, "", LABEL_REPEAT, LABEL_NONE, 24},
    {"KEY_1", EMULATOR_PILL, EMULATOR_PLAIN, GRID(0, 0), 0, "1", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_2", EMULATOR_PILL, EMULATOR_PLAIN, GRID(1, 0), 0, "2", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_3", EMULATOR_PILL, EMULATOR_PLAIN, GRID(2, 0), 0, "3", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_4", EMULATOR_PILL, EMULATOR_PLAIN, GRID(0, 1), 0, "4", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_5", EMULATOR_PILL, EMULATOR_PLAIN, GRID(1, 1), 0, "5", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_6", EMULATOR_PILL, EMULATOR_PLAIN, GRID(2, 1), 0, "6", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_7", EMULATOR_PILL, EMULATOR_PLAIN, GRID(0, 2), 0, "7", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_8", EMULATOR_PILL, EMULATOR_PLAIN, GRID(1, 2), 0, "8", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_9", EMULATOR_PILL, EMULATOR_PLAIN, GRID(2, 2), 0, "9", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_VOLUMEDOWN", EMULATOR_PILL, EMULATOR_PLAIN, GRID(0, 3), 0xe050, "−", LABEL_NONE, LABEL_NONE, 28},
    {"KEY_0", EMULATOR_PILL, EMULATOR_PLAIN, GRID(1, 3), 0, "0", LABEL_NONE, LABEL_NONE, 30},
    {"KEY_VOLUMEUP", EMULATOR_PILL, EMULATOR_PLAIN, GRID(2, 3), 0xe050, "+", LABEL_NONE, LABEL_NONE, 28},
};
enum { BUTTONS = sizeof(buttons) / sizeof(buttons[0]) };
_Static_assert((int)BUTTONS <= (int)EMULATOR_REMOTE_BUTTONS_MAX, "what is held has room for every button");

static const struct {
    const char *name, *key;
} keyboard[] = {
    {"Up", "KEY_UP"},
    {"Down", "KEY_DOWN"},
    {"Left", "KEY_LEFT"},
    {"Right", "KEY_RIGHT"},
    {"Return", "KEY_OK"},
    {"Keypad Enter", "KEY_OK"},
    {"Escape", "KEY_BACK"},
    {"Backspace", "KEY_BACK"},
    {"F1", "KEY_SOS"},
    {"F2", "KEY_VOICECOMMAND"},
    {"F3", "KEY_PHONE"},
    {"F4", "KEY_TV"},
    {"F5", "KEY_INFO"},
    {"Home", "KEY_HOMEPAGE"},
    {"+", "KEY_VOLUMEUP"},
    {"=", "KEY_VOLUMEUP"},
    {"Keypad +", "KEY_VOLUMEUP"},
    {"-", "KEY_VOLUMEDOWN"},
    {"Keypad -", "KEY_VOLUMEDOWN"},
};

const struct emulator_button *emulator_remote_buttons(size_t *count) {
    *count = BUTTONS;
    return buttons;
}

static bool pill_has(const struct emulator_button *button, float dx, float dy) {
    float out_x = fmaxf(fabsf(dx) - button->w / 2 + button->radius, 0);
    float out_y = fmaxf(fabsf(dy) - button->h / 2 + button->radius, 0);
    return fabsf(dx) <= button->w / 2 && fabsf(dy) <= button->h / 2 && hypotf(out_x, out_y) <= button->radius;
}

static enum emulator_shape wedge_of(float dx, float dy) {
    if (fabsf(dx) > fabsf(dy))
        return dx > 0 ? EMULATOR_WEDGE_RIGHT : EMULATOR_WEDGE_LEFT;
    return dy > 0 ? EMULATOR_WEDGE_DOWN : EMULATOR_WEDGE_UP;
}

static bool button_has(const struct emulator_button *button, float x, float y) {
    float dx = x - button->x - button->w / 2, dy = y - button->y - button->h / 2, far = hypotf(dx, dy);
    if (button->shape == EMULATOR_PILL)
        return pill_has(button, dx, dy);
    return far >= button->radius && far <= button->w / 2 && wedge_of(dx, dy) == button->shape;
}

int emulator_remote_at(float x, float y) {
    for (int i = 0; i < BUTTONS; i++)
        if (button_has(&buttons[i], x, y))
            return i;
    return -1;
}

int emulator_remote_index(const char *key) {
    for (int i = 0; i < BUTTONS; i++)
        if (strcmp(buttons[i].key, key) == 0)
            return i;
    return -1;
}

/* The digits stand twice on a keyboard: "5" and "Keypad 5". */
const char *emulator_remote_desktop_key(const char *name) {
    static const char keypad[] = "Keypad ";
    for (size_t i = 0; i < sizeof(keyboard) / sizeof(keyboard[0]); i++)
        if (strcmp(keyboard[i].name, name) == 0)
            return keyboard[i].key;
    const char *digit = strncmp(name, keypad, strlen(keypad)) == 0 ? name + strlen(keypad) : name;
    for (int i = 0; i < BUTTONS; i++)
        if (digit[0] >= '0' && digit[0] <= '9' && strcmp(buttons[i].key + strlen("KEY_"), digit) == 0)
            return buttons[i].key;
    return NULL;
}

void emulator_remote_init(struct emulator_remote *remote) {
    *remote = (struct emulator_remote){.hover = -1, .mouse = -1};
}

bool emulator_remote_held(const struct emulator_remote *remote, int index) {
    return index >= 0 && index < BUTTONS && (remote->mouse == index || remote->keyboard[index]);
}

const char *emulator_remote_press(struct emulator_remote *remote, float x, float y) {
    int index = emulator_remote_at(x, y);
    if (index < 0 || remote->mouse >= 0)
        return NULL;
    bool held = emulator_remote_held(remote, index);
    remote->mouse = index;
    return held ? NULL : buttons[index].key;
}

const char *emulator_remote_release(struct emulator_remote *remote) {
    int index = remote->mouse;
    remote->mouse = -1;
    return index < 0 || emulator_remote_held(remote, index) ? NULL : buttons[index].key;
}

const char *emulator_remote_keyboard(struct emulator_remote *remote, const char *key, bool down) {
    int index = emulator_remote_index(key);
    if (index < 0 || remote->keyboard[index] == down)
        return NULL;
    bool held = emulator_remote_held(remote, index);
    remote->keyboard[index] = down;
    return held == emulator_remote_held(remote, index) ? NULL : buttons[index].key;
}

bool emulator_remote_hover(struct emulator_remote *remote, float x, float y) {
    int before = remote->hover;
    remote->hover = emulator_remote_at(x, y);
    return remote->hover != before;
}
