/* SPDX-License-Identifier: Apache-2.0 */
/* Notices come up over everything but an SOS, are answered once, and stay until they are. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

/* Looked at, and long enough that keys count. */
static const struct scene *settle(struct room *room) {
    room_look(room);
    room->now_ms += 500;
    return room_look(room);
}

static void answered(struct room *room, const char *notice, const char *choice) {
    char json[2048], *open = NULL;
    snprintf(json, sizeof json, "%s", notice);
    open = strstr(json, "\"answered\":\"\"") + strlen("\"answered\":\"");
    char rest[2048];
    snprintf(rest, sizeof rest, "%s", open);
    snprintf(open, sizeof json - (size_t)(open - json), "%s%s", choice, rest);
    room_notices(room, json, room->model.alone);
}

static bool shows_icon(const struct scene *scene, const char *icon) {
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].icon && strcmp(scene->items[i].icon, icon) == 0)
            return true;
    return false;
}

/* One that the box does not know leaves no hole. */
static void its_icon_is_the_hotlines_or_that_of_its_kind(void **state) {
    static const struct {
        const char *icon, *shown;
    } cases[] = {{"typhoon", "typhoon"}, {"heat", "heat"}, {"meteor", "weather"}, {"", "weather"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[200];
        snprintf(json, sizeof json, "{\"id\":\"n\",\"kind\":\"weather\",\"icon\":\"%s\",\"title\":\"t\"}",
                 cases[i].icon);
        room_fresh(room);
        room_notices(room, json, false);
        assert_true(shows_icon(settle(room), cases[i].shown));
    }
}

static void it_comes_up_over_a_flow_and_the_flow_goes_on_after_it(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_notices(room, ROOM_WEATHER(""), false);
    assert_string_equal(settle(room)->screen, "notice");
    assert_true(says(room_look(room), "请关好门窗"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_REPLY, "id"), "n2");
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "seen");
    answered(room, ROOM_WEATHER(""), "seen");
    assert_string_equal(room_look(room)->screen, "confirm");
}

/* Read aloud: who cannot see the words hears them. */
static void what_it_says_is_said(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    const char *say = room_look(room)->say;
    assert_non_null(strstr(say, "您今天好吗"));
    assert_non_null(strstr(say, "来问候您"));
    assert_non_null(strstr(say, "很好"));
}

