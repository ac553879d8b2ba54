/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_OUTBOX_OUTBOX_REQUESTS_H
#define STB_NET_OUTBOX_OUTBOX_REQUESTS_H
/* Requests as rows of the outbox, and back, as outbox.h promises. Inside the outbox only. */
#include "net/outbox/outbox_rows.h"

bool outbox_requests_add(struct outbox_rows *rows, const struct request *request, const struct status *status);
void outbox_requests_put_status(struct outbox_rows *rows, const struct status *status);
/* Removes requests that are final, or a day older than the newest, when there are enough newer ones. */
void outbox_requests_prune(struct outbox_rows *rows);
bool outbox_requests_forget_before(struct outbox_rows *rows, int64_t moment_ms); /* true = one was removed */

bool outbox_requests_find(const struct outbox_rows *rows, const char *id, struct request *request,
                          struct status *status);
void outbox_requests_each(const struct outbox_rows *rows, int most, outbox_request_fn *fn, void *data);
bool outbox_requests_find_same(const struct outbox_rows *rows, const struct request *request, int64_t since_ms,
                               char id[REQUEST_ID_SIZE]);
#endif
