/* SPDX-License-Identifier: Apache-2.0 */
/* The screen that follows a request: calm before the hotline has it, exact after, and honest about a cancel. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void each_state_has_its_words(void **state) {
    static const struct {
        const char *name, *words;
    } cases[] = {{"saved", "已经记下，正在告诉热线"},
                 {"sending", "正在告诉热线"},
                 {"waiting", "没有连上热线，连上后马上告诉他们"},
                 {"received", "正在帮您找车"},
                 {"accepted", "司机接单了"},
                 {"on_the_way", "车快到了"},
                 {"arrived", "车来了"},
                 {"done", "已完成"},
                 {"rejected", "没有叫到车"},
                 {"cancelled", "已经取消"},
                 {"expired", "没有叫成车"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char status[400];
        room_fresh(*state);
        snprintf(status, sizeof status,
                 "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"%s\","
                 "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000}",
                 cases[i].name);
        room_result(*state, status);
        if (!says(room_look(*state), cases[i].words))
            fail_msg("%s does not say %s", cases[i].name, cases[i].words);
    }
}

static void assert_plate_is_largest(const struct scene *scene) {
    const struct scene_item *plate = scene_find(scene, "plate");
    assert_string_equal(plate->words, "沪A·X3642");
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].words && &scene->items[i] != plate)
            assert_true(scene->items[i].style.px < plate->style.px);
}

/* Of what stands around it there is only so much as leaves it so. */
static void the_plate_is_the_largest_text(void **state) {
    static const double scales[] = {1.0, 1.25, 1.5, 1.75};
    struct room *room = *state;
    for (size_t i = 0; i < 2 * sizeof scales / sizeof scales[0]; i++) {
        room_furnish(room, 1280, 720, scales[i / 2], i % 2, "zh-CN");
        at_result_accepted_offline(room);
        assert_plate_is_largest(room_look(room));
        room_furnish(room, 1280, 720, scales[i / 2], i % 2, "zh-CN");
        at_result_accepted(room);
        assert_plate_is_largest(room_look(room));
    }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    at_result_accepted(room);
    assert_string_equal(words_of(room_look(room), "eta"), "3 分钟");
    assert_true(says(room_look(room), "138****3642"));
}

/* An old set has the height for it: the plate fills the width. */
static void on_an_old_set_the_plate_fills_the_width(void **state) {
    static const double scales[] = {1.0, 1.25, 1.5, 1.75};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        room_furnish(room, 720, 576, scales[i], false, "zh-CN");
        at_result_accepted(room);
        const struct scene_item *plate = scene_find(room_look(room), "plate");
        assert_true(plate->words_box.w * 3 > room->theme.safe.w * 2);
    }
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
}

static size_t done_chips(const struct scene *scene) {
    size_t done = 0;
    for (size_t i = 0; i < scene->item_count; i++)
        done += scene->items[i].words && strncmp(scene->items[i].id, "chip", 4) == 0 &&
                strncmp(scene->items[i].words, "✓", strlen("✓")) == 0;
    return done;
}

static void only_proved_steps_have_a_tick(void **state) {
    at_result_waiting(*state);
    assert_int_equal(done_chips(room_look(*state)), 1);
    room_fresh(*state);
    at_result_received(*state);
    assert_int_equal(done_chips(room_look(*state)), 2);
    room_fresh(*state);
    at_result_accepted(*state);
    assert_int_equal(done_chips(room_look(*state)), 3);
    room_fresh(*state);
    at_result_rejected(*state); /* what it came to is no success */
    assert_int_equal(done_chips(room_look(*state)), 2);
}

/* What was never driven was not nearly there either. */
static void what_came_to_nothing_shows_only_what_was(void **state) {
    at_result_expired(*state);
    assert_true(says(room_look(*state), "已提交"));
    assert_true(says(room_look(*state), "没联系上"));
    assert_false(says(room_look(*state), "快到了"));
}

