/* SPDX-License-Identifier: Apache-2.0 */
/* The way that is left shrinks with the third power of the time that is left. */
#include "ui/scene/tween.h"

void glide_begin(struct glide *glide, struct rect from, struct rect to, int lasts_ms, int64_t now_ms) {
    *glide =
        (struct glide){.from = from, .to = to, .begun_ms = now_ms - GLIDE_STEP_MS, .lasts_ms = lasts_ms, .runs = true};
}

static int between(int from, int to, double left) {
    double at = to + (from - to) * left;
    return (int)(at < 0 ? at - 0.5 : at + 0.5);
}

struct rect glide_at(struct glide *glide, int64_t now_ms) {
    int64_t since = now_ms - glide->begun_ms;
    if (since < 0 || since >= glide->lasts_ms)
        glide->runs = false;
    if (!glide->runs)
        return glide->to;
    double left = 1 - (double)since / glide->lasts_ms;
    left = left * left * left;
    return (struct rect){between(glide->from.x, glide->to.x, left), between(glide->from.y, glide->to.y, left),
                         between(glide->from.w, glide->to.w, left), between(glide->from.h, glide->to.h, left)};
}
