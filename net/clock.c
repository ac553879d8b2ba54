/* SPDX-License-Identifier: Apache-2.0 */
/* An offset instead of setting the system's clock: that belongs to the box's own time service, which may come later. */
#include "net/clock.h"

#include <stdlib.h>
#include <time.h>

enum { CLOCK_STEP_MS = 1000 };

static int64_t box_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now_ms(const struct clock *clock) {
    return box_ms() + clock->offset_ms;
}

bool clock_set_offset(struct clock *clock, int64_t offset_ms) {
    bool changed = !clock->told || llabs(clock->offset_ms - offset_ms) > CLOCK_STEP_MS;
    clock->told = true;
    if (changed)
        clock->offset_ms = offset_ms;
    return changed;
}

int64_t clock_released_s(void) {
    return STB_RELEASED; /* the Makefile's, so that nobody has to remember it */
}

bool clock_is_sure(const struct clock *clock) {
    return clock->told || clock_now_ms(clock) / 1000 >= clock_released_s();
}
