/* SPDX-License-Identifier: Apache-2.0 */
/* What the senior chose lies over the operator's config, survives being written and read, and is never half taken. */
#include "stb-app/base/json.h"
#include "stb-app/config/config.h"
#include "stb-app/config/user_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct config operators = {.text_scale = 1.25,
                                        .motion = true,
                                        .idle_home_s = 60,
                                        .first_run = true,
                                        .guidance = true,
                                        .voice_speed = 1,
                                        .voice_volume = 1,
                                        .bounce_ms = 140,
                                        .ok_bounce_ms = 410,
                                        .repeat_delay_ms = 610,
                                        .repeat_per_s = 5};

static bool choose(struct user_settings *settings, const char *json, char *error) {
    struct json_object *from = json_parse(json, strlen(json), 4096, error);
    bool taken = from && user_settings_take(settings, from, error);
    json_object_put(from);
    return taken;
}

static const char *written(const struct user_settings *settings) {
    static char text[2][512];
    static int turn;
    struct json_object *json = user_settings_write(settings);
    turn = !turn;
    snprintf(text[turn], sizeof text[turn], "%s", json_object_to_json_string(json));
    json_object_put(json);
    return text[turn];
}

static struct config with(const char *json) {
    char error[JSON_ERROR_SIZE] = "";
    struct user_settings settings = user_settings_none();
    struct config config = operators;
    assert_true(choose(&settings, json, error));
    user_settings_apply(&settings, &config);
    return config;
}

static void nothing_chosen_changes_nothing(void **state) {
    (void)state;
    struct config config = with("{}");
    assert_memory_equal(&config, &operators, sizeof config);
}

static void what_is_chosen_wins_over_the_operator(void **state) {
    (void)state;
    struct config config = with("{\"text_scale\":1.75,\"contrast\":\"high\",\"motion\":\"off\",\"language\":\"en\","
                                "\"overscan_percent\":3,\"idle_home_s\":0,\"first_run\":\"done\",\"guidance\":\"off\","
                                "\"voice_speed\":\"slow\",\"voice_volume\":\"loud\"}");
    assert_false(config.guidance);
    assert_string_equal(ipc_speed_names[config.voice_speed], "slow");
    assert_string_equal(ipc_volume_names[config.voice_volume], "loud");
    assert_true(config.text_scale == 1.75);
    assert_int_equal(config.contrast, 1);
    assert_false(config.motion);
    assert_string_equal(config_languages[config.language], "en");
    assert_int_equal(config.overscan_percent, 3);
    assert_int_equal(config.idle_home_s, 0);
    assert_false(config.first_run);
    assert_int_equal(config.bounce_ms, operators.bounce_ms); /* the hand was not chosen */
}

static void an_unsteady_hand_gets_longer_times_and_a_steady_one_the_operators(void **state) {
    (void)state;
    struct config steady = with("{\"hand\":\"steady\"}"), calm = with("{\"hand\":\"calm\"}"),
                  very = with("{\"hand\":\"very_calm\"}");
    assert_int_equal(steady.ok_bounce_ms, operators.ok_bounce_ms);
    assert_int_equal(steady.repeat_per_s, operators.repeat_per_s);
    assert_true(steady.bounce_ms < calm.bounce_ms && calm.bounce_ms < very.bounce_ms);
    assert_true(steady.ok_bounce_ms < calm.ok_bounce_ms && calm.ok_bounce_ms < very.ok_bounce_ms);
    assert_true(steady.repeat_delay_ms < calm.repeat_delay_ms && calm.repeat_delay_ms < very.repeat_delay_ms);
    assert_true(steady.repeat_per_s > calm.repeat_per_s && calm.repeat_per_s > very.repeat_per_s);
}

static void a_first_run_that_the_operator_did_not_ask_for_is_never_wanted(void **state) {
    (void)state;
    struct user_settings settings = user_settings_none();
    struct config config = operators;
    char error[JSON_ERROR_SIZE];
    config.first_run = false;
    assert_true(choose(&settings, "{\"first_run\":\"wanted\"}", error));
    user_settings_apply(&settings, &config);
    assert_false(config.first_run);
}

