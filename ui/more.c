/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind 人工热线: a person first, then each service that has no place on home, then the settings. They stand here and
 * not on home, where nobody should come upon them by accident; and here, where one looks who cannot read the screen or
 * whose remote does what it likes, the list is short and does not change.
 * It is a step like others to scripts and listeners: screen "step", service "person", step "topic".
 */
#include "ui/list.h"
#include <stdio.h>
#include <string.h>

enum { MORE_MAX = 64 };

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
    struct list_row rows[MORE_MAX + 2];
    size_t count = collect(view->model, further);
    struct rect area =
        view_header(view, &(struct header){.icon = "person", .title = strings_get(view->strings, "more.title")});
    rows[0] = (struct list_row){.id = "call-me",
                                .title = strings_get(view->strings, "more.call"),
                                .note = strings_get(view->strings, "more.call.note"),
                                .icon = "person"};
    for (size_t i = 0; i < count; i++)
        rows[i + 1] = (struct list_row){
            .id = further[i]->id, .title = further[i]->title, .note = further[i]->note, .icon = further[i]->icon};
    rows[count + 1] = (struct list_row){.id = "settings",
                                        .title = strings_get(view->strings, "set.title"),
                                        .note = strings_get(view->strings, "more.settings.note"),
                                        .icon = "settings"};
    struct list_place place = list_draw(view, screen, list_line_room(view, area), rows, count + 2);
    list_line(view, area, &place, NULL);
    view_hints(view, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome more_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    const struct service *further[MORE_MAX];
    const char *ids[MORE_MAX + 2] = {"call-me"};
    size_t count = collect(model, further);
    bool chosen;
    (void)now_ms;
    for (size_t i = 0; i < count; i++)
        ids[i + 1] = further[i]->id;
    ids[count + 1] = "settings";
    const char *id = list_act(screen, shown, ids, count + 2, action, &chosen);
    if (!id)
        return outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    if (!chosen)
        return outcome(OUTCOME_CHANGED);
    if (strcmp(id, "call-me") == 0)
        return outcome(OUTCOME_PERSON);
    bool settings = strcmp(id, "settings") == 0;
    return (struct outcome){.kind = OUTCOME_OPEN, .next = settings ? settings_screen() : step_first(model, id)};
}

const struct screen_class more_class = {"step", more_draw, more_act};
