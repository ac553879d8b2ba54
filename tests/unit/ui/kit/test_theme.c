/* SPDX-License-Identifier: Apache-2.0 */
/* The look: legible in both palettes, never smaller than it may be, and a wrong file changes nothing. */
#include "stb-app/base/json.h"
#include "ui/kit/theme_check.h"
#include "ui/kit/theme_file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static bool load(struct theme *theme, const char *json) {
    char path[] = "/tmp/theme-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, json, strlen(json)) == (ssize_t)strlen(json));
    close(fd);
    bool ok = theme_file_load(theme, path, false);
    unlink(path);
    return ok;
}

/* Every pair that a screen draws one upon the other. */
static const enum theme_colour pairs[][2] = {{COLOUR_TEXT, COLOUR_GROUND_TOP},
                                             {COLOUR_TEXT, COLOUR_GROUND_BOTTOM},
                                             {COLOUR_TEXT_DIM, COLOUR_GROUND_BOTTOM},
                                             {COLOUR_TEXT_DIM, COLOUR_PANEL},
                                             {COLOUR_TEXT_DIM, COLOUR_ROW},
                                             {COLOUR_TEXT, COLOUR_BUTTON},
                                             {COLOUR_TEXT, COLOUR_YES},
                                             {COLOUR_FOCUS_TEXT, COLOUR_YES_FOCUS},
                                             {COLOUR_FOCUS_TEXT, COLOUR_ROW_FOCUS},
                                             {COLOUR_FOCUS_DIM, COLOUR_ROW_FOCUS},
                                             {COLOUR_TEXT, COLOUR_BADGE},
                                             {COLOUR_NOW_TEXT, COLOUR_NOW},
                                             {COLOUR_LINK_GOOD, COLOUR_GROUND_BOTTOM},
                                             {COLOUR_LINK_WAIT, COLOUR_GROUND_BOTTOM},
                                             {COLOUR_LINK_BAD, COLOUR_GROUND_BOTTOM},
                                             {COLOUR_BANNER_TEXT, COLOUR_BANNER},
                                             {COLOUR_SOS_TEXT, COLOUR_SOS_TOP},
                                             {COLOUR_SOS_TEXT, COLOUR_SOS_TILE},
                                             {COLOUR_SOS_TEXT, COLOUR_SOS_DARK},
                                             {COLOUR_SOS_LIGHT_TEXT, COLOUR_SOS_LIGHT},
                                             {COLOUR_TEXT, COLOUR_PANEL},
                                             {COLOUR_TEXT, COLOUR_ROW},
                                             {COLOUR_TEXT_DIM, COLOUR_GROUND_TOP},
                                             {COLOUR_LINK_GOOD, COLOUR_GROUND_TOP},
                                             {COLOUR_LINK_WAIT, COLOUR_GROUND_TOP},
                                             {COLOUR_LINK_BAD, COLOUR_GROUND_TOP},
                                             {COLOUR_SOS_TEXT, COLOUR_SOS_BOTTOM},
                                             {COLOUR_FOCUS_TEXT, COLOUR_SOS_FOCUS}};

static void words_are_legible_on_what_they_stand_on(void **state) {
    (void)state;
    for (int high = 0; high < 2; high++) {
        struct theme theme;
        theme_builtin(&theme, high);
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
            if (theme_contrast(theme_colour(&theme, pairs[i][0]), theme_colour(&theme, pairs[i][1])) < (high ? 12 : 7))
                fail_msg("pair %zu of the %s palette", i, high ? "high" : "normal");
        for (size_t i = 0; i < theme.service_count; i++) {
            assert_true(theme_contrast(theme_colour(&theme, COLOUR_TEXT), theme.services[i].fill) >= (high ? 12 : 7));
            assert_true(theme_contrast(theme_colour(&theme, COLOUR_FOCUS_TEXT), theme.services[i].focus) >=
                        (high ? 12 : 7));
        }
        /* the ring against what lies around it, and the focused fill against the plain one */
        assert_true(theme_contrast(theme_colour(&theme, COLOUR_RING), theme_colour(&theme, COLOUR_GROUND_TOP)) >= 3);
        assert_true(theme_colour(&theme, COLOUR_ROW) != theme_colour(&theme, COLOUR_ROW_FOCUS));
    }
}

