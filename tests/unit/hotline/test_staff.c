/* SPDX-License-Identifier: Apache-2.0 */
/* --auto: the staff plays every kind of order to its end, the same for the same seed, and now and then things go wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/json.h"
#include "tests/hotline/staff.h"

#include <stdio.h>
#include <string.h>

static struct record order(enum flow_kind kind, const char *service, int number) {
    struct record record = {.kind = kind, .state = FLOW_RECEIVED, .number = number, .eta = -1};
    snprintf(record.service, sizeof record.service, "%s", service);
    return record;
}

/* Plays RECORD to its end as hotline.c would, and writes the ways as "accepted on_the_way ...". */
static void play(struct record *record, unsigned seed, char *way, size_t size) {
    struct contract_push push;
    way[0] = 0;
    for (int moves = 0; !flow_is_final(record->state); moves++) {
        assert_true(moves < 20);
        assert_false(staff_next(record, 0, seed, &push));
        assert_true(staff_next(record, 120000, seed, &push));
        assert_true(flow_may(record->kind, record->state, (enum flow_state)push.state));
        assert_true((int)record->state != push.state || push.eta != record->eta || push.headline[0]);
        record->state = (enum flow_state)push.state;
        record->eta = (int)push.eta;
        memcpy(record->headline, push.headline, sizeof record->headline);
        memcpy(record->retry_step, push.retry_step, sizeof record->retry_step);
        size_t used = strlen(way);
        snprintf(way + used, size - used, "%s ", flow_state_names[record->state]);
        json_object_put(push.details);
    }
}

static void every_kind_comes_to_its_end(void **state) {
    (void)state;
    static const struct {
        enum flow_kind kind;
        const char *service, *way;
    } cases[] = {
        {FLOW_SOS, "", "answered help_sent arrived closed "},
        {FLOW_CALLBACK, "policy", "accepted answered done "},
        {FLOW_SERVICE, "hospital", "accepted done "},
        {FLOW_SERVICE, "taxi", "accepted accepted accepted on_the_way arrived done "},
        {FLOW_SERVICE, "meal", "accepted on_the_way arrived done "},
        {FLOW_SERVICE, "grocery", "accepted on_the_way arrived done "},
        {FLOW_SERVICE, "haircut", "accepted done "},
    };
    for (unsigned seed = 0; seed < 5; seed++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            char way[256];
            struct record record = order(cases[i].kind, cases[i].service, 1);
            play(&record, seed, way, sizeof way);
            assert_string_equal(way, cases[i].way);
        }
}

/* From the second order on: each seed has its mishaps, none has nothing else, and each says where to choose again. */
static void now_and_then_something_goes_wrong(void **state) {
    (void)state;
    static const char *const services[] = {"hospital", "taxi", "meal", "grocery"};
    static const char *const steps[] = {"slot", "", "dishes", "plan"};
    for (unsigned seed = 1; seed <= 5; seed++)
        for (size_t i = 0; i < 4; i++) {
            int rejected = 0;
            for (int number = 2; number < 42; number++) {
                char way[256], again[256];
                struct record record = order(FLOW_SERVICE, services[i], number), twin = record;
                play(&record, seed, way, sizeof way);
                play(&twin, seed, again, sizeof again);
                assert_string_equal(way, again);
                rejected += record.state == FLOW_REJECTED;
                if (record.state == FLOW_REJECTED)
                    assert_string_equal(record.retry_step, steps[i]);
                if (record.state == FLOW_REJECTED && strcmp(services[i], "taxi") == 0)
                    assert_string_equal(way, "received rejected "); /* after a second round */
            }
            assert_in_range(rejected, 2, 25);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_to_its_end),
        cmocka_unit_test(now_and_then_something_goes_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
