/* SPDX-License-Identifier: Apache-2.0 */
/* The focus ring on its way: never late, never elsewhere at the end, and nothing of it left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/board.h"
#include "ui/scene/renderer.h"
#include "ui/scene/tween.h"
#include <stdio.h>

enum { GLIDE_MS = 140 };
static const struct renderer_motion motion = {
    .wanted = true, .focus_ms = GLIDE_MS, .page_ms = 160, .bump_ms = 120, .page_px = 6, .bump_px = 4};
static struct text *text;
static struct renderer *renderer;
static struct scene scene;
static int64_t now_ms;

static int open_paint(void **state) {
    if (board_open(state) != 0)
        return -1;
    text = text_create(board, board_fonts());
    renderer = text == NULL ? NULL : renderer_create(board, text);
    return renderer == NULL ? -1 : 0;
}

static int close_paint(void **state) {
    renderer_destroy(renderer);
    text_destroy(text);
    return board_close(state);
}

static int fresh(void **state) {
    (void)state;
    renderer_forget(renderer);
    now_ms = 1000;
    return 0;
}

/* Nine tiles whose shadows overlap; the one in focus has its ring below it, as view_choice() draws it. */
static void build(const char *screen, int focus) {
    scene_reset(&scene, BOARD_WIDTH, BOARD_HEIGHT);
    scene.top = 0xFF0A1626;
    scene.bottom = 0xFF12263F;
    scene.screen = screen;
    for (int i = 0; i < 9; i++) {
        char id[16];
        struct rect box = {16 + i % 3 * 98, 8 + i / 3 * 76, 80, 66};
        snprintf(id, sizeof id, "%d", i);
        if (i == focus) {
            struct scene_item *ring =
                scene_add(&scene, "", ROLE_NONE, (struct rect){box.x - 6, box.y - 6, box.w + 12, box.h + 12});
            ring->shape = SHAPE_ROUND;
            ring->radius = 18;
            ring->ring = 5;
            ring->shadow = 8;
            ring->stroke = 0xFFFFD23F;
            scene.focus = scene_keep(&scene, id);
        }
        struct scene_item *item = scene_add(&scene, id, ROLE_BUTTON, box);
        item->shape = SHAPE_ROUND;
        item->radius = 12;
        item->fill = i == focus ? 0xFF3F6AA7 : 0xFF1F4A87;
        item->focusable = true;
    }
}

static bool show(const char *screen, int focus) {
    build(screen, focus);
    renderer_motion(renderer, &motion, now_ms);
    return renderer_scene(renderer, &scene, 0);
}

static void assert_same_as_whole(void) {
    static uint32_t parts[BOARD_HEIGHT][BOARD_WIDTH];
    board_read();
    memcpy(parts, board_pixels, sizeof parts);
    renderer_forget(renderer);
    assert_true(renderer_scene(renderer, &scene, 0));
    board_read();
    assert_memory_equal(parts, board_pixels, sizeof parts);
}

static void it_slows_down_and_ends_where_it_should(void **state) {
    struct tween tween;
    struct rect from = {0, 0, 100, 50}, to = {200, 80, 60, 90}, last = from;
    (void)state;
    tween_begin(&tween, from, to, GLIDE_MS, 1000);
    for (int64_t now = 1000; now < 1000 + GLIDE_MS; now += TWEEN_STEP_MS) {
        struct rect at = tween_at(&tween, now);
        assert_true(at.x >= last.x && at.y >= last.y && at.w <= last.w && at.h >= last.h && at.x <= to.x);
        last = at;
        if (!tween.runs)
            break;
    }
    last = tween_at(&tween, 1000 + GLIDE_MS);
    assert_false(tween.runs);
    assert_memory_equal(&last, &to, sizeof to);
}

