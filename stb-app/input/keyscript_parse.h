/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_INPUT_KEYSCRIPT_PARSE_H
#define STB_APP_INPUT_KEYSCRIPT_PARSE_H
/* One line of a key script, checked and taken apart. Pure. */
#include <stdbool.h>
#include <stddef.h>

enum { COMMAND_LINE_MOST = 512, COMMAND_WHY_SIZE = 160, COMMAND_MS_MOST = 10 * 60 * 1000 };

enum command_kind { COMMAND_PRESS, COMMAND_DOWN, COMMAND_UP, COMMAND_WAIT, COMMAND_UNTIL, COMMAND_SHOT, COMMAND_QUIT };
struct command {
    struct command *next; /* the owner's */
    int line;             /* the owner's */
    enum command_kind kind;
    unsigned code;     /* PRESS, DOWN, UP */
    int ms;            /* WAIT; UNTIL's timeout */
    const char *name;  /* SHOT; UNTIL's field */
    const char *value; /* UNTIL */
    char text[];
};

/* *COMMAND is NULL for an empty line or a comment; otherwise free() it. On false WHY (COMMAND_WHY_SIZE bytes) says what
 * was expected. */
bool command_parse(const char *line, size_t length, struct command **command, char *why);
/* Digits alone, 0 to COMMAND_MS_MOST. */
bool command_parse_number(const char *text, int *number);
#endif
