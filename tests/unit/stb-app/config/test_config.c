/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's settings: what is required, what is refused and how it is said, and conf.d over the main file. */
#include "stb-app/config/config.h"

#include "stb-app/base/fault_list.h"
#include "stb-app/base/json.h"
#include "stb-app/config/config_rules.h"
#include "stb-app/config/config_table.h"

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

#define HOTLINE                                                                                                        \
    "\"hotline\":{\"name\":\"Hotline\",\"phone\":\"5550100\",\"emergency_phone\":\"112\",\"endpoints\":["              \
    "\"https://127.0.0.1:8443\"],\"ca_file\":\"ca.pem\",\"client_cert\":\"/etc/box.pem\",\"client_key\":\"keys/"       \
    "box.key\"}"
#define REQUIRED "\"device\":{\"id\":\"PT-1\"}," HOTLINE

static char folder[64];
static struct fault_list faults;

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/stb-config-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    fault_list_clear(&faults);
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

static struct config *read_config(void) {
    char path[160];
    snprintf(path, sizeof path, "%s/config.json", folder);
    fault_list_clear(&faults);
    return config_read(path, &faults);
}

static bool is_told(const char *fault) {
    for (int i = 0; i < faults.count; i++)
        if (strstr(faults.line[i], fault))
            return true;
    return false;
}

static void is_told_only(const char *text, const char *fault) {
    if (faults.count != 1 || !is_told(fault))
        fail_msg("%s: %d faults, the first \"%s\", expected \"%s\"", text, faults.count,
                 faults.count > 0 ? faults.line[0] : "", fault);
}

static void the_least_that_is_needed(void **state) {
    (void)state;
    char expected[160];
    write_file("config.json", "{" REQUIRED "}");
    struct config *config = read_config();
    assert_int_equal(faults.count, 0);
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

static void what_is_wrong_names_file_line_key_and_what_was_expected(void **state) {
    (void)state;
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"{", "config.json:1: no JSON at byte 1: it ends too early"},
        {"", "config.json:1: no JSON at byte 0"},
        {"{\n" REQUIRED "\n,,}", "config.json:3: no JSON at byte"},
        {"{" REQUIRED ",\"displai\":{}}", "config.json:1: displai: unknown key"},
        {"{\n" REQUIRED ",\n\n \"display\": {\n\"size\":2}}", "config.json:5: display.size: unknown key"},
        {"{" REQUIRED ",\"dis\\npl\\u001bay\":{}}", "dis pl ay: unknown key"},
        {"{" REQUIRED ",\"display\":{\"text_scale\":1.3}}", "display.text_scale: expected 1.0, 1.25, 1.5 or 1.75"},
        {"{" REQUIRED ",\"display\":{\"text_scale\":3}}", "display.text_scale: expected a number from 1 to 1.75"},
        {"{" REQUIRED ",\"display\":[]}", "display: expected an object"},
        {"{" REQUIRED ",\"language\":\"fr\"}", "language: expected one of \"zh-CN\" \"en\""},
        {"{" REQUIRED ",\"sos\":{\"grace_s\":31}}", "sos.grace_s: expected a whole number from 0 to 30"},
        {"{" REQUIRED ",\"voice\":{\"speed\":\"fast\"}}", "voice.speed: expected one of \"slow\" \"normal\" \"quick\""},
        {"{" REQUIRED ",\"voice\":{\"voices\":{\"fr\":\"fr\"}}}", "voice.voices.fr: unknown key"},
        {"{" REQUIRED ",\"hooks\":{\"show\":[\"a\",1]}}", "hooks.show[1]: expected text of 1 to 255 bytes"},
        {"{" REQUIRED ",\"hooks\":{\"show\":\"ls\"}}", "hooks.show: expected 0 to 12 members"},
        {"{" REQUIRED ",\"hooks\":{\"show\":{\"ls\":1}}}", "hooks.show: expected a list of texts"},
        {"{\"device\":{\"id\":\"PT-1\",\"timezone\":\"../../etc/passwd\"}," HOTLINE "}",
         "device.timezone: expected a time zone"},
        {"{" REQUIRED ",\"remote\":{\"devices\":\"event3\"}}", "remote.devices: expected \"udev\" or paths"},
        {"{" REQUIRED ",\"remote\":{\"grab\":1}}", "remote.grab: expected true or false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_file("config.json", cases[i].text);
        config_destroy(read_config());
        is_told_only(cases[i].text, cases[i].fault);
    }
}

