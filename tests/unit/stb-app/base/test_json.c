/* SPDX-License-Identifier: Apache-2.0 */
/* JSON from outside: what is refused, and that the reason names the place. */
#include "stb-app/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct sample {
    char name[8];
    int64_t count;
    double scale;
    bool on;
    int colour;
    struct json_object *list;
};
static const char *const colours[] = {"red", "blue", NULL};
static const struct json_field inner[] = {
    {.key = "scale", .kind = JSON_NUMBER, .offset = offsetof(struct sample, scale), .min = 1, .max = 1.75},
    {0},
};
static const struct json_field fields[] = {
    {.key = "name", .kind = JSON_TEXT, .rule = JSON_MUST, .offset = offsetof(struct sample, name), .size = 8},
    {.key = "count", .kind = JSON_INTEGER, .offset = offsetof(struct sample, count), .min = 0, .max = 99},
    {.key = "on", .kind = JSON_TRUTH, .offset = offsetof(struct sample, on)},
    {.key = "colour", .kind = JSON_CHOICE, .offset = offsetof(struct sample, colour), .choices = colours},
    {.key = "list", .kind = JSON_ANY, .offset = offsetof(struct sample, list), .min = 1, .max = 2},
    {.key = "display", .kind = JSON_GROUP, .fields = inner},
    {0},
};

static bool fill(const char *text, struct sample *sample, char *error) {
    struct json_object *parsed = json_parse(text, strlen(text), 4096, error);
    bool filled = parsed && json_fill(parsed, fields, JSON_STRICT, sample, "", error);
    json_object_put(parsed);
    return filled;
}

static void what_fits_is_filled(void **state) {
    (void)state;
    struct sample sample = {.count = 7};
    char error[JSON_ERROR_SIZE];
    assert_true(
        fill("{\"name\":\"乐\",\"on\":true,\"colour\":\"blue\",\"display\":{\"scale\":1.5}} \n", &sample, error));
    assert_string_equal(sample.name, "乐");
    assert_true(sample.on);
    assert_int_equal(sample.colour, 1);
    assert_true(sample.scale > 1.49 && sample.scale < 1.51);
    assert_int_equal(sample.count, 7); /* absent: as it was */
}

static void what_does_not_fit_is_refused_with_place_and_reason(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"{}", "name: is missing"},
        {"{\"name\":\"12345678\"}", "name: expected text of at most 7 bytes"},
        {"{\"name\":\"a\\u0007\"}", "name: expected text"},
        {"{\"name\":\"a\\u0000b\"}", "name: expected text"},
        {"{\"name\":3}", "name: expected text"},
        {"{\"name\":\"a\",\"count\":100}", "count: expected a whole number from 0 to 99"},
        {"{\"name\":\"a\",\"count\":99999999999999999999}", "count: expected a whole number"},
        {"{\"name\":\"a\",\"count\":1.5}", "count: expected a whole number"},
        {"{\"name\":\"a\",\"display\":{\"scale\":1e400}}", "display.scale: expected a number from 1 to 1.75"},
        {"{\"name\":\"a\",\"display\":[]}", "display: expected an object"},
        {"{\"name\":\"a\",\"on\":1}", "on: expected true or false"},
        {"{\"name\":\"a\",\"colour\":\"green\"}", "colour: expected one of \"red\" \"blue\""},
        {"{\"name\":\"a\",\"list\":[]}", "list: expected 1 to 2 members"},
        {"{\"name\":\"a\",\"nmae\":1}", "nmae: unknown key"},
        {"{\"name\":\"a\"", "it ends too early"},
        {"{\"name\":\"a\"} x", "no JSON at byte 13"},
        {"{'name':'a'}", "no JSON at byte"},
        {"{\"name\":\"\xff\"}", "no JSON at byte"},
        {"[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "no JSON at byte"},
        {"", "it ends too early"},
        {"null", "null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sample sample = {0};
        char error[JSON_ERROR_SIZE] = "";
        assert_false(fill(cases[i].text, &sample, error));
        if (!strstr(error, cases[i].error))
            fail_msg("%s: the reason is \"%s\", expected \"%s\"", cases[i].text, error, cases[i].error);
    }
}

static void a_text_beyond_the_bound_is_not_even_parsed(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    assert_null(json_parse("{\"a\":1}", 7, 6, error));
    assert_string_equal(error, "7 bytes, expected at most 6");
}

static void a_file_that_cannot_be_read_is_named(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    assert_null(json_read_file("/nonexistent/config.json", 100, error));
    assert_string_equal(error, "/nonexistent/config.json: No such file or directory");
    char pipe[] = "/tmp/stb-json-XXXXXX"; /* that nobody writes to */
    assert_non_null(mkdtemp(pipe));
    assert_null(json_read_file(pipe, 100, error));
    assert_non_null(strstr(error, "expected a plain file"));
    assert_int_equal(rmdir(pipe) + mkfifo(pipe, 0600), 0);
    assert_null(json_read_file(pipe, 100, error));
    assert_non_null(strstr(error, "expected a plain file"));
    unlink(pipe);
}

static void a_bare_value_is_json_too(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    struct json_object *parsed = json_parse("42", 2, 10, error);
    assert_non_null(parsed);
    assert_int_equal(json_object_get_int64(parsed), 42);
    json_object_put(parsed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_filled),
        cmocka_unit_test(what_does_not_fit_is_refused_with_place_and_reason),
        cmocka_unit_test(a_text_beyond_the_bound_is_not_even_parsed),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named),
        cmocka_unit_test(a_bare_value_is_json_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
