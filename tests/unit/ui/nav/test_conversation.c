/* SPDX-License-Identifier: Apache-2.0 */
/* The voice key's conversation, with what stb-app would say of it: where each sentence leads, and where none does. */
#include "tests/unit/ui/fixture.h"
#include "ui/nav/carry_intent.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static int begin_at_home(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell_catalog(room, "assets/catalog.json");
    room_tell(room, IPC_MIC, "{\"state\":\"ready\",\"most_ms\":8000}");
    room_look(room);
    return 0;
}

static size_t sent(const struct room *room, enum ipc_type type) {
    size_t count = 0;
    for (size_t i = 0; i < room->sent_count; i++)
        count += room->sent[i].type == type;
    return count;
}

static const char *screen_after(struct room *room, const char *heard) {
    char json[400];
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "listen");
    room_tell(room, IPC_MIC, "{\"state\":\"hearing\",\"level\":50,\"heard_ms\":900,\"most_ms\":8000}");
    assert_string_equal(room_look(room)->voice.state, "listening");
    room_tell(room, IPC_MIC, "{\"state\":\"heard\",\"heard_ms\":1900,\"most_ms\":8000,\"id\":\"" ROOM_ID "\"}");
    assert_string_equal(room_look(room)->voice.state, "thinking");
    snprintf(json, sizeof json, "{\"done\":true,%s}", heard);
    room_tell(room, IPC_HEARD, json);
    return room_look(room)->screen;
}

static void it_says_what_may_be_said_and_listens(void **state) {
    struct room *room = *state;
    room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
    assert_int_equal(room->sent[room->sent_count - 2].type, IPC_HEAR); /* before the microphone is opened */
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_LISTEN);
    assert_true(json_object_array_length(json_child(room->sent[room->sent_count - 2].message, "phrases")) > 100);
    assert_true(room_look(room)->hush); /* nobody talks into it */
}

static void an_order_ends_on_a_screen_and_is_not_sent(void **state) {
    struct room *room = *state;
    assert_string_equal(screen_after(room, "\"text\":\"去医院\",\"score\":0.9"), "step");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->service, "taxi");
    assert_string_equal(scene->step, "when");
    assert_string_equal(words_of(scene, "said"), "您说：去医院");
    assert_string_equal(scene->voice.state, "heard");
    room->now_ms += 6001;
    assert_null(room_look(room)->voice.state);
    assert_int_equal(sent(room, IPC_SUBMIT), 0);
}

static void what_the_hand_must_do_no_word_does(void **state) {
    static const char *const words[] = {"确定", "好的", "第一个", "第二个", "下一页", "回首页"};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char heard[100];
        snprintf(heard, sizeof heard, "\"text\":\"%s\",\"score\":1", words[i]);
        begin_at_home(state);
        assert_string_equal(screen_after(room, "\"text\":\"养老金\",\"score\":0.9"), "confirm");
        room->now_ms += 5000;
        screen_after(room, heard);
        room->now_ms += 5000;
        room_look(room);
        assert_int_equal(sent(room, IPC_SUBMIT), 0);
    }
}

/* The guard would hold such an OK back too; that it is none at all is a rule of its own. */
static void ok_and_numbers_are_keys_only_where_they_choose(void **state) {
    struct room *room = *state;
    const struct screen_stack_setup setup = {
        .model = &room->model, .strings = room->strings, .send = room_record, .data = room};
    static struct screen_layers layers;
    const struct intent ok = {.kind = INTENT_OK}, second = {.kind = INTENT_PLACE, .number = 2};
    const struct screen sends[] = {confirm_callback("home", ""), dialog_screen(DIALOG_CANCEL, "", ""),
                                   result_screen(ROOM_ID), notice_screen(ROOM_ID)};
    layers = (struct screen_layers){.depth = 0};
    screen_layers_begin(&layers, &setup);
    assert_int_equal(carry_intent(&layers, &ok, room_look(room)), ACTION_OK);
    assert_int_equal(carry_intent(&layers, &second, room_look(room)), ACTION_DIGIT_2);
    for (size_t i = 0; i < sizeof sends / sizeof sends[0]; i++) {
        screen_layers_push(&layers, &sends[i]);
        assert_int_equal(carry_intent(&layers, &ok, room_look(room)), ACTION_NONE);
        assert_int_equal(carry_intent(&layers, &second, room_look(room)), ACTION_NONE);
    }
}

