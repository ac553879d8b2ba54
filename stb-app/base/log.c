/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line is put together in one buffer and given to log_output.c, which never waits. Each source has a budget of lines:
 * something that goes wrong a thousand times a second must fill neither a disk nor the journal.
 *
 * The trap: a log line quotes what came from outside (a USB device's name, an event's id). Control characters in it
 * would forge lines or steer the terminal of whoever reads them, so none leaves this file.
 */
#include "stb-app/base/log.h"

#include "stb-app/base/budget.h"
#include "stb-app/base/log_output.h"
#include "stb-app/base/utf8.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TEXT_SIZE = 1000, SOURCES_MAX = 48 };
_Static_assert(TEXT_SIZE + 64 < LOG_OUTPUT_LINE_MAX, "a line and its head are written at once");

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

struct source {
    char module[24];
    struct budget lines;
    unsigned long left_out;
};
static struct source sources[SOURCES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of SOURCES and log_output.c */

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

/* Steers a terminal, or the direction that text is read in. */
static bool is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           (character >= 0x200e && character <= 0x200f) || (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

/* A space for each control character, a question mark for each byte that is no UTF-8, in place. */
static void make_harmless(char *text) {
    char *to = text;
    for (const char *at = text; *at;) {
        const char *from = at;
        uint32_t character = utf8_next(&at);
        size_t length = (size_t)(at - from);
        if (is_control(character)) {
            *to++ = ' ';
        } else if (character == UTF8_BROKEN && length == 1) {
            *to++ = '?';
        } else {
            memmove(to, from, length);
            to += length;
        }
    }
    *to = 0;
}

static void write_out(enum log_level level, const char *module, const char *text) {
    char line[LOG_OUTPUT_LINE_MAX], head[16];
    if (log_output_is_journal())
        snprintf(head, sizeof head, "<%d>", levels[level].priority);
    else
        snprintf(head, sizeof head, "%s ", levels[level].name);
    int length = snprintf(line, sizeof line, "%s%s: %s\n", head, module, text);
    log_output_write(line, (size_t)length);
}

/* --- what was not written is counted, and the count is written */

static void tell_dropped(void) {
    unsigned long dropped = log_output_dropped();
    char text[64];
    snprintf(text, sizeof text, "%lu lines were dropped: nobody read them", dropped);
    if (dropped)
        write_out(LOG_LEVEL_WARNING, "log", text);
}

static void tell_left_out(struct source *source, int64_t now_ms) {
    char text[128];
    if (!source->left_out || !budget_take(&source->lines, 1, now_ms))
        return;
    snprintf(text, sizeof text, "%lu lines of %.23s were left out: more than %d a second", source->left_out,
             source->module, LOG_LINES_A_SECOND);
    source->left_out = 0;
    write_out(LOG_LEVEL_WARNING, "log", text);
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* All modules that find no free place share the last one. */
static struct source *source_of(const char *module) {
    struct source *source = sources;
    while (source < sources + SOURCES_MAX - 1 && source->module[0] && strcmp(source->module, module) != 0)
        source++;
    if (!source->module[0]) {
        snprintf(source->module, sizeof source->module, "%s", source < sources + SOURCES_MAX - 1 ? module : "others");
        source->lines = (struct budget){.per_s = LOG_LINES_A_SECOND, .saved_max = LOG_LINES_SAVED_MAX};
    }
    return source;
}

void log_flush(void) {
    pthread_mutex_lock(&lock);
    log_output_flush();
    tell_dropped();
    for (struct source *source = sources; source < sources + SOURCES_MAX; source++)
        if (source->left_out)
            tell_left_out(source, now_ms());
    pthread_mutex_unlock(&lock);
}

/* Our own debug lines are not counted: whoever asks for them wants all. A child's are. */
static void deliver(enum log_level level, const char *from, const char *module, const char *text) {
    struct source *source = source_of(from);
    bool all = level == LOG_LEVEL_DEBUG && from == module;
    int64_t now = now_ms();
    log_output_flush();
    tell_dropped();
    tell_left_out(source, now);
    if (all || budget_take(&source->lines, 1, now))
        write_out(level, module, text);
    else
        source->left_out++;
}

/* TEXT (TEXT_SIZE bytes) is what the format gives, cut and made harmless. */
__attribute__((format(printf, 2, 0))) static void put_together(char *text, const char *format, va_list arguments) {
    int length = vsnprintf(text, TEXT_SIZE, format, arguments);
    if (length < 0 || length >= TEXT_SIZE)
        text[length < 0 ? 0 : utf8_cut(text, TEXT_SIZE - 1)] = 0;
    make_harmless(text);
}

void log_write(enum log_level level, const char *module, const char *format, ...) {
    char text[TEXT_SIZE];
    va_list arguments;
    if (level > least_important)
        return;
    va_start(arguments, format);
    put_together(text, format, arguments);
    va_end(arguments);
    pthread_mutex_lock(&lock);
    deliver(level, module, module, text);
    pthread_mutex_unlock(&lock);
}

/* Takes "warning speech: the text" apart. Returns where the text begins, NULL = LINE has another form. */
static const char *take_apart(const char *line, enum log_level *level, char module[24]) {
    char name[8];
    int text = 0;
    if (sscanf(line, "%7[a-z] %23[a-z_-]: %n", name, module, &text) != 2 || text == 0)
        return NULL;
    return log_level_from_name(name, level) ? line + text : NULL;
}

void log_relay(const char *source, const char *line) {
    enum log_level level = LOG_LEVEL_INFO;
    char module[24], text[TEXT_SIZE];
    const char *begin = take_apart(line, &level, module);
    if (level > least_important)
        return;
    int length = snprintf(text, sizeof text, "%s", begin ? begin : line);
    if (length >= TEXT_SIZE)
        text[utf8_cut(text, TEXT_SIZE - 1)] = 0;
    make_harmless(text);
    pthread_mutex_lock(&lock);
    deliver(level, source, begin ? module : source, text);
    pthread_mutex_unlock(&lock);
}

void log_plain(const char *format, ...) {
    char text[TEXT_SIZE + 1];
    va_list arguments;
    va_start(arguments, format);
    put_together(text, format, arguments);
    va_end(arguments);
    strcat(text, "\n");
    pthread_mutex_lock(&lock);
    log_output_write(text, strlen(text));
    pthread_mutex_unlock(&lock);
}
