/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary: every action has a name of its own, and nothing else has one. */
#include "stb-app/ipc/action.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

/* What is written on the wire or in a keymap comes back as the same action. */
static void every_action_is_found_by_its_name(void **state) {
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action found = ACTION_NONE;
        assert_true(action_from_name(action_name((enum action)i), &found));
        assert_int_equal(found, i);
    }
}

static void no_other_name_is_an_action(void **state) {
    (void)state;
    const char *const names[] = {"", "NONE", "VOICE", "ok", "OK ", "DIGIT_10", NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        enum action untouched = ACTION_MUTE;
        assert_false(action_from_name(names[i], &untouched));
        assert_int_equal(untouched, ACTION_MUTE);
    }
}

static void a_number_that_is_no_action_is_called_none(void **state) {
    (void)state;
    assert_string_equal(action_name(ACTION_NONE), "NONE");
    assert_string_equal(action_name(ACTION_COUNT), "NONE");
    assert_string_equal(action_name((enum action) - 1), "NONE");
}

static void only_digits_have_a_digit(void **state) {
    (void)state;
    assert_int_equal(action_digit(ACTION_DIGIT_0), 0);
    assert_int_equal(action_digit(ACTION_DIGIT_9), 9);
    assert_int_equal(action_digit(ACTION_REPEAT), -1);
    assert_int_equal(action_digit(ACTION_VOLUME_UP), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_is_found_by_its_name),
        cmocka_unit_test(no_other_name_is_an_action),
        cmocka_unit_test(a_number_that_is_no_action_is_called_none),
        cmocka_unit_test(only_digits_have_a_digit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
