/* SPDX-License-Identifier: Apache-2.0 */
/* What is offered as last time's: whose word counts, what is not a habit, and when nothing is offered at all. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/reorder.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#define PLACES                                                                                                         \
    "{\"id\":\"a\",\"title\":\"甲\"},{\"id\":\"b\",\"title\":\"乙\",\"usual\":true},{\"id\":\"c\",\"title\":\"丙\"}"
#define TAXI                                                                                                           \
    "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"home\":1,\"steps\":[{\"id\":\"to\",\"kind\":" \
    "\"choose\",\"title\":\"去哪里\",\"options\":[" PLACES "]},{\"id\":\"when\",\"kind\":\"choose\",\"title\":"        \
    "\"几点\",\"options\":[{\"id\":\"now\",\"title\":\"现在\"},{\"id\":\"later\",\"title\":\"晚一点\"}]}],"     \
    "\"next\":[{\"title\":\"回来\",\"states\":[\"done\"],\"service\":\"taxi\",\"answers\":{\"from\":\"{to}\","       \
    "\"to\":\"c\"}}]}]}}"
#define ORDER(state, to, when)                                                                                         \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"taxi\",\"status\":\"" state                            \
    "\",\"answers\":{\"to\":\"" to "\",\"when\":\"" when "\"}}"

static const char *offered(const struct room *room, enum reorder_source *source) {
    struct order order = {.service = "taxi"};
    const struct service *taxi = service_catalog_find(room->model.catalog, "taxi");
    struct order_flow_options list = order_flow_options(&room->model, &order, taxi, 0);
    const struct service_option *option = reorder_choice(&room->model, taxi, 0, &list, source);
    return option ? option->id : "";
}

static void requests(struct room *room, const char *list) {
    char json[2000];
    snprintf(json, sizeof json, "{\"requests\":[%s]}", list);
    room_tell(room, IPC_REQUESTS, json);
}

static void its_own_last_order_counts_then_the_profile_then_the_catalog(void **state) {
    static const struct {
        const char *profile, *orders, *expected;
        enum reorder_source source;
    } cases[] = {
        {"{\"profile\":{}}", "", "b", REORDER_CATALOG},
        {"{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"gone\"}}}}", "", "b", REORDER_CATALOG},
        {"{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"c\"}}}}", "", "c", REORDER_LAST},
        {"{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"c\"}}}}", ORDER("done", "a", "now"), "a", REORDER_LAST},
        {"{\"profile\":{}}", ORDER("rejected", "a", "now"), "a", REORDER_LAST}, /* it is still wanted */
        {"{\"profile\":{}}", ORDER("cancelled", "a", "now"), "b", REORDER_CATALOG},
        {"{\"profile\":{}}", ORDER("done", "c", "now"), "b", REORDER_CATALOG}, /* the trip back */
        {"{\"profile\":{}}", ORDER("done", "c", "now") "," ORDER("done", "a", "now"), "a", REORDER_LAST},
    };
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, TAXI);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum reorder_source source;
        room_tell(room, IPC_PROFILE, cases[i].profile);
        requests(room, cases[i].orders);
        assert_string_equal(offered(room, &source), cases[i].expected);
        assert_int_equal(source, cases[i].source);
    }
}

static bool stands_there(struct room *room) {
    return focus_find(room_look(room), "as-usual") != NULL;
}

static void the_whole_is_offered_only_where_all_of_it_is_known(void **state) {
    static const struct {
        const char *profile, *orders;
        bool offered;
    } cases[] = {
        {"{\"profile\":{}}", "", false}, /* what the catalog proposes to everybody is nobody's last time */
        {"{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"c\"}}}}", "", false},
        {"{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"c\",\"when\":\"now\"}}}}", "", true},
        {"{\"profile\":{}}", ORDER("done", "a", "later"), true},
        {"{\"profile\":{}}", ORDER("done", "a", "gone"), false},
        {"{\"profile\":{\"usual\":{\"taxi\":{\"when\":\"now\"}}}}", ORDER("done", "a", "gone"), true},
    };
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, TAXI);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        room_tell(room, IPC_PROFILE, cases[i].profile);
        requests(room, cases[i].orders);
        room_press(room, ACTION_SERVICE, ACTION_DIGIT_1, ACTION_NONE);
        assert_int_equal(stands_there(room), cases[i].offered);
    }
}

