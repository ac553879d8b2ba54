/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules: a line may end between two Chinese characters, but not within a word that is known (word_list.h). Closing
 * marks stay with what is before them, opening marks with what follows. Letters, digits and the marks within them
 * (62229090, 沪A·D1234, ¥12.50, 138 **** 1234) stay together, because a number read in two halves is a number dialled
 * wrong. linebreak_next() takes the last allowed place before the line is full; where there is none, a place within a
 * word; and of a run of letters longer than the line it takes as much as fits.
 *
 * The trap is the ASCII full stop: it closes a sentence but joins "12.50". It never starts a line; whether a line may
 * end after it depends on what follows.
 *
 * linebreak_all() then moves the ends of a paragraph's lines without taking more lines: rather after a sentence than
 * after a clause, rather there than within a phrase, and never so that a line has only a syllable or two, or the last
 * one a single word of letters. The trap: a text is measured in one box and drawn in another, as wide as its widest
 * line. It must be broken the same way in both.
 */
#include "ui/text/linebreak.h"
#include "stb-app/base/utf8.h"
#include "ui/text/accents.h"
#include "ui/text/word_list.h"
#include <stddef.h>
#include <string.h>
#include <uchar.h>

/* CHARACTER is one of CHARACTERS. Called for every two characters of every text, so the sets are already decoded
 * (U""). */
static bool among(const char32_t *characters, uint32_t character) {
    while (*characters != 0 && *characters != character)
        characters++;
    return character != 0 && *characters == character;
}

/* The ASCII character that C is the full-width form of, as Chinese text uses them; else C. */
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
    return among(U"、。.,:;!?)]}】》〉」』〕〗〙｣〞〟»›”’…—–~〜〰‼⁇⁈⁉｡､％%‰℃°·・･々〻ゝゞヽヾーｰ"
                 U"ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ/'\"",
                 narrow(c));
}

static bool is_opening(uint32_t c) {
    return among(U"([{【《〈「『〔〖〘｢〝«‹“‘¥$€£#№", narrow(c));
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == 0x3000;
}

/* What may stand inside a run of letters and digits. */
static bool is_joint(uint32_t c) {
    return among(U".,:-/·'_@&+%#‐‑–~*", narrow(c));
}

