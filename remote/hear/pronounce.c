/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words become syllables, the longest word first; then syllables become phones. Where words or syllables have several
 * sounds, each pronunciation has at most one of them in another than its first, so N of them make N + 1 and not 2^N.
 */
#include "remote/hear/pronounce.h"

#include "stb-app/base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { SYLLABLES_MAX = 40, SYLLABLE_SIZE = 8, SOUND_SIZE = 64 };

struct spelling {
    char syllables[SYLLABLES_MAX][SYLLABLE_SIZE];
    size_t count;
};
struct choice { /* the INDEX-th word or syllable of several sounds takes its WAY-th sound, the others their first */
    size_t index, way;
};

/* A character that is neither letter nor digit: nobody says it. */
static bool is_silent(uint32_t character) {
    return character < 0x30 || (character >= 0x3A && character < 0x41) || (character >= 0x2000 && character < 0x2070) ||
           (character >= 0x3000 && character < 0x3040) || (character >= 0xFF00 && character < 0xFF10) ||
           (character >= 0xFF1A && character < 0xFF21);
}

/* The sounds of the longest known word at the start of TEXT; *LENGTH gets its length in bytes. */
static const char *word_at(const struct pronounce *tables, const char *text, size_t *length) {
    const char *best = NULL;
    *length = 0;
    for (size_t i = 0; i < PRONOUNCE_WORDS_MAX; i++) {
        size_t longest = tables->words[i] ? sound_table_longest(tables->words[i]) : 0;
        size_t most = strnlen(text, longest);
        for (size_t n = most; n > *length; n--) {
            const char *found = sound_table_find(tables->words[i], text, n);
            if (found) {
                best = found;
                *length = n;
            }
        }
    }
    return best;
}

static bool add_syllables(struct spelling *spelling, const char *sound) {
    while (*sound) {
        size_t length = strcspn(sound, " ");
        if (spelling->count == SYLLABLES_MAX || length >= SYLLABLE_SIZE)
            return false;
        memcpy(spelling->syllables[spelling->count], sound, length);
        spelling->syllables[spelling->count++][length] = '\0';
        sound += length + strspn(sound + length, " ");
    }
    return true;
}

static bool spell(const struct pronounce *tables, const char *text, struct choice other, struct spelling *spelling) {
    *spelling = (struct spelling){.count = 0};
    for (size_t index = 0; *text;) {
        const char *next = text;
        char sound[SOUND_SIZE];
        if (is_silent(utf8_next(&next))) {
            text = next;
            continue;
        }
        size_t length, way = index == other.index ? other.way : 0;
        const char *sounds = word_at(tables, text, &length);
        if (!sounds || !sound_table_take(sounds, way, sound, sizeof sound) || !add_syllables(spelling, sound))
            return false;
        text += length;
        index++;
    }
    return spelling->count > 0;
}

static bool phones(const struct pronounce *tables, const struct spelling *spelling, struct choice other,
                   char out[PRONOUNCE_PHONES_SIZE]) {
    size_t length = 0;
    for (size_t i = 0; i < spelling->count; i++) {
        const char *syllable = spelling->syllables[i];
        const char *sounds = sound_table_find(tables->syllables, syllable, strlen(syllable));
        char sound[SOUND_SIZE];
        if (!sounds || !sound_table_take(sounds, i == other.index ? other.way : 0, sound, sizeof sound))
            return false;
        int wrote = snprintf(out + length, PRONOUNCE_PHONES_SIZE - length, "%s%s", i ? " " : "", sound);
        length += (size_t)wrote;
        if (length >= PRONOUNCE_PHONES_SIZE)
            return false;
    }
    return true;
}

size_t pronounce(const struct pronounce *tables, const char *text,
                 char ways[PRONOUNCE_WAYS_MAX][PRONOUNCE_PHONES_SIZE]) {
    const struct choice none = {0, 0};
    struct spelling usual, other;
    size_t count = 0;
    if (!spell(tables, text, none, &usual) || !phones(tables, &usual, none, ways[count++]))
        return 0;
    for (size_t i = 0; i < SYLLABLES_MAX && count < PRONOUNCE_WAYS_MAX; i++)
        if (spell(tables, text, (struct choice){i, 1}, &other) && memcmp(&other, &usual, sizeof usual) != 0 &&
            phones(tables, &other, none, ways[count]) && strcmp(ways[count], ways[0]) != 0)
            count++;
    for (size_t i = 0; i < usual.count && count < PRONOUNCE_WAYS_MAX; i++)
        if (phones(tables, &usual, (struct choice){i, 1}, ways[count]))
            count++;
    return count;
}
