/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /v1: what the boxes call. Order of the checks: who is it (certificate and X-Device-Id), is there such a path, the
 * Idempotency-Key, then the body. A keyed POST and everything it changes is one transaction, with the answer that a
 * replay will get again; only success is kept, since a refusal changed nothing and may be right the next time.
 * The trap: a replay is the same key with the same path and body. The same key for anything else is a fault of the box
 * that must not be taken for a replay (422).
 */
#include "tests/hotline/call.h"

#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "tests/hotline/stream.h"
#include "tests/hotline/voice.h"

#include <inttypes.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VOICE_MAX = 512 << 10, IMAGE_HEADER_MAX = 512 << 10, WAIT_MOST_S = 60, POLL_EVENTS = 50 };

/* --- requests */

static void post_request(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct contract_request request;
    struct record record;
    char error[JSON_ERROR_SIZE];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    if (!contract_request(body, &request, error)) {
        reply_problem(reply, 400, "Bad request", error);
    } else {
        enum hotline_taken taken = hotline_take(hotline, call->device, &request, call->body, &record, error);
        if (taken == TAKEN_OTHER || taken == TAKEN_WRONG) {
            reply_problem(reply, 422, taken == TAKEN_OTHER ? "Id in use" : "Not in the catalog", error);
        } else {
            reply_json(reply, taken == TAKEN_NEW ? 201 : 200, hotline_status(&record));
            record_clear(&record);
        }
    }
    json_object_put(body);
}

/* The request {id} of this very box; false after a 404 reply. */
static bool find_own(struct hotline *hotline, const struct call *call, struct reply *reply, struct record *record) {
    if (store_find(hotline->store, call->part[0], record)) {
        if (strcmp(record->device, call->device) == 0)
            return true;
        record_clear(record);
    }
    reply_problem(reply, 404, "Unknown request", "this box has no request with that id");
    return false;
}

static bool read_empty(const struct call *call, struct reply *reply) {
    char error[JSON_ERROR_SIZE];
    struct json_object *body = call_json(call, true, reply);
    bool ok = body && contract_empty(body, error);
    if (body && !ok)
        reply_problem(reply, 400, "Bad request", error);
    json_object_put(body);
    return ok;
}

static void post_cancel(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct record record;
    if (!read_empty(call, reply) || !find_own(hotline, call, reply, &record))
        return;
    if (hotline_cancel(hotline, &record))
        reply_json(reply, 200, hotline_status(&record));
    else
        reply_conflict(reply, "it can no longer be cancelled", hotline_status(&record));
    record_clear(&record);
}

static void post_confirm(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct record record;
    if (!read_empty(call, reply) || !find_own(hotline, call, reply, &record))
        return;
    if (record.kind == FLOW_SOS) {
        hotline_confirm(hotline, &record);
        reply_json(reply, 200, hotline_status(&record));
    } else {
        reply_conflict(reply, "only an SOS is confirmed", hotline_status(&record));
    }
    record_clear(&record);
}

static void post_presses(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct record record;
    char error[JSON_ERROR_SIZE];
    int presses = 0;
    struct json_object *body = call_json(call, false, reply);
    bool ok = body && contract_presses(body, &presses, error);
    if (body && !ok)
        reply_problem(reply, 400, "Bad request", error);
    json_object_put(body);
    if (!ok || !find_own(hotline, call, reply, &record))
        return;
    if (record.kind == FLOW_SOS) {
        hotline_presses(hotline, &record, presses);
        reply_json(reply, 200, hotline_status(&record));
    } else {
        reply_conflict(reply, "only an SOS counts presses", hotline_status(&record));
    }
    record_clear(&record);
}

static void add_status(void *data, struct record *record) {
    json_object_array_add(data, hotline_status(record));
}

static void get_requests(struct hotline *hotline, const struct call *call, struct reply *reply) {
    int64_t limit = call_number(call, "limit", 10, 50);
    if (limit < 1) {
        reply_problem(reply, 400, "Bad request", "limit: expected a number from 1 to 50");
        return;
    }
    struct json_object *body = json_object_new_object(), *list = json_object_new_array();
    store_each(hotline->store, call->device, (int)limit, add_status, list);
    json_object_object_add(body, "requests", list);
    reply_json(reply, 200, body);
}

