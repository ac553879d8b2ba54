/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_BASE_LOOP_H
#define STB_APP_BASE_LOOP_H
/*
 * The one loop of each program: descriptors, timers, signals, and work beside the loop. Built on libuv, which is
 * included in loop.c alone. All callbacks but loop_aside()'s work run on the thread that called
 * loop_run(). Destroying a watcher or timer is allowed from inside any callback, its own included; it is not called
 * again afterwards. Every x_destroy(NULL) is fine.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct loop;
struct loop *loop_create(void); /* NULL and a log line if it fails */
/* Everything still open on the loop is closed. The owners' pointers are dead afterwards, so destroy them first. */
void loop_destroy(struct loop *loop);
void loop_run(struct loop *loop); /* returns after loop_stop() */
void loop_stop(struct loop *loop);

/* Monotonic milliseconds and microseconds, read afresh at each call (CLOCK_MONOTONIC: the same clock in all processes).
 */
int64_t loop_now_ms(void);
int64_t loop_now_us(void);

/* A descriptor. EVENTS is a set of LOOP_*; 0 = keep the watcher, listen to nothing. The descriptor stays the caller's.
 */
enum { LOOP_READABLE = 1, LOOP_WRITABLE = 2, LOOP_BROKEN = 4 };
struct loop_fd;
typedef void loop_fd_fn(void *data, int fd, unsigned events);
struct loop_fd *loop_fd_create(struct loop *loop, int fd, unsigned events, loop_fd_fn *fn, void *data);
void loop_fd_listen(struct loop_fd *watcher, unsigned events);
void loop_fd_destroy(struct loop_fd *watcher); /* before close(fd) */

/* A timer. Created stopped. Starting a running one moves it. REPEAT_MS 0 = once. */
struct loop_timer;
typedef void loop_timer_fn(void *data);
struct loop_timer *loop_timer_create(struct loop *loop, loop_timer_fn *fn, void *data);
void loop_timer_start(struct loop_timer *timer, int64_t delay_ms, int64_t repeat_ms);
void loop_timer_stop(struct loop_timer *timer);
bool loop_timer_running(const struct loop_timer *timer);
void loop_timer_destroy(struct loop_timer *timer);

/* Called when SIGNUM arrives; several may listen to one signal. NULL and a log line if it cannot be listened to. */
struct loop_signal;
typedef void loop_signal_fn(void *data, int signum);
struct loop_signal *loop_signal_create(struct loop *loop, int signum, loop_signal_fn *fn, void *data);
void loop_signal_destroy(struct loop_signal *watch);

/* Called once each turn, just before the loop sleeps: the place to draw what the turn's events changed. One hook. */
typedef void loop_hook_fn(void *data);
void loop_before_sleep(struct loop *loop, loop_hook_fn *fn, void *data);

/* Work that may wait for a disk: WORK runs on the one other thread, after all earlier work, then DONE runs on the
 * loop's thread. Neither can be cancelled: DATA must outlive both, and loop_destroy() waits for them. False = neither
 * will run.
 */
typedef void loop_aside_fn(void *data);
bool loop_aside(struct loop *loop, loop_aside_fn *work, loop_aside_fn *done, void *data);

/* loop_destroy() calls FN first, for an object without an owner that outlives the loop. FN frees the object and calls
 * loop_end_destroy(). */
struct loop_end;
typedef void loop_end_fn(void *data);
struct loop_end *loop_at_end(struct loop *loop, loop_end_fn *fn, void *data);
void loop_end_destroy(struct loop_end *end);
#endif
