/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SOS screen. sos_words_phase() works out the phase for each drawing, from what is proved and the time since the
 * press:
 *
 *   red key ---> GRACE ---- OK, red key, or the countdown is over ---> OPEN
 *                  |                                                  ^ | |
 *                  +---- 10 s and not received ----> LOST <-----------+-' |
 *                  |                                  |  '- received -'   |
 *                  | BACK, cancel                     | cancel            | cancel
 *                  v                                  v                   v
 *                ASKED <------------------------------+-------------------'
 *                  |
 *                  '---- the hotline confirms it; it can close any phase ----> OVER
 *
 *   GRACE  the countdown runs. OK calls now, BACK cancels, no key at all calls as well.
 *   OPEN   received, answered, help sent, arrived: what is proved, with its times; call again, and cancel as long as
 * that
 *          can work: until a person has answered.
 *   LOST   the numbers to dial fill the screen, while the box goes on trying; at once where the line is known to be
 * down,
 *          and then BACK cancels until the grace is over.
 *   ASKED  the senior has cancelled and the hotline has not confirmed it: the screen says so.
 *   OVER   closed or cancelled: one button.
 *
 * The trap is a button that goes: the focus of 取消求助 is handed to one that does nothing, never to 再叫一次. Red is for an
 * alarm: once help is there, or it is over, the ground is that of any other screen.
 */
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include "ui/screens/sos_words.h"
#include <string.h>

struct screen sos_screen(void) {
    return (struct screen){.kind = SCREEN_SOS};
}

static colour sos_text(const struct view *view) {
    return view_colour(view, sos_words_calm(view->model) ? COLOUR_TEXT : COLOUR_SOS_TEXT);
}

static colour sos_ground(const struct view *view) {
    return view_colour(view, sos_words_calm(view->model) ? COLOUR_GROUND_TOP : COLOUR_SOS_TOP);
}

static struct words sos_words(const struct view *view, enum theme_size size) {
    return (struct words){
        .px = view_text(view, size), .least = view_text(view, SIZE_BODY), .fg = sos_text(view), .bg = sos_ground(view)};
}

/* A person wrote something, and the text is so large that it needs the room of the steps. */
static bool is_crowded(const struct view *view, enum sos_phase phase) {
    const struct model_sos *sos = &view->model->sos;
    return view_compact(view) && phase == SOS_OPEN && sos->message[0] && !sos->cancel_refused &&
           request_state_is_proved(sos->state);
}

static int draw_countdown(const struct view *view, struct view_report *report, struct rect area) {
    const struct model *model = view->model;
    int left = model_grace_left_s(model, view->now_ms), size = view_px(view, view_compact(view) ? 280 : 350);
    int whole = model->grace_s > left ? model->grace_s : left, thickness = view_px(view, 26);
    struct rect box = {area.x + area.w - size, area.y, size, size};
    struct scene_item *track = view_round(view, "", ROLE_NONE, box, size / 2, 0);
    if (track) {
        track->ring = thickness;
        track->stroke = view_colour(view, COLOUR_SOS_DARK);
    }
    struct scene_item *arc = scene_add(view->scene, "", ROLE_NONE, box);
    if (arc) {
        arc->shape = SHAPE_ARC;
        arc->ring = thickness;
        arc->stroke = view_colour(view, COLOUR_RING);
        arc->permille = 1000 * left / (whole > 0 ? whole : 1);
    }
    struct words how = {.px = view_px(view, 190),
                        .weight = TEXT_BOLD,
                        .align = TEXT_CENTRE,
                        .middle = true,
                        .fg = sos_text(view),
                        .bg = sos_ground(view),
                        .lines = 1};
    view_put(view, "countdown", ROLE_TEXT, rect_inset(box, thickness, thickness), &how, view_number(view, left));
    view_redraw_at(report, model->sos.grace_end_ms - (int64_t)(left - 1) * 1000);
    return size;
}

