/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_STATUS_H
#define STB_NET_API_API_STATUS_H
/*
 * Between structs and the JSON of the HTTP contract (net/hotline-api.yaml). What comes in is bounded and checked here;
 * ERROR (JSON_ERROR_SIZE bytes, json.h) gets place and reason. Times are RFC 3339 outside, ms since 1970 inside.
 */
#include "stb-app/ipc/request.h"

struct json_object;

/* The body of POST /v1/requests; malloc'ed. NULL only when memory is out. */
char *api_from_request(const struct request *request);
/* The same, as the outbox keeps it: created_at, sequence, presses, grace_s, expires_s and test may be absent (0; presses
 * 1 for an SOS). */
bool api_to_request(struct json_object *from, struct request *request, char *error);
/* A Status of the contract: only states that the hotline can tell and that fit the kind. Line breaks in its texts
 * become blanks. reached and cancel_asked are left 0, so is created_at_ms unless told: request_status_take() keeps what
 * is known. */
bool api_to_status(struct json_object *from, struct status *status, char *error);
/* A new object, a copy of FROM one level deep without nulls and with blanks for line breaks and tabs in its texts. */
struct json_object *api_tidy(struct json_object *from);

/* "2026-11-21T09:32:00.123Z"; false when it is no RFC 3339 time between 1970 and 9999. */
bool api_time_parse(const char *text, int64_t *ms);
void api_time_write(int64_t ms, char text[32]);
#endif
