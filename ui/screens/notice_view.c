/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where words and answers have no room side by side, the words come first, page by page, and the answers on a page of
 * their own. Below the answers stands the one that answers nothing, and it has the focus first.
 */
#include "ui/screens/notice_view.h"
#include "ui/kit/fingerprint.h"
#include "ui/kit/list.h"
#include "ui/kit/text_card.h"
#include <string.h>

enum { BUSY_MS = 1000 };

bool notice_view_asks(const struct screen_notice *screen, const struct notice *notice) {
    return notice && notice->choice_count > 0 && (!notice->answered[0] || screen->changes);
}

/* How grave a notice is, by its kind: a gas alarm, a warning and a letter are not to look alike. */
struct gravity {
    const char *kind;
    enum theme_colour card, words;
    enum text_weight weight;
};
static const struct gravity *gravity_of(const struct notice *notice) {
    static const struct gravity plain = {"", COLOUR_PANEL, COLOUR_TEXT, TEXT_REGULAR},
                                graver[] = {{"alarm", COLOUR_SOS_TILE, COLOUR_SOS_TEXT, TEXT_BOLD},
                                            {"fraud", COLOUR_BANNER, COLOUR_BANNER_TEXT, TEXT_REGULAR},
                                            {"weather", COLOUR_BANNER, COLOUR_BANNER_TEXT, TEXT_REGULAR}};
    for (size_t i = 0; notice && i < sizeof graver / sizeof graver[0]; i++)
        if (strcmp(graver[i].kind, notice->kind) == 0)
            return &graver[i];
    return &plain;
}

/* "警报", "防骗提醒", "来信"; "" = of a kind that has no word, or there is no notice any more. */
static const char *kind_words(const struct view *view, const struct notice *notice) {
    if (!notice)
        return "";
    const char *key = scene_keepf(view->scene, "notice.kind.%.15s", notice->kind);
    return strings_has(view->strings, key) ? strings_get(view->strings, key) : "";
}

static struct words text_words(const struct view *view, const struct notice *notice) {
    const struct gravity *gravity = gravity_of(notice);
    struct words how = text_card_words(view);
    how.weight = gravity->weight;
    how.fg = view_colour(view, gravity->words);
    how.bg = view_colour(view, gravity->card);
    return how;
}