/* Each on its own: what a theme makes of one colour is refused, and by its name. */
static void a_pair_that_cannot_be_told_apart_is_refused_by_name(void **state) {
    char error[160];
    (void)state;
    for (int high = 0; high < 2; high++)
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
            for (int which = 0; which < 2; which++) {
                struct theme theme;
                theme_builtin(&theme, high);
                assert_true(theme_check_is_legible(&theme, error, sizeof error));
                theme.colours[pairs[i][which]] = theme.colours[pairs[i][!which]];
                if (theme_check_is_legible(&theme, error, sizeof error) ||
                    !strstr(error, theme_colour_name(pairs[i][which])))
                    fail_msg("pair %zu, its %s: \"%s\"", i, which ? "ground" : "words", error);
            }
}

/* A grey that is enough for one palette is not for the other, for words and for services. */
static void high_contrast_asks_for_more(void **state) {
    const colour grey = 0xffa8a8a8, dark = 0xff4a4a4a; /* 8 to 9 : 1 with black, with white */
    char error[160] = "";
    (void)state;
    for (int high = 0; high < 2; high++)
        for (int service = 0; service < 2; service++) {
            struct theme theme;
            theme_builtin(&theme, high);
            if (service)
                theme.services[0].fill = dark;
            else
                theme.colours[COLOUR_SOS_TEXT] = grey,
                theme.colours[COLOUR_SOS_TOP] = theme.colours[COLOUR_SOS_BOTTOM] = theme.colours[COLOUR_SOS_TILE] =
                    theme.colours[COLOUR_SOS_DARK] = 0xff000000;
            assert_int_equal(theme_check_is_legible(&theme, error, sizeof error), !high);
        }
    assert_non_null(strstr(error, "expected 12"));
}

static void contrast_is_wcags(void **state) {
    (void)state;
    assert_true(theme_contrast(0xff000000, 0xffffffff) > 20.99 && theme_contrast(0xffffffff, 0xff000000) < 21.01);
    assert_true(theme_contrast(0xff777777, 0xffffffff) > 4.47 && theme_contrast(0xff777777, 0xffffffff) < 4.49);
}

static void text_grows_with_the_scale_and_keeps_its_floor(void **state) {
    static const struct {
        double scale;
        int hint, small, body, option, title;
    } cases[] = {{1.0, 36, 40, 48, 54, 72}, {1.25, 45, 55, 60, 68, 90}, {1.75, 63, 84, 84, 95, 126}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct theme theme;
        theme_builtin(&theme, false);
        theme_fit(&theme, 1920, 1080, cases[i].scale, 0);
        assert_int_equal(theme_text(&theme, SIZE_HINT), cases[i].hint);
        assert_int_equal(theme_text(&theme, SIZE_SMALL), cases[i].small);
        assert_int_equal(theme_text(&theme, SIZE_BODY), cases[i].body);
        assert_int_equal(theme_text(&theme, SIZE_OPTION), cases[i].option);
        assert_int_equal(theme_text(&theme, SIZE_TITLE), cases[i].title);
    }
}

/* At 4:3 the width allows more than the height of a wide picture would: no step is smaller than its share of the width,
 * they differ, and the largest is what fits. */
static void an_old_sets_text_uses_its_height(void **state) {
    static const double scales[] = {1.0, 1.25, 1.5, 1.75};
    static const int option[] = {27, 30, 33, 36}; /* of 21, 26, 31 and 36 by the width */
    (void)state;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        struct theme theme;
        theme_builtin(&theme, false);
        theme_fit(&theme, 720, 576, scales[i], 0);
        assert_int_equal(theme_text(&theme, SIZE_OPTION), option[i]);
    }
}

static void the_safe_area_keeps_five_percent_and_the_overscan(void **state) {
    static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {720, 576}, {3840, 2160}};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (int overscan = 0; overscan <= 5; overscan++) {
            struct theme theme;
            theme_builtin(&theme, false);
            theme_fit(&theme, sizes[i][0], sizes[i][1], 1.25, overscan);
            assert_true(theme.safe.x * 20 >= sizes[i][0] && theme.safe.y * 20 >= sizes[i][1]);
            assert_true((theme.safe.x + 1) * 100 >= sizes[i][0] * (5 + overscan));
            assert_int_equal(theme.safe.x * 2 + theme.safe.w, sizes[i][0]);
            assert_int_equal(theme.safe.y * 2 + theme.safe.h, sizes[i][1]);
        }
}

