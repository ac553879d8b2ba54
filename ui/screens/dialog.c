/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sentence and up to three buttons: for what went wrong and for questions. Each message is a row of the table: its
 * words and what its buttons do. The first button is the harmless one and has the focus. BACK is always harmless too.
 */
#include "ui/kit/screen.h"
#include "ui/kit/text_card.h"
#include "ui/order/order_words.h"
#include <stdio.h>
#include <string.h>

enum { BUTTONS_MAX = 3 };
static const struct {
    const char *icon, *title, *text;
    struct {
        const char *id, *words;
        enum outcome_kind does; /* OUTCOME_SHOW: the result screen of the message's request */
    } buttons[BUTTONS_MAX];
} messages[] = {
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
    [DIALOG_BY_PERSON] = {"person",
                          "message.by_person.title",
                          "message.by_person.text",
                          {{"person", "button.person", OUTCOME_PERSON}, {"back", "button.back", OUTCOME_BACK}}},
};
_Static_assert(sizeof messages / sizeof messages[0] == DIALOG_KINDS, "a message has no words");

struct screen dialog_screen(enum dialog_kind kind, const char *service, const char *request) {
    struct screen screen = {.kind = SCREEN_DIALOG, .message = kind};
    snprintf(screen.service, sizeof screen.service, "%s", service);
    snprintf(screen.request, sizeof screen.request, "%s", request);
    return screen;
}

static const char *fill(const struct view *view, const struct screen *screen, const char *key) {
    const struct service *service = service_catalog_find(view->model->catalog, screen->service);
    const struct status *status = model_request(view->model, screen->request);
    bool known = status && view_knows(view, status->created_at_ms);
    int64_t minutes = known ? (view->wall_ms - status->created_at_ms) / 60000 : 0;
    const char *what = service ? service->title : strings_get(view->strings, "service.callback");
    if (screen->message == DIALOG_DUPLICATE && minutes < 2)
        key = strcmp(key, "message.duplicate.text") == 0 ? "message.duplicate.now" : key;
    const char *limit = service && screen->message == DIALOG_CANCEL ? service->cancel_note : "";
    return order_words(view, service, status ? status->kind : REQUEST_SERVICE, key, "limit", limit, "service", what,
                       "phone", view->model->hotline.phone, "minutes", view_number(view, minutes), NULL);
}

/* The ways out bear their mark; what is to be done is said by words alone. */
static const char *mark_of(const char *words) {
    return strcmp(words, "button.back") == 0 ? "back" : strcmp(words, "button.home") == 0 ? "home" : NULL;
}

static void message_draw(const struct screen *screen, const struct view *view, struct view_report *report) {
    static const struct hint hints[] = {{"key.ok", "hint.choose"}, {"key.back", "hint.back"}};
    struct rect area = view_header(view, report,
                                   &(struct header){.icon = messages[screen->message].icon,
                                                    .title = fill(view, screen, messages[screen->message].title),
                                                    .no_hints = view_compact(view)});
    struct button buttons[BUTTONS_MAX];
    size_t count = 0;
    for (; count < BUTTONS_MAX && messages[screen->message].buttons[count].id; count++) {
        const char *words = messages[screen->message].buttons[count].words;
        buttons[count] =
            view_button(view, messages[screen->message].buttons[count].id, fill(view, screen, words), mark_of(words));
    }
    area = view_buttons(view, area, buttons, count);
    text_card_draw(view, report, area,
                   &(struct text_card){.words = fill(view, screen, messages[screen->message].text)});
    if (!view_compact(view))
        view_hints(view, report, hints, 2);
}

static struct outcome message_act(struct screen *screen, const struct model *model, const struct scene *shown,
                                  enum action action, int64_t now_ms) {
    (void)model;
    (void)shown;
    (void)now_ms;
    if (action == ACTION_BACK && screen->message == DIALOG_CANCEL)
        return screen_outcome(OUTCOME_KEEP);
    if (action != ACTION_OK)
        return screen_outcome(OUTCOME_NONE);
    for (size_t i = 0; i < BUTTONS_MAX && messages[screen->message].buttons[i].id; i++)
        if (strcmp(messages[screen->message].buttons[i].id, screen->focus) == 0) {
            struct outcome out = {.kind = messages[screen->message].buttons[i].does};
            out.next = result_screen(screen->request);
            return out;
        }
    return screen_outcome(OUTCOME_BUMP);
}

const struct screen_class dialog_class = {"message", message_draw, message_act};
