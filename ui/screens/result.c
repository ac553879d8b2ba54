/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request and what has become of it, for any service: headline, what matters most in the largest type (a plate, the
 * minutes to wait), details, the steps proved so far with their times, and what can be done now.
 *
 * The trap is honesty: before the hotline's answer the words only say what the box did; after that its own headline
 * and message come first. A cancel that was asked for is shown as asked for until the hotline says it is done.
 */
#include "ui/kit/detail_table.h"
#include "ui/kit/text_card.h"
#include "ui/screens/result_actions.h"
#include <stdio.h>
#include <string.h>

struct screen result_screen(const char *request) {
    struct screen screen = {.kind = SCREEN_RESULT, .request_kind = REQUEST_SERVICE};
    snprintf(screen.request, sizeof screen.request, "%s", request);
    return screen;
}

/* The parent's word on a request just submitted may come before the list that has it. */
static struct status known_status(const struct screen *screen, const struct model *model) {
    const struct status *known = model_request(model, screen->request);
    if (known)
        return *known;
    struct status status = {.kind = screen->request_kind, .state = STATE_SAVED, .eta_minutes = -1};
    snprintf(status.id, sizeof status.id, "%s", screen->request);
    snprintf(status.service, sizeof status.service, "%s", screen->service);
    return status;
}

static const char *by_service(struct view *view, const struct status *status, const char *what) {
    char key[64], special[64];
    const char *name = status->kind == REQUEST_CALLBACK ? "callback" : status->service;
    snprintf(key, sizeof key, "%s.%s", what, request_state_name(status->state));
    snprintf(special, sizeof special, "%.47s", name);
    return view_words_for(view, key, special);
}

static bool is_plate(const char *label) {
    return strcmp(label, "车牌") == 0 || strcmp(label, "车牌号") == 0 || strcmp(label, "Plate") == 0;
}

static const char *headline(struct view *view, const struct status *status) {
    if (status->cancel_asked && !request_state_is_final(status->state))
        return strings_get(view->strings, "result.cancelling");
    if (request_state_is_proved(status->state) && status->headline[0])
        return status->headline;
    return by_service(view, status, "result");
}

/* The moment until which the hotline promised an answer; 0 = it did not, or it has answered. */
static int64_t promised_until(const struct view *view, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    return service ? request_status_promised_until(status, service->promise_minutes) : 0;
}

/* The promise is over without an answer: the hotline's own words only if they are newer than that. */
static bool overdue(const struct view *view, const struct status *status) {
    int64_t until = promised_until(view, status);
    return until && view_knows(view, until) && view->wall_ms >= until && status->updated_at_ms < until;
}

/* The box has asked for a person about it: nobody need do anything but stay near the telephone. */
static bool handed_over(const struct view *view, const struct status *status) {
    char about[REQUEST_ID_SIZE];
    request_id_about(status->id, about);
    const struct status *callback = model_request(view->model, about);
    return callback && request_state_is_proved(callback->state) && callback->state != STATE_REJECTED &&
           callback->state != STATE_CANCELLED;
}

static bool promise_runs(const struct view *view, const struct status *status) {
    return !view->model->clock_unsure && view->wall_ms < promised_until(view, status);
}

static const char *sentence(struct view *view, const struct status *status) {
    if (status->cancel_asked && !request_state_is_final(status->state))
        return strings_get(view->strings, "result.cancelling.text");
    if (overdue(view, status))
        return view_words(view, handed_over(view, status) ? "text.overdue.person" : "text.overdue", "phone",
                          view->model->hotline.phone, NULL);
    if (request_state_is_proved(status->state) && status->message[0])
        return status->message;
    char key[64], special[128];
    snprintf(key, sizeof key, "text.%s", request_state_name(status->state));
    snprintf(special, sizeof special, "%s.%.47s", key, status->kind == REQUEST_CALLBACK ? "callback" : status->service);
    return view_words(view, strings_has(view->strings, special) ? special : key, "phone", view->model->hotline.phone,
                      NULL);
}

