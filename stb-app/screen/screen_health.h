/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SCREEN_SCREEN_HEALTH_H
#define STB_APP_SCREEN_SCREEN_HEALTH_H
/*
 * Whether the channel has a picture, as far as stb-app can tell: stb-ui reports its first frame, and stb-app sees it
 * die. Pure: time is an argument.
 */
#include "stb-app/screen/frame_times.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SCREEN_HEALTH_ERROR_SIZE = 120,
    SCREEN_HEALTH_DEATHS = 3,                 /* so many deaths ... */
    SCREEN_HEALTH_WITHIN_MS = 10 * 60 * 1000, /* ... within this are a fault */
    SCREEN_HEALTH_PATIENCE_MS = 10000,        /* no first frame for so long: no picture */
};

struct screen_health {                     /* zero-initialise */
    int64_t asked_ms;                      /* since when the picture is awaited, monotonic; 0 = it is not */
    int64_t died_ms[SCREEN_HEALTH_DEATHS]; /* the newest deaths, in a ring */
    int deaths;                            /* since stb-app started */
    char last_death[40];
    struct frame_times frames;
};
void screen_health_asked(struct screen_health *health, int64_t now_ms);
void screen_health_ready(struct screen_health *health);
void screen_health_left(struct screen_health *health); /* nobody wants a picture any more */
void screen_health_died(struct screen_health *health, int exit_status, int signum, int64_t now_ms);
/* True: ERROR says what is wrong. */
bool screen_health_fault(const struct screen_health *health, int64_t now_ms, char error[SCREEN_HEALTH_ERROR_SIZE]);
#endif
