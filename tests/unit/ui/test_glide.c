/* SPDX-License-Identifier: Apache-2.0 */
/* The focus ring on its way: never late, never elsewhere at the end, and nothing of it left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/board.h"
#include "ui/glide.h"
#include "ui/paint.h"
#include <stdio.h>

static struct text *text;
static struct paint *paint;
static struct scene scene;
static int64_t now_ms;

static int open_paint(void **state) {
    if (board_open(state) != 0)
        return -1;
    text = text_create(board, board_fonts());
    paint = text == NULL ? NULL : paint_create(board, text);
    return paint == NULL ? -1 : 0;
}

static int close_paint(void **state) {
    paint_destroy(paint);
    text_destroy(text);
    return board_close(state);
}

static int fresh(void **state) {
    (void)state;
    paint_forget(paint);
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
    paint_motion(paint, true, now_ms);
    return paint_scene(paint, &scene, 0);
}

static void assert_same_as_whole(void) {
    static uint32_t parts[BOARD_HEIGHT][BOARD_WIDTH];
    board_read();
    memcpy(parts, board_pixels, sizeof parts);
    paint_forget(paint);
    assert_true(paint_scene(paint, &scene, 0));
    board_read();
    assert_memory_equal(parts, board_pixels, sizeof parts);
}

static void it_slows_down_and_ends_where_it_should(void **state) {
    struct glide glide;
    struct rect from = {0, 0, 100, 50}, to = {200, 80, 60, 90}, last = from;
    (void)state;
    glide_begin(&glide, from, to, 1000);
    for (int64_t now = 1000; now < 1000 + GLIDE_MS; now += GLIDE_STEP_MS) {
        struct rect at = glide_at(&glide, now);
        assert_true(at.x >= last.x && at.y >= last.y && at.w <= last.w && at.h >= last.h && at.x <= to.x);
        last = at;
        if (!glide.runs)
            break;
    }
    last = glide_at(&glide, 1000 + GLIDE_MS);
    assert_false(glide.runs);
    assert_memory_equal(&last, &to, sizeof to);
}

static void it_runs_between_100_and_200_ms_and_leaves_nothing_behind(void **state) {
    (void)state;
    assert_true(show("home", 0));
    assert_false(paint_moves(paint)); /* a first picture does not move */
    for (int focus = 1; focus < 9; focus++) {
        int64_t begun = now_ms;
        show("home", focus);
        assert_true(paint_moves(paint));
        while (paint_step(paint, now_ms += GLIDE_STEP_MS))
            assert_true(now_ms - begun < 200);
        assert_true(now_ms - begun > 100);
        assert_false(paint_step(paint, now_ms)); /* idle: nothing is drawn */
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
            paint_step(paint, now_ms += GLIDE_STEP_MS);
    }
    paint_settle(paint);
    assert_false(paint_moves(paint));
    assert_same_as_whole();
}

static void other_changes_do_not_disturb_it(void **state) {
    (void)state;
    show("home", 0);
    show("home", 4);
    paint_step(paint, now_ms += GLIDE_STEP_MS);
    build("home", 4);
    scene.items[0].fill = 0xFF00FF00; /* something else is new */
    paint_motion(paint, true, now_ms);
    assert_true(paint_scene(paint, &scene, 0));
    assert_true(paint_moves(paint));
    while (paint_step(paint, now_ms += GLIDE_STEP_MS))
        ;
    assert_same_as_whole();
}

static void another_screen_ends_it(void **state) {
    (void)state;
    show("home", 0);
    show("home", 4);
    build("step", 4);
    scene.items[0].fill = 0xFF00FF00; /* the ring's place is the same, and yet it has to be drawn there now */
    assert_true(paint_scene(paint, &scene, 0));
    assert_false(paint_moves(paint));
    assert_same_as_whole();
}

static void without_motion_it_jumps(void **state) {
    (void)state;
    show("home", 0);
    build("home", 4);
    paint_motion(paint, false, now_ms);
    assert_true(paint_scene(paint, &scene, 0));
    assert_false(paint_moves(paint));
    assert_same_as_whole();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_slows_down_and_ends_where_it_should, fresh),
        cmocka_unit_test_setup(it_runs_between_100_and_200_ms_and_leaves_nothing_behind, fresh),
        cmocka_unit_test_setup(a_key_in_the_middle_turns_it_round, fresh),
        cmocka_unit_test_setup(other_changes_do_not_disturb_it, fresh),
        cmocka_unit_test_setup(another_screen_ends_it, fresh),
        cmocka_unit_test_setup(without_motion_it_jumps, fresh),
    };
    return cmocka_run_group_tests(tests, open_paint, close_paint);
}
