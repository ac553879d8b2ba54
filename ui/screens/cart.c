/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groceries and dishes with their quantities: UP and DOWN go through the rows, RIGHT and OK take one more, LEFT one
 * less; below the page stand the buttons that leave it. Of several groups the first page lists the groups. Nothing here
 * orders anything: a hand that trembles changes a number that stands there in large type, and the confirm screen comes.
 *
 * The trap: what is offered may change while it is chosen. An item that is sold out or gone stays in the cart, is not
 * counted, and does not go on to the confirm screen. The cart itself is kept as a draft at each change
 * (screen_stack.c).
 */
#include "ui/screens/cart.h"
#include "ui/kit/list.h"
#include "ui/order/list_placeholder.h"
#include "ui/order/reorder.h"
#include <stdio.h>
#include <string.h>

static bool stocked(const struct order_flow_options *list, const char *group) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->options[i].group, group) == 0)
            return true;
    return false;
}

/* What can be repeated. */
static void find_last(struct cart *cart, const struct model *model) {
    size_t last = reorder_request(model, cart->service);
    if (last == MODEL_REQUESTS_MAX)
        return;
    cart->last = model->requests[last]->request.items;
    cart->last_count = model->requests[last]->request.item_count;
}

static const struct service_option *find(const struct cart *cart, const char *id) {
    for (size_t i = 0; i < cart->list.count; i++)
        if (strcmp(cart->list.options[i].id, id) == 0)
            return &cart->list.options[i];
    return NULL;
}

bool cart_is_of_other_day(const struct cart *cart, const struct service_option *option) {
    return cart->day[0] && option->day[0] && strcmp(cart->day, option->day) != 0;
}

/* Of the first thing in the basket that can still be had. */
static const char *basket_day(const struct cart *cart, const struct order *order) {
    for (size_t i = 0; i < order->item_count; i++) {
        const struct service_option *option = find(cart, order->items[i].id);
        if (option && service_option_open(option))
            return option->day;
    }
    return "";
}

static bool can_repeat(const struct cart *cart) {
    for (size_t i = 0; i < cart->last_count; i++) {
        const struct service_option *option = find(cart, cart->last[i].id);
        if (option && service_option_open(option))
            return true;
    }
    return false;
}

bool cart_read(struct cart *cart, const struct model *model, const struct screen_step *at) {
    *cart = (struct cart){.service = service_catalog_find(model->catalog, at->order.service)};
    if (!cart->service || at->index >= cart->service->step_count || cart->service->steps[at->index].kind != STEP_CART)
        return false;
    cart->step = &cart->service->steps[at->index];
    cart->list = order_flow_options(model, &at->order, cart->service, at->index);
    for (size_t i = 0; i < cart->step->group_count && cart->shelf_count < 8; i++)
        if (stocked(&cart->list, cart->step->groups[i].id))
            cart->shelves[cart->shelf_count++] = &cart->step->groups[i];
    bool known_group = at->group[0] && stocked(&cart->list, at->group);
    cart->groups = cart->shelf_count > 1 && !known_group;
    for (size_t i = 0; i < cart->list.count && cart->count < CART_MAX; i++)
        if (!known_group || strcmp(cart->list.options[i].group, at->group) == 0)
            cart->items[cart->count++] = &cart->list.options[i];
    cart->day = basket_day(cart, &at->order);
    cart->page_day = cart->count > 0 ? cart->items[0]->day : "";
    cart->sum = order_flow_cart_sum(model, &at->order, cart->service);
    find_last(cart, model);
    if (at->order.item_count > 0 || !can_repeat(cart))
        cart->last_count = 0;
    return true;
}

int cart_quantity(const struct order *order, const char *item) {
    for (size_t i = 0; i < order->item_count; i++)
        if (strcmp(order->items[i].id, item) == 0)
            return order->items[i].quantity;
    return 0;
}

int cart_pieces(const struct cart *cart, const struct order *order, const char *group) {
    int pieces = 0;
    for (size_t i = 0; i < cart->list.count; i++)
        if (strcmp(cart->list.options[i].group, group) == 0 && service_option_open(&cart->list.options[i]))
            pieces += cart_quantity(order, cart->list.options[i].id);
    return pieces;
}

int64_t cart_lacks(const struct cart *cart) {
    return cart->sum.pay < cart->step->min_pay ? cart->step->min_pay - cart->sum.pay : 0;
}

