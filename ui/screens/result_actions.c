/* SPDX-License-Identifier: Apache-2.0 */
/*
 * To take note comes first, so that an OK too many does nothing; then what the catalog lets follow, the same once more,
 * a person, and to cancel. Only what came to nothing, and was looked at on purpose, begins with the way to mend it.
 * Whatever opens a service fills in what is known, and its confirm screen always comes: nothing is ordered from here by
 * one key.
 *
 * The trap: the answers of an old request may no longer be on offer. They are only proposed to the steps, which ask for
 * what cannot be had any more.
 */
#include "ui/screens/result_actions.h"
#include "ui/order/order_words.h"
#include <stdio.h>
#include <string.h>

bool result_actions_can_cancel(const struct status *status) {
    return status->can_cancel && !status->cancel_asked && !request_state_is_final(status->state);
}

static bool failed(const struct status *status) {
    return status->state == STATE_EXPIRED || status->state == STATE_REJECTED;
}

static bool can_ask_again(const struct model *model, const struct status *status) {
    bool known = status->kind == REQUEST_CALLBACK || service_catalog_find(model->catalog, status->service);
    return known && request_state_is_final(status->state);
}

/* What the catalog lets follow in this state; NULL after the last. */
static const struct service_next *next_of(const struct model *model, const struct status *status, size_t number) {
    const struct service *service = service_catalog_find(model->catalog, status->service);
    for (size_t i = 0; service && i < service->next_count; i++)
        if ((service->next[i].states >> status->state & 1) &&
            service_catalog_find(model->catalog, service->next[i].service) && number-- == 0)
            return &service->next[i];
    return NULL;
}

enum { BUTTONS_MAX = 7, NEXT_SHOWN_MAX = 2 };
static const char *const next_ids[NEXT_SHOWN_MAX] = {"next", "next2"};

struct bar {
    struct button buttons[BUTTONS_MAX];
    size_t count;
};

/* As wide as its words ask for, until it is known whether all can be alike. */
static void add_button(const struct view *view, struct bar *bar, const char *id, const char *words, const char *icon) {
    struct text_style style = {.px = view_text(view, SIZE_OPTION), .weight = TEXT_BOLD};
    struct button *button = &bar->buttons[bar->count++];
    *button = view_button(view, id, words, icon);
    button->weight = text_width(view->text, style, words) + style.px;
}

/* The hotline can be asked by the PERSON key as well, so its button is the one to go where they do not all fit. */
static void fit_bar(const struct view *view, struct bar *bar, int room) {
    int wanted = view_size(view, SIZE_GAP) * (int)(bar->count - 1);
    for (size_t i = 0; i < bar->count; i++)
        wanted += bar->buttons[i].weight;
    for (size_t i = 0; i < bar->count && wanted > room && bar->count > 3; i++)
        if (strcmp(bar->buttons[i].id, "person") == 0)
            bar->buttons[i].weight = 0;
}

/* All alike where the widest has room in an equal share. */
static void even_out(const struct view *view, struct bar *bar, int room) {
    int widest = 0, shown = 0;
    for (size_t i = 0; i < bar->count; i++) {
        widest = bar->buttons[i].weight > widest ? bar->buttons[i].weight : widest;
        shown += bar->buttons[i].weight > 0;
    }
    bool alike = shown * widest + view_size(view, SIZE_GAP) * (shown - 1) <= room;
    for (size_t i = 0; alike && i < bar->count; i++)
        bar->buttons[i].weight = bar->buttons[i].weight > 0;
}

/* What the words say to do once something came to nothing: another choice, or the same once more. */
static void add_mending(const struct view *view, struct bar *bar, const struct status *status) {
    bool other = status->retry_step[0];
    add_button(view, bar, other ? "other" : "again",
               strings_get(view->strings, other ? "button.other" : "button.again"), NULL);
    bar->buttons[bar->count - 1].fill = view_colour(view, COLOUR_YES);
    bar->buttons[bar->count - 1].focus = view_colour(view, COLOUR_YES_FOCUS);
}

static void add_next(const struct view *view, struct bar *bar, const struct status *status) {
    const struct service_next *next;
    for (size_t i = 0; i < NEXT_SHOWN_MAX && (next = next_of(view->model, status, i)); i++)
        add_button(view, bar, next_ids[i], next->title, NULL);
}

