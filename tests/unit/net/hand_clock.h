/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HAND_CLOCK_H
#define HAND_CLOCK_H
/* Time in the test's hand: the loop's clock and the one timer of what is tested, in the place of loop.c's. */
#include "stb-app/base/loop.h"

static int64_t now_ms;
static struct loop_timer {
    loop_timer_fn *fn;
    void *data;
    int64_t due_ms; /* -1 = stopped */
} timer;

int64_t loop_now_ms(void) {
    return now_ms;
}
int64_t loop_now_us(void) {
    return now_ms * 1000;
}
struct loop_timer *loop_timer_create(struct loop *loop, loop_timer_fn *fn, void *data) {
    (void)loop;
    timer = (struct loop_timer){fn, data, -1};
    return &timer;
}
void loop_timer_start(struct loop_timer *which, int64_t delay_ms, int64_t repeat_ms) {
    (void)repeat_ms;
    which->due_ms = now_ms + delay_ms;
}
void loop_timer_stop(struct loop_timer *which) {
    which->due_ms = -1;
}
void loop_timer_destroy(struct loop_timer *which) {
    (void)which;
}
#endif
