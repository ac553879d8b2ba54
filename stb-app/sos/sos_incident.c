/* SPDX-License-Identifier: Apache-2.0 */
/*
 *            key                       2xx            events
 *  (none) --------> saved/sending --------> received --------> answered -> help_sent -> arrived -> closed
 *                     |   waiting             |
 *                     +----- cancel asked ----+---------> cancelled (once the hotline said so)
 *
 * A press while the incident is open adds to it. A press after the senior asked to cancel, or after the end, is a new
 * call for help and never mistaken for an echo of the old one: better one alarm too many.
 *
 * The hotline learns of the second press at once, and of any number within a second after it by one message.
 *
 * A receiver without a repeat code sends a held key as presses 110 ms apart, and a tremor is as quick: they count, but
 * none of them is the second press that ends the grace.
 */
#include "stb-app/sos/sos_incident.h"

#include <stdio.h>
#include <string.h>

bool sos_incident_is_open(const struct sos_incident *incident) {
    return incident->id[0] && !incident->cancel_asked && !request_state_is_final(incident->state);
}

static bool in_grace(const struct sos_incident *incident, int64_t now_ms) {
    return !incident->confirmed && now_ms < incident->grace_ends_ms;
}

enum sos_incident_deed sos_incident_press(struct sos_incident *incident, int64_t now_ms) {
    if (!sos_incident_is_open(incident))
        return SOS_INCIDENT_BEGIN;
    bool echo = now_ms - incident->newest_press_ms < SOS_INCIDENT_CONFIRM_GUARD_MS;
    incident->newest_press_ms = now_ms;
    if (incident->presses < SOS_INCIDENT_PRESSES_MAX)
        incident->presses++;
    if (!in_grace(incident, now_ms) || echo)
        return SOS_INCIDENT_COUNT_PRESS;
    incident->confirmed = true;
    return SOS_INCIDENT_COUNT_AND_CONFIRM;
}

void sos_incident_begin(struct sos_incident *incident, const struct request *request, int64_t now_ms) {
    *incident = (struct sos_incident){
        .state = STATE_SENDING,
        .pressed_at_ms = now_ms,
        .newest_press_ms = now_ms,
        .grace_ends_ms = now_ms + request->grace_s * INT64_C(1000),
        .presses = request->presses,
        .told_presses = request->presses,
        .newest_told_ms = now_ms - SOS_INCIDENT_TELL_EVERY_MS, /* the second press is told at once */
        .test = request->test,
    };
    memcpy(incident->id, request->id, sizeof incident->id);
}

int64_t sos_incident_tell_in(const struct sos_incident *incident, int64_t now_ms) {
    if (incident->presses == incident->told_presses)
        return -1;
    int64_t left = incident->newest_told_ms + SOS_INCIDENT_TELL_EVERY_MS - now_ms;
    return left > 0 ? left : 0;
}

int sos_incident_told(struct sos_incident *incident, int64_t now_ms) {
    incident->newest_told_ms = now_ms;
    incident->told_presses = incident->presses;
    return incident->presses;
}

bool sos_incident_confirm(struct sos_incident *incident, const char *id, int64_t now_ms) {
    if (!sos_incident_is_open(incident) || strcmp(id, incident->id) != 0 || !in_grace(incident, now_ms))
        return false;
    incident->confirmed = true;
    return true;
}

bool sos_incident_cancel(struct sos_incident *incident, const char *id) {
    if (!sos_incident_is_open(incident) || strcmp(id, incident->id) != 0)
        return false;
    incident->cancel_asked = true;
    return true;
}

/* Keeps the hotline's words on the incident. */
static void keep_words(struct sos_incident *incident, const struct status *status) {
    memcpy(incident->message, status->message, sizeof incident->message);
    incident->worker[0] = 0;
    for (size_t i = 0; i < status->detail_count && !incident->worker[0]; i++)
        if (status->details[i].role == DETAIL_WORKER)
            snprintf(incident->worker, sizeof incident->worker, "%s", status->details[i].value);
}

bool sos_incident_take_status(struct sos_incident *incident, const struct status *status) {
    if (strcmp(status->id, incident->id) != 0)
        return false;
    struct sos_incident before = *incident;
    incident->state = status->state;
    incident->cancel_asked = status->cancel_asked; /* the hotline may refuse: help is on its way already */
    keep_words(incident, status);
    memcpy(incident->reached_at_ms, status->reached_at_ms, sizeof incident->reached_at_ms);
    return before.state != incident->state || before.cancel_asked != incident->cancel_asked ||
           strcmp(before.message, incident->message) != 0 || strcmp(before.worker, incident->worker) != 0;
}

void sos_incident_restore(struct sos_incident *incident, const struct request *request, const struct status *status,
                          int64_t wall_ms, int64_t now_ms) {
    int64_t age_ms = wall_ms - request->created_at_ms;
    if (age_ms < 0) /* the clock was set back meanwhile: all that is known is that it was before now */
        age_ms = 0;
    sos_incident_begin(incident, request, now_ms - age_ms);
    incident->state = status->state;
    incident->cancel_asked = status->cancel_asked;
    keep_words(incident, status);
    memcpy(incident->reached_at_ms, status->reached_at_ms, sizeof incident->reached_at_ms);
}

struct ipc_sos sos_incident_now(const struct sos_incident *incident, int64_t now_ms) {
    struct ipc_sos now = {.state = incident->state};
    if (!incident->id[0])
        return now;
    memcpy(now.id, incident->id, sizeof now.id);
    now.since_ms = now_ms - incident->pressed_at_ms;
    now.grace_left_ms = in_grace(incident, now_ms) ? incident->grace_ends_ms - now_ms : 0;
    now.presses = incident->presses;
    now.confirmed = incident->confirmed;
    now.cancel_asked = incident->cancel_asked;
    now.test = incident->test;
    memcpy(now.message, incident->message, sizeof now.message);
    memcpy(now.worker, incident->worker, sizeof now.worker);
    memcpy(now.reached_at_ms, incident->reached_at_ms, sizeof now.reached_at_ms);
    return now;
}
