/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/health/life_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void each_end_is_told_to_the_life_after_it(void **state) {
    static const struct {
        const char *ended, *boot_now, *said;
    } cases[] = {
        {"told to stop (SIGTERM)", "a", "told to stop (SIGTERM)"},
        {"told to stop (SIGTERM)", "b", "told to stop (SIGTERM)"},
        {"", "a", "killed or crashed"},
        {"", "b", "the box was off or started anew"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char kept[LIFE_RECORD_SIZE];
        struct life_record before = {.starts = 6, .boot = "a"};
        life_record_write(&before, cases[i].ended, kept);
        struct life_record now = life_record_begin(kept, cases[i].boot_now);
        assert_int_equal(now.starts, 7);
        assert_string_equal(now.last_end, cases[i].said);
    }
}

static void the_first_life_has_none_before_it(void **state) {
    (void)state;
    assert_int_equal(life_record_begin(NULL, "a").starts, 1);
    assert_string_equal(life_record_begin(NULL, "a").last_end, "");
    assert_int_equal(life_record_begin("rubbish", "a").starts, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_is_told_to_the_life_after_it),
        cmocka_unit_test(the_first_life_has_none_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
