/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HOTLINE_PARTS_H
#define STB_HOTLINE_PARTS_H
/* What the hotline is made of, for hotline.c and hotline_parts.c alone. */
#include "net/hotline.h"

struct hotline {
    struct hotline_setup setup;
    struct hotline_clock clock;
    struct outbox *outbox; /* NULL: nothing survives a restart, everything else works */
    struct https *urgent, *ordinary;
    struct submitter *submitter;
    struct event_stream *stream;
    struct heartbeat *heartbeat;
    struct catalog *catalog;
    struct resync *resync;
    struct step_options *options;
    struct image_fetch *images;
    struct cart_drafts *drafts;
    struct request_log *requests;
    struct notices *notices;
    struct overdue *overdue;
    int64_t tested_ms;
    struct faults faults;
    bool started; /* before that, nobody is told anything */
};

/* Opens each part and joins them; one that could not be opened is NULL. */
void hotline_open_parts(struct hotline *hotline);
#endif
