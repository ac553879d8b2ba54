/* SPDX-License-Identifier: Apache-2.0 */
/* All languages have the same words with the same placeholders, and every word that the screens ask for. */
#include "tests/unit/ui/fixture.h"
#include <glob.h>
#include <json-c/json_util.h>
#include <json-c/linkhash.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static struct json_object *texts(const char *language) {
    char path[512], error[JSON_ERROR_SIZE];
    snprintf(path, sizeof path, "%s/strings/%s.json", room_data(), language);
    struct json_object *read = json_read_file(path, 1 << 20, error);
    if (!read)
        fail_msg("%s", error);
    return read;
}

static bool has_placeholder(const char *text, const char *name, size_t length) {
    for (const char *at = text; (at = strchr(at, '{')); at++)
        if (strncmp(at, name, length) == 0)
            return true;
    return false;
}

static void compare(struct json_object *one, struct json_object *two) {
    json_object_object_foreach(one, key, value) {
        const char *text = json_object_get_string(value), *other = json_text(two, key, NULL);
        if (!other)
            fail_msg("%s is missing in one language", key);
        for (const char *at = text; (at = strchr(at, '{')); at++) {
            const char *end = strchr(at, '}');
            if (!end || !has_placeholder(other, at, (size_t)(end - at) + 1))
                fail_msg("%s: \"%s\" and \"%s\" have different placeholders", key, text, other);
        }
        assert_true(text[0] != 0);
    }
}

static void both_languages_have_the_same_keys_and_placeholders(void **state) {
    struct json_object *zh = texts("zh-CN"), *en = texts("en");
    (void)state;
    compare(zh, en);
    compare(en, zh);
    json_object_put(zh);
    json_object_put(en);
}

/* A literal in the sources that looks like a key of ours ("home.sos") must be one. */
static void check_source(const char *path, struct json_object *zh) {
    static const char *const families[] = {"home.",    "hint.",    "key.",   "link.",   "list.",
                                           "confirm.", "button.",  "state.", "result.", "message.",
                                           "orders.",  "service.", "step.",  "sos."};
    char error[200], *source = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    if (!file || getdelim(&source, &size, 0, file) < 0)
        fail_msg("cannot read %s", path);
    for (char *at = source; (at = strchr(at, '"')); at++)
        for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
            size_t length = strcspn(at + 1, "\"");
            snprintf(error, sizeof error, "%.*s", (int)(length < 100 ? length : 100), at + 1);
            if (strncmp(error, families[f], strlen(families[f])) == 0 &&
                strspn(error, "abcdefghijklmnopqrstuvwxyz_.") == length && !json_child(zh, error))
                fail_msg("%s asks for %s", path, error);
        }
    free(source);
    fclose(file);
}

static void every_key_in_the_sources_has_a_text(void **state) {
    glob_t sources;
    struct json_object *zh = texts("zh-CN");
    (void)state;
    assert_int_equal(glob("ui/*.c", 0, NULL, &sources), 0);
    for (size_t i = 0; i < sources.gl_pathc; i++)
        check_source(sources.gl_pathv[i], zh);
    globfree(&sources);
    json_object_put(zh);
}

static void placeholders_are_filled_and_the_rest_stays(void **state) {
    static const struct {
        const char *text, *filled;
    } cases[] = {{"第 {n} 项", "第 7 项"},
                 {"{n}{n}", "77"},
                 {"{other}", "{other}"},
                 {"{", "{"},
                 {"a { b {n} }", "a { b 7 }"},
                 {"", ""},
                 {"{n", "{n"},
                 {"{empty}!", "!"},
                 {"call[ {n}] now", "call 7 now"},
                 {"call[ {empty}] now", "call now"},
                 {"[dial {n}|wait]", "dial 7"},
                 {"[dial {empty}|wait for {n}]", "wait for 7"},
                 {"[{n} {empty}|]!", "!"},
                 {"[a][{empty}b][c {n}]", "ac 7"},
                 {"[open {empty}", "[open "},
                 {"[plain] [{other}]", "plain {other}"}};
    char path[] = "/tmp/strings-XXXXXX", out[64];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_object *texts_of = json_object_new_object();
        json_put_text(texts_of, "key", cases[i].text);
        int fd = mkstemp(path);
        assert_true(fd >= 0 && json_object_to_fd(fd, texts_of, 0) == 0);
        close(fd);
        struct strings *strings = strings_load(path);
        assert_non_null(strings);
        strings_fill(strings, out, sizeof out, "key", "n", "7", "empty", NULL, NULL);
        assert_string_equal(out, cases[i].filled);
        strings_destroy(strings);
        unlink(path);
        memcpy(path + sizeof path - 7, "XXXXXX", 6);
        json_object_put(texts_of);
    }
}

static void a_text_too_long_is_cut_between_characters(void **state) {
    struct room *room = *state = room_open(320, 180);
    char out[8];
    strings_fill(room->strings, out, sizeof out, "home.sos", NULL); /* 紧急呼叫, 12 bytes */
    assert_string_equal(out, "紧急");
    room_close(room);
}

static void a_missing_key_shows_as_an_ellipsis(void **state) {
    struct room *room = room_open(320, 180);
    (void)state;
    assert_string_equal(strings_get(room->strings, "no.such"), "…");
    assert_false(strings_has(room->strings, "no.such"));
    room_close(room);
}

static void what_is_no_object_of_texts_is_refused(void **state) {
    static const char *const bad[] = {"[]", "{\"a\":1}", "{", "\"a\""};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char path[] = "/tmp/strings-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0 && write(fd, bad[i], strlen(bad[i])) == (ssize_t)strlen(bad[i]));
        close(fd);
        assert_null(strings_load(path));
        unlink(path);
    }
    assert_null(strings_load("/nowhere/at/all.json"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_languages_have_the_same_keys_and_placeholders),
        cmocka_unit_test(every_key_in_the_sources_has_a_text),
        cmocka_unit_test(placeholders_are_filled_and_the_rest_stays),
        cmocka_unit_test(a_text_too_long_is_cut_between_characters),
        cmocka_unit_test(a_missing_key_shows_as_an_ellipsis),
        cmocka_unit_test(what_is_no_object_of_texts_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
