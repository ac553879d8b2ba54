/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joins the parts of net/. Every status, whichever way it came, passes the submitter (is it newer than what is known?),
 * then the request log, then the hub. While a received SOS waits for its answer, the way of that answer is watched too.
 */
#include "net/hotline.h"

#include "net/api/api_event.h"
#include "net/api/api_time.h"
#include "net/connection.h"
#include "net/content.h"
#include "net/data/notices.h"
#include "net/data/overdue.h"
#include "net/data/request_log.h"
#include "net/data/resync.h"
#include "net/line_record.h"
#include "net/outbox/outbox.h"
#include "net/outbox/submitter.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SAME_ORDER_WITHIN_MS = 180000, LOSS_SPREAD_MS = 5000 /* a hotline that restarts loses every box */ };
#define YEAR_MS (INT64_C(366) * 86400000) /* for which orders and notices are kept at most */

struct hotline {
    struct hotline_setup setup;
    struct outbox *outbox;
    struct connection *connection;
    struct submitter *submitter;
    struct resync *resync;
    struct content *content;
    struct request_log *requests;
    struct notices *notices;
    struct overdue *overdue;
    int64_t tested_ms; /* when a test of the path was good last, since 1970 */
    struct faults faults;
    struct line_record *record;
    char *certificate; /* the file of the box's own */
    bool started;      /* before that, nobody is told anything */
    bool sos_waits;    /* one was received, and nobody is there yet */
};

/* --- what the parts ask and tell */

static int64_t wall_ms(void *data) {
    const struct hotline *hotline = data;
    return connection_wall_ms(hotline->connection);
}

static int64_t tested_ms(void *data) {
    const struct hotline *hotline = data;
    return hotline->tested_ms;
}

static bool is_connected(void *data) {
    const struct hotline *hotline = data;
    return connection_link(hotline->connection) == LINK_CONNECTED;
}

static void fault_told(void *data, enum fault_kind kind, const char *error) {
    hotline_fault(data, kind, error);
}

static void answer_refused(void *data, const char *error) {
    fault_told(data, FAULT_ANSWER, error);
}

static void answer_came(void *data) {
    const struct hotline *hotline = data;
    connection_heard(hotline->connection);
}

static void add_faults(void *data, struct json_object *body) {
    const struct hotline *hotline = data;
    struct json_object *health = json_object_new_object();
    faults_write(&hotline->faults, body);
    line_record_write(hotline->record, health);
    if (hotline->setup.add_health)
        hotline->setup.add_health(hotline->setup.data, health);
    json_object_object_add(body, "health", health);
}

static void sos_delivered(void *data, bool test, bool first) {
    const struct hotline *hotline = data;
    line_record_delivered(hotline->record, test, first);
}

static int pending(void *data) {
    return hotline_pending(data);
}

/* Before the hotline has it, nothing else is to be on the wire; when they have arrived, nobody waits for the TV. */
static bool is_sos_waiting(const struct hotline *hotline) {
    struct request request;
    struct status status;
    return request_log_open_sos(hotline->requests, connection_wall_ms(hotline->connection), &request, &status) &&
           request_state_is_proved(status.state) && status.state != STATE_ARRIVED;
}

/* Where events may not get through, what became of the SOS is asked for. */
static void watch_sos(struct hotline *hotline) {
    resync_watch(hotline->resync, hotline->sos_waits && !connection_hears(hotline->connection));
}

static void look_at_sos(struct hotline *hotline) {
    bool waits = hotline->started && is_sos_waiting(hotline);
    if (waits == hotline->sos_waits)
        return;
    hotline->sos_waits = waits;
    connection_sos(hotline->connection, waits);
    watch_sos(hotline);
}

static void hears_changed(void *data, bool hears) {
    (void)hears;
    watch_sos(data);
}

/* What an SOS found dead is dead for the event stream too, most likely. */
static void detour_taken(void *data) {
    const struct hotline *hotline = data;
    connection_renew(hotline->connection);
}

static void status_came(void *data, const struct status *status) {
    struct hotline *hotline = data;
    overdue_changed(hotline->overdue);
    const struct status *known = status->test ? status : request_log_take(hotline->requests, status);
    look_at_sos(hotline);
    hotline->setup.on_status(hotline->setup.data, known);
}

static void status_asked_for(void *data, const struct status *status) {
    struct hotline *hotline = data;
    submitter_take_status(hotline->submitter, status);
}

static bool take_notice(struct hotline *hotline, struct json_object *notice, char *error) {
    bool news;
    if (!notices_take(hotline->notices, notice, &news, error))
        return false;
    if (news)
        hotline->setup.on_notices(hotline->setup.data, true);
    return true;
}

