/* SPDX-License-Identifier: Apache-2.0 */
/* What a press of the red key means, at each moment of an incident. */
#include "stb-app/sos/sos_incident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char id[] = "11111111-2222-4333-8444-555555555555";

static struct sos_incident begun(int64_t at_ms) {
    struct sos_incident incident = {0};
    struct request request = {.kind = REQUEST_SOS, .presses = 1, .grace_s = 5};
    strcpy(request.id, id);
    assert_int_equal(sos_incident_press(&incident, at_ms), SOS_INCIDENT_BEGIN);
    sos_incident_begin(&incident, &request, at_ms);
    return incident;
}

static void news(struct sos_incident *incident, enum request_state state) {
    struct status status = {.kind = REQUEST_SOS, .state = state};
    strcpy(status.id, id);
    sos_incident_take_status(incident, &status);
}

static void five_presses_are_one_incident(void **state) {
    (void)state;
    struct sos_incident incident = begun(1000);
    assert_int_equal(sos_incident_press(&incident, 1200), SOS_INCIDENT_COUNT_PRESS); /* a tremor is not "now" */
    assert_int_equal(sos_incident_press(&incident, 1800), SOS_INCIDENT_COUNT_AND_CONFIRM);
    assert_int_equal(sos_incident_press(&incident, 2500), SOS_INCIDENT_COUNT_PRESS); /* confirmed already */
    assert_int_equal(sos_incident_press(&incident, 9000), SOS_INCIDENT_COUNT_PRESS);
    assert_int_equal(incident.presses, 5);
}

/* A red key held for 2 s, by a receiver that sends it as a press every 110 ms, and then pressed again on purpose. */
static void one_held_press_does_not_end_the_grace(void **state) {
    (void)state;
    struct sos_incident incident = begun(1000);
    for (int i = 1; i <= 18; i++)
        assert_int_equal(sos_incident_press(&incident, 1000 + i * 110), SOS_INCIDENT_COUNT_PRESS);
    assert_int_equal(sos_incident_press(&incident, 1000 + 18 * 110 + 400), SOS_INCIDENT_COUNT_AND_CONFIRM);
}

/* A key that is stuck, 1,000 presses a second for two seconds, and a hand that is done then. */
static void two_thousand_presses_are_a_message_a_second(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    int told[8] = {0}, messages = 0;
    assert_int_equal(sos_incident_tell_in(&incident, 0), -1); /* the request itself says the first */
    for (int64_t now_ms = 1; now_ms <= 3500; now_ms++) {
        if (now_ms <= 1999)
            sos_incident_press(&incident, now_ms);
        if (sos_incident_tell_in(&incident, now_ms) == 0 && messages < 8)
            told[messages++] = sos_incident_told(&incident, now_ms);
    }
    assert_int_equal(messages, 3);
    assert_int_equal(told[0], 2); /* at once */
    assert_int_equal(told[1], 1002);
    assert_int_equal(told[2], 2000); /* none is lost */
    assert_int_equal(sos_incident_tell_in(&incident, 9000), -1);
    for (int i = 0; i < 20000; i++)
        sos_incident_press(&incident, 9000 + i);
    assert_int_equal(sos_incident_told(&incident, 40000), 9999); /* the contract knows no more */
}

static void a_calm_hand_is_told_press_by_press(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    for (int i = 1; i <= 5; i++) {
        sos_incident_press(&incident, i * 1500);
        assert_int_equal(sos_incident_tell_in(&incident, i * 1500), 0);
        assert_int_equal(sos_incident_told(&incident, i * 1500), i + 1);
    }
}

static void a_press_after_the_grace_only_counts(void **state) {
    (void)state;
    struct sos_incident incident = begun(1000);
    assert_int_equal(sos_incident_press(&incident, 6000), SOS_INCIDENT_COUNT_PRESS);
    assert_false(incident.confirmed);
}

static void a_press_after_the_end_or_after_a_cancel_is_a_new_call_for_help(void **state) {
    (void)state;
    for (enum request_state end = STATE_CLOSED; end <= STATE_CANCELLED; end++) {
        struct sos_incident incident = begun(0);
        news(&incident, end);
        assert_int_equal(sos_incident_press(&incident, 3000), SOS_INCIDENT_BEGIN);
    }
    struct sos_incident incident = begun(0);
    assert_true(sos_incident_cancel(&incident, id));
    assert_int_equal(sos_incident_press(&incident, 3000), SOS_INCIDENT_BEGIN);
}

static void confirm_and_cancel_belong_to_the_open_incident_and_happen_once(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    assert_false(sos_incident_confirm(&incident, "99999999-2222-4333-8444-555555555555", 100));
    assert_true(sos_incident_confirm(&incident, id, 100));
    assert_false(sos_incident_confirm(&incident, id, 200));
    assert_true(sos_incident_cancel(&incident, id));
    assert_false(sos_incident_cancel(&incident, id));
    struct sos_incident late = begun(0);
    assert_false(sos_incident_confirm(&late, id, 5000)); /* the grace is over: it rings already */
}

