/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /desk: what the hotline's people see and do. The page is one GET of everything and a stream that says when to get it
 * again. The token, when set, comes as the header X-Desk-Token, or for a browser once as /desk/?token=T and then as a
 * cookie that no other site can use. The trap: a page of another site could make a browser POST here; such a POST
 * cannot have the content type application/json without asking first, and nobody here says yes. Another trap: a site
 * whose name suddenly means this machine's address is the same site to a browser. Without a token it is the name that
 * counts.
 */
#include "tests/hotline/call.h"

#include "stb-app/base/json.h"
#include "tests/hotline/page.h"
#include "tests/hotline/stream.h"
#include "tests/hotline/tick.h"
#include "tests/hotline/ticket.h"

#include <arpa/inet.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN_MAX = 200 };

static void add_voice(void *data, const struct store_voice *voice);

static void put_time(struct json_object *to, const char *key, int64_t ms) {
    char text[32];
    hotline_time(ms, text);
    json_put_text(to, key, text);
}

/* --- requests */

static void add_history(void *data, const char *status, int64_t at_ms, const char *by) {
    struct json_object *entry = json_object_new_object();
    json_put_text(entry, "status", status);
    put_time(entry, "at", at_ms);
    json_put_text(entry, "by", by);
    json_object_array_add(data, entry);
}

/* What was asked and what it costs, in words; and until when an answer was promised. */
static void put_words(struct hotline *hotline, const struct record *record, struct json_object *entry) {
    struct choices choices = hotline_choices(hotline, NULL);
    struct ticket_total total;
    json_object_object_add(entry, "lines", ticket_lines(&choices, record->service, entry));
    json_object_object_add(entry, "bill", ticket_bill(&choices, record->service, entry, &total));
    if (total.price > 0) {
        json_put_integer(entry, "price", total.price);
        json_put_integer(entry, "pay", total.pay);
    }
    int64_t promised = tick_promise(hotline, record);
    if (promised && record->state == FLOW_RECEIVED)
        put_time(entry, "promised_at", promised);
    json_put_truth(entry, "handed_over", record->told & TICK_HANDED_OVER);
}

static struct json_object *write_record(struct hotline *hotline, const struct record *record) {
    struct json_object *entry = json_tokener_parse(record->body), *history = json_object_new_array();
    struct json_object *status = hotline_status(record);
    json_put_text(entry, "device", record->device);
    put_time(entry, "received_at", record->received_at_ms);
    json_object_object_add(entry, "stored_us", json_object_new_int64(record->stored_us));
    json_put_text(entry, "status", flow_state_names[record->state]);
    if (record->kind == FLOW_SOS) {
        json_put_integer(entry, "presses", record->presses);
        json_put_truth(entry, "ringing", record->ringing);
        json_put_truth(entry, "confirmed", record->confirmed);
        put_time(entry, "rings_at", record->ring_at_ms);
    }
    json_put_text(entry, "service_title", words_service(record->service));
    static const char *const copied[] = {"updated_at",  "headline",   "details",   "message",
                                         "eta_minutes", "can_cancel", "retry_step"};
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if (json_child(status, copied[i]))
            json_object_object_add(entry, copied[i], json_object_get(json_child(status, copied[i])));
    store_each_history(hotline->store, record->id, add_history, history);
    json_object_object_add(entry, "history", history);
    put_words(hotline, record, entry);
    struct json_object *voices = json_object_new_array();
    store_each_voice(hotline->store, record->id, SHOWN_MAX, add_voice, voices);
    json_object_object_add(entry, "voices", voices);
    json_object_put(status);
    return entry;
}

struct list {
    struct hotline *hotline;
    struct json_object *entries;
};

static void add_record(void *data, struct record *record) {
    struct list *list = data;
    json_object_array_add(list->entries, write_record(list->hotline, record));
}

static void reply_list(struct reply *reply, const char *name, struct json_object *entries) {
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, name, entries);
    reply_json(reply, 200, body);
}

static void get_requests(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    struct list list = {hotline, json_object_new_array()};
    store_each(hotline->store, NULL, SHOWN_MAX, add_record, &list);
    reply_list(reply, "requests", list.entries);
}

static void post_status(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct contract_push push;
    struct record record;
    char error[JSON_ERROR_SIZE];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    if (!contract_push(body, &push, error)) {
        reply_problem(reply, 400, "Bad request", error);
    } else if (!store_find(hotline->store, call->part[0], &record)) {
        reply_problem(reply, 404, "Unknown request", "there is no request with that id");
    } else {
        store_begin(hotline->store);
        bool moved = hotline_push(hotline, &record, &push, "desk", error);
        store_commit(hotline->store);
        if (moved)
            reply_json(reply, 200, write_record(hotline, &record));
        else
            reply_problem(reply, 409, "Not possible", error);
        record_clear(&record);
    }
    json_object_put(body);
}

/* --- boxes */

