/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_REQUEST_H
#define STB_NET_API_API_REQUEST_H
/* A request as the body of POST /v1/requests (net/hotline-api.yaml), and back. */
#include "stb-app/ipc/request.h"

struct json_object;

char *api_request_write(const struct request *request); /* to be freed by the caller */
/* The same, as the outbox keeps it: created_at, sequence, presses, grace_s, expires_s and test may be absent (0;
 * presses 1 for an SOS). ERROR (JSON_ERROR_SIZE) gets place and reason. */
bool api_request_read(struct json_object *from, struct request *request, char *error);
#endif
