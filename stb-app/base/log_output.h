/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_LOG_OUTPUT_H
#define STB_APP_BASE_LOG_OUTPUT_H
/*
 * Where log.c's lines go: stderr, whatever that is, without ever waiting for whoever reads it. What it does not take is
 * kept up to LOG_OUTPUT_KEPT bytes, and written when it does; what comes beyond is counted and dropped. Not
 * thread-safe: log.c holds its lock.
 */
#include <stdbool.h>
#include <stddef.h>

enum { LOG_OUTPUT_KEPT = 64 << 10, LOG_OUTPUT_LINE_MAX = 2048 /* less than PIPE_BUF: a pipe takes it whole or not */ };

/* LINE ends in a newline; at most LOG_OUTPUT_LINE_MAX bytes. */
void log_output_write(const char *line, size_t length);
void log_output_flush(void);
/* How many lines were dropped; 0 until stderr takes lines again. Each dropped line is counted once. */
unsigned long log_output_dropped(void);
/* Stderr leads to systemd's journal, which reads a priority "<3>" at the begin of a line (sd-daemon(3)). */
bool log_output_is_journal(void);
#endif
