/* SPDX-License-Identifier: Apache-2.0 */
/*
 *            key                       2xx            events
 *  (none) --------> saved/sending --------> received --------> answered -> help_sent -> arrived -> closed
 *                     |   waiting             |
 *                     +----- cancel asked ----+---------> cancelled (once the hotline said so)
 *
 * A press while the incident is open adds to it. A press after the senior asked to cancel, or after the end, is a new
 * call for help and never mistaken for an echo of the old one: better one alarm too many.
 */
#include "stb-app/sos/sos_incident.h"

#include "stb-app/base/json.h"

#include <stdio.h>
#include <string.h>

bool sos_is_open(const struct sos *sos) {
    return sos->id[0] && !sos->cancel_asked && !state_is_final(sos->state);
}

static bool in_grace(const struct sos *sos, int64_t now_ms) {
    return !sos->confirmed && now_ms < sos->grace_ends_ms;
}

enum sos_deed sos_press(struct sos *sos, int64_t now_ms) {
    if (!sos_is_open(sos))
        return SOS_BEGIN;
    if (sos->presses < 999) /* the contract's bound */
        sos->presses++;
    if (!in_grace(sos, now_ms) || now_ms - sos->pressed_at_ms < SOS_CONFIRM_GUARD_MS)
        return SOS_COUNT_PRESS;
    sos->confirmed = true;
    return SOS_COUNT_AND_CONFIRM;
}

void sos_begin(struct sos *sos, const struct request *request, int64_t now_ms) {
    *sos = (struct sos){
        .state = STATE_SENDING,
        .pressed_at_ms = now_ms,
        .grace_ends_ms = now_ms + request->grace_s * INT64_C(1000),
        .presses = request->presses,
        .test = request->test,
    };
    memcpy(sos->id, request->id, sizeof sos->id);
}

bool sos_confirm(struct sos *sos, const char *id, int64_t now_ms) {
    if (!sos_is_open(sos) || strcmp(id, sos->id) != 0 || !in_grace(sos, now_ms))
        return false;
    sos->confirmed = true;
    return true;
}

bool sos_cancel(struct sos *sos, const char *id) {
    if (!sos_is_open(sos) || strcmp(id, sos->id) != 0)
        return false;
    sos->cancel_asked = true;
    return true;
}

bool sos_take_status(struct sos *sos, const struct status *status) {
    if (strcmp(status->id, sos->id) != 0)
        return false;
    bool changed = sos->state != status->state || sos->cancel_asked != status->cancel_asked ||
                   strcmp(sos->message, status->message) != 0;
    sos->state = status->state;
    sos->cancel_asked = status->cancel_asked; /* the hotline may refuse: help is on its way already */
    memcpy(sos->message, status->message, sizeof sos->message);
    memcpy(sos->reached_at_ms, status->reached_at_ms, sizeof sos->reached_at_ms);
    return changed;
}

void sos_restore(struct sos *sos, const struct request *request, const struct status *status, int64_t wall_ms,
                 int64_t now_ms) {
    int64_t age_ms = wall_ms - request->created_at_ms;
    if (age_ms < 0) /* the clock was set back meanwhile: all that is known is that it was before now */
        age_ms = 0;
    sos_begin(sos, request, now_ms - age_ms);
    sos->state = status->state;
    sos->cancel_asked = status->cancel_asked;
    memcpy(sos->message, status->message, sizeof sos->message);
    memcpy(sos->reached_at_ms, status->reached_at_ms, sizeof sos->reached_at_ms);
}

struct json_object *sos_for_wire(const struct sos *sos, int64_t now_ms) {
    struct json_object *out = json_object_new_object();
    json_put_text(out, "id", sos->id);
    if (!sos->id[0])
        return out;
    int64_t left = in_grace(sos, now_ms) ? sos->grace_ends_ms - now_ms : 0;
    json_put_text(out, "state", request_state_name(sos->state));
    json_put_integer(out, "since_ms", now_ms - sos->pressed_at_ms);
    json_put_integer(out, "grace_left_ms", left);
    json_put_integer(out, "presses", sos->presses);
    json_put_truth(out, "confirmed", sos->confirmed);
    json_put_truth(out, "cancel_asked", sos->cancel_asked);
    json_put_text(out, "message", sos->message);
    json_put_truth(out, "test", sos->test);
    struct json_object *reached = json_object_new_object();
    for (int i = 0; i < STATES; i++)
        if (sos->reached_at_ms[i])
            json_put_integer(reached, request_state_name((enum request_state)i), sos->reached_at_ms[i]);
    json_object_object_add(out, "reached", reached);
    return out;
}
