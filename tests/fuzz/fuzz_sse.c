/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event stream's grammar under rubbish (libFuzzer). Beyond not crashing: the events must be the same when the
 * stream is cut in two, wherever that is; the first byte chooses where.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/transport/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A running sum over all that came out. */
static void on_event(void *data, const char *event, const char *id, const char *text) {
    uint64_t *sum = data;
    const char *const parts[] = {event ? event : "\2", id, text ? text : "\1"};
    for (int i = 0; i < 3; i++)
        for (const char *at = parts[i];; at++) {
            *sum = (*sum ^ (unsigned char)*at) * UINT64_C(1099511628211);
            if (!*at)
                break;
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (length < 1)
        return 0;
    const char *stream = (const char *)bytes + 1;
    size_t size = length - 1, cut = size ? bytes[0] % (size + 1) : 0;
    uint64_t whole = 0, halves = 0;
    struct sse *one = sse_create(on_event, &whole), *two = sse_create(on_event, &halves);
    size_t lines = sse_feed(one, stream, size);
    lines -= sse_feed(two, stream, cut);
    lines -= sse_feed(two, stream + cut, size - cut);
    if (lines || whole != halves || sse_retry_ms(one) != sse_retry_ms(two))
        abort();
    sse_destroy(one);
    sse_destroy(two);
    return 0;
}