/* What has no room beside its answers is read first, and nothing is answered unseen. */
static void a_long_one_is_read_page_by_page_before_it_is_answered(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.75, false, "zh-CN");
    at_notice_long(room);
    const struct scene *scene = settle(room);
    assert_true(says(scene, "最近有人打电话"));
    assert_string_equal(scene->focus, "next");
    assert_null(scene_find(scene, "call"));
    room_press(room, ACTION_DIGIT_3, ACTION_NONE); /* leads to the answers, chooses none */
    scene = room_look(room);
    assert_int_equal(room->sent_count, 0);
    assert_string_equal(scene->focus, "later");
    assert_non_null(scene_find(scene, "got"));
    room_press(room, ACTION_UP, ACTION_UP, ACTION_UP, ACTION_NONE); /* back to the words */
    assert_string_equal(room_look(room)->focus, "next");
    room_press(room, ACTION_OK, ACTION_UP, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "got");
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void one_digit_answers_once(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    const struct scene *scene = settle(room);
    assert_string_equal(scene->screen, "notice");
    assert_string_equal(scene->focus, "later"); /* no answer has the focus first */
    assert_int_equal(focus_count(scene), 4);
    room_press(room, ACTION_DIGIT_3, ACTION_DIGIT_3, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "call");
    answered(room, ROOM_CARE, "call");
    assert_true(says(room_look(room), "您的回答")); /* it worked: what was answered is said */
    assert_false(says(room_look(room), "请按一个数字"));
    assert_true(says(room_look(room), "请打电话给我"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void an_answer_that_the_hotline_refused_is_said(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    settle(room);
    room_press(room, ACTION_DIGIT_3, ACTION_NONE);
    answered(room, ROOM_CARE, "call\",\"refused\":true,\"x\":\"");
    assert_true(says(room_look(room), "没有收下"));
    assert_false(says(room_look(room), "已经记下"));
}

static void a_key_meant_for_the_screen_below_does_not_answer(void **state) {
    struct room *room = *state;
    room_look(room);
    at_notice_care(room);
    room_hit(room, ACTION_OK);
    room_hit(room, ACTION_DIGIT_2);
    assert_int_equal(room->sent_count, 0);
    assert_int_equal(room_look(room)->deaf_ms, 2500);
    room->now_ms += 2499;
    room_hit(room, ACTION_DIGIT_2);
    assert_int_equal(room->sent_count, 0);
    room->now_ms += 1;
    room_hit(room, ACTION_DIGIT_2);
    assert_int_equal(room->sent_count, 1);
}

/* A gas alarm is not answered "I closed it" by whoever wanted the next order. */
static void no_answer_is_given_by_ok_alone(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    room_press(room, ACTION_OK, ACTION_OK, ACTION_OK, ACTION_NONE);
    for (size_t i = 0; i < room->sent_count; i++)
        assert_int_not_equal(room->sent[i].type, IPC_REPLY);
    room_fresh(room);
    at_notice_care(room);
    room_press(room, ACTION_OK, ACTION_NONE); /* put off: it is still to be answered */
    assert_string_equal(room_look(room)->screen, "home");
    assert_string_equal(room->model.notices[0]->answered, "");
}

static void the_arrows_lead_from_answer_to_answer_and_to_none(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    settle(room);
    room_press(room, ACTION_UP, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "call");
    room_press(room, ACTION_UP, ACTION_UP, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "fine");
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "later");
    room_press(room, ACTION_DIGIT_4, ACTION_NONE); /* the one below the answers has no digit */
    assert_int_equal(room->sent_count, 0);
    assert_int_equal(screen_stack_edge(room->stack), ACTION_OK);
}

/* What was answered in haste: the other answer is sent as well, and the last one counts. */
static void an_answer_can_be_changed(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    answered(room, ROOM_CARE, "fine");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, "seen");
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    scene = room_look(room);
    assert_string_equal(scene->focus, "later");
    assert_true(says(scene, "不改了"));
    room_press(room, ACTION_OK, ACTION_NONE); /* as it was */
    assert_string_equal(room_look(room)->focus, "seen");
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_DIGIT_2, ACTION_NONE);
    assert_int_equal(room->sent_count, 2);
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "unwell");
    assert_non_null(scene_find(room_look(room), "unwell")); /* until it is stored */
    answered(room, ROOM_CARE, "unwell");
    assert_string_equal(room_look(room)->focus, "seen");
    assert_true(says(room_look(room), "不太好"));
}

/* Nobody takes note of what was not on the screen. */
static void what_takes_pages_is_read_to_its_end(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.75, false, "zh-CN");
    room_notices(room,
                 "{\"id\":\"n9\",\"kind\":\"fraud\",\"title\":\"小心诈骗\",\"text\":"
                 "\"最近有人打电话说您的医保卡被冻结，要您转账到安全账户。医保局不会打电话要您转账，"
                 "也不会要您的密码和验证码。接到这样的电话请马上挂掉，不要照他说的做。您可以把这件事告诉家里人，"
                 "也可以打热线问一问，我们随时都在。\",\"at_ms\":1795214480000,\"answered\":\"\",\"choices\":[]}",
                 false);
    assert_string_equal(settle(room)->focus, "next");
    for (int page = 0; strcmp(room_look(room)->focus, "seen") != 0; page++) {
        assert_true(page < 8);
        assert_null(scene_find(room_look(room), "seen"));
        room_press(room, ACTION_OK, ACTION_NONE);
        assert_int_equal(room->sent_count, 0);
    }
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "seen");
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void an_answer_that_is_not_stored_can_be_given_again(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    settle(room);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    room_notices(room, ROOM_CARE, false); /* the parent could not store it */
    room->now_ms += 1000;
    assert_true(says(room_look(room), "正在记下"));
    room->now_ms += 2000;
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    assert_int_equal(room->sent_count, 2);
}

static void the_oldest_comes_first_and_then_the_next(void **state) {
    struct room *room = *state;
    room_notices(room, ROOM_CARE "," ROOM_WEATHER(""), false);
    assert_string_equal(settle(room)->step, "n2");
    room_press(room, ACTION_OK, ACTION_NONE);
    room_notices(room, ROOM_CARE "," ROOM_WEATHER("seen"), false);
    assert_string_equal(room_look(room)->step, "n1");
}

static void an_sos_lies_over_it(void **state) {
    struct room *room = *state;
    room_sos(room, "received", 9000, 0, "");
    at_notice_care(room);
    assert_string_equal(room_look(room)->screen, "sos");
    room_sos(room, "closed", 99000, 0, "");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "notice");
}

