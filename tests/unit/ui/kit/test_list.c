/* SPDX-License-Identifier: Apache-2.0 */
/* A list of rows, at every size, text step and language: nothing moves while it is looked at, where a page ends follows
 * from the words alone, and one long name takes room from its own row only. */
#include "tests/unit/ui/fixture.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { SIZES = 4, SCALES = 4, ROWS_MAX = 16 };
static const struct { int width, height; } sizes[SIZES] = {{1920, 1080}, {1280, 720}, {720, 576}, {3840, 2160}};
static const double scales[SCALES] = {1.0, 1.25, 1.5, 1.75};

struct place {
    char id[SCENE_ID_SIZE];
    struct rect box;
    size_t page;
};
struct places {
    size_t count;
    struct place place[ROWS_MAX];
};

static void note_places(const struct scene *scene, struct places *into) {
    into->count = 0;
    for (size_t i = 0; i < focus_count(scene) && i < ROWS_MAX; i++) {
        struct place *place = &into->place[into->count++];
        snprintf(place->id, sizeof place->id, "%s", focus_at(scene, i)->id);
        place->box = focus_at(scene, i)->box;
    }
}

static bool same_box(struct rect a, struct rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

typedef void check_fn(struct room *room);
static void everywhere(struct room *room, check_fn *check) {
    for (size_t i = 0; i < (size_t)SIZES * SCALES * 2; i++) {
        room_furnish(room, sizes[i / SCALES / 2].width, sizes[i / SCALES / 2].height, scales[i / 2 % SCALES], false,
                     i % 2 ? "en" : "zh-CN");
        check(room);
    }
}

#define SLOT(id, title, note)                                                                                          \
    "{\"id\":\"" id "\",\"title\":\"" title "\",\"note\":\"" note "\",\"day\":\"2026-11-23\",\"left\":1}"

/* The hour of "the same as last time" comes, short or with as many words as its two lines hold. */
static void no_row_moves_when_the_hour_comes(struct room *room) {
    static const char *const hours[] = {SLOT("10", "上午 9:30", "周佩珍"), SLOT("10", "上午 10:30-11:30", "周佩珍")};
    struct places before, after;
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
        char list[500];
        room_fresh(room);
        at_as_usual_asks(room);
        note_places(room_look(room), &before);
        assert_true(before.count > 1);
        snprintf(list, sizeof list, "%s", hours[i]);
        order_told(room, 0, list);
        note_places(room_look(room), &after);
        assert_int_equal(after.count, before.count);
        for (size_t row = 0; row < before.count; row++)
            assert_true(same_box(after.place[row].box, before.place[row].box));
    }
}

static void a_row_keeps_its_place_while_its_note_comes(void **state) {
    everywhere(*state, no_row_moves_when_the_hour_comes);
}

/* Walks from row to row and notes where each stands, the first of all in FIRST. */
static void walk(struct room *room, enum action way, struct places *seen) {
    const char *last = "";
    char focus[SCENE_ID_SIZE];
    seen->count = 0;
    for (const struct scene *scene = room_look(room); strcmp(scene->focus, last) != 0; scene = room_look(room)) {
        struct place *place = &seen->place[seen->count++];
        assert_true(seen->count < ROWS_MAX);
        snprintf(focus, sizeof focus, "%s", scene->focus);
        last = focus;
        snprintf(place->id, sizeof place->id, "%s", focus);
        place->box = focus_find(scene, focus)->box;
        place->page = (size_t)scene->page;
        room_press(room, way, ACTION_NONE);
    }
}

static size_t index_in(const struct places *places, const char *id) {
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->place[i].id, id) == 0)
            return i;
    fail_msg("%s has not been seen before", id);
    return 0;
}

/* Down to the end and up again: each row where it was. Sideways: to the first row of each page, there and back. */
static void pages_end_where_they_did(struct room *room) {
    struct places down, up, right, left;
    room_fresh(room);
    at_step_notes(room);
    walk(room, ACTION_DOWN, &down);
    walk(room, ACTION_UP, &up);
    assert_int_equal(up.count, down.count);
    for (size_t i = 0; i < up.count; i++) {
        const struct place *was = &down.place[index_in(&down, up.place[i].id)];
        assert_true(same_box(was->box, up.place[i].box));
        assert_int_equal(was->page, up.place[i].page);
    }
    walk(room, ACTION_RIGHT, &right);
    walk(room, ACTION_LEFT, &left);
    assert_int_equal(left.count, right.count);
    for (size_t i = 0; i < right.count; i++) {
        assert_string_equal(left.place[i].id, right.place[right.count - 1 - i].id);
        assert_int_equal(index_in(&down, right.place[i].id), right.place[i].page);
    }
}

/* Thirteen dials and six baskets, of which a page of six or of five would leave one over. */
static void no_row_is_left_alone(struct room *room) {
    static check_fn *const lists[] = {at_settings, at_step_notes};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct places down;
        room_fresh(room);
        lists[i](room);
        walk(room, ACTION_DOWN, &down);
        const struct place *last = &down.place[down.count - 1];
        if (last[0].page != last[-1].page) /* only where the page before has none to spare */
            assert_int_not_equal(last[-1].page, last[-3].page);
    }
}

static void the_last_row_has_company(void **state) {
    everywhere(*state, no_row_is_left_alone);
}

static void a_page_ends_where_the_words_say_and_never_the_focus(void **state) {
    everywhere(*state, pages_end_where_they_did);
}

static void one_long_row_costs_the_others_nothing(void **state) {
    struct room *room = *state;
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
    at_slots_days(room);
    const struct scene *scene = room_look(room);
    assert_int_equal(focus_count(scene), 5); /* the earliest with its doctor in two lines, and four days */
    assert_true(focus_at(scene, 0)->box.h > focus_at(scene, 1)->box.h);
    for (size_t i = 2; i < 5; i++)
        assert_int_equal(focus_at(scene, i)->box.h, focus_at(scene, 1)->box.h);
}

static int open_it(void **state) {
    *state = room_open(320, 180); /* scenes need no picture of their size */
    return 0;
}

static int close_it(void **state) {
    room_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_keeps_its_place_while_its_note_comes),
        cmocka_unit_test(a_page_ends_where_the_words_say_and_never_the_focus),
        cmocka_unit_test(the_last_row_has_company),
        cmocka_unit_test(one_long_row_costs_the_others_nothing),
    };
    return cmocka_run_group_tests(tests, open_it, close_it);
}
