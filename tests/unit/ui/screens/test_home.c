/* SPDX-License-Identifier: Apache-2.0 */
/* Home: what is greeted, what stands where, and what each key opens. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void the_senior_is_greeted_by_name_and_hour(void **state) {
    static const struct {
        int hour;
        const char *title;
    } hours[] = {{3, "王阿姨，夜里好"},  {6, "王阿姨，早上好"},  {9, "王阿姨，上午好"},
                 {12, "王阿姨，中午好"}, {15, "王阿姨，下午好"}, {20, "王阿姨，晚上好"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
        room_fresh(room);
        const struct scene *scene =
            screen_stack_scene(room->stack, room->now_ms, ROOM_WALL + (hours[i].hour - 9) * INT64_C(3600000), NULL);
        assert_string_equal(scene->title, hours[i].title);
    }
    room_tell(room, IPC_PROFILE, "{\"profile\":{}}");
    assert_string_equal(room_look(room)->title, "上午好");
}

static void the_hotlines_clock_counts(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell(room, IPC_CLOCK, "{\"offset_ms\":3600000,\"sure\":true}");
    assert_string_equal(words_of(room_look(room), "clock"), "10:32");
}

/* A box that starts in 1970 without a line knows no hour, no day and no age, and claims none. */
static void no_time_is_claimed_that_is_not_known(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_requests(room, ROOM_TAXI("waiting", ""), 1);
    room_tell(room, IPC_CLOCK, "{\"told\":false,\"offset_ms\":0,\"sure\":false}");
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->title, "王阿姨，您好");
    assert_string_equal(words_of(scene, "clock"), "");
    for (size_t i = 0; i < scene->item_count; i++)
        assert_null(scene->items[i].words ? strstr(scene->items[i].words, "星期") : NULL);
    room_press(room, ACTION_DIGIT_6, ACTION_NONE);
    assert_string_equal(room_look(room)->title, "我的订单");
    assert_null(strstr(words_of(room_look(room), ROOM_ID ".note"), " · "));
    room_tell(room, IPC_CLOCK, "{\"told\":false,\"offset_ms\":0,\"sure\":true}");
    assert_non_null(strstr(words_of(room_look(room), ROOM_ID ".note"), " · "));
    assert_string_equal(words_of(room_look(room), "clock"), "9:32");
}

/* An operator's logo takes room once it can be drawn, as much as the title and the link leave it; nothing else moves.
 */
static void a_logo_takes_what_room_there_is_and_moves_nothing_to_be_chosen(void **state) {
    static const struct {
        double scale;
        int width, height;
    } cases[] = {{1.0, 100, 100},  {1.0, 400, 100},  {1.0, 40, 100},
                 {1.25, 400, 100}, {1.25, 100, 100}, {1.75, 400, 100}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_furnish(room, 1280, 720, cases[i].scale, false, "zh-CN");
        room_tell(room, IPC_HELLO, "{\"logo\":\"/etc/stb-app/logo.png\"}");
        static struct scene before;
        scene_copy(&before, room_look(room));
        assert_int_equal(scene_find(&before, "logo")->role, ROLE_NONE);
        assert_int_equal(scene_find(&before, "title")->box.x, room->theme.safe.x);
        room->model.logo_width = cases[i].width;
        room->model.logo_height = cases[i].height;
        const struct scene *scene = room_look(room);
        const struct scene_item *logo = scene_find(scene, "logo");
        if (logo->role == ROLE_IMAGE) {
            assert_int_equal(logo->box.w, (logo->box.h * cases[i].width + cases[i].height / 2) / cases[i].height);
            assert_true(scene_find(scene, "title")->box.x > logo->box.x + logo->box.w);
            assert_true(logo->box.h * 2 >= theme_text(&room->theme, SIZE_TITLE));
        } else {
            assert_true(cases[i].scale > 1.0 && logo->box.w == 0); /* there is no room for it */
        }
        assert_int_equal(scene_find(scene, "title")->style.px, scene_find(&before, "title")->style.px);
        assert_int_equal(scene_find(scene, "link")->box.y, scene_find(&before, "link")->box.y);
        for (size_t k = 0; k < focus_count(scene); k++)
            assert_memory_equal(&focus_at(scene, k)->box, &focus_at(&before, k)->box, sizeof before.items[0].box);
        assert_string_equal(scene->focus, before.focus);
    }
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
}

