/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_SSE_H
#define STB_NET_TRANSPORT_SSE_H
/*
 * The grammar of Server-Sent Events (WHATWG HTML 9.2), bounded: a line and an event's data of at most 256 KiB. An event
 * beyond that is passed over, and the stream goes on behind it. Pure: bytes in, events out.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SSE_MAX = 256 * 1024, SSE_NAME_SIZE = 64, SSE_ID_SIZE = 128 };

struct sse;
/* EVENT is "message" when the stream named none; ID is the newest of the stream, "" = none. TEXT NULL: the event was
 * beyond the bounds. EVENT and TEXT NULL: an id without data, the position from which the stream goes on. */
typedef void sse_fn(void *data, const char *event, const char *id, const char *text);
struct sse *sse_create(sse_fn *fn, void *data);
void sse_destroy(struct sse *sse);
/* A partial line waits for the next call. Returns how many lines ended that only an event stream has: comments and
 * known fields. Any other line may be a proxy's. */
size_t sse_feed(struct sse *sse, const char *bytes, size_t length);
/* The stream's "retry:" in ms, -1 = not told. */
int64_t sse_retry_ms(const struct sse *sse);
#endif
