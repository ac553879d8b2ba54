/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_JSONL_WRITER_H
#define STB_APP_SCREEN_JSONL_WRITER_H
/* Scene lines to a file or a pipe without ever waiting for whoever reads it: what the pipe does not take is kept up to
 * 1 MiB, then whole lines are left out and one warning says so. */
struct lines;
struct loop;
/* PATH "-" = stdout. A file is begun anew. NULL and a log line when it cannot be opened. */
struct lines *lines_open(struct loop *loop, const char *path);
void lines_write(struct lines *lines, const char *text); /* adds the newline */
void lines_close(struct lines *lines);
#endif
