/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/screens/result_minutes.h"
#include <string.h>

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

void result_minutes_draw(const struct view *view, struct rect box, const char *label, int minutes, colour fg,
                         colour bg) {
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
