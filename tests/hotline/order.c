/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two kinds of no. What no catalog ever offered is a fault of the box and is refused by name (422). What was offered
 * and has gone since (an hour that somebody else took, a dish that ran out, a kitchen that closed) is nobody's fault:
 * the request is taken, rejected with a sentence a senior understands, and told at which step to choose again.
 * The trap: a call-back carries answers of the box's own ("screen"), which are no steps.
 */
#include "tests/hotline/order.h"

#include "stb-app/base/json.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/clinic.h"
#include "tests/hotline/kitchen.h"

#include <json-c/json_object.h>
#include <json-c/linkhash.h>
#include <stdio.h>
#include <string.h>

struct check {
    const struct choices *choices;
    const struct contract_request *request;
    struct order_lost *lost;
    char *error;
};

static enum order_verdict wrong(const struct check *check, const char *place, const char *reason, const char *id) {
    snprintf(check->error, JSON_ERROR_SIZE, "%s: %s \"%s\"", place, reason, id);
    return ORDER_WRONG;
}

static enum order_verdict lose(const struct check *check, const char *step, const char *headline, const char *message) {
    snprintf(check->lost->step, sizeof check->lost->step, "%s", step);
    snprintf(check->lost->headline, sizeof check->lost->headline, "%s", headline);
    snprintf(check->lost->message, sizeof check->lost->message, "%s", message);
    return ORDER_LOST;
}

/* --- answers */

static enum order_verdict lose_slot(const struct check *check, const char *step) {
    struct clinic_visit visit;
    struct clinic_slot slot;
    char message[WORDS_MESSAGE_SIZE] = "这几天都约满了，请换一家医院，或拨打 62229090。", when[CALENDAR_WORDS_SIZE];
    if (clinic_visit(check->request->answers, &visit) && clinic_next(check->choices, &visit, 0, &slot)) {
        struct clinic_doctor doctor;
        clinic_doctor(&visit, slot.doctor, &doctor);
        calendar_words(slot.at_ms, check->choices->now_ms, when);
        snprintf(message, sizeof message, "最早还有：%s，%s %s。", when, doctor.name, doctor.rank);
    }
    return lose(check, step, "这个时间刚被约走了", message);
}

static enum order_verdict lose_answer(const struct check *check, const char *step, const char *option) {
    char words[CHOICES_WORDS_SIZE], headline[WORDS_HEADLINE_SIZE];
    const char *service = check->request->service;
    if (strcmp(service, "hospital") == 0 && strcmp(step, "slot") == 0)
        return lose_slot(check, step);
    choices_words(check->choices, service, step, check->request->answers, option, words);
    snprintf(headline, sizeof headline, "%.80s 已经没有了", words);
    return lose(check, step, headline, "请换一个，别的都不用再选。");
}

static enum order_verdict check_answer(const struct check *check, const char *step, const char *option) {
    const char *service = check->request->service;
    struct json_object *found = choices_step(check->choices, service, step);
    char place[64];
    snprintf(place, sizeof place, "answers.%s", step);
    if (!found)
        return check->request->kind == FLOW_CALLBACK ? ORDER_OK : wrong(check, place, "there is no step", step);
    if ((strcmp(json_text(found, "kind", ""), "say") == 0 && strcmp(option, CONTRACT_SPOKEN) == 0) ||
        (json_truth(found, "optional", false) && strcmp(option, "none") == 0))
        return ORDER_OK;
    switch (choices_state(check->choices, service, step, check->request->answers, option)) {
    case CHOICE_NEVER:
        return wrong(check, place, "there is no option", option);
    case CHOICE_GONE:
        return lose_answer(check, step, option);
    case CHOICE_OPEN:
        break;
    }
    return ORDER_OK;
}

/* What is wrong comes before what is lost: a box at fault must not be told that it came too late. */
static enum order_verdict check_answers(const struct check *check) {
    enum order_verdict verdict = ORDER_OK;
    if (!check->request->answers)
        return verdict;
    json_object_object_foreach(check->request->answers, step, option) {
        enum order_verdict one = check_answer(check, step, json_object_get_string(option));
        if (one == ORDER_WRONG)
            return one;
        if (one == ORDER_LOST)
            verdict = one;
    }
    return verdict;
}

/* --- items */

struct json_object *order_cart(const struct choices *choices, const char *service) {
    struct json_object *steps = json_child(choices_service(choices, service), "steps");
    for (size_t i = 0; json_object_is_type(steps, json_type_array) && i < json_object_array_length(steps); i++) {
        struct json_object *step = json_object_array_get_idx(steps, i);
        if (strcmp(json_text(step, "kind", ""), "cart") == 0)
            return step;
    }
    return NULL;
}

