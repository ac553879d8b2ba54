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

static void what_fits_ends_with_a_whole_letter(void **state) {
    static const struct {
        const char *text;
        size_t characters, room, fits;
    } fits[] = {
        {"", 0, 0, 0},
        {"ab", 2, 9, 2},
        {"ab", 1, 9, 1},
        {"\xe4\xb9\x90z", 2, 9, 4},
        {"\xe4\xb9\x90z", 9, 3, 3},
        {"\xe4\xb9\x90z", 9, 2, 0},
        {"ae\xcc\x81", 3, 9, 4},                                       /* e and its accent */
        {"ae\xcc\x81", 2, 9, 1},                                       /* not the e alone */
        {"a\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x92z", 4, 99, 12}, /* a woman and her fire engine, joined */
        {"a\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x92z", 3, 99, 1},
        {"e\xcc\x81\xcc\xa7", 2, 9, 3}, /* all of it is one letter: better cut than nothing */
    };
    (void)state;
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        size_t found = utf8_fit(fits[i].text, strlen(fits[i].text), fits[i].characters, fits[i].room);
        if (found != fits[i].fits)
            fail_msg("case %zu: %zu bytes, expected %zu", i, found, fits[i].fits);
    }
    assert_int_equal(utf8_fit("a\0b", 3, 2, 9), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_length_of_a_character),
        cmocka_unit_test(a_cut_is_between_characters),
        cmocka_unit_test(what_fits_ends_with_a_whole_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
