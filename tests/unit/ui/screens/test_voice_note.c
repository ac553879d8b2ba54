/* SPDX-License-Identifier: Apache-2.0 */
/* A spoken note: one press and speak, or hold the key; and nobody listens when nobody should. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/order_flow.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

/* What was asked of the ear, in order: "begin enough". */
static void asked(const struct room *room, const char *expected) {
    char all[200] = "";
    for (size_t i = 0; i < room->sent_count; i++)
        if (room->sent[i].type == IPC_LISTEN)
            snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", all[0] ? " " : "",
                     json_text(room->sent[i].message, "do", ""));
    assert_string_equal(all, expected);
}

static void is_on(struct room *room, const char *screen, const char *title) {
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, screen);
    assert_string_equal(scene->title, title);
}

static void without_a_microphone_nobody_is_asked_to_speak(void **state) {
    struct room *room = *state;
    at_say(room);
    assert_false(says(room_look(room), "说一句话给工作人员"));
    assert_string_equal(room_look(room)->focus, SERVICE_NONE);
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE); /* and who tries is told so */
    is_on(room, "listen", "没有话筒");
    asked(room, "");
}

static void one_press_begins_and_one_ends_it(void **state) {
    struct room *room = *state;
    at_say_offered(room);
    assert_string_equal(room_look(room)->focus, REQUEST_SPOKEN);
    room_press(room, ACTION_OK, ACTION_NONE);
    is_on(room, "say", "请稍等");
    asked(room, "begin");
    order_listen(room, "hearing", 62, 2400);
    is_on(room, "say", "请说话");
    assert_string_equal(words_of(room_look(room), "text"), "还剩 6 秒");
    assert_string_equal(words_of(room_look(room), "done"), "说好了");
    room_press(room, ACTION_OK, ACTION_NONE);
    asked(room, "begin enough");
    order_listen(room, "heard", 0, 5100);
    is_on(room, "say", "录好了，5 秒");
    assert_string_equal(room_look(room)->focus, "use");
}

/* While somebody is listened to, the box keeps its mouth shut. */
static void nothing_is_said_aloud_while_it_listens(void **state) {
    struct room *room = *state;
    at_say_hearing(room);
    assert_true(room_look(room)->hush);
    order_listen(room, "heard", 0, 5100);
    assert_false(room_look(room)->hush);
    assert_non_null(strstr(room_look(room)->say, "录好了"));
}

static void what_was_said_goes_with_the_order(void **state) {
    struct room *room = *state;
    at_order_spoken(room);
    assert_string_equal(room_look(room)->screen, "confirm");
    assert_true(says(room_look(room), "一段话，5 秒"));
    room_press(room, ACTION_OK, ACTION_NONE);
    struct json_object *order = room->sent[room->sent_count - 1].message;
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_SUBMIT);
    assert_string_equal(json_text(json_child(order, "answers"), "word", ""), "spoken");
    assert_string_equal(json_text(json_child(order, "voice"), "step", ""), "word");
    assert_string_equal(json_text(json_child(order, "voice"), "id", ""), "77777777-7777-4777-8777-777777777777");
    order_listen(room, "ready", 0, 0); /* stb-app took it; the word "saved" is on its way */
    assert_string_equal(room_look(room)->screen, "confirm");
}

static void a_sentence_is_chosen_as_before(void **state) {
    struct room *room = *state;
    at_say_heard(room);
    room_press(room, ACTION_BACK, ACTION_DOWN, ACTION_DOWN, ACTION_OK, ACTION_OK, ACTION_NONE);
    struct json_object *order = room->sent[room->sent_count - 1].message;
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_SUBMIT);
    assert_string_not_equal(json_text(json_child(order, "answers"), "word", ""), "spoken");
    assert_null(json_child(order, "voice"));
}

