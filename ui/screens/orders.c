/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was asked for lately: the newest ten, each with what it was, its state in plain words and its age; OK opens the
 * screen that follows it. The row after them leads to the notices. The list comes from the model as it is, newest
 * first; a new one never moves the focus.
 */
#include "ui/kit/list.h"
#include "ui/kit/text_card.h"
#include "ui/order/list_placeholder.h"
#include "ui/order/order_card.h"
#include <stdio.h>
#include <string.h>

enum { REQUEST_LOG_MAX = 10 };

struct screen orders_screen(void) {
    return (struct screen){.kind = SCREEN_ORDERS};
}

static size_t order_count(const struct model *model) {
    return model->request_count < REQUEST_LOG_MAX ? model->request_count : REQUEST_LOG_MAX;
}

static const char *state_words(const struct view *view, const struct status *status) {
    char key[48];
    if (status->cancel_asked && !request_state_is_final(status->state))
        return strings_get(view->strings, "state.cancelling");
    bool saved = status->state != STATE_SAVED || !status->not_stored;
    snprintf(key, sizeof key, "state.%s", request_state_name(saved ? status->state : STATE_SENDING));
    return strings_get(view->strings, key);
}

/* "热线已收到 · 9:40 前给您回话"; of one in which nothing is due, how old it is. */
static const char *order_note(const struct view *view, const struct status *status, const struct order_card *card) {
    const char *state = state_words(view, status);
    return card->next[0] ? scene_keepf(view->scene, "%s · %s", state, card->next)
                         : view_with_age(view, state, status->created_at_ms);
}

static struct list_row order_row(const struct view *view, const struct request_record *record) {
    struct order_card card = order_card_of(view, record);
    const char *line = order_card_line(view, &card), *title = card.title;
    if (line[0])
        title = view_words(view, "orders.row", "service", card.title, "what", line, NULL);
    return (struct list_row){
        .id = record->status.id, .title = title, .note = order_note(view, &record->status, &card), .icon = card.icon};
}

static void draw_empty(const struct view *view, struct view_report *report, struct rect area) {
    struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    area = view_buttons(view, area, &back, 1);
    text_card_draw(view, report, area,
                   &(struct text_card){.icon = "orders", .words = strings_get(view->strings, "orders.empty")});
}

/* The last row: what the hotline sent, and whether some of it still waits for an answer. */
static struct list_row notices_row(const struct view *view) {
    const char *note = "orders.notices.note";
    for (size_t i = 0; i < view->model->notice_count; i++)
        if (!view->model->notices[i]->answered[0])
            note = "notices.open";
    return (struct list_row){.id = "notices",
                             .title = strings_get(view->strings, "orders.notices"),
                             .note = strings_get(view->strings, note),
                             .icon = "notice"};
}

static void orders_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.ok", "hint.open"}, {"key.back", "hint.back"}, {"key.person", "hint.person"}};
    struct list_row rows[REQUEST_LOG_MAX + 1];
    size_t count = order_count(view->model);
    struct rect area = view_header(
        view, report, &(struct header){.icon = "orders", .title = strings_get(view->strings, "orders.title")});
    for (size_t i = 0; i < count; i++)
        rows[i] = order_row(view, view->model->requests[i]);
    if (view->model->notice_count > 0)
        rows[count++] = notices_row(view);
    if (count > 0) {
        area = list_placeholder_line(view, area);
        struct list_place place = list_draw(view, report, screen, list_line_room(view, report, area), rows, count);
        list_line(view, report, area, &place, NULL);
    } else {
        draw_empty(view, report, area);
    }
    view_hints(view, report, count > 0 ? hints : hints + 1, count > 0 ? 3 : 2);
}

static struct outcome orders_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    const char *ids[REQUEST_LOG_MAX + 1];
    size_t count = order_count(model);
    bool chosen;
    (void)now_ms;
    for (size_t i = 0; i < count; i++)
        ids[i] = model->requests[i]->status.id;
    if (model->notice_count > 0)
        ids[count++] = "notices";
    if (count == 0)
        return screen_outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    const char *id = list_act(screen, shown, ids, count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    if (!chosen)
        return screen_outcome(OUTCOME_CHANGED);
    bool notices = strcmp(id, "notices") == 0;
    return (struct outcome){.kind = OUTCOME_OPEN, .next = notices ? notices_screen() : result_screen(id)};
}

const struct screen_class orders_class = {"orders", orders_draw, orders_act};
