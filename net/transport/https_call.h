/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HTTPS_CALL_H
#define STB_NET_TRANSPORT_HTTPS_CALL_H
/* What an HTTPS call is made of, and what comes of it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct https_identity {
    const char *device_id;
    const char *ca_file, *client_cert, *client_key; /* paths of PEM files, read by https_use() */
    const char *const *pins;                        /* "sha256//base64", NULL-ended; none = no pinning */
};

/* How the dates of the hotline's certificates are judged; without it by the box's clock alone. */
struct https_dating {
    bool lenient; /* the pool of SOS and heartbeat: tls_dates.h */
    /* *NOW_S gets the best time there is, *FLOOR_S a moment that is past for certain; s since 1970. */
    void (*judge)(void *data, int64_t *now_s, int64_t *floor_s);
    /* The hotline has answered over a new connection: ENDS_S is when its certificate ends (s since 1970), WRONG why a
     * date had to be forgiven, NULL = none was. May be NULL. */
    void (*on_peer)(void *data, int64_t ends_s, const char *wrong);
    void *data;
};

struct https_answer {
    uint64_t number;  /* of the call */
    int status;       /* 0 = no whole answer came; ERROR says why */
    const char *body; /* ends with a 0 that LENGTH does not count */
    size_t length;
    const char *content_type, *etag; /* "" when absent */
    int retry_after_s;               /* 0 = not told; at most 3600 */
    bool reached;                    /* at least one byte of the request may have reached the hotline */
    bool too_large;                  /* a 2xx larger than MOST; ETAG is set all the same */
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
    size_t most;      /* the largest answer that is taken, in bytes; 0 = 256 KiB */
    https_chunk_fn *chunk;
    const char *chunk_media; /* of CHUNK: the media type of a stream; a 200 of another one ends the call. A literal. */
    https_done_fn *done;
    void *data;
};
#endif
