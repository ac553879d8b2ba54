/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Success is a 2xx that carries a Status for that very id: a 200 of something in between, or an answer to somebody
 * else's request, proves nothing. What is refused and what is worth another try is one table. An SOS is never refused:
 * whatever the answer to its create, it is tried again.
 */
#include "net/outbox/response.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "net/api/api_status.h"
#include "net/transport/https.h"
#include "stb-app/base/json.h"

enum { BODY_MAX = 64 * 1024, LIST_MAX = 256 * 1024 };

/* Of a 4xx, those that say "later" (RFC 9110, 8470, 6585). */
static bool is_passing(int status) {
    return status == 408 || status == 425 || status == 429;
}

static bool read_status(struct json_object *from, const char *id, struct status *status, char *line) {
    if (!api_to_status(from, status, line))
        return false;
    if (!strcmp(status->id, id))
        return true;
    snprintf(line, JSON_ERROR_SIZE, "id: the answer is about another request");
    return false;
}

/* The body is a Status, or a problem (409) that carries one as its "status". */
static bool body_status(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                        char *line) {
    struct json_object *whole = json_parse(answer->body, answer->length, BODY_MAX, line), *inner = NULL;
    if (whole)
        inner = json_child(whole, "status");
    bool nested = answer->status == 409 && json_object_is_type(inner, json_type_object);
    bool ok = whole && read_status(nested ? inner : whole, entry->request_id, status, line);
    json_object_put(whole);
    return ok;
}

static void problem(const struct https_answer *answer, char *line) {
    char words[JSON_ERROR_SIZE - 16] = "";
    if (answer->status == 0) {
        snprintf(line, JSON_ERROR_SIZE, "%s", answer->error);
        return;
    }
    api_problem(answer->body, answer->length, words, sizeof words);
    snprintf(line, JSON_ERROR_SIZE, "%d %s", answer->status, words);
}

/* Being listened to: it has an id there. */
static bool voice_taken(const struct https_answer *answer, char *line) {
    struct json_object *whole = json_parse(answer->body, answer->length, BODY_MAX, line);
    bool taken = request_id_valid(json_text(whole, "id", ""));
    if (whole && !taken)
        snprintf(line, JSON_ERROR_SIZE, "id: expected a UUID");
    json_object_put(whole);
    return taken;
}

static bool is_proved(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                      char *line) {
    if (entry->kind == OUTBOX_VOICE)
        return voice_taken(answer, line);
    return entry->kind == OUTBOX_REPLY || body_status(entry, answer, status, line);
}

enum response response_of(const struct outbox_entry *entry, const struct https_answer *answer, struct status *status,
                          char *line) {
    bool success = answer->status >= 200 && answer->status < 300;
    bool about_request = entry->kind != OUTBOX_REPLY && entry->kind != OUTBOX_VOICE;
    if (success && is_proved(entry, answer, status, line))
        return RESPONSE_DONE;
    if (success)
        return RESPONSE_AGAIN;
    if (answer->status == 409 && about_request && body_status(entry, answer, status, line))
        return RESPONSE_TOLD;
    problem(answer, line);
    bool refusal = answer->status >= 400 && answer->status < 500 && !is_passing(answer->status);
    if (!refusal || (entry->urgent && entry->kind == OUTBOX_CREATE))
        return RESPONSE_AGAIN;
    if (answer->status == 404 && entry->kind == OUTBOX_CANCEL)
        return RESPONSE_UNKNOWN;
    return answer->status == 409 && about_request ? RESPONSE_ASK : RESPONSE_REFUSED;
}

enum response response_in_list(const char *id, const struct https_answer *answer, struct status *status, char *line) {
    if (answer->status != 200) {
        problem(answer, line);
        return RESPONSE_AGAIN;
    }
    struct json_object *whole = json_parse(answer->body, answer->length, LIST_MAX, line);
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