static void add_box(void *data, const char *device, int64_t seen_ms, const char *heartbeat) {
    struct json_object *entry = json_object_new_object();
    json_put_text(entry, "device", device);
    put_time(entry, "last_seen", seen_ms);
    json_put_truth(entry, "silent", hotline_wall_ms() - seen_ms > HOTLINE_SILENT_MS);
    struct json_object *beat = *heartbeat ? json_tokener_parse(heartbeat) : NULL;
    if (beat)
        json_object_object_add(entry, "heartbeat", beat);
    json_object_array_add(data, entry);
}

static void get_boxes(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    struct json_object *entries = json_object_new_array();
    store_each_box(hotline->store, add_box, entries);
    reply_list(reply, "boxes", entries);
}

static void get_profile(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    if (hotline->profile.text)
        reply_bytes(reply, 200, "application/json", hotline->profile.text, hotline->profile.length);
    else
        reply_problem(reply, 404, "Not found", "there is no profile");
}

static void get_catalog(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    if (hotline->catalog.text)
        reply_bytes(reply, 200, "application/json", hotline->catalog.text, hotline->catalog.length);
    else
        reply_problem(reply, 404, "Not found", "there is no catalog");
}

/* --- notices */

static void add_notice(void *data, const char *id, const char *device, const char *body, int64_t at_ms,
                       const char *reply, int64_t reply_ms) {
    (void)id;
    struct json_object *entry = json_tokener_parse(body);
    json_put_text(entry, "device", device);
    put_time(entry, "sent_at", at_ms);
    if (*reply) {
        json_put_text(entry, "reply", reply);
        put_time(entry, "replied_at", reply_ms);
    }
    json_object_array_add(data, entry);
}

static void get_notices(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    struct json_object *entries = json_object_new_array();
    store_each_notice(hotline->store, NULL, SHOWN_MAX, add_notice, entries);
    reply_list(reply, "notices", entries);
}

static struct json_object *write_notice(const struct contract_notice *notice) {
    struct json_object *sent = json_object_new_object();
    json_put_text(sent, "kind", contract_notice_kinds[notice->kind]);
    if (notice->icon[0])
        json_put_text(sent, "icon", notice->icon);
    json_put_text(sent, "title", notice->title);
    json_put_text(sent, "text", notice->text);
    json_object_object_add(sent, "choices",
                           notice->choices ? json_object_get(notice->choices) : json_object_new_array());
    return sent;
}

static void post_notice(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct contract_notice notice;
    char error[JSON_ERROR_SIZE];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    if (contract_notice(body, &notice, error)) {
        store_begin(hotline->store);
        reply_json(reply, 201, hotline_notify(hotline, notice.device, write_notice(&notice)));
        store_commit(hotline->store);
    } else {
        reply_problem(reply, 400, "Bad request", error);
    }
    json_object_put(body);
}

/* --- spoken messages */

static void add_voice(void *data, const struct store_voice *voice) {
    struct json_object *entry = json_object_new_object();
    json_put_text(entry, "id", voice->id);
    json_put_text(entry, "device", voice->device);
    put_time(entry, "at", voice->at_ms);
    json_put_integer(entry, "lasts_ms", voice->lasts_ms);
    if (*voice->request) {
        json_put_text(entry, "request", voice->request);
        json_put_text(entry, "step", voice->step);
    }
    struct json_object *heard = *voice->answer ? json_tokener_parse(voice->answer) : NULL;
    if (heard)
        json_object_object_add(entry, "answer", heard);
    json_object_array_add(data, entry);
}

static void get_voices(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    struct json_object *entries = json_object_new_array();
    store_each_voice(hotline->store, NULL, SHOWN_MAX, add_voice, entries);
    reply_list(reply, "voices", entries);
}

static void get_sound(struct hotline *hotline, const struct call *call, struct reply *reply) {
    char device[CONTRACT_NAME_SIZE];
    size_t length = 0;
    void *sound = store_find_voice(hotline->store, call->part[0], &length, device);
    if (sound)
        reply_bytes(reply, 200, "audio/ogg", sound, length);
    else
        reply_problem(reply, 404, "Not found", "there is no such message");
    free(sound);
}

static void post_heard(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct contract_heard heard;
    char error[JSON_ERROR_SIZE], device[CONTRACT_NAME_SIZE];
    size_t length = 0;
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    void *sound = store_find_voice(hotline->store, call->part[0], &length, device);
    if (!contract_heard(body, &heard, error)) {
        reply_problem(reply, 400, "Bad request", error);
    } else if (!sound) {
        reply_problem(reply, 404, "Not found", "there is no such message");
    } else {
        json_put_text(body, "id", call->part[0]);
        store_begin(hotline->store);
        store_answer_voice(hotline->store, call->part[0], json_object_to_json_string(body));
        hotline_event(hotline, device, "voice", json_object_get(body));
        store_commit(hotline->store);
        reply_json(reply, 200, json_object_get(body));
    }
    free(sound);
    json_object_put(body);
}

/* --- faults */

