/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/nav/sos_overlay.h"
#include <stdio.h>
#include <string.h>

bool sos_overlay_up(const struct sos_overlay *overlay, const struct model *model) {
    const char *id = model->sos.id;
    return id[0] && strcmp(id, overlay->seen_open) == 0 && strcmp(id, overlay->left) != 0;
}

void sos_overlay_told(struct sos_overlay *overlay, const struct model *model) {
    const char *id = model->sos.id;
    if (!model_sos_open(model) || strcmp(id, overlay->seen_open) == 0)
        return;
    snprintf(overlay->seen_open, sizeof overlay->seen_open, "%s", id);
    overlay->screen = sos_screen();
}

void sos_overlay_leave(struct sos_overlay *overlay, const struct model *model) {
    snprintf(overlay->left, sizeof overlay->left, "%s", model->sos.id);
}
