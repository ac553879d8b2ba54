/* SPDX-License-Identifier: Apache-2.0 */
/* The SOS screen says what is proved and no more, at the right second, and its keys do what it says. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void it_lies_over_whatever_was_there_and_gives_it_back(void **state) {
    struct room *room = *state;
    at_step(room);
    at_sos_grace(room);
    assert_string_equal(room_look(room)->screen, "sos");
    room_press(room, ACTION_SERVICE, ACTION_NONE); /* no key but an end takes it away */
    assert_string_equal(room_look(room)->screen, "sos");
    room_sos(room, "closed", 60000, 0, "");
    assert_string_equal(room_look(room)->screen, "sos");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "step");
    room_sos(room, "closed", 61000, 0, ""); /* told again, it does not come back */
    assert_string_equal(room_look(room)->screen, "step");
}

static void an_old_end_is_not_shown_to_a_fresh_screen(void **state) {
    room_sos(*state, "closed", 60000, 0, "");
    assert_string_equal(room_look(*state)->screen, "home");
}

static void the_countdown_goes_by_seconds_and_ends(void **state) {
    struct room *room = *state;
    room_sos(room, "sending", 0, 5000, "");
    for (int left = 5; left > 0; left--) {
        char digit[2] = {(char)('0' + left), 0};
        assert_string_equal(words_of(room_look(room), "countdown"), digit);
        assert_int_equal(room->redraw_at_ms - room->now_ms, 1000);
        room->now_ms += 1000;
    }
    assert_string_equal(words_of(room_look(room), "countdown"), "");
    assert_non_null(scene_find(room_look(room), "press"));
}

static void in_the_grace_ok_calls_now_and_back_cancels(void **state) {
    struct room *room = *state;
    at_sos_grace(room);
    assert_string_equal(room_look(room)->focus, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "confirm");
    assert_string_equal(room_last(room, IPC_SOS_DO, "id"), ROOM_ID);
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "cancel");
    assert_int_equal(room->sent_count, 2);
}

static void after_the_grace_back_needs_an_ok_to_cancel(void **state) {
    struct room *room = *state;
    at_sos_received(room);
    assert_string_equal(room_look(room)->focus, "press");
    room_press(room, ACTION_BACK, ACTION_BACK, ACTION_NONE);
    assert_int_equal(room->sent_count, 0);
    assert_string_equal(room_look(room)->focus, "cancel");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "cancel");
}

static void a_cancel_is_shown_as_asked_until_it_is_proved(void **state) {
    struct room *room = *state;
    at_sos_cancelling(room);
    assert_true(says(room_look(room), "正在告诉热线"));
    assert_false(says(room_look(room), "求助已取消"));
    room_sos(room, "cancelled", 9500, 0, "");
    assert_true(says(room_look(room), "求助已取消"));
}

static void nothing_is_said_before_it_is_proved(void **state) {
    static const char *const states[] = {"saved", "sending", "waiting"};
    for (size_t i = 0; i < 3; i++) {
        room_fresh(*state);
        room_sos(*state, states[i], 500, 4500, "");
        const struct scene *scene = room_look(*state);
        assert_false(says(scene, "已收到"));
        assert_false(says(scene, "王建国"));
        assert_true(says(scene, "5 秒后接通热线 62229090"));
    }
    at_sos_received(*state);
    assert_true(says(room_look(*state), "热线已收到求助"));
    assert_true(says(room_look(*state), "热线也会通知您的儿子 王建国"));
}

static void at_10_s_without_the_hotline_the_numbers_fill_the_screen(void **state) {
    struct room *room = *state;
    room_sos(room, "waiting", 0, 5000, "");
    room->now_ms += 9999;
    assert_false(says(room_look(room), "没有连上热线"));
    assert_true(room->redraw_at_ms <= ROOM_NOW + 10000);
    room->now_ms += 1;
    const struct scene *scene = room_look(room);
    assert_true(says(scene, "没有连上热线，请拨打"));
    assert_true(says(scene, "62229090"));
    assert_true(says(scene, "120"));
    assert_true(says(scene, "还在继续呼叫"));
    for (size_t i = 0; i < scene->item_count; i++)
        if (strcmp(scene->items[i].id, "phones") == 0)
            assert_true(scene->items[i].style.px >= theme_text(&room->theme, SIZE_SOS));
    room_sos(room, "received", 11000, 0, ""); /* and give way when it is there after all */
    assert_false(says(room_look(room), "没有连上热线"));
}

static const char *phones_shown(struct room *room) {
    const struct scene *scene = room_look(room);
    for (size_t i = 0; i < scene->item_count; i++)
        if (strcmp(scene->items[i].id, "phones") == 0)
            return scene->items[i].words;
    return "";
}

