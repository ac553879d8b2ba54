/* SPDX-License-Identifier: Apache-2.0 */
/* What lands on the screen: clips, anti-aliased shapes, the ground, and the frames left for the emulator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/ipc/frame_shm.h"
#include "tests/unit/ui/board.h"
#include "ui/render/png_file.h"
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const uint32_t NAVY = 0xFF102030, GOLD = 0xFFFFD23F;

static void a_clip_keeps_the_rest_as_it_was(void **state) {
    (void)state;
    static const struct rect clips[] = {{10, 10, 20, 20}, {-5, -5, 15, 15}, {300, 200, 400, 400}, {50, 50, 0, 10}};
    static const struct rect seen[] = {{10, 10, 20, 20}, {0, 0, 10, 10}, {300, 200, 20, 40}, {0, 0, 0, 0}};
    for (size_t i = 0; i < sizeof clips / sizeof *clips; i++) {
        board_wipe(NAVY);
        canvas_clip(board, &clips[i]);
        canvas_fill(board, (struct rect){-100, -100, 1000, 1000}, GOLD);
        canvas_round(board, (struct rect){0, 0, 300, 200}, 20, GOLD);
        canvas_clip(board, NULL);
        board_read();
        struct rect drawn = board_drawn(NAVY);
        assert_memory_equal(&drawn, &seen[i], sizeof drawn);
    }
}

/* Half black over white is a middle grey; a colour without alpha draws nothing. */
static void a_translucent_fill_mixes(void **state) {
    (void)state;
    board_wipe(0xFFFFFFFF);
    canvas_fill(board, (struct rect){0, 0, 10, 10}, 0x80000000);
    canvas_fill(board, (struct rect){20, 0, 10, 10}, 0x00FF0000);
    canvas_fill(board, (struct rect){10, 50, 300, 170}, 0x80000000);
    board_read();
    for (int y = 50; y < 220; y++)
        for (int x = 10; x < 310; x++)
            assert_int_equal(board_pixels[y][x], board_pixels[5][5]);
    assert_int_equal(board_pixels[220][200], 0xFFFFFFFF);
    assert_in_range(board_channel(5, 5, 8), 125, 130);
    assert_int_equal(board_pixels[5][25], 0xFFFFFFFF);
}

static void a_rounded_box_has_smooth_corners(void **state) {
    (void)state;
    board_wipe(NAVY);
    canvas_round(board, (struct rect){40, 30, 200, 100}, 24, GOLD);
    board_read();
    struct rect drawn = board_drawn(NAVY), expected = {40, 30, 200, 100};
    assert_memory_equal(&drawn, &expected, sizeof drawn);
    static const struct { int x, y; } corners[] = {{40, 30}, {239, 30}, {40, 129}, {239, 129}};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(board_pixels[corners[i].y][corners[i].x], NAVY);
    assert_int_equal(board_pixels[80][140], GOLD);
    int between = 0; /* pixels on the bend that are neither ground nor gold */
    for (int y = 30; y < 54; y++)
        for (int x = 40; x < 64; x++)
            between += board_pixels[y][x] != NAVY && board_pixels[y][x] != GOLD;
    assert_in_range(between, 20, 80);
    for (int i = 0; i < 24; i++) /* the four corners are mirrored */
        assert_int_equal(board_pixels[30 + i][40 + i], board_pixels[129 - i][239 - i]);
}

/* A radius too large for the box makes a circle, never an overlap: translucent, it is laid once everywhere. */
static void a_translucent_circle_is_even(void **state) {
    (void)state;
    board_wipe(0xFFFFFFFF);
    canvas_round(board, (struct rect){100, 100, 61, 61}, 500, 0x80000000);
    board_read();
    int middle = board_channel(130, 130, 0);
    for (int x = 104; x < 157; x++)
        assert_int_equal(board_channel(x, 130, 0), middle);
    assert_int_equal(board_pixels[101][101], 0xFFFFFFFF);
}

