/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said when one scene follows another. Each story is a list of scenes; '|' stands between the parts. A scene
 * that is seen says nothing by itself: what is due collects until it begins to be said.
 */
#include "ui/voice/announce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct seen {
    const char *screen, *step, *title, *text, *focus, *label, *position, *state;
    bool by_key;
    const char *said; /* NULL = it is not said yet: the next thing comes at once */
};

static struct scene scene;

static void show(const struct seen *seen) {
    scene_reset(&scene, 1280, 720);
    scene.screen = seen->screen;
    scene.step = seen->step;
    scene.title = seen->title;
    scene.focus = seen->focus;
    scene.speech = (struct scene_speech){
        .text = seen->text, .label = seen->label, .position = seen->position, .state = seen->state};
}

static void tell(const struct seen *story, size_t count) {
    struct announce announce = {0};
    char out[512];
    for (size_t i = 0; i < count; i++) {
        show(&story[i]);
        announce_see(&announce, &scene, story[i].by_key);
        announce_due(&announce, &scene, out, sizeof out);
        for (char *at = out; *at; at++)
            *at = *at == '\n' ? '|' : *at;
        if (!story[i].said)
            continue;
        if (strcmp(out, story[i].said) != 0)
            fail_msg("scene %zu says \"%s\" and not \"%s\"", i + 1, out, story[i].said);
        assert_int_equal(announce_is_due(&announce), out[0] != 0);
        announce_said(&announce);
    }
}
#define TELL(...)                                                                                                      \
    do {                                                                                                               \
        (void)state;                                                                                                   \
        const struct seen story[] = {__VA_ARGS__};                                                                     \
        tell(story, sizeof story / sizeof story[0]);                                                                   \
    } while (0)
#define KEY   true
#define ALONE false

static void the_title_only_when_it_changed(void **state) {
    TELL({"step", "to", "去哪里？", "", "a", "医院", "第1项", "兰溪路", KEY, "去哪里？|医院|第1项|兰溪路"},
         {"step", "to", "去哪里？", "", "b", "公园", "第2项", "", KEY, "公园|第2项"},
         {"step", "to", "去哪里？", "", "b", "公园", "第2项", "", KEY, ""},
         {"step", "when", "什么时候？", "", "b", "现在", "第1项", "", KEY, "什么时候？|现在|第1项"},
         {"step", "to", "去哪里？", "", "b", "公园", "第2项", "", KEY, "去哪里？|公园|第2项"});
}

static void what_was_not_said_yet_is_not_lost(void **state) {
    TELL({"step", "to", "去哪里？", "", "a", "医院", "第1项", "", KEY, NULL},
         {"step", "to", "去哪里？", "", "b", "公园", "第2项", "", KEY, NULL},
         {"step", "to", "去哪里？", "", "c", "车站", "第3项", "", KEY, "去哪里？|车站|第3项"},
         {"step", "to", "去哪里？", "", "d", "码头", "第4项", "", KEY, NULL},
         {"step", "to", "去哪里？", "", "c", "车站", "第3项", "", KEY, "车站|第3项"}); /* there and back is a move */
}

static void a_value_that_is_turned_is_said_alone(void **state) {
    TELL({"settings", NULL, "设置", "", "text", "字的大小", "第1项", "中", KEY, "设置|字的大小|第1项|中"},
         {"settings", NULL, "设置", "", "text", "字的大小", "第1项", "大", KEY, "大"},
         {"settings", NULL, "设置", "", "text", "字的大小", "第1项", "1", KEY, "1"},
         {"settings", NULL, "设置", "", "text", "字的大小", "第1项", "2", KEY, "2"}, /* numbers count for a key */
         {"settings", NULL, "设置", "", "text", "字的大小", "第1项", "最大", ALONE, ""});
}

static void what_changes_by_itself_is_news(void **state) {
    TELL({"result", NULL, "已经记下", "正在告诉热线", "home", "回首页", "", "", KEY, "已经记下|正在告诉热线|回首页"},
         {"result", NULL, "热线已收到", "正在找车", "home", "回首页", "", "", ALONE, "热线已收到|正在找车"},
         {"result", NULL, "热线已收到", "网络断了\n正在找车", "home", "回首页", "", "", ALONE, "网络断了|正在找车"},
         {"result", NULL, "热线已收到", "", "home", "回首页", "", "", ALONE, ""},
         {"result", NULL, "热线已收到", "", "cancel", "取消叫车", "", "", ALONE, "取消叫车"});
}

