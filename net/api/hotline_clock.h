/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_HOTLINE_CLOCK_H
#define STB_NET_API_HOTLINE_CLOCK_H
/*
 * The time of day: the box's clock, which may stand at 1970 after a power cut, until the hotline has told it; from then
 * on the hotline's, whatever becomes of the box's. In between it runs by CLOCK_BOOTTIME, which no time service sets and
 * no standby stops, so that what was asked for eight hours ago is eight hours old. Each step of it is told, and
 * deadlines of this life move along.
 */
#include <stdbool.h>
#include <stdint.h>

struct hotline_clock {
    bool told;         /* by the hotline */
    int64_t offset_ms; /* since 1970 minus CLOCK_BOOTTIME */
    int64_t proved_ms; /* the newest time that a hotline with right dates told, in this life or before; 0 = never */
};
/* PROVED_MS of an earlier life, 0 = none is known. */
void hotline_clock_begin(struct hotline_clock *clock, int64_t proved_ms);
int64_t hotline_clock_now_ms(const struct hotline_clock *clock); /* since 1970 */
/* Both: true when the time changes by over a second; STEP_MS is then what hotline_clock_now_ms() went on by.
 * The hotline's clock minus the box's is AHEAD_MS, now: */
bool hotline_clock_set(struct hotline_clock *clock, int64_t ahead_ms, int64_t *step_ms);
/* The box's clock may have been set: it counts until the hotline has told the time. To be called every few seconds. */
bool hotline_clock_follow(struct hotline_clock *clock, int64_t *step_ms);
/* What was told just now is the truth: the certificate that told it was valid by its dates, and ends at ENDS_S. */
void hotline_clock_prove(struct hotline_clock *clock, int64_t ends_s);
/* It is later than this for certain, s since 1970: the program's release, and what was proved. */
int64_t hotline_clock_floor_s(const struct hotline_clock *clock);
/* Worth showing: told by the hotline, or at least not before hotline_clock_floor_s(). */
bool hotline_clock_is_sure(const struct hotline_clock *clock);
/* The day of this program's last change, in s since 1970: a box's clock that shows less was never set. */
int64_t hotline_clock_released_s(void);
#endif
