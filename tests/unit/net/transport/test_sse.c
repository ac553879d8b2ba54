/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of the event stream: whatever the pieces in which it comes, the events are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/transport/sse.h"

/* What came out, as "event/id/text;" */
static char came[4096];

static void on_event(void *data, const char *event, const char *id, const char *text) {
    size_t length = strlen(came);
    (void)data;
    if (event)
        snprintf(came + length, sizeof came - length, "%s/%s/%s;", event, id, text ? text : "(refused)");
    else
        snprintf(came + length, sizeof came - length, "at %s;", id);
}

static const struct {
    const char *what, *stream, *events;
} cases[] = {
    {"one event", "event: status\nid: 7\ndata: {\"a\":1}\n\n", "status/7/{\"a\":1};"},
    {"CR LF", "event: status\r\nid: 7\r\ndata: x\r\n\r\ndata: y\r\n\r\n", "status/7/x;message/7/y;"},
    {"CR alone", "event: status\rid: 7\rdata: x\r\rdata: y\r\r", "status/7/x;message/7/y;"},
    {"endings mixed", "data: a\r\n\ndata: b\n\r\ndata: c\r\rdata: d\n\n",
     "message//a;message//b;message//c;message//d;"},
    {"comments are passed over", ": ping\n\n:\n\ndata: x\n: in between\n\n", "message//x;"},
    {"several data lines", "data: one\ndata: two\ndata:\ndata: four\n\n", "message//one\ntwo\n\nfour;"},
    {"one space after the colon goes", "data:  two spaces\n\ndata:none\n\n", "message// two spaces;message//none;"},
    {"a field without a colon", "data\n\ndata\ndata\n\n", "message//;message//\n;"},
    {"no data, no event, and its name is forgotten", "event: notice\n\ndata: x\n\n", "message//x;"},
    {"the id stays", "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "message/1/a;message/1/b;message//c;"},
    {"an id alone is a position, and counts for the next", "id: 9\n\ndata: x\n\n", "at 9;message/9/x;"},
    {"an empty id is none", "id\n\nid:\n\n", ""},
    {"a position is told once", ": ping\nid: 9\n\n: ping\n\n", "at 9;"},
    {"unknown fields are passed over", "colour: red\ndata: x\nEvent: y\n\n", "message//x;"},
    {"a byte order mark first",
     "\xEF\xBB\xBF"
     "data: x\n\n",
     "message//x;"},
    {"colons inside", "data: a:b: c\n\n", "message//a:b: c;"},
    {"Chinese", "data: 已派车\n\n", "message//已派车;"},
    {"an event that has not ended has not come", "data: x\n", ""},
};

/* Each stream, cut in two at every byte, and given byte by byte. */
static void the_events_are_the_same_wherever_the_stream_is_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = strlen(cases[i].stream);
        for (size_t cut = 0; cut <= length; cut++) {
            struct sse *sse = sse_create(on_event, NULL);
            came[0] = 0;
            sse_feed(sse, cases[i].stream, cut);
            sse_feed(sse, cases[i].stream + cut, length - cut);
            if (strcmp(came, cases[i].events) != 0)
                fail_msg("%s, cut at %zu: \"%s\"", cases[i].what, cut, came);
            sse_destroy(sse);
        }
        struct sse *sse = sse_create(on_event, NULL);
        came[0] = 0;
        for (size_t at = 0; at < length; at++)
            sse_feed(sse, cases[i].stream + at, 1);
        assert_string_equal(came, cases[i].events);
        sse_destroy(sse);
    }
}

/* An event is given out as soon as its empty line is there, also when that ends with a CR that an LF may follow. */
static void an_event_is_not_held_back(void **state) {
    (void)state;
    struct sse *sse = sse_create(on_event, NULL);
    came[0] = 0;
    sse_feed(sse, "data: x\r\n\r", 10);
    assert_string_equal(came, "message//x;");
    sse_feed(sse, "\ndata: y\n\n", 10);
    assert_string_equal(came, "message//x;message//y;");
    sse_destroy(sse);
}

