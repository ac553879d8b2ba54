/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every list in each of its states: asked for, a busy sign at 1 s, words and a way out at 3 s, another try at 10 s,
 * empty, failed, without a line, from memory. Each says what is so, advises one thing to do, and leaves the focus where
 * it was.
 */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void ask_slots(struct room *room) {
    at_slots_asked(room);
}

static void ask_dishes(struct room *room) {
    order_catalog(room);
    room_press(room, ACTION_DIGIT_2, ACTION_NONE);
}

static void come_to_nothing(struct room *room) {
    order_refused(room);
}

static void lose_the_line(struct room *room) {
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    order_refused(room);
}

static void have_nothing(struct room *room) {
    order_told(room, 0, "");
}

/* The button that is painted as the thing to do; "" = there is none. */
static const char *suggested_focus(const struct room *room, const struct scene *scene) {
    colour yes = theme_colour(&room->theme, COLOUR_YES), focus = theme_colour(&room->theme, COLOUR_YES_FOCUS);
    for (size_t i = 0; i < scene->item_count; i++)
        if (scene->items[i].focusable && (scene->items[i].fill == yes || scene->items[i].fill == focus))
            return scene->items[i].id;
    return "";
}

static void a_list_of_the_hotlines_says_where_it_is(void **state) {
    static const struct {
        int64_t after_ms;
        void (*then)(struct room *room);
        const char *says, *advises; /* "" = nothing as yet */
    } cases[] = {
        {0, NULL, "", ""},
        {999, NULL, "", ""},
        {1000, NULL, "正在问热线", ""},
        {2999, NULL, "正在问热线", ""},
        {3000, NULL, "请再等等", "person"},
        {9999, NULL, "请再等等", "person"},
        {10000, NULL, "请再等等", "retry"},
        {50, come_to_nothing, "请再试试", "retry"},
        {50, lose_the_line, "没有连上热线", "retry"},
        {50, have_nothing, "要不要请热线", "retry"},
    };
    static void (*const asked[])(struct room *) = {ask_slots, ask_dishes};
    struct room *room = *state;
    for (size_t list = 0; list < 2; list++)
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            room_fresh(room);
            asked[list](room);
            assert_string_equal(room_look(room)->focus, "back");
            room->now_ms += cases[i].after_ms;
            if (cases[i].then)
                cases[i].then(room);
            const struct scene *scene = room_look(room);
            if (!strstr(words_of(scene, "text"), cases[i].says) ||
                strcmp(suggested_focus(room, scene), cases[i].advises) != 0)
                fail_msg("list %zu, case %zu: advises \"%s\"", list, i, suggested_focus(room, scene));
            assert_string_equal(scene->focus, cases[i].advises[0] ? cases[i].advises : "back");
            assert_int_equal(scene_find(scene, "text") != NULL, cases[i].says[0] != 0);
        }
}

/* Who asks once more stays on the button, and the question that was put before still counts as time waited. */
static void trying_again_takes_nothing_from_under_the_finger(void **state) {
    static void (*const asked[])(struct room *) = {ask_slots, ask_dishes};
    struct room *room = *state;
    for (size_t list = 0; list < 2; list++) {
        room_fresh(room);
        asked[list](room);
        room_look(room);
        room->now_ms += 10000;
        order_seen(room);
        for (int i = 0; i < 3 && strcmp(room_look(room)->focus, "retry") != 0; i++)
            room_press(room, ACTION_LEFT, ACTION_NONE);
        assert_string_equal(room_look(room)->focus, "retry");
        long long before = order_asked(room);
        room_press(room, ACTION_OK, ACTION_NONE);
        assert_int_not_equal(order_asked(room), before);
        room->now_ms += 500;
        assert_string_equal(room_look(room)->focus, "retry");
        assert_true(says(room_look(room), "请再等等"));
    }
}

/* OK was on its way to a button when the list came: its first row is not what was meant. */
/* The way back has the focus because there is nothing else yet; the OK was meant for the list. */
static void while_a_list_loads_ok_does_nothing(void **state) {
    static void (*const asked[])(struct room *) = {ask_slots, ask_dishes};
    struct room *room = *state;
    for (size_t i = 0; i < 2; i++) {
        room_fresh(room);
        asked[i](room);
        const char *step = room_look(room)->step;
        char before[REQUEST_NAME_SIZE];
        snprintf(before, sizeof before, "%s", step);
        assert_string_equal(room_look(room)->focus, "back");
        for (int ok = 0; ok < 3; ok++) {
            room_hit(room, ACTION_OK);
            assert_int_equal(screen_stack_edge(room->stack), ACTION_OK);
            assert_string_equal(room_look(room)->step, before);
            room->now_ms += 500;
        }
        room_press(room, ACTION_BACK, ACTION_NONE);
        assert_true(strcmp(room_look(room)->step ? room_look(room)->step : "", before) != 0);
    }
}