/* A label and its value are a row, and the values stand in line. */
static void details_stand_in_rows(void **state) {
    at_result_long(*state);
    const struct scene *scene = room_look(*state);
    const struct scene_item *first = scene_find(scene, "line.1"), *last = scene_find(scene, "line.4");
    assert_string_equal(first->words, "11月22日 上午9:30");
    assert_string_equal(last->words, "身份证、医保卡");
    assert_int_equal(first->words_box.x, last->words_box.x);
    assert_true(first->words_box.y + first->words_box.h <= scene_find(scene, "line.2")->words_box.y);
    assert_string_equal(words_of(scene, "label"), "时间");
    assert_string_equal(words_of(scene, "text"), "请提前十五分钟到门诊二楼心内科候诊区报到。");
}

/* What she asked for stands beside what became of it, in every state, and not twice. */
static void every_state_names_what_was_ordered(void **state) {
    static const char *const states[] = {"saved",   "sending", "waiting",  "received",  "accepted", "on_the_way",
                                         "arrived", "done",    "rejected", "cancelled", "expired"};
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char json[1200];
        room_fresh(room);
        snprintf(json, sizeof json,
                 "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"meal\",\"status\":\"%s\","
                 "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000,\"words\":{\"what\":"
                 "\"红烧肉套餐 1份、米饭 2份\",\"day\":\"2026-11-22\",\"when\":\"11点到11点半\",\"where\":"
                 "\"送到家\",\"cost\":\"16元\"}}",
                 states[i]);
        room_result(room, json);
        assert_true(says(room_look(room), "红烧肉套餐 1份、米饭 2份，明天 11月22日 星期日 11点到11点半"));
        assert_true(says(room_look(room), "送到家，16元"));
    }
    at_result_meal(room);
    int named = 0;
    for (size_t i = 0; i < room_look(room)->item_count; i++)
        named += room_look(room)->items[i].words && strstr(room_look(room)->items[i].words, "红烧肉");
    assert_int_equal(named, 1);
    room_furnish(room, 1920, 1080, 1.75, true, "zh-CN");
    at_result_promise(room);
    assert_true(says(room_look(room), "同济医院、上午9点"));
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* However many there are, each is on one of the pages, whole. */
static void many_details_are_read_page_by_page(void **state) {
    struct room *room = *state;
    char json[4000], details[3000], seen[REQUEST_DETAILS_MAX + 1] = "", *end = details;
    for (int i = 0; i < REQUEST_DETAILS_MAX; i++)
        end += sprintf(end, "%s{\"label\":\"第%d样\",\"value\":\"%c 一二三四五六七八九十一二三四五六七八九十\"}",
                       i ? "," : "", i + 1, 'A' + i);
    snprintf(json, sizeof json, ROOM_BOOKING("accepted", ",\"message\":\"请带好东西。\",\"details\":[%s]"), details);
    room_booking(room, json);
    for (int page = 0; page <= REQUEST_DETAILS_MAX; page++) {
        const struct scene *scene = room_look(room);
        for (int i = 0; i < REQUEST_DETAILS_MAX; i++) {
            char id[32], letter[2] = {(char)('A' + i), 0};
            snprintf(id, sizeof id, "line.%d", i + 2); /* after the order's own */
            if (strstr(words_of(scene, id), letter) && !strstr(seen, letter))
                strcat(seen, letter);
        }
        room_press(room, ACTION_DOWN, ACTION_NONE);
    }
    assert_string_equal(seen, "ABCDEFGHIJ");
}

