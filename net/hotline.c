/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joins the parts of net/. Any sign of life reaches the heartbeat; when the link is back, the submitter and the event
 * stream try at once and resync asks what was missed. Every status, whichever way it came, passes the submitter (is it
 * newer than what is known?), then the request log, then the hub.
 */
#include "net/hotline.h"

#include "net/api/api_event.h"
#include "net/api/api_status.h"
#include "net/content.h"
#include "net/data/notices.h"
#include "net/data/overdue.h"
#include "net/data/request_log.h"
#include "net/data/resync.h"
#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"
#include "net/transport/event_stream.h"
#include "net/transport/https.h"
#include "net/transport/identity_watch.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SAME_ORDER_WITHIN_MS = 180000, HOTLINE_ENDPOINTS_MAX = 8 };

struct hotline {
    struct hotline_setup setup;
    struct hotline_clock clock;
    char *endpoints[HOTLINE_ENDPOINTS_MAX + 1]; /* lent to all parts; what stands in it may change */
    struct outbox *outbox;                      /* NULL: nothing survives a restart, everything else works */
    struct https *urgent, *ordinary;            /* without an identity that can be used they start no call */
    struct identity_watch *identity;
    struct submitter *submitter;
    struct event_stream *stream;
    struct heartbeat *heartbeat;
    struct resync *resync;
    struct content *content;
    struct request_log *requests;
    struct notices *notices;
    struct overdue *overdue;
    int64_t tested_ms; /* when a test of the path was good last, since 1970 */
    struct faults faults;
    bool started; /* before that, nobody is told anything */
};

/* --- what the parts ask and tell */

static int64_t wall_ms(void *data) {
    struct hotline *hotline = data;
    return hotline_clock_now_ms(&hotline->clock);
}

static int64_t tested(void *data) {
    const struct hotline *hotline = data;
    return hotline->tested_ms;
}

