/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind 人工热线: a person first, then the last order of what else stands here, each service that has no place on
 * home, and the settings. They stand here and not on home, where nobody should come upon them by accident; and here,
 * where one looks who cannot read the screen or whose remote does what it likes, the list is short and does not change.
 * It is a step like others to scripts and listeners: screen "step", service "person", step "topic".
 */
#include "ui/kit/list.h"
#include "ui/order/reorder.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { MORE_MAX = 64 };
#define CALL_ME  "call-me"
#define SETTINGS "settings"

struct screen more_screen(void) {
    return (struct screen){.kind = SCREEN_MORE};
}

static size_t collect(const struct model *model, const struct service *further[MORE_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < service_catalog_count(model->catalog) && count + 1 < MORE_MAX; i++)
        if (service_catalog_at(model->catalog, i)->home <= 0)
            further[count++] = service_catalog_at(model->catalog, i);
    return count;
}

/* The newest order of one of them that can be repeated as it was; NULL = none. */
static const struct service *find_last(const struct model *model, const struct service *const *further, size_t count,
                                       struct reorder *reorder) {
    size_t newest = MODEL_REQUESTS_MAX, at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t request = reorder_request(model, further[i]);
        if (request < newest) {
            newest = request;
            at = i;
        }
    }
    return newest < MODEL_REQUESTS_MAX && reorder_repeat(model, further[at], reorder) ? further[at] : NULL;
}

struct menu {
    const struct service *further[MORE_MAX], *last;
    struct reorder reorder; /* LAST's order */
    const char *ids[MORE_MAX + 3];
    size_t count, services;
};

static void read_menu(struct menu *menu, const struct model *model) {
    menu->services = collect(model, menu->further);
    menu->last = find_last(model, menu->further, menu->services, &menu->reorder);
    menu->count = 0;
    menu->ids[menu->count++] = CALL_ME;
    if (menu->last)
        menu->ids[menu->count++] = REORDER_ROW;
    for (size_t i = 0; i < menu->services; i++) {
        assert(menu->further[i]);
        menu->ids[menu->count++] = menu->further[i]->id;
    }
    menu->ids[menu->count++] = SETTINGS;
}

/* "家政预约，擦窗" */
static const char *last_words(const struct view *view, const struct menu *menu) {
    for (size_t i = 0; i < menu->last->step_count; i++) {
        const struct service_option *option =
            order_flow_chosen(view->model, &menu->reorder.order, menu->last, menu->last->steps[i].id);
        if (option)
            return scene_keepf(view->scene, "%s%s%s", menu->last->title, strings_get(view->strings, "result.comma"),
                               option->title);
    }
    return menu->last->title;
}

static struct list_row row_of(const struct view *view, const struct menu *menu, const char *id) {
    if (strcmp(id, CALL_ME) == 0)
        return (struct list_row){.id = id,
                                 .title = strings_get(view->strings, "more.call"),
                                 .note = strings_get(view->strings, "more.call.note"),
                                 .icon = "person"};
    if (strcmp(id, REORDER_ROW) == 0)
        return (struct list_row){.id = id,
                                 .title = strings_get(view->strings, "step.as_usual"),
                                 .note = last_words(view, menu),
                                 .icon = "repeat"};
    if (strcmp(id, SETTINGS) == 0)
        return (struct list_row){.id = id,
                                 .title = strings_get(view->strings, "set.title"),
                                 .note = strings_get(view->strings, "more.settings.note"),
                                 .icon = "settings"};
    const struct service *service = service_catalog_find(view->model->catalog, id);
    return (struct list_row){.id = id, .title = service->title, .note = service->note, .icon = service->icon};
}

static void more_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.ok", "hint.choose"}, {"key.back", "hint.back"}, {"key.person", "hint.person"}};
    static struct menu menu; /* one thread; it is too large for the stack of a small box */
    struct list_row rows[MORE_MAX + 3];
    read_menu(&menu, view->model);
    struct rect area = view_header(
        view, report, &(struct header){.icon = "person", .title = strings_get(view->strings, "more.title")});
    for (size_t i = 0; i < menu.count; i++)
        rows[i] = row_of(view, &menu, menu.ids[i]);
    struct list_place place = list_draw(view, report, screen, list_line_room(view, report, area), rows, menu.count);
    list_line(view, report, area, &place, NULL);
    view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
}

static struct outcome choose(const struct model *model, const struct menu *menu, const char *id) {
    struct outcome out = {.kind = OUTCOME_OPEN};
    if (strcmp(id, CALL_ME) == 0)
        return screen_outcome(OUTCOME_PERSON);
    if (strcmp(id, REORDER_ROW) == 0)
        out.next = order_flow_next(model, &menu->reorder.order, menu->last);
    else if (strcmp(id, SETTINGS) == 0)
        out.next = settings_screen();
    else
        out.next = order_flow_first(model, id);
    return out;
}

static struct outcome more_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    static struct menu menu;
    bool chosen;
    (void)now_ms;
    read_menu(&menu, model);
    const char *id = list_act(screen, shown, menu.ids, menu.count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    return chosen ? choose(model, &menu, id) : screen_outcome(OUTCOME_CHANGED);
}

const struct screen_class more_class = {"step", more_draw, more_act};
