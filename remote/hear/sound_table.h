/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_REMOTE_HEAR_SOUND_TABLE_H
#define STB_REMOTE_HEAR_SOUND_TABLE_H
/* A text file that says how each key sounds: lines of "KEY<tab>SOUND[ | SOUND]..."; '#' begins a comment. */
#include <stdbool.h>
#include <stddef.h>

enum { SOUND_TABLE_FILE_MAX = 1 << 20, SOUND_TABLE_FAULTS_MAX = 3 };

struct sound_entry {
    const char *key, *sounds;
};
struct sound_table;
/* A faulty line is logged and passed over. NULL (logged): the file cannot be read, has more than SOUND_TABLE_FAULTS_MAX
 * of them, or no entry. */
struct sound_table *sound_table_read(const char *path);
void sound_table_destroy(struct sound_table *table);

const char *sound_table_find(const struct sound_table *table, const char *key, size_t length); /* NULL = none */
size_t sound_table_longest(const struct sound_table *table);                                   /* key's bytes */
const struct sound_entry *sound_table_at(const struct sound_table *table, size_t index); /* NULL = past the last */
/* VALUE of the comment "# NAME VALUE"; OTHERWISE where there is none. */
double sound_table_number(const struct sound_table *table, const char *name, double otherwise);

/* OUT (SIZE bytes) gets the INDEX-th of SOUNDS, from 0; false: there are fewer, or OUT is too small. */
bool sound_table_take(const char *sounds, size_t index, char *out, size_t size);
#endif
