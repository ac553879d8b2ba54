/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between two Chinese characters a line may always end; the exceptions are the rules. Closing marks hold on to what is
 * before them, opening ones to what follows, and letters, digits and the marks within them (62229090, 沪A·D1234,
 * ¥12.50, 138 **** 1234) hold together, because a number read in two halves is a number dialled wrong.
 * The trap is a mark that is both: the ASCII full stop closes a sentence but joins "12.50". It never starts a line;
 * whether it may end one depends on what follows. Greedy: the last allowed place before the width is full is taken,
 * and when there is none (a run longer than the line) the line ends where it is full.
 *
 * Then the whole is looked at as a reader does: a sentence that was split begins on a line of its own, and a last line
 * of a syllable or two, or of one word of letters, gets company, both only where they take no more lines. What comes
 * out must come out again when it is broken in a box as wide as its widest line, since that is how it is measured first
 * and drawn later.
 */
#include "ui/linebreak.h"
#include "ui/utf8.h"
#include <stddef.h>
#include <string.h>

static bool among(const char *characters, uint32_t character) {
    for (uint32_t each; (each = utf8_next(&characters)) != 0;)
        if (each == character)
            return true;
    return false;
}

/* The full-width forms of ASCII, as Chinese text uses them, and the full-width yuan sign. */
static uint32_t narrow(uint32_t c) {
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0xFFE5 ? 0xA5 : c;
}

static bool is_digit(uint32_t c) {
    return (c >= '0' && c <= '9') || c == '*';
}

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7);
}

static bool is_word(uint32_t c) {
    return is_digit(c) || is_letter(c);
}

static bool is_closing(uint32_t c) {
    return among("、。.,:;!?)]}】》〉」』〕〗〙”’…—–~%‰℃°·・々ー/'\"", narrow(c));
}

static bool is_opening(uint32_t c) {
    return among("([{【《〈「『〔〖〘“‘¥$€£#№", narrow(c));
}

/* What may stand inside a run of letters and digits. */
static bool is_joint(uint32_t c) {
    return among(".,:-/·'_@&+%#‐‑–~*", narrow(c));
}

static bool is_province(uint32_t c) {
    return among("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼", c);
}

static bool is_chinese(uint32_t c) {
    return c >= 0x4E00 && c <= 0x9FFF;
}

bool linebreak_allowed(uint32_t before, uint32_t after) {
    if (is_chinese(before) && is_chinese(after))
        return true;
    if (utf8_is_silent(after) || before == 0x200D || before == 0x00A0 || after == 0x00A0 || after == ' ')
        return false;
    if (before == ' ')
        return true;
    if (is_closing(after) || is_opening(before))
        return false;
    if (is_word(before) && (is_word(after) || is_joint(after)))
        return false;
    if (is_joint(before) && is_word(after))
        return false;
    return !(is_province(before) && after >= 'A' && after <= 'Z');
}

/* A blank between two digits belongs to the number: 138 **** 1234. */
static bool within_number(uint32_t before, uint32_t blank, uint32_t after) {
    return blank == ' ' && is_digit(before) && is_digit(after);
}

static struct linebreak_line line_of(const char *start, const char *end, int width, const char *next) {
    while (next != NULL && *next == ' ')
        next++;
    return (struct linebreak_line){.start = start, .next = next, .bytes = (int)(end - start), .width = width};
}

struct linebreak_line linebreak_next(const char *text, int width, linebreak_advance_fn *advance, void *data) {
    const char *at = text, *end = text, *place = NULL, *place_end = text;
    int wide = 0, end_wide = 0, place_wide = 0;
    uint32_t before = 0, earlier = 0;
    for (;;) {
        const char *here = at;
        uint32_t character = utf8_next(&at);
        if (character == 0)
            return line_of(text, end, end_wide, NULL);
        if (character == '\n')
            return (struct linebreak_line){text, at, (int)(end - text), end_wide};
        if (before != 0 && linebreak_allowed(before, character) && !within_number(earlier, before, character)) {
            place = here;
            place_end = end;
            place_wide = end_wide;
        }
        wide += advance(data, character);
        if (character != ' ') {
            if (wide > width && place != NULL)
                return line_of(text, place_end, place_wide, place);
            if (wide > width && before != 0 && !utf8_is_silent(character))
                return line_of(text, end, end_wide, here);
            end = at;
            end_wide = wide;
        }
        earlier = before;
        before = character;
    }
}

/* --- a paragraph, then the whole text */

static bool ends_paragraph(const struct linebreak_line *line) {
    return line->next == NULL || line->start[line->bytes] == '\n';
}

