/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_DELIVERY_H
#define STB_NET_DATA_DELIVERY_H
/*
 * How many SOS, and how many tests of an SOS's way, reached the hotline with their first try: what telecare measures
 * itself by. Counted over all lives of the box.
 */
#include <stdbool.h>
#include <stdint.h>

struct json_object;

struct delivery { /* zero-initialise */
    struct delivery_count {
        int64_t sent, first; /* begun; of these, received by the first try */
    } sos, tests;
};
void delivery_sent(struct delivery *delivery, bool test);
void delivery_first(struct delivery *delivery, bool test);
struct json_object *delivery_write(const struct delivery *delivery); /* {"sos":{"sent","first"},"tests":{...}}, new */
/* What delivery_write() gave, as text; anything else, and NULL, leaves it as it is. */
void delivery_read(struct delivery *delivery, const char *text);
#endif
