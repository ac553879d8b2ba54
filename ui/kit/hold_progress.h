/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_HOLD_PROGRESS_H
#define STB_UI_KIT_HOLD_PROGRESS_H
/* Where OK has to be held down before it counts (a setting for unsteady hands): a bar on the item in focus fills while
 * it is down. */
#include "ui/kit/view.h"

struct hold_progress {
    int64_t from_ms, until_ms; /* monotonic; 0 = OK is not down */
};
void hold_progress_take(struct hold_progress *hold, int64_t lasts_ms, int64_t now_ms); /* ipc.h's "hold" */
bool hold_progress_runs(const struct hold_progress *hold, int64_t now_ms);
/* Over the finished scene, on the item in FOCUS (NULL = there is none). */
void hold_progress_draw(const struct hold_progress *hold, const struct view *view, struct view_report *report,
                        const struct scene_item *focus);
#endif
