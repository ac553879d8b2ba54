/* SPDX-License-Identifier: Apache-2.0 */
/* An order against the catalog: what nobody offers is named, what has gone is said kindly, the total is our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stb-app/base/json.h"
#include "tests/hotline/order.h"
#include "tests/hotline/ticket.h"

#include <stdio.h>
#include <string.h>

#define SATURDAY_8 INT64_C(1795219200000) /* 2026-11-21 08:00 in Shanghai */
#define HOUR_MS    INT64_C(3600000)

struct desk {
    struct choices choices;
    struct json_object *body;
    struct contract_request request;
    struct order_lost lost;
    char error[JSON_ERROR_SIZE];
};

static struct json_object *parse(const char *text, char *error) {
    struct json_object *value = json_parse(text, strlen(text), 1 << 20, error);
    if (!value)
        fail_msg("%s: %s", text, error);
    return value;
}

static void desk_open(struct desk *desk) {
    *desk = (struct desk){.choices = {.now_ms = SATURDAY_8}};
    desk->choices.catalog = json_read_file("assets/catalog.json", 1 << 20, desk->error);
    desk->choices.profile = json_read_file("tests/hotline/profile.json", 1 << 20, desk->error);
    desk->choices.orders = json_object_new_array();
    assert_non_null(desk->choices.catalog);
}

static void desk_close(struct desk *desk) {
    json_object_put(desk->choices.catalog);
    json_object_put(desk->choices.profile);
    json_object_put(desk->choices.orders);
    json_object_put(desk->body);
}

static enum order_verdict check(struct desk *desk, enum flow_kind kind, const char *service, const char *body) {
    json_object_put(desk->body);
    desk->body = parse(body, desk->error);
    desk->request = (struct contract_request){
        .kind = kind, .answers = json_child(desk->body, "answers"), .items = json_child(desk->body, "items")};
    snprintf(desk->request.service, sizeof desk->request.service, "%s", service);
    desk->lost = (struct order_lost){0};
    desk->error[0] = 0;
    return order_check(&desk->choices, &desk->request, &desk->lost, desk->error);
}

static void what_the_catalog_has_is_fine(void **state) {
    (void)state;
    static const struct {
        enum flow_kind kind;
        const char *service, *body;
    } good[] = {
        {FLOW_SOS, "", "{}"},
        {FLOW_CALLBACK, "", "{\"answers\":{\"screen\":\"home\"}}"},
        {FLOW_CALLBACK, "person", "{\"answers\":{\"screen\":\"step\",\"service\":\"taxi\"}}"},
        {FLOW_CALLBACK, "policy", "{}"},
        {FLOW_CALLBACK, "bills", "{\"answers\":{\"what\":\"gas\",\"screen\":\"confirm\"}}"},
        {FLOW_SERVICE, "taxi", "{\"answers\":{\"to\":\"tongji\",\"when\":\"now\"}}"},
        {FLOW_SERVICE, "meal",
         "{\"answers\":{\"canteen\":\"caoyang\"},\"items\":[{\"id\":\"today-braised-pork\",\"quantity\":2}]}"},
        {FLOW_SERVICE, "grocery",
         "{\"answers\":{\"plan\":\"soonest\"},\"items\":[{\"id\":\"tofu\",\"quantity\":4},{\"id\":\"apple\","
         "\"quantity\":1}]}"},
    };
    struct desk desk;
    desk_open(&desk);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (check(&desk, good[i].kind, good[i].service, good[i].body) != ORDER_OK)
            fail_msg("%s %s: %s%s", good[i].service, good[i].body, desk.error, desk.lost.headline);
    desk_close(&desk);
}

