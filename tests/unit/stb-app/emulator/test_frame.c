/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking frames out of memory that another program writes: just what changed, all of it after a gap, never a torn one,
 * and never a step outside, whatever the header says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/emulator/frame.h"
#include <stdlib.h>
#include <string.h>

enum { WIDE = 64, HIGH = 48 };
struct bench {
    struct frame_shm_header *shared;
    uint32_t *pixels;
    struct emulator_frame frame;
    struct shapes_area changed;
};

static int set_up(void **state) {
    struct bench *b = calloc(1, sizeof(*b));
    b->shared = calloc(1, FRAME_SHM_SIZE);
    b->pixels = (uint32_t *)(void *)((char *)b->shared + FRAME_SHM_PIXELS_AT);
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    struct bench *b = *state;
    emulator_frame_clear(&b->frame);
    free(b->shared);
    free(b);
    return 0;
}

static void draw(struct bench *b, struct shapes_area a, uint32_t colour) {
    *b->shared = (struct frame_shm_header){.magic = FRAME_SHM_MAGIC,
                                           .width = WIDE,
                                           .height = HIGH,
                                           .stride = WIDE * 4,
                                           .sequence = b->shared->sequence + 2,
                                           .shown = 1,
                                           .changed_x = a.x,
                                           .changed_y = a.y,
                                           .changed_w = a.w,
                                           .changed_h = a.h};
    for (int y = a.y; y < a.y + a.h; y++)
        for (int x = a.x; x < a.x + a.w; x++)
            b->pixels[y * WIDE + x] = colour;
}

static enum emulator_frame_change take(struct bench *b) {
    return emulator_frame_take(&b->frame, b->shared, &b->changed);
}

static const struct shapes_area all = {0, 0, WIDE, HIGH}, spot = {10, 20, 8, 4};

static void nothing_drawn_is_nothing_to_take(void **state) {
    struct bench *b = *state;
    assert_int_equal(take(b), FRAME_SAME);
    assert_false(emulator_frame_shown(b->shared));
}

static void the_first_frame_is_whole_and_the_next_is_what_changed(void **state) {
    struct bench *b = *state;
    draw(b, all, 1);
    assert_int_equal(take(b), FRAME_RESIZED);
    assert_int_equal(take(b), FRAME_SAME);
    draw(b, spot, 2);
    assert_int_equal(take(b), FRAME_CHANGED);
    assert_memory_equal(&b->changed, &spot, sizeof(spot));
    assert_int_equal(b->frame.pixels[20 * WIDE + 10], 2);
    assert_int_equal(b->frame.pixels[20 * WIDE + 9], 1);
    assert_true(emulator_frame_shown(b->shared));
}

static void after_a_missed_frame_everything_is_taken(void **state) {
    struct bench *b = *state;
    draw(b, all, 1);
    take(b);
    draw(b, all, 2);
    draw(b, spot, 3);
    assert_int_equal(take(b), FRAME_CHANGED);
    assert_memory_equal(&b->changed, &all, sizeof(all));
    assert_int_equal(b->frame.pixels[0], 2);
}

static void a_frame_that_is_being_written_waits(void **state) {
    struct bench *b = *state;
    draw(b, all, 1);
    take(b);
    draw(b, spot, 2);
    b->shared->sequence--;
    assert_int_equal(take(b), FRAME_SAME);
    assert_int_equal(b->frame.pixels[20 * WIDE + 10], 1);
    b->shared->sequence++;
    assert_int_equal(take(b), FRAME_CHANGED);
}

/* Each of these would lead outside of the memory if it were believed. */
static void a_header_that_lies_is_refused(void **state) {
    struct bench *b = *state;
    const struct {
        uint32_t magic, width, height, stride;
    } lies[] = {{0, WIDE, HIGH, WIDE * 4},
                {FRAME_SHM_MAGIC, 0, HIGH, WIDE * 4},
                {FRAME_SHM_MAGIC, WIDE, 0, WIDE * 4},
                {FRAME_SHM_MAGIC, WIDE, HIGH, WIDE * 4 - 1},
                {FRAME_SHM_MAGIC, 0x40000001, HIGH, 4},
                {FRAME_SHM_MAGIC, WIDE, 4000, 0xffffffff},
                {FRAME_SHM_MAGIC, 4000, 4000, 16000}};
    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        draw(b, all, 1);
        b->shared->magic = lies[i].magic;
        b->shared->width = lies[i].width;
        b->shared->height = lies[i].height;
        b->shared->stride = lies[i].stride;
        assert_int_equal(take(b), FRAME_WRONG);
    }
}

static void a_changed_rectangle_is_kept_inside_of_the_picture(void **state) {
    struct bench *b = *state;
    const struct {
        struct shapes_area said, taken;
    } cases[] = {{{-5, -5, 10, 10}, {0, 0, 5, 5}},
                 {{60, 40, 100, 100}, {60, 40, 4, 8}},
                 {{INT32_MAX, 0, INT32_MAX, 5}, {WIDE, 0, 0, 5}},
                 {{INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX}, {0, 0, 0, 0}},
                 {{5, 5, -3, -3}, {5, 5, 0, 0}}};
    draw(b, all, 1);
    take(b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        draw(b, (struct shapes_area){0, 0, 0, 0}, 1);
        b->shared->changed_x = cases[i].said.x;
        b->shared->changed_y = cases[i].said.y;
        b->shared->changed_w = cases[i].said.w;
        b->shared->changed_h = cases[i].said.h;
        assert_int_equal(take(b), FRAME_CHANGED);
        assert_memory_equal(&b->changed, &cases[i].taken, sizeof(all));
    }
}

int main(void) {
#define STORY(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        STORY(nothing_drawn_is_nothing_to_take),
        STORY(the_first_frame_is_whole_and_the_next_is_what_changed),
        STORY(after_a_missed_frame_everything_is_taken),
        STORY(a_frame_that_is_being_written_waits),
        STORY(a_header_that_lies_is_refused),
        STORY(a_changed_rectangle_is_kept_inside_of_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