static bool notice_asked_for(void *data, struct json_object *notice, char *error) {
    return take_notice(data, notice, error);
}

static void reply_refused(void *data, const char *notice_id) {
    struct hotline *hotline = data;
    notices_refuse(hotline->notices, notice_id);
    hotline->setup.on_notices(hotline->setup.data, false);
}

static bool has_open_request(const struct hotline *hotline) {
    for (size_t i = 0; i < request_log_count(hotline->requests); i++)
        if (!request_state_is_final(request_log_at(hotline->requests, i)->state))
            return true;
    return false;
}

static void events_missed(void *data, bool lost) {
    struct hotline *hotline = data;
    if (!lost)
        resync_ask(hotline->resync, 0);
    else if (has_open_request(hotline))
        resync_ask(hotline->resync, LOSS_SPREAD_MS);
}

/* By the time that is certain: a box's clock that runs ahead forgets nothing. */
static void forget_old(const struct hotline *hotline) {
    int64_t floor_ms = hotline_clock_floor_s(connection_clock(hotline->connection)) * 1000;
    outbox_forget_before(hotline->outbox, floor_ms - YEAR_MS);
    notices_forget_before(hotline->notices, floor_ms - YEAR_MS);
}

static void link_changed(void *data, enum link_state link) {
    struct hotline *hotline = data;
    hotline->setup.on_link(hotline->setup.data);

    overdue_line(hotline->overdue, link == LINK_CONNECTED);
    if (link != LINK_CONNECTED)
        return;
    submitter_wake(hotline->submitter);
    forget_old(hotline);
    resync_ask(hotline->resync, 0);
    content_line_is_back(hotline->content);
}

static void clock_stepped(void *data, int64_t step_ms) {
    struct hotline *hotline = data;
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

static int promised_minutes(void *data, const char *service) {
    const struct hotline *hotline = data;
    return content_promised_minutes(hotline->content, service);
}

static void person_asked_for(void *data, struct request *callback) {
    char same[REQUEST_ID_SIZE];
    hotline_submit(data, callback, NULL, true, same);
}

/* --- what the outbox tells */

static void submitted(void *data, const char *id, bool stored) {
    const struct hotline *hotline = data;
    hotline->setup.on_submitted(hotline->setup.data, id, stored);
}

static void outbox_stored(void *data) {
    const struct hotline *hotline = data;
    submitter_stored(hotline->submitter);
}

static void outbox_failed(void *data, const char *error) {
    fault_told(data, FAULT_DISK, error);
}

static bool request_kept(void *data, const struct request *request, const struct status *status) {
    request_log_restore(data, request, status);
    return true;
}

static void restore_requests(struct hotline *hotline) {
    outbox_each_request(hotline->outbox, REQUEST_LOG_MAX, request_kept, hotline->requests);
}

static void outbox_restored(void *data) {
    struct hotline *hotline = data;
    restore_requests(hotline);
    notices_restore(hotline->notices);
    content_restore(hotline->content);
    if (hotline->started)
        submitter_resume(hotline->submitter);
    look_at_sos(hotline);
    hotline->setup.on_restored(hotline->setup.data);
}

static void open_outbox(struct hotline *hotline) {
    hotline->outbox = outbox_create(&(struct outbox_setup){.loop = hotline->setup.loop,
                                                           .dir = hotline->setup.state_dir,
                                                           .on_stored = outbox_stored,
                                                           .on_fault = outbox_failed,
                                                           .on_restored = outbox_restored,
                                                           .data = hotline});
}

/* --- what the event stream brings */

static bool event_came(void *data, const struct api_event *event, char *error) {
    struct hotline *hotline = data;
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
    case API_EVENT_UNKNOWN: /* the connection has said so */
        break;
    }
    return true;
}

static void open_connection(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->connection = connection_create(&(struct connection_setup){.loop = setup->loop,
                                                                       .identity = setup->identity,
                                                                       .state_dir = setup->state_dir,
                                                                       .endpoints = setup->endpoints,
                                                                       .outbox = hotline->outbox,
                                                                       .heartbeat_s = setup->heartbeat_s,
                                                                       .pending = pending,
                                                                       .tested_ms = tested_ms,
                                                                       .add_faults = add_faults,
                                                                       .on_link = link_changed,
                                                                       .on_clock = clock_stepped,
                                                                       .on_etags = etags_told,
                                                                       .on_event = event_came,
                                                                       .on_hears = hears_changed,
                                                                       .on_missed = events_missed,
                                                                       .on_fault = fault_told,
                                                                       .data = hotline});
}

