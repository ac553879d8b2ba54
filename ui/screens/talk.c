/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the senior says to the box: listened to, thought about, and where it was not understood asked about. Each state
 * is a page of its own to the remote's guard. What was understood leads away from here (ui/nav/conversation.c).
 */
#include "ui/kit/level_meter.h"
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include <stdio.h>
#include <string.h>

enum { BUTTONS_MAX = 2 };

static const struct page {
    const char *name, *icon, *title, *text;
    struct {
        const char *id, *words;
        enum outcome_kind does;
    } buttons[BUTTONS_MAX];
} pages[TALK_STATES] = {
    [TALK_LISTENS] =
        {"listening", "mic", "talk.listening", "talk.example", {{"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_THINKS] = {"thinking", "mic", "talk.thinking", "talk.said", {{"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_UNSURE] = {"unsure",
                     "help",
                     "talk.unsure",
                     "talk.example",
                     {{"yes", "talk.yes", OUTCOME_TALK_YES}, {"no", "talk.no", OUTCOME_TALK}}},
    [TALK_PERSON] =
        {"person", "person", "talk.person", "talk.person.text", {{"leave", "button.ok", OUTCOME_LISTEN_DROP}}},
    [TALK_NOBODY] = {"failed",
                     "help",
                     "talk.nobody",
                     "talk.nobody.text",
                     {{"leave", "button.back", OUTCOME_LISTEN_DROP}, {"again", "talk.again", OUTCOME_TALK}}},
    [TALK_SHORT] = {"failed",
                    "unheard",
                    "talk.short",
                    "talk.short.text",
                    {{"again", "talk.again", OUTCOME_TALK}, {"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_QUIET] = {"failed",
                    "unheard",
                    "talk.quiet",
                    "talk.quiet.text",
                    {{"again", "talk.again", OUTCOME_TALK}, {"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_MISSING] =
        {"failed", "warning", "talk.missing", "talk.missing.text", {{"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_BUSY] = {"failed",
                   "warning",
                   "talk.busy",
                   "talk.busy.text",
                   {{"again", "button.again", OUTCOME_TALK}, {"leave", "button.back", OUTCOME_LISTEN_DROP}}},
    [TALK_FAILED] =
        {"failed", "warning", "talk.failed", "talk.failed.text", {{"leave", "button.back", OUTCOME_LISTEN_DROP}}},
};

struct screen talk_screen(const char *const *examples, size_t count) {
    struct screen screen = {.kind = SCREEN_TALK, .talk = {.state = TALK_LISTENS}};
    for (size_t i = 0; i < count && i < TALK_EXAMPLES; i++)
        snprintf(screen.talk.examples[i], sizeof screen.talk.examples[i], "%s", examples[i]);
    return screen;
}

const char *talk_state_name(enum talk_state state) {
    return pages[state].name;
}

static const char *fill(const struct view *view, const struct screen_talk *talk, const char *key) {
    return view_words(view, key, "text", talk->text, "a", talk->examples[0], "b", talk->examples[1], "c",
                      talk->examples[2], "phone", view->model->hotline.phone, NULL);
}

/* What it sounds like until now, once there is something. */
static const char *words_of(const struct view *view, const struct screen_talk *talk) {
    const char *so_far = view->model->heard.so_far;
    bool speaks = talk->state == TALK_LISTENS || talk->state == TALK_THINKS;
    if (speaks && so_far[0])
        return view_words(view, "talk.said", "text", so_far, NULL);
    if (talk->state == TALK_THINKS)
        return "";
    if (strcmp(pages[talk->state].text, "talk.example") == 0 && !talk->examples[TALK_EXAMPLES - 1][0])
        return "";
    return fill(view, talk, pages[talk->state].text);
}

static void draw_meter(const struct view *view, struct rect *area) {
    int height = area->h / 4, gap = view_size(view, SIZE_GAP);
    struct rect meter = {area->x, area->y + area->h - height, area->w, height};
    level_meter_draw(view, meter, view->model->listen.level);
    area->h -= height + gap;
}

static void talk_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}};
    const struct screen_talk *talk = &screen->talk;
    const struct page *page = &pages[talk->state];
    struct button buttons[BUTTONS_MAX];
    size_t count = 0;
    struct rect area = view_header(
        view, report,
        &(struct header){.icon = page->icon, .title = fill(view, talk, page->title), .no_hints = view_compact(view)});
    for (; count < BUTTONS_MAX && page->buttons[count].id; count++)
        buttons[count] =
            view_button(view, page->buttons[count].id, strings_get(view->strings, page->buttons[count].words), NULL);
    area = view_buttons(view, area, buttons, count);
    if (talk->state == TALK_LISTENS)
        draw_meter(view, &area);
    text_card_draw(view, report, area, &(struct text_card){.words = words_of(view, talk)});
    if (!view_compact(view))
        view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
    report->focus_fallback = page->buttons[0].id;
    report->content_id = page->title;
    view->scene->hush = talk->state == TALK_LISTENS || talk->state == TALK_THINKS;
}

static struct outcome talk_act(struct screen *screen, const struct model *model, const struct scene *shown,
                               enum action action, int64_t now_ms) {
    const struct screen_talk *talk = &screen->talk;
    const struct page *page = &pages[talk->state];
    (void)model, (void)shown, (void)now_ms;
    if (action == ACTION_BACK)
        return screen_outcome(OUTCOME_LISTEN_DROP);
    if (action == ACTION_VOICE_DOWN)
        return screen_outcome(talk->state == TALK_LISTENS || talk->state == TALK_THINKS ? OUTCOME_BUMP : OUTCOME_TALK);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    for (size_t i = 0; i < BUTTONS_MAX && page->buttons[i].id; i++)
        if (strcmp(page->buttons[i].id, screen->focus) == 0)
            return screen_outcome(page->buttons[i].does);
    return screen_outcome(OUTCOME_BUMP);
}

const struct screen_class talk_class = {"listen", talk_draw, talk_act};