/* On an old set too, where it stands beside or under the icon. */
static void each_tile_says_what_it_does_wherever_there_is_room(void **state) {
    static const struct {
        int width, height;
        double scale;
    } cases[] = {{1920, 1080, 1.0}, {1280, 720, 1.25}, {720, 576, 1.0}, {720, 576, 1.25}, {720, 576, 1.75}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_furnish(room, cases[i].width, cases[i].height, cases[i].scale, false, "zh-CN");
        const struct scene *scene = room_look(room);
        int notes = 0;
        for (size_t k = 0; k < scene->item_count; k++) {
            const char *end = strstr(scene->items[k].id, ".note");
            notes += end && end[5] == 0;
        }
        assert_int_equal(notes, 6);
    }
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
}

/* The icon beside it grows with the tile, and not at its expense. */
static void a_name_is_not_broken_for_a_larger_icon(void **state) {
    static const double scales[] = {1.0, 1.25, 1.5, 1.75};
    static const char *const names[] = {"hospital", "taxi", "person", "orders"};
    struct room *room = *state;
    for (int english = 0; english < 2; english++)
        for (size_t i = 0; i < 4; i++) {
            room_furnish(room, 720, 576, scales[i], false, english ? "en" : "zh-CN");
            const struct scene *scene = room_look(room);
            for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
                const struct scene_item *tile = scene_find(scene, names[k]);
                assert_int_equal(tile->words_box.h, text_line_height(tile->style));
            }
        }
    room_furnish(room, 1280, 720, 1.0, false, "zh-CN");
}

static void it_sleeps_until_the_minute_turns(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room->now_ms += 20000;
    room_look(room);
    assert_int_equal(room->redraw_at_ms - room->now_ms, 40000);
}

static void the_first_focus_is_a_service_and_never_sos(void **state) {
    struct room *room = *state;
    room_fresh(room);
    assert_string_equal(room_look(room)->focus, "hospital");
    room_tell(room, IPC_CATALOG, "{\"catalog\":{\"services\":[]}}");
    assert_string_equal(room_look(room)->focus, "person");
}

static void at_most_four_services_stand_in_their_order(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"a\",\"title\":\"甲\",\"home\":4},{\"id\":\"b\",\"title\":\"乙\","
              "\"home\":1},{\"id\":\"c\",\"title\":\"丙\",\"home\":2},{\"id\":\"d\",\"title\":\"丁\",\"home\":3},"
              "{\"id\":\"e\",\"title\":\"戊\",\"home\":2},{\"id\":\"f\",\"title\":\"己\"}]}}");
    static const char *const order[] = {"sos", "b", "c", "e", "d", "person", "orders"};
    const struct scene *scene = room_look(room);
    assert_int_equal(focus_count(scene), 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(focus_at(scene, i)->id, order[i]);
}

