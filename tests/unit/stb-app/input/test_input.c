/* SPDX-License-Identifier: Apache-2.0 */
/* From keys to what the hub is told: keymap, filter, repeats, holds and key scripts together, on a real loop. */
#include "stb-app/input/input.h"

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct {
    struct loop *loop;
    struct loop_timer *stop;
    struct input *input;
    struct config config;
    char did[1024]; /* "sos DOWN DOWN* hold:100 shot:x quit" */
    bool answers_shots;
} stage;
static char script_path[] = "/tmp/test-input-XXXXXX", keymap_path[] = "/tmp/test-keymap-XXXXXX";

static void note(const char *what) {
    size_t used = strlen(stage.did);
    snprintf(stage.did + used, sizeof stage.did - used, "%s%s", used ? " " : "", what);
}

static void sos(void *data, int64_t at_us) {
    (void)data;
    assert_true(at_us > 0);
    note("sos");
}

static void action(void *data, enum action what, bool repeat, int64_t at_us) {
    char text[40];
    (void)data;
    assert_true(at_us > 0);
    snprintf(text, sizeof text, "%s%s", action_name(what), repeat ? "*" : "");
    note(text);
}

static void hold(void *data, int64_t lasts_ms) {
    (void)data;
    note(lasts_ms > 0 ? "hold" : "let-go");
}

static void shot(void *data, const char *name) {
    char text[80];
    (void)data;
    snprintf(text, sizeof text, "shot:%s", name);
    note(text);
    if (stage.answers_shots)
        input_shot_done(stage.input, true);
}

static void quit(void *data, bool met) {
    (void)data;
    note(met ? "quit" : "unmet");
    loop_stop(stage.loop);
}

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct input *open_input(const char *script, bool *bad_script) {
    *bad_script = false;
    write_text(script_path, script);
    return input_create(&(struct input_setup){.loop = stage.loop,
                                              .keys = script_path,
                                              .on_sos = sos,
                                              .on_action = action,
                                              .on_hold = hold,
                                              .on_shot = shot,
                                              .on_quit = quit},
                        &stage.config, bad_script);
}

static void stop(void *data) {
    (void)data;
    loop_stop(stage.loop);
}

/* Plays SCRIPT, which ends with "quit" or for 2 s. */
static void play(const char *script) {
    bool bad;
    stage.input = open_input(script, &bad);
    assert_non_null(stage.input);
    input_start(stage.input);
    loop_timer_start(stage.stop, 2000, 0);
    loop_run(stage.loop);
}

static int open_stage(void **state) {
    (void)state;
    memset(&stage, 0, sizeof stage);
    stage.loop = loop_create();
    stage.stop = loop_timer_create(stage.loop, stop, NULL);
    stage.config = (struct config){
        .bounce_ms = 150, .ok_bounce_ms = 400, .repeat_delay_ms = 200, .repeat_per_s = 10, .remote_devices = "udev"};
    log_set_level(LOG_LEVEL_ERROR);
    return 0;
}

static int close_stage(void **state) {
    (void)state;
    input_destroy(stage.input);
    loop_timer_destroy(stage.stop);
    loop_destroy(stage.loop);
    return 0;
}

static void the_red_key_acts_on_the_way_down_each_time(void **state) {
    (void)state;
    play("KEY_SOS\nKEY_SOS\ndown KEY_SOS\nwait 50\nup KEY_SOS\nquit\n");
    assert_string_equal(stage.did, "sos sos sos quit");
}

static void keys_become_actions_and_bounces_nothing(void **state) {
    (void)state;
    play("KEY_ENTER\nKEY_OK\nKEY_7\nKEY_Q\nKEY_BACK\nKEY_STOP\nKEY_F4\nquit\n");
    assert_string_equal(stage.did, "OK DIGIT_7 BACK TV quit"); /* ENTER and OK are one key to a trembling hand */
}

static void a_held_arrow_repeats_until_it_is_let_go(void **state) {
    (void)state;
    play("down KEY_DOWN\nwait 350\nup KEY_DOWN\nwait 300\nquit\n");
    assert_string_equal(stage.did, "DOWN DOWN* DOWN* quit");
}

