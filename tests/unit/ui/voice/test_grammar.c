/* SPDX-License-Identifier: Apache-2.0 */
/* What may be said with the built-in catalog, and what it means; the same when every service has another id. */
#include "tests/unit/ui/fixture.h"
#include "ui/voice/grammar.h"
#include "ui/voice/sayables.h"
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static struct grammar *grammar_of(struct room *room, const struct screen *screen) {
    return grammar_create(&room->model, room->strings, screen);
}

static const char *answer(const struct intent *intent, const char *step) {
    for (size_t i = 0; i < intent->answer_count; i++)
        if (strcmp(intent->answers[i].step, step) == 0)
            return intent->answers[i].option;
    return "";
}

static void sentences_fill_slots(void **state) {
    static const struct {
        const char *text, *service, *to, *when, *item;
    } cases[] = {
        {"叫车", "taxi", "", "", ""},
        {"叫差头", "taxi", "", "", ""}, /* what the operator says one calls it */
        {"我要叫车", "taxi", "", "", ""},
        {"去医院", "taxi", "putuo-central", "", ""},
        {"我要叫车去医院", "taxi", "putuo-central", "", ""},
        {"叫车去同济医院", "taxi", "tongji", "", ""},
        {"现在叫车去公园", "taxi", "changfeng-park", "now", ""},
        {"现在叫车", "taxi", "", "now", ""},
        {"挂号", "hospital", "", "", ""},
        {"我要看病", "hospital", "", "", ""},
        {"我要订餐", "meal", "", "", ""},
        {"买鸡毛菜", "grocery", "", "", "chicken-feather"},
        {"买药", "errand", "", "", ""},
        {"今天天气很好", "", "", "", ""}, /* no sentence of these */
        {"叫车去", "", "", "", ""},
    };
    struct room *room = *state;
    struct screen home = home_screen();
    struct grammar *grammar = grammar_of(room, &home);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct intent intent = grammar_meaning(grammar, cases[i].text);
        if (strcmp(intent.service, cases[i].service) != 0 || strcmp(answer(&intent, "to"), cases[i].to) != 0 ||
            strcmp(answer(&intent, "when"), cases[i].when) != 0 || strcmp(intent.item, cases[i].item) != 0)
            fail_msg("%s: %s %s %s %s", cases[i].text, intent.service, answer(&intent, "to"), answer(&intent, "when"),
                     intent.item);
    }
    grammar_destroy(grammar);
}

static void what_is_good_anywhere(void **state) {
    static const struct {
        const char *text;
        enum intent_kind kind;
        int number;
    } cases[] = {
        {"救命", INTENT_SOS, 0},    {"确定", INTENT_OK, 0},       {"返回", INTENT_BACK, 0},
        {"下一页", INTENT_NEXT, 0}, {"大一点", INTENT_BIGGER, 0}, {"第三个", INTENT_PLACE, 3},
        {"看电视", INTENT_TV, 0},   {"第九个", INTENT_PLACE, 9},  {"第十个", INTENT_NONE, 0},
    };
    struct room *room = *state;
    struct screen home = home_screen();
    struct grammar *grammar = grammar_of(room, &home);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct intent intent = grammar_meaning(grammar, cases[i].text);
        assert_int_equal(intent.kind, cases[i].kind);
        assert_int_equal(intent.number, cases[i].number);
    }
    grammar_destroy(grammar);
}

/* On a list its choices are said bare, and mean the list's own. */
static void a_list_is_chosen_from(void **state) {
    struct room *room = *state;
    struct screen step = order_flow_first(&room->model, "taxi");
    struct grammar *grammar = grammar_of(room, &step);
    struct intent intent = grammar_meaning(grammar, "真如寺");
    const char *examples[3];
    assert_int_equal(intent.kind, INTENT_CHOICE);
    assert_string_equal(intent.option, "zhenru-temple");
    assert_int_equal(grammar_examples(grammar, examples), 3);
    assert_int_equal(grammar_meaning(grammar, examples[0]).kind, INTENT_CHOICE);
    assert_int_equal(grammar_meaning(grammar, examples[2]).kind, INTENT_ORDER);
    grammar_destroy(grammar);
}

static void rename_taxi(struct json_object *message) {
    struct json_object *services = json_child(json_child(message, "catalog"), "services");
    for (size_t i = 0; i < json_object_array_length(services); i++)
        if (strcmp(json_text(json_object_array_get_idx(services, i), "id", ""), "taxi") == 0)
            json_put_text(json_object_array_get_idx(services, i), "id", "tazi");
}

static void a_renamed_service_changes_nothing(void **state) {
    struct room *room = *state;
    struct screen home = home_screen();
    struct grammar *before = grammar_of(room, &home);
    room->rewrite = rename_taxi;
    room_tell_catalog(room, "assets/catalog.json");
    room->rewrite = NULL;
    struct grammar *after = grammar_of(room, &home);
    assert_int_equal(grammar_count(after), grammar_count(before));
    for (size_t i = 0; i < grammar_count(before); i++)
        assert_string_equal(grammar_phrase(after, i), grammar_phrase(before, i));
    assert_string_equal(grammar_meaning(after, "叫车去医院").service, "tazi");
    grammar_destroy(before);
    grammar_destroy(after);
}

static void it_has_a_size(void **state) {
    struct room *room = *state;
    struct screen home = home_screen();
    struct grammar *grammar = grammar_of(room, &home);
    assert_in_range(grammar_count(grammar), 300, GRAMMAR_PHRASES_MAX - 1); /* nothing was left out */
    assert_in_range(grammar_likely(grammar), 200, 500);
    assert_null(grammar_phrase(grammar, grammar_count(grammar)));
    grammar_destroy(grammar);
}

static void titles_as_one_says_them(void **state) {
    static const struct {
        const char *title, *first, *second;
    } cases[] = {
        {"普陀区中心医院 心内科", "普陀区中心医院心内科", "普陀区中心医院"},
        {"鲜鸡蛋（大盒）", "鲜鸡蛋大盒", "鲜鸡蛋"},
        {"10个鸡蛋", "十个鸡蛋", ""},
        {"25路", "二十五路", ""},
        {"112号", "一一二号", ""},
        {"现在，要人帮忙", "现在要人帮忙", "现在"},
    };
    const char *digits = "零、一、二、三、四、五、六、七、八、九、十";
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sayables words;
        sayables_collect(&words, digits, cases[i].title, NULL);
        assert_string_equal(words.words[0], cases[i].first);
        assert_string_equal(words.count > 1 ? words.words[1] : "", cases[i].second);
    }
}

static int with_the_built_in_catalog(void **state) {
    room_fresh(*state);
    room_tell_catalog(*state, "assets/catalog.json");
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(sentences_fill_slots, with_the_built_in_catalog),
        cmocka_unit_test_setup(what_is_good_anywhere, with_the_built_in_catalog),
        cmocka_unit_test_setup(a_list_is_chosen_from, with_the_built_in_catalog),
        cmocka_unit_test_setup(a_renamed_service_changes_nothing, with_the_built_in_catalog),
        cmocka_unit_test_setup(it_has_a_size, with_the_built_in_catalog),
        cmocka_unit_test(titles_as_one_says_them),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