static struct button dark_button(const struct view *view, const char *id, const char *words) {
    struct button button = view_button(view, id, words, NULL);
    if (sos_words_calm(view->model))
        return button;
    button.fill = view_colour(view, COLOUR_SOS_DARK);
    button.focus = view_colour(view, COLOUR_SOS_LIGHT);
    button.fg = sos_text(view);
    button.focus_fg = view_colour(view, COLOUR_SOS_LIGHT_TEXT);
    return button;
}

struct choice {
    const char *id, *words;
};
/* The main one first. Once it cannot be cancelled there is one that does nothing, so that there is a harmless one. */
static const struct choice *choices_of(const struct model *model, enum sos_phase phase) {
    static const struct choice rows[][2] = {
        [SOS_GRACE] = {{"confirm", "sos.button.now"}, {"cancel", "sos.button.back"}},
        [SOS_OPEN] = {{"press", "sos.button.again"}, {"cancel", "sos.button.cancel"}},
        [SOS_LOST] = {{"press", "sos.button.again"}, {"cancel", "sos.button.cancel"}},
        [SOS_ASKED] = {{"press", "sos.button.need"}, {NULL, NULL}},
        [SOS_OVER] = {{"ok", "button.ok"}, {NULL, NULL}},
    };
    static const struct choice late[] = {{"wait", "button.ok"}, {"press", "sos.button.again"}};
    return phase == SOS_OPEN && !sos_words_can_cancel(model) ? late : rows[phase];
}

static struct rect draw_buttons(const struct view *view, struct view_report *report, struct rect area,
                                enum sos_phase phase) {
    const struct choice *choices = choices_of(view->model, phase);
    struct button buttons[2];
    size_t count = 0;
    for (; count < 2 && choices[count].id; count++)
        buttons[count] = dark_button(view, choices[count].id, strings_get(view->strings, choices[count].words));
    buttons[0].weight = 3;
    buttons[0].icon = phase == SOS_OVER ? "ok" : NULL;
    report->focus_fallback = choices[0].id; /* of a focus whose button has gone */
    return view_buttons(view, area, buttons, count);
}

static struct rect draw_chips(const struct view *view, struct rect area) {
    static const struct {
        enum request_state state;
        const char *key, *next; /* once it was reached, and before */
    } rows[] = {{STATE_SAVED, "sos.chip.pressed", "sos.chip.pressed"},
                {STATE_RECEIVED, "sos.chip.received", "sos.chip.next.received"},
                {STATE_ANSWERED, "sos.chip.answered", "sos.chip.next.answered"},
                {STATE_HELP_SENT, "sos.chip.help_sent", "sos.chip.next.help_sent"},
                {STATE_ARRIVED, "sos.chip.arrived", "sos.chip.next.arrived"}};
    enum { ROWS = sizeof rows / sizeof rows[0] };
    const struct model_sos *sos = &view->model->sos;
    struct chip chips[ROWS];
    size_t count = 0, last = 0; /* whatever came later proves that what is before it was done */
    bool open = model_sos_open(view->model);
    for (size_t i = 0; i < ROWS; i++)
        if ((sos->state >= rows[i].state && sos->state <= STATE_ARRIVED) || sos->reached_wall_ms[rows[i].state])
            last = i;
    for (size_t i = 0; i < ROWS && (open || i <= last); i++) { /* of one that is over nothing is still to come */
        bool done = i <= last;
        int64_t at = sos->reached_wall_ms[rows[i].state];
        chips[count++] = (struct chip){.words = strings_get(view->strings, done ? rows[i].key : rows[i].next),
                                       .note = i == last + 1 ? "…"
                                               : done && at  ? view_clock(view, at)
                                                             : "",
                                       .state = done            ? CHIP_DONE
                                                : i == last + 1 ? CHIP_NOW
                                                                : CHIP_TODO};
    }
    return view_chips(view, area, chips, count, !sos_words_calm(view->model));
}

