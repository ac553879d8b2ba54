/* SPDX-License-Identifier: Apache-2.0 */
/* The settings, the test of the line and the first run: what they ask the parent for, and that nothing gets lost. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static const char *asked_for(const struct room *room) {
    if (room->sent_count == 0 || room->sent[room->sent_count - 1].type != IPC_SET)
        return "";
    static char set[100];
    struct json_object *message = room->sent[room->sent_count - 1].message;
    snprintf(set, sizeof set, "%s=%s", json_text(message, "name", ""), json_text(message, "value", ""));
    return set;
}

static void they_stand_at_the_end_behind_the_hotline_tile(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DIGIT_5, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "call-me"); /* a person stays the first */
    room_fresh(room);
    at_settings(room);
    assert_string_equal(room_look(room)->screen, "settings");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "settings");
}

static void sides_turn_a_dial_and_ok_goes_round(void **state) {
    static const struct {
        const char *hello;
        int down; /* to the dial */
        enum action key;
        const char *set;
    } cases[] = {
        {"\"text_scale\":1.25", 0, ACTION_RIGHT, "text_scale=1.5"},
        {"\"text_scale\":1.25", 0, ACTION_LEFT, "text_scale=1.0"},
        {"\"text_scale\":1.75", 0, ACTION_RIGHT, ""}, /* the end: nothing is asked for */
        {"\"text_scale\":1.75", 0, ACTION_OK, "text_scale=1.0"},
        {"\"text_scale\":1.0", 0, ACTION_LEFT, ""},
        {"\"contrast\":\"high\"", 1, ACTION_LEFT, "contrast=normal"},
        {"\"voice\":{\"guidance\":true}", 2, ACTION_LEFT, "guidance=off"},
        {"\"voice\":{\"guidance\":false}", 2, ACTION_OK, "guidance=on"},
        {"\"voice\":{\"speed\":\"normal\"}", 3, ACTION_LEFT, "voice_speed=slow"},
        {"\"voice\":{\"volume\":\"normal\"}", 4, ACTION_RIGHT, "voice_volume=loud"},
        {"\"voice\":{\"volume\":\"loud\"}", 4, ACTION_RIGHT, ""},
        {"\"hand\":\"calm\"", 5, ACTION_RIGHT, "hand=very_calm"},
        {"\"ok_hold_ms\":0", 6, ACTION_RIGHT, "hold=short"},
        {"\"ok_hold_ms\":800", 6, ACTION_OK, "hold=off"},
        {"\"overscan_percent\":0", 7, ACTION_RIGHT, "overscan_percent=1"},
        {"\"overscan_percent\":5", 7, ACTION_RIGHT, ""},
        {"\"idle_home_s\":60", 8, ACTION_RIGHT, "idle_home_s=180"},
        {"\"idle_home_s\":180", 8, ACTION_RIGHT, "idle_home_s=0"},
        {"\"motion\":true", 9, ACTION_RIGHT, "motion=off"},
        {"\"language\":\"zh-CN\"", 10, ACTION_OK, "language=en"},
    };
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[100];
        room_fresh(room);
        at_settings(room);
        snprintf(json, sizeof json, "{%s}", cases[i].hello);
        room_tell(room, IPC_HELLO, json);
        for (int n = 0; n < cases[i].down; n++)
            room_press(room, ACTION_DOWN, ACTION_NONE);
        room_press(room, cases[i].key, ACTION_NONE);
        assert_string_equal(asked_for(room), cases[i].set);
    }
}

static void what_holds_is_what_the_parent_says(void **state) {
    struct room *room = *state;
    at_settings(room);
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(words_of(room_look(room), "text.note"), "◀ 中 ▶"); /* asked for is not done */
    room_tell(room, IPC_HELLO, "{\"text_scale\":1.5}");
    assert_string_equal(words_of(room_look(room), "text.note"), "◀ 大 ▶");
    assert_non_null(strstr(room_look(room)->say, "大"));
}

