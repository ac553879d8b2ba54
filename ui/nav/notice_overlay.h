/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_NOTICE_OVERLAY_H
#define STB_UI_NAV_NOTICE_OVERLAY_H
/*
 * The notice that lies over everything but an SOS: one at a time, the oldest that is not answered first. One that was
 * put aside stays aside as long as this program runs, and comes again with the next opening of the channel.
 */
#include "ui/kit/screen.h"

struct notice_overlay {
    bool up;
    struct screen screen; /* of SCREEN_NOTICE, while UP */
    char aside[NOTICE_MAX][REQUEST_ID_SIZE];
    size_t aside_count;
};
/* After each change of the model's notices: one may come up. The one that is up stays until it is left. */
void notice_overlay_told(struct notice_overlay *overlay, const struct model *model);
/* The one that is up goes, the next one comes. */
void notice_overlay_leave(struct notice_overlay *overlay, const struct model *model);
/* All that wait now are put aside: the senior wants something else first. */
void notice_overlay_leave_all(struct notice_overlay *overlay, const struct model *model);
#endif