static void only_numbers_that_the_operator_gave_are_shown(void **state) {
    static const struct {
        const char *phone, *emergency, *shown, *title;
    } cases[] = {
        {"5550100", "112", "5550100\n或 112", "没有连上热线，请拨打"},
        {"5550100", "", "5550100", "没有连上热线，请拨打"},
        {"", "112", "112", "没有连上热线，请拨打"},
        {"", "", "请用电话求助\n或喊人帮忙", "没有连上热线"},
    };
    struct room *room = *state;
    room_sos(room, "waiting", 12000, 0, "");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        strcpy(room->model.hotline.phone, cases[i].phone);
        strcpy(room->model.hotline.emergency_phone, cases[i].emergency);
        assert_string_equal(phones_shown(room), cases[i].shown);
        assert_string_equal(room_look(room)->title, cases[i].title);
    }
}

static void the_wait_for_a_person_is_explained_at_30_and_60_s(void **state) {
    static const struct {
        int since_s;
        const char *words;
    } cases[] = {{8, "工作人员马上打电话到您家"}, {31, "请把电话放在手边"}, {61, "120"}};
    for (size_t i = 0; i < 3; i++) {
        room_fresh(*state);
        room_sos(*state, "received", cases[i].since_s * 1000, 0, "");
        assert_true(says(room_look(*state), cases[i].words));
    }
}

static void every_proved_state_has_its_words(void **state) {
    static const struct {
        const char *name, *words;
    } cases[] = {{"received", "热线已收到"}, {"answered", "工作人员已接听"}, {"help_sent", "帮助已经出发"},
                 {"arrived", "帮助到了"},    {"closed", "求助已结束"},       {"cancelled", "求助已取消"}};
    at_sos_received(*state);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_sos(*state, cases[i].name, 9000, 0, "");
        assert_non_null(strstr(room_look(*state)->title, cases[i].words));
    }
}

static void person_works_here_too(void **state) {
    struct room *room = *state;
    at_sos_grace(room);
    room_press(room, ACTION_PERSON, ACTION_NONE); /* a person at once is what it is about */
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "confirm");
    room_sos(room, "closed", 60000, 0, "");
    room_press(room, ACTION_PERSON, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
}

static void a_test_says_that_it_is_one(void **state) {
    room_sos(*state, "received", 500, 4500, ",\"test\":true");
    assert_true(says(room_look(*state), "这是测试"));
    assert_false(says(room_look(*state), "王建国"));
}

static void it_stops_waking_when_it_is_over(void **state) {
    at_sos_closed(*state);
    room_look(*state);
    assert_int_equal(((struct room *)*state)->redraw_at_ms, 0);
}

/* However long, and however large the letters. */
static void what_a_person_wrote_is_read_page_by_page(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.75, false, "zh-CN");
    room_sos(room, "help_sent", 195000, 0,
             ",\"message\":"
             "\"社区的小李已经出门，大约八分钟到您家，请把门打开，坐着不要动。小区的门卫已经知道了，救护车也在路上，"
             "家里人马上赶来，请您放心，深呼吸，慢慢来。\"");
    assert_true(says(room_look(room), "社区的小李") && says(room_look(room), "往下还有"));
    for (int i = 0; i < 6; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_true(says(room_look(room), "慢慢来") && !says(room_look(room), "社区的小李"));
    assert_string_equal(room_look(room)->focus, "wait");
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* Nobody waits ten seconds for a line of which it is known that there is none. */
static void a_line_known_to_be_down_is_not_waited_for(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    room_sos(room, "sending", 100, 4900, "");
    assert_false(says(room_look(room), "请拨打")); /* the press may find it up again */
    room->now_ms += 900;
    assert_true(says(room_look(room), "请拨打"));
    assert_true(says(room_look(room), "62229090"));
    room_sos(room, "received", 1200, 3800, ""); /* over another way than the one that was down */
    assert_false(says(room_look(room), "请拨打"));
}

static size_t asks(const struct room *room) {
    size_t count = 0;
    for (size_t i = 0; i < room->sent_count; i++)
        count += room->sent[i].type == IPC_SOS_DO;
    return count;
}

/* As it does over the countdown, which she may not have seen. */
static void back_cancels_in_the_grace_of_a_line_that_is_down(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    room_sos(room, "sending", 2000, 3000, "");
    assert_true(says(room_look(room), "请拨打"));
    size_t asked = asks(room);
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_int_equal(asks(room), asked + 1);
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "cancel");
    room_sos(room, "sending", 6000, 0, "");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_int_equal(asks(room), asked + 1);
    assert_string_equal(room_look(room)->focus, "cancel");
}

