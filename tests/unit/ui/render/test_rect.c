/* SPDX-License-Identifier: Apache-2.0 */
/* What two rectangles have in common, and what holds both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/render/rect.h"

static const struct {
    struct rect a, b, common, joined;
    bool touch;
} pairs[] = {
    {{0, 0, 10, 10}, {5, 5, 10, 10}, {5, 5, 5, 5}, {0, 0, 15, 15}, true},      /* they overlap */
    {{0, 0, 10, 10}, {2, 3, 4, 5}, {2, 3, 4, 5}, {0, 0, 10, 10}, true},        /* one holds the other */
    {{0, 0, 10, 10}, {10, 0, 10, 10}, {10, 0, 0, 10}, {0, 0, 20, 10}, false},  /* side by side: no pixel is shared */
    {{0, 0, 10, 10}, {30, 40, 10, 10}, {30, 40, 0, 0}, {0, 0, 40, 50}, false}, /* far apart */
    {{-5, -5, 10, 10}, {0, 0, 100, 1}, {0, 0, 5, 1}, {-5, -5, 105, 10}, true}, /* left of and above the picture */
    {{0, 0, 0, 10}, {20, 20, 5, 5}, {20, 20, 0, 0}, {20, 20, 5, 5}, false},    /* an empty one counts for nothing */
};

static void two_rectangles(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_true(rect_equal(rect_common(pairs[i].a, pairs[i].b), pairs[i].common));
        assert_true(rect_equal(rect_common(pairs[i].b, pairs[i].a), pairs[i].common));
        assert_true(rect_equal(rect_join(pairs[i].a, pairs[i].b), pairs[i].joined));
        assert_true(rect_equal(rect_join(pairs[i].b, pairs[i].a), pairs[i].joined));
        assert_int_equal(rect_touch(pairs[i].a, pairs[i].b), pairs[i].touch);
        assert_int_equal(rect_touch(pairs[i].b, pairs[i].a), pairs[i].touch);
        assert_int_equal(rect_touch(pairs[i].a, pairs[i].b), !rect_empty(pairs[i].common));
    }
}

static void one_rectangle(void **state) {
    (void)state;
    struct rect box = {10, 20, 30, 40};
    assert_true(rect_equal(rect_inset(box, 1, 2), (struct rect){11, 22, 28, 36}));
    assert_true(rect_equal(rect_inset(box, -1, -2), (struct rect){9, 18, 32, 44}));
    assert_true(rect_empty(rect_inset(box, 15, 0)));
    assert_true(rect_empty(rect_inset(box, 0, 25)));
    assert_false(rect_empty(box));
    assert_false(rect_equal(box, (struct rect){10, 20, 30, 41}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_rectangles),
        cmocka_unit_test(one_rectangle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