static void a_digit_opens_its_tile(void **state) {
    static const struct {
        enum action digit;
        const char *screen, *service;
    } cases[] = {{ACTION_DIGIT_1, "step", "hospital"}, {ACTION_DIGIT_2, "step", "taxi"},
                 {ACTION_DIGIT_3, "step", "meal"},     {ACTION_DIGIT_4, "step", "grocery"},
                 {ACTION_DIGIT_5, "step", "person"},   {ACTION_DIGIT_6, "orders", NULL}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        room_press(room, cases[i].digit, ACTION_NONE);
        const struct scene *scene = room_look(room);
        assert_string_equal(scene->screen, cases[i].screen);
        if (cases[i].service)
            assert_string_equal(scene->service, cases[i].service);
    }
    room_fresh(room);
    room_press(room, ACTION_DIGIT_7, ACTION_DIGIT_9, ACTION_DIGIT_0, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void ok_on_the_red_column_presses_sos_and_opens_nothing(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_press(room, ACTION_LEFT, ACTION_OK, ACTION_NONE);
    assert_int_equal(room->sent_count, 1);
    assert_string_equal(room_last(room, IPC_SOS_DO, "do"), "press");
    assert_string_equal(room_last(room, IPC_SOS_DO, "id"), "");
    assert_string_equal(room_look(room)->screen, "home");
}

static void the_focus_comes_back_to_where_it_was(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_press(room, ACTION_RIGHT, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->service, "meal");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "meal");
    room_press(room, ACTION_OK, ACTION_OK, ACTION_SERVICE, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    assert_string_equal(room_look(room)->focus, "meal");
}

static void a_new_catalog_never_moves_the_focus(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    room_tell(room, IPC_CATALOG,
              "{\"catalog\":{\"services\":[{\"id\":\"new\",\"title\":\"新\",\"home\":1},{\"id\":\"taxi\",\"title\":"
              "\"叫车\",\"home\":2}]}}");
    assert_string_equal(room_look(room)->focus, "taxi");
    room_tell(room, IPC_CATALOG, "{\"catalog\":{\"services\":[{\"id\":\"new\",\"title\":\"新\",\"home\":1}]}}");
    assert_string_equal(room_look(room)->focus, "person"); /* the neighbour that took its place */
}

/* No room stays empty that tiles could share: the last one ends where the red column does. */
static void few_tiles_are_large_ones(void **state) {
    struct room *room = *state;
    for (int services = 0; services <= SERVICE_HOME_MAX; services++)
        for (int large = 0; large < 2; large++) {
            char catalog[400] = "";
            for (int i = 0; i < services; i++)
                snprintf(catalog + strlen(catalog), sizeof catalog - strlen(catalog),
                         "%s{\"id\":\"s%d\",\"title\":\"甲\",\"home\":%d}", i ? "," : "", i, i + 1);
            char message[500];
            snprintf(message, sizeof message, "{\"catalog\":{\"services\":[%s]}}", catalog);
            room_furnish(room, 1280, 720, large ? 1.75 : 1.0, false, "zh-CN");
            room_tell(room, IPC_CATALOG, message);
            const struct scene *scene = room_look(room);
            struct rect sos = scene_find(scene, "sos")->box, orders = scene_find(scene, "orders")->box;
            assert_in_range(sos.y + sos.h - orders.y - orders.h, 0, 3);
            if (services != 3) /* five: one place stays free */
                assert_in_range(room->theme.safe.x + room->theme.safe.w - orders.x - orders.w, 0, 3);
        }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void back_and_edges_do_nothing(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_press(room, ACTION_BACK, ACTION_UP, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
    assert_string_equal(room_look(room)->focus, "hospital");
    assert_int_equal(room->sent_count, 0);
}

static void what_waits_and_what_runs_is_said(void **state) {
    struct room *room = *state;
    room_fresh(room);
    assert_true(says(room_look(room), "热线畅通"));
    room_requests(room, ROOM_TAXI("received", ""), 0);
    assert_string_equal(words_of(room_look(room), "orders.note"), "1 个正在进行");
    room_requests(room, ROOM_TAXI("waiting", ""), 1);
    room_tell(room, IPC_LINK, "{\"state\":\"offline\"}");
    assert_true(says(room_look(room), "没有连上热线"));
    assert_true(says(room_look(room), "1 件事已经记下"));
}

static void tv_and_person_work_here_too(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_press(room, ACTION_TV, ACTION_NONE);
    assert_int_equal(room->sent[0].type, IPC_TV);
    room_press(room, ACTION_REPEAT, ACTION_VOICE_DOWN, ACTION_PERSON, ACTION_PERSON, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    assert_int_equal(screen_stack_depth(room->stack), 2); /* once, however often it is pressed */
}

/* Who cannot read the settings need not find them. */
static void one_key_makes_the_text_larger(void **state) {
    static const struct {
        double scale;
        const char *asked;
    } cases[] = {{1.0, "1.25"}, {1.25, "1.5"}, {1.5, "1.75"}, {1.75, "1.0"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        room->model.text_scale = cases[i].scale;
        assert_true(says(room_look(room), "字大一点"));
        room_press(room, ACTION_DIGIT_0, ACTION_NONE);
        assert_string_equal(room_last(room, IPC_SET, "name"), "text_scale");
        assert_string_equal(room_last(room, IPC_SET, "value"), cases[i].asked);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_senior_is_greeted_by_name_and_hour, fresh),
        cmocka_unit_test_setup(the_hotlines_clock_counts, fresh),
        cmocka_unit_test_setup(no_time_is_claimed_that_is_not_known, fresh),
        cmocka_unit_test_setup(it_sleeps_until_the_minute_turns, fresh),
        cmocka_unit_test_setup(the_first_focus_is_a_service_and_never_sos, fresh),
        cmocka_unit_test_setup(at_most_four_services_stand_in_their_order, fresh),
        cmocka_unit_test_setup(a_digit_opens_its_tile, fresh),
        cmocka_unit_test_setup(ok_on_the_red_column_presses_sos_and_opens_nothing, fresh),
        cmocka_unit_test_setup(the_focus_comes_back_to_where_it_was, fresh),
        cmocka_unit_test_setup(a_new_catalog_never_moves_the_focus, fresh),
        cmocka_unit_test_setup(few_tiles_are_large_ones, fresh),
        cmocka_unit_test_setup(each_tile_says_what_it_does_wherever_there_is_room, fresh),
        cmocka_unit_test_setup(a_name_is_not_broken_for_a_larger_icon, fresh),
        cmocka_unit_test_setup(back_and_edges_do_nothing, fresh),
        cmocka_unit_test_setup(what_waits_and_what_runs_is_said, fresh),
        cmocka_unit_test_setup(tv_and_person_work_here_too, fresh),
        cmocka_unit_test_setup(a_logo_takes_what_room_there_is_and_moves_nothing_to_be_chosen, fresh),
        cmocka_unit_test_setup(one_key_makes_the_text_larger, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