/* Under the finger on 取消求助 there is never 再叫一次, and what cannot work is not offered. */
static void a_cancel_is_offered_only_while_it_can_work(void **state) {
    static const char *const late[] = {"answered", "help_sent", "arrived"};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof late / sizeof late[0]; i++) {
        room_fresh(room);
        at_sos_received(room);
        room_press(room, ACTION_RIGHT, ACTION_NONE);
        assert_string_equal(room_look(room)->focus, "cancel");
        room_sos(room, late[i], 9000, 0, "");
        assert_null(scene_find(room_look(room), "cancel"));
        assert_string_equal(room_look(room)->focus, "wait");
        room->now_ms += 3000;
        size_t before = asks(room);
        room_press(room, ACTION_OK, ACTION_BACK, ACTION_OK, ACTION_NONE);
        assert_string_equal(room_look(room)->focus, "wait");
        assert_int_equal(asks(room), before);
    }
}

/* It was on its way when somebody answered. */
static void a_cancel_that_came_too_late_is_said(void **state) {
    struct room *room = *state;
    at_sos_cancelling(room);
    room_sos(room, "answered", 9500, 0, "");
    assert_true(says(room_look(room), "求助没有取消"));
    room_sos(room, "help_sent", 9900, 0, ",\"message\":\"小李出门了。\"");
    assert_true(says(room_look(room), "求助没有取消") && says(room_look(room), "小李出门了。"));
    room_sos(room, "closed", 99000, 0, "");
    assert_false(says(room_look(room), "求助没有取消"));
}

static void who_has_answered_is_named_if_the_hotline_does(void **state) {
    at_sos_worker(*state);
    assert_string_equal(room_look(*state)->title, "工作人员小李 已接听");
    at_sos_answered(*state);
    assert_string_equal(room_look(*state)->title, "工作人员已接听");
}

static void it_is_red_while_it_is_an_alarm(void **state) {
    static void (*const red[])(
        struct room *) = {at_sos_grace, at_sos_received, at_sos_help_sent, at_sos_lost, at_sos_cancelling},
                    (*const calm[])(struct room *) = {at_sos_arrived, at_sos_closed, at_sos_cancelled};
    struct room *room = *state;
    colour alarm = theme_colour(&room->theme, COLOUR_SOS_TOP), ground = theme_colour(&room->theme, COLOUR_GROUND_TOP);
    for (size_t i = 0; i < sizeof red / sizeof red[0]; i++) {
        room_fresh(room);
        red[i](room);
        assert_int_equal(room_look(room)->top, alarm);
    }
    for (size_t i = 0; i < sizeof calm / sizeof calm[0]; i++) {
        room_fresh(room);
        calm[i](room);
        assert_int_equal(room_look(room)->top, ground);
        assert_string_not_equal(focus_at(room_look(room), 0)->id, "press");
    }
}

static void how_often_it_was_pressed_is_said(void **state) {
    struct room *room = *state;
    at_sos_received(room);
    assert_false(says(room_look(room), "一共按了"));
    room_sos(room, "received", 9000, 0, ",\"presses\":3");
    assert_true(says(room_look(room), "9 秒前按下，一共按了 3 次"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_lies_over_whatever_was_there_and_gives_it_back, fresh),
        cmocka_unit_test_setup(an_old_end_is_not_shown_to_a_fresh_screen, fresh),
        cmocka_unit_test_setup(the_countdown_goes_by_seconds_and_ends, fresh),
        cmocka_unit_test_setup(in_the_grace_ok_calls_now_and_back_cancels, fresh),
        cmocka_unit_test_setup(after_the_grace_back_needs_an_ok_to_cancel, fresh),
        cmocka_unit_test_setup(a_cancel_is_shown_as_asked_until_it_is_proved, fresh),
        cmocka_unit_test_setup(nothing_is_said_before_it_is_proved, fresh),
        cmocka_unit_test_setup(at_10_s_without_the_hotline_the_numbers_fill_the_screen, fresh),
        cmocka_unit_test_setup(only_numbers_that_the_operator_gave_are_shown, fresh),
        cmocka_unit_test_setup(the_wait_for_a_person_is_explained_at_30_and_60_s, fresh),
        cmocka_unit_test_setup(every_proved_state_has_its_words, fresh),
        cmocka_unit_test_setup(what_a_person_wrote_is_read_page_by_page, fresh),
        cmocka_unit_test_setup(person_works_here_too, fresh),
        cmocka_unit_test_setup(a_test_says_that_it_is_one, fresh),
        cmocka_unit_test_setup(it_stops_waking_when_it_is_over, fresh),
        cmocka_unit_test_setup(a_line_known_to_be_down_is_not_waited_for, fresh),
        cmocka_unit_test_setup(back_cancels_in_the_grace_of_a_line_that_is_down, fresh),
        cmocka_unit_test_setup(a_cancel_is_offered_only_while_it_can_work, fresh),
        cmocka_unit_test_setup(a_cancel_that_came_too_late_is_said, fresh),
        cmocka_unit_test_setup(who_has_answered_is_named_if_the_hotline_does, fresh),
        cmocka_unit_test_setup(it_is_red_while_it_is_an_alarm, fresh),
        cmocka_unit_test_setup(how_often_it_was_pressed_is_said, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
