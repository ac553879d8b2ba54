/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_JSONL_WRITER_H
#define STB_APP_SCREEN_JSONL_WRITER_H
/* Writes scene lines to a file or a pipe and never waits for its reader: what the pipe does not take is kept up to
 * 1 MiB, then whole lines are left out and one warning says so. */
struct jsonl_writer;
struct loop;
/* PATH "-" = stdout. A file is overwritten. NULL and a log line when PATH cannot be opened. */
struct jsonl_writer *jsonl_writer_open(struct loop *loop, const char *path);
void jsonl_writer_write(struct jsonl_writer *writer, const char *text); /* adds the newline */
void jsonl_writer_close(struct jsonl_writer *writer);
#endif
