/* SPDX-License-Identifier: Apache-2.0 */
/* What follows a request: the promise and its end, another service, another choice, the same once more. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static const char *sent_answer(const struct room *room, const char *step) {
    return json_text(json_child(room->sent[room->sent_count - 1].message, "answers"), step, "");
}

/* Received at 9:29, ten minutes promised, now it is 9:32. */
static void the_promise_counts_down_by_the_minute(void **state) {
    struct room *room = *state;
    at_result_promise(room);
    assert_string_equal(words_of(room_look(room), "eta"), "7 分钟内");
    assert_string_equal(words_of(room_look(room), "eta.label"), "给您回话");
    assert_int_equal(room->redraw_at_ms - room->now_ms, 60000);
    room->now_ms += 60000;
    assert_string_equal(words_of(room_look(room), "eta"), "6 分钟内");
    room->now_ms += 359999;
    assert_string_equal(words_of(room_look(room), "eta"), "1 分钟内");
    assert_int_equal(room->redraw_at_ms - room->now_ms, 1);
}

static void at_its_end_the_screen_says_what_can_be_done(void **state) {
    struct room *room = *state;
    at_result_promise(room);
    assert_false(says(room_look(room), "时间过了"));
    room->now_ms += 420000;
    assert_true(says(room_look(room), "时间过了"));
    assert_string_equal(words_of(room_look(room), "eta"), "");
    /* the hotline's own newer word counts more */
    room_requests(room,
                  "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"received\","
                  "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795225140001,\"message\":\"已转给班长处理\","
                  "\"reached\":{\"received\":1795224540000}}",
                  0);
    assert_false(says(room_look(room), "时间过了"));
    assert_true(says(room_look(room), "已转给班长处理"));
}

static void nothing_is_promised_before_the_hotline_has_it_or_after_it_answered(void **state) {
    static const char *const states[] = {"saved", "waiting", "accepted", "done"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char status[400];
        room_fresh(*state);
        snprintf(status, sizeof status,
                 "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"%s\","
                 "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224540000}",
                 states[i]);
        room_booking(*state, status);
        assert_string_equal(words_of(room_look(*state), "eta"), "");
    }
}

static void a_booking_leads_to_a_taxi_that_knows_the_way(void **state) {
    struct room *room = *state;
    at_result_next(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, "ok"); /* one OK too many orders nothing */
    assert_string_equal(words_of(scene, "next"), "叫车去");
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    scene = room_look(room);
    assert_string_equal(scene->screen, "confirm"); /* all is known; it is still asked */
    assert_string_equal(scene->service, "taxi");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(sent_answer(room, "to"), "tongji");
    assert_string_equal(sent_answer(room, "from"), "home");
    room_press(room, ACTION_NONE);
}

static void back_from_what_followed_leads_to_the_booking(void **state) {
    struct room *room = *state;
    at_result_next(room);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "result");
    assert_string_equal(room_look(room)->focus, "next");
}

static void it_is_offered_only_in_its_states(void **state) {
    struct room *room = *state;
    at_result_promise(room);
    assert_null(scene_find(room_look(room), "next"));
}

static void a_slot_that_was_lost_is_chosen_anew_and_the_rest_is_kept(void **state) {
    struct room *room = *state;
    at_result_other(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, "other");
    assert_true(says(scene, "这个时间刚被约走了"));
    room_press(room, ACTION_OK, ACTION_NONE);
    scene = room_look(room);
    assert_string_equal(scene->screen, "step");
    assert_string_equal(scene->step, "slot");
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(sent_answer(room, "hospital"), "tongji");
    assert_string_equal(sent_answer(room, "slot"), "s2");
}

static void what_is_done_can_be_ordered_again_with_the_same_answers(void **state) {
    struct room *room = *state;
    room_booking(room, ROOM_BOOKING("done", ""));
    assert_string_equal(room_look(room)->focus, "ok"); /* not by a nervous key */
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "again");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(sent_answer(room, "slot"), "s1");
    assert_string_not_equal(room_last(room, IPC_SUBMIT, "id"), ROOM_ID);
}

