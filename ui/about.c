/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this box is: for the person on the phone who asks "what does it say there?". The largest text at which the
 * whole sheet fits.
 */
#include "ui/card.h"
#include "ui/screen.h"

enum { LINES_MAX = 5 };
struct line {
    const char *label, *value;
};

struct screen about_screen(void) {
    return (struct screen){.kind = SCREEN_ABOUT};
}

static const char *last_contact(struct view *view) {
    const struct model *model = view->model;
    if (model->link == MODEL_CONNECTED)
        return strings_get(view->strings, "about.contact.now");
    if (!model->heard_ms)
        return strings_get(view->strings, "about.contact.never");
    return view_clock(view, view->wall_ms - (view->now_ms - model->heard_ms));
}

static int label_width(struct view *view, const struct line *lines, size_t count, struct text_style style) {
    int widest = 0;
    for (size_t i = 0; i < count; i++) {
        int width = text_width(view->text, style, lines[i].label);
        widest = width > widest ? width : widest;
    }
    return widest + style.px * 4 / 5;
}

/* Draws the sheet, or only measures it; returns its height. */
static int put_lines(struct view *view, struct rect area, const struct line *lines, size_t count, int px, bool draw) {
    struct words label = {.px = px, .fg = view_colour(view, COLOUR_TEXT_DIM), .bg = view_colour(view, COLOUR_PANEL)},
                 value = label;
    int left = label_width(view, lines, count, (struct text_style){.px = px}), y = area.y;
    value.weight = TEXT_BOLD;
    value.fg = view_colour(view, COLOUR_TEXT);
    for (size_t i = 0; i < count; i++) {
        struct rect room = {area.x + left, y, area.w - left, 0};
        if (draw)
            view_put(view, "label", ROLE_TEXT, (struct rect){area.x, y, left, 0}, &label, lines[i].label);
        y += draw ? view_put(view, lines[i].label, ROLE_TEXT, room, &value, lines[i].value).height
                  : view_fit(view, &value, lines[i].value, room.w, 0).height;
        y += px / 8;
    }
    return y - area.y;
}

static void about_draw(const struct screen *screen, struct view *view) {
    (void)screen;
    const struct line lines[LINES_MAX] = {
        {strings_get(view->strings, "about.device"), view->model->device},
        {strings_get(view->strings, "about.version"), STB_VERSION},
        {strings_get(view->strings, "about.phone"), view->model->hotline.phone},
        {strings_get(view->strings, "about.contact"), last_contact(view)},
        {strings_get(view->strings, "about.hotline"), view->model->hotline.name},
    };
    size_t count = view_compact(view) ? LINES_MAX - 1 : LINES_MAX; /* its number is what one needs */
    struct rect area = view_header(view, &(struct header){.icon = "info",
                                                          .title = strings_get(view->strings, "set.about"),
                                                          .no_hints = view_compact(view)});
    struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    view->scene->step = "about";
    area = view_buttons(view, area, &back, 1);
    struct rect inner = card_panel(view, area);
    int px = view_text(view, SIZE_OPTION), least = view_text(view, SIZE_HINT);
    while (put_lines(view, inner, lines, count, px, false) > inner.h && px > least)
        px--;
    inner.y += (inner.h - put_lines(view, inner, lines, count, px, false)) / 2;
    put_lines(view, inner, lines, count, px, true);
    if (!view_compact(view))
        view_hints(view, &(struct hint){"key.back", "hint.back"}, 1);
}

static struct outcome about_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                enum action action, int64_t now_ms) {
    (void)screen;
    (void)model;
    (void)shown;
    (void)now_ms;
    return outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
}

const struct screen_class about_class = {"settings", about_draw, about_act};
