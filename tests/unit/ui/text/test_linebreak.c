/* SPDX-License-Identifier: Apache-2.0 */
/* Where lines end. Every character is one wide here, Chinese ones two: widths are counted by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/utf8.h"
#include "ui/text/linebreak.h"
#include "ui/text/word_list.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int advance(void *data, uint32_t character) {
    (void)data;
    return utf8_is_silent(character) ? 0 : character >= 0x2E80 ? 2 : 1;
}

static void broken(const char *text, int width, char *into, size_t size) {
    into[0] = 0;
    while (text != NULL && *text != 0) {
        struct linebreak_line line = linebreak_next(text, width, advance, NULL);
        assert_true(line.next == NULL || line.next > text);
        size_t used = strlen(into);
        snprintf(into + used, size - used, "%s%.*s", used > 0 ? "|" : "", line.bytes, line.start);
        text = line.next;
    }
}

static void lines_end_where_readers_expect(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int width;
        const char *lines;
    } cases[] = {
        {"随时按遥控器红色大键", 8, "随时按|遥控器|红色大键"},
        {"随时按遥控器\n红色大键", 40, "随时按遥控器|红色大键"},
        /* no word is broken, nor a number and what it counts; one longer than the line has to be */
        {"请再试一次", 8, "请|再试一次"},
        {"提前二十分钟到", 10, "提前|二十分钟到"},
        {"请热线帮您办好", 10, "请热线|帮您办好"},
        {"还会继续试", 8, "还会|继续试"},
        {"到候诊区报到", 10, "到候诊区|报到"},
        {"在门诊二楼等", 8, "在门诊|二楼等"},
        {"工作人员", 6, "工作人|员"},
        /* closing punctuation never starts a line */
        {"请带好身份证、医保卡", 12, "请带好|身份证、|医保卡"},
        {"您今天好吗?", 10, "您今天好|吗?"},
        {"等一等……再说", 6, "等一|等……|再说"},
        /* an opening bracket never ends one */
        {"普陀区(中心)医院", 8, "普陀区|(中心)|医院"},
        {"普陀区\uFF08中心\uFF09医院", 8, "普陀区|\uFF08中心\uFF09|医院"},
        {"王阿姨\uFF0C您好\uFF01", 6, "王阿|姨\uFF0C|您好\uFF01"},
        {"一共\uFFE512.50元", 8, "一共|\uFFE512.50|元"},
        {"他说“你好”吗", 6, "他说|“你好”|吗"},
        {"他说\uFF62你好\uFF63吗", 6, "他说|\uFF62你|好\uFF63吗"},
        {"那么«对»了", 5, "那么|«对»|了"},
        /* a tilde, two marks in a row, small kana begin none */
        {"早上好〜您好", 6, "早上|好〜|您好"},
        {"救命\uFF01\uFF01快来", 6, "救|命\uFF01\uFF01|快来"},
        {"救命\u203C快来", 4, "救|命\u203C|快来"},
        {"まってちょっと", 8, "まって|ちょっと"},
        /* a full-width blank is a blank: it ends a line and begins none; at the start of a text it is meant */
        {"一楼\u3000大厅", 4, "一楼|大厅"},
        {"一楼\u3000\u3000大厅", 6, "一楼|大厅"},
        {"\u3000\u3000一楼", 8, "\u3000\u3000一楼"},
        /* numbers, plates, phones and prices hold together */
        {"请拨打62229090", 10, "请拨打|62229090"},
        {"车牌沪A·D1234到了", 10, "车牌|沪A·D1234|到了"},
        {"一共¥12.50元", 7, "一共|¥12.50|元"},
        {"电话138 **** 1234", 15, "电话|138 **** 1234"},
        {"9:32出发", 5, "9:32|出发"},
        /* unless they are longer than a whole line */
        {"12345678901234", 6, "123456|789012|34"},
        /* words stay whole, blanks at a line's end are dropped */
        {"call a taxi home", 7, "call a|taxi|home"},
        {"say don't panic", 9, "say don't|panic"},
        /* one character always fits */
        {"好的", 1, "好|的"},
        /* what is silent never starts a line */
        {"好\xEF\xB8\x8F的", 2, "好\xEF\xB8\x8F|的"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[256];
        broken(cases[i].text, cases[i].width, lines, sizeof lines);
        assert_string_equal(lines, cases[i].lines);
    }
}

static void all_broken(const char *text, int width, char *into, size_t size, int *widest) {
    struct linebreak_line lines[12];
    const struct linebreak_measure measure = {advance, NULL, 6};
    int count = linebreak_all(text, width, &measure, lines, 12);
    into[0] = 0;
    *widest = 0;
    for (int i = 0; i < count; i++) {
        size_t used = strlen(into);
        snprintf(into + used, size - used, "%s%.*s", i > 0 ? "|" : "", lines[i].bytes, lines[i].start);
        *widest = lines[i].width > *widest ? lines[i].width : *widest;
    }
}

