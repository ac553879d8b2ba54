/* SPDX-License-Identifier: Apache-2.0 */
/* Putting an order together: carts, days and slots, what the hotline has to be asked, and what is sent in the end. */
#include "tests/unit/ui/fixture.h"
#include "ui/order/order_flow.h"
#include <setjmp.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

/* The newest message of TYPE, NULL = none. */
static struct json_object *sent(const struct room *room, enum ipc_type type) {
    for (size_t i = room->sent_count; i-- > 0;)
        if (room->sent[i].type == type)
            return room->sent[i].message;
    return NULL;
}

static size_t count_sent(const struct room *room, enum ipc_type type) {
    size_t count = 0;
    for (size_t i = 0; i < room->sent_count; i++)
        count += room->sent[i].type == type;
    return count;
}

static int64_t quantity(struct json_object *message, const char *item) {
    struct json_object *items = json_child(message, "items");
    for (size_t i = 0; items && i < json_object_array_length(items); i++)
        if (strcmp(json_text(json_object_array_get_idx(items, i), "id", ""), item) == 0)
            return json_integer(json_object_array_get_idx(items, i), "quantity", 0);
    return 0;
}

static const char *answer(struct json_object *message, const char *step) {
    return json_text(json_child(message, "answers"), step, "");
}

static void checkout(struct room *room) {
    for (int i = 0; i < 8 && strcmp(room_look(room)->focus, "checkout") != 0; i++)
        room_press(room, strcmp(room_look(room)->focus, "page-next") == 0 ? ACTION_LEFT : ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "checkout");
    room_press(room, ACTION_OK, ACTION_NONE);
}

/* --- carts */

static void ok_and_right_take_one_more_left_one_less(void **state) {
    struct room *room = *state;
    at_dishes(room);
    assert_string_equal(room_look(room)->screen, "cart");
    assert_string_equal(room_look(room)->focus, "pork");
    room_press(room, ACTION_OK, ACTION_RIGHT, ACTION_LEFT, ACTION_NONE);
    assert_string_equal(words_of(room_look(room), "pork.quantity"), "◀ 1 份 ▶");
    room_press(room, ACTION_LEFT, ACTION_LEFT, ACTION_NONE); /* never below none */
    assert_string_equal(words_of(room_look(room), "pork.quantity"), "◀ 0 份 ▶");
    assert_string_equal(room_look(room)->focus, "pork");
}

static void a_hand_that_trembles_stays_within_the_most(void **state) {
    struct room *room = *state;
    at_dishes(room);
    for (int i = 0; i < 20; i++)
        room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(words_of(room_look(room), "pork.quantity"), "◀ 3 份 ▶");
    assert_string_equal(room_look(room)->screen, "cart");
    assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
}

static void a_digit_takes_one_of_its_row(void **state) {
    struct room *room = *state;
    at_dishes(room);
    room_press(room, ACTION_DIGIT_2, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "fish");
    assert_string_equal(words_of(room_look(room), "fish.quantity"), "◀ 2 份 ▶");
}

static void what_is_sold_out_says_so_and_cannot_be_taken(void **state) {
    struct room *room = *state;
    at_dishes_sold_out(room);
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE);
    assert_string_equal(words_of(room_look(room), "noodles.quantity"), "已售完");
    assert_non_null(strstr(room_look(room)->say, "已售完"));
    assert_true(says(room_look(room), "还没有选"));
    assert_int_equal(count_sent(room, IPC_DRAFT), 0);
}

static void the_total_is_after_the_subsidy_and_limits_are_said(void **state) {
    struct room *room = *state;
    at_dishes_chosen(room);
    const struct scene *scene = room_look(room);
    assert_true(says(scene, "去核对 3 份 补贴后 40元"));
    assert_string_equal(words_of(scene, "pork.pay"), "12元");
    assert_string_equal(words_of(scene, "pork.price"), "18元");
    assert_true(says(scene, "10:30 前可订 · 满 10元 起送"));
    room->now_ms += 3600000;                      /* 10:32 */
    assert_false(says(room_look(room), "10:30")); /* what can still be had is another day's */
}

static void below_the_minimum_nothing_goes_on(void **state) {
    struct room *room = *state;
    at_dishes_short(room);
    assert_true(says(room_look(room), "还差 8元"));
    checkout(room);
    assert_string_equal(room_look(room)->screen, "cart");
}

