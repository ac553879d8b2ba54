/* SPDX-License-Identifier: Apache-2.0 */
/* The card of an order: from what is chosen, from what the box kept, from what only the catalog still knows. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/order_card.h"
#include <setjmp.h>

#include <cmocka.h>

#define REQUEST(service, more)                                                                                         \
    "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"" service                                              \
    "\",\"status\":\"received\",\"created_at_ms\":1795224480000,\"updated_at_ms\":1795224600000" more "}"

/* A shop whose shelf stands in the catalog, one whose list only the hotline has, a clinic and a cab of another
 * operator. */
#define SHOPS                                                                                                             \
    "{\"catalog\":{\"services\":["                                                                                        \
    "{\"id\":\"shop\",\"title\":\"买菜\",\"icon\":\"grocery\",\"steps\":[{\"id\":\"basket\",\"kind\":\"cart\","         \
    "\"title\":\"?\",\"unit\":\"份\",\"options\":[{\"id\":\"a\",\"title\":\"青菜\",\"price\":300,\"pay\":250},{"       \
    "\"id\":\"b\",\"title\":\"番茄\",\"price\":400,\"pay\":400,\"day\":\"2026-11-22\"},{\"id\":\"c\",\"title\":"        \
    "\"土豆\"}]}],\"confirm\":{\"lines\":[{\"label\":\"送到\",\"value\":\"{home}\"},{\"label\":\"合计\",\"value\":" \
    "\"{total}\"},{\"label\":\"付款\",\"value\":\"送到再付\"}]}},"                                                  \
    "{\"id\":\"dinner\",\"title\":\"订餐\",\"steps\":[{\"id\":\"dishes\",\"kind\":\"cart\",\"title\":\"?\","            \
    "\"options_from\":\"hotline\"}]},"                                                                                    \
    "{\"id\":\"clinic\",\"title\":\"挂号\",\"promise_minutes\":10,\"steps\":[{\"id\":\"usual\",\"kind\":\"choose\","    \
    "\"title\":\"?\",\"options\":[{\"id\":\"other\",\"title\":\"别的医院\"}]},{\"id\":\"place\",\"kind\":\"choose\"," \
    "\"title\":\"?\",\"when\":{\"step\":\"usual\",\"option\":\"other\"},\"options\":[{\"id\":\"tongji\",\"title\":"       \
    "\"同济医院\"}]},{\"id\":\"slot\",\"kind\":\"time\",\"title\":\"?\",\"options\":[{\"id\":\"s\",\"title\":"        \
    "\"上午 9:30\",\"day\":\"2026-11-22\"}]}]},"                                                                        \
    "{\"id\":\"cab\",\"title\":\"打车\",\"steps\":[{\"id\":\"to\",\"kind\":\"choose\",\"title\":\"?\",\"options\":["    \
    "{\"id\":\"park\",\"title\":\"公园\"}]},{\"id\":\"go\",\"kind\":\"choose\",\"title\":\"?\",\"options\":[{\"id\":"   \
    "\"now\",\"title\":\"现在\"}]}],\"confirm\":{\"lines\":[{\"label\":\"从\",\"value\":\"{start|home}\",\"role\":"    \
    "\"where\"},{\"label\":\"到\",\"value\":\"{to}\"},{\"label\":\"时间\",\"value\":\"{go}\",\"role\":\"when\"},{"     \
    "\"label\":\"费用\",\"value\":\"按计价器\",\"role\":\"cost\"},{\"label\":\"带上\",\"value\":\"老年卡\"}]}}]}}"

static struct order_card card_of(struct room *room, struct view *view) {
    static struct scene scene;
    scene_reset(&scene, 1280, 720);
    *view = (struct view){.scene = &scene,
                          .text = room->text,
                          .theme = &room->theme,
                          .strings = room->strings,
                          .model = &room->model,
                          .now_ms = room->now_ms,
                          .wall_ms = ROOM_WALL + room->now_ms - ROOM_NOW};
    return order_card_of(view, room->model.requests[0]);
}

