/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_LINE_PROBE_H
#define STB_LINE_PROBE_H
/* For --check-line: tries each endpoint once, as a running box would, and says in one line each how far the try got:
 * the name, the connection, TLS with both certificates, a heartbeat. */
#include <stdbool.h>

struct config;
/* Writes the lines to stdout. True = every endpoint answered. */
bool line_probe_run(const struct config *config);
#endif
