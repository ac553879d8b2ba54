/* SPDX-License-Identifier: Apache-2.0 */
/* Key codes to actions: the built-in table, the operator's file over it, and the names of the kernel's keys. */
#include "remote/keymap.h"
#include "stb-app/base/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants setjmp, stdarg, stddef and stdint before it */
#include <cmocka.h>

static char path[] = "/tmp/test-keymap-XXXXXX";

static bool load(struct keymap *keymap, const char *text, char *error) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return keymap_load(keymap, path, error);
}

static enum action meaning(const struct keymap *keymap, const char *key) {
    unsigned code = 0;
    assert_true(key_names_find(key, &code));
    return keymap_action(keymap, code);
}

static void without_a_file_the_usual_keys_work(void **state) {
    (void)state;
    static const struct {
        const char *key;
        enum action action;
    } cases[] = {
        {"KEY_SOS", ACTION_SOS},
        {"KEY_F1", ACTION_SOS},
        {"KEY_HOME", ACTION_SERVICE},
        {"KEY_OK", ACTION_OK},
        {"KEY_KPENTER", ACTION_OK},
        {"KEY_VOICECOMMAND", ACTION_VOICE_DOWN},
        {"KEY_ESC", ACTION_BACK},
        {"KEY_F4", ACTION_TV},
        {"KEY_HELP", ACTION_PERSON},
        {"KEY_INFO", ACTION_REPEAT},
        {"KEY_0", ACTION_DIGIT_0},
        {"KEY_KP9", ACTION_DIGIT_9},
        {"KEY_NUMERIC_5", ACTION_DIGIT_5},
        {"KEY_VOLUMEUP", ACTION_VOLUME_UP},
        {"KEY_MUTE", ACTION_MUTE},
        {"KEY_Q", ACTION_NONE},
        {"767", ACTION_NONE},
    };
    struct keymap *keymap = keymap_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(meaning(keymap, cases[i].key), cases[i].action);
    assert_int_equal(keymap_action(keymap, 0x27f), ACTION_SOS);
    assert_int_equal(keymap_action(keymap, 768), ACTION_NONE);
    assert_int_equal(keymap_action(keymap, ~0u), ACTION_NONE);
    keymap_destroy(keymap);
}

/* The example that the operator starts from says just what is built in: each code, not one more or less. */
static void the_example_file_is_the_built_in_table(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    struct json_object *file = json_read_file("assets/keymap.json", 1 << 16, error);
    assert_non_null(file);
    struct keymap *built_in = keymap_create(), *loaded = keymap_create();
    /* no key but 767 means anything at first, so what the file gives is all there is */
    char bare[2048] = "{\"SOS\":[767]";
    for (int i = ACTION_SERVICE; i < ACTION_COUNT; i++) {
        if (i == ACTION_VOICE_UP || i == ACTION_OK_BRIEF)
            continue;
        const char *name = i == ACTION_VOICE_DOWN ? "VOICE" : action_name((enum action)i);
        assert_non_null(json_child(file, name));
        snprintf(bare + strlen(bare), sizeof bare - strlen(bare), ",\"%s\":[]", name);
    }
    strcat(bare, "}");
    assert_true(load(loaded, bare, error));
    assert_true(keymap_load(loaded, "assets/keymap.json", error));
    for (unsigned code = 0; code <= KEY_CODE_MAX; code++)
        assert_int_equal(keymap_action(loaded, code), keymap_action(built_in, code));
    json_object_put(file);
    keymap_destroy(built_in);
    keymap_destroy(loaded);
}

/* A remote whose OK is 353 and whose red key is the alarm; the rest stays as it was. */
static void a_listed_action_has_just_the_listed_keys(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    struct keymap *keymap = keymap_create();
    assert_false(load(keymap, "{\"OK\":[0x161]}", error)); /* JSON has no hexadecimal */
    assert_true(load(keymap, "{\"OK\":[\"KEY_GOTO\",353,\"355\"],\"SOS\":[\"KEY_RED\",\"KEY_SOS\"]}", error));
    assert_int_equal(keymap_action(keymap, 353), ACTION_OK);
    assert_int_equal(keymap_action(keymap, 355), ACTION_OK);
    assert_int_equal(meaning(keymap, "KEY_ENTER"), ACTION_NONE);
    assert_int_equal(meaning(keymap, "KEY_RED"), ACTION_SOS);
    assert_int_equal(meaning(keymap, "KEY_F1"), ACTION_NONE);
    assert_int_equal(meaning(keymap, "KEY_ESC"), ACTION_BACK);
    keymap_destroy(keymap);
}

/* An operator gives F2 to PERSON without a word about VOICE: the file wins, whatever the order in it. */
static void a_listed_key_loses_what_it_meant_before(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    struct keymap *keymap = keymap_create();
    assert_true(load(keymap, "{\"PERSON\":[\"KEY_F2\"],\"VOICE\":[\"KEY_F3\"]}", error));
    assert_int_equal(meaning(keymap, "KEY_F2"), ACTION_PERSON);
    assert_int_equal(meaning(keymap, "KEY_F3"), ACTION_VOICE_DOWN);
    assert_int_equal(meaning(keymap, "KEY_VOICECOMMAND"), ACTION_NONE);
    keymap_destroy(keymap);
}

