/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_VOLUME_TOAST_H
#define STB_UI_KIT_VOLUME_TOAST_H
/* What the volume keys did, shown for two seconds over whatever is on screen: they turn the voice, not the television.
 */
#include "stb-app/ipc/action.h"
#include "ui/kit/setting_row.h"

struct volume_toast {
    enum setting setting;
    int64_t until_ms; /* 0 = there is none */
};
/* False: not one of its keys. SET is what is to be asked for; its name NULL = nothing: it is as loud as it can be. */
bool volume_toast_act(struct volume_toast *toast, const struct model *model, enum action action, int64_t now_ms,
                      struct ipc_set *set);
/* Over the finished scene, to be seen and to be heard. */
void volume_toast_draw(const struct volume_toast *toast, const struct view *view, struct view_report *report);
#endif
