/* SPDX-License-Identifier: Apache-2.0 */
/* The file stays in memory as it was read; entries point into it, sorted by key. */
#include "remote/hear/sound_table.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sound_table {
    char *text;
    struct sound_entry *entries;
    size_t count, room, longest;
    char *comments; /* the file's comments, a line each */
    size_t comments_length;
};

static void keep_comment(struct sound_table *table, const char *line) {
    size_t length = strlen(line);
    table->comments = memory_resize(table->comments, table->comments_length + length + 2);
    memcpy(table->comments + table->comments_length, line, length);
    table->comments_length += length + 1;
    table->comments[table->comments_length - 1] = '\n';
    table->comments[table->comments_length] = '\0';
}

static bool keep_entry(struct sound_table *table, char *line) {
    char *tab = strchr(line, '\t');
    if (!tab || tab == line || tab[1] == '\0' || strchr(tab + 1, '\t'))
        return false;
    *tab = '\0';
    if (table->count == table->room) {
        table->room = table->room ? 2 * table->room : 512;
        table->entries = memory_resize(table->entries, table->room * sizeof table->entries[0]);
    }
    table->entries[table->count++] = (struct sound_entry){line, tab + 1};
    if (strlen(line) > table->longest)
        table->longest = strlen(line);
    return true;
}

static int by_key(const void *one, const void *other) {
    return strcmp(((const struct sound_entry *)one)->key, ((const struct sound_entry *)other)->key);
}

/* False: the file has too many faulty lines. */
static bool take_lines(struct sound_table *table, const char *path) {
    int number = 0, faults = 0;
    for (char *line = table->text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        line[strcspn(line, "\r")] = '\0';
        number++;
        if (line[0] == '#')
            keep_comment(table, line);
        else if (line[0] && !keep_entry(table, line) && faults++ < SOUND_TABLE_FAULTS_MAX)
            log_warning("hear", "%s:%d: expected a key, a tab and how it sounds", path, number);
    }
    if (table->count > 0)
        qsort(table->entries, table->count, sizeof table->entries[0], by_key);
    return table->count > 0 && faults <= SOUND_TABLE_FAULTS_MAX;
}

struct sound_table *sound_table_read(const char *path) {
    struct sound_table *table = memory_new(1, sizeof *table);
    char error[JSON_ERROR_SIZE];
    size_t length = 0;
    table->text = json_read_text(path, SOUND_TABLE_FILE_MAX, &length, error);
    if (!table->text)
        log_warning("hear", "%s", error);
    else if (length <= SOUND_TABLE_FILE_MAX && strlen(table->text) == length && take_lines(table, path))
        return table;
    else
        log_warning("hear", "%s: no table of sounds", path);
    sound_table_destroy(table);
    return NULL;
}

void sound_table_destroy(struct sound_table *table) {
    if (!table)
        return;
    free(table->text);
    free(table->entries);
    free(table->comments);
    free(table);
}

const char *sound_table_find(const struct sound_table *table, const char *key, size_t length) {
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *at = table->entries[middle].key;
        int order = strncmp(at, key, length);
        if (order == 0 && at[length] == '\0')
            return table->entries[middle].sounds;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

size_t sound_table_longest(const struct sound_table *table) {
    return table->longest;
}

const struct sound_entry *sound_table_at(const struct sound_table *table, size_t index) {
    return index < table->count ? &table->entries[index] : NULL;
}

double sound_table_number(const struct sound_table *table, const char *name, double otherwise) {
    size_t length = strlen(name);
    for (const char *line = table->comments; line && *line; line = strchr(line, '\n') + 1) {
        char *end;
        if (strncmp(line, "# ", 2) != 0 || strncmp(line + 2, name, length) != 0 || line[2 + length] != ' ')
            continue;
        double value = strtod(line + 2 + length, &end);
        if (*end == '\n')
            return value;
    }
    return otherwise;
}

bool sound_table_take(const char *sounds, size_t index, char *out, size_t size) {
    for (; index > 0 && sounds; index--) {
        sounds = strchr(sounds, '|');
        sounds = sounds ? sounds + 1 : NULL;
    }
    if (!sounds)
        return false;
    sounds += strspn(sounds, " ");
    size_t length = strcspn(sounds, "|");
    while (length > 0 && sounds[length - 1] == ' ')
        length--;
    if (length == 0 || length >= size)
        return false;
    memcpy(out, sounds, length);
    out[length] = '\0';
    return true;
}
