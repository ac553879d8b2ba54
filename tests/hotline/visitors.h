/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOTLINE_VISITORS_H
#define HOTLINE_VISITORS_H
/*
 * Connections that have not shown a box's certificate: whoever opens them may be anybody, so there are not many of
 * them, in all and from one address, and the oldest that only sits there gives way to the newest. A box is one of them
 * for the moment of its handshake.
 */
#include <stddef.h>
#include <sys/socket.h>

enum { VISITORS_MAX = 256, VISITORS_OF_ONE_MAX = 64, VISITORS_PATIENCE_S = 15 };

struct visitor {
    struct visitor *newer, *older; /* NULL in what is in no list */
    struct sockaddr_storage address;
    int fd;
    int calls; /* under way */
    int here;  /* it has come and not left */
};
struct visitors {
    struct visitor *newest, *oldest;
    size_t count;
};

/* VISITOR is the caller's, until it has left. The connections of others may be ended, which is told by what watches
 * them. */
void visitors_come(struct visitors *visitors, struct visitor *visitor);
void visitors_leave(struct visitors *visitors, struct visitor *visitor); /* one that has left already is fine */
#endif