static void a_number_that_counts_is_no_news(void **state) {
    TELL({"result", NULL, "司机接单了", "大约 5 分钟", "home", "回首页", "", "", KEY, "司机接单了|大约 5 分钟|回首页"},
         {"result", NULL, "司机接单了", "大约 4 分钟", "home", "回首页", "", "", ALONE, ""},
         {"result", NULL, "司机接单了", "大约 13 分钟", "home", "回首页 9", "", "", ALONE, "回首页 9"},
         {"result", NULL, "司机接单了", "大约 13 分钟", "home", "回首页 8", "", "", ALONE, ""},
         {"result", NULL, "司机接单了", "就到", "home", "回首页 8", "", "", ALONE, "就到"},
         {"result", NULL, "司机接单了，5 公里", "就到", "home", "回首页 8", "", "", ALONE, "司机接单了，5 公里|就到"},
         {"result", NULL, "司机接单了，4 公里", "就到", "home", "回首页 8", "", "", ALONE, ""});
}

static void home_does_not_greet_by_the_clock(void **state) {
    TELL({"home", NULL, "上午好", "", "taxi", "叫车", "第3项", "", ALONE, "上午好|叫车|第3项"},
         {"home", NULL, "王阿姨,上午好", "", "taxi", "叫车", "第3项", "", ALONE, ""},
         {"home", NULL, "王阿姨,中午好", "没有连上热线", "taxi", "叫车", "第3项", "", ALONE, "没有连上热线"},
         {"home", NULL, "王阿姨,中午好", "", "taxi", "叫车", "第3项", "", ALONE, ""});
}

static void an_alarm_tells_each_proof_and_its_buttons_only_when_asked(void **state) {
    TELL({"home", NULL, "上午好", "", "taxi", "叫车", "第3项", "", ALONE, "上午好|叫车|第3项"},
         {"sos", NULL, "正在呼叫", "不用操作", "confirm", "马上呼叫", "", "", KEY, "正在呼叫|不用操作"},
         {"sos", NULL, "正在呼叫", "已收到。不用操作", "confirm", "马上呼叫", "", "", ALONE, "已收到。不用操作"},
         {"sos", NULL, "热线已收到", "请等电话", "press", "再叫一次", "", "", ALONE, "热线已收到|请等电话"},
         {"sos", NULL, "热线已收到", "请等电话", "cancel", "取消求助", "", "", KEY, "取消求助"},
         {"sos", NULL, "热线已收到", "请把电话放在手边", "cancel", "取消求助", "", "", ALONE, "请把电话放在手边"});
}

static void a_list_that_arrives_says_where_one_is(void **state) {
    TELL({"step", "doctor", "看哪位医生？", "", "back", "返回", "", "", KEY, "看哪位医生？|返回"},
         {"step", "doctor", "看哪位医生？", "正在问热线…", "back", "返回", "", "", ALONE, "正在问热线…"},
         {"step", "doctor", "看哪位医生？", "", "li", "李医生", "第1项", "还有 3 个", ALONE, "李医生|第1项|还有 3 个"});
}

static void forgotten_all_is_new(void **state) {
    const struct seen seen = {"home", NULL, "上午好", "", "taxi", "叫车", "第3项", "", ALONE, NULL};
    struct announce announce = {0};
    (void)state;
    show(&seen);
    assert_true(announce_see(&announce, &scene, false));
    announce_said(&announce);
    assert_false(announce_see(&announce, &scene, false));
    announce_forget(&announce);
    assert_true(announce_see(&announce, &scene, false));
}

static void what_does_not_fit_is_left_out_whole(void **state) {
    const struct seen seen = {"home", NULL, "0123456789", "", "taxi", "abc", "第3项", "", ALONE, NULL};
    struct announce announce = {0};
    char out[8];
    (void)state;
    show(&seen);
    announce_see(&announce, &scene, false);
    announce_due(&announce, &scene, out, sizeof out);
    assert_string_equal(out, "abc");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_title_only_when_it_changed),
        cmocka_unit_test(what_was_not_said_yet_is_not_lost),
        cmocka_unit_test(a_value_that_is_turned_is_said_alone),
        cmocka_unit_test(what_changes_by_itself_is_news),
        cmocka_unit_test(a_number_that_counts_is_no_news),
        cmocka_unit_test(home_does_not_greet_by_the_clock),
        cmocka_unit_test(an_alarm_tells_each_proof_and_its_buttons_only_when_asked),
        cmocka_unit_test(a_list_that_arrives_says_where_one_is),
        cmocka_unit_test(forgotten_all_is_new),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