/* Whatever is wrong with a file: it says what, and every key means what it meant. */
static void a_broken_file_changes_nothing_and_says_why(void **state) {
    (void)state;
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"", ""},
        {"[]", "expected an object of actions"},
        {"{\"OK\":[\"KEY_OK\"]", ""},
        {"{\"OKAY\":[\"KEY_OK\"]}", "unknown action \"OKAY\""},
        {"{\"NONE\":[\"KEY_OK\"]}", "unknown action \"NONE\""},
        {"{\"VOICE_UP\":[\"KEY_OK\"]}", "unknown action \"VOICE_UP\""},
        {"{\"OK_BRIEF\":[\"KEY_OK\"]}", "unknown action \"OK_BRIEF\""},
        {"{\"OK\":\"KEY_OK\"}", "OK: expected a list"},
        {"{\"OK\":null}", "OK: expected a list"},
        {"{\"BACK\":[\"KEY_RED\"],\"OK\":[\"KEY_OKAY\"]}", "OK: \"KEY_OKAY\" is no key"},
        {"{\"OK\":[0]}", "OK: 0 is no key"},
        {"{\"OK\":[768]}", "OK: 768 is no key"},
        {"{\"OK\":[-1]}", "OK: -1 is no key"},
        {"{\"OK\":[4294967297]}", "OK: 4294967297 is no key"},
        {"{\"OK\":[1.5]}", "OK: 1.5 is no key"},
        {"{\"OK\":[true]}", "OK: true is no key"},
        {"{\"OK\":[[1]]}", "is no key"},
        {"{\"OK\":[\"KEY_RED\"],\"BACK\":[\"KEY_RED\"]}", "BACK: KEY_RED is listed twice"},
        {"{\"SOS\":[]}", "SOS: expected at least one key"},
        {"{\"OK\":[\"KEY_SOS\",\"KEY_F1\"]}", "SOS: expected at least one key"},
        {"{\"OK\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33]}",
         "OK: expected a list of at most 32 keys"},
    };
    struct keymap *keymap = keymap_create(), *untouched = keymap_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char error[JSON_ERROR_SIZE] = "";
        assert_false(load(keymap, cases[i].text, error));
        assert_non_null(strstr(error, path));
        if (!strstr(error, cases[i].reason))
            fail_msg("\"%s\" does not say \"%s\"", error, cases[i].reason);
        for (unsigned code = 0; code <= KEY_CODE_MAX; code++)
            assert_int_equal(keymap_action(keymap, code), keymap_action(untouched, code));
    }
    char error[JSON_ERROR_SIZE] = "";
    assert_false(keymap_load(keymap, "/nonexistent/keymap.json", error));
    assert_non_null(strstr(error, "/nonexistent/keymap.json"));
    keymap_destroy(keymap);
    keymap_destroy(untouched);
}

/* Our table against the header of this machine: each KEY_ name there means the same number here. */
static void the_names_are_the_kernels(void **state) {
    (void)state;
    FILE *header = fopen("/usr/include/linux/input-event-codes.h", "r");
    assert_non_null(header);
    char line[512], name[64], value[64];
    int seen = 0;
    while (fgets(line, sizeof line, header)) {
        if (sscanf(line, "#define %63s %63s", name, value) != 2 || strncmp(name, "KEY_", 4) != 0)
            continue;
        if (!strcmp(name, "KEY_RESERVED") || !strcmp(name, "KEY_MAX") || !strcmp(name, "KEY_CNT") ||
            !strcmp(name, "KEY_MIN_INTERESTING"))
            continue;
        unsigned known = 0, meant = (unsigned)strtoul(value, NULL, 0);
        if (strncmp(value, "KEY_", 4) == 0)
            assert_true(key_names_find(value, &meant));
        if (!key_names_find(name, &known))
            fail_msg("%s is not known", name);
        assert_int_equal(known, meant);
        seen++;
    }
    fclose(header);
    assert_true(seen > 400);
}

static void a_code_has_a_name_and_a_name_a_code(void **state) {
    (void)state;
    char buffer[16];
    unsigned code = 7;
    assert_string_equal(key_names_of(0x160, buffer), "KEY_OK");
    assert_string_equal(key_names_of(0x27f, buffer), "KEY_SOS");
    assert_string_equal(key_names_of(767, buffer), "KEY_767");
    assert_string_equal(key_names_of(~0u, buffer), "KEY_4294967295");
    assert_true(key_names_find("353", &code));
    assert_int_equal(code, 353);
    static const char *const wrong[] = {"", "KEY_", "OK", "key_ok", "0", "768", "9999", "-1", "+5", " 5", "5 ", "0x10"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(key_names_find(wrong[i], &code));
    assert_int_equal(code, 353);
}

static int make_file(void **state) {
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_the_usual_keys_work),
        cmocka_unit_test(the_example_file_is_the_built_in_table),
        cmocka_unit_test(a_listed_action_has_just_the_listed_keys),
        cmocka_unit_test(a_listed_key_loses_what_it_meant_before),
        cmocka_unit_test(a_broken_file_changes_nothing_and_says_why),
        cmocka_unit_test(the_names_are_the_kernels),
        cmocka_unit_test(a_code_has_a_name_and_a_name_a_code),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
