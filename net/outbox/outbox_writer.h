/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_WRITER_H
#define STB_NET_OUTBOX_OUTBOX_WRITER_H
/*
 * The thread beside the loop that reads the outbox's file once and then writes batches, a commit each. A batch that the
 * disk does not take is tried again, after a pause, until the disk takes it. Inside the outbox only.
 */
#include "net/outbox/outbox_rows.h"

struct outbox_writer;

struct outbox_writer_setup {
    struct loop *loop;
    const char *dir;
    /* The file's rows; the callee takes them over. Only on_failed() may come before. */
    void (*on_read)(void *data, struct outbox_rows *rows);
    void (*on_written)(void *data); /* the batch is committed, the next can be given */
    /* The file failed with ERROR and is being tried again. */
    void (*on_failed)(void *data, const char *error);
    /* The file was damaged and a fresh one begun: give all rows again. Comes before on_written() of the same batch. */
    void (*on_fresh)(void *data);
    void *data;
};
struct outbox_writer *outbox_writer_create(const struct outbox_writer_setup *setup);
/* Takes over BATCH. One at a time, and none before on_read(). */
void outbox_writer_give(struct outbox_writer *writer, struct outbox_rows *batch);
/* Waits at most WITHIN_MS for news of the thread, and calls the callbacks. */
void outbox_writer_wait(struct outbox_writer *writer, int64_t within_ms);
/* Waits WITHIN_MS at most for the thread to end; a thread that the disk holds ends later by itself. */
void outbox_writer_destroy(struct outbox_writer *writer, int64_t within_ms);
#endif
