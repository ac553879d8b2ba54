/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One notice: what the hotline says, and the answers it asks for, each by its digit or by OK. One that is only to be
 * read has a single button. Once it is answered it says what was answered, and that can be changed: the hotline is sent
 * the other answer as well, and the last one counts. The same screen comes up by itself (see notice_overlay.c) and is
 * opened from the list of past ones. Nothing is answered before its words were seen.
 *
 * The trap: an answer counts only when stb-app has stored it, so until then the screen stays, and after 3 s it can be
 * given again.
 */
#include "ui/kit/list.h"
#include "ui/screens/notice_view.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { AGAIN_MS = 3000 };

struct screen notice_screen(const char *id) {
    struct screen screen = {.kind = SCREEN_NOTICE};
    snprintf(screen.notice.id, sizeof screen.notice.id, "%s", id);
    return screen;
}

/* What the hotline chose, if the box has it, else that of its kind. */
const char *notice_icon(const struct view *view, const struct notice *notice) {
    static const struct {
        const char *kind, *icon;
    } icons[] = {{"care", "heart"},        {"weather", "weather"}, {"fraud", "fraud"},
                 {"medicine", "medicine"}, {"alarm", "warning"},   {"reminder", "alarm"}};
    if (text_has_icon(view->text, notice->icon))
        return notice->icon;
    for (size_t i = 0; i < sizeof icons / sizeof icons[0]; i++)
        if (strcmp(icons[i].kind, notice->kind) == 0)
            return icons[i].icon;
    return "message";
}

const struct notice_choice *notice_find_choice(const struct notice *notice, const char *id) {
    for (size_t i = 0; i < notice->choice_count; i++)
        if (strcmp(notice->choices[i].id, id) == 0)
            return &notice->choices[i];
    return NULL;
}

static struct outcome answer(const struct screen *screen, int64_t now_ms) {
    bool waits = screen->notice.submitted_ms && now_ms - screen->notice.submitted_ms < AGAIN_MS;
    return screen_outcome(waits ? OUTCOME_BUMP : OUTCOME_REPLY);
}

/* OK turns the page; a digit leads to the answers it is one of, and chooses none of them unseen. */
static struct outcome read_on(struct screen *screen, enum action action, bool asks) {
    if (asks && action_digit(action) >= 0)
        screen->pages.text = screen->pages.text_count - 1;
    else if (action == ACTION_OK)
        screen->pages.text++;
    else
        return screen_outcome(OUTCOME_NONE);
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome set_changing(struct screen *screen, bool changes) {
    screen->notice.changes = changes;
    screen->focus[0] = 0;
    screen->focus_place = 0;
    screen->pages.text = 0;
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome act_read(struct screen *screen, const struct notice *notice, enum action action, int64_t now_ms) {
    if (strcmp(screen->focus, NOTICE_NEXT) == 0)
        return read_on(screen, action, false);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (strcmp(screen->focus, NOTICE_CHANGE) == 0)
        return set_changing(screen, true);
    return notice && !notice->answered[0] ? answer(screen, now_ms) : screen_outcome(OUTCOME_BACK);
}

static struct outcome put_off(struct screen *screen) {
    return screen->notice.changes ? set_changing(screen, false) : screen_outcome(OUTCOME_BACK);
}

/* On the way to give no answer: a digit still gives one. */
static struct outcome act_later(struct screen *screen, const struct scene *shown, enum action action, int64_t now_ms) {
    int digit = action_digit(action);
    if (action == ACTION_OK)
        return put_off(screen);
    if (action == ACTION_UP && focus_count(shown) > 1) { /* the last row of the page, which the button stands under */
        screen_focus(screen, focus_at(shown, focus_count(shown) - 2)->id);
        return screen_outcome(OUTCOME_CHANGED);
    }
    if (digit < 1 || (size_t)digit >= focus_count(shown))
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, focus_at(shown, (size_t)digit - 1)->id);
    return answer(screen, now_ms);
}

static struct outcome act_choices(struct screen *screen, const struct notice *notice, const struct scene *shown,
                                  enum action action, int64_t now_ms) {
    const char *ids[NOTICE_CHOICES_MAX];
    bool chosen;
    assert(notice->choice_count > 0);
    for (size_t i = 0; i < notice->choice_count; i++)
        ids[i] = notice->choices[i].id;
    if (action == ACTION_UP && strcmp(screen->focus, ids[0]) == 0 && screen->pages.text > 0)
        return screen_outcome(OUTCOME_NONE); /* back to the words */
    if (action == ACTION_DOWN && strcmp(screen->focus, ids[notice->choice_count - 1]) == 0) {
        screen_focus(screen, NOTICE_LATER);
        return screen_outcome(OUTCOME_CHANGED);
    }
    const char *id = list_act(screen, shown, ids, notice->choice_count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    if (chosen && strcmp(id, NOTICE_LATER) == 0)
        return screen_outcome(OUTCOME_BUMP);
    return chosen ? answer(screen, now_ms) : screen_outcome(OUTCOME_CHANGED);
}

static struct outcome notice_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    const struct notice *notice = model_notice(model, screen->notice.id);
    if (action == ACTION_BACK)
        return put_off(screen);
    if (!notice_view_asks(&screen->notice, notice))
        return act_read(screen, notice, action, now_ms);
    if (strcmp(screen->focus, NOTICE_NEXT) == 0)
        return read_on(screen, action, true);
    if (strcmp(screen->focus, NOTICE_LATER) == 0)
        return act_later(screen, shown, action, now_ms);
    return act_choices(screen, notice, shown, action, now_ms);
}

const struct screen_class notice_class = {"notice", notice_view_draw, notice_act};
