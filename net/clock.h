/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_CLOCK_H
#define STB_CLOCK_H
/* The time of day: the box's clock, which may stand at 1970 after a power cut, set right by what the hotline says. */
#include <stdbool.h>
#include <stdint.h>

struct clock {
    int64_t offset_ms; /* the hotline's clock minus the box's; zero-initialise */
    bool told;
};
int64_t clock_now_ms(const struct clock *clock); /* since 1970 */
/* True when it differs so much (over a second) that a shown time changes. */
bool clock_set_offset(struct clock *clock, int64_t offset_ms);
/* Worth showing: told by the hotline, or at least not before clock_released_s(). */
bool clock_is_sure(const struct clock *clock);
/* The day of this program's last change, in s since 1970: a box's clock that shows less was never set. */
int64_t clock_released_s(void);
#endif
