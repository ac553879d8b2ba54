/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One notice: what the hotline says, and the answers it asks for, each by its digit or by OK. One that is only to be
 * read has a single button. Once it is answered it says what was answered. The same screen comes up by itself (see
 * notice_overlay.c) and is opened from the list of past ones. Where words and answers have no room side by side, the
 * words come first, page by page, and the answers on a page of their own; nothing is answered before they are seen.
 *
 * The trap: an answer counts only when stb-app has stored it, so until then the screen stays, and after 3 s it can be
 * given again.
 */
#include "ui/kit/list.h"
#include "ui/kit/text_card.h"
#include <stdio.h>
#include <string.h>

enum { BUSY_MS = 1000, AGAIN_MS = 3000 };
static const char *const NEXT = "next"; /* the button that leads on to more words, then to the answers */

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

static void draw_text(const struct view *view, struct view_report *report, struct rect box, const char *words) {
    text_card_draw(view, report, box, &(struct text_card){.words = words});
    report->text_to_say = scene_keep(view->scene, words);
}

static void draw_one_button(const struct view *view, struct view_report *report, struct rect area, const char *id,
                            const char *words) {
    struct button button = view_button(view, id, strings_get(view->strings, "button.ok"), "ok");
    area = view_buttons(view, area, &button, 1);
    draw_text(view, report, area, words);
}

/* As wide as the longest answer wants to stand in one line, within bounds: the rest is for the words. All of WIDTH:
 * they do not go side by side. */
static int choices_width(const struct view *view, const struct notice *notice, int width) {
    struct text_style style = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    int widest = 0;
    for (size_t i = 0; i < notice->choice_count; i++) {
        int title = text_width(view->text, style, notice->choices[i].title);
        widest = title > widest ? title : widest;
    }
    int wanted = list_width(view, widest) + view_size(view, SIZE_LINE_GAP);
    int least = width * 36 / 100, most = width * 52 / 100;
    if (wanted > most) /* on two lines; large ones would leave room for one answer */
        return view_compact(view) ? width : most;
    return wanted < least ? least : wanted;
}

/* The words beside the answers; false when there is no room for both. */
static bool beside(const struct view *view, const struct notice *notice, struct rect area, const char *words,
                   struct rect *left, struct rect *right) {
    int gap = view_size(view, SIZE_COLUMN_GAP), width = choices_width(view, notice, area.w);
    if (width == area.w)
        return false;
    *left = (struct rect){area.x, area.y, area.w - width - gap, area.h};
    *right = (struct rect){area.x + area.w - width, area.y, width, area.h};
    struct rect room = rect_inset(*left, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    return text_card_fits(view, room, &(struct text_card){.words = words});
}

static void draw_list(const struct view *view, struct view_report *report, const struct screen *screen,
                      struct rect area, const struct notice *notice) {
    struct list_row rows[NOTICE_CHOICES_MAX];
    for (size_t i = 0; i < notice->choice_count; i++)
        rows[i] = (struct list_row){.id = notice->choices[i].id, .title = notice->choices[i].title, .note = ""};
    list_draw(view, report, screen, area, rows, notice->choice_count);
}

/* The pages of words, then the answers. */
static void draw_pages(const struct view *view, struct view_report *report, const struct screen *screen,
                       struct rect area, const struct notice *notice, const char *words) {
    int wanted = screen->pages.text;
    bool answers = screen->pages.text_count > 0 && wanted + 1 == screen->pages.text_count;
    if (answers) {
        draw_list(view, report, screen, area, notice);
        report->text_to_say = NULL;
        report->pages.text = wanted;
        report->pages.text_count = screen->pages.text_count;
        return;
    }
    struct rect rest = {area.x, area.y, area.w, area.h - view_bar_height(view) - view_size(view, SIZE_GAP)};
    draw_text(view, report, rest, words);
    bool last = report->pages.text + 1 == report->pages.text_count;
    struct button next =
        view_button(view, NEXT, strings_get(view->strings, last ? "notice.answer" : "notice.next"), NULL);
    view_bar(view, area, &next, 1);
    report->pages.text_count++;
}

static void draw_choices(const struct view *view, struct view_report *report, const struct screen *screen,
                         struct rect area, const struct notice *notice, const char *words) {
    struct rect left, right;
    if (!beside(view, notice, area, words, &left, &right)) {
        draw_pages(view, report, screen, area, notice, words);
        return;
    }
    draw_text(view, report, left, words);
    draw_list(view, report, screen, right, notice);
}

/* All that the hotline says is on the card: there is nothing but a title, or it is longer than a title can be. */
static bool is_all_on_card(const struct view *view, const struct notice *notice) {
    return !notice->text[0] || !view_title_fits(view, notice->title);
}

static const char *card_words(const struct view *view, const struct notice *notice) {
    if (!is_all_on_card(view, notice))
        return notice->text;
    return notice->text[0] ? scene_keepf(view->scene, "%s\n%s", notice->title, notice->text) : notice->title;
}

/* What was answered; a question is done with then, what was to be known stays to be read. */
static const char *answer_words(const struct view *view, const struct notice *notice) {
    const struct notice_choice *choice = notice_find_choice(notice, notice->answered);
    bool question = strcmp(notice->kind, "care") == 0 || !notice->text[0];
    if (!choice)
        return card_words(view, notice);
    const char *answer =
        view_words(view, notice->refused ? "notice.refused" : "notice.answered", "choice", choice->title, NULL);
    return question ? answer : scene_keepf(view->scene, "%s\n%s", answer, card_words(view, notice));
}

static void draw_gone(const struct view *view, struct view_report *report) {
    struct rect area = view_header(
        view, report, &(struct header){.icon = "notice", .title = strings_get(view->strings, "notice.gone")});
    draw_one_button(view, report, area, "seen", strings_get(view->strings, "notice.gone.text"));
}

static void notice_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.digits", "hint.answer"}, {"key.ok", "hint.choose"}, {"key.person", "hint.person"}};
    const struct notice *notice = model_notice(view->model, screen->notice.id);
    if (!notice) {
        draw_gone(view, report);
        return;
    }
    bool open = !notice->answered[0] && notice->choice_count > 0;
    const char *age = view_age(view, notice->at_ms);
    const char *title = is_all_on_card(view, notice) ? strings_get(view->strings, "notices.title") : notice->title;
    struct rect area = view_header(
        view, report,
        &(struct header){
            .icon = notice_icon(view, notice), .title = title, .aside = age, .no_hints = view_compact(view)});
    int64_t waited = view->now_ms - screen->notice.submitted_ms;
    if (screen->notice.submitted_ms && waited < BUSY_MS)
        view_redraw_at(report, screen->notice.submitted_ms + BUSY_MS);
    else if (screen->notice.submitted_ms && !notice->answered[0])
        area = view_banner(view, "busy", area, "clock", strings_get(view->strings, "notice.busy"));
    if (open)
        draw_choices(view, report, screen, area, notice, card_words(view, notice));
    else
        draw_one_button(view, report, area, "seen", answer_words(view, notice));
    if (!view_compact(view))
        view_hints(view, report, open ? hints : hints + 1, open ? 3 : 2);
}