/* "司机 李师傅 · 电话 138****3642": of the details that are not shown larger as many as stand in WIDTH. */
static const char *details_line(struct view *view, const struct status *status, const struct words *how, int width,
                                bool *all) {
    const char *line = "";
    *all = true;
    for (size_t i = 0; i < status->detail_count && *all; i++) {
        if (is_plate(status->details[i].label))
            continue;
        const char *longer = scene_keepf(view->scene, "%s%s%s %s", line, line[0] ? "  ·  " : "",
                                         status->details[i].label, status->details[i].value);
        *all = view_fit(view, how, longer, width, 0).whole;
        line = *all ? longer : line;
    }
    return line;
}

/* Nobody counts hours in minutes; rounded up, so that it never comes too late. */
static const char *lasts(struct view *view, int minutes) {
    enum { HOUR = 60, DAY = 24 * HOUR };
    if (minutes <= 2 * HOUR)
        return view_words(view, "result.eta.minutes", "n", view_number(view, minutes), NULL);
    int unit = minutes <= 2 * DAY ? HOUR : DAY;
    return view_words(view, unit == HOUR ? "result.eta.hours" : "result.eta.days", "n",
                      view_number(view, (minutes + unit - 1) / unit), NULL);
}

/* LABEL's words above, the minutes below; none left = it is there. */
static void draw_minutes(struct view *view, struct rect box, const char *label, int minutes, colour fg, colour bg) {
    bool arrived = minutes == 0, compact = view_compact(view);
    int body = view_text(view, SIZE_BODY), line = compact ? 0 : text_line_height((struct text_style){.px = body});
    struct words note = {.px = body, .lines = 1, .align = TEXT_RIGHT, .fg = fg, .bg = bg};
    struct words big = {.px = view_px(view, 110),
                        .least = view_text(view, SIZE_BODY),
                        .lines = 1,
                        .weight = TEXT_BOLD,
                        .align = TEXT_RIGHT,
                        .middle = true,
                        .fg = fg,
                        .bg = bg};
    if (big.px < big.least)
        big.px = big.least;
    if (box.h < line + text_line_height((struct text_style){.px = big.least})) /* the minutes are what matters */
        line = 0;
    if (line && !arrived)
        view_put(view, "eta.label", ROLE_TEXT, (struct rect){box.x, box.y, box.w, line}, &note,
                 strings_get(view->strings, label));
    const char *words = arrived ? strings_get(view->strings, "result.eta.now") : lasts(view, minutes);
    if (compact && strcmp(label, "result.promise") == 0) { /* a promise must not look like a time of arrival */
        words = scene_keepf(view->scene, "%s\n%s", strings_get(view->strings, label), words);
        big.px = big.least;
        big.lines = 2;
    }
    view_put(view, "eta", ROLE_TEXT, (struct rect){box.x, box.y + line, box.w, box.h - line}, &big, words);
}

static bool eta_shown(const struct status *status) {
    return status->eta_minutes >= 0 && !request_state_is_final(status->state) && status->state < STATE_ARRIVED;
}

static bool has_message(const struct status *status) {
    return request_state_is_proved(status->state) && status->message[0];
}

/* What the plate leaves no room for can be read on the pages after it. Returns whether there is something. */
static bool draw_below_plate(struct view *view, struct rect line, const struct status *status, colour fill) {
    struct words note = {
        .px = view_text(view, SIZE_BODY), .lines = 1, .middle = true, .fg = view_colour(view, COLOUR_TEXT), .bg = fill};
    bool all, said = has_message(status);
    const char *rest = details_line(view, status, &note, line.w, &all);
    if (said || !all) {
        const char *more = strings_get(view->strings, "list.down");
        int width = view_fit(view, &note, more, line.w, 0).width;
        struct rect end = {line.x + line.w - width, line.y, width, line.h};
        view_put(view, "page", ROLE_TEXT, end, &note, more);
        line.w -= width + view_size(view, SIZE_GAP);
        rest = details_line(view, status, &note, line.w, &all);
    }
    view_put(view, "details", ROLE_TEXT, line, &note, rest);
    return said || !all;
}

