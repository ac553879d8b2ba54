/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sos_incident.c decides what a press means; sos.c does it, in this order: the bytes leave, then the incident is noted,
 * then the screen is shown. The trap: hotline_sos() calls sos_take_status() with the request's first states before
 * sos_incident_begin() has noted its id. So an incident from before the restart is only taken up in a state that the
 * hotline proved.
 */
#include "stb-app/sos/sos.h"

#include "net/hotline.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/sos/sos_incident.h"

#include <stdlib.h>
#include <string.h>

struct sos {
    struct sos_setup setup;
    struct sos_incident incident;
    struct loop_timer *tell; /* until the hotline is told of further presses */
};

static void tell_presses(void *data) {
    struct sos *sos = data;
    int presses = sos_incident_told(&sos->incident, loop_now_ms());
    hotline_presses(sos->setup.hotline, sos->incident.id, presses);
    log_info("sos", "incident %s: %d presses", sos->incident.id, presses);
}

static void tell_in_time(struct sos *sos) {
    int64_t in_ms = sos_incident_tell_in(&sos->incident, loop_now_ms());
    if (in_ms == 0)
        tell_presses(sos);
    else if (in_ms > 0 && !loop_timer_running(sos->tell))
        loop_timer_start(sos->tell, in_ms, 0);
}

/* The incident ends here: the hotline is told now of presses that it does not know yet. */
static void tell_last(struct sos *sos) {
    loop_timer_stop(sos->tell);
    if (sos_incident_tell_in(&sos->incident, loop_now_ms()) >= 0)
        tell_presses(sos);
}

static void begin(struct sos *sos, enum request_trigger trigger, int64_t grace_s, int64_t now_ms, int64_t at_us) {
    struct request request = {.kind = REQUEST_SOS, .trigger = trigger, .presses = 1, .grace_s = (int)grace_s};
    hotline_sos(sos->setup.hotline, &request); /* first of all: the bytes leave */
    tell_last(sos);                            /* of the incident before */
    sos_incident_begin(&sos->incident, &request, now_ms);
    log_info("sos", "incident %s: pressed, key at %lld us", sos->incident.id, (long long)at_us);
}

static void changed(struct sos *sos, int64_t at_us) {
    sos->setup.on_changed(sos->setup.data, at_us);
}

void sos_press(struct sos *sos, enum request_trigger trigger, int64_t grace_s, int64_t at_us) {
    int64_t now_ms = loop_now_ms();
    enum sos_incident_deed deed = sos_incident_press(&sos->incident, now_ms);
    if (deed == SOS_INCIDENT_BEGIN)
        begin(sos, trigger, grace_s, now_ms, at_us);
    else
        tell_in_time(sos);
    if (deed == SOS_INCIDENT_COUNT_AND_CONFIRM)
        hotline_confirm(sos->setup.hotline, sos->incident.id);
    sos->setup.on_show(sos->setup.data, at_us);
    changed(sos, at_us);
}

void sos_confirm(struct sos *sos, const char *id) {
    if (!sos_incident_confirm(&sos->incident, id, loop_now_ms()))
        return;
    hotline_confirm(sos->setup.hotline, id);
    changed(sos, 0);
}

void sos_cancel(struct sos *sos, const char *id) {
    if (!sos_incident_cancel(&sos->incident, id))
        return;
    tell_last(sos);
    hotline_cancel(sos->setup.hotline, id);
    changed(sos, 0);
}

static void restore(struct sos *sos, const struct request *request, const struct status *status) {
    sos_incident_restore(&sos->incident, request, status, hotline_clock_now_ms(hotline_clock(sos->setup.hotline)),
                         loop_now_ms());
    log_info("sos", "incident %s is taken up again", status->id);
}

/* An open SOS that the hotline knows and the disk does not: its bytes left just before a power cut. */
static void adopt(struct sos *sos, const struct status *status) {
    if (status->kind != REQUEST_SOS || status->test || !request_state_is_proved(status->state) ||
        request_state_is_final(status->state) || status->cancel_asked || sos_incident_is_open(&sos->incident))
        return;
    struct request request = {.kind = REQUEST_SOS, .presses = 1, .created_at_ms = status->created_at_ms};
    memcpy(request.id, status->id, sizeof request.id);
    restore(sos, &request, status);
    sos->setup.on_show(sos->setup.data, 0);
    changed(sos, 0);
}

/* A person has taken it up: the SOS screen is shown, also over live television. */
static bool someone_acts(enum request_state state) {
    return request_state_is_proved(state) && !request_state_is_final(state) && state != STATE_RECEIVED;
}

void sos_take_status(struct sos *sos, const struct status *status) {
    if (strcmp(status->id, sos->incident.id) != 0) {
        adopt(sos, status);
        return;
    }
    if (!sos_incident_take_status(&sos->incident, status))
        return;
    log_info("sos", "incident %s is %s", status->id, request_state_name(status->state));
    if (someone_acts(status->state))
        sos->setup.on_show(sos->setup.data, 0);
    changed(sos, 0);
}

void sos_resume(struct sos *sos) {
    struct request request;
    struct status status;
    if (hotline_open_sos(sos->setup.hotline, &request, &status))
        restore(sos, &request, &status);
}

bool sos_is_open(const struct sos *sos) {
    return sos_incident_is_open(&sos->incident);
}

struct ipc_sos sos_now(const struct sos *sos) {
    return sos_incident_now(&sos->incident, loop_now_ms());
}

struct sos *sos_create(const struct sos_setup *setup) {
    struct sos *sos = memory_new(1, sizeof *sos);
    sos->setup = *setup;
    sos->tell = loop_timer_create(setup->loop, tell_presses, sos);
    return sos;
}

void sos_destroy(struct sos *sos) {
    if (!sos)
        return;
    loop_timer_destroy(sos->tell);
    free(sos);
}
