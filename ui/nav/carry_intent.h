/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_NAV_CARRY_INTENT_H
#define STB_UI_NAV_CARRY_INTENT_H
/* What a sentence leads to: never further than the key that it stands for would. */
#include "ui/nav/screen_layers.h"
#include "ui/voice/grammar.h"

/* Returns the key that the rest of it is, pressed on the screen that is now on top; ACTION_NONE = that was all. SHOWN
 * is that screen's scene. */
enum action carry_intent(struct screen_layers *layers, const struct intent *intent, const struct scene *shown);
#endif
