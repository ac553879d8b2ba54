/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each open request is looked at in turn, and each rule below does one thing for it. All they remember is in the
 * record, so a restart goes on where it was, late things at once. The traps: an evening that had passed when the
 * booking was made needs no reminder; and minutes that a person told with words of his own are counted down without
 * touching those words.
 */
#include "tests/hotline/tick.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "tests/hotline/calendar.h"
#include "tests/hotline/staff.h"
#include "tests/hotline/ticket.h"

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <string.h>

enum { MINUTE_MS = 60000, HOUR_MS = 3600000, PERSON_MINUTES = 10, AUTO_EVENING_MS = 8000, AUTO_TWO_HOURS_MS = 30000 };

/* --- alarms */

static void ring(struct hotline *hotline, struct record *record) {
    if (record->test) {
        record->state = FLOW_CLOSED;
        snprintf(record->headline, sizeof record->headline, "测试成功");
        snprintf(record->message, sizeof record->message, "呼救线路正常，没有打扰值班人员。");
        hotline_keep(hotline, record, "test", true);
        return;
    }
    record->ringing = true;
    store_put(hotline->store, record);
    hotline_desk_changed(hotline);
}

/* --- the ten-minute promise */

int64_t tick_promise(const struct hotline *hotline, const struct record *record) {
    struct choices choices = {.catalog = hotline->catalog.json};
    struct json_object *service = choices_service(&choices, record->service);
    int64_t minutes = json_integer(service, "promise_minutes", record->kind == FLOW_CALLBACK ? PERSON_MINUTES : 0);
    return record->kind != FLOW_SOS && minutes > 0 ? record->received_at_ms + minutes * MINUTE_MS : 0;
}

bool tick_hand_over(struct hotline *hotline, struct record *record, const char *by) {
    if (record->state != FLOW_RECEIVED || (record->told & TICK_HANDED_OVER))
        return false;
    record->told |= TICK_HANDED_OVER;
    snprintf(record->headline, sizeof record->headline, "已转给值班人员");
    snprintf(record->message, sizeof record->message, "让您久等了，值班人员马上打电话给您。");
    hotline_keep(hotline, record, by, true);
    return true;
}

static bool hand_over(struct hotline *hotline, struct record *record, int64_t now) {
    int64_t promised = tick_promise(hotline, record);
    return promised && now >= promised && tick_hand_over(hotline, record, "clock");
}

/* --- minutes */

static bool count_down(struct hotline *hotline, struct record *record, int64_t now) {
    char usual[WORDS_HEADLINE_SIZE];
    if (record->eta <= 1 || now - record->updated_at_ms < MINUTE_MS)
        return false;
    words_headline(record->kind, record->service, record->state, record->eta, usual, sizeof usual);
    record->eta--;
    if (strcmp(usual, record->headline) == 0)
        words_headline(record->kind, record->service, record->state, record->eta, record->headline,
                       sizeof record->headline);
    hotline_keep(hotline, record, NULL, true);
    return true;
}

/* --- reminders */

static unsigned due_reminder(const struct hotline *hotline, const struct record *record, int64_t appointment,
                             int64_t now) {
    int64_t evening = calendar_midnight(appointment) - 5 * (int64_t)HOUR_MS, before = appointment - 2 * HOUR_MS;
    if (hotline->automatic) {
        evening = record->updated_at_ms + AUTO_EVENING_MS;
        before = record->updated_at_ms + AUTO_TWO_HOURS_MS;
    }
    if (now >= before)
        return now < appointment ? TICK_EVENING | TICK_TWO_HOURS : 0;
    return now >= evening && record->received_at_ms < evening ? TICK_EVENING : 0;
}

static void remind(struct hotline *hotline, struct record *record, int64_t now) {
    unsigned both = TICK_EVENING | TICK_TWO_HOURS;
    if (record->state != FLOW_ACCEPTED || (record->told & both) == both || strcmp(record->service, "hospital") != 0)
        return;
    struct json_object *body = json_tokener_parse(record->body);
    int64_t appointment = ticket_appointment(record->service, body);
    unsigned due = appointment ? due_reminder(hotline, record, appointment, now) & ~record->told : 0;
    if (due) {
        struct choices choices = hotline_choices(hotline, NULL);
        json_object_put(hotline_notify(hotline, record->device, ticket_reminder(&choices, body, due & TICK_TWO_HOURS)));
        record->told |= due;
        store_put(hotline->store, record);
    }
    json_object_put(body);
}

/* --- the staff that plays itself */

static void play(struct hotline *hotline, struct record *record, int64_t now) {
    struct contract_push push;
    bool sos = record->kind == FLOW_SOS && record->state == FLOW_RECEIVED;
    int64_t since = sos ? record->ring_at_ms : record->updated_at_ms;
    char error[JSON_ERROR_SIZE];
    if (!hotline->automatic || !staff_next(record, now - since, hotline->seed, &push))
        return;
    if (!hotline_push(hotline, record, &push, "auto", error))
        log_warning("hotline", "auto: %s", error);
    json_object_put(push.details);
}

static void look_at(void *data, struct record *record) {
    struct hotline *hotline = data;
    int64_t now = hotline_wall_ms();
    if (record->kind == FLOW_SOS && record->state == FLOW_RECEIVED && !record->ringing) {
        if (now >= record->ring_at_ms)
            ring(hotline, record);
        return;
    }
    remind(hotline, record, now);
    if (!hand_over(hotline, record, now) && !count_down(hotline, record, now))
        play(hotline, record, now);
}

/* --- documents */

static void tell(struct hotline *hotline, const char *device, const char *event, const struct document *document) {
    struct json_object *changed = json_object_new_object();
    json_put_text(changed, "etag", document->etag);
    hotline_event(hotline, device, event, changed);
}

static void tell_catalog(void *data, const char *device, int64_t seen_ms, const char *heartbeat) {
    (void)seen_ms, (void)heartbeat;
    struct hotline *hotline = data;
    tell(hotline, device, "catalog", &hotline->catalog);
}

static void tell_profile(void *data, const char *device, int64_t seen_ms, const char *heartbeat) {
    (void)seen_ms, (void)heartbeat;
    struct hotline *hotline = data;
    tell(hotline, device, "profile", &hotline->profile);
}

void tick(struct hotline *hotline) {
    store_begin(hotline->store);
    store_each_open(hotline->store, look_at, hotline);
    if (document_refresh(&hotline->catalog))
        store_each_box(hotline->store, tell_catalog, hotline);
    if (document_refresh(&hotline->profile))
        store_each_box(hotline->store, tell_profile, hotline);
    store_commit(hotline->store);
    if (faults_expire(&hotline->faults, hotline_wall_ms()))
        hotline_desk_changed(hotline);
}
