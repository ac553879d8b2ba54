/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trap is one event that is too large by itself: it would come again with each poll. The answer's ETag names its
 * newest event, so a poll for one event alone moves the position past that event. On an empty answer the ETag is the
 * position itself; a box that had none has one from then on, and misses nothing between two polls.
 */
#include "net/transport/long_poll.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/api/api_answer.h"
#include "net/transport/https.h"
#include "net/transport/sse.h"
#include "stb-app/base/json.h"
#include "stb-app/base/memory.h"

enum { EVENTS_MAX = 500, ID_DIGITS_MAX = 18 };

struct long_poll {
    struct long_poll_setup setup;
    uint64_t call; /* 0 = none under way */
    char last_id[SSE_ID_SIZE];
    bool one_by_one; /* the last answer was refused: each poll asks for one event alone */
};

static bool is_id(const char *id) {
    return strlen(id) < SSE_ID_SIZE && !strpbrk(id, "\r\n");
}

static void tell_event(struct long_poll *poll, const char *event, const char *id, const char *text) {
    poll->setup.on_event(poll->setup.data, event, id, text);
}

/* ONE is {"id","event","data"}; on_event gets the data as text. False: ONE is no event, on_event gets NULL. */
static bool take_one(struct long_poll *poll, struct json_object *one) {
    const char *event = json_text(one, "event", ""), *id = json_text(one, "id", "");
    struct json_object *content = json_child(one, "data");
    bool ok = event[0] && content && strlen(event) < SSE_NAME_SIZE && is_id(id);
    if (ok)
        tell_event(poll, event, id, json_object_to_json_string(content));
    else
        tell_event(poll, "message", "", NULL);
    return ok;
}

/* Moves the position to the id in the quotes of ETAG. False: the position is there already, or ETAG has no id. */
static bool move_to(struct long_poll *poll, const char *etag) {
    char id[ID_DIGITS_MAX + 1];
    size_t digits = etag[0] == '"' ? strspn(etag + 1, "0123456789") : 0;
    if (digits < 1 || digits > ID_DIGITS_MAX || strcmp(etag + 1 + digits, "\"") != 0)
        return false;
    snprintf(id, sizeof id, "%.*s", (int)digits, etag + 1);
    if (strcmp(id, poll->last_id) == 0)
        return false;
    poll->setup.on_position(poll->setup.data, id);
    return true;
}

static bool take_list(struct long_poll *poll, const struct https_answer *answer, bool *news, char *error) {
    struct json_object *whole =
        api_answer_json(answer->content_type, answer->body, answer->length, LONG_POLL_MAX_BYTES, error);
    struct json_object *list = json_child(whole, "events");
    bool ok = json_object_is_type(list, json_type_array) && json_object_array_length(list) <= EVENTS_MAX;
    size_t count = ok ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < count; i++)
        *news = take_one(poll, json_object_array_get_idx(list, i)) || *news;
    if (ok && count == 0)
        poll->one_by_one = false;
    if (ok && count == 0 && !poll->last_id[0])
        move_to(poll, answer->etag);
    if (!ok && whole)
        snprintf(error, JSON_ERROR_SIZE, "expected {\"events\":[{\"id\",\"event\",\"data\"}]}");
    json_object_put(whole);
    return ok;
}

static void tell_done(struct long_poll *poll, enum long_poll_result result, bool news,
                      const struct https_answer *answer, const char *error) {
    poll->setup.on_done(poll->setup.data, result, news, answer, error);
}

static void refuse(struct long_poll *poll, const struct https_answer *answer, const char *error) {
    bool passed_over = answer->too_large && poll->one_by_one && move_to(poll, answer->etag);
    poll->one_by_one = true;
    tell_event(poll, "message", "", NULL);
    tell_done(poll, LONG_POLL_REFUSED, passed_over, answer, error);
}

static void fail(struct long_poll *poll, const struct https_answer *answer) {
    char error[JSON_ERROR_SIZE];
    api_answer_failure(answer->status, answer->content_type, answer->body, answer->length, answer->error, error,
                       sizeof error);
    tell_done(poll, LONG_POLL_FAILED, false, answer, error);
}

static void on_answer(void *data, const struct https_answer *answer) {
    struct long_poll *poll = data;
    char error[JSON_ERROR_SIZE] = "";
    bool news = false;
    bool is_ours = answer->status == 200 && api_answer_is(answer->content_type, "application/json");
    poll->call = 0;
    if (answer->too_large)
        refuse(poll, answer, answer->error);
    else if (is_ours && !take_list(poll, answer, &news, error))
        refuse(poll, answer, error);
    else if (is_ours)
        tell_done(poll, LONG_POLL_TAKEN, news, answer, "");
    else
        fail(poll, answer);
}

void long_poll_ask(struct long_poll *poll, const char *endpoint, const char *last_id, int wait_s, bool fresh) {
    char url[400];
    if (poll->call)
        return;
    snprintf(url, sizeof url, "%s/v1/events?wait=%d%s", endpoint, wait_s, poll->one_by_one ? "&most=1" : "");
    snprintf(poll->last_id, sizeof poll->last_id, "%s", last_id);
    poll->call = https_start(poll->setup.https, &(struct https_call){.method = "GET",
                                                                     .url = url,
                                                                     .accept = "application/json",
                                                                     .last_event_id = *last_id ? last_id : NULL,
                                                                     .timeout_ms = wait_s * 1000 + LONG_POLL_GRACE_MS,
                                                                     .fresh = fresh,
                                                                     .most = LONG_POLL_MAX_BYTES,
                                                                     .done = on_answer,
                                                                     .data = poll});
    if (!poll->call)
        tell_done(poll, LONG_POLL_FAILED, false, &(struct https_answer){0}, "it could not be started");
}

void long_poll_stop(struct long_poll *poll) {
    https_cancel(poll->setup.https, poll->call);
    poll->call = 0;
}

bool long_poll_busy(const struct long_poll *poll) {
    return poll->call != 0;
}

struct long_poll *long_poll_create(const struct long_poll_setup *setup) {
    struct long_poll *poll = memory_new(1, sizeof *poll);
    poll->setup = *setup;
    return poll;
}

void long_poll_destroy(struct long_poll *poll) {
    if (!poll)
        return;
    long_poll_stop(poll);
    free(poll);
}