struct json_object *order_item(const struct choices *choices, const char *service, struct json_object *answers,
                               const char *id, int *left) {
    struct json_object *cart = order_cart(choices, service), *options = json_child(cart, "options");
    if (!options) {
        const char *canteen = strcmp(service, "meal") == 0 ? kitchen_canteen(answers) : NULL;
        return canteen ? kitchen_dish(choices, canteen, id, left) : NULL;
    }
    struct json_object *found = choices_find(options, id);
    *left = json_truth(found, "sold_out", false) ? 0 : 99;
    return json_object_get(found);
}

static enum order_verdict lose_item(const struct check *check, const char *step, struct json_object *item, int left) {
    char headline[WORDS_HEADLINE_SIZE];
    const char *title = json_text(item, "title", ""), *id = json_text(item, "id", "");
    const char *canteen =
        strcmp(check->request->service, "meal") == 0 ? kitchen_canteen(check->request->answers) : NULL;
    bool today = strncmp(id, "today-", 6) == 0;
    int64_t day = check->choices->now_ms + (today ? 0 : CALENDAR_DAY_MS);
    const char *closed = canteen ? kitchen_closed(canteen, day) : NULL;
    if (closed) {
        snprintf(headline, sizeof headline, "这家食堂%s", closed);
        return lose(check, json_text(check->request->answers, "place", "")[0] ? "place" : "canteen", headline,
                    "请换一家食堂，或订别的日子。");
    }
    if (canteen && today && calendar_minutes(check->choices->now_ms) >= KITCHEN_CUTOFF)
        return lose(check, step, "今天的饭菜订到10点半", "今天来不及了，可以订明天的。");
    if (left == 0)
        snprintf(headline, sizeof headline, "%.60s 刚卖完", title);
    else
        snprintf(headline, sizeof headline, "%.60s 只剩 %d 份了", title, left);
    return lose(check, step, headline, "请换一样，别的都给您留着。");
}

static enum order_verdict check_item(const struct check *check, struct json_object *cart, size_t at, int64_t *pay) {
    struct json_object *items = check->request->items, *entry = json_object_array_get_idx(items, at);
    const char *id = json_text(entry, "id", "");
    int64_t quantity = json_integer(entry, "quantity", 0), most = json_integer(cart, "max", 99);
    char place[48];
    int left = 0;
    snprintf(place, sizeof place, "items[%zu]", at);
    for (size_t i = 0; i < at; i++)
        if (strcmp(json_text(json_object_array_get_idx(items, i), "id", ""), id) == 0)
            return wrong(check, place, "is there twice:", id);
    struct json_object *item = order_item(check->choices, check->request->service, check->request->answers, id, &left);
    enum order_verdict verdict = ORDER_OK;
    if (!item)
        verdict = wrong(check, place, "there is no item", id);
    else if (quantity > most)
        verdict = wrong(check, place, "is more than can be ordered of", id);
    else if (left < quantity)
        verdict = lose_item(check, json_text(cart, "id", ""), item, left);
    *pay += quantity * json_integer(item, "pay", json_integer(item, "price", 0));
    json_object_put(item);
    return verdict;
}

/* A cart from elsewhere than this simulator's kitchen is not known here, and is taken as it is. */
static bool is_known(const struct check *check, struct json_object *cart) {
    return json_child(cart, "options") || strcmp(check->request->service, "meal") == 0;
}

static enum order_verdict check_items(const struct check *check) {
    struct json_object *items = check->request->items, *cart = order_cart(check->choices, check->request->service);
    size_t count = items ? json_object_array_length(items) : 0;
    enum order_verdict verdict = ORDER_OK;
    int64_t pay = 0;
    if (!cart)
        return count ? wrong(check, "items", "there is nothing to be bought from", check->request->service) : verdict;
    for (size_t i = 0; i < count && is_known(check, cart); i++) {
        enum order_verdict one = check_item(check, cart, i, &pay);
        if (one == ORDER_WRONG)
            return one;
        if (one == ORDER_LOST)
            verdict = one;
    }
    if (count == 0)
        return wrong(check, "items", "are missing in an order from", check->request->service);
    if (is_known(check, cart) && pay < json_integer(cart, "min_pay", 0))
        return wrong(check, "items", "are less than the minimum of", check->request->service);
    return verdict;
}

/* --- the whole */

enum order_verdict order_check(const struct choices *choices, const struct contract_request *request,
                               struct order_lost *lost, char *error) {
    struct check check = {choices, request, lost, error};
    const char *service = request->service;
    bool person =
        !service[0] || strcmp(service, "person") == 0 || choices_find(json_child(choices->catalog, "topics"), service);
    if (request->kind == FLOW_SOS || !choices->catalog || (request->kind == FLOW_CALLBACK && person))
        return ORDER_OK;
    if (!choices_service(choices, service))
        return wrong(&check, "service", "there is no service", service);
    enum order_verdict answers = check_answers(&check);
    if (answers == ORDER_WRONG || request->kind == FLOW_CALLBACK)
        return answers;
    enum order_verdict items = check_items(&check);
    return items == ORDER_OK ? answers : items;
}