/* The plate has the screen to itself; what else the hotline said is a page further. */
static void what_has_no_room_beside_a_plate_is_read_after_it(void **state) {
    struct room *room = *state;
    at_result_plate_long(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(words_of(scene, "plate"), "沪AD·X36425 黄绿色");
    assert_true(strstr(words_of(scene, "details"), "欧阳上官师傅") && !strstr(words_of(scene, "details"), "长寿路"));
    assert_string_equal(words_of(scene, "page"), "▼ 往下还有");
    room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_null(scene_find(room_look(room), "plate"));
    room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_true(says(room_look(room), "二楼"));
    room_press(room, ACTION_UP, ACTION_UP, ACTION_NONE);
    assert_non_null(scene_find(room_look(room), "plate"));
    room_fresh(room);
    room_result(room, ROOM_TAXI("accepted", ROOM_DRIVER ",\"message\":\"师傅在东门等您。\""));
    assert_string_equal(words_of(room_look(room), "text"),
                        "师傅在东门等您。"); /* where to go comes before who drives */
    assert_true(says(room_look(room), "李师傅"));
    assert_non_null(scene_find(room_look(room), "plate"));
    room_furnish(room, 1920, 1080, 1.75, true, "zh-CN");
    at_result_plate_message(room);
    assert_string_equal(words_of(room_look(room), "text"), "师傅在东门等您，慢慢走，不着急。");
    assert_non_null(scene_find(room_look(room), "plate"));
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    at_result_accepted(room); /* all of it is there */
    assert_null(scene_find(room_look(room), "page"));
    room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_non_null(scene_find(room_look(room), "plate"));
}

/* With the largest words UP and DOWN turn the pages, and the buttons stay where they are. */
static void a_long_result_is_read_page_by_page(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.75, false, "zh-CN");
    at_result_long(room);
    assert_true(says(room_look(room), "请提前十五分钟"));
    assert_true(says(room_look(room), "往下还有"));
    assert_false(says(room_look(room), "身份证"));
    int pages = 1;
    for (; !says(room_look(room), "身份证") && pages < 5; pages++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_true(says(room_look(room), "身份证"));
    assert_string_equal(room_look(room)->focus, "ok");
    room_press(room, ACTION_DOWN, ACTION_RIGHT, ACTION_NONE); /* the end; the buttons are still there */
    assert_true(says(room_look(room), "身份证"));
    assert_string_equal(room_look(room)->focus, "person");
    for (; pages > 1; pages--)
        room_press(room, ACTION_UP, ACTION_NONE);
    assert_true(says(room_look(room), "请提前十五分钟"));
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* What is said elsewhere as well is left out where it would make the rest small. */
static void a_note_takes_its_line_but_not_the_size_of_the_others(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
    at_result_overdue(room);
    assert_true(says(room_look(room), "前一天下午4点以前都能取消"));
    room_furnish(room, 1280, 720, 1.25, false, "en");
    at_result_overdue(room);
    assert_true(says(room_look(room), "The promised time has passed"));
    assert_false(says(room_look(room), "前一天下午4点以前都能取消"));
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* The line that is down is told of once: no strip above the sentence that says so. */
static void what_waits_says_once_that_there_is_no_line(void **state) {
    static const double scales[] = {1.0, 1.25, 1.75};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        room_furnish(room, 1280, 720, scales[i], false, "zh-CN");
        at_result_waiting(room);
        const struct scene *scene = room_look(room);
        assert_true(says(scene, "没有连上热线，连上后马上告诉他们。"));
        assert_true(says(scene, "62229090"));
        assert_true(says(scene, "同济医院，现在"));
        assert_null(scene_find(scene, "offline"));
        room_fresh(room);
        at_result_accepted_offline(room);
        assert_non_null(scene_find(room_look(room), "offline"));
    }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void buttons_are_alike_where_all_have_the_room(void **state) {
    struct room *room = *state;
    at_result_received(room);
    assert_int_equal(scene_find(room_look(room), "ok")->box.w, scene_find(room_look(room), "person")->box.w);
    assert_int_equal(scene_find(room_look(room), "ok")->box.w, scene_find(room_look(room), "cancel")->box.w);
}

/* The answers say what becomes of it, and the harmless one is followed by a sentence for a while. */
static void what_was_not_cancelled_is_said(void **state) {
    struct room *room = *state;
    at_cancel_question(room);
    assert_string_equal(words_of(room_look(room), "keep"), "还要这辆车");
    assert_string_equal(words_of(room_look(room), "cancel"), "取消叫车");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "result");
    assert_string_equal(words_of(room_look(room), "kept"), "没有取消，车还会来。");
    assert_string_equal(room_look(room)->focus, "ok");
    room->now_ms += 10000;
    assert_null(scene_find(room_look(room), "kept"));
    room_fresh(room);
    at_cancel_meal(room);
    assert_string_equal(words_of(room_look(room), "keep"), "留着订餐");
    assert_string_equal(words_of(room_look(room), "cancel"), "取消订餐");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(words_of(room_look(room), "kept"), "没有取消，订餐还留着。");
    assert_int_equal(room->sent_count, 0);
}

/* "The hotline has it" stands nowhere before it has. */
static void what_is_still_to_come_is_waited_for_in_words(void **state) {
    struct room *room = *state;
    at_result_waiting(room);
    assert_true(says(room_look(room), "等热线收到"));
    assert_false(says(room_look(room), "热线已收到"));
    assert_true(says(room_look(room), "等司机接单") && says(room_look(room), "等车到"));
    room_fresh(room);
    at_result_hospital_received(room);
    assert_true(says(room_look(room), "热线已收到") && says(room_look(room), "等安排"));
    assert_false(says(room_look(room), "已安排"));
}

static void a_cancel_asks_first_and_is_shown_as_asked(void **state) {
    struct room *room = *state;
    at_cancel_question(room);
    assert_string_equal(room_look(room)->screen, "message");
    assert_string_equal(room_look(room)->focus, "keep");
    assert_int_equal(room->sent_count, 0);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_CANCEL, "id"), ROOM_ID);
    assert_string_equal(room_look(room)->screen, "result");
    room_requests(room, ROOM_TAXI("received", ",\"can_cancel\":true,\"cancel_asked\":true"), 0);
    assert_true(says(room_look(room), "正在告诉热线取消"));
    assert_null(scene_find(room_look(room), "cancel"));
    room_requests(room, ROOM_TAXI("cancelled", ",\"can_cancel\":true"), 0); /* whatever the hotline says */
    assert_true(says(room_look(room), "已经取消"));
    assert_null(scene_find(room_look(room), "cancel"));
}

