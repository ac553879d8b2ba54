/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/screen/frame_times.h"

#include <stdlib.h>
#include <string.h>

void frame_times_add(struct frame_times *times, int64_t us) {
    if (us < 0) /* both programs use CLOCK_MONOTONIC, so the message is wrong */
        return;
    times->us[times->next] = us > INT32_MAX ? INT32_MAX : (int32_t)us;
    times->next = (times->next + 1) % FRAME_TIMES_MAX;
    times->count += times->count < FRAME_TIMES_MAX;
}

static int by_size(const void *a, const void *b) {
    int32_t first = *(const int32_t *)a, second = *(const int32_t *)b;
    return (first > second) - (first < second);
}

struct frame_times_summary frame_times_summary(const struct frame_times *times) {
    int32_t sorted[FRAME_TIMES_MAX];
    size_t count = times->count;
    if (count == 0)
        return (struct frame_times_summary){0};
    memcpy(sorted, times->us, count * sizeof sorted[0]);
    qsort(sorted, count, sizeof sorted[0], by_size);
    return (struct frame_times_summary){.count = count,
                                        .median_us = sorted[(count - 1) / 2],
                                        .p95_us = sorted[(count * 95 + 99) / 100 - 1],
                                        .worst_us = sorted[count - 1]};
}
