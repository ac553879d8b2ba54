/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day is the operator's, whatever the host's zone is. */
#include "stb-app/config/timezone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static int hour_of(time_t moment) {
    struct tm local;
    localtime_r(&moment, &local);
    return local.tm_hour;
}

static void times_are_the_operators(void **state) {
    (void)state;
    static const time_t noon_utc = 1795262400; /* 2026-11-21 12:00 UTC */
    setenv("TZ", "America/New_York", 1);
    timezone_apply("Asia/Shanghai");
    assert_int_equal(hour_of(noon_utc), 20);
    timezone_apply("<+09>-9");
    assert_int_equal(hour_of(noon_utc), 21);
    timezone_apply("CST-8");
    assert_int_equal(hour_of(noon_utc), 20);
}

static void a_zone_that_nobody_knows_is_told(void **state) {
    (void)state;
    assert_true(timezone_is_known("Asia/Shanghai")); /* on a box without zone files as well */
    assert_true(timezone_is_known("CST-8"));
    assert_true(timezone_is_known("EST5EDT,M3.2.0,M11.1.0"));
    assert_false(timezone_is_known("Asia/Shanghia"));
    assert_false(timezone_is_known("Putuo"));
    assert_false(timezone_is_known("-8"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_the_operators),
        cmocka_unit_test(a_zone_that_nobody_knows_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