/* As large as stands in one line each below the title. */
static int body_px(const struct view *view, const struct words *line, const char *body, int width, int height,
                   int lines) {
    struct words large = *line;
    large.px = view_text(view, SIZE_TITLE);
    large.least = line->px;
    large.lines = lines;
    struct fit fit = view_fit(view, &large, body, width, height);
    return fit.whole ? fit.style.px : line->px;
}

/* The title at its size in one line, else in two. */
static struct words title_words(const struct view *view, const char *title, int width) {
    struct words head = sos_words(view, SIZE_SOS);
    int as_title = view_text(view, SIZE_TITLE), as_status = view_size(view, SIZE_SOS);
    head.weight = TEXT_BOLD;
    head.px = view_narrow(view) ? head.px * 3 / 2 : head.px; /* what happens is read from the bed */
    head.least = as_title > as_status ? as_title : as_status;
    head.lines = 1;
    head.lines = view_fit(view, &head, title, width, 0).whole ? 1 : 2;
    return head;
}

static void draw_lines(const struct view *view, struct view_report *report, struct rect area, enum sos_phase phase) {
    const char *words = sos_words_title(view, phase);
    const char *body =
        is_crowded(view, phase) ? view->model->sos.message : sos_words_body(view, report, phase, view_compact(view));
    struct words head = title_words(view, words, area.w), line = sos_words(view, SIZE_BODY), small = line;
    int gap = view_size(view, SIZE_LINE_GAP), since = 0;
    int least = text_line_height((struct text_style){.px = head.least}) * head.lines;
    if (!view_compact(view) && (phase == SOS_OPEN || phase == SOS_ASKED))
        since = text_line_height((struct text_style){.px = small.px}) + gap;
    if (since && least + gap + view_fit(view, &line, body, area.w, 0).height + since > area.h) {
        since = 0; /* no room for a line of its own */
        body = sos_words_body(view, report, phase, true);
    }
    view->scene->title = scene_keep(view->scene, words);
    line.px = view_text(view, SIZE_OPTION) * 11 / 10;
    line.px =
        body_px(view, &line, body, area.w, area.h - since - gap - text_line_height((struct text_style){.px = head.px}),
                strchr(body, '\n') ? 2 : 1);
    int room = area.h - since - gap - view_fit(view, &line, body, area.w, 0).height;
    struct rect top = {area.x, area.y, area.w, room > least ? room : least};
    int used = view_put(view, "title", ROLE_TITLE, top, &head, words).height + gap;
    text_card_text(view, report, (struct rect){area.x, area.y + used, area.w, area.h - used - since},
                   &(struct text_card){.words = body, .how = &line});
    if (since)
        view_put(view, "since", ROLE_TEXT, (struct rect){area.x, area.y + area.h - since + gap, area.w, since}, &small,
                 sos_words_since(view, report));
}

/* The numbers to dial fill the screen. */
static void draw_lost(const struct view *view, struct view_report *report, struct rect area) {
    struct words head = sos_words(view, SIZE_SOS), huge = sos_words(view, SIZE_HUGE),
                 small = sos_words(view, SIZE_BODY);
    head.weight = huge.weight = TEXT_BOLD;
    head.lines = 1;
    huge.lines = 2;
    if (view_compact(view)) /* the numbers need the room */
        head.px = view_text(view, SIZE_TITLE);
    huge.px = view_size(view, SIZE_HUGE) * (view_narrow(view) ? 8 : 5) / 4;
    huge.middle = true;
    small.lines = 2;
    const char *words = sos_words_title(view, SOS_LOST);
    view->scene->title = scene_keep(view->scene, words);
    struct fit fit = view_put(view, "title", ROLE_TITLE, area, &head, words);
    area.y += fit.height;
    area.h -= fit.height;
    const char *trying =
        scene_keepf(view->scene, "%s %s", strings_get(view->strings, "sos.lost.trying"), sos_words_since(view, report));
    struct fit foot = view_fit(view, &small, trying, area.w, 0);
    view_put(view, "text", ROLE_TEXT, (struct rect){area.x, area.y + area.h - foot.height, area.w, foot.height}, &small,
             trying);
    area.h -= foot.height;
    view_put(view, "phones", ROLE_TEXT, area, &huge, sos_words_numbers(view));
}

