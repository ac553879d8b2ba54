/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_H
#define STB_APP_H
/* The hub: the only part that knows remote, net and the wire, and joins them. main.c makes one and runs it. */
#include <stdbool.h>

struct config_source;
struct loop;
struct app;

struct app_options {
    const char *state_dir; /* made if missing, 0700 */
    const char *data_dir, *screen_program, *listen_program, *hear_program;
    const char *hear_tables; /* the folder of stb-hear's tables: DATA_DIR/voice */
    const char *display;     /* DirectFB's system; "none" = no picture at all; NULL = directfbrc decides */
    const char *size;        /* "1280x720"; NULL = the screen's own */
    const char *keys;        /* a key script instead of remotes; NULL = remotes */
    const char *shots;       /* where shots go; NULL = the working directory */
    const char *scene;       /* where scene lines go; NULL = nowhere */
    int frames_fd;           /* frame_shm.h; -1 = none */
    bool start_at_home;      /* else at live television */
};

/* Exit statuses; man/stb-app.1 says the same. */
enum app_exit { APP_OK = 0, APP_FAILED = 1, APP_BAD_USAGE = 2, APP_UNMET = 3 };

/* SOURCE outlives the app. NULL after a line that says why; *EXIT is then the exit status. */
struct app *app_create(struct loop *loop, struct config_source *source, const struct app_options *options,
                       enum app_exit *exit_with);
/* Runs until something ends the program; returns the exit status. */
enum app_exit app_run(struct app *app);
void app_destroy(struct app *app);
#endif
