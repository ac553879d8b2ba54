/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libuv behind the few verbs we need. The trap: uv_close() is asynchronous, so a watcher's memory must outlive its
 * destroy until libuv's close callback; each of our structs therefore starts with its uv handle and is freed there. A
 * destroyed watcher's function is cleared first, so that nothing reaches its owner between destroy and close.
 */
#include "stb-app/base/loop.h"

#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <time.h>
#include <uv.h>

struct loop {
    uv_loop_t uv;
    uv_prepare_t hook;
    loop_hook_fn *hook_fn;
    void *hook_data;
    struct loop_end *ends;
};
struct loop_fd {
    uv_poll_t uv;
    int fd;
    loop_fd_fn *fn;
    void *data;
};
struct loop_timer {
    uv_timer_t uv;
    loop_timer_fn *fn;
    void *data;
};
struct loop_signal {
    uv_signal_t uv;
    loop_signal_fn *fn;
    void *data;
};
struct aside {
    uv_work_t uv;
    loop_aside_fn *work, *done;
    void *data;
};
struct loop_end {
    struct loop_end *next, **place;
    loop_end_fn *fn;
    void *data;
};

static void free_handle(uv_handle_t *handle) {
    free(handle); /* the handle is the first member of what was allocated */
}

static void before_sleep(uv_prepare_t *uv) {
    struct loop *loop = uv->loop->data;
    if (loop->hook_fn)
        loop->hook_fn(loop->hook_data);
    log_flush();
}

struct loop *loop_create(void) {
    setenv("UV_THREADPOOL_SIZE", "1", 1); /* read when the first work comes: one after the other, and one stack */
    struct loop *loop = memory_new(1, sizeof *loop);
    int failed = uv_loop_init(&loop->uv);
    if (failed) {
        log_error("loop", "cannot start: %s", uv_strerror(failed));
        free(loop);
        return NULL;
    }
    loop->uv.data = loop;
    uv_prepare_init(&loop->uv, &loop->hook);
    uv_prepare_start(&loop->hook, before_sleep);
    uv_unref((uv_handle_t *)&loop->hook);
    return loop;
}

static void close_if_open(uv_handle_t *handle, void *hook) {
    if (!uv_is_closing(handle))
        uv_close(handle, handle == hook ? NULL : free_handle);
}

void loop_destroy(struct loop *loop) {
    if (!loop)
        return;
    while (loop->ends)
        loop->ends->fn(loop->ends->data);
    uv_walk(&loop->uv, close_if_open, &loop->hook);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    uv_loop_close(&loop->uv);
    free(loop);
}

void loop_run(struct loop *loop) {
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop) {
    uv_stop(&loop->uv);
}

int64_t loop_now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t loop_now_ms(void) {
    return loop_now_us() / 1000;
}

static void fd_ready(uv_poll_t *uv, int status, int events) {
    struct loop_fd *watcher = (struct loop_fd *)uv;
    unsigned what = status < 0 ? LOOP_BROKEN : 0;
    what |= events & UV_READABLE ? LOOP_READABLE : 0;
    what |= events & UV_WRITABLE ? LOOP_WRITABLE : 0;
    what |= events & UV_DISCONNECT ? LOOP_BROKEN : 0;
    if (watcher->fn)
        watcher->fn(watcher->data, watcher->fd, what);
}

struct loop_fd *loop_fd_create(struct loop *loop, int fd, unsigned events, loop_fd_fn *fn, void *data) {
    struct loop_fd *watcher = memory_new(1, sizeof *watcher);
    int failed = uv_poll_init(&loop->uv, &watcher->uv, fd);
    if (failed) {
        log_error("loop", "cannot watch a descriptor: %s", uv_strerror(failed));
        free(watcher);
        return NULL;
    }
    watcher->fd = fd;
    watcher->fn = fn;
    watcher->data = data;
    loop_fd_listen(watcher, events);
    return watcher;
}

void loop_fd_listen(struct loop_fd *watcher, unsigned events) {
    int wanted = (events & LOOP_READABLE ? UV_READABLE : 0) | (events & LOOP_WRITABLE ? UV_WRITABLE : 0);
    if (wanted)
        uv_poll_start(&watcher->uv, wanted, fd_ready);
    else
        uv_poll_stop(&watcher->uv);
}