/* "已经记下" is said of what is on the disk, and of nothing else. */
static void what_the_disk_did_not_take_is_not_called_saved(void **state) {
    static const char *const not_stored[] = {ROOM_TAXI("saved", ",\"not_stored\":true"),
                                             ROOM_TAXI("sending", ",\"not_stored\":true"),
                                             ROOM_TAXI("waiting", ",\"not_stored\":true")};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof not_stored / sizeof not_stored[0]; i++) {
        room_fresh(room);
        room_result(room, not_stored[i]);
        assert_true(says(room_look(room), "没能记下来") && says(room_look(room), "请别关机顶盒"));
        assert_false(says(room_look(room), "已经记下"));
    }
    room_requests(room, ROOM_TAXI("waiting", ""), 0); /* the disk is back */
    assert_true(says(room_look(room), "已经记下"));
    room_requests(room, ROOM_TAXI("received", ",\"not_stored\":true"), 0); /* the hotline has it: no matter */
    assert_false(says(room_look(room), "没能记下来"));
}

static void what_cannot_be_cancelled_has_no_button_for_it(void **state) {
    room_result(*state, ROOM_TAXI("on_the_way", ",\"can_cancel\":false"));
    assert_null(scene_find(room_look(*state), "cancel"));
    assert_non_null(scene_find(room_look(*state), "person"));
}

