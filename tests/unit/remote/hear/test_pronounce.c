/* SPDX-License-Identifier: Apache-2.0 */
/* From characters to phones, on small tables in real files; and what a file is that is no table. */
#include "remote/hear/pronounce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/test-pronounce-XXXXXX";

static struct sound_table *table(const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return sound_table_read(path);
}

static struct {
    struct sound_table *characters, *readings, *dialect, *syllables;
    struct pronounce tables;
} stage;

static int set_up(void **state) {
    (void)state;
    stage.characters = table("# common\n我\two\n要\tyao\n叫\tjiao\n车\tche\n银\tyin\n行\txing\n第\tdi\n");
    stage.readings = table("银行\tyin hang\n车\tche | ju\r\n");
    stage.dialect = table("要\tyo\n");
    stage.syllables =
        table("# margin 27.5\nwo\tW AO\nyao\tY AW\nyo\tY AO\njiao\tJH Y AW | JH AW\nche\tCH AH\nju\tJH UW\n"
              "yin\tIY N\nhang\tHH AA NG\nxing\tSH IY NG\n");
    stage.tables = (struct pronounce){.words = {NULL, stage.readings, stage.characters}, .syllables = stage.syllables};
    return stage.characters && stage.readings && stage.dialect && stage.syllables ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    sound_table_destroy(stage.characters);
    sound_table_destroy(stage.readings);
    sound_table_destroy(stage.dialect);
    sound_table_destroy(stage.syllables);
    return 0;
}

static void a_phrase_becomes_phones(void **state) {
    static const struct {
        const char *text;
        size_t count;
        const char *ways[PRONOUNCE_WAYS_MAX];
    } cases[] = {
        {"我要", 1, {"W AO Y AW"}},
        {"我，要！", 1, {"W AO Y AW"}},                                     /* punctuation is silent */
        {"银行", 1, {"IY N HH AA NG"}},                                     /* the word before its characters */
        {"行", 1, {"SH IY NG"}},                                            /* and alone as it is most often */
        {"叫我", 2, {"JH Y AW W AO", "JH AW W AO"}},                        /* a syllable of two sounds */
        {"我车", 2, {"W AO CH AH", "W AO JH UW"}},                          /* a word of two readings */
        {"叫叫", 3, {"JH Y AW JH Y AW", "JH AW JH Y AW", "JH Y AW JH AW"}}, /* N others, not 2^N */
        {"", 0, {NULL}},
        {"。", 0, {NULL}},
        {"我A", 0, {NULL}},  /* a letter is no silence */
        {"我吃", 0, {NULL}}, /* a character in no table */
        {"第", 0, {NULL}},   /* a syllable in no table */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE];
        assert_int_equal(pronounce(&stage.tables, cases[i].text, ways), cases[i].count);
        for (size_t way = 0; way < cases[i].count; way++)
            assert_string_equal(ways[way], cases[i].ways[way]);
    }
}

static void a_district_reads_its_own_way(void **state) {
    char ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE];
    struct pronounce tables = stage.tables;
    (void)state;
    tables.words[0] = stage.dialect;
    assert_int_equal(pronounce(&tables, "我要", ways), 1);
    assert_string_equal(ways[0], "W AO Y AO");
}

static void a_phrase_without_end_is_none(void **state) {
    char text[3 * 200 + 1] = "", ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE];
    (void)state;
    for (int i = 0; i < 200; i++)
        strcat(text, "我");
    assert_int_equal(pronounce(&stage.tables, text, ways), 0);
}

static void a_table_says_numbers(void **state) {
    (void)state;
    assert_float_equal(sound_table_number(stage.syllables, "margin", 1), 27.5, 1e-9);
    assert_float_equal(sound_table_number(stage.syllables, "slope", 2.5), 2.5, 1e-9);
}

static void rubbish_is_no_table(void **state) {
    (void)state;
    assert_null(table(""));
    assert_null(table("# nothing\n"));
    assert_null(table("no tab\nno tab\nno tab\nno tab\na\tb\n"));
    assert_null(sound_table_read("/nonexistent/table.tsv"));
    struct sound_table *one = table("no tab\n我\two\n\tx\ny\t\n"); /* three bad lines are said, and passed over */
    assert_non_null(one);
    assert_string_equal(sound_table_find(one, "我们", 3), "wo");
    assert_null(sound_table_find(one, "我们", 6));
    sound_table_destroy(one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_becomes_phones),      cmocka_unit_test(a_district_reads_its_own_way),
        cmocka_unit_test(a_phrase_without_end_is_none), cmocka_unit_test(a_table_says_numbers),
        cmocka_unit_test(rubbish_is_no_table),
    };
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    unlink(path);
    return failed;
}
