/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_SOUND_TABLE_H
#define STB_REMOTE_HEAR_SOUND_TABLE_H
/* A text file of keys and how each sounds, a line "KEY<tab>SOUND[ | SOUND]..." each; '#' begins a comment. */
#include <stdbool.h>
#include <stddef.h>

enum { SOUND_TABLE_FILE_MAX = 1 << 20, SOUND_TABLE_FAULTS_MAX = 3 };

struct sound_entry {
    const char *key, *sounds;
};
struct sound_table;
/* A line that is none is logged and passed over; beyond SOUND_TABLE_FAULTS_MAX of them, and without a single entry, the
 * file is none: NULL (logged). */
struct sound_table *sound_table_read(const char *path);
void sound_table_destroy(struct sound_table *table);

const char *sound_table_find(const struct sound_table *table, const char *key, size_t length); /* NULL = has none */
size_t sound_table_longest(const struct sound_table *table);                                   /* key, in bytes */
const struct sound_entry *sound_table_at(const struct sound_table *table, size_t index); /* NULL = past the last */
/* A number in a comment "# NAME VALUE"; OTHERWISE = there is none. */
double sound_table_number(const struct sound_table *table, const char *name, double otherwise);

/* The INDEX-th of SOUNDS into OUT (SIZE bytes); false: there are fewer, or it is longer. */
bool sound_table_take(const char *sounds, size_t index, char *out, size_t size);
#endif
