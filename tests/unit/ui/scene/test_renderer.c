/* SPDX-License-Identifier: Apache-2.0 */
/* However a scene came about, what is on screen is what painting it whole would give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/board.h"
#include "ui/scene/renderer.h"
#include <stdio.h>

static struct text *text;
static struct renderer *renderer;
static struct scene scene;

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

static struct scene_item *tile(const char *id, int x, int y, const char *words) {
    struct scene_item *item = scene_add(&scene, id, ROLE_OPTION, (struct rect){x, y, 80, 70});
    item->shape = SHAPE_ROUND;
    item->radius = 12;
    item->shadow = 10;
    item->fill = 0xFF1F4A87;
    item->words = scene_keep(&scene, words);
    item->words_box = (struct rect){x + 8, y + 36, 64, 30};
    item->style = (struct text_style){20, TEXT_BOLD, TEXT_LEFT};
    item->fg = 0xFFF2F4F7;
    item->icon = "taxi";
    item->mark_box = (struct rect){x + 8, y + 4, 32, 32};
    return item;
}

/* Nine tiles so close that their shadows overlap. */
static void build(int focus) {
    scene_reset(&scene, BOARD_WIDTH, BOARD_HEIGHT);
    scene.top = 0xFF0A1626;
    scene.bottom = 0xFF12263F;
    for (int i = 0; i < 9; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        struct scene_item *item = tile(id, 16 + i % 3 * 98, 8 + i / 3 * 76, "叫车");
        if (i == focus) {
            item->fill = 0xFF3F6AA7;
            item->ring = 5;
            item->stroke = 0xFFFFD23F;
        }
    }
}

/* Paints the scene as it is now, and compares with painting it whole. */
static void assert_same_as_whole(void) {
    static uint32_t parts[BOARD_HEIGHT][BOARD_WIDTH];
    board_read();
    memcpy(parts, board_pixels, sizeof parts);
    renderer_forget(renderer);
    assert_true(renderer_scene(renderer, &scene, 0));
    board_read();
    assert_memory_equal(parts, board_pixels, sizeof parts);
}

static void the_same_scene_again_draws_nothing(void **state) {
    (void)state;
    build(1);
    renderer_forget(renderer);
    assert_true(renderer_scene(renderer, &scene, 0));
    build(1);
    assert_false(renderer_scene(renderer, &scene, 0));
    renderer_forget(renderer);
    assert_true(renderer_scene(renderer, &scene, 0));
}

static void a_focus_that_moves_leaves_nothing_behind(void **state) {
    (void)state;
    for (int from = 0; from < 9; from++) {
        build(from);
        renderer_forget(renderer);
        renderer_scene(renderer, &scene, 0);
        build((from * 5 + 3) % 9);
        assert_int_equal(renderer_scene(renderer, &scene, 0), from != (from * 5 + 3) % 9);
        assert_same_as_whole();
    }
}

/* Items that come, go, change places, or whose words do not fit their box. */
static void any_change_gives_the_whole_picture(void **state) {
    (void)state;
    for (int change = 0; change < 7; change++) {
        build(4);
        if (change == 5)
            scene.items[4].words = "很长很长很长的一句话装不下";
        renderer_forget(renderer);
        renderer_scene(renderer, &scene, 0);
        build(4);
        struct scene_item kept = scene.items[2];
        if (change == 0)
            scene.item_count--;
        if (change == 1)
            tile("new", 120, 90, "新");
        if (change == 2) {
            scene.items[2] = scene.items[6];
            scene.items[6] = kept;
        }
        if (change == 3)
            scene.items[3].shadow = 3;
        if (change == 4)
            memmove(&scene.items[0], &scene.items[1], sizeof kept * --scene.item_count);
        if (change == 6)
            scene.bottom = 0xFF402020;
        assert_true(renderer_scene(renderer, &scene, 0));
        assert_same_as_whole();
    }
}

/* Outside what changed not a pixel is touched: a scribble far away survives the focus move. */
static void only_what_differs_is_painted(void **state) {
    (void)state;
    build(0);
    renderer_forget(renderer);
    renderer_scene(renderer, &scene, 0);
    canvas_fill(board, (struct rect){300, 220, 4, 4}, 0xFFFF00FF);
    build(1);
    renderer_scene(renderer, &scene, 0);
    board_read();
    assert_int_equal(board_pixels[221][301], 0xFFFF00FF);
    assert_int_equal(board_pixels[10][150], 0xFFFFD23F);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_scene_again_draws_nothing),
        cmocka_unit_test(a_focus_that_moves_leaves_nothing_behind),
        cmocka_unit_test(any_change_gives_the_whole_picture),
        cmocka_unit_test(only_what_differs_is_painted),
    };
    return cmocka_run_group_tests_name("paint", tests, open_paint, close_paint);
}