/* The minutes beside the plate; on an old set they have a line of their own, and the plate the whole width. Returns
 * what is left for it. */
static struct rect draw_plate_minutes(struct view *view, struct rect inner, const struct status *status, colour fill) {
    struct rect left = inner, minutes = inner;
    if (!eta_shown(status))
        return inner;
    if (view_narrow(view)) {
        minutes.h = text_line_height((struct text_style){.px = view_text(view, SIZE_TITLE)});
        left.h -= minutes.h;
        minutes.y += left.h;
    } else {
        left.w = inner.w * (view_compact(view) ? 62 : 66) / 100;
        minutes.x += left.w;
        minutes.w -= left.w;
    }
    draw_minutes(view, minutes, "result.eta.about", status->eta_minutes, view_colour(view, COLOUR_TEXT), fill);
    return left;
}

static void draw_plate(struct view *view, struct rect card, const struct status *status,
                       const struct status_detail *plate) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    colour fill = theme_service(view->theme, service ? service->colour : "amber")->fill,
           fg = view_colour(view, COLOUR_TEXT);
    view_round(view, "", ROLE_NONE, card, view_size(view, SIZE_RADIUS), fill);
    struct rect inner = rect_inset(card, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y) * 3 / 4);
    int body = view_text(view, SIZE_BODY), line = text_line_height((struct text_style){.px = body});
    struct words note = {.px = body, .lines = 1, .middle = true, .fg = fg, .bg = fill};
    int tall = view_text(view, SIZE_TITLE) * 7 / 4; /* so high a line that the plate stays the largest of the words */
    struct rect below = {inner.x, inner.y + inner.h - line, inner.w, line};
    view->text_page = 0;
    view->text_pages = 1;
    bool more = status->detail_count > 1 || has_message(status); /* than the plate */
    if (more && inner.h >= line + tall) {
        view->text_pages += draw_below_plate(view, below, status, fill);
        inner.h -= line;
    }
    struct words big = {.px = view_size(view, SIZE_HUGE) * (view_narrow(view) ? 2 : 1),
                        .least = view_text(view, SIZE_TITLE),
                        .lines = 1,
                        .weight = TEXT_BOLD,
                        .middle = true,
                        .fg = fg,
                        .bg = fill};
    struct rect left = draw_plate_minutes(view, inner, status, fill);
    if (!view_compact(view) && inner.h >= line + text_line_height((struct text_style){.px = big.px})) {
        view_put(view, "plate.label", ROLE_TEXT, (struct rect){left.x, left.y, left.w, line}, &note, plate->label);
        left.y += line;
        left.h -= line;
    }
    if (big.px < big.least)
        big.px = big.least;
    big.least = view_text(view, SIZE_BODY);
    view_put(view, "plate", ROLE_TEXT, left, &big, plate->value);
}

/* How long it still takes, or how long the hotline's promise still runs, beside the words; returns the width it took.
 */
static int draw_countdown(struct view *view, struct rect inner, const struct status *status, colour panel) {
    int width = inner.w * 34 / 100, minutes = status->eta_minutes;
    const char *label = "result.eta.about";
    if (!eta_shown(status) && promise_runs(view, status)) {
        int64_t left = promised_until(view, status) - view->wall_ms;
        minutes = (int)((left + 59999) / 60000);
        label = "result.promise";
        view_wake(view, view->now_ms + left - (minutes - 1) * INT64_C(60000));
    } else if (!eta_shown(status)) {
        return 0;
    }
    draw_minutes(view, (struct rect){inner.x + inner.w - width, inner.y, width, inner.h}, label, minutes,
                 view_colour(view, COLOUR_TEXT), panel);
    return width + view_size(view, SIZE_GAP);
}

/* What to bring; "" = nothing, or the hotline's details say it already. */
static const char *papers_to_bring(struct view *view, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    bool wanted = service && service->papers[0] && status->state >= STATE_ACCEPTED && status->state < STATE_DONE;
    for (size_t i = 0; wanted && i < status->detail_count; i++)
        wanted = strcmp(status->details[i].value, service->papers) != 0;
    return wanted ? service->papers : "";
}

