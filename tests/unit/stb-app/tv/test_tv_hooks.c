/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's commands, as real programs: each writes its letter into a file, and the file tells what was run. */
#include "stb-app/tv/tv_hooks.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_MS = 15000, STEP_MS = 10 };

static struct {
    char path[64];
    struct loop *loop;
    struct loop_timer *look;
    struct tv_hooks *hooks;
    const char *wanted;
    int64_t until_ms;
} stage;

static int set_up(void **state) {
    (void)state;
    log_set_level(LOG_LEVEL_ERROR);
    strcpy(stage.path, "/tmp/test-hook-XXXXXX");
    int fd = mkstemp(stage.path);
    assert_true(fd >= 0);
    close(fd);
    stage.loop = loop_create();
    stage.hooks = tv_hooks_create(stage.loop);
    return stage.hooks ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    tv_hooks_destroy(stage.hooks);
    stage.hooks = NULL;
    loop_destroy(stage.loop);
    return unlink(stage.path);
}

/* A command that waits, writes LETTER and ends so. */
static void want(enum tv_hook_switch which, bool on, const char *letter, const char *wait_s, int status) {
    char script[256];
    snprintf(script, sizeof script, "sleep %s; printf %s >>%s; exit %d", wait_s, letter, stage.path, status);
    tv_hooks_want(stage.hooks, which, on, (char *[]){"/bin/sh", "-c", script, NULL});
}

static const char *told(void) {
    static char text[128];
    FILE *file = fopen(stage.path, "r");
    size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = 0;
    fclose(file);
    return text;
}

static void look(void *data) {
    (void)data;
    if (strcmp(told(), stage.wanted) == 0 || loop_now_ms() > stage.until_ms)
        loop_stop(stage.loop);
}

static void run_for(int64_t ms) {
    stage.wanted = "?";
    stage.until_ms = loop_now_ms() + ms;
    stage.look = loop_timer_create(stage.loop, look, NULL);
    loop_timer_start(stage.look, STEP_MS, STEP_MS);
    loop_run(stage.loop);
    loop_timer_destroy(stage.look);
}

/* Just these have been run, in this order, and a little later still no more. */
static void told_is(const char *wanted) {
    stage.wanted = wanted;
    stage.until_ms = loop_now_ms() + LIMIT_MS;
    stage.look = loop_timer_create(stage.loop, look, NULL);
    loop_timer_start(stage.look, STEP_MS, STEP_MS);
    loop_run(stage.loop);
    loop_timer_destroy(stage.look);
    run_for(100);
    assert_string_equal(told(), wanted);
}

static void test_nothing_starts_before_the_turn_is_over_and_nothing_twice(void **state) {
    (void)state;
    want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    usleep(50000);
    assert_string_equal(told(), "");
    told_is("s");
    want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    told_is("s");
    want(TV_HOOK_CHANNEL, false, "h", "0", 0);
    told_is("sh");
}

static void test_they_wait_for_each_other_and_what_was_wanted_last_is_done_last(void **state) {
    (void)state;
    want(TV_HOOK_CHANNEL, true, "s", "0.4", 0);
    run_for(50);
    for (int i = 0; i < 20; i++) { /* a nervous hand, meanwhile */
        want(TV_HOOK_CHANNEL, false, "h", "0", 0);
        want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    }
    want(TV_HOOK_CHANNEL, false, "h", "0", 0);
    told_is("sh");
}

static void test_what_was_not_done_yet_is_left(void **state) {
    (void)state;
    want(TV_HOOK_SILENCE, true, "m", "0", 0);
    want(TV_HOOK_SILENCE, false, "u", "0", 0); /* nothing was muted, but nobody knows how it was before */
    told_is("u");
    want(TV_HOOK_SILENCE, true, "m", "0", 0);
    want(TV_HOOK_SILENCE, false, "u", "0", 0);
    told_is("u");
}

static void test_nothing_is_run_where_there_is_no_command(void **state) {
    (void)state;
    tv_hooks_want(stage.hooks, TV_HOOK_SILENCE, true, (char *[]){NULL});
    want(TV_HOOK_SILENCE, false, "u", "0", 0);
    told_is("u");
}

static void test_an_unmute_that_fails_is_tried_again_but_not_for_ever(void **state) {
    (void)state;
    want(TV_HOOK_CHANNEL, false, "h", "0", 1); /* starting a player twice may be wrong */
    told_is("h");
    want(TV_HOOK_SILENCE, false, "u", "0", 1);
    told_is("huuuu");
    run_for(TV_HOOK_AGAIN_MS + 500);
    assert_string_equal(told(), "huuuu");
}

static void test_one_that_is_not_there_holds_nothing_up(void **state) {
    (void)state;
    tv_hooks_want(stage.hooks, TV_HOOK_SILENCE, true, (char *[]){"/nowhere/mute", NULL});
    told_is("");
    want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    told_is("s");
}

static void test_the_tuner_does_not_wait_for_the_mixer(void **state) {
    (void)state;
    want(TV_HOOK_SILENCE, true, "m", "0.5", 0);
    run_for(50);
    want(TV_HOOK_CHANNEL, true, "s", "0", 0);
    told_is("s");
    told_is("sm");
}

static void test_whoever_ends_television_is_heard(void **state) {
    (void)state;
    want(TV_HOOK_SILENCE, true, "m", "1", 0); /* slow: it must not have the last word */
    run_for(100);
    want(TV_HOOK_SILENCE, false, "u", "0", 0);
    tv_hooks_destroy(stage.hooks);
    stage.hooks = NULL;
    told_is("u");
    run_for(1200);
    assert_string_equal(told(), "u");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_starts_before_the_turn_is_over_and_nothing_twice, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_they_wait_for_each_other_and_what_was_wanted_last_is_done_last, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_run_where_there_is_no_command, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_unmute_that_fails_is_tried_again_but_not_for_ever, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_that_is_not_there_holds_nothing_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_not_done_yet_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_tuner_does_not_wait_for_the_mixer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_whoever_ends_television_is_heard, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
