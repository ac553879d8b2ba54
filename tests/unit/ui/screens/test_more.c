/* SPDX-License-Identifier: Apache-2.0 */
/* What the operator adds by data: further services and call-back topics, behind 人工热线. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#define CATALOG(topics)                                                                                                     \
    "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"home\":2,\"steps\":[]},{\"id\":\"haircut\","       \
    "\"title\":\"上门理发\",\"note\":\"师傅到家里来\",\"icon\":\"cleaning\",\"steps\":[{\"id\":\"day\",\"kind\":" \
    "\"choose\",\"title\":\"哪一天\",\"options\":[{\"id\":\"tue\",\"title\":\"星期二\"}]}]}]" topics "}}"
#define TOPICS ",\"topics\":[{\"id\":\"policy\",\"title\":\"政策咨询\",\"note\":\"养老金、医保\",\"icon\":\"policy\"}]"

static void a_service_without_a_place_on_home_is_found_and_done(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, CATALOG(""));
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->step, "topic");
    assert_string_equal(scene->focus, "call-me");
    assert_true(says(scene, "上门理发"));
    room_press(room, ACTION_DIGIT_2, ACTION_DIGIT_1, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SUBMIT, "kind"), "service");
    assert_string_equal(room_last(room, IPC_SUBMIT, "service"), "haircut");
}

static void a_topic_asks_for_a_call_back_about_it(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, CATALOG(TOPICS));
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_true(says(room_look(room), "养老金、医保"));
    room_press(room, ACTION_DIGIT_3, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SUBMIT, "kind"), "callback");
    assert_string_equal(room_last(room, IPC_SUBMIT, "service"), "policy");
}

/* As the hotline's own button does: who rings, where, and that it costs nothing; of what is not known, nothing. */
static void every_call_back_says_who_rings_where_and_what_it_costs(void **state) {
    static const char *const profiles[] = {"{\"profile\":{\"phone\":\"52781234\"}}", "{\"profile\":{}}"};
    static const enum action ways[][3] = {{ACTION_DIGIT_2, ACTION_DIGIT_3, ACTION_NONE}, {ACTION_PERSON, ACTION_NONE}};
    struct room *room = *state;
    for (size_t known = 0; known < 2; known++)
        for (size_t way = 0; way < 2; way++) {
            room_fresh(room);
            room_tell(room, IPC_CATALOG, CATALOG(TOPICS));
            room_tell(room, IPC_PROFILE, profiles[known]);
            for (size_t i = 0; ways[way][i] != ACTION_NONE; i++)
                room_press(room, ways[way][i], ACTION_NONE);
            const struct scene *scene = room_look(room);
            assert_string_equal(scene->screen, "confirm");
            assert_int_equal(says(scene, "谁打来"), way == 1); /* who asks about a topic knows whom */
            assert_true(says(scene, "不收钱"));
            assert_int_equal(says(scene, "打到"), known == 0);
            assert_int_equal(says(scene, "52781234"), known == 0);
        }
}

#define CLEANING                                                                                                        \
    "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"home\":2,\"steps\":[]},{\"id\":\"housework\"," \
    "\"title\":\"家政预约\",\"kind\":\"callback\",\"steps\":[{\"id\":\"what\",\"kind\":\"choose\",\"title\":"       \
    "\"做什么\","                                                                                                    \
    "\"options\":[{\"id\":\"windows\",\"title\":\"擦窗\"},{\"id\":\"floor\",\"title\":\"拖地\"}]}]}]}}"
#define CLEANED(state, what)                                                                                           \
    "{\"requests\":[{\"id\":\"" ROOM_ID "\",\"kind\":\"callback\",\"service\":\"housework\",\"status\":\"" state       \
    "\",\"answers\":{\"what\":\"" what "\"}}]}"

/* Three OKs from home, after the tile's: the row, and the confirm screen. */
static void what_was_asked_for_last_stands_below_the_person(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, CLEANING);
    room_tell(room, IPC_REQUESTS, CLEANED("done", "floor"));
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "call-me");
    assert_true(says(room_look(room), "家政预约，拖地"));
    room_press(room, ACTION_DOWN, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_last(room, IPC_SUBMIT, "kind"), "callback");
    struct json_object *sent = room->sent[room->sent_count - 1].message;
    assert_string_equal(json_text(json_child(sent, "answers"), "what", ""), "floor");
}

static void what_cannot_be_had_any_more_or_was_cancelled_is_not_repeated(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, CLEANING);
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    static const char *const last[] = {CLEANED("done", "roof"), CLEANED("cancelled", "floor"), "{\"requests\":[]}"};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        room_tell(room, IPC_REQUESTS, last[i]);
        assert_null(focus_find(room_look(room), "as-usual"));
    }
}

static void one_that_comes_while_the_list_is_open_appears_and_the_focus_stays(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, CATALOG(""));
    room_press(room, ACTION_DIGIT_2, ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "haircut");
    room_tell(room, IPC_CATALOG, CATALOG(TOPICS));
    assert_true(says(room_look(room), "政策咨询"));
    assert_string_equal(room_look(room)->focus, "haircut");
}

static void with_nothing_further_a_person_is_first_and_the_settings_are_last(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"home\":2,\"steps\":[]}]}}");
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
    assert_int_equal(focus_count(room_look(room)), 2);
    assert_string_equal(focus_at(room_look(room), 1)->id, "settings");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    assert_true(says(room_look(room), "打电话"));
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh)
    const struct CMUnitTest tests[] = {
        T(a_service_without_a_place_on_home_is_found_and_done),
        T(a_topic_asks_for_a_call_back_about_it),
        T(every_call_back_says_who_rings_where_and_what_it_costs),
        T(what_was_asked_for_last_stands_below_the_person),
        T(what_cannot_be_had_any_more_or_was_cancelled_is_not_repeated),
        T(one_that_comes_while_the_list_is_open_appears_and_the_focus_stays),
        T(with_nothing_further_a_person_is_first_and_the_settings_are_last),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