/* As the settings screen asks for it: a name and a value as the config writes it. */
static void one_value_is_chosen_by_its_name(void **state) {
    static const struct {
        struct ipc_set set;
        const char *written; /* "" = refused */
    } cases[] = {
        {{"text_scale", "1.5"}, "{ \"text_scale\": 1.5 }"},
        {{"hand", "calm"}, "{ \"hand\": \"calm\" }"},
        {{"idle_home_s", "0"}, "{ \"idle_home_s\": 0 }"},
        {{"overscan_percent", "5"}, "{ \"overscan_percent\": 5 }"},
        {{"overscan_percent", "6"}, ""},
        {{"overscan_percent", "five"}, ""},
        {{"overscan_percent", ""}, ""},
        {{"hand", "5"}, ""},
        {{"nothing", "on"}, ""},
        {{"", ""}, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct user_settings settings = user_settings_none();
        char error[JSON_ERROR_SIZE] = "";
        assert_int_equal(user_settings_choose(&settings, &cases[i].set, error), cases[i].written[0] != 0);
        assert_string_equal(written(&settings), cases[i].written[0] ? cases[i].written : "{ }");
        assert_int_equal(error[0] == 0, cases[i].written[0] != 0);
    }
}

static void a_wrong_set_is_refused_whole_and_says_why(void **state) {
    static const struct {
        const char *json, *error;
    } wrong[] = {
        {"{\"contrast\":\"high\",\"text_scale\":3}", "text_scale"},
        {"{\"contrast\":\"high\",\"text_scale\":1.3}", "text_scale: expected 1.0, 1.25, 1.5 or 1.75"},
        {"{\"contrast\":\"high\",\"overscan_percent\":6}", "overscan_percent"},
        {"{\"contrast\":\"high\",\"hand\":\"shaky\"}", "hand"},
        {"{\"contrast\":\"high\",\"volume\":3}", "volume"},
        {"{\"contrast\":\"high\",\"motion\":true}", "motion"},
        {"[]", "expected"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct user_settings settings = user_settings_none(), before = settings;
        char error[JSON_ERROR_SIZE] = "";
        assert_false(choose(&settings, wrong[i].json, error));
        assert_non_null(strstr(error, wrong[i].error));
        assert_string_equal(written(&settings), written(&before));
    }
}

static void it_is_written_as_it_is_read_and_one_choice_keeps_the_others(void **state) {
    char error[JSON_ERROR_SIZE];
    struct user_settings settings = user_settings_none(), again = user_settings_none();
    (void)state;
    assert_true(choose(&settings, "{\"text_scale\":1.5,\"hand\":\"calm\"}", error));
    assert_true(choose(&settings, "{\"overscan_percent\":2}", error));
    assert_true(choose(&again, written(&settings), error));
    assert_true(again.text_scale == 1.5);
    assert_int_equal(again.hand, 1);
    assert_int_equal(again.overscan_percent, 2);
    assert_int_equal(again.contrast, USER_SETTINGS_UNSET);
    assert_string_equal(written(&again), written(&settings));
}

/* After a rollback: what the newer program wrote and this one does not know costs nothing else. */
static void what_is_kept_counts_value_by_value(void **state) {
    static const struct {
        const char *kept, *taken, *error;
    } cases[] = {
        {"{\"hand\":\"calm\",\"hologram\":\"on\"}", "{ \"hand\": \"calm\" }", ""},
        {"{\"hand\":\"floating\",\"contrast\":\"high\"}", "{ \"contrast\": \"high\" }", "hand"},
        {"{\"text_scale\":2,\"hold\":\"long\"}", "{ \"hold\": \"long\" }", "text_scale"},
        {"{\"text_scale\":1.3,\"hold\":\"long\"}", "{ \"hold\": \"long\" }", "text_scale"},
        {"[]", "{ }", "expected"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct user_settings settings = user_settings_none();
        char error[JSON_ERROR_SIZE] = "";
        struct json_object *kept = json_parse(cases[i].kept, strlen(cases[i].kept), 4096, error);
        assert_int_equal(user_settings_restore(&settings, kept, error), cases[i].error[0] == '\0');
        assert_non_null(strstr(error, cases[i].error));
        assert_string_equal(written(&settings), cases[i].taken);
        json_object_put(kept);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_counts_value_by_value),
        cmocka_unit_test(nothing_chosen_changes_nothing),
        cmocka_unit_test(what_is_chosen_wins_over_the_operator),
        cmocka_unit_test(an_unsteady_hand_gets_longer_times_and_a_steady_one_the_operators),
        cmocka_unit_test(a_first_run_that_the_operator_did_not_ask_for_is_never_wanted),
        cmocka_unit_test(one_value_is_chosen_by_its_name),
        cmocka_unit_test(a_wrong_set_is_refused_whole_and_says_why),
        cmocka_unit_test(it_is_written_as_it_is_read_and_one_choice_keeps_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
