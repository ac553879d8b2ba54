/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_LINE_CHECK_SCHEDULE_H
#define STB_APP_SOS_LINE_CHECK_SCHEDULE_H
/*
 * When the unseen line check is due. Each box draws its time once, anywhere in the day, and keeps it: a fleet's
 * checks are spread over the day, and a restart neither skips nor repeats one. Pure: time (ms since 1970) and chance
 * (0..65535) are arguments.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_CHECK_SCHEDULE_TEXT_SIZE = 48 };

struct line_check_schedule {
    int64_t every_ms; /* 0 = never */
    int64_t turn_ms;  /* the next regular check, since 1970; 0 = not drawn yet */
    int64_t again_ms; /* an extra check before it, because the last failed or was missed; 0 = none */
};
/* KEPT: what line_check_schedule_write() wrote before the restart; NULL or rubbish = a time will be drawn. */
struct line_check_schedule line_check_schedule_create(int64_t every_h, const char *kept);
void line_check_schedule_write(const struct line_check_schedule *schedule, char text[LINE_CHECK_SCHEDULE_TEXT_SIZE]);
/* Until the next check; 0 = now, -1 = never. May change SCHEDULE: draws a time, or puts off a check long missed. */
int64_t line_check_schedule_left_ms(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance);
/* A check begins: until line_check_schedule_passed() it counts as failed, and is tried again within the hour. */
void line_check_schedule_begin(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance);
void line_check_schedule_passed(struct line_check_schedule *schedule);
#endif
