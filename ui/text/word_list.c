/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table has all words of our own texts (tools/make-words made it) and with them most of what the hotline says. The
 * longest word that fits is taken. Where that was wrong for one of our texts, the table has the longer word that is
 * right.
 *
 * The trap is time: a text is broken anew for every size that is tried for it. So an index leads from a first character
 * to its words; it is made at the first call.
 */
#include "ui/text/word_list.h"
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum {
    CHARACTER = 3, /* bytes of a Chinese one in UTF-8 */
    WORD_SIZE = 4 * CHARACTER + 1,
    INDEX = 1024, /* a power of two, some times as many as there are first characters */
    NUMERALS_MAX = 4
};

static const char table[][WORD_SIZE] = {
#include "ui/text/word_list.inc"
};
enum { WORDS = sizeof table / sizeof table[0] };
static_assert(sizeof table / sizeof table[0] < INDEX, "the index is too small for so many words");

static bool begin_alike(const char *a, const char *b) {
    return a[2] == b[2] && a[1] == b[1] && a[0] == b[0];
}

static size_t slot_of(const char *text) {
    return ((unsigned)text[0] * 31 + (unsigned)text[1] * 67 + (unsigned)text[2]) % INDEX;
}

/* The place in INDEX of the first word that begins with the same character as TEXT; a free place when there is none. */
static unsigned short *find_slot(unsigned short *index, const char *text) {
    size_t slot = slot_of(text);
    while (index[slot] != 0 && !begin_alike(table[index[slot] - 1], text))
        slot = (slot + 1) % INDEX;
    return &index[slot];
}

static unsigned short *made_index(void) {
    static unsigned short index[INDEX]; /* the word's place in the table plus 1; 0 = a free place */
    static bool made;
    for (size_t i = 0; i < WORDS && !made; i++) {
        unsigned short *slot = find_slot(index, table[i]);
        *slot = *slot != 0 ? *slot : (unsigned short)(i + 1);
    }
    made = true;
    return index;
}

static int in_table(const char *text) {
    size_t longest = 0, first = *find_slot(made_index(), text);
    for (size_t i = first; i > 0 && i <= WORDS && begin_alike(table[i - 1], text); i++) {
        size_t bytes = strlen(table[i - 1]);
        if (bytes > longest && strncmp(table[i - 1], text, bytes) == 0)
            longest = bytes;
    }
    return (int)longest;
}

/* The length in bytes of the word of LIST (words between blanks) that TEXT begins with; 0 = none. */
static int begins_with(const char *text, const char *list) {
    for (; *list; list += strspn(list, " ")) {
        size_t bytes = strcspn(list, " ");
        if (strncmp(text, list, bytes) == 0)
            return (int)bytes;
        list += bytes;
    }
    return 0;
}

static bool may_begin_number(uint32_t character) {
    switch (character) {
    case 0x7B2C: /* 第 */
    case 0x4E00: /* 一 and so on */
    case 0x4E8C:
    case 0x4E24:
    case 0x4E09:
    case 0x56DB:
    case 0x4E94:
    case 0x516D:
    case 0x4E03:
    case 0x516B:
    case 0x4E5D:
    case 0x5341:
    case 0x51E0:
    case 0x534A:
        return true;
    default:
        return false;
    }
}

/* 二十分钟, 第三位, 两点半 */
static int numeral(const char *text) {
    int used = begins_with(text, "第"), digits = 0, bytes = 1;
    for (; digits <= NUMERALS_MAX && bytes > 0; digits += bytes > 0, used += bytes)
        bytes = begins_with(text + used, "一 二 两 三 四 五 六 七 八 九 十 百 千 万 几 半");
    if (digits == 0 || digits > NUMERALS_MAX)
        return 0;
    int unit = begins_with(text + used,
                           "分钟 小时 楼 层 次 个 天 点 份 位 号 元 块 辆 步 遍 声 句 秒 岁 栋 室 项 样 页 件 人 米");
    return unit == 0 ? 0 : used + unit + begins_with(text + used + unit, "半");
}

int word_list_bytes(const char *text, uint32_t character) {
    int counted = may_begin_number(character) ? numeral(text) : 0, known = in_table(text);
    return counted > known ? counted : known;
}
