/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_HOTLINE_CLOCK_H
#define STB_NET_API_HOTLINE_CLOCK_H
/*
 * The time of day: the box's clock, which may stand at 1970 after a power cut, until the hotline has told it; from then
 * on the hotline's, whatever becomes of the box's.
 */
#include <stdbool.h>
#include <stdint.h>

struct hotline_clock {
    bool told;         /* zero-initialise */
    int64_t offset_ms; /* told: since 1970 minus loop_now_ms(), which no time service sets; else 0 */
};
int64_t hotline_clock_now_ms(const struct hotline_clock *clock); /* since 1970 */
/* AHEAD_MS: the hotline's clock minus the box's, now. True when that differs so much (over a second) from what was
 * known that a shown time changes; STEP_MS is then what hotline_clock_now_ms() went on by. */
bool hotline_clock_set(struct hotline_clock *clock, int64_t ahead_ms, int64_t *step_ms);
/* Worth showing: told by the hotline, or at least not before hotline_clock_released_s(). */
bool hotline_clock_is_sure(const struct hotline_clock *clock);
/* The day of this program's last change, in s since 1970: a box's clock that shows less was never set. */
int64_t hotline_clock_released_s(void);
#endif
