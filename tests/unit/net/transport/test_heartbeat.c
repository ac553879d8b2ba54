/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link's states, with time and network in the test's hand: https.c, the timers and the clock of the loop are
 * replaced here by the linker, so that an hour of heartbeats takes a millisecond.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/transport/heartbeat.h"
#include "net/transport/https.h"
#include "net/transport/random.h"
#include "stb-app/base/json.h"

#include "tests/unit/net/hand_clock.h"

static struct https_call asked; /* the call under way */
static char asked_url[200], asked_body[300];
static uint64_t calls;
static bool under_way;

uint16_t random_draw(void) {
    return 65535; /* the longest of every delay */
}
uint64_t https_start(struct https *https, const struct https_call *call) {
    (void)https;
    assert_false(under_way); /* one heartbeat at a time */
    asked = *call;
    snprintf(asked_url, sizeof asked_url, "%s", call->url);
    snprintf(asked_body, sizeof asked_body, "%s", call->body);
    under_way = true;
    return ++calls;
}
void https_cancel(struct https *https, uint64_t number) {
    (void)https;
    (void)number;
}
int https_prefer(const struct https *https, const char *const *endpoints) {
    (void)https;
    (void)endpoints;
    return 0;
}

static struct heartbeat *heartbeat;
static char links[400];
static int64_t offset_ms;
static char etags[100];

static void on_link(void *data, enum link_state link) {
    (void)data;
    strcat(strcat(links, link_state_name(link)), " ");
}
static void on_clock(void *data, int64_t offset) {
    (void)data;
    offset_ms = offset;
}
static void on_etags(void *data, const char *catalog, const char *profile) {
    (void)data;
    snprintf(etags, sizeof etags, "%s %s", catalog, profile);
}
static int pending(void *data) {
    (void)data;
    return 3;
}

static int64_t tested_at_ms;
static int64_t tested(void *data) {
    (void)data;
    return tested_at_ms;
}

static void add_faults(void *data, struct json_object *body) {
    (void)data;
    json_put_truth(body, "troubles", true);
}

static char pace[200];
static int paces;
static void on_pace(void *data, const char *error) {
    (void)data;
    paces++;
    snprintf(pace, sizeof pace, "%s", error ? error : "");
}

static bool hear;
static bool others_hear(void *data) {
    (void)data;
    return hear;
}

static const char *endpoints[3];

static int begin(void **state) {
    endpoints[0] = "https://a";
    endpoints[1] = "https://b";
    hear = false;
    (void)state;
    now_ms = 1000000;
    calls = 0;
    under_way = false;
    tested_at_ms = 0;
    links[0] = etags[0] = pace[0] = 0;
    paces = 0;
    heartbeat = heartbeat_create(&(struct heartbeat_setup){.endpoints = endpoints,
                                                           .version = "0.1.0",
                                                           .heartbeat_s = 60,
                                                           .pending = pending,
                                                           .on_link = on_link,
                                                           .on_clock = on_clock,
                                                           .on_etags = on_etags,
                                                           .tested_ms = tested,
                                                           .add_faults = add_faults,
                                                           .on_pace = on_pace,
                                                           .others_hear = others_hear});
    assert_non_null(heartbeat);
    return 0;
}
static int end(void **state) {
    (void)state;
    heartbeat_destroy(heartbeat);
    return 0;
}

static void answer(struct https_answer with) {
    assert_true(under_way);
    under_way = false;
    with.body = with.body ? with.body : "";
    with.length = strlen(with.body);
    with.content_type = with.content_type ? with.content_type : "application/json";
    asked.done(asked.data, &with);
}
static void ok(void) {
    answer((struct https_answer){.status = 200, .body = "{\"time\":\"2026-11-21T09:32:00Z\"}"});
}
static void fails(void) {
    now_ms += 10000; /* the try timed out */
    answer((struct https_answer){.error = "no answer"});
}
/* The clock goes on to the timer's time, as often as it takes until a heartbeat is asked; returns the ms that took. */
static int64_t wait_for_try(void) {
    int64_t since = now_ms;
    for (int i = 0; i < 100 && !under_way; i++) {
        assert_true(timer.due_ms >= 0);
        now_ms = timer.due_ms > now_ms ? timer.due_ms : now_ms;
        timer.due_ms = -1;
        timer.fn(timer.data);
    }
    assert_true(under_way);
    return now_ms - since;
}