/* --- keys */

static void set_quantity(struct order *order, const char *id, int quantity) {
    size_t at = 0;
    while (at < order->item_count && strcmp(order->items[at].id, id) != 0)
        at++;
    if (quantity > 0) {
        order->item_count += at == order->item_count;
        snprintf(order->items[at].id, sizeof order->items[at].id, "%.47s", id);
        order->items[at].quantity = quantity;
    } else if (at < order->item_count) {
        order->item_count--;
        memmove(&order->items[at], &order->items[at + 1], (order->item_count - at) * sizeof order->items[0]);
    }
}

static struct outcome change(struct screen *screen, const struct cart *cart, const char *id, int by) {
    const struct service_option *option = find(cart, id);
    struct order *order = &screen->step.order;
    int before = cart_quantity(order, id), after = before + by;
    int most = cart->step->most < 1 ? 1 : cart->step->most > 99 ? 99 : cart->step->most;
    if (option && option->left >= 0 && option->left < most)
        most = option->left;
    bool full = before == 0 && order->item_count == REQUEST_ITEMS_MAX;
    if (!option || after < 0 || (by > 0 && (after > most || !service_option_open(option) || full)))
        return screen_outcome(OUTCOME_BUMP);
    if (by > 0 && cart_is_of_other_day(cart, option))
        return screen_outcome(OUTCOME_BUMP);
    set_quantity(order, id, after);
    screen->step.choice_lost = false;
    return screen_outcome(OUTCOME_CHANGED);
}

/* What can be had, into ORDER; false = it is not enough to go on with. */
static bool pack(struct order *order, const struct model *model, const struct order *from, const struct cart *cart) {
    if (cart->sum.pieces == 0 || cart_lacks(cart) > 0)
        return false;
    *order = *from;
    order->item_count = order_flow_items(model, from, cart->service, order->items);
    order->cart_done = true;
    return true;
}

static struct outcome leave(const struct model *model, const struct screen *screen, const struct cart *cart) {
    struct order order;
    if (!pack(&order, model, &screen->step.order, cart))
        return screen_outcome(OUTCOME_BUMP);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_next(model, &order, cart->service)};
}

/* The cart of last time, and how it came. */
static struct outcome repeat(const struct model *model, struct screen *screen, const struct cart *cart) {
    struct cart filled;
    struct reorder reorder;
    for (size_t i = 0; i < cart->last_count; i++) {
        const struct service_option *option = find(cart, cart->last[i].id);
        filled = *cart;
        filled.day = basket_day(cart, &screen->step.order);
        if (option && service_option_open(option) && !cart_is_of_other_day(&filled, option))
            set_quantity(&screen->step.order, option->id, cart->last[i].quantity);
    }
    screen_focus(screen, CART_CHECKOUT);
    if (!cart_read(&filled, model, &screen->step))
        return screen_outcome(OUTCOME_BUMP);
    if (!pack(&reorder.order, model, &screen->step.order, &filled))
        return screen_outcome(OUTCOME_CHANGED); /* not enough any more: it stands there */
    reorder_fill(model, cart->service, &reorder);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_next(model, &reorder.order, cart->service)};
}

