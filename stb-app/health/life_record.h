/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_HEALTH_LIFE_RECORD_H
#define STB_APP_HEALTH_LIFE_RECORD_H
/*
 * How often stb-app has started on this box, and how its last life ended: a line of JSON that survives, written at
 * start and at an orderly end. Where the end is missing, the kernel's boot id tells a program that fell from a box that
 * was off. Pure.
 */
#include <stdint.h>

enum { LIFE_RECORD_SIZE = 256, LIFE_RECORD_END_SIZE = 64, LIFE_RECORD_BOOT_SIZE = 40 };

struct life_record {
    int64_t starts; /* this one included */
    char boot[LIFE_RECORD_BOOT_SIZE];
    char last_end[LIFE_RECORD_END_SIZE]; /* of the life before; "" = there was none */
};
/* KEPT: what was written last, NULL = nothing; BOOT: the kernel's id of this boot. */
struct life_record life_record_begin(const char *kept, const char *boot);
/* What to keep. ENDED: how this life ends, "" = it goes on. */
void life_record_write(const struct life_record *record, const char *ended, char text[LIFE_RECORD_SIZE]);
#endif
