/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TURN_MS stays at its time of day whatever happens: a check that failed or was missed gets its own AGAIN_MS. The
 * trap is a clock that was wrong when the turn was drawn: a turn further off than one round can only be such a one.
 */
#include "stb-app/sos/line_check_schedule.h"

#include <inttypes.h>
#include <stdio.h>

enum { HOUR_MS = 3600000, AGAIN_LEAST_MS = 600000, LATE_MS = 60000, CHANCES = 65536 };

static int64_t draw(int64_t least, int64_t most, uint16_t chance) {
    return least + (most - least) * chance / (CHANCES - 1);
}

struct line_check_schedule line_check_schedule_create(int64_t every_h, const char *kept) {
    struct line_check_schedule schedule = {.every_ms = every_h * HOUR_MS};
    if (!kept || sscanf(kept, "%" SCNd64 " %" SCNd64, &schedule.turn_ms, &schedule.again_ms) != 2 ||
        schedule.turn_ms < 0 || schedule.again_ms < 0)
        schedule.turn_ms = schedule.again_ms = 0;
    return schedule;
}

void line_check_schedule_write(const struct line_check_schedule *schedule, char text[LINE_CHECK_SCHEDULE_TEXT_SIZE]) {
    snprintf(text, LINE_CHECK_SCHEDULE_TEXT_SIZE, "%" PRId64 " %" PRId64, schedule->turn_ms, schedule->again_ms);
}

static void pass_turns(struct line_check_schedule *schedule, int64_t wall_ms) {
    if (wall_ms >= schedule->turn_ms)
        schedule->turn_ms += ((wall_ms - schedule->turn_ms) / schedule->every_ms + 1) * schedule->every_ms;
}

/* A district's power comes back for all its boxes in the same second. */
static void put_off_what_was_missed(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance) {
    bool missed =
        wall_ms - schedule->turn_ms > LATE_MS || (schedule->again_ms && wall_ms - schedule->again_ms > LATE_MS);
    if (!missed)
        return;
    pass_turns(schedule, wall_ms);
    schedule->again_ms = wall_ms + draw(0, LATE_MS, chance);
}

int64_t line_check_schedule_left_ms(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance) {
    if (schedule->every_ms <= 0)
        return -1;
    if (!schedule->turn_ms || schedule->turn_ms > wall_ms + schedule->every_ms)
        schedule->turn_ms = wall_ms + draw(0, schedule->every_ms, chance);
    if (schedule->again_ms > wall_ms + HOUR_MS)
        schedule->again_ms = 0;
    put_off_what_was_missed(schedule, wall_ms, chance);
    int64_t next =
        schedule->again_ms && schedule->again_ms < schedule->turn_ms ? schedule->again_ms : schedule->turn_ms;
    return next > wall_ms ? next - wall_ms : 0;
}

void line_check_schedule_begin(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance) {
    pass_turns(schedule, wall_ms);
    schedule->again_ms = wall_ms + draw(AGAIN_LEAST_MS, HOUR_MS, chance);
}

void line_check_schedule_passed(struct line_check_schedule *schedule) {
    schedule->again_ms = 0;
}
