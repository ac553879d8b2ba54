/* SPDX-License-Identifier: Apache-2.0 */
/* Key codes to actions: the built-in table, the operator's file over it, and the names of the kernel's keys. */
#include "remote/keymap.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include <glob.h>
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

static struct fault_list faults;

/* Returns how many faults there were; FAULTS has them until the next call. */
static int load(struct keymap *keymap, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    fault_list_clear(&faults);
    keymap_load(keymap, path, &faults);
    return faults.count;
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
        {"KEY_F1", ACTION_NONE},
        {"KEY_SEARCH", ACTION_VOICE_DOWN},
        {"KEY_ASSISTANT", ACTION_VOICE_DOWN},
        {"KEY_STOP", ACTION_BACK},
        {"KEY_HOME", ACTION_SERVICE},
        {"KEY_OK", ACTION_OK},
        {"KEY_KPENTER", ACTION_OK},
        {"KEY_VOICECOMMAND", ACTION_VOICE_DOWN},
        {"KEY_ESC", ACTION_BACK},
        {"KEY_F4", ACTION_NONE},
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
    assert_int_equal(load(loaded, bare), 0);
    keymap_load(loaded, "assets/keymap.json", &faults);
    assert_int_equal(faults.count, 0);
    for (unsigned code = 0; code <= KEY_CODE_MAX; code++)
        assert_int_equal(keymap_action(loaded, code), keymap_action(built_in, code));
    json_object_put(file);
    keymap_destroy(built_in);
    keymap_destroy(loaded);
}

/* A remote whose OK is 353 and whose red key is the alarm; the rest stays as it was. */
static void a_listed_action_has_just_the_listed_keys(void **state) {
    (void)state;
    struct keymap *keymap = keymap_create();
    assert_int_equal(load(keymap, "{\"OK\":[0x161]}"), 1); /* JSON has no hexadecimal */
    assert_int_equal(load(keymap, "{\"OK\":[\"KEY_GOTO\",353,\"355\"],\"SOS\":[\"KEY_RED\",\"KEY_SOS\"]}"), 0);
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
    struct keymap *keymap = keymap_create();
    keymap_add_desktop_keys(keymap);
    assert_int_equal(load(keymap, "{\"PERSON\":[\"KEY_F2\"],\"VOICE\":[\"KEY_F3\"]}"), 0);
    assert_int_equal(meaning(keymap, "KEY_F2"), ACTION_PERSON);
    assert_int_equal(meaning(keymap, "KEY_F3"), ACTION_VOICE_DOWN);
    assert_int_equal(meaning(keymap, "KEY_VOICECOMMAND"), ACTION_NONE);
    keymap_destroy(keymap);
}

/* Only a desktop's keyboard has them, and only where the operator's file says nothing else. */
static void f_keys_mean_something_on_a_desktop_alone(void **state) {
    (void)state;
    struct keymap *keymap = keymap_create();
    for (const char *const *key = (const char *const[]){"KEY_F1", "KEY_F2", "KEY_F3", "KEY_F4", "KEY_F5", NULL}; *key;
         key++)
        assert_int_equal(meaning(keymap, *key), ACTION_NONE);
    assert_int_equal(load(keymap, "{\"PERSON\":[\"KEY_F1\"]}"), 0);
    keymap_add_desktop_keys(keymap);
    assert_int_equal(meaning(keymap, "KEY_F1"), ACTION_PERSON);
    assert_int_equal(meaning(keymap, "KEY_F2"), ACTION_VOICE_DOWN);
    assert_int_equal(meaning(keymap, "KEY_F4"), ACTION_TV);
    assert_int_equal(meaning(keymap, "KEY_F5"), ACTION_REPEAT);
    keymap_destroy(keymap);
}

/* Whatever is wrong with an entry: it says what and where, and all other keys mean what they meant. */
static void an_entry_that_is_wrong_changes_nothing_and_says_why(void **state) {
    (void)state;
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"", ":1: no JSON at byte 0"},
        {"[]", ":1: expected an object of actions"},
        {"{\"OK\":[\"KEY_OK\"]", ":1: no JSON at byte"},
        {"{\n\"OKAY\":[\"KEY_OK\"]}", ":2: OKAY: unknown action"},
        {"{\"NONE\":[\"KEY_OK\"]}", "NONE: unknown action"},
        {"{\"VOICE_UP\":[\"KEY_OK\"]}", "VOICE_UP: unknown action"},
        {"{\"OK_BRIEF\":[\"KEY_OK\"]}", "OK_BRIEF: unknown action"},
        {"{\"OK\":\"KEY_OK\"}", "OK: expected a list"},
        {"{\"OK\":null}", "OK: expected a list"},
        {"{\"OK\":[\n\"KEY_OKAY\"]}", ":2: OK[0]: \"KEY_OKAY\" is no key"},
        {"{\"OK\":[0]}", "OK[0]: 0 is no key"},
        {"{\"OK\":[768]}", "OK[0]: 768 is no key"},
        {"{\"OK\":[-1]}", "OK[0]: -1 is no key"},
        {"{\"OK\":[4294967297]}", "OK[0]: 4294967297 is no key"},
        {"{\"OK\":[1.5]}", "OK[0]: 1.5 is no key"},
        {"{\"OK\":[true]}", "OK[0]: true is no key"},
        {"{\"OK\":[[1]]}", "is no key"},
        {"{\"SOS\":[]}", "SOS: expected a list of 1 to 32 keys"},
        {"{\"SOS\":[\"KEY_REDD\"]}", "SOS[0]: \"KEY_REDD\" is no key"},
        {"{\"OK\":[\"KEY_SOS\"]}", "OK[0]: KEY_SOS is the only key of SOS, which keeps it"},
        {"{\"OK\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33]}",
         "OK: expected a list of 0 to 32 keys"},
    };
    struct keymap *keymap = keymap_create(), *untouched = keymap_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(load(keymap, cases[i].text), 1);
        assert_non_null(strstr(faults.line[0], path));
        if (!strstr(faults.line[0], cases[i].fault))
            fail_msg("\"%s\" does not say \"%s\"", faults.line[0], cases[i].fault);
        for (unsigned code = 0; code <= KEY_CODE_MAX; code++)
            assert_int_equal(keymap_action(keymap, code), keymap_action(untouched, code));
    }
    fault_list_clear(&faults);
    keymap_load(keymap, "/nonexistent/keymap.json", &faults);
    assert_string_equal(faults.line[0], "/nonexistent/keymap.json: No such file or directory");
    fault_list_clear(&faults);
    keymap_destroy(keymap);
    keymap_destroy(untouched);
}

