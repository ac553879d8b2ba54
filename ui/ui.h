/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_UI_H
#define STB_UI_UI_H
/* The channel, drawn and spoken: joins model, screens, renderer and voice. main.c runs it. */
#include <stdbool.h>

struct ui_options {
    const char *data_dir; /* fonts, words, theme */
    const char *display;  /* DirectFB's system; NULL = directfbrc decides */
    int width, height;    /* px; 0 = what the screen has */
    int frames_fd;        /* frame_shm.h; -1 = none */
};
/* Until stb-app, whose socket is IPC_FD, says quit or has gone. False = it failed, and the log says why. */
bool ui_run(const struct ui_options *options);
#endif