static void open_requests(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->requests = request_log_create();
    restore_requests(hotline);
    hotline->submitter =
        submitter_create(&(struct submitter_setup){.loop = setup->loop,
                                                   .outbox = hotline->outbox,
                                                   .urgent = connection_urgent(hotline->connection),
                                                   .ordinary = connection_ordinary(hotline->connection),
                                                   .endpoints = connection_endpoints(hotline->connection),
                                                   .wall_ms = wall_ms,
                                                   .on_status = status_came,
                                                   .on_submitted = submitted,
                                                   .on_traffic = answer_came,
                                                   .on_delivered = sos_delivered,
                                                   .on_refused = answer_refused,
                                                   .on_reply_refused = reply_refused,
                                                   .on_detour = detour_taken,
                                                   .data = hotline});
    hotline->overdue = overdue_create(&(struct overdue_setup){.loop = setup->loop,
                                                              .requests = hotline->requests,
                                                              .promised_minutes = promised_minutes,
                                                              .wall_ms = wall_ms,
                                                              .ask = person_asked_for,
                                                              .data = hotline});
    hotline->resync = resync_create(&(struct resync_setup){.loop = setup->loop,
                                                           .https = connection_ordinary(hotline->connection),
                                                           .watch_https = connection_urgent(hotline->connection),
                                                           .endpoints = connection_endpoints(hotline->connection),
                                                           .on_status = status_asked_for,
                                                           .on_notice = notice_asked_for,
                                                           .on_refused = answer_refused,
                                                           .on_traffic = answer_came,
                                                           .data = hotline});
}

static void open_content(struct hotline *hotline) {
    const struct hotline_setup *setup = &hotline->setup;
    hotline->notices = notices_create(hotline->outbox);
    hotline->content = content_create(&(struct content_setup){.loop = setup->loop,
                                                              .https = connection_ordinary(hotline->connection),
                                                              .outbox = hotline->outbox,
                                                              .endpoints = connection_endpoints(hotline->connection),
                                                              .state_dir = setup->state_dir,
                                                              .built_in_catalog = setup->built_in_catalog,
                                                              .connected = is_connected,
                                                              .wall_ms = wall_ms,
                                                              .on_catalog = catalog_came,
                                                              .on_profile = profile_came,
                                                              .on_options = options_came,
                                                              .on_image = image_came,
                                                              .on_fault = fault_told,
                                                              .data = hotline});
}

/* --- life */

static void use_certificate(struct hotline *hotline, const struct https_identity *identity) {
    free(hotline->certificate);
    hotline->certificate = memory_text(identity->client_cert);
}

struct hotline *hotline_create(const struct hotline_setup *setup) {
    struct hotline *hotline = memory_new(1, sizeof *hotline);
    hotline->setup = *setup;

    open_outbox(hotline);
    hotline->record = line_record_create(hotline->outbox);
    use_certificate(hotline, setup->identity);
    open_connection(hotline);
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
    submitter_destroy(hotline->submitter);
    connection_destroy(hotline->connection);
    notices_destroy(hotline->notices);
    request_log_destroy(hotline->requests);
    outbox_destroy(hotline->outbox);
    line_record_destroy(hotline->record);
    free(hotline->certificate);

    free(hotline);
}

void hotline_use(struct hotline *hotline, const struct https_identity *identity, const char *const *endpoints) {
    use_certificate(hotline, identity);
    connection_use(hotline->connection, identity, endpoints);
    hotline_look_at_certificate(hotline);
}

void hotline_start(struct hotline *hotline) {
    hotline->started = true;
    outbox_failed(hotline, outbox_fault(hotline->outbox));
    submitter_resume(hotline->submitter);
    connection_start(hotline->connection);
    look_at_sos(hotline);
}

/* --- requests */

void hotline_sos(struct hotline *hotline, struct request *sos) {
    submitter_sos(hotline->submitter, sos);
    line_record_sent(hotline->record, sos->test);
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
    int64_t since_ms = connection_wall_ms(hotline->connection) - SAME_ORDER_WITHIN_MS;
    if (!again && outbox_find_same(hotline->outbox, request, since_ms, same) && strcmp(same, request->id) != 0)
        return HOTLINE_SAME;
    if (!submitter_submit_spoken(hotline->submitter, request, voice))
        return HOTLINE_REFUSED;
    request_log_add(hotline->requests, request);
    content_ordered(hotline->content, request->service);
    return HOTLINE_TAKEN;
}

