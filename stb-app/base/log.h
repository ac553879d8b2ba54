/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_LOG_H
#define STB_APP_BASE_LOG_H
/*
 * One line on stderr for each thing worth knowing: "warning net: endpoint https://… did not answer within 800 ms".
 * The reason of a failure is logged once, where it is known. Never log a name, an address, a phone number or a key.
 */
#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Lines above LEVEL are not written. Starts as LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);
/* "error" "warning" "info" "debug"; false and *LEVEL untouched for another name. */
bool log_level_from_name(const char *name, enum log_level *level);

/* MODULE is a short literal: "net", "wire". The text needs no newline; one longer than 1000 bytes is cut. */
void log_write(enum log_level level, const char *module, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define log_error(module, ...)   log_write(LOG_LEVEL_ERROR, module, __VA_ARGS__)
#define log_warning(module, ...) log_write(LOG_LEVEL_WARNING, module, __VA_ARGS__)
#define log_info(module, ...)    log_write(LOG_LEVEL_INFO, module, __VA_ARGS__)
#define log_debug(module, ...)   log_write(LOG_LEVEL_DEBUG, module, __VA_ARGS__)
#endif
