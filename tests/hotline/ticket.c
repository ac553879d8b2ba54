/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prices are counted anew from the catalog: what the box showed is a promise to the senior, what is written here is
 * what is paid. The trap: a price below the subsidy rule's is no error here, the catalog was checked when it was
 * read; but an item may have gone since, and then it is shown by its id rather than left out of the bill.
 */
#include "tests/hotline/ticket.h"

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/clinic.h"
#include "tests/hotline/order.h"

#include <json-c/json_object.h>
#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

static struct json_object *add_line(struct json_object *lines, const char *label, const char *value) {
    struct json_object *line = json_object_new_object();
    json_put_text(line, "label", label);
    json_put_text(line, "value", value);
    json_object_array_add(lines, line);
    return line;
}

/* One that the box gives a place of its own: the contract's "role". */
static void add_detail(struct json_object *lines, const char *role, const char *label, const char *value) {
    json_put_text(add_line(lines, label, value), "role", role);
}

/* A call-back says what the senior was looking at. */
static const char *screen_words(const char *screen) {
    static const char *const names[][2] = {{"home", "首页"},    {"step", "选择"},       {"cart", "选菜"},
                                           {"confirm", "核对"}, {"result", "办理结果"}, {"orders", "我的订单"},
                                           {"notice", "通知"},  {"sos", "呼救"},        {"settings", "设置"},
                                           {"message", "提示"}, {"tv", "电视"},         {"first-run", "第一次使用"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], screen) == 0)
            return names[i][1];
    return screen;
}

static bool add_context(struct json_object *lines, const struct choices *choices, const char *key, const char *value) {
    if (strcmp(key, "screen") == 0)
        add_line(lines, "当时看的", screen_words(value));
    else if (strcmp(key, "service") == 0)
        add_line(lines, "正在办的", json_text(choices_service(choices, value), "title", value));
    else
        return false;
    return true;
}

struct json_object *ticket_lines(const struct choices *choices, const char *service, struct json_object *body) {
    struct json_object *lines = json_object_new_array(), *answers = json_child(body, "answers");
    if (!json_object_is_type(answers, json_type_object))
        return lines;
    json_object_object_foreach(answers, step, option) {
        char words[CHOICES_WORDS_SIZE];
        struct json_object *found = choices_step(choices, service, step);
        if (!found && add_context(lines, choices, step, json_object_get_string(option)))
            continue;
        choices_words(choices, service, step, answers, json_object_get_string(option), words);
        if (strcmp(json_object_get_string(option), CONTRACT_SPOKEN) == 0)
            snprintf(words, sizeof words, "用说的，请听留言");
        add_line(lines, json_text(found, "label", step), words);
    }
    return lines;
}

struct json_object *ticket_bill(const struct choices *choices, const char *service, struct json_object *body,
                                struct ticket_total *total) {
    struct json_object *bill = json_object_new_array(), *items = json_child(body, "items");
    *total = (struct ticket_total){0, 0};
    for (size_t i = 0; json_object_is_type(items, json_type_array) && i < json_object_array_length(items); i++) {
        struct json_object *entry = json_object_array_get_idx(items, i), *line = json_object_new_object();
        const char *id = json_text(entry, "id", "");
        int64_t quantity = json_integer(entry, "quantity", 0);
        int left;
        struct json_object *item = order_item(choices, service, json_child(body, "answers"), id, &left);
        int64_t price = json_integer(item, "price", 0), pay = json_integer(item, "pay", price);
        json_put_text(line, "title", json_text(item, "title", id));
        json_put_integer(line, "quantity", quantity);
        json_put_integer(line, "price", quantity * price);
        json_put_integer(line, "pay", quantity * pay);
        json_object_array_add(bill, line);
        json_object_put(item);
        total->price += quantity * price;
        total->pay += quantity * pay;
    }
    return bill;
}

void ticket_money(int64_t fen, char *text, size_t size) {
    if (fen % 100)
        snprintf(text, size, "%lld.%02d 元", (long long)(fen / 100), (int)(fen % 100));
    else
        snprintf(text, size, "%lld 元", (long long)(fen / 100));
}

static void add_total(struct json_object *lines, const struct choices *choices, const char *service,
                      struct json_object *body) {
    struct ticket_total total;
    char pay[32], price[32], text[96];
    json_object_put(ticket_bill(choices, service, body, &total));
    ticket_money(total.pay, pay, sizeof pay);
    ticket_money(total.price, price, sizeof price);
    if (total.pay < total.price)
        snprintf(text, sizeof text, "补贴后 %s（原价 %s）", pay, price);
    else
        snprintf(text, sizeof text, "%s", pay);
    if (total.price > 0)
        add_detail(lines, "price", "合计", text);
}

