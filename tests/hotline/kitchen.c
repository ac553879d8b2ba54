/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row is a dish with its price, what is left to pay after the district's subsidy for elders' meals, and what a diet
 * has to know. Each canteen cooks ten of them a day, chosen by a hash of canteen and day; how many portions there are
 * comes from the same hash, what was ordered is taken off. After the cut-off, and on a day the canteen is closed, that
 * day's dishes are not on the menu any more. The trap: "today" in an order is the day on which it was made, not the one
 * on which it arrives.
 */
#include "tests/hotline/kitchen.h"

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"

#include <json-c/json_object.h>
#include <stdio.h>
#include <string.h>

enum { DISHES_A_DAY = 10, FEW = 10 /* so many are told */ };

struct dish {
    const char *id, *title, *note, *emoji;
    int price, pay;
    const char *tags[2];
};
static const struct dish dishes[] = {
    {"braised-pork", "红烧肉套餐", "配青菜、米饭", "🍱", 1800, 1200, {NULL}},
    {"perch", "清蒸鲈鱼套餐", "配豆腐、米饭", "🐟", 2200, 1500, {"低盐"}},
    {"tomato-noodles", "番茄鸡蛋面", "大碗", "🍜", 1200, 800, {NULL}},
    {"tofu-pot", "时蔬豆腐煲", "配米饭", "🍲", 1400, 900, {"素", "低脂"}},
    {"chicken-soup", "香菇鸡汤套餐", "配蔬菜、米饭", "🍗", 1900, 1300, {"低盐"}},
    {"porridge", "小米粥和馒头", "配酱瓜", "🥣", 800, 500, {"软烂"}},
    {"lion-head", "清炖狮子头", "配青菜、米饭", "🍲", 1900, 1300, {"软烂"}},
    {"steamed-egg", "肉末蒸蛋套餐", "配青菜、米饭", "🥚", 1300, 900, {"软烂", "低盐"}},
    {"ribs-melon", "冬瓜小排汤套餐", "配米饭", "🍖", 2000, 1400, {"低盐"}},
    {"shrimp-tofu", "虾仁豆腐套餐", "配青菜、米饭", "🍤", 2100, 1500, {"低脂"}},
    {"beef-potato", "土豆烧牛肉套餐", "配米饭", "🥘", 2300, 1600, {NULL}},
    {"vegetable-rice", "上海菜饭", "配骨头汤", "🍚", 1200, 800, {NULL}},
    {"wonton", "荠菜大馄饨", "12只", "🥟", 1300, 900, {"软烂"}},
    {"duck-noodles", "老鸭粉丝汤", "大碗", "🍜", 1600, 1100, {NULL}},
    {"hairtail", "红烧带鱼套餐", "配青菜、米饭", "🐟", 2000, 1400, {NULL}},
    {"vegetarian", "罗汉素斋套餐", "香菇、木耳、面筋", "🥗", 1400, 900, {"素"}},
    {"buckwheat", "荞麦冷面", "配鸡丝", "🍜", 1300, 900, {"低糖"}},
    {"sugar-free", "低糖套餐", "杂粮饭、鸡胸肉、西兰花", "🍱", 1800, 1200, {"低糖", "低脂"}},
    {"crucian-soup", "鲫鱼萝卜汤套餐", "配米饭", "🐟", 1900, 1300, {"低盐"}},
    {"soft-rice", "软饭三样", "碎菜、肉末、蒸蛋", "🍚", 1500, 1000, {"软烂"}},
};
enum { DISHES = sizeof dishes / sizeof *dishes };
static const char *const days[] = {"today", "tomorrow"};
static const struct {
    const char *canteen, *error;
    int weekday;
} closed[] = {{"zhenru", "星期日休息", 0}, {"taopu", "星期六休息", 6}};

const char *kitchen_canteen(struct json_object *answers) {
    const char *canteen = json_text(answers, "canteen", "");
    if (strcmp(canteen, "other") == 0)
        canteen = json_text(answers, "place", "");
    return *canteen ? canteen : NULL;
}

const char *kitchen_closed(const char *canteen, int64_t ms) {
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (strcmp(closed[i].canteen, canteen) == 0 && calendar_weekday(ms) == closed[i].weekday)
            return closed[i].error;
    return NULL;
}

