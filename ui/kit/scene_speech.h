/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_SCENE_SPEECH_H
#define STB_UI_KIT_SCENE_SPEECH_H
/* What a scene says to somebody who listens: its words collected in the order in which they are heard (scene.h, SPOKEN
 * and SAY). Nothing is decided here; announce.h decides what of it is due. */
#include "ui/kit/view.h"

/* The scene is drawn and has its title; FOCUSED: the item in focus, NULL = none. */
void scene_speech_compose(const struct view *view, const struct view_report *report, const struct scene_item *focused);
/* One more key of the hint line. */
void scene_speech_hint(const struct view *view, const struct hint *hint);
#endif