static void the_confirm_screen_names_items_prices_and_total(void **state) {
    struct room *room = *state;
    at_order_dishes(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->screen, "confirm");
    assert_true(says(scene, "红烧肉套餐 1份 12元"));
    assert_true(says(scene, "清蒸鲈鱼套餐 2份 28元"));
    assert_true(says(scene, "补贴后 40元"));
    assert_true(says(scene, "58元"));
    room_press(room, ACTION_OK, ACTION_NONE);
    struct json_object *submit = sent(room, IPC_SUBMIT);
    assert_int_equal(quantity(submit, "pork"), 1);
    assert_int_equal(quantity(submit, "fish"), 2);
}

static void a_dish_that_sells_out_meanwhile_is_not_ordered(void **state) {
    struct room *room = *state;
    at_order_dishes(room);
    room_look(room);
    room->now_ms += 31000;
    order_told(room, 0, "{\"id\":\"pork\",\"title\":\"红烧肉套餐\",\"price\":1800,\"pay\":1200}");
    assert_true(says(room_look(room), "12元"));
    assert_false(says(room_look(room), "清蒸鲈鱼套餐"));
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(quantity(sent(room, IPC_SUBMIT), "fish"), 0);
    assert_int_equal(quantity(sent(room, IPC_SUBMIT), "pork"), 1);
}

static void each_change_is_kept_as_a_draft(void **state) {
    struct room *room = *state;
    at_dishes(room);
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE);
    assert_int_equal(count_sent(room, IPC_DRAFT), 2);
    assert_int_equal(quantity(sent(room, IPC_DRAFT), "pork"), 2);
    assert_string_equal(json_text(sent(room, IPC_DRAFT), "service", ""), "canteen");
    room_press(room, ACTION_BACK, ACTION_DIGIT_2, ACTION_NONE); /* left, and come back */
    order_told(room, 0, ORDER_DISHES);
    assert_string_equal(words_of(room_look(room), "pork.quantity"), "2 份");
    assert_string_equal(room_look(room)->focus, "checkout");
    room_press(room, ACTION_PERSON, ACTION_BACK, ACTION_NONE);
    assert_true(says(room_look(room), "去核对 2 份"));
}

static void a_draft_of_another_life_stands_there_again(void **state) {
    struct room *room = *state;
    at_order_market(room);
    assert_string_equal(room_look(room)->screen, "confirm");
    for (int page = 0; page < 30 && count_sent(room, IPC_SUBMIT) == 0; page++) /* all sixty are read */
        room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(json_object_array_length(json_child(sent(room, IPC_SUBMIT), "items")), REQUEST_ITEMS_MAX);
    room_tell(room, IPC_DRAFTS, "{\"drafts\":[]}"); /* ordered */
    room_press(room, ACTION_SERVICE, ACTION_DIGIT_3, ACTION_NONE);
    assert_true(says(room_look(room), "还没有选"));
}

static void no_more_kinds_than_a_request_can_hold(void **state) {
    struct room *room = *state;
    at_order_market(room);
    room_press(room, ACTION_BACK, ACTION_DIGIT_3, ACTION_OK, ACTION_RIGHT, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "i100");
    assert_string_equal(words_of(room_look(room), "i100.quantity"), "◀ 0 份 ▶"); /* the sixty-first is not taken */
    assert_int_equal(count_sent(room, IPC_DRAFT), 0);
    room_press(room, ACTION_BACK, ACTION_DIGIT_1, ACTION_LEFT, ACTION_NONE); /* while the sixty can still change */
    assert_int_equal(quantity(sent(room, IPC_DRAFT), "i0"), 98);
}

static void groups_come_first_and_back_leads_to_them(void **state) {
    struct room *room = *state;
    at_market_group(room);
    assert_string_equal(room_look(room)->title, "第2类的菜");
    assert_string_equal(room_look(room)->focus, "i50");
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "g1");
    assert_true(says(room_look(room), "已选 1 份"));
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "home");
}

