/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_API_API_EVENT_H
#define STB_NET_API_API_EVENT_H
/* One event of GET /v1/events (net/hotline-api.yaml), read and checked as far as its kind alone allows. */
#include "stb-app/ipc/request.h"

struct json_object;

enum api_event_kind {
    API_EVENT_STATUS,
    API_EVENT_NOTICE,  /* checked by notices_take(), which knows the list */
    API_EVENT_CATALOG, /* it changed */
    API_EVENT_PROFILE,
    API_EVENT_UNKNOWN, /* of a newer hotline */
};
struct api_event {
    enum api_event_kind kind;
    union {
        struct status status;
        struct json_object *notice;
    };
};
/* NAME and TEXT as event_stream.h gives them; TEXT NULL = it was beyond all bounds. False = it is not the contract's,
 * ERROR (JSON_ERROR_SIZE bytes) says why. True: the caller ends it with api_event_clear(). */
bool api_event_read(const char *name, const char *text, struct api_event *event, char *error);
void api_event_clear(struct api_event *event);
#endif
