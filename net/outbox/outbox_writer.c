/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One batch lies in a slot for the thread, the news in another for the loop, under one lock; the thread holds it only
 * to look. The trap is the end: a disk may hold the thread for minutes, and nobody waits for that. So what both share
 * has two owners, and whoever leaves last frees it; a thread that is left behind finds that it is told to stop.
 */
#include "net/outbox/outbox_writer.h"

#include "net/outbox/outbox_tables.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { STACK_BYTES = 256 << 10, ERROR_SIZE = 160, PAUSE_MIN_MS = 500, PAUSE_MAX_MS = 16000 };

struct news {
    struct outbox_rows *read;
    bool written, fresh, failed;
    char error[ERROR_SIZE];
};
struct outbox_writer {
    struct outbox_writer_setup setup;
    struct loop_fd *watcher;
    int bell; /* an eventfd that tells the loop of news */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct outbox_db *db; /* the thread's alone, as is ERASE */
    bool erase;           /* something deleted may still be in the file's log; at start too, of the life before */
    /* Under the lock: */
    int owners;
    bool stop, ended;
    struct outbox_rows *batch;
    struct news news;
};

static void free_rows(struct outbox_rows *rows) {
    if (rows)
        outbox_rows_clear(rows);
    free(rows);
}

/* Call it with the lock, which is released. */
static void leave(struct outbox_writer *writer) {
    bool last = --writer->owners == 0;
    pthread_mutex_unlock(&writer->lock);
    if (!last)
        return;
    close(writer->bell);
    free_rows(writer->batch);
    free_rows(writer->news.read);
    outbox_db_destroy(writer->db);
    pthread_cond_destroy(&writer->changed);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

/* The moment in MS from now, by the condition's clock (CLOCK_MONOTONIC). */
static struct timespec moment_in(int64_t ms) {
    int64_t at_us = loop_now_us() + ms * 1000;
    return (struct timespec){.tv_sec = at_us / 1000000, .tv_nsec = at_us % 1000000 * 1000};
}

/* --- in the thread */

static void ring(struct outbox_writer *writer) {
    uint64_t one = 1;
    pthread_cond_broadcast(&writer->changed);
    if (write(writer->bell, &one, sizeof one) < 0)
        log_warning("net", "the outbox's writer is not heard");
}

static void tell_failed(struct outbox_writer *writer) {
    pthread_mutex_lock(&writer->lock);
    snprintf(writer->news.error, sizeof writer->news.error, "%s", outbox_db_error(writer->db));
    writer->news.failed = true;
    ring(writer);
    pthread_mutex_unlock(&writer->lock);
}

static void tell_done(struct outbox_writer *writer, struct outbox_rows *read) {
    pthread_mutex_lock(&writer->lock);
    writer->news.read = read;
    writer->news.written = !read;
    writer->news.fresh = outbox_db_begun_fresh(writer->db);
    ring(writer);
    pthread_mutex_unlock(&writer->lock);
}

/* Pauses longer each time. False = the thread must stop. */
static bool pause_writing(struct outbox_writer *writer, int64_t *pause_ms) {
    struct timespec until = moment_in(*pause_ms);
    *pause_ms = *pause_ms * 2 < PAUSE_MAX_MS ? *pause_ms * 2 : PAUSE_MAX_MS;
    pthread_mutex_lock(&writer->lock);
    while (!writer->stop && pthread_cond_timedwait(&writer->changed, &writer->lock, &until) != ETIMEDOUT)
        continue;
    bool go_on = !writer->stop;
    pthread_mutex_unlock(&writer->lock);
    return go_on;
}

static bool read_all(struct outbox_writer *writer) {
    struct outbox_rows *rows = memory_new(1, sizeof *rows);
    int64_t pause_ms = PAUSE_MIN_MS;
    bool go_on = true;
    while (go_on && !outbox_tables_read(writer->db, rows)) {
        outbox_rows_clear(rows);
        tell_failed(writer);
        go_on = pause_writing(writer, &pause_ms);
    }
    if (go_on)
        tell_done(writer, rows);
    else
        free(rows);
    return go_on;
}

/* A batch that was given before the stop is still written. */
static struct outbox_rows *next_batch(struct outbox_writer *writer) {
    pthread_mutex_lock(&writer->lock);
    while (!writer->stop && !writer->batch)
        pthread_cond_wait(&writer->changed, &writer->lock);
    struct outbox_rows *batch = writer->batch;
    writer->batch = NULL;
    pthread_mutex_unlock(&writer->lock);
    return batch;
}

static void write_batch(struct outbox_writer *writer, const struct outbox_rows *batch) {
    int64_t pause_ms = PAUSE_MIN_MS;
    bool go_on = true, done;
    while (!(done = outbox_tables_write(writer->db, batch)) && go_on) {
        tell_failed(writer);
        go_on = pause_writing(writer, &pause_ms);
    }
    if (done)
        tell_done(writer, NULL);
    writer->erase = writer->erase || outbox_tables_deletes(batch);
}

/* Runs after on_written was announced: nobody waits for it. */
static void erase(struct outbox_writer *writer) {
    if (writer->erase)
        writer->erase = !outbox_db_erase(writer->db);
}

static void *read_and_write(void *data) {
    struct outbox_writer *writer = data;
    struct outbox_rows *batch;
    bool go_on = read_all(writer);
    writer->erase = true;
    if (go_on)
        erase(writer);
    while (go_on && (batch = next_batch(writer))) {
        write_batch(writer, batch);
        free_rows(batch);
        erase(writer);
    }
    outbox_db_close(writer->db);
    pthread_mutex_lock(&writer->lock);
    writer->ended = true;
    pthread_cond_broadcast(&writer->changed);
    leave(writer);
    return NULL;
}

/* --- in the loop */

void outbox_writer_give(struct outbox_writer *writer, struct outbox_rows *batch) {
    pthread_mutex_lock(&writer->lock);
    writer->batch = batch;
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

static void tell_news(struct outbox_writer *writer) {
    const struct outbox_writer_setup *setup = &writer->setup;
    uint64_t rung;
    pthread_mutex_lock(&writer->lock);
    struct news news = writer->news;
    writer->news = (struct news){.read = NULL};
    bool silent = read(writer->bell, &rung, sizeof rung) < 0;
    pthread_mutex_unlock(&writer->lock);
    if (silent)
        return;
    if (news.failed && !news.read && !news.written)
        setup->on_failed(setup->data, news.error);
    if (news.read)
        setup->on_read(setup->data, news.read);
    if (news.fresh)
        setup->on_fresh(setup->data);
    if (news.written)
        setup->on_written(setup->data);
}

static void on_bell(void *data, int fd, unsigned events) {
    (void)fd;
    (void)events;
    tell_news(data);
}

void outbox_writer_wait(struct outbox_writer *writer, int64_t within_ms) {
    struct timespec until = moment_in(within_ms);
    pthread_mutex_lock(&writer->lock);
    const struct news *news = &writer->news;
    while (!news->read && !news->written && !news->failed)
        if (pthread_cond_timedwait(&writer->changed, &writer->lock, &until) == ETIMEDOUT)
            break;
    pthread_mutex_unlock(&writer->lock);
    tell_news(writer);
}

/* The thread blocks all signals: the loop handles them. */
static bool start_thread(struct outbox_writer *writer) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    int failed = pthread_create(&thread, &attributes, read_and_write, writer);
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed == 0;
}

static void start_lock(struct outbox_writer *writer) {
    pthread_condattr_t monotonic;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

struct outbox_writer *outbox_writer_create(const struct outbox_writer_setup *setup) {
    struct outbox_writer *writer = memory_new(1, sizeof *writer);
    writer->setup = *setup;
    writer->owners = 2;
    writer->db = outbox_db_create(setup->dir);
    writer->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    start_lock(writer);
    writer->watcher =
        writer->bell >= 0 ? loop_fd_create(setup->loop, writer->bell, LOOP_READABLE, on_bell, writer) : NULL;
    if (!writer->watcher || !start_thread(writer)) {
        log_error("net", "the outbox has no thread to write in: %s", strerror(errno));
        abort(); /* out of descriptors or memory at start: the supervisor tries again */
    }
    return writer;
}

void outbox_writer_destroy(struct outbox_writer *writer, int64_t within_ms) {
    struct timespec until = moment_in(within_ms);
    loop_fd_destroy(writer->watcher);
    pthread_mutex_lock(&writer->lock);
    writer->stop = true;
    pthread_cond_broadcast(&writer->changed);
    while (!writer->ended && pthread_cond_timedwait(&writer->changed, &writer->lock, &until) != ETIMEDOUT)
        continue;
    if (!writer->ended)
        log_warning("net", "the disk still holds the outbox: it is left to itself");
    leave(writer);
}
