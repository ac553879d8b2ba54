/* SPDX-License-Identifier: Apache-2.0 */
/* Who may move a request where, until when it can be cancelled, and what the senior is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/hotline/flow.h"
#include "tests/hotline/words.h"

#include <stdio.h>
#include <string.h>

static void the_usual_ways_are_open(void **state) {
    (void)state;
    static const struct {
        enum flow_kind kind;
        enum flow_state way[5];
    } ways[] = {
        {FLOW_SOS, {FLOW_RECEIVED, FLOW_ANSWERED, FLOW_HELP_SENT, FLOW_ARRIVED, FLOW_CLOSED}},
        {FLOW_SERVICE, {FLOW_RECEIVED, FLOW_ACCEPTED, FLOW_ON_THE_WAY, FLOW_ARRIVED, FLOW_DONE}},
        {FLOW_CALLBACK, {FLOW_RECEIVED, FLOW_ACCEPTED, FLOW_ACCEPTED, FLOW_ANSWERED, FLOW_DONE}},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        for (int step = 1; step < 5; step++)
            assert_true(flow_may(ways[i].kind, ways[i].way[step - 1], ways[i].way[step]));
}

static void nothing_goes_back_or_leaves_the_end(void **state) {
    (void)state;
    for (int kind = 0; kind < FLOW_KINDS; kind++)
        for (int from = 0; from < FLOW_STATES; from++) {
            if (from != FLOW_RECEIVED) /* there its words may change: another round of looking for a taxi */
                assert_false(flow_may((enum flow_kind)kind, (enum flow_state)from, FLOW_RECEIVED));
            assert_false(flow_may((enum flow_kind)kind, (enum flow_state)from, FLOW_CANCELLED));
            for (int to = 0; to < FLOW_STATES && flow_is_final((enum flow_state)from); to++)
                assert_false(flow_may((enum flow_kind)kind, (enum flow_state)from, (enum flow_state)to));
        }
    assert_false(flow_may(FLOW_SERVICE, FLOW_ARRIVED, FLOW_ACCEPTED));
    assert_false(flow_may(FLOW_SOS, FLOW_HELP_SENT, FLOW_ANSWERED));
}

static void an_sos_is_not_closed_unheard(void **state) {
    (void)state;
    assert_false(flow_may(FLOW_SOS, FLOW_RECEIVED, FLOW_CLOSED));
    assert_false(flow_may(FLOW_SOS, FLOW_RECEIVED, FLOW_REJECTED));
    assert_false(flow_may(FLOW_SOS, FLOW_RECEIVED, FLOW_ACCEPTED));
    assert_false(flow_may(FLOW_SOS, FLOW_RECEIVED, FLOW_RECEIVED));
}

static void wild_numbers_are_no_states(void **state) {
    (void)state;
    assert_false(flow_may((enum flow_kind)9, FLOW_RECEIVED, FLOW_ACCEPTED));
    assert_false(flow_may(FLOW_SOS, (enum flow_state)99, FLOW_ACCEPTED));
    assert_false(flow_may(FLOW_SOS, FLOW_RECEIVED, (enum flow_state)99));
}

static void a_cancel_comes_in_time_or_too_late(void **state) {
    (void)state;
    static const struct {
        enum flow_kind kind;
        const char *service;
        enum flow_state at;
        bool can;
    } cases[] = {
        {FLOW_SOS, "", FLOW_RECEIVED, true},
        {FLOW_SOS, "", FLOW_ANSWERED, false},
        {FLOW_SERVICE, "taxi", FLOW_ON_THE_WAY, true},
        {FLOW_SERVICE, "taxi", FLOW_ARRIVED, true},
        {FLOW_SERVICE, "taxi", FLOW_DONE, false},
        {FLOW_SERVICE, "meal", FLOW_ACCEPTED, true},
        {FLOW_SERVICE, "meal", FLOW_ON_THE_WAY, false},
        {FLOW_CALLBACK, "person", FLOW_ACCEPTED, true},
        {FLOW_CALLBACK, "", FLOW_ANSWERED, false},
        {FLOW_SERVICE, "taxi", FLOW_REJECTED, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(flow_can_cancel(cases[i].kind, cases[i].service, cases[i].at), cases[i].can);
}

static void names_go_both_ways(void **state) {
    (void)state;
    for (int i = 0; i < FLOW_STATES; i++) {
        enum flow_state found = FLOW_STATES;
        assert_true(flow_state_from_name(flow_state_names[i], &found));
        assert_int_equal(found, i);
    }
    enum flow_state untouched = FLOW_DONE;
    assert_false(flow_state_from_name("saved", &untouched));
    assert_false(flow_state_from_name(NULL, &untouched));
    assert_int_equal(untouched, FLOW_DONE);
}

/* Every state that can be reached has words in Chinese, short enough for the box to keep. */
static void every_state_has_words(void **state) {
    (void)state;
    static const char *const services[] = {"taxi", "hospital", "meal", "grocery", "housework"};
    for (int kind = 0; kind < FLOW_KINDS; kind++)
        for (int from = 0; from < FLOW_STATES; from++)
            for (int to = 0; to < FLOW_STATES; to++)
                for (size_t i = 0; i < 5 && flow_may((enum flow_kind)kind, (enum flow_state)from, (enum flow_state)to);
                     i++) {
                    char text[WORDS_HEADLINE_SIZE];
                    const char *service = kind == FLOW_SOS ? "" : services[i];
                    words_headline((enum flow_kind)kind, service, (enum flow_state)to, 12, text, sizeof text);
                    assert_string_not_equal(text, flow_state_names[to]);
                    assert_true(strlen(text) < WORDS_HEADLINE_SIZE - 1);
                    assert_true(strlen(words_message((enum flow_kind)kind, service, (enum flow_state)to)) <
                                WORDS_MESSAGE_SIZE);
                }
}

static void minutes_are_said_only_when_known(void **state) {
    (void)state;
    char text[WORDS_HEADLINE_SIZE];
    words_headline(FLOW_SERVICE, "taxi", FLOW_ACCEPTED, 8, text, sizeof text);
    assert_non_null(strstr(text, " 8 分钟"));
    words_headline(FLOW_SERVICE, "taxi", FLOW_ACCEPTED, -1, text, sizeof text);
    assert_null(strstr(text, "分钟"));
    assert_null(strstr(text, "%"));
    words_headline(FLOW_SERVICE, "taxi", FLOW_ARRIVED, -1, text, sizeof text);
    assert_string_equal(text, "车来了");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_ways_are_open),
        cmocka_unit_test(nothing_goes_back_or_leaves_the_end),
        cmocka_unit_test(an_sos_is_not_closed_unheard),
        cmocka_unit_test(wild_numbers_are_no_states),
        cmocka_unit_test(a_cancel_comes_in_time_or_too_late),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(every_state_has_words),
        cmocka_unit_test(minutes_are_said_only_when_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
