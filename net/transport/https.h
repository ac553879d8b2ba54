/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HTTPS_H
#define STB_NET_TRANSPORT_HTTPS_H
/*
 * One pool of HTTPS connections to the hotline: a curl multi on the loop, and the only file that knows libcurl
 * (tls_identity.c knows OpenSSL). Two pools exist, so an SOS never queues behind anything: one for SOS and heartbeat
 * (its connection stays warm by the heartbeat), one for the rest. The peer's certificate is always verified, ours is
 * always shown, TLS 1.2 or newer, no redirects, no proxy from the environment, every answer bounded.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct https;
struct resolver;

struct https_identity {
    const char *device_id;
    const char *ca_file, *client_cert, *client_key; /* paths of PEM files, read by https_use() */
    const char *const *pins;                        /* "sha256//base64", NULL-ended; none = no pinning */
};
/* IDENTITY may be NULL: until https_use() gives one the pool starts no call. NULL and one log line naming the file when
 * a certificate or key of IDENTITY cannot be used; with NULL for a pool the calls below start nothing. */
struct https *https_create(struct loop *loop, const struct https_identity *identity);
/* From now on calls bear IDENTITY, whose files are read here. False and ERROR (TLS_IDENTITY_ERROR_SIZE bytes), which
 * names the file: all stays as it was. */
bool https_use(struct https *https, const struct https_identity *identity, char *error);
void https_destroy(struct https *https); /* calls under way end without an answer */
/* Names in urls are RESOLVER's from now on; it outlives the pool's calls. Without one libcurl looks them up. */
void https_resolve_with(struct https *https, struct resolver *resolver);
/* How the dates of the hotline's certificates are judged; without it by the box's clock alone. */
struct https_dating {
    bool lenient; /* the pool of SOS and heartbeat: tls_dates.h */
    /* The best time there is, and one that is past for certain: s since 1970. */
    void (*judge)(void *data, int64_t *now_s, int64_t *floor_s);
    /* The hotline has answered over a new connection: when its certificate ends, and WRONG, why a date had to be
     * forgiven, or NULL. May be NULL. */
    void (*on_peer)(void *data, int64_t ends_s, const char *wrong);
    void *data;
};
void https_date_by(struct https *https, const struct https_dating *dating);
/* The name in URL, of at most SIZE - 1 bytes, and its port; false where it has a numeric address. PORT may be NULL. */
bool https_name(const char *url, char *name, size_t size, int *port);

struct https_answer {
    uint64_t number;  /* of the call */
    int status;       /* 0 = no whole answer came; ERROR says why */
    const char *body; /* ends with a 0 that LENGTH does not count */
    size_t length;
    const char *content_type, *etag; /* "" when absent */
    int retry_after_s;               /* 0 = not told; at most 3600 */
    bool reached;                    /* at least one byte of the request may have reached the hotline */
    bool too_large;                  /* a 2xx larger than MOST; ETAG is told all the same */
    bool unreachable_here;           /* no route, no name, no carrier: the fault is on our side of the line */
    int64_t sent_us; /* monotonic moment the request's last byte was handed to the kernel, 0 = was not */
    char error[160];
};
typedef void https_done_fn(void *data, const struct https_answer *answer);
/* A piece of a stream (a 200 in the media type that was asked for) as it comes; false ends the call. */
typedef bool https_chunk_fn(void *data, const char *bytes, size_t length);

struct https_call {
    const char *method;                                                   /* "GET" "POST" "DELETE" */
    const char *url;                                                      /* https://... */
    const char *body;                                                     /* NULL = none; copied */
    size_t body_length;                                                   /* 0 = BODY is a text */
    const char *content_type;                                             /* of the body; NULL = JSON */
    const char *idempotency_key, *accept, *last_event_id, *if_none_match; /* NULL = header not sent */
    int timeout_ms;                                                       /* whole call; 0 = none (a stream) */
    bool fresh;       /* never on a connection that was used before */
    bool shown_again; /* with FRESH: no TLS session is resumed, so that the hotline shows its certificate */
    size_t most;      /* bytes of answer taken at the most, 0 = 256 KiB */
    https_chunk_fn *chunk;
    const char *chunk_media; /* of CHUNK: the media type of a stream; a 200 of another one ends the call. A literal. */
    https_done_fn *done;
    void *data;
};
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
/* The index in ENDPOINTS (NULL-ended) of the one that last gave a 2xx in this pool: the warm one. 0 when none did. */
int https_prefer(const struct https *https, const char *const *endpoints);
const char *https_version(void);
#endif
