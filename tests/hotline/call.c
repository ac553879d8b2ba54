/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replies and routes. A problem (RFC 9457) names the member at fault when the reason begins with one ("grace_s: ..."),
 * so that whoever wrote the box sees it at once. The contract's 409 also has the request's Status, as "request", which
 * is what the box needs to know.
 */
#include "tests/hotline/call.h"

#include "stb-app/base/json.h"
#include "tests/hotline/stream.h"

#include <json-c/json_object.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BODY_MAX = 64 << 10 };

void reply_bytes(struct reply *reply, int code, const char *type, const void *bytes, size_t length) {
    reply->code = code;
    reply->type = type;
    reply->length = length;
    free(reply->body);
    reply->body = malloc(length + 1);
    if (!reply->body)
        abort();
    memcpy(reply->body, bytes, length);
    reply->body[length] = 0;
}

void reply_json(struct reply *reply, int code, struct json_object *body) {
    const char *text = json_object_to_json_string_ext(body, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    reply_bytes(reply, code, "application/json", text, strlen(text));
    json_object_put(body);
}

/* REQUEST: its Status, taken; NULL = the problem is about no request. */
static void problem(struct reply *reply, int code, const char *title, const char *error, struct json_object *request) {
    struct json_object *body = json_object_new_object();
    char kind[64], member[64] = "";
    snprintf(kind, sizeof kind, "/problems/%d", code);
    size_t name = strcspn(error, ": ");
    if (name && name < sizeof member && error[name] == ':')
        snprintf(member, sizeof member, "%.*s", (int)name, error);
    json_put_text(body, "type", kind);
    json_put_text(body, "title", title);
    json_put_text(body, "detail", error);
    if (member[0])
        json_put_text(body, "member", member);
    json_put_integer(body, "status", code);
    if (request)
        json_object_object_add(body, "request", request);
    reply_json(reply, code, body);
    reply->type = "application/problem+json";
}

void reply_problem(struct reply *reply, int code, const char *title, const char *error) {
    problem(reply, code, title, error, NULL);
}

void reply_conflict(struct reply *reply, const char *error, struct json_object *status) {
    problem(reply, 409, "Too late for that", error, status);
}

void reply_clear(struct reply *reply) {
    free(reply->body);
    free(reply->cookie);
    stream_destroy(reply->stream);
    *reply = (struct reply){0};
}

size_t reply_headers(struct reply *reply, struct reply_header headers[REPLY_HEADERS]) {
    static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                                 "media-src 'self'; img-src 'self'; "
                                 "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    const struct reply_header all[REPLY_HEADERS] = {
        {"Content-Type", reply->type},
        {"Cache-Control", reply->etag[0] ? "no-cache" : "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"ETag", reply->etag},
        {"Retry-After", reply->retry_after},
        {"Set-Cookie", reply->cookie},
        {"Content-Security-Policy", reply->page ? policy : NULL},
        {"Referrer-Policy", reply->page ? "no-referrer" : NULL},
        {"X-Frame-Options", reply->page ? "DENY" : NULL},
    };
    size_t count = 0;
    for (size_t i = 0; i < REPLY_HEADERS; i++)
        if (all[i].value && *all[i].value)
            headers[count++] = all[i];
    return count;
}

/* --- routes */

static bool fits(const char *pattern, struct call *call) {
    const char *path = call->path;
    int part = 0;
    while (*pattern) {
        if (strncmp(pattern, "{}", 2) == 0) {
            size_t length = strcspn(path, "/");
            if (length == 0 || length >= CALL_PART_SIZE)
                return false;
            snprintf(call->part[part++], CALL_PART_SIZE, "%.*s", (int)length, path);
            path += length;
            pattern += 2;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*path;
}

const struct route *route_find(const struct route *routes, struct call *call, struct reply *reply) {
    bool other_method = false;
    for (const struct route *route = routes; route->path; route++) {
        if (!fits(route->path, call))
            continue;
        if (strcmp(route->method, call->method) == 0 ||
            (strcmp(route->method, "GET") == 0 && strcmp(call->method, "HEAD") == 0))
            return route;
        other_method = true;
    }
    if (other_method)
        reply_problem(reply, 405, "Method not allowed", "the path is known, the method is not for it");
    else
        reply_problem(reply, 404, "Not found", "no such path");
    return NULL;
}

struct json_object *call_json(const struct call *call, bool empty, struct reply *reply) {
    char error[JSON_ERROR_SIZE];
    if (empty && call->length == 0)
        return json_object_new_object();
    if (!call->content_type || strncasecmp(call->content_type, "application/json", 16) != 0) {
        reply_problem(reply, 415, "Unsupported media type", "Content-Type: expected application/json");
        return NULL;
    }
    struct json_object *body = json_parse(call->body, call->length, BODY_MAX, error);
    if (!body)
        reply_problem(reply, 400, "Bad request", error);
    return body;
}

int64_t call_number(const struct call *call, const char *name, int64_t fallback, int64_t most) {
    const char *text = call->query(call, name);
    if (!text)
        return fallback;
    char *end;
    long long number = strtoll(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && number <= most ? number : -1;
}
