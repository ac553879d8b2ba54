/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_RESYNC_H
#define STB_NET_DATA_RESYNC_H
/* GET /v1/requests: how a box that was off or cut off finds out what became of its requests (and of an SOS that went
 * out in the instant before a power cut, before it could be stored). */
#include "stb-app/ipc/request.h"

struct https;
struct loop;
struct resync;
struct resync_setup {
    struct loop *loop;
    struct https *https;
    const char *const *endpoints;
    void (*on_status)(void *data, const struct status *status); /* each one the hotline knows, oldest first */
    void (*on_refused)(void *data,
                       const char *error); /* the answer, or one of them, is not the contract's; NULL = it is */
    void *data;
};
struct resync *resync_create(const struct resync_setup *setup);
void resync_destroy(struct resync *resync);
/* Asks now; again by backoff_delay() until it was answered. */
void resync_ask(struct resync *resync);
#endif
