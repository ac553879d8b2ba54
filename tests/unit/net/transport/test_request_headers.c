/* SPDX-License-Identifier: Apache-2.0 */
/* What a request's header says, and what is never asked. */
#include "net/transport/https_call.h"
#include "net/transport/request_headers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char lines[2048];
static int refused_after; /* lines */

static bool add(void *data, const char *line) {
    (void)data;
    strncat(lines, line, sizeof lines - strlen(lines) - 2);
    strcat(lines, "\n");
    return refused_after-- > 0;
}

static bool write_all(const struct https_call *call) {
    lines[0] = 0;
    refused_after = 100;
    return request_headers_write(call, add, NULL);
}

static void a_question_says_what_it_accepts(void **unused) {
    (void)unused;
    assert_true(write_all(&(struct https_call){.method = "GET", .url = "https://a/b"}));
    assert_string_equal(lines, "Expect:\nAccept: */*\n");
    assert_true(write_all(&(struct https_call){
        .method = "GET", .url = "https://a", .accept = "text/event-stream", .last_event_id = "17"}));
    assert_string_equal(lines, "Expect:\nAccept: text/event-stream\nLast-Event-ID: 17\n");
    assert_true(write_all(&(struct https_call){.method = "DELETE", .url = "https://a", .if_none_match = "\"e\""}));
    assert_string_equal(lines, "Expect:\nAccept: */*\nIf-None-Match: \"e\"\n");
}

static void a_body_has_its_type_and_a_quoted_key(void **unused) {
    (void)unused;
    struct https_call call = {.method = "POST", .url = "https://a", .body = "{}", .idempotency_key = "k-1"};
    assert_true(write_all(&call));
    assert_string_equal(lines, "Expect:\nAccept: */*\nContent-Type: application/json\nIdempotency-Key: \"k-1\"\n");
    call.content_type = "audio/ogg";
    assert_true(write_all(&call));
    assert_non_null(strstr(lines, "Content-Type: audio/ogg\n"));
    call.body = NULL;
    assert_true(write_all(&call));
    assert_null(strstr(lines, "Content-Type"));
}

static void what_would_begin_a_header_of_its_own_is_never_asked(void **unused) {
    (void)unused;
    static const char *const values[] = {"1\r\nX-Device-Id: other", "1\n", "\r"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_false(write_all(&(struct https_call){.method = "GET", .url = "https://a", .last_event_id = values[i]}));
        assert_null(strstr(lines, "Last-Event-ID"));
    }
}

static void a_line_has_an_end(void **unused) {
    (void)unused;
    char value[REQUEST_HEADERS_LINE_MAX + 1];
    int name = (int)strlen("Last-Event-ID: ");
    snprintf(value, sizeof value, "%0*d", REQUEST_HEADERS_LINE_MAX - name - 1, 0);
    struct https_call call = {.method = "GET", .url = "https://a", .last_event_id = value};
    assert_true(write_all(&call));
    strcat(value, "0");
    assert_false(write_all(&call));
}

static void only_https_and_three_methods_are_asked(void **unused) {
    (void)unused;
    static const struct {
        const char *method, *url;
    } never[] = {
        {"GET", "http://a"}, {"GET", "file:///etc/passwd"}, {"GET", ""}, {"PUT", "https://a"}, {"get", "https://a"}};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        assert_false(write_all(&(struct https_call){.method = never[i].method, .url = never[i].url}));
    assert_string_equal(lines, "");
}

static void who_cannot_take_a_line_ends_it(void **unused) {
    (void)unused;
    struct https_call call = {.method = "GET", .url = "https://a"};
    for (int taken = 0; taken < 2; taken++) {
        lines[0] = 0;
        refused_after = taken;
        assert_false(request_headers_write(&call, add, NULL));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_says_what_it_accepts),
        cmocka_unit_test(a_body_has_its_type_and_a_quoted_key),
        cmocka_unit_test(what_would_begin_a_header_of_its_own_is_never_asked),
        cmocka_unit_test(a_line_has_an_end),
        cmocka_unit_test(only_https_and_three_methods_are_asked),
        cmocka_unit_test(who_cannot_take_a_line_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
