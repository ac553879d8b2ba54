/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/render/rect.h"

static int lesser(int a, int b) {
    return a < b ? a : b;
}

static int greater(int a, int b) {
    return a > b ? a : b;
}

bool rect_empty(struct rect a) {
    return a.w <= 0 || a.h <= 0;
}

bool rect_equal(struct rect a, struct rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

bool rect_touch(struct rect a, struct rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

struct rect rect_join(struct rect a, struct rect b) {
    if (rect_empty(a) || rect_empty(b))
        return rect_empty(a) ? b : a;
    int x = lesser(a.x, b.x), y = lesser(a.y, b.y);
    return (struct rect){x, y, greater(a.x + a.w, b.x + b.w) - x, greater(a.y + a.h, b.y + b.h) - y};
}

struct rect rect_common(struct rect a, struct rect b) {
    int x = greater(a.x, b.x), y = greater(a.y, b.y);
    int right = lesser(a.x + a.w, b.x + b.w), bottom = lesser(a.y + a.h, b.y + b.h);
    return (struct rect){x, y, greater(right - x, 0), greater(bottom - y, 0)};
}

struct rect rect_inset(struct rect box, int x, int y) {
    return (struct rect){box.x + x, box.y + y, box.w - 2 * x, box.h - 2 * y};
}
