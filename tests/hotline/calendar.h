/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CALENDAR_H
#define HOTLINE_CALENDAR_H
/* Days and hours as Shanghai has them: UTC+8 all year round. Times are milliseconds since 1970. Pure. */
#include <stdbool.h>
#include <stdint.h>

enum { CALENDAR_DAY_SIZE = 11, CALENDAR_WORDS_SIZE = 64, CALENDAR_DAY_MS = 86400000 };

int64_t calendar_midnight(int64_t ms);                       /* when the day of MS began */
int calendar_minutes(int64_t ms);                            /* since that midnight */
int calendar_weekday(int64_t ms);                            /* 0 = Sunday */
void calendar_day(int64_t ms, char text[CALENDAR_DAY_SIZE]); /* "2026-11-23" */
bool calendar_read(const char *day, int64_t *midnight);      /* "20261123" at the start of DAY; false = no such day */
/* "明天 9:30" up to the day after tomorrow, else "11月25日 星期三 9:30". */
void calendar_words(int64_t ms, int64_t now_ms, char text[CALENDAR_WORDS_SIZE]);
/* "11月25日 星期三 9:30": for what is read on another day. */
void calendar_date(int64_t ms, char text[CALENDAR_WORDS_SIZE]);
const char *calendar_half(int minutes); /* 上午, 下午 or 晚上 */
#endif
