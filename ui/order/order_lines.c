/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/order/order_lines.h"
#include "ui/kit/format_date.h"
#include "ui/kit/format_money.h"
#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 1024, ITEMS_NAMED = 12, ITEMS_NAMED_SHORT = 3 };

void order_lines_cart(struct order_lines_cart *cart, const struct view *view, const struct order *order,
                      const struct service *service) {
    size_t at = 0, count = order_flow_items(view->model, order, service, cart->items);
    const struct service_step *step = order_flow_cart(service, &at);
    cart->count = 0;
    cart->unit = step ? step->unit : "";
    if (!step)
        return;
    struct order_flow_options list = order_flow_options(view->model, order, service, at);
    for (size_t i = 0; i < count; i++)
        for (size_t o = 0; o < list.count; o++) {
            if (strcmp(list.options[o].id, cart->items[i].id) != 0)
                continue;
            cart->items[cart->count] = cart->items[i];
            cart->options[cart->count++] = &list.options[o];
            break;
        }
}

const char *order_lines_item(const struct view *view, const struct order_lines_cart *cart, size_t i, bool money) {
    const struct service_option *option = cart->options[i];
    char words[FORMAT_MONEY_SIZE] = "";
    if (money && option->price >= 0)
        format_money_words(words, view->strings, (int64_t)option->pay * cart->items[i].quantity);
    return scene_keepf(view->scene, "%s %d%s%s%s", option->title, cart->items[i].quantity, cart->unit,
                       words[0] ? " " : "", words);
}

/* The first MOST of them. */
static void write_items(char *out, size_t size, const struct view *view, const struct order *order,
                        const struct service *service, size_t most) {
    struct order_lines_cart cart;
    size_t used = 0;
    order_lines_cart(&cart, view, order, service);
    for (size_t i = 0; i < cart.count && i < most && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? strings_get(view->strings, "list.comma") : "",
                                 order_lines_item(view, &cart, i, true));
    if (cart.count > most && used < size)
        snprintf(out + used, size - used, "%s",
                 view_words(view, "confirm.and_more", "n", view_number(view, (int64_t)cart.count), NULL));
}

static void write_total(char *out, size_t size, const struct view *view, const struct order *order,
                        const struct service *service) {
    struct order_flow_sum sum = order_flow_sum(view->model, order, service);
    char pay[FORMAT_MONEY_SIZE], price[FORMAT_MONEY_SIZE];
    format_money_words(pay, view->strings, sum.pay);
    format_money_write(price, view->strings, sum.price);
    if (sum.priced)
        strings_fill(view->strings, out, size, sum.pay < sum.price ? "confirm.total.subsidy" : "confirm.total.plain",
                     "pay", pay, "price", price, NULL);
}

/* What the household's profile has under TOKEN; false = it is none of its own. */
static bool write_profile(char *out, size_t size, const struct view *view, const char *token, bool notes) {
    const struct profile *profile = &view->model->profile;
    if (strcmp(token, "home") == 0 && profile->address_count > 0)
        snprintf(out, size, "%s%s%s", profile->addresses[0].title, notes ? " " : "",
                 notes ? profile->addresses[0].text : "");
    else if (strcmp(token, "home") == 0)
        snprintf(out, size, "%s", strings_get(view->strings, "confirm.home"));
    else if (strcmp(token, "name") == 0)
        snprintf(out, size, "%s", profile->name);
    else if (strcmp(token, "phone") == 0)
        snprintf(out, size, "%s", profile->phone);
    else
        return false;
    return true;
}

/* The words for {TOKEN}: of the profile, or what was chosen in that step. */
static void expand_token(char *out, size_t size, const struct order *order, const struct view *view,
                         const struct service *service, const char *token, bool notes) {
    const struct service_option *option = order_flow_chosen(view->model, order, service, token);
    const struct service_step *step = service_step(service, token);
    const char *answer = order_flow_answer(order, token);
    out[0] = 0;
    if (strcmp(token, "total") == 0)
        write_total(out, size, view, order, service);
    else if (step && step->kind == STEP_CART)
        write_items(out, size, view, order, service, notes ? ITEMS_NAMED : ITEMS_NAMED_SHORT);
    else if (answer && strcmp(answer, REQUEST_SPOKEN) == 0)
        strings_fill(view->strings, out, size, "note.spoken.long", "n", view_number(view, order->voice_s), NULL);
    else if (step && answer && !option && strcmp(answer, SERVICE_NONE) != 0)
        snprintf(out, size, "…"); /* the hotline is being asked what that is */
    if (out[0] || write_profile(out, size, view, token, notes) || !option)
        return;
    snprintf(out, size, "%s%s%s", format_date_slot(view, option), notes && option->note[0] ? " · " : "",
             notes ? option->note : "");
}

const char *order_lines_expand(const struct view *view, const struct order *order, const struct service *service,
                               const char *text, bool notes) {
    char line[LINE_SIZE] = "", token[REQUEST_NAME_SIZE], words[LINE_SIZE];
    size_t used = 0;
    while (*text && used + 1 < sizeof line) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (end && (size_t)(end - text) <= sizeof token) {
            snprintf(token, sizeof token, "%.*s", (int)(end - text - 1), text + 1);
            char *fallback = strchr(token, '|'); /* {from|home}: what stands there if from was not asked */
            if (fallback)
                *fallback++ = 0;
            expand_token(words, sizeof words, order, view, service, token, notes);
            if (!words[0] && fallback)
                expand_token(words, sizeof words, order, view, service, fallback, notes);
            used += (size_t)snprintf(line + used, sizeof line - used, "%s", words);
            text = end + 1;
        } else {
            line[used++] = *text++;
            line[used] = 0;
        }
    }
    return scene_keep(view->scene, line);
}

bool order_lines_is_cart(const struct service *service, const char *text) {
    char token[REQUEST_NAME_SIZE + 2];
    size_t at = 0;
    const struct service_step *step = order_flow_cart(service, &at);
    snprintf(token, sizeof token, "{%.47s}", step ? step->id : "");
    return step && strcmp(text, token) == 0;
}
