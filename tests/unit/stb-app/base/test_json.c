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

/* By RFC 8259, sentence by sentence; what its grammar lets through is taken, all else is refused. */
static const struct {
    const char *text;
    bool good;
} grammar[] = {
    /* white space: these four and no others */
    {" \t\r\n[1]\n\r\t ", true},
    {"[1]\f", false},
    {"[1]\v", false},
    {"\xc2\xa0[1]", false},     /* a no-break space */
    {"\xef\xbb\xbf[1]", false}, /* a byte order mark, not in a file */
    /* literals, in small letters */
    {"[true,false,null]", true},
    {"[True]", false},
    {"[NULL]", false},
    {"[nul]", false},
    {"[truefalse]", false},
    {"[NaN]", false},
    {"[-NaN]", false},
    {"[Infinity]", false},
    {"[-Infinity]", false},
    {"[undefined]", false},
    /* numbers */
    {"0", true},
    {"-0", true},
    {"-0.0e-0", true},
    {"[1E5,1e+5,1e-5,0.5E0,123456789012345678901234567890]", true},
    {"[01]", false},
    {"[-01]", false},
    {"[00]", false},
    {"[1.]", false},
    {"[.5]", false},
    {"[-.5]", false},
    {"[1.e5]", false},
    {"[1e]", false},
    {"[1e+]", false},
    {"[1ee5]", false},
    {"[+1]", false},
    {"[- 1]", false},
    {"[--1]", false},
    {"[-]", false},
    {"[1 000]", false},
    {"[0x1F]", false},
    {"[1_000]", false},
    {"[1.5.5]", false},
    {"[\xef\xbc\x91]", false}, /* a full-width one */
    /* texts */
    {"\"\"", true},
    {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e50\\uD83D\\uDC75\"]", true},
    {"[\"a\x7f\"]", true}, /* DEL is no control character to JSON */
    {"[\"\xe4\xb9\x90\xf0\x9f\x91\xb5\xef\xbf\xbf\"]", true},
    {"{\"\\u0000\":\"\\u0000\"}", true},
    {"['a']", false},
    {"[\"a]", false},
    {"[a\"]", false},
    {"[a]", false},
    {"[\"a\nb\"]", false}, /* a line end as it is */
    {"[\"a\tb\"]", false},
    {"[\"\x1f\"]", false},
    {"[\"\\a\"]", false},
    {"[\"\\'\"]", false},
    {"[\"\\x41\"]", false},
    {"[\"\\u12\"]", false},
    {"[\"\\u12g4\"]", false},
    {"[\"\\U0041\"]", false},
    {"[\"\\\"]", false},
    {"[\"\\\xe4\xb9\x90\"]", false},
    {"[\"\xc0\xaf\"]", false},         /* overlong */
    {"[\"\xe0\x80\xaf\"]", false},     /* overlong */
    {"[\"\xed\xa0\x80\"]", false},     /* a surrogate */
    {"[\"\xf4\x90\x80\x80\"]", false}, /* beyond U+10FFFF */
    {"[\"\xe4\xb9\"]", false},         /* cut off */
    {"[\"\xff\"]", false},
    {"[\"\xe9\"]", false}, /* Latin-1 */
    /* lists and objects */
    {"[]", true},
    {"[ ]", true},
    {"{}", true},
    {"{ }", true},
    {"{\"a\" : [ ] , \"a\":{\"b\":[{}]}}", true},
    {"[1,]", false},
    {"[,1]", false},
    {"[1,,2]", false},
    {"[1 2]", false},
    {"[1;2]", false},
    {"[", false},
    {"]", false},
    {"[1", false},
    {"[1,", false},
    {"[1}", false},
    {"[[]", false},
    {"[]]", false},
    {"{\"a\"}", false},
    {"{\"a\":}", false},
    {"{\"a\":1,}", false},
    {"{,\"a\":1}", false},
    {"{\"a\" 1}", false},
    {"{\"a\"::1}", false},
    {"{\"a\":1 \"b\":2}", false},
    {"{a:1}", false},
    {"{'a':1}", false},
    {"{1:1}", false},
    {"{null:1}", false},
    {"{\"a\":1", false},
    {"{\"a\":1]", false},
    {"{\"a\":1}}", false},
    /* nothing else */
    {"", false},
    {" ", false},
    {"1 2", false},
    {"[1][2]", false},
    {"[1],", false},
    {"[1]//", false},
    {"[1]/**/", false},
    {"/**/[1]", false},
    {"[1,/*2*/3]", false},
    {"#\n[1]", false},
    {"<html>", false},
    {"\\u005B1]", false},
};

