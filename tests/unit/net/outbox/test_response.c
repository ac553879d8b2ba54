/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer means: only a Status for that very id is success, a refusal is one only where trying again is in vain,
 * and an SOS is never refused. */
#include "net/outbox/outbox.h"
#include "net/outbox/response.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ID    "11111111-2222-4333-8444-555555555555"
#define OTHER "21111111-2222-4333-8444-555555555555"
#define STATUS(id, state)                                                                                              \
    "{\"id\":\"" id "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"" state                                 \
    "\",\"updated_at\":\"2026-11-21T09:32:00Z\"}"
/* "@" becomes the code of the answer. */
#define PROBLEM                                                                                                        \
    "{\"type\":\"about:blank\",\"title\":\"no\",\"status\":@,\"detail\":\"phone "                                      \
    "13800000000\",\"member\":\"items[0]\"}"
#define TOLD(id, state) "{\"title\":\"x\",\"detail\":\"\",\"status\":" STATUS(id, state) "}"
#define PAGE            "<html>404 Not Found</html>"
#define JSON            "application/json"

static char line[JSON_ERROR_SIZE];

static enum response of_type(enum outbox_entry_kind kind, bool urgent, int code, const char *type, const char *body,
                             struct status *status) {
    struct outbox_entry entry = {.kind = kind, .urgent = urgent, .request_id = ID};
    const char *at = strstr(body, ":@,");
    char filled[1000];
    if (at)
        snprintf(filled, sizeof filled, "%.*s:%d,%s", (int)(at - body), body, code, at + 3);
    else
        snprintf(filled, sizeof filled, "%s", body);
    struct https_answer answer = {
        .status = code, .content_type = type, .body = filled, .length = strlen(filled), .error = "timed out"};
    line[0] = 0;
    return response_of(&entry, &answer, status, line);
}

static enum response of(enum outbox_entry_kind kind, bool urgent, int code, const char *body, struct status *status) {
    return of_type(kind, urgent, code, code >= 400 ? "application/problem+json" : JSON, body, status);
}

