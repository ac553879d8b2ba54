/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All steps are there, the done ones with what was chosen. Where that is too much, a done one says its answer alone;
 * where that is still too much, the count of the steps stands above them, and those that are done, then those to come
 * give way to the one we are at.
 *
 * The trap is one size of text for every step of every service, small enough that a name or an hour stands in one line:
 * words that shrink and grow from step to step look like another screen.
 */
#include "ui/order/step_panel.h"
#include "ui/kit/format_date.h"
#include "ui/order/order_flow.h"
#include <string.h>

enum { PANEL = 456, STEPS_MAX = REQUEST_ANSWERS_MAX + 1 };

struct panel_step {
    size_t number;
    const char *label, *answer; /* ANSWER: NULL = none yet */
    enum chip_state state;
};
struct panel {
    struct panel_step steps[STEPS_MAX];
    size_t first, end, now; /* the ones that are shown, and the one we are at */
    int px, width;
    bool terse, counted; /* an answer without its label; the count of the steps above them */
};

static const char *label_of(const struct service_step *step) {
    return step->label[0] ? step->label : step->title;
}

static const char *answer_words(const struct view *view, const struct order *order, const struct service *service,
                                const struct service_step *step) {
    const struct service_option *option = order_flow_chosen(view->model, order, service, step->id);
    const char *answer = order_flow_answer(order, step->id);
    if (answer && strcmp(answer, SERVICE_NONE) == 0)
        return strings_get(view->strings, "step.none");
    if (answer && strcmp(answer, REQUEST_SPOKEN) == 0)
        return strings_get(view->strings, "note.spoken");
    return option ? format_date_slot(view, option) : NULL;
}

static void collect(struct panel *panel, const struct view *view, const struct screen_step *screen,
                    const struct service *service) {
    const struct order *order = &screen->order;
    for (size_t i = 0; i <= service->step_count && panel->end < STEPS_MAX; i++) {
        bool last = i == service->step_count;
        if (!last && !order_flow_asked(order, service, i))
            continue;
        struct panel_step *step = &panel->steps[panel->end];
        *step = (struct panel_step){.number = panel->end + 1, .state = CHIP_TODO};
        step->label = last ? strings_get(view->strings, "step.confirm") : label_of(&service->steps[i]);
        if (i == screen->index) {
            step->state = CHIP_NOW;
            step->answer = strings_get(view->strings, "step.choose");
            panel->now = panel->end;
        } else if (!last && i < screen->index && order_flow_done(order, service, i)) {
            step->state = CHIP_DONE;
            step->answer = answer_words(view, order, service, &service->steps[i]);
        }
        panel->end++;
    }
}

static int disc_size(const struct view *view) {
    return view_text(view, SIZE_HINT) + view_px(view, 18);
}

static int words_left(const struct view *view) {
    return disc_size(view) + view_size(view, SIZE_ICON_GAP);
}

static struct words words_of(const struct view *view, const struct panel *panel, const struct panel_step *step,
                             bool strong) {
    return (struct words){.px = panel->px,
                          .weight = strong ? TEXT_BOLD : TEXT_REGULAR,
                          .fg = view_colour(view, step->state == CHIP_TODO ? COLOUR_TEXT_DIM : COLOUR_TEXT),
                          .bg = view_colour(view, COLOUR_PANEL)};
}

/* What a step says above and below, "" = nothing. */
static const char *first_words(const struct panel *panel, const struct panel_step *step) {
    return panel->terse && step->state == CHIP_DONE && step->answer ? step->answer : step->label;
}

static const char *second_words(const struct panel *panel, const struct panel_step *step) {
    return panel->terse || !step->answer ? "" : step->answer;
}

static struct fit fit_words(const struct view *view, const struct panel *panel, const struct panel_step *step,
                            bool second) {
    const char *words = second ? second_words(panel, step) : first_words(panel, step);
    struct words how = words_of(view, panel, step, second || (panel->terse && step->state != CHIP_TODO));
    return words[0] ? view_fit(view, &how, words, panel->width - words_left(view), 0) : (struct fit){.lines = 0};
}

static int height_of(const struct view *view, const struct panel *panel) {
    int height = 0, gap = view_size(view, SIZE_ROW_GAP);
    for (size_t i = panel->first; i < panel->end; i++)
        height += fit_words(view, panel, &panel->steps[i], false).height +
                  fit_words(view, panel, &panel->steps[i], true).height + gap;
    return height - gap;
}

