/* SPDX-License-Identifier: Apache-2.0 */
/* Days are counted from noon to noon in the box's time zone, so that a change to summer time adds or loses none. */
#include "ui/kit/format_date.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { NEAR_DAYS = 3 };

static bool read_day(const char *day, struct tm *noon) {
    *noon = (struct tm){.tm_hour = 12, .tm_isdst = -1};
    if (sscanf(day, "%4d-%2d-%2d", &noon->tm_year, &noon->tm_mon, &noon->tm_mday) != 3)
        return false;
    noon->tm_year -= 1900;
    noon->tm_mon -= 1;
    return mktime(noon) != (time_t)-1;
}

/* Days from today, as the hotline's clock has it. */
static int days_away(const struct view *view, struct tm noon) {
    time_t now = (time_t)(view->wall_ms / 1000);
    struct tm today;
    localtime_r(&now, &today);
    today.tm_hour = 12;
    today.tm_min = today.tm_sec = 0;
    double seconds = difftime(mktime(&noon), mktime(&today));
    return (int)((seconds + (seconds < 0 ? -43200 : 43200)) / 86400);
}

const char *format_date_words(const struct view *view, const char *day, bool brief) {
    char month[32], weekday[32], near[32];
    struct tm noon;
    if (!read_day(day, &noon))
        return day;
    int away = days_away(view, noon);
    bool is_near = !view->model->clock_unsure && away >= 0 && away < NEAR_DAYS;
    snprintf(near, sizeof near, "day.%d", away);
    if (brief && is_near)
        return strings_get(view->strings, near);
    snprintf(month, sizeof month, "month.%d", noon.tm_mon + 1);
    snprintf(weekday, sizeof weekday, "weekday.%d", noon.tm_wday);
    const char *date =
        view_words(view, "date", "month", strings_get(view->strings, month), "day", view_number(view, noon.tm_mday),
                   "weekday", strings_get(view->strings, weekday), NULL);
    return is_near ? view_words(view, "day.dated", "near", strings_get(view->strings, near), "date", date, NULL) : date;
}

bool format_date_days_away(const struct view *view, const char *day, int *away) {
    struct tm noon;
    if (view->model->clock_unsure || !read_day(day, &noon))
        return false;
    *away = days_away(view, noon);
    return true;
}

const char *format_date_slot(const struct view *view, const struct service_option *slot) {
    if (!slot->day[0])
        return slot->title;
    return scene_keepf(view->scene, "%s %s", format_date_words(view, slot->day, true), slot->title);
}