/* And the same again in a box as wide as the widest line: measured first, drawn later. */
static void lines_end_where_readers_pause(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int width;
        const char *lines;
    } cases[] = {
        /* a split sentence begins anew, if that takes no more lines */
        {"您已经叫过车了。还要再叫一辆吗？", 30, "您已经叫过车了。|还要再叫一辆吗？"},
        {"热线已经收到，正在处理。有了结果，会告诉您。", 30, "热线已经收到，正在处理。|有了结果，会告诉您。"},
        {"他说“好。”然后就走了，走得很快", 20, "他说“好。”然后就|走了，走得很快"},
        {"短。这一句却长得一行怎么也放不下去", 24, "短。这一句却长得一行怎么|也放不下去"},
        /* a line ends after a clause rather than in a word, and not within a number and its unit or after a word that
           wants another */
        {"别处正在用话筒，请过一会儿再试。", 28, "别处正在用话筒，|请过一会儿再试。"},
        {"请再试一次，或者直接拨打热线62229090。", 32, "请再试一次，|或者直接拨打热线62229090。"},
        {"从家里到医院要走20 分钟左右", 19, "从家里到医院要走|20 分钟左右"},
        {"您家灶具开关由工作人员关上", 20, "您家灶具开关|由工作人员关上"},
        {"您家厨房的燃气报警器很响", 22, "您家厨房的|燃气报警器很响"},
        /* one that fits is left on its line */
        {"好。谢谢您。", 40, "好。谢谢您。"},
        /* a lonely syllable gets company */
        {"现在是高峰附近没有空车了", 22, "现在是高峰附近没有|空车了"},
        {"一二三四五六七八九十一二三四五六七八九十一", 20, "一二三四五六七八九十|一二三四五六七八|九十一"},
        {"请打电话给我", 10, "请打电话|给我"},
        /* unless its line was asked for, or company takes another line */
        {"紧急呼叫紧急呼叫\n好", 16, "紧急呼叫紧急呼叫|好"},
        {"一二三四", 6, "一二三|四"},
        /* a last line of one word gets company as well; a number may stand alone, and so may a word of Chinese */
        {"press it and the hotline will know", 28, "press it and the hotline|will know"},
        {"no answer, please dial 62229090", 24, "no answer, please dial|62229090"},
        {"telling it about cancellation", 16, "telling it about|cancellation"},
        /* sentences of letters, with the blank between them */
        {"You called a taxi. Do you want another?", 30, "You called a taxi.|Do you want another?"},
        {"It works! Press the key and they will know.", 34, "It works!|Press the key and they will know."},
        /* not where a sentence would end in a lonely word */
        {"You called a taxi some minutes ago. Do you want another?", 30,
         "You called a taxi some minutes|ago. Do you want another?"},
        {"One. Two. Three goes on and on here", 20, "One. Two. Three goes|on and on here"},
        {"It is on. It is off. And what then?", 20, "It is on. It is off.|And what then?"},
        {"Please take No. 5 and leave at 9 a.m. today", 24, "Please take No. 5 and|leave at 9 a.m. today"},
        {"1. 先关好家里的燃气灶具", 20, "1. 先关好家里的|燃气灶具"},
        /* each paragraph by itself */
        {"现在是高峰附近没有空车了\n请等一等", 22, "现在是高峰附近没有|空车了|请等一等"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[256], again[256];
        int widest, same;
        all_broken(cases[i].text, cases[i].width, lines, sizeof lines, &widest);
        assert_string_equal(lines, cases[i].lines);
        all_broken(cases[i].text, widest, again, sizeof again, &same);
        assert_string_equal(again, lines);
    }
}

static uint32_t first_of(const char *text) {
    return utf8_next(&text);
}

static void each_word_of_the_table_is_known(void **state) {
    (void)state;
    static const char *const words[] = {
#include "ui/text/word_list.inc"
    };
    size_t count = sizeof words / sizeof words[0];
    for (size_t i = 0; i < count; i++)
        assert_int_equal(word_list_bytes(words[i], first_of(words[i])), strlen(words[i]));
    assert_true(count > 400);
    assert_int_equal(word_list_bytes("二十分钟到", first_of("二")), strlen("二十分钟"));
    assert_int_equal(word_list_bytes("第三位。", first_of("第")), strlen("第三位"));
    assert_int_equal(word_list_bytes("一二三四五六次", first_of("一")), 0); /* that is no number */
    assert_int_equal(word_list_bytes("您请", first_of("您")), 0);
}

