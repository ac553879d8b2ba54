/* SPDX-License-Identifier: Apache-2.0 */
/* Words on the canvas, with the fonts as shipped (STB_FONTS, else build/share/fonts). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/board.h"
#include "ui/text/fonts.h"
#include "ui/text/text.h"
#include <iconv.h>
#include <stdio.h>

static const uint32_t WHITE = 0xFFFFFFFF;
static struct text *text;

static int open_text(void **state) {
    if (board_open(state) != 0)
        return -1;
    text = text_create(board, board_fonts());
    return text == NULL ? -1 : 0;
}

static int close_text(void **state) {
    text_destroy(text);
    return board_close(state);
}

static struct text_style style(int px, enum text_weight weight, enum text_align align) {
    return (struct text_style){px, weight, align};
}

static struct rect drawn(const char *words, struct text_style how, struct rect box, bool centred) {
    board_wipe(WHITE);
    text_draw(text, how, words, box, centred, 0xFF000000);
    board_read();
    return board_drawn(WHITE);
}

static void a_chinese_character_is_one_em_wide(void **state) {
    (void)state;
    assert_int_equal(text_width(text, style(54, TEXT_BOLD, TEXT_LEFT), "叫车"), 108);
    assert_int_equal(text_width(text, style(54, TEXT_REGULAR, TEXT_LEFT), ""), 0);
    assert_int_equal(text_line_height(style(100, TEXT_REGULAR, TEXT_LEFT)), 135);
    int narrow = text_width(text, style(54, TEXT_REGULAR, TEXT_LEFT), "iii");
    assert_true(narrow < text_width(text, style(54, TEXT_REGULAR, TEXT_LEFT), "mmm"));
}

/* What is drawn lies where it was measured, on the asked side, and within the extent. */
static void words_lie_where_they_were_measured(void **state) {
    (void)state;
    struct rect box = {40, 40, 240, 100};
    static const enum text_align aligns[] = {TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT};
    for (int i = 0; i < 3; i++) {
        struct text_style how = style(40, TEXT_REGULAR, aligns[i]);
        int width = text_width(text, how, "医院挂号"), free = box.w - width;
        struct rect seen = drawn("医院挂号", how, box, false), all = text_extent(text, how, "医院挂号", box, false);
        int left = box.x + free * i / 2;
        assert_in_range(seen.x, left, left + 4);
        assert_in_range(seen.x + seen.w, left + width - 5, left + width + 1);
        assert_true(seen.x >= all.x && seen.y >= all.y);
        assert_true(seen.x + seen.w <= all.x + all.w && seen.y + seen.h <= all.y + all.h);
    }
}

/* The middle of a Chinese word, and of digits, is the middle of the box: no one has to nudge. */
static void words_stand_in_the_middle(void **state) {
    (void)state;
    static const char *const words[] = {"国", "8", "H"};
    for (size_t i = 0; i < 3; i++) {
        struct rect seen = drawn(words[i], style(80, TEXT_BOLD, TEXT_CENTRE), (struct rect){60, 20, 200, 200}, true);
        assert_in_range(2 * seen.y + seen.h, 2 * 120 - 6, 2 * 120 + 6);
        assert_in_range(2 * seen.x + seen.w, 2 * 160 - 8, 2 * 160 + 8);
    }
}

static long ink(void) {
    long sum = 0;
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int x = 0; x < BOARD_WIDTH; x++)
            sum += 255 - board_channel(x, y, 0);
    return sum;
}

static void bold_is_darker_than_regular(void **state) {
    (void)state;
    long of[2];
    for (int weight = 0; weight < 2; weight++) {
        drawn("鹤", style(60, (enum text_weight)weight, TEXT_LEFT), (struct rect){10, 10, 100, 100}, false);
        of[weight] = ink();
    }
    assert_true(of[TEXT_BOLD] > of[TEXT_REGULAR] * 12 / 10);
}

static void long_words_take_several_lines(void **state) {
    (void)state;
    struct text_line lines[TEXT_LINES_MAX];
    bool whole = false;
    struct text_style how = style(20, TEXT_REGULAR, TEXT_LEFT);
    assert_int_equal(text_break(text, how, "请带好身份证、医保卡", 150, lines, &whole), 2);
    assert_true(whole);
    assert_true(lines[0].width <= 150 && lines[1].width <= 150);
    assert_memory_equal(lines[1].start, "医", 3);
    assert_int_equal(text_break(text, how, "一二三四五六七八九十一二三四五", 20, lines, &whole), TEXT_LINES_MAX);
    assert_false(whole);
    assert_int_equal(text_break(text, how, "", 100, lines, &whole), 0);
    assert_true(whole);
}