static int count_height(const struct panel *panel) {
    return text_line_height((struct text_style){.px = panel->px}) * 5 / 4;
}

static void choose_form(const struct view *view, struct panel *panel, int room) {
    panel->terse = height_of(view, panel) > room;
    panel->counted = panel->terse && height_of(view, panel) > room;
    while (panel->counted && panel->end - panel->first > 1 && height_of(view, panel) + count_height(panel) > room)
        if (panel->first < panel->now)
            panel->first++;
        else
            panel->end--;
}

static void draw_mark(const struct view *view, struct rect disc, const struct panel_step *step) {
    static const enum theme_colour looks[][2] = {
        {COLOUR_YES, COLOUR_TEXT}, {COLOUR_NOW, COLOUR_NOW_TEXT}, {COLOUR_BUTTON, COLOUR_TEXT}};
    colour fill = view_colour(view, looks[step->state][0]), fg = view_colour(view, looks[step->state][1]);
    view_round(view, "", ROLE_NONE, disc, disc.w / 2, fill);
    struct words how = {.px = view_text(view, SIZE_HINT),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = fg,
                        .bg = fill};
    if (step->state == CHIP_DONE)
        view_icon(view, "ok", rect_inset(disc, disc.w / 6, disc.w / 6), fg, fill);
    else
        view_put(view, "panel.mark", ROLE_BADGE, disc, &how, view_number(view, (int64_t)step->number));
}

/* Returns the height it took. */
static int draw_step(const struct view *view, const struct panel *panel, const struct panel_step *step, int x, int y) {
    int disc = disc_size(view), left = words_left(view);
    struct words plain = words_of(view, panel, step, panel->terse && step->state != CHIP_TODO),
                 strong = words_of(view, panel, step, true);
    struct rect box = {x + left, y, panel->width - left, 0};
    int line = text_line_height((struct text_style){.px = panel->px});
    draw_mark(view, (struct rect){x, y + (line - disc) / 2, disc, disc}, step);
    box.y += view_put(view, "panel.step", ROLE_TEXT, box, &plain, first_words(panel, step)).height;
    box.y += view_put(view, "panel.answer", ROLE_TEXT, box, &strong, second_words(panel, step)).height;
    return box.y - y;
}

/* At the bottom of AREA; returns what is left above. */
static struct rect draw_foot(const struct view *view, struct rect area, const struct list_place *place) {
    struct words how = {.px = view_text(view, SIZE_HINT),
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_PANEL)};
    if (place->count == 0)
        return area;
    const char *words = scene_keepf(view->scene, "%s%s%s", list_position(view, place), place->pages > 1 ? "\n" : "",
                                    list_more(view, place));
    int height = view_fit(view, &how, words, area.w, 0).height;
    view_put(view, "position", ROLE_TEXT, (struct rect){area.x, area.y + area.h - height, area.w, height}, &how, words);
    area.h -= height + view_size(view, SIZE_LINE_GAP);
    return area;
}

int step_panel_width(const struct view *view) {
    return view_px(view, PANEL);
}

void step_panel_draw(const struct view *view, struct rect box, const struct screen_step *screen,
                     const struct service *service, const struct list_place *place) {
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    struct rect inner = rect_inset(box, view_size(view, SIZE_PAD_X), view_size(view, SIZE_PAD_X));
    inner = draw_foot(view, inner, place);
    struct panel panel = {.width = inner.w, .px = view_text(view, SIZE_HINT)};
    collect(&panel, view, screen, service);
    choose_form(view, &panel, inner.h);
    if (panel.counted) {
        struct words how = {.px = panel.px, .lines = 1, .fg = view_colour(view, COLOUR_TEXT_DIM)};
        how.bg = view_colour(view, COLOUR_PANEL);
        view_put(view, "panel.count", ROLE_TEXT, inner, &how, step_panel_progress(view, screen, service));
        inner.y += count_height(&panel);
    }
    for (size_t i = panel.first; i < panel.end; i++)
        inner.y += draw_step(view, &panel, &panel.steps[i], inner.x, inner.y) + view_size(view, SIZE_ROW_GAP);
}

const char *step_panel_progress(const struct view *view, const struct screen_step *screen,
                                const struct service *service) {
    int64_t at = 0, count = 1;
    for (size_t i = 0; i < service->step_count; i++) {
        count += order_flow_asked(&screen->order, service, i);
        at += i <= screen->index && order_flow_asked(&screen->order, service, i);
    }
    return view_words(view, "step.progress", "n", view_number(view, at), "count", view_number(view, count), NULL);
}
