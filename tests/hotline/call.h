/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_CALL_H
#define HOTLINE_CALL_H
/*
 * One HTTP call and its answer, as the rest sees them: no libmicrohttpd here. server.c makes the call and sends the
 * reply; box_api.c and desk_api.c stand between.
 */
#include "tests/hotline/hotline.h"

#include <stddef.h>

struct json_object;
struct stream;

enum { CALL_PARTS = 2, CALL_PART_SIZE = 64 };
struct call {
    const char *method, *path;
    char part[CALL_PARTS][CALL_PART_SIZE]; /* what stood for {} in the route */
    const char *body;                      /* never NULL; ends with a 0 that LENGTH does not count */
    size_t length;
    const char *peer; /* the name in the client certificate that was verified, NULL = none */
    const char *host;
    const char *device; /* X-Device-Id */
    const char *key, *accept, *content_type, *if_none_match, *last_event_id, *desk_token, *cookie;
    const char *(*query)(const struct call *call, const char *name); /* NULL = absent */
    void *connection;
    int64_t wait_until_ms, wait_after; /* of a long poll that was woken; 0 the first time */
    int64_t now_ms;                    /* monotonic */
};

struct reply {
    int code;
    const char *type;
    char *body; /* malloc'ed, or NULL with a STREAM */
    size_t length;
    char etag[DOCUMENT_ETAG_SIZE];
    char *cookie;
    char retry_after[8]; /* seconds, "" = not told */
    bool page;           /* gets the page's strict headers */
    struct stream *stream;
    int64_t wait_until_ms, wait_after; /* > 0: ask again when something happens, at the latest then */
};
void reply_json(struct reply *reply, int code, struct json_object *body); /* takes BODY */
/* problem+json; ERROR is "member: reason" or just a reason. */
void reply_problem(struct reply *reply, int code, const char *title, const char *error);
/* The 409 of a box: the problem's member "request" is the request's Status (taken). */
void reply_conflict(struct reply *reply, const char *error, struct json_object *status);
void reply_bytes(struct reply *reply, int code, const char *type, const void *bytes, size_t length);
void reply_clear(struct reply *reply);
/* All headers but the ones of HTTP itself; their text is borrowed from REPLY. */
enum { REPLY_HEADERS = 9 };
struct reply_header {
    const char *name, *value;
};
size_t reply_headers(struct reply *reply, struct reply_header headers[REPLY_HEADERS]);

typedef void call_fn(struct hotline *hotline, const struct call *call, struct reply *reply);
struct route {
    const char *method, *path; /* "/v1/requests/{}/cancel" */
    call_fn *fn;
    bool keyed; /* needs an Idempotency-Key, and a replay gets the first answer */
};
/* NULL after a 404 or 405 reply. Fills CALL->part. */
const struct route *route_find(const struct route *routes, struct call *call, struct reply *reply);
/* The body as JSON; NULL after a 400 or 415 reply. An empty one is {} if EMPTY is allowed. */
struct json_object *call_json(const struct call *call, bool empty, struct reply *reply);
/* ?NAME= as a number; OTHERWISE when absent, -1 when it is none or out of MOST. */
int64_t call_number(const struct call *call, const char *name, int64_t fallback, int64_t most);

void box_api(struct hotline *hotline, struct call *call, struct reply *reply);
/* TOKEN NULL = none is asked for. */
void desk_api(struct hotline *hotline, const char *token, struct call *call, struct reply *reply);
#endif
