/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_UI_PROCESS_H
#define STB_APP_SCREEN_UI_PROCESS_H
/*
 * stb-ui as a child that may hang or die: ui_process starts it when the channel is shown, ends it when live television
 * is, pings it every 2 s, kills it when it has not answered for 5 s, and starts it again when it dies (at once, then
 * after 0.5, 1, 2 ... 10 s if it keeps dying). Nothing here ever waits for it.
 */
#include "stb-app/ipc/ipc.h"

#include <stdbool.h>
#include <sys/types.h>

struct loop;
struct ui_process;
struct ui_process_setup {
    struct loop *loop;
    const char *program, *data_dir; /* the path of stb-ui; its assets and fonts */
    const char *display;            /* DirectFB's system, NULL = directfbrc decides */
    const char *size;               /* "1280x720", NULL = what the screen has */
    int frames_fd;                  /* frame_shm.h, -1 = none */
    /* A fresh child is there: send hello and all that it needs. */
    void (*on_open)(void *data);
    void (*on_message)(void *data, const struct ipc_message *message);
    /* The child has ended: as it was told, or it died and will be started again. */
    void (*on_close)(void *data);
    void (*on_death)(void *data, int exit_status, int signum); /* the child died; one of the two is 0. May be NULL */
    void *data;
};
struct ui_process *ui_process_create(const struct ui_process_setup *setup);
void ui_process_destroy(struct ui_process *process); /* asks a running child to end, kills it after 1 s */
void ui_process_show(struct ui_process *process);
void ui_process_hide(struct ui_process *process);
pid_t ui_process_pid(const struct ui_process *process);   /* 0 = there is none */
bool ui_process_wanted(const struct ui_process *process); /* between show and hide, child or not */
/* False when there is no child to hear it. */
bool ui_process_send(struct ui_process *process, const struct ipc_message *message);
#endif
