/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/base/fault_list.h"
#include "stb-app/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void add_line(struct fault_list *list, const char *line) {
    if (list->count < FAULT_LIST_MAX)
        list->line[list->count++] = memory_text(line);
    else
        list->left_out++;
}

void fault_list_add(struct fault_list *list, const char *format, ...) {
    char line[FAULT_LIST_LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    add_line(list, line);
}

void fault_list_add_all(struct fault_list *list, const struct fault_list *more) {
    for (int i = 0; i < more->count; i++)
        add_line(list, more->line[i]);
    list->left_out += more->left_out;
}

const char *fault_list_first(const struct fault_list *list) {
    return list->count > 0 ? list->line[0] : NULL;
}

void fault_list_clear(struct fault_list *list) {
    for (int i = 0; i < list->count; i++)
        free(list->line[i]);
    *list = (struct fault_list){0};
}