static void it_runs_between_100_and_200_ms_and_leaves_nothing_behind(void **state) {
    (void)state;
    assert_true(show("home", 0));
    assert_false(renderer_moves(renderer)); /* a first picture does not move */
    for (int focus = 1; focus < 9; focus++) {
        int64_t begun = now_ms;
        show("home", focus);
        assert_true(renderer_moves(renderer));
        while (renderer_step(renderer, now_ms += TWEEN_STEP_MS))
            assert_true(now_ms - begun < 200);
        assert_true(now_ms - begun > 100);
        assert_false(renderer_step(renderer, now_ms)); /* idle: nothing is drawn */
        assert_same_as_whole();
        show("home", focus);
    }
}

static void a_key_in_the_middle_turns_it_round(void **state) {
    (void)state;
    show("home", 0);
    for (int i = 1; i < 60; i++) {
        show("home", i * 5 % 9);
        for (int step = 0; step < i % 5; step++)
            renderer_step(renderer, now_ms += TWEEN_STEP_MS);
    }
    renderer_settle(renderer);
    assert_false(renderer_moves(renderer));
    assert_same_as_whole();
}

static void other_changes_do_not_disturb_it(void **state) {
    (void)state;
    show("home", 0);
    show("home", 4);
    renderer_step(renderer, now_ms += TWEEN_STEP_MS);
    build("home", 4);
    scene.items[0].fill = 0xFF00FF00; /* something else is new */
    renderer_motion(renderer, &motion, now_ms);
    assert_true(renderer_scene(renderer, &scene, 0));
    assert_true(renderer_moves(renderer));
    while (renderer_step(renderer, now_ms += TWEEN_STEP_MS))
        ;
    assert_same_as_whole();
}

static void another_screen_ends_it(void **state) {
    (void)state;
    show("home", 0);
    show("home", 4);
    build("step", 4);
    scene.top = 0xFF7D1414; /* of another ground; the ring's place is the same, and yet it has to be drawn there now */
    assert_true(renderer_scene(renderer, &scene, 0));
    assert_false(renderer_moves(renderer));
    assert_same_as_whole();
}

static void keep_picture(uint32_t picture[BOARD_HEIGHT][BOARD_WIDTH]) {
    board_read();
    memcpy(picture, board_pixels, sizeof board_pixels);
}

/* Where the row through the middle of the upper tiles is no longer the dark ground. */
static int left_end(void) {
    int x = 0;
    board_read();
    while (x < BOARD_WIDTH && (board_pixels[40][x] & 0xFF) < 0x60)
        x++;
    return x;
}

