/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_REQUEST_LOG_H
#define STB_NET_DATA_REQUEST_LOG_H
/*
 * The newest requests of this box with what is known of each, in memory: what the screens show. The outbox is where
 * they survive; this also knows the passing states (sending, waiting) that are not worth a commit.
 */
#include "stb-app/ipc/request.h"

enum { ORDERS_MAX = 20 };

struct json_object;
struct orders;
struct outbox;
struct orders *orders_create(void);
void orders_destroy(struct orders *orders);
void orders_load(struct orders *orders, struct outbox *outbox); /* what an earlier life kept; OUTBOX may be NULL */
/* A request of this box is new; the oldest is forgotten when there are too many. */
void orders_add(struct orders *orders, const struct request *request);
/* The clock went on by STEP_MS at once: what was asked in this life is no older for that. */
void orders_clock_stepped(struct orders *orders, int64_t step_ms);
/* Newer news of a request, added if it is unknown. The one pointed to holds until the next call. */
const struct status *orders_take(struct orders *orders, const struct status *status);
const struct status *orders_status(const struct orders *orders, const char *id); /* NULL = unknown */
size_t orders_count(const struct orders *orders);
const struct status *orders_at(const struct orders *orders, size_t at); /* newest first */
/* The newest SOS that is no test and not final, and not older than a day at WALL_MS; false when there is none. */
bool orders_open_sos(const struct orders *orders, int64_t wall_ms, struct request *request, struct status *status);
/* ipc.h's "requests" message, newest first, with PENDING: a new object. */
struct json_object *orders_for_wire(const struct orders *orders, int pending);
#endif
