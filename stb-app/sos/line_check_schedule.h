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

enum { DAILY_TEXT_SIZE = 48 };

struct daily {
    int64_t every_ms; /* 0 = never */
    int64_t turn_ms;  /* the next regular one; 0 = not drawn yet */
    int64_t again_ms; /* one before that, since the last did not come back or was missed; 0 = none */
};
/* KEPT: what daily_write() wrote in an earlier life; NULL or rubbish = a turn will be drawn. */
struct daily daily_create(int64_t every_h, const char *kept);
void daily_write(const struct daily *daily, char text[DAILY_TEXT_SIZE]);
/* How long until the next; 0 = now, -1 = never. It may change DAILY: a turn is drawn, one long missed is put off. */
int64_t daily_left_ms(struct daily *daily, int64_t wall_ms, uint16_t chance);
/* One begins: until daily_passed() it counts as failed, and is tried again within the hour. */
void daily_begin(struct daily *daily, int64_t wall_ms, uint16_t chance);
void daily_passed(struct daily *daily);
#endif
