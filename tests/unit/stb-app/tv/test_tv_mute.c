/* SPDX-License-Identifier: Apache-2.0 */
/* When television is silent. Time passes for real: 'm' = it is muted, 'u' = it is heard. */
#include "stb-app/tv/tv_mute.h"

#include "stb-app/base/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct {
    struct loop *loop;
    struct tv_mute *mute;
    char told[32];
} stage;

static void changed(void *data, bool silent) {
    (void)data;
    strcat(stage.told, silent ? "m" : "u");
}

static void stop(void *data) {
    loop_stop(data);
}

static void run_for(int64_t ms) {
    struct loop_timer *timer = loop_timer_create(stage.loop, stop, stage.loop);
    loop_timer_start(timer, ms, 0);
    loop_run(stage.loop);
    loop_timer_destroy(timer);
}

static int set_up(void **state) {
    (void)state;
    stage.told[0] = 0;
    stage.loop = loop_create();
    stage.mute = tv_mute_create(stage.loop, changed, NULL);
    return stage.mute ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    tv_mute_destroy(stage.mute);
    loop_destroy(stage.loop);
    return 0;
}

static void test_at_the_start_television_is_heard_whatever_was_before(void **state) {
    (void)state;
    run_for(20);
    assert_string_equal(stage.told, "u");
    run_for(50);
    assert_string_equal(stage.told, "u");
}

static void test_it_stays_silent_between_two_sentences_and_for_any_reason(void **state) {
    (void)state;
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, true);
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, false);
    run_for(TV_MUTE_HOLD_MS - 400);
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, true);
    tv_mute_because(stage.mute, TV_MUTE_LISTENING, true);
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, false);
    run_for(TV_MUTE_HOLD_MS + 300);
    assert_string_equal(stage.told, "m");
    tv_mute_because(stage.mute, TV_MUTE_ALARM, true);
    tv_mute_because(stage.mute, TV_MUTE_LISTENING, false);
    tv_mute_because(stage.mute, TV_MUTE_ALARM, false);
    tv_mute_because(stage.mute, TV_MUTE_ALARM, false); /* told again, it does not wait again */
    assert_string_equal(stage.told, "m");
    run_for(TV_MUTE_HOLD_MS + 300);
    assert_string_equal(stage.told, "mu");
}

static void test_live_television_is_heard_at_once(void **state) {
    (void)state;
    run_for(20);
    tv_mute_because(stage.mute, TV_MUTE_ALARM, true);
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, true);
    tv_mute_over(stage.mute);
    assert_string_equal(stage.told, "umu");
    tv_mute_over(stage.mute);
    tv_mute_because(stage.mute, TV_MUTE_SPEAKING, false); /* told late */
    run_for(TV_MUTE_HOLD_MS + 300);
    assert_string_equal(stage.told, "umu");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_at_the_start_television_is_heard_whatever_was_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_stays_silent_between_two_sentences_and_for_any_reason, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_live_television_is_heard_at_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
