/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request and what has become of it, for any service: headline, what matters most in the largest type (a plate, the
 * minutes to wait), details, the steps proved so far with their times, and what can be done now.
 */
#include "ui/kit/detail_table.h"
#include "ui/kit/text_card.h"
#include "ui/order/order_words.h"
#include "ui/screens/result_actions.h"
#include "ui/screens/result_minutes.h"
#include "ui/screens/result_plate.h"
#include "ui/screens/result_steps.h"
#include "ui/screens/result_table.h"
#include "ui/screens/result_words.h"
#include <stdio.h>
#include <string.h>

enum { KEPT_MS = 10000 };

struct screen result_screen(const char *request) {
    struct screen screen = {.kind = SCREEN_RESULT, .result = {.kind = REQUEST_SERVICE}};
    snprintf(screen.result.request, sizeof screen.result.request, "%s", request);
    return screen;
}

/* The parent's word on a request just submitted may come before the list that has it. */
static struct status known_status(const struct screen *screen, const struct model *model) {
    const struct status *known = model_request(model, screen->result.request);
    if (known)
        return *known;
    struct status status = {.kind = screen->result.kind, .state = STATE_SAVED, .eta_minutes = -1};
    snprintf(status.id, sizeof status.id, "%s", screen->result.request);
    snprintf(status.service, sizeof status.service, "%s", screen->result.service);
    return status;
}

/* How long it still takes, or how long the hotline's promise still runs, beside the words; returns the width it took.
 */
static int draw_countdown(const struct view *view, struct view_report *report, struct rect inner,
                          const struct status *status, colour panel) {
    int width = inner.w * 34 / 100;
    struct rect box = {inner.x + inner.w - width, inner.y, width, inner.h};
    colour fg = view_colour(view, COLOUR_TEXT);
    int64_t left = result_words_promise_left(view, status);
    if (result_minutes_known(status)) {
        result_minutes_draw_arrival(view, box, status->eta_minutes, fg, panel);
    } else if (left) {
        int minutes = (int)((left + 59999) / 60000);
        result_minutes_draw_promise(view, box, minutes, fg, panel);
        view_redraw_at(report, view->now_ms + left - (minutes - 1) * INT64_C(60000));
    } else {
        return 0;
    }
    return width + view_size(view, SIZE_GAP);
}

static void draw_card(const struct view *view, struct view_report *report, struct rect box, const struct status *status,
                      bool reads_on) {
    struct rect inner = text_card_panel(view, box);
    inner.w -= reads_on ? 0 : draw_countdown(view, report, inner, status, view_colour(view, COLOUR_PANEL));
    struct detail_table table = result_table(view, inner, status);
    table.before = reads_on;
    detail_table_draw(view, report, inner, &table);
}

/* So much to read that it needs the room of the steps, too; the headline says where we are. */
static bool needs_room(const struct view *view, struct rect area, const struct status *status) {
    struct rect room = rect_inset(area, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    room.h -= view_chips_height(view);
    return !result_table_fits(view, room, status);
}

/* For a while, after the question whether to cancel it: that nothing was. */
static struct rect draw_kept(const struct screen *screen, const struct view *view, struct view_report *report,
                             struct rect area, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    int64_t until = screen->result.kept_ms + KEPT_MS;
    if (!screen->result.kept_ms || view->now_ms >= until || request_state_is_final(status->state))
        return area;
    view_redraw_at(report, until);
    return view_banner(
        view, "kept", area, "ok",
        order_words(view, service, status->kind, "result.kept", "service", service ? service->title : "", NULL));
}

/* The order was made a moment ago. */
static bool undoes(const struct screen *screen, const struct view *view, struct view_report *report) {
    int64_t until = screen->shown_ms + screen->result.undo_ms;
    if (!screen->result.undo_ms || view->now_ms >= until)
        return false;
    view_redraw_at(report, until);
    return true;
}

static void result_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}, {"key.tv", "hint.tv"}};
    struct status status = known_status(screen, view->model);
    const struct service *service = service_catalog_find(view->model->catalog, status.service);
    struct header header = {.icon = service                           ? service->icon
                                    : status.kind == REQUEST_CALLBACK ? "person"
                                                                      : "orders",
                            .title = result_words_headline(view, &status),
                            .no_hints = view_compact(view)};
    struct rect area = view_header(view, report, &header);
    bool open = request_state_is_proved(status.state) && !request_state_is_final(status.state);
    if (view->model->link != LINK_CONNECTED && open) /* what was not sent says so in its sentence */
        area = view_banner(view, "offline", area, "offline", strings_get(view->strings, "result.offline"));
    area = draw_kept(screen, view, report, area, &status);
    struct chip steps[RESULT_STEPS_MAX];
    size_t count = result_steps_collect(view, &status, steps);
    area = result_actions_buttons(view, report, area, &status, screen->result.unasked, undoes(screen, view, report));
    const struct status_detail *plate = result_plate_find(&status);
    bool reads_on = plate && view->text_page > 0; /* what was below the plate: all the room is for that */
    bool told = plate && view_compact(view) && result_words_has_message(&status); /* beside it, not a page further */
    if (!reads_on && !told && (plate || !needs_room(view, area, &status)))
        area = view_chips(view, area, steps, count, false);
    if (plate && !reads_on)
        result_plate_draw(view, report, area, &status, plate);
    else
        draw_card(view, report, area, &status, reads_on);
    if (!view_compact(view))
        view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome result_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    (void)shown;
    (void)now_ms;
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    struct status status = known_status(screen, model);
    struct outcome out = result_actions_act(model, &status, screen->focus);
    bool interrupted =
        screen->result.kind == REQUEST_CALLBACK && !screen->result.unasked; /* a call lies on what it interrupted */
    return out.kind == OUTCOME_HOME && interrupted ? screen_outcome(OUTCOME_BACK) : out;
}

const struct screen_class result_class = {"result", result_draw, result_act};
