/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SOS screen. phase_of() works out the phase for each drawing, from what is proved and the time since the press:
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
 *   OPEN   received, answered, help sent, arrived: what is proved, with its times; call again or cancel.
 *   LOST   the numbers to dial fill the screen, while the box goes on trying.
 *   ASKED  the senior has cancelled and the hotline has not confirmed it: the screen says so.
 *   OVER   closed or cancelled: one button.
 *
 * The trap: words must not run ahead of facts. "Received" is said only in state received or later, and the family is
 * mentioned only once the hotline has the SOS. After 30 s without a person the screen says what happens next, after
 * 60 s it offers the emergency number.
 */
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include <stdio.h>
#include <string.h>

enum { LOST_MS = 10000, NEXT_MS = 30000, EMERGENCY_MS = 60000 };
enum phase { PHASE_GRACE, PHASE_OPEN, PHASE_LOST, PHASE_ASKED, PHASE_OVER };

struct screen sos_screen(void) {
    return (struct screen){.kind = SCREEN_SOS};
}

static enum phase phase_of(const struct model *model, int64_t now_ms) {
    const struct model_sos *sos = &model->sos;
    if (!model_sos_open(model))
        return PHASE_OVER;
    if (sos->cancel_asked)
        return PHASE_ASKED;
    if (sos->state < STATE_RECEIVED && now_ms - sos->pressed_ms >= LOST_MS)
        return PHASE_LOST;
    return model_grace_left_s(model, now_ms) > 0 ? PHASE_GRACE : PHASE_OPEN;
}

static colour sos_text(const struct view *view) {
    return view_colour(view, COLOUR_SOS_TEXT);
}

static struct words sos_words(const struct view *view, enum theme_size size) {
    return (struct words){.px = view_text(view, size),
                          .least = view_text(view, SIZE_BODY),
                          .fg = sos_text(view),
                          .bg = view_colour(view, COLOUR_SOS_TOP)};
}

/* What to dial: the hotline's number and the emergency number, as far as the operator's config has them. */
static const char *numbers_to_dial(const struct view *view) {
    const char *phone = view->model->hotline.phone, *emergency = view->model->hotline.emergency_phone;
    if (phone[0] && emergency[0])
        return view_words(view, "sos.lost.numbers", "phone", phone, "emergency", emergency, NULL);
    if (phone[0] || emergency[0])
        return view_words(view, "sos.lost.number", "phone", phone[0] ? phone : emergency, NULL);
    return strings_get(view->strings, "sos.lost.nobody");
}

static const char *lost_title(const struct view *view) {
    bool known = view->model->hotline.phone[0] || view->model->hotline.emergency_phone[0];
    return strings_get(view->strings, known ? "sos.title.lost" : "sos.title.lost.nobody");
}

static const char *title(const struct view *view, enum phase phase) {
    char key[48];
    if (phase == PHASE_GRACE)
        return strings_get(view->strings, "sos.title.grace");
    if (phase == PHASE_LOST)
        return lost_title(view);
    if (phase == PHASE_ASKED)
        return strings_get(view->strings, "sos.title.cancelling");
    snprintf(key, sizeof key, "sos.title.%s", request_state_name(view->model->sos.state));
    return strings_get(view->strings, strings_has(view->strings, key) ? key : "sos.title.closed");
}

/* The time since the press; by seconds until a person answers, by minutes then. */
static const char *elapsed(const struct view *view, struct view_report *report) {
    const struct model_sos *sos = &view->model->sos;
    int64_t since = view->now_ms - sos->pressed_ms, unit = sos->state >= STATE_ANSWERED ? 60000 : 1000;
    since = since < 0 ? 0 : since;
    view_redraw_at(report, sos->pressed_ms + (since / unit + 1) * unit);
    if (unit == 1000 && since < 60000)
        return view_words(view, "sos.since.seconds", "seconds", view_number(view, since / 1000), NULL);
    const char *seconds = scene_keepf(view->scene, "%02d", (int)(since / 1000 % 60));
    return view_words(view, unit == 1000 ? "sos.since" : "sos.since.minutes", "minutes",
                      view_number(view, since / 60000), "seconds", seconds, NULL);
}

/* BRIEF: with the time since the press in it. */
static const char *first_line(const struct view *view, struct view_report *report, enum phase phase, bool brief) {
    const struct model *model = view->model;
    bool proved = request_state_is_proved(model->sos.state);
    if (phase == PHASE_OVER)
        return strings_get(view->strings, model->sos.state != STATE_CANCELLED          ? "sos.line.closed"
                                          : model->sos.reached_wall_ms[STATE_RECEIVED] ? "sos.line.cancelled"
                                                                                       : "sos.line.unsent");
    if (phase == PHASE_ASKED)
        return strings_get(view->strings, "sos.line.cancelling");
    if (brief && phase == PHASE_OPEN) /* the title says that it is received */
        return elapsed(view, report);
    if (view_compact(view) && phase == PHASE_GRACE && proved) /* beside the countdown */
        return strings_get(view->strings, "sos.title.received");
    return view_words(view, proved ? "sos.line.received" : "sos.line.calling", "phone", model->hotline.phone, NULL);
}

