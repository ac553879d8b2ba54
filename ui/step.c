/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step of a service: choose one of a list, page by page. The usual choice comes first and says so. Beside the list
 * stand the steps that are done, the one we are at and those to come; with large text they become one line above it.
 *
 * The trap: how many rows a page takes depends on the measured words, and all pages must agree on it. So the tallest
 * row of the whole list sets the height of every row.
 */
#include "ui/screen.h"
#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 6, OPTIONS_MOST = 512, ROW_GAP = 18 };

struct screen step_first(const struct model *model, const char *id) {
    const struct service *service = catalogue_find(model->catalogue, id);
    if (!service || !service_usable(service))
        return message_screen(MESSAGE_BY_PERSON, id, "");
    if (service->step_count == 0)
        return confirm_screen(id, NULL, 0);
    struct screen screen = {.kind = SCREEN_STEP};
    snprintf(screen.service, sizeof screen.service, "%s", id);
    return screen;
}

/* The options with the usual one first; returns how many. */
static size_t ordered(const struct model *model, const struct service *service, const struct service_step *step,
                      const struct service_option *options[OPTIONS_MOST], const struct service_option **usual) {
    size_t count = 0;
    *usual = profile_usual(&model->profile, service, step);
    if (*usual)
        options[count++] = *usual;
    for (size_t i = 0; i < step->option_count && count < OPTIONS_MOST; i++)
        if (&step->options[i] != *usual)
            options[count++] = &step->options[i];
    return count;
}

struct row_plan {
    int height, badge, pad;
    bool stacked; /* the note stands below the title */
    size_t per_page;
};

static struct words title_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_OPTION), .lines = 2, .weight = TEXT_BOLD, .middle = true};
}

static struct words note_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_SMALL), .lines = 2, .middle = true};
}

static const char *row_title(struct view *view, const struct service_option *option, bool usual) {
    return usual ? view_words(view, "step.usual", "title", option->title, NULL) : option->title;
}

static int row_text_width(const struct row_plan *plan, int width) {
    return width - plan->badge - 3 * plan->pad;
}

static int row_height(struct view *view, const struct row_plan *plan, const struct service_option *option, bool usual,
                      int width, bool *stacked) {
    struct words title = title_words(view), note = note_words(view);
    int room = row_text_width(plan, width);
    struct text_style bold = {.px = title.px, .weight = TEXT_BOLD}, small = {.px = note.px};
    const char *words = row_title(view, option, usual);
    int needed = text_width(view->text, bold, words) + view_px(view, 30) + text_width(view->text, small, option->note);
    if (option->note[0] && needed > room)
        *stacked = true;
    int height = view_fit(view, &title, words, room, 0).height;
    return *stacked && option->note[0] ? height + view_fit(view, &note, option->note, room, 0).height : height;
}

static struct row_plan plan_rows(struct view *view, struct rect area, const struct service_option *const *options,
                                 size_t count, const struct service_option *usual) {
    int line = text_line_height((struct text_style){.px = view_text(view, SIZE_OPTION)}), tallest = line;
    struct row_plan plan = {.badge = view_text(view, SIZE_SMALL) + view_px(view, 28), .pad = view_px(view, 26)};
    size_t kept = view->scene->stored;
    for (int pass = 0; pass < 2; pass++) /* once stacked, all are */
        for (size_t i = 0; i < count; i++) {
            int height = row_height(view, &plan, options[i], options[i] == usual, area.w, &plan.stacked);
            tallest = height > tallest ? height : tallest;
            view->scene->stored = kept;
        }
    /* As many rows as there is room for, then as tall as the room lets them be. */
    int gap = view_px(view, ROW_GAP), least = tallest + view_px(view, view_compact(view) ? 12 : 24),
        most = tallest + view_px(view, 52);
    int rows = (area.h + gap) / (least + gap);
    rows = rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
    plan.height = (area.h + gap) / rows - gap;
    plan.height = plan.height > most ? most : plan.height;
    plan.per_page = (size_t)rows;
    return plan;
}