static int break_greedily(const char *text, int width, const struct linebreak_measure *measure,
                          struct linebreak_line *lines, int most) {
    int count = 0;
    while (text != NULL && *text != 0 && count < most) {
        lines[count] = linebreak_next(text, width, measure->advance, measure->data);
        text = lines[count++].next;
        if (ends_paragraph(&lines[count - 1]))
            break;
    }
    return count;
}

static bool ends_sentence(uint32_t c) {
    return among("。.!?", narrow(c));
}

/* After a blank neither "No. 5" nor "a.m. today" is a new sentence. */
static bool begins_sentence(uint32_t before, uint32_t c) {
    return before != ' ' || !(is_digit(c) || (c >= 'a' && c <= 'z'));
}

/* LINE ended after the last sentence that ends within it, if another begins there and goes on after it. Three bytes and
 * less are the number before a point of a list, "1." */
static bool end_with_sentence(struct linebreak_line *line, const struct linebreak_measure *measure) {
    const char *at = line->start, *end = at + line->bytes, *begin = at, *last_end = at;
    uint32_t before = 0, last = 0; /* LAST: the last one that is no blank */
    int wide = 0, last_wide = 0;
    struct linebreak_line whole = {.start = NULL};
    if (ends_paragraph(line))
        return false;
    while (at < end) {
        const char *here = at;
        uint32_t character = utf8_next(&at);
        if (ends_sentence(last) && last_end - begin > 3 && linebreak_allowed(before, character) &&
            begins_sentence(before, character)) {
            whole = line_of(line->start, last_end, last_wide, here);
            begin = here;
        }
        wide += measure->advance(measure->data, character);
        before = character;
        if (character != ' ') {
            last = character;
            last_end = at;
            last_wide = wide;
        }
    }
    if (whole.start == NULL || ends_sentence(last))
        return false;
    *line = whole;
    return true;
}

/* So little that it looks forgotten: less than the shortest, or one word of letters. */
static bool is_lonely(const struct linebreak_line *line, const struct linebreak_measure *measure) {
    const char *at = line->start, *end = at + line->bytes;
    uint32_t before = utf8_next(&at);
    bool word = is_letter(before);
    while (word && at < end) {
        uint32_t character = utf8_next(&at);
        word = character != ' ' && !linebreak_allowed(before, character);
        before = character;
    }
    return word || line->width < measure->shortest;
}

/* Whether some sentence needed it, and all of the paragraph stands in the COUNT lines it took before, and no sentence
 * ends in a lonely line. */
static bool break_by_sentence(const char *text, int width, const struct linebreak_measure *measure,
                              struct linebreak_line *lines, int count) {
    bool changed = false, begun = false; /* BEGUN: the line goes on with a sentence */
    for (int i = 0; i < count; i++) {
        lines[i] = linebreak_next(text, width, measure->advance, measure->data);
        bool ended = end_with_sentence(&lines[i], measure);
        if (ended && begun && is_lonely(&lines[i], measure))
            return false;
        changed = changed || ended;
        begun = !ended;
        text = lines[i].next;
        if (ends_paragraph(&lines[i]))
            return changed && i + 1 == count;
    }
    return false;
}

/* Narrower until the last line is no longer a lonely one; false when that cannot be had. */
static bool break_evenly(const char *text, int width, const struct linebreak_measure *measure,
                         struct linebreak_line *lines, int count) {
    enum { TRIES = 9 };
    for (int i = 1; i <= TRIES; i++) {
        int narrower = width - i * measure->shortest / 3;
        if (narrower < 3 * measure->shortest)
            return false;
        int tried = break_greedily(text, narrower, measure, lines, count);
        if (tried < count || !ends_paragraph(&lines[count - 1]))
            return false;
        if (!is_lonely(&lines[count - 1], measure))
            return true;
    }
    return false;
}

static int break_paragraph(const char *text, int width, const struct linebreak_measure *measure,
                           struct linebreak_line *lines, int most) {
    int count = break_greedily(text, width, measure, lines, most);
    if (count < 2 || !ends_paragraph(&lines[count - 1]))
        return count;
    bool lonely = is_lonely(&lines[count - 1], measure);
    if (break_by_sentence(text, width, measure, lines, count) ||
        (lonely && break_evenly(text, width, measure, lines, count)))
        return count;
    return break_greedily(text, width, measure, lines, most);
}

int linebreak_all(const char *text, int width, const struct linebreak_measure *measure, struct linebreak_line *lines,
                  int most) {
    int count = 0;
    while (text != NULL && *text != 0 && count < most) {
        count += break_paragraph(text, width, measure, lines + count, most - count);
        text = lines[count - 1].next;
    }
    return count;
}
