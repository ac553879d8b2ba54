/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/screens/result_plate.h"
#include "ui/screens/result_minutes.h"
#include "ui/screens/result_words.h"

const struct status_detail *result_plate_find(const struct status *status) {
    for (size_t i = 0; i < status->detail_count && !request_state_is_final(status->state); i++)
        if (status->details[i].role == DETAIL_PLATE)
            return &status->details[i];
    return NULL;
}

/* "司机 李师傅 · 电话 138****3642": of the details that are not shown larger as many as stand in WIDTH. */
static const char *details_line(const struct view *view, const struct status *status, const struct words *how,
                                int width, bool *all) {
    const char *line = "";
    *all = true;
    for (size_t i = 0; i < status->detail_count && *all; i++) {
        if (status->details[i].role == DETAIL_PLATE)
            continue;
        const char *longer = scene_keepf(view->scene, "%s%s%s %s", line, line[0] ? "  ·  " : "",
                                         status->details[i].label, status->details[i].value);
        *all = view_fit(view, how, longer, width, 0).whole;
        line = *all ? longer : line;
    }
    return line;
}

enum { BELOW_LINES_MAX = 2 };
/* What stands below the plate. */
struct below {
    struct rect box; /* LINES high */
    int lines, line;
    struct words note;
};

/* That there is more to read, at the right end of the last line; takes its width off ROOM. */
static void put_more(const struct view *view, const struct below *below, struct rect *room) {
    const char *more = strings_get(view->strings, "list.down");
    int width = view_fit(view, &below->note, more, below->box.w, 0).width;
    struct rect end = {below->box.x + below->box.w - width, below->box.y + (below->lines - 1) * below->line, width,
                       below->line};
    view_put(view, "page", ROLE_TEXT, end, &below->note, more);
    room->w -= width + view_size(view, SIZE_GAP);
}

/* As many of the details as stand in the last line; MORE: something else is on the pages after it. */
static bool put_details(const struct view *view, const struct below *below, const struct status *status, bool more) {
    struct rect last = {below->box.x, below->box.y + (below->lines - 1) * below->line, below->box.w, below->line};
    bool all;
    const char *rest = details_line(view, status, &below->note, last.w, &all);
    more = more || !all;
    if (more) {
        put_more(view, below, &last);
        rest = details_line(view, status, &below->note, last.w, &all);
    }
    view_put(view, "details", ROLE_TEXT, last, &below->note, rest);
    return more;
}

/* Where to wait, and for what to look, is what matters beside the number: the hotline's message comes before the
 * driver's name. Returns whether something has no room here and is read on the pages after it. */
static bool draw_below_plate(const struct view *view, const struct below *below, const struct status *status) {
    bool said = result_words_has_message(status), details = status->detail_count > 1;
    struct words how = below->note;
    struct rect first = below->box;
    if (!said)
        return put_details(view, below, status, false);
    how.lines = 1;
    if (below->lines > 1 && details && view_fit(view, &how, status->message, first.w, below->line).whole) {
        first.h = below->line;
        view_put(view, "text", ROLE_TEXT, first, &how, status->message);
        return put_details(view, below, status, false);
    }
    how.lines = below->lines;
    struct rect room = first;
    int width = details ? view_fit(view, &how, strings_get(view->strings, "list.down"), first.w, 0).width +
                              view_size(view, SIZE_GAP)
                        : 0;
    room.w -= width;
    if (!view_fit(view, &how, status->message, room.w, room.h).whole)
        return put_details(view, below, status, true);
    if (details)
        put_more(view, below, &first);
    view_put(view, "text", ROLE_TEXT, room, &how, status->message);
    return details;
}

/* The minutes beside the plate; on an old set they have a line of their own, and the plate the whole width. Returns
 * what is left for it. */
static struct rect draw_plate_minutes(const struct view *view, struct rect inner, const struct status *status,
                                      colour fill) {
    struct rect left = inner, minutes = inner;
    if (!result_minutes_known(status))
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
    result_minutes_draw_arrival(view, minutes, status->eta_minutes, view_colour(view, COLOUR_TEXT), fill);
    return left;
}

void result_plate_draw(const struct view *view, struct view_report *report, struct rect card,
                       const struct status *status, const struct status_detail *plate) {
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    colour fill = theme_service(view->theme, service ? service->colour : "amber")->fill,
           fg = view_colour(view, COLOUR_TEXT);
    view_round(view, "", ROLE_NONE, card, view_size(view, SIZE_RADIUS), fill);
    struct rect inner = rect_inset(card, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y) * 3 / 4);
    int body = view_text(view, SIZE_BODY), line = text_line_height((struct text_style){.px = body});
    struct words note = {.px = body, .lines = 1, .middle = true, .fg = fg, .bg = fill};
    int tall = view_text(view, SIZE_TITLE) * 7 / 4; /* so high a line that the plate stays the largest of the words */
    report->pages.text = 0;
    report->pages.text_count = 1;
    bool more = status->detail_count > 1 || result_words_has_message(status); /* than the plate */
    int lines = (inner.h - tall) / line, wanted = result_words_has_message(status) ? BELOW_LINES_MAX : 1;
    lines = lines > wanted ? wanted : lines;
    if (more && lines > 0) {
        struct below below = {{inner.x, inner.y + inner.h - lines * line, inner.w, lines * line}, lines, line, note};
        report->pages.text_count += draw_below_plate(view, &below, status);
        inner.h -= lines * line;
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