bool hotline_reply(struct hotline *hotline, const char *id, const char *choice) {
    bool taken = notices_asks(hotline->notices, id, choice);
    if (taken) {
        submitter_reply(hotline->submitter, id, choice);
        notices_answer(hotline->notices, id, choice);
    }
    hotline->setup.on_notices(hotline->setup.data, false);
    return taken;
}

/* --- what can be ordered */

void hotline_ask(struct hotline *hotline, const struct ipc_question *question) {
    content_ask(hotline->content, question);
}

void hotline_show_images(struct hotline *hotline, const char *const *names, size_t count) {
    content_show_images(hotline->content, names, count);
}

bool hotline_draft(struct hotline *hotline, const struct cart_draft *draft) {
    return content_take_draft(hotline->content, draft);
}

struct ipc_drafts hotline_drafts(struct hotline *hotline) {
    return content_drafts(hotline->content);
}

/* --- what is known */

enum link_state hotline_link(const struct hotline *hotline) {
    return connection_link(hotline->connection);
}

const struct hotline_clock *hotline_clock(const struct hotline *hotline) {
    return connection_clock(hotline->connection);
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

size_t hotline_requests(const struct hotline *hotline, struct request_record *records[IPC_REQUESTS_MAX]) {
    _Static_assert((int)REQUEST_LOG_MAX <= (int)IPC_REQUESTS_MAX, "all that is known can be told");
    return request_log_records(hotline->requests, records);
}

struct ipc_notices hotline_notices(const struct hotline *hotline) {
    return notices_now(hotline->notices);
}

bool hotline_notice_waits(const struct hotline *hotline) {
    return notices_waiting(hotline->notices);
}

bool hotline_open_sos(const struct hotline *hotline, struct request *request, struct status *status) {
    return request_log_open_sos(hotline->requests, connection_wall_ms(hotline->connection), request, status);
}

void hotline_tested(struct hotline *hotline, int64_t at_ms) {
    hotline->tested_ms = at_ms;
}

void hotline_drop_test(struct hotline *hotline, const char *id) {
    submitter_drop(hotline->submitter, id);
}

const char *hotline_own_fault(const struct hotline *hotline) {
    static const enum fault_kind own[] = {FAULT_CONFIG, FAULT_IDENTITY, FAULT_KEYMAP, FAULT_DATA};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (hotline->faults.of[own[i]].error[0])
            return hotline->faults.of[own[i]].error;
    return "";
}

void hotline_look_at_certificate(struct hotline *hotline) {
    char error[LINE_RECORD_ERROR_SIZE];
    bool soon = line_record_look_at_certificate(hotline->record, hotline->certificate,
                                                connection_wall_ms(hotline->connection), error);
    hotline_fault(hotline, FAULT_CERTIFICATE, soon ? error : NULL);
}

void hotline_describe(const struct hotline *hotline, struct json_object *into) {
    const char *const *endpoints = connection_endpoints(hotline->connection);
    int64_t heard_ago_ms = hotline_heard_ago_ms(hotline);
    char tested[32];
    json_put_text(into, "link", link_state_name(hotline_link(hotline)));
    json_put_text(into, "endpoint", endpoints[https_prefer(connection_urgent(hotline->connection), endpoints)]);
    if (heard_ago_ms >= 0)
        json_put_integer(into, "heard_ago_s", heard_ago_ms / 1000);
    json_put_integer(into, "pending", hotline_pending(hotline));
    if (hotline->tested_ms > 0) {
        api_time_write(hotline->tested_ms, tested);
        json_put_text(into, "last_test", tested);
    }
    line_record_write(hotline->record, into);
    faults_write(&hotline->faults, into);
}

void hotline_fault(struct hotline *hotline, enum fault_kind kind, const char *error) {
    /* A certificate that cannot be used is told while the connection is being made: only the box's own clock is there.
     * */
    int64_t now_ms = hotline->connection ? connection_wall_ms(hotline->connection)
                                         : hotline_clock_now_ms(&(struct hotline_clock){0});
    if (faults_set(&hotline->faults, kind, error, now_ms) && faults_is_urgent(kind) && hotline->connection)
        connection_tell(hotline->connection);
}

const char *hotline_setting(const struct hotline *hotline, const char *name) {
    return outbox_setting(hotline->outbox, name);
}

void hotline_set_setting(struct hotline *hotline, const char *name, const char *value) {
    outbox_set_setting(hotline->outbox, name, value);
}

int64_t hotline_heard_ago_ms(const struct hotline *hotline) {
    return connection_heard_ago_ms(hotline->connection);
}

void hotline_person_waits(struct hotline *hotline, bool waits) {
    connection_person_waits(hotline->connection, waits);
    content_person_looks(hotline->content, waits);
}