static void every_one_of_400_items_can_be_reached_in_few_keys(void **state) {
    struct room *room = *state;
    bool seen[400] = {false};
    at_market(room);
    int keys = 0;
    for (int group = 0; group < 8; group++) {
        room_press(room, ACTION_SERVICE, ACTION_DIGIT_3, ACTION_NONE);
        for (int i = 0; i < group; i++)
            room_press(room, ACTION_DOWN, ACTION_NONE);
        room_press(room, ACTION_OK, ACTION_NONE);
        for (int page = 0; page < 50; page++) {
            const struct scene *scene = room_look(room);
            for (size_t i = 0; i < scene->item_count; i++)
                if (scene->items[i].focusable && scene->items[i].id[0] == 'i')
                    seen[atoi(scene->items[i].id + 1)] = true;
            for (int i = 0; i < 6 && strcmp(room_look(room)->focus, "page-next") != 0; i++, keys++)
                room_press(room, ACTION_DOWN, ACTION_NONE);
            if (!focus_find(room_look(room), "page-next"))
                break;
            room_press(room, ACTION_OK, ACTION_NONE);
            keys++;
        }
    }
    for (int i = 0; i < 400; i++)
        if (!seen[i])
            fail_msg("item %d was on no page", i);
    assert_in_range(keys, 1, 400 * 2);
}

/* The rows of the page; TALLEST and LOWEST of their heights. */
static size_t rows_of(const struct scene *scene, struct rect *rows, int *tallest, int *lowest) {
    size_t count = 0;
    *tallest = 0;
    *lowest = 1 << 20;
    for (size_t i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (!item->focusable || item->id[0] != 'i')
            continue;
        *tallest = item->box.h > *tallest ? item->box.h : *tallest;
        *lowest = item->box.h < *lowest ? item->box.h : *lowest;
        rows[count++] = item->box;
    }
    return count;
}

static bool turn_over(struct room *room, const char *button) {
    for (int i = 0; i < 12 && strcmp(room_look(room)->focus, button) != 0; i++) {
        const char *focus = room_look(room)->focus;
        bool bar = strcmp(focus, "checkout") == 0 || strcmp(focus, "page-before") == 0;
        room_press(room, strcmp(focus, "page-next") == 0 ? ACTION_LEFT : bar ? ACTION_RIGHT : ACTION_DOWN, ACTION_NONE);
    }
    bool there = strcmp(room_look(room)->focus, button) == 0;
    if (there)
        room_press(room, ACTION_OK, ACTION_NONE);
    return there;
}

/* One of forty characters takes its lines; the others on its page are as low as on any, and none moves with the focus.
 */
static void a_long_name_makes_its_own_row_tall_and_no_other(void **state) {
    struct room *room = *state;
    struct rect before[8], now[8];
    char firsts[50][SCENE_ID_SIZE];
    int tallest, lowest, usual = 0, pages = 0;
    size_t most = 0;
    bool tall = false;
    at_market_group(room);
    do {
        size_t rows = rows_of(room_look(room), before, &tallest, &lowest);
        most = rows > most ? rows : most;
        usual = usual ? usual : lowest;
        tall = tall || tallest > 2 * usual;
        assert_int_equal(lowest, rows > 1 || lowest < 2 * usual ? usual : lowest);
        while (strncmp(room_look(room)->focus, "page", 4) != 0 && strcmp(room_look(room)->focus, "checkout") != 0) {
            assert_int_equal(rows_of(room_look(room), now, &tallest, &lowest), rows);
            assert_memory_equal(now, before, rows * sizeof now[0]);
            room_press(room, ACTION_DOWN, ACTION_NONE);
        }
        snprintf(firsts[pages++], SCENE_ID_SIZE, "%s", focus_at(room_look(room), 0)->id);
    } while (turn_over(room, "page-next") && pages < 50);
    assert_true(tall);
    assert_in_range(most, 4, 6); /* two, while the long name set the height of all */
    while (pages-- > 1) {
        assert_string_equal(focus_at(room_look(room), 0)->id, firsts[pages]);
        turn_over(room, "page-before");
    }
    assert_string_equal(focus_at(room_look(room), 0)->id, firsts[0]);
}

