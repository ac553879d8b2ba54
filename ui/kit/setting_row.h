/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_SETTING_ROW_H
#define STB_UI_KIT_SETTING_ROW_H
/*
 * What a senior may turn: a few values each, the one that holds told by the model, another one asked for over the
 * wire. The words of a dial are the strings "set.NAME", "set.NAME.note" and "set.NAME.0" and on.
 */
#include "ui/kit/draw.h"

enum dial {
    DIAL_TEXT,
    DIAL_CONTRAST,
    DIAL_GUIDANCE,
    DIAL_SPEED,
    DIAL_VOLUME,
    DIAL_HAND,
    DIAL_HOLD,
    DIAL_OVERSCAN,
    DIAL_IDLE,
    DIAL_MOTION,
    DIAL_LANGUAGE,
    DIALS
};
enum { DIAL_SET_SIZE = 48 };

const char *dial_name(enum dial dial); /* the row's id too */
const char *dial_icon(enum dial dial);
/* The wire's "set" that turns it BY so many values; ROUND: after the last comes the first. False = the end. */
bool dial_turn(enum dial dial, const struct model *model, int by, bool round, char set[DIAL_SET_SIZE]);
const char *dial_title(struct view *view, enum dial dial);
const char *dial_note(struct view *view, enum dial dial);  /* of the voice: that there is none, where there is none */
const char *dial_state(struct view *view, enum dial dial); /* "大" */
const char *dial_value(struct view *view, enum dial dial); /* "◀ 大 ▶": what holds, and where it can be turned */
#endif
