/* SPDX-License-Identifier: Apache-2.0 */
/* From a step to the confirm screen to the result: what is asked, what is sent, and that it is sent once. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void reply(struct room *room, bool saved, const char *duplicate) {
    char json[200];
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"saved\":%s,\"duplicate\":\"%s\"}", room_last(room, IPC_SUBMIT, "id"),
             saved ? "true" : "false", duplicate);
    room_tell(room, IPC_SUBMITTED, json);
}

static void the_same_as_last_time_stands_first_and_says_what_it_is(void **state) {
    struct room *room = *state;
    at_step(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->step, "to");
    assert_string_equal(scene->focus, "as-usual");
    assert_true(says(scene, "和上次一样"));
    assert_true(says(scene, "同济医院，现在")); /* the profile's, not the catalog's */
    assert_true(says(scene, "第 1 项，共 9 项"));
    assert_non_null(strstr(scene->say, "去哪里?"));
    assert_non_null(strstr(scene->say, "第 1 项，共 9 项"));
    assert_non_null(strstr(scene->say, "同济医院，现在"));
}

static void the_usual_taxi_takes_three_oks_and_one_request(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_OK, ACTION_NONE);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "confirm");
    assert_string_equal(scene->focus, "confirm");
    assert_true(says(scene, "同济医院"));
    assert_true(says(scene, "枣阳路215弄"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    struct json_object *sent = room->sent[0].message, *answers = json_child(sent, "answers");
    assert_int_equal(room->sent[0].type, IPC_SUBMIT);
    assert_true(request_id_valid(json_text(sent, "id", "")));
    assert_string_equal(json_text(sent, "kind", ""), "service");
    assert_string_equal(json_text(sent, "service", ""), "taxi");
    assert_string_equal(json_text(answers, "to", ""), "tongji");
    assert_string_equal(json_text(answers, "when", ""), "now");
    assert_int_equal(json_integer(sent, "expires_s", 0), 120);
    assert_false(json_truth(sent, "again", true));
}

/* One impatient hand; and it is seen that they are not heard. */
static void three_oks_half_a_second_apart_order_nothing(void **state) {
    struct room *room = *state;
    at_confirm(room);
    for (int i = 0; i < 3; i++, room->now_ms += 500) {
        room_hit(room, ACTION_OK);
        assert_int_equal(screen_stack_edge(room->stack), ACTION_OK);
        assert_non_null(scene_find(room_look(room), "deaf"));
        assert_int_equal(room->sent_count, 0);
    }
    assert_null(scene_find(room_look(room), "deaf"));
    room_hit(room, ACTION_OK);
    assert_int_equal(screen_stack_edge(room->stack), ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
}

static void more_oks_while_it_waits_send_nothing(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_OK, ACTION_OK, ACTION_BACK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    assert_string_equal(room_look(room)->screen, "confirm");
}

/* What is being ordered stays in sight while it waits, however large the text. */
static void what_waits_is_still_shown(void **state) {
    static const struct {
        int width, height;
        double scale;
    } cases[] = {{1280, 720, 1.0}, {1280, 720, 1.75}, {720, 576, 1.0}, {720, 576, 1.75}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_furnish(room, cases[i].width, cases[i].height, cases[i].scale, false, "zh-CN");
        at_confirm_slow(room);
        const struct scene *scene = room_look(room);
        assert_true(says(scene, "可以打 62229090"));
        assert_true(says(scene, "枣阳路"));
    }
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
}

static void a_slow_save_shows_busy_at_1_s_and_words_at_3_s(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_false(says(room_look(room), "正在保存"));
    assert_int_equal(room->redraw_at_ms - room->now_ms, 1000);
    room->now_ms += 1000;
    assert_true(says(room_look(room), "正在保存"));
    assert_int_equal(room->redraw_at_ms - room->now_ms, 2000);
    room->now_ms += 2000;
    assert_true(says(room_look(room), "62229090"));
    room_press(room, ACTION_BACK, ACTION_NONE); /* the way out */
    assert_string_equal(room_look(room)->screen, "step");
}

static enum action edge_after(struct room *room, enum action key) {
    room_press(room, key, ACTION_NONE);
    return screen_stack_edge(room->stack);
}

/* No arrow wraps; a key that does nothing is told, so that it can be seen. */
static void a_key_that_does_nothing_is_told_once(void **state) {
    struct room *room = *state;
    assert_int_equal(edge_after(room, ACTION_UP), ACTION_UP);
    assert_int_equal(screen_stack_edge(room->stack), ACTION_NONE);
    assert_int_equal(edge_after(room, ACTION_RIGHT), ACTION_NONE);
    assert_int_equal(edge_after(room, ACTION_BACK), ACTION_OK);     /* home is the last */
    assert_int_equal(edge_after(room, ACTION_DIGIT_9), ACTION_OK);  /* no tile has it */
    assert_int_equal(edge_after(room, ACTION_REPEAT), ACTION_NONE); /* it is not the picture that answers */
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_int_equal(edge_after(room, ACTION_UP), ACTION_UP); /* the first of a list */
    for (int i = 0; i < 8; i++)
        assert_int_equal(edge_after(room, ACTION_DOWN), ACTION_NONE);
    assert_int_equal(edge_after(room, ACTION_DOWN), ACTION_DOWN); /* the last */
    room_fresh(room);
    at_settings(room);
    room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_int_equal(edge_after(room, ACTION_LEFT), ACTION_LEFT); /* a dial at its end */
    assert_int_equal(edge_after(room, ACTION_RIGHT), ACTION_NONE);
}

/* Further in is deeper, further on is a later page: that is where another picture comes from. */
static void a_scene_says_how_far_in_it_is(void **state) {
    struct room *room = *state;
    int home = room_look(room)->depth;
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_true(room_look(room)->depth > home);
    int page = room_look(room)->page;
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_true(room_look(room)->page > page);
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_int_equal(room_look(room)->depth, home);
}

static void at_10_s_ok_tries_again_with_the_same_id(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    room->now_ms += 9999;
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    room->now_ms += 1;
    assert_true(says(room_look(room), "再试一次"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 2);
    assert_string_equal(json_text(room->sent[0].message, "id", "a"), json_text(room->sent[1].message, "id", "b"));
}

static void saved_leads_to_the_result_and_back_leads_home(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    reply(room, true, "");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "result");
    assert_string_equal(screen_stack_request(room->stack), room_last(room, IPC_SUBMIT, "id"));
    assert_true(says(scene, "已经记下"));
    assert_false(says(scene, "✓ 9:32 ")); /* nothing is proved yet but the asking */
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void requested(struct room *room, const char *id, const char *state, const char *more) {
    char json[400];
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"%s\",\"can_cancel\":true%s}", id,
             state, more);
    room_requests(room, json, 1);
}

/* For ten seconds, on its own screen, without a question; and only while nobody has done anything about it. */
static void what_was_just_ordered_can_be_taken_back(void **state) {
    struct room *room = *state;
    char id[REQUEST_ID_SIZE];
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    snprintf(id, sizeof id, "%s", room_last(room, IPC_SUBMIT, "id"));
    requested(room, id, "sending", "");
    reply(room, true, "");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, "ok"); /* one OK too many takes nothing back */
    assert_non_null(scene_find(scene, "undo"));
    assert_null(scene_find(scene, "cancel"));
    requested(room, id, "accepted", "");
    assert_null(scene_find(room_look(room), "undo")); /* a person acted on it: now it is asked about */
    assert_non_null(scene_find(room_look(room), "cancel"));
    requested(room, id, "received", "");
    room->now_ms += 9999;
    for (int i = 0; i < 3 && strcmp(room_look(room)->focus, "undo") != 0; i++)
        room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "undo");
    room->now_ms += 1;
    assert_string_equal(room_look(room)->focus, "ok"); /* too late: what stands in its place is not meant */
    room->now_ms -= 1000;
    for (int i = 0; i < 3 && strcmp(room_look(room)->focus, "undo") != 0; i++)
        room_press(room, ACTION_RIGHT, ACTION_NONE);
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_CANCEL, "id"), id);
    assert_string_equal(room_look(room)->screen, "result");
    assert_string_equal(room_look(room)->focus, "ok");
}