static bool is_province(uint32_t c) {
    return among(U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼", c);
}

static bool is_chinese(uint32_t c) {
    return c >= 0x4E00 && c <= 0x9FFF;
}

bool linebreak_allowed(uint32_t before, uint32_t after) {
    if (is_chinese(before) && is_chinese(after))
        return true;
    if (utf8_is_silent(after) || before == 0x200D || before == 0x00A0 || after == 0x00A0 || is_blank(after))
        return false;
    if (is_blank(before))
        return true;
    if (is_closing(after) || is_opening(before))
        return false;
    if (is_word(before) && (is_word(after) || is_joint(after)))
        return false;
    if (is_joint(before) && is_word(after))
        return false;
    return !(is_province(before) && after >= 'A' && after <= 'Z');
}

/* BLANK stands within a number: 138 **** 1234. */
static bool within_number(uint32_t before, uint32_t blank, uint32_t after) {
    return blank == ' ' && is_digit(before) && is_digit(after);
}

/* The word that was begun last. */
struct word {
    const char *end;
};

/* HERE, where the character AFTER stands, is within a word. To be called at each character in turn. */
static bool within_word(struct word *word, const char *here, uint32_t after) {
    if (here < word->end)
        return true;
    word->end = here + (is_chinese(after) ? word_list_bytes(here, after) : 0);
    return false;
}

static struct linebreak_line line_of(const char *start, const char *end, int width, const char *next) {
    static const char wide_blank[] = "\xE3\x80\x80";
    while (next != NULL && (*next == ' ' || strncmp(next, wide_blank, 3) == 0))
        next += *next == ' ' ? 1 : 3;
    return (struct linebreak_line){.start = start, .next = next, .bytes = (int)(end - start), .width = width};
}

/* Where a line may end: before NEXT. */
struct ending {
    const char *end, *next;
    int wide;
};

struct linebreak_line linebreak_next(const char *text, int width, linebreak_advance_fn *advance, void *data) {
    const char *at = text, *end = text;
    int wide = 0, end_wide = 0;
    uint32_t before = 0, earlier = 0;
    struct word word = {text};
    struct ending between = {text, NULL, 0}, within = between; /* two words; WITHIN one, where that is all there is */
    for (;;) {
        const char *here = at;
        uint32_t character = accents_next(&at);
        if (character == 0)
            return line_of(text, end, end_wide, NULL);
        if (character == '\n')
            return (struct linebreak_line){text, at, (int)(end - text), end_wide};
        struct ending *ending = within_word(&word, here, character) ? &within : &between;
        if (before != 0 && linebreak_allowed(before, character) && !within_number(earlier, before, character))
            *ending = (struct ending){end, here, end_wide};
        wide += advance(data, character);
        if (!is_blank(character)) {
            const struct ending *last = between.next != NULL ? &between : &within;
            if (wide > width && last->next != NULL)
                return line_of(text, last->end, last->wide, last->next);
            if (wide > width && before != 0 && !utf8_is_silent(character))
                return line_of(text, end, end_wide, here);
            end = at;
            end_wide = wide;
        }
        earlier = before;
        before = character;
    }
}

/* --- a paragraph, ended where a reader pauses */

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

/* What it costs the reader when a line ends there. The characters before and after the place tell what it is. */
enum { AT_SENTENCE, AT_CLAUSE = 2, AT_PAUSE = 4, AT_JOINT, IN_WORD = 7, IN_PHRASE = 9, IN_UNIT = 12, LONELY = 20 };

/* A place where a line may end, and where the next one would start; WIDE: from the paragraph's start. */
struct place {
    const char *end, *start;
    int end_wide, start_wide;
    uint32_t before, after;
    bool blank;    /* between the two */
    bool sentence; /* ends there, and another begins */
    int price;     /* of ending a line here; UNKNOWN = not looked up yet */
};
enum { PLACES_MAX = 192, LINES_MAX = 10, UNKNOWN = -1, NEVER = 1 << 20 };

static int look_price_up(const struct place *place) {
    uint32_t before = place->before, after = place->after;
    if (place->sentence)
        return AT_SENTENCE;
    if (is_digit(before)) /* 8 秒 */
        return IN_UNIT;
    if (place->blank || among(U"、·", before))
        return AT_PAUSE;
    if (among(U",;:", narrow(before)))
        return AT_CLAUSE;
    if ((is_chinese(before) && before == after) || among(U"不没很再最请把被从由第约共每各在", before) ||
        among(U"的了着吗呢吧", after))
        return IN_PHRASE;
    return among(U"的了吗呢吧", before) || among(U"和或也并请", after) ? AT_JOINT : IN_WORD;
}

static int price_of(struct place *place) {
    if (place->price == UNKNOWN)
        place->price = look_price_up(place);
    return place->price;
}

/* PLACE is the end of a sentence that starts at BEGIN. "No. 5" and "a.m. today" do not end one, and nor does the number
 * of a list, "1." */
static bool ends_sentence(const struct place *place, const char *begin) {
    bool begins = !place->blank || !(is_digit(place->after) || (place->after >= 'a' && place->after <= 'z'));
    return among(U"。.!?", narrow(place->before)) && begins && place->end - begin > 3;
}

/* All places of the paragraph TEXT where a line may end, its start and its end included; 0 = there are too many. */
static int find_places(const char *text, const struct linebreak_measure *measure, struct place *places) {
    const char *at = text, *end = text, *begin = text;
    int count = 1, wide = 0, end_wide = 0;
    struct word word = {text};
    places[0] = (struct place){.end = text, .start = text};
    for (uint32_t earlier = 0, before = 0, seen = 0;;) {
        const char *here = at;
        uint32_t character = accents_next(&at);
        bool over = character == 0 || character == '\n';
        bool within = !over && within_word(&word, here, character);
        if (over || (before != 0 && !within && linebreak_allowed(before, character) &&
                     !within_number(earlier, before, character))) {
            if (count == PLACES_MAX)
                return 0;
            struct place *place = &places[count++];
            *place = (struct place){end, here, end_wide, wide, seen, character, is_blank(before), false, UNKNOWN};
            place->sentence = ends_sentence(place, begin);
            begin = place->sentence ? here : begin;
        }
        if (over)
            return count;
        wide += measure->advance(measure->data, character);
        earlier = before;
        before = character;
        if (!is_blank(character)) {
            seen = character;
            end = at;
            end_wide = wide;
        }
    }
}

/* What a line from FROM to TO costs because it is so short that it looks forgotten: shorter than SHORTEST, or the last
 * line with a single word of letters; twice as much for a single character. A line that begins with a sentence costs
 * nothing. */
static int loneliness(const struct place *from, const struct place *to, bool last, int shortest) {
    const char *start = from->start;
    int wide = to->end_wide - from->start_wide;
    bool word = last && to == from + 1 && is_letter(utf8_next(&start));
    if (from->sentence || (!word && wide >= shortest))
        return 0;
    return word || 2 * wide >= shortest ? LONELY : 2 * LONELY;
}

/* For each place, and each number of lines still to come, the cheapest way to the end of the paragraph. */
struct ways {
    int price[LINES_MAX + 1][PLACES_MAX];
    unsigned char to[LINES_MAX + 1][PLACES_MAX];
};
/* Of equally cheap ways the one with the fuller first line is taken. WIDTH only decides what fits, so a narrower box
 * into which the best way still fits leads to the same lines. */
static void find_way(struct ways *ways, struct place *places, int from, int last, int lines, int width, int shortest) {
    int best = NEVER, first = lines > 1 ? from + 1 : last, end = lines > 1 ? last - 1 : last;
    for (int to = first; to <= end; to++) {
        int wide = places[to].end_wide - places[from].start_wide, price = lines > 1 ? ways->price[lines - 1][to] : 0;
        if (wide > width)
            break;
        if (price == NEVER || price > best) /* most places are out of the question before their words are looked at */
            continue;
        price += loneliness(&places[from], &places[to], lines == 1, shortest);
        price += lines > 1 ? price_of(&places[to]) : 0;
        if (price > best)
            continue;
        best = price;
        ways->to[lines][from] = (unsigned char)to;
    }
    ways->price[lines][from] = best;
}

/* Replaces the COUNT greedy LINES by as many that end where it costs the reader least, if there are such. */
static void break_kindly(struct place *places, int last, int width, int shortest, struct linebreak_line *lines,
                         int count) {
    struct ways ways;
    if (count < 1 || count > LINES_MAX)
        return;
    for (int still = 1; still <= count; still++)
        for (int from = still == count ? 0 : last - 1; from >= 0; from--)
            find_way(&ways, places, from, last, still, width, shortest);
    if (ways.price[count][0] >= NEVER)
        return;
    const char *next = lines[count - 1].next;
    for (int i = 0, from = 0; i < count; i++) {
        int to = ways.to[count - i][from], wide = places[to].end_wide - places[from].start_wide;
        lines[i] = line_of(places[from].start, places[to].end, wide, places[to].start);
        from = to;
    }
    lines[count - 1].next = next;
}

static int break_paragraph(const char *text, int width, const struct linebreak_measure *measure,
                           struct linebreak_line *lines, int most) {
    struct place places[PLACES_MAX];
    int count = break_greedily(text, width, measure, lines, most);
    if (count < 2 || measure->shortest == 0 || count > LINES_MAX || !ends_paragraph(&lines[count - 1]))
        return count;
    int found = find_places(text, measure, places);
    if (found > 0)
        break_kindly(places, found - 1, width, measure->shortest, lines, count);
    return count;
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