static const char *cancel_limit(struct view *view, const struct status *status) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    return service && result_actions_can_cancel(status) ? service->cancel_note : "";
}

/* What is said elsewhere as well may cost a line, but not the size of all the others. */
static bool is_cheap(int px_with, int px_without) {
    return px_with > 0 && px_with * 10 >= px_without * 9;
}

static int card_px(struct view *view, struct rect room, const char *words) {
    struct words how = text_card_words(view);
    struct fit fit = view_fit(view, &how, words, room.w, room.h);
    return fit.whole ? fit.style.px : 0;
}

/* Where it is tight, of what waits for the line only what the strip above does not say. */
static const char *sentence_for(struct view *view, struct rect room, const struct status *status) {
    const char *words = sentence(view, status);
    if (!view_compact(view) || status->state > STATE_WAITING || status->cancel_asked ||
        view->model->link == LINK_CONNECTED)
        return words;
    const char *brief = view_words(view, "text.waiting.short", "phone", view->model->hotline.phone, NULL);
    return is_cheap(card_px(view, room, words), card_px(view, room, brief)) ? words : brief;
}

/* The sentence, and below it what the hotline told in rows. The question before cancelling says until when it can be
 * done as well. */
static struct detail_table sheet_of(struct view *view, struct rect room, const struct status *status) {
    struct detail_table table = {.words = sentence_for(view, room, status),
                                 .px = view_text(view, SIZE_OPTION),
                                 .least = view_text(view, SIZE_BODY)};
    for (size_t i = 0; i < status->detail_count; i++)
        detail_table_add(&table, status->details[i].label, status->details[i].value);
    detail_table_add(&table, strings_get(view->strings, "result.papers"), papers_to_bring(view, status));
    if (table.count == 0)
        table.px = text_card_words(view).px;
    const char *limit = cancel_limit(view, status);
    int without = limit[0] ? detail_table_px(view, room, &table) : 0;
    table.foot = limit;
    if (limit[0] && !is_cheap(detail_table_px(view, room, &table), without))
        table.foot = NULL;
    return table;
}

static void draw_card(struct view *view, struct rect box, const struct status *status, bool reads_on) {
    struct rect inner = text_card_panel(view, box);
    inner.w -= reads_on ? 0 : draw_countdown(view, inner, status, view_colour(view, COLOUR_PANEL));
    struct detail_table table = sheet_of(view, inner, status);
    table.before = reads_on;
    detail_table_draw(view, inner, &table);
}

