/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind 人工热线, when the operator has more services than home has places: a person first, then each further service.
 * It is a step like others to scripts and listeners: screen "step", service "person", step "topic".
 */
#include "ui/list.h"
#include <stdio.h>
#include <string.h>

enum { MORE_MAX = 64 };

bool more_needed(const struct model *model) {
    for (size_t i = 0; i < catalogue_count(model->catalogue); i++)
        if (catalogue_at(model->catalogue, i)->home <= 0)
            return true;
    return false;
}

struct screen more_screen(void) {
    struct screen screen = {.kind = SCREEN_MORE};
    snprintf(screen.service, sizeof screen.service, "person");
    return screen;
}

static size_t collect(const struct model *model, const struct service *further[MORE_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < catalogue_count(model->catalogue) && count + 1 < MORE_MAX; i++)
        if (catalogue_at(model->catalogue, i)->home <= 0)
            further[count++] = catalogue_at(model->catalogue, i);
    return count;
}

static void more_draw(const struct screen *screen, struct view *view) {
    static const struct hint hints[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.back"}, {"@person", "hint.person"}};
    const struct service *further[MORE_MAX];
    struct list_row rows[MORE_MAX + 1];
    size_t count = collect(view->model, further);
    struct rect area =
        view_header(view, &(struct header){.icon = "person", .title = strings_get(view->strings, "more.title")});
    rows[0] = (struct list_row){"call-me", strings_get(view->strings, "more.call"),
                                strings_get(view->strings, "more.call.note"), "person"};
    for (size_t i = 0; i < count; i++)
        rows[i + 1] = (struct list_row){further[i]->id, further[i]->title, further[i]->note, further[i]->icon};
    struct list_place place = list_draw(view, screen, list_line_room(view, area), rows, count + 1);
    list_line(view, area, &place, NULL);
    view_hints(view, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome more_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    const struct service *further[MORE_MAX];
    const char *ids[MORE_MAX + 1] = {"call-me"};
    size_t count = collect(model, further);
    bool chosen;
    (void)now_ms;
    for (size_t i = 0; i < count; i++)
        ids[i + 1] = further[i]->id;
    const char *id = list_act(screen, shown, ids, count + 1, action, &chosen);
    if (!id)
        return outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    if (!chosen)
        return outcome(OUTCOME_CHANGED);
    if (strcmp(id, "call-me") == 0)
        return outcome(OUTCOME_PERSON);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = step_first(model, id)};
}

const struct screen_class more_class = {"step", more_draw, more_act};