/* Where all of it would have to be small: the money first, then line by line; nothing gets lost between two pages. */
static void a_long_order_is_read_page_by_page_and_the_money_comes_first(void **state) {
    struct room *room = *state;
    char read[6000] = "";
    int pages = 0;
    room_furnish(room, 1280, 720, 1.75, false, "en");
    at_order_market(room);
    assert_non_null(strstr(words_of(room_look(room), "line.1"), "¥27027"));
    for (; pages < 60; pages++) {
        const struct scene *scene = room_look(room);
        for (size_t i = 0; i < scene->item_count; i++)
            if (strncmp(scene->items[i].id, "line.", 5) == 0)
                snprintf(read + strlen(read), sizeof read - strlen(read), "%s\n", scene->items[i].words);
        const char *page = words_of(scene, "page");
        assert_non_null(page);
        if (strstr(page, "▲") && !strstr(page, "▼"))
            break;
        room_press(room, ACTION_DOWN, ACTION_NONE);
    }
    assert_in_range(pages, 2, 40);
    assert_string_equal(room_look(room)->focus, "confirm");
    for (int i = 1; i <= REQUEST_ITEMS_MAX; i++) {
        char item[80];
        snprintf(item, sizeof item, "%s%d 99份 ", i % 7 == 4 ? "六" : "青", i);
        if (!strstr(read, item))
            fail_msg("%s is on no page: %s", item, read);
    }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

static void the_same_as_last_time_takes_one_press(void **state) {
    struct room *room = *state;
    at_market_again(room);
    assert_string_equal(room_look(room)->focus, "again");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(quantity(sent(room, IPC_SUBMIT), "i1"), 2);
    assert_int_equal(quantity(sent(room, IPC_SUBMIT), "i60"), 1);
    assert_int_equal(json_object_array_length(json_child(sent(room, IPC_SUBMIT), "items")), 2); /* one has gone */
}

/* --- days and slots */

static void the_earliest_slot_takes_one_press(void **state) {
    struct room *room = *state;
    at_slots_days(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->focus, "s1");
    assert_true(says(scene, "明天 上午 9:30"));
    assert_true(says(scene, "明天 11月22日 星期日"));
    room_press(room, ACTION_OK, ACTION_OK, ACTION_OK, ACTION_NONE); /* nothing to say */
    struct json_object *submit = sent(room, IPC_SUBMIT);
    assert_string_equal(answer(submit, "place"), "tongji");
    assert_string_equal(answer(submit, "slot"), "s1");
    assert_string_equal(answer(submit, "word"), ""); /* passed over is not sent */
}

static void a_day_opens_its_slots_and_back_closes_them(void **state) {
    struct room *room = *state;
    at_slots_day(room);
    assert_string_equal(room_look(room)->title, "明天 11月22日 星期日");
    assert_int_equal(focus_count(room_look(room)), 2); /* what is taken is not there */
    assert_null(focus_find(room_look(room), "taken"));
    room_press(room, ACTION_BACK, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "2026-11-22");
}

static void the_hotline_is_asked_with_the_answers_before(void **state) {
    struct room *room = *state;
    order_catalog(room);
    room_press(room, ACTION_DIGIT_1, ACTION_DIGIT_2, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "doctor");
    struct json_object *question = sent(room, IPC_QUESTION);
    assert_string_equal(json_text(question, "step", ""), "doctor");
    assert_string_equal(answer(question, "place"), "liqun");
    order_told(room, 0, "{\"id\":\"d1\",\"title\":\"周佩珍\"}");
    room_press(room, ACTION_OK, ACTION_NONE);
    room_look(room);
    question = sent(room, IPC_QUESTION);
    assert_string_equal(json_text(question, "step", ""), "slot");
    assert_string_equal(answer(question, "doctor"), "d1");
}

static void a_step_with_a_condition_is_asked_only_then(void **state) {
    struct room *room = *state;
    at_slots_days(room); /* tongji: no doctor to choose */
    assert_string_equal(room_look(room)->step, "slot");
    assert_false(says(room_look(room), "医生"));
}

static void what_cannot_be_chosen_bumps(void **state) {
    struct room *room = *state;
    order_catalog(room);
    room_press(room, ACTION_DIGIT_1, ACTION_DIGIT_3, ACTION_NONE);
    assert_string_equal(room_look(room)->step, "place");
    assert_true(says(room_look(room), "已满"));
}

static void a_slow_hotline_is_busy_then_in_words_then_tried_again(void **state) {
    struct room *room = *state;
    at_slots_asked(room);
    assert_string_equal(room_look(room)->focus, "back"); /* never blank, never without a way out */
    assert_int_equal(room->redraw_at_ms - room->now_ms, 1000);
    room->now_ms += 1000;
    assert_true(says(room_look(room), "正在问热线"));
    room->now_ms += 2000;
    assert_true(says(room_look(room), "62229090"));
    assert_non_null(focus_find(room_look(room), "person"));
    assert_null(focus_find(room_look(room), "retry"));
    room->now_ms += 7000;
    assert_non_null(focus_find(room_look(room), "retry"));
    order_seen(room);
    size_t before = count_sent(room, IPC_QUESTION);
    room_press(room, ACTION_LEFT, ACTION_LEFT, ACTION_OK, ACTION_NONE);
    assert_int_equal(count_sent(room, IPC_QUESTION), before + 1);
    order_told(room, 0, ORDER_SLOTS);
    assert_string_equal(room_look(room)->focus, "s1");
}

static void without_a_line_what_is_known_is_shown_with_its_age(void **state) {
    struct room *room = *state;
    at_slots_old(room);
    assert_true(says(room_look(room), "20 分钟前"));
    assert_non_null(focus_find(room_look(room), "s1"));
    room_fresh(room);
    at_slots_offline(room);
    assert_true(says(room_look(room), "62229090"));
    assert_non_null(focus_find(room_look(room), "person"));
}

static void a_list_on_screen_is_asked_again_and_keeps_the_focus(void **state) {
    struct room *room = *state;
    at_slots_days(room);
    room_press(room, ACTION_DOWN, ACTION_DOWN, ACTION_NONE);
    size_t before = count_sent(room, IPC_QUESTION);
    room->now_ms += 31000;
    room_look(room);
    assert_int_equal(count_sent(room, IPC_QUESTION), before + 1);
    order_told(room, 0, ORDER_SLOTS);
    assert_string_equal(room_look(room)->focus, "2026-11-23");
}

static void a_slot_lost_before_ok_leads_back_with_a_word(void **state) {
    struct room *room = *state;
    at_slots_gone(room);
    const struct scene *scene = room_look(room);
    assert_string_equal(scene->step, "slot");
    assert_true(says(scene, "刚才选的已经没有了"));
    assert_string_equal(scene->focus, "s3"); /* the next one */
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE);
    assert_string_equal(answer(sent(room, IPC_SUBMIT), "slot"), "s3");
    assert_string_equal(answer(sent(room, IPC_SUBMIT), "place"), "tongji");
}

