/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: OK said aloud, or a number, may be television's, or a visitor's. Where OK sends something, answers or takes
 * something back, only the hand does it.
 */
#include "ui/nav/carry_intent.h"

#include "ui/kit/setting_row.h"
#include "ui/nav/commands.h"

#include <string.h>

/* Screens on which OK and digits only choose where to go. */
static bool is_harmless(enum screen_kind kind) {
    return kind == SCREEN_HOME || kind == SCREEN_STEP || kind == SCREEN_CART || kind == SCREEN_ORDERS ||
           kind == SCREEN_MORE || kind == SCREEN_NOTICES || kind == SCREEN_SETTINGS || kind == SCREEN_ABOUT;
}

static void open_order(struct screen_layers *layers, const struct intent *intent) {
    struct request_item item = {.quantity = 1};
    memcpy(item.id, intent->item, sizeof item.id);
    struct screen next = order_flow_open_order(layers->setup->model, intent->service, intent->answers,
                                               intent->answer_count, &item, intent->item[0] ? 1 : 0);
    if (next.kind == SCREEN_CONFIRM)
        next.confirm.trigger = TRIGGER_VOICE;
    layers->depth = 1;
    screen_layers_push(layers, &next);
}

static void open_orders(struct screen_layers *layers) {
    struct screen next = orders_screen();
    layers->depth = 1;
    screen_layers_push(layers, &next);
}

static void change_size(const struct screen_layers *layers, int by) {
    struct ipc_set set;
    if (setting_row_turn(SETTING_TEXT, layers->setup->model, by, false, &set))
        commands_set(layers->setup, &set);
}

/* The last row that is seen, or the first: one further is the next page. */
static enum action turn_page(struct screen *screen, const struct scene *shown, bool next) {
    const char *row = NULL;
    for (size_t i = 0; i < shown->item_count; i++)
        if (shown->items[i].focusable && shown->items[i].role == ROLE_OPTION && (next || !row))
            row = shown->items[i].id;
    if (row)
        screen_focus(screen, row);
    return next ? ACTION_DOWN : ACTION_UP;
}

enum action carry_intent(struct screen_layers *layers, const struct intent *intent, const struct scene *shown) {
    struct screen *screen = screen_layers_top(layers);
    bool list = screen->kind == SCREEN_STEP || screen->kind == SCREEN_CART;
    switch (intent->kind) {
    case INTENT_ORDER:
        open_order(layers, intent);
        return ACTION_NONE;
    case INTENT_CHOICE:
        if (list)
            screen_focus(screen, intent->option);
        return list ? ACTION_OK : ACTION_NONE;
    case INTENT_PLACE:
        return is_harmless(screen->kind) ? (enum action)(ACTION_DIGIT_0 + intent->number) : ACTION_NONE;
    case INTENT_SOS:
        commands_sos(layers->setup, IPC_SOS_PRESS);
        return ACTION_NONE;
    case INTENT_OK:
        return is_harmless(screen->kind) ? ACTION_OK : ACTION_NONE;
    case INTENT_BACK:
        return screen->kind == SCREEN_NOTICE || screen->kind == SCREEN_DIALOG ? ACTION_NONE : ACTION_BACK;
    case INTENT_NEXT:
    case INTENT_BEFORE:
        return turn_page(screen, shown, intent->kind == INTENT_NEXT);
    case INTENT_HOME:
        return ACTION_SERVICE;
    case INTENT_PERSON:
        return ACTION_PERSON;
    case INTENT_TV:
        return ACTION_TV;
    case INTENT_ORDERS:
        open_orders(layers);
        return ACTION_NONE;
    case INTENT_BIGGER:
    case INTENT_SMALLER:
        change_size(layers, intent->kind == INTENT_BIGGER ? 1 : -1);
        return ACTION_NONE;
    default: /* REPEAT: the screen that comes back is read aloud */
        return ACTION_NONE;
    }
}