static void a_theme_says_otherwise_by_name(void **state) {
    struct theme theme;
    (void)state;
    assert_true(load(&theme, "{\"normal\":{\"colours\":{\"ring\":\"#00FF00\"},\"services\":{\"pink\":{\"fill\":"
                             "\"#400020\",\"focus\":\"#500028\"}}},\"shapes\":{\"ring\":12}}"));
    assert_int_equal(theme_colour(&theme, COLOUR_RING), 0xff00ff00);
    assert_int_equal(theme_service(&theme, "pink")->fill, 0xff400020);
    assert_int_equal(theme_size(&theme, SIZE_RING), 12);
    assert_string_equal(theme_service(&theme, "no such colour")->name, "grey");
}

static void a_wrong_theme_changes_nothing(void **state) {
    static const char *const bad[] = {
        "[]", "{", "{\"normal\":{\"colours\":{\"rings\":\"#00FF00\"}}}",
        "{\"normal\":{\"colours\":{\"ring\":\"green\"}}}", "{\"normal\":{\"colours\":{\"ring\":\"#00FF0\"}}}",
        "{\"normal\":{\"colours\":[]}}", "{\"normal\":{\"colours\":{\"ring\":\"#00FF00\"}},\"text\":{\"hint\":12}}",
        "{\"shapes\":{\"ring\":\"8\"}}", "{\"shape\":{\"ring\":8}}", "{\"normal\":{\"colors\":{\"ring\":\"#00FF00\"}}}",
        "{\"spacing\":{\"gap\":17}}", "{\"spacing\":{\"row_gap\":31}}", "{\"spacing\":{\"card_x\":44.5}}",
        "{\"spacing\":{\"gaps\":28}}", "{\"spacing\":{\"ring\":8}}", "{\"spacing\":28}",
        /* a ring that would lie over the row below */
        "{\"spacing\":{\"row_gap\":12},\"shapes\":{\"ring\":10}}", "{\"durations\":{\"page\":900}}",
        "{\"durations\":{\"pages\":150}}",
        /* words that old eyes cannot read, here or in the other palette */
        "{\"normal\":{\"colours\":{\"text_dim\":\"#445566\"}}}", "{\"high\":{\"colours\":{\"text\":\"#808080\"}}}",
        "{\"normal\":{\"colours\":{\"ring\":\"#11263F\"}}}",
        "{\"normal\":{\"services\":{\"pink\":{\"fill\":\"#FFC0CB\",\"focus\":\"#400020\"}}}}",
        "{\"normal\":{\"services\":{\"pink\":{\"fill\":\"#400020\"}}}}",
        "{\"normal\":{\"services\":{\"a name of far too many letters\":{}}}}"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct theme theme, plain;
        theme_builtin(&plain, false);
        assert_false(load(&theme, bad[i]));
        assert_memory_equal(theme.colours, plain.colours, sizeof theme.colours);
        assert_memory_equal(theme.sizes, plain.sizes, sizeof theme.sizes);
        assert_int_equal(theme.service_count, plain.service_count);
    }
}

/* What LOAD says on stderr of a theme of one number. */
static const char *said_of(const char *group, const char *key, int number, char *path, bool *good) {
    static char said[1024];
    char json[128];
    struct theme theme;
    int before = dup(STDERR_FILENO);
    FILE *log = tmpfile();
    assert_true(before >= 0 && log);
    strcpy(path, "/tmp/theme-XXXXXX");
    int fd = mkstemp(path);
    int length = snprintf(json, sizeof json, "{\"%s\":{\"%s\":%d}}", group, key, number);
    assert_true(fd >= 0 && write(fd, json, (size_t)length) == length);
    close(fd);
    dup2(fileno(log), STDERR_FILENO);
    *good = theme_file_load(&theme, path, false);
    dup2(before, STDERR_FILENO);
    close(before);
    unlink(path);
    rewind(log);
    said[fread(said, 1, sizeof said - 1, log)] = 0;
    fclose(log);
    return said;
}

