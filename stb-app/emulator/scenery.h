/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_EMULATOR_SCENERY_H
#define STB_APP_EMULATOR_SCENERY_H
/* Live television's stand-in: a calm landscape, painted once over all of PAPER. Pure. */
#include "stb-app/emulator/shapes.h"

void emulator_scenery_paint(struct shapes_paper *paper);
#endif