/* WORDS: a text cut into its words by "|". Whether a line that ends after BYTES of the text ends within one. */
static const char *word_at(const char *words, size_t bytes) {
    const char *begin = words;
    for (size_t at = 0; *words != 0 && *words != '\n'; words++) {
        if (*words == '|') {
            begin = words + 1;
            continue;
        }
        if (at++ == bytes)
            return words == begin ? NULL : begin;
    }
    return NULL;
}

/* Every text of ours at every width: the words of each as a dictionary cut them (tools/make-words). */
static void no_text_of_ours_is_broken_in_a_word(void **state) {
    (void)state;
    char cut[1000], text[1000], lines[1200];
    int texts = 0, wrong = 0;
    FILE *file = fopen("tests/unit/ui/words.txt", "r");
    assert_non_null(file);
    for (; fgets(cut, sizeof cut, file) != NULL; texts++) {
        size_t length = 0;
        for (const char *at = cut; *at != 0 && *at != '\n'; at++)
            if (*at != '|')
                text[length++] = *at;
        text[length] = 0;
        for (int width = 12; width <= 60; width++) {
            struct linebreak_line found[40];
            const struct linebreak_measure measure = {advance, NULL, 6};
            int count = linebreak_all(text, width, &measure, found, 40), widest;
            for (int i = 0; i + 1 < count; i++) {
                const char *word = word_at(cut, (size_t)(found[i].next - text));
                if (word == NULL || (unsigned char)*word < 0xE4 || (unsigned char)*word > 0xE9) /* a Chinese one */
                    continue;
                all_broken(text, width, lines, sizeof lines, &widest);
                fprintf(stderr, "%d wide, in %.*s: %s\n", width, (int)strcspn(word, "|\n"), word, lines);
                wrong++;
            }
        }
    }
    fclose(file);
    assert_in_range(texts, 300, 2000);
    assert_int_equal(wrong, 0);
}

static void a_line_says_how_wide_it_is_without_its_blanks(void **state) {
    (void)state;
    struct linebreak_line line = linebreak_next("你好   世界", 7, advance, NULL);
    assert_int_equal(line.width, 4);
    assert_int_equal(line.bytes, 6);
    assert_string_equal(line.next, "世界");
}

/* Whatever the text and the width, every line but one-character ones fits, and nothing visible is lost. */
static void nothing_is_lost_at_any_width(void **state) {
    (void)state;
    const char *text = "王阿姨,“叫车”(沪A·12345)到:兰溪路164号、¥25.00;\xFF tel 138 0000 1234!好";
    for (int width = 1; width < 60; width++) {
        size_t visible = 0, kept = 0;
        for (const char *at = text; *at != 0; at++)
            visible += *at != ' ';
        for (const char *at = text; at != NULL && *at != 0;) {
            struct linebreak_line line = linebreak_next(at, width, advance, NULL);
            for (int i = 0; i < line.bytes; i++)
                kept += line.start[i] != ' ';
            assert_true(line.width <= width || line.width <= 2);
            at = line.next;
        }
        assert_int_equal(kept, visible);
    }
}

/* Unicode's table 3-7: what is not well formed counts as U+FFFD, one for each byte. */
static void broken_bytes_count_one_each(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t characters[5];
    } cases[] = {
        {"a好", {'a', 0x597D}},
        {"\xF0\x9F\x8D\xB1", {0x1F371}},
        {"\xE5\xA5", {0xFFFD, 0xFFFD}},             /* cut off */
        {"\xC0\xAF", {0xFFFD, 0xFFFD}},             /* overlong */
        {"\xED\xA0\x80", {0xFFFD, 0xFFFD, 0xFFFD}}, /* a surrogate */
        {"\xF4\x90\x80\x80", {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}},
        {"\xEF\xBF\xBDx", {0xFFFD, 'x'}},
        {"\xFFz", {0xFFFD, 'z'}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at = cases[i].bytes;
        for (size_t k = 0; k < 5 && (k == 0 || cases[i].characters[k - 1] != 0); k++)
            assert_int_equal(utf8_next(&at), cases[i].characters[k]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_readers_expect),
        cmocka_unit_test(lines_end_where_readers_pause),
        cmocka_unit_test(each_word_of_the_table_is_known),
        cmocka_unit_test(no_text_of_ours_is_broken_in_a_word),
        cmocka_unit_test(a_line_says_how_wide_it_is_without_its_blanks),
        cmocka_unit_test(nothing_is_lost_at_any_width),
        cmocka_unit_test(broken_bytes_count_one_each),
    };
    return cmocka_run_group_tests_name("linebreak", tests, NULL, NULL);
}