/* --- events and the line */

/* An id that this hotline never gave (another one's, or from before its records were lost) means: from now on. KNOWN:
 * the box has told one that it did give. */
static int64_t read_last_event(struct hotline *hotline, const struct call *call, bool *known) {
    int64_t newest = store_last_event(hotline->store), after = newest;
    char *end;
    *known = false;
    if (call->last_event_id && *call->last_event_id) {
        after = strtoll(call->last_event_id, &end, 10);
        *known = !*end && after >= 0 && after <= newest;
    }
    return *known ? after : newest;
}

static void get_events(struct hotline *hotline, const struct call *call, struct reply *reply) {
    bool poll = call->accept && strstr(call->accept, "application/json");
    bool known;
    int64_t told = read_last_event(hotline, call, &known), after = call->wait_until_ms ? call->wait_after : told;
    if (!poll) {
        reply->code = 200;
        reply->type = "text/event-stream";
        reply->stream = stream_create(hotline, call->device, after, known);
        return;
    }
    int64_t wait_s = call_number(call, "wait", 0, WAIT_MOST_S);
    if (wait_s < 0) {
        reply_problem(reply, 400, "Bad request", "wait: expected a number of seconds from 0 to 60");
        return;
    }
    int64_t most = call_number(call, "most", POLL_EVENTS, POLL_EVENTS);
    if (most < 1) {
        reply_problem(reply, 400, "Bad request", "most: expected a number of events from 1 to 50");
        return;
    }
    int64_t until = call->wait_until_ms ? call->wait_until_ms : call->now_ms + wait_s * 1000;
    int64_t newest = after;
    struct json_object *body = stream_events(hotline, call->device, after, (int)most, &newest);
    if (!body && call->now_ms < until) {
        reply->wait_until_ms = until;
        reply->wait_after = after;
        return;
    }
    if (!body) {
        body = json_object_new_object();
        json_object_object_add(body, "events", json_object_new_array());
    }
    reply_json(reply, 200, body);
    snprintf(reply->etag, sizeof reply->etag, "\"%" PRId64 "\"", newest);
}

static void post_heartbeat(struct hotline *hotline, const struct call *call, struct reply *reply) {
    char error[JSON_ERROR_SIZE], now[32];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    if (!contract_heartbeat(body, error)) {
        reply_problem(reply, 400, "Bad request", error);
    } else {
        store_seen_box(hotline->store, call->device, hotline_wall_ms(), call->body);
        struct json_object *answer = json_object_new_object();
        hotline_time(hotline_wall_ms(), now);
        json_put_text(answer, "time", now);
        json_put_integer(answer, "heartbeat_s", HOTLINE_HEARTBEAT_S);
        json_put_text(answer, "catalog_etag", hotline->catalog.etag);
        json_put_text(answer, "profile_etag", hotline->profile.etag);
        reply_json(reply, 200, answer);
    }
    json_object_put(body);
}

/* --- documents */

static void reply_tagged(const struct call *call, struct reply *reply, const char *type, const void *bytes,
                         size_t length, const char *etag) {
    bool same = document_matches(call->if_none_match, etag);
    reply_bytes(reply, same ? 304 : 200, type, bytes, same ? 0 : length);
    snprintf(reply->etag, sizeof reply->etag, "%s", etag);
}

static void reply_document(const struct document *document, const struct call *call, struct reply *reply) {
    if (document->text)
        reply_tagged(call, reply, "application/json", document->text, document->length, document->etag);
    else
        reply_problem(reply, 404, "Not found", "this hotline has none");
}

static void get_catalog(struct hotline *hotline, const struct call *call, struct reply *reply) {
    reply_document(&hotline->catalog, call, reply);
}

static void get_profile(struct hotline *hotline, const struct call *call, struct reply *reply) {
    reply_document(&hotline->profile, call, reply);
}