static void it_can_be_said_again_or_left(void **state) {
    struct room *room = *state;
    at_say_heard(room);
    room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    is_on(room, "say", "请稍等");
    assert_string_equal(room_look(room)->focus, "done"); /* not the way out, which stands in the same place */
    asked(room, "begin begin");
    order_listen(room, "heard", 0, 3000);
    room_press(room, ACTION_RIGHT, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    is_on(room, "step", "有话要说?");
    asked(room, "begin begin drop");
}

static void back_leaves_nothing_behind(void **state) {
    struct room *room = *state;
    at_say_hearing(room);
    room_press(room, ACTION_BACK, ACTION_NONE);
    is_on(room, "step", "有话要说?");
    asked(room, "begin drop");
}

/* A press of the voice key that lasts is the note; one that does not begins it, and the next one ends it. */
static void the_voice_key_is_held_or_tapped(void **state) {
    struct room *room = *state;
    at_say_offered(room);
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    is_on(room, "say", "请稍等");
    order_listen(room, "hearing", 40, 900);
    room->now_ms += 1000;
    room_press(room, ACTION_VOICE_UP, ACTION_NONE);
    asked(room, "begin enough");
    order_listen(room, "heard", 0, 1000);
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    room->now_ms += 200;
    room_press(room, ACTION_VOICE_UP, ACTION_NONE);
    asked(room, "begin enough begin");
    order_listen(room, "hearing", 40, 900);
    room->now_ms += 1000;
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    room->now_ms += 1000;
    room_press(room, ACTION_VOICE_UP, ACTION_NONE);
    asked(room, "begin enough begin enough");
}

/* Whatever comes up over it: an SOS, a notice, a call to a person. */
static void nobody_listens_under_another_screen(void **state) {
    struct room *room = *state;
    static const char *const screens[] = {"sos", "notice", "confirm"};
    for (int i = 0; i < 3; i++) {
        room_fresh(room);
        at_say_hearing(room);
        if (i == 0)
            room_sos(room, "sending", 100, 4900, "");
        else if (i == 1)
            room_notices(room, ROOM_CARE, false);
        else
            room_press(room, ACTION_PERSON, ACTION_NONE);
        assert_string_equal(room_look(room)->screen, screens[i]);
        asked(room, "begin drop");
    }
    room_press(room, ACTION_BACK, ACTION_NONE); /* it does not begin again by itself */
    is_on(room, "say", "说一句话");
    asked(room, "begin drop");
}

static void what_went_wrong_is_said_and_can_be_left(void **state) {
    struct room *room = *state;
    static const struct {
        const char *told, *title;
    } cases[] = {
        {"silent", "没有听到声音"}, {"busy", "话筒正忙"}, {"missing", "没有找到话筒"}, {"failed", "话筒现在用不了"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        at_say_starting(room);
        order_listen(room, cases[i].told, 0, 0);
        is_on(room, "say", cases[i].title);
        room_press(room, ACTION_BACK, ACTION_NONE);
        is_on(room, "step", "有话要说?");
    }
}

/* Another recording took its place meanwhile: the step is asked again, the wrong words are never sent. */
static void a_recording_that_has_gone_is_asked_for_again(void **state) {
    struct room *room = *state;
    at_order_spoken(room);
    order_listen(room, "ready", 0, 0);
    is_on(room, "step", "有话要说?");
    assert_true(says(room_look(room), "刚才选的已经没有了"));
}

static int bars_lit(struct room *room, int level) {
    colour lit = theme_colour(&room->theme, COLOUR_NOW);
    int count = 0;
    order_listen(room, "hearing", level, 1000);
    const struct scene *scene = room_look(room);
    for (size_t i = 0; i < scene->item_count; i++)
        count += scene->items[i].role == ROLE_NONE && scene->items[i].id[0] == 0 && scene->items[i].fill == lit;
    return count - 1; /* and the disc */
}

static void the_louder_the_more_bars(void **state) {
    struct room *room = *state;
    at_say_hearing(room);
    assert_int_equal(bars_lit(room, 0), 0);
    assert_int_equal(bars_lit(room, 1), 1);
    assert_int_equal(bars_lit(room, 50), 8);
    assert_int_equal(bars_lit(room, 100), 16);
}

/* Another step's answer was spoken already: it is not thrown away for this one. */
static void one_order_has_one_recording(void **state) {
    struct room *room = *state;
    at_say_offered(room);
    struct screen_step step = {.order = {.service = "clinic"}};
    const struct service *clinic = service_catalog_find(room->model.catalog, "clinic");
    while (strcmp(clinic->steps[step.index].id, "word") != 0)
        step.index++;
    assert_true(voice_note_offered(&room->model, &step));
    order_flow_set_answer(&step.order, "word", REQUEST_SPOKEN);
    assert_true(voice_note_offered(&room->model, &step)); /* its own may be said anew */
    struct screen_step other = {.order = {.service = "clinic"}, .index = step.index};
    order_flow_set_answer(&other.order, "place", REQUEST_SPOKEN);
    assert_false(voice_note_offered(&room->model, &other));
}

/* Only bars change while somebody speaks: their places stay, and so does everything else. */
static void a_level_changes_bars_only(void **state) {
    struct room *room = *state;
    static struct scene before;
    at_say_hearing(room);
    scene_copy(&before, room_look(room));
    order_listen(room, "hearing", 30, 2500);
    const struct scene *after = room_look(room);
    int changed = 0;
    assert_int_equal(before.item_count, after->item_count);
    for (size_t i = 0; i < after->item_count; i++) {
        if (scene_item_equal(&before.items[i], &after->items[i]))
            continue;
        changed++;
        assert_int_equal(after->items[i].role, ROLE_NONE);
        assert_memory_equal(&before.items[i].box, &after->items[i].box, sizeof after->items[i].box);
    }
    assert_in_range(changed, 3, 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(without_a_microphone_nobody_is_asked_to_speak, fresh),
        cmocka_unit_test_setup(one_press_begins_and_one_ends_it, fresh),
        cmocka_unit_test_setup(nothing_is_said_aloud_while_it_listens, fresh),
        cmocka_unit_test_setup(what_was_said_goes_with_the_order, fresh),
        cmocka_unit_test_setup(a_sentence_is_chosen_as_before, fresh),
        cmocka_unit_test_setup(it_can_be_said_again_or_left, fresh),
        cmocka_unit_test_setup(back_leaves_nothing_behind, fresh),
        cmocka_unit_test_setup(the_voice_key_is_held_or_tapped, fresh),
        cmocka_unit_test_setup(nobody_listens_under_another_screen, fresh),
        cmocka_unit_test_setup(what_went_wrong_is_said_and_can_be_left, fresh),
        cmocka_unit_test_setup(a_recording_that_has_gone_is_asked_for_again, fresh),
        cmocka_unit_test_setup(a_level_changes_bars_only, fresh),
        cmocka_unit_test_setup(the_louder_the_more_bars, fresh),
        cmocka_unit_test_setup(one_order_has_one_recording, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
