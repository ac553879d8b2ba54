/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's name may hold any character of Unicode. Flags become their country's letters, decorated letters plain
 * ones, a Chinese character the circle that newspapers print for a missing one, anything else a dot. The trap: a
 * stand-in must not look like another character with a meaning of its own; that would be worse than a gap.
 */
#include "ui/text/glyph_fallback.h"
#include <stddef.h>

enum { CIRCLE = 0x25CB, DOT = 0xB7 };

static const struct {
    uint32_t first, last, begin;
    uint32_t period; /* after so many characters the alphabet begins anew */
} letters[] = {
    {0x1D400, 0x1D6A3, 'A', 52},                              /* of mathematics, in thirteen styles */
    {0x1D7CE, 0x1D7FF, '0', 10}, {0x1F130, 0x1F149, 'A', 26}, /* in squares, in discs, in dark squares */
    {0x1F150, 0x1F169, 'A', 26}, {0x1F170, 0x1F189, 'A', 26}, {0x1F1E6, 0x1F1FF, 'A', 26}, /* of flags */
};

static uint32_t letter_of(uint32_t place, uint32_t begin) {
    return begin + place + (place >= 26 ? 'a' - 'A' - 26 : 0);
}

static int is_chinese(uint32_t c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

uint32_t glyph_fallback_for(uint32_t character) {
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (character >= letters[i].first && character <= letters[i].last)
            return letter_of((character - letters[i].first) % letters[i].period, letters[i].begin);
    return is_chinese(character) ? CIRCLE : DOT;
}
