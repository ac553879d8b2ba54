/* SPDX-License-Identifier: Apache-2.0 */
/* What interrupts live television, and what does not. */
#include "stb-app/tv/status_popup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = 1795224720000;

static struct status in(enum request_state state, int64_t age_ms) {
    struct status status = {.id = "11111111-2222-4333-8444-555555555555",
                            .kind = REQUEST_SERVICE,
                            .state = state,
                            .updated_at_ms = now - age_ms};
    return status;
}

static void only_turns_that_ask_for_the_senior_count(void **unused) {
    static const struct {
        enum request_state state;
        bool popup;
    } cases[] = {{STATE_SAVED, false},     {STATE_WAITING, false}, {STATE_RECEIVED, false}, {STATE_ACCEPTED, true},
                 {STATE_ON_THE_WAY, true}, {STATE_ARRIVED, true},  {STATE_DONE, false},     {STATE_CANCELLED, false},
                 {STATE_REJECTED, true},   {STATE_EXPIRED, true}};
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct status_popup popup = {.next = 0};
        struct status status = in(cases[i].state, 1000);
        if (status_popup_take(&popup, &status, now) != cases[i].popup)
            fail_msg("%s", request_state_name(cases[i].state));
    }
}

static void each_turn_is_told_once(void **unused) {
    struct status_popup popup = {.next = 0};
    struct status status = in(STATE_ACCEPTED, 0);
    (void)unused;
    assert_true(status_popup_take(&popup, &status, now));
    status.eta_minutes = 3; /* the same state again, nearer */
    assert_false(status_popup_take(&popup, &status, now));
    status.state = STATE_ARRIVED;
    assert_true(status_popup_take(&popup, &status, now));
}

static void old_news_of_a_restart_interrupts_nobody(void **unused) {
    struct status_popup popup = {.next = 0};
    struct status old = in(STATE_ARRIVED, STATUS_POPUP_FRESH_MS), ahead = in(STATE_ARRIVED, -STATUS_POPUP_FRESH_MS);
    struct status expired = in(STATE_EXPIRED, 0);
    (void)unused;
    expired.updated_at_ms = 0; /* the hotline never heard of it */
    assert_false(status_popup_take(&popup, &old, now));
    assert_false(status_popup_take(&popup, &ahead, now));
    assert_true(status_popup_take(&popup, &expired, now));
}

static void an_sos_has_its_own_way(void **unused) {
    struct status_popup popup = {.next = 0};
    struct status status = in(STATE_ARRIVED, 0);
    (void)unused;
    status.kind = REQUEST_SOS;
    assert_false(status_popup_take(&popup, &status, now));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_turns_that_ask_for_the_senior_count),
        cmocka_unit_test(each_turn_is_told_once),
        cmocka_unit_test(old_news_of_a_restart_interrupts_nobody),
        cmocka_unit_test(an_sos_has_its_own_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
