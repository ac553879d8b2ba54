/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer means: only a Status for that very id is success, a refusal is one only where trying again is in vain,
 * and an SOS is never refused. */
#include "net/outbox/outbox_db.h"
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

static char line[JSON_WHY_SIZE];

static enum verdict of(enum errand_kind kind, bool urgent, int code, const char *body, struct status *status) {
    struct errand errand = {.kind = kind, .urgent = urgent, .request_id = ID};
    struct https_answer answer = {.status = code, .body = body, .length = strlen(body), .why = "timed out"};
    line[0] = 0;
    return verdict_of(&errand, &answer, status, line);
}

static void every_answer_to_every_errand_has_one_meaning(void **state) {
    (void)state;
    static const struct {
        enum errand_kind kind;
        bool urgent;
        int code;
        const char *body;
        enum verdict verdict;
    } cases[] = {
        {ERRAND_CREATE, false, 201, STATUS(ID, "received"), VERDICT_DONE},
        {ERRAND_CREATE, false, 200, STATUS(ID, "accepted"), VERDICT_DONE},
        {ERRAND_CREATE, false, 201, STATUS(OTHER, "received"), VERDICT_AGAIN}, /* somebody else's proves nothing */
        {ERRAND_CREATE, false, 200, "<html>please log in</html>", VERDICT_AGAIN},
        {ERRAND_CREATE, false, 200, "", VERDICT_AGAIN},
        {ERRAND_CREATE, false, 200, STATUS(ID, "waiting"), VERDICT_AGAIN}, /* no state that a hotline can tell */
        {ERRAND_CREATE, false, 0, "", VERDICT_AGAIN},
        {ERRAND_CREATE, false, 302, "", VERDICT_AGAIN},
        {ERRAND_CREATE, false, 408, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, false, 425, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, false, 429, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, false, 500, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, false, 503, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, false, 400, PROBLEM, VERDICT_REFUSED},
        {ERRAND_CREATE, false, 403, PROBLEM, VERDICT_REFUSED},
        {ERRAND_CREATE, false, 404, PROBLEM, VERDICT_REFUSED},
        {ERRAND_CREATE, false, 422, "no JSON at all", VERDICT_REFUSED},
        {ERRAND_CREATE, false, 409, PROBLEM, VERDICT_ASK},
        {ERRAND_CREATE, false, 409, "{\"title\":\"x\",\"status\":" STATUS(ID, "done") "}", VERDICT_TOLD},
        {ERRAND_CREATE, false, 409, "{\"title\":\"x\",\"status\":" STATUS(OTHER, "done") "}", VERDICT_ASK},
        {ERRAND_CREATE, true, 400, PROBLEM, VERDICT_AGAIN}, /* an SOS */
        {ERRAND_CREATE, true, 403, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, true, 409, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CREATE, true, 503, PROBLEM, VERDICT_AGAIN},
        {ERRAND_CANCEL, true, 404, PROBLEM, VERDICT_UNKNOWN},
        {ERRAND_CANCEL, false, 404, PROBLEM, VERDICT_UNKNOWN},
        {ERRAND_CANCEL, false, 409, "{\"title\":\"x\",\"status\":" STATUS(ID, "on_the_way") "}", VERDICT_TOLD},
        {ERRAND_CONFIRM, true, 404, PROBLEM, VERDICT_REFUSED},
        {ERRAND_PRESSES, true, 400, PROBLEM, VERDICT_REFUSED},
        {ERRAND_REPLY, false, 204, "", VERDICT_DONE}, /* says no more than that it came */
        {ERRAND_REPLY, false, 409, PROBLEM, VERDICT_REFUSED},
        {ERRAND_REPLY, false, 503, PROBLEM, VERDICT_AGAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct status status = {0};
        enum verdict verdict = of(cases[i].kind, cases[i].urgent, cases[i].code, cases[i].body, &status);
        if (verdict != cases[i].verdict)
            fail_msg("case %zu (%d %s): %d instead of %d", i, cases[i].code, cases[i].body, verdict, cases[i].verdict);
        if (verdict != VERDICT_DONE && verdict != VERDICT_TOLD)
            assert_true(line[0] != 0); /* the log says why */
    }
}

static void what_the_hotline_knows_comes_with_it(void **state) {
    (void)state;
    struct status status = {0};
    assert_int_equal(of(ERRAND_CREATE, false, 201, STATUS(ID, "accepted"), &status), VERDICT_DONE);
    assert_int_equal(status.state, STATE_ACCEPTED);
    assert_int_equal(of(ERRAND_CREATE, false, 0, "", &status), VERDICT_AGAIN);
    assert_string_equal(line, "timed out");
}

static void in_a_list_it_is_there_or_it_is_not(void **state) {
    (void)state;
    static const struct {
        int code;
        const char *body;
        enum verdict verdict;
    } cases[] = {
        {200, "{\"requests\":[" STATUS(OTHER, "done") "," STATUS(ID, "accepted") "]}", VERDICT_DONE},
        {200, "{\"requests\":[" STATUS(OTHER, "done") "]}", VERDICT_UNKNOWN},
        {200, "{\"requests\":[]}", VERDICT_UNKNOWN},
        {200, "{\"requests\":[{\"id\":\"" ID "\"}]}", VERDICT_AGAIN}, /* half a Status is no answer */
        {200, "{\"requests\":7}", VERDICT_AGAIN},
        {200, "{}", VERDICT_AGAIN},
        {200, "[", VERDICT_AGAIN},
        {503, "{\"requests\":[]}", VERDICT_AGAIN},
        {0, "", VERDICT_AGAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct https_answer answer = {
            .status = cases[i].code, .body = cases[i].body, .length = strlen(cases[i].body), .why = "cut"};
        struct status status = {0};
        if (verdict_in_list(ID, &answer, &status, line) != cases[i].verdict)
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
