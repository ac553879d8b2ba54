/* SPDX-License-Identifier: Apache-2.0 */
/* What can be chosen now: free hours vanish as they are booked, dishes run out, canteens close, days have their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/choices.h"
#include "tests/hotline/clinic.h"
#include "tests/hotline/kitchen.h"

#include <stdio.h>
#include <string.h>

#define SATURDAY_8 INT64_C(1795219200000) /* 2026-11-21 08:00 in Shanghai */
#define HOUR_MS    INT64_C(3600000)

static struct json_object *parse(const char *text) {
    char error[JSON_ERROR_SIZE] = "";
    struct json_object *value = json_parse(text, strlen(text), 1 << 20, error);
    if (!value)
        fail_msg("%s", error);
    return value;
}

struct town {
    struct choices choices;
    struct json_object *answers;
};

static void town_open(struct town *town, int64_t now_ms, const char *answers) {
    char error[JSON_ERROR_SIZE] = "";
    town->choices = (struct choices){.catalog = json_read_file("assets/catalog.json", 1 << 20, error),
                                     .profile = json_read_file("tests/hotline/profile.json", 1 << 20, error),
                                     .orders = json_object_new_array(),
                                     .now_ms = now_ms};
    if (!town->choices.catalog || !town->choices.profile)
        fail_msg("%s", error);
    town->answers = parse(answers);
}

static void town_close(struct town *town) {
    json_object_put(town->choices.catalog);
    json_object_put(town->choices.profile);
    json_object_put(town->choices.orders);
    json_object_put(town->answers);
}

static struct json_object *options(struct town *town, const char *service, const char *step) {
    struct json_object *found = choices_options(&town->choices, service, step, town->answers);
    assert_non_null(found);
    return found;
}

static void order(struct town *town, const char *text) {
    json_object_array_add(town->choices.orders, parse(text));
}

