/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_TRANSFER_H
#define STB_NET_TRANSPORT_TRANSFER_H
/*
 * HTTP requests and their answers over TLS, by libcurl on the loop; the only file that knows it. A pool keeps
 * connections open between them. The peer's certificate is always verified, ours is always shown, TLS 1.2 or newer, no
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
/* NULL after a log line. Its transfers are the caller's to destroy first. */
struct transfer_pool *transfer_pool_create(const struct transfer_pool_setup *setup);
void transfer_pool_destroy(struct transfer_pool *pool);
/* Transfers that are created from now on bear IDENTITY, whose files are read here. False and ERROR
 * (TLS_IDENTITY_ERROR_SIZE bytes), which names the file: all stays as it was. */
bool transfer_pool_use(struct transfer_pool *pool, const struct https_identity *identity, char *error);

/* NULL: WANTED cannot be asked, or the pool has no identity yet. done and data of WANTED are not used here. */
struct transfer *transfer_create(struct transfer_pool *pool, const struct https_call *wanted);
void transfer_destroy(struct transfer *transfer); /* one under way ends, its connection with it */
/* To ADDRESS in the place of HOST:PORT, NULL = libcurl looks the name up. When a connection is warm the request is
 * handed to the kernel in here. False: it cannot start. */
bool transfer_start(struct transfer *transfer, const char *host, int port, const char *address);
/* Over without an answer: the caller wants no more of it, or HOST has no address. */
void transfer_end(struct transfer *transfer, const char *error);
void transfer_end_unnamed(struct transfer *transfer, const char *host, const char *error);

bool transfer_is_over(const struct transfer *transfer);
bool transfer_is_answering(const struct transfer *transfer); /* the first byte of the answer has come */
bool transfer_reached(const struct transfer *transfer);      /* a byte of the request may have left */
/* Within the last moment (at most TRANSFER_MOVES_MS) bytes of it came, or left and were confirmed by the other end's kernel: the line is
 * slow, not dead. */
bool transfer_moves(const struct transfer *transfer);
/* A piece of a stream lies there; taking it hands it over, malloc'ed. */
bool transfer_has_chunk(const struct transfer *transfer);
char *transfer_take_chunk(struct transfer *transfer, size_t *length);
/* Of one that is over, but for its number; what it points to is the transfer's. */
void transfer_answer(const struct transfer *transfer, struct https_answer *answer);
const char *transfer_url(const struct transfer *transfer);
const struct tls_dates *transfer_dates(const struct transfer *transfer); /* of the connection that it made */
#endif