static void draw_row(struct view *view, const struct row_plan *plan, struct rect box, size_t digit,
                     const struct service_option *option, bool usual) {
    bool focused = view_focused(view, option->id);
    colour fill = view_colour(view, COLOUR_ROW), focus = view_colour(view, COLOUR_ROW_FOCUS);
    struct scene_item *item = view_choice(view, option->id, ROLE_OPTION, box, fill, focus);
    if (!item)
        return;
    item->bg = focused ? focus : fill;
    char id[SCENE_ID_SIZE + 8];
    snprintf(id, sizeof id, "%.50s.digit", option->id);
    colour badge = view_colour(view, COLOUR_BADGE),
           dim = view_colour(view, focused ? COLOUR_FOCUS_DIM : COLOUR_TEXT_DIM);
    struct rect disc = {box.x + plan->pad, box.y + (box.h - plan->badge) / 2, plan->badge, plan->badge};
    view_round(view, "", ROLE_NONE, disc, plan->badge / 2, badge);
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = badge};
    view_put(view, id, ROLE_BADGE, disc, &how, view_number(view, (int64_t)digit));
    int left = disc.x + plan->badge + plan->pad, room = row_text_width(plan, box.w);
    struct words title = title_words(view), note = note_words(view);
    note.fg = dim;
    note.bg = item->bg;
    const char *words = row_title(view, option, usual);
    snprintf(id, sizeof id, "%.50s.note", option->id);
    struct fit fit = view_fit(view, &title, words, room, 0);
    struct fit note_fit = view_fit(view, &note, option->note, room, 0);
    int below = plan->stacked && option->note[0] ? note_fit.height : 0, top = box.y + (box.h - fit.height - below) / 2;
    item->words = scene_keep(view->scene, words);
    item->words_box = (struct rect){left, top, fit.width, fit.height};
    item->style = fit.style;
    if (plan->stacked) {
        view_put(view, id, ROLE_TEXT, (struct rect){left, top + fit.height, room, note_fit.height}, &note,
                 option->note);
    } else {
        note.align = TEXT_RIGHT;
        view_put(view, id, ROLE_TEXT, (struct rect){left + fit.width, box.y, room - fit.width, box.h}, &note,
                 option->note);
    }
}

struct place {
    size_t at, count, first, pages, page;
};

static const char *position_words(struct view *view, const struct place *place) {
    return view_words(view, "list.position", "n", view_number(view, (int64_t)place->at + 1), "count",
                      view_number(view, (int64_t)place->count), NULL);
}

static const char *more_words(struct view *view, const struct place *place) {
    if (place->pages < 2)
        return "";
    return strings_get(view->strings, place->page + 1 == place->pages ? "list.up"
                                      : place->page                   ? "list.both"
                                                                      : "list.down");
}

static const char *step_label(const struct service_step *step) {
    return step->label[0] ? step->label : step->title;
}

static void draw_mark(struct view *view, struct rect disc, size_t number, enum chip_state state) {
    static const enum theme_colour looks[][2] = {
        {COLOUR_YES, COLOUR_TEXT}, {COLOUR_NOW, COLOUR_NOW_TEXT}, {COLOUR_BUTTON, COLOUR_TEXT}};
    colour fill = view_colour(view, looks[state][0]), fg = view_colour(view, looks[state][1]);
    view_round(view, "", ROLE_NONE, disc, disc.w / 2, fill);
    struct words how = {.px = view_text(view, SIZE_HINT),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = fg,
                        .bg = fill};
    if (state == CHIP_DONE)
        view_icon(view, "ok", rect_inset(disc, disc.w / 6, disc.w / 6), fg, fill);
    else
        view_put(view, "panel.mark", ROLE_BADGE, disc, &how, view_number(view, (int64_t)number));
}

/* One step in the side panel; returns the height it took. */
static int draw_panel_step(struct view *view, struct rect area, size_t number, const char *label, const char *answer,
                           enum chip_state state) {
    colour panel = view_colour(view, COLOUR_PANEL);
    int disc = view_text(view, SIZE_HINT) + view_px(view, 18), left = disc + view_px(view, 20);
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .lines = 2,
                        .bg = panel,
                        .fg = view_colour(view, state == CHIP_TODO ? COLOUR_TEXT_DIM : COLOUR_TEXT)};
    struct rect box = {area.x + left, area.y, area.w - left, area.h};
    struct fit fit = view_fit(view, &how, label, box.w, 0), second = {0};
    struct words strong = how;
    strong.weight = TEXT_BOLD;
    if (answer)
        second = view_fit(view, &strong, answer, box.w, 0);
    if (fit.height + second.height > area.h)
        return 0;
    view_put(view, "panel.step", ROLE_TEXT, box, &how, label);
    box.y += fit.height;
    view_put(view, "panel.answer", ROLE_TEXT, box, &strong, answer);
    draw_mark(view, (struct rect){area.x, area.y + (fit.height - disc) / 2, disc, disc}, number, state);
    return fit.height + second.height;
}

