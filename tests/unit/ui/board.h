/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_TEST_BOARD_H
#define STB_TEST_BOARD_H
/* A small canvas on the dummy system, and its picture as an array. Include after cmocka.h. */
#include "ui/render/canvas.h"
#include <stdlib.h>
#include <string.h>

/* DirectFB's own threads leave a few blocks behind at the end; ours are still looked for. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfusion\nleak:libdirect\n";
}

enum { BOARD_WIDTH = 320, BOARD_HEIGHT = 240 };
static struct canvas *board;
static uint32_t board_pixels[BOARD_HEIGHT][BOARD_WIDTH];
static int board_row;

static int board_open(void **state) {
    (void)state;
    board = canvas_create("dummy", BOARD_WIDTH, BOARD_HEIGHT);
    return board == NULL ? -1 : 0;
}

static int board_close(void **state) {
    (void)state;
    canvas_destroy(board);
    board = NULL;
    return 0;
}

static inline bool board_take(void *data, const uint32_t *pixels, int width) {
    (void)data;
    memcpy(board_pixels[board_row++], pixels, sizeof(uint32_t) * (size_t)width);
    return true;
}

/* Presents all and reads it into board_pixels. */
static inline void board_read(void) {
    board_row = 0;
    canvas_present(board, NULL, 0);
    assert_true(canvas_read(board, board_take, NULL));
    assert_int_equal(board_row, BOARD_HEIGHT);
}

static inline void board_wipe(colour ground) {
    canvas_clip(board, NULL);
    canvas_fill(board, (struct rect){0, 0, BOARD_WIDTH, BOARD_HEIGHT}, ground);
}

static inline int board_channel(int x, int y, int shift) {
    return (int)(board_pixels[y][x] >> shift & 255U);
}

/* The smallest rectangle around everything that is not GROUND. */
static inline struct rect board_drawn(uint32_t ground) {
    int left = BOARD_WIDTH, right = -1, top = BOARD_HEIGHT, bottom = -1;
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int x = 0; x < BOARD_WIDTH; x++)
            if (board_pixels[y][x] != ground) {
                left = x < left ? x : left;
                right = x > right ? x : right;
                top = y < top ? y : top;
                bottom = y > bottom ? y : bottom;
            }
    return right < 0 ? (struct rect){0, 0, 0, 0} : (struct rect){left, top, right - left + 1, bottom - top + 1};
}

static inline const char *board_fonts(void) {
    const char *dir = getenv("STB_FONTS");
    return dir == NULL ? "build/share/fonts" : dir;
}
#endif