static void sos_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    enum sos_phase phase = sos_words_phase(view->model, view->now_ms);
    struct rect area = view->theme->safe;
    (void)screen;
    if (!sos_words_calm(view->model)) {
        view->scene->top = view_colour(view, COLOUR_SOS_TOP);
        view->scene->bottom = view_colour(view, COLOUR_SOS_BOTTOM);
    }
    report->link_shown = true;
    report->text_to_say = sos_words_say(view, report, phase);
    report->position_to_say = "";
    struct words small = sos_words(view, SIZE_BODY);
    small.lines = view_compact(view) ? 1 : 2;
    const char *foot;
    for (size_t less = 0; (foot = sos_words_footer(view, phase, less)); less++) {
        struct fit fit = view_fit(view, &small, foot[0] ? foot : " ", area.w, 0);
        if (!foot[0] || !fit.whole)
            continue;
        view_put(view, "foot", ROLE_TEXT, (struct rect){area.x, area.y + area.h - fit.height, area.w, fit.height},
                 &small, foot);
        area.h -= fit.height + view_size(view, SIZE_BLOCK_GAP);
        break;
    }
    if (!foot) /* the buttons stand at the edge: their ring is to lie within the margin */
        area.h -= view_size(view, SIZE_RING) + view_size(view, SIZE_RING_GAP);
    area = draw_buttons(view, report, area, phase);
    if (phase == SOS_LOST) {
        draw_lost(view, report, area);
        return;
    }
    if (!is_crowded(view, phase))
        area = draw_chips(view, area);
    if (phase == SOS_GRACE)
        area.w -= draw_countdown(view, report, area) + view_size(view, SIZE_COLUMN_GAP);
    if (phase == SOS_GRACE && view->model->sos.state < STATE_RECEIVED)
        view_redraw_at(report, view->model->sos.pressed_ms + SOS_LOST_MS);
    draw_lines(view, report, area, phase);
}

/* BACK in the grace cancels at once, the numbers to dial on screen or not; later it only leads to the button, whose OK
 * cancels. */
static struct outcome sos_act(struct screen *screen, const struct model *model, const struct scene *shown,
                              enum action action, int64_t now_ms) {
    enum sos_phase phase = sos_words_phase(model, now_ms);
    bool on_cancel = strcmp(screen->focus, "cancel") == 0;
    (void)shown;
    if (phase == SOS_OVER)
        return screen_outcome(action == ACTION_OK || action == ACTION_BACK || action == ACTION_SERVICE
                                  ? OUTCOME_SOS_LEAVE
                                  : OUTCOME_NONE);
    if (action == ACTION_BACK && phase != SOS_ASKED && model_grace_left_s(model, now_ms) > 0)
        return screen_outcome(OUTCOME_SOS_CANCEL);
    if (action == ACTION_BACK && phase != SOS_ASKED) {
        screen_focus(screen, sos_words_can_cancel(model) ? "cancel" : "wait");
        return screen_outcome(OUTCOME_CHANGED);
    }
    if (action == ACTION_PERSON) /* a person is what this is about */
        return screen_outcome(phase == SOS_GRACE ? OUTCOME_SOS_CONFIRM : OUTCOME_SOS_PRESS);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (strcmp(screen->focus, "wait") == 0)
        return screen_outcome(OUTCOME_BUMP);
    if (on_cancel)
        return screen_outcome(sos_words_can_cancel(model) ? OUTCOME_SOS_CANCEL : OUTCOME_BUMP);
    return screen_outcome(phase == SOS_GRACE ? OUTCOME_SOS_CONFIRM : OUTCOME_SOS_PRESS);
}

const struct screen_class sos_class = {"sos", sos_draw, sos_act};