static void other_words_and_another_size_leave_the_senior_where_she_was(void **state) {
    struct room *room = *state;
    char path[512];
    at_settings(room);
    for (size_t i = 0; i < 5; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    struct strings *chinese = room->strings;
    snprintf(path, sizeof path, "%s/strings/en.json", room_data());
    room->strings = strings_load(path);
    screen_stack_restyle(room->stack, room->strings);
    strings_destroy(chinese);
    theme_fit(&room->theme, 1280, 720, 1.75, 5);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "settings");
    assert_string_equal(scene->focus, "hand");
    assert_string_equal(scene->title, "Settings");
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void where_there_is_no_voice_it_is_said(void **state) {
    struct room *room = *state;
    at_settings_dumb(room);
    assert_string_equal(words_of(room_look(room), "note"), "这台机顶盒现在没有语音。");
    room->model.voice.trouble = VOICE_WORKS;
    assert_string_equal(words_of(room_look(room), "note"), "把屏幕上的字念给您听。");
    room_fresh(room);
    at_first_run_dumb(room);
    assert_string_equal(words_of(room_look(room), "example"), "这台机顶盒现在没有语音。");
}

static void the_volume_keys_turn_the_voice_on_every_screen(void **state) {
    static void (*const places[])(struct room *) = {at_step, at_confirm, at_sos_grace, at_notice_care, at_settings};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        room_fresh(room);
        places[i](room);
        room_tell(room, IPC_HELLO, "{\"voice\":{\"guidance\":true,\"volume\":\"normal\"}}");
        char focus[SCENE_ID_SIZE];
        snprintf(focus, sizeof focus, "%s", room_look(room)->focus);
        room_press(room, ACTION_VOLUME_UP, ACTION_NONE);
        assert_string_equal(asked_for(room), "voice_volume=loud");
        room_tell(room, IPC_HELLO, "{\"voice\":{\"guidance\":true,\"volume\":\"loud\"}}");
        assert_string_equal(words_of(room_look(room), "toast"), "念的声音  响");
        assert_string_equal(room_look(room)->speech.state, "念的声音  响");
        assert_string_equal(room_look(room)->focus, focus);
        size_t sent = room->sent_count;
        room_press(room, ACTION_VOLUME_UP, ACTION_NONE); /* the end: it is still told */
        assert_int_equal(room->sent_count, sent);
        assert_non_null(scene_find(room_look(room), "toast"));
        room->now_ms = room->redraw_at_ms = room->now_ms + 2000;
        assert_null(scene_find(room_look(room), "toast"));
    }
}

static void mute_switches_the_voice_and_what_is_off_has_no_volume(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_HELLO, "{\"voice\":{\"guidance\":true}}");
    room_press(room, ACTION_MUTE, ACTION_NONE);
    assert_string_equal(asked_for(room), "guidance=off");
    room_tell(room, IPC_HELLO, "{\"voice\":{\"guidance\":false}}");
    assert_string_equal(words_of(room_look(room), "toast"), "念给我听  关");
    size_t sent = room->sent_count;
    room_press(room, ACTION_VOLUME_DOWN, ACTION_NONE);
    assert_int_equal(room->sent_count, sent);
    assert_string_equal(words_of(room_look(room), "toast"), "念给我听  关");
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_null(scene_find(room_look(room), "toast"));
    room_press(room, ACTION_MUTE, ACTION_NONE);
    assert_string_equal(asked_for(room), "guidance=on");
}

static void who_listens_hears_of_holding_ok_as_well(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_HELLO, "{\"ok_hold_ms\":600}");
    assert_non_null(strstr(room_look(room)->speech.hint, "按住确认键，打开。"));
    room_press(room, ACTION_OK_BRIEF, ACTION_NONE);
    assert_string_equal(room_look(room)->speech.state, "请按住确认键");
}

static void a_digit_leads_to_a_dial_and_changes_nothing(void **state) {
    struct room *room = *state;
    at_settings(room);
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "contrast");
    assert_int_equal(room->sent_count, 0);
}

