/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_FRAME_TIMES_H
#define STB_APP_SCREEN_FRAME_TIMES_H
/* How long the senior waited for the picture that answered a key: the newest FRAME_TIMES_MAX times. Pure. */
#include <stddef.h>
#include <stdint.h>

enum { FRAME_TIMES_MAX = 128 };

struct frame_times { /* zero-initialise */
    int32_t us[FRAME_TIMES_MAX];
    size_t count, next;
};
struct frame_times_summary {
    size_t count; /* 0 = the other members say nothing */
    int32_t median_us, p95_us, worst_us;
};
void frame_times_add(struct frame_times *times, int64_t us);
struct frame_times_summary frame_times_summary(const struct frame_times *times);
#endif
