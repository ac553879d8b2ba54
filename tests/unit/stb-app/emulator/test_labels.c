/* SPDX-License-Identifier: Apache-2.0 */
/* The emulator's words: both languages have each of them, with the same gaps, and a file with a hole is still read. */
#include "stb-app/emulator/labels.h"
#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ASSETS "assets/emulator"

static const char *gap_of(const struct labels *labels, enum label label) {
    return strstr(labels_text(labels, label), "{}");
}

static void both_languages_have_every_word(void **state) {
    (void)state;
    struct labels *chinese = labels_load(ASSETS, "zh-CN"), *english = labels_load(ASSETS, "en");
    struct json_object *one = json_object_from_file(ASSETS "/zh-CN.json"),
                       *other = json_object_from_file(ASSETS "/en.json");
    assert_int_equal(json_object_object_length(one), LABELS - 1);
    assert_int_equal(json_object_object_length(other), LABELS - 1);
    for (int i = LABEL_NONE + 1; i < LABELS; i++) {
        bool named = false;
        json_object_object_foreach(one, key, text) {
            named = named || strcmp(json_object_get_string(text), labels_text(chinese, i)) == 0;
            assert_true(json_object_object_get_ex(other, key, NULL));
        }
        assert_true(named);
        assert_true(!gap_of(chinese, i) == !gap_of(english, i));
    }
    assert_string_equal(labels_text(chinese, LABEL_BACK), "返回");
    assert_string_equal(labels_text(english, LABEL_BACK), "Back");
    assert_string_equal(labels_text(english, LABEL_NONE), "");
    json_object_put(one);
    json_object_put(other);
    labels_destroy(chinese);
    labels_destroy(english);
}

static void an_unknown_language_is_chinese(void **state) {
    (void)state;
    struct labels *labels = labels_load(ASSETS, "fr");
    assert_string_equal(labels_text(labels, LABEL_OK), "确认");
    labels_destroy(labels);
}

static void what_is_missing_is_its_key(void **state) {
    (void)state;
    char dir[] = "/tmp/labels-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/zh-CN.json", dir);
    FILE *file = fopen(path, "w");
    fputs("{\"ok\":\"好\",\"back\":7}", file);
    fclose(file);
    struct labels *labels = labels_load(dir, "zh-CN");
    assert_string_equal(labels_text(labels, LABEL_OK), "好");
    assert_string_equal(labels_text(labels, LABEL_BACK), "back");
    assert_string_equal(labels_text(labels, LABEL_BRAND), "brand");
    labels_destroy(labels);
    unlink(path);
    labels = labels_load(dir, "zh-CN");
    assert_string_equal(labels_text(labels, LABEL_OK), "ok");
    labels_destroy(labels);
    rmdir(dir);
}

static void a_gap_is_filled_and_what_is_too_long_is_cut(void **state) {
    (void)state;
    char out[64], little[8];
    struct labels *labels = labels_load(ASSETS, "en");
    labels_fill(out, sizeof out, labels, LABEL_ENDED_WITH_STATUS, "3");
    assert_string_equal(out, "Exit status 3");
    labels_fill(out, sizeof out, labels, LABEL_CLOSING, "nobody");
    assert_string_equal(out, "Closing…");
    labels_fill(little, sizeof little, labels, LABEL_ENDED_WITH_STATUS, "%s%n");
    assert_string_equal(little, "Exit st");
    labels_destroy(labels);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_languages_have_every_word),
        cmocka_unit_test(an_unknown_language_is_chinese),
        cmocka_unit_test(what_is_missing_is_its_key),
        cmocka_unit_test(a_gap_is_filled_and_what_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