static const char *answer_title(const struct screen *screen, const struct service_step *step) {
    for (size_t i = 0; i < screen->answer_count; i++)
        if (strcmp(screen->answers[i].step, step->id) == 0) {
            const struct service_option *option = service_option(step, screen->answers[i].option);
            return option ? option->title : NULL;
        }
    return NULL;
}

static void draw_panel(struct view *view, struct rect box, const struct screen *screen, const struct service *service,
                       const struct place *place) {
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    struct words foot = {.px = view_text(view, SIZE_SMALL),
                         .least = view_text(view, SIZE_HINT),
                         .fg = view_colour(view, COLOUR_TEXT_DIM),
                         .bg = view_colour(view, COLOUR_PANEL)};
    struct rect inner = rect_inset(box, view_px(view, 32), view_px(view, 26));
    const char *words = scene_keepf(view->scene, "%s%s%s", position_words(view, place), place->pages > 1 ? "\n" : "",
                                    more_words(view, place));
    struct fit fit = view_fit(view, &foot, words, inner.w, 0);
    view_put(view, "position", ROLE_TEXT, (struct rect){inner.x, inner.y + inner.h - fit.height, inner.w, fit.height},
             &foot, words);
    inner.h -= fit.height + view_px(view, 16);
    for (size_t i = 0; i <= service->step_count; i++) {
        enum chip_state state = i < screen->step ? CHIP_DONE : i == screen->step ? CHIP_NOW : CHIP_TODO;
        bool last = i == service->step_count;
        const char *label = last ? strings_get(view->strings, "step.confirm") : step_label(&service->steps[i]);
        const char *answer = state == CHIP_DONE ? answer_title(screen, &service->steps[i]) : NULL;
        if (state == CHIP_NOW)
            answer = strings_get(view->strings, "step.choose");
        int used = draw_panel_step(view, inner, i + 1, label, answer, state);
        inner.y += used + view_px(view, 22);
        inner.h -= used + view_px(view, 22);
    }
}

/* In place of the panel when the text is large: one line above the list. */
static struct rect draw_progress(struct view *view, struct rect area, const struct screen *screen,
                                 const struct service *service, const struct place *place) {
    struct words how = {.px = view_text(view, SIZE_SMALL),
                        .least = view_text(view, SIZE_HINT),
                        .lines = 1,
                        .middle = true,
                        .fg = view_colour(view, COLOUR_TEXT_DIM),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    int height = text_line_height((struct text_style){.px = how.px});
    struct rect line = {area.x, area.y - view_px(view, 10), area.w, height};
    const char *more = more_words(view, place);
    const char *words = scene_keepf(view->scene, "%s %s", position_words(view, place), more);
    const char *step = view_words(view, "step.progress", "n", view_number(view, (int64_t)screen->step + 1), "count",
                                  view_number(view, (int64_t)service->step_count + 1), NULL);
    if (!view_fit(view, &how, words, line.w, height).whole)
        words = position_words(view, place);
    struct fit fit = view_put(view, "position", ROLE_TEXT, line, &how, words);
    how.align = TEXT_RIGHT;
    struct rect rest = {line.x + fit.width + view_px(view, 40), line.y, line.w - fit.width - view_px(view, 40), height};
    if (view_fit(view, &how, step, rest.w, height).whole)
        view_put(view, "panel.step", ROLE_TEXT, rest, &how, step);
    return (struct rect){area.x, area.y + height, area.w, area.h - height};
}

static void draw_page_marks(struct view *view, struct rect list, const struct place *place) {
    int size = view_px(view, 14), gap = view_px(view, 12), pages = (int)place->pages;
    int top = list.y + (list.h - pages * size - (pages - 1) * gap) / 2;
    for (int i = 0; i < pages && pages > 1 && pages <= 12; i++) {
        bool here = (size_t)i == place->page;
        struct rect dot = {list.x + list.w + view_px(view, 20), top + i * (size + gap), size, size};
        view_round(view, "", ROLE_NONE, dot, size / 2, view_colour(view, here ? COLOUR_NOW : COLOUR_BUTTON));
    }
}

static size_t index_of(const struct screen *screen, const struct service_option *const *options, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i]->id, screen->focus) == 0)
            return i;
    return 0;
}

static void draw_gone(struct view *view) {
    struct rect area =
        view_header(view, &(struct header){.icon = "info", .title = strings_get(view->strings, "step.gone.title")});
    struct words how = {.px = view_text(view, SIZE_BODY),
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = view_colour(view, COLOUR_GROUND_TOP)};
    view_put(view, "text", ROLE_TEXT, area, &how, strings_get(view->strings, "step.gone.text"));
    struct button button = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    view_buttons(view, area, &button, 1);
    view_hints(view, &(struct hint){"key.back", "hint.back"}, 1);
}

