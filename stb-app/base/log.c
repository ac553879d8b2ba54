/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line is put together in one buffer and written by one write(2), so that the lines of parent and child, which share
 * stderr, never mix. Under systemd (JOURNAL_STREAM is set) each line starts with its priority, as sd-daemon(3) reads
 * it.
 */
#include "stb-app/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    int priority; /* syslog(3) */
} levels[] = {
    [LOG_LEVEL_ERROR] = {"error", 3},
    [LOG_LEVEL_WARNING] = {"warning", 4},
    [LOG_LEVEL_INFO] = {"info", 6},
    [LOG_LEVEL_DEBUG] = {"debug", 7},
};
static enum log_level least_important = LOG_LEVEL_INFO;

void log_set_level(enum log_level level) {
    least_important = level;
}

bool log_level_from_name(const char *name, enum log_level *level) {
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (strcmp(name, levels[i].name) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    }
    return false;
}

void log_write(enum log_level level, const char *module, const char *format, ...) {
    if (level > least_important)
        return;
    char line[1100];
    int head = getenv("JOURNAL_STREAM") ? snprintf(line, sizeof line, "<%d>%s: ", levels[level].priority, module)
                                        : snprintf(line, sizeof line, "%s %s: ", levels[level].name, module);
    va_list arguments;
    va_start(arguments, format);
    int words = vsnprintf(line + head, 1000, format, arguments);
    va_end(arguments);
    if (words < 0)
        words = 0;
    size_t length = (size_t)head + (size_t)(words < 1000 ? words : 999);
    for (char *c = line + head; c < line + length; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' '; /* what comes from outside must not forge a line */
    line[length++] = '\n';
    /* Nowhere is left to report a stderr that does not take a line. */
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written;
}