static void the_pace_of_reconnecting_is_read(void **state) {
    (void)state;
    static const struct {
        const char *stream;
        int64_t ms;
    } paces[] = {{"data: x\n\n", -1}, {"retry: 3000\n", 3000},      {"retry: 3s\n", -1},
                 {"retry:\n", -1},    {"retry: 99999999999\n", -1}, {"retry: -5\n", -1}};
    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++) {
        struct sse *sse = sse_create(on_event, NULL);
        sse_feed(sse, paces[i].stream, strlen(paces[i].stream));
        assert_int_equal(sse_retry_ms(sse), paces[i].ms);
        sse_destroy(sse);
    }
}

/* A maintenance page has none of them, however it is cut. */
static void only_lines_of_an_event_stream_are_counted(void **state) {
    (void)state;
    static const struct {
        const char *stream;
        size_t lines;
    } counted[] = {
        {": ping\n\n", 1},
        {":\n", 1},
        {": ping", 0}, /* not ended yet */
        {"id: 7\nevent: status\ndata: x\n\n", 3},
        {"retry: 5\n", 1},
        {"<html>\n<p>data: soon</p>\nmaintenance: 3 h\n\n\n", 0},
        {"{\"data\":1}\n", 0},
        {"\n\n\r\n", 0},
        {"Data: x\n", 0},
    };
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        struct sse *sse = sse_create(on_event, NULL);
        size_t lines = 0;
        for (const char *at = counted[i].stream; *at; at++)
            lines += sse_feed(sse, at, 1);
        if (lines != counted[i].lines)
            fail_msg("\"%s\": %zu lines", counted[i].stream, lines);
        sse_destroy(sse);
    }
}

static void feed_many(struct sse *sse, const char *piece, size_t length, size_t total) {
    for (size_t given = 0; given < total; given += length)
        sse_feed(sse, piece, length);
}

/* A line without an end, data without an end, names that are too long, NUL bytes: refused whole, and the events behind
 * are heard. */
static void what_has_no_bounds_is_passed_over(void **state) {
    (void)state;
    static const char good[] = "id: 9\ndata: x\n\n";
    char name[400];
    struct sse *sse = sse_create(on_event, NULL);
    came[0] = 0;
    sse_feed(sse, "id: 8\n", 6);
    feed_many(sse, "0123456789abcdef", 16, SSE_MAX * 3);
    sse_feed(sse, "\ndata: y\n\n", 10);
    assert_string_equal(came, "message/8/(refused);");
    sse_feed(sse, good, strlen(good));
    assert_string_equal(came, "message/8/(refused);message/9/x;");

    came[0] = 0;
    sse_feed(sse, "event: notice\n", 14);
    feed_many(sse, "data: 0123456789abcdef\n", 23, SSE_MAX * 3);
    sse_feed(sse, "\n", 1);
    sse_feed(sse, good, strlen(good));
    assert_string_equal(came, "notice/9/(refused);message/9/x;");

    static const char *const fields[] = {"event", "id"};
    for (size_t i = 0; i < 2; i++) {
        came[0] = 0;
        int length = snprintf(name, sizeof name, "%s: %0300d\ndata: y\n\n", fields[i], 7);
        sse_feed(sse, name, (size_t)length);
        assert_string_equal(came, "message/9/(refused);");
    }

    came[0] = 0;
    sse_feed(sse, "data: a\0b\n\n", 11);
    sse_feed(sse, good, strlen(good));
    assert_string_equal(came, "message/9/(refused);message/9/x;");
    sse_destroy(sse);
}

/* The largest line that fits goes through whole. */
static void the_largest_line_fits(void **state) {
    (void)state;
    size_t length = SSE_MAX - 8; /* with its newline the data is at the bound */
    char *line = malloc(length + 8);
    struct sse *sse = sse_create(on_event, NULL);
    memcpy(line, "data: ", 6);
    memset(line + 6, 'x', length);
    came[0] = 0;
    sse_feed(sse, line, length);
    sse_feed(sse, "\n\n", 2);
    assert_true(strlen(came) > 4000);
    sse_destroy(sse);
    free(line);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_events_are_the_same_wherever_the_stream_is_cut),
        cmocka_unit_test(an_event_is_not_held_back),
        cmocka_unit_test(the_pace_of_reconnecting_is_read),
        cmocka_unit_test(only_lines_of_an_event_stream_are_counted),
        cmocka_unit_test(what_has_no_bounds_is_passed_over),
        cmocka_unit_test(the_largest_line_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