/* --- a catalog that changes while the senior reads the confirm screen */

#define ORDER_TAXI_WITHOUT_TONGJI                                                                                      \
    "{\"catalog\":{\"services\":[{\"id\":\"taxi\",\"title\":\"叫车\",\"steps\":[{\"id\":\"to\",\"kind\":\"choose\"," \
    "\"title\":\"去哪里?\",\"options\":[{\"id\":\"west-station\",\"title\":\"上海西站\"}]},{\"id\":\"when\","   \
    "\"kind\":\"choose\",\"title\":\"什么时候?\",\"options\":[{\"id\":\"now\",\"title\":\"现在\"}]}]}]}}"
#define ORDER_NO_SERVICES "{\"catalog\":{\"services\":[]}}"

/* Not a word, and it would look as if nothing had ever been in it. */
static void a_cart_that_sold_out_before_ok_is_said_to_be_gone(void **state) {
    struct room *room = *state;
    at_dishes_lost(room);
    assert_string_equal(room_look(room)->screen, "cart");
    assert_true(says(room_look(room), "刚才选的"));
    room_press(room, ACTION_OK, ACTION_NONE); /* it has nothing to go on with */
    assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
    while (strcmp(room_look(room)->focus, "rice") != 0)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    room_press(room, ACTION_RIGHT, ACTION_NONE);
    assert_false(says(room_look(room), "刚才选的"));
}

/* The key was on its way when the dearer sheet came. */
static void another_price_is_read_before_it_is_agreed_to(void **state) {
    struct room *room = *state;
    at_order_dishes(room);
    room->now_ms += STEP_OPTIONS_CACHE_AGAIN_MS;
    order_told(room, 0,
               "{\"id\":\"pork\",\"title\":\"红烧肉套餐\",\"price\":1900,\"pay\":1300},{\"id\":\"fish\",\"title\":"
               "\"清蒸鲈鱼套餐\",\"price\":2000,\"pay\":1400}");
    room_hit(room, ACTION_OK); /* it came 400 ms ago */
    room->now_ms += 1200 - 400 - 1;
    room_hit(room, ACTION_OK);
    assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
    room->now_ms += 1;
    room_hit(room, ACTION_OK);
    assert_int_equal(count_sent(room, IPC_SUBMIT), 1);
}

/* The last look at KINDS vegetables. */
static void look_at_vegetables(struct room *room, int kinds) {
    char json[8000] = "{\"drafts\":[{\"service\":\"market\",\"items\":[", *end = json + strlen(json);
    order_catalog(room);
    for (int i = 0; i < kinds; i++)
        end += sprintf(end, "%s{\"id\":\"i%d\",\"quantity\":2}", i ? "," : "", i);
    strcpy(end, "]}]}");
    room_tell(room, IPC_DRAFTS, json);
    room_press(room, ACTION_DIGIT_3, ACTION_OK, ACTION_NONE);
    assert_string_equal(room_look(room)->screen, "confirm");
}

