/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_REQUEST_LOG_H
#define STB_NET_DATA_REQUEST_LOG_H
/*
 * The newest requests of this box with what is known of each, in memory: what the screens show. The outbox is where
 * they survive; this also knows the passing states (sending, waiting) that are not worth a commit.
 */
#include "stb-app/ipc/request.h"

enum { REQUEST_LOG_MAX = 20 };

struct request_log;
struct request_log *request_log_create(void);
void request_log_destroy(struct request_log *requests);
/* What an earlier life kept; what is known of it already holds. */
void request_log_restore(struct request_log *requests, const struct request *request, const struct status *status);
/* A request of this box is new; the oldest is forgotten when there are too many. */
void request_log_add(struct request_log *requests, const struct request *request);
/* The clock went on by STEP_MS at once: what was asked in this life is no older for that. */
void request_log_clock_stepped(struct request_log *requests, int64_t step_ms);
/* Newer news of a request, added if it is unknown. The one pointed to holds until the next call. */
const struct status *request_log_take(struct request_log *requests, const struct status *status);
const struct status *request_log_status(const struct request_log *requests, const char *id); /* NULL = unknown */
size_t request_log_count(const struct request_log *requests);
const struct status *request_log_at(const struct request_log *requests, size_t at); /* newest first */
/* The newest SOS that is no test and not final, and not older than a day at WALL_MS; false when there is none. */
bool request_log_open_sos(const struct request_log *requests, int64_t wall_ms, struct request *request,
                          struct status *status);
/* All of them, newest first, until the next call that changes one; returns how many. */
size_t request_log_records(const struct request_log *requests, struct request_record *records[REQUEST_LOG_MAX]);
#endif