static void what_is_json_is_taken_and_nothing_else(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof grammar / sizeof grammar[0]; i++) {
        char error[JSON_ERROR_SIZE] = "";
        size_t length = strlen(grammar[i].text);
        char *exact = malloc(length ? length : 1); /* no NUL behind it; one byte more is seen by the sanitizer */
        memcpy(exact, grammar[i].text, length);
        struct json_object *parsed = json_parse(exact, length, 4096, error);
        if (!!parsed != grammar[i].good)
            fail_msg("%s is %s: %s", grammar[i].text, parsed ? "taken" : "refused", error);
        assert_int_equal(!!error[0], !grammar[i].good);
        json_object_put(parsed);
        free(exact);
    }
}

static void a_zero_byte_ends_nothing(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE];
    assert_null(json_parse("[1]\0", 4, 4096, error));
    assert_string_equal(error, "no JSON at byte 3: something follows the value");
    assert_null(json_parse("[\0]", 3, 4096, error));
    assert_null(json_parse("[\"\0\"]", 5, 4096, error));
}

static void nested(char *text, int depth) {
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    text[2 * depth] = 0;
}

static void objects_in_objects_have_an_end(void **state) {
    (void)state;
    static char text[400001], error[JSON_ERROR_SIZE];
    nested(text, JSON_DEPTH_MAX);
    struct json_object *parsed = json_parse(text, strlen(text), sizeof text, error);
    assert_non_null(parsed);
    json_object_put(parsed);
    nested(text, JSON_DEPTH_MAX + 1);
    assert_null(json_parse(text, strlen(text), sizeof text, error));
    assert_string_equal(error, "no JSON at byte 16: too many objects and lists in each other");
    memset(text, '[', 400000);
    assert_null(json_parse(text, 400000, sizeof text, error));
    assert_string_equal(error, "no JSON at byte 16: too many objects and lists in each other");
}

/* A list of COUNT times WHAT. */
static char *many(const char *what, size_t count) {
    size_t length = strlen(what);
    char *text = calloc(count, length + 1 + 1), *at = text;
    *at++ = '[';
    for (size_t i = 0; i < count; i++, at += length)
        memcpy(at, what, length), at[length] = ',', at++;
    at[-1] = ']';
    return text;
}

static size_t heap_bytes(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_int_equal(fscanf(file, "%*u %lu", &pages), 1);
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void nodes_are_bounded_as_bytes_are(void **state) {
    (void)state;
    enum { MOST = 1 << 20 };
    static const struct {
        const char *what, *error;
    } cases[] = {{"{}", "too many objects and lists"}, {"[]", "too many objects and lists"}, {"1", "too many values"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char error[JSON_ERROR_SIZE], *text = many(cases[i].what, MOST / (strlen(cases[i].what) + 1) - 1);
        size_t before = heap_bytes();
        assert_null(json_parse(text, strlen(text), MOST, error));
        assert_non_null(strstr(error, cases[i].error));
        assert_in_range(heap_bytes(), 0, before + (8 << 20)); /* it was not built and thrown away */
        free(text);
    }
    /* what a real document of that size holds is taken */
    char error[JSON_ERROR_SIZE], *text = many("{\"id\":\"a1\",\"title\":\"\xe9\x9d\x92\",\"price\":300}", MOST / 38);
    assert_in_range(strlen(text), MOST - 100, MOST);
    struct json_object *parsed = json_parse(text, strlen(text), MOST, error);
    assert_non_null(parsed);
    json_object_put(parsed);
    free(text);
    /* and a small one has room in any case */
    parsed = json_parse("[[1],[2],[3]]", 13, 13, error);
    assert_non_null(parsed);
    json_object_put(parsed);
}

static void a_byte_order_mark_is_passed_over_in_files(void **state) {
    (void)state;
    char error[JSON_ERROR_SIZE], path[] = "/tmp/stb-json-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "\xef\xbb\xbf{\"a\":1}", 10), 10);
    struct json_object *parsed = json_read_file(path, 100, error);
    assert_int_equal(json_integer(parsed, "a", 0), 1);
    json_object_put(parsed);
    assert_int_equal(pwrite(fd, "\xef\xbb\xbf\xef\xbb\xbf{}", 8, 0), 8); /* one */
    assert_null(json_read_file(path, 100, error));
    close(fd);
    unlink(path);
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
        cmocka_unit_test(what_is_json_is_taken_and_nothing_else),
        cmocka_unit_test(a_zero_byte_ends_nothing),
        cmocka_unit_test(objects_in_objects_have_an_end),
        cmocka_unit_test(nodes_are_bounded_as_bytes_are),
        cmocka_unit_test(a_byte_order_mark_is_passed_over_in_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