static const char *image_type(const char *name) {
    const char *end = strrchr(name, '.');
    bool plain = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(name);
    if (!plain || name[0] == '.' || !end)
        return NULL;
    return strcmp(end, ".png") == 0 ? "image/png" : strcmp(end, ".jpg") == 0 ? "image/jpeg" : NULL;
}

/* Images lie in images/ beside the catalog. */
static void get_image(struct hotline *hotline, const struct call *call, struct reply *reply) {
    char path[4096], etag[DOCUMENT_ETAG_SIZE];
    const char *type = image_type(call->part[0]), *catalog = hotline->catalog.path;
    const char *slash = catalog ? strrchr(catalog, '/') : NULL;
    snprintf(path, sizeof path, "%.*simages/%s", slash ? (int)(slash - catalog + 1) : 0, slash ? catalog : "",
             call->part[0]);
    FILE *file = type && catalog ? fopen(path, "rb") : NULL;
    char *bytes = file ? malloc(IMAGE_HEADER_MAX) : NULL;
    if (bytes) {
        size_t length = fread(bytes, 1, IMAGE_HEADER_MAX, file);
        document_etag(bytes, length, etag);
        reply_tagged(call, reply, type, bytes, length, etag);
    } else {
        reply_problem(reply, 404, "Not found", "no such image");
    }
    free(bytes);
    if (file)
        fclose(file);
}

/* Of CHOICES, after ANSWERS; takes both. */
static void reply_options(const struct call *call, struct choices choices, struct json_object *answers,
                          struct reply *reply) {
    struct json_object *options = choices_options(&choices, call->part[0], call->part[1], answers);
    if (options) {
        struct json_object *list = json_object_new_object();
        json_object_object_add(list, "options", options);
        reply_json(reply, 200, list);
    } else {
        reply_problem(reply, 404, "Not found", "that step has no options of the hotline's");
    }
    json_object_put(answers);
    json_object_put(choices.orders);
}

static void post_options(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct json_object *body = call_json(call, true, reply);
    char error[JSON_ERROR_SIZE];
    if (body && contract_question(body, error)) {
        struct json_object *answers = json_object_get(json_child(body, "answers"));
        reply_options(call, hotline_choices(hotline, call->part[0]), answers ? answers : json_object_new_object(),
                      reply);
    } else if (body) {
        reply_problem(reply, 400, "Bad request", error);
    }
    json_object_put(body);
}

/* As a box of 0.1 asks: each answer is a parameter of its own; what is no step of the service is passed over. */
static void get_options(struct hotline *hotline, const struct call *call, struct reply *reply) {
    struct choices choices = hotline_choices(hotline, call->part[0]);
    struct json_object *steps = json_child(choices_service(&choices, call->part[0]), "steps");
    struct json_object *answers = json_object_new_object();
    for (size_t i = 0; json_object_is_type(steps, json_type_array) && i < json_object_array_length(steps); i++) {
        const char *step = json_text(json_object_array_get_idx(steps, i), "id", "");
        json_put_text(answers, step, call->query(call, step));
    }
    reply_options(call, choices, answers, reply);
}

/* --- voice and notices */

static bool is_sound(const struct call *call, struct reply *reply, int64_t *lasts_ms) {
    char error[JSON_ERROR_SIZE];
    bool ogg = call->content_type && strncmp(call->content_type, "audio/ogg", 9) == 0;
    if (!ogg)
        reply_problem(reply, 415, "Unsupported media type", "Content-Type: expected audio/ogg");
    else if (call->length > VOICE_MAX)
        reply_problem(reply, 413, "Too large", "expected at most 512 KiB of sound");
    else if (!voice_read(call->body, call->length, lasts_ms, error))
        reply_problem(reply, 400, "Bad request", error);
    else
        return true;
    return false;
}

