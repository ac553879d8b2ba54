/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing of this stays on the screen for the usual 50 ms of an answer: the first second shows an empty card and the
 * way back. After that each stage says more and offers more; the person at the hotline is offered before the next try,
 * because who waited three seconds for a list may rather talk. Asking once more goes back to no earlier stage: a button
 * that vanished under the finger would hand its place, and the next press, to the way out.
 *
 * The trap: the way back has the focus while there is nothing else, and a focus never moves by itself. So it is another
 * button, of another id, once there is something to advise, and the advice inherits the focus.
 */
#include "ui/order/list_placeholder.h"
#include "ui/kit/text_card.h"
#include <string.h>

enum { BUSY_MS = 1000, WORDS_MS = 3000, RETRY_MS = 10000 };

static void draw_all(const struct view *view, struct view_report *report, struct rect area, const char *icon,
                     const char *words, bool retry, bool person) {
    struct button buttons[] = {
        view_button(view, "retry", strings_get(view->strings, "button.again"), NULL),
        view_button(view, "person", strings_get(view->strings, "button.person"), NULL),
        view_button(view, retry || person ? "leave" : "back", strings_get(view->strings, "button.back"), "back")};
    buttons[0].weight = retry ? 5 : 0;
    buttons[1].weight = person ? 7 : 0;
    buttons[2].weight = 4;
    struct button *suggested_focus = retry ? &buttons[0] : &buttons[1];
    report->focus_fallback = retry || person ? suggested_focus->id : NULL;
    report->content_id = retry || person ? suggested_focus->id : "wait";
    suggested_focus->fill = view_colour(view, COLOUR_YES);
    suggested_focus->focus = view_colour(view, COLOUR_YES_FOCUS);
    area = view_buttons(view, area, buttons, 3);
    if (words)
        text_card_draw(view, report, area, &(struct text_card){.icon = icon, .words = words});
    else
        text_card_panel(view, area);
}

static int64_t waited_ms(const struct view *view, const struct step_options_cache_list *live) {
    return live ? view->now_ms - live->waiting_ms : 0;
}

/* Of a question under way; NULL = it has not lasted long enough to be spoken of. */
static const char *words_of_waiting(const struct view *view, struct view_report *report,
                                    const struct step_options_cache_list *live) {
    static const int64_t turns[] = {BUSY_MS, WORDS_MS, RETRY_MS};
    int64_t waited = waited_ms(view, live);
    for (size_t i = 0; live && i < sizeof turns / sizeof turns[0]; i++)
        if (waited < turns[i])
            view_redraw_at(report, live->waiting_ms + turns[i]);
    return waited >= WORDS_MS  ? view_words(view, "wait.slow", "phone", view->model->hotline.phone, NULL)
           : waited >= BUSY_MS ? strings_get(view->strings, "wait.busy")
                               : NULL;
}

static void draw_loading(const struct view *view, struct view_report *report, struct rect area,
                         const struct step_options_cache_list *live) {
    int64_t waited = waited_ms(view, live);
    draw_all(view, report, area, "clock", words_of_waiting(view, report, live), waited >= RETRY_MS, waited >= WORDS_MS);
}

/* It came to nothing. Another try of the senior's says that it is under way; those that the box makes are silent. */
static void draw_ended(const struct view *view, struct view_report *report, struct rect area,
                       const struct step_options_cache_list *live, const char *icon, const char *words) {
    const char *asking = live && live->urged ? words_of_waiting(view, report, live) : NULL;
    draw_all(view, report, area, asking ? "clock" : icon, asking ? asking : words, live != NULL, true);
}

bool list_placeholder_draw(const struct view *view, struct view_report *report, struct rect area,
                           const struct order_flow_options *list, size_t open, bool slots) {
    if (list->known && open > 0)
        return false;
    if (list->known) {
        draw_ended(view, report, area, list->live, "info",
                   strings_get(view->strings, slots ? "wait.full" : "wait.empty"));
    } else if (list->live && list->live->failed) {
        bool offline = view->model->link != LINK_CONNECTED;
        const char *words =
            view_words(view, offline ? "wait.offline" : "wait.failed", "phone", view->model->hotline.phone, NULL);
        draw_ended(view, report, area, list->live, offline ? "offline" : "warning", words);
    } else {
        draw_loading(view, report, area, list->live);
    }
    return true;
}

struct outcome list_placeholder_act(const struct screen *screen, enum action action) {
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (strcmp(screen->focus, "back") == 0) /* it waits, and so may an OK that was meant for the list */
        return screen_outcome(OUTCOME_BUMP);
    if (strcmp(screen->focus, "retry") == 0)
        return screen_outcome(OUTCOME_RETRY);
    return screen_outcome(strcmp(screen->focus, "person") == 0 ? OUTCOME_PERSON : OUTCOME_BACK);
}

void list_placeholder_gone(const struct view *view, struct view_report *report) {
    struct rect area = view_header(
        view, report, &(struct header){.icon = "info", .title = strings_get(view->strings, "step.gone.title")});
    struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    area = view_buttons(view, area, &back, 1);
    text_card_draw(view, report, area, &(struct text_card){.words = strings_get(view->strings, "step.gone.text")});
    view_hints(view, report, &(struct hint){"key.back", "hint.back"}, 1);
}

struct rect list_placeholder_age(const struct view *view, struct rect area, const struct order_flow_options *list) {
    const struct step_options_cache_list *live = list->live;
    if (!live || !live->good || (!live->failed && live->age_ms == 0))
        return area;
    int64_t age_ms = live->age_ms + view->now_ms - live->came_ms;
    const char *words = view_words(view, "wait.old", "age", view_since(view, age_ms), NULL);
    return view_banner(view, "age", area, "offline", words);
}

struct rect list_placeholder_line(const struct view *view, struct rect area) {
    const struct model *model = view->model;
    if (model->link != LINK_OFFLINE || view_compact(view)) /* the large words of the link say it, and need the room */
        return area;
    int64_t heard_ms = view->now_ms - model->heard_ms;
    const char *words = model->heard_ms ? view_words(view, "wait.old", "age", view_since(view, heard_ms), NULL)
                                        : strings_get(view->strings, "link.offline");
    return view_banner(view, "age", area, "offline", words);
}
