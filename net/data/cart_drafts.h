/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_CART_DRAFTS_H
#define STB_NET_DATA_CART_DRAFTS_H
/* Carts that are not ordered yet, one for each service, kept over a power cut for three days. */
#include "stb-app/ipc/ipc_message.h"

enum { CART_DRAFTS_KEPT_MS = 3 * 86400000 };

struct cart_drafts;
struct outbox;
/* Takes up what an earlier life kept in OUTBOX (may be NULL: then from memory only). */
struct cart_drafts *cart_drafts_create(struct outbox *outbox, int64_t wall_ms);
void cart_drafts_restore(struct cart_drafts *drafts, int64_t wall_ms); /* the same, when the outbox was read late */
void cart_drafts_destroy(struct cart_drafts *drafts);
/* A cart as it is now; without items the service's draft goes. False = there are CART_DRAFT_MAX others already. */
bool cart_drafts_take(struct cart_drafts *drafts, const struct cart_draft *draft, int64_t wall_ms);
/* It was ordered. True when there was one. */
bool cart_drafts_clear(struct cart_drafts *drafts, const char *service);
struct ipc_drafts cart_drafts_now(struct cart_drafts *drafts, int64_t wall_ms); /* until the next of these calls */
#endif