static void a_heartbeat_goes_at_once_and_then_by_the_minute(void **state) {
    (void)state;
    assert_int_equal(heartbeat_state(heartbeat), LINK_CONNECTING);
    heartbeat_start(heartbeat);
    assert_string_equal(asked_url, "https://a/v1/heartbeat");
    assert_non_null(strstr(asked_body, "\"sequence\":1"));
    assert_non_null(strstr(asked_body, "\"version\":\"0.1.0\""));
    assert_non_null(strstr(asked_body, "\"uptime_s\":0"));
    assert_non_null(strstr(asked_body, "\"pending\":3"));
    ok();
    assert_string_equal(links, "connected ");
    assert_int_equal(wait_for_try(), 60000);
    assert_non_null(strstr(asked_body, "\"sequence\":2"));
    assert_non_null(strstr(asked_body, "\"uptime_s\":60"));
    assert_false(asked.fresh);
    ok();
    assert_string_equal(links, "connected ");
}

static void it_tells_the_last_good_test_once_there_was_one(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    assert_null(strstr(asked_body, "last_test"));
    ok();
    tested_at_ms = 1795224720000;
    wait_for_try();
    assert_non_null(strstr(asked_body, "\"last_test\":\"2026-11-21T01:32:00.000Z\""));
    ok();
}

/* What the operator should know does not wait for the next minute. */
static void news_of_the_box_goes_at_once(void **state) {
    (void)state;
    heartbeat_tell(heartbeat);
    assert_false(under_way); /* not started yet */
    heartbeat_start(heartbeat);
    assert_non_null(strstr(asked_body, "\"troubles\":true"));
    heartbeat_tell(heartbeat); /* what this one bears was written before; its answer may be what it is about */
    assert_int_equal(calls, 1);
    ok();
    assert_true(under_way);
    assert_int_equal(calls, 2);
    ok();
    assert_false(under_way);
    heartbeat_tell(heartbeat);
    assert_true(under_way);
    assert_int_equal(calls, 3);
    ok();
    assert_int_equal(wait_for_try(), 60000);
    ok();
}

/* The hotline sets the pace within 20 to 300 s, its clock and its etags are told. */
static void the_hotline_sets_the_pace(void **state) {
    (void)state;
    static const struct {
        const char *body;
        int64_t next_ms;
    } cases[] = {
        {"{\"time\":\"2100-01-01T00:00:00Z\",\"heartbeat_s\":20,\"catalog_etag\":\"c\",\"profile_etag\":\"p\"}", 20000},
        {"{\"time\":\"2100-01-01T00:00:00Z\",\"heartbeat_s\":19}", 20000},
        {"{\"time\":\"2100-01-01T00:00:00Z\",\"heartbeat_s\":301}", 20000},
        {"{\"time\":\"2100-01-01T00:00:00Z\",\"heartbeat_s\":45}", 45000}};
    heartbeat_start(heartbeat);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        answer((struct https_answer){.status = 200, .body = cases[i].body});
        assert_true(offset_ms > INT64_C(1000) * 86400 * 365);
        assert_int_equal(wait_for_try(), cases[i].next_ms);
        if (i == 0)
            assert_string_equal(etags, "c p");
    }
}

/* One that no contract allows is refused, and said each time for the operator to know; the last good one holds. */
static void a_pace_that_cannot_be_is_refused_and_told(void **state) {
    (void)state;
    static const struct {
        const char *told, *error;
    } cases[] = {{"40", ""},
                 {"19", "heartbeat_s: expected 20 to 300, not 19"},
                 {"301", "heartbeat_s: expected 20 to 300, not 301"},
                 {"-60", "heartbeat_s: expected 20 to 300, not -60"},
                 {"9223372036854775807", "heartbeat_s: expected 20 to 300, not 9223372036854775807"},
                 {"4294967356", "heartbeat_s: expected 20 to 300, not 4294967356"},
                 {"60.5", "heartbeat_s: expected a whole number of seconds"},
                 {"\"60\"", "heartbeat_s: expected a whole number of seconds"},
                 {"[60]", "heartbeat_s: expected a whole number of seconds"},
                 {"true", "heartbeat_s: expected a whole number of seconds"},
                 {"40", ""}};
    heartbeat_start(heartbeat);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[200];
        snprintf(body, sizeof body, "{\"time\":\"2026-11-21T09:32:00Z\",\"heartbeat_s\":%s}", cases[i].told);
        answer((struct https_answer){.status = 200, .body = body});
        assert_string_equal(pace, cases[i].error);
        assert_int_equal(paces, i + 1);
        assert_int_equal(wait_for_try(), 40000);
    }
    ok(); /* not told at all */
    assert_string_equal(pace, "");
    assert_int_equal(wait_for_try(), 40000);
    assert_string_equal(links, "connected ");
}

