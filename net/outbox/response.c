/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Success is a 2xx in application/json that carries a Status for that very id; a refusal, and "I never had it", are
 * problems in application/problem+json. The trap: a proxy's page (404 text/html) looks like a refusal, and a cancelled
 * SOS would go on ringing while the screen says that it is over. So whatever is not the contract's is no answer, and
 * tried again. An SOS is never refused: whatever the answer to its create, it is tried again.
 */
#include "net/outbox/response.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "net/api/api_answer.h"
#include "net/api/api_status.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"

enum { BODY_MAX = 64 * 1024, LIST_MAX = 256 * 1024 };

/* Of a 4xx, those that say "later" (RFC 9110, 8470, 6585). */
static bool is_passing(int status) {
    return status == 408 || status == 425 || status == 429;
}

static bool read_status(struct json_object *from, const char *id, struct status *status, char *line) {
    if (!api_status_read(from, status, line))
        return false;
    if (!strcmp(status->id, id))
        return true;
    snprintf(line, JSON_ERROR_SIZE, "id: the answer is about another request");
    return false;
}

/* The body of an answer of success; NULL = LINE says why it is none. */
static struct json_object *success_of(const struct https_answer *answer, char *line) {
    return api_answer_json(answer->content_type, answer->body, answer->length, BODY_MAX, line);
}

static bool tells_request(const struct outbox_entry *entry, struct json_object *body, struct status *status,
                          char *line) {
    return body && read_status(body, entry->request_id, status, line);
}

/* The Status that a 409 bears, so that the box knows at once what is true. */
static bool tells_conflict(const struct outbox_entry *entry, struct json_object *problem, struct status *status,
                           char *line) {
    struct json_object *inner = json_child(problem, "request");
    return tells_request(entry, inner ? inner : json_child(problem, "status"), status, line);
}

/* Being listened to: it has an id there. */
static bool tells_voice(struct json_object *body, char *line) {
    bool ok = request_id_valid(json_text(body, "id", ""));
    if (body && !ok)
        snprintf(line, JSON_ERROR_SIZE, "id: expected a UUID");
    return ok;
}

static bool tells_choice(const struct outbox_entry *entry, struct json_object *body, char *line) {
    bool ok = strcmp(json_text(body, "id", ""), entry->request_id) == 0 && *json_text(body, "choice", "");
    if (body && !ok)
        snprintf(line, JSON_ERROR_SIZE, "id, choice: expected those of the reply");
    return ok;
}

static enum response of_success(const struct outbox_entry *entry, const struct https_answer *answer,
                                struct status *status, char *line) {
    struct json_object *body = success_of(answer, line);
    bool ok = entry->kind == OUTBOX_VOICE   ? tells_voice(body, line)
              : entry->kind == OUTBOX_REPLY ? tells_choice(entry, body, line)
                                            : tells_request(entry, body, status, line);
    json_object_put(body);
    return ok ? RESPONSE_DONE : RESPONSE_AGAIN;
}

static enum response of_problem(const struct outbox_entry *entry, int code, struct json_object *problem,
                                struct status *status, char *line) {
    bool about_request = entry->kind != OUTBOX_REPLY && entry->kind != OUTBOX_VOICE;
    bool refusal = code < 500 && !is_passing(code);
    if (code == 409 && about_request && tells_conflict(entry, problem, status, line))
        return RESPONSE_TOLD;
    api_answer_reason(problem, line, JSON_ERROR_SIZE);
    if (!refusal || (entry->urgent && entry->kind == OUTBOX_CREATE))
        return RESPONSE_AGAIN;
    if (code == 404 && entry->kind == OUTBOX_CANCEL)
        return RESPONSE_UNKNOWN;
    return code == 409 && about_request ? RESPONSE_ASK : RESPONSE_REFUSED;
}

static void say_failure(const struct https_answer *answer, char *line) {
    api_answer_failure(answer->status, answer->content_type, answer->body, answer->length, answer->error, line,
                       JSON_ERROR_SIZE);
}

enum response response_of(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                          char *line) {
    if (answer->status >= 200 && answer->status < 300)
        return of_success(entry, answer, status, line);
    struct json_object *problem =
        api_answer_problem(answer->status, answer->content_type, answer->body, answer->length);
    enum response response = problem ? of_problem(entry, answer->status, problem, status, line) : RESPONSE_AGAIN;
    if (!problem)
        say_failure(answer, line);
    json_object_put(problem);
    return response;
}

enum response response_in_list(const char *id, const struct https_answer *answer, struct status *status, char *line) {
    if (answer->status != 200) {
        say_failure(answer, line);
        return RESPONSE_AGAIN;
    }
    struct json_object *whole = api_answer_json(answer->content_type, answer->body, answer->length, LIST_MAX, line);
    struct json_object *list = whole ? json_child(whole, "requests") : NULL;
    enum response response = json_object_is_type(list, json_type_array) ? RESPONSE_UNKNOWN : RESPONSE_AGAIN;
    if (whole && response == RESPONSE_AGAIN)
        snprintf(line, JSON_ERROR_SIZE, "requests: expected a list");
    for (size_t i = 0; response == RESPONSE_UNKNOWN && i < json_object_array_length(list); i++) {
        struct json_object *one = json_object_array_get_idx(list, i);
        if (!strcmp(json_text(one, "id", ""), id))
            response = read_status(one, id, status, line) ? RESPONSE_DONE : RESPONSE_AGAIN;
    }
    json_object_put(whole);
    return response;
}

void response_words(const struct https_answer *answer, char *words, size_t size) {
    struct json_object *problem =
        api_answer_problem(answer->status, answer->content_type, answer->body, answer->length);
    api_answer_words(problem, words, size);
    json_object_put(problem);
}
