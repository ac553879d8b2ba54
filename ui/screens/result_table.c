/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentence, the card of the order (what and when, then where and for how much), what the hotline told in rows, what
 * to bring, and until when it can be cancelled. What the hotline says itself is not said twice. The trap is room: where
 * and for how much go before pages have to be turned, what and when never.
 */
#include "ui/screens/result_table.h"
#include "ui/kit/text_card.h"
#include "ui/order/order_card.h"
#include "ui/screens/result_actions.h"
#include "ui/screens/result_words.h"
#include <string.h>

/* What to bring; "" = nothing, or the hotline's details say it already. */
static const char *papers_to_bring(const struct view *view, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    bool wanted = service && service->papers[0] && status->state >= STATE_ACCEPTED && status->state < STATE_DONE;
    for (size_t i = 0; wanted && i < status->detail_count; i++)
        wanted = strcmp(status->details[i].value, service->papers) != 0;
    return wanted ? service->papers : "";
}

static const char *cancel_limit(const struct view *view, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    return service && result_actions_can_cancel(status) ? service->cancel_note : "";
}

/* What is said elsewhere as well may cost a line, but not the size of all the others. */
static bool is_cheap(int px_with, int px_without) {
    return px_with > 0 && px_with * 10 >= px_without * 9;
}

/* One of the hotline's rows has it. */
static bool is_told(const struct status *status, const char *words) {
    bool told = false;
    for (size_t i = 0; words[0] && i < status->detail_count; i++)
        told = told || strstr(status->details[i].value, words);
    return told;
}

static bool has_role(const struct status *status, enum detail_role role) {
    bool has = false;
    for (size_t i = 0; i < status->detail_count; i++)
        has = has || status->details[i].role == role;
    return has;
}

static const char *joined(const struct view *view, const char *first, const char *second) {
    bool both = first[0] && second[0];
    return scene_keepf(view->scene, "%s%s%s", first, both ? strings_get(view->strings, "result.comma") : "", second);
}

enum { CARD_ROWS = 2 };
/* The first COUNT of its rows: what and when; where and for how much. */
static void add_card(const struct view *view, struct detail_table *table, const struct status *status,
                     const struct order_card *card, int count) {
    const char *what = is_told(status, card->what) ? "" : card->what,
               *when = is_told(status, card->when) ? "" : card->when,
               *where = has_role(status, DETAIL_PLACE) ? "" : card->where,
               *cost = has_role(status, DETAIL_PRICE) ? "" : card->cost;
    const char *label = view_compact(view) && status->detail_count == 0 ? "" : card->title; /* no column for one word */
    if (count > 0)
        detail_table_add(table, label, joined(view, what, when));
    if (count > 1)
        detail_table_add(table, table->count > 0 ? "" : label, joined(view, where, cost));
}

static struct detail_table table_of(const struct view *view, const struct status *status, int card_rows) {
    struct detail_table table = {.words = result_words_sentence(view, status),
                                 .px = view_text(view, SIZE_OPTION),
                                 .least = view_text(view, SIZE_BODY)};
    const struct request_record *record = model_record(view->model, status->id);
    if (record) {
        struct order_card card = order_card_of(view, record);
        add_card(view, &table, status, &card, card_rows);
    }
    for (size_t i = 0; i < status->detail_count; i++)
        detail_table_add(&table, status->details[i].label, status->details[i].value);
    detail_table_add(&table, strings_get(view->strings, "result.papers"), papers_to_bring(view, status));
    if (table.count == 0)
        table.px = text_card_words(view).px;
    return table;
}

bool result_table_fits(const struct view *view, struct rect room, const struct status *status) {
    struct detail_table table = table_of(view, status, 1);
    return detail_table_px(view, room, &table) > 0;
}

struct detail_table result_table(const struct view *view, struct rect room, const struct status *status) {
    struct detail_table table = table_of(view, status, CARD_ROWS);
    for (int rows = CARD_ROWS - 1; rows > 0 && detail_table_px(view, room, &table) == 0; rows--)
        table = table_of(view, status, rows);
    if (detail_table_px(view, room, &table) == 0) /* it takes pages, with or without */
        table = table_of(view, status, CARD_ROWS);
    const char *limit = cancel_limit(view, status);
    int without = limit[0] ? detail_table_px(view, room, &table) : 0;
    table.foot = limit;
    if (limit[0] && !is_cheap(detail_table_px(view, room, &table), without))
        table.foot = NULL;
    return table;
}
