/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_LEVEL_METER_H
#define STB_UI_KIT_LEVEL_METER_H
/* How loud somebody speaks: bars across AREA, the more lit the louder. */
#include "ui/kit/view.h"

void level_meter_draw(const struct view *view, struct rect area, int level); /* 0..100 */
#endif
