/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/screens/result_minutes.h"

bool result_minutes_known(const struct status *status) {
    return status->eta_minutes >= 0 && !request_state_is_final(status->state) && status->state < STATE_ARRIVED;
}

/* Nobody counts hours in minutes; rounded up, so that it never comes too late. */
static const char *lasts(const struct view *view, int minutes) {
    enum { HOUR = 60, DAY = 24 * HOUR };
    if (minutes <= 2 * HOUR)
        return view_words(view, "result.eta.minutes", "n", view_number(view, minutes), NULL);
    int unit = minutes <= 2 * DAY ? HOUR : DAY;
    return view_words(view, unit == HOUR ? "result.eta.hours" : "result.eta.days", "n",
                      view_number(view, (minutes + unit - 1) / unit), NULL);
}

static struct words large(const struct view *view, colour fg, colour bg) {
    int body = view_text(view, SIZE_BODY), px = view_px(view, 110);
    return (struct words){.px = px < body ? body : px,
                          .least = body,
                          .lines = 1,
                          .weight = TEXT_BOLD,
                          .align = TEXT_RIGHT,
                          .middle = true,
                          .fg = fg,
                          .bg = bg};
}

static struct words small(const struct view *view, colour fg, colour bg) {
    return (struct words){.px = view_text(view, SIZE_BODY), .lines = 1, .align = TEXT_RIGHT, .fg = fg, .bg = bg};
}

void result_minutes_draw_arrival(const struct view *view, struct rect box, int minutes, colour fg, colour bg) {
    struct words big = large(view, fg, bg), note = small(view, fg, bg);
    int line = view_compact(view) || minutes == 0 ? 0 : text_line_height((struct text_style){.px = note.px});
    if (box.h < line + text_line_height((struct text_style){.px = big.least})) /* the minutes are what matters */
        line = 0;
    if (line)
        view_put(view, "eta.label", ROLE_TEXT, (struct rect){box.x, box.y, box.w, line}, &note,
                 strings_get(view->strings, "result.eta.about"));
    view_put(view, "eta", ROLE_TEXT, (struct rect){box.x, box.y + line, box.w, box.h - line}, &big,
             minutes == 0 ? strings_get(view->strings, "result.eta.now") : lasts(view, minutes));
}

void result_minutes_draw_promise(const struct view *view, struct rect box, int minutes, colour fg, colour bg) {
    struct words big = large(view, fg, bg), note = small(view, fg, bg);
    const char *what = strings_get(view->strings, "result.promise");
    const char *within = view_words(view, "result.promise.within", "time", lasts(view, minutes), NULL);
    int line = text_line_height((struct text_style){.px = note.px});
    if (view_compact(view) || box.h < 2 * line) { /* two lines of one size */
        big.px = big.least;
        big.lines = 2;
        view_put(view, "eta", ROLE_TEXT, box, &big, scene_keepf(view->scene, "%s\n%s", within, what));
        return;
    }
    int high = view_fit(view, &big, within, box.w, box.h - line).height, y = box.y + (box.h - high - line) / 2;
    view_put(view, "eta", ROLE_TEXT, (struct rect){box.x, y, box.w, high}, &big, within);
    view_put(view, "eta.label", ROLE_TEXT, (struct rect){box.x, y + high, box.w, line}, &note, what);
}
