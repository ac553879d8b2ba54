/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/screen/screen_health.h"

#include <stdio.h>

void screen_health_asked(struct screen_health *health, int64_t now_ms) {
    if (!health->asked_ms)
        health->asked_ms = now_ms;
}

void screen_health_ready(struct screen_health *health) {
    health->asked_ms = 0;
}

void screen_health_left(struct screen_health *health) {
    health->asked_ms = 0;
}

void screen_health_died(struct screen_health *health, int exit_status, int signum, int64_t now_ms) {
    health->died_ms[health->deaths++ % SCREEN_HEALTH_DEATHS] = now_ms;
    snprintf(health->last_death, sizeof health->last_death, signum ? "signal %d" : "exit status %d",
             signum ? signum : exit_status);
    screen_health_asked(health, now_ms);
}

/* The oldest death stands where the next would be written. */
static bool keeps_dying(const struct screen_health *health, int64_t now_ms) {
    return health->deaths >= SCREEN_HEALTH_DEATHS &&
           now_ms - health->died_ms[health->deaths % SCREEN_HEALTH_DEATHS] <= SCREEN_HEALTH_WITHIN_MS;
}

bool screen_health_fault(const struct screen_health *health, int64_t now_ms, char error[SCREEN_HEALTH_ERROR_SIZE]) {
    if (keeps_dying(health, now_ms))
        snprintf(error, SCREEN_HEALTH_ERROR_SIZE, "stb-ui keeps dying: %s, %d times within 10 minutes",
                 health->last_death, SCREEN_HEALTH_DEATHS);
    else if (health->asked_ms && now_ms - health->asked_ms >= SCREEN_HEALTH_PATIENCE_MS)
        snprintf(error, SCREEN_HEALTH_ERROR_SIZE, "there is no picture%s%s",
                 health->deaths ? ": stb-ui ended with " : "", health->last_death);
    else
        return false;
    return true;
}
