/* SPDX-License-Identifier: Apache-2.0 */
/* Which bytes are a character of UTF-8, by Unicode's table 3-7. */
#include "stb-app/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *bytes;
    size_t room, length;
} cases[] = {
    {"a", 1, 1},
    {"", 1, 1}, /* U+0000 */
    {"", 0, 0},
    {"\x7f", 1, 1},
    {"\xc2\x80", 2, 2},         /* U+0080, the first of two bytes */
    {"\xdf\xbf", 2, 2},         /* U+07FF */
    {"\xe0\xa0\x80", 3, 3},     /* U+0800 */
    {"\xe4\xb9\x90", 3, 3},     /* U+4E50 */
    {"\xed\x9f\xbf", 3, 3},     /* U+D7FF, before the surrogates */
    {"\xee\x80\x80", 3, 3},     /* U+E000, after them */
    {"\xef\xbf\xbd", 3, 3},     /* U+FFFD itself */
    {"\xef\xbf\xbf", 3, 3},     /* U+FFFF */
    {"\xf0\x90\x80\x80", 4, 4}, /* U+10000 */
    {"\xf4\x8f\xbf\xbf", 4, 4}, /* U+10FFFF, the last */
    {"\x80", 1, 0},             /* a follower alone */
    {"\xc0\x80", 2, 0},         /* U+0000 in two bytes */
    {"\xc1\xbf", 2, 0},         /* U+007F in two */
    {"\xe0\x80\xaf", 3, 0},     /* '/' in three */
    {"\xe0\x9f\xbf", 3, 0},     /* U+07FF in three */
    {"\xf0\x80\x80\xaf", 4, 0}, /* '/' in four */
    {"\xf0\x8f\xbf\xbf", 4, 0}, /* U+FFFF in four */
    {"\xed\xa0\x80", 3, 0},     /* U+D800, a surrogate */
    {"\xed\xbf\xbf", 3, 0},     /* U+DFFF */
    {"\xf4\x90\x80\x80", 4, 0}, /* U+110000 */
    {"\xf5\x80\x80\x80", 4, 0},
    {"\xff", 1, 0},
    {"\xe4\xb9", 2, 0}, /* cut off */
    {"\xe4\xb9"
     "a",
     3, 0},
    {"\xf0\x90\x80", 3, 0},
};

static void the_length_of_a_character(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *exact = malloc(cases[i].room ? cases[i].room : 1); /* one byte more is seen by the sanitizer */
        memcpy(exact, cases[i].bytes, cases[i].room);
        if (utf8_length(exact, cases[i].room) != cases[i].length)
            fail_msg("case %zu: %zu bytes, expected %zu", i, utf8_length(exact, cases[i].room), cases[i].length);
        free(exact);
    }
}

static void a_cut_is_between_characters(void **state) {
    (void)state;
    const char *text = "a\xe4\xb9\x90\xf0\x9f\x91\xb5"; /* a, U+4E50, U+1F475 */
    const size_t ends[] = {0, 1, 1, 1, 4, 4, 4, 4, 8};
    for (size_t length = 0; length <= 8; length++)
        assert_int_equal(utf8_cut(text, length), ends[length]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_length_of_a_character),
        cmocka_unit_test(a_cut_is_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