/* An action of the next release and a misspelt key cost themselves: the operator's own red key is the alarm. */
static void what_is_right_counts_beside_what_is_wrong(void **state) {
    (void)state;
    struct keymap *keymap = keymap_create();
    assert_int_equal(
        load(keymap,
             "{\"HOLOGRAM\":[\"KEY_BLUE\"],\"OK\":[\"KEY_OKAY\",\"KEY_GOTO\"],\"BACK\":[\"KEY_RED\",\"KEY_GREEN\"],"
             "\"SOS\":[\"KEY_RED\",\"KEY_REDD\"]}"),
        4);
    assert_int_equal(meaning(keymap, "KEY_RED"), ACTION_SOS); /* SOS goes first, wherever it stands */
    assert_int_equal(meaning(keymap, "KEY_SOS"), ACTION_NONE);
    assert_int_equal(meaning(keymap, "KEY_GOTO"), ACTION_OK);
    assert_int_equal(meaning(keymap, "KEY_OK"), ACTION_NONE);
    assert_int_equal(meaning(keymap, "KEY_GREEN"), ACTION_BACK);
    assert_int_equal(meaning(keymap, "KEY_BLUE"), ACTION_NONE);
    assert_int_equal(meaning(keymap, "KEY_UP"), ACTION_UP);
    fault_list_clear(&faults);
    keymap_destroy(keymap);
}

/* --- the kernel's tables of real remotes, as ir-keytable brings them */

struct table {
    bool has[ACTION_COUNT];
};

static void read_table(const char *name, const struct keymap *keymap, struct table *table) {
    char line[512], key[64];
    FILE *file = fopen(name, "r");
    assert_non_null(file);
    *table = (struct table){0};
    while (fgets(line, sizeof line, file)) {
        unsigned code;
        if (sscanf(line, "%*x = \"%63[A-Z0-9_]\"", key) == 1 && key_names_find(key, &code))
            table->has[keymap_action(keymap, code)] = true;
    }
    fclose(file);
}

static bool has_all(const struct table *table, enum action first, enum action last) {
    for (int action = first; action <= (int)last; action++)
        if (!table->has[action])
            return false;
    return true;
}

/* A remote that can move a focus can do all that one needs: of those tables so many may lack an action, and not more.
 * The names of those that do are printed. */
static void real_remotes_reach_what_one_needs(void **state) {
    (void)state;
    static const struct {
        enum action first, last;
        int may_lack;
    } needs[] = {{ACTION_OK, ACTION_OK, 4},
                 {ACTION_BACK, ACTION_BACK, 3},
                 {ACTION_SERVICE, ACTION_SERVICE, 14},
                 {ACTION_DIGIT_0, ACTION_DIGIT_9, 12},
                 {ACTION_VOLUME_UP, ACTION_VOLUME_DOWN, 5}};
    enum { NEEDS = sizeof needs / sizeof needs[0] };
    struct keymap *keymap = keymap_create();
    int tables = 0, lack[NEEDS] = {0};
    glob_t found;
    assert_int_equal(glob("/lib/udev/rc_keymaps/*.toml", 0, NULL, &found), 0); /* Debian's package ir-keytable */
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct table table;
        read_table(found.gl_pathv[i], keymap, &table);
        assert_false(table.has[ACTION_SOS]); /* none of them has a red key: no press of theirs may call the hotline */
        if (strstr(found.gl_pathv[i], "stb-app.toml") || !has_all(&table, ACTION_UP, ACTION_RIGHT))
            continue;
        tables++;
        for (int n = 0; n < NEEDS; n++) {
            if (has_all(&table, needs[n].first, needs[n].last))
                continue;
            lack[n]++;
            print_message("%s lacks %s\n", strrchr(found.gl_pathv[i], '/') + 1, action_name(needs[n].first));
        }
    }
    globfree(&found);
    keymap_destroy(keymap);
    assert_true(tables >= 90);
    for (int n = 0; n < NEEDS; n++)
        if (lack[n] > needs[n].may_lack)
            fail_msg("%d of %d remotes lack %s, expected at most %d", lack[n], tables, action_name(needs[n].first),
                     needs[n].may_lack);
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
        cmocka_unit_test(f_keys_mean_something_on_a_desktop_alone),
        cmocka_unit_test(an_entry_that_is_wrong_changes_nothing_and_says_why),
        cmocka_unit_test(what_is_right_counts_beside_what_is_wrong),
        cmocka_unit_test(real_remotes_reach_what_one_needs),
        cmocka_unit_test(the_names_are_the_kernels),
        cmocka_unit_test(a_code_has_a_name_and_a_name_a_code),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