static void what_was_chosen_on_the_way_is_not_offered_again(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, TAXI);
    room_tell(room, IPC_PROFILE, "{\"profile\":{\"usual\":{\"taxi\":{\"to\":\"c\",\"when\":\"now\"}}}}");
    room_press(room, ACTION_DIGIT_1, ACTION_DOWN, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "when");
    assert_false(stands_there(room));
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_true(stands_there(room));
    assert_string_equal(room_look(room)->focus, "c");
}

/* --- what the hotline has to be asked for */

static void the_earliest_hour_is_asked_for_before_it_is_wanted(void **state) {
    struct room *room = *state;
    at_as_usual_asks(room);
    assert_true(says(room_look(room), "正在查最早的时间"));
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_QUESTION);
    struct json_object *question = room->sent[room->sent_count - 1].message;
    assert_string_equal(json_text(question, "step", ""), "slot");
    assert_string_equal(json_text(json_child(question, "answers"), "place", ""), "tongji");
    order_told(room, 0, "{\"id\":\"s1\",\"title\":\"上午 8:00\",\"left\":0},{\"id\":\"s2\",\"title\":\"上午 9:00\"}");
    assert_true(says(room_look(room), "同济医院，最早：上午 9:00"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    struct json_object *sent = room->sent[room->sent_count - 1].message, *answers = json_child(sent, "answers");
    assert_string_equal(json_text(answers, "slot", ""), "s2");
    assert_string_equal(json_text(answers, "word", "?"), "?"); /* what was said last time is not said again */
}

static void an_ok_before_it_is_known_leads_to_the_hours(void **state) {
    struct room *room = *state;
    at_as_usual_asks(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "slot");
    order_told(room, 0, "{\"id\":\"s2\",\"title\":\"上午 9:00\"}");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "word");
}

/* Full, failed, or from the box's memory: no hour is promised, and the focus goes to the row that comes first then. */
static void without_an_hour_it_is_not_offered(void **state) {
    struct room *room = *state;
    at_as_usual_asks(room);
    assert_string_equal(room_look(room)->focus, "as-usual");
    order_told(room, 0, "{\"id\":\"s1\",\"title\":\"上午 8:00\",\"left\":0}");
    assert_false(stands_there(room));
    assert_string_equal(room_look(room)->focus, "tongji");
    at_as_usual_asks(room);
    order_told(room, 60000, "{\"id\":\"s2\",\"title\":\"上午 9:00\"}");
    assert_false(stands_there(room));
}

/* --- a cart */

#define LUNCH(state, items)                                                                                            \
    "{\"requests\":[{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"meal\",\"status\":\"" state             \
    "\",\"answers\":{\"canteen\":\"x\",\"way\":\"home\"},\"items\":[" items "]}]}"
#define MEAL                                                                                                           \
    "{\"catalog\":{\"services\":[{\"id\":\"meal\",\"title\":\"订餐\",\"home\":1,\"steps\":[{\"id\":\"canteen\","     \
    "\"kind\":\"choose\",\"title\":\"哪家\",\"options\":[{\"id\":\"x\",\"title\":\"曹杨食堂\"}]},"               \
    "{\"id\":\"dishes\",\"kind\":\"cart\",\"title\":\"吃什么\",\"unit\":\"份\",\"max\":9,\"min_pay\":1000,"        \
    "\"options\":[{\"id\":\"rice\",\"title\":\"米饭\",\"price\":200,\"pay\":200},{\"id\":\"pork\",\"title\":"        \
    "\"红烧肉\",\"price\":1800,\"pay\":1200},{\"id\":\"fish\",\"title\":\"鱼\",\"price\":2000,\"pay\":1500,"       \
    "\"sold_out\":true}]},{\"id\":\"way\",\"kind\":\"choose\",\"title\":\"怎么送\",\"options\":[{\"id\":\"home\","  \
    "\"title\":\"送到家\"},{\"id\":\"self\",\"title\":\"自己取\"}]}]}]}}"