/* A character that no font has is what stands for it, never a hole; joiners and selectors are nothing. */
static void no_character_is_lost(void **state) {
    (void)state;
    static const struct {
        const char *words, *seen;
    } cases[] = {{"\xF0\x92\x80\x80", "·"},
                 {"\xFF", "·"},
                 {"王\xF0\xB0\x80\x80", "王○"}, /* never printed */
                 {"🇨🇳", "CN"},
                 {"𝐖𝐚𝐧𝐠 𝟐", "Wang 2"},
                 {"🅰🆉", "AZ"}};
    struct text_style how = style(40, TEXT_REGULAR, TEXT_LEFT);
    struct rect box = {20, 20, 280, 60};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rect seen = drawn(cases[i].words, how, box, false), meant = drawn(cases[i].seen, how, box, false);
        assert_true(seen.w > 0);
        assert_memory_equal(&seen, &meant, sizeof seen);
        assert_int_equal(text_width(text, how, cases[i].words), text_width(text, how, cases[i].seen));
    }
    assert_int_equal(drawn("\xE2\x80\x8D\xEF\xB8\x8F", how, box, false).w, 0);
    assert_int_equal(text_width(text, how, "\xE2\x80\x8D\xEF\xB8\x8F"), 0);
    assert_int_equal(drawn("  \t ", how, box, false).w, 0);
}

/* What people in Shanghai are called, in either weight: a glyph of its own, not what stands for one. */
static void rare_characters_of_names_are_there(void **state) {
    (void)state;
    static const char *const rare[] = {"㛃", "𠮷", "龘", "喆", "堃", "𬭎", "𫖯", "䶮", "犇"};
    struct rect box = {20, 20, 280, 80};
    for (int weight = 0; weight < 2; weight++)
        for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++) {
            struct text_style how = style(60, (enum text_weight)weight, TEXT_LEFT);
            drawn("○", how, box, false);
            long circle = ink();
            drawn(rare[i], how, box, false);
            if (ink() < circle * 5 / 4)
                fail_msg("no glyph for %s", rare[i]);
        }
}

static bool has_colour(void) {
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int x = 0; x < BOARD_WIDTH; x++)
            if (abs(board_channel(x, y, 16) - board_channel(x, y, 0)) > 60)
                return true;
    return false;
}

static void emoji_are_coloured_and_fill_their_box(void **state) {
    (void)state;
    static const char *const emoji[] = {"🍱", "❤️", "🚕", "🏥", "👨‍👩‍👧"};
    for (size_t i = 0; i < sizeof emoji / sizeof *emoji; i++) {
        board_wipe(WHITE);
        assert_true(text_emoji(text, emoji[i], (struct rect){100, 60, 100, 100}));
        board_read();
        struct rect seen = board_drawn(WHITE);
        assert_true(has_colour());
        assert_true(seen.x >= 100 && seen.x + seen.w <= 200 && seen.y >= 60 && seen.y + seen.h <= 160);
        assert_true(seen.w > 80);
    }
    assert_false(text_emoji(text, "国", (struct rect){0, 0, 50, 50}));
    assert_false(text_emoji(text, "", (struct rect){0, 0, 50, 50}));
    drawn("吃🍱吧", style(40, TEXT_REGULAR, TEXT_LEFT), (struct rect){20, 20, 280, 60}, false);
    assert_true(has_colour());
}

static void icons_are_known_by_name(void **state) {
    (void)state;
    static const char *const names[] = {"sos",     "hospital", "taxi",   "meal", "grocery",    "person", "orders",
                                        "mic",     "tv",       "repeat", "back", "ok",         "info",   "close",
                                        "warning", "clock",    "home",   "left", "wheelchair", "doctor"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        board_wipe(WHITE);
        assert_true(text_icon(text, names[i], (struct rect){50, 50, 96, 96}, 0xFF000000));
        board_read();
        struct rect seen = board_drawn(WHITE);
        assert_true(seen.x >= 50 && seen.y >= 50 && seen.x + seen.w <= 146 && seen.y + seen.h <= 146);
        assert_true(seen.w > 40 || seen.h > 40);
    }
    assert_true(text_has_icon(text, "typhoon"));
    assert_false(text_has_icon(text, "no such icon") || text_has_icon(text, ""));
    assert_false(text_icon(text, "no such icon", (struct rect){50, 50, 96, 96}, 0xFF000000));
}

