/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_BOX_H
#define STB_APP_EMULATOR_BOX_H
/*
 * The box behind the screen: the very stb-app that runs in a living room, as a child process. Key-script lines go in,
 * scene lines come out, frames lie in shared memory (frame_shm.h).
 */
#include <stdbool.h>
#include <stdint.h>

struct emulator_box;
struct json_object;
struct loop;

struct emulator_box_setup {
    struct loop *loop;
    const char *program;                                         /* path of stb-app */
    const char *config, *state_dir, *shots_dir, *size;           /* borrowed for the box's life */
    void (*on_scene)(void *data, struct json_object *scene);     /* borrowed for the call */
    void (*on_end)(void *data, int64_t exit_status, int signum); /* the child has gone; start again if wanted */
    void *data;
};
struct emulator_box *emulator_box_create(const struct emulator_box_setup *setup);
void emulator_box_destroy(struct emulator_box *box);
/* False, with the reason logged, when it cannot be started. */
bool emulator_box_start(struct emulator_box *box);
bool emulator_box_running(const struct emulator_box *box);
/* The shared memory, FRAME_SHM_SIZE bytes; another one after each start; NULL before the first. */
const void *emulator_box_frames(const struct emulator_box *box);
/* One key-script line: "down", "KEY_SOS". False when the child does not take it. */
bool emulator_box_line(struct emulator_box *box, const char *verb, const char *word);
/* All lines of the key script at PATH, which is a file of at most EMULATOR_BOX_SCRIPT_MAX bytes: what is pressed
 * meanwhile is played after them. False, with the reason logged. */
enum { EMULATOR_BOX_SCRIPT_MAX = 60 << 10 }; /* what the pipe takes at once */
bool emulator_box_script(struct emulator_box *box, const char *path);
/* Asks it to end; after three seconds it is made to. ON_END comes as always. */
void emulator_box_stop(struct emulator_box *box);
#endif
