/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's settings: what is required, what is refused and how it is said, and conf.d over the main file. */
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

#define REQUIRED                                                                                                       \
    "\"device\":{\"id\":\"PT-1\"},\"hotline\":{\"name\":\"Hotline\",\"phone\":\"5550100\","                            \
    "\"emergency_phone\":\"112\",\"endpoints\":[\"https://127.0.0.1:8443\"],\"ca_file\":\"ca.pem\","                   \
    "\"client_cert\":\"/etc/box.pem\",\"client_key\":\"keys/box.key\"}"

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/stb-config-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void write_file(const char *name, const char *text) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct config *read_config(char *error) {
    char path[160];
    snprintf(path, sizeof path, "%s/config.json", folder);
    return config_read(path, error);
}

static void the_least_that_is_needed(void **state) {
    (void)state;
    char error[CONFIG_ERROR_SIZE] = "", expected[160];
    write_file("config.json", "{" REQUIRED "}");
    struct config *config = read_config(error);
    assert_string_equal(error, "");
    assert_non_null(config);
    assert_string_equal(config->endpoints.word[0], "https://127.0.0.1:8443");
    assert_null(config->endpoints.word[1]);
    snprintf(expected, sizeof expected, "%s/ca.pem", folder);
    assert_string_equal(config->ca_file, expected);
    assert_string_equal(config->client_cert, "/etc/box.pem");
    snprintf(expected, sizeof expected, "%s/keys/box.key", folder);
    assert_string_equal(config->client_key, expected);
    assert_string_equal(config->hotline_phone, "5550100");
    assert_int_equal(config->grace_s, 5);
    assert_string_equal(config->keymap, "");
    config_destroy(config);
}

static void what_cannot_be_used_names_file_key_and_what_was_expected(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"{", "config.json: no JSON at byte"},
        {"{}", "config.json: device.id: is missing"},
        {"{\"device\":{\"id\":\"PT 1\"}}", "hotline.name: is missing"},
        {"{" REQUIRED ",\"displai\":{}}", "config.json: displai: unknown key"},
        {"{" REQUIRED ",\"dis\\npl\\u001bay\":{}}", "config.json: dis pl ay: unknown key"},
        {"{" REQUIRED ",\"display\":{\"text_scale\":1.3}}", "display.text_scale: expected 1.0, 1.25, 1.5 or 1.75"},
        {"{" REQUIRED ",\"display\":{\"text_scale\":3}}", "display.text_scale: expected a number from 1 to 1.75"},
        {"{" REQUIRED ",\"language\":\"fr\"}", "language: expected one of \"zh-CN\" \"en\""},
        {"{" REQUIRED ",\"sos\":{\"grace_s\":31}}", "sos.grace_s: expected a whole number from 0 to 30"},
        {"{" REQUIRED ",\"voice\":{\"speed\":\"fast\"}}", "voice.speed: expected one of \"slow\" \"normal\" \"quick\""},
        {"{" REQUIRED ",\"voice\":{\"voices\":{\"fr\":\"fr\"}}}", "voice.voices.fr: unknown key"},
        {"{" REQUIRED ",\"hooks\":{\"show\":[1]}}", "hooks.show[0]: expected text of 1 to 255 bytes"},
        {"{" REQUIRED ",\"hooks\":{\"show\":\"ls\"}}", "hooks.show: expected 0 to 12 members"},
        {"{\"device\":{\"id\":\"a\"},\"hotline\":{\"endpoints\":[\"http://a\"]}}",
         "hotline.endpoints[0]: expected https://host:port"},
        {"{\"device\":{\"id\":\"a\"},\"hotline\":{\"endpoints\":[\"https://a/b\"]}}",
         "hotline.endpoints[0]: expected https://host:port"},
        {"{\"device\":{\"id\":\"a\"},\"hotline\":{\"endpoints\":[]}}", "hotline.endpoints: expected 1 to 4 members"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[CONFIG_ERROR_SIZE] = "";
        write_file("config.json", cases[i].text);
        struct config *config = read_config(error);
        if (config || !strstr(error, cases[i].error))
            fail_msg("%s: the reason is \"%s\", expected \"%s\"", cases[i].text, error, cases[i].error);
    }
}

static void conf_d_goes_over_the_main_file_in_order(void **state) {
    (void)state;
    char path[160], error[CONFIG_ERROR_SIZE] = "";
    snprintf(path, sizeof path, "%s/conf.d", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    write_file("config.json", "{" REQUIRED ",\"display\":{\"text_scale\":1.0,\"motion\":false}}");
    write_file("conf.d/10-size.json",
               "{\"display\":{\"text_scale\":1.5},\"hotline\":{\"endpoints\":[\"https://b:1\"]}}");
    write_file("conf.d/20-size.json", "{\"display\":{\"text_scale\":1.75}}");
    write_file("conf.d/notes.txt", "not read");
    struct config *config = read_config(error);
    assert_string_equal(error, "");
    assert_true(config->text_scale > 1.74);
    assert_false(config->motion);
    assert_string_equal(config->endpoints.word[0], "https://b:1");
    config_destroy(config);

    write_file("conf.d/20-size.json", "{\"display\":{\"text_scale\":\"big\"}}");
    assert_null(read_config(error));
    assert_non_null(strstr(error, "conf.d/20-size.json: display.text_scale: expected a number"));
}

static void no_file_is_said_plainly(void **state) {
    (void)state;
    char error[CONFIG_ERROR_SIZE];
    assert_null(config_read("/nonexistent/config.json", error));
    assert_string_equal(error, "/nonexistent/config.json: No such file or directory");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_least_that_is_needed, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_used_names_file_key_and_what_was_expected, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(conf_d_goes_over_the_main_file_in_order, make_folder, remove_folder),
        cmocka_unit_test(no_file_is_said_plainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
