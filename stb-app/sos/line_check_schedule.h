/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_SOS_LINE_CHECK_SCHEDULE_H
#define STB_APP_SOS_LINE_CHECK_SCHEDULE_H
/*
 * When the unseen test of the line is due. Each box draws its turn once, anywhere in the day, and keeps it: a fleet's
 * tests lie spread over the day, and a restart neither skips nor repeats one. Pure: time (ms since 1970) and chance
 * (0..65535) are arguments.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_CHECK_SCHEDULE_TEXT_SIZE = 48 };

struct line_check_schedule {
    int64_t every_ms; /* 0 = never */
    int64_t turn_ms;  /* the next regular one; 0 = not drawn yet */
    int64_t again_ms; /* one before that, since the last did not come back or was missed; 0 = none */
};
/* KEPT: what line_check_schedule_write() wrote in an earlier life; NULL or rubbish = a turn will be drawn. */
struct line_check_schedule line_check_schedule_create(int64_t every_h, const char *kept);
void line_check_schedule_write(const struct line_check_schedule *schedule, char text[LINE_CHECK_SCHEDULE_TEXT_SIZE]);
/* How long until the next; 0 = now, -1 = never. It may change SCHEDULE: a turn is drawn, one long missed is put off. */
int64_t line_check_schedule_left_ms(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance);
/* One begins: until line_check_schedule_passed() it counts as failed, and is tried again within the hour. */
void line_check_schedule_begin(struct line_check_schedule *schedule, int64_t wall_ms, uint16_t chance);
void line_check_schedule_passed(struct line_check_schedule *schedule);
#endif
