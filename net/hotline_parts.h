/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_HOTLINE_PARTS_H
#define STB_HOTLINE_PARTS_H
/* What the hotline is made of, for hotline.c and hotline_parts.c alone. */
#include "net/hotline.h"

struct hotline {
    struct hotline_setup setup;
    struct clock clock;
    struct outbox *outbox; /* NULL: nothing survives a restart, everything else works */
    struct https *urgent, *ordinary;
    struct sender *sender;
    struct events *events;
    struct line *line;
    struct catalog *catalog;
    struct reconcile *reconcile;
    struct options *options;
    struct images *images;
    struct drafts *drafts;
    struct orders *orders;
    struct notices *notices;
    struct promise *promise;
    int64_t tested_ms;
    struct troubles troubles;
    bool started; /* before that, nobody is told anything */
};

/* Opens each part and joins them; one that could not be opened is NULL. */
void hotline_open_parts(struct hotline *hotline);
#endif
