/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TLS_DATES_H
#define STB_NET_TRANSPORT_TLS_DATES_H
/*
 * Whether a certificate passes of which nothing but the date is wrong. Pure; times in s since 1970.
 */
#include <stdbool.h>
#include <stdint.h>

struct tls_dates {
    int64_t judged_s;    /* the time by which dates are judged: the best that the box has, never before FLOOR_S */
    int64_t floor_s;     /* past for certain: this program's release, or the time last proved */
    bool clock_is_wrong; /* the clock showed less than FLOOR_S */
    bool lenient;        /* an SOS or a heartbeat: it must pass, or a wrong clock could never be mended */
    /* What came out: */
    bool seen;        /* the peer has shown its certificates; a resumed session shows none */
    bool forgiven;    /* a date was wrong */
    int64_t ends_s;   /* when the peer's own certificate ends */
    char reason[100]; /* why FORGIVEN was needed */
};
/* The inputs above, from a clock that shows NOW_S; the outputs are empty. */
struct tls_dates tls_dates_by(int64_t now_s, int64_t floor_s, bool lenient);
/* Whether a certificate passes that ends at ENDS_S and is EXPIRED at JUDGED_S, or else not valid yet. */
bool tls_dates_forgives(const struct tls_dates *dates, bool expired, int64_t ends_s);
#endif