void loop_fd_destroy(struct loop_fd *watcher) {
    if (!watcher)
        return;
    watcher->fn = NULL;
    uv_poll_stop(&watcher->uv); /* at once: the caller closes the descriptor next */
    uv_close((uv_handle_t *)&watcher->uv, free_handle);
}

static void timer_due(uv_timer_t *uv) {
    struct loop_timer *timer = (struct loop_timer *)uv;
    if (timer->fn)
        timer->fn(timer->data);
}

struct loop_timer *loop_timer_create(struct loop *loop, loop_timer_fn *fn, void *data) {
    struct loop_timer *timer = memory_new(1, sizeof *timer);
    uv_timer_init(&loop->uv, &timer->uv);
    timer->fn = fn;
    timer->data = data;
    return timer;
}

void loop_timer_start(struct loop_timer *timer, int64_t delay_ms, int64_t repeat_ms) {
    uv_update_time(timer->uv.loop); /* libuv counts from the turn's start; we count from now */
    uv_timer_start(&timer->uv, timer_due, (uint64_t)(delay_ms > 0 ? delay_ms : 0), (uint64_t)repeat_ms);
}

void loop_timer_stop(struct loop_timer *timer) {
    uv_timer_stop(&timer->uv);
}

bool loop_timer_running(const struct loop_timer *timer) {
    return uv_is_active((const uv_handle_t *)&timer->uv);
}

void loop_timer_destroy(struct loop_timer *timer) {
    if (!timer)
        return;
    timer->fn = NULL;
    uv_close((uv_handle_t *)&timer->uv, free_handle);
}

static void signal_came(uv_signal_t *uv, int signum) {
    struct loop_signal *watch = (struct loop_signal *)uv;
    if (watch->fn)
        watch->fn(watch->data, signum);
}

struct loop_signal *loop_signal_create(struct loop *loop, int signum, loop_signal_fn *fn, void *data) {
    struct loop_signal *watch = memory_new(1, sizeof *watch);
    uv_signal_init(&loop->uv, &watch->uv);
    watch->fn = fn;
    watch->data = data;
    int failed = uv_signal_start(&watch->uv, signal_came, signum);
    if (failed) {
        log_error("loop", "cannot listen to signal %d: %s", signum, uv_strerror(failed));
        uv_close((uv_handle_t *)&watch->uv, free_handle);
        return NULL;
    }
    uv_unref((uv_handle_t *)&watch->uv);
    return watch;
}

void loop_signal_destroy(struct loop_signal *watch) {
    if (!watch)
        return;
    watch->fn = NULL;
    uv_close((uv_handle_t *)&watch->uv, free_handle);
}

struct loop_end *loop_at_end(struct loop *loop, loop_end_fn *fn, void *data) {
    struct loop_end *end = memory_new(1, sizeof *end);
    *end = (struct loop_end){.next = loop->ends, .place = &loop->ends, .fn = fn, .data = data};
    if (end->next)
        end->next->place = &end->next;
    loop->ends = end;
    return end;
}

void loop_end_destroy(struct loop_end *end) {
    if (!end)
        return;
    *end->place = end->next;
    if (end->next)
        end->next->place = end->place;
    free(end);
}

void loop_before_sleep(struct loop *loop, loop_hook_fn *fn, void *data) {
    loop->hook_fn = fn;
    loop->hook_data = data;
}

static void work_aside(uv_work_t *uv) {
    struct aside *aside = (struct aside *)uv;
    aside->work(aside->data);
}

static void aside_done(uv_work_t *uv, int status) {
    struct aside *aside = (struct aside *)uv;
    (void)status; /* work is never cancelled */
    aside->done(aside->data);
    free(aside);
}

bool loop_aside(struct loop *loop, loop_aside_fn *work, loop_aside_fn *done, void *data) {
    struct aside *aside = memory_new(1, sizeof *aside);
    *aside = (struct aside){.work = work, .done = done, .data = data};
    if (uv_queue_work(&loop->uv, &aside->uv, work_aside, aside_done) == 0)
        return true;
    free(aside);
    return false;
}
