/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_RESYNC_H
#define STB_NET_DATA_RESYNC_H
/*
 * GET /v1/requests and GET /v1/notices: how a box that was off or cut off, or whose event stream began without a
 * position, finds out what became of its requests and what it was told meanwhile (and of an SOS that went out in the
 * instant before a power cut, before it could be stored).
 */
#include "stb-app/ipc/request.h"

struct https;
struct json_object;
struct loop;
struct resync;
struct resync_setup {
    struct loop *loop;
    struct https *https;
    struct https *watch_https; /* of the watch: the pool of the SOS itself */
    const char *const *endpoints;
    void (*on_status)(void *data, const struct status *status); /* each one the hotline knows, oldest first */
    /* The same of the notices; borrowed, not checked. False and ERROR (JSON_ERROR_SIZE bytes): it is not the
     * contract's. */
    bool (*on_notice)(void *data, struct json_object *notice, char *error);
    /* The answer, or one of them, is not the contract's; NULL = it is. */
    void (*on_refused)(void *data, const char *error);
    void (*on_traffic)(void *data); /* an answer of the hotline's came; may be NULL */
    void *data;
};
struct resync *resync_create(const struct resync_setup *setup);
void resync_destroy(struct resync *resync);
/* Asks for both within WITHIN_MS (0 = now; else at a moment drawn by lot); again by backoff_delay() until answered. */
void resync_ask(struct resync *resync, int64_t within_ms);
/* While ON: the requests are asked for every RESYNC_WATCH_MS at one endpoint after the other, whatever became of the
 * calls before; on a line that is still carrying the last one, or took long for it, less often. For an open SOS whose
 * events may not get through. */
enum { RESYNC_WATCH_MS = 3000 };
void resync_watch(struct resync *resync, bool on);
#endif
