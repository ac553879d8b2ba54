/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From left to right; the first of the rules that knows what begins here writes its words, and what none knows is
 * copied. The trap is what a number is: "第 2 项", 9:32 and a plate are to be heard; a run of seven digits and more, or
 * one with stars in it, is a phone or a card, which must not be called out into a room with an open window. Whoever has
 * a Chinese keyboard may have typed it with full-width digits, and set it in groups with any mark.
 */
#include "ui/voice/text_normalize.h"

#include "stb-app/base/utf8.h"
#include "ui/kit/strings.h"
#include "ui/text/glyph_fallback.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRIVATE_DIGITS = 7, GROUP_DIGITS = 3, NUMBER_SIZE = 64, TEXT_SIZE = 4096 };

struct pen {
    const struct text_normalize_setup *setup;
    const char *begin; /* of the text */
    char *out;
    size_t size, used;
};

/* All of it or, at the end of the room, nothing and nothing after it. */
static void put(struct pen *pen, const char *text, size_t length) {
    if (pen->used + length >= pen->size)
        pen->size = pen->used + 1;
    else
        memcpy(pen->out + pen->used, text, length), pen->used += length;
    pen->out[pen->used] = 0;
}

static void put_words(struct pen *pen, const char *words) {
    put(pen, words, strlen(words));
}

static size_t digits(const char *text) {
    return strspn(text, "0123456789");
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool after_digit(const struct pen *pen, const char *text) {
    return text > pen->begin && is_digit(text[-1]);
}

/* --- rules: each returns how many bytes of TEXT it has dealt with, 0 = not its own */

/* A number as the operator wrote it, "62229090" or "400-820-0000". */
static bool is_known(const char *text, const char *known) {
    size_t length = strlen(known);
    return length && strncmp(text, known, length) == 0 && !is_digit(text[length]);
}

static size_t put_one_by_one(struct pen *pen, const char *number) {
    const char *at = number;
    put(pen, " ", 1);
    for (; *at; at++) {
        put(pen, at, is_digit(*at));
        put(pen, " ", is_digit(*at));
    }
    return (size_t)(at - number);
}

static size_t known_phone(struct pen *pen, const char *text) {
    const struct text_normalize_setup *setup = pen->setup;
    if (is_known(text, setup->phone))
        return put_one_by_one(pen, setup->phone);
    return setup->emergency && is_known(text, setup->emergency_phone) ? put_one_by_one(pen, setup->emergency_phone) : 0;
}

/* The mark between two groups of a number; 0 = there is none. */
static size_t joint(const char *text) {
    static const char *const joints[] = {" ", "-", ".", "·", "–", "—", "\xC2\xA0"};
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++)
        if (strncmp(text, joints[i], strlen(joints[i])) == 0)
            return strlen(joints[i]);
    return 0;
}

/* Groups of three and more belong together ("138 1234 5678", "021-62229090"); those of a date do not. */
static size_t private_number(struct pen *pen, const char *text) {
    static const char parts[] = "0123456789*";
    size_t length = strspn(text, parts), marks = length, between, group;
    bool starred = memchr(text, '*', length) != NULL;
    while (length && (between = joint(text + length)) > 0 &&
           (group = strspn(text + length + between, parts)) >= GROUP_DIGITS) {
        starred = starred || memchr(text + length + between, '*', group);
        marks += group;
        length += between + group;
    }
    if (marks < PRIVATE_DIGITS && !(starred && marks > 1))
        return 0;
    if (text[length] == 'X' || text[length] == 'x') /* the last sign of some identity cards */
        length++;
    put_words(pen, strings_get(pen->setup->words, "say.number"));
    return length;
}

/* "¥12", "¥12.50", and with the unit behind it "12.50元". */
static size_t money(struct pen *pen, const char *text) {
    char words[NUMBER_SIZE], yuan[16], jiao[2] = "0", fen[2] = "0";
    const char *at = text;
    uint32_t sign = utf8_next(&at);
    bool marked = sign == 0xA5 || sign == 0xFFE5;
    at = marked ? at : text;
    size_t whole = digits(at), length = (size_t)(at - text) + whole;
    bool broken = at[whole] == '.' && digits(at + whole + 1) == 2;
    if (whole == 0 || whole >= sizeof yuan || !(marked || broken))
        return 0;
    snprintf(yuan, sizeof yuan, "%.*s", (int)whole, at);
    if (broken) {
        jiao[0] = at[whole + 1];
        fen[0] = at[whole + 2];
        length += 3;
    }
    const char *unit = text + length;
    if (!marked && utf8_next(&unit) != 0x5143) /* 元 */
        return 0;
    length = marked ? length : (size_t)(unit - text);
    const char *key = fen[0] != '0' ? "say.yuan.fen" : jiao[0] != '0' ? "say.yuan.jiao" : "say.yuan";
    strings_fill(pen->setup->words, words, sizeof words, key, "yuan", yuan, "jiao", jiao, "fen", fen, NULL);
    put_words(pen, words);
    return length;
}

