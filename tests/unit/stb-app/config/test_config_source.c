/* SPDX-License-Identifier: Apache-2.0 */
/* Which config is in use, when the operator's files, the kept copy or both are broken. */
#include "stb-app/config/config_source.h"

#include "stb-app/base/kept_file.h"
#include "stb-app/base/log.h"
#include "stb-app/config/config.h"

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

#define GOOD                                                                                                           \
    "{\"device\":{\"id\":\"PT-1\"},\"hotline\":{\"name\":\"Hotline\",\"phone\":\"5550100\",\"emergency_phone\":"       \
    "\"112\","                                                                                                         \
    "\"endpoints\":[\"https://"                                                                                        \
    "127.0.0.1:8443\"],\"ca_file\":\"ca.pem\",\"client_cert\":\"b.pem\",\"client_key\":\"b.key\"}"

static char folder[64], path[128], state_dir[128];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/stb-source-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/config.json", folder);
    snprintf(state_dir, sizeof state_dir, "%s/state", folder);
    log_set_level(LOG_LEVEL_ERROR);
    return mkdir(state_dir, 0700);
}

static int remove_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void write_text(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A life of the box: its grace, which tells the configs apart, and whether the files were refused. */
static int64_t grace_at_start(bool *refused) {
    struct config_source *source = config_source_create(path, state_dir);
    struct config *config = config_source_first(source);
    int64_t grace_s = config->grace_s;
    *refused = config_source_refused(source) != NULL;
    config_source_keep(source, config);
    config_destroy(config);
    config_source_destroy(source);
    return grace_s;
}

static void the_last_good_one_is_used_while_the_files_are_bad(void **state) {
    (void)state;
    static const char *const bad[] = {"", "{", GOOD, GOOD ",\"hologram\":1}", GOOD ",\"sos\":{\"grace_s\":99}}", "[]"};
    bool refused;
    write_text(path, GOOD ",\"sos\":{\"grace_s\":7}}");
    assert_int_equal(grace_at_start(&refused), 7);
    assert_false(refused);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        write_text(path, bad[i]);
        assert_int_equal(grace_at_start(&refused), 7);
        assert_true(refused);
    }
    unlink(path);
    assert_int_equal(grace_at_start(&refused), 7);
    write_text(path, GOOD ",\"sos\":{\"grace_s\":8}}");
    assert_int_equal(grace_at_start(&refused), 8);
    assert_false(refused);
    unlink(path);
    assert_int_equal(grace_at_start(&refused), 8);
}

static void relative_paths_still_lead_to_the_files(void **state) {
    (void)state;
    bool refused;
    char expected[160];
    write_text(path, GOOD "}");
    grace_at_start(&refused);
    unlink(path);
    struct config_source *source = config_source_create(path, state_dir);
    struct config *config = config_source_first(source);
    snprintf(expected, sizeof expected, "%s/b.key", folder);
    assert_string_equal(config->client_key, expected);
    config_destroy(config);
    config_source_destroy(source);
}

static void without_any_good_one_what_can_be_read_is_used(void **state) {
    (void)state;
    bool refused;
    write_text(path, GOOD ",\"sos\":{\"grace_s\":6},\"hologram\":1}");
    assert_int_equal(grace_at_start(&refused), 6);
    assert_true(refused);
    char kept[PATH_MAX];
    kept_file_path(kept, state_dir, "config.json");
    assert_int_not_equal(access(kept, F_OK), 0); /* it is not good, so it is not kept */
    write_text(path, "{");
    assert_int_equal(grace_at_start(&refused), 5);
}

/* A kept copy is no better than the files when it is broken itself. */
static void a_broken_kept_copy_is_passed_over(void **state) {
    (void)state;
    bool refused;
    char kept[PATH_MAX];
    write_text(path, GOOD "}");
    grace_at_start(&refused);
    kept_file_path(kept, state_dir, "config.json");
    write_text(kept, "{\"half\":");
    write_text(path, GOOD ",\"sos\":{\"grace_s\":6},\"hologram\":1}");
    assert_int_equal(grace_at_start(&refused), 6);
}

static void a_bad_one_read_again_changes_nothing_until_it_is_mended(void **state) {
    (void)state;
    write_text(path, GOOD "}");
    struct config_source *source = config_source_create(path, state_dir);
    config_destroy(config_source_first(source));
    assert_false(config_source_changed(source)); /* while nothing is refused nobody need look */
    write_text(path, GOOD ",\"a\":1,\"b\":2}");
    assert_null(config_source_again(source));
    assert_non_null(strstr(config_source_refused(source), "a: unknown key (and 1 more)"));
    assert_false(config_source_changed(source));
    write_text(path, GOOD ",\"first_run\":true}");
    assert_true(config_source_changed(source));
    struct config *config = config_source_again(source);
    assert_non_null(config);
    assert_true(config->first_run);
    assert_null(config_source_refused(source));
    config_destroy(config);
    config_source_destroy(source);
}

static void what_is_kept_is_the_box_s_alone(void **state) {
    (void)state;
    bool refused;
    char kept[PATH_MAX];
    struct stat about;
    write_text(path, GOOD "}");
    grace_at_start(&refused);
    kept_file_path(kept, state_dir, "config.json");
    assert_int_equal(stat(kept, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    ino_t first = about.st_ino;
    grace_at_start(&refused);
    assert_int_equal(stat(kept, &about), 0);
    assert_int_equal(about.st_ino, first); /* the same again is not written again */
    assert_true(kept_file_write(state_dir, "config.json", "{}", 2));
    assert_int_equal(stat(kept, &about), 0);
    assert_int_equal(about.st_size, 2);
    assert_false(kept_file_write("/proc/none", "config.json", "{}", 2));
}

int main(void) {
#define EACH(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        EACH(the_last_good_one_is_used_while_the_files_are_bad),       EACH(relative_paths_still_lead_to_the_files),
        EACH(without_any_good_one_what_can_be_read_is_used),           EACH(a_broken_kept_copy_is_passed_over),
        EACH(a_bad_one_read_again_changes_nothing_until_it_is_mended), EACH(what_is_kept_is_the_box_s_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