static void help_is_an_sos_with_its_grace(void **state) {
    struct room *room = *state;
    screen_after(room, "\"text\":\"救命\",\"score\":0.9");
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "press");
}

static void a_number_chooses_on_a_list(void **state) {
    struct room *room = *state;
    screen_after(room, "\"text\":\"去医院\",\"score\":0.9");
    assert_string_equal(screen_after(room, "\"text\":\"第一个\",\"score\":0.9"), "confirm");
}

static void back_is_back(void **state) {
    struct room *room = *state;
    screen_after(room, "\"text\":\"去医院\",\"score\":0.9");
    assert_string_equal(screen_after(room, "\"text\":\"返回\",\"score\":0.9"), "home");
}

static void what_is_not_sure_is_asked_about_once(void **state) {
    struct room *room = *state;
    assert_string_equal(screen_after(room, "\"text\":\"去医院\",\"score\":0.4"), "listen");
    assert_string_equal(room_look(room)->title, "您是说“去医院”吗？");
    room->now_ms += 500; /* it came by itself, so OK waits a moment */
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "step");
    assert_string_equal(room_look(room)->service, "taxi");
}

static void a_second_time_a_person_hears_it(void **state) {
    struct room *room = *state;
    screen_after(room, "\"text\":\"去医院\",\"score\":0.4");
    assert_string_equal(screen_after(room, "\"text\":\"送菜\",\"score\":0.2"), "listen");
    assert_string_equal(room_look(room)->voice.state, "person");
    assert_int_equal(sent(room, IPC_SUBMIT), 1);
    assert_string_equal(room_last(room, IPC_SUBMIT, "kind"), "callback");
    assert_string_equal(room_last(room, IPC_SUBMIT, "trigger"), "voice");
    room->now_ms += 500; /* it came by itself, so OK waits a moment */
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void each_failure_has_its_sentence(void **state) {
    static const struct {
        const char *heard, *title;
    } cases[] = {{"\"failed\":true", "现在听不了"}, {"\"brief\":true", "说得太短了"}, {"\"quiet\":true", "声音太轻了"}};
    static const struct {
        const char *mic, *title;
    } microphones[] = {
        {"silent", "声音太轻了"}, {"busy", "话筒正忙"}, {"missing", "没有话筒"}, {"failed", "现在听不了"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin_at_home(state);
        screen_after(room, cases[i].heard);
        assert_string_equal(room_look(room)->title, cases[i].title);
    }
    for (size_t i = 0; i < sizeof microphones / sizeof microphones[0]; i++) {
        char json[100];
        begin_at_home(state);
        room_press(room, ACTION_VOICE_DOWN, ACTION_NONE);
        snprintf(json, sizeof json, "{\"state\":\"%s\",\"most_ms\":8000}", microphones[i].mic);
        room_tell(room, IPC_MIC, json);
        assert_string_equal(room_look(room)->title, microphones[i].title);
        room_press(room, ACTION_BACK, ACTION_NONE);
        assert_string_equal(room_look(room)->screen, "home");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_says_what_may_be_said_and_listens, begin_at_home),
        cmocka_unit_test_setup(an_order_ends_on_a_screen_and_is_not_sent, begin_at_home),
        cmocka_unit_test_setup(what_the_hand_must_do_no_word_does, begin_at_home),
        cmocka_unit_test_setup(ok_and_numbers_are_keys_only_where_they_choose, begin_at_home),
        cmocka_unit_test_setup(help_is_an_sos_with_its_grace, begin_at_home),
        cmocka_unit_test_setup(a_number_chooses_on_a_list, begin_at_home),
        cmocka_unit_test_setup(back_is_back, begin_at_home),
        cmocka_unit_test_setup(what_is_not_sure_is_asked_about_once, begin_at_home),
        cmocka_unit_test_setup(a_second_time_a_person_hears_it, begin_at_home),
        cmocka_unit_test_setup(each_failure_has_its_sentence, begin_at_home),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
