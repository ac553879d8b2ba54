/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A box that wakes up in 1970, an hour slow or a century ahead would find every certificate out of date and its line
 * dead for good, since the line is what brings it the time. So what brings the time, and an SOS, passes with a wrong
 * date.
 *
 * The trap is a stolen key whose certificate has run out: nobody may revive it by turning the box's clock back, or by
 * telling a false time. A certificate that ended before FLOOR_S, a moment that is certainly past, stays dead, even for
 * an SOS. A clock that shows less than FLOOR_S is wrong: then "not yet valid" is forgiven to every call.
 */
#include "net/transport/tls_dates.h"

struct tls_dates tls_dates_by(int64_t now_s, int64_t floor_s, bool lenient) {
    return (struct tls_dates){.judged_s = now_s > floor_s ? now_s : floor_s,
                              .floor_s = floor_s,
                              .clock_is_wrong = now_s < floor_s,
                              .lenient = lenient};
}

bool tls_dates_forgives(const struct tls_dates *dates, bool expired, int64_t ends_s) {
    if (expired)
        return dates->lenient && ends_s >= dates->floor_s;
    return dates->lenient || dates->clock_is_wrong;
}
