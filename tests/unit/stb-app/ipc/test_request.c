/* SPDX-License-Identifier: Apache-2.0 */
/* What a status may become: the names of the contract, and the order that overtaking answers must not break. */
#include "stb-app/ipc/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void ids_are_random_uuids_of_version_4(void **unused) {
    (void)unused;
    char one[REQUEST_ID_SIZE], two[REQUEST_ID_SIZE];
    for (int i = 0; i < 200; i++) {
        request_new_id(one);
        request_new_id(two);
        assert_true(request_id_valid(one));
        assert_int_equal(one[14], '4');
        assert_non_null(strchr("89ab", one[19]));
        assert_string_not_equal(one, two);
    }
}

static void only_the_canonical_form_is_an_id(void **unused) {
    (void)unused;
    assert_true(request_id_valid("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
    static const char *const wrong[] = {
        "",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330",
        "3f2504e0-4f89-41d3-9a0c-0305e82c33010",
        "3F2504E0-4f89-41d3-9a0c-0305e82c3301",
        "3f2504e0x4f89-41d3-9a0c-0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330-",
        "3f2504e0-4f89-41d3-9a0c-0305e82c33g1",
        "../../../../etc/passwd/../../../../x",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(request_id_valid(wrong[i]));
    assert_false(request_id_valid(NULL));
}

static void every_name_comes_back_as_what_it_names(void **unused) {
    (void)unused;
    for (int i = 0; i < REQUEST_KINDS; i++) {
        enum request_kind kind = REQUEST_KINDS;
        assert_true(request_kind_from_name(request_kind_name((enum request_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < TRIGGERS; i++) {
        enum request_trigger trigger = TRIGGERS;
        assert_true(request_trigger_from_name(request_trigger_name((enum request_trigger)i), &trigger));
        assert_int_equal(trigger, i);
    }
    for (int i = 0; i < STATES; i++) {
        enum request_state state = STATES;
        assert_true(request_state_from_name(request_state_name((enum request_state)i), &state));
        assert_int_equal(state, i);
    }
    for (int i = 0; i < DETAIL_ROLES; i++)
        assert_int_equal(request_role_from_name(request_role_name((enum detail_role)i)), i);
    assert_int_equal(request_role_from_name("colour"), DETAIL_PLAIN);
    assert_int_equal(request_role_from_name(NULL), DETAIL_PLAIN);
    assert_string_equal(request_state_name(STATE_ON_THE_WAY), "on_the_way");
    assert_string_equal(request_state_name(STATES), "");
    assert_string_equal(request_kind_name((enum request_kind) - 1), "");
    assert_string_equal(request_trigger_name(TRIGGERS), "");
    enum request_state state = STATE_SAVED;
    assert_false(request_state_from_name("RECEIVED", &state));
    assert_false(request_state_from_name(NULL, &state));
    assert_int_equal(state, STATE_SAVED);
}

static void each_kind_has_its_own_states(void **unused) {
    (void)unused;
    static const struct {
        enum request_kind kind;
        enum request_state state;
        bool fits;
    } cases[] = {
        {REQUEST_SOS, STATE_ANSWERED, true},
        {REQUEST_SOS, STATE_HELP_SENT, true},
        {REQUEST_SOS, STATE_CANCELLED, true},
        {REQUEST_SOS, STATE_ACCEPTED, false},
        {REQUEST_SOS, STATE_ON_THE_WAY, false},
        {REQUEST_SOS, STATE_DONE, false},
        {REQUEST_SOS, STATE_REJECTED, false},
        {REQUEST_SOS, STATE_EXPIRED, false},
        {REQUEST_SERVICE, STATE_ON_THE_WAY, true},
        {REQUEST_SERVICE, STATE_ARRIVED, true},
        {REQUEST_SERVICE, STATE_HELP_SENT, false},
        {REQUEST_SERVICE, STATE_CLOSED, false},
        {REQUEST_CALLBACK, STATE_ANSWERED, true},
        {REQUEST_CALLBACK, STATE_DONE, true},
        {REQUEST_CALLBACK, STATE_HELP_SENT, false},
        {REQUEST_KINDS, STATE_RECEIVED, false},
        {REQUEST_SOS, STATES, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(request_state_fits(cases[i].kind, cases[i].state), cases[i].fits);
}

static void final_and_proved_are_two_different_questions(void **unused) {
    (void)unused;
    static const enum request_state finals[] = {STATE_DONE, STATE_CLOSED, STATE_REJECTED, STATE_CANCELLED,
                                                STATE_EXPIRED};
    int count = 0;
    for (int i = 0; i <= STATES; i++)
        count += request_state_is_final((enum request_state)i);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(request_state_is_final(finals[i]));
    assert_false(request_state_is_proved(STATE_WAITING));
    assert_true(request_state_is_proved(STATE_RECEIVED));
    assert_true(request_state_is_proved(STATE_CANCELLED));
    assert_false(request_state_is_proved(STATE_EXPIRED));
    assert_false(request_state_is_proved(STATES));
}

static struct status make(enum request_kind kind, enum request_state state, int64_t updated_at_ms) {
    struct status status = {.kind = kind, .state = state, .updated_at_ms = updated_at_ms, .eta_minutes = -1};
    strcpy(status.id, "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    return status;
}

static void what_may_follow_what(void **unused) {
    (void)unused;
    static const struct {
        const char *error;
        enum request_kind kind;
        enum request_state older;
        int64_t older_at;
        enum request_state newer;
        int64_t newer_at;
        bool may;
    } cases[] = {
        {"stored, then tried", REQUEST_SERVICE, STATE_SAVED, 0, STATE_SENDING, 0, true},
        {"tried in vain", REQUEST_SERVICE, STATE_SENDING, 0, STATE_WAITING, 0, true},
        {"another try is still waiting", REQUEST_SERVICE, STATE_WAITING, 0, STATE_SENDING, 0, false},
        {"the same again is nothing new", REQUEST_SERVICE, STATE_WAITING, 0, STATE_WAITING, 0, false},
        {"the hotline has it", REQUEST_SOS, STATE_SENDING, 0, STATE_RECEIVED, 10, true},
        {"steps may be left out", REQUEST_SOS, STATE_SAVED, 0, STATE_HELP_SENT, 10, true},
        {"the box never overwrites the hotline", REQUEST_SOS, STATE_RECEIVED, 10, STATE_WAITING, 0, false},
        {"nor by expiring", REQUEST_SERVICE, STATE_RECEIVED, 10, STATE_EXPIRED, 0, false},
        {"an order never sent expires", REQUEST_SERVICE, STATE_WAITING, 0, STATE_EXPIRED, 0, true},
        {"but it had arrived: the hotline's word wins", REQUEST_SERVICE, STATE_EXPIRED, 0, STATE_ACCEPTED, 10, true},
        {"the hotline's own expiry stays", REQUEST_SERVICE, STATE_EXPIRED, 10, STATE_ACCEPTED, 11, false},
        {"the hotline lets it expire", REQUEST_SERVICE, STATE_RECEIVED, 10, STATE_EXPIRED, 11, true},
        {"refused by a problem, without a time", REQUEST_SERVICE, STATE_SENDING, 0, STATE_REJECTED, 0, true},
        {"and then taken after all", REQUEST_SERVICE, STATE_REJECTED, 0, STATE_ACCEPTED, 10, true},
        {"forward in the same millisecond", REQUEST_SERVICE, STATE_RECEIVED, 10, STATE_ACCEPTED, 10, true},
        {"forward though the hotline's clock went back", REQUEST_SOS, STATE_RECEIVED, 10, STATE_ANSWERED, 9, true},
        {"overtaken: older and lower", REQUEST_SOS, STATE_HELP_SENT, 10, STATE_RECEIVED, 9, false},
        {"overtaken in the same millisecond", REQUEST_SOS, STATE_HELP_SENT, 10, STATE_RECEIVED, 10, false},
        {"new minutes", REQUEST_SERVICE, STATE_ON_THE_WAY, 10, STATE_ON_THE_WAY, 11, true},
        {"the same words again", REQUEST_SERVICE, STATE_ON_THE_WAY, 10, STATE_ON_THE_WAY, 10, false},
        {"the cab broke down, another is sought", REQUEST_SERVICE, STATE_ON_THE_WAY, 10, STATE_ACCEPTED, 11, true},
        {"a final state is never left", REQUEST_SERVICE, STATE_DONE, 10, STATE_ON_THE_WAY, 11, false},
        {"not even for another final one", REQUEST_SERVICE, STATE_DONE, 10, STATE_CANCELLED, 11, false},
        {"a closed SOS stays closed", REQUEST_SOS, STATE_CLOSED, 10, STATE_ANSWERED, 99, false},
        {"it may be reworded", REQUEST_SERVICE, STATE_DONE, 10, STATE_DONE, 11, true},
        {"no state of an SOS", REQUEST_SOS, STATE_RECEIVED, 10, STATE_ACCEPTED, 11, false},
        {"no state of a service", REQUEST_SERVICE, STATE_ACCEPTED, 10, STATE_HELP_SENT, 11, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct status older = make(cases[i].kind, cases[i].older, cases[i].older_at);
        struct status newer = make(cases[i].kind, cases[i].newer, cases[i].newer_at);
        if (request_status_may_follow(&older, &newer) != cases[i].may)
            fail_msg("%s", cases[i].error);
    }
}

static void an_answer_to_another_request_is_not_taken(void **unused) {
    (void)unused;
    struct status known = make(REQUEST_SERVICE, STATE_SENDING, 0), other = make(REQUEST_SERVICE, STATE_ACCEPTED, 10);
    other.id[0] = 'a';
    assert_false(request_status_take(&known, &other));
    other = make(REQUEST_SOS, STATE_RECEIVED, 10);
    assert_false(request_status_take(&known, &other));
    assert_int_equal(known.state, STATE_SENDING);
}

static void taking_keeps_when_it_was_asked_and_what_was_reached(void **unused) {
    (void)unused;
    struct status known = make(REQUEST_SERVICE, STATE_SENDING, 0);
    known.created_at_ms = 5;
    strcpy(known.service, "taxi");
    known.cancel_asked = true;
    struct status newer = make(REQUEST_SERVICE, STATE_RECEIVED, 10);
    assert_true(request_status_take(&known, &newer));
    newer = make(REQUEST_SERVICE, STATE_ON_THE_WAY, 20);
    newer.eta_minutes = 6;
    strcpy(newer.headline, "司机正在赶来");
    assert_true(request_status_take(&known, &newer));
    assert_int_equal(known.created_at_ms, 5);
    assert_string_equal(known.service, "taxi");
    assert_string_equal(known.headline, "司机正在赶来");
    assert_int_equal(known.eta_minutes, 6);
    assert_true(known.cancel_asked);
    assert_int_equal(known.reached_at_ms[STATE_RECEIVED], 10);
    assert_int_equal(known.reached_at_ms[STATE_ON_THE_WAY], 20);
    assert_int_equal(known.reached_at_ms[STATE_ACCEPTED], 0);
    newer.updated_at_ms = 25;
    assert_true(request_status_take(&known, &newer));
    assert_int_equal(known.reached_at_ms[STATE_ON_THE_WAY], 20);
    newer = make(REQUEST_SERVICE, STATE_CANCELLED, 30);
    assert_true(request_status_take(&known, &newer));
    assert_false(known.cancel_asked);
    assert_int_equal(known.reached_at_ms[STATE_CANCELLED], 30);
}

static void going_back_forgets_what_lies_ahead(void **unused) {
    (void)unused;
    struct status known = make(REQUEST_SERVICE, STATE_SENDING, 0), newer = make(REQUEST_SERVICE, STATE_RECEIVED, 10);
    assert_true(request_status_take(&known, &newer));
    newer = make(REQUEST_SERVICE, STATE_ARRIVED, 20);
    assert_true(request_status_take(&known, &newer));
    newer = make(REQUEST_SERVICE, STATE_ACCEPTED, 30);
    assert_true(request_status_take(&known, &newer));
    assert_int_equal(known.reached_at_ms[STATE_ARRIVED], 0);
    assert_int_equal(known.reached_at_ms[STATE_RECEIVED], 10);
    /* The first car's arrival, told late, does not come back. */
    newer = make(REQUEST_SERVICE, STATE_RECEIVED, 20);
    assert_false(request_status_take(&known, &newer));
}

static void an_old_word_never_passes_for_a_later_one(void **unused) {
    (void)unused;
    struct status known = make(REQUEST_SOS, STATE_RECEIVED, 100), newer = make(REQUEST_SOS, STATE_HELP_SENT, 50);
    assert_true(request_status_take(&known, &newer));
    assert_int_equal(known.updated_at_ms, 100);
    struct status late = make(REQUEST_SOS, STATE_ANSWERED, 100);
    assert_false(request_status_take(&known, &late));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_random_uuids_of_version_4),
        cmocka_unit_test(only_the_canonical_form_is_an_id),
        cmocka_unit_test(every_name_comes_back_as_what_it_names),
        cmocka_unit_test(each_kind_has_its_own_states),
        cmocka_unit_test(final_and_proved_are_two_different_questions),
        cmocka_unit_test(what_may_follow_what),
        cmocka_unit_test(an_answer_to_another_request_is_not_taken),
        cmocka_unit_test(taking_keeps_when_it_was_asked_and_what_was_reached),
        cmocka_unit_test(going_back_forgets_what_lies_ahead),
        cmocka_unit_test(an_old_word_never_passes_for_a_later_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
