/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was asked for lately: the newest ten, each with its state in plain words and its age; OK opens the screen that
 * follows it. The list comes from the model as it is, newest first; a new one never moves the focus.
 */
#include "ui/screen.h"
#include <stdio.h>
#include <string.h>

enum { ORDERS_MAX = 10, ROWS_MAX = 6 };

struct screen orders_screen(void) {
    return (struct screen){.kind = SCREEN_ORDERS};
}

static size_t order_count(const struct model *model) {
    return model->request_count < ORDERS_MAX ? model->request_count : ORDERS_MAX;
}

static const char *age(struct view *view, int64_t created_ms) {
    int64_t minutes = (view->wall_ms - created_ms) / 60000;
    if (minutes < 1)
        return strings_get(view->strings, "age.now");
    if (minutes < 60)
        return view_words(view, "age.minutes", "n", view_number(view, minutes), NULL);
    if (minutes < 24 * 60)
        return view_words(view, "age.hours", "n", view_number(view, minutes / 60), NULL);
    return view_words(view, "age.days", "n", view_number(view, minutes / (24 * 60)), NULL);
}

static const char *state_words(struct view *view, const struct status *status) {
    char key[48];
    if (status->cancel_asked && !state_is_final(status->state))
        return strings_get(view->strings, "state.cancelling");
    snprintf(key, sizeof key, "state.%s", request_state_name(status->state));
    return strings_get(view->strings, key);
}

static const char *order_title(struct view *view, const struct status *status, const char **icon) {
    const struct service *service = catalogue_find(view->model->catalogue, status->service);
    *icon = status->kind == REQUEST_CALLBACK ? "person" : service ? service->icon : "orders";
    if (status->kind == REQUEST_CALLBACK)
        return strings_get(view->strings, "service.callback");
    return service ? service->title : status->service;
}

static void draw_row(struct view *view, const struct status *status, struct rect box, size_t digit) {
    const char *icon, *title = order_title(view, status, &icon);
    struct scene_item *item = view_choice(view, status->id, ROLE_OPTION, box, view_colour(view, COLOUR_ROW),
                                          view_colour(view, COLOUR_ROW_FOCUS));
    if (!item)
        return;
    bool focused = view_focused(view, status->id);
    item->bg = view_colour(view, focused ? COLOUR_ROW_FOCUS : COLOUR_ROW);
    int pad = view_px(view, 26), small = view_text(view, SIZE_SMALL), disc = small + view_px(view, 28),
        px = view_text(view, SIZE_OPTION);
    colour badge = view_colour(view, COLOUR_BADGE);
    struct rect round = {box.x + pad, box.y + (box.h - disc) / 2, disc, disc};
    view_round(view, "", ROLE_NONE, round, disc / 2, badge);
    struct words how = {.px = small,
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_put(view, "digit", ROLE_BADGE, round, &how, view_number(view, (int64_t)digit));
    int left = round.x + disc + pad;
    view_icon(view, icon, (struct rect){left, box.y + (box.h - px) / 2, px, px}, item->fg, item->bg);
    left += px + view_px(view, 20);
    int room = box.x + box.w - pad - left;
    struct words name = {.px = px, .least = view_text(view, SIZE_HINT), .lines = 1, .weight = TEXT_BOLD};
    struct fit fit = view_fit(view, &name, title, room * 2 / 5, 0);
    item->words = scene_keep(view->scene, title);
    item->words_box = (struct rect){left, box.y + (box.h - fit.height) / 2, fit.width, fit.height};
    item->style = fit.style;
    struct words note = {.px = small,
                         .least = view_text(view, SIZE_HINT),
                         .lines = 1,
                         .align = TEXT_RIGHT,
                         .middle = true,
                         .fg = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM),
                         .bg = item->bg};
    struct rect rest = {left + fit.width + pad, box.y, room - fit.width - pad, box.h};
    const char *state = state_words(view, status), *when = age(view, status->created_at_ms);
    const char *both = scene_keepf(view->scene, "%s · %s", state, when);
    view_put(view, "state", ROLE_TEXT, rest, &note, view_fit(view, &note, both, rest.w, rest.h).whole ? both : state);
}

static void draw_empty(struct view *view, struct rect area) {
    struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    area = view_buttons(view, area, &back, 1);
    view_round(view, "", ROLE_NONE, area, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    struct words how = {.px = view_text(view, SIZE_OPTION),
                        .least = view_text(view, SIZE_BODY),
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = view_colour(view, COLOUR_PANEL)};
    view_put(view, "text", ROLE_TEXT, rect_inset(area, view_px(view, 60), view_px(view, 30)), &how,
             strings_get(view->strings, "orders.empty"));
}

static size_t index_of(const struct screen *screen, const struct model *model) {
    for (size_t i = 0; i < order_count(model); i++)
        if (strcmp(model->requests[i].id, screen->focus) == 0)
            return i;
    return 0;
}

static void orders_draw(const struct screen *screen, struct view *view) {
    static const struct hint hints[] = {{"key.ok", "hint.open"}, {"key.back", "hint.back"}, {"@person", "hint.person"}};
    size_t count = order_count(view->model);
    struct rect area =
        view_header(view, &(struct header){.icon = "orders", .title = strings_get(view->strings, "orders.title")});
    if (count == 0)
        draw_empty(view, area);
    int gap = view_px(view, 14),
        height = text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}) + view_px(view, 36);
    size_t rows = (size_t)((area.h + gap) / (height + gap)), at = index_of(screen, view->model);
    rows = rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
    if (rows < count) { /* room for the line that says where we are */
        struct words how = {.px = view_text(view, SIZE_SMALL),
                            .fg = view_colour(view, COLOUR_TEXT_DIM),
                            .bg = view_colour(view, COLOUR_GROUND_TOP),
                            .least = view_text(view, SIZE_HINT),
                            .lines = 1};
        int line = text_line_height((struct text_style){.px = how.px});
        const char *words = view_words(view, "list.position", "n", view_number(view, (int64_t)at + 1), "count",
                                       view_number(view, (int64_t)count), NULL);
        view_put(view, "position", ROLE_TEXT, (struct rect){area.x, area.y - view_px(view, 10), area.w, line}, &how,
                 words);
        area.y += line;
        area.h -= line;
        rows = (size_t)((area.h + gap) / (height + gap));
        rows = rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
    }
    size_t first = at / rows * rows;
    view->page_rows = (int)rows;
    for (size_t i = 0; i < rows && first + i < count; i++)
        draw_row(view, &view->model->requests[first + i],
                 (struct rect){area.x, area.y + (int)i * (height + gap), area.w, height}, i + 1);
    view_hints(view, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome orders_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    size_t count = order_count(model), at = index_of(screen, model), to = at;
    int digit = action_digit(action);
    (void)now_ms;
    if (count == 0)
        return outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    if (action == ACTION_UP || action == ACTION_DOWN) {
        to = action == ACTION_UP ? at - (at > 0) : at + (at + 1 < count);
        screen_focus(screen, model->requests[to].id);
        return outcome(to == at ? OUTCOME_BUMP : OUTCOME_CHANGED);
    }
    if (digit >= 1 && (size_t)digit <= focus_count(shown))
        screen_focus(screen, focus_at(shown, (size_t)digit - 1)->id);
    else if (action != ACTION_OK)
        return outcome(OUTCOME_NONE);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = result_screen(screen->focus)};
}

const struct screen_class orders_class = {"orders", orders_draw, orders_act};
