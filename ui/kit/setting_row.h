/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_SETTING_ROW_H
#define STB_UI_KIT_SETTING_ROW_H
/*
 * What a senior may turn: a few values each, the one that holds told by the model, another one asked for of stb-app.
 * The words of a dial are the strings "set.NAME", "set.NAME.note" and "set.NAME.0" and on.
 */
#include "ui/kit/view.h"

enum setting {
    SETTING_TEXT,
    SETTING_CONTRAST,
    SETTING_GUIDANCE,
    SETTING_SPEED,
    SETTING_VOLUME,
    SETTING_HAND,
    SETTING_HOLD,
    SETTING_OVERSCAN,
    SETTING_IDLE,
    SETTING_MOTION,
    SETTING_LANGUAGE,
    SETTING_ROWS
};

const char *setting_row_name(enum setting setting); /* the row's id too */
const char *setting_row_icon(enum setting setting);
/* What turns it BY so many values; ROUND: after the last comes the first. False = the end. */
bool setting_row_turn(enum setting setting, const struct model *model, int by, bool round, struct ipc_set *set);
const char *setting_row_title(const struct view *view, enum setting setting);
const char *setting_row_note(const struct view *view,
                             enum setting setting); /* of the voice: that there is none, where there is none */
const char *setting_row_state(const struct view *view, enum setting setting); /* "大" */
const char *setting_row_value(const struct view *view,
                              enum setting setting); /* "◀ 大 ▶": what holds, and where it can be turned */
#endif