static struct outcome open_group(struct screen *screen, const char *group) {
    snprintf(screen->step.group, sizeof screen->step.group, "%.47s", group);
    screen->focus[0] = 0;
    screen->focus_place = screen->pages.first = 0;
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome leave_group(struct screen *screen) {
    char group[REQUEST_NAME_SIZE];
    snprintf(group, sizeof group, "%s", screen->step.group);
    open_group(screen, "");
    screen_focus(screen, group);
    return screen_outcome(OUTCOME_CHANGED);
}

static bool is_button(const char *id) {
    return strcmp(id, CART_CHECKOUT) == 0 || strcmp(id, CART_AGAIN) == 0 || strcmp(id, CART_NEXT) == 0 ||
           strcmp(id, CART_BEFORE) == 0;
}

static struct outcome act_on_button(struct screen *screen, const struct model *model, const struct cart *cart,
                                    const struct scene *shown, enum action action) {
    size_t rows = screen->pages.rows > 0 ? (size_t)screen->pages.rows : 1;
    if (action == ACTION_UP) { /* the row just above, whatever stands nearest */
        const struct scene_item *above = NULL;
        for (size_t i = 0; i < shown->item_count; i++)
            if (shown->items[i].focusable && !is_button(shown->items[i].id))
                above = &shown->items[i];
        if (above)
            screen_focus(screen, above->id);
        return screen_outcome(above ? OUTCOME_CHANGED : OUTCOME_BUMP);
    }
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (strcmp(screen->focus, CART_AGAIN) == 0)
        return repeat(model, screen, cart);
    if (strcmp(screen->focus, CART_CHECKOUT) == 0)
        return leave(model, screen, cart);
    if (strcmp(screen->focus, CART_NEXT) == 0 && screen->pages.first + rows < cart->count)
        screen->pages.first += rows;
    else if (strcmp(screen->focus, CART_BEFORE) == 0 && screen->pages.first > 0)
        screen->pages.first--; /* the page of the row before; it may have other than so many rows */
    return screen_outcome(OUTCOME_CHANGED);
}

/* Who has chosen something goes on with it; who has not looks at what else there is. */
static struct outcome to_buttons(struct screen *screen, const struct cart *cart, const struct scene *shown) {
    bool more = focus_find(shown, CART_NEXT) != NULL, chosen = cart->sum.pieces > 0 && cart_lacks(cart) == 0;
    screen_focus(screen, more && !chosen ? CART_NEXT : CART_CHECKOUT);
    return screen_outcome(OUTCOME_CHANGED);
}

/* The row of the page that a digit names; NULL = none. */
static const char *row_of_digit(const struct scene *shown, enum action action) {
    int digit = action_digit(action);
    size_t rows = 0;
    for (size_t i = 0; i < shown->item_count; i++)
        rows += shown->items[i].focusable && !is_button(shown->items[i].id);
    return digit >= 1 && (size_t)digit <= rows ? focus_at(shown, (size_t)digit - 1)->id : NULL;
}

static struct outcome act_on_groups(struct screen *screen, const struct cart *cart, const struct scene *shown,
                                    enum action action) {
    const char *ids[8];
    bool chosen;
    for (size_t i = 0; i < cart->shelf_count; i++)
        ids[i] = cart->shelves[i]->id;
    if (cart->shelf_count > 0 && action == ACTION_DOWN && strcmp(screen->focus, ids[cart->shelf_count - 1]) == 0)
        return to_buttons(screen, cart, shown);
    const char *id = list_act(screen, shown, ids, cart->shelf_count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    if (chosen)
        return open_group(screen, id);
    screen_focus(screen, id);
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome act_on_items(struct screen *screen, const struct cart *cart, const struct scene *shown,
                                   enum action action) {
    size_t place = focus_place(shown, screen->focus), rows = 0;
    for (size_t i = 0; i < shown->item_count; i++)
        rows += shown->items[i].focusable && !is_button(shown->items[i].id);
    if (action == ACTION_LEFT)
        return change(screen, cart, screen->focus, -1);
    if (action == ACTION_RIGHT || action == ACTION_OK)
        return change(screen, cart, screen->focus, 1);
    if (action == ACTION_DOWN && place + 1 >= rows)
        return to_buttons(screen, cart, shown);
    if (action != ACTION_UP && action != ACTION_DOWN)
        return screen_outcome(OUTCOME_NONE);
    if (action == ACTION_UP && place == 0)
        return screen_outcome(OUTCOME_BUMP);
    screen_focus(screen, focus_at(shown, action == ACTION_UP ? place - 1 : place + 1)->id);
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome cart_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    struct cart cart;
    (void)now_ms;
    if (!cart_read(&cart, model, &screen->step))
        return screen_outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    if (!cart.list.known || cart.list.count == 0)
        return list_placeholder_act(screen, action);
    if (action == ACTION_BACK && screen->step.group[0] && !cart.groups)
        return leave_group(screen);
    const char *row = row_of_digit(shown, action);
    if (row && cart.groups)
        return open_group(screen, row);
    if (row) {
        screen_focus(screen, row);
        return change(screen, &cart, row, 1);
    }
    if (is_button(screen->focus))
        return act_on_button(screen, model, &cart, shown, action);
    return cart.groups ? act_on_groups(screen, &cart, shown, action) : act_on_items(screen, &cart, shown, action);
}

const struct screen_class cart_class = {"cart", cart_draw, cart_act};
