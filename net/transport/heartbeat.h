/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_TRANSPORT_HEARTBEAT_H
#define STB_NET_TRANSPORT_HEARTBEAT_H
/*
 * Is the hotline there? POST /v1/heartbeat every heartbeat_s (it also keeps the SOS connection warm and brings the
 * hotline's clock), and the honest link state made of all that is heard: CONNECTED after a proved 2xx; CONNECTING while
 * that is being found out (start, or the first failure); OFFLINE when a try has failed and nothing was heard since, at
 * the latest 90 s after the last sign of life. A lost event stream alone changes nothing: it makes the line ask at
 * once.
 */
#include <stdbool.h>
#include <stdint.h>

enum link { LINK_CONNECTING, LINK_CONNECTED, LINK_OFFLINE, LINKS };
const char *link_name(enum link link); /* "connecting" "connected" "offline" */

struct https;
struct json_object;
struct line;
struct loop;
struct line_setup {
    struct loop *loop;
    struct https *https; /* the urgent pool: the heartbeat keeps its connection warm */
    const char *const *endpoints;
    const char *version;
    int heartbeat_s;
    int (*pending)(void *data); /* may be NULL, as may all that follow */
    void (*on_link)(void *data, enum link link);
    /* The hotline's clock minus the box's, in ms, each time it was told. */
    void (*on_clock)(void *data, int64_t offset_ms);
    /* The etags the hotline has now ("" = not told). */
    void (*on_etags)(void *data, const char *catalog, const char *profile);
    void *data;
    int64_t (*tested_ms)(void *data); /* the last good test of the whole path, since 1970; 0 = none yet */
    void (*add_troubles)(void *data, struct json_object *body); /* faults.h's */
    /* Each answer: WHY its pace was refused, and the last good one kept; NULL = it is good. */
    void (*on_pace)(void *data, const char *why);
};
struct line *line_create(const struct line_setup *setup);
void line_destroy(struct line *line);
void line_start(struct line *line);           /* the first heartbeat goes at once */
void line_heard(struct line *line);           /* any 2xx traffic elsewhere */
void line_lost(struct line *line, bool ours); /* the event stream broke: ask at once */
void line_tell(struct line *line);            /* the next heartbeat has news: at once, or when the line is back */
void line_person_waits(struct line *line, bool waits);
enum link line_state(const struct line *line);
int64_t line_heard_ago_ms(const struct line *line); /* since the last sign of life; -1 = there was none yet */
#endif
