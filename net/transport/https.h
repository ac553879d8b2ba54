/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HTTPS_H
#define STB_NET_TRANSPORT_HTTPS_H
/*
 * One pool of HTTPS connections to the hotline (transfer.c knows libcurl, tls_identity.c OpenSSL). Two pools exist, so
 * an SOS never queues behind anything: one for SOS and heartbeat (which keeps its connection warm), one for the rest.
 * The peer's certificate is always verified, ours is always shown, TLS 1.2 or newer, no redirects, no proxy from the
 * environment, every answer bounded.
 */
#include "net/transport/https_call.h"

struct loop;
struct https;
struct resolver;

/* IDENTITY may be NULL: the pool starts no call until https_use() gives one. Returns NULL, and one log line names the
 * file, when a certificate or key of IDENTITY cannot be used; a NULL pool starts nothing in the calls below. */
struct https *https_create(struct loop *loop, const struct https_identity *identity);
/* New calls use IDENTITY, whose files are read here. False: a file cannot be used, ERROR (TLS_IDENTITY_ERROR_SIZE
 * bytes) names it, and the old identity stays. */
bool https_use(struct https *https, const struct https_identity *identity, char *error);
void https_destroy(struct https *https); /* calls under way end without an answer */
/* RESOLVER (borrowed; it outlives the pool's calls) looks up the names in urls; without one libcurl does. */
void https_resolve_with(struct https *https, struct resolver *resolver);
void https_date_by(struct https *https, const struct https_dating *dating);
/* Starts the call; when a connection is warm the request's bytes are handed to the kernel before this returns. Returns
 * its number, 0 when it could not start (logged; DONE is not called). DONE comes once, later, never from inside here.
 */
uint64_t https_start(struct https *https, const struct https_call *call);
/* Ends a call without DONE. The number of a call that is over is fine. */
void https_cancel(struct https *https, uint64_t number);
/* The first byte of the answer has come. */
bool https_answering(const struct https *https, uint64_t number);
/* At least one byte of the request may have left. For a call under way; after it, https_answer.reached says so. */
bool https_reached(const struct https *https, uint64_t number);
/* Bytes of the call are moving, however slowly (transfer_moves()): another call beside it would only share the line. */
bool https_moves(const struct https *https, uint64_t number);
/* The hotline was heard over this pool within the last WITHIN_MS: one of its connections most likely works. */
bool https_is_warm(const struct https *https, int64_t within_ms);
/* The index in ENDPOINTS (NULL-ended) of the one that last gave a 2xx in this pool, so is warm; 0 when none did. */
int https_prefer(const struct https *https, const char *const *endpoints);
#endif
