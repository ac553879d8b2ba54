/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step of a service: choose one of a list, page by page. The usual choice comes first and says so. Beside the list
 * stand the steps that are done, the one we are at and those to come; with large text they become one line above it.
 *
 * The trap: the catalogue may change while the list is on screen. Everything is looked up by id each time, and a
 * service or step that has gone is explained, never guessed.
 */
#include "ui/list.h"
#include <stdio.h>
#include <string.h>

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

static const struct request_answer *given(const struct request_answer *answers, size_t count, const char *step) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(answers[i].step, step) == 0)
            return &answers[i];
    return NULL;
}

struct screen step_open_with(const struct model *model, const char *id, const struct request_answer *answers,
                             size_t count) {
    struct screen screen = step_first(model, id);
    const struct service *service = catalogue_find(model->catalogue, id);
    while (screen.kind == SCREEN_STEP && screen.step < service->step_count) {
        const struct service_step *step = &service->steps[screen.step];
        const struct request_answer *answer = given(answers, count, step->id);
        if (!answer || !service_option(step, answer->option) || screen.answer_count == REQUEST_ANSWERS_MAX)
            return screen;
        screen.answers[screen.answer_count++] = *answer;
        screen.step++;
    }
    return screen.kind == SCREEN_STEP ? confirm_screen(id, screen.answers, screen.answer_count) : screen;
}

/* The options with the usual one first; returns how many. */
static size_t ordered(const struct model *model, const struct service *service, const struct service_step *step,
                      const struct service_option *options[LIST_MOST], const struct service_option **usual) {
    size_t count = 0;
    *usual = profile_usual(&model->profile, service, step);
    if (*usual)
        options[count++] = *usual;
    for (size_t i = 0; i < step->option_count && count < LIST_MOST; i++)
        if (&step->options[i] != *usual)
            options[count++] = &step->options[i];
    return count;
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
                       const struct list_place *place) {
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    struct words foot = {.px = view_text(view, SIZE_SMALL),
                         .least = view_text(view, SIZE_HINT),
                         .fg = view_colour(view, COLOUR_TEXT_DIM),
                         .bg = view_colour(view, COLOUR_PANEL)};
    struct rect inner = rect_inset(box, view_px(view, 32), view_px(view, 26));
    const char *words = scene_keepf(view->scene, "%s%s%s", list_position(view, place), place->pages > 1 ? "\n" : "",
                                    list_more(view, place));
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

static const char *progress(struct view *view, const struct screen *screen, const struct service *service) {
    return view_words(view, "step.progress", "n", view_number(view, (int64_t)screen->step + 1), "count",
                      view_number(view, (int64_t)service->step_count + 1), NULL);
}

static void step_draw(const struct screen *screen, struct view *view) {
    static const struct hint hints[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.before"}, {"@person", "hint.person"}};
    const struct service_option *options[LIST_MOST], *usual;
    struct list_row rows[LIST_MOST];
    const struct service *service = catalogue_find(view->model->catalogue, screen->service);
    if (!service || screen->step >= service->step_count) {
        draw_gone(view);
        return;
    }
    const struct service_step *step = &service->steps[screen->step];
    size_t count = ordered(view->model, service, step, options, &usual);
    for (size_t i = 0; i < count; i++) {
        const char *title = options[i]->title;
        rows[i] = (struct list_row){options[i]->id, title, options[i]->note, NULL};
        if (options[i] == usual)
            rows[i].title = view_words(view, "step.usual", "title", title, NULL);
    }
    struct rect area = view_header(view, &(struct header){.icon = service->icon, .title = step->title});
    struct rect list = area, panel = {area.x + area.w - view_px(view, 456), area.y, view_px(view, 456), area.h};
    bool compact = view_compact(view);
    list.w -= view_px(view, 520);
    if (compact)
        list = list_line_room(view, area);
    struct list_place place = list_draw(view, screen, list, rows, count);
    if (compact)
        list_line(view, area, &place, progress(view, screen, service));
    else
        draw_panel(view, panel, screen, service, &place);
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

static struct outcome step_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    const struct service_option *options[LIST_MOST], *usual;
    const char *ids[LIST_MOST];
    bool chosen;
    const struct service *service = catalogue_find(model->catalogue, screen->service);
    (void)now_ms;
    if (!service || screen->step >= service->step_count)
        return outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
    size_t count = ordered(model, service, &service->steps[screen->step], options, &usual);
    for (size_t i = 0; i < count; i++)
        ids[i] = options[i]->id;
    const char *id = list_act(screen, shown, ids, count, action, &chosen);
    if (!id)
        return outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    return chosen ? choose(screen, service, screen->focus) : outcome(OUTCOME_CHANGED);
}

const struct screen_class step_class = {"step", step_draw, step_act};
