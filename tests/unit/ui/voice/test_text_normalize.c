/* SPDX-License-Identifier: Apache-2.0 */
/* What is written becomes what can be heard; what is private is not called out. */
#include "tests/unit/ui/fixture.h"
#include "ui/voice/text_normalize.h"

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static struct strings *words_of_language(const char *language) {
    char path[512];
    snprintf(path, sizeof path, "%s/strings/%s.json", room_data(), language);
    return strings_load(path);
}

struct spoken_case {
    const char *text, *heard;
};

static void hear(const char *language, bool emergency, const struct spoken_case *cases, size_t count) {
    struct strings *words = words_of_language(language);
    const struct text_normalize_setup setup = {
        .words = words, .phone = "62229090", .emergency_phone = "120", .emergency = emergency};
    for (size_t i = 0; i < count; i++) {
        char out[256];
        text_normalize(&setup, cases[i].text, out, sizeof out);
        assert_string_equal(out, cases[i].heard);
    }
    strings_destroy(words);
}
#define HEAR(language, emergency, cases) hear(language, emergency, cases, sizeof cases / sizeof cases[0])

static void numbers_that_are_meant_to_be_heard(void **state) {
    static const struct spoken_case cases[] = {
        {"第 2 项,共 6 项", "第 2 项,共 6 项"},
        {"补贴后 ¥12，原价 ￥18.50", "补贴后 12元，原价 18元5角"},
        {"¥0.05", "0元0角5分"},
        {"补贴后 12.50元，原价 18元", "补贴后 12元5角，原价 18元"},
        {"¥", "¥"},
        {"时间:9:32", "时间:9点32分"},
        {"9:32 到，14:00-16:00", "9点32分 到，14点到16点"},
        {"2~3天", "2到3天"},
        {"第２项，９:３２", "第2项，9点32分"},
        {"2024-03-05 8:00", "2024到03到05 8点"},
        {"12:34:56", "12:34:56"},
        {"沪A·D5678", "沪A, D5678"},
        {"PT-000123", "PT-000123"},
        {"120 分钟", "120 分钟"},
        {"兰溪路164号", "兰溪路164号"},
    };
    (void)state;
    HEAR("zh-CN", false, cases);
}

static void a_private_number_is_only_pointed_at(void **state) {
    static const struct spoken_case cases[] = {
        {"司机 138****3642", "司机 屏幕上的号码"},
        {"电话 13812345678。", "电话 屏幕上的号码。"},
        {"138 1234 5678", "屏幕上的号码"},
        {"021-62345678 转 5", "屏幕上的号码 转 5"},
        {"5234567", "屏幕上的号码"},
        {"31010719400101123X", "屏幕上的号码"},
        {"**** 3642", "屏幕上的号码"},
        {"622290901", "屏幕上的号码"},
        {"尾号 *42", "尾号 屏幕上的号码"},
        {"电话１３８１２３４５６７８。", "电话屏幕上的号码。"},
        {"１３８＊＊＊＊３６４２", "屏幕上的号码"},
        {"１３８－１２３４　５６７８", "屏幕上的号码"},
        {"３１０１０７１９４００１０１１２３Ｘ，", "屏幕上的号码，"},
        {"138.1234.5678", "屏幕上的号码"},
        {"138·1234·5678", "屏幕上的号码"},
        {"138–1234—5678", "屏幕上的号码"},
        {"138\xC2\xA0"
         "1234\xC2\xA0"
         "5678",
         "屏幕上的号码"},
    };
    (void)state;
    HEAR("zh-CN", false, cases);
}

static void the_hotlines_own_number_is_read_digit_by_digit(void **state) {
    static const struct spoken_case cases[] =
        {
            {"着急请打电话 62229090", "着急请打电话  6 2 2 2 9 0 9 0 "},
            {"62229090 120", "6 2 2 2 9 0 9 0  120"},
        },
                                    alarm[] = {
                                        {"62229090\n或 120", "6 2 2 2 9 0 9 0 或  1 2 0 "},
                                        {"很急请拨打 120", "很急请拨打  1 2 0 "},
                                        {"1200", "1200"},
                                    };
    (void)state;
    HEAR("zh-CN", false, cases);
    HEAR("zh-CN", true, alarm);
}

/* However the operator writes it; another number that begins as it does is another number. */
static void a_hotline_with_marks_in_its_number_is_read_as_well(void **state) {
    static const struct spoken_case cases[] = {{"请拨打 400-820-0000", "请拨打  4 0 0 8 2 0 0 0 0 0 "},
                                               {"请拨打 ４００－８２０－００００", "请拨打  4 0 0 8 2 0 0 0 0 0 "},
                                               {"400-820-00001", "屏幕上的号码"},
                                               {"1400-820-0000", "屏幕上的号码"},
                                               {"400-820", "400到820"}};
    struct strings *words = words_of_language("zh-CN");
    const struct text_normalize_setup setup = {.words = words, .phone = "400-820-0000", .emergency_phone = "120"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[256];
        text_normalize(&setup, cases[i].text, out, sizeof out);
        assert_string_equal(out, cases[i].heard);
    }
    strings_destroy(words);
}

static void marks_for_the_eye_are_not_read(void **state) {
    static const struct spoken_case cases[] = {
        {"◀ 大 ▶", "大  "},
        {"🍚 米饭\n\n两份", "米饭, 两份"},
        {"", ""},
        {"▲▼", ""},
        {"--help", "help"}, /* it can be no option of the program that reads it */
        {"[[x]]<b>&", "x   b  "},
        {"\xff\xfe好", "好"},
        {"王𠮷，您好", "王 ，您好"}, /* an engine would say its number */
        {"🇨🇳国庆", "国庆"},
        {"𝐖𝐚𝐧𝐠 𝟐 楼", "Wang 2 楼"},
        {"心\xEF\xB8\x8F好\xE2\x80\x8D的", "心 好 的"}, /* a selector, a joiner */
    };
    (void)state;
    HEAR("zh-CN", false, cases);
}

static void another_language_has_other_words(void **state) {
    static const struct spoken_case cases[] = {
        {"Pay ¥12.50 by 9:05", "Pay 12 yuan 50 by 9:05"},
        {"14:00-16:00", "14 o'clock to 16 o'clock"},
        {"138****3642", "the number on the screen"},
    };
    (void)state;
    HEAR("en", false, cases);
}

static void what_does_not_fit_ends_at_a_whole_character(void **state) {
    struct strings *words = words_of_language("zh-CN");
    const struct text_normalize_setup setup = {.words = words, .phone = "", .emergency_phone = ""};
    char out[8];
    (void)state;
    text_normalize(&setup, "一二三四", out, sizeof out);
    assert_string_equal(out, "一二");
    text_normalize(&setup, "一二¥12", out, sizeof out);
    assert_string_equal(out, "一二");
    text_normalize(&setup, "一二三a", out, sizeof out); /* and nothing of what comes behind it */
    assert_string_equal(out, "一二");
    strings_destroy(words);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_are_meant_to_be_heard),
        cmocka_unit_test(a_private_number_is_only_pointed_at),
        cmocka_unit_test(the_hotlines_own_number_is_read_digit_by_digit),
        cmocka_unit_test(a_hotline_with_marks_in_its_number_is_read_as_well),
        cmocka_unit_test(marks_for_the_eye_are_not_read),
        cmocka_unit_test(another_language_has_other_words),
        cmocka_unit_test(what_does_not_fit_ends_at_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
