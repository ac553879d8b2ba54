/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An offset instead of setting the system's clock: that belongs to the box's own time service. The trap is that this
 * one may come later, minutes after the hotline: an offset to the box's clock would then be wrong by decades until the
 * next heartbeat. So it is one to the monotonic clock.
 */
#include "net/api/hotline_clock.h"

#include "stb-app/base/loop.h"

#include <stdlib.h>
#include <time.h>

enum { CLOCK_STEP_MS = 1000 };

static int64_t box_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t hotline_clock_now_ms(const struct hotline_clock *clock) {
    return clock->told ? loop_now_ms() + clock->offset_ms : box_ms();
}

bool hotline_clock_set(struct hotline_clock *clock, int64_t ahead_ms, int64_t *step_ms) {
    int64_t now = box_ms() + ahead_ms;
    *step_ms = now - hotline_clock_now_ms(clock);
    bool changed = !clock->told || llabs(*step_ms) > CLOCK_STEP_MS;
    if (changed)
        clock->offset_ms = now - loop_now_ms();
    clock->told = true;
    return changed;
}

int64_t hotline_clock_released_s(void) {
    return STB_RELEASED; /* the Makefile's, so that nobody has to remember it */
}

bool hotline_clock_is_sure(const struct hotline_clock *clock) {
    return clock->told || hotline_clock_now_ms(clock) / 1000 >= hotline_clock_released_s();
}