/* What was spoken for a request belongs to a step that says so; or it belongs to nothing, and both are "". */
static bool belongs(struct hotline *hotline, struct call *call, struct reply *reply, const char **request,
                    const char **step) {
    struct record record;
    char error[JSON_ERROR_SIZE];
    *request = call->query(call, "request");
    *step = call->query(call, "step");
    if (!contract_spoken(*request, *step, error)) {
        reply_problem(reply, 400, "Bad request", error);
        return false;
    }
    if (!*request) {
        *request = *step = "";
        return true;
    }
    snprintf(call->part[0], sizeof call->part[0], "%s", *request);
    if (!find_own(hotline, call, reply, &record))
        return false;
    struct json_object *body = json_tokener_parse(record.body);
    bool spoken = strcmp(json_text(json_child(body, "answers"), *step, ""), CONTRACT_SPOKEN) == 0;
    json_object_put(body);
    record_clear(&record);
    if (!spoken)
        reply_problem(reply, 422, "Not spoken", "step: the answer of that request there is not \"spoken\"");
    return spoken;
}

static void post_voice(struct hotline *hotline, const struct call *call, struct reply *reply) {
    char id[CONTRACT_ID_SIZE];
    struct call asked = *call;
    struct store_voice voice = {.id = id, .device = call->device, .at_ms = hotline_wall_ms()};
    if (!is_sound(call, reply, &voice.lasts_ms) || !belongs(hotline, &asked, reply, &voice.request, &voice.step))
        return;
    hotline_new_id(id);
    if (!store_put_voice(hotline->store, &voice, call->body, call->length)) {
        reply_problem(reply, 422, "There is one already", "step: what was spoken there has come already");
        return;
    }
    hotline_desk_changed(hotline);
    struct json_object *answer = json_object_new_object();
    json_put_text(answer, "id", id);
    reply_json(reply, 202, answer);
}

static void add_notice(void *data, const char *id, const char *device, const char *body, int64_t at_ms,
                       const char *reply, int64_t reply_ms) {
    struct json_object *notice = json_tokener_parse(body);
    (void)id;
    (void)device;
    (void)at_ms;
    (void)reply_ms;
    json_put_text(notice, "reply", *reply ? reply : NULL);
    json_object_array_add(data, notice);
}

static void get_notices(struct hotline *hotline, const struct call *call, struct reply *reply) {
    int64_t limit = call_number(call, "limit", 20, 50);
    if (limit < 1) {
        reply_problem(reply, 400, "Bad request", "limit: expected a number from 1 to 50");
        return;
    }
    struct json_object *body = json_object_new_object(), *list = json_object_new_array();
    store_each_notice(hotline->store, call->device, (int)limit, add_notice, list);
    json_object_object_add(body, "notices", list);
    reply_json(reply, 200, body);
}

static void post_reply(struct hotline *hotline, const struct call *call, struct reply *reply) {
    char error[JSON_ERROR_SIZE], choice[CONTRACT_NAME_SIZE], taken[CONTRACT_NAME_SIZE];
    struct json_object *body = call_json(call, false, reply);
    if (!body)
        return;
    char *notice = NULL;
    if (!contract_reply(body, choice, error))
        reply_problem(reply, 400, "Bad request", error);
    else if (!(notice = store_find_notice(hotline->store, call->part[0], call->device, taken)))
        reply_problem(reply, 404, "Unknown notice", "this box has no notice with that id");
    json_object_put(body);
    if (!notice)
        return;
    struct json_object *sent = json_parse(notice, strlen(notice), strlen(notice), error);
    struct json_object *choices = json_child(sent, "choices");
    bool only_read = json_object_array_length(choices) == 0 && strcmp(choice, "seen") == 0;
    if (!only_read && !choices_find(choices, choice)) {
        reply_problem(reply, 400, "Bad request", "choice: is none of this notice's");
    } else {
        store_reply_notice(hotline->store, call->part[0], choice, hotline_wall_ms());
        hotline_desk_changed(hotline);
        struct json_object *answer = json_object_new_object();
        json_put_text(answer, "id", call->part[0]);
        json_put_text(answer, "choice", choice);
        reply_json(reply, 200, answer);
    }
    json_object_put(sent);
    free(notice);
}

