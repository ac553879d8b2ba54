/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text has one place, by its hash, so that finding it is one comparison; another text of the same place replaces it.
 *
 * The trap: a line points into its text, and the next time the same words lie elsewhere in memory. So what is stored
 * are distances from the start of the text.
 */
#include "ui/text/linebreak_cache.h"
#include "stb-app/base/memory.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 256, WORDS_SIZE = 96, LINES_MAX = 4, NO_NEXT = UINT8_MAX };

struct kept_line {
    uint8_t start, next, bytes; /* from the text's start; NEXT: NO_NEXT after the last */
    int width;
};
struct entry {
    struct linebreak_cache_how how;
    char words[WORDS_SIZE]; /* "" = a free place */
    struct kept_line lines[LINES_MAX];
    uint8_t count;
    bool whole;
};
struct linebreak_cache {
    struct entry entries[PLACES];
};

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint32_t add_to_sum(uint32_t sum, const void *data, size_t length) {
    for (const unsigned char *at = data, *end = at + length; at < end; at++)
        sum = (sum ^ *at) * 16777619U;
    return sum;
}

static size_t place_of(const struct linebreak_cache_how *how, const char *words, size_t length) {
    uint32_t sum = add_to_sum(add_to_sum(2166136261U, how, sizeof *how), words, length);
    return (sum ^ sum >> 16) % PLACES;
}

bool linebreak_cache_find(const struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          struct linebreak_cache_lines *found) {
    size_t length = strlen(words);
    if (length == 0 || length >= WORDS_SIZE)
        return false;
    const struct entry *entry = &cache->entries[place_of(how, words, length)];
    if (memcmp(&entry->how, how, sizeof *how) != 0 || memcmp(entry->words, words, length + 1) != 0)
        return false;
    for (int i = 0; i < entry->count; i++) {
        const struct kept_line *line = &entry->lines[i];
        found->lines[i] = (struct linebreak_line){.start = words + line->start,
                                                  .next = line->next == NO_NEXT ? NULL : words + line->next,
                                                  .bytes = line->bytes,
                                                  .width = line->width};
    }
    found->count = entry->count;
    found->whole = entry->whole;
    return true;
}

void linebreak_cache_keep(struct linebreak_cache *cache, const struct linebreak_cache_how *how, const char *words,
                          const struct linebreak_cache_lines *lines) {
    size_t length = strlen(words);
    if (length == 0 || length >= WORDS_SIZE || lines->count > LINES_MAX)
        return;
    struct entry *entry = &cache->entries[place_of(how, words, length)];
    *entry = (struct entry){.how = *how, .count = (uint8_t)lines->count, .whole = lines->whole};
    memcpy(entry->words, words, length + 1);
    for (int i = 0; i < lines->count; i++) {
        const struct linebreak_line *line = &lines->lines[i];
        entry->lines[i] = (struct kept_line){.start = (uint8_t)(line->start - words),
                                             .next = line->next ? (uint8_t)(line->next - words) : NO_NEXT,
                                             .bytes = (uint8_t)line->bytes,
                                             .width = line->width};
    }
}

struct linebreak_cache *linebreak_cache_create(void) {
    return memory_new(1, sizeof(struct linebreak_cache));
}

void linebreak_cache_destroy(struct linebreak_cache *cache) {
    free(cache);
}