static void add_faults(void *data, struct json_object *body) {
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

static void reply_refused(void *data, const char *notice_id) {
    struct hotline *hotline = data;
    notices_refuse(hotline->notices, notice_id);
    hotline->setup.on_notices(hotline->setup.data, false);
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

static void link_changed(void *data, enum link_state link) {
    struct hotline *hotline = data;
    hotline->setup.on_link(hotline->setup.data);
    identity_watch_line(hotline->identity, link == LINK_CONNECTED);
    overdue_line(hotline->overdue, link == LINK_CONNECTED);
    if (link != LINK_CONNECTED)
        return;
    submitter_wake(hotline->submitter);
    event_stream_wake(hotline->stream);
    resync_ask(hotline->resync);
    content_line_is_back(hotline->content);
}

static void clock_told(void *data, int64_t offset_ms) {
    struct hotline *hotline = data;
    int64_t step_ms;
    identity_watch_line(hotline->identity, true); /* a heartbeat was answered */
    if (!hotline_clock_set(&hotline->clock, offset_ms, &step_ms))
        return;
    submitter_clock_stepped(hotline->submitter, step_ms);
    request_log_clock_stepped(hotline->requests, step_ms);
    hotline->setup.on_clock(hotline->setup.data);
    overdue_changed(hotline->overdue);
}

static void etags_told(void *data, const char *catalog, const char *profile) {
    struct hotline *hotline = data;
    content_compare(hotline->content, catalog, profile);
}

static void catalog_came(void *data, const char *catalog) {
    struct hotline *hotline = data;
    if (!hotline->started)
        return;
    hotline->setup.on_catalog(hotline->setup.data, catalog);
    overdue_changed(hotline->overdue);
}

static void profile_came(void *data, const char *profile) {
    struct hotline *hotline = data;
    if (hotline->started)
        hotline->setup.on_profile(hotline->setup.data, profile);
}

static void options_came(void *data, int64_t number, struct json_object *options, int64_t age_ms, const char *problem) {
    struct hotline *hotline = data;
    hotline->setup.on_options(hotline->setup.data, number, options, age_ms, problem);
}

static void image_came(void *data, const char *name, const char *path, int64_t version) {
    struct hotline *hotline = data;
    hotline->setup.on_image(hotline->setup.data, name, path, version);
}

static void content_refused(void *data, enum fault_kind kind, const char *error) {
    hotline_fault(data, kind, error);
}

static void answer_refused(void *data, const char *error) {
    hotline_fault(data, FAULT_ANSWER, error);
}

static void pace_told(void *data, const char *error) {
    hotline_fault(data, FAULT_HEARTBEAT, error);
}

static int promised_minutes(void *data, const char *service) {
    const struct hotline *hotline = data;
    return content_promised_minutes(hotline->content, service);
}

static void person_asked_for(void *data, struct request *callback) {
    char same[REQUEST_ID_SIZE];
    hotline_submit(data, callback, NULL, true, same);
}

/* --- what the event stream brings */

static bool take_notice(struct hotline *hotline, struct json_object *notice, char *error) {
    bool news;
    if (!notices_take(hotline->notices, notice, &news, error))
        return false;
    if (news)
        hotline->setup.on_notices(hotline->setup.data, true);
    return true;
}

static bool act_on_event(struct hotline *hotline, const struct api_event *event, char *error) {
    switch (event->kind) {
    case API_EVENT_STATUS:
        submitter_take_status(hotline->submitter, &event->status);
        break;
    case API_EVENT_NOTICE:
        return take_notice(hotline, event->notice, error);
    case API_EVENT_CATALOG:
        content_catalog_changed(hotline->content);
        break;
    case API_EVENT_PROFILE:
        content_profile_changed(hotline->content);
        break;
    case API_EVENT_UNKNOWN:
        break;
    }
    return true;
}

static void take_event(struct hotline *hotline, const char *name, const char *text) {
    char error[JSON_ERROR_SIZE];
    struct api_event event;
    bool ok = api_event_read(name, text, &event, error) && act_on_event(hotline, &event, error);
    if (!ok)
        log_warning("net", "a %s event is passed over: %s", name, error);
    else if (event.kind == API_EVENT_UNKNOWN)
        log_info("net", "an event \"%.32s\", unknown to this version, is passed over", name);
    if (!ok || event.kind != API_EVENT_UNKNOWN)
        hotline_fault(hotline, FAULT_EVENT, ok ? NULL : error);
    api_event_clear(&event);
}

static void event_came(void *data, const char *name, const char *id, const char *text) {
    struct hotline *hotline = data;
    take_event(hotline, name, text);
    if (hotline->outbox && id[0])
        outbox_set_setting(hotline->outbox, "last_event_id", id);
}

/* --- who we are, and where the hotline is */

static void identity_changed(void *data) {
    struct hotline *hotline = data;
    heartbeat_lost(hotline->heartbeat, true); /* asks at once */
}

static void identity_refused(void *data, const char *error) {
    hotline_fault(data, FAULT_IDENTITY, error);
}

/* With none the calls go to a name that never exists (RFC 2606): what waits for a line waits, and nothing else has to
 * know. */
static void take_endpoints(struct hotline *hotline, const char *const *endpoints) {
    static const char *const nowhere[] = {"https://hotline.invalid", NULL};
    const char *const *from = endpoints && endpoints[0] ? endpoints : nowhere;
    for (int i = 0; i < HOTLINE_ENDPOINTS_MAX; i++) {
        free(hotline->endpoints[i]);
        hotline->endpoints[i] = *from ? memory_text(*from) : NULL;
        from += *from != NULL;
    }
}

/* --- opening them */

static void open_transport(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->urgent = https_create(setup->loop, NULL);
    hotline->ordinary = https_create(setup->loop, NULL);
    hotline->identity = identity_watch_create(&(struct identity_watch_setup){
        .loop = setup->loop,
        .pools = {hotline->urgent, hotline->ordinary},
        .state_dir = setup->state_dir,
        .on_use = identity_changed,
        .on_fault = identity_refused,
        .data = hotline,
    });
    identity_watch_begin(hotline->identity, setup->identity);
    hotline->stream = event_stream_create(&(struct event_stream_setup){.loop = setup->loop,
                                                                       .https = hotline->ordinary,
                                                                       .endpoints = setup->endpoints,
                                                                       .on_event = event_came,
                                                                       .on_traffic = traffic_heard,
                                                                       .on_lost = stream_lost,
                                                                       .data = hotline});
    hotline->heartbeat = heartbeat_create(&(struct heartbeat_setup){.loop = setup->loop,
                                                                    .https = hotline->urgent,
                                                                    .endpoints = setup->endpoints,
                                                                    .version = STB_VERSION,
                                                                    .heartbeat_s = setup->heartbeat_s,
                                                                    .pending = pending,
                                                                    .on_link = link_changed,
                                                                    .on_clock = clock_told,
                                                                    .on_etags = etags_told,
                                                                    .tested_ms = tested,
                                                                    .add_faults = add_faults,
                                                                    .on_pace = pace_told,
                                                                    .data = hotline});
}

static void open_requests(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->requests = request_log_create();
    request_log_load(hotline->requests, hotline->outbox);
    hotline->submitter = submitter_create(&(struct submitter_setup){.loop = setup->loop,
                                                                    .outbox = hotline->outbox,
                                                                    .urgent = hotline->urgent,
                                                                    .ordinary = hotline->ordinary,
                                                                    .endpoints = setup->endpoints,
                                                                    .wall_ms = wall_ms,
                                                                    .on_status = status_came,
                                                                    .on_traffic = traffic_heard,
                                                                    .on_refused = answer_refused,
                                                                    .on_reply_refused = reply_refused,
                                                                    .data = hotline});
    hotline->overdue = overdue_create(&(struct overdue_setup){.loop = setup->loop,
                                                              .requests = hotline->requests,
                                                              .promised_minutes = promised_minutes,
                                                              .wall_ms = wall_ms,
                                                              .ask = person_asked_for,
                                                              .data = hotline});
    hotline->resync = resync_create(&(struct resync_setup){.loop = setup->loop,
                                                           .https = hotline->ordinary,
                                                           .endpoints = setup->endpoints,
                                                           .on_status = status_asked_for,
                                                           .on_refused = answer_refused,
                                                           .data = hotline});
}

static void open_content(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->notices = notices_create(hotline->outbox);
    hotline->content = content_create(&(struct content_setup){.loop = setup->loop,
                                                              .https = hotline->ordinary,
                                                              .outbox = hotline->outbox,
                                                              .endpoints = setup->endpoints,
                                                              .state_dir = setup->state_dir,
                                                              .built_in_catalog = setup->built_in_catalog,
                                                              .connected = is_connected,
                                                              .wall_ms = wall_ms,
                                                              .on_catalog = catalog_came,
                                                              .on_profile = profile_came,
                                                              .on_options = options_came,
                                                              .on_image = image_came,
                                                              .on_fault = content_refused,
                                                              .data = hotline});
}

/* --- life */

struct hotline *hotline_create(const struct hotline_setup *setup) {
    struct hotline *hotline = memory_new(1, sizeof *hotline);
    hotline->setup = *setup;
    take_endpoints(hotline, setup->endpoints);
    hotline->setup.endpoints = (const char *const *)hotline->endpoints;
    hotline->outbox = outbox_open(setup->state_dir);
    open_transport(hotline);
    open_requests(hotline);
    open_content(hotline);
    return hotline;
}

void hotline_destroy(struct hotline *hotline) {
    if (!hotline)
        return;
    resync_destroy(hotline->resync);
    overdue_destroy(hotline->overdue);
    content_destroy(hotline->content);
    identity_watch_destroy(hotline->identity);
    heartbeat_destroy(hotline->heartbeat);
    event_stream_destroy(hotline->stream);
    submitter_destroy(hotline->submitter);
    https_destroy(hotline->ordinary);
    https_destroy(hotline->urgent);
    notices_destroy(hotline->notices);
    request_log_destroy(hotline->requests);
    outbox_close(hotline->outbox);
    for (int i = 0; i < HOTLINE_ENDPOINTS_MAX; i++)
        free(hotline->endpoints[i]);
    free(hotline);
}

void hotline_use(struct hotline *hotline, const struct https_identity *identity, const char *const *endpoints) {
    take_endpoints(hotline, endpoints);
    identity_watch_replace(hotline->identity, identity);
    if (hotline_link(hotline) != LINK_CONNECTED)
        heartbeat_lost(hotline->heartbeat, true); /* asks at once */
}

void hotline_start(struct hotline *hotline) {
    hotline->started = true;
    submitter_resume(hotline->submitter);
    char *last_id = hotline->outbox ? outbox_setting(hotline->outbox, "last_event_id") : NULL;
    heartbeat_start(hotline->heartbeat);
    event_stream_start(hotline->stream, last_id ? last_id : "");
    free(last_id);
}

/* --- requests */

void hotline_sos(struct hotline *hotline, struct request *sos) {
    submitter_sos(hotline->submitter, sos);
    if (!sos->test)
        request_log_add(hotline->requests, sos);
}

void hotline_confirm(struct hotline *hotline, const char *id) {
    submitter_confirm(hotline->submitter, id);
}

void hotline_presses(struct hotline *hotline, const char *id, int presses) {
    submitter_presses(hotline->submitter, id, presses);
}

bool hotline_cancel(struct hotline *hotline, const char *id) {
    return submitter_cancel(hotline->submitter, id);
}

enum hotline_submit_result hotline_submit(struct hotline *hotline, struct request *request,
                                          const struct request_voice *voice, bool again, char same[REQUEST_ID_SIZE]) {
    int64_t since_ms = hotline_clock_now_ms(&hotline->clock) - SAME_ORDER_WITHIN_MS;
    if (!again && hotline->outbox && outbox_find_same(hotline->outbox, request, since_ms, same) &&
        strcmp(same, request->id) != 0)
        return HOTLINE_SAME;
    if (!submitter_submit_spoken(hotline->submitter, request, voice))
        return HOTLINE_NOT_SAVED;
    request_log_add(hotline->requests, request);
    content_ordered(hotline->content, request->service);
    return HOTLINE_SAVED;
}

bool hotline_reply(struct hotline *hotline, const char *id, const char *choice) {
    bool taken = notices_asks(hotline->notices, id, choice) && submitter_reply(hotline->submitter, id, choice);
    if (taken)
        notices_answer(hotline->notices, id, choice);
    hotline->setup.on_notices(hotline->setup.data, false);
    return taken;
}

/* --- what can be ordered */

void hotline_ask(struct hotline *hotline, const struct step_options_question *question) {
    content_ask(hotline->content, question);
}

void hotline_show_images(struct hotline *hotline, const char *const *names, size_t count) {
    content_show_images(hotline->content, names, count);
}

bool hotline_draft(struct hotline *hotline, struct json_object *message, char *error) {
    return content_take_draft(hotline->content, message, error);
}

struct json_object *hotline_drafts(struct hotline *hotline) {
    return content_drafts(hotline->content);
}

/* --- what is known */

enum link_state hotline_link(const struct hotline *hotline) {
    return heartbeat_state(hotline->heartbeat);
}

const struct hotline_clock *hotline_clock(const struct hotline *hotline) {
    return &hotline->clock;
}

int hotline_pending(const struct hotline *hotline) {
    return submitter_pending(hotline->submitter);
}

const char *hotline_catalog(const struct hotline *hotline) {
    return content_catalog(hotline->content);
}

const char *hotline_profile(const struct hotline *hotline) {
    return content_profile(hotline->content);
}

struct json_object *hotline_requests(const struct hotline *hotline) {
    return request_log_for_wire(hotline->requests, hotline_pending(hotline));
}

struct json_object *hotline_notices(const struct hotline *hotline) {
    return notices_for_wire(hotline->notices);
}

bool hotline_notice_waits(const struct hotline *hotline) {
    return notices_waiting(hotline->notices);
}

bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status) {
    return request_log_open_sos(hotline->requests, hotline_clock_now_ms(&hotline->clock), request, status);
}

void hotline_tested(struct hotline *hotline, int64_t at_ms) {
    hotline->tested_ms = at_ms;
}

void hotline_drop_test(struct hotline *hotline, const char *id) {
    submitter_drop(hotline->submitter, id);
}

void hotline_fault(struct hotline *hotline, enum fault_kind kind, const char *error) {
    if (faults_set(&hotline->faults, kind, error, hotline_clock_now_ms(&hotline->clock)) && faults_is_urgent(kind) &&
        hotline->heartbeat)
        heartbeat_tell(hotline->heartbeat);
}

char *hotline_setting(const struct hotline *hotline, const char *name) {
    return hotline->outbox ? outbox_setting(hotline->outbox, name) : NULL;
}

bool hotline_set_setting(struct hotline *hotline, const char *name, const char *value) {
    return hotline->outbox && outbox_set_setting(hotline->outbox, name, value);
}

int64_t hotline_heard_ago_ms(const struct hotline *hotline) {
    return heartbeat_heard_ago_ms(hotline->heartbeat);
}

void hotline_person_waits(struct hotline *hotline, bool waits) {
    event_stream_person_waits(hotline->stream, waits);
    heartbeat_person_waits(hotline->heartbeat, waits);
    content_person_looks(hotline->content, waits);
}