static const struct route routes[] = {
    {"POST", "/v1/requests", post_request, true},
    {"GET", "/v1/requests", get_requests, false},
    {"POST", "/v1/requests/{}/cancel", post_cancel, true},
    {"POST", "/v1/requests/{}/confirm", post_confirm, true},
    {"POST", "/v1/requests/{}/presses", post_presses, true},
    {"GET", "/v1/events", get_events, false},
    {"POST", "/v1/heartbeat", post_heartbeat, false},
    {"GET", "/v1/catalog", get_catalog, false},
    {"GET", "/v1/profile", get_profile, false},
    {"GET", "/v1/images/{}", get_image, false},
    {"POST", "/v1/services/{}/steps/{}/options", post_options, false},
    {"GET", "/v1/services/{}/steps/{}/options", get_options, false},
    {"POST", "/v1/voice", post_voice, true},
    {"GET", "/v1/notices", get_notices, false},
    {"POST", "/v1/notices/{}/reply", post_reply, true},
    {0},
};

/* Path, what it belongs to, line feed, body: what makes two calls the same. */
static char *write_what(const struct call *call, size_t *length) {
    const char *request = call->query(call, "request"), *step = call->query(call, "step");
    size_t path = strlen(call->path) + (request ? strlen(request) : 0) + (step ? strlen(step) : 0) + 2;
    *length = path + 1 + call->length;
    char *what = malloc(*length + 1);
    if (!what)
        abort();
    snprintf(what, path + 1, "%s%s%s%s%s", call->path, request ? "?" : "", request ? request : "", step ? "&" : "",
             step ? step : "");
    path = strlen(what);
    *length = path + 1 + call->length;
    what[path] = '\n';
    memcpy(what + path + 1, call->body, call->length + 1);
    return what;
}

static void run_keyed(struct hotline *hotline, const struct route *route, const struct call *call,
                      struct reply *reply) {
    char key[CONTRACT_ID_SIZE], *body = NULL;
    int code = 0;
    if (!contract_key(call->key, key)) {
        reply_problem(reply, 400, "Bad request", "Idempotency-Key: expected \"<uuid>\", in quotes and lower case");
        return;
    }
    size_t length;
    char *what = write_what(call, &length);
    switch (store_find_answer(hotline->store, call->device, key, what, length, &code, &body)) {
    case REPLAY_SAME:
        reply_bytes(reply, code == 201 ? 200 : code, "application/json", body, strlen(body));
        free(body);
        break;
    case REPLAY_OTHER:
        reply_problem(reply, 422, "Key in use", "Idempotency-Key: was used for another call");
        break;
    case REPLAY_NEW:
        store_begin(hotline->store);
        route->fn(hotline, call, reply);
        if (reply->code < 300)
            store_put_answer(hotline->store, call->device, key, what, length, reply->code, reply->body);
        store_commit(hotline->store);
    }
    free(what);
}

static bool check_box(const struct call *call, struct reply *reply) {
    const char *error = !call->peer     ? "a client certificate of this hotline's authority is needed"
                        : !call->device ? "X-Device-Id: is missing"
                        : !contract_device(call->device) || strcmp(call->device, call->peer) != 0
                            ? "X-Device-Id: is not the name in the certificate"
                            : NULL;
    if (error)
        reply_problem(reply, 403, "Forbidden", error);
    return !error;
}

void box_api(struct hotline *hotline, struct call *call, struct reply *reply) {
    if (!check_box(call, reply))
        return;
    const struct route *route = route_find(routes, call, reply);
    if (!route)
        return;
    if (!call->wait_until_ms)
        store_seen_box(hotline->store, call->device, hotline_wall_ms(), NULL);
    if (route->keyed)
        run_keyed(hotline, route, call, reply);
    else
        route->fn(hotline, call, reply);
    if (reply->code >= 400) /* the reason is ours and names members only */
        log_warning("contract", "%s %s: %d %s", call->method, route->path, reply->code, reply->body ? reply->body : "");
}
