/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TLS_DATES_H
#define STB_NET_TRANSPORT_TLS_DATES_H
/*
 * Whether a certificate whose date is wrong, and nothing but its date, passes all the same. Pure; times in s since 1970.
 */
#include <stdbool.h>
#include <stdint.h>

struct tls_dates {
    int64_t judged_s;    /* the time by which dates are judged: the best that the box has, never before FLOOR_S */
    int64_t floor_s;     /* it is later than this for certain: this program's release, the time last proved */
    bool clock_is_wrong; /* it showed less than FLOOR_S */
    bool lenient;        /* an SOS or a heartbeat: it must pass, or a wrong clock could never be mended */
    /* What came out: */
    bool seen;        /* a peer has shown its certificates; one whose session is resumed does not */
    bool forgiven;    /* a date was wrong */
    int64_t ends_s;   /* of the peer's own certificate */
    char reason[100]; /* of FORGIVEN */
};
/* The judgement that a clock of NOW_S allows. */
struct tls_dates tls_dates_by(int64_t now_s, int64_t floor_s, bool lenient);
/* Of a certificate that is EXPIRED at JUDGED_S, or else not valid yet, and ends at ENDS_S. */
bool tls_dates_forgives(const struct tls_dates *dates, bool expired, int64_t ends_s);
#endif
