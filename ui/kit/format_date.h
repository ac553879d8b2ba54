/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_UI_KIT_FORMAT_DATE_H
#define STB_UI_KIT_FORMAT_DATE_H
/* The days of the catalog ("2026-11-23") in words. */
#include "ui/kit/view.h"

/* "明天 11月22日 星期日"; BRIEF: only "明天" where there is such a word. What is no day is given back as it is. */
const char *format_date_words(const struct view *view, const char *day, bool brief);
/* How many days DAY is from today, below 0 for one that is past; false: it is no day, or today is not known. */
bool format_date_days_away(const struct view *view, const char *day, int *away);
/* A time slot with its day: "明天 上午 9:30". */
const char *format_date_slot(const struct view *view, const struct service_option *slot);
#endif
