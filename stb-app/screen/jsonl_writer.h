/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_JSONL_WRITER_H
#define STB_APP_SCREEN_JSONL_WRITER_H
/* Scene lines to a file or a pipe without ever waiting for whoever reads it: what the pipe does not take is kept up to
 * 1 MiB, then whole lines are left out and one warning says so. */
struct jsonl_writer;
struct loop;
/* PATH "-" = stdout. A file is begun anew. NULL and a log line when it cannot be opened. */
struct jsonl_writer *jsonl_writer_open(struct loop *loop, const char *path);
void jsonl_writer_write(struct jsonl_writer *writer, const char *text); /* adds the newline */
void jsonl_writer_close(struct jsonl_writer *writer);
#endif