static void a_key_that_is_late_takes_nothing_from_the_list_that_has_come(void **state) {
    static const struct {
        void (*ask)(struct room *room);
        const char *options, *step;
    } lists[] = {{ask_slots, ORDER_SLOTS, "slot"}, {ask_dishes, ORDER_DISHES, "dishes"}};
    static const enum action keys[] = {ACTION_OK, ACTION_DIGIT_1};
    struct room *room = *state;
    for (size_t list = 0; list < 2; list++)
        for (size_t key = 0; key < 2; key++) {
            room_fresh(room);
            lists[list].ask(room);
            come_to_nothing(room);
            assert_string_equal(room_look(room)->focus, "retry");
            room_press(room, ACTION_OK, ACTION_NONE);
            order_told(room, 0, lists[list].options);
            room->now_ms -= 1; /* the last moment of the guard */
            room_hit(room, keys[key]);
            assert_string_equal(room_look(room)->step, lists[list].step);
            assert_false(says(room_look(room), "1 份"));
            room->now_ms += 1;
            room_press(room, ACTION_OK, ACTION_NONE);
            const struct scene *scene = room_look(room);
            assert_true(strcmp(scene->step, lists[list].step) != 0 || says(scene, "1 份"));
        }
}

/* What came to nothing and is asked once more says so, as the first time; all its buttons stay. */
static void another_try_says_that_it_is_under_way(void **state) {
    static void (*const come_to[])(struct room *) = {come_to_nothing, lose_the_line, have_nothing};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof come_to / sizeof come_to[0]; i++) {
        room_fresh(room);
        ask_slots(room);
        come_to[i](room);
        for (int left = 0; left < 3 && strcmp(room_look(room)->focus, "retry") != 0; left++)
            room_press(room, ACTION_LEFT, ACTION_NONE);
        room_press(room, ACTION_OK, ACTION_NONE);
        assert_false(says(room_look(room), "正在问热线"));
        assert_int_equal(room->redraw_at_ms - room->now_ms, 1000);
        room->now_ms += 1000;
        assert_true(says(room_look(room), "正在问热线"));
        assert_string_equal(room_look(room)->focus, "retry");
        room->now_ms += 2000;
        assert_true(says(room_look(room), "请再等等"));
        come_to_nothing(room);
        assert_false(says(room_look(room), "请再等等"));
        assert_string_equal(room_look(room)->focus, "retry");
        long long before = order_asked(room);
        room->now_ms += STEP_OPTIONS_CACHE_AGAIN_MS;
        room_look(room);
        assert_int_not_equal(order_asked(room), before); /* by the box itself: nobody needs to hear of it */
        room->now_ms += 5000;
        assert_false(says(room_look(room), "请再等等"));
    }
}

/* What the box has itself is there at once, in whatever state the line is; only its age is said. */
static void a_list_of_the_boxs_own_is_there_at_once(void **state) {
    static const struct {
        void (*arrange)(struct room *room);
        const char *says, *focus;
    } lists[] = {{at_orders, "叫车", NULL}, {at_notices, "您今天好吗", NULL}, {at_more, "请热线打给我", NULL}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        room_fresh(room);
        lists[i].arrange(room);
        assert_true(says(room_look(room), lists[i].says));
        char focus[SCENE_ID_SIZE];
        snprintf(focus, sizeof focus, "%s", room_look(room)->focus);
        room_tell(room, IPC_LINK, "{\"state\":\"offline\",\"heard_ago_ms\":300000}");
        const struct scene *scene = room_look(room);
        assert_true(says(scene, "没有连上热线"));
        assert_true(says(scene, lists[i].says));
        assert_string_equal(scene->focus, focus);
        if (i < 2) /* how old what is shown may be */
            assert_string_equal(words_of(scene, "age"), "现在问不到热线 · 5 分钟前的情况");
    }
}

static void an_empty_list_of_the_boxs_own_leads_back(void **state) {
    struct room *room = *state;
    room_fresh(room);
    at_orders_empty(room);
    assert_true(says(room_look(room), "还没有订单"));
    assert_string_equal(room_look(room)->focus, "back");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    room_fresh(room);
    at_notices(room);
    room_tell(room, IPC_NOTICES, "{\"notices\":[]}");
    assert_true(says(room_look(room), "没有通知"));
    assert_string_equal(room_look(room)->focus, "back");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "orders");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_the_hotlines_says_where_it_is),
        cmocka_unit_test(trying_again_takes_nothing_from_under_the_finger),
        cmocka_unit_test(while_a_list_loads_ok_does_nothing),
        cmocka_unit_test(a_key_that_is_late_takes_nothing_from_the_list_that_has_come),
        cmocka_unit_test(another_try_says_that_it_is_under_way),
        cmocka_unit_test(a_list_of_the_boxs_own_is_there_at_once),
        cmocka_unit_test(an_empty_list_of_the_boxs_own_leads_back),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