static void not_saved_says_so_and_names_the_phone(void **state) {
    struct room *room = *state;
    at_not_saved(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "message");
    assert_true(says(scene, "62229090"));
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE); /* try again: the same request, by the same id */
    assert_int_equal(room->sent_count, 2);
    assert_string_equal(json_text(room->sent[0].message, "id", "a"), json_text(room->sent[1].message, "id", "b"));
}

/* A request that nobody waits for on a screen (a spoken wish, a promise that ran out): it interrupts nothing. */
static void what_is_saved_by_itself_comes_up_over_home_alone(void **state) {
    struct room *room = *state;
    at_step(room);
    room_requests(room, ROOM_TAXI("received", ""), 0);
    room_tell(room, IPC_SUBMITTED, "{\"id\":\"" ROOM_ID "\",\"saved\":true}");
    assert_string_equal(room_look(room)->screen, "step");
    for (int alone = 0; alone < 2; alone++) {
        room_fresh(room);
        room_requests(room, ROOM_TAXI("received", ""), 0);
        room_notices(room, "", alone);
        room_tell(room, IPC_SUBMITTED, "{\"id\":\"" ROOM_ID "\",\"saved\":true}");
        assert_string_equal(room_look(room)->screen, "result");
        room_press(room, ACTION_OK, ACTION_NONE); /* noted: back to what was before, be it television */
        assert_string_equal(room_look(room)->screen, "home");
        assert_int_equal(room->sent_count, alone);
        if (alone)
            assert_int_equal(room->sent[0].type, IPC_TV);
    }
}