static const char *item_title(const struct room *room, int item) {
    const struct service *market = service_catalog_find(room->model.catalog, "market");
    size_t at = 0;
    const struct service_step *cart = order_flow_cart(market, &at);
    return cart->options[item].title;
}

static void six_vegetables_stand_on_one_page(void **state) {
    static const double scales[] = {1.0, 1.25};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        room_furnish(room, 1280, 720, scales[i], false, "zh-CN");
        look_at_vegetables(room, 6);
        const struct scene *scene = room_look(room);
        assert_string_equal(scene->focus, "confirm");
        for (int item = 0; item < 6; item++)
            assert_true(says(scene, scene_keepf((struct scene *)scene, "%s 2", item_title(room, item))));
    }
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* What is ordered is all on the screen before OK can order it. */
static void what_takes_pages_is_read_to_its_end_first(void **state) {
    struct room *room = *state;
    int pages;
    room_furnish(room, 1280, 720, 1.75, false, "zh-CN");
    look_at_vegetables(room, 14);
    assert_string_equal(room_look(room)->focus, "next");
    for (pages = 0; strcmp(room_look(room)->focus, "next") == 0; pages++) {
        assert_true(pages < 20);
        assert_null(scene_find(room_look(room), "confirm"));
        room_hit(room, ACTION_OK); /* nor is a page turned before it could be read */
        room_press(room, ACTION_OK, ACTION_NONE);
        assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
    }
    assert_true(pages > 0);
    assert_string_equal(room_look(room)->focus, "confirm");
    room_hit(room, ACTION_OK); /* the last page has just come */
    assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(count_sent(room, IPC_SUBMIT), 1);
    room_furnish(room, 1280, 720, 1.25, false, "zh-CN");
}

/* "Not wanted" says what becomes of the basket, and does that. */
static void what_is_not_wanted_is_kept_or_emptied_as_said(void **state) {
    struct room *room = *state;
    for (int empties = 0; empties < 2; empties++) {
        room_fresh(room);
        at_order_dishes(room);
        const char *service = room_look(room)->service;
        char name[REQUEST_NAME_SIZE];
        snprintf(name, sizeof name, "%s", service);
        assert_non_null(model_draft(&room->model, name));
        room_press(room, ACTION_RIGHT, ACTION_OK, ACTION_NONE);
        const struct scene *scene = room_look(room);
        assert_string_equal(scene->screen, "message");
        assert_string_equal(scene->focus, "keep");
        if (empties)
            room_press(room, ACTION_RIGHT, ACTION_NONE);
        room_press(room, ACTION_OK, ACTION_NONE);
        assert_string_equal(room_look(room)->screen, "home");
        assert_true(!model_draft(&room->model, name) == (empties == 1));
        assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
    }
    struct json_object *sent = room->sent[room->sent_count - 1].message;
    assert_int_equal(room->sent[room->sent_count - 1].type, IPC_DRAFT);
    assert_int_equal(json_object_array_length(json_child(sent, "items")), 0);
}

static void a_service_that_has_gone_is_not_ordered(void **state) {
    struct room *room = *state;
    at_confirm(room);
    assert_string_equal(room_look(room)->screen, "confirm");
    room_tell(room, IPC_CATALOG, ORDER_NO_SERVICES);
    assert_string_equal(room_look(room)->screen, "step");
    room_hit(room, ACTION_OK); /* it was meant for the table */
    assert_string_equal(room_look(room)->screen, "step");
    order_seen(room);
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE); /* back, a page each */
    assert_string_equal(room_look(room)->screen, "home");
    assert_int_equal(count_sent(room, IPC_SUBMIT), 0);
}

static void a_choice_that_has_gone_is_asked_for_again(void **state) {
    struct room *room = *state;
    at_confirm(room); /* to tongji */
    room_tell(room, IPC_CATALOG, ORDER_TAXI_WITHOUT_TONGJI);
    assert_string_equal(room_look(room)->step, "to");
    assert_true(says(room_look(room), "刚才选的"));
    room_press(room, ACTION_OK, ACTION_OK, ACTION_NONE);
    assert_string_equal(answer(sent(room, IPC_SUBMIT), "to"), "west-station");
    assert_string_equal(answer(sent(room, IPC_SUBMIT), "when"), "now");
}