/* OK means what the eyes have seen, and SOS does not wait for eyes. */
static void a_screen_that_comes_up_is_deaf_to_ok_alone(void **state) {
    (void)state;
    bool bad;
    stage.input = open_input("KEY_OK\nKEY_SOS\nKEY_LEFT\nwait 450\nKEY_OK\nquit\n", &bad);
    input_screen_changed(stage.input);
    input_start(stage.input);
    loop_timer_start(stage.stop, 2000, 0);
    loop_run(stage.loop);
    assert_string_equal(stage.did, "sos LEFT OK quit");
}

static void ok_that_has_to_be_held_is_told_and_acts_when_it_was(void **state) {
    (void)state;
    stage.config.ok_hold_ms = 200;
    play("down KEY_OK\nwait 400\nup KEY_OK\nquit\n");
    assert_string_equal(stage.did, "hold OK let-go quit");
}

static void in_an_alarm_ok_acts_at_once_however_it_is_set(void **state) {
    (void)state;
    bool bad;
    stage.config.ok_hold_ms = 200;
    stage.input = open_input("down KEY_OK\nup KEY_OK\nquit\n", &bad);
    input_urgent(stage.input, true);
    input_start(stage.input);
    loop_timer_start(stage.stop, 2000, 0);
    loop_run(stage.loop);
    assert_string_equal(stage.did, "OK quit");
}

static void the_operators_keymap_counts_entry_by_entry(void **state) {
    (void)state;
    write_text(keymap_path, "{\"SOS\":[\"KEY_RED\"],\"OK\":[\"KEY_OKAY\"],\"PERSON\":[\"KEY_F1\"]}");
    snprintf(stage.config.keymap, sizeof stage.config.keymap, "%s", keymap_path);
    play("KEY_SOS\nKEY_RED\nKEY_OK\nKEY_F1\nquit\n");
    assert_string_equal(stage.did, "sos OK PERSON quit");
    assert_non_null(strstr(input_keymap_fault(stage.input), "OK[0]: \"KEY_OKAY\" is no key"));
    write_text(keymap_path, "{\"SOS\":[\"KEY_RED\"]}");
    input_settings(stage.input, &stage.config);
    assert_null(input_keymap_fault(stage.input));
}

static void without_its_keymap_the_built_in_keys_work(void **state) {
    (void)state;
    strcpy(stage.config.keymap, "/nonexistent/keymap.json");
    play("KEY_SOS\nKEY_OK\nquit\n");
    assert_string_equal(stage.did, "sos OK quit");
    assert_string_equal(input_keymap_fault(stage.input), "/nonexistent/keymap.json: No such file or directory");
}

static void a_shot_holds_the_script_until_it_is_done(void **state) {
    (void)state;
    stage.answers_shots = true;
    play("shot one\nKEY_1\nquit\n");
    assert_string_equal(stage.did, "shot:one DIGIT_1 quit");
}

static void an_until_looks_at_the_scenes_and_ends_unmet(void **state) {
    (void)state;
    play("until screen=home 30\nKEY_1\n");
    assert_string_equal(stage.did, "unmet");
    assert_true(input_wants_scenes(stage.input));
}

static void a_bad_script_is_to_blame_and_nothing_else(void **state) {
    (void)state;
    bool bad = false;
    assert_null(open_input("KEY_OK\nwait never\n", &bad));
    assert_true(bad);
}

static int make_files(void **state) {
    (void)state;
    int script = mkstemp(script_path), keymap = mkstemp(keymap_path);
    return script < 0 || keymap < 0 || close(script) != 0 || close(keymap) != 0;
}

static int remove_files(void **state) {
    (void)state;
    return unlink(script_path) != 0 || unlink(keymap_path) != 0;
}

int main(void) {
#define EACH(test) cmocka_unit_test_setup_teardown(test, open_stage, close_stage)
    const struct CMUnitTest tests[] = {
        EACH(the_red_key_acts_on_the_way_down_each_time),
        EACH(keys_become_actions_and_bounces_nothing),
        EACH(a_held_arrow_repeats_until_it_is_let_go),
        EACH(a_screen_that_comes_up_is_deaf_to_ok_alone),
        EACH(ok_that_has_to_be_held_is_told_and_acts_when_it_was),
        EACH(in_an_alarm_ok_acts_at_once_however_it_is_set),
        EACH(the_operators_keymap_counts_entry_by_entry),
        EACH(without_its_keymap_the_built_in_keys_work),
        EACH(a_shot_holds_the_script_until_it_is_done),
        EACH(an_until_looks_at_the_scenes_and_ends_unmet),
        EACH(a_bad_script_is_to_blame_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