static void what_nobody_offers_is_named(void **state) {
    (void)state;
    static const struct {
        enum flow_kind kind;
        const char *service, *body, *place;
    } bad[] = {
        {FLOW_SERVICE, "moon", "{}", "service: there is no service \"moon\""},
        {FLOW_CALLBACK, "moon", "{}", "service:"},
        {FLOW_CALLBACK, "bills", "{\"answers\":{\"what\":\"moon\"}}", "answers.what:"},
        {FLOW_SERVICE, "taxi", "{\"answers\":{\"to\":\"moon\"}}", "answers.to: there is no option \"moon\""},
        {FLOW_SERVICE, "taxi", "{\"answers\":{\"colour\":\"red\"}}", "answers.colour:"},
        {FLOW_SERVICE, "taxi", "{\"items\":[{\"id\":\"tofu\",\"quantity\":1}]}", "items:"},
        {FLOW_SERVICE, "hospital", "{\"answers\":{\"hospital\":\"tongji\",\"slot\":\"20261123-0931-d1\"}}",
         "answers.slot:"},
        {FLOW_SERVICE, "grocery", "{\"items\":[]}", "items:"},
        {FLOW_SERVICE, "grocery", "{\"items\":[{\"id\":\"moon\",\"quantity\":1}]}", "items[0]:"},
        {FLOW_SERVICE, "grocery", "{\"items\":[{\"id\":\"apple\",\"quantity\":10}]}", "items[0]:"},
        {FLOW_SERVICE, "grocery", "{\"items\":[{\"id\":\"scallion\",\"quantity\":1}]}", "items: are less"},
        {FLOW_SERVICE, "grocery", "{\"items\":[{\"id\":\"apple\",\"quantity\":1},{\"id\":\"apple\",\"quantity\":1}]}",
         "items[1]:"},
        {FLOW_SERVICE, "meal",
         "{\"answers\":{\"canteen\":\"caoyang\"},\"items\":[{\"id\":\"today-pizza\",\"quantity\":1}]}", "items[0]:"},
        {FLOW_SERVICE, "meal", "{\"items\":[{\"id\":\"today-braised-pork\",\"quantity\":1}]}", "items[0]:"},
    };
    struct desk desk;
    desk_open(&desk);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        enum order_verdict verdict = check(&desk, bad[i].kind, bad[i].service, bad[i].body);
        if (verdict != ORDER_WRONG || strncmp(desk.error, bad[i].place, strlen(bad[i].place)) != 0)
            fail_msg("%s %s: %d %s", bad[i].service, bad[i].body, verdict, desk.error);
    }
    desk_close(&desk);
}

/* Somebody else was quicker: the hour is full now, and the sentence offers the next one. */
static void a_lost_hour_offers_the_next(void **state) {
    (void)state;
    struct desk desk;
    char body[256];
    desk_open(&desk);
    struct json_object *answers = parse("{\"hospital\":\"tongji\"}", desk.error);
    struct json_object *slots = choices_options(&desk.choices, "hospital", "slot", answers);
    struct json_object *first = json_object_array_get_idx(slots, 0);
    snprintf(body, sizeof body, "{\"service\":\"hospital\",\"answers\":{\"hospital\":\"tongji\",\"slot\":\"%s\"}}",
             json_text(first, "id", ""));
    assert_int_equal(check(&desk, FLOW_SERVICE, "hospital", body), ORDER_OK);
    for (int64_t left = json_integer(first, "left", 0); left > 0; left--)
        json_object_array_add(desk.choices.orders, parse(body, desk.error));
    assert_int_equal(check(&desk, FLOW_SERVICE, "hospital", body), ORDER_LOST);
    assert_string_equal(desk.lost.step, "slot");
    assert_string_equal(desk.lost.headline, "这个时间刚被约走了");
    assert_non_null(strstr(desk.lost.message, "最早还有：后天"));
    json_object_put(slots);
    json_object_put(answers);
    desk_close(&desk);
}

static void what_the_kitchen_has_not_is_said(void **state) {
    (void)state;
    static const struct {
        const char *canteen, *item;
        int quantity;
        int64_t later_ms;
        const char *step, *headline;
    } cases[] = {
        {"caoyang", "today-braised-pork", 5, 3 * HOUR_MS, "dishes", "10点半"},
        {"zhenru", "tomorrow-braised-pork", 1, 0, "canteen", "星期日休息"},
        {"caoyang", "today-braised-pork", 1, 0, "dishes", "红烧肉套餐 刚卖完"}, /* all 40 are ordered below */
    };
    struct desk desk;
    char body[256], order[256];
    desk_open(&desk);
    snprintf(order, sizeof order,
             "{\"service\":\"meal\",\"at_ms\":%lld,\"answers\":{\"canteen\":\"caoyang\"},\"items\":[{\"id\":\"today-"
             "braised-pork\",\"quantity\":40}]}",
             (long long)SATURDAY_8);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk.choices.now_ms = SATURDAY_8 + cases[i].later_ms;
        if (i == 2)
            json_object_array_add(desk.choices.orders, parse(order, desk.error));
        snprintf(body, sizeof body, "{\"answers\":{\"canteen\":\"%s\"},\"items\":[{\"id\":\"%s\",\"quantity\":%d}]}",
                 cases[i].canteen, cases[i].item, cases[i].quantity);
        assert_int_equal(check(&desk, FLOW_SERVICE, "meal", body), ORDER_LOST);
        assert_string_equal(desk.lost.step, cases[i].step);
        if (!strstr(desk.lost.headline, cases[i].headline))
            fail_msg("%s", desk.lost.headline);
    }
    desk_close(&desk);
}