static void an_expired_one_can_be_tried_again_with_the_same_answers(void **state) {
    struct room *room = *state;
    at_result_expired(room);
    assert_string_equal(room_look(room)->focus, "again");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    assert_true(says(room_look(room), "同济医院"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_not_equal(room_last(room, IPC_SUBMIT, "id"), ROOM_ID); /* a request of its own */
}

static void a_lost_line_is_said_and_what_is_known_stays(void **state) {
    at_result_accepted_offline(*state);
    const struct scene *scene = room_look(*state);
    assert_true(says(scene, "连上后马上更新"));
    assert_string_equal(words_of(scene, "plate"), "沪A·X3642");
}

static void a_status_never_moves_the_focus(void **state) {
    struct room *room = *state;
    at_result_received(room);
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "person");
    room_requests(room, ROOM_TAXI("accepted", ROOM_DRIVER), 0);
    assert_string_equal(room_look(room)->focus, "person");
}

/* The words advise another button: it stands first and has the focus, whatever had it before. */
static void what_the_words_advise_has_the_focus(void **state) {
    static const struct {
        const char *status, *suggested_focus;
    } cases[] = {{ROOM_BOOKING("rejected", ",\"retry_step\":\"slot\",\"message\":\"您可以换一个时间。\""), "other"},
                 {ROOM_BOOKING("rejected", ""), "again"},
                 {ROOM_BOOKING("expired", ""), "again"},
                 {ROOM_BOOKING("cancelled", ""), "ok"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int right = 0; right < 3; right++) {
            room_fresh(room);
            room_booking(room, ROOM_BOOKING("received", ",\"can_cancel\":true"));
            for (int press = 0; press < right || (i == 3 && press < 2); press++) /* who cancels was there */
                room_press(room, ACTION_RIGHT, ACTION_NONE);
            room_look(room);
            room_requests(room, cases[i].status, 0);
            const struct scene *scene = room_look(room);
            assert_string_equal(scene->focus, cases[i].suggested_focus);
            assert_string_equal(focus_at(scene, 0)->id, cases[i].suggested_focus);
            room_press(room, ACTION_RIGHT, ACTION_NONE); /* and then it is the senior's again */
            assert_string_not_equal(room_look(room)->focus, cases[i].suggested_focus);
        }
}

/* OK was on its way to 知道了 when the refusal came. */
static void a_late_key_does_not_choose_what_has_just_come_up(void **state) {
    struct room *room = *state;
    room_booking(room, ROOM_BOOKING("received", ""));
    assert_string_equal(room_look(room)->focus, "ok");
    room_requests(room, ROOM_BOOKING("rejected", ",\"retry_step\":\"slot\""), 0);
    room_hit(room, ACTION_OK);
    assert_string_equal(room_look(room)->screen, "result");
    assert_int_equal(screen_stack_edge(room->stack), ACTION_OK); /* and that is seen */
    room->now_ms += 400;
    room_hit(room, ACTION_OK);
    assert_string_equal(room_look(room)->screen, "step");
}

static void orders_list_the_newest_first_and_open_them(void **state) {
    struct room *room = *state;
    at_orders(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, ROOM_ID);
    assert_true(says(scene, "已经安排"));
    room_press(room, ACTION_DOWN, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "result");
    assert_string_equal(screen_stack_request(room->stack), ROOM_ID_OF("a"));
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "orders");
    assert_string_equal(room_look(room)->focus, ROOM_ID_OF("a"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_state_has_its_words, fresh),
        cmocka_unit_test_setup(the_plate_is_the_largest_text, fresh),
        cmocka_unit_test_setup(on_an_old_set_the_plate_fills_the_width, fresh),
        cmocka_unit_test_setup(only_proved_steps_have_a_tick, fresh),
        cmocka_unit_test_setup(what_came_to_nothing_shows_only_what_was, fresh),
        cmocka_unit_test_setup(what_has_no_room_beside_a_plate_is_read_after_it, fresh),
        cmocka_unit_test_setup(details_stand_in_rows, fresh),
        cmocka_unit_test_setup(every_state_names_what_was_ordered, fresh),
        cmocka_unit_test_setup(many_details_are_read_page_by_page, fresh),
        cmocka_unit_test_setup(a_long_result_is_read_page_by_page, fresh),
        cmocka_unit_test_setup(a_note_takes_its_line_but_not_the_size_of_the_others, fresh),
        cmocka_unit_test_setup(what_waits_says_once_that_there_is_no_line, fresh),
        cmocka_unit_test_setup(buttons_are_alike_where_all_have_the_room, fresh),
        cmocka_unit_test_setup(a_cancel_asks_first_and_is_shown_as_asked, fresh),
        cmocka_unit_test_setup(what_the_disk_did_not_take_is_not_called_saved, fresh),
        cmocka_unit_test_setup(what_was_not_cancelled_is_said, fresh),
        cmocka_unit_test_setup(what_is_still_to_come_is_waited_for_in_words, fresh),
        cmocka_unit_test_setup(what_cannot_be_cancelled_has_no_button_for_it, fresh),
        cmocka_unit_test_setup(an_expired_one_can_be_tried_again_with_the_same_answers, fresh),
        cmocka_unit_test_setup(a_lost_line_is_said_and_what_is_known_stays, fresh),
        cmocka_unit_test_setup(a_status_never_moves_the_focus, fresh),
        cmocka_unit_test_setup(what_the_words_advise_has_the_focus, fresh),
        cmocka_unit_test_setup(a_late_key_does_not_choose_what_has_just_come_up, fresh),
        cmocka_unit_test_setup(orders_list_the_newest_first_and_open_them, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
