/* SPDX-License-Identifier: Apache-2.0 */
/* The trap: the library owns the connection and cannot be told to end it, so its socket is shut down under it. */
#include "tests/hotline/visitors.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

/* Of IPv6 the network counts: one household has all of its addresses. */
static bool is_same_place(const struct sockaddr_storage *one, const struct sockaddr_storage *other) {
    if (one->ss_family != other->ss_family)
        return false;
    if (one->ss_family == AF_INET)
        return ((const struct sockaddr_in *)one)->sin_addr.s_addr ==
               ((const struct sockaddr_in *)other)->sin_addr.s_addr;
    return memcmp(&((const struct sockaddr_in6 *)one)->sin6_addr, &((const struct sockaddr_in6 *)other)->sin6_addr,
                  8) == 0;
}

void visitors_leave(struct visitors *visitors, struct visitor *visitor) {
    if (!visitor->here)
        return;
    *(visitor->newer ? &visitor->newer->older : &visitors->newest) = visitor->older;
    *(visitor->older ? &visitor->older->newer : &visitors->oldest) = visitor->newer;
    visitor->newer = visitor->older = NULL;
    visitor->here = 0;
    visitors->count--;
}

/* The oldest that asks for nothing, PLACE NULL = from anywhere, goes if there are MOST of them. */
static void make_room(struct visitors *visitors, const struct sockaddr_storage *place, size_t most) {
    struct visitor *goes = NULL;
    size_t count = 0;
    for (struct visitor *each = visitors->newest; each; each = each->older) {
        if (place && !is_same_place(&each->address, place))
            continue;
        count++;
        if (each->calls == 0)
            goes = each;
    }
    if (count < most || !goes)
        return;
    shutdown(goes->fd, SHUT_RDWR);
    visitors_leave(visitors, goes);
}

void visitors_come(struct visitors *visitors, struct visitor *visitor) {
    make_room(visitors, &visitor->address, VISITORS_OF_ONE_MAX);
    make_room(visitors, NULL, VISITORS_MAX);
    visitor->newer = NULL;
    visitor->older = visitors->newest;
    *(visitor->older ? &visitor->older->newer : &visitors->oldest) = visitor;
    visitors->newest = visitor;
    visitor->here = 1;
    visitors->count++;
}