/* A person wrote something, and the text is so large that it needs the room of the steps. */
static bool is_crowded(const struct view *view, enum phase phase) {
    const struct model_sos *sos = &view->model->sos;
    return view_compact(view) && phase == PHASE_OPEN && sos->message[0] && request_state_is_proved(sos->state);
}

static const char *second_line(const struct view *view, enum phase phase) {
    const struct model_sos *sos = &view->model->sos;
    int64_t since = view->now_ms - sos->pressed_ms;
    if (phase == PHASE_OVER || phase == PHASE_ASKED)
        return "";
    if (sos->message[0] && request_state_is_proved(sos->state))
        return sos->message;
    if (sos->state >= STATE_ANSWERED || !request_state_is_proved(sos->state)) {
        char key[48];
        snprintf(key, sizeof key, "sos.next.%s", request_state_name(sos->state));
        return strings_has(view->strings, key) ? strings_get(view->strings, key) : "";
    }
    if (since >= EMERGENCY_MS)
        return view_words(view, "sos.next.emergency", "phone", view->model->hotline.emergency_phone, NULL);
    return strings_get(view->strings, since >= NEXT_MS ? "sos.next.slow" : "sos.next.received");
}

/* The longest of these that fits: both sentences, the family, what happens without a key. */
static const char *footer(const struct view *view, enum phase phase, size_t less) {
    const struct model *model = view->model;
    const char *plain = phase == PHASE_GRACE ? strings_get(view->strings, "sos.foot.grace") : "", *family = "";
    if (phase == PHASE_OVER || phase == PHASE_ASKED || phase == PHASE_LOST)
        return less ? NULL : "";
    if (model->sos.test)
        return less ? NULL : strings_get(view->strings, "sos.foot.test");
    if (request_state_is_proved(model->sos.state) && model->profile.contact_count > 0)
        family = view_words(view, "sos.foot.family", "relation", model->profile.contacts[0].relation, "name",
                            model->profile.contacts[0].name, NULL);
    const char *choices[] = {scene_keepf(view->scene, "%s%s", plain, family), family, plain};
    return less < 3 ? choices[less] : NULL;
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
                        .bg = view_colour(view, COLOUR_SOS_TOP),
                        .lines = 1};
    view_put(view, "countdown", ROLE_TEXT, rect_inset(box, thickness, thickness), &how, view_number(view, left));
    view_redraw_at(report, model->sos.grace_end_ms - (int64_t)(left - 1) * 1000);
    return size;
}

static struct button dark_button(const struct view *view, const char *id, const char *words) {
    struct button button = view_button(view, id, words, NULL);
    button.fill = view_colour(view, COLOUR_SOS_DARK);
    button.focus = view_colour(view, COLOUR_SOS_LIGHT);
    button.fg = sos_text(view);
    button.focus_fg = view_colour(view, COLOUR_SOS_LIGHT_TEXT);
    return button;
}

