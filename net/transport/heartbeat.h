/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HEARTBEAT_H
#define STB_NET_TRANSPORT_HEARTBEAT_H
/*
 * Is the hotline there? POST /v1/heartbeat every heartbeat_s (it also keeps the SOS connection warm and brings the
 * hotline's clock), and the honest link state made of all that is heard: CONNECTED after a proved 2xx; CONNECTING while
 * that is being found out (start, or the first failure); OFFLINE when a heartbeat has failed and nothing was heard
 * since, at the latest 90 s after the last sign of life. While others hear the hotline a failing heartbeat changes
 * nothing; a lost event stream makes one go at once. A Retry-After delays the next one, but not while an SOS is open.
 */
#include "stb-app/ipc/link_state.h"

#include <stdbool.h>
#include <stdint.h>

struct https;
struct json_object;
struct heartbeat;
struct loop;
struct heartbeat_setup {
    struct loop *loop;
    struct https *https; /* the urgent pool: the heartbeat keeps its connection warm */
    const char *const *endpoints;
    const char *version;
    int heartbeat_s;
    int (*pending)(void *data); /* may be NULL, as may all that follow */
    void (*on_link)(void *data, enum link_state link);
    /* The hotline's clock minus the box's, in ms, each time it was told. */
    void (*on_clock)(void *data, int64_t offset_ms);
    /* The etags the hotline has now ("" = not told). */
    void (*on_etags)(void *data, const char *catalog, const char *profile);
    void *data;
    int64_t (*tested_ms)(void *data); /* when the last line check passed, ms since 1970; 0 = none yet */
    void (*add_faults)(void *data, struct json_object *body); /* puts the box's faults (faults.h) into BODY */
    /* With each answer: ERROR says why its heartbeat_s was refused (the last good one stays); NULL = it is good. */
    void (*on_pace)(void *data, const char *error);
    bool (*others_hear)(void *data); /* the hotline is heard without heartbeats: event_stream_hears() */
};
struct heartbeat *heartbeat_create(const struct heartbeat_setup *setup);
void heartbeat_destroy(struct heartbeat *heartbeat);
void heartbeat_start(struct heartbeat *heartbeat);           /* the first heartbeat goes at once */
void heartbeat_heard(struct heartbeat *heartbeat);           /* any 2xx traffic elsewhere */
void heartbeat_lost(struct heartbeat *heartbeat, bool ours); /* the event stream broke; OURS = no network here */
void heartbeat_tell(struct heartbeat *heartbeat); /* the next heartbeat has news: at once, or when the line is back */
void heartbeat_person_waits(struct heartbeat *heartbeat, bool waits);
void heartbeat_prove(struct heartbeat *heartbeat); /* one goes now, to which the hotline shows its certificate anew */
void heartbeat_sos(struct heartbeat *heartbeat, bool open); /* while an SOS is open, Retry-After counts for little */
enum link_state heartbeat_state(const struct heartbeat *heartbeat);
int64_t
heartbeat_heard_ago_ms(const struct heartbeat *heartbeat); /* since the last sign of life; -1 = there was none yet */
#endif
