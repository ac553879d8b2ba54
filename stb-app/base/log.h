/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_LOG_H
#define STB_APP_BASE_LOG_H
/*
 * One line on stderr for each event worth knowing: "warning net: endpoint https://… did not answer within 800 ms"; a
 * syslog priority "<4>" instead of the level where systemd's journal reads it. The reason of a failure is logged once,
 * where it is known. Never log a name, an address, a phone number or a key.
 *
 * Logging never waits for whoever reads it. Lines that are not read are kept for a while (log_output.h), then dropped
 * and counted; lines of one module beyond LOG_LINES_SAVED_MAX at once and LOG_LINES_A_SECOND for long are left out and
 * counted, but for debug lines of the program's own. Both counts are logged. May be called from any thread.
 */
#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

enum { LOG_LINES_A_SECOND = 10, LOG_LINES_SAVED_MAX = 200 };

/* Lines above LEVEL are not written. Starts as LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);
/* "error" "warning" "info" "debug"; false and *LEVEL untouched for another name. */
bool log_level_from_name(const char *name, enum log_level *level);

/* MODULE is a short literal: "net", "ipc". The text needs no newline; one longer than 999 bytes is cut between
 * characters, and control characters in it become spaces. */
void log_write(enum log_level level, const char *module, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A line as it is, with neither level nor module, for whoever wrote a key script: "tour.keys:3: expected ...". */
void log_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line of another program, named SOURCE here. Where it has the form of ours, its own level and module count. */
void log_relay(const char *source, const char *line);

/* Writes what stderr did not take before, if it does now. Each loop calls it in each turn. */
void log_flush(void);

#define log_error(module, ...)   log_write(LOG_LEVEL_ERROR, module, __VA_ARGS__)
#define log_warning(module, ...) log_write(LOG_LEVEL_WARNING, module, __VA_ARGS__)
#define log_info(module, ...)    log_write(LOG_LEVEL_INFO, module, __VA_ARGS__)
#define log_debug(module, ...)   log_write(LOG_LEVEL_DEBUG, module, __VA_ARGS__)
#endif
