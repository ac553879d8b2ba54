/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_NET_DATA_OVERDUE_H
#define STB_NET_DATA_OVERDUE_H
/*
 * The promised minutes (the catalog's promise_minutes) are over and the hotline has said nothing: the box itself asks
 * for a person, once, with a call-back about that request. A hotline hands such a request over by itself; what it says
 * of that comes first, so only one that did not is asked.
 */
#include "stb-app/ipc/request.h"

struct loop;
struct request_log;
struct overdue;

enum { OVERDUE_GRACE_MS = 30000, OVERDUE_SETTLED_MS = 10000 };

/* Pure: when to ask for a person about STATUS, ms since 1970; 0 = never, as things are. */
int64_t overdue_due_ms(const struct status *status, int minutes);
/* Pure: the call-back about it. Its id follows from the request's, so that it is one, whoever asks how often. */
struct request overdue_callback(const struct status *status);

struct overdue_setup {
    struct loop *loop;
    const struct request_log *requests;
    int (*promised_minutes)(void *data, const char *service); /* 0 = none */
    int64_t (*wall_ms)(void *data);
    void (*ask)(void *data, struct request *callback);
    void *data;
};
struct overdue *overdue_create(const struct overdue_setup *setup);
void overdue_destroy(struct overdue *overdue);
/* The line is there or not: what is not up to date is not acted on, so nothing is asked until it was for a while. */
void overdue_line(struct overdue *overdue, bool connected);
void overdue_changed(struct overdue *overdue); /* a request, the catalog or the clock */
#endif
