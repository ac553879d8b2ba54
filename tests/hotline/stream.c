/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stream's grammar: "id: 7", "event: status", "data: {...}" and an empty line; ": ping" keeps proxies and the box's
  * silence timer content. A ping goes out at once, so that the box knows the stream stands, then each 15 s. A box that
 * told no position, or one that was never given, gets an "id: 7" without data: what was before it has to be asked for.
 * The trap: JSON text never holds a raw line feed, so one data line is always enough.
 */
#include "tests/hotline/stream.h"

#include "stb-app/base/json.h"

#include <inttypes.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stream {
    struct hotline *hotline;
    char device[CONTRACT_NAME_SIZE]; /* "" = the desk's */
    int64_t after, ping_ms;
    bool known; /* the box knows AFTER */
    unsigned version;
    char *text; /* being sent */
    size_t length, sent;
};

struct stream *stream_create(struct hotline *hotline, const char *device, int64_t after, bool known) {
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->hotline = hotline;
    stream->after = after;
    stream->known = known;
    stream->version = hotline->version - 1;
    snprintf(stream->device, sizeof stream->device, "%s", device ? device : "");
    return stream;
}

void stream_destroy(struct stream *stream) {
    if (!stream)
        return;
    free(stream->text);
    free(stream);
}

const char *stream_device(const struct stream *stream) {
    return stream->device[0] ? stream->device : NULL;
}

int64_t stream_due_ms(const struct stream *stream) {
    return stream->ping_ms;
}

static bool next_event(struct stream *stream) {
    char event[16], *data = NULL;
    if (!stream->device[0]) {
        if (stream->version == stream->hotline->version)
            return false;
        stream->version = stream->hotline->version;
        return asprintf(&stream->text, "event: change\ndata: {\"version\":%u}\n\n", stream->version) > 0;
    }
    int64_t number = store_next_event(stream->hotline->store, stream->device, stream->after, event, &data);
    if (!number)
        return false;
    bool ok = asprintf(&stream->text, "id: %" PRId64 "\nevent: %s\ndata: %s\n\n", number, event, data) > 0;
    free(data);
    stream->after = number;
    return ok;
}

static bool next_text(struct stream *stream, int64_t now_ms) {
    free(stream->text);
    stream->text = NULL;
    stream->sent = stream->length = 0;
    if (now_ms >= stream->ping_ms) {
        stream->ping_ms = now_ms + STREAM_PING_MS;
        stream->text = strdup(": ping\n\n");
    } else if (!stream->known) {
        stream->known = asprintf(&stream->text, "id: %" PRId64 "\n\n", stream->after) > 0;
    } else if (!next_event(stream)) {
        return false;
    }
    stream->length = stream->text ? strlen(stream->text) : 0;
    return stream->length > 0;
}

size_t stream_fill(struct stream *stream, char *into, size_t size, int64_t now_ms) {
    if (stream->sent == stream->length && !next_text(stream, now_ms))
        return 0;
    size_t left = stream->length - stream->sent, now = left < size ? left : size;
    memcpy(into, stream->text + stream->sent, now);
    stream->sent += now;
    return now;
}

struct json_object *stream_events(struct hotline *hotline, const char *device, int64_t after, int most,
                                  int64_t *newest) {
    struct json_object *list = json_object_new_array();
    char event[16], number_text[24], *data;
    for (int64_t number; most-- > 0 && (number = store_next_event(hotline->store, device, after, event, &data));
         after = number) {
        struct json_object *entry = json_object_new_object();
        *newest = number;
        snprintf(number_text, sizeof number_text, "%" PRId64, number);
        json_put_text(entry, "id", number_text);
        json_put_text(entry, "event", event);
        json_object_object_add(entry, "data", json_tokener_parse(data));
        json_object_array_add(list, entry);
        free(data);
    }
    if (json_object_array_length(list) == 0) {
        json_object_put(list);
        return NULL;
    }
    struct json_object *answer = json_object_new_object();
    json_object_object_add(answer, "events", list);
    return answer;
}