/* One failure is not the end: at once again, on a fresh connection, to the other endpoint. */
static void a_failed_heartbeat_is_tried_again_at_once(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    ok();
    wait_for_try();
    fails();
    assert_string_equal(links, "connected connecting ");
    assert_true(under_way);
    assert_true(asked.fresh);
    assert_string_equal(asked_url, "https://b/v1/heartbeat");
    ok();
    assert_string_equal(links, "connected connecting connected ");
    assert_int_equal(wait_for_try(), 60000);
    assert_false(asked.fresh);
}

/* Two failures are: offline, within 90 s of the last sign of life, and tried again within the minute. */
static void two_failures_are_offline(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    ok();
    int64_t heard = now_ms;
    wait_for_try();
    fails();
    fails();
    assert_string_equal(links, "connected connecting offline ");
    assert_true(now_ms - heard <= 90000);
    assert_int_equal(wait_for_try(), 60000);
    ok();
    assert_string_equal(links, "connected connecting offline connected ");
}

static void while_a_person_waits_it_is_tried_every_few_seconds(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    fails();
    fails();
    assert_string_equal(links, "offline ");
    heartbeat_person_waits(heartbeat, true);
    assert_true(under_way); /* somebody opened the channel: at once */
    fails();
    for (int i = 0; i < 5; i++) {
        assert_true(wait_for_try() <= 4000);
        fails();
    }
    assert_string_equal(links, "offline ");
}

/* 200 alone proves nothing. */
static void an_answer_that_is_not_the_contracts_is_a_failure(void **state) {
    (void)state;
    static const char *const bodies[] = {"", "<html>", "{}", "{\"time\":\"yesterday\"}", "[]"};
    heartbeat_start(heartbeat);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        answer((struct https_answer){.status = 200, .body = bodies[i]});
        if (!under_way)
            wait_for_try();
    }
    assert_string_equal(links, "offline ");
}

/* A busy hotline says when to come back, and is not a hotline that can be reached. */
static void retry_after_is_honoured(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    for (int i = 0; i < 2; i++)
        answer((struct https_answer){.status = 503, .body = "{}", .retry_after_s = 120});
    assert_string_equal(links, "offline ");
    assert_int_equal(wait_for_try(), 240000); /* 120 s, and as long again by lot: here the longest */
}

/* With one endpoint there is no other to ask at once. */
static void a_single_endpoint_that_is_busy_is_left_alone(void **state) {
    (void)state;
    endpoints[1] = NULL;
    heartbeat_start(heartbeat);
    ok();
    wait_for_try();
    answer((struct https_answer){.status = 503, .body = "{}", .retry_after_s = 30});
    assert_false(under_way);
    assert_string_equal(links, "connected offline ");
    heartbeat_person_waits(heartbeat, true);
    heartbeat_tell(heartbeat);
    assert_false(under_way); /* whatever it would be for */
    assert_int_equal(wait_for_try(), 90000);
}

/* A busy hotline whose events come in: one truth for 300 s, and no heartbeat at each of its pings. */
static void a_busy_hotline_that_is_heard_stays_connected_and_unasked(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    ok();
    hear = true;
    wait_for_try();
    uint64_t before = calls;
    int64_t since = now_ms;
    answer((struct https_answer){.status = 503, .body = "{}", .retry_after_s = 300});
    for (; now_ms - since < 300000; now_ms += 15000) {
        heartbeat_heard(heartbeat);
        heartbeat_tell(heartbeat);
        assert_false(under_way);
        if (timer.due_ms >= 0 && timer.due_ms <= now_ms) {
            timer.due_ms = -1;
            timer.fn(timer.data);
        }
    }
    assert_string_equal(links, "connected ");
    assert_int_equal(calls, before);
    hear = false;
    heartbeat_lost(heartbeat, false); /* now nothing proves the hotline */
    assert_string_equal(links, "connected offline ");
    assert_false(under_way);
}

