/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_CART_DRAFTS_H
#define STB_NET_DATA_CART_DRAFTS_H
/* Carts that are not ordered yet, one for each service, kept over a power cut for three days. */
#include <stdbool.h>
#include <stdint.h>

enum { CART_DRAFTS_MAX = 4, CART_DRAFTS_KEPT_MS = 3 * 86400000 };

struct cart_drafts;
struct json_object;
struct outbox;
/* Takes up what an earlier life kept in OUTBOX (may be NULL: then from memory only). */
struct cart_drafts *cart_drafts_create(struct outbox *outbox, int64_t wall_ms);
void cart_drafts_destroy(struct cart_drafts *drafts);
/* ipc.h's "draft", checked; without items the service's draft goes. False = it is no draft, ERROR says why. */
bool cart_drafts_take(struct cart_drafts *drafts, struct json_object *message, int64_t wall_ms, char *error);
/* It was ordered. True when there was one. */
bool cart_drafts_clear(struct cart_drafts *drafts, const char *service);
struct json_object *cart_drafts_for_wire(struct cart_drafts *drafts,
                                         int64_t wall_ms); /* ipc.h's "drafts": a new object */
#endif