static void step_draw(const struct screen *screen, struct view *view) {
    static const struct hint hints[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.before"}, {"@person", "hint.person"}};
    const struct service_option *options[OPTIONS_MOST], *usual;
    const struct service *service = catalogue_find(view->model->catalogue, screen->service);
    if (!service || screen->step >= service->step_count) {
        draw_gone(view);
        return;
    }
    const struct service_step *step = &service->steps[screen->step];
    size_t count = ordered(view->model, service, step, options, &usual);
    struct rect area = view_header(view, &(struct header){.icon = service->icon, .title = step->title});
    struct rect list = area;
    bool panel = !view_compact(view);
    if (panel)
        list.w -= view_px(view, 520);
    else /* the line above the list takes its place first */
        list.y += text_line_height((struct text_style){.px = view_text(view, SIZE_SMALL)}), list.h -= list.y - area.y,
            list.w -= view_px(view, 40);
    struct row_plan plan = plan_rows(view, list, options, count, usual);
    struct place place = {.at = index_of(screen, options, count), .count = count};
    place.page = place.at / plan.per_page;
    place.first = place.page * plan.per_page;
    place.pages = (count + plan.per_page - 1) / plan.per_page;
    view->page_rows = (int)plan.per_page;
    view->position = position_words(view, &place);
    int gap = view_px(view, ROW_GAP);
    for (size_t i = 0; i < plan.per_page && place.first + i < count; i++) {
        struct rect box = {list.x, list.y + (int)i * (plan.height + gap), list.w, plan.height};
        draw_row(view, &plan, box, i + 1, options[place.first + i], options[place.first + i] == usual);
    }
    draw_page_marks(view, list, &place);
    if (panel)
        draw_panel(view, (struct rect){area.x + area.w - view_px(view, 456), area.y, view_px(view, 456), area.h},
                   screen, service, &place);
    else
        draw_progress(view, area, screen, service, &place);
    view_hints(view, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome choose(const struct screen *screen, const struct service *service, const char *option) {
    const struct service_step *step = &service->steps[screen->step];
    struct outcome out = {.kind = OUTCOME_OPEN, .next = *screen};
    if (out.next.answer_count == REQUEST_ANSWERS_MAX)
        return outcome(OUTCOME_BUMP);
    struct request_answer *answer = &out.next.answers[out.next.answer_count++];
    snprintf(answer->step, sizeof answer->step, "%s", step->id);
    snprintf(answer->option, sizeof answer->option, "%.47s", option);
    out.next.step++;
    out.next.focus[0] = 0;
    out.next.focus_place = 0;
    if (out.next.step == service->step_count)
        out.next = confirm_screen(screen->service, out.next.answers, out.next.answer_count);
    return out;
}

/* Over the list as a whole, page borders included. */
static struct outcome move(struct screen *screen, const struct service_option *const *options, size_t count,
                           enum action action) {
    size_t at = index_of(screen, options, count), rows = screen->page_rows > 0 ? (size_t)screen->page_rows : 1;
    size_t page = at / rows, to = at;
    if (action == ACTION_DOWN && at + 1 < count)
        to = at + 1;
    else if (action == ACTION_UP && at > 0)
        to = at - 1;
    else if (action == ACTION_RIGHT && (page + 1) * rows < count)
        to = (page + 1) * rows;
    else if (action == ACTION_LEFT && page > 0)
        to = (page - 1) * rows;
    if (to == at)
        return outcome(OUTCOME_BUMP);
    screen_focus(screen, options[to]->id);
    return outcome(OUTCOME_CHANGED);
}

static struct outcome step_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    const struct service_option *options[OPTIONS_MOST], *usual;
    const struct service *service = catalogue_find(model->catalogue, screen->service);
    (void)now_ms;
    if (!service || screen->step >= service->step_count)
        return outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    size_t count = ordered(model, service, &service->steps[screen->step], options, &usual);
    int digit = action_digit(action);
    if (action == ACTION_UP || action == ACTION_DOWN || action == ACTION_LEFT || action == ACTION_RIGHT)
        return move(screen, options, count, action);
    if (digit >= 1 && (size_t)digit <= focus_count(shown))
        screen_focus(screen, focus_at(shown, (size_t)digit - 1)->id);
    else if (action != ACTION_OK)
        return outcome(OUTCOME_NONE);
    return choose(screen, service, screen->focus);
}

const struct screen_class step_class = {"step", step_draw, step_act};