/* The floors of old eyes and every other range: from one end to the other, and not one pixel further, whose log names
 * the file and the key. */
static void a_number_out_of_its_range_is_refused_by_file_and_key(void **state) {
    static const int floors[THEME_SIZES] = {[SIZE_RING] = 6,    [SIZE_HINT] = 36,  [SIZE_SMALL] = 36, [SIZE_BODY] = 48,
                                            [SIZE_OPTION] = 54, [SIZE_TITLE] = 72, [SIZE_SOS] = 96};
    (void)state;
    for (int i = 0; i < THEME_SIZES; i++) {
        const char *group = i < SIZE_RADIUS ? "spacing" : i < SIZE_HINT ? "shapes" : "text";
        const char *key = theme_size_table[i].name;
        char path[32], named[80];
        bool good;
        const int ends[] = {theme_size_table[i].least, theme_size_table[i].most};
        assert_true(ends[0] >= floors[i] && ends[0] < ends[1]);
        for (int end = 0; end < 2; end++) {
            const char *said = said_of(group, key, ends[end] + (end ? 1 : -1), path, &good);
            snprintf(named, sizeof named, "%s: %s.%s: expected", path, group, key);
            if (good || !strstr(said, named))
                fail_msg("%s.%s %s its range: \"%s\"", group, key, end ? "above" : "below", said);
            said = said_of(group, key, ends[end], path, &good);
            if (!good && !strstr(said, "too narrow for the focus ring"))
                fail_msg("%s.%s at its end: \"%s\"", group, key, said);
        }
    }
}

/* Larger words than ours are those of the first step: they all meet at the last, and grow at each. */
static void larger_words_grow_to_what_ours_become(void **state) {
    struct theme ours, large;
    (void)state;
    theme_builtin(&ours, false);
    large = ours;
    for (int i = SIZE_HINT; i < THEME_SIZES; i++) {
        int before = 0;
        large.sizes[i] = theme_size_table[i].most;
        for (int step = 0; step < 4; step++) {
            theme_fit(&ours, 1920, 1080, 1 + step * 0.25, 0);
            theme_fit(&large, 1920, 1080, 1 + step * 0.25, 0);
            int plain = theme_text(&ours, (enum theme_size)i), now = theme_text(&large, (enum theme_size)i);
            assert_true(step < 3 ? now >= plain : now == plain);
            assert_true(now > before && (step > 0 || now == large.sizes[i]));
            before = now;
        }
    }
}