static void only_the_trim_shows_its_frame(void **state) {
    struct room *room = *state;
    at_settings_overscan(room);
    const struct scene_item *first = &room_look(room)->items[0];
    assert_int_equal(first->box.x, 1280 * 3 / 100);
    assert_int_equal(first->box.y, 720 * 3 / 100);
    assert_true(first->ring > 0);
    room_press(room, ACTION_UP, ACTION_NONE);
    assert_int_equal(room_look(room)->items[0].ring, 0);
}

/* Where OK has to be held, the hint says so; a touch says it louder, changes nothing, and is over with the next key. */
static void an_ok_let_go_too_soon_says_to_hold_it(void **state) {
    struct room *room = *state;
    at_hold_on(room);
    const struct scene *scene = room_look(room);
    assert_true(says(scene, "请按住确认键"));
    assert_true(says(scene, "按住确认"));
    assert_string_equal(scene->screen, "step");
    assert_int_equal(room->redraw_at_ms - room->now_ms, 4000);
    room->now_ms += 4000;
    assert_false(says(room_look(room), "请按住确认键"));
    room_press(room, ACTION_OK_BRIEF, ACTION_NONE);
    assert_true(says(room_look(room), "请按住确认键"));
    room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_false(says(room_look(room), "请按住确认键"));
    assert_int_equal(room->sent_count, 0);
}

/* While it is down the item in focus fills up: from nothing, evenly, and gone with what comes of it. */
static void an_ok_that_is_held_fills_up_what_is_chosen(void **state) {
    struct room *room = *state;
    room_hello(room, ",\"ok_hold_ms\":800");
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_null(scene_find(room_look(room), "hold"));
    int64_t begun = room->now_ms;
    screen_stack_hold(room->stack, 800, begun);
    int before = 0;
    for (int ms = 0; ms <= 800; ms += 100) {
        room->now_ms = begun + ms;
        const struct scene *scene = room_look(room);
        const struct scene_item *bar = scene_find(scene, "hold"), *focus = focus_find(scene, scene->focus);
        int room_px = focus->box.w - 2 * focus->radius;
        assert_true(bar->box.w > before && bar->box.x == focus->box.x + focus->radius);
        assert_in_range(bar->box.w, room_px * ms / 800, room_px * ms / 800 + bar->box.h);
        assert_true(bar->box.y + bar->box.h <= focus->box.y + focus->box.h);
        assert_true(room->redraw_at_ms > room->now_ms && (ms == 800 || room->redraw_at_ms <= room->now_ms + 50));
        before = bar->box.w;
    }
    room_press(room, ACTION_OK_BRIEF, ACTION_NONE);
    assert_null(scene_find(room_look(room), "hold"));
    screen_stack_hold(room->stack, 800, room->now_ms);
    assert_non_null(scene_find(room_look(room), "hold"));
    screen_stack_hold(room->stack, 0, room->now_ms);
    assert_null(scene_find(room_look(room), "hold"));
}

/* Nobody says how it ended: the bar goes, and nothing is drawn for it any more. */
static void a_hold_without_an_end_leaves_no_bar(void **state) {
    struct room *room = *state;
    room_hello(room, ",\"ok_hold_ms\":800");
    screen_stack_hold(room->stack, 800, room->now_ms);
    room->now_ms += 1299;
    assert_non_null(scene_find(room_look(room), "hold"));
    assert_int_equal(room->redraw_at_ms, room->now_ms + 1);
    room->now_ms += 1;
    assert_null(scene_find(room_look(room), "hold"));
    assert_true(room->redraw_at_ms == 0 || room->redraw_at_ms > room->now_ms + 1000);
}

static void where_nothing_may_move_it_is_said_to_hold_on(void **state) {
    struct room *room = *state;
    room_hello(room, ",\"ok_hold_ms\":800,\"motion\":false");
    screen_stack_hold(room->stack, 800, room->now_ms);
    const struct scene *scene = room_look(room);
    assert_null(scene_find(scene, "hold"));
    assert_true(says(scene, "请按住确认键"));
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_false(says(room_look(room), "请按住确认键"));
}