/* DEPTH says which way it comes in; MOST is where it may be seen first. */
static void another_screen_slides_in_over_a_ground_that_stands_still(void **state) {
    static const struct { int depth, page, sign; } cases[] = {{2, 0, 1}, {0, 0, -1}, {1, 5, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static uint32_t whole[BOARD_HEIGHT][BOARD_WIDTH];
        const char *name = cases[i].page ? "home" : "step";
        renderer_forget(renderer);
        build("home", 4);
        scene.depth = 1;
        renderer_motion(renderer, &motion, now_ms);
        renderer_scene(renderer, &scene, 0);
        build(name, 4);
        scene.depth = cases[i].depth;
        scene.page = cases[i].page;
        scene.items[1].fill = 0xFF00FF00;
        int64_t begun = now_ms;
        assert_true(renderer_scene(renderer, &scene, 0));
        assert_true(renderer_moves(renderer));
        int place = 16, at = left_end(), before = at; /* of the tiles on the left */
        assert_true(cases[i].sign > 0 ? at > place : at < place);
        while (renderer_step(renderer, now_ms += TWEEN_STEP_MS)) {
            at = left_end();
            assert_true(cases[i].sign > 0 ? at <= before && at >= place : at >= before && at <= place);
            before = at;
        }
        assert_in_range(now_ms - begun, 100, 200);
        assert_false(renderer_step(renderer, now_ms)); /* idle: nothing is drawn */
        keep_picture(whole);
        renderer_forget(renderer);
        renderer_scene(renderer, &scene, 0);
        board_read();
        assert_memory_equal(whole, board_pixels, sizeof whole);
    }
}

static void a_key_settles_what_slides_at_once(void **state) {
    (void)state;
    for (int steps = 0; steps < 8; steps++) {
        renderer_forget(renderer);
        show("home", 4);
        show("step", 7);
        for (int i = 0; i < steps; i++)
            renderer_step(renderer, now_ms += TWEEN_STEP_MS);
        show("step", 1);
        assert_int_equal(left_end(), 16);
        renderer_settle(renderer);
        assert_same_as_whole();
    }
}

/* An SOS is there at once; and what reaches into the margins cannot be moved over the ground. */
static void nothing_slides_where_the_ground_would_not_stand_still(void **state) {
    (void)state;
    show("home", 4);
    build("sos", 4);
    scene.top = 0xFF7D1414;
    assert_true(renderer_scene(renderer, &scene, 0));
    assert_false(renderer_moves(renderer));
    renderer_forget(renderer);
    show("home", 4);
    build("step", 4);
    struct scene_item *frame = scene_add(&scene, "", ROLE_NONE, (struct rect){0, 0, BOARD_WIDTH, BOARD_HEIGHT});
    frame->shape = SHAPE_ROUND;
    frame->ring = 4;
    frame->stroke = 0xFFFFD23F;
    assert_true(renderer_scene(renderer, &scene, 0));
    assert_false(renderer_moves(renderer));
    assert_same_as_whole();
}

/* With motion the ring gives a little towards the edge; without, it changes its colour and stays. */
static void an_edge_is_felt_and_leaves_nothing_behind(void **state) {
    static uint32_t still[BOARD_HEIGHT][BOARD_WIDTH], bumped[BOARD_HEIGHT][BOARD_WIDTH];
    (void)state;
    for (int moves = 0; moves < 2; moves++) {
        struct renderer_motion how = motion;
        how.wanted = moves;
        how.bump = 0xFFFFFFFF;
        build("home", 3);
        renderer_forget(renderer);
        renderer_scene(renderer, &scene, 0);
        keep_picture(still);
        renderer_motion(renderer, &how, now_ms);
        renderer_bump(renderer, -1, 0);
        assert_true(renderer_moves(renderer));
        keep_picture(bumped);
        assert_memory_not_equal(still, bumped, sizeof still);
        assert_int_equal((bumped[115][12] & 0xFFFFFF) == 0xFFFFFF, !moves); /* the ring's left side */
        int64_t begun = now_ms;
        while (renderer_step(renderer, now_ms += TWEEN_STEP_MS))
            ;
        assert_in_range(now_ms - begun, 100, 200);
        keep_picture(bumped);
        assert_memory_equal(still, bumped, sizeof still);
    }
}

static void without_motion_it_jumps(void **state) {
    (void)state;
    show("home", 0);
    build("home", 4);
    renderer_motion(renderer, &(struct renderer_motion){.wanted = false}, now_ms);
    assert_true(renderer_scene(renderer, &scene, 0));
    assert_false(renderer_moves(renderer));
    assert_same_as_whole();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_slows_down_and_ends_where_it_should, fresh),
        cmocka_unit_test_setup(it_runs_between_100_and_200_ms_and_leaves_nothing_behind, fresh),
        cmocka_unit_test_setup(a_key_in_the_middle_turns_it_round, fresh),
        cmocka_unit_test_setup(other_changes_do_not_disturb_it, fresh),
        cmocka_unit_test_setup(another_screen_ends_it, fresh),
        cmocka_unit_test_setup(another_screen_slides_in_over_a_ground_that_stands_still, fresh),
        cmocka_unit_test_setup(a_key_settles_what_slides_at_once, fresh),
        cmocka_unit_test_setup(nothing_slides_where_the_ground_would_not_stand_still, fresh),
        cmocka_unit_test_setup(an_edge_is_felt_and_leaves_nothing_behind, fresh),
        cmocka_unit_test_setup(without_motion_it_jumps, fresh),
    };
    return cmocka_run_group_tests(tests, open_paint, close_paint);
}
