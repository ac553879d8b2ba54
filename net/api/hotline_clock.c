/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An offset instead of setting the system's clock: that belongs to the box's own time service. The trap is that this
 * one may come later, minutes after the hotline: an offset to the box's clock would then be wrong by decades until the
 * next heartbeat. So it is one to CLOCK_BOOTTIME.
 *
 * Another trap is a hotline whose own clock is wrong: a time of the next century, kept as proved, would make each
 * certificate an ended one for good. So nothing beyond the end of the certificate that told it is kept.
 */
#include "net/api/hotline_clock.h"

#include <stdlib.h>
#include <time.h>

enum { CLOCK_STEP_MS = 1000 };

static int64_t read_ms(clockid_t which) {
    struct timespec now;
    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t box_ms(void) {
    return read_ms(CLOCK_REALTIME);
}

static bool step_to(struct hotline_clock *clock, int64_t now_ms, int64_t *step_ms) {
    *step_ms = now_ms - hotline_clock_now_ms(clock);
    if (llabs(*step_ms) <= CLOCK_STEP_MS)
        return false;
    clock->offset_ms += *step_ms;
    return true;
}

void hotline_clock_begin(struct hotline_clock *clock, int64_t proved_ms) {
    *clock = (struct hotline_clock){.offset_ms = box_ms() - read_ms(CLOCK_BOOTTIME), .proved_ms = proved_ms};
}

int64_t hotline_clock_now_ms(const struct hotline_clock *clock) {
    return read_ms(CLOCK_BOOTTIME) + clock->offset_ms;
}

bool hotline_clock_set(struct hotline_clock *clock, int64_t ahead_ms, int64_t *step_ms) {
    bool first = !clock->told;
    clock->told = true;
    return step_to(clock, box_ms() + ahead_ms, step_ms) || first;
}

bool hotline_clock_follow(struct hotline_clock *clock, int64_t *step_ms) {
    *step_ms = 0;
    return !clock->told && step_to(clock, box_ms(), step_ms);
}

void hotline_clock_prove(struct hotline_clock *clock, int64_t ends_s) {
    int64_t now_ms = hotline_clock_now_ms(clock);
    if (clock->told && now_ms > clock->proved_ms && now_ms / 1000 <= ends_s)
        clock->proved_ms = now_ms;
}

int64_t hotline_clock_floor_s(const struct hotline_clock *clock) {
    int64_t released_s = hotline_clock_released_s(), proved_s = clock->proved_ms / 1000;
    return proved_s > released_s ? proved_s : released_s;
}

int64_t hotline_clock_released_s(void) {
    return STB_RELEASED; /* the Makefile's, so that nobody has to remember it */
}

bool hotline_clock_is_sure(const struct hotline_clock *clock) {
    return clock->told || hotline_clock_now_ms(clock) / 1000 >= hotline_clock_floor_s(clock);
}
