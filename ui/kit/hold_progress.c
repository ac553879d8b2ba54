/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bar along the lower edge of the item in focus. It is all that differs from picture to picture, so a step costs
 * little; nothing moves before the key is down or after it was let go. Where motion is unwanted the header says what to
 * do instead (screen_stack.c), as it does after a touch that was too short.
 *
 * The trap is the end: that comes from stb-app, a moment after the bar is full. One that never comes must leave no bar.
 */
#include "ui/kit/hold_progress.h"
#include "ui/kit/focus_bar.h"

enum { STEP_MS = 40, LATE_MS = 500 };

void hold_progress_take(struct hold_progress *hold, int64_t lasts_ms, int64_t now_ms) {
    *hold = lasts_ms > 0 ? (struct hold_progress){now_ms, now_ms + lasts_ms} : (struct hold_progress){0, 0};
}

bool hold_progress_runs(const struct hold_progress *hold, int64_t now_ms) {
    return hold->until_ms > 0 && now_ms < hold->until_ms + LATE_MS;
}

void hold_progress_draw(const struct hold_progress *hold, const struct view *view, struct view_report *report,
                        const struct scene_item *focus) {
    if (!focus || !hold_progress_runs(hold, view->now_ms))
        return;
    bool full = view->now_ms >= hold->until_ms;
    view_redraw_at(report, full ? hold->until_ms + LATE_MS : view->now_ms + STEP_MS);
    int64_t lasts = hold->until_ms - hold->from_ms, done = full ? lasts : view->now_ms - hold->from_ms;
    focus_bar_draw(view, focus,
                   &(struct focus_bar){.id = "hold",
                                       .alt = strings_get(view->strings, "hold.on"),
                                       .permille = (int)(done * 1000 / lasts)});
}
