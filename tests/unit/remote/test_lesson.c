/* SPDX-License-Identifier: Apache-2.0 */
/* The files that come of what was learned, byte by byte. */
#include "remote/keymap.h"
#include "remote/lesson.h"
#include "stb-app/base/fault_list.h"

#include <linux/input.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct lesson lesson;
static char error[LESSON_ERROR_SIZE];

static bool learn(enum action action, unsigned code, uint32_t scan) {
    return lesson_take(&lesson, &(struct lesson_key){action, code, scan, scan != 0}, error);
}

static int begin(void **state) {
    (void)state;
    lesson = (struct lesson){.device = {.bus = 5, .vendor = 0x1915, .product = 0x27, .name = "Voice remote"}};
    return 0;
}

static void one_key_is_one_action(void **state) {
    (void)state;
    assert_true(learn(ACTION_SOS, KEY_RED, 0xc0069));
    assert_false(learn(ACTION_OK, KEY_RED, 0xc0041));
    assert_string_equal(error, "it is SOS already");
    assert_true(learn(ACTION_VOICE_DOWN, KEY_UNKNOWN, 0xc0221));
    assert_false(learn(ACTION_OK, KEY_UNKNOWN, 0xc0221));
    assert_string_equal(error, "it is VOICE already");
    assert_true(learn(ACTION_OK, KEY_UNKNOWN, 0xc0222));
    assert_false(learn(ACTION_BACK, KEY_UNKNOWN, 0));
    assert_int_equal(lesson.count, 3);
}

static void a_bluetooth_remote_needs_a_hwdb_for_what_has_no_name(void **state) {
    (void)state;
    assert_true(learn(ACTION_SOS, KEY_UNKNOWN, 0xc0069));
    assert_true(learn(ACTION_OK, KEY_SELECT, 0xc0041));
    char *hwdb = lesson_hwdb(&lesson), *keymap = lesson_keymap(&lesson);
    assert_string_equal(hwdb, "# Voice remote\nevdev:input:b0005v1915p0027*\n KEYBOARD_KEY_c0069=sos\n");
    assert_string_equal(keymap, "{\n  \"SOS\": [\"KEY_SOS\"],\n  \"OK\": [\"KEY_SELECT\"]\n}\n");
    assert_null(lesson_rc_keymap(&lesson));
    free(hwdb);
    free(keymap);
}

static void an_infrared_one_has_its_table_by_scancode(void **state) {
    (void)state;
    lesson.device.infrared = true;
    assert_true(learn(ACTION_SOS, KEY_UNKNOWN, 0x4d01));
    assert_true(learn(ACTION_DIGIT_1, KEY_NUMERIC_1, 0x4d21));
    char *table = lesson_rc_keymap(&lesson);
    assert_non_null(strstr(table, "[protocols.scancodes]\n0x4d01 = \"KEY_SOS\"\n0x4d21 = \"KEY_NUMERIC_1\"\n"));
    assert_null(lesson_hwdb(&lesson));
    free(table);
}

static void nothing_learned_is_no_file(void **state) {
    (void)state;
    assert_null(lesson_keymap(&lesson));
    assert_null(lesson_hwdb(&lesson));
    assert_null(lesson_rc_keymap(&lesson));
}

/* All that can be asked for has a key in the built-in table, and the keymap that is written is one that is read. */
static void what_is_written_is_read(void **state) {
    static const enum action actions[] = {ACTION_SOS,     ACTION_SERVICE, ACTION_VOICE_DOWN, ACTION_OK,
                                          ACTION_DIGIT_9, ACTION_MUTE,    ACTION_PERSON};
    char path[] = "/tmp/stb-lesson-XXXXXX";
    struct fault_list faults = {0};
    (void)state;
    for (unsigned i = 0; i < sizeof actions / sizeof actions[0]; i++)
        assert_true(learn(actions[i], KEY_UNKNOWN, 0x100 + i));
    char *text = lesson_keymap(&lesson);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    struct keymap *keymap = keymap_create();
    keymap_load(keymap, path, &faults);
    assert_int_equal(faults.count, 0);
    keymap_destroy(keymap);
    unlink(path);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(one_key_is_one_action, begin),
        cmocka_unit_test_setup(a_bluetooth_remote_needs_a_hwdb_for_what_has_no_name, begin),
        cmocka_unit_test_setup(an_infrared_one_has_its_table_by_scancode, begin),
        cmocka_unit_test_setup(nothing_learned_is_no_file, begin),
        cmocka_unit_test_setup(what_is_written_is_read, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
