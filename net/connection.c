/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any sign of life reaches the heartbeat, which makes the link's state of it; when the link is back, the event stream
 * is tried at once. The position in the event stream is kept once its event was taken, so that nothing is missed over a
 * restart.
 */
#include "net/connection.h"

#include "net/api/api_event.h"
#include "net/outbox/outbox.h"
#include "net/transport/event_stream.h"
#include "net/transport/https.h"
#include "net/transport/identity_watch.h"
#include "net/transport/resolver.h"
#include "net/transport/url.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/base/version.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ENDPOINTS_MAX = 8, KEEP_TIME_MS = 3600 * 1000, FOLLOW_MS = 5000 };

struct connection {
    struct connection_setup setup;
    struct hotline_clock clock;
    struct loop_timer *follow;          /* the box's clock, until the hotline tells the time */
    int64_t kept_ms;                    /* the proved time on the disk */
    int64_t certificate_ends_s;         /* the hotline's, as it was seen last */
    bool dates_are_wrong;               /* one of its certificates' was, and passed all the same */
    bool judged_again;                  /* since then, by the time that it told */
    char *endpoints[ENDPOINTS_MAX + 1]; /* lent to all parts; what stands in it may change */
    struct resolver *resolver;
    struct https *urgent, *ordinary;
    struct identity_watch *identity;
    struct event_stream *stream;
    struct heartbeat *heartbeat;
};
static const char position_setting[] = "last_event_id", time_setting[] = "proved_time_ms";

/* --- the time */

static void follow_clock(void *data) {
    struct connection *connection = data;
    int64_t step_ms;
    if (hotline_clock_follow(&connection->clock, &step_ms))
        connection->setup.on_clock(connection->setup.data, step_ms);
    if (connection->clock.told)
        loop_timer_stop(connection->follow);
}

static void judge_dates(void *data, int64_t *now_s, int64_t *floor_s) {
    const struct connection *connection = data;
    *now_s = hotline_clock_now_ms(&connection->clock) / 1000;
    *floor_s = hotline_clock_floor_s(&connection->clock);
}

/* Of the pool of SOS and heartbeat. */
static void peer_came(void *data, int64_t ends_s, const char *wrong) {
    struct connection *connection = data;
    connection->dates_are_wrong = wrong != NULL;
    connection->certificate_ends_s = ends_s;
    connection->judged_again = connection->judged_again && wrong;
    connection->setup.on_fault(connection->setup.data, FAULT_CLOCK, wrong);
}

/* By the time that it has told, its dates may be right after all. Asked once: else they are wrong indeed. */
static void judge_again(struct connection *connection) {
    if (!connection->judged_again)
        heartbeat_prove(connection->heartbeat);
    connection->judged_again = true;
}

/* What a hotline with right dates told outlives a power cut: written once an hour, flash wears out. */
static void keep_time(struct connection *connection) {
    struct outbox *outbox = connection->setup.outbox;
    char text[24];
    if (connection->dates_are_wrong) {
        judge_again(connection);
        return;
    }
    hotline_clock_prove(&connection->clock, connection->certificate_ends_s);
    if (!outbox || connection->clock.proved_ms - connection->kept_ms < KEEP_TIME_MS)
        return;
    snprintf(text, sizeof text, "%" PRId64, connection->clock.proved_ms);
    outbox_set_setting(outbox, time_setting, text);
    connection->kept_ms = connection->clock.proved_ms;
}

static void begin_clock(struct connection *connection) {
    struct outbox *outbox = connection->setup.outbox;
    const char *kept = outbox ? outbox_setting(outbox, time_setting) : NULL;
    connection->kept_ms = kept ? strtoll(kept, NULL, 10) : 0;
    hotline_clock_begin(&connection->clock, connection->kept_ms);
    connection->follow = loop_timer_create(connection->setup.loop, follow_clock, connection);
    loop_timer_start(connection->follow, FOLLOW_MS, FOLLOW_MS);
}

/* --- what the heartbeat asks and tells */

static int pending(void *data) {
    const struct connection *connection = data;
    return connection->setup.pending(connection->setup.data);
}

static int64_t tested_ms(void *data) {
    const struct connection *connection = data;
    return connection->setup.tested_ms(connection->setup.data);
}

static void add_faults(void *data, struct json_object *body) {
    const struct connection *connection = data;
    connection->setup.add_faults(connection->setup.data, body);
}

static bool others_hear(void *data) {
    return connection_hears(data);
}

static void link_changed(void *data, enum link_state link) {
    struct connection *connection = data;
    identity_watch_line(connection->identity, link == LINK_CONNECTED);
    if (link == LINK_CONNECTED)
        event_stream_wake(connection->stream);
    connection->setup.on_link(connection->setup.data, link);
}

