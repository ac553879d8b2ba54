/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: a list of rows to turn, then the test of the line and what this box is. LEFT and RIGHT turn the one in
 * focus, OK goes round; the whole screen is the example, and a sentence below says what it is for. For the trim of the
 * picture a frame stands where the picture then ends.
 *
 * The trap: a turn changes the text's size and with it how many rows a page has. The focus goes by id, and the room for
 * the sentence is that of the longest one, so moving the focus moves nothing else.
 */
#include "ui/kit/list.h"
#include "ui/kit/setting_row.h"
#include <stdio.h>
#include <string.h>

enum { ROWS = SETTING_ROWS + 2 };

struct screen settings_screen(void) {
    return (struct screen){.kind = SCREEN_SETTINGS};
}

static void ids_of(const char *ids[ROWS]) {
    for (int i = 0; i < SETTING_ROWS; i++)
        ids[i] = setting_row_name((enum setting)i);
    ids[SETTING_ROWS] = "test";
    ids[SETTING_ROWS + 1] = "about";
}

static size_t place_of(const struct screen *screen) {
    const char *ids[ROWS];
    size_t at = 0;
    ids_of(ids);
    while (at < ROWS && strcmp(ids[at], screen->focus) != 0)
        at++;
    return at;
}

/* Where the trimmed picture ends: to be turned until all four sides can just be seen. */
static void draw_frame(const struct view *view) {
    int width = view->theme->width, height = view->theme->height, percent = view->model->overscan_percent;
    struct rect whole = {0, 0, width, height};
    struct scene_item *frame =
        view_round(view, "", ROLE_NONE, rect_inset(whole, width * percent / 100, height * percent / 100), 0, 0);
    if (!frame)
        return;
    frame->ring = view_px(view, 10);
    frame->stroke = view_colour(view, COLOUR_NOW);
}

static struct words note_words(const struct view *view) {
    return (struct words){.px = view_text(view, SIZE_BODY),
                          .least = view_text(view, SIZE_SMALL),
                          .lines = 2,
                          .middle = true,
                          .fg = view_colour(view, COLOUR_TEXT),
                          .bg = view_colour(view, COLOUR_PANEL)};
}

static const char *note_of(const struct view *view, size_t at) {
    if (at < SETTING_ROWS)
        return setting_row_note(view, (enum setting)at);
    return strings_get(view->strings, at == SETTING_ROWS ? "set.test.note" : "set.about.note");
}

/* Takes the room of the longest sentence at the bottom of AREA; returns what is left. */
static struct rect draw_note(const struct view *view, struct rect area, size_t at) {
    struct words how = note_words(view);
    int pad = view_size(view, SIZE_CARD_X), inside = area.w - 2 * pad, tallest = 0;
    for (size_t i = 0; i < ROWS; i++) {
        int height = view_fit(view, &how, note_of(view, i), inside, 0).height;
        tallest = height > tallest ? height : tallest;
    }
    int height = tallest + (view_compact(view) ? 1 : 2) * view_size(view, SIZE_PAD_Y);
    struct rect box = {area.x, area.y + area.h - height, area.w, height};
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    view_put(view, "note", ROLE_TEXT, rect_inset(box, pad, 0), &how, note_of(view, at));
    return (struct rect){area.x, area.y, area.w, area.h - height - view_size(view, SIZE_BLOCK_GAP)};
}

static void settings_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.sides", "hint.turn"}, {"key.back", "hint.back"}},
                             others[] = {{"key.ok", "hint.open"}, {"key.back", "hint.back"}};
    struct list_row rows[ROWS];
    size_t at = place_of(screen);
    if (at == SETTING_OVERSCAN)
        draw_frame(view);
    struct rect area = view_header(
        view, report, &(struct header){.icon = "settings", .title = strings_get(view->strings, "set.title")});
    for (int i = 0; i < SETTING_ROWS; i++)
        rows[i] = (struct list_row){.id = setting_row_name((enum setting)i),
                                    .title = setting_row_title(view, (enum setting)i),
                                    .note = setting_row_value(view, (enum setting)i),
                                    .icon = setting_row_icon((enum setting)i)};
    rows[SETTING_ROWS] =
        (struct list_row){.id = "test", .title = strings_get(view->strings, "set.test"), .note = "", .icon = "wifi"};
    rows[SETTING_ROWS + 1] =
        (struct list_row){.id = "about", .title = strings_get(view->strings, "set.about"), .note = "", .icon = "info"};
    area = draw_note(view, area, at < ROWS ? at : 0);
    struct list_place place = list_draw(view, report, screen, list_line_room(view, report, area), rows, ROWS);
    list_line(view, report, area, &place, NULL);
    if (at < SETTING_ROWS)
        report->state_to_say = setting_row_state(view, (enum setting)at);
    view_hints(view, report, at < SETTING_ROWS ? hints : others, 2);
}

static struct outcome turn(const struct model *model, enum setting setting, enum action action) {
    struct outcome out = {.kind = OUTCOME_SET};
    int by = action == ACTION_LEFT ? -1 : 1;
    return setting_row_turn(setting, model, by, action == ACTION_OK, &out.set) ? out : screen_outcome(OUTCOME_BUMP);
}

static struct outcome settings_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                   enum action action, int64_t now_ms) {
    const char *ids[ROWS];
    size_t at = place_of(screen);
    bool chosen, sides = action == ACTION_LEFT || action == ACTION_RIGHT;
    (void)now_ms;
    if (at < SETTING_ROWS && (sides || action == ACTION_OK))
        return turn(model, (enum setting)at, action);
    if (sides)
        return screen_outcome(OUTCOME_BUMP);
    ids_of(ids);
    const char *id = list_act(screen, shown, ids, ROWS, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    at = place_of(screen);
    if (!chosen || at < SETTING_ROWS) /* a digit only leads to a row */
        return screen_outcome(OUTCOME_CHANGED);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = at == SETTING_ROWS ? line_check_screen() : about_screen()};
}

const struct screen_class settings_class = {"settings", settings_draw, settings_act};