/* The box is silent; the second OK would send what the first one did not. */
static void what_has_gone_while_an_answer_was_waited_for_is_not_sent_again(void **state) {
    struct room *room = *state;
    at_confirm(room);
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(count_sent(room, IPC_SUBMIT), 1);
    room_tell(room, IPC_CATALOG, ORDER_NO_SERVICES);
    room_look(room);
    room->now_ms += 11000;
    room_press(room, ACTION_OK, ACTION_NONE);
    assert_int_equal(count_sent(room, IPC_SUBMIT), 1);
    assert_string_equal(room_look(room)->screen, "step"); /* which says that it has gone */
}

/* --- answers given before */

static struct screen open_with(struct room *room, const char *const pairs[][2], size_t count) {
    struct request_answer answers[4] = {{"", ""}};
    for (size_t i = 0; i < count; i++) {
        snprintf(answers[i].step, REQUEST_NAME_SIZE, "%s", pairs[i][0]);
        snprintf(answers[i].option, REQUEST_NAME_SIZE, "%s", pairs[i][1]);
    }
    return order_flow_open_with(&room->model, "clinic", answers, count);
}

static void valid_answers_skip_their_steps_and_others_do_not(void **state) {
    struct room *room = *state;
    order_catalog(room);
    static const struct {
        const char *pairs[2][2];
        size_t count, step;
    } cases[] = {
        {{{"place", "tongji"}}, 1, 2},                   /* on to the slots */
        {{{"place", "liqun"}}, 1, 1},                    /* there the doctor is asked first */
        {{{"place", "liqun"}, {"doctor", "d1"}}, 2, 2},  /* taken on trust till the list is here */
        {{{"place", "nowhere"}}, 1, 0},                  /* not in the catalog */
        {{{"place", "closed"}}, 1, 0},                   /* cannot be had */
        {{{"place", "tongji"}, {"slot", "old"}}, 2, 2},  /* last week's slot */
        {{{"place", "tongji"}, {"doctor", "d1"}}, 2, 2}, /* not asked there: no part of it */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct screen screen = open_with(room, cases[i].pairs, cases[i].count);
        if (screen.kind != SCREEN_STEP || screen.step.index != cases[i].step)
            fail_msg("case %zu: step %zu", i, screen.step.index);
    }
}

/* What is for today and what is for tomorrow are two orders: neither the cook nor the senior is to sort them. */
static void one_order_is_for_one_day(void **state) {
    struct room *room = *state;
    at_dishes_other_day(room);
    assert_true(says(room_look(room), "篮子里是今天的。先去核对，再订明天的。"));
    static const enum action adds[] = {ACTION_OK, ACTION_RIGHT, ACTION_DIGIT_1, ACTION_DIGIT_2};
    for (size_t i = 0; i < sizeof adds / sizeof adds[0]; i++)
        room_press(room, adds[i], ACTION_NONE);
    assert_true(says(room_look(room), "去核对 1 份"));
    room_press(room, ACTION_BACK, ACTION_DIGIT_1, ACTION_LEFT, ACTION_BACK, ACTION_DIGIT_2, ACTION_OK, ACTION_NONE);
    assert_false(says(room_look(room), "篮子里是"));
    assert_true(says(room_look(room), "1 份"));
}

static void the_confirm_screen_names_the_day_of_the_dishes(void **state) {
    struct room *room = *state;
    at_order_day(room);
    assert_string_equal(room_look(room)->screen, "confirm");
    assert_true(says(room_look(room), "明天 11月22日 星期日"));
    at_order_dishes(room); /* a canteen that does not tell */
    assert_false(says(room_look(room), "哪一天"));
}

/* Half past two: today's lunch is over, and what can be had is tomorrow's. */
static void the_time_limit_is_that_of_the_day(void **state) {
    static const struct {
        int later_minutes, group;
        const char *says, *not ;
    } cases[] = {{0, ACTION_DIGIT_1, "10:30 前可订", "明天"},
                 {0, ACTION_DIGIT_2, "明天 10:30 前可订", "截止"},
                 {300, ACTION_DIGIT_1, "10:30 已截止", "前可订"},
                 {300, ACTION_DIGIT_2, "明天 10:30 前可订", "截止"}};
    struct room *room = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        room_fresh(room);
        at_dishes_days(room);
        room->now_ms += cases[i].later_minutes * INT64_C(60000);
        order_told(room, 0, ORDER_TWO_DAYS);
        room_press(room, (enum action)cases[i].group, ACTION_NONE);
        assert_true(says(room_look(room), cases[i].says));
        assert_false(says(room_look(room), cases[i].not ));
    }
    room_fresh(room);
    at_dishes(room);
    room->now_ms += INT64_C(300) * 60000;
    order_told(room, 0, ORDER_DISHES); /* of a day that nobody told: what can be had is not said to be over */
    assert_false(says(room_look(room), "已截止"));
}