/* So much to read that it needs the room of the steps, too; the headline says where we are. */
static bool needs_room(struct view *view, struct rect area, const struct status *status) {
    struct rect room = rect_inset(area, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    room.h -= view_chips_height(view);
    struct detail_table table = sheet_of(view, room, status);
    return detail_table_px(view, room, &table) == 0;
}

/* --- the steps */

enum { CHIPS_MAX = 7 };
struct step_row {
    enum request_state state;
    bool always; /* shown before it is reached, too */
};
static const struct step_row going[] = {{STATE_SAVED, true},     {STATE_RECEIVED, true},    {STATE_ACCEPTED, true},
                                        {STATE_ANSWERED, false}, {STATE_ON_THE_WAY, false}, {STATE_ARRIVED, false},
                                        {STATE_DONE, true}};
static const struct step_row ended[] = {{STATE_SAVED, true},       {STATE_RECEIVED, false}, {STATE_ACCEPTED, false},
                                        {STATE_ON_THE_WAY, false}, {STATE_REJECTED, false}, {STATE_CANCELLED, false},
                                        {STATE_EXPIRED, false}};

static int64_t reached(const struct status *status, enum request_state state) {
    if (state == STATE_SAVED)
        return status->created_at_ms;
    if (status->reached_at_ms[state])
        return status->reached_at_ms[state];
    return state == status->state ? status->updated_at_ms : 0;
}

/* Whatever came later proves that the hotline had it; other states that were passed over without a word are not shown.
 */
static bool later_reached(const struct status *status, const struct step_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (request_state_is_proved(rows[i].state) && reached(status, rows[i].state))
            return true;
    return false;
}

static size_t collect_chips(struct view *view, const struct status *status, struct chip *chips, size_t most) {
    bool over = status->state == STATE_REJECTED || status->state == STATE_CANCELLED || status->state == STATE_EXPIRED;
    const struct step_row *rows = over ? ended : going;
    size_t row_count = over ? sizeof ended / sizeof ended[0] : sizeof going / sizeof going[0], count = 0;
    bool taxi = strcmp(status->service, "taxi") == 0;
    for (size_t i = 0; i < row_count && count < most; i++) {
        enum request_state state = rows[i].state;
        bool done = state == STATE_SAVED || reached(status, state) || state == status->state;
        bool wanted = taxi && !over && (state == STATE_ON_THE_WAY || state == STATE_ARRIVED);
        bool unwanted = taxi && state == STATE_DONE && !done;
        bool passed = !done && state != STATE_RECEIVED && later_reached(status, rows + i + 1, row_count - i - 1);
        if ((!rows[i].always && !done && !wanted) || unwanted || passed)
            continue;
        done = done || (state == STATE_RECEIVED && later_reached(status, rows + i + 1, row_count - i - 1));
        struct status as = {.kind = status->kind, .state = state};
        snprintf(as.service, sizeof as.service, "%s", status->service);
        int64_t at = reached(status, state);
        chips[count++] = (struct chip){.words = by_service(view, &as, "chip"),
                                       .note = at ? view_clock(view, at) : "",
                                       .state = over && state == status->state ? CHIP_ENDED
                                                : done                         ? CHIP_DONE
                                                                               : CHIP_TODO};
    }
    for (size_t i = 0; i < count; i++)
        if (chips[i].state == CHIP_TODO) {
            chips[i].state = request_state_is_final(status->state) ? CHIP_TODO : CHIP_NOW;
            chips[i].note = chips[i].state == CHIP_NOW ? "…" : "";
            break;
        }
    return count;
}

static void result_draw(const struct screen *screen, struct view *view) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}, {"key.tv", "hint.tv"}};
    struct status status = known_status(screen, view->model);
    const struct service *service = service_catalog_find(view->model->catalog, status.service);
    struct header header = {.icon = service                           ? service->icon
                                    : status.kind == REQUEST_CALLBACK ? "person"
                                                                      : "orders",
                            .title = headline(view, &status),
                            .no_hints = view_compact(view)};
    struct rect area = view_header(view, &header);
    if (view->model->link != LINK_CONNECTED && !request_state_is_final(status.state))
        area = view_banner(view, "offline", area, "offline",
                           strings_get(view->strings, request_state_is_proved(status.state) ? "result.offline"
                                                                                            : "result.offline.unsent"));
    struct chip chips[CHIPS_MAX];
    size_t count = collect_chips(view, &status, chips, CHIPS_MAX);
    area = result_actions_buttons(view, area, &status);
    const struct status_detail *plate = NULL;
    for (size_t i = 0; i < status.detail_count && !request_state_is_final(status.state); i++)
        if (!plate && is_plate(status.details[i].label))
            plate = &status.details[i];
    bool reads_on = plate && view->text_page > 0; /* what was below the plate: all the room is for that */
    if (!reads_on && (plate || !needs_room(view, area, &status)))
        area = view_chips(view, area, chips, count, false);
    if (plate && !reads_on)
        draw_plate(view, area, &status, plate);
    else
        draw_card(view, area, &status, reads_on);
    if (!view_compact(view))
        view_hints(view, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome result_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    (void)shown;
    (void)now_ms;
    if (action != ACTION_OK)
        return outcome(OUTCOME_NONE);
    struct status status = known_status(screen, model);
    struct outcome out = result_actions_act(model, &status, screen->focus);
    bool interrupted =
        screen->request_kind == REQUEST_CALLBACK && !screen->news; /* a call lies on what it interrupted */
    return out.kind == OUTCOME_HOME && interrupted ? outcome(OUTCOME_BACK) : out;
}

const struct screen_class result_class = {"result", result_draw, result_act};
