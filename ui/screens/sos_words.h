/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_SCREENS_SOS_WORDS_H
#define STB_UI_SCREENS_SOS_WORDS_H
/* Which phase an SOS is in (sos.c has them drawn), and what is said in it: one sentence, and what happens next. */
#include "ui/kit/view.h"

enum { SOS_LOST_MS = 10000 }; /* unheard for so long it is lost, if the line is not known to be down before */
enum sos_phase { SOS_GRACE, SOS_OPEN, SOS_LOST, SOS_ASKED, SOS_OVER };
enum sos_phase sos_words_phase(const struct model *model, int64_t now_ms);
bool sos_words_can_cancel(const struct model *model); /* a cancel would still be in time */
bool sos_words_calm(const struct model *model);       /* help is there, or nothing is open: no alarm any more */

const char *sos_words_title(const struct view *view, enum sos_phase phase);
/* The sentence, and on a second line what happens next. BRIEF: with the time since the press in it. */
const char *sos_words_body(const struct view *view, struct view_report *report, enum sos_phase phase, bool brief);
/* "8 秒前按下": the time since the press, and how often it was pressed. */
const char *sos_words_since(const struct view *view, struct view_report *report);
/* What to dial: the hotline's number and the emergency number, as far as the operator's config has them. */
const char *sos_words_numbers(const struct view *view);
/* The line at the foot, the longest first as LESS grows: what happens without a key, the family; "" = none; NULL =
 * there is no shorter one. */
const char *sos_words_footer(const struct view *view, enum sos_phase phase, size_t less);
/* What happens, once, without the seconds; then each new proof. The title stands for what is said by it. */
const char *sos_words_say(const struct view *view, struct view_report *report, enum sos_phase phase);
#endif