static const struct {
    const char *what, *request, *says, *where, *when, *cost;
} cases[] = {
    {"a destination, now, from home", REQUEST("cab", ",\"answers\":{\"to\":\"park\",\"go\":\"now\"}"), "公园", "从家",
     "现在", "按计价器"},
    {"the dishes and pieces, where they go, what is to be paid",
     REQUEST("shop", ",\"items\":[{\"id\":\"a\",\"quantity\":2},{\"id\":\"c\",\"quantity\":1}]"), "青菜 2份、土豆 1份",
     "送到家", "", "5元"},
    {"their day", REQUEST("shop", ",\"items\":[{\"id\":\"b\",\"quantity\":1}]"), "番茄 1份", "送到家",
     "明天 11月22日 星期日", "4元"},
    {"how many, when their names are not known",
     REQUEST("dinner", ",\"items\":[{\"id\":\"x\",\"quantity\":2},{\"id\":\"y\",\"quantity\":1}]"), "2 样", "", "", ""},
    {"what was chosen in the end, and the day and hour",
     REQUEST("clinic", ",\"answers\":{\"usual\":\"other\",\"place\":\"tongji\",\"slot\":\"s\"}"), "同济医院", "",
     "明天 11月22日 星期日 上午 9:30", ""},
    {"nothing of what the catalog does not have", REQUEST("laundry", ",\"answers\":{\"a\":\"b\"}"), "", "", "", ""},
    {"nothing of an answer that is none", REQUEST("cab", ",\"answers\":{\"to\":\"moon\",\"nowhere\":\"x\"}"), "",
     "从家", "", "按计价器"},
    {"what was kept, and not what the catalog says now",
     REQUEST("cab", ",\"answers\":{\"to\":\"park\"},\"words\":{\"what\":\"老公园\",\"day\":\"2026-11-21\",\"when\":"
                    "\"下午 2:00\",\"where\":\"从女儿家\",\"cost\":\"20元\"}"),
     "老公园", "从女儿家", "今天 11月21日 星期六 下午 2:00", "20元"},
    {"a day that is over by its date",
     REQUEST("laundry", ",\"words\":{\"what\":\"大衣\",\"day\":\"2026-11-19\",\"when\":\"上午\"}"), "大衣", "",
     "11月19日 星期四 上午", ""},
    {"a day that is none as it is", REQUEST("laundry", ",\"words\":{\"what\":\"大衣\",\"day\":\"soon\"}"), "大衣", "",
     "soon", ""},
};

static void it_says_what_where_when_and_how_much(void **state) {
    struct room *room = *state;
    room_fresh(room);
    room_tell(room, IPC_CATALOG, SHOPS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct view view;
        room_requests(room, cases[i].request, 0);
        struct order_card card = card_of(room, &view);
        if (strcmp(card.what, cases[i].says) != 0 || strcmp(card.where, cases[i].where) != 0 ||
            strcmp(card.when, cases[i].when) != 0 || strcmp(card.cost, cases[i].cost) != 0)
            fail_msg("%s: \"%s\" \"%s\" \"%s\" \"%s\"", cases[i].what, card.what, card.where, card.when, card.cost);
    }
}

/* More than there is room for: whole names, and how many there are. */
static void many_things_are_named_as_far_as_there_is_room(void **state) {
    struct room *room = *state;
    char options[6000] = "", items[6000] = "", json[16000];
    for (int i = 0; i < 40; i++) {
        sprintf(options + strlen(options), "%s{\"id\":\"i%d\",\"title\":\"新鲜的大白菜第%d种\"}", i ? "," : "", i, i);
        sprintf(items + strlen(items), "%s{\"id\":\"i%d\",\"quantity\":3}", i ? "," : "", i);
    }
    snprintf(json, sizeof json,
             "{\"catalog\":{\"services\":[{\"id\":\"shop\",\"title\":\"买菜\",\"steps\":[{\"id\":\"basket\",\"kind\":"
             "\"cart\",\"title\":\"?\",\"unit\":\"份\",\"options\":[%s]}]}]}}",
             options);
    room_fresh(room);
    room_tell(room, IPC_CATALOG, json);
    snprintf(json, sizeof json, REQUEST("shop", ",\"items\":[%s]"), items);
    room_requests(room, json, 0);
    struct view view;
    struct order_card card = card_of(room, &view);
    assert_true(strncmp(card.what, "新鲜的大白菜第0种 3份、新鲜的大白菜第1种 3份", 50) == 0);
    const char *end = strstr(card.what, "份 等 40 样");
    assert_non_null(end);
    assert_string_equal(end, "份 等 40 样");
    assert_true(strlen(card.what) < sizeof(struct request_words){0}.what);
}

