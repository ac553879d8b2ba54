/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this box is: for the person on the phone who asks "what does it say there?". The largest text at which the
 * whole sheet fits.
 */
#include "ui/kit/detail_table.h"
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include <string.h>

struct screen about_screen(void) {
    return (struct screen){.kind = SCREEN_ABOUT};
}

static const char *last_contact(const struct view *view) {
    const struct model *model = view->model;
    if (model->link == LINK_CONNECTED)
        return strings_get(view->strings, "about.contact.now");
    if (!model->heard_ms)
        return strings_get(view->strings, "about.contact.never");
    int64_t heard_ms = view->now_ms - model->heard_ms;
    return model->clock_unsure ? view_since(view, heard_ms) : view_clock(view, view->wall_ms - heard_ms);
}

/* "config.json:12: ..." of "/etc/stb-app/config.json:12: ...": what is read out over the telephone is short. */
static const char *without_folder(const char *fault) {
    size_t path = strcspn(fault, ": ");
    while (path > 0 && fault[path - 1] != '/')
        path--;
    return fault + path;
}

static void about_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    (void)screen;
    struct detail_table table = {.px = view_text(view, SIZE_OPTION), .least = view_text(view, SIZE_BODY)};
    detail_table_add(&table, strings_get(view->strings, "about.device"), view->model->device);
    detail_table_add(&table, strings_get(view->strings, "about.fault"), without_folder(view->model->fault));
    detail_table_add(&table, strings_get(view->strings, "about.version"), STB_VERSION);
    detail_table_add(&table, strings_get(view->strings, "about.phone"), view->model->hotline.phone);
    detail_table_add(&table, strings_get(view->strings, "about.contact"), last_contact(view));
    if (!view_compact(view)) /* its number is what one needs */
        detail_table_add(&table, strings_get(view->strings, "about.hotline"), view->model->hotline.name);
    struct rect area = view_header(view, report,
                                   &(struct header){.icon = "info",
                                                    .title = strings_get(view->strings, "set.about"),
                                                    .no_hints = view_compact(view)});
    struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    view->scene->step = "about";
    area = view_buttons(view, area, &back, 1);
    detail_table_draw(view, report, text_card_panel(view, area), &table);
    if (!view_compact(view))
        view_hints(view, report, &(struct hint){"key.back", "hint.back"}, 1);
}

static struct outcome about_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                enum action action, int64_t now_ms) {
    (void)screen;
    (void)model;
    (void)shown;
    (void)now_ms;
    return screen_outcome(action == ACTION_OK ? OUTCOME_BACK : OUTCOME_NONE);
}

const struct screen_class about_class = {"settings", about_draw, about_act};