static struct rect draw_buttons(const struct view *view, struct rect area, enum phase phase) {
    static const struct {
        const char *id, *words;
    } rows[][2] = {
        [PHASE_GRACE] = {{"confirm", "sos.button.now"}, {"cancel", "sos.button.back"}},
        [PHASE_OPEN] = {{"press", "sos.button.again"}, {"cancel", "sos.button.cancel"}},
        [PHASE_LOST] = {{"press", "sos.button.again"}, {"cancel", "sos.button.cancel"}},
        [PHASE_ASKED] = {{"press", "sos.button.need"}, {NULL, NULL}},
        [PHASE_OVER] = {{"ok", "button.ok"}, {NULL, NULL}},
    };
    struct button buttons[2];
    size_t count = 0;
    for (; count < 2 && rows[phase][count].id; count++)
        buttons[count] = dark_button(view, rows[phase][count].id, strings_get(view->strings, rows[phase][count].words));
    buttons[0].weight = 3;
    buttons[0].icon = phase == PHASE_OVER ? "ok" : NULL;
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
    return view_chips(view, area, chips, count, true);
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

static const char *body_of(const struct view *view, struct view_report *report, enum phase phase, bool brief) {
    const char *second = second_line(view, phase);
    return scene_keepf(view->scene, "%s%s%s", first_line(view, report, phase, brief), second[0] ? "\n" : "", second);
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

static void draw_lines(const struct view *view, struct view_report *report, struct rect area, enum phase phase) {
    const char *words = title(view, phase);
    const char *body =
        is_crowded(view, phase) ? view->model->sos.message : body_of(view, report, phase, view_compact(view));
    struct words head = title_words(view, words, area.w), line = sos_words(view, SIZE_BODY), small = line;
    int gap = view_size(view, SIZE_LINE_GAP), since = 0;
    int least = text_line_height((struct text_style){.px = head.least}) * head.lines;
    if (!view_compact(view) && (phase == PHASE_OPEN || phase == PHASE_ASKED))
        since = text_line_height((struct text_style){.px = small.px}) + gap;
    if (since && least + gap + view_fit(view, &line, body, area.w, 0).height + since > area.h) {
        since = 0; /* no room for a line of its own */
        body = body_of(view, report, phase, true);
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
                 elapsed(view, report));
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
    const char *words = lost_title(view);
    view->scene->title = scene_keep(view->scene, words);
    struct fit fit = view_put(view, "title", ROLE_TITLE, area, &head, words);
    area.y += fit.height;
    area.h -= fit.height;
    const char *trying =
        scene_keepf(view->scene, "%s %s", strings_get(view->strings, "sos.lost.trying"), elapsed(view, report));
    struct fit foot = view_fit(view, &small, trying, area.w, 0);
    view_put(view, "text", ROLE_TEXT, (struct rect){area.x, area.y + area.h - foot.height, area.w, foot.height}, &small,
             trying);
    area.h -= foot.height;
    view_put(view, "phones", ROLE_TEXT, area, &huge, numbers_to_dial(view));
}

/* What happens, once, without the seconds; then each new proof. The title stands for what is said by it. */
static void say(const struct view *view, struct view_report *report, enum phase phase) {
    const struct model *model = view->model;
    const char *family = footer(view, phase, 1), *words = "";
    if (phase == PHASE_LOST)
        words = numbers_to_dial(view);
    else if (phase == PHASE_ASKED || phase == PHASE_OVER)
        words = first_line(view, report, phase, false);
    else if (phase == PHASE_OPEN)
        words = second_line(view, phase);
    else if (request_state_is_proved(model->sos.state))
        words = strings_get(view->strings, "sos.title.received");
    const char *more = phase == PHASE_LOST    ? strings_get(view->strings, "sos.lost.trying")
                       : phase == PHASE_GRACE ? strings_get(view->strings, "sos.foot.grace")
                                              : "";
    const char *keys = phase == PHASE_GRACE ? strings_get(view->strings, "say.sos.keys") : "";
    report->text_to_say =
        scene_keepf(view->scene, "%s\n%s\n%s\n%s", words, more, family && phase == PHASE_OPEN ? family : "", keys);
    report->position_to_say = "";
}

static void sos_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    enum phase phase = phase_of(view->model, view->now_ms);
    struct rect area = view->theme->safe;
    (void)screen;
    view->scene->top = view_colour(view, COLOUR_SOS_TOP);
    view->scene->bottom = view_colour(view, COLOUR_SOS_BOTTOM);
    report->link_shown = true;
    say(view, report, phase);
    struct words small = sos_words(view, SIZE_BODY);
    small.lines = view_compact(view) ? 1 : 2;
    const char *foot;
    for (size_t less = 0; (foot = footer(view, phase, less)); less++) {
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
    area = draw_buttons(view, area, phase);
    if (phase == PHASE_LOST) {
        draw_lost(view, report, area);
        return;
    }
    if (!is_crowded(view, phase))
        area = draw_chips(view, area);
    if (phase == PHASE_GRACE)
        area.w -= draw_countdown(view, report, area) + view_size(view, SIZE_COLUMN_GAP);
    if (phase == PHASE_GRACE && view->model->sos.state < STATE_RECEIVED)
        view_redraw_at(report, view->model->sos.pressed_ms + LOST_MS);
    draw_lines(view, report, area, phase);
}

/* BACK in the grace cancels at once; later it only leads to the button, whose OK cancels. */
static struct outcome sos_act(struct screen *screen, const struct model *model, const struct scene *shown,
                              enum action action, int64_t now_ms) {
    enum phase phase = phase_of(model, now_ms);
    bool on_cancel = strcmp(screen->focus, "cancel") == 0;
    (void)shown;
    if (phase == PHASE_OVER)
        return screen_outcome(action == ACTION_OK || action == ACTION_BACK || action == ACTION_SERVICE
                                  ? OUTCOME_SOS_LEAVE
                                  : OUTCOME_NONE);
    if (action == ACTION_BACK && phase == PHASE_GRACE)
        return screen_outcome(OUTCOME_SOS_CANCEL);
    if (action == ACTION_BACK && phase != PHASE_ASKED) {
        screen_focus(screen, "cancel");
        return screen_outcome(OUTCOME_CHANGED);
    }
    if (action == ACTION_PERSON) /* a person is what this is about */
        return screen_outcome(phase == PHASE_GRACE ? OUTCOME_SOS_CONFIRM : OUTCOME_SOS_PRESS);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    if (on_cancel)
        return screen_outcome(OUTCOME_SOS_CANCEL);
    return screen_outcome(phase == PHASE_GRACE ? OUTCOME_SOS_CONFIRM : OUTCOME_SOS_PRESS);
}

const struct screen_class sos_class = {"sos", sos_draw, sos_act};
