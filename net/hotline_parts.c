/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wiring inside net/: any sign of life reaches the line; the line's recovery wakes the sender and the stream and
 * asks what was missed; every status, whichever way it came, passes the sender's judgement (is it newer?) and then the
 * list of requests, and only then the hub.
 */
#include "net/hotline_parts.h"

#include "net/api/api_status.h"
#include "net/data/cart_drafts.h"
#include "net/data/catalog.h"
#include "net/data/notices.h"
#include "net/data/overdue.h"
#include "net/data/request_log.h"
#include "net/data/resync.h"
#include "net/images/image_fetch.h"
#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"
#include "net/transport/event_stream.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"

#include <string.h>

enum { EVENT_JSON_MAX = 256 << 10 };

static int64_t wall_ms(void *data) {
    struct hotline *hotline = data;
    return hotline_clock_now_ms(&hotline->clock);
}

static int64_t tested(void *data) {
    const struct hotline *hotline = data;
    return hotline->tested_ms;
}

static void add_troubles(void *data, struct json_object *body) {
    const struct hotline *hotline = data;
    faults_write(&hotline->faults, body);
}

static int pending(void *data) {
    return hotline_pending(data);
}

static void status_came(void *data, const struct status *status) {
    struct hotline *hotline = data;
    overdue_changed(hotline->overdue);
    hotline->setup.on_status(hotline->setup.data, status->test ? status : request_log_take(hotline->requests, status));
}

static void status_asked_for(void *data, const struct status *status) {
    struct hotline *hotline = data;
    submitter_take_status(hotline->submitter, status);
}

static void traffic_heard(void *data) {
    struct hotline *hotline = data;
    heartbeat_heard(hotline->heartbeat);
}

static void stream_lost(void *data, bool ours) {
    struct hotline *hotline = data;
    heartbeat_lost(hotline->heartbeat, ours);
}

static bool is_connected(void *data) {
    const struct hotline *hotline = data;
    return heartbeat_state(hotline->heartbeat) == LINK_CONNECTED;
}

static void options_came(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem) {
    struct hotline *hotline = data;
    hotline->setup.on_options(hotline->setup.data, number, options, age_ms, problem);
}

static void image_came(void *data, const char *name, const char *path, int64_t version) {
    struct hotline *hotline = data;
    hotline->setup.on_image(hotline->setup.data, name, path, version);
}

static void link_changed(void *data, enum link_state link) {
    struct hotline *hotline = data;
    hotline->setup.on_link(hotline->setup.data);
    overdue_line(hotline->overdue, link == LINK_CONNECTED);
    if (link != LINK_CONNECTED)
        return;
    submitter_wake(hotline->submitter);
    event_stream_wake(hotline->stream);
    resync_ask(hotline->resync);
    image_fetch_wake(hotline->images);
}

static void clock_told(void *data, int64_t offset_ms) {
    struct hotline *hotline = data;
    int64_t step_ms;
    if (!hotline_clock_set(&hotline->clock, offset_ms, &step_ms))
        return;
    submitter_clock_stepped(hotline->submitter, step_ms);
    request_log_clock_stepped(hotline->requests, step_ms);
    hotline->setup.on_clock(hotline->setup.data);
    overdue_changed(hotline->overdue);
}

static void etags_told(void *data, const char *catalog, const char *profile) {
    struct hotline *hotline = data;
    catalog_compare(hotline->catalog, catalog, profile);
}

static void catalog_came(void *data, const char *catalog) {
    struct hotline *hotline = data;
    if (!hotline->started)
        return;
    hotline->setup.on_catalog(hotline->setup.data, catalog);
    image_fetch_catalog_changed(hotline->images);
    overdue_changed(hotline->overdue);
}

static void profile_came(void *data, const char *profile) {
    struct hotline *hotline = data;
    if (hotline->started)
        hotline->setup.on_profile(hotline->setup.data, profile);
}

static void document_refused(void *data, enum fault_kind kind, const char *error) {
    hotline_trouble(data, kind, error);
}

static void choices_refused(void *data, const char *error) {
    hotline_trouble(data, FAULT_CHOICES, error);
}

static void image_refused(void *data, const char *error) {
    hotline_trouble(data, FAULT_IMAGE, error);
}

static void answer_refused(void *data, const char *error) {
    hotline_trouble(data, FAULT_ANSWER, error);
}

static void pace_told(void *data, const char *error) {
    hotline_trouble(data, FAULT_HEARTBEAT, error);
}

static int promised_minutes(void *data, const char *service) {
    const struct hotline *hotline = data;
    return catalog_promised_minutes(hotline->catalog, service);
}

static void person_asked_for(void *data, struct request *callback) {
    char same[REQUEST_ID_SIZE];
    hotline_submit(data, callback, NULL, true, same);
}