static unsigned dice(const char *canteen, int64_t day, const char *dish) {
    char text[CALENDAR_DAY_SIZE];
    calendar_day(day, text);
    return choices_mix((const char *const[]){canteen, text, dish}, 3);
}

/* Portions cooked of that dish on that day, 0 = it is not on the menu. The first dish of the table always is. */
static int cooked(const char *canteen, int64_t day, int dish) {
    int better = 0;
    unsigned own = dice(canteen, day, dishes[dish].id);
    for (int i = 1; i < DISHES; i++)
        better += dice(canteen, day, dishes[i].id) > own;
    if (dish != 0 && better >= DISHES_A_DAY - 1)
        return 0;
    return dish == 0 ? 40 : 6 + (int)(own % 30);
}

static int64_t ordered_day(struct json_object *order, const char *dish_id) {
    int64_t day = calendar_midnight(json_integer(order, "at_ms", 0));
    return strncmp(dish_id, "tomorrow-", 9) == 0 ? day + CALENDAR_DAY_MS : day;
}

static int ordered(const struct choices *choices, const char *canteen, int64_t day, const char *dish) {
    int count = 0;
    for (size_t i = 0; choices->orders && i < json_object_array_length(choices->orders); i++) {
        struct json_object *order = json_object_array_get_idx(choices->orders, i), *items = json_child(order, "items");
        const char *other = kitchen_canteen(json_child(order, "answers"));
        if (strcmp(json_text(order, "service", ""), "meal") != 0 || !other || strcmp(other, canteen) != 0)
            continue;
        for (size_t k = 0; items && k < json_object_array_length(items); k++) {
            struct json_object *item = json_object_array_get_idx(items, k);
            const char *id = json_text(item, "id", ""), *plain = strchr(id, '-');
            if (plain && strcmp(plain + 1, dish) == 0 && ordered_day(order, id) == day)
                count += (int)json_integer(item, "quantity", 0);
        }
    }
    return count;
}

/* One in seven is sold out from the start: a canteen cooks for more people than these. */
static int portions(const struct choices *choices, const char *canteen, int64_t day, int dish) {
    int all = cooked(canteen, day, dish);
    if (dish != 0 && dice(canteen, day, dishes[dish].id) / 64 % 7 == 0)
        return 0;
    int left = all - ordered(choices, canteen, day, dishes[dish].id);
    return left > 0 ? left : 0;
}

static bool is_open(const struct choices *choices, const char *canteen, int64_t day) {
    bool today = day == calendar_midnight(choices->now_ms);
    return !kitchen_closed(canteen, day) && (!today || calendar_minutes(choices->now_ms) < KITCHEN_CUTOFF);
}

/* Of the menu of AT, which is DAY. */
static struct json_object *dish_option(const struct dish *dish, const char *day, int64_t at, int left) {
    struct json_object *option = json_object_new_object(), *tags = json_object_new_array();
    char id[CONTRACT_NAME_SIZE], image[64], date[CALENDAR_DAY_SIZE];
    calendar_day(at, date);
    snprintf(id, sizeof id, "%s-%s", day, dish->id);
    snprintf(image, sizeof image, "%s.jpg", dish->id); /* tools/drawings/dishes.py draws them */
    json_put_text(option, "id", id);
    json_put_text(option, "title", dish->title);
    json_put_text(option, "note", dish->note);
    json_put_text(option, "image", image);
    json_put_text(option, "emoji", dish->emoji);
    json_put_integer(option, "price", dish->price);
    json_put_integer(option, "pay", dish->pay);
    json_put_text(option, "group", day);
    json_put_text(option, "day", date);
    for (int i = 0; i < 2 && dish->tags[i]; i++)
        json_object_array_add(tags, json_object_new_string(dish->tags[i]));
    json_object_object_add(option, "tags", tags);
    if (left == 0)
        json_put_truth(option, "sold_out", true);
    else if (left < FEW)
        json_put_integer(option, "left", left);
    return option;
}

struct json_object *kitchen_dish_options(const struct choices *choices, struct json_object *answers) {
    struct json_object *options = json_object_new_array();
    const char *canteen = kitchen_canteen(answers);
    for (int after = 0; canteen && after < 2; after++) {
        int64_t day = calendar_midnight(choices->now_ms) + after * (int64_t)CALENDAR_DAY_MS;
        for (int i = 0; is_open(choices, canteen, day) && i < DISHES; i++)
            if (cooked(canteen, day, i) > 0)
                json_object_array_add(options,
                                      dish_option(&dishes[i], days[after], day, portions(choices, canteen, day, i)));
    }
    return options;
}

