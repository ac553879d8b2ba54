/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 3339 times of the contract, in both directions. Written in UTC with milliseconds; read with any zone. Nothing
 * here depends on the box's locale or time zone, both of which are often unset or wrong on a set-top box. The trap:
 * timegm() takes the 31st of February for a day of March, so the calendar is checked before.
 */
#include "net/api/api_time.h"

#include <stdio.h>
#include <time.h>

static const int64_t time_most = 253402300799999; /* the end of the year 9999 */

static bool digits(const char **at, int count, int *value) {
    *value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

/* RFC 3339 takes "t" and "z" for "T" and "Z". */
static bool sign(const char **at, char expected) {
    if (**at != expected && !(expected >= 'A' && **at == expected + ('a' - 'A')))
        return false;
    (*at)++;
    return true;
}

static bool fraction(const char **at, int *ms) {
    int places = 0;
    *ms = 0;
    if (**at != '.')
        return true;
    for ((*at)++; **at >= '0' && **at <= '9'; (*at)++, places++)
        if (places < 3)
            *ms = *ms * 10 + (**at - '0');
    for (int i = places; i < 3; i++)
        *ms *= 10;
    return places > 0;
}

static bool zone(const char **at, int *minutes) {
    *minutes = 0;
    if (sign(at, 'Z'))
        return true;
    bool west = **at == '-';
    if (!west && **at != '+')
        return false;
    (*at)++;
    int hour, minute;
    if (!digits(at, 2, &hour) || !sign(at, ':') || !digits(at, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return true;
}

static bool date_exists(int year, int month, int day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

bool api_time_parse(const char *text, int64_t *ms) {
    int year, month, day, hour, minute, second, thousandths, east;
    const char *at = text;
    if (!digits(&at, 4, &year) || !sign(&at, '-') || !digits(&at, 2, &month) || !sign(&at, '-') ||
        !digits(&at, 2, &day) || !sign(&at, 'T') || !digits(&at, 2, &hour) || !sign(&at, ':') ||
        !digits(&at, 2, &minute) || !sign(&at, ':') || !digits(&at, 2, &second) || !fraction(&at, &thousandths) ||
        !zone(&at, &east) || *at)
        return false;
    if (!date_exists(year, month, day) || hour > 23 || minute > 59 || second > 60)
        return false;
    struct tm moment = {.tm_year = year - 1900,
                        .tm_mon = month - 1,
                        .tm_mday = day,
                        .tm_hour = hour,
                        .tm_min = minute,
                        .tm_sec = second};
    int64_t found = ((int64_t)timegm(&moment) - east * 60) * 1000 + thousandths;
    if (found < 0 || found > time_most)
        return false;
    *ms = found;
    return true;
}

void api_time_write(int64_t ms, char text[32]) {
    if (ms < 0 || ms > time_most)
        ms = ms < 0 ? 0 : time_most;
    time_t seconds = (time_t)(ms / 1000);
    struct tm moment;
    gmtime_r(&seconds, &moment);
    size_t length = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &moment);
    snprintf(text + length, 32 - length, ".%03dZ", (int)(ms % 1000));
}
