/* SPDX-License-Identifier: Apache-2.0 */
/* The way that is left shrinks with the third power of the time that is left. */
#include "ui/scene/tween.h"

void tween_begin(struct tween *tween, struct rect from, struct rect to, int lasts_ms, int64_t now_ms) {
    *tween =
        (struct tween){.from = from, .to = to, .begun_ms = now_ms - TWEEN_STEP_MS, .lasts_ms = lasts_ms, .runs = true};
}

static int between(int from, int to, double left) {
    double at = to + (from - to) * left;
    return (int)(at < 0 ? at - 0.5 : at + 0.5);
}

struct rect tween_at(struct tween *tween, int64_t now_ms) {
    int64_t since = now_ms - tween->begun_ms;
    if (since < 0 || since >= tween->lasts_ms)
        tween->runs = false;
    if (!tween->runs)
        return tween->to;
    double left = 1 - (double)since / tween->lasts_ms;
    left = left * left * left;
    return (struct rect){between(tween->from.x, tween->to.x, left), between(tween->from.y, tween->to.y, left),
                         between(tween->from.w, tween->to.w, left), between(tween->from.h, tween->to.h, left)};
}