static size_t clock_time(struct pen *pen, const char *text) {
    char words[NUMBER_SIZE], hour[3], minutes[3];
    size_t whole = digits(text);
    bool longer = text > pen->begin && text[-1] == ':' && after_digit(pen, text - 1); /* 12:34:56 */
    if (whole < 1 || whole > 2 || text[whole] != ':' || digits(text + whole + 1) != 2 || text[whole + 3] == ':' ||
        longer)
        return 0;
    snprintf(hour, sizeof hour, "%.*s", (int)whole, text);
    snprintf(minutes, sizeof minutes, "%.2s", text + whole + 1);
    strings_fill(pen->setup->words, words, sizeof words, strcmp(minutes, "00") == 0 ? "say.hour" : "say.time", "hour",
                 hour, "minutes", minutes, NULL);
    put_words(pen, words);
    return whole + 3;
}

/* "8:00-9:00", "2~3": from here to there. */
static size_t span(struct pen *pen, const char *text) {
    static const char *const marks[] = {"-", "~", "–", "～"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = strlen(marks[i]);
        if (strncmp(text, marks[i], length) == 0 && digits(text + length) > 0 && after_digit(pen, text)) {
            put_words(pen, strings_get(pen->setup->words, "say.to"));
            return length;
        }
    }
    return 0;
}

/* Signs for the eye, and those that an engine might take for orders. */
static bool is_mute(uint32_t c) {
    return c < ' ' || (c < 0x80 && strchr("[]<>{}|\\^`~_#@*=\"&", (int)c)) || utf8_is_silent(c) ||
           (c >= 0x2190 && c <= 0x2BFF) || c >= 0x10000 || c == UTF8_BROKEN;
}

static size_t mark(struct pen *pen, const char *text) {
    const char *at = text;
    uint32_t c = utf8_next(&at);
    bool pause = c == '\n' || c == 0xB7;
    if (pause && pen->used && pen->out[pen->used - 1] != ' ')
        put_words(pen, ", ");
    else if (pause)
        put_words(pen, "");
    else if (is_mute(c))
        put(pen, " ", 1);
    else
        return 0;
    return (size_t)(at - text);
}

/* A run of digits is copied at once, so that no rule begins in the middle of it. */
static size_t copy(struct pen *pen, const char *text) {
    const char *at = text;
    size_t length = digits(text);
    if (!length)
        utf8_next(&at);
    length = length ? length : (size_t)(at - text);
    put(pen, text, length);
    return length;
}

/* The plain letter or digit of a fancy one, which an engine would call by its number; 0 = it is none. */
static uint32_t plain_of(uint32_t c) {
    uint32_t plain = c == 0x3000 ? ' ' : c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : 0;
    if (c >= 0x1D400 && c <= 0x1D7FF && glyph_fallback_for(c) < 0x80)
        return glyph_fallback_for(c);
    return plain && strchr("0123456789*-Xx ", (int)plain) ? plain : 0;
}

/* The full-width twins of digits and of what stands between them, and fancy letters, as themselves. */
static void fold(const char *text, char *out, size_t size) {
    size_t used = 0;
    while (*text && used + 4 < size) {
        const char *at = text;
        uint32_t plain = plain_of(utf8_next(&at));
        if (plain) {
            out[used++] = (char)plain;
        } else {
            memcpy(out + used, text, (size_t)(at - text));
            used += (size_t)(at - text);
        }
        text = at;
    }
    out[used] = 0;
}

static bool may_begin(unsigned char c) {
    return c >= 0x80 || is_digit((char)c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

void text_normalize(const struct text_normalize_setup *setup, const char *text, char *out, size_t size) {
    static size_t (*const rules[])(struct pen *, const char *) = {known_phone, private_number, money, clock_time,
                                                                  span,        mark,           copy};
    char folded[TEXT_SIZE];
    struct pen pen = {.setup = setup, .begin = folded, .out = out, .size = size};
    out[0] = 0;
    fold(text, folded, sizeof folded);
    for (const char *at = folded; *at;) {
        size_t used = 0;
        for (size_t i = 0; !used; i++)
            used = rules[i](&pen, at);
        at += used;
    }
    size_t first = 0;
    while (out[first] && !may_begin((unsigned char)out[first]))
        first++;
    memmove(out, out + first, strlen(out + first) + 1);
}
