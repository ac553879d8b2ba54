/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong dates: what passes with them, and what no clock brings back to life. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/transport/tls_dates.h"

enum { DAY = 86400, PROVED = 20000 * DAY /* 2024-10-04 */ };

static void what_is_forgiven_depends_on_the_call_and_on_what_is_certain(void **state) {
    (void)state;
    static const struct {
        const char *what;
        int64_t clock_s, from_s, ends_s;
        bool urgent, other; /* passes */
    } cases[] = {
        {"an hour slow, a fresh certificate", PROVED + 10 * DAY, PROVED + 10 * DAY + 3600, PROVED + 100 * DAY, true,
         false},
        {"a century ahead", PROVED + 36500 * INT64_C(86400), PROVED - DAY, PROVED + 100 * DAY, true, false},
        {"in 1970, a certificate of now", 1000, PROVED + DAY, PROVED + 100 * DAY, true, true},
        {"in 1971, one that ran out in 2020", 400 * DAY, PROVED - 3000 * DAY, PROVED - 1500 * DAY, false, false},
        {"right, one that ran out in 2020", PROVED + DAY, PROVED - 3000 * DAY, PROVED - 1500 * DAY, false, false},
        {"right, forgotten to renew today", PROVED + DAY, PROVED - 300 * DAY, PROVED + DAY - 60, true, false},
        {"it ended in the second of the proof", PROVED + DAY, PROVED - 300 * DAY, PROVED, true, false},
        {"a second before the proof", PROVED + DAY, PROVED - 300 * DAY, PROVED - 1, false, false},
        {"no date that can be read", PROVED + DAY, PROVED, INT64_MIN, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int lenient = 0; lenient < 2; lenient++) {
            struct tls_dates dates = tls_dates_by(cases[i].clock_s, PROVED, lenient);
            bool expired = cases[i].ends_s < dates.judged_s;
            assert_true(expired || cases[i].from_s > dates.judged_s); /* a wrong date, or it is no case */
            if (tls_dates_forgives(&dates, expired, cases[i].ends_s) != (lenient ? cases[i].urgent : cases[i].other))
                fail_msg("%s, lenient %d", cases[i].what, lenient);
        }
}

static void the_judged_time_is_never_before_what_is_certain(void **state) {
    (void)state;
    assert_int_equal(tls_dates_by(1000, PROVED, false).judged_s, PROVED);
    assert_int_equal(tls_dates_by(PROVED + 7, PROVED, false).judged_s, PROVED + 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forgiven_depends_on_the_call_and_on_what_is_certain),
        cmocka_unit_test(the_judged_time_is_never_before_what_is_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
