/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HTTPS_H
#define STB_NET_TRANSPORT_HTTPS_H
/*
 * One pool of HTTPS connections to the hotline (transfer.c knows libcurl, tls_identity.c OpenSSL). Two pools exist, so an SOS never queues behind anything: one for SOS and heartbeat
 * (its connection stays warm by the heartbeat), one for the rest. The peer's certificate is always verified, ours is
 * always shown, TLS 1.2 or newer, no redirects, no proxy from the environment, every answer bounded.
 */
#include "net/transport/https_call.h"

struct loop;
struct https;
struct resolver;

/* IDENTITY may be NULL: until https_use() gives one the pool starts no call. NULL and one log line naming the file when
 * a certificate or key of IDENTITY cannot be used; with NULL for a pool the calls below start nothing. */
struct https *https_create(struct loop *loop, const struct https_identity *identity);
/* From now on calls bear IDENTITY, whose files are read here. False and ERROR (TLS_IDENTITY_ERROR_SIZE bytes), which
 * names the file: all stays as it was. */
bool https_use(struct https *https, const struct https_identity *identity, char *error);
void https_destroy(struct https *https); /* calls under way end without an answer */
/* Names in urls are RESOLVER's from now on; it outlives the pool's calls. Without one libcurl looks them up. */
void https_resolve_with(struct https *https, struct resolver *resolver);
void https_date_by(struct https *https, const struct https_dating *dating);
/* Starts the call; when a connection is warm the request's bytes are handed to the kernel before this returns. Returns
 * its number, 0 when it could not start (logged; DONE is not called). DONE comes once, later, never from inside here.
 */
uint64_t https_start(struct https *https, const struct https_call *call);
/* Ends a call without DONE. A number that is over is fine. */
void https_cancel(struct https *https, uint64_t number);
/* The first byte of the answer has come. */
bool https_answering(const struct https *https, uint64_t number);
/* At least one byte of the request may have left. Of a call under way; one that is over said it in its answer. */
bool https_reached(const struct https *https, uint64_t number);
/* The line carries it at this moment, slowly as it may be: another call beside it would only share what there is. */
bool https_moves(const struct https *https, uint64_t number);
/* The hotline was heard over this pool within the last WITHIN_MS: a connection of it works, as far as can be known. */
bool https_is_warm(const struct https *https, int64_t within_ms);
/* The index in ENDPOINTS (NULL-ended) of the one that last gave a 2xx in this pool: the warm one. 0 when none did. */
int https_prefer(const struct https *https, const char *const *endpoints);
#endif
