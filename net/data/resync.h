/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_RESYNC_H
#define STB_NET_DATA_RESYNC_H
/* GET /v1/requests: how a box that was off or cut off finds out what became of its requests (and of an SOS that went
 * out in the instant before a power cut, before it could be stored). */
#include "stb-app/ipc/request.h"

struct https;
struct loop;
struct reconcile;
struct reconcile_setup {
    struct loop *loop;
    struct https *https;
    const char *const *endpoints;
    void (*on_status)(void *data, const struct status *status); /* each one the hotline knows, oldest first */
    void (*on_refused)(void *data,
                       const char *why); /* the answer, or one of them, is not the contract's; NULL = it is */
    void *data;
};
struct reconcile *reconcile_create(const struct reconcile_setup *setup);
void reconcile_destroy(struct reconcile *reconcile);
/* Asks now; again by schedule_delay() until it was answered. */
void reconcile_ask(struct reconcile *reconcile);
#endif
