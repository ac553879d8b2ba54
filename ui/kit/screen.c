/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All screens by their kind, and what holds for each of them when it is drawn: the focus is somewhere. The trap: an
 * item may have gone since the focus was put on it. Then it is handed to who stands in its place now, or to the one
 * that the screen names, and all is drawn once more, since who has the focus looks otherwise. A focus moves by itself
 * in one other case: what was asked for came to nothing, and the words now advise another button.
 */
#include "ui/kit/screen.h"
#include "ui/kit/scene_speech.h"
#include <stdio.h>
#include <string.h>

static const struct screen_class *const classes[] = {
    [SCREEN_HOME] = &home_class,
    [SCREEN_STEP] = &step_class,
    [SCREEN_CART] = &cart_class,
    [SCREEN_CONFIRM] = &confirm_class,
    [SCREEN_RESULT] = &result_class,
    [SCREEN_SOS] = &sos_class,
    [SCREEN_DIALOG] = &dialog_class,
    [SCREEN_ORDERS] = &orders_class,
    [SCREEN_MORE] = &more_class,
    [SCREEN_NOTICE] = &notice_class,
    [SCREEN_NOTICES] = &notices_class,
    [SCREEN_SETTINGS] = &settings_class,
    [SCREEN_LINE_CHECK] = &line_check_class,
    [SCREEN_ABOUT] = &about_class,
    [SCREEN_FIRST_RUN] = &first_run_class,
    [SCREEN_VOICE_NOTE] = &voice_note_class,
    [SCREEN_TALK] = &talk_class,
};
_Static_assert(sizeof classes / sizeof classes[0] == SCREEN_KINDS, "a screen has no class");

const struct screen_class *screen_class(enum screen_kind kind) {
    return classes[kind];
}

static void draw(const struct screen *screen, struct view *view, struct view_report *report) {
    scene_reset(view->scene, view->theme->width, view->theme->height);
    view->scene->top = theme_colour(view->theme, COLOUR_GROUND_TOP);
    view->scene->bottom = theme_colour(view->theme, COLOUR_GROUND_BOTTOM);
    view->focus = screen->focus;
    view->text_page = screen->pages.text;
    *report = (struct view_report){.content_id = "plain", .pages.text = screen->pages.text};
    classes[screen->kind]->draw(screen, view, report);
}

const struct order *screen_order(const struct screen *screen) {
    switch (screen->kind) {
    case SCREEN_STEP:
    case SCREEN_CART:
        return &screen->step.order;
    case SCREEN_VOICE_NOTE:
        return &screen->voice_note.order;
    case SCREEN_CONFIRM:
        return &screen->confirm.order;
    default:
        return NULL;
    }
}

const char *screen_service(const struct screen *screen) {
    const struct order *order = screen_order(screen);
    if (order)
        return order->service;
    return screen->kind == SCREEN_RESULT   ? screen->result.service
           : screen->kind == SCREEN_DIALOG ? screen->dialog.service
           : screen->kind == SCREEN_MORE   ? "person"
                                           : "";
}

const char *screen_request(const struct screen *screen) {
    return screen->kind == SCREEN_CONFIRM  ? screen->confirm.request
           : screen->kind == SCREEN_RESULT ? screen->result.request
           : screen->kind == SCREEN_DIALOG ? screen->dialog.request
                                           : "";
}

/* The step of its service that SCREEN is at; SIZE_MAX = at none. */
static size_t step_of(const struct screen *screen) {
    return screen->kind == SCREEN_STEP || screen->kind == SCREEN_CART ? screen->step.index
           : screen->kind == SCREEN_VOICE_NOTE                        ? screen->voice_note.index
                                                                      : SIZE_MAX;
}

static void name_scene(const struct screen *screen, const struct view *view) {
    struct scene *scene = view->scene;
    const char *about = screen_service(screen);
    const struct service *service = service_catalog_find(view->model->catalog, about);
    scene->screen = classes[screen->kind]->name;
    scene->service = about[0] ? scene_keep(scene, about) : NULL;
    if (screen->kind == SCREEN_NOTICE)
        scene->step = scene_keep(scene, screen->notice.id);
    if (screen->kind == SCREEN_MORE)
        scene->step = "topic";
    size_t at = step_of(screen);
    if (service && at < service->step_count)
        scene->step = scene_keep(scene, service->steps[at].id);
}

/* Another content has come up by itself: a list, a refusal. The focus follows what its words advise. */
static void note_content(struct screen *screen, struct view *view, struct view_report *report) {
    if (strcmp(screen->content_id, report->content_id) == 0)
        return;
    bool first = !screen->content_id[0];
    snprintf(screen->content_id, sizeof screen->content_id, "%s", report->content_id);
    if (first)
        return;
    screen->content_changed_ms = view->now_ms;
    if (!report->suggested_focus || strcmp(screen->focus, report->suggested_focus) == 0)
        return;
    screen_focus(screen, report->suggested_focus);
    draw(screen, view, report);
}

/* The focus is on an item that is there. */
static void settle_focus(struct screen *screen, struct view *view, struct view_report *report) {
    const struct scene *scene = view->scene;
    if (focus_count(scene) == 0 || focus_find(scene, screen->focus))
        return;
    bool first = !screen->focus[0] && view->harmless_first;
    const char *named = first && report->harmless_focus ? report->harmless_focus : report->focus_fallback;
    bool there = named && focus_find(scene, named);
    screen_focus(screen, there ? named : focus_at(scene, screen->focus_place)->id);
    draw(screen, view, report);
}

void screen_show(struct screen *screen, struct view *view, struct view_report *report) {
    struct scene *scene = view->scene;
    draw(screen, view, report);
    note_content(screen, view, report);
    settle_focus(screen, view, report);
    const struct scene_item *focused = focus_find(scene, screen->focus);
    screen->focus_place = focused ? focus_place(scene, screen->focus) : screen->focus_place;
    screen->pages = report->pages;
    scene->focus = focused ? scene_keep(scene, screen->focus) : NULL;
    scene->page = (int)screen->pages.first + screen->pages.text;
    name_scene(screen, view);
    scene_speech_compose(view, report, focused);
}

void screen_focus(struct screen *screen, const char *id) {
    snprintf(screen->focus, sizeof screen->focus, "%s", id);
}
