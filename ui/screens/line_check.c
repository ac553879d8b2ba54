/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "测试一下": one press sends an SOS marked as a test over the whole way, and the screen says what was proved: that the
 * hotline has it, then that its answer came back. Nothing is called good before that.
 *
 * The trap: a test begun minutes ago on a dead line still runs. The time since its start decides what is said, not the
 * time since the screen came up.
 */
#include "ui/screens/line_check.h"
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LOST_MS = 10000 };

struct screen line_check_screen(void) {
    return (struct screen){.kind = SCREEN_LINE_CHECK};
}

enum line_check_phase line_check_phase(const struct model *model, int64_t now_ms) {
    const struct model_test *test = &model->test;
    if (!test->begun)
        return LINE_CHECK_NONE;
    if (test->state == STATE_CLOSED)
        return LINE_CHECK_GOOD;
    if (request_state_is_proved(test->state))
        return LINE_CHECK_HEARD;
    return now_ms - test->started_ms < LOST_MS ? LINE_CHECK_RUNS : LINE_CHECK_LOST;
}

static const char *last_good(const struct view *view) {
    char month[32];
    struct tm local;
    time_t seconds = (time_t)(view->model->test.good_at_wall_ms / 1000);
    if (!seconds)
        return strings_get(view->strings, "test.never");
    if (!view_knows(view, view->model->test.good_at_wall_ms))
        return "";
    localtime_r(&seconds, &local);
    snprintf(month, sizeof month, "month.%d", local.tm_mon + 1);
    return view_words(view, "test.last", "month", strings_get(view->strings, month), "day",
                      view_number(view, local.tm_mday), "time", view_clock(view, (int64_t)seconds * 1000), NULL);
}

void line_check_panel(const struct view *view, struct view_report *report, struct rect area) {
    static const struct {
        const char *words, *icon;
    } phases[] = {{"test.none", NULL},
                  {"test.runs", "clock"},
                  {"test.heard", "clock"},
                  {"test.good", "done"},
                  {"test.lost", "offline"}};
    enum line_check_phase phase = line_check_phase(view->model, view->now_ms);
    if (phase == LINE_CHECK_RUNS)
        view_redraw_at(report, view->model->test.started_ms + LOST_MS);
    struct words small = {.px = view_text(view, SIZE_BODY),
                          .least = view_text(view, SIZE_SMALL),
                          .lines = 2,
                          .fg = view_colour(view, COLOUR_TEXT_DIM),
                          .bg = view_colour(view, COLOUR_PANEL)};
    struct rect inner = text_card_panel(view, area);
    const char *last = last_good(view);
    struct fit fit = view_fit(view, &small, last, inner.w, 0);
    if (last[0])
        view_put(view, "last", ROLE_TEXT, (struct rect){inner.x, inner.y + inner.h - fit.height, inner.w, fit.height},
                 &small, last);
    inner.h -= fit.height + view_size(view, SIZE_LINE_GAP);
    const char *words = view_words(view, phases[phase].words, "phone", view->model->hotline.phone, NULL);
    text_card_text(view, report, inner,
                   &(struct text_card){.words = words,
                                       .icon = phases[phase].icon,
                                       .weight = phase == LINE_CHECK_GOOD ? TEXT_BOLD : TEXT_REGULAR});
}

static void test_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    enum line_check_phase phase = line_check_phase(view->model, view->now_ms);
    bool may = phase == LINE_CHECK_NONE || phase == LINE_CHECK_GOOD;
    const char *words = strings_get(view->strings, phase == LINE_CHECK_GOOD ? "test.again" : "test.button");
    struct button test = view_button(view, "test", words, NULL),
                  back = view_button(view, "back", strings_get(view->strings, "button.back"), "back");
    struct button *suggested_focus = phase == LINE_CHECK_GOOD ? &back : &test;
    (void)screen;
    suggested_focus->fill = view_colour(view, COLOUR_YES);
    suggested_focus->focus = view_colour(view, COLOUR_YES_FOCUS);
    test.weight = may ? 3 : 0;
    struct rect area =
        view_header(view, report, &(struct header){.icon = "wifi", .title = strings_get(view->strings, "set.test")});
    view->scene->step = "test";
    area = view_buttons(view, area, (struct button[]){test, back}, 2);
    line_check_panel(view, report, area);
    view_hints(view, report, (const struct hint[]){{"key.ok", "hint.choose"}, {"key.back", "hint.back"}}, 2);
}

static struct outcome test_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    (void)model;
    (void)shown;
    (void)now_ms;
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    return screen_outcome(strcmp(screen->focus, "test") == 0 ? OUTCOME_TEST : OUTCOME_BACK);
}

const struct screen_class line_check_class = {"settings", test_draw, test_act};
