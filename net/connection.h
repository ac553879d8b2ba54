/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_CONNECTION_H
#define STB_NET_CONNECTION_H
/*
 * The box's connection to the hotline: two pools of HTTPS connections, the heartbeat with the link's state, the event
 * stream, and the hotline's clock. What is said over it is hotline.c's.
 */
#include "net/api/hotline_clock.h"
#include "net/data/faults.h"
#include "net/transport/heartbeat.h"

struct api_event;
struct connection;
struct https;
struct https_identity;
struct json_object;
struct loop;
struct outbox;
struct connection_setup {
    struct loop *loop;
    const struct https_identity *identity; /* copied */
    const char *state_dir;                 /* where the identity that the hotline took is kept */
    const char *const *endpoints;          /* NULL-ended, copied; none = no hotline can be reached */
    struct outbox *outbox;                 /* where the position in the event stream is kept; NULL = nowhere */
    int heartbeat_s;
    /* What the heartbeat's body says of the box: entries not answered yet, the last good test, faults. */
    int (*pending)(void *data);
    int64_t (*tested_ms)(void *data);
    void (*add_faults)(void *data, struct json_object *body);
    void (*on_link)(void *data, enum link_state link);
    void (*on_clock)(void *data, int64_t step_ms); /* what connection_wall_ms() went on by */
    void (*on_etags)(void *data, const char *catalog, const char *profile);
    /* False and ERROR (JSON_ERROR_SIZE bytes): it is not the contract's, and passed over. */
    bool (*on_event)(void *data, const struct api_event *event, char *error);
    void (*on_hears)(void *data, bool hears); /* connection_hears() changed */
    /* Events may have been missed: requests and notices have to be asked for. LOST: the stream broke just now, and goes
     * on where it was; else it has begun elsewhere. */
    void (*on_missed)(void *data, bool lost);
    void (*on_fault)(void *data, enum fault_kind kind, const char *error); /* ERROR NULL = it is over */
    void *data;
};
struct connection *connection_create(const struct connection_setup *setup);
void connection_destroy(struct connection *connection);
void connection_start(struct connection *connection);
/* The operator's config was read again. What is under way ends as it began. */
void connection_use(struct connection *connection, const struct https_identity *identity, const char *const *endpoints);

const char *const *connection_endpoints(const struct connection *connection); /* what stands in it may change */
/* The pools: for SOS and heartbeat, and for all else. Without an identity that can be used they start no call. */
struct https *connection_urgent(const struct connection *connection);
struct https *connection_ordinary(const struct connection *connection);
void connection_heard(struct connection *connection);           /* an answer of the hotline's came over a pool */
void connection_tell(struct connection *connection);            /* the heartbeat has news */
void connection_sos(struct connection *connection, bool waits); /* one was received and waits for its answer */
void connection_renew(struct connection *connection);           /* its ways proved dead: they are opened anew */
void connection_person_waits(struct connection *connection, bool waits);

enum link_state connection_link(const struct connection *connection);
bool connection_hears(const struct connection *connection); /* event_stream_hears() */
int64_t connection_heard_ago_ms(const struct connection *connection);
const struct hotline_clock *connection_clock(const struct connection *connection);
int64_t connection_wall_ms(const struct connection *connection); /* since 1970, corrected */
#endif
