/* SPDX-License-Identifier: Apache-2.0 */
/* What the power cut leaves: however far a change of the label had come, the next start ends it. */
#include "stb-app/state_owner.h"

#include "stb-app/base/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64], use[PATH_MAX];

static const char *in_dir(const char *name) {
    static char path[4][160];
    static int next;
    char *into = path[next++ % 4];
    snprintf(into, sizeof path[0], "%s/%s", dir, name);
    return into;
}

static void put(const char *name, const char *text) {
    FILE *file = fopen(in_dir(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *get(const char *name) {
    static char text[64];
    FILE *file = fopen(in_dir(name), "r");
    memset(text, 0, sizeof text);
    if (!file)
        return "absent";
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = '\0';
    return text;
}

static void make(const char *folder) {
    assert_int_equal(mkdir(in_dir(folder), 0700), 0);
}

static void begin(const char *id) {
    state_owner_begin(dir, id, use);
}

static int make_dir(void **unused) {
    (void)unused;
    snprintf(dir, sizeof dir, "/tmp/stb-owner-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **unused) {
    (void)unused;
    return folder_remove(dir) ? 0 : -1;
}

static void a_new_directory_is_the_first_box_s(void **unused) {
    (void)unused;
    begin("A");
    assert_string_equal(use, dir);
    assert_string_equal(get("device-id"), "A\n");
}

static void without_a_config_nobody_is_another(void **unused) {
    (void)unused;
    put("device-id", "A\n");
    put("outbox.db", "of A");
    begin("");
    assert_string_equal(get("outbox.db"), "of A");
    assert_string_equal(get("device-id"), "A\n");
}

static void two_labels_by_turns_each_find_their_own(void **unused) {
    (void)unused;
    begin("A");
    put("outbox.db", "of A");
    make("images");
    put("images/cat.png", "a cat");
    begin("B");
    assert_string_equal(get("outbox.db"), "absent");
    assert_string_equal(get("set-aside/of-A/images/cat.png"), "a cat");
    put("outbox.db", "of B");
    begin("A");
    assert_string_equal(get("outbox.db"), "of A");
    assert_string_equal(get("images/cat.png"), "a cat");
    begin("B");
    assert_string_equal(get("outbox.db"), "of B");
}

static void only_the_last_one_is_kept(void **unused) {
    (void)unused;
    begin("A");
    put("outbox.db", "of A");
    begin("B");
    put("outbox.db", "of B");
    begin("C");
    assert_string_equal(get("set-aside/of-A/outbox.db"), "absent");
    assert_string_equal(get("set-aside/of-B/outbox.db"), "of B");
}

static void a_power_cut_while_it_goes_aside(void **unused) {
    (void)unused;
    put("device-id", "A\n");
    make("set-aside");
    make("set-aside/of-A");
    put("set-aside/of-A/outbox.db", "of A");
    put("outbox.db-wal", "the rest");
    begin("B");
    assert_string_equal(get("outbox.db-wal"), "absent");
    assert_string_equal(get("set-aside/of-A/outbox.db-wal"), "the rest");
    assert_string_equal(get("device-id"), "B\n");
    begin("A");
    assert_string_equal(get("outbox.db"), "of A");
    assert_string_equal(get("outbox.db-wal"), "the rest");
}

static void a_power_cut_while_it_comes_back(void **unused) {
    (void)unused;
    put("device-id", "A\n");
    put("outbox.db", "of A");
    make("set-aside");
    make("set-aside/of-A");
    put("set-aside/of-A/outbox.db-wal", "the rest");
    begin("A");
    assert_string_equal(get("outbox.db-wal"), "the rest");
    assert_string_equal(get("outbox.db"), "of A");
}

/* Here: a file stands where the folder would be made. */
static void what_cannot_go_aside_is_not_used(void **unused) {
    (void)unused;
    put("device-id", "A\n");
    put("outbox.db", "of A");
    put("set-aside", "in the way");
    begin("B");
    assert_string_equal(get("outbox.db"), "of A");
    assert_string_equal(use, in_dir("set-aside/of-B"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_directory_is_the_first_box_s, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(without_a_config_nobody_is_another, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(two_labels_by_turns_each_find_their_own, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(only_the_last_one_is_kept, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_power_cut_while_it_goes_aside, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_power_cut_while_it_comes_back, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(what_cannot_go_aside_is_not_used, make_dir, remove_dir),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
