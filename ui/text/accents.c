/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text/accents.h"

#include "stb-app/base/utf8.h"

#include <stdlib.h>

static const struct pair {
    uint16_t letter, mark, whole;
} pairs[] = {
#include "ui/text/accents.inc"
};

static int compare(const void *one, const void *other) {
    const struct pair *a = one, *b = other;
    return a->letter != b->letter ? (a->letter < b->letter ? -1 : 1) : a->mark < b->mark ? -1 : a->mark > b->mark;
}

/* 0 = there is none. */
static uint32_t whole_of(uint32_t letter, uint32_t mark) {
    struct pair wanted = {(uint16_t)letter, (uint16_t)mark, 0};
    const struct pair *found =
        letter <= UINT16_MAX ? bsearch(&wanted, pairs, sizeof pairs / sizeof *pairs, sizeof *pairs, compare) : NULL;
    return found ? found->whole : 0;
}

static int is_accent(uint32_t character) {
    return character >= 0x0300 && character <= 0x036F && character != 0x034F;
}

uint32_t accents_next(const char **at) {
    uint32_t character = utf8_next(at), mark;
    for (const char *next = *at; character >= 'A' && is_accent(mark = utf8_next(&next)); *at = next) {
        uint32_t whole = whole_of(character, mark);
        character = whole ? whole : character;
    }
    return character;
}
