/* SPDX-License-Identifier: Apache-2.0 */
/* The line of a fault in the file that somebody has to mend. */
#include "stb-app/base/json_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char text[] = "\n"
                           "{\n"
                           "  \"a\": {\"b\": 1,\n"
                           "    \"c}\\\"\": \"],{\",\n"
                           "    \"d\": [10, [\n"
                           "       20 ],\n"
                           "     {\"e\": null}]},\n"
                           "  \"f\":true, \"a2\" :\n"
                           "     -1.5e3,\n"
                           "  \"twice\": 1,\n"
                           "  \"twice\": 2\n"
                           "}\n";

static void each_key_is_found_on_its_line(void **state) {
    static const struct {
        const char *place;
        int line;
    } cases[] = {
        {"", 2},          {"a", 3},        {"a.b", 3},   {"a.d", 5},  {"a.d[0]", 5},    {"a.d[1]", 5},
        {"a.d[2]", 7},    {"a.d[2].e", 7}, {"f", 8},     {"a2", 8},   {"twice", 11},    {"nothing", 2},
        {"a.nothing", 3}, {"a.d[3]", 5},   {"a.b.c", 3}, {"f[0]", 8}, {"a.d[1][0]", 6},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (json_place_line(text, cases[i].place) != cases[i].line)
            fail_msg("%s: line %d, expected %d", cases[i].place, json_place_line(text, cases[i].place), cases[i].line);
}

static void a_byte_stands_on_its_line(void **state) {
    (void)state;
    assert_int_equal(json_place_line_at("a\nb\n", 0), 1);
    assert_int_equal(json_place_line_at("a\nb\n", 1), 1);
    assert_int_equal(json_place_line_at("a\nb\n", 2), 2);
    assert_int_equal(json_place_line_at("a\nb\n", 99), 3);
}

static void the_smallest_values_are_walked_to_their_end(void **state) {
    static const char *const smallest[] = {"1", "\"\"", "{}", "[]", "null", "\"\\\\\"", "[[],{}]", "{\"a\":[]}"};
    (void)state;
    for (size_t i = 0; i < sizeof smallest / sizeof smallest[0]; i++) {
        assert_int_equal(json_place_line(smallest[i], "a.b"), 1);
        assert_int_equal(json_place_line(smallest[i], "[1][2]"), 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_is_found_on_its_line),
        cmocka_unit_test(a_byte_stands_on_its_line),
        cmocka_unit_test(the_smallest_values_are_walked_to_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
