/* SPDX-License-Identifier: Apache-2.0 */
/* What was broken into lines lately is known again by the same words, wherever they stand, and by nothing else. */
#include "ui/text/linebreak_cache.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct linebreak_cache_how how = {54, 1, 300, 0};

static void keep(struct linebreak_cache *cache, const struct linebreak_cache_how *its, const char *words, int first) {
    struct linebreak_line lines[2] = {{words, words + first, first, 1000}, {words + first, NULL, 3, 64}};
    linebreak_cache_keep(cache, its, words, &(struct linebreak_cache_lines){lines, 2, true});
}

static bool finds(struct linebreak_cache *cache, const struct linebreak_cache_how *its, const char *words) {
    struct linebreak_line lines[10];
    return linebreak_cache_find(cache, its, words, &(struct linebreak_cache_lines){.lines = lines});
}

static void the_same_words_elsewhere_are_known(void **state) {
    struct linebreak_cache *cache = linebreak_cache_create();
    char here[] = "请打电话给我", there[] = "请打电话给我";
    struct linebreak_line lines[10];
    struct linebreak_cache_lines found = {.lines = lines};
    (void)state;
    assert_false(finds(cache, &how, here));
    keep(cache, &how, here, 12);
    memset(here, 0, sizeof here);
    assert_true(linebreak_cache_find(cache, &how, there, &found));
    assert_int_equal(found.count, 2);
    assert_true(found.whole);
    assert_ptr_equal(lines[0].start, there);
    assert_ptr_equal(lines[0].next, there + 12);
    assert_int_equal(lines[0].bytes, 12);
    assert_int_equal(lines[0].width, 1000);
    assert_ptr_equal(lines[1].start, there + 12);
    assert_null(lines[1].next);
    linebreak_cache_destroy(cache);
}

static void other_words_and_other_ways_are_not(void **state) {
    static const struct linebreak_cache_how others[] = {
        {53, 1, 300, 0}, {54, 0, 300, 0}, {54, 1, 301, 0}, {54, 1, 300, 162}};
    struct linebreak_cache *cache = linebreak_cache_create();
    (void)state;
    keep(cache, &how, "请打电话给我", 12);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(finds(cache, &others[i], "请打电话给我"));
    assert_false(finds(cache, &how, "请打电话给您"));
    assert_false(finds(cache, &how, "请打电话给"));
    assert_false(finds(cache, &how, ""));
    linebreak_cache_destroy(cache);
}

/* However many there are, each is right or unknown. */
static void a_place_that_is_taken_tells_nothing_wrong(void **state) {
    struct linebreak_cache *cache = linebreak_cache_create();
    char words[100];
    int known = 0;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        snprintf(words, sizeof words, "%d", 100000 + i);
        keep(cache, &how, words, 1 + i % 5);
    }
    for (int i = 0; i < 5000; i++) {
        struct linebreak_line lines[10];
        struct linebreak_cache_lines found = {.lines = lines};
        snprintf(words, sizeof words, "%d", 100000 + i);
        if (!linebreak_cache_find(cache, &how, words, &found))
            continue;
        known++;
        assert_int_equal(lines[0].bytes, 1 + i % 5);
    }
    assert_in_range(known, 100, 256);
    linebreak_cache_destroy(cache);
}

static void what_is_long_is_not_kept(void **state) {
    struct linebreak_cache *cache = linebreak_cache_create();
    struct linebreak_line lines[5];
    char words[101] = "";
    (void)state;
    memset(words, 'a', 100);
    keep(cache, &how, words, 50);
    assert_false(finds(cache, &how, words));
    for (int i = 0; i < 5; i++)
        lines[i] = (struct linebreak_line){words, words, 1, 1};
    linebreak_cache_keep(cache, &how, "five lines", &(struct linebreak_cache_lines){lines, 5, true});
    assert_false(finds(cache, &how, "five lines"));
    linebreak_cache_destroy(cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_elsewhere_are_known),
        cmocka_unit_test(other_words_and_other_ways_are_not),
        cmocka_unit_test(a_place_that_is_taken_tells_nothing_wrong),
        cmocka_unit_test(what_is_long_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