/* The pings of a stream are 15 s apart: a try that fails between two of them is no news of the link. */
static void a_heartbeat_that_fails_between_two_pings_changes_nothing(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    ok();
    hear = true;
    heartbeat_heard(heartbeat);
    now_ms += 1;
    for (int i = 0; i < 5; i++) {
        wait_for_try();
        answer((struct https_answer){.error = "cut"});
    }
    assert_string_equal(links, "connected ");
}

static void an_open_sos_lifts_every_hold(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    for (int i = 0; i < 2; i++)
        answer((struct https_answer){.status = 503, .body = "{}", .retry_after_s = 3600});
    assert_false(under_way);
    heartbeat_sos(heartbeat, true);
    assert_true(under_way);
    answer((struct https_answer){.status = 503, .body = "{}", .retry_after_s = 3600});
    assert_in_range(wait_for_try(), 1000, 5000);
    ok();
    assert_string_equal(links, "offline connected ");
}

/* The event stream broke: asked at once, and only a failure of that is shown. */
static void a_lost_stream_makes_it_ask(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    ok();
    heartbeat_lost(heartbeat, false);
    assert_true(under_way);
    assert_true(asked.fresh);
    ok();
    assert_string_equal(links, "connected ");
    heartbeat_lost(heartbeat, false);
    fails();
    assert_string_equal(links, "connected offline ");
    heartbeat_lost(heartbeat, false); /* known */
    assert_false(under_way);
}

/* What others hear counts: an answer elsewhere brings the line back, and outweighs a heartbeat that is failing. */
static void what_others_hear_counts(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    fails();
    fails();
    heartbeat_heard(heartbeat);
    assert_string_equal(links, "offline connected ");
    assert_true(under_way); /* to warm its own connection */
    now_ms += 5000;
    heartbeat_heard(heartbeat);
    fails();
    assert_string_equal(links, "offline connected ");
    assert_true(wait_for_try() <= 4000);
}

/* With a heartbeat of five minutes, a silence of everybody is still found out within 90 s. */
static void a_long_heartbeat_does_not_hide_a_silence(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    answer((struct https_answer){.status = 200, .body = "{\"time\":\"2026-11-21T09:32:00Z\",\"heartbeat_s\":300}"});
    int64_t heard = now_ms;
    wait_for_try();
    fails();
    fails();
    assert_string_equal(links, "connected connecting offline ");
    assert_true(now_ms - heard <= 90000);
}

/* With events coming in, five minutes are five minutes. */
static void a_long_heartbeat_is_kept_while_others_hear(void **state) {
    (void)state;
    heartbeat_start(heartbeat);
    answer((struct https_answer){.status = 200, .body = "{\"time\":\"2026-11-21T09:32:00Z\",\"heartbeat_s\":300}"});
    int64_t since = now_ms;
    while (!under_way) {
        now_ms += 15000;
        heartbeat_heard(heartbeat);
        if (timer.due_ms >= 0 && timer.due_ms <= now_ms) {
            timer.due_ms = -1;
            timer.fn(timer.data);
        }
    }
    assert_int_equal(now_ms - since, 300000);
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        STORY(a_heartbeat_goes_at_once_and_then_by_the_minute),
        STORY(news_of_the_box_goes_at_once),
        STORY(it_tells_the_last_good_test_once_there_was_one),
        STORY(the_hotline_sets_the_pace),
        STORY(a_pace_that_cannot_be_is_refused_and_told),
        STORY(a_failed_heartbeat_is_tried_again_at_once),
        STORY(two_failures_are_offline),
        STORY(while_a_person_waits_it_is_tried_every_few_seconds),
        STORY(an_answer_that_is_not_the_contracts_is_a_failure),
        STORY(retry_after_is_honoured),
        STORY(a_single_endpoint_that_is_busy_is_left_alone),
        STORY(a_busy_hotline_that_is_heard_stays_connected_and_unasked),
        STORY(a_heartbeat_that_fails_between_two_pings_changes_nothing),
        STORY(an_open_sos_lifts_every_hold),
        STORY(a_lost_stream_makes_it_ask),
        STORY(what_others_hear_counts),
        STORY(a_long_heartbeat_does_not_hide_a_silence),
        STORY(a_long_heartbeat_is_kept_while_others_hear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