static void clock_told(void *data, int64_t offset_ms) {
    struct connection *connection = data;
    int64_t step_ms;
    identity_watch_line(connection->identity, true); /* a heartbeat was answered */
    if (hotline_clock_set(&connection->clock, offset_ms, &step_ms))
        connection->setup.on_clock(connection->setup.data, step_ms);
    keep_time(connection);
}

static void etags_told(void *data, const char *catalog, const char *profile) {
    struct connection *connection = data;
    connection->setup.on_etags(connection->setup.data, catalog, profile);
}

static void pace_told(void *data, const char *error) {
    struct connection *connection = data;
    connection->setup.on_fault(connection->setup.data, FAULT_HEARTBEAT, error);
}

/* --- what the event stream tells */

static void keep_position(const struct connection *connection, const char *id) {
    if (connection->setup.outbox && id[0])
        outbox_set_setting_soon(connection->setup.outbox, position_setting, id);
}

static void take_event(const struct connection *connection, const char *name, const char *text) {
    const struct connection_setup *setup = &connection->setup;
    char error[JSON_ERROR_SIZE];
    struct api_event event;
    bool ok = api_event_read(name, text, &event, error) && setup->on_event(setup->data, &event, error);
    if (!ok)
        log_warning("net", "a %s event is passed over: %s", name, error);
    else if (event.kind == API_EVENT_UNKNOWN)
        log_info("net", "an event \"%.32s\", unknown to this version, is passed over", name);
    if (!ok || event.kind != API_EVENT_UNKNOWN)
        setup->on_fault(setup->data, FAULT_EVENT, ok ? NULL : error);
    api_event_clear(&event);
}

static void event_came(void *data, const char *event, const char *id, const char *text) {
    struct connection *connection = data;
    take_event(connection, event, text);
    keep_position(connection, id);
}

static void position_came(void *data, const char *id) {
    struct connection *connection = data;
    keep_position(connection, id);
    connection->setup.on_missed(connection->setup.data, false);
}

static void traffic_came(void *data) {
    connection_heard(data);
}

static void stream_lost(void *data, bool ours) {
    struct connection *connection = data;
    heartbeat_lost(connection->heartbeat, ours);
    connection->setup.on_missed(connection->setup.data, true);
}

static void hears_changed(void *data, bool hears) {
    struct connection *connection = data;
    connection->setup.on_hears(connection->setup.data, hears);
}

/* --- who we are, and where the hotline is */

static void ask_at_once(void *data) {
    const struct connection *connection = data;
    heartbeat_lost(connection->heartbeat, true);
}

static void identity_refused(void *data, const char *error) {
    const struct connection *connection = data;
    connection->setup.on_fault(connection->setup.data, FAULT_IDENTITY, error);
}

/* --- where the names lead */

enum { ADDRESS_SETTING_SIZE = RESOLVER_HOST_SIZE + 16 };

static void write_address_setting(const char *host, char setting[ADDRESS_SETTING_SIZE]) {
    snprintf(setting, ADDRESS_SETTING_SIZE, "address %s", host);
}

static void address_proved(void *data, const char *host, const char *address) {
    const struct connection *connection = data;
    char setting[ADDRESS_SETTING_SIZE];
    write_address_setting(host, setting);
    log_info("net", "%s is at %s", host, address);
    if (connection->setup.outbox)
        outbox_set_setting(connection->setup.outbox, setting, address);
}

static void know_address(const struct connection *connection, const char *endpoint) {
    char host[RESOLVER_HOST_SIZE], setting[ADDRESS_SETTING_SIZE];
    if (!connection->setup.outbox || !url_host(endpoint, host, sizeof host, NULL))
        return;
    write_address_setting(host, setting);
    const char *address = outbox_setting(connection->setup.outbox, setting);
    if (address)
        resolver_know(connection->resolver, host, address);
}

/* With none the calls go to a name that never exists (RFC 2606): what waits for a line waits, and nothing else has to
 * know. */
static void take_endpoints(struct connection *connection, const char *const *endpoints) {
    static const char *const nowhere[] = {"https://hotline.invalid", NULL};
    const char *const *from = endpoints && endpoints[0] ? endpoints : nowhere;
    for (int i = 0; i < ENDPOINTS_MAX; i++) {
        free(connection->endpoints[i]);
        connection->endpoints[i] = *from ? memory_text(*from) : NULL;
        from += *from != NULL;
        if (connection->endpoints[i])
            know_address(connection, connection->endpoints[i]);
    }
}

void connection_use(struct connection *connection, const struct https_identity *identity,
                    const char *const *endpoints) {
    take_endpoints(connection, endpoints);
    identity_watch_replace(connection->identity, identity);
    if (connection_link(connection) != LINK_CONNECTED)
        ask_at_once(connection);
}

/* --- life */