static void news_of_another_request_never_touches_it(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    struct status other = {.kind = REQUEST_SERVICE, .state = STATE_DONE};
    strcpy(other.id, "99999999-2222-4333-8444-555555555555");
    assert_false(sos_incident_take_status(&incident, &other));
    assert_int_equal(incident.state, STATE_SENDING);
    news(&incident, STATE_RECEIVED);
    assert_int_equal(incident.state, STATE_RECEIVED);
}

/* Called off too late: help goes on coming, and the incident is open again for presses. */
static void a_cancel_that_the_hotline_refuses_is_over(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    assert_true(sos_incident_cancel(&incident, id));
    news(&incident, STATE_HELP_SENT);
    assert_true(sos_incident_is_open(&incident));
    assert_int_equal(sos_incident_press(&incident, 9000), SOS_INCIDENT_COUNT_PRESS);
}

static void an_incident_is_taken_up_after_a_restart_with_its_age(void **state) {
    (void)state;
    struct request request = {.kind = REQUEST_SOS, .presses = 1, .grace_s = 5, .created_at_ms = 1000000};
    struct status status = {.kind = REQUEST_SOS, .state = STATE_RECEIVED};
    strcpy(request.id, id);
    strcpy(status.id, id);
    struct sos_incident incident;
    sos_incident_restore(&incident, &request, &status, 1003000, 500); /* the box has been up for half a second */
    struct ipc_sos now = sos_incident_now(&incident, 500);
    assert_int_equal(now.since_ms, 3000);
    assert_int_equal(now.grace_left_ms, 2000);
    sos_incident_restore(&incident, &request, &status, 0, 500); /* the clock stands at 1970 */
    assert_int_equal(sos_incident_now(&incident, 500).since_ms, 0);
}

/* A drawing program that starts anew shows the true moments, not that of its start. */
static void the_moments_of_its_states_are_told(void **state) {
    (void)state;
    struct sos_incident incident = begun(0);
    struct status status = {.kind = REQUEST_SOS, .state = STATE_ANSWERED};
    strcpy(status.id, id);
    status.reached_at_ms[STATE_RECEIVED] = 1795224485000;
    status.reached_at_ms[STATE_ANSWERED] = 1795224490000;
    assert_true(sos_incident_take_status(&incident, &status));
    struct ipc_sos now = sos_incident_now(&incident, 500);
    assert_string_equal(now.id, id);
    assert_int_equal(now.state, STATE_ANSWERED);
    assert_int_equal(now.reached_at_ms[STATE_RECEIVED], 1795224485000);
    assert_int_equal(now.reached_at_ms[STATE_ANSWERED], 1795224490000);
    assert_int_equal(now.reached_at_ms[STATE_ARRIVED], 0);
}

/* Another name is news; a name that is not told any more is forgotten. */
static void who_takes_care_of_it_is_kept(void **unused) {
    (void)unused;
    struct request request = {.id = "11111111-2222-4333-8444-555555555555", .kind = REQUEST_SOS, .presses = 1};
    struct sos_incident incident = {.id = ""};
    sos_incident_begin(&incident, &request, 1000);
    struct status status = {.kind = REQUEST_SOS,
                            .state = STATE_ANSWERED,
                            .details = {{"房间", "402", DETAIL_PLAIN}, {"工作人员", "小李", DETAIL_WORKER}},
                            .detail_count = 2};
    memcpy(status.id, request.id, sizeof status.id);
    assert_true(sos_incident_take_status(&incident, &status));
    assert_string_equal(sos_incident_now(&incident, 2000).worker, "小李");
    assert_false(sos_incident_take_status(&incident, &status));
    strcpy(status.details[1].value, "小王");
    assert_true(sos_incident_take_status(&incident, &status));
    status.detail_count = 1;
    assert_true(sos_incident_take_status(&incident, &status));
    assert_string_equal(sos_incident_now(&incident, 2000).worker, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_presses_are_one_incident),
        cmocka_unit_test(one_held_press_does_not_end_the_grace),
        cmocka_unit_test(two_thousand_presses_are_a_message_a_second),
        cmocka_unit_test(a_calm_hand_is_told_press_by_press),
        cmocka_unit_test(a_press_after_the_grace_only_counts),
        cmocka_unit_test(a_press_after_the_end_or_after_a_cancel_is_a_new_call_for_help),
        cmocka_unit_test(confirm_and_cancel_belong_to_the_open_incident_and_happen_once),
        cmocka_unit_test(news_of_another_request_never_touches_it),
        cmocka_unit_test(a_cancel_that_the_hotline_refuses_is_over),
        cmocka_unit_test(the_moments_of_its_states_are_told),
        cmocka_unit_test(an_incident_is_taken_up_after_a_restart_with_its_age),
        cmocka_unit_test(who_takes_care_of_it_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
