/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_SOS_OVERLAY_H
#define STB_UI_NAV_SOS_OVERLAY_H
/*
 * The SOS screen lies over everything while an SOS is open, and for as long as its end has not been taken note of (OK
 * or BACK), so what was underneath is still there afterwards.
 */
#include "ui/kit/screen.h"

struct sos_overlay {
    struct screen screen; /* of SCREEN_SOS */
    char seen_open[REQUEST_ID_SIZE], left[REQUEST_ID_SIZE];
};
bool sos_overlay_up(const struct sos_overlay *overlay, const struct model *model);
/* After each change of the model's SOS: another one may have been opened. */
void sos_overlay_told(struct sos_overlay *overlay, const struct model *model);
void sos_overlay_leave(struct sos_overlay *overlay, const struct model *model);
#endif
