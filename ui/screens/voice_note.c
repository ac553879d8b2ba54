/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A spoken note as the answer of a step. One press begins and one ends it; who would rather hold the voice key speaks
 * while it is down. Then what was recorded is asked about once more: used, said again, or left.
 *
 * The traps: a voice key that was only tapped is no note of a tenth of a second, so it begins one that the next press
 * ends; and a recording may end by itself while OK is on its way, so each state is a page of its own to the remote's
 * guard, and the first button of each page is the one that goes on.
 */
#include "ui/kit/level_meter.h"
#include "ui/order/order_flow.h"
#include <stdio.h>
#include <string.h>

enum { TAP_MS = 600, BUTTONS_MAX = 3 };

static const struct page {
    const char *title, *text, *icon;
    struct {
        const char *id, *words;
    } buttons[BUTTONS_MAX];
} pages[MIC_STATES] = {
    [MIC_OFF] = {"note.missing", "note.missing.text", "warning", {{"leave", "button.back"}}},
    [MIC_READY] = {"note.ready", "note.ready.text", "mic", {{"begin", "note.begin"}, {"leave", "note.leave"}}},
    [MIC_STARTING] = {"note.starting", "note.starting.text", "mic", {{"done", "note.done"}, {"leave", "note.leave"}}},
    [MIC_HEARING] = {"note.hearing", "note.left", "mic", {{"done", "note.done"}, {"leave", "note.leave"}}},
    [MIC_HEARD] = {"note.heard",
                   "note.heard.text",
                   "ok",
                   {{"use", "note.use"}, {"begin", "note.again"}, {"leave", "note.leave"}}},
    [MIC_SILENT] = {"note.silent", "note.silent.text", "unheard", {{"begin", "note.again"}, {"leave", "note.leave"}}},
    [MIC_BUSY] = {"note.busy", "note.busy.text", "warning", {{"begin", "button.again"}, {"leave", "button.back"}}},
    [MIC_MISSING] = {"note.missing",
                     "note.missing.text",
                     "warning",
                     {{"leave", "button.back"}, {"begin", "button.again"}}},
    [MIC_FAILED] = {"note.failed",
                    "note.failed.text",
                    "warning",
                    {{"begin", "button.again"}, {"leave", "button.back"}}},
};

struct screen voice_note_screen(const struct screen_step *step, int64_t held_ms) {
    return (struct screen){.kind = SCREEN_VOICE_NOTE,
                           .voice_note = {.order = step->order, .index = step->index, .held_ms = held_ms}};
}

/* One order has one recording: another step's is not thrown away for this one. */
bool voice_note_offered(const struct model *model, const struct screen_step *step) {
    const struct service *service = service_catalog_find(model->catalog, step->order.service);
    const char *spoken = order_flow_spoken(&step->order);
    return model->listen.state != MIC_OFF && service && step->index < service->step_count &&
           (!spoken || strcmp(spoken, service->steps[step->index].id) == 0);
}

/* Whole seconds, and at least one of something. */
static int heard_s(const struct ipc_mic *listen) {
    int seconds = (listen->heard_ms + 500) / 1000;
    return seconds > 0 ? seconds : 1;
}

static int left_s(const struct ipc_mic *listen) {
    return (listen->most_ms - listen->heard_ms + 999) / 1000;
}

static const char *words_of(const struct view *view, const char *key) {
    const struct ipc_mic *listen = &view->model->listen;
    int seconds = listen->state == MIC_HEARD     ? heard_s(listen)
                  : listen->state == MIC_HEARING ? left_s(listen)
                                                 : listen->most_ms / 1000;
    return view_words(view, key, "n", view_number(view, seconds), NULL);
}

static void draw_disc(const struct view *view, struct rect disc, const char *icon) {
    enum mic_state state = view->model->listen.state;
    bool hears = state == MIC_HEARING, heard = state == MIC_HEARD;
    colour fill = view_colour(view, hears ? COLOUR_NOW : heard ? COLOUR_YES : COLOUR_BUTTON);
    view_round(view, "", ROLE_NONE, disc, disc.w / 2, fill);
    view_icon(view, icon, rect_inset(disc, disc.w / 5, disc.w / 5),
              view_colour(view, hears ? COLOUR_NOW_TEXT : COLOUR_TEXT), fill);
}

/* The question, what is to be said about it and the meter, as one block in the middle of ROOM's height. */
static void draw_words(const struct view *view, struct rect room, const struct page *page, const char *question) {
    const struct ipc_mic *listen = &view->model->listen;
    colour panel = view_colour(view, COLOUR_PANEL);
    bool hears = listen->state == MIC_HEARING;
    struct words big = {.px = view_text(view, SIZE_OPTION),
                        .least = view_text(view, SIZE_BODY),
                        .weight = hears ? TEXT_BOLD : TEXT_REGULAR,
                        .fg = view_colour(view, COLOUR_TEXT),
                        .bg = panel};
    struct words small = {
        .px = view_text(view, SIZE_BODY), .lines = 1, .fg = view_colour(view, COLOUR_TEXT_DIM), .bg = panel};
    struct fit asked = view_fit(view, &small, question, room.w, 0);
    int gap = view_size(view, SIZE_LINE_GAP), meter = hears ? room.h * 2 / 5 + gap : 0;
    int head = asked.whole && question[0] && !view_compact(view) ? asked.height + gap : 0;
    const char *words = words_of(view, page->text);
    int text = view_fit(view, &big, words, room.w, room.h - head - meter).height;
    struct rect line = {room.x, room.y + (room.h - head - text - meter) / 2, room.w, text};
    if (head)
        view_put(view, "question", ROLE_TEXT, (struct rect){line.x, line.y, line.w, asked.height}, &small, question);
    line.y += head;
    view_put(view, "text", ROLE_TEXT, line, &big, words);
    if (hears)
        level_meter_draw(view, (struct rect){line.x, line.y + text + gap, line.w, meter - gap}, listen->level);
}

