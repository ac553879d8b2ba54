/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first time a senior sees us: is the text large enough, can the colours be told apart, shall it be read aloud, and
 * one test of the line. Four screens upon each other, so BACK leads from each to the one before and from the first one
 * home; TV and the red key do what they always do. It is over for good as soon as it has been seen: it asks, it never
 * insists.
 */
#include "ui/kit/screen.h"
#include "ui/kit/setting_row.h"
#include "ui/kit/text_card.h"
#include "ui/screens/line_check.h"
#include <string.h>

enum { STEPS = 4, TEST_STEP = STEPS - 1 };
static const enum setting rows[TEST_STEP] = {SETTING_TEXT, SETTING_CONTRAST, SETTING_GUIDANCE};
static const char *const examples[TEST_STEP] = {"first.example", "first.colours", "first.voice"};

struct screen first_run_screen(void) {
    return (struct screen){.kind = SCREEN_FIRST_RUN};
}

static const char *example_words(const struct view *view, size_t step) {
    bool dumb = rows[step] == SETTING_GUIDANCE && view->model->voice.trouble != VOICE_WORKS;
    return dumb ? setting_row_note(view, SETTING_GUIDANCE) : strings_get(view->strings, examples[step]);
}

static void draw_row(const struct view *view, struct rect area, size_t step) {
    struct words example = {.px = view_text(view, SIZE_BODY),
                            .lines = 3,
                            .middle = true,
                            .align = TEXT_CENTRE,
                            .fg = view_colour(view, COLOUR_TEXT),
                            .bg = view_colour(view, COLOUR_PANEL)};
    struct words value = example;
    value.px = view_text(view, SIZE_TITLE);
    value.least = view_text(view, SIZE_OPTION);
    value.weight = TEXT_BOLD;
    value.lines = 1;
    int height = text_line_height((struct text_style){.px = value.px, .weight = TEXT_BOLD});
    struct rect inner = text_card_panel(view, area);
    struct rect line = {inner.x, inner.y + inner.h - height, inner.w, height};
    view_put(view, "value", ROLE_TEXT, line, &value, setting_row_value(view, rows[step]));
    inner.h -= height + view_size(view, SIZE_LINE_GAP);
    view_put(view, "example", ROLE_TEXT, inner, &example, example_words(view, step));
}

static void first_run_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const char *const titles[STEPS] = {"first.text", "first.contrast", "first.guidance", "first.test"};
    static const char *const names[STEPS] = {"text", "contrast", "guidance", "test"};
    static const struct hint hints[] = {{"key.sides", "hint.turn"}, {"key.tv", "hint.tv"}, {"key.back", "hint.back"}};
    size_t at = screen->first_run.index < STEPS ? screen->first_run.index : TEST_STEP;
    bool test = at == TEST_STEP;
    enum line_check_phase phase = line_check_phase(view->model, view->now_ms);
    const char *progress = view_words(view, "step.progress", "n", view_number(view, (int64_t)at + 1), "count",
                                      view_number(view, STEPS), NULL);
    struct rect area =
        view_header(view, report, &(struct header){.title = strings_get(view->strings, titles[at]), .aside = progress});
    struct button go = view_button(view, "test", strings_get(view->strings, "test.button"), NULL);
    struct button next = view_button(view, "next",
                                     strings_get(view->strings, !test                      ? "first.next"
                                                                : phase == LINE_CHECK_NONE ? "first.later"
                                                                                           : "first.end"),
                                     NULL);
    struct button *main = test && phase == LINE_CHECK_NONE ? &go : &next;
    view->scene->step = names[at];
    main->fill = view_colour(view, COLOUR_YES);
    main->focus = view_colour(view, COLOUR_YES_FOCUS);
    go.weight = test && phase == LINE_CHECK_NONE ? 3 : 0;
    area = view_buttons(view, area, (struct button[]){go, next}, 2);
    if (test)
        line_check_panel(view, report, area);
    else
        draw_row(view, area, at);
    view_hints(view, report, test ? hints + 1 : hints, test ? 2 : 3);
}

static struct outcome next_step(const struct screen *screen) {
    struct outcome out = {.kind = OUTCOME_OPEN, .next = first_run_screen()};
    out.next.first_run.index = screen->first_run.index + 1;
    return out.next.first_run.index < STEPS ? out : screen_outcome(OUTCOME_HOME);
}

static struct outcome first_run_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                    enum action action, int64_t now_ms) {
    struct outcome out = {.kind = OUTCOME_SET};
    (void)shown;
    (void)now_ms;
    if (action == ACTION_OK)
        return strcmp(screen->focus, "test") == 0 ? screen_outcome(OUTCOME_TEST) : next_step(screen);
    if (screen->first_run.index >= TEST_STEP || (action != ACTION_LEFT && action != ACTION_RIGHT))
        return screen_outcome(OUTCOME_NONE);
    return setting_row_turn(rows[screen->first_run.index], model, action == ACTION_LEFT ? -1 : 1, false, &out.set)
               ? out
               : screen_outcome(OUTCOME_BUMP);
}

const struct screen_class first_run_class = {"first-run", first_run_draw, first_run_act};