static void reply_faults(struct hotline *hotline, int code, struct reply *reply) {
    struct json_object *body = json_object_new_object(), *entries = json_object_new_array();
    int64_t now = hotline_wall_ms();
    for (size_t i = 0; i < hotline->faults.count; i++) {
        const struct fault *fault = &hotline->faults.list[i];
        struct json_object *entry = json_object_new_object();
        json_put_text(entry, "kind", fault_names[fault->kind]);
        json_put_text(entry, "path", fault->path);
        json_object_object_add(entry, "share", json_object_new_double(fault->share));
        json_object_object_add(entry, "seconds_left", json_object_new_double((double)(fault->until_ms - now) / 1000));
        json_put_integer(entry, "delay_ms", fault->delay_ms);
        json_put_integer(entry, "hits", fault->hits);
        json_put_text(entry, "strikes", fault_is_after(fault->kind) ? "after processing" : "before processing");
        json_object_array_add(entries, entry);
    }
    json_object_object_add(body, "faults", entries);
    reply_json(reply, code, body);
}

static void get_faults(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    faults_expire(&hotline->faults, hotline_wall_ms());
    reply_faults(hotline, 200, reply);
}

static void post_fault(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct fault fault;
    char error[JSON_ERROR_SIZE];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    if (!contract_fault(body, hotline_wall_ms(), &fault, error)) {
        reply_problem(reply, 400, "Bad request", error);
    } else if (!faults_add(&hotline->faults, &fault)) {
        reply_problem(reply, 409, "Not possible", "there are as many faults as can be");
    } else {
        hotline_desk_changed(hotline);
        reply_faults(hotline, 201, reply);
    }
    json_object_put(body);
}

static void delete_faults(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    faults_clear(&hotline->faults);
    hotline_desk_changed(hotline);
    reply_faults(hotline, 200, reply);
}

static void get_events(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)call;
    reply->code = 200;
    reply->type = "text/event-stream";
    reply->stream = stream_create(hotline, NULL, 0, true);
}

/* --- the page */

static void get_page(struct hotline *hotline, const struct call *call, struct reply *reply) {
    (void)hotline;
    size_t length = 0;
    const char *type = NULL, *bytes = page_find(call->path + strlen("/desk/"), &length, &type);
    reply_bytes(reply, 200, type, bytes, length);
    reply->page = true;
    const char *token = call->query(call, "token");
    if (token && asprintf(&reply->cookie, "desk=%s; Path=/desk/; Secure; HttpOnly; SameSite=Strict", token) < 0)
        reply->cookie = NULL;
}

static const struct route routes[] = {
    {"GET", "/desk/", get_page, false},
    {"GET", "/desk/desk.css", get_page, false},
    {"GET", "/desk/desk.js", get_page, false},
    {"GET", "/desk/api/requests", get_requests, false},
    {"POST", "/desk/api/requests/{}/status", post_status, false},
    {"GET", "/desk/api/boxes", get_boxes, false},
    {"GET", "/desk/api/profile", get_profile, false},
    {"GET", "/desk/api/catalog", get_catalog, false},
    {"GET", "/desk/api/notices", get_notices, false},
    {"POST", "/desk/api/notices", post_notice, false},
    {"GET", "/desk/api/voices", get_voices, false},
    {"GET", "/desk/api/voices/{}/sound", get_sound, false},
    {"POST", "/desk/api/voices/{}/answer", post_heard, false},
    {"GET", "/desk/api/faults", get_faults, false},
    {"POST", "/desk/api/faults", post_fault, false},
    {"DELETE", "/desk/api/faults", delete_faults, false},
    {"GET", "/desk/api/events", get_events, false},
    {0},
};

/* As long for a wrong token as for the right one. */
static bool same(const char *token, const char *given) {
    if (!given || strlen(given) != strlen(token))
        return false;
    unsigned char differs = 0;
    for (size_t i = 0; token[i]; i++)
        differs |= (unsigned char)(token[i] ^ given[i]);
    return !differs;
}

/* HOST is this machine by its number or by the one name that cannot be another's: "127.0.0.1:8443", "[::1]:8443". */
static bool is_ours(const char *host) {
    char name[64] = "";
    unsigned char number[sizeof(struct in6_addr)];
    if (!host)
        return false;
    size_t bracket = host[0] == '[', length = strcspn(host + bracket, bracket ? "]" : ":");
    snprintf(name, sizeof name, "%.*s", (int)length, host + bracket);
    return inet_pton(bracket ? AF_INET6 : AF_INET, name, number) == 1 || strcasecmp(name, "localhost") == 0;
}

void desk_api(struct hotline *hotline, const char *token, struct call *call, struct reply *reply) {
    if (token && !same(token, call->desk_token) && !same(token, call->cookie) &&
        !same(token, call->query(call, "token"))) {
        reply_problem(reply, 403, "Forbidden", "X-Desk-Token: is missing or wrong");
        return;
    }
    if (!token && !is_ours(call->host)) {
        reply_problem(reply, 403, "Forbidden", "Host: expected an address in numbers, or localhost");
        return;
    }
    const struct route *route = route_find(routes, call, reply);
    if (route)
        route->fn(hotline, call, reply);
}
