/* SPDX-License-Identifier: Apache-2.0 */
/* A value that contains a line end would begin a header of its own, so it is refused. */
#include "net/transport/request_headers.h"

#include "net/transport/https_call.h"

#include <stdio.h>
#include <string.h>

/* "Expect:" takes back what libcurl adds by itself to a large body: no round trip before it. */
static const char no_expect[] = "Expect:";

static bool may_be_asked(const struct https_call *call) {
    bool known = !strcmp(call->method, "GET") || !strcmp(call->method, "POST") || !strcmp(call->method, "DELETE");
    return known && !strncmp(call->url, "https://", strlen("https://"));
}

static const char *content_type(const struct https_call *call) {
    const char *type = call->content_type ? call->content_type : "application/json";
    return call->body ? type : NULL;
}

bool request_headers_write(const struct https_call *call, bool (*add)(void *data, const char *line), void *data) {
    const struct {
        const char *name, *quote, *value; /* VALUE NULL = not sent */
    } headers[] = {
        {"Accept", "", call->accept ? call->accept : "*/*"}, {"Content-Type", "", content_type(call)},
        {"Idempotency-Key", "\"", call->idempotency_key},    {"Last-Event-ID", "", call->last_event_id},
        {"If-None-Match", "", call->if_none_match},
    };
    char line[REQUEST_HEADERS_LINE_MAX];
    if (!may_be_asked(call) || !add(data, no_expect))
        return false;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        const char *value = headers[i].value, *quote = headers[i].quote;
        if (!value)
            continue;
        int length = snprintf(line, sizeof line, "%s: %s%s%s", headers[i].name, quote, value, quote);
        if (length < 0 || (size_t)length >= sizeof line || strpbrk(value, "\r\n") || !add(data, line))
            return false;
    }
    return true;
}