static void the_total_is_counted_anew(void **state) {
    (void)state;
    struct desk desk;
    struct ticket_total total;
    desk_open(&desk);
    desk.body =
        parse("{\"answers\":{\"canteen\":\"caoyang\"},\"items\":[{\"id\":\"today-braised-pork\",\"quantity\":2},"
              "{\"id\":\"tomorrow-porridge\",\"quantity\":1},{\"id\":\"gone\",\"quantity\":1}]}",
              desk.error);
    struct json_object *bill = ticket_bill(&desk.choices, "meal", desk.body, &total);
    assert_int_equal(json_object_array_length(bill), 3);
    assert_int_equal(total.price, 2 * 1800 + 800);
    assert_int_equal(total.pay, 2 * 1200 + 500);
    json_object_put(bill);
    struct json_object *details = ticket_received(&desk.choices, "meal", desk.body);
    static const char *const values[] = {"11月21日 星期六 中饭", "11月22日 星期日 中饭", "补贴后 29 元（原价 44 元）"};
    assert_int_equal(json_object_array_length(details), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(json_text(json_object_array_get_idx(details, i), "value", ""), values[i]);
    json_object_put(details);
    desk_close(&desk);
}

/* Who calls back knows what was on the screen, in words. */
static void a_call_back_says_what_was_looked_at(void **state) {
    (void)state;
    struct desk desk;
    desk_open(&desk);
    desk.body = parse("{\"answers\":{\"screen\":\"step\",\"service\":\"taxi\"}}", desk.error);
    struct json_object *lines = ticket_lines(&desk.choices, "person", desk.body);
    assert_string_equal(json_text(json_object_array_get_idx(lines, 0), "value", ""), "选择");
    assert_string_equal(json_text(json_object_array_get_idx(lines, 1), "value", ""), "叫车");
    json_object_put(lines);
    desk_close(&desk);
}

static void money_is_said_plainly(void **state) {
    (void)state;
    static const struct {
        int64_t fen;
        const char *text;
    } cases[] = {{0, "0 元"}, {3000, "30 元"}, {1250, "12.50 元"}, {5, "0.05 元"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        ticket_money(cases[i].fen, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

static void a_booking_has_number_doctor_time_place_and_fee(void **state) {
    (void)state;
    static const char *const labels[] = {"就诊号", "时间", "医生", "地点", "费用"};
    struct desk desk;
    char body[256];
    desk_open(&desk);
    struct json_object *answers = parse("{\"hospital\":\"putuo-central\"}", desk.error);
    struct json_object *slots = choices_options(&desk.choices, "hospital", "slot", answers);
    snprintf(body, sizeof body, "{\"answers\":{\"hospital\":\"putuo-central\",\"slot\":\"%s\"}}",
             json_text(json_object_array_get_idx(slots, 0), "id", ""));
    desk.body = parse(body, desk.error);
    struct json_object *ticket = ticket_accepted(&desk.choices, "hospital", desk.body, 37);
    assert_int_equal(json_object_array_length(ticket), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(json_text(json_object_array_get_idx(ticket, i), "label", ""), labels[i]);
    assert_non_null(strstr(json_text(json_object_array_get_idx(ticket, 3), "value", ""), "普陀区中心医院"));
    assert_true(ticket_appointment("hospital", desk.body) > SATURDAY_8);
    struct json_object *notice = ticket_reminder(&desk.choices, desk.body, false);
    struct json_object *taxi = json_object_array_get_idx(json_child(notice, "choices"), 0);
    assert_string_equal(json_text(taxi, "service", ""), "taxi");
    assert_string_equal(json_text(json_child(taxi, "answers"), "to", ""), "putuo-central");
    json_object_put(notice);
    json_object_put(ticket);
    json_object_put(slots);
    json_object_put(answers);
    desk_close(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_catalog_has_is_fine),
        cmocka_unit_test(what_nobody_offers_is_named),
        cmocka_unit_test(a_lost_hour_offers_the_next),
        cmocka_unit_test(what_the_kitchen_has_not_is_said),
        cmocka_unit_test(the_total_is_counted_anew),
        cmocka_unit_test(a_call_back_says_what_was_looked_at),
        cmocka_unit_test(money_is_said_plainly),
        cmocka_unit_test(a_booking_has_number_doctor_time_place_and_fee),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