static void a_test_is_asked_for_once_and_called_good_only_when_it_came_back(void **state) {
    struct room *room = *state;
    at_line_test(room);
    assert_string_equal(room_look(room)->focus, "test");
    assert_true(says(room_look(room), "还没有成功测试过"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    assert_int_equal(room->sent[0].type, IPC_CHECK_LINE);
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"sending\",\"since_ms\":0,\"good_at_ms\":0}");
    assert_null(focus_find(room_look(room), "test"));
    assert_string_equal(room_look(room)->focus, "back");
    assert_true(says(room_look(room), "正在测试"));
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"received\",\"since_ms\":90,\"good_at_ms\":0}");
    assert_false(says(room_look(room), "成功！"));
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"closed\",\"since_ms\":190,\"good_at_ms\":1795224720000}");
    assert_true(says(room_look(room), "测试成功"));
    assert_true(says(room_look(room), "11月21日 9:32"));
    assert_string_equal(room_look(room)->focus, "back"); /* one more OK leaves, and tests nothing */
}

static void a_test_without_an_answer_gives_the_number_after_10_s(void **state) {
    struct room *room = *state;
    at_line_test(room);
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"waiting\",\"since_ms\":9000,\"good_at_ms\":0}");
    assert_false(says(room_look(room), "62229090"));
    assert_int_equal(room->redraw_at_ms - room->now_ms, 1000);
    room->now_ms += 1000;
    assert_true(says(room_look(room), "62229090"));
    room_tell(room, IPC_LINE_CHECK, "{\"begun\":true,\"state\":\"received\",\"since_ms\":19000,\"good_at_ms\":0}");
    assert_false(says(room_look(room), "62229090"));
}

static void the_red_key_during_a_test_is_a_real_call(void **state) {
    struct room *room = *state;
    at_line_test_runs(room);
    room_sos(room, "sending", 100, 4900, "");
    assert_string_equal(room_look(room)->screen, "sos");
    assert_false(says(room_look(room), "测试"));
}