static void back_puts_it_aside_and_it_can_be_answered_from_the_list(void **state) {
    struct room *room = *state;
    at_notice_care(room);
    settle(room);
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    room_notices(room, ROOM_CARE "," ROOM_WEATHER("seen"), false); /* not again in this opening */
    assert_string_equal(room_look(room)->screen, "home");
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
    assert_true(says(room_look(room), "还没有回答"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "notices");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(settle(room)->screen, "notice");
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_REPLY, "choice"), "unwell");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "notices");
}

static void a_person_comes_before_a_notice(void **state) {
    struct room *room = *state;
    room_notices(room, ROOM_CARE "," ROOM_WEATHER(""), false);
    settle(room);
    room_press(room, ACTION_PERSON, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(json_text(json_child(room->sent[0].message, "answers"), "screen", ""), "notice");
}

static void a_choice_may_open_a_service_with_its_answers(void **state) {
    struct room *room = *state;
    static const char notice[] =
        "{\"id\":\"n4\",\"kind\":\"reminder\",\"title\":\"明天去医院\",\"text\":\"要叫车吗\",\"at_ms\":1795224480000,"
        "\"answered\":\"\",\"choices\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"service\":\"taxi\",\"answers\":{\"to\":"
        "\"tongji\"}},{\"id\":\"no\",\"title\":\"不用\"}]}";
    room_notices(room, notice, true);
    settle(room);
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    answered(room, notice, "taxi");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "step");
    assert_string_equal(scene->service, "taxi");
    assert_string_not_equal(scene->step, "to"); /* that is answered */
    assert_int_equal(room->sent_count, 1);      /* and television does not come back over it */
}

static void after_the_last_one_live_television_comes_back(void **state) {
    struct room *room = *state;
    room_notices(room, ROOM_WEATHER(""), true);
    settle(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    answered(room, ROOM_WEATHER(""), "seen");
    assert_int_equal(room->sent_count, 2);
    assert_int_equal(room->sent[1].type, IPC_TV);
}

static void a_channel_that_was_in_use_stays(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DOWN, ACTION_NONE);
    room_notices(room, ROOM_WEATHER(""), true);
    settle(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    answered(room, ROOM_WEATHER(""), "seen");
    assert_int_equal(room->sent_count, 1);
    assert_string_equal(room_look(room)->screen, "home");
}

/* A gas alarm, a warning and a letter do not look alike, nor sound alike: by colour, by weight, by a word that is
 * heard. */
static void what_is_grave_is_seen_and_heard_to_be(void **state) {
    static const struct {
        void (*at)(struct room *room);
        enum theme_colour card;
        const char *heard;
    } cases[] = {{at_notice_alarm, COLOUR_SOS_TILE, "警报"},
                 {at_notice_fraud, COLOUR_BANNER, "防骗提醒"},
                 {at_notice_message, COLOUR_PANEL, NULL},
                 {at_notice_medicine, COLOUR_PANEL, NULL}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        cases[i].at(room);
        const struct scene *scene = room_look(room);
        const struct scene_item *text = scene_find(scene, "text");
        assert_non_null(text);
        assert_int_equal(text->bg, theme_colour(&room->theme, cases[i].card));
        assert_int_equal(text->style.weight, i == 0 ? TEXT_BOLD : TEXT_REGULAR);
        if (cases[i].heard)
            assert_int_equal(strncmp(scene->speech.text, cases[i].heard, strlen(cases[i].heard)), 0);
    }
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh)
    const struct CMUnitTest tests[] = {
        T(its_icon_is_the_hotlines_or_that_of_its_kind),
        T(it_comes_up_over_a_flow_and_the_flow_goes_on_after_it),
        T(what_it_says_is_said),
        T(one_digit_answers_once),
        T(a_long_one_is_read_page_by_page_before_it_is_answered),
        T(a_key_meant_for_the_screen_below_does_not_answer),
        T(no_answer_is_given_by_ok_alone),
        T(the_arrows_lead_from_answer_to_answer_and_to_none),
        T(an_answer_can_be_changed),
        T(what_takes_pages_is_read_to_its_end),
        T(an_answer_that_the_hotline_refused_is_said),
        T(an_answer_that_is_not_stored_can_be_given_again),
        T(the_oldest_comes_first_and_then_the_next),
        T(an_sos_lies_over_it),
        T(back_puts_it_aside_and_it_can_be_answered_from_the_list),
        T(a_person_comes_before_a_notice),
        T(a_choice_may_open_a_service_with_its_answers),
        T(after_the_last_one_live_television_comes_back),
        T(a_channel_that_was_in_use_stays),
        cmocka_unit_test_setup(what_is_grave_is_seen_and_heard_to_be, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
