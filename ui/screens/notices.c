/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The notices that came lately, newest first, each with what was answered and its age; OK opens one again, and one that
 * still waits can be answered there. Reached from 我的订单.
 */
#include "ui/kit/list.h"
#include "ui/kit/text_card.h"
#include "ui/order/list_placeholder.h"
#include <stdio.h>
#include <string.h>

struct screen notices_screen(void) {
    return (struct screen){.kind = SCREEN_NOTICES};
}

static const char *note(const struct view *view, const struct notice *notice) {
    const struct notice_choice *choice = notice_find_choice(notice, notice->answered);
    const char *answered = choice && notice->refused ? strings_get(view->strings, "notices.refused")
                           : choice                  ? choice->title
                           : notice->answered[0]     ? strings_get(view->strings, "notices.read")
                                                     : strings_get(view->strings, "notices.open");
    return view_with_age(view, answered, notice->at_ms);
}

static void notices_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.ok", "hint.open"}, {"key.back", "hint.back"}, {"key.person", "hint.person"}};
    const struct model *model = view->model;
    struct list_row rows[NOTICE_MAX];
    size_t count = 0;
    struct rect area = view_header(
        view, report, &(struct header){.icon = "notice", .title = strings_get(view->strings, "notices.title")});
    for (; count < model->notice_count; count++) {
        const struct notice *notice = model->notices[count];
        rows[count] = (struct list_row){
            .id = notice->id, .title = notice->title, .note = note(view, notice), .icon = notice_icon(view, notice)};
    }
    if (count > 0) {
        area = list_placeholder_line(view, area);
        struct list_place place = list_draw(view, report, screen, list_line_room(view, report, area), rows, count);
        list_line(view, report, area, &place, NULL);
    } else { /* they were there when this was opened */
        struct button back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
        area = view_buttons(view, area, &back, 1);
        text_card_draw(view, report, area,
                       &(struct text_card){.icon = "notice", .words = strings_get(view->strings, "notices.none")});
    }
    view_hints(view, report, count > 0 ? hints : hints + 1, count > 0 ? 3 : 2);
}

static struct outcome notices_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                  enum action action, int64_t now_ms) {
    const char *ids[NOTICE_MAX + 1] = {"back"};
    size_t count = model->notice_count;
    bool chosen;
    (void)now_ms;
    for (size_t i = 0; i < count; i++)
        ids[i] = model->notices[i]->id;
    const char *id = list_act(screen, shown, ids, count ? count : 1, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    if (chosen && count == 0)
        return screen_outcome(OUTCOME_BACK);
    return chosen ? (struct outcome){.kind = OUTCOME_OPEN, .next = notice_screen(id)} : screen_outcome(OUTCOME_CHANGED);
}

const struct screen_class notices_class = {"notices", notices_draw, notices_act};
