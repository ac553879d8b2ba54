/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap: words must not run ahead of facts. "Received" is said only in state received or later, and the family is
 * mentioned only once the hotline has the SOS. After 30 s without a person the screen says what happens next, after 60
 * s it offers the emergency number. A person's own message stands in place of ours.
 */
#include "ui/screens/sos_words.h"
#include <stdio.h>
#include <string.h>

enum { DOWN_MS = 1000, NEXT_MS = 30000, EMERGENCY_MS = 60000 };

/* A line that is known to be down is not waited for, but for the moment in which the press itself may find it up again.
 * */
static bool is_lost(const struct model *model, int64_t now_ms) {
    int64_t most = model->link == LINK_OFFLINE ? DOWN_MS : SOS_LOST_MS;
    return model->sos.state < STATE_RECEIVED && now_ms - model->sos.pressed_ms >= most;
}

enum sos_phase sos_words_phase(const struct model *model, int64_t now_ms) {
    if (!model_sos_open(model))
        return SOS_OVER;
    if (model->sos.cancel_asked)
        return SOS_ASKED;
    if (is_lost(model, now_ms))
        return SOS_LOST;
    return model_grace_left_s(model, now_ms) > 0 ? SOS_GRACE : SOS_OPEN;
}

bool sos_words_can_cancel(const struct model *model) {
    return model_sos_open(model) && !model->sos.cancel_asked && model->sos.state < STATE_ANSWERED;
}

bool sos_words_calm(const struct model *model) {
    return !model_sos_open(model) || model->sos.state == STATE_ARRIVED;
}

static bool is_proved(const struct view *view) {
    return request_state_is_proved(view->model->sos.state);
}

const char *sos_words_numbers(const struct view *view) {
    const char *phone = view->model->hotline.phone, *emergency = view->model->hotline.emergency_phone;
    if (phone[0] && emergency[0])
        return view_words(view, "sos.lost.numbers", "phone", phone, "emergency", emergency, NULL);
    if (phone[0] || emergency[0])
        return view_words(view, "sos.lost.number", "phone", phone[0] ? phone : emergency, NULL);
    return strings_get(view->strings, "sos.lost.nobody");
}

/* The words WHAT.STATE; NULL = there are none. */
static const char *of_state(const struct view *view, const char *what) {
    char key[48];
    snprintf(key, sizeof key, "%s.%s", what, request_state_name(view->model->sos.state));
    return strings_has(view->strings, key) ? view_words(view, key, "phone", view->model->hotline.phone, NULL) : NULL;
}

const char *sos_words_title(const struct view *view, enum sos_phase phase) {
    bool known = view->model->hotline.phone[0] || view->model->hotline.emergency_phone[0];
    const char *words = of_state(view, "sos.title");
    if (phase == SOS_GRACE)
        return strings_get(view->strings, "sos.title.grace");
    if (phase == SOS_LOST)
        return strings_get(view->strings, known ? "sos.title.lost" : "sos.title.lost.nobody");
    if (phase == SOS_ASKED)
        return strings_get(view->strings, "sos.title.cancelling");
    if (view->model->sos.state == STATE_ANSWERED && view->model->sos.worker[0])
        return view_words(view, "sos.title.worker", "worker", view->model->sos.worker, NULL);
    return words ? words : strings_get(view->strings, "sos.title.closed");
}

/* By seconds until a person answers, by minutes then; nobody needs to be told of no minutes. */
static const char *since_words(const struct view *view, struct view_report *report) {
    const struct model_sos *sos = &view->model->sos;
    int64_t since = view->now_ms - sos->pressed_ms, unit = sos->state >= STATE_ANSWERED ? 60000 : 1000;
    since = since < 0 ? 0 : since;
    unit = since >= 60000 ? 60000 : unit;
    view_redraw_at(report, sos->pressed_ms + (since / unit + 1) * unit);
    if (since >= 60000)
        return view_words(view, "sos.since.minutes", "minutes", view_number(view, since / 60000), NULL);
    return unit == 1000 ? view_words(view, "sos.since.seconds", "seconds", view_number(view, since / 1000), NULL)
                        : strings_get(view->strings, "sos.since.now");
}

const char *sos_words_since(const struct view *view, struct view_report *report) {
    const char *since = since_words(view, report);
    if (view->model->sos.presses < 2)
        return since;
    return view_words(view, "sos.since.presses", "since", since, "n", view_number(view, view->model->sos.presses),
                      NULL);
}

