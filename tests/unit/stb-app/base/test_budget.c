/* SPDX-License-Identifier: Apache-2.0 */
/* So much a second, and so much at once. */
#include "stb-app/base/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void what_was_saved_can_be_had_at_once_and_no_more(void **state) {
    (void)state;
    struct budget budget = {.per_s = 10, .saved_max = 30};
    for (int i = 0; i < 30; i++)
        assert_true(budget_take(&budget, 1, 5000000));
    assert_false(budget_take(&budget, 1, 5000000));
    assert_int_equal(budget_left(&budget, 5000000), 0);
}

static void it_comes_back_second_by_second_up_to_the_bound(void **state) {
    (void)state;
    struct budget budget = {.per_s = 10, .saved_max = 30};
    assert_true(budget_take(&budget, 30, 1000));
    assert_int_equal(budget_left(&budget, 1000 + 1000), 10);
    assert_int_equal(budget_left(&budget, 1000 + 60000), 30);
}

/* A look that comes more often than a whole one does must not lose the parts. */
static void many_looks_lose_nothing(void **state) {
    (void)state;
    struct budget budget = {.per_s = 3, .saved_max = 100};
    int64_t taken = 0;
    assert_true(budget_take(&budget, 100, 0));
    for (int64_t now = 1; now <= 10000; now++)
        taken += budget_take(&budget, 1, now);
    assert_int_equal(taken, 30);
}

static void more_than_there_is_takes_nothing(void **state) {
    (void)state;
    struct budget budget = {.per_s = 1, .saved_max = 5};
    assert_false(budget_take(&budget, 6, 0));
    assert_true(budget_take(&budget, 5, 0));
}

static void how_long_to_wait(void **state) {
    (void)state;
    struct budget budget = {.per_s = 4, .saved_max = 8};
    assert_int_equal(budget_wait_ms(&budget, 8, 100), 0);
    assert_true(budget_take(&budget, 8, 100));
    int64_t wait_ms = budget_wait_ms(&budget, 3, 100);
    assert_int_equal(wait_ms, 750);
    assert_int_equal(budget_left(&budget, 100 + wait_ms - 1), 2);
    assert_int_equal(budget_left(&budget, 100 + wait_ms), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_saved_can_be_had_at_once_and_no_more),
        cmocka_unit_test(it_comes_back_second_by_second_up_to_the_bound),
        cmocka_unit_test(many_looks_lose_nothing),
        cmocka_unit_test(more_than_there_is_takes_nothing),
        cmocka_unit_test(how_long_to_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