/* Of what is required there is no default: a wrong number would be dialled. */
static void what_is_required_and_missing_is_told_with_what_belongs_there(void **state) {
    (void)state;
    static const char *const keys[] = {
        "device.id",         "hotline.name",    "hotline.phone",       "hotline.emergency_phone",
        "hotline.endpoints", "hotline.ca_file", "hotline.client_cert", "hotline.client_key"};
    write_file("config.json", "{\n\"hotline\":\n{}}");
    struct config *config = read_config();
    assert_int_equal(faults.count, sizeof keys / sizeof keys[0]);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char expected[80];
        snprintf(expected, sizeof expected, ":%d: %s: is missing, expected ", i == 0 ? 1 : 2, keys[i]);
        assert_true(is_told(expected));
    }
    assert_string_equal(config->hotline_phone, "");
    assert_string_equal(config->emergency_phone, "");
    assert_null(config->endpoints.word[0]);
    config_destroy(config);
}

/* One bad value costs itself: a box without a good config works with the rest. */
static void what_is_right_is_read_although_something_else_is_wrong(void **state) {
    (void)state;
    write_file("config.json",
               "{\"device\":{\"id\":\"PT 1\"},\"colour\":1,\"sos\":{\"grace_s\":\"x\"},\n\"hotline\":{\"name\":\"H\","
               "\"phone\":\"5550100\",\"emergency_phone\":\"call me\",\"endpoints\":[\"http://a\",\"https://b:1\"],"
               "\"pins\":[\"x\"],\"ca_file\":\"ca.pem\",\"client_cert\":\"b.pem\",\"client_key\":\"b.key\"}}");
    struct config *config = read_config();
    assert_int_equal(faults.count, 6);
    assert_true(is_told(":1: device.id: expected letters"));
    assert_true(is_told(":1: colour: unknown key"));
    assert_true(is_told(":1: sos.grace_s: expected a whole number"));
    assert_true(is_told(":2: hotline.emergency_phone: expected the phone number"));
    assert_true(is_told(":2: hotline.endpoints[0]: expected https://host:port"));
    assert_true(is_told(":2: hotline.pins[0]: expected \"sha256//\""));
    assert_string_equal(config->device_id, "");
    assert_string_equal(config->hotline_phone, "5550100");
    assert_string_equal(config->emergency_phone, "");
    assert_string_equal(config->endpoints.word[0], "https://b:1");
    assert_null(config->endpoints.word[1]);
    assert_null(config->pins.word[0]);
    assert_int_equal(config->grace_s, 5);
    config_destroy(config);
}

