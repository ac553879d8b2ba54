/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sos.c decides what a press means; here it is done, and in this order: the bytes leave, then the incident is noted,
 * then the screen is asked for. The trap is the order's other side: the sender tells of its own request's first states
 * while alarm_press() is still in it, before there is an incident to compare with. Only a state that the hotline proved
 * is therefore ever taken for another life's.
 */
#include "stb-app/sos/sos.h"

#include "net/hotline.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/sos/sos_incident.h"

#include <stdlib.h>
#include <string.h>

struct alarm {
    struct alarm_setup setup;
    struct sos sos;
};

static void begin(struct alarm *alarm, enum request_trigger trigger, int64_t grace_s, int64_t now_ms) {
    struct request request = {.kind = REQUEST_SOS, .trigger = trigger, .presses = 1, .grace_s = (int)grace_s};
    hotline_sos(alarm->setup.hotline, &request); /* first of all: the bytes leave */
    sos_begin(&alarm->sos, &request, now_ms);
}

static void changed(struct alarm *alarm, int64_t at_us) {
    alarm->setup.on_changed(alarm->setup.data, at_us);
}

void alarm_press(struct alarm *alarm, enum request_trigger trigger, int64_t grace_s, int64_t at_us) {
    int64_t now_ms = loop_now_ms();
    enum sos_deed deed = sos_press(&alarm->sos, now_ms);
    if (deed == SOS_BEGIN)
        begin(alarm, trigger, grace_s, now_ms);
    else
        hotline_presses(alarm->setup.hotline, alarm->sos.id, alarm->sos.presses);
    if (deed == SOS_COUNT_AND_CONFIRM)
        hotline_confirm(alarm->setup.hotline, alarm->sos.id);
    log_info("sos", "incident %s: press %d, key at %lld us", alarm->sos.id, alarm->sos.presses, (long long)at_us);
    alarm->setup.on_show(alarm->setup.data, at_us);
    changed(alarm, at_us);
}

void alarm_confirm(struct alarm *alarm, const char *id) {
    if (!sos_confirm(&alarm->sos, id, loop_now_ms()))
        return;
    hotline_confirm(alarm->setup.hotline, id);
    changed(alarm, 0);
}

void alarm_cancel(struct alarm *alarm, const char *id) {
    if (!sos_cancel(&alarm->sos, id))
        return;
    hotline_cancel(alarm->setup.hotline, id);
    changed(alarm, 0);
}

static void restore(struct alarm *alarm, const struct request *request, const struct status *status) {
    sos_restore(&alarm->sos, request, status, clock_now_ms(hotline_clock(alarm->setup.hotline)), loop_now_ms());
    log_info("sos", "incident %s is taken up again", status->id);
}

/* It went out just before a power cut, and the disk does not know it. */
static void adopt(struct alarm *alarm, const struct status *status) {
    if (status->kind != REQUEST_SOS || status->test || !state_is_proved(status->state) ||
        state_is_final(status->state) || status->cancel_asked || sos_is_open(&alarm->sos))
        return;
    struct request request = {.kind = REQUEST_SOS, .presses = 1, .created_at_ms = status->created_at_ms};
    memcpy(request.id, status->id, sizeof request.id);
    restore(alarm, &request, status);
    alarm->setup.on_show(alarm->setup.data, 0);
    changed(alarm, 0);
}

/* Someone acts: the senior sees it, even back at live television. */
static bool someone_acts(enum request_state state) {
    return state_is_proved(state) && !state_is_final(state) && state != STATE_RECEIVED;
}

void alarm_take_status(struct alarm *alarm, const struct status *status) {
    if (strcmp(status->id, alarm->sos.id) != 0) {
        adopt(alarm, status);
        return;
    }
    if (!sos_take_status(&alarm->sos, status))
        return;
    log_info("sos", "incident %s is %s", status->id, request_state_name(status->state));
    if (someone_acts(status->state))
        alarm->setup.on_show(alarm->setup.data, 0);
    changed(alarm, 0);
}

void alarm_resume(struct alarm *alarm) {
    struct request request;
    struct status status;
    if (hotline_open_sos(alarm->setup.hotline, &request, &status))
        restore(alarm, &request, &status);
}

bool alarm_is_open(const struct alarm *alarm) {
    return sos_is_open(&alarm->sos);
}

struct json_object *alarm_for_wire(const struct alarm *alarm) {
    return sos_for_wire(&alarm->sos, loop_now_ms());
}

struct alarm *alarm_create(const struct alarm_setup *setup) {
    struct alarm *alarm = calloc(1, sizeof *alarm);
    if (alarm)
        alarm->setup = *setup;
    return alarm;
}

void alarm_destroy(struct alarm *alarm) {
    free(alarm);
}