/* Thousands of glyphs at many sizes: the cache stays bounded, and what is drawn last is drawn right. */
static void the_glyph_cache_is_bounded(void **state) {
    (void)state;
    struct rect box = {20, 20, 280, 200};
    struct rect before = drawn("紧急", style(90, TEXT_BOLD, TEXT_LEFT), box, false);
    for (int px = 20; px < 120; px += 3)
        for (int i = 0; i < 60; i++) {
            char word[4] = {(char)0xE5, (char)(0x80 + i), (char)(0x80 + px % 64), 0};
            text_draw(text, style(px, TEXT_REGULAR, TEXT_LEFT), word, box, false, 0xFF000000);
        }
    assert_in_range(text_cache_bytes(text), 1, 2 << 20);
    struct rect after = drawn("紧急", style(90, TEXT_BOLD, TEXT_LEFT), box, false);
    assert_memory_equal(&before, &after, sizeof before);
}

static void without_any_text_font_there_is_no_text(void **state) {
    (void)state;
    assert_null(text_create(board, "/nowhere"));
}

/* A letter and its accent are one picture, whether they come as one character or as two. */
static void accents_stand_on_their_letters(void **state) {
    (void)state;
    static const struct {
        const char *composed, *apart;
    } cases[] = {{"nǐ hǎo", "ni\u030C ha\u030Co"},
                 {"lǚ xíng", "lu\u0308\u030C xi\u0301ng"},
                 {"Émile Lefèvre", "E\u0301mile Lefe\u0300vre"},
                 {"Nguyễn", "Nguye\u0302\u0303n"},
                 {"b好", "b\u030A好"} /* no character has it */};
    struct text_style how = style(40, TEXT_REGULAR, TEXT_LEFT);
    struct rect box = {10, 10, 300, 80};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(text_width(text, how, cases[i].apart), text_width(text, how, cases[i].composed));
        struct rect one = drawn(cases[i].composed, how, box, false);
        static uint32_t seen[BOARD_HEIGHT][BOARD_WIDTH];
        memcpy(seen, board_pixels, sizeof seen);
        struct rect other = drawn(cases[i].apart, how, box, false);
        assert_true(one.w > 0 && rect_equal(one, other));
        assert_memory_equal(seen, board_pixels, sizeof seen);
    }
}

/* Every character of GB 18030 that is not of a minority's script, in two bytes and in four. */
static void the_fonts_have_what_the_standard_asks_for(void **state) {
    (void)state;
    struct fonts *fonts = fonts_open(board, board_fonts());
    iconv_t standard = iconv_open("UTF-32LE", "GB18030");
    assert_true(standard != (iconv_t)-1);
    int asked = 0, missing = 0;
    for (int first = 0x81; first <= 0xFE; first++) {
        for (int second = 0x40; second <= 0xFE; second++) {
            char bytes[] = {(char)first, (char)second}, *from = bytes;
            uint32_t character = 0;
            char *into = (char *)&character;
            size_t left = 2, room = 4;
            if (iconv(standard, &from, &left, &into, &room) != 0 || (character >= 0xE000 && character <= 0xF8FF))
                continue;
            asked++;
            missing += fonts_choose(fonts, false, character).face == FONTS_NONE;
            if (fonts_choose(fonts, false, character).face == FONTS_NONE && missing < 40)
                print_error("no glyph for U+%04X\n", (unsigned)character);
        }
    }
    for (uint32_t character = 0x3400; character <= 0x4DB5; character++, asked++)
        missing += fonts_choose(fonts, false, character).face == FONTS_NONE;
    iconv_close(standard);
    fonts_close(fonts);
    assert_true(asked > 22000 + 6000);
    assert_int_equal(missing, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chinese_character_is_one_em_wide),
        cmocka_unit_test(words_lie_where_they_were_measured),
        cmocka_unit_test(words_stand_in_the_middle),
        cmocka_unit_test(bold_is_darker_than_regular),
        cmocka_unit_test(long_words_take_several_lines),
        cmocka_unit_test(no_character_is_lost),
        cmocka_unit_test(rare_characters_of_names_are_there),
        cmocka_unit_test(emoji_are_coloured_and_fill_their_box),
        cmocka_unit_test(icons_are_known_by_name),
        cmocka_unit_test(accents_stand_on_their_letters),
        cmocka_unit_test(the_fonts_have_what_the_standard_asks_for),
        cmocka_unit_test(the_glyph_cache_is_bounded),
        cmocka_unit_test(without_any_text_font_there_is_no_text),
    };
    return cmocka_run_group_tests_name("text", tests, open_text, close_text);
}