static void who_has_chosen_goes_on_to_the_check(void **state) {
    struct room *room = *state;
    at_dishes_chosen(room);
    for (int i = 0; i < 4; i++)
        room_press(room, ACTION_DOWN, ACTION_NONE);
    assert_string_equal(room_look(room)->focus, "checkout");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(ok_and_right_take_one_more_left_one_less, fresh),
        cmocka_unit_test_setup(a_hand_that_trembles_stays_within_the_most, fresh),
        cmocka_unit_test_setup(a_digit_takes_one_of_its_row, fresh),
        cmocka_unit_test_setup(what_is_sold_out_says_so_and_cannot_be_taken, fresh),
        cmocka_unit_test_setup(the_total_is_after_the_subsidy_and_limits_are_said, fresh),
        cmocka_unit_test_setup(below_the_minimum_nothing_goes_on, fresh),
        cmocka_unit_test_setup(the_confirm_screen_names_items_prices_and_total, fresh),
        cmocka_unit_test_setup(a_dish_that_sells_out_meanwhile_is_not_ordered, fresh),
        cmocka_unit_test_setup(each_change_is_kept_as_a_draft, fresh),
        cmocka_unit_test_setup(a_draft_of_another_life_stands_there_again, fresh),
        cmocka_unit_test_setup(no_more_kinds_than_a_request_can_hold, fresh),
        cmocka_unit_test_setup(groups_come_first_and_back_leads_to_them, fresh),
        cmocka_unit_test_setup(every_one_of_400_items_can_be_reached_in_few_keys, fresh),
        cmocka_unit_test_setup(a_long_name_makes_its_own_row_tall_and_no_other, fresh),
        cmocka_unit_test_setup(a_long_order_is_read_page_by_page_and_the_money_comes_first, fresh),
        cmocka_unit_test_setup(the_same_as_last_time_takes_one_press, fresh),
        cmocka_unit_test_setup(the_earliest_slot_takes_one_press, fresh),
        cmocka_unit_test_setup(a_day_opens_its_slots_and_back_closes_them, fresh),
        cmocka_unit_test_setup(the_hotline_is_asked_with_the_answers_before, fresh),
        cmocka_unit_test_setup(a_step_with_a_condition_is_asked_only_then, fresh),
        cmocka_unit_test_setup(what_cannot_be_chosen_bumps, fresh),
        cmocka_unit_test_setup(a_slow_hotline_is_busy_then_in_words_then_tried_again, fresh),
        cmocka_unit_test_setup(without_a_line_what_is_known_is_shown_with_its_age, fresh),
        cmocka_unit_test_setup(a_list_on_screen_is_asked_again_and_keeps_the_focus, fresh),
        cmocka_unit_test_setup(a_slot_lost_before_ok_leads_back_with_a_word, fresh),
        cmocka_unit_test_setup(a_cart_that_sold_out_before_ok_is_said_to_be_gone, fresh),
        cmocka_unit_test_setup(another_price_is_read_before_it_is_agreed_to, fresh),
        cmocka_unit_test_setup(six_vegetables_stand_on_one_page, fresh),
        cmocka_unit_test_setup(what_takes_pages_is_read_to_its_end_first, fresh),
        cmocka_unit_test_setup(what_is_not_wanted_is_kept_or_emptied_as_said, fresh),
        cmocka_unit_test_setup(a_service_that_has_gone_is_not_ordered, fresh),
        cmocka_unit_test_setup(a_choice_that_has_gone_is_asked_for_again, fresh),
        cmocka_unit_test_setup(what_has_gone_while_an_answer_was_waited_for_is_not_sent_again, fresh),
        cmocka_unit_test_setup(valid_answers_skip_their_steps_and_others_do_not, fresh),
        cmocka_unit_test_setup(one_order_is_for_one_day, fresh),
        cmocka_unit_test_setup(the_confirm_screen_names_the_day_of_the_dishes, fresh),
        cmocka_unit_test_setup(the_time_limit_is_that_of_the_day, fresh),
        cmocka_unit_test_setup(who_has_chosen_goes_on_to_the_check, fresh),
    };
    return cmocka_run_group_tests(tests, open_room, close_room);
}