static void every_answer_to_every_errand_has_one_meaning(void **state) {
    (void)state;
    static const struct {
        enum outbox_entry_kind kind;
        bool urgent;
        int code;
        const char *body;
        enum response response;
    } cases[] = {
        {OUTBOX_CREATE, false, 201, STATUS(ID, "received"), RESPONSE_DONE},
        {OUTBOX_CREATE, false, 200, STATUS(ID, "accepted"), RESPONSE_DONE},
        {OUTBOX_CREATE, false, 201, STATUS(OTHER, "received"), RESPONSE_AGAIN}, /* somebody else's proves nothing */
        {OUTBOX_CREATE, false, 200, "<html>please log in</html>", RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 200, "", RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 200, STATUS(ID, "waiting"), RESPONSE_AGAIN}, /* no state that a hotline can tell */
        {OUTBOX_CREATE, false, 0, "", RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 302, "", RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 408, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 425, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 429, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 500, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 503, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 400, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_CREATE, false, 403, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_CREATE, false, 404, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_CREATE, false, 422, "no JSON at all", RESPONSE_AGAIN},
        {OUTBOX_CREATE, false, 409, PROBLEM, RESPONSE_ASK},
        {OUTBOX_CREATE, false, 409, TOLD(ID, "done"), RESPONSE_TOLD},
        {OUTBOX_CREATE, false, 409, TOLD(OTHER, "done"), RESPONSE_ASK},
        {OUTBOX_CREATE, true, 400, PROBLEM, RESPONSE_AGAIN}, /* an SOS */
        {OUTBOX_CREATE, true, 403, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, true, 409, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, true, 503, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CANCEL, true, 404, PROBLEM, RESPONSE_UNKNOWN},
        {OUTBOX_CANCEL, false, 404, PROBLEM, RESPONSE_UNKNOWN},
        {OUTBOX_CANCEL, false, 409, TOLD(ID, "on_the_way"), RESPONSE_TOLD},
        {OUTBOX_CONFIRM, true, 404, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_PRESSES, true, 400, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_CREATE, false, 409,
         "{\"title\":\"x\",\"status\":409,\"detail\":\"\",\"request\":" STATUS(ID, "done") "}", RESPONSE_TOLD},
        {OUTBOX_REPLY, false, 200, "{\"id\":\"" ID "\",\"choice\":\"fine\"}", RESPONSE_DONE},
        {OUTBOX_REPLY, false, 200, "{\"id\":\"" OTHER "\",\"choice\":\"fine\"}", RESPONSE_AGAIN},
        {OUTBOX_REPLY, false, 204, "", RESPONSE_AGAIN},
        {OUTBOX_VOICE, false, 202, "{\"id\":\"" ID "\"}", RESPONSE_DONE},
        {OUTBOX_VOICE, false, 202, "{}", RESPONSE_AGAIN},
        {OUTBOX_REPLY, false, 409, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_REPLY, false, 503, PROBLEM, RESPONSE_AGAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct status status = {0};
        enum response response = of(cases[i].kind, cases[i].urgent, cases[i].code, cases[i].body, &status);
        if (response != cases[i].response)
            fail_msg("case %zu (%d %s): %d instead of %d", i, cases[i].code, cases[i].body, response,
                     cases[i].response);
        if (response != RESPONSE_DONE && response != RESPONSE_TOLD)
            assert_true(line[0] != 0); /* the log says why */
    }
}

static void only_the_contracts_own_words_are_believed(void **state) {
    (void)state;
    static const char *const types[] = {"text/html",         "text/html; charset=utf-8", "", NULL, "text/plain",
                                        "application/jsonp", "application/problem+xml"};
    static const struct {
        enum outbox_entry_kind kind;
        int code;
        const char *good_type, *good;
    } cases[] = {
        {OUTBOX_CREATE, 201, JSON, STATUS(ID, "received")},
        {OUTBOX_CREATE, 422, "application/problem+json", PROBLEM},
        {OUTBOX_CREATE, 409, "application/problem+json", TOLD(ID, "done")},
        {OUTBOX_CANCEL, 200, JSON, STATUS(ID, "cancelled")},
        {OUTBOX_CANCEL, 404, "application/problem+json", PROBLEM},
        {OUTBOX_CONFIRM, 404, "application/problem+json", PROBLEM},
        {OUTBOX_REPLY, 404, "Application/Problem+JSON ; charset=utf-8", PROBLEM},
        {OUTBOX_VOICE, 413, "application/problem+json;charset=utf-8", PROBLEM},
    };
    static const char *const bodies[] = {PAGE,
                                         "",
                                         "{}",
                                         "{\"title\":\"no\"}",
                                         "[]",
                                         "null",
                                         "{\"title\":\"no\",\"detail\":\"\",\"status\":200}",
                                         "{\"title\":7,\"detail\":\"\",\"status\":404}"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct status status = {0};
        assert_int_not_equal(of_type(cases[i].kind, false, cases[i].code, cases[i].good_type, cases[i].good, &status),
                             RESPONSE_AGAIN);
        for (size_t j = 0; j < sizeof types / sizeof *types; j++)
            assert_int_equal(of_type(cases[i].kind, false, cases[i].code, types[j], cases[i].good, &status),
                             RESPONSE_AGAIN);
        for (size_t j = 0; j < sizeof bodies / sizeof *bodies; j++)
            assert_int_equal(of_type(cases[i].kind, false, cases[i].code, cases[i].good_type, bodies[j], &status),
                             RESPONSE_AGAIN);
    }
}

static void the_log_hears_what_is_at_fault_and_not_whose(void **state) {
    (void)state;
    struct status status = {0};
    struct https_answer answer = {.status = 422, .content_type = "application/problem+json"};
    char words[20];
    assert_int_equal(of(OUTBOX_CREATE, false, 422, PROBLEM, &status), RESPONSE_REFUSED);
    assert_string_equal(line, "422 no, at items[0]");
    assert_int_equal(of_type(OUTBOX_CANCEL, false, 404, "text/html", PAGE, &status), RESPONSE_AGAIN);
    assert_string_equal(line, "404 in \"text/html\", which is no answer of the hotline");
    answer.body = "{\"title\":\"太晚了\",\"detail\":\"今天的午餐已经截止\",\"status\":422}";
    answer.length = strlen(answer.body);
    response_words(&answer, words, sizeof words);
    assert_string_equal(words, "太晚了: 今天");
    answer.content_type = "text/html";
    response_words(&answer, words, sizeof words);
    assert_string_equal(words, "");
}

static void what_the_hotline_knows_comes_with_it(void **state) {
    (void)state;
    struct status status = {0};
    assert_int_equal(of(OUTBOX_CREATE, false, 201, STATUS(ID, "accepted"), &status), RESPONSE_DONE);
    assert_int_equal(status.state, STATE_ACCEPTED);
    assert_int_equal(of(OUTBOX_CREATE, false, 0, "", &status), RESPONSE_AGAIN);
    assert_string_equal(line, "timed out");
}

static void in_a_list_it_is_there_or_it_is_not(void **state) {
    (void)state;
    static const struct {
        int code;
        const char *body;
        enum response response;
    } cases[] = {
        {200, "{\"requests\":[" STATUS(OTHER, "done") "," STATUS(ID, "accepted") "]}", RESPONSE_DONE},
        {200, "{\"requests\":[" STATUS(OTHER, "done") "]}", RESPONSE_UNKNOWN},
        {200, "{\"requests\":[]}", RESPONSE_UNKNOWN},
        {200, "{\"requests\":[{\"id\":\"" ID "\"}]}", RESPONSE_AGAIN}, /* half a Status is no answer */
        {200, "{\"requests\":7}", RESPONSE_AGAIN},
        {200, "{}", RESPONSE_AGAIN},
        {200, "[", RESPONSE_AGAIN},
        {503, "{\"requests\":[]}", RESPONSE_AGAIN},
        {0, "", RESPONSE_AGAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct https_answer answer = {.content_type = JSON,
                                      .status = cases[i].code,
                                      .body = cases[i].body,
                                      .length = strlen(cases[i].body),
                                      .error = "cut"};
        struct status status = {0};
        if (response_in_list(ID, &answer, &status, line) != cases[i].response)
            fail_msg("case %zu: %s", i, cases[i].body);
        answer.content_type = "text/html";
        assert_int_equal(response_in_list(ID, &answer, &status, line), RESPONSE_AGAIN);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_to_every_errand_has_one_meaning),
        cmocka_unit_test(only_the_contracts_own_words_are_believed),
        cmocka_unit_test(the_log_hears_what_is_at_fault_and_not_whose),
        cmocka_unit_test(what_the_hotline_knows_comes_with_it),
        cmocka_unit_test(in_a_list_it_is_there_or_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