static struct outcome answer(const struct screen *screen, const struct notice *notice, int64_t now_ms) {
    if (!notice || notice->answered[0])
        return screen_outcome(OUTCOME_BACK);
    if (screen->notice.submitted_ms && now_ms - screen->notice.submitted_ms < AGAIN_MS)
        return screen_outcome(OUTCOME_BUMP);
    return screen_outcome(OUTCOME_REPLY);
}

/* OK turns the page; a digit leads to the answers it is one of, and chooses none of them unseen. */
static struct outcome read_on(struct screen *screen, enum action action) {
    if (action_digit(action) >= 0)
        screen->pages.text = screen->pages.text_count - 1;
    else if (action == ACTION_OK)
        screen->pages.text++;
    else
        return screen_outcome(OUTCOME_NONE);
    return screen_outcome(OUTCOME_CHANGED);
}

static struct outcome notice_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    const struct notice *notice = model_notice(model, screen->notice.id);
    const char *ids[NOTICE_CHOICES_MAX];
    bool chosen, asks = notice && !notice->answered[0] && notice->choice_count > 0;
    if (action == ACTION_BACK)
        return screen_outcome(OUTCOME_BACK);
    if (!asks)
        return action == ACTION_OK ? answer(screen, notice, now_ms) : screen_outcome(OUTCOME_NONE);
    for (size_t i = 0; i < notice->choice_count; i++)
        ids[i] = notice->choices[i].id;
    if (strcmp(screen->focus, NEXT) == 0)
        return read_on(screen, action);
    if (action == ACTION_UP && strcmp(screen->focus, ids[0]) == 0 && screen->pages.text > 0)
        return screen_outcome(OUTCOME_NONE); /* back to the words */
    const char *id = list_act(screen, shown, ids, notice->choice_count, action, &chosen);
    if (!id)
        return screen_outcome(OUTCOME_NONE);
    screen_focus(screen, id);
    return chosen ? answer(screen, notice, now_ms) : screen_outcome(OUTCOME_CHANGED);
}

const struct screen_class notice_class = {"notice", notice_draw, notice_act};