static void draw_card(const struct view *view, struct rect area, const struct page *page, const char *question) {
    view_round(view, "", ROLE_NONE, area, view_size(view, SIZE_RADIUS), view_colour(view, COLOUR_PANEL));
    struct rect inner = rect_inset(area, view_size(view, SIZE_CARD_X), view_size(view, SIZE_CARD_Y));
    int size = inner.h < inner.w / 4 ? inner.h : inner.w / 4;
    size = size < view_px(view, 330) ? size : view_px(view, 330);
    draw_disc(view, (struct rect){inner.x, inner.y + (inner.h - size) / 2, size, size}, page->icon);
    inner.x += size + view_size(view, SIZE_COLUMN_GAP);
    inner.w -= size + view_size(view, SIZE_COLUMN_GAP);
    draw_words(view, inner, page, question);
}

static size_t collect_buttons(const struct view *view, const struct page *page, struct button buttons[BUTTONS_MAX]) {
    size_t count = 0;
    for (; count < BUTTONS_MAX && page->buttons[count].id; count++) {
        const char *words = page->buttons[count].words, *icon = strcmp(words, "button.back") == 0 ? "back" : NULL;
        buttons[count] = view_button(view, page->buttons[count].id, strings_get(view->strings, words), icon);
    }
    buttons[0].fill = view_colour(view, COLOUR_YES);
    buttons[0].focus = view_colour(view, COLOUR_YES_FOCUS);
    return count;
}

static void voice_note_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}};
    const struct screen_voice_note *note = &screen->voice_note;
    const struct service *service = service_catalog_find(view->model->catalog, note->order.service);
    bool there = service && note->index < service->step_count;
    const struct page *page = &pages[view->model->listen.state];
    struct button buttons[BUTTONS_MAX];
    struct rect area = view_header(view, report,
                                   &(struct header){.icon = service ? service->icon : "mic",
                                                    .title = words_of(view, page->title),
                                                    .no_hints = view_compact(view)});
    size_t count = collect_buttons(view, page, buttons);
    area = view_buttons(view, area, buttons, count);
    draw_card(view, area, page, there ? service->steps[note->index].title : "");
    if (!view_compact(view))
        view_hints(view, report, hints, sizeof hints / sizeof hints[0]);
    report->focus_fallback = page->buttons[0].id;
    report->content_id = page->title;
    view->scene->hush = model_listens(view->model);
}

static struct outcome listen(enum ipc_listen_do what) {
    return (struct outcome){.kind = OUTCOME_LISTEN, .listen = what};
}

static struct outcome use(const struct screen_voice_note *note, const struct model *model) {
    const struct service *service = service_catalog_find(model->catalog, note->order.service);
    struct order order = note->order;
    if (!service || note->index >= service->step_count)
        return screen_outcome(OUTCOME_LISTEN_DROP);
    if (model->listen.state != MIC_HEARD ||
        !order_flow_set_answer(&order, service->steps[note->index].id, REQUEST_SPOKEN))
        return screen_outcome(OUTCOME_BUMP);
    memcpy(order.voice, model->listen.id, sizeof order.voice);
    order.voice_s = heard_s(&model->listen);
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_next(model, &order, service)};
}

static struct outcome voice_down(struct screen *screen, const struct model *model, int64_t now_ms) {
    bool listens = model_listens(model);
    screen->voice_note.held_ms = listens ? 0 : now_ms;
    return listen(listens ? IPC_LISTEN_ENOUGH : IPC_LISTEN_BEGIN);
}

static struct outcome voice_up(struct screen *screen, const struct model *model, int64_t now_ms) {
    int64_t held_ms = screen->voice_note.held_ms ? now_ms - screen->voice_note.held_ms : 0;
    screen->voice_note.held_ms = 0;
    return held_ms >= TAP_MS && model_listens(model) ? listen(IPC_LISTEN_ENOUGH) : screen_outcome(OUTCOME_BUMP);
}

static struct outcome press(const struct screen *screen, const struct model *model) {
    if (strcmp(screen->focus, "begin") == 0)
        return listen(IPC_LISTEN_BEGIN);
    if (strcmp(screen->focus, "done") == 0)
        return listen(IPC_LISTEN_ENOUGH);
    if (strcmp(screen->focus, "use") == 0)
        return use(&screen->voice_note, model);
    return screen_outcome(OUTCOME_LISTEN_DROP);
}

static struct outcome voice_note_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                     enum action action, int64_t now_ms) {
    (void)shown;
    switch (action) {
    case ACTION_OK:
        return press(screen, model);
    case ACTION_BACK:
        return screen_outcome(OUTCOME_LISTEN_DROP);
    case ACTION_VOICE_DOWN:
        return voice_down(screen, model, now_ms);
    case ACTION_VOICE_UP:
        return voice_up(screen, model, now_ms);
    default:
        return screen_outcome(OUTCOME_NONE);
    }
}

const struct screen_class voice_note_class = {"say", voice_note_draw, voice_note_act};