/* Which noon the dishes are for, by its date: "tomorrow" is read again tomorrow. */
static void add_noons(struct json_object *lines, const struct choices *choices, struct json_object *body) {
    struct json_object *items = json_child(body, "items");
    for (int after = 0; after < 2; after++) {
        const char *day = after ? "tomorrow-" : "today-";
        char text[CALENDAR_WORDS_SIZE];
        bool any = false;
        for (size_t i = 0; json_object_is_type(items, json_type_array) && i < json_object_array_length(items); i++)
            any |= strncmp(json_text(json_object_array_get_idx(items, i), "id", ""), day, strlen(day)) == 0;
        calendar_date(calendar_midnight(choices->now_ms) + after * (int64_t)CALENDAR_DAY_MS, text);
        char *hour = strrchr(text, ' ');
        if (any && hour) {
            strcpy(hour, " 中饭"); /* in place of " 0:00": there is room */
            add_line(lines, "时间", text);
        }
    }
}

static struct json_object *or_nothing(struct json_object *lines) {
    if (json_object_array_length(lines) > 0)
        return lines;
    json_object_put(lines);
    return NULL;
}

struct json_object *ticket_received(const struct choices *choices, const char *service, struct json_object *body) {
    struct json_object *lines = json_object_new_array();
    if (strcmp(service, "meal") == 0)
        add_noons(lines, choices, body);
    add_total(lines, choices, service, body);
    return or_nothing(lines);
}

/* --- what comes back */

static const char *title_of(const struct choices *choices, const char *step, const char *id) {
    struct json_object *options = json_child(choices_step(choices, "hospital", step), "options");
    return json_text(choices_find(options, id), "title", id);
}

static void add_visit(struct json_object *lines, const struct choices *choices, struct json_object *body,
                      unsigned number) {
    struct json_object *answers = json_child(body, "answers");
    struct clinic_visit visit;
    struct clinic_slot slot;
    struct clinic_doctor doctor;
    char text[128];
    if (!clinic_visit(answers, &visit) || !clinic_slot(json_text(answers, "slot", ""), &slot))
        return;
    clinic_doctor(&visit, slot.doctor, &doctor);
    snprintf(text, sizeof text, "%c%03u", 'A' + (char)(slot.doctor % 26), 1 + number % 80);
    add_line(lines, "就诊号", text);
    calendar_date(slot.at_ms, text); /* it is read again on the day itself, when "tomorrow" would be wrong */
    add_line(lines, "时间", text);
    snprintf(text, sizeof text, "%s %s", doctor.name, doctor.rank);
    add_line(lines, "医生", text);
    snprintf(text, sizeof text, "%s 门诊%u楼 %s", title_of(choices, "place", visit.hospital), 1 + number % 5,
             title_of(choices, "department", visit.department));
    add_detail(lines, "place", "地点", text);
    snprintf(text, sizeof text, "%d 元，刷医保卡", doctor.fee / 100);
    add_detail(lines, "price", "费用", text);
}

struct json_object *ticket_accepted(const struct choices *choices, const char *service, struct json_object *body,
                                    unsigned number) {
    struct json_object *lines = json_object_new_array();
    char text[16];
    if (strcmp(service, "hospital") == 0)
        add_visit(lines, choices, body, number);
    if (order_cart(choices, service)) {
        snprintf(text, sizeof text, "%04u", number % 10000);
        bool meal = strcmp(service, "meal") == 0;
        add_line(lines, meal ? "取餐号" : "订单号", text);
        if (meal)
            add_noons(lines, choices, body);
        add_total(lines, choices, service, body);
    }
    return or_nothing(lines);
}

/* --- reminders */

int64_t ticket_appointment(const char *service, struct json_object *body) {
    struct clinic_slot slot;
    bool known =
        strcmp(service, "hospital") == 0 && clinic_slot(json_text(json_child(body, "answers"), "slot", ""), &slot);
    return known ? slot.at_ms : 0;
}

static struct json_object *choice(const char *id, const char *title) {
    struct json_object *made = json_object_new_object();
    json_put_text(made, "id", id);
    json_put_text(made, "title", title);
    return made;
}

struct json_object *ticket_reminder(const struct choices *choices, struct json_object *body, bool hours_2) {
    struct json_object *notice = json_object_new_object(), *list = json_object_new_array();
    struct json_object *taxi = choice("taxi", "叫车去"), *to = json_object_new_object();
    struct clinic_visit visit;
    char text[WORDS_HEADLINE_SIZE], when[CALENDAR_WORDS_SIZE];
    clinic_visit(json_child(body, "answers"), &visit);
    calendar_words(ticket_appointment("hospital", body), choices->now_ms, when);
    json_put_text(notice, "kind", "reminder");
    snprintf(text, sizeof text, "%s 要去看病", when);
    json_put_text(notice, "title", text);
    snprintf(text, sizeof text, "%s %s。%s", title_of(choices, "place", visit.hospital),
             title_of(choices, "department", visit.department),
             hours_2 ? "还有两个小时，可以准备出门了。" : "请准备好身份证、医保卡和病历。");
    json_put_text(notice, "text", text);
    json_put_text(to, "to", visit.hospital);
    json_put_text(taxi, "service", "taxi");
    json_object_object_add(taxi, "answers", to);
    json_object_array_add(list, taxi);
    json_object_array_add(list, choice("seen", "知道了"));
    json_object_object_add(notice, "choices", list);
    return notice;
}
