/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_NOTICE_VIEW_H
#define STB_UI_SCREENS_NOTICE_VIEW_H
/* How a notice looks; what its keys do is in notice.c. */
#include "ui/kit/screen.h"

#define NOTICE_NEXT   "next"   /* leads on to more words, then to the answers */
#define NOTICE_LATER  "later"  /* answers nothing */
#define NOTICE_SEEN   "seen"   /* takes note */
#define NOTICE_CHANGE "change" /* leads back to the answers */

/* It is to be answered: it has answers to choose from, and none was chosen or another one is wanted. */
bool notice_view_asks(const struct screen_notice *screen, const struct notice *notice);
void notice_view_draw(const struct screen *screen, const struct view *view, struct view_report *report);
#endif