static void a_ring_stays_inside_its_box_and_is_hollow(void **state) {
    (void)state;
    board_wipe(NAVY);
    canvas_ring(board, (struct rect){20, 20, 120, 80}, 16, 6, GOLD);
    board_read();
    struct rect drawn = board_drawn(NAVY), expected = {20, 20, 120, 80};
    assert_memory_equal(&drawn, &expected, sizeof drawn);
    assert_int_equal(board_pixels[60][25], GOLD);
    assert_int_equal(board_pixels[60][26], NAVY);
    assert_int_equal(board_pixels[25][80], GOLD);
    assert_int_equal(board_pixels[26][80], NAVY);
}

static void a_shadow_fades_outwards_and_ends_at_its_blur(void **state) {
    (void)state;
    board_wipe(0xFFFFFFFF);
    canvas_shadow(board, (struct rect){60, 60, 200, 100}, 20, 24, 0x80000000);
    board_read();
    struct rect drawn = board_drawn(0xFFFFFFFF);
    assert_in_range(drawn.x, 36, 40);
    assert_in_range(drawn.y, 36, 40);
    for (int away = 1; away < 20; away++) {
        assert_true(board_channel(160, 60 - away, 0) <= board_channel(160, 59 - away, 0));
        assert_int_equal(board_pixels[60 - away][160], board_pixels[159 + away][160]);
        assert_int_equal(board_pixels[110][60 - away], board_pixels[110][259 + away]);
    }
    assert_int_equal(board_pixels[110][160], 0xFFFFFFFF);
}

static void an_arc_runs_clockwise_from_the_top(void **state) {
    (void)state;
    board_wipe(NAVY);
    canvas_arc(board, (struct rect){100, 50, 100, 100}, 10, 250, GOLD);
    board_read();
    assert_int_equal(board_pixels[64][182], GOLD); /* half past one: drawn */
    assert_int_equal(board_pixels[135][182], NAVY);
    assert_int_equal(board_pixels[135][117], NAVY);
    assert_int_equal(board_pixels[64][117], NAVY);
}

/* Dithered, each pixel is one of the two levels around the true one, and a row's mean is nearer than either. */
static void the_ground_follows_its_gradient(void **state) {
    (void)state;
    canvas_clip(board, NULL);
    canvas_gradient(board, 0xFF0A1626, 0xFF12263F);
    board_read();
    for (int y = 0; y < BOARD_HEIGHT; y++) {
        double exact = 0x26 + (0x3F - 0x26) * (double)y / (BOARD_HEIGHT - 1), sum = 0;
        for (int x = 0; x < BOARD_WIDTH; x++) {
            sum += board_channel(x, y, 0);
            assert_true(board_channel(x, y, 0) >= (int)exact - 1 && board_channel(x, y, 0) <= (int)exact + 2);
        }
        assert_true(sum / BOARD_WIDTH > exact - 0.75 && sum / BOARD_WIDTH < exact + 0.75);
    }
}

/* Thousands of different arcs and shadows: old masks give way and the newest is still right. */
static void the_cache_of_shapes_is_bounded(void **state) {
    (void)state;
    for (int i = 1; i <= 1000; i++)
        canvas_arc(board, (struct rect){0, 0, 200, 200}, 12, i, GOLD);
    board_wipe(NAVY);
    canvas_round(board, (struct rect){10, 10, 40, 40}, 20, GOLD);
    board_read();
    assert_int_equal(board_pixels[30][30], GOLD);
}

