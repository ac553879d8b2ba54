/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_STATUS_H
#define STB_NET_API_API_STATUS_H
/*
 * A Status of the HTTP contract (net/hotline-api.yaml), bounded and checked; ERROR (JSON_ERROR_SIZE) gets place and
 * reason.
 */
#include "stb-app/ipc/request.h"

struct json_object;

/* A Status of the contract: only states that the hotline can tell and that fit the kind. Its texts are cut to their
 * bounds, control characters in them become blanks; minutes out of bounds are not told. reached and cancel_asked are
 * left 0, so is created_at_ms unless told: request_status_take() keeps what is known. */
bool api_status_read(struct json_object *from, struct status *status, char *error);
/* A new object, a copy of FROM one level deep without nulls and with blanks for line breaks and tabs in its texts. */
struct json_object *api_status_tidy(struct json_object *from);
#endif