static void days_are_those_of_shanghai(void **state) {
    (void)state;
    static const struct {
        int64_t ms;
        const char *words, *day;
    } cases[] = {
        {SATURDAY_8, "今天 8:00", "2026-11-21"},
        {SATURDAY_8 + 15 * HOUR_MS, "今天 23:00", "2026-11-21"}, /* UTC is on the same day still */
        {SATURDAY_8 + 16 * HOUR_MS, "明天 0:00", "2026-11-22"},
        {SATURDAY_8 + 49 * HOUR_MS, "后天 9:00", "2026-11-23"},
        {SATURDAY_8 + 73 * HOUR_MS, "11月24日 星期二 9:00", "2026-11-24"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char words[CALENDAR_WORDS_SIZE], day[CALENDAR_DAY_SIZE];
        calendar_words(cases[i].ms, SATURDAY_8, words);
        calendar_day(cases[i].ms, day);
        assert_string_equal(words, cases[i].words);
        assert_string_equal(day, cases[i].day);
    }
    int64_t midnight;
    assert_true(calendar_read("20261121-0900", &midnight));
    assert_int_equal(midnight, SATURDAY_8 - 8 * HOUR_MS);
    static const char *const bad[] = {"", "2026112", "20261131", "20261321", "abcdefgh", "2026-11-21"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(calendar_read(bad[i], &midnight));
}

/* The hospital's usual case: the hours come day by day, none on a Sunday, none today, and each names its doctor. */
static void free_hours_come_in_order(void **state) {
    (void)state;
    struct town town;
    town_open(&town, SATURDAY_8, "{\"hospital\":\"putuo-central\"}");
    struct json_object *slots = options(&town, "hospital", "slot");
    assert_true(json_object_array_length(slots) >= 10);
    const char *before = "";
    for (size_t i = 0; i < json_object_array_length(slots); i++) {
        struct json_object *slot = json_object_array_get_idx(slots, i);
        const char *day = json_text(slot, "day", ""), *id = json_text(slot, "id", "");
        assert_true(strcmp(before, id) < 0);
        assert_true(strcmp(day, "2026-11-22") > 0); /* Sunday */
        assert_true(json_integer(slot, "left", 0) > 0);
        assert_non_null(strstr(json_text(slot, "note", ""), "医师"));
        assert_int_equal(choices_state(&town.choices, "hospital", "slot", town.answers, id), CHOICE_OPEN);
        before = id;
    }
    json_object_put(slots);
    town_close(&town);
}

static void a_booked_hour_vanishes_with_its_last_place(void **state) {
    (void)state;
    struct town town;
    char id[CONTRACT_NAME_SIZE], text[256];
    town_open(&town, SATURDAY_8,
              "{\"hospital\":\"other\",\"place\":\"tongji\",\"department\":\"eye\",\"doctor\":\"d1\"}");
    struct json_object *slots = options(&town, "hospital", "slot"), *first = json_object_array_get_idx(slots, 0);
    int64_t left = json_integer(first, "left", 0);
    snprintf(id, sizeof id, "%s", json_text(first, "id", ""));
    json_object_put(slots);
    snprintf(
        text, sizeof text,
        "{\"service\":\"hospital\",\"answers\":{\"hospital\":\"other\",\"place\":\"tongji\",\"department\":\"eye\","
        "\"doctor\":\"any\",\"slot\":\"%s\"}}",
        id);
    for (; left > 0; left--) {
        slots = options(&town, "hospital", "slot");
        assert_int_equal(json_integer(choices_find(slots, id), "left", 0), left);
        json_object_put(slots);
        order(&town, text);
    }
    slots = options(&town, "hospital", "slot");
    assert_null(choices_find(slots, id));
    assert_int_equal(choices_state(&town.choices, "hospital", "slot", town.answers, id), CHOICE_GONE);
    json_object_put(slots);
    town_close(&town);
}

static void an_hour_nobody_offers_was_never_one(void **state) {
    (void)state;
    static const char *const never[] = {"",
                                        "tomorrow",
                                        "20261123-0931-d1",
                                        "20261123-0930-d9",
                                        "20261123-0930-d0",
                                        "20261123-0930",
                                        "20261123-0930-d1x",
                                        "20261199-0930-d1",
                                        "20261123--930-d1"};
    struct town town;
    town_open(&town, SATURDAY_8, "{\"hospital\":\"putuo-central\"}");
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (choices_state(&town.choices, "hospital", "slot", town.answers, never[i]) != CHOICE_NEVER)
            fail_msg("%s", never[i]);
    town_close(&town);
}

static size_t count_group(struct json_object *dishes, const char *group, bool sold_out) {
    size_t count = 0;
    for (size_t i = 0; i < json_object_array_length(dishes); i++) {
        struct json_object *dish = json_object_array_get_idx(dishes, i);
        count += strcmp(json_text(dish, "group", ""), group) == 0 && (!sold_out || json_truth(dish, "sold_out", false));
    }
    return count;
}

static void a_menu_ends_at_the_cut_off_and_on_closed_days(void **state) {
    (void)state;
    static const struct {
        int64_t ms;
        const char *answers;
        size_t today, tomorrow;
    } cases[] = {
        {SATURDAY_8, "{\"canteen\":\"caoyang\"}", 10, 10},
        {SATURDAY_8 + 149 * 60000, "{\"canteen\":\"caoyang\"}", 10, 10}, /* 10:29 */
        {SATURDAY_8 + 150 * 60000, "{\"canteen\":\"caoyang\"}", 0, 10},
        {SATURDAY_8, "{\"canteen\":\"zhenru\"}", 10, 0}, /* tomorrow is Sunday */
        {SATURDAY_8 + 24 * HOUR_MS, "{\"canteen\":\"zhenru\"}", 0, 10},
        {SATURDAY_8, "{\"canteen\":\"other\",\"place\":\"taopu\"}", 0, 10},
        {SATURDAY_8, "{}", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct town town;
        town_open(&town, cases[i].ms, cases[i].answers);
        struct json_object *dishes = options(&town, "meal", "dishes");
        assert_int_equal(count_group(dishes, "today", false), cases[i].today);
        assert_int_equal(count_group(dishes, "tomorrow", false), cases[i].tomorrow);
        assert_true(cases[i].tomorrow == 0 || count_group(dishes, "tomorrow", true) < 6);
        json_object_put(dishes);
        town_close(&town);
    }
}

static void a_dish_runs_out(void **state) {
    (void)state;
    struct town town;
    int left = 0;
    town_open(&town, SATURDAY_8, "{\"canteen\":\"caoyang\"}");
    json_object_put(kitchen_dish(&town.choices, "caoyang", "today-braised-pork", &left));
    assert_int_equal(left, 40);
    char text[256];
    snprintf(text, sizeof text,
             "{\"service\":\"meal\",\"answers\":{\"canteen\":\"caoyang\"},\"items\":[{\"id\":\"today-braised-pork\","
             "\"quantity\":8}],\"at_ms\":%lld}",
             (long long)SATURDAY_8);
    for (int i = 1; i <= 5; i++) {
        order(&town, text);
        json_object_put(kitchen_dish(&town.choices, "caoyang", "today-braised-pork", &left));
        assert_int_equal(left, 40 - 8 * i);
    }
    struct json_object *dishes = options(&town, "meal", "dishes");
    assert_true(json_truth(choices_find(dishes, "today-braised-pork"), "sold_out", false));
    assert_false(json_truth(choices_find(dishes, "tomorrow-braised-pork"), "sold_out", false));
    json_object_put(dishes);
    assert_null(kitchen_dish(&town.choices, "caoyang", "today-pizza", &left));
    town_close(&town);
}

static void what_can_be_delivered_lies_ahead(void **state) {
    (void)state;
    struct town town;
    int64_t at_ms;
    town_open(&town, SATURDAY_8 + 330 * 60000, "{\"shop\":\"lianhua-caoyang\"}"); /* 13:30: too late for 14:00 */
    struct json_object *windows = options(&town, "grocery", "window");
    assert_int_equal(json_object_array_length(windows), 7);
    for (size_t i = 0; i < json_object_array_length(windows); i++) {
        assert_true(kitchen_window(json_text(json_object_array_get_idx(windows, i), "id", ""), &at_ms));
        assert_true(at_ms >= town.choices.now_ms + HOUR_MS);
    }
    json_object_put(windows);
    town_close(&town);
}

/* The households' own addresses first; a taxi does not start where "home" and "tell the driver" would. */
static void a_taxi_starts_at_an_address_of_the_household(void **state) {
    (void)state;
    struct town town;
    town_open(&town, SATURDAY_8, "{}");
    struct json_object *step =
        parse("{\"id\":\"from\",\"kind\":\"choose\",\"title\":\"x\",\"options_from\":\"hotline\"}");
    struct json_object *steps = json_child(choices_service(&town.choices, "taxi"), "steps");
    if (choices_find(steps, "from"))
        json_object_put(step);
    else
        json_object_array_add(steps, step);
    struct json_object *from = options(&town, "taxi", "from");
    assert_string_equal(json_text(json_object_array_get_idx(from, 0), "id", ""), "home");
    assert_non_null(choices_find(from, "tongji"));
    assert_null(choices_find(from, "tell-driver"));
    json_object_put(from);
    town_close(&town);
}

static void a_step_nobody_knows_has_no_options(void **state) {
    (void)state;
    struct town town;
    town_open(&town, SATURDAY_8, "{}");
    assert_null(choices_options(&town.choices, "hospital", "nothing", town.answers));
    assert_null(choices_options(&town.choices, "nothing", "slot", town.answers));
    town_close(&town);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_shanghai),
        cmocka_unit_test(free_hours_come_in_order),
        cmocka_unit_test(a_booked_hour_vanishes_with_its_last_place),
        cmocka_unit_test(an_hour_nobody_offers_was_never_one),
        cmocka_unit_test(a_menu_ends_at_the_cut_off_and_on_closed_days),
        cmocka_unit_test(a_dish_runs_out),
        cmocka_unit_test(what_can_be_delivered_lies_ahead),
        cmocka_unit_test(a_taxi_starts_at_an_address_of_the_household),
        cmocka_unit_test(a_step_nobody_knows_has_no_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