static const struct {
    const char *more, *next;
    int64_t later_ms;
} nexts[] = {
    {",\"status\":\"received\"", "9:40 前给您回话", 0},
    {",\"status\":\"received\"", "热线暂时没有回话", 600000},
    {",\"status\":\"saved\"", "", 0},
    {",\"status\":\"accepted\",\"eta_minutes\":5", "大约 9:35 到", 0},
    {",\"status\":\"on_the_way\",\"eta_minutes\":2", "就要到了", 0},
    {",\"status\":\"arrived\",\"eta_minutes\":0", "", 0},
    {",\"status\":\"accepted\",\"eta_minutes\":5,\"cancel_asked\":true", "", 0},
    {",\"status\":\"done\",\"eta_minutes\":5", "", 0},
    {",\"status\":\"rejected\"", "", 0},
};

/* By the clock: "in ten minutes" would be wrong a minute later, and would be taken for the taxi's. */
static void what_comes_next_has_its_time(void **state) {
    struct room *room = *state;
    for (size_t i = 0; i < sizeof nexts / sizeof nexts[0]; i++) {
        char json[600];
        struct view view;
        room_fresh(room);
        room_tell(room, IPC_CATALOG, SHOPS);
        room->now_ms += nexts[i].later_ms;
        snprintf(json, sizeof json,
                 "{\"id\":\"" ROOM_ID "\",\"kind\":\"service\",\"service\":\"clinic\",\"created_at_ms\":1795224480000,"
                 "\"updated_at_ms\":1795224600000%s}",
                 nexts[i].more);
        room_requests(room, json, 0);
        if (strcmp(card_of(room, &view).next, nexts[i].next) != 0)
            fail_msg("%s: \"%s\"", nexts[i].more, card_of(room, &view).next);
    }
}

static struct json_object *submitted_words(const struct room *room) {
    for (size_t i = room->sent_count; i-- > 0;)
        if (room->sent[i].type == IPC_SUBMIT)
            return json_child(room->sent[i].message, "words");
    return NULL;
}

/* What left the confirm screen comes back after a restart, when the hotline's list is not known any more. */
static void what_left_the_confirm_screen_is_known_after_a_restart(void **state) {
    static void (*const at[])(struct room * room) = {at_order_slot, at_order_dishes};
    static const char *const services[] = {"clinic", "canteen"};
    static const char *const lines[] = {"同济医院，明天 上午 9:30", "红烧肉套餐 1份、清蒸鲈鱼套餐 2份"};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
        char json[2000];
        struct view view;
        room_fresh(room);
        at[i](room);
        room_look(room);
        room->now_ms += 3000;
        room_press(room, ACTION_OK, ACTION_NONE);
        struct json_object *words = submitted_words(room);
        assert_non_null(words);
        snprintf(json, sizeof json, REQUEST("%s", ",\"answers\":{\"gone\":\"x\"},\"words\":%s"), services[i],
                 json_object_to_json_string(words));
        room_fresh(room);
        order_catalog(room);
        room_requests(room, json, 0);
        struct order_card card = card_of(room, &view);
        assert_string_equal(order_card_line(&view, &card), lines[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_says_what_where_when_and_how_much),
                                       cmocka_unit_test(many_things_are_named_as_far_as_there_is_room),
                                       cmocka_unit_test(what_comes_next_has_its_time),
                                       cmocka_unit_test(what_left_the_confirm_screen_is_known_after_a_restart)};
    return cmocka_run_group_tests(tests, open_room, close_room);
}
