/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fixed offset instead of the time zone of the machine: tests and demonstrations show the same day everywhere, and
 * Shanghai knows no summer time since 1991. The trap: "today" ends eight hours before UTC's day does.
 */
#include "tests/hotline/calendar.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t OFFSET_MS = INT64_C(8) * 3600 * 1000;
static const char *const weekdays[] = {"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"};

static struct tm local(int64_t ms) {
    time_t seconds = (ms + OFFSET_MS) / 1000;
    struct tm parts;
    gmtime_r(&seconds, &parts);
    return parts;
}

int64_t calendar_midnight(int64_t ms) {
    return ms - (ms + OFFSET_MS) % CALENDAR_DAY_MS;
}

int calendar_minutes(int64_t ms) {
    return (int)((ms - calendar_midnight(ms)) / 60000);
}

int calendar_weekday(int64_t ms) {
    return local(ms).tm_wday;
}

void calendar_day(int64_t ms, char text[CALENDAR_DAY_SIZE]) {
    struct tm parts = local(ms);
    strftime(text, CALENDAR_DAY_SIZE, "%Y-%m-%d", &parts);
}

bool calendar_read(const char *day, int64_t *midnight) {
    struct tm parts = {0};
    char back[CALENDAR_DAY_SIZE];
    if (strspn(day, "0123456789") < 8 || sscanf(day, "%4d%2d%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) != 3)
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    *midnight = timegm(&parts) * INT64_C(1000) - OFFSET_MS;
    parts = local(*midnight);
    strftime(back, sizeof back, "%Y%m%d", &parts);
    return strncmp(back, day, 8) == 0;
}

void calendar_date(int64_t ms, char text[CALENDAR_WORDS_SIZE]) {
    struct tm parts = local(ms);
    snprintf(text, CALENDAR_WORDS_SIZE, "%d月%d日 %s %d:%02d", parts.tm_mon + 1, parts.tm_mday, weekdays[parts.tm_wday],
             parts.tm_hour, parts.tm_min);
}

void calendar_words(int64_t ms, int64_t now_ms, char text[CALENDAR_WORDS_SIZE]) {
    static const char *const near[] = {"今天", "明天", "后天"};
    struct tm parts = local(ms);
    int64_t days = (calendar_midnight(ms) - calendar_midnight(now_ms)) / CALENDAR_DAY_MS;
    if (days >= 0 && days < 3)
        snprintf(text, CALENDAR_WORDS_SIZE, "%s %d:%02d", near[days], parts.tm_hour, parts.tm_min);
    else
        calendar_date(ms, text);
}

const char *calendar_half(int minutes) {
    return minutes < 720 ? "上午" : minutes < 1080 ? "下午" : "晚上";
}