static void frames_are_left_whole_and_only_where_changed(void **state) {
    (void)state;
    int fd = memfd_create("frames", MFD_CLOEXEC);
    assert_false(canvas_share(board, fd)); /* nothing behind it yet */
    assert_int_equal(ftruncate(fd, FRAME_SHM_SIZE), 0);
    struct frame_shm_header *frames = mmap(NULL, FRAME_SHM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(frames != MAP_FAILED);
    uint32_t *pixels = (uint32_t *)(void *)((uint8_t *)frames + FRAME_SHM_PIXELS_AT);
    assert_true(canvas_share(board, fd));

    board_wipe(NAVY);
    canvas_present(board, &(struct rect){0, 0, 10, 10}, 0); /* the first frame is whole all the same */
    assert_int_equal(frames->magic, FRAME_SHM_MAGIC);
    assert_int_equal(frames->sequence % 2, 0);
    assert_int_equal(frames->shown, 1);
    assert_int_equal(frames->key_us, 0);
    assert_int_equal(pixels[200 * BOARD_WIDTH + 300], NAVY);

    uint32_t sequence = frames->sequence;
    pixels[0] = 0x12345678; /* outside what changes next: must stay */
    board_wipe(GOLD);
    canvas_present(board, &(struct rect){300, 230, 500, 500}, 1);
    assert_int_equal(frames->sequence, sequence + 2);
    assert_int_equal(frames->changed_x, 300);
    assert_int_equal(frames->changed_w, 20);
    assert_int_equal(frames->changed_h, 10);
    assert_int_equal(frames->key_us, 1);
    assert_true(frames->presented_us > 1);
    assert_int_equal(pixels[0], 0x12345678);
    assert_int_equal(pixels[235 * BOARD_WIDTH + 310], GOLD);
    munmap(frames, FRAME_SHM_SIZE);
    close(fd);
}

static void a_picture_is_written_whole_or_not_at_all(void **state) {
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "/tmp/stb-picture-%d.png", (int)getpid());
    board_wipe(GOLD);
    canvas_present(board, NULL, 0);
    assert_true(png_file_write(board, path));
    unsigned char start[8] = {0};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(start, 1, sizeof start, file), sizeof start);
    fclose(file);
    assert_memory_equal(start, "\x89PNG\r\n\x1a\n", 8);
    unlink(path);
    assert_false(png_file_write(board, "/nowhere/at/all.png"));
}

/* DirectFB's options are the process's: other screens are tried in a process of their own. */
static int in_child(int (*what)(void)) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(what());
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int sixteen_bits(void) {
    setenv("DFBARGS", "pixelformat=RGB16", 1);
    board = canvas_create("dummy", BOARD_WIDTH, BOARD_HEIGHT);
    if (board == NULL)
        return 1;
    board_wipe(0xFFFF8000);
    canvas_round(board, (struct rect){10, 10, 100, 60}, 12, 0xFF00FF00);
    board_row = 0;
    canvas_present(board, NULL, 0);
    if (!canvas_read(board, board_take, NULL))
        return 2;
    if (board_pixels[200][200] != 0xFFFF8200) /* six bits of green: 0x80 comes back as 0x82 */
        return 3;
    return board_pixels[40][60] == 0xFF00FF00 ? 0 : 4;
}

static void a_screen_of_sixteen_bits_works_too(void **state) {
    (void)state;
    assert_int_equal(in_child(sixteen_bits), 0);
}

static int no_framebuffer(void) {
    return canvas_create("fbdev", 0, 0) == NULL ? 0 : 1;
}

static void without_a_framebuffer_there_is_no_canvas(void **state) {
    (void)state;
    if (access("/dev/fb0", F_OK) == 0)
        skip();
    assert_int_equal(in_child(no_framebuffer), 0);
}

int main(void) {
    const struct CMUnitTest before[] = {
        cmocka_unit_test(a_screen_of_sixteen_bits_works_too),
        cmocka_unit_test(without_a_framebuffer_there_is_no_canvas),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_keeps_the_rest_as_it_was),
        cmocka_unit_test(a_translucent_fill_mixes),
        cmocka_unit_test(a_rounded_box_has_smooth_corners),
        cmocka_unit_test(a_translucent_circle_is_even),
        cmocka_unit_test(a_ring_stays_inside_its_box_and_is_hollow),
        cmocka_unit_test(a_shadow_fades_outwards_and_ends_at_its_blur),
        cmocka_unit_test(an_arc_runs_clockwise_from_the_top),
        cmocka_unit_test(the_ground_follows_its_gradient),
        cmocka_unit_test(the_cache_of_shapes_is_bounded),
        cmocka_unit_test(frames_are_left_whole_and_only_where_changed),
        cmocka_unit_test(a_picture_is_written_whole_or_not_at_all),
    };
    int failed = cmocka_run_group_tests_name("other screens", before, NULL, NULL);
    return failed + cmocka_run_group_tests_name("canvas", tests, board_open, board_close);
}
