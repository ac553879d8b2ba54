/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoding follows Unicode's table 3-7 (well-formed byte sequences): overlong forms, surrogates and what lies above
 * U+10FFFF are broken. The trap is running past the end of a cut sequence: the terminating NUL is never a
 * continuation byte, so looking at one byte at a time stops in time.
 */
#include "stb-app/base/utf8.h"

static uint32_t follow(const unsigned char *bytes, int count, uint32_t value, uint32_t least) {
    for (int i = 1; i <= count; i++) {
        if ((bytes[i] & 0xC0U) != 0x80U)
            return UTF8_BROKEN;
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    bool surrogate = value >= 0xD800U && value <= 0xDFFFU;
    return value < least || surrogate || value > 0x10FFFFU ? UTF8_BROKEN : value;
}

/* How many bytes follow FIRST in a character; 0 also when no character begins with FIRST. */
static int followers(unsigned first) {
    return first >= 0xF5U ? 0 : first >= 0xF0U ? 3 : first >= 0xE0U ? 2 : first >= 0xC2U ? 1 : 0;
}

uint32_t utf8_next(const char **at) {
    const unsigned char *bytes = (const unsigned char *)*at;
    unsigned first = bytes[0];
    if (first == 0)
        return 0;
    int count = followers(first);
    uint32_t value = UTF8_BROKEN;
    if (first < 0x80U)
        value = first;
    else if (count > 0)
        value = follow(bytes, count, first & (0x3FU >> count), count == 1 ? 0x80U : count == 2 ? 0x800U : 0x10000U);
    *at += value == UTF8_BROKEN && !(first == 0xEFU && bytes[1] == 0xBFU && bytes[2] == 0xBDU) ? 1 : count + 1;
    return value;
}

size_t utf8_length(const char *bytes, size_t room) {
    const char *end = bytes;
    if (room == 0 || room < 1 + (size_t)followers((unsigned char)bytes[0]))
        return 0;
    if (!bytes[0])
        return 1;
    uint32_t character = utf8_next(&end);
    size_t length = (size_t)(end - bytes);
    return character == UTF8_BROKEN && length == 1 ? 0 : length;
}

size_t utf8_cut(const char *text, size_t length) {
    size_t begin = length; /* of the last character */
    while (begin > 0 && length - begin < 4 && ((unsigned char)text[begin - 1] & 0xC0U) == 0x80U)
        begin--;
    if (begin == 0 || (unsigned char)text[begin - 1] < 0x80U)
        return length;
    begin--;
    return utf8_length(text + begin, length - begin) ? length : begin;
}

static bool is_within(uint32_t character, const uint32_t (*ranges)[2], size_t count) {
    for (size_t i = 0; i < count && character >= ranges[i][0]; i++)
        if (character <= ranges[i][1])
            return true;
    return false;
}
#define IS_WITHIN(character, ranges) is_within(character, ranges, sizeof(ranges) / sizeof *(ranges))

bool utf8_is_silent(uint32_t character) {
    static const uint32_t ranges[][2] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},   {0x180B, 0x180F},
                                         {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},   {0x20D0, 0x20FF},
                                         {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE0FFF}};
    return IS_WITHIN(character, ranges);
}

/* Unicode's blocks of combining marks, and the voicing marks of kana. */
bool utf8_clings(uint32_t character) {
    static const uint32_t marks[][2] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
                                        {0x20D0, 0x20FF}, {0x302A, 0x302F}, {0x3099, 0x309A}, {0xFE20, 0xFE2F}};
    return IS_WITHIN(character, marks) || utf8_is_silent(character);
}

size_t utf8_fit(const char *text, size_t length, size_t characters, size_t room) {
    enum { JOINER = 0x200D };
    const char *at = text, *end = text + length;
    size_t whole = 0; /* bytes before the last character that begins something */
    for (uint32_t before = 0; at < end; characters--) {
        const char *next = at;
        uint32_t character = utf8_next(&next);
        next += character == 0; /* a NUL is a character of JSON */
        bool begins = !utf8_clings(character) && before != JOINER;
        if (begins)
            whole = (size_t)(at - text);
        if (characters == 0 || (size_t)(next - text) > room)
            return whole ? whole : (size_t)(at - text);
        before = character;
        at = next;
    }
    return length;
}
