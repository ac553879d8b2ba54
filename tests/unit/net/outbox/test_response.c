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
#define PROBLEM "{\"title\":\"no\",\"status\":409}"

static char line[JSON_ERROR_SIZE];

static enum response of(enum outbox_entry_kind kind, bool urgent, int code, const char *body, struct status *status) {
    struct outbox_entry entry = {.kind = kind, .urgent = urgent, .request_id = ID};
    struct https_answer answer = {.status = code, .body = body, .length = strlen(body), .error = "timed out"};
    line[0] = 0;
    return response_of(&entry, &answer, status, line);
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
        {OUTBOX_CREATE, false, 422, "no JSON at all", RESPONSE_REFUSED},
        {OUTBOX_CREATE, false, 409, PROBLEM, RESPONSE_ASK},
        {OUTBOX_CREATE, false, 409, "{\"title\":\"x\",\"status\":" STATUS(ID, "done") "}", RESPONSE_TOLD},
        {OUTBOX_CREATE, false, 409, "{\"title\":\"x\",\"status\":" STATUS(OTHER, "done") "}", RESPONSE_ASK},
        {OUTBOX_CREATE, true, 400, PROBLEM, RESPONSE_AGAIN}, /* an SOS */
        {OUTBOX_CREATE, true, 403, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, true, 409, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CREATE, true, 503, PROBLEM, RESPONSE_AGAIN},
        {OUTBOX_CANCEL, true, 404, PROBLEM, RESPONSE_UNKNOWN},
        {OUTBOX_CANCEL, false, 404, PROBLEM, RESPONSE_UNKNOWN},
        {OUTBOX_CANCEL, false, 409, "{\"title\":\"x\",\"status\":" STATUS(ID, "on_the_way") "}", RESPONSE_TOLD},
        {OUTBOX_CONFIRM, true, 404, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_PRESSES, true, 400, PROBLEM, RESPONSE_REFUSED},
        {OUTBOX_REPLY, false, 204, "", RESPONSE_DONE}, /* says no more than that it came */
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
        struct https_answer answer = {
            .status = cases[i].code, .body = cases[i].body, .length = strlen(cases[i].body), .error = "cut"};
        struct status status = {0};
        if (response_in_list(ID, &answer, &status, line) != cases[i].response)
            fail_msg("case %zu: %s", i, cases[i].body);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_to_every_errand_has_one_meaning),
        cmocka_unit_test(what_the_hotline_knows_comes_with_it),
        cmocka_unit_test(in_a_list_it_is_there_or_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