static void the_first_run_takes_four_oks_and_is_done_once_seen(void **state) {
    struct room *room = *state;
    at_first_run(room);
    assert_string_equal(room_look(room)->screen, "first-run");
    assert_string_equal(asked_for(room), "first_run=done");
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(asked_for(room), "text_scale=1.5");
    room_press(room, ACTION_OK, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "contrast");
    assert_string_equal(asked_for(room), "contrast=high");
    room_press(room, ACTION_OK, ACTION_LEFT, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "guidance");
    room_tell(room, IPC_HELLO, "{\"voice\":{\"guidance\":true}}");
    room_press(room, ACTION_LEFT, ACTION_NONE);
    assert_string_equal(asked_for(room), "guidance=off");
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_CHECK_LINE);
    room_tell(room, IPC_LINE_CHECK,
              "{\"begun\":true,\"state\":\"closed\",\"since_ms\":190,\"good_at_ms\":1795224720000}");
    assert_true(says(room_look(room), "测试成功"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    size_t sent = room->sent_count;
    room_look(room);
    assert_int_equal(room->sent_count, sent);
}

static void the_first_run_can_be_left_at_any_time(void **state) {
    struct room *room = *state;
    at_first_run(room);
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    room_fresh(room);
    at_first_run_test(room);
    room_press(room, ACTION_BACK, ACTION_BACK, ACTION_BACK, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    room_fresh(room);
    at_first_run_contrast(room);
    room_press(room, ACTION_SERVICE, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    room_fresh(room);
    at_first_run(room);
    room_press(room, ACTION_TV, ACTION_NONE);
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_TV);
}

static void an_sos_before_the_first_run_was_seen_keeps_it_for_later(void **state) {
    struct room *room = *state;
    room_hello(room, ",\"first_run\":true");
    room_sos(room, "sending", 100, 4900, "");
    screen_stack_destroy(room->stack);
    room->stack = room_stack(room);
    screen_stack_told(room->stack);
    assert_string_equal(room_look(room)->screen, "sos");
    assert_int_equal(room->sent_count, 0);
}

static void an_idle_home_gives_way_to_television(void **state) {
    struct room *room = *state;
    room_hello(room, ",\"idle_home_s\":60");
    room_look(room);
    room->now_ms += 59999;
    room_look(room);
    assert_false(screen_stack_rests(room->stack, room->now_ms));
    room_press(room, ACTION_RIGHT, ACTION_NONE); /* any key begins the wait anew */
    room_look(room);
    room->now_ms += 59999;
    assert_false(screen_stack_rests(room->stack, room->now_ms));
    room->now_ms += 1;
    assert_true(screen_stack_rests(room->stack, room->now_ms));
    assert_false(screen_stack_rests(room->stack, room->now_ms)); /* said once */
}

static void nothing_but_home_is_ever_left_by_itself(void **state) {
    static void (*const places[])(struct room *) = {at_step,     at_orders_empty, at_settings,
                                                    at_callback, at_sos_grace,    at_first_run};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        room_fresh(room);
        places[i](room);
        room->model.idle_home_s = 60;
        room_look(room);
        room->now_ms += 3600000;
        room_look(room);
        assert_false(screen_stack_rests(room->stack, room->now_ms));
    }
    room_fresh(room); /* what came up over home in that very moment counts, drawn or not */
    room_hello(room, ",\"idle_home_s\":60");
    room_look(room);
    room->now_ms += 60000;
    room_sos(room, "sending", 0, 5000, "");
    assert_false(screen_stack_rests(room->stack, room->now_ms));
    room_fresh(room); /* and where the senior wants it so, home is not either */
    room_look(room);
    assert_false(screen_stack_rests(room->stack, room->now_ms + 3600000));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(they_stand_at_the_end_behind_the_hotline_tile, fresh),
        cmocka_unit_test_setup(sides_turn_a_dial_and_ok_goes_round, fresh),
        cmocka_unit_test_setup(what_holds_is_what_the_parent_says, fresh),
        cmocka_unit_test_setup(other_words_and_another_size_leave_the_senior_where_she_was, fresh),
        cmocka_unit_test_setup(where_there_is_no_voice_it_is_said, fresh),
        cmocka_unit_test_setup(the_volume_keys_turn_the_voice_on_every_screen, fresh),
        cmocka_unit_test_setup(mute_switches_the_voice_and_what_is_off_has_no_volume, fresh),
        cmocka_unit_test_setup(who_listens_hears_of_holding_ok_as_well, fresh),
        cmocka_unit_test_setup(a_digit_leads_to_a_dial_and_changes_nothing, fresh),
        cmocka_unit_test_setup(only_the_trim_shows_its_frame, fresh),
        cmocka_unit_test_setup(an_ok_let_go_too_soon_says_to_hold_it, fresh),
        cmocka_unit_test_setup(an_ok_that_is_held_fills_up_what_is_chosen, fresh),
        cmocka_unit_test_setup(a_hold_without_an_end_leaves_no_bar, fresh),
        cmocka_unit_test_setup(where_nothing_may_move_it_is_said_to_hold_on, fresh),
        cmocka_unit_test_setup(a_test_is_asked_for_once_and_called_good_only_when_it_came_back, fresh),
        cmocka_unit_test_setup(a_test_without_an_answer_gives_the_number_after_10_s, fresh),
        cmocka_unit_test_setup(the_red_key_during_a_test_is_a_real_call, fresh),
        cmocka_unit_test_setup(the_first_run_takes_four_oks_and_is_done_once_seen, fresh),
        cmocka_unit_test_setup(the_first_run_can_be_left_at_any_time, fresh),
        cmocka_unit_test_setup(an_sos_before_the_first_run_was_seen_keeps_it_for_later, fresh),
        cmocka_unit_test_setup(an_idle_home_gives_way_to_television, fresh),
        cmocka_unit_test_setup(nothing_but_home_is_ever_left_by_itself, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
