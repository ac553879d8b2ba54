/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which notice is up follows from the model and from what was put aside, and from nothing else. The trap: an answer is
 * on its way while its notice still counts as open; it must neither vanish before it is stored nor come up a second
 * time. So the one that is up stays until it is left, answered or not.
 */
#include "ui/nav/notice_overlay.h"
#include <stdio.h>
#include <string.h>

static bool is_aside(const struct notice_overlay *overlay, const char *id) {
    for (size_t i = 0; i < overlay->aside_count; i++)
        if (strcmp(overlay->aside[i], id) == 0)
            return true;
    return false;
}

/* The newest ones are remembered; there are never more waiting than that. */
static void put_aside(struct notice_overlay *overlay, const char *id) {
    if (is_aside(overlay, id))
        return;
    if (overlay->aside_count == NOTICE_MAX)
        memmove(overlay->aside[0], overlay->aside[1], sizeof overlay->aside[0] * --overlay->aside_count);
    snprintf(overlay->aside[overlay->aside_count++], sizeof overlay->aside[0], "%s", id);
}

void notice_overlay_told(struct notice_overlay *overlay, const struct model *model) {
    if (overlay->up && model_notice(model, overlay->screen.notice.id))
        return;
    overlay->up = false;
    for (size_t i = model->notice_count; i-- > 0 && !overlay->up;)
        if (!model->notices[i]->answered[0] && !is_aside(overlay, model->notices[i]->id)) {
            overlay->screen = notice_screen(model->notices[i]->id);
            overlay->up = true;
        }
}

void notice_overlay_leave(struct notice_overlay *overlay, const struct model *model) {
    if (overlay->up)
        put_aside(overlay, overlay->screen.notice.id);
    overlay->up = false;
    notice_overlay_told(overlay, model);
}

void notice_overlay_leave_all(struct notice_overlay *overlay, const struct model *model) {
    for (size_t i = 0; i < model->notice_count; i++)
        if (!model->notices[i]->answered[0])
            put_aside(overlay, model->notices[i]->id);
    notice_overlay_leave(overlay, model);
}