/* --- what the event stream brings */

static bool take_status_event(struct hotline *hotline, struct json_object *json, char *error) {
    struct status status;
    if (!api_to_status(json, &status, error))
        return false;
    submitter_take_status(hotline->submitter, &status);
    return true;
}

static bool take_notice_event(struct hotline *hotline, struct json_object *json, char *error) {
    bool news;
    if (!notices_take(hotline->notices, json, &news, error))
        return false;
    if (news)
        hotline->setup.on_notices(hotline->setup.data, true);
    return true;
}

static bool take_catalog_event(struct hotline *hotline, struct json_object *json, char *error) {
    (void)json;
    (void)error;
    catalog_changed(hotline->catalog);
    return true;
}

static bool take_profile_event(struct hotline *hotline, struct json_object *json, char *error) {
    (void)json;
    (void)error;
    catalog_profile_changed(hotline->catalog);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct hotline *hotline, struct json_object *json, char *error);
} event_kinds[] = {
    {"status", take_status_event},
    {"notice", take_notice_event},
    {"catalog", take_catalog_event},
    {"profile", take_profile_event},
};

/* TEXT NULL: it was beyond the bounds of an event. */
static void take_event(struct hotline *hotline, const char *event, const char *text) {
    size_t kind = 0, kinds = sizeof event_kinds / sizeof event_kinds[0];
    while (kind < kinds && strcmp(event, event_kinds[kind].name) != 0)
        kind++;
    if (kind == kinds && text) {
        log_info("net", "an event \"%.32s\", unknown to this version, is passed over", event);
        return;
    }
    char error[JSON_ERROR_SIZE] = "larger than an event can be, or a name or a byte in it that cannot be";
    struct json_object *json = text ? json_parse(text, strlen(text), EVENT_JSON_MAX, error) : NULL;
    bool good = json && event_kinds[kind].take(hotline, json, error);
    if (!good)
        log_warning("net", "a %s event is passed over: %s", event, error);
    hotline_trouble(hotline, FAULT_EVENT, good ? NULL : error);
    json_object_put(json);
}

static void event_came(void *data, const char *event, const char *id, const char *text) {
    struct hotline *hotline = data;
    take_event(hotline, event, text);
    if (hotline->outbox && id[0])
        outbox_set_setting(hotline->outbox, "last_event_id", id);
}

/* --- all of them */

void hotline_open_parts(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->outbox = outbox_open(setup->state_dir);
    hotline->requests = request_log_create();
    request_log_load(hotline->requests, hotline->outbox);
    hotline->notices = notices_create(hotline->outbox);
    hotline->urgent = https_create(setup->loop, setup->identity);
    hotline->ordinary = https_create(setup->loop, setup->identity);
    hotline->submitter = submitter_create(
        &(struct submitter_setup){setup->loop, hotline->outbox, hotline->urgent, hotline->ordinary, setup->endpoints,
                                  wall_ms, status_came, traffic_heard, answer_refused, hotline});
    hotline->stream = event_stream_create(&(struct event_stream_setup){
        setup->loop, hotline->ordinary, setup->endpoints, event_came, traffic_heard, stream_lost, hotline});
    hotline->heartbeat = heartbeat_create(&(struct heartbeat_setup){
        setup->loop, hotline->urgent, setup->endpoints, STB_VERSION, setup->heartbeat_s, pending, link_changed,
        clock_told, etags_told, hotline, tested, add_troubles, pace_told});
    hotline->catalog = catalog_create(&(struct catalog_setup){.loop = setup->loop,
                                                              .https = hotline->ordinary,
                                                              .outbox = hotline->outbox,
                                                              .endpoints = setup->endpoints,
                                                              .built_in = setup->built_in_catalog,
                                                              .on_catalog = catalog_came,
                                                              .on_profile = profile_came,
                                                              .on_refused = document_refused,
                                                              .data = hotline});
    hotline->options = step_options_create(&(struct step_options_setup){setup->loop, hotline->ordinary, hotline->outbox,
                                                                        setup->endpoints, is_connected, wall_ms,
                                                                        options_came, choices_refused, hotline});
    hotline->images = image_fetch_create(&(struct image_fetch_setup){setup->loop, hotline->ordinary, setup->endpoints,
                                                                     setup->state_dir, is_connected, image_came,
                                                                     image_refused, hotline});
    hotline->drafts = cart_drafts_create(hotline->outbox, wall_ms(hotline));
    hotline->overdue = overdue_create(
        &(struct overdue_setup){setup->loop, hotline->requests, promised_minutes, wall_ms, person_asked_for, hotline});
    hotline->resync = resync_create(&(struct resync_setup){setup->loop, hotline->ordinary, setup->endpoints,
                                                           status_asked_for, answer_refused, hotline});
}
