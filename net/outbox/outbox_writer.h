/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_WRITER_H
#define STB_NET_OUTBOX_OUTBOX_WRITER_H
/*
 * The thread beside the loop that reads the outbox's file once and then writes what it is given, a commit a batch. What
 * the disk does not take is tried again, with a pause, until it does. Inside the outbox only.
 */
#include "net/outbox/outbox_rows.h"

struct outbox_writer;

struct outbox_writer_setup {
    struct loop *loop;
    const char *dir;
    /* What an earlier life left, read whole; the rows are to be taken. The first of all, but for on_failed(). */
    void (*on_read)(void *data, struct outbox_rows *rows);
    void (*on_written)(void *data); /* the batch is committed, the next can be given */
    /* It is being tried again. */
    void (*on_failed)(void *data, const char *error);
    /* The file was damaged and a fresh one begun: all that is known is to be written again. Before the end of that. */
    void (*on_fresh)(void *data);
    void *data;
};
struct outbox_writer *outbox_writer_create(const struct outbox_writer_setup *setup);
/* One at a time, and none before on_read(); taken. */
void outbox_writer_give(struct outbox_writer *writer, struct outbox_rows *batch);
/* Waits at most WITHIN_MS for news, and tells it. */
void outbox_writer_wait(struct outbox_writer *writer, int64_t within_ms);
/* The thread ends when the disk lets it; that is waited for WITHIN_MS at most. */
void outbox_writer_destroy(struct outbox_writer *writer, int64_t within_ms);
#endif
