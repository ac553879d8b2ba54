/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_STREAM_H
#define HOTLINE_STREAM_H
/*
 * One open Server-Sent Events stream, a box's or a desk page's: the bytes that are due next. What a box has got is
 * known by the number of the last event alone, so the stream keeps no list.
 */
#include "tests/hotline/hotline.h"

enum { STREAM_PING_MS = 15000 };

struct stream;
/* DEVICE NULL = the desk's. AFTER: the number of the last event that the box has; KNOWN: by the box, which is else told
 * it first. */
struct stream *stream_create(struct hotline *hotline, const char *device, int64_t after, bool known);
void stream_destroy(struct stream *stream);
const char *stream_device(const struct stream *stream);
/* Bytes for the wire, 0 = nothing is due. NOW_MS: monotonic. */
size_t stream_fill(struct stream *stream, char *into, size_t size, int64_t now_ms);
int64_t stream_due_ms(const struct stream *stream); /* when the next ping is due */

/* The JSON of a long poll: {"events":[{"id","event","data"}]}, NULL when there is none after AFTER. NEWEST: the last
 * one's id. */
struct json_object *stream_events(struct hotline *hotline, const char *device, int64_t after, int most,
                                  int64_t *newest);
#endif
