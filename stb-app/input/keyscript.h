/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_INPUT_KEYSCRIPT_H
#define STB_APP_INPUT_KEYSCRIPT_H
/*
 * Plays a key script (man/stb-keyscript.5) for tests, the guided tour and the emulator. A regular file is
 * read and checked whole before its first line is played; a pipe or a terminal ("-" is stdin) line by line as it comes:
 * there a bad line is reported on stderr and passed over. "#" starts a comment at a line's start or after a blank.
 */
#include <stdbool.h>
#include <stdint.h>

struct json_object;
struct keyscript;
struct loop;

enum keyscript_end {
    KEYSCRIPT_ENDED,
    KEYSCRIPT_QUIT,
    KEYSCRIPT_UNMET /* an until timed out, or there was no picture for a shot; stderr has the reason */
};
struct keyscript_setup {
    struct loop *loop;
    void (*on_key)(void *data, unsigned code, bool down, int64_t at_us);
    void (*on_shot)(void *data, const char *name);      /* playing stops until keyscript_shot_done() */
    void (*on_end)(void *data, enum keyscript_end end); /* once; the script may be destroyed in it */
    void *data;
};
/* PATH or "-". NULL and one line on stderr ("tour.keys:12: unknown key KEY_FOO") when it cannot be played: exit 2. */
struct keyscript *keyscript_create(const struct keyscript_setup *setup, const char *path);
void keyscript_destroy(struct keyscript *script);
void keyscript_start(struct keyscript *script);
/* The newest scene line. The script keeps a reference until the next: give a new object each time. */
void keyscript_scene(struct keyscript *script, struct json_object *scene);
/* The shot of on_shot() is done. One that is not OK ends a file, as an until does that times out. */
void keyscript_shot_done(struct keyscript *script, bool ok);
#endif
