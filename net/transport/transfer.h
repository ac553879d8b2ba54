/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TRANSFER_H
#define STB_NET_TRANSPORT_TRANSFER_H
/*
 * HTTP requests and their answers over TLS, by libcurl on the loop; transfer.c alone knows libcurl. A pool keeps
 * connections open between requests. The peer's certificate is always verified, ours always shown, TLS 1.2 or newer, no
 * redirects, no proxy from the environment, every answer bounded.
 */
#include "net/transport/https_call.h"
#include "net/transport/tls_dates.h"

struct loop;
struct transfer;
struct transfer_pool;

enum { TRANSFER_CONNECT_MS = 10000, TRANSFER_MOVES_MS = 2000 /* a full packet at 8 kbit/s, and its answer */ };

struct transfer_pool_setup {
    struct loop *loop;
    void (*on_ready)(void *data); /* a transfer may be over or have a chunk */
    struct tls_dates (*judge_dates)(void *data);
    void *data;
};
/* NULL after a log line. The caller destroys the pool's transfers before the pool. */
struct transfer_pool *transfer_pool_create(const struct transfer_pool_setup *setup);
void transfer_pool_destroy(struct transfer_pool *pool);
/* New transfers use IDENTITY, whose files are read here. False: a file cannot be used, ERROR (TLS_IDENTITY_ERROR_SIZE
 * bytes) names it, and the old identity stays. */
bool transfer_pool_use(struct transfer_pool *pool, const struct https_identity *identity, char *error);

/* NULL: WANTED is no valid request, or the pool has no identity yet. done and data of WANTED are not used here. */
struct transfer *transfer_create(struct transfer_pool *pool, const struct https_call *wanted);
void transfer_destroy(struct transfer *transfer); /* a transfer under way ends, and its connection with it */
/* Connects to ADDRESS in the place of HOST:PORT; NULL = libcurl looks HOST up. On a warm connection the request is
 * handed to the kernel in here. False: the transfer cannot start. */
bool transfer_start(struct transfer *transfer, const char *host, int port, const char *address);
/* Ends the transfer without an answer, for the reason ERROR: the caller wants no more of it, or HOST has no address. */
void transfer_end(struct transfer *transfer, const char *error);
void transfer_end_unnamed(struct transfer *transfer, const char *host, const char *error);

bool transfer_is_over(const struct transfer *transfer);
bool transfer_is_answering(const struct transfer *transfer); /* the first byte of the answer has come */
bool transfer_reached(const struct transfer *transfer);      /* a byte of the request may have left */
/* Within the last moment (at most TRANSFER_MOVES_MS) bytes came, or the other end's kernel confirmed bytes that left:
 * the line is slow, not dead. */
bool transfer_moves(const struct transfer *transfer);
/* A piece of a stream has come; transfer_take_chunk() hands it over, malloc'ed. */
bool transfer_has_chunk(const struct transfer *transfer);
char *transfer_take_chunk(struct transfer *transfer, size_t *length);
/* The answer of a transfer that is over, without its number; its pointers belong to TRANSFER. */
void transfer_answer(const struct transfer *transfer, struct https_answer *answer);
const char *transfer_url(const struct transfer *transfer);
const struct tls_dates *transfer_dates(const struct transfer *transfer); /* of the connection that TRANSFER made */
#endif