/* Wide is the operator's wish, legible the senior's need: what is wider than ours gives way, what is narrower stays. */
static void wide_spacing_gives_way_to_words_as_they_grow(void **state) {
    static const struct {
        double scale;
        int width, height, gap, row_gap;
    } cases[] = {{1.0, 1920, 1080, 40, 14},
                 {1.2, 1920, 1080, 34, 14},
                 {1.5, 1920, 1080, 28, 14},
                 {1.75, 1280, 720, 19, 9},
                 {1.0, 720, 576, 11, 5}};
    struct theme theme;
    (void)state;
    assert_true(load(&theme, "{\"spacing\":{\"gap\":40,\"row_gap\":14}}"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        theme_fit(&theme, cases[i].width, cases[i].height, cases[i].scale, 0);
        assert_int_equal(theme_size(&theme, SIZE_GAP), cases[i].gap);
        assert_int_equal(theme_size(&theme, SIZE_ROW_GAP), cases[i].row_gap);
    }
}

static void a_thick_ring_stays_within_the_margins(void **state) {
    struct theme theme;
    (void)state;
    assert_true(load(&theme, "{\"spacing\":{\"margin_x\":96},\"shapes\":{\"ring\":12}}"));
    theme_fit(&theme, 1920, 1080, 1.0, 0);
    assert_int_equal(theme.safe.x, 96 + 12 + 4);
}

/* The operator's over ours: what it names, and nothing when any of it is wrong. */
static void an_operators_theme_lies_over_ours(void **state) {
    struct theme theme, ours;
    char path[] = "/tmp/theme-XXXXXX";
    static const struct {
        const char *json;
        bool good;
    } cases[] = {{"{\"durations\":{\"page\":100},\"shapes\":{\"radius\":8},\"spacing\":{\"card_x\":60}}", true},
                 {"{\"normal\":{\"colours\":{\"ground_top\":\"#FFFFFF\"}}}", false}};
    (void)state;
    assert_true(load(&ours, "{\"shapes\":{\"ring\":12}}"));
    for (size_t i = 0; i < 2; i++) {
        int fd = mkstemp(path);
        assert_true(fd >= 0 && write(fd, cases[i].json, strlen(cases[i].json)) > 0);
        close(fd);
        theme = ours;
        assert_int_equal(theme_file_lay_over(&theme, path), cases[i].good);
        unlink(path);
        strcpy(path, "/tmp/theme-XXXXXX");
        assert_int_equal(theme.sizes[SIZE_RING], 12); /* ours stays */
        assert_int_equal(theme.sizes[SIZE_RADIUS], cases[i].good ? 8 : ours.sizes[SIZE_RADIUS]);
        assert_int_equal(theme_duration(&theme, DURATION_PAGE), cases[i].good ? 100 : 160);
        assert_int_equal(theme_colour(&theme, COLOUR_GROUND_TOP), theme_colour(&ours, COLOUR_GROUND_TOP));
    }
    theme = ours;
    assert_false(theme_file_lay_over(&theme, "/nowhere/theme.json"));
    assert_memory_equal(&theme, &ours, sizeof theme);
}

static void said_by_name(struct json_object *group, const char *key) {
    if (!json_child(group, key))
        fail_msg("theme.json does not say %s", key);
}

/* The look is data: the file that comes with the program names all of it, and the program without a file looks so. */
static void our_theme_names_all_of_the_look(void **state) {
    struct theme theme, plain;
    static const char path[] = "assets/theme.json";
    char error[JSON_ERROR_SIZE];
    (void)state;
    struct json_object *file = json_read_file(path, 64 << 10, error);
    assert_non_null(file);
    for (int high = 0; high < 2; high++) {
        struct json_object *palette = json_child(file, high ? "high" : "normal");
        theme_builtin(&plain, high);
        assert_true(theme_file_load(&theme, path, high));
        assert_memory_equal(&theme, &plain, sizeof theme);
        for (int i = 0; i < THEME_COLOURS; i++)
            said_by_name(json_child(palette, "colours"), theme_colour_name((enum theme_colour)i));
        for (size_t i = 0; i < plain.service_count; i++)
            said_by_name(json_child(palette, "services"), plain.services[i].name);
    }
    for (int i = 0; i < THEME_SIZES; i++)
        said_by_name(json_child(file, i < SIZE_RADIUS ? "spacing"
                                      : i < SIZE_HINT ? "shapes"
                                                      : "text"),
                     theme_size_table[i].name);
    assert_int_equal(json_object_object_length(json_child(file, "durations")), THEME_DURATIONS);
    json_object_put(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_legible_on_what_they_stand_on),
        cmocka_unit_test(a_pair_that_cannot_be_told_apart_is_refused_by_name),
        cmocka_unit_test(high_contrast_asks_for_more),
        cmocka_unit_test(contrast_is_wcags),
        cmocka_unit_test(text_grows_with_the_scale_and_keeps_its_floor),
        cmocka_unit_test(an_old_sets_text_uses_its_height),
        cmocka_unit_test(the_safe_area_keeps_five_percent_and_the_overscan),
        cmocka_unit_test(a_theme_says_otherwise_by_name),
        cmocka_unit_test(a_wrong_theme_changes_nothing),
        cmocka_unit_test(a_number_out_of_its_range_is_refused_by_file_and_key),
        cmocka_unit_test(larger_words_grow_to_what_ours_become),
        cmocka_unit_test(wide_spacing_gives_way_to_words_as_they_grow),
        cmocka_unit_test(a_thick_ring_stays_within_the_margins),
        cmocka_unit_test(an_operators_theme_lies_over_ours),
        cmocka_unit_test(our_theme_names_all_of_the_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
