/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sentence and up to three buttons: for what went wrong and for questions. Each dialog is a row of the table: its
 * words and what its buttons do. The first button is the harmless one and has the focus. BACK is always harmless too.
 */
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include "ui/order/order_words.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { BUTTONS_MAX = 3 };
static const struct {
    const char *icon, *title, *text;
    struct {
        const char *id, *words;
        enum outcome_kind does; /* OUTCOME_SHOW: the result screen of the dialog's request */
    } buttons[BUTTONS_MAX];
} dialogs[] = {
    [DIALOG_NOT_SAVED] = {"warning",
                          "message.not_saved.title",
                          "message.not_saved.text",
                          {{"again", "button.again", OUTCOME_BACK}, {"home", "button.home", OUTCOME_HOME}}},
    [DIALOG_DUPLICATE] = {"help",
                          "message.duplicate.title",
                          "message.duplicate.text",
                          {{"look", "message.duplicate.look", OUTCOME_SHOW},
                           {"again", "message.duplicate.again", OUTCOME_AGAIN}}},
    [DIALOG_CANCEL] = {"help",
                       "message.cancel.title",
                       "message.cancel.text",
                       {{"keep", "message.cancel.keep", OUTCOME_KEEP},
                        {"cancel", "message.cancel.do", OUTCOME_CANCEL}}},
    [DIALOG_LEAVE_CART] = {"help",
                           "message.leave_cart.title",
                           "message.leave_cart.text",
                           {{"keep", "message.leave_cart.keep", OUTCOME_HOME},
                            {"empty", "message.leave_cart.empty", OUTCOME_EMPTY}}},
    [DIALOG_BY_PERSON] = {"person",
                          "message.by_person.title",
                          "message.by_person.text",
                          {{"person", "button.person", OUTCOME_PERSON}, {"back", "button.back", OUTCOME_BACK}}},
};
_Static_assert(sizeof dialogs / sizeof dialogs[0] == DIALOG_KINDS, "a dialog has no words");

struct screen dialog_screen(enum dialog_kind kind, const char *service, const char *request) {
    struct screen screen = {.kind = SCREEN_DIALOG, .dialog = {.kind = kind}};
    snprintf(screen.dialog.service, sizeof screen.dialog.service, "%s", service);
    snprintf(screen.dialog.request, sizeof screen.dialog.request, "%s", request);
    return screen;
}

static const char *fill(const struct view *view, const struct screen *screen, const char *key) {
    const struct service *service = service_catalog_find(view->model->catalog, screen->dialog.service);
    const struct status *status = model_request(view->model, screen->dialog.request);
    bool known = status && view_knows(view, status->created_at_ms);
    int64_t minutes = known ? (view->wall_ms - status->created_at_ms) / 60000 : 0;
    const char *what = service ? service->title : strings_get(view->strings, "service.callback");
    if (screen->dialog.kind == DIALOG_DUPLICATE && minutes < 2)
        key = strcmp(key, "message.duplicate.text") == 0 ? "message.duplicate.now" : key;
    const char *limit = service && screen->dialog.kind == DIALOG_CANCEL ? service->cancel_note : "";
    return order_words(view, service, status ? status->kind : REQUEST_SERVICE, key, "limit", limit, "service", what,
                       "phone", view->model->hotline.phone, "minutes", view_number(view, minutes), NULL);
}

/* The ways out bear their mark; what is to be done is said by words alone. */
static const char *mark_of(const char *words) {
    return strcmp(words, "button.back") == 0 ? "back" : strcmp(words, "button.home") == 0 ? "home" : NULL;
}

static void dialog_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}};
    struct rect area = view_header(view, report,
                                   &(struct header){.icon = dialogs[screen->dialog.kind].icon,
                                                    .title = fill(view, screen, dialogs[screen->dialog.kind].title),
                                                    .no_hints = view_compact(view)});
    struct button buttons[BUTTONS_MAX];
    size_t count = 0;
    for (; count < BUTTONS_MAX && dialogs[screen->dialog.kind].buttons[count].id; count++) {
        const char *words = dialogs[screen->dialog.kind].buttons[count].words;
        buttons[count] = view_button(view, dialogs[screen->dialog.kind].buttons[count].id, fill(view, screen, words),
                                     mark_of(words));
    }
    assert(count > 0); /* each kind has a way out */
    report->harmless_focus = buttons[0].id;
    area = view_buttons(view, area, buttons, count);
    text_card_draw(view, report, area,
                   &(struct text_card){.words = fill(view, screen, dialogs[screen->dialog.kind].text)});
    if (!view_compact(view))
        view_hints(view, report, hints, 2);
}

static struct outcome dialog_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                 enum action action, int64_t now_ms) {
    (void)model;
    (void)shown;
    (void)now_ms;
    if (action == ACTION_BACK && screen->dialog.kind == DIALOG_CANCEL)
        return screen_outcome(OUTCOME_KEEP);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    for (size_t i = 0; i < BUTTONS_MAX && dialogs[screen->dialog.kind].buttons[i].id; i++)
        if (strcmp(dialogs[screen->dialog.kind].buttons[i].id, screen->focus) == 0) {
            enum outcome_kind does = dialogs[screen->dialog.kind].buttons[i].does;
            return does == OUTCOME_SHOW ? (struct outcome){.kind = does, .next = result_screen(screen->dialog.request)}
                                        : screen_outcome(does);
        }
    return screen_outcome(OUTCOME_BUMP);
}

const struct screen_class dialog_class = {"message", dialog_draw, dialog_act};
