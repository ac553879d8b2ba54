/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_WINDOW_H
#define STB_APP_EMULATOR_WINDOW_H
/*
 * The emulator's window: the television with the newest frame, the remote, the strip for the tester; mouse and
 * keyboard. The only file that knows SDL2. It draws when something changed and sleeps otherwise; who owns
 * it calls emulator_window_turn() about sixty times a second while something happens, less often when nothing does, and
 * at once when there may be a new frame.
 */
#include "stb-app/emulator/words.h"
#include <stdbool.h>

struct emulator_window;
struct emulator_window_setup {
    int tv_width, tv_height;
    const char *fonts_dir; /* for emulator_text_create() */
    const struct labels *labels;
    void (*on_key)(void *data, const char *key, bool down);
    void (*on_tool)(void *data, enum emulator_tool tool); /* the safe area is the window's own affair */
    void (*on_close)(void *data);
    void *data;
};
/* NULL when there is no display to open it on; ERROR (EMULATOR_TEXT_SIZE bytes) says what SDL said. */
struct emulator_window *emulator_window_create(const struct emulator_window_setup *setup, char *error);
void emulator_window_destroy(struct emulator_window *window);
/* The memory of frame_shm.h to show from now on, borrowed; NULL = none. */
void emulator_window_frames(struct emulator_window *window, const void *memory);
void emulator_window_view(struct emulator_window *window, const struct emulator_view *view);
/* Takes what mouse and keyboard did, takes a new frame, draws if needed. True when any of that happened. */
bool emulator_window_turn(struct emulator_window *window);
#endif