static void an_answer_that_the_catalog_has_no_more_is_asked_for(void **state) {
    struct room *room = *state;
    room_booking(room, ROOM_BOOKING("done", ",\"x\":1"));
    room_requests(room,
                  "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"done\","
                  "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224540000,\"answers\":{\"hospital\":"
                  "\"closed-down\",\"slot\":\"s1\"}}",
                  0);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "step");
    assert_string_equal(room_look(room)->step, "hospital");
}

static void papers_are_named_until_it_is_over_and_the_limit_before_cancelling(void **state) {
    struct room *room = *state;
    at_result_next(room);
    assert_string_equal(words_of(room_look(room), "line.3"), "身份证、医保卡");
    room_fresh(room);
    at_cancel_limit(room);
    assert_true(says(room_look(room), "前一天下午4点以前都能取消"));
    room_fresh(room);
    room_booking(room, ROOM_BOOKING("cancelled", ""));
    assert_false(says(room_look(room), "身份证"));
}

#define TOLD "{\"id\":\"" ROOM_ID "\",\"saved\":true,\"duplicate\":\"\"}"

/* The channel was opened from live television because the car is there. */
static void a_turn_of_a_request_comes_up_by_itself_and_television_comes_back(void **state) {
    struct room *room = *state;
    room_requests(room, ROOM_TAXI("arrived", ""), 0);
    room_notices(room, "", true);
    room_tell(room, IPC_SUBMITTED, TOLD);
    assert_string_equal(room_look(room)->screen, "result");
    room_press(room, ACTION_RIGHT, ACTION_LEFT, ACTION_BACK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    assert_int_equal(room->sent[0].type, IPC_TV);
}

/* Whatever came of it, and however often OK is pressed: what came by itself is only taken note of. */
static void news_never_has_its_focus_on_another_order(void **state) {
    static const char *const states[] = {"received", "accepted", "on_the_way", "arrived",
                                         "done",     "rejected", "cancelled",  "expired"};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char status[400];
        room_fresh(room);
        room_tell(room, IPC_CATALOG, ROOM_CLINIC);
        snprintf(status, sizeof status,
                 "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"hospital\",\"status\":\"%s\","
                 "\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224540000,\"retry_step\":\"slot\"}",
                 states[i]);
        room_requests(room, status, 0);
        room_notices(room, "", true);
        room_tell(room, IPC_SUBMITTED, TOLD);
        assert_string_equal(room_look(room)->focus, "ok");
        assert_int_equal(focus_place(room_look(room), "ok"), 0);
        room_press(room, ACTION_OK, ACTION_OK, ACTION_OK, ACTION_NONE);
        for (size_t sent = 0; sent < room->sent_count; sent++)
            assert_int_not_equal(room->sent[sent].type, IPC_SUBMIT);
    }
}

static void it_interrupts_nothing_that_is_being_done(void **state) {
    struct room *room = *state;
    room_requests(room, ROOM_TAXI("expired", ""), 0);
    at_step(room);
    room_tell(room, IPC_SUBMITTED, TOLD);
    assert_string_equal(room_look(room)->screen, "step");
    room_press(room, ACTION_SERVICE, ACTION_NONE);
    room_tell(room, IPC_SUBMITTED, TOLD);
    assert_string_equal(room_look(room)->screen, "result");
    assert_true(says(room_look(room), "再试一次"));
    assert_string_equal(room_look(room)->focus, "ok"); /* it came by itself */
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    assert_int_equal(room->sent_count, 0);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh)
    const struct CMUnitTest tests[] = {
        T(the_promise_counts_down_by_the_minute),
        T(at_its_end_the_screen_says_what_can_be_done),
        T(nothing_is_promised_before_the_hotline_has_it_or_after_it_answered),
        T(a_booking_leads_to_a_taxi_that_knows_the_way),
        T(back_from_what_followed_leads_to_the_booking),
        T(it_is_offered_only_in_its_states),
        T(a_slot_that_was_lost_is_chosen_anew_and_the_rest_is_kept),
        T(what_is_done_can_be_ordered_again_with_the_same_answers),
        T(an_answer_that_the_catalog_has_no_more_is_asked_for),
        T(a_turn_of_a_request_comes_up_by_itself_and_television_comes_back),
        T(news_never_has_its_focus_on_another_order),
        T(it_interrupts_nothing_that_is_being_done),
        T(papers_are_named_until_it_is_over_and_the_limit_before_cancelling),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
