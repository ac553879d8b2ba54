/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The turn stays at its time of day whatever happens: what failed or was missed has a time of its own beside it. The
 * trap is a clock that was wrong when the turn was drawn: a turn further off than one round can only be such a one.
 */
#include "stb-app/sos/line_check_schedule.h"

#include <inttypes.h>
#include <stdio.h>

enum { HOUR_MS = 3600000, AGAIN_LEAST_MS = 600000, LATE_MS = 60000, CHANCES = 65536 };

static int64_t draw(int64_t least, int64_t most, uint16_t chance) {
    return least + (most - least) * chance / (CHANCES - 1);
}

struct daily daily_create(int64_t every_h, const char *kept) {
    struct daily daily = {.every_ms = every_h * HOUR_MS};
    if (!kept || sscanf(kept, "%" SCNd64 " %" SCNd64, &daily.turn_ms, &daily.again_ms) != 2 || daily.turn_ms < 0 ||
        daily.again_ms < 0)
        daily.turn_ms = daily.again_ms = 0;
    return daily;
}

void daily_write(const struct daily *daily, char text[DAILY_TEXT_SIZE]) {
    snprintf(text, DAILY_TEXT_SIZE, "%" PRId64 " %" PRId64, daily->turn_ms, daily->again_ms);
}

static void pass_turns(struct daily *daily, int64_t wall_ms) {
    if (wall_ms >= daily->turn_ms)
        daily->turn_ms += ((wall_ms - daily->turn_ms) / daily->every_ms + 1) * daily->every_ms;
}

/* A district's power comes back for all its boxes in the same second. */
static void put_off_what_was_missed(struct daily *daily, int64_t wall_ms, uint16_t chance) {
    bool missed = wall_ms - daily->turn_ms > LATE_MS || (daily->again_ms && wall_ms - daily->again_ms > LATE_MS);
    if (!missed)
        return;
    pass_turns(daily, wall_ms);
    daily->again_ms = wall_ms + draw(0, LATE_MS, chance);
}

int64_t daily_left_ms(struct daily *daily, int64_t wall_ms, uint16_t chance) {
    if (daily->every_ms <= 0)
        return -1;
    if (!daily->turn_ms || daily->turn_ms > wall_ms + daily->every_ms)
        daily->turn_ms = wall_ms + draw(0, daily->every_ms, chance);
    if (daily->again_ms > wall_ms + HOUR_MS)
        daily->again_ms = 0;
    put_off_what_was_missed(daily, wall_ms, chance);
    int64_t next = daily->again_ms && daily->again_ms < daily->turn_ms ? daily->again_ms : daily->turn_ms;
    return next > wall_ms ? next - wall_ms : 0;
}

void daily_begin(struct daily *daily, int64_t wall_ms, uint16_t chance) {
    pass_turns(daily, wall_ms);
    daily->again_ms = wall_ms + draw(AGAIN_LEAST_MS, HOUR_MS, chance);
}

void daily_passed(struct daily *daily) {
    daily->again_ms = 0;
}