static const char *over_words(const struct view *view) {
    const struct model_sos *sos = &view->model->sos;
    return strings_get(view->strings, sos->state != STATE_CANCELLED          ? "sos.line.closed"
                                      : sos->reached_wall_ms[STATE_RECEIVED] ? "sos.line.cancelled"
                                                                             : "sos.line.unsent");
}

/* Between the hotline's receipt and a person's voice. */
static const char *waiting_words(const struct view *view) {
    int64_t since = view->now_ms - view->model->sos.pressed_ms;
    if (since >= EMERGENCY_MS)
        return view_words(view, "sos.line.emergency", "phone", view->model->hotline.emergency_phone, NULL);
    return strings_get(view->strings, since >= NEXT_MS ? "sos.line.slow" : "sos.line.received");
}

static const char *sentence(const struct view *view, enum sos_phase phase) {
    const struct model *model = view->model;
    const char *words = of_state(view, "sos.line");
    if (phase == SOS_OVER)
        return over_words(view);
    if (phase == SOS_ASKED)
        return strings_get(view->strings, "sos.line.cancelling");
    if (phase == SOS_GRACE)
        return view_words(view, is_proved(view) ? "sos.line.grace.received" : "sos.line.grace", "n",
                          view_number(view, model_grace_left_s(model, view->now_ms)), "phone", model->hotline.phone,
                          NULL);
    if (model->sos.state == STATE_RECEIVED)
        return waiting_words(view);
    return words ? words : view_words(view, "sos.line.calling", "phone", model->hotline.phone, NULL);
}

/* What happens next; "" = the sentence says it. */
static const char *next(const struct view *view, enum sos_phase phase) {
    const char *words = of_state(view, "sos.next");
    if (phase != SOS_OPEN)
        return "";
    return words ? words : "";
}

const char *sos_words_body(const struct view *view, struct view_report *report, enum sos_phase phase, bool brief) {
    const struct model_sos *sos = &view->model->sos;
    bool told = phase == SOS_OPEN && sos->message[0] && is_proved(view),
         refused = phase == SOS_OPEN && sos->cancel_refused;
    const char *first = told ? sos->message : sentence(view, phase), *second = told ? "" : next(view, phase);
    if (refused) { /* what was asked for comes before what happens anyway */
        second = first;
        first = strings_get(view->strings, "sos.line.refused");
    } else if (brief && phase == SOS_OPEN && !told) {
        first = scene_keepf(view->scene, "%s %s", first, sos_words_since(view, report));
    }
    return scene_keepf(view->scene, "%s%s%s", first, second[0] ? "\n" : "", second);
}

const char *sos_words_footer(const struct view *view, enum sos_phase phase, size_t less) {
    const struct model *model = view->model;
    const char *plain = phase == SOS_GRACE ? strings_get(view->strings, "sos.foot.grace") : "", *family = "";
    if (phase == SOS_OVER || phase == SOS_ASKED || phase == SOS_LOST || sos_words_calm(model))
        return less ? NULL : "";
    if (model->sos.test)
        return less ? NULL : strings_get(view->strings, "sos.foot.test");
    if (is_proved(view) && model->profile.contact_count > 0)
        family = view_words(view, "sos.foot.family", "relation", model->profile.contacts[0].relation, "name",
                            model->profile.contacts[0].name, NULL);
    const char *choices[] = {scene_keepf(view->scene, "%s%s", plain, family), family, plain};
    return less < 3 ? choices[less] : NULL;
}

const char *sos_words_say(const struct view *view, struct view_report *report, enum sos_phase phase) {
    const char *family = sos_words_footer(view, phase, 1), *words = "", *more = "", *keys = "";
    if (phase == SOS_LOST) {
        words = sos_words_numbers(view);
        more = strings_get(view->strings, "sos.lost.trying");
    } else if (phase == SOS_GRACE) {
        words = is_proved(view) ? strings_get(view->strings, "sos.title.received") : "";
        more = strings_get(view->strings, "sos.foot.grace");
        keys = strings_get(view->strings, "say.sos.keys");
    } else {
        words = sos_words_body(view, report, phase, false);
    }
    return scene_keepf(view->scene, "%s\n%s\n%s\n%s", words, more, family && phase == SOS_OPEN ? family : "", keys);
}