static void draw_text(const struct view *view, struct view_report *report, struct rect box, const struct notice *notice,
                      const char *words) {
    const struct gravity *gravity = gravity_of(notice);
    struct words how = text_words(view, notice);
    view_round(view, "", ROLE_NONE, box, view_size(view, SIZE_RADIUS), view_colour(view, gravity->card));
    struct rect room = rect_inset(box, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    text_card_text(view, report, room, &(struct text_card){.words = words, .weight = how.weight, .how = &how});
    const char *kind = gravity->kind[0] ? kind_words(view, notice) : ""; /* what is grave is heard before it is read */
    report->text_to_say = scene_keepf(view->scene, "%s%s%s", kind, kind[0] ? "\n" : "", words);
}

static bool text_fits(const struct view *view, struct rect card, const struct notice *notice, const char *words) {
    struct words how = text_words(view, notice);
    struct rect room = rect_inset(card, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    return text_card_fits(view, room, &(struct text_card){.words = words, .weight = how.weight, .how = &how});
}

/* The page that VIEW wants is the last of WORDS, below which there is room for the button that takes note. */
static bool is_last_page(const struct view *view, const struct screen *screen, struct rect card,
                         const struct notice *notice, const char *words) {
    return text_fits(view, card, notice, words) ||
           (screen->pages.text_count > 0 && view->text_page + 1 >= screen->pages.text_count);
}

/* Nobody takes note of what was not on the screen. */
static void draw_read(const struct view *view, struct view_report *report, const struct screen *screen,
                      struct rect area, const struct notice *notice, const char *words, bool can_change) {
    struct rect card = {area.x, area.y, area.w, area.h - view_buttons_height(view) - view_size(view, SIZE_GAP)};
    bool last = is_last_page(view, screen, card, notice, words);
    struct button buttons[] = {last ? view_button(view, NOTICE_SEEN, strings_get(view->strings, "button.ok"), "ok")
                                    : view_button(view, NOTICE_NEXT, strings_get(view->strings, "notice.next"), NULL),
                               view_button(view, NOTICE_CHANGE, strings_get(view->strings, "notice.change"), NULL)};
    buttons[0].weight = 3;
    buttons[1].weight = last && can_change ? 2 : 0;
    view_buttons(view, area, buttons, 2);
    draw_text(view, report, card, notice, words);
    report->harmless_focus = report->focus_fallback = buttons[0].id;
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
    return text_fits(view, *left, notice, words);
}

/* The answers in AREA, and below them the way to give none; that one has no digit. */
static void draw_list(const struct view *view, struct view_report *report, const struct screen *screen,
                      struct rect area, const struct notice *notice) {
    struct list_row rows[NOTICE_CHOICES_MAX];
    struct screen at = *screen;
    struct button later = view_button(
        view, NOTICE_LATER, strings_get(view->strings, screen->notice.changes ? "notice.keep" : "notice.later"), NULL);
    for (size_t i = 0; i < notice->choice_count; i++)
        rows[i] = (struct list_row){.id = notice->choices[i].id, .title = notice->choices[i].title, .note = ""};
    if (strcmp(at.focus, NOTICE_LATER) == 0 && at.pages.first < notice->choice_count)
        screen_focus(&at, rows[at.pages.first].id); /* the page we were on */
    struct rect list = {area.x, area.y, area.w, area.h - view_bar_height(view) - view_size(view, SIZE_GAP)};
    list_draw(view, report, &at, list, rows, notice->choice_count);
    view_bar(view, area, &later, 1);
    if (view_focused(view, NOTICE_LATER)) /* it is none of the answers that are counted */
        report->position_to_say = "";
    report->harmless_focus = report->focus_fallback = NOTICE_LATER;
}

/* Each with its digit: the focus is on none of them. */
static const char *answers_to_say(const struct view *view, const struct notice *notice) {
    const char *said = "";
    for (size_t i = 0; i < notice->choice_count; i++)
        said = scene_keepf(view->scene, "%s%s%zu %s", said, i ? "\n" : "", i + 1, notice->choices[i].title);
    return said;
}

/* The pages of words, then the answers. */
static void draw_pages(const struct view *view, struct view_report *report, const struct screen *screen,
                       struct rect area, const struct notice *notice, const char *words) {
    int wanted = screen->pages.text;
    bool answers = screen->pages.text_count > 0 && wanted + 1 == screen->pages.text_count;
    if (answers) {
        draw_list(view, report, screen, area, notice);
        report->text_to_say = answers_to_say(view, notice);
        report->pages.text = wanted;
        report->pages.text_count = screen->pages.text_count;
        return;
    }
    struct rect rest = {area.x, area.y, area.w, area.h - view_bar_height(view) - view_size(view, SIZE_GAP)};
    draw_text(view, report, rest, notice, words);
    bool last = report->pages.text + 1 == report->pages.text_count;
    struct button next =
        view_button(view, NOTICE_NEXT, strings_get(view->strings, last ? "notice.answer" : "notice.next"), NULL);
    view_bar(view, area, &next, 1);
    report->pages.text_count++;
    report->harmless_focus = report->focus_fallback = NOTICE_NEXT;
}

static void draw_choices(const struct view *view, struct view_report *report, const struct screen *screen,
                         struct rect area, const struct notice *notice, const char *words) {
    struct rect left, right;
    if (!beside(view, notice, area, words, &left, &right)) {
        draw_pages(view, report, screen, area, notice, words);
        return;
    }
    draw_text(view, report, left, notice, words);
    draw_list(view, report, screen, right, notice);
    report->text_to_say = scene_keepf(view->scene, "%s\n%s", report->text_to_say, answers_to_say(view, notice));
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

static void draw_gone(const struct view *view, struct view_report *report, const struct screen *screen) {
    struct rect area = view_header(
        view, report, &(struct header){.icon = "notice", .title = strings_get(view->strings, "notice.gone")});
    draw_read(view, report, screen, area, NULL, strings_get(view->strings, "notice.gone.text"), false);
}

/* Whoever looks at it sees another one when this is another: its words, its answers, what was answered. */
static const char *fingerprint_of(const struct view *view, const struct screen_notice *screen,
                                  const struct notice *notice) {
    uint32_t sum = fingerprint_add(fingerprint_add(FINGERPRINT_BEGIN, notice->title), notice->text);
    for (size_t i = 0; i < notice->choice_count; i++)
        sum = fingerprint_add(sum, notice->choices[i].title);
    return scene_keepf(view->scene, "%s %08x",
                       screen->changes       ? "change"
                       : notice->answered[0] ? "said"
                                             : "notice",
                       (unsigned)fingerprint_add(sum, notice->answered));
}

/* An answer waits for stb-app's word. */
static struct rect draw_busy(const struct view *view, struct view_report *report, struct rect area,
                             const struct screen_notice *screen, const struct notice *notice) {
    int64_t waited = view->now_ms - screen->submitted_ms;
    if (!screen->submitted_ms || strcmp(notice->answered, screen->choice) == 0)
        return area;
    if (waited >= BUSY_MS)
        return view_banner(view, "busy", area, "clock", strings_get(view->strings, "notice.busy"));
    view_redraw_at(report, screen->submitted_ms + BUSY_MS);
    return area;
}

void notice_view_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {
        {"key.digits", "hint.answer"}, {"key.ok", "hint.choose"}, {"key.person", "hint.person"}};
    const struct notice *notice = model_notice(view->model, screen->notice.id);
    if (!notice) {
        draw_gone(view, report, screen);
        return;
    }
    bool open = notice_view_asks(&screen->notice, notice);
    report->content_id = fingerprint_of(view, &screen->notice, notice);
    const char *age = view_age(view, notice->at_ms), *kind = kind_words(view, notice);
    const char *aside = scene_keepf(view->scene, "%s%s%s", kind, kind[0] && age[0] ? " · " : "", age);
    const char *title = is_all_on_card(view, notice) ? strings_get(view->strings, "notices.title") : notice->title;
    struct rect area = view_header(
        view, report,
        &(struct header){
            .icon = notice_icon(view, notice), .title = title, .aside = aside, .no_hints = view_compact(view)});
    area = draw_busy(view, report, area, &screen->notice, notice);
    if (open)
        draw_choices(view, report, screen, area, notice, card_words(view, notice));
    else
        draw_read(view, report, screen, area, notice, answer_words(view, notice), notice->choice_count > 0);
    if (!view_compact(view))
        view_hints(view, report, open ? hints : hints + 1, open ? 3 : 2);
}