struct rect result_actions_buttons(const struct view *view, struct view_report *report, struct rect area,
                                   const struct status *status, bool unasked, bool undoes) {
    struct bar bar = {.count = 0};
    const struct service *service = service_catalog_find(view->model->catalog, status->service);
    bool again = can_ask_again(view->model, status), mends = again && failed(status);
    if (mends && !unasked)
        add_mending(view, &bar, status);
    add_button(view, &bar, "ok", strings_get(view->strings, "button.ok"), NULL);
    if (mends && unasked)
        add_mending(view, &bar, status);
    add_next(view, &bar, status);
    if (again && !failed(status))
        add_button(view, &bar, "again", strings_get(view->strings, "button.repeat"), NULL);
    if (status->kind != REQUEST_CALLBACK || request_state_is_final(status->state))
        add_button(view, &bar, "person", strings_get(view->strings, "button.ask"), NULL);
    bool can_cancel = result_actions_can_cancel(status);
    if (can_cancel && undoes && status->state <= STATE_RECEIVED) /* nobody has done anything about it yet */
        add_button(view, &bar, "undo", strings_get(view->strings, "button.undo"), NULL);
    else if (can_cancel)
        add_button(view, &bar, "cancel", order_words(view, service, status->kind, "button.cancel", NULL), NULL);
    fit_bar(view, &bar, area.w);
    even_out(view, &bar, area.w);
    report->harmless_focus = "ok";
    report->focus_fallback = bar.buttons[0].id; /* not the one beside a button that has gone */
    if (mends && !unasked)
        report->content_id = report->suggested_focus = bar.buttons[0].id;
    return view_buttons(view, area, bar.buttons, bar.count);
}

/* Its place in the model, where its answers and items stand; MODEL_REQUESTS_MAX = not known. */
static size_t place_of(const struct model *model, const char *id) {
    for (size_t i = 0; i < model->request_count; i++)
        if (strcmp(model->requests[i]->status.id, id) == 0)
            return i;
    return MODEL_REQUESTS_MAX;
}

static size_t answers_of(const struct model *model, const char *id, const struct request_answer **answers) {
    size_t at = place_of(model, id);
    *answers = at < MODEL_REQUESTS_MAX ? model->requests[at]->request.answers : NULL;
    return at < MODEL_REQUESTS_MAX ? model->requests[at]->request.answer_count : 0;
}

/* The same once more: to the confirm screen if all of it can still be had, else to the first thing to choose anew.
 * Without WITHOUT's answer: that is what was not to be had. */
static struct outcome ask_again(const struct model *model, const struct status *status, const char *without) {
    struct outcome out = {.kind = OUTCOME_SHOW};
    const struct request_answer *known;
    struct request_answer answers[REQUEST_ANSWERS_MAX];
    size_t count = answers_of(model, status->id, &known), kept = 0, at = place_of(model, status->id);
    if (!service_catalog_find(model->catalog, status->service)) /* a call-back about nothing in particular */
        return screen_outcome(OUTCOME_PERSON);
    for (size_t i = 0; i < count; i++)
        if (strcmp(known[i].step, without) != 0)
            answers[kept++] = known[i];
    bool listed = at < MODEL_REQUESTS_MAX;
    out.next =
        order_flow_open_order(model, status->service, answers, kept, listed ? model->requests[at]->request.items : NULL,
                              listed ? model->requests[at]->request.item_count : 0);
    return out;
}

/* A value of the catalog's "next": {step} is what was answered there, {home} the household's first address. */
static const char *next_value(const struct model *model, const struct status *status, const char *value) {
    const struct request_answer *answers;
    size_t count = answers_of(model, status->id, &answers), length = strlen(value);
    if (value[0] != '{' || length < 2)
        return value;
    for (size_t i = 0; i < count; i++)
        if (strlen(answers[i].step) == length - 2 && memcmp(answers[i].step, value + 1, length - 2) == 0)
            return answers[i].option;
    return strcmp(value, "{home}") == 0 && model->profile.address_count > 0 ? model->profile.addresses[0].id : "";
}

static struct outcome open_next(const struct model *model, const struct status *status,
                                const struct service_next *next) {
    struct request_answer answers[SERVICE_NEXT_ANSWERS_MAX];
    size_t count = 0;
    if (!next)
        return screen_outcome(OUTCOME_BUMP);
    for (size_t i = 0; i < next->answer_count; i++) {
        const char *value = next_value(model, status, next->answers[i].value);
        if (!value[0])
            continue;
        struct request_answer *answer = &answers[count++];
        snprintf(answer->step, sizeof answer->step, "%.47s", next->answers[i].step);
        snprintf(answer->option, sizeof answer->option, "%.47s", value);
    }
    return (struct outcome){.kind = OUTCOME_OPEN, .next = order_flow_open_with(model, next->service, answers, count)};
}

struct outcome result_actions_act(const struct model *model, const struct status *status, const char *button) {
    if (strcmp(button, "again") == 0)
        return ask_again(model, status, "");
    if (strcmp(button, "other") == 0)
        return ask_again(model, status, status->retry_step);
    for (size_t i = 0; i < NEXT_SHOWN_MAX; i++)
        if (strcmp(button, next_ids[i]) == 0)
            return open_next(model, status, next_of(model, status, i));
    if (strcmp(button, "person") == 0)
        return screen_outcome(OUTCOME_PERSON);
    if (strcmp(button, "undo") == 0)
        return screen_outcome(OUTCOME_UNDO);
    if (strcmp(button, "cancel") != 0)
        return screen_outcome(OUTCOME_HOME);
    struct outcome out = {.kind = OUTCOME_OPEN, .next = dialog_screen(DIALOG_CANCEL, status->service, status->id)};
    return out;
}
