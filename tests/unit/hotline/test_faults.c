/* SPDX-License-Identifier: Apache-2.0 */
/* Faults strike where, as often and as long as they are told to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/hotline/faults.h"

#include <string.h>

static struct fault fault(enum fault_kind kind, const char *path, double share, int64_t until_ms) {
    struct fault made = {.kind = kind, .share = share, .until_ms = until_ms};
    strncpy(made.path, path, sizeof made.path - 1);
    return made;
}

static void a_path_is_a_prefix(void **state) {
    (void)state;
    struct faults faults = {0};
    struct fault drop = fault(FAULT_DROP, "/v1/requests", 1, 1000);
    assert_true(faults_add(&faults, &drop));
    assert_non_null(faults_meet(&faults, "/v1/requests", 0));
    assert_non_null(faults_meet(&faults, "/v1/requests/1/cancel", 0));
    assert_null(faults_meet(&faults, "/v1/heartbeat", 0));
    assert_int_equal(faults.list[0].hits, 2);
}

static void a_share_is_kept_exactly(void **state) {
    (void)state;
    static const double shares[] = {0, 0.1, 0.25, 0.5, 0.9, 1};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        struct faults faults = {0};
        struct fault error = fault(FAULT_ERROR, "/", shares[i], 1000);
        faults_add(&faults, &error);
        int hits = 0;
        for (int call = 0; call < 100; call++)
            hits += faults_meet(&faults, "/v1/requests", 0) != NULL;
        assert_int_equal(hits, (int)(shares[i] * 100 + 0.5));
    }
}

static void time_ends_it(void **state) {
    (void)state;
    struct faults faults = {0};
    struct fault soon = fault(FAULT_DROP, "/v1", 1, 1000), late = fault(FAULT_STALL, "/v1/events", 1, 2000);
    faults_add(&faults, &soon);
    faults_add(&faults, &late);
    assert_int_equal(faults_meet(&faults, "/v1/events", 999)->kind, FAULT_DROP);
    assert_int_equal(faults_meet(&faults, "/v1/events", 1000)->kind, FAULT_STALL);
    assert_false(faults_expire(&faults, 999));
    assert_true(faults_expire(&faults, 1000));
    assert_int_equal(faults.count, 1);
    assert_true(faults_has(&faults, FAULT_STALL, "/v1/events", 1999));
    assert_false(faults_has(&faults, FAULT_STALL, "/v1/events", 2000));
    assert_false(faults_has(&faults, FAULT_DROP, "/v1/events", 0));
}

static void there_is_an_end_to_them(void **state) {
    (void)state;
    struct faults faults = {0};
    struct fault drop = fault(FAULT_DROP, "/v1", 1, 1000);
    for (int i = 0; i < FAULTS_MAX; i++)
        assert_true(faults_add(&faults, &drop));
    assert_false(faults_add(&faults, &drop));
    faults_clear(&faults);
    assert_null(faults_meet(&faults, "/v1", 0));
}

static void some_strike_after_the_work_is_done(void **state) {
    (void)state;
    static const bool after[FAULT_KINDS] = {[FAULT_CUT] = true, [FAULT_RESET] = true, [FAULT_RUBBISH] = true};
    for (int kind = 0; kind < FAULT_KINDS; kind++)
        assert_int_equal(fault_is_after((enum fault_kind)kind), after[kind]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_a_prefix),
        cmocka_unit_test(a_share_is_kept_exactly),
        cmocka_unit_test(time_ends_it),
        cmocka_unit_test(there_is_an_end_to_them),
        cmocka_unit_test(some_strike_after_the_work_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
