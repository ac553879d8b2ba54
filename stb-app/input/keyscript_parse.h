/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_INPUT_KEYSCRIPT_PARSE_H
#define STB_APP_INPUT_KEYSCRIPT_PARSE_H
/* One line of a key script, checked and taken apart. Pure. */
#include "stb-app/input/scene_fields.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    KEYSCRIPT_COMMAND_LINE_MAX = 512,
    KEYSCRIPT_COMMAND_ERROR_SIZE = 160,
    KEYSCRIPT_COMMAND_MS_MAX = 10 * 60 * 1000
};

enum keyscript_command_kind {
    KEYSCRIPT_COMMAND_PRESS,
    KEYSCRIPT_COMMAND_DOWN,
    KEYSCRIPT_COMMAND_UP,
    KEYSCRIPT_COMMAND_WAIT,
    KEYSCRIPT_COMMAND_UNTIL,
    KEYSCRIPT_COMMAND_SHOT,
    KEYSCRIPT_COMMAND_QUIT
};
struct keyscript_command {
    struct keyscript_command *next; /* for the owner's queue */
    int line;                       /* for the owner's messages */
    enum keyscript_command_kind kind;
    unsigned code;               /* PRESS, DOWN, UP */
    int ms;                      /* WAIT; UNTIL's timeout */
    const char *name;            /* SHOT; UNTIL's field */
    const char *value;           /* UNTIL */
    enum scene_fields_test test; /* UNTIL */
    char text[];
};

/* *COMMAND is NULL for an empty line or a comment; otherwise free() it. On false ERROR (KEYSCRIPT_COMMAND_ERROR_SIZE
 * bytes) says what was expected. */
bool keyscript_parse_line(const char *line, size_t length, struct keyscript_command **command, char *error);
/* Reads digits alone, 0 to KEYSCRIPT_COMMAND_MS_MAX; false = TEXT is none of these. */
bool keyscript_parse_number(const char *text, int *number);
#endif