static void a_meal_is_repeated_with_what_there_is_today(void **state) {
    static const struct {
        const char *orders;
        bool offered;
        const char *words;
    } cases[] = {
        {"{\"requests\":[]}", false, NULL},
        {LUNCH("done", "{\"id\":\"pork\",\"quantity\":2},{\"id\":\"rice\",\"quantity\":1}"), true, "2 样"},
        {LUNCH("done", "{\"id\":\"pork\",\"quantity\":2},{\"id\":\"fish\",\"quantity\":1}"), true, "1 样"},
        {LUNCH("done", "{\"id\":\"fish\",\"quantity\":2}"), false, NULL},
        {LUNCH("done", "{\"id\":\"rice\",\"quantity\":1}"), false, NULL}, /* less than the least sum */
        {LUNCH("cancelled", "{\"id\":\"pork\",\"quantity\":2}"), false, NULL},
    };
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, MEAL);
    room_tell(room, IPC_PROFILE, "{\"profile\":{\"usual\":{\"meal\":{\"canteen\":\"x\",\"way\":\"home\"}}}}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        room_tell(room, IPC_REQUESTS, cases[i].orders);
        room_press(room, ACTION_SERVICE, ACTION_DIGIT_1, ACTION_NONE);
        assert_int_equal(stands_there(room), cases[i].offered);
        if (cases[i].words)
            assert_true(says(room_look(room), cases[i].words));
    }
}

static void a_cart_that_was_begun_goes_before_the_last_one(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, MEAL);
    room_tell(room, IPC_REQUESTS, LUNCH("done", "{\"id\":\"pork\",\"quantity\":2}"));
    room_press(room, ACTION_DIGIT_1, ACTION_NONE);
    assert_true(stands_there(room));
    room_press(room, ACTION_DOWN, ACTION_OK, ACTION_UP, ACTION_UP, ACTION_RIGHT, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "canteen");
    assert_false(stands_there(room));
}

/* From the cart: what was in it, and how it came. */
static void a_repeated_cart_asks_nothing_more(void **state) {
    struct room *room = *state;
    room_tell(room, IPC_CATALOG, MEAL);
    room_tell(room, IPC_REQUESTS, LUNCH("done", "{\"id\":\"pork\",\"quantity\":2}"));
    room_press(room, ACTION_DIGIT_1, ACTION_DOWN, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "again");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    struct json_object *answers = json_child(room->sent[room->sent_count - 1].message, "answers");
    assert_string_equal(json_text(answers, "way", ""), "home");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(its_own_last_order_counts_then_the_profile_then_the_catalog, fresh),
        cmocka_unit_test_setup(the_whole_is_offered_only_where_all_of_it_is_known, fresh),
        cmocka_unit_test_setup(what_was_chosen_on_the_way_is_not_offered_again, fresh),
        cmocka_unit_test_setup(the_earliest_hour_is_asked_for_before_it_is_wanted, fresh),
        cmocka_unit_test_setup(an_ok_before_it_is_known_leads_to_the_hours, fresh),
        cmocka_unit_test_setup(without_an_hour_it_is_not_offered, fresh),
        cmocka_unit_test_setup(a_meal_is_repeated_with_what_there_is_today, fresh),
        cmocka_unit_test_setup(a_cart_that_was_begun_goes_before_the_last_one, fresh),
        cmocka_unit_test_setup(a_repeated_cart_asks_nothing_more, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