static void a_duplicate_is_asked_about(void **state) {
    struct room *room = *state;
    at_duplicate(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "message");
    assert_true(says(scene, "4 分钟前您已经叫过车了"));
    assert_string_equal(scene->focus, "look");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "result");
    assert_string_equal(screen_stack_request(room->stack), ROOM_ID);
    assert_int_equal(room->sent_count, 1);
}

static void another_one_is_sent_only_on_purpose(void **state) {
    struct room *room = *state;
    at_duplicate(room);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 2);
    assert_true(json_truth(room->sent[1].message, "again", false));
    reply(room, true, "");
    assert_string_equal(room_look(room)->screen, "result");
}

static void back_keeps_the_choice_of_the_step_before(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DIGIT_2, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "when");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "to");
    assert_string_equal(room_look(room)->focus, "putuo-people");
}

static void a_list_goes_on_over_its_pages_and_never_wraps(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DIGIT_1, ACTION_OK, ACTION_NONE);
    for (int i = 0; i < 20; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "unsure");
    assert_true(says(room_look(room), "第 9 项，共 9 项"));
    for (int i = 0; i < 20; i++)
        room_press(room, ACTION_UP, ACTION_NONE);
    assert_true(says(room_look(room), "第 1 项，共 9 项"));
    room_press(room, ACTION_RIGHT, ACTION_NONE); /* a page at once */
    size_t rows = focus_count(room_look(room));
    assert_true(rows >= 1 && rows <= 6);
    assert_false(says(room_look(room), "第 1 项，共 9 项"));
    room_press(room, ACTION_LEFT, ACTION_NONE);
    assert_true(says(room_look(room), "第 1 项，共 9 项"));
}

static void a_digit_chooses_a_row_of_the_page(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DIGIT_2, ACTION_DIGIT_4, ACTION_DIGIT_2, ACTION_OK, ACTION_NONE);
    struct json_object *answers = json_child(room->sent[0].message, "answers");
    assert_string_equal(json_text(answers, "to", ""), "putuo-people");
    assert_string_equal(json_text(answers, "when", ""), "in-30-min");
}

