/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is honesty: before the hotline's answer the words only say what the box did; after that its own headline and
 * message come first. A cancel that was asked for is shown as asked for until the hotline says it is done.
 */
#include "ui/screens/result_words.h"
#include "ui/order/order_words.h"
#include <stdio.h>

static const struct service *service_of(const struct view *view, const struct status *status) {
    return service_catalog_find(view->model->catalog, status->service);
}

/* The words WHAT.STATE: "result.accepted", of this service. */
static const char *of_state(const struct view *view, const struct status *status, const char *what,
                            enum request_state state) {
    char key[64];
    snprintf(key, sizeof key, "%s.%s", what, request_state_name(state));
    return order_words(view, service_of(view, status), status->kind, key, "phone", view->model->hotline.phone, NULL);
}

static bool is_cancelling(const struct status *status) {
    return status->cancel_asked && !request_state_is_final(status->state);
}

/* The hotline's headline is longer than the title can be: it is the first of the sentences. */
static bool is_long(const struct view *view, const struct status *status) {
    return request_state_is_proved(status->state) && status->headline[0] && !view_title_fits(view, status->headline);
}

const char *result_words_headline(const struct view *view, const struct status *status) {
    if (is_cancelling(status))
        return strings_get(view->strings, "result.cancelling");
    if (request_state_is_proved(status->state) && status->headline[0] && !is_long(view, status))
        return status->headline;
    bool saved = status->state != STATE_SAVED || !status->not_stored;
    return of_state(view, status, "result", saved ? status->state : STATE_SENDING);
}

/* The moment until which the hotline promised an answer; 0 = it did not, or it has answered. */
static int64_t promised_until(const struct view *view, const struct status *status) {
    const struct service *service = service_of(view, status);
    return service ? request_status_promised_until(status, service->promise_minutes) : 0;
}

/* The promise is over without an answer: the hotline's own words only if they are newer than that. */
static bool overdue(const struct view *view, const struct status *status) {
    int64_t until = promised_until(view, status);
    return until && view_knows(view, until) && view->wall_ms >= until && status->updated_at_ms < until;
}

/* The box has asked for a person about it: nobody need do anything but stay near the telephone. */
static bool handed_over(const struct view *view, const struct status *status) {
    char about[REQUEST_ID_SIZE];
    request_id_about(status->id, about);
    const struct status *callback = model_request(view->model, about);
    return callback && request_state_is_proved(callback->state) && callback->state != STATE_REJECTED &&
           callback->state != STATE_CANCELLED;
}

int64_t result_words_promise_left(const struct view *view, const struct status *status) {
    int64_t left = view->model->clock_unsure ? 0 : promised_until(view, status) - view->wall_ms;
    return left > 0 ? left : 0;
}

bool result_words_has_message(const struct status *status) {
    return request_state_is_proved(status->state) && status->message[0];
}

static const char *sentence(const struct view *view, const struct status *status) {
    if (overdue(view, status))
        return view_words(view, handed_over(view, status) ? "text.overdue.person" : "text.overdue", "phone",
                          view->model->hotline.phone, NULL);
    if (result_words_has_message(status))
        return status->message;
    bool waits = status->state <= STATE_WAITING && view->model->link != LINK_CONNECTED;
    if (status->not_stored && status->state <= STATE_WAITING)
        return view_words(view, waits ? "text.not_stored.waiting" : "text.not_stored", "phone",
                          view->model->hotline.phone, NULL);
    return of_state(view, status, "text", waits ? STATE_WAITING : status->state);
}

const char *result_words_sentence(const struct view *view, const struct status *status) {
    if (is_cancelling(status))
        return strings_get(view->strings, "result.cancelling.text");
    const char *words = sentence(view, status);
    return is_long(view, status) ? scene_keepf(view->scene, "%s\n%s", status->headline, words) : words;
}

const char *result_words_step(const struct view *view, const struct status *status, enum request_state state) {
    return of_state(view, status, "chip", state);
}

const char *result_words_step_to_come(const struct view *view, const struct status *status, enum request_state state) {
    return of_state(view, status, "chip.next", state);
}