struct json_object *kitchen_dish(const struct choices *choices, const char *canteen, const char *id, int *left) {
    for (int after = 0; after < 2; after++)
        for (int i = 0; i < DISHES; i++) {
            char name[CONTRACT_NAME_SIZE];
            int64_t day = calendar_midnight(choices->now_ms) + after * (int64_t)CALENDAR_DAY_MS;
            snprintf(name, sizeof name, "%s-%s", days[after], dishes[i].id);
            if (strcmp(name, id) != 0)
                continue;
            bool on = cooked(canteen, day, i) > 0 && is_open(choices, canteen, day);
            *left = on ? portions(choices, canteen, day, i) : 0;
            struct json_object *option = dish_option(&dishes[i], days[after], day, *left);
            snprintf(name, sizeof name, "%s%s", after == 0 ? "" : "明天的", dishes[i].title);
            json_put_text(option, "title", name); /* as the people who cook and answer call it */
            return option;
        }
    return NULL;
}

/* --- delivery */

static struct json_object *window_option(const char *id, const char *title, const char *note) {
    struct json_object *option = json_object_new_object();
    json_put_text(option, "id", id);
    json_put_text(option, "title", title);
    json_put_text(option, "note", note);
    return option;
}

struct json_object *kitchen_window_options(const struct choices *choices, struct json_object *answers) {
    static const char *const windows[][2] = {
        {"1100", "11点到11点半"}, {"1130", "11点半到12点"}, {"1200", "12点到12点半"}};
    struct json_object *options = json_object_new_array();
    const char *canteen = kitchen_canteen(answers);
    int64_t day = calendar_midnight(choices->now_ms);
    for (size_t i = 0; canteen && i < sizeof windows / sizeof *windows; i++) {
        int left = (int)(dice(canteen, day, windows[i][0]) % 12);
        struct json_object *option = window_option(windows[i][0], windows[i][1], "送到门口");
        if (i == 0)
            json_put_truth(option, "usual", true);
        else if (left < 3)
            json_put_truth(option, "sold_out", true);
        json_object_array_add(options, option);
    }
    return options;
}

static const int shop_hours[] = {9, 14, 18};

bool kitchen_window(const char *id, int64_t *at_ms) {
    int hour;
    int64_t midnight;
    if (!calendar_read(id, &midnight) || strlen(id) != 13 || sscanf(id + 8, "-%2d", &hour) != 1 ||
        strcmp(id + 11, "00") != 0)
        return false;
    *at_ms = midnight + hour * INT64_C(3600000);
    for (size_t i = 0; i < sizeof shop_hours / sizeof *shop_hours; i++)
        if (shop_hours[i] == hour)
            return true;
    return false;
}

/* Two hours each; the one that begins within the hour is gone. */
struct json_object *kitchen_shop_options(const struct choices *choices, struct json_object *answers) {
    struct json_object *options = json_object_new_array();
    const char *shop = json_text(answers, "shop", "");
    for (int after = 0; after < 3; after++)
        for (size_t i = 0; i < sizeof shop_hours / sizeof *shop_hours; i++) {
            int hour = shop_hours[i];
            int64_t at =
                calendar_midnight(choices->now_ms) + after * (int64_t)CALENDAR_DAY_MS + hour * INT64_C(3600000);
            char id[16], day[CALENDAR_DAY_SIZE], title[64];
            if (at < choices->now_ms + 3600000)
                continue;
            calendar_day(at, day);
            snprintf(id, sizeof id, "%.4s%.2s%.2s-%02d00", day, day + 5, day + 8, hour % 100);
            snprintf(title, sizeof title, "%s %d点到%d点", calendar_half(hour * 60), (hour + 11) % 12 + 1,
                     (hour + 1) % 12 + 1);
            struct json_object *option = window_option(id, title, "送到家，不收送货费");
            json_put_text(option, "day", day);
            json_put_integer(option, "left", 1 + (int)(dice(shop, at, id) % 9));
            json_object_array_add(options, option);
        }
    return options;
}
