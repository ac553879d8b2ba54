/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of key scripts (man/stb-keyscript.5), one command a line. The command keeps the line and points into it.
 *
 * The trap is until: a value may hold blanks, and the timeout follows it unmarked. The last word is the timeout if it
 * is all digits and not the value's only word: "pending=3" has none, "title=去哪里? 3000" has one, and a value that
 * ends in a number needs one written out: "row=line 3 5000".
 */
#include "stb-app/input/keyscript_parse.h"
#include "remote/keymap.h"
#include "stb-app/base/memory.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNTIL_MS = 5000 };

bool keyscript_parse_number(const char *text, int *number) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 6 || text[digits] || atoi(text) > KEYSCRIPT_COMMAND_MS_MAX)
        return false;
    *number = atoi(text);
    return true;
}

static bool parse_key(struct keyscript_command *command, char *text, char *error) {
    if (key_names_find(text, &command->code))
        return true;
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE, "unknown key %.60s", text);
    return false;
}

static bool parse_wait(struct keyscript_command *command, char *text, char *error) {
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE, "expected wait MS, from 0 to %d", KEYSCRIPT_COMMAND_MS_MAX);
    return keyscript_parse_number(text, &command->ms);
}

static bool parse_shot(struct keyscript_command *command, char *text, char *error) {
    const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t length = strlen(text);
    command->name = text;
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE,
             "expected shot NAME: 1 to 64 letters, digits, '_', '.' or '-', not '.' first");
    return length >= 1 && length <= 64 && *text != '.' && strspn(text, allowed) == length;
}

/* Cuts TEXT at its test into the field and the value, which is returned; NULL = TEXT has no test. */
static char *cut_test(struct keyscript_command *command, char *text) {
    size_t length = strcspn(text, "=~! \t");
    char *at = text + length;
    command->test = *at == '!' ? SCENE_FIELDS_IS_NOT : *at == '~' ? SCENE_FIELDS_HAS : SCENE_FIELDS_IS;
    size_t width = command->test == SCENE_FIELDS_IS_NOT ? 2 : 1;
    if (length == 0 || !strchr("=~!", *at) || !*at || (width == 2 && at[1] != '='))
        return NULL;
    *at = '\0';
    command->name = text;
    return at + width;
}

static bool parse_until(struct keyscript_command *command, char *text, char *error) {
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE,
             "expected until FIELD=VALUE, FIELD!=VALUE or FIELD~PART [TIMEOUT_MS], at most %d ms",
             KEYSCRIPT_COMMAND_MS_MAX);
    char *value = cut_test(command, text);
    if (!value)
        return false;
    if (!scene_fields_known(command->name)) {
        snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE, "no scene line has %.60s", command->name);
        return false;
    }
    command->value = value;
    command->ms = UNTIL_MS;
    char *word = value + strlen(value);
    while (word > value && word[-1] != ' ' && word[-1] != '\t')
        word--;
    if (word == value || !*word || word[strspn(word, "0123456789")])
        return true;
    if (!keyscript_parse_number(word, &command->ms))
        return false;
    while (word > value && (word[-1] == ' ' || word[-1] == '\t'))
        *--word = '\0';
    return true;
}

static bool parse_quit(struct keyscript_command *command, char *text, char *error) {
    (void)command;
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE, "expected nothing after quit");
    return *text == '\0';
}

static const struct {
    const char *word;
    enum keyscript_command_kind kind;
    bool (*parse)(struct keyscript_command *command, char *text, char *error);
} words[] = {
    {"down", KEYSCRIPT_COMMAND_DOWN, parse_key},  {"up", KEYSCRIPT_COMMAND_UP, parse_key},
    {"wait", KEYSCRIPT_COMMAND_WAIT, parse_wait}, {"shot", KEYSCRIPT_COMMAND_SHOT, parse_shot},
    {"quit", KEYSCRIPT_COMMAND_QUIT, parse_quit}, {"until", KEYSCRIPT_COMMAND_UNTIL, parse_until},
};

static bool parse_text(struct keyscript_command *command, char *error) {
    char *text = command->text;
    size_t length = strcspn(text, " \t");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) != length || strncmp(text, words[i].word, length) != 0)
            continue;
        command->kind = words[i].kind;
        return words[i].parse(command, text + length + strspn(text + length, " \t"), error);
    }
    if (strncmp(text, "KEY_", 4) == 0 || isdigit((unsigned char)*text))
        return parse_key(command, text, error);
    snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE,
             "expected a key, down KEY, up KEY, wait MS, until FIELD=VALUE [MS], shot NAME or quit");
    return false;
}

/* Cuts off blanks around LINE and a comment: '#' at the start or after a blank. Returns the length. */
static size_t trim(const char **line, size_t length) {
    const char *start = *line;
    for (size_t i = 0; i < length; i++) {
        if (start[i] == '#' && (i == 0 || start[i - 1] == ' ' || start[i - 1] == '\t')) {
            length = i;
            break;
        }
    }
    while (length > 0 && strchr(" \t\r", start[length - 1]))
        length--;
    while (length > 0 && (*start == ' ' || *start == '\t')) {
        start++;
        length--;
    }
    *line = start;
    return length;
}

bool keyscript_parse_line(const char *line, size_t length, struct keyscript_command **command, char *error) {
    if (length > KEYSCRIPT_COMMAND_LINE_MAX || memchr(line, '\0', length)) {
        snprintf(error, KEYSCRIPT_COMMAND_ERROR_SIZE, "expected a line of text of at most %d bytes",
                 KEYSCRIPT_COMMAND_LINE_MAX);
        return false;
    }
    *command = NULL;
    length = trim(&line, length);
    if (length == 0)
        return true;
    struct keyscript_command *parsed = memory_new(1, sizeof *parsed + length + 1);
    memcpy(parsed->text, line, length);
    if (!parse_text(parsed, error)) {
        free(parsed);
        return false;
    }
    *command = parsed;
    return true;
}