static void addresses_numbers_and_pins_have_their_form(void **state) {
    (void)state;
    static const char *const good[] = {"https://a", "https://a.example:8443", "https://10.0.0.1:1",
                                       "https://[::1]:65535"};
    static const char *const bad[] = {"https://",     "https://:1",   "https://a:",   "https://a:0", "https://a:65536",
                                      "https://a/b",  "https://a?b",  "https://u@a",  "https://a b", "http://a",
                                      "https://[]:1", "https://[::1", "https://a:1x", "a:1",         ""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(config_rules_endpoint(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(config_rules_endpoint(bad[i]));
    assert_true(config_rules_phone("400-820-0000") && config_rules_phone("+86 21 5550 0100"));
    assert_false(config_rules_phone("") || config_rules_phone("-") || config_rules_phone("12a"));
    assert_true(config_rules_pin("sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assert_false(config_rules_pin("sha256//AAAA=") || config_rules_pin("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assert_true(config_rules_timezone("Asia/Shanghai") && config_rules_timezone("CST-8"));
    assert_false(config_rules_timezone("") || config_rules_timezone("/etc/localtime"));
    assert_true(config_rules_devices("udev") && config_rules_devices("/dev/input/event1, /dev/input/event2"));
    assert_false(config_rules_devices("") || config_rules_devices("/dev/a,event1"));
}

/* What is kept for the next start says all that the files said. */
static void a_config_that_was_written_reads_the_same(void **state) {
    (void)state;
    write_file("config.json", "{" REQUIRED ",\"language\":\"en\",\"display\":{\"text_scale\":1.5,\"motion\":false,"
                              "\"theme\":\"my theme.json\"},\"hooks\":{\"show\":[\"sh\",\"-c\",\"echo \\\"a\\\"\"]},"
                              "\"voice\":{\"speech_command\":[]},\"first_run\":true,\"remote\":{\"grab\":true},"
                              "\"sos\":{\"grace_s\":0},\"log\":{\"level\":\"debug\"}}");
    struct config *config = read_config();
    struct json_object *written = config_table_write(config);
    config_destroy(config);
    write_file("config.json", json_object_to_json_string_ext(written, JSON_C_TO_STRING_PRETTY));
    config = read_config();
    assert_int_equal(faults.count, 0);
    struct json_object *again = config_table_write(config);
    assert_true(json_object_equal(written, again));
    assert_string_equal(config->hook_show.word[2], "echo \"a\"");
    assert_null(config->speech_command.word[0]);
    assert_true(config->remote_grab);
    assert_int_equal(config->grace_s, 0);
    assert_true(config->text_scale > 1.4 && !config->motion);
    json_object_put(written);
    json_object_put(again);
    config_destroy(config);
}

static void conf_d_goes_over_the_main_file_in_order(void **state) {
    (void)state;
    char path[160];
    snprintf(path, sizeof path, "%s/conf.d", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    write_file("config.json", "{" REQUIRED ",\"display\":{\"text_scale\":1.0,\"motion\":false}}");
    write_file("conf.d/10-size.json",
               "{\"display\":{\"text_scale\":1.5},\"hotline\":{\"endpoints\":[\"https://b:1\"]}}");
    write_file("conf.d/20-size.json", "{\"display\":{\"text_scale\":1.75}}");
    write_file("conf.d/notes.txt", "not read");
    struct config *config = read_config();
    assert_int_equal(faults.count, 0);
    assert_true(config->text_scale > 1.74);
    assert_false(config->motion);
    assert_string_equal(config->endpoints.word[0], "https://b:1");
    config_destroy(config);

    write_file("conf.d/20-size.json", "{\"display\":{\"text_scale\":\"big\"}}");
    config_destroy(read_config());
    is_told_only("big", "conf.d/20-size.json:1: display.text_scale: expected a number");
}

static void no_file_is_said_plainly(void **state) {
    (void)state;
    fault_list_clear(&faults);
    config_destroy(config_read("/nonexistent/config.json", &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.line[0], "/nonexistent/config.json: No such file or directory");
    fault_list_clear(&faults);
    config_destroy(config_read("/tmp", &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.line[0], "/tmp: expected a plain file");
    fault_list_clear(&faults);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_least_that_is_needed, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_wrong_names_file_line_key_and_what_was_expected, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_required_and_missing_is_told_with_what_belongs_there, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_right_is_read_although_something_else_is_wrong, make_folder,
                                        remove_folder),
        cmocka_unit_test(addresses_numbers_and_pins_have_their_form),
        cmocka_unit_test_setup_teardown(a_config_that_was_written_reads_the_same, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(conf_d_goes_over_the_main_file_in_order, make_folder, remove_folder),
        cmocka_unit_test(no_file_is_said_plainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