static void a_service_that_goes_away_is_explained(void **state) {
    struct room *room = *state;
    at_step(room);
    room_tell(room, IPC_CATALOG, "{\"catalog\":{\"services\":[]}}");
    assert_true(says(room_look(room), "这项服务有变化"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void person_knows_what_was_on_the_screen(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_DIGIT_2, ACTION_PERSON, ACTION_OK, ACTION_NONE);
    struct json_object *sent = room->sent[0].message, *answers = json_child(sent, "answers");
    assert_string_equal(json_text(sent, "kind", ""), "callback");
    assert_string_equal(json_text(sent, "service", ""), "person");
    assert_string_equal(json_text(sent, "trigger", ""), "remote");
    assert_string_equal(json_text(answers, "screen", ""), "step");
    assert_string_equal(json_text(answers, "service", ""), "taxi");
    reply(room, true, "");
    assert_string_equal(room_look(room)->screen, "result");
    room_press(room, ACTION_BACK, ACTION_NONE); /* and the order goes on where it was */
    assert_string_equal(room_look(room)->screen, "step");
}

static void services_without_a_place_on_home_stand_behind_the_hotline(void **state) {
    struct room *room = *state;
    at_more(room);
    assert_string_equal(room_look(room)->screen, "step");
    assert_string_equal(room_look(room)->service, "person");
    assert_string_equal(room_look(room)->focus, "repair");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_BACK, ACTION_DIGIT_1, ACTION_NONE); /* the first row is a person */
    assert_true(says(room_look(room), "要热线给您打电话吗？"));
}

static void a_row_that_goes_hands_the_focus_to_its_neighbour(void **state) {
    struct room *room = *state;
    at_orders(room);
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, ROOM_ID_OF("e"));
    room_requests(
        room,
        "{\"id\":\"" ROOM_ID_OF("a") "\",\"kind\":\"callback\",\"status\":\"done\",\"created_at_ms\":9},{\"id\":"
                                     "\"" ROOM_ID_OF("b") "\",\"kind\":"
                                                          "\"callback\",\"status\":\"done\",\"created_at_ms\":8}",
        0);
    assert_string_equal(room_look(room)->focus, ROOM_ID_OF("b"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_same_as_last_time_stands_first_and_says_what_it_is, fresh),
        cmocka_unit_test_setup(the_usual_taxi_takes_three_oks_and_one_request, fresh),
        cmocka_unit_test_setup(three_oks_half_a_second_apart_order_nothing, fresh),
        cmocka_unit_test_setup(more_oks_while_it_waits_send_nothing, fresh),
        cmocka_unit_test_setup(a_slow_save_shows_busy_at_1_s_and_words_at_3_s, fresh),
        cmocka_unit_test_setup(what_waits_is_still_shown, fresh),
        cmocka_unit_test_setup(at_10_s_ok_tries_again_with_the_same_id, fresh),
        cmocka_unit_test_setup(a_key_that_does_nothing_is_told_once, fresh),
        cmocka_unit_test_setup(a_scene_says_how_far_in_it_is, fresh),
        cmocka_unit_test_setup(saved_leads_to_the_result_and_back_leads_home, fresh),
        cmocka_unit_test_setup(what_was_just_ordered_can_be_taken_back, fresh),
        cmocka_unit_test_setup(not_saved_says_so_and_names_the_phone, fresh),
        cmocka_unit_test_setup(what_is_saved_by_itself_comes_up_over_home_alone, fresh),
        cmocka_unit_test_setup(a_duplicate_is_asked_about, fresh),
        cmocka_unit_test_setup(another_one_is_sent_only_on_purpose, fresh),
        cmocka_unit_test_setup(back_keeps_the_choice_of_the_step_before, fresh),
        cmocka_unit_test_setup(a_list_goes_on_over_its_pages_and_never_wraps, fresh),
        cmocka_unit_test_setup(a_digit_chooses_a_row_of_the_page, fresh),
        cmocka_unit_test_setup(a_service_that_goes_away_is_explained, fresh),
        cmocka_unit_test_setup(services_without_a_place_on_home_stand_behind_the_hotline, fresh),
        cmocka_unit_test_setup(a_row_that_goes_hands_the_focus_to_its_neighbour, fresh),
        cmocka_unit_test_setup(person_knows_what_was_on_the_screen, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