static void open_pools(struct connection *connection) {
    const struct connection_setup *setup = &connection->setup;
    connection->urgent = https_create(setup->loop, NULL);
    connection->ordinary = https_create(setup->loop, NULL);
    https_resolve_with(connection->urgent, connection->resolver);
    https_resolve_with(connection->ordinary, connection->resolver);
    connection->identity = identity_watch_create(&(struct identity_watch_setup){
        .loop = setup->loop,
        .pools = {connection->urgent, connection->ordinary},
        .state_dir = setup->state_dir,
        .on_use = ask_at_once,
        .on_fault = identity_refused,
        .data = connection,
    });
    identity_watch_begin(connection->identity, setup->identity);
    https_date_by(
        connection->urgent,
        &(struct https_dating){.lenient = true, .judge = judge_dates, .on_peer = peer_came, .data = connection});
    https_date_by(connection->ordinary, &(struct https_dating){.judge = judge_dates, .data = connection});
}

struct connection *connection_create(const struct connection_setup *setup) {
    struct connection *connection = memory_new(1, sizeof *connection);
    connection->setup = *setup;
    connection->resolver =
        resolver_create(&(struct resolver_setup){.loop = setup->loop, .on_good = address_proved, .data = connection});
    begin_clock(connection);
    take_endpoints(connection, setup->endpoints);
    open_pools(connection);
    connection->stream = event_stream_create(&(struct event_stream_setup){.loop = setup->loop,
                                                                          .https = connection->ordinary,
                                                                          .endpoints = connection_endpoints(connection),
                                                                          .on_event = event_came,
                                                                          .on_position = position_came,
                                                                          .on_traffic = traffic_came,
                                                                          .on_lost = stream_lost,
                                                                          .on_hears = hears_changed,
                                                                          .data = connection});
    connection->heartbeat = heartbeat_create(&(struct heartbeat_setup){.loop = setup->loop,
                                                                       .https = connection->urgent,
                                                                       .endpoints = connection_endpoints(connection),
                                                                       .version = version_number,
                                                                       .heartbeat_s = setup->heartbeat_s,
                                                                       .pending = pending,
                                                                       .tested_ms = tested_ms,
                                                                       .add_faults = add_faults,
                                                                       .on_link = link_changed,
                                                                       .on_clock = clock_told,
                                                                       .on_etags = etags_told,
                                                                       .on_pace = pace_told,
                                                                       .others_hear = others_hear,
                                                                       .data = connection});
    return connection;
}

void connection_destroy(struct connection *connection) {
    if (!connection)
        return;
    identity_watch_destroy(connection->identity);
    heartbeat_destroy(connection->heartbeat);
    event_stream_destroy(connection->stream);
    https_destroy(connection->ordinary);
    https_destroy(connection->urgent);
    resolver_destroy(connection->resolver);
    loop_timer_destroy(connection->follow);
    for (int i = 0; i < ENDPOINTS_MAX; i++)
        free(connection->endpoints[i]);
    free(connection);
}

void connection_start(struct connection *connection) {
    struct outbox *outbox = connection->setup.outbox;
    const char *position = outbox ? outbox_setting(outbox, position_setting) : NULL;
    heartbeat_start(connection->heartbeat);
    event_stream_start(connection->stream, position ? position : "");
}

/* --- verbs */

const char *const *connection_endpoints(const struct connection *connection) {
    return (const char *const *)connection->endpoints;
}

struct https *connection_urgent(const struct connection *connection) {
    return connection->urgent;
}

struct https *connection_ordinary(const struct connection *connection) {
    return connection->ordinary;
}

void connection_heard(struct connection *connection) {
    heartbeat_heard(connection->heartbeat);
}

void connection_tell(struct connection *connection) {
    heartbeat_tell(connection->heartbeat);
}

void connection_sos(struct connection *connection, bool waits) {
    event_stream_sos(connection->stream, waits);
    heartbeat_sos(connection->heartbeat, waits);
}

void connection_renew(struct connection *connection) {
    event_stream_reopen(connection->stream);
}

void connection_person_waits(struct connection *connection, bool waits) {
    event_stream_person_waits(connection->stream, waits);
    heartbeat_person_waits(connection->heartbeat, waits);
}

/* --- what is known */

enum link_state connection_link(const struct connection *connection) {
    return heartbeat_state(connection->heartbeat);
}

bool connection_hears(const struct connection *connection) {
    return event_stream_hears(connection->stream);
}

int64_t connection_heard_ago_ms(const struct connection *connection) {
    return heartbeat_heard_ago_ms(connection->heartbeat);
}

const struct hotline_clock *connection_clock(const struct connection *connection) {
    return &connection->clock;
}

int64_t connection_wall_ms(const struct connection *connection) {
    return hotline_clock_now_ms(&connection->clock);
}
